"""Importing an agenda on the screen: its changes are previewed, and undone in one step."""

from dataclasses import replace
from pathlib import Path

import pytest
from stories import (
    BATS,
    ICML,
    MEDIUM,
    MOTHS,
    NARROW,
    OWLS,
    SONGS,
    WIDE,
    Home,
    home_with,
    listed,
    on_screen,
    opened,
    picture,
    press,
    said,
    titles,
    until,
    words,
)
from textual.pilot import Pilot
from textual.widgets import Input

from confbrowse.exchange.sync import sync_mirror
from confbrowse.model import Mark, Talk
from confbrowse.tui.dialogs.import_ import ImportDialog
from confbrowse.tui.dialogs.task import TaskDialog
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.compare import CompareScreen


def note(home: Home, one: Talk, text: str) -> None:
    home.agenda.mark([one], lambda mark: replace(mark, starred=True, note=text))


@pytest.fixture
def mine(tmp_path: Path) -> Home:
    """Return a home that has MOTHS with a note, and OWLS."""
    home = home_with(tmp_path / "mine", ICML)
    note(home, MOTHS, "bring a lamp")
    note(home, OWLS, "")
    return home


@pytest.fixture
def theirs(tmp_path: Path) -> Home:
    """Return a home that has MOTHS with another note, BATS and SONGS."""
    home = home_with(tmp_path / "theirs", ICML)
    note(home, MOTHS, "ask about wool")
    home.agenda.mark([BATS, SONGS], lambda mark: replace(mark, starred=True))
    return home


async def exported(home: Home, file: Path, number: str) -> str:
    """Export the agenda of *home* by keys to *file*, in the format with *number*; return its name."""
    async with opened(home) as pilot:
        await press(pilot, "E", number)
        pilot.app.screen.query_one(Input).value = str(file)
        await press(pilot, "enter")
        await until(pilot, file.exists)
    return str(file)


@pytest.fixture
def file(theirs: Home, tmp_path: Path) -> str:
    """Return the name of a file with the agenda of *theirs*."""
    name = tmp_path / "a.json"
    sync_mirror(name, theirs.agenda, theirs.library)
    return str(name)


async def offered(pilot: Pilot[None], name: str) -> None:
    """Type *name* into the add dialog, and wait for the proposals."""
    await press(pilot, "A")
    pilot.app.screen.query_one(Input).value = name
    await press(pilot, "enter")
    await until(pilot, lambda: "Enter import" in picture(pilot))
    assert isinstance(pilot.app.screen, ImportDialog)


@pytest.mark.parametrize(("number", "name"), [("1", "a.ics"), ("4", "a.jsonl"), ("6", "a.json")])
async def test_what_one_home_exports_another_imports_and_undoes(
    mine: Home, theirs: Home, tmp_path: Path, number: str, name: str
) -> None:
    before = mine.agenda.marks()
    file = await exported(theirs, tmp_path / name, number)
    async with opened(mine) as pilot:
        await offered(pilot, file)
        shown = words(picture(pilot))
        assert "2 talks change" in shown
        assert "starred Bats and Echoes" in shown
        assert "your note: “bring a lamp” their note: “ask about wool”" in shown
        await press(pilot, "enter")
        await until(pilot, lambda: len(mine.starred) == 4)
        assert "Press u to undo" in said(pilot)
        assert mine.agenda.marks()[MOTHS.id].note == "bring a lamp"
        await press(pilot, "u")
        assert mine.agenda.marks() == before


@pytest.mark.parametrize(
    ("key", "kept"),
    [
        ("m", "bring a lamp"),
        ("t", "ask about wool"),
        ("b", "ask about wool\n\nbring a lamp"),
    ],
)
async def test_a_key_says_whose_note_stands(mine: Home, file: str, key: str, kept: str) -> None:
    async with opened(mine, WIDE) as pilot:
        await offered(pilot, file)
        await press(pilot, key, "enter")
        await until(pilot, lambda: len(mine.starred) == 4)
    assert mine.agenda.marks()[MOTHS.id] == Mark(starred=True, note=kept)


async def test_an_agenda_is_looked_at_and_left_alone(mine: Home, file: str) -> None:
    before = mine.agenda.marks()
    async with opened(mine) as pilot:
        await offered(pilot, file)
        await press(pilot, "t", "escape")
        assert isinstance(on_screen(pilot), BrowseScreen)
    assert mine.agenda.marks() == before


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_two_agendas_are_compared_by_day(
    mine: Home, file: str, size: tuple[int, int]
) -> None:
    async with opened(mine, size) as pilot:
        await offered(pilot, file)
        await press(pilot, "c")
        await until(pilot, lambda: bool(titles(pilot)))
        assert isinstance(on_screen(pilot), CompareScreen)
        headings = [row.rpartition(" · ")[2] for row in listed(pilot) if " · " in row]
        assert [one for one in headings if one in ("Both", "Only mine", "Only theirs")][:3] == [
            "Both",
            "Only mine",
            "Only theirs",
        ]
        assert titles(pilot) == [one.title for one in (MOTHS, OWLS, BATS, SONGS)]
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ImportDialog)


async def test_a_star_in_the_comparison_moves_the_talk_to_both(mine: Home, file: str) -> None:
    async with opened(mine) as pilot:
        await offered(pilot, file)
        await press(pilot, "c")
        await until(pilot, lambda: bool(titles(pilot)))
        await press(pilot, "j", "j", "s")
        await until(pilot, lambda: titles(pilot)[:2] == [MOTHS.title, BATS.title])
        assert "2 both, 1 mine, 1 theirs" in words(picture(pilot))
    assert BATS.title in mine.starred


async def test_a_programme_is_no_agenda(mine: Home, tmp_path: Path) -> None:
    file = tmp_path / "page.json"
    file.write_text('[{"id": "a/b", "title": "Starred Owls", "programme": "A 2021"}]\n')
    async with opened(mine) as pilot:
        await press(pilot, "A")
        pilot.app.screen.query_one(Input).value = str(file)
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, TaskDialog)
        await until(pilot, lambda: not screen.is_working)
        assert not isinstance(pilot.app.screen, ImportDialog)
