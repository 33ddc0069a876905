"""The walk past starred posters: no order of the boards is shorter, and it is the same in agenda, shell and export."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from command_line import Run, written
from factories import at, programme, talk
from hypothesis import given
from hypothesis import strategies as st
from stories import WIDE, all_rows, home_with, on_screen, opened, press, star, words

from confbrowse.model import Session, Talk
from confbrowse.schedule.poster_walk import (
    Board,
    Hall,
    board_label,
    board_of,
    in_walk_order,
    poster_walk,
    shortest_walk,
    walk_length,
)
from confbrowse.tui.screens.grouped import GroupedScreen

HALL = Session("ICML 2021", "Poster Session 1", room="Hall A")


def poster(position: str | None, title: str = "") -> Talk:
    """Return a poster, by its position or another *title*."""
    name = title or f"On {position}"
    return talk(
        name,
        session=HALL,
        kind="Poster",
        position=position,
        start=at(10),
        end=at(12),
        timezone="UTC",
    )


@pytest.mark.parametrize(
    ("position", "hall", "number", "letter"),
    [
        ("#36", "", 36, ""),
        ("East Exhibition Hall A-B #E-1204", "east exhibition hall a b e", 1204, ""),
        ("Poster 12b", "poster", 12, "b"),
        ("Board No. 7", "board no", 7, ""),
        ("P-014 (left)", "p", 14, ""),
        ("Hall 3, #12", "hall 0000003", 12, ""),
        ("海报１２", "海报", 12, ""),
        ("Foyer", None, 0, ""),
        ("", None, 0, ""),
        (None, None, 0, ""),
        ("20260707103000", None, 0, ""),
    ],
)
def test_boards_are_understood_however_they_are_written(
    position: str | None, hall: str | None, number: int, letter: str
) -> None:
    assert board_of(position) == (None if hall is None else Board(hall, number, letter))


boards = st.sets(
    st.integers(1, 6).flatmap(lambda row: st.integers(0, 17).map(lambda at: row * 100 + at))
    | st.integers(1, 60),
    min_size=1,
    max_size=6,
).map(lambda numbers: [Board("a", number) for number in numbers])


@given(boards)
def test_no_order_of_the_boards_is_shorter(some: list[Board]) -> None:
    way = Hall.of(some).way
    walk = shortest_walk(some, way)
    assert sorted(walk) == sorted(some)
    assert walk_length(walk, way) == min(walk_length(one, way) for one in permutations(some))
    assert shortest_walk(some[::-1], way) == walk


@given(st.sets(st.integers(1, 12).map(lambda row: row * 117 % 1400), min_size=10, max_size=80))
def test_many_boards_are_never_farther_than_in_the_order_of_their_numbers(
    numbers: set[int],
) -> None:
    many = [Board("a", number) for number in numbers]
    way = Hall.of(many).way
    walk = shortest_walk(many, way)
    assert sorted(walk) == sorted(many)
    assert walk_length(walk, way) <= walk_length(sorted(many), way)


def test_rows_are_left_at_the_nearer_end() -> None:
    rows = [f"#{row}{at:02}" for row in (1, 2, 3) for at in range(18)]
    order = poster_walk([*map(poster, ("#201", "#101", "#116", "#216", "#301"))], (), rows)
    assert [stop.talk.position for stop in order] == ["#216", "#116", "#101", "#201", "#301"]
    assert [stop.words for stop in order][::4] == ["stop 1 of 5", "stop 5 of 5"]
    one_row = poster_walk([*map(poster, ("#201", "#99", "#116"))])
    assert [stop.talk.position for stop in one_row] == ["#99", "#116", "#201"]


def test_what_is_on_the_way_is_named_and_what_has_no_board_is_left_out() -> None:
    others = [*map(poster, ("#107", "#103", "#302", "Foyer"))]
    walk = poster_walk(
        [*map(poster, ("#110", "#101", None, "#205"))], others, ["#112", "#212", "#312"]
    )
    assert [stop.talk.position for stop in walk] == ["#110", "#101", "#205"]
    assert walk[1].passed_words == "on the way: #107 “On #107”; #103 “On #103”"
    assert walk[2].passed == walk[0].passed == ()


def test_a_board_is_named_by_the_word_with_its_number() -> None:
    positions = ("East Exhibition Hall A-B #E-1204", "Poster 12b (left)", "Foyer", None)
    assert [board_label(poster(one)) for one in positions] == ["#E-1204", "12b", "", ""]


def test_halls_are_visited_one_after_the_other() -> None:
    walk = poster_walk([*map(poster, ("West #W-2", "East #E-9", "West #W-1", "East #E-4"))])
    assert [stop.talk.position for stop in walk] == [
        *("East #E-4", "East #E-9"),
        *("West #W-1", "West #W-2"),
    ]


def test_only_posters_change_places() -> None:
    talks = [poster("#9"), talk("Oral", start=at(10), end=at(11)), poster("#2"), poster("#5")]
    stops = {stop.talk.id: stop for stop in poster_walk([*talks[:1], *talks[2:]])}
    found = [one.title for one in in_walk_order(talks, stops)]
    assert found == ["On #2", "Oral", "On #5", "On #9"]


async def test_the_agenda_lists_posters_in_the_order_of_the_walk(tmp_path: Path) -> None:
    posters = [poster(f"Hall A #{number}") for number in (9, 2, 5)]
    passed = poster("Hall A #3", "In passing")
    home = home_with(tmp_path, programme(*posters, passed))
    star(home, *posters)
    home.agenda.mark([passed], lambda mark: replace(mark, interest=1))
    async with opened(home, WIDE) as pilot:
        await press(pilot, "a")
        screen = on_screen(pilot)
        assert isinstance(screen, GroupedScreen)
        listed = [line.position for line in screen.listed.lines if isinstance(line, Talk)]
        assert listed == ["Hall A #2", "Hall A #5", "Hall A #9"]
        shown = words("\n".join(all_rows(pilot)))
        assert "2. #5" in shown
        assert "on the way: #3 “In passing”" in shown


def test_shell_and_markdown_name_the_stops(run: Run, tmp_path: Path) -> None:
    lines = [
        f"Poster {number},2022-05-03 10:00,2022-05-03 12:00,Poster,UTC,Hall,#{number}\n"
        for number in (9, 2, 5, 3)
    ]
    table = "title,start,end,kind,timezone,room,position\n" + "".join(lines)
    run("add", written(tmp_path / "pond.csv", table), "--name", "Pond 2022")
    ids = {one["title"]: one["id"] for one in run("list", "--json").objects}
    run("later", ids.pop("Poster 3"))
    run("star", *ids.values())
    agenda = run("agenda", "--json").objects
    assert [(one["position"], one["stop"]) for one in agenda] == [("#2", 1), ("#5", 2), ("#9", 3)]
    assert [len(one["passed"]) for one in agenda] == [0, 1, 0]
    assert "stop 2 of 3  on the way: #3 “Poster 3”" in run("agenda").lines[2]
    assert [one["position"] for one in run("plan", "--json").objects] == ["#2", "#3", "#5", "#9"]
    exported = run("export", "md").out
    assert (
        exported.index("stop 1 of 3") < exported.index("stop 2 of 3") < exported.index("of 3", -200)
    )
    assert "on the way: #3 “Poster 3”" in exported
