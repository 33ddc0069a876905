"""The list of talks in the order, under the conditions and with the rows that the reader wants."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import talks
from rich.cells import cell_len
from stories import (
    ICML,
    MOTHS,
    NARROW,
    NIGHTS,
    WIDE,
    Home,
    home_with,
    listed,
    on_screen,
    opened,
    picture,
    press,
    rows,
    settle,
    title,
    titles,
    typed,
)

from confbrowse.model import EVERYTHING, Scope, Talk
from confbrowse.place import load
from confbrowse.search.standing import NOTHING_SAID, Standing
from confbrowse.text.cells import text_of
from confbrowse.tui.ordering import Ordering, ranks
from confbrowse.tui.screens.filtering import conditions, toggled
from confbrowse.tui.screens.menu import Rows
from confbrowse.tui.widgets.talk_line import LineStyle, second_line

BY_TITLE = sorted(one.title for one in NIGHTS)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, ICML)


async def test_sort_menu_orders_the_list_and_the_order_comes_back(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "S", "j", "j", "enter")
        assert titles(pilot) == BY_TITLE
        assert title(pilot) == "Moths and Lamps"
        assert "by title" in picture(pilot)
        await press(pilot, "q")
    assert load(home.folder / "place.json").order == "title"
    async with opened(home, WIDE) as pilot:
        assert titles(pilot) == BY_TITLE
        await press(pilot, "S", "k", "enter")
        assert titles(pilot) == [one.title for one in NIGHTS]
        assert "by t" not in picture(pilot)


async def test_a_search_is_listed_in_the_order_that_was_chosen(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "S", "j", "j", "enter", "slash")
        await typed(pilot, "session:lamps")
        found = titles(pilot)
        assert found == sorted(found)
        assert len(found) == 4


async def test_what_interests_most_comes_first_and_moves_up_at_once(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "S", "G", "enter", "G", "plus")
        assert titles(pilot)[0] == "Glow Worms"
        assert title(pilot) == "Glow Worms"


def test_every_order_keeps_every_talk(home: Home) -> None:
    library = home.library
    numbers = list(library.numbers(EVERYTHING))
    ordering = Ordering(library)
    for order in ("relevance", "time", "title", "session", "interest"):
        found = ordering.ordered(numbers[::-1], order, numbers, NOTHING_SAID)
        assert sorted(found) == sorted(numbers)
    said = Standing(starred=frozenset({numbers[2]}), interest={numbers[4]: 3, numbers[5]: 1})
    assert ordering.ordered(numbers, "interest", numbers, said)[:3] == [
        numbers[4],
        numbers[5],
        numbers[2],
    ]


def test_titles_are_ordered_by_their_words() -> None:
    names = [(1, "“Zebras”", ""), (2, "élan", ""), (3, "Apes", ""), (4, "emus", "")]
    assert ranks(names, "title") == {3: 0, 2: 1, 4: 2, 1: 3}


async def test_filter_menu_adds_a_condition_takes_it_away_and_shows_what_counts(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "s", "f", "enter")
        assert titles(pilot) == ["Moths and Lamps"]
        assert "is:starred" in picture(pilot)
        await press(pilot, "f")
        assert rows(pilot.app.screen.query_one(Rows))[0].startswith(" ✓ is:starred")
        await press(pilot, "enter")
        assert len(titles(pilot)) == len(NIGHTS)
        await press(pilot, "f", "enter", "F")
        assert len(titles(pilot)) == len(NIGHTS)


async def test_filter_menu_offers_the_kinds_and_days_there_are(home: Home) -> None:
    async with opened(home, (120, 40)) as pilot:
        await press(pilot, "f")
        shown = "\n".join(rows(pilot.app.screen.query_one(Rows)))
        for one in ("kind:oral", "kind:break", "day:2021-07-21"):
            assert one in shown
        await press(pilot, *"jjjjjjjjjjjjj", "enter")
        assert on_screen(pilot).query_text.startswith("kind:")  # type: ignore[attr-defined]
        assert titles(pilot) == ["Moths and Lamps", "Bats and Echoes"]


@pytest.mark.parametrize(
    ("query", "condition", "made"),
    [
        ("", "is:starred", "is:starred"),
        ("moths", "has:code", "moths has:code"),
        ("moths has:code", "has:code", "moths"),
        ("type:oral", "kind:oral", ""),
        ("moths", 'kind:"invited talk"', 'moths kind:"invited talk"'),
        ("interest:>=1 -bats", "interest:>=1", "-bats"),
    ],
)
def test_a_condition_is_added_or_taken_away(query: str, condition: str, made: str) -> None:
    assert toggled(query, condition) == made


def test_kinds_of_several_words_are_phrases_and_the_most_frequent_comes_first() -> None:
    found = conditions("", {"Break": 1, "Invited Talk": 5}, {})
    assert [one.value for one in found][-2:] == ['kind:"invited talk"', "kind:break"]


def test_kinds_and_days_are_counted_in_the_part_in_view(home: Home) -> None:
    assert home.library.parts(EVERYTHING, "kind") == {"Oral": 2, "Break": 1, "Poster": 1}
    assert home.library.parts(Scope("icml-2021", "2021-07-21"), "day") == {"2021-07-21": 2}


@pytest.mark.parametrize("size", [NARROW, (80, 24), WIDE])
async def test_details_give_each_talk_a_second_row(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as pilot:
        await press(pilot, "D")
        assert "Grace Hopper" in listed(pilot)[1]
        await press(pilot, "G")
        assert title(pilot) == "Glow Worms"
        assert "Glow Worms" in "\n".join(listed(pilot))
        await press(pilot, "g", "q")
    assert load(home.folder / "place.json").detailed
    async with opened(home, size) as pilot:
        assert "Grace Hopper" in listed(pilot)[1]


async def test_a_click_on_either_row_of_a_talk_goes_to_it(home: Home) -> None:
    async with opened(home, WIDE) as pilot:
        await press(pilot, "D")
        for y in (2, 3):
            await press(pilot, "g")
            await pilot.click("#talks", offset=(20, y))
            await settle(pilot)
            assert title(pilot) == "Bats and Echoes"


@given(talks, st.integers(0, 200))
def test_a_second_row_is_exactly_as_wide_as_asked(one: Talk, width: int) -> None:
    assert cell_len(text_of(second_line(one, LineStyle(width)))) == width


def test_a_second_row_names_authors_and_session() -> None:
    made = text_of(second_line(MOTHS, LineStyle(60)))
    assert made.rstrip() == "      Grace Hopper, Jürgen Groß · Lamps"
