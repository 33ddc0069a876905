"""The map of a day: how many talks are on in each part of an hour, mine, and clashes."""

from datetime import timedelta

import pytest
from factories import at, talk
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from timetables import plans

from confbrowse.model import Talk
from confbrowse.schedule.day_map import DayMap, day_map
from confbrowse.text.cells import text_of
from confbrowse.tui.widgets.day_map import day_map_line, day_map_lines

MOTHS = talk("Moths", start=at(9, 15), end=at(10))
BATS = talk("Bats", start=at(9, 30), end=at(10, 30))
DESK = talk("Registration", start=at(8), end=at(20))
POSTERS = [talk(f"Poster {number}", kind="Poster", start=at(10), end=at(11)) for number in range(3)]


def mapped(talks: list[Talk], mine: list[Talk], width: int, clashing: str = "") -> DayMap:
    found = day_map(talks, mine, {clashing}, width)
    assert found
    return found


def test_talks_are_counted_in_each_part_of_an_hour_and_the_posters_of_a_session_once() -> None:
    found = mapped([MOTHS, BATS, DESK, *POSTERS], [], 8)
    assert (found.first, found.parts) == (at(9), 4)
    assert found.talks == (0, 1, 2, 2, 2, 2, 1, 1)


def test_mine_and_clashes_are_where_they_are() -> None:
    found = mapped([MOTHS, BATS], [MOTHS, BATS, DESK], 8, clashing=BATS.id)
    assert found.mine == (None, "star", *["clash"] * 4, None, None)


@pytest.mark.parametrize(("width", "parts"), [(2, 1), (3, 1), (5, 2), (11, 4), (99, 6)])
def test_an_hour_has_as_many_parts_as_there_is_place_for(width: int, parts: int) -> None:
    assert mapped([MOTHS, BATS], [], width).parts == parts


def test_there_is_no_map_without_a_time_or_without_place() -> None:
    assert day_map([talk("Sometime")], [], set(), 80) is None
    assert day_map([MOTHS, BATS], [], set(), 1) is None


def test_a_map_says_the_hours_and_below_them_what_is_on() -> None:
    lines = day_map_lines("Tue 20 Jul", mapped([MOTHS, *POSTERS], [MOTHS], 8, MOTHS.id), 30)
    assert [text_of(line) for line in lines] == [
        " Tue 20 Jul      09  10       ",
        " ★ mine ! clash   !!!████     ",
    ]


def test_a_map_in_one_line_says_each_hour_before_what_is_on() -> None:
    found = day_map([MOTHS, *POSTERS], [MOTHS], {MOTHS.id}, 13, 2)
    assert found
    assert text_of(day_map_line("Tue 20 Jul", found, 30)) == " Tue 20 Jul      09 !!!10████ "


@given(plans(), plans(name="mine "), st.integers(0, 120))
def test_every_talk_of_a_day_of_any_kind_is_within_its_map(
    talks: list[Talk], mine: list[Talk], width: int
) -> None:
    found = day_map(talks, mine, frozenset(), width)
    if found:
        assert len(found.talks) == len(found.mine) == len(found.hours) * found.parts <= width
        assert found.hours[-1] - found.first < timedelta(hours=24)
        for line in (
            *day_map_lines("Tue", found, width + 20),
            day_map_line("Tue", found, 3 * width + 20),
        ):
            assert cell_len(text_of(line)) in (width + 20, 3 * width + 20)
