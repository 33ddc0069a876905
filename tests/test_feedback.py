"""What is said after a change, and why a list is empty and what would fill it."""

from dataclasses import replace
from pathlib import Path

import pytest
from stories import (
    BATS,
    ICML,
    MOTHS,
    NIGHTS,
    TINY,
    WIDE,
    Home,
    home_with,
    listed,
    on_screen,
    opened,
    press,
    rows,
    typed,
    words,
)

from confbrowse.model import EVERYTHING, NO_MARK, Mark, MarkChange
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.tui import feedback
from confbrowse.tui.feedback import no_match
from confbrowse.tui.search_worker import Question, SearchResults


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, ICML, TINY)


async def search(home: Home, text: str, *keys: str) -> str:
    """Return the message of the list if nothing matches *text*."""
    async with opened(home, WIDE) as pilot:
        await press(pilot, *keys, "slash")
        await typed(pilot, text)
        return words(" ".join(listed(pilot)))


async def test_the_condition_that_hides_the_rest_is_named(home: Home) -> None:
    said = await search(home, "moths day:2021-07-23")
    assert "No talk here matches “moths day:2021-07-23”." in said
    assert "Without day:2021-07-23, 2 talks would match." in said
    assert "Press Esc twice to clear the search." in said


async def test_what_is_found_in_other_parts_is_counted(home: Home) -> None:
    said = await search(home, "tiny", "h", "G", "l")
    assert "Elsewhere in the library, 1 talk would match; press b to see where." in said


async def test_the_nearest_words_are_offered(home: Home) -> None:
    assert "Did you mean" in await search(home, "mohtzs")


STARS = tuple(MarkChange(one, NO_MARK, Mark(starred=True)) for one in NIGHTS)
LOST = tuple(replace(one, before=one.after, after=NO_MARK) for one in STARS)


def test_a_new_star_says_so_with_every_clash() -> None:
    assert feedback.starred(STARS[:1], ClashIndex((MOTHS,))) == ""
    one = feedback.starred(STARS[:1], ClashIndex((MOTHS, BATS)))
    assert one == "Starred. Clashes with “Bats and Echoes”; press c to resolve it."
    others = [replace(BATS, id=f"bats-{number}", title=f"Bats {number}") for number in range(5)]
    many = feedback.starred(STARS[:1], ClashIndex(others))
    assert many.startswith("Starred. Clashes with “Bats 0”, “Bats 1”, “Bats 2” and 2 more; press c")
    assert feedback.starred(STARS[:2], ClashIndex((MOTHS, BATS))) == (
        "“Moths and Lamps” and one more talk are starred."
    )


def test_a_resolved_clash_names_what_was_kept_and_what_was_unstarred() -> None:
    kept = feedback.kept(MOTHS, (*STARS[:1], *LOST[1:3]))
    assert kept == (
        "Kept “Moths and Lamps” and unstarred “Bats and Echoes” and “Owls and Mice”. Press u to undo."
    )
    assert feedback.kept(MOTHS, STARS[:1]) == "Kept “Moths and Lamps”. Press u to undo."
    assert feedback.kept(MOTHS, ()) == "Your stars are already set that way."


def test_an_answer_to_another_question_explains_nothing() -> None:
    reply = SearchResults(
        Question(EVERYTHING, "owls"), (), 0, without_clause=(("day:mon", 4),), elsewhere=3
    )
    assert (
        no_match("owl", reply) == "No talk here matches “owl”. Press Esc twice to clear the search."
    )


async def test_a_talk_without_abstract_and_links_says_so(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "whale")
        shown = "\n".join(rows(on_screen(pilot).detail))
        assert "No abstract in the source." in shown
        assert "No links in the source." in shown
