"""A day as a drawing: everything is in it, to scale, and a cursor gets everywhere."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import at, talk
from plans import BERLIN, begin, end, is_all_day, plans

from confbrowse.agenda.clashes import Plan
from confbrowse.agenda.drawing import Drawing, Look, draw
from confbrowse.agenda.timeline import Direction, Timeline, timeline
from confbrowse.model import Talk
from confbrowse.text.cells import size_of, text_of

DIRECTIONS: tuple[Direction, ...] = ("up", "down", "left", "right")
MOTHS = talk("Moths and Lamps", room="Hall 1", start=at(9), end=at(10, 30), timezone="UTC")
OWLS = talk("Owls and Mice", room="Hall 2", start=at(10), end=at(11), timezone="UTC")
BATS = talk("Bats: 蝙蝠と反響の地図 and what they hear", room="Hall 1", start=at(12), end=at(14))
TEA = talk("Tea", start=at(15), end=at(15, 15), timezone="UTC")
DAY = (MOTHS, OWLS, BATS, TEA)
LOOK = Look(
    80,
    cursor=OWLS.id,
    now=at(12, 40),
    starred={MOTHS.id, OWLS.id},
    clashing=Plan(DAY).clashing,
)


def placed(talks: Sequence[Talk], height: int, *, by_room: bool = False) -> Timeline:
    found = timeline(talks, height, by_room=by_room)
    assert found
    return found


def told(drawing: Drawing) -> list[str]:
    return [text_of(line).rstrip() for line in drawing.lines]


WIDE = """\
Tue 20 Jul 2021, UTC
09:00 ┌!★09:00–10:30──────────────────────┐
09:30 │Moths and Lamps                    │
10:00 └───────────────────────────────────┘╔!★Owls and Mice════════════════════╗
10:30                                      ╚═══════════════════════════════════╝
11:00
11:30
12:00 ┌12:00–14:00─────────────────────────────────────────────────────────────┐
>12:40│Bats: 蝙蝠と反響の地図 and what they hear                               │
13:00 │Hall 1                                                                  │
13:30 └────────────────────────────────────────────────────────────────────────┘
14:00
14:30
15:00 [Tea                                                                     ]
"""
NARROW = """\
Tue 20 Jul 2021, UTC
09:00 +!*Moths and...-+
10:00 +---------------+>!*Owls and Mice<
11:00
>12:40+Bats: 蝙蝠と反響の地図 and wh...+
13:00 +--------------------------------+
14:00
15:00 [Tea                             ]
"""


def test_a_day_is_readable_in_eighty_columns() -> None:
    assert told(draw(placed(DAY, 23), LOOK)) == WIDE.splitlines()


def test_a_small_window_shows_the_same_in_ascii() -> None:
    look = replace(LOOK, width=40, ascii_only=True)
    assert told(draw(placed(DAY, 11), look)) == NARROW.splitlines()


def test_lanes_by_room_stand_under_its_name() -> None:
    day = placed(DAY, 43, by_room=True)
    drawing = draw(day, replace(LOOK, width=160))
    assert day.lanes == ("Hall 1", "Hall 2", "")
    assert told(drawing)[1].split("  ")[-1].strip() == "Hall 2"
    assert drawing.headings == 2
    assert (day.step, len(drawing.lines)) == (10, 2 + 38)


@st.composite
def days(draw: st.DrawFn) -> Timeline:
    """Return where the talks of some day stand."""
    talks = draw(plans(14).filter(lambda talks: any(one.start for one in talks)))
    return placed(talks, draw(st.sampled_from([11, 23, 43])), by_room=draw(st.booleans()))


looks = st.builds(
    Look,
    st.sampled_from([8, 15, 40, 80, 160]),
    cursor=st.none() | st.integers(0, 13).map(lambda number: talk(f"T{number}").id),
    now=st.none() | st.just(at(12)),
    clashing=st.just(frozenset({talk("T1").id})),
    ascii_only=st.booleans(),
)


@given(days(), looks)
def test_every_line_is_as_wide_as_the_window_whatever_is_in_it(day: Timeline, look: Look) -> None:
    drawing = draw(day, look)
    assert {size_of(line) for line in drawing.lines} == {look.width}
    assert len(drawing.lines) == drawing.headings + day.rows
    if look.ascii_only:
        assert all(text_of(line).isascii() for line in drawing.lines)


@given(days())
def test_no_two_talks_stand_in_one_place_and_none_is_lost(day: Timeline) -> None:
    cells = [
        (row, lane)
        for box in day.boxes
        for row in range(box.first, box.last + 1)
        for lane in range(box.lane, box.lane + box.across)
    ]
    assert len(set(cells)) == len(cells)
    assert {lane for _row, lane in cells} == set(range(len(day.lanes)))
    frames = draw(day, Look(6 + 10 * len(day.lanes))).frames
    assert frames.keys() == day.places.keys()


@given(days())
def test_length_is_to_scale_and_rows_cover_the_whole_talk(day: Timeline) -> None:
    for box in day.boxes:
        if not is_all_day(box.talk):  # what is open all day is cut to the others
            over = end(box.talk) - timedelta(microseconds=1)
            last = max(over, begin(box.talk))
            assert (box.first, box.last) == (day.row_at(begin(box.talk)), day.row_at(last))


@given(days())
def test_the_cursor_comes_from_every_talk_to_every_other(day: Timeline) -> None:
    start = day.boxes[0].talk.id
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for direction in DIRECTIONS:
            there = day.neighbour(here, direction)
            if there and there not in seen:
                seen.add(there)
                waiting.append(there)
    assert seen == day.places.keys()


@pytest.mark.parametrize(
    ("here", "direction", "there"),
    [
        (MOTHS, "right", OWLS),
        (OWLS, "left", MOTHS),
        (MOTHS, "down", BATS),
        (BATS, "right", OWLS),
        (TEA, "up", BATS),
        (MOTHS, "up", None),
        (MOTHS, "left", None),
        (OWLS, "right", None),
    ],
)
def test_the_cursor_moves_to_what_is_nearest(
    here: Talk, direction: Direction, there: Talk | None
) -> None:
    assert placed(DAY, 23).neighbour(here.id, direction) == (there.id if there else None)


def test_lanes_without_room_are_counted_and_come_with_the_cursor() -> None:
    parallel = [talk(f"Talk {here}", start=at(9), end=at(10), timezone="UTC") for here in range(10)]
    day = placed(parallel, 23)
    first = draw(day, Look(40))
    assert told(first)[0] == "Tue 20 Jul 2021, UTC            7 more ›"
    assert list(first.frames) == [one.id for one in parallel[:3]]
    middle = draw(day, Look(40, cursor=parallel[5].id, ascii_only=True))
    assert told(middle)[0] == "< 4 more  Tue 20 Jul 2021, UTC  3 more >"
    assert list(middle.frames) == [one.id for one in parallel[4:7]]
    last = draw(day, Look(40, cursor=parallel[9].id))
    assert told(last)[0].startswith("‹ 7 more  Tue 20 Jul 2021")
    assert list(last.frames) == [one.id for one in parallel[7:]]


def test_signs_tell_without_colour_what_clashes_is_starred_and_highlighted() -> None:
    (line,) = draw(placed([TEA], 1), Look(30, TEA.id, None, {TEA.id}, {TEA.id})).lines[1:]
    assert text_of(line) == "15:00 >!★Tea                 <"
    assert {role for _text, role in line} == {"timeline--clock", "timeline--cursor"}


def test_a_day_in_an_unknown_zone_says_so_and_a_night_of_two_clocks_shows_both() -> None:
    assert told(draw(placed([BATS], 5), LOOK))[0] == "Tue 20 Jul 2021, clock as printed"
    start = datetime(2021, 10, 31, 1, tzinfo=BERLIN)
    night = talk("Night", start=start, end=start.replace(hour=4), timezone="Europe/Berlin")
    lines = told(draw(placed([night], 4), Look(40)))
    assert [line[:5] for line in lines[1:]] == ["01:00", "02:00", "02:00", "03:00"]


def test_a_day_without_times_has_no_timeline() -> None:
    assert timeline([talk("Some time")], 20) is None


def test_what_is_open_all_day_does_not_stretch_the_day() -> None:
    desk = talk("Desk", start=at(0), end=at(23))
    day = placed([desk, MOTHS], 43)
    assert (day.clock_at(0), day.rows * day.step) == (at(9), 90)
    assert day.places[desk.id].rows == day.rows


def test_a_long_day_takes_more_rows_than_there_are_and_an_hour_each() -> None:
    day = placed([MOTHS, talk("Night", start=at(23), end=at(23, 30))], 11)
    assert (day.step, day.rows) == (60, 15)
