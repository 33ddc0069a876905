"""The grid of a day: complete, nothing on top of anything else, and the cursor reaches every block."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from factories import at, talk
from hypothesis import given
from hypothesis import strategies as st
from timetables import BERLIN, plans

from confbrowse.model import Session, Talk
from confbrowse.schedule.grid import NO_ROOM, DayGrid, Direction, GridRows, day_grid, pages

DIRECTIONS: tuple[Direction, ...] = ("up", "down", "left", "right")
HALL = Session("ICML 2021", "Poster Session 1", room="Hall A")
MOTHS = talk("Moths and Lamps", room="Hall 2", start=at(9), end=at(9, 30))
OWLS = talk("Owls and Mice", room="Hall 2", start=at(9, 30), end=at(10))
BATS = talk("Bats and Echoes", room="Hall 10", start=at(9), end=at(10))
TEA = talk("Tea", start=at(15), end=at(15, 15))
DAY = (TEA, BATS, OWLS, MOTHS)


def grid_of(talks: Sequence[Talk], *, by_room: bool = True) -> DayGrid:
    found = day_grid(talks, by_room=by_room)
    assert found
    return found


def rows_of(grid: DayGrid, lines: int = 1, *, coarse: bool = False) -> GridRows:
    """Return the rows of all columns for blocks with so many *lines* of text."""
    return grid.rows(range(len(grid.columns)), lambda _: lines, coarse=coarse)


def minutes(rows: GridRows) -> list[float]:
    """Return the length of each row."""
    edges = [*rows.starts, rows.end]
    return [(after - before) / timedelta(minutes=1) for before, after in pairwise(edges)]


def shown(grid: DayGrid) -> list[tuple[str, str, str, str]]:
    """Return title, room and times of each block, with the number of talks if there are several."""
    return [
        (
            block.talks[0].title + (f" x{len(block.talks)}" if len(block.talks) > 1 else ""),
            grid.columns[block.column],
            f"{block.start:%H:%M}",
            f"{block.end:%H:%M}",
        )
        for block in grid.blocks
    ]


def at_once(number: int, **more: object) -> list[Talk]:
    """Return talks at the same time."""
    return [talk(f"T{one}", start=at(9), end=at(11), **more) for one in range(number)]


def test_talks_that_follow_each_other_share_the_column_of_their_room() -> None:
    assert shown(grid_of(DAY)) == [
        ("Moths and Lamps", "Hall 2", "09:00", "09:30"),
        ("Bats and Echoes", "Hall 10", "09:00", "10:00"),
        ("Owls and Mice", "Hall 2", "09:30", "10:00"),
        ("Tea", NO_ROOM, "15:00", "15:15"),
    ]


def test_rooms_are_ordered_by_name_and_number_and_talks_without_a_room_come_last() -> None:
    assert grid_of(DAY).columns == ("Hall 2", "Hall 10", NO_ROOM)
    assert grid_of(DAY, by_room=False).columns == ("", "")
    assert grid_of([TEA]).columns == ("",)


def test_posters_of_a_session_are_one_block() -> None:
    posters = at_once(785, session=HALL, kind="Poster")
    (block,) = grid_of(posters).blocks
    assert (len(block.talks), block.session) == (785, "Poster Session 1")
    later = talk("Late", session=HALL, kind="Poster", start=at(14), end=at(16))
    assert [len(block.talks) for block in grid_of([*posters, later]).blocks] == [785, 1]


def test_talks_at_the_same_time_in_a_room_are_side_by_side_and_of_too_many_none_is_lost() -> None:
    assert grid_of(at_once(3, room="A")).columns == ("A", "A", "A")
    sizes = [len(block.talks) for block in grid_of(at_once(20, room="A")).blocks]
    assert sizes == [1, 1, 1, 1, 1, 1, 1, 13]


@pytest.mark.parametrize(
    ("length", "lines", "coarse", "expected"),
    [
        (5, 1, False, 3),
        (5, 7, False, 7),
        (25, 9, False, 9),
        (25, 40, False, 12),
        (25, 9, True, 2),
        (120, 2, False, 4),
        (120, 2, True, 4),
        (1, 2, True, 2),
    ],
)
def test_a_block_has_the_rows_that_its_text_needs(
    length: int, lines: int, coarse: bool, expected: int
) -> None:
    one = talk(start=at(9), end=at(9) + timedelta(minutes=length))
    assert len(rows_of(grid_of([one]), lines, coarse=coarse).starts) == expected


def test_talks_that_begin_together_begin_in_one_row_however_long_their_texts_are() -> None:
    short = [
        talk(f"S{start}", room="A", start=at(9, start), end=at(9, start + 10))
        for start in (0, 10, 20)
    ]
    long = talk("L", room="B", start=at(9), end=at(9, 30))
    grid = grid_of([*short, long])
    needs = {grid.places[one.id]: 5 for one in short} | {grid.places[long.id]: 3}
    rows = grid.rows(range(2), needs.__getitem__)
    assert [rows.spans[grid.places[one.id]] for one in (*short, long)] == [
        *(range(5), range(5, 10), range(10, 15), range(15)),
    ]
    assert [f"{rows.clock_at(row):%H:%M}" for row in (0, 5, 10)] == ["09:00", "09:10", "09:20"]


def test_the_rows_of_some_rooms_depend_on_these_alone() -> None:
    busy = [
        talk(f"B{one}", room="B", start=at(9, one), end=at(9, one + 5)) for one in range(0, 30, 5)
    ]
    grid = grid_of([talk("A", room="A", start=at(9), end=at(9, 30)), *busy])
    assert [len(grid.rows([column], lambda _: 3).starts) for column in range(2)] == [3, 18]


def test_a_break_is_in_half_hours_and_a_long_one_is_one_row() -> None:
    morning = talk("A", start=at(9), end=at(9, 30))
    noon, evening = (talk("B", start=at(hour, 30), end=at(hour + 1)) for hour in (10, 19))
    assert minutes(rows_of(grid_of([morning, noon])))[3:5] == [30, 30]
    assert minutes(rows_of(grid_of([morning, evening])))[3] == 600


def test_two_short_talks_are_told_apart_in_large_steps() -> None:
    first = talk("A", room="A", start=at(9, 3), end=at(9, 6))
    second = talk("B", room="A", start=at(9, 6), end=at(9, 9))
    rows = rows_of(grid_of([first, second]), coarse=True)
    assert list(rows.spans.values()) == [range(1), range(1, 2)]
    assert [f"{rows.clock_at(row):%H:%M}" for row in range(2)] == ["09:00", "09:06"]


def test_a_talk_without_an_end_is_readable_but_ends_where_the_next_begins() -> None:
    open_end = talk("Open", room="A", start=at(9))
    assert shown(grid_of([open_end]))[0][2:] == ("09:00", "09:30")
    following = talk("Next", room="A", start=at(9, 10), end=at(9, 30))
    assert shown(grid_of([open_end, following]))[0][2:] == ("09:00", "09:10")


def test_what_is_open_all_day_does_not_stretch_the_day() -> None:
    desk = talk("Desk", start=at(0), end=at(23))
    grid = grid_of([desk, MOTHS])
    rows = rows_of(grid)
    assert (rows.clock_at(0), rows.end) == (at(9), at(9, 30))
    assert rows.spans[grid.places[desk.id]] == range(len(rows.starts))


def test_what_is_open_all_day_before_the_first_talk_has_its_own_rows() -> None:
    night = talk("Night", room="A", start=at(0), end=at(8, 30))
    grid = grid_of([night, replace(MOTHS, room="A")])
    rows = rows_of(grid)
    assert rows.spans[0].stop <= rows.spans[1].start
    assert rows.clock_at(0) == at(0)


def test_a_day_of_no_times_has_no_grid() -> None:
    assert day_grid([talk("Some time")]) is None


def test_the_night_of_two_clocks_shows_both_hours() -> None:
    start = datetime(2021, 10, 31, 1, tzinfo=BERLIN)
    grid = grid_of([talk("Night", start=start, end=start.replace(hour=4))])
    rows = rows_of(grid)
    clocks = [f"{rows.clock_at(row):%H:%M}" for row in range(0, len(rows.starts), 2)]
    assert clocks == ["01:00", "02:00", "02:00", "03:00"]
    assert rows.row_at(start - timedelta(minutes=1)) is None


@pytest.mark.parametrize(
    ("columns", "most", "expected"),
    [
        (3, 8, [range(3)]),
        (8, 8, [range(8)]),
        (19, 8, [range(7), range(7, 14), range(12, 19)]),
        (30, 8, [range(8), range(8, 16), range(16, 24), range(22, 30)]),
        (9, 8, [range(5), range(4, 9)]),
        (3, 1, [range(1), range(1, 2), range(2, 3)]),
    ],
)
def test_pages_hold_every_column(columns: int, most: int, expected: list[range]) -> None:
    assert list(pages(columns, most)) == expected


@pytest.mark.parametrize(
    ("here", "direction", "there"),
    [
        (MOTHS, "right", BATS),
        (BATS, "left", MOTHS),
        (MOTHS, "down", OWLS),
        (OWLS, "up", MOTHS),
        (OWLS, "right", BATS),
        (BATS, "right", TEA),
        (TEA, "up", None),
        (MOTHS, "left", None),
    ],
)
def test_the_cursor_moves_to_the_nearest_block(
    here: Talk, direction: Direction, there: Talk | None
) -> None:
    grid = grid_of(DAY)
    block = grid.places[here.id]
    found = grid.neighbour(block, direction, grid.blocks[block].start)
    assert found == (grid.places[there.id] if there else None)


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Talk], DayGrid]:
    """Return the talks of some day, and their grid."""
    talks = draw(plans(14).filter(lambda talks: any(one.start for one in talks)))
    return talks, grid_of(talks, by_room=draw(st.booleans()))


@given(days(), st.integers(0, 15), st.booleans())
def test_every_talk_with_a_time_is_in_one_block_and_no_two_blocks_overlap(
    day: tuple[list[Talk], DayGrid], lines: int, coarse: bool
) -> None:
    talks, grid = day
    placed = [one.id for block in grid.blocks for one in block.talks]
    assert sorted(placed) == sorted(one.id for one in talks if one.start)
    rows = rows_of(grid, lines, coarse=coarse)
    spans = [rows.spans[at] for at in range(len(grid.blocks))]
    cells = [(row, grid.blocks[at].column) for at, span in enumerate(spans) for row in span]
    assert len(set(cells)) == len(cells)
    assert set(cells) == rows.covered.keys()
    assert {column for _row, column in cells} == set(range(len(grid.columns)))
    assert all(0 <= row < len(rows.starts) for row, _column in cells)
    assert min(map(len, spans)) >= (min(max(lines, 1), 2) if coarse else min(max(lines, 3), 12))
    assert list(rows.starts) == sorted(set(rows.starts))
    assert rows.starts[-1] < rows.end


@given(days())
def test_the_cursor_comes_from_every_block_to_every_other(
    day: tuple[list[Talk], DayGrid],
) -> None:
    _talks, grid = day
    seen, waiting = {0}, [0]
    while waiting:
        here = waiting.pop()
        for direction in DIRECTIONS:
            there = grid.neighbour(here, direction, grid.blocks[here].start)
            if there is not None and there not in seen:
                seen.add(there)
                waiting.append(there)
    assert seen == set(range(len(grid.blocks)))
