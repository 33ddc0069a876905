"""Oral and poster of one paper: found by title and authors, shown with each other, starred together, counted once."""

from dataclasses import replace
from pathlib import Path

import pytest
from command_line import Run
from factories import at, programme, talk
from stories import (
    LAMPS,
    MEDIUM,
    WIDE,
    Home,
    detail,
    home_with,
    listed,
    opened,
    press,
    said,
    title,
    words,
)
from textual.pilot import Pilot

from confbrowse.cli.context import library
from confbrowse.model import Session, Talk
from confbrowse.schedule.presentations import (
    as_what,
    counted_once,
    id_stem,
    is_presentation,
    next_presentation,
    time_and_place,
)
from confbrowse.tui.screens.base import TalkScreen

HALL = Session("ICML 2021", "Poster Session 2", room="Hall A")
ORAL = talk(
    "Moths: a Study",
    session=LAMPS,
    kind="Oral",
    authors=("Ada L.", "Jürgen Groß"),
    start=at(9),
    end=at(9, 20),
)
POSTER = replace(
    ORAL,
    id=f"{ORAL.id}-2",
    session=HALL,
    title="Moths - A study",
    kind="Poster",
    authors=("JURGEN GROSS",),
    start=at(11, day=21),
    end=at(13, day=21),
    position="#512",
)
OTHER = talk("Owls", session=LAMPS, kind="Oral", authors=("Ada L.",), start=at(10), end=at(10, 20))

ICML = programme(ORAL, OTHER, POSTER)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (POSTER, True),
        (replace(POSTER, kind="Oral"), True),  # in another session
        (replace(ORAL, id=POSTER.id), False),  # the same session and kind: a mistake of the source
        (replace(POSTER, authors=("Grace Hopper",)), False),
        (replace(POSTER, authors=()), False),
        (replace(POSTER, title="Moths: another study"), False),
        (replace(POSTER, id="icml-2022/moths"), False),
        (ORAL, False),
    ],
)
def test_another_presentation_has_title_and_an_author_in_common(
    other: Talk, expected: bool
) -> None:
    assert is_presentation(ORAL, other) is expected
    assert is_presentation(other, ORAL) is expected


def test_presentations_are_named_by_kind_time_and_place() -> None:
    assert as_what(ORAL, POSTER) == "as poster"
    assert as_what(POSTER, replace(POSTER, start=None)) == "again"
    assert time_and_place(POSTER) == "Wed 11:00 · Hall A · #512"
    assert time_and_place(replace(POSTER, start=None)) == "Hall A · #512"
    assert id_stem("icml-2021/moths-study-4712-2") == id_stem("icml-2021/moths-study-4712")


def test_a_paper_counts_once_by_the_talk_that_is_starred_else_by_its_oral() -> None:
    talks = (POSTER, OTHER, ORAL)
    assert counted_once(talks) == (ORAL, OTHER)
    assert counted_once(talks, {POSTER.id}) == (POSTER, OTHER)
    assert (next_presentation(ORAL, [POSTER]), next_presentation(POSTER, [ORAL])) == (POSTER, ORAL)
    assert next_presentation(ORAL, []) is None


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path, ICML)


def current(pilot: Pilot[None]) -> Talk | None:
    assert isinstance(pilot.app.screen, TalkScreen)
    return pilot.app.screen.talk


@pytest.mark.parametrize("size", [WIDE, MEDIUM])
async def test_oral_and_poster_are_gone_to_and_starred_from_each_other(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as pilot:
        assert "& Also as poster: Wed 11:00 · Hall A · #512" in detail(pilot)
        await press(pilot, "ampersand")
        assert title(pilot) == POSTER.title
        assert "& Also as oral: Tue 09:00" in detail(pilot)
        await press(pilot, "ampersand", "s")
        assert (
            said(pilot)
            == "Starred. Also as poster Wed 11:00 · Hall A · #512; press * to star it too."
        )
        await press(pilot, "asterisk")
        assert said(pilot) == "Starred as poster Wed 11:00 · Hall A · #512."
        assert home.starred == [ORAL.title, POSTER.title]
        await press(pilot, "s", "s")
        assert "Also as poster" not in said(pilot), "it is starred already"
        await press(pilot, "5")
        rows = words(" ".join(listed(pilot)))
        assert "Ada L. · 2 talks" in rows
        assert rows.count(ORAL.title) + rows.count(POSTER.title) == 2, "once for each author"


def test_the_shell_names_the_other_presentation_and_counts_a_paper_once(run: Run) -> None:
    library().put(ICML)
    assert f"Also as poster: Wed 11:00 · Hall A · #512 ({POSTER.id})" in run("show", ORAL.id).out
    told = run("people", "Ada").out
    assert "2 talks" in told
    assert POSTER.title not in told
