"""Find in the abstract: any case, with or without accents, match by match."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import (
    ICML,
    MEDIUM,
    MOTHS,
    NARROW,
    WIDE,
    Home,
    home_with,
    on_screen,
    opened,
    picture,
    press,
    rows,
    settle,
    title,
    typed,
)

from confbrowse.model import Link
from confbrowse.text.cells import Drawn, text_of
from confbrowse.tui.widgets.detail import numbered
from confbrowse.tui.widgets.text_view import FindLine, find_matches, match_count, with_roles

letters = st.text(st.sampled_from("aAäÄbß \u0301蛾"), max_size=12)


def drawn(*texts: str) -> list[Drawn]:
    return [((text, "line--title"),) for text in texts]


def found(lines: list[Drawn], words: str) -> list[str]:
    """Return the texts of the matches, line ends as blanks."""
    return [
        " ".join(text_of(lines[place.line])[place.start : place.end] for place in match)
        for match in find_matches(lines, words)
    ]


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("moon", ["Moon", "moon"]),
        ("MOON", ["Moon", "moon"]),
        ("uber", ["Über"]),
        ("strasse", ["Straße"]),
        ("the moon", ["the moon"]),
        ("etude", ["e\u0301tude"]),
        ("sun", []),
        ("  ", []),
    ],
)
def test_words_are_found_whatever_their_case_accents_and_line_ends(
    words: str, texts: list[str]
) -> None:
    lines = drawn(" Moon Über ", " Straße, the ", " moon  e\u0301tude")
    assert found(lines, words) == texts


@given(st.lists(letters, max_size=4), letters)
def test_painting_a_match_changes_no_letter(texts: list[str], words: str) -> None:
    lines = drawn(*texts)
    for match in find_matches(lines, words):
        for place in match:
            shown = with_roles(lines[place.line], [(place, "line--found")])
            assert text_of(shown) == texts[place.line]
            assert any(role == "line--found" for _, role in shown)


@given(st.lists(letters, min_size=1, max_size=4))
def test_every_word_that_stands_there_is_found(texts: list[str]) -> None:
    lines = drawn(*texts)
    for word in " ".join(texts).replace("\u0301", "").split():
        assert find_matches(lines, word)


@pytest.mark.parametrize(
    ("count", "said"),
    [((2, 7, "moon"), "3 of 7"), ((0, 0, "sun"), "not found"), ((0, 0, " "), "")],
)
def test_count_tells_which_of_how_many(count: tuple[int, int, str], said: str) -> None:
    assert match_count(*count) == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("At https://github.com/a/b.", "At https://github.com/a/b [1]."),
        ("(github.com/a/b/)", "(github.com/a/b/ [1])"),
        ("See github.com/a/bc and github.com/a/b/c.", "See github.com/a/bc and github.com/a/b/c [2]."),
        ("Paper: arXiv:2101.00001v2, code", "Paper: arXiv:2101.00001v2 [3], code"),
        ("nothing to see", "nothing to see"),
    ],
)  # fmt: skip
def test_addresses_in_an_abstract_carry_the_numbers_of_their_links(text: str, shown: str) -> None:
    links = (
        Link("code", "https://github.com/a/b"),
        Link("code", "https://www.github.com/a/b/c"),
        Link("paper", "https://arxiv.org/abs/2101.00001"),
    )
    assert numbered(text, links) == shown


@pytest.mark.parametrize("size", [(20, 6), NARROW, MEDIUM, WIDE])
async def test_slash_in_the_abstract_finds_in_it(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "enter", "slash")
        await typed(pilot, "SIDE")
        screen = on_screen(pilot)
        assert screen.zoomed
        assert "1 of 90" in rows(screen.query_one(FindLine))[0]
        await press(pilot, "enter", "n", "n")
        assert "3 of 90" in picture(pilot)
        await press(pilot, "N", "N", "N")
        assert "90 of 90" in picture(pilot)
        assert "side." in "\n".join(rows(screen.detail)[:-1])
        await press(pilot, "n", "slash")
        await typed(pilot, "moon")  # in place of the last words
        assert "1 of 90" in picture(pilot)
        await press(pilot, "escape")
        assert not screen.query(FindLine)
        assert screen.zoomed


async def test_what_is_not_there_is_reported_and_the_way_back_is_short(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "l", "slash")
        await typed(pilot, "walrus")
        assert "not found" in picture(pilot)
        await press(pilot, "enter")
        assert not on_screen(pilot).query(FindLine)
        assert on_screen(pilot).focused is on_screen(pilot).detail


async def test_slash_in_the_list_still_searches_the_programme(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "slash")
        assert on_screen(pilot).query("SearchBar")
        assert not on_screen(pilot).query(FindLine)


async def test_parentheses_go_through_the_session_of_the_talk(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "right_parenthesis")
        assert title(pilot) == "Owls and Mice"
        await press(pilot, "enter", "right_parenthesis")
        assert title(pilot) == "Fireflies in Step"
        assert on_screen(pilot).zoomed
        await press(pilot, "left_parenthesis", "left_parenthesis")
        assert title(pilot) == "Moths and Lamps"
        await press(pilot, "left_parenthesis")
        assert title(pilot) == "Moths and Lamps"


async def test_a_click_on_a_talk_that_is_on_meanwhile_goes_there(home: Home) -> None:
    async with opened(home, (160, 60)) as pilot:
        detail = on_screen(pilot).detail
        await press(pilot, "l", "G")
        row = next(y for y, text in enumerate(rows(detail)) if "Bats and Echoes" in text)
        await pilot.click(detail, offset=(4, row))
        await settle(pilot)
        assert title(pilot) == "Bats and Echoes"


def test_talks_around_a_talk_come_from_its_session_and_its_time(tmp_path: Path) -> None:
    found = home_with(tmp_path, ICML).library.neighbours(MOTHS.id)
    assert found.before is None
    assert found.after
    assert found.after.title == "Owls and Mice"
    assert [one.title for one in found.meanwhile] == ["Bats and Echoes"]
    assert home_with(tmp_path, ICML).library.neighbours("no/talk").meanwhile == ()
