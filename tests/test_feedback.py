"""An empty list says why it is empty, and what would fill it."""

from pathlib import Path

import pytest
from stories import (
    ICML,
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

from confbrowse.model import EVERYTHING
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
    assert "Without day:2021-07-23, 2 would match." in said
    assert "Press F to clear the search." in said


async def test_what_is_found_in_other_parts_is_counted(home: Home) -> None:
    said = await search(home, "tiny", "h", "G", "l")
    assert "Elsewhere in the library, 1 would match; press b to see where." in said


async def test_the_nearest_words_are_offered(home: Home) -> None:
    assert "Did you mean" in await search(home, "mohtzs")


def test_an_answer_to_another_question_explains_nothing() -> None:
    reply = SearchResults(
        Question(EVERYTHING, "owls"), (), 0, without_clause=(("day:mon", 4),), elsewhere=3
    )
    assert no_match("owl", reply) == "No talk here matches “owl”. Press F to clear the search."


async def test_a_talk_without_abstract_and_links_says_so(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "whale")
        shown = "\n".join(rows(on_screen(pilot).detail))
        assert "No abstract in the source." in shown
        assert "No links in the source." in shown
