"""The evening before a conference as one story: three stars, triage for you, a restart, the plan of Tuesday, an export."""

from pathlib import Path

import pytest
from command_line import Run
from factories import at, programme, talk
from stories import Home, home_with, on_screen, opened, picture, press, title, typed, until
from textual.pilot import Pilot

from confbrowse.discovery.vector_store import VectorStore
from confbrowse.model import NO_MARK, Session
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.tui.dialogs.export import FileDialog
from confbrowse.tui.screens.agenda import AgendaScreen
from confbrowse.tui.screens.plan import PlanScreen
from confbrowse.tui.screens.triage import TriageScreen

DATA = (
    Path(__file__).parents[2] / "shared" / "data" / "virtual-json" / "icml-2026-orals-posters.json"
)
SIZE = (120, 35)
DECISIONS = ("s", "x", "w", "j")


def made_up(folder: Path) -> Home:
    """Return a home with a Tuesday of the shape of ICML: orals in three rooms at once, and many posters."""
    rooms = [Session("ICML 2021", f"Oral {room}", room=f"Hall {room}") for room in "ABC"]
    hall = Session("ICML 2021", "Poster Session 1", room="Hall P")
    themes = ("wings of moths", "echoes of bats", "songs of whales", "lights of worms")
    orals = [
        talk(
            f"Oral {number:02}",
            session=rooms[number % 3],
            kind="Oral",
            abstract=f"A study of the {themes[number % 4]}, part {number}.",
            start=at(9 + number // 12, number // 3 % 4 * 15),
            end=at(9 + (number + 3) // 12, (number + 3) // 3 % 4 * 15),
        )
        for number in range(30)
    ]
    posters = [
        talk(
            f"Poster {number:02}",
            session=hall,
            kind="Poster",
            abstract=f"We observe the {themes[number % 4]} in region {number}.",
            start=at(13),
            end=at(15),
            position=f"#{1 + number // 18}{number % 18:02}",
        )
        for number in range(54)
    ]
    return home_with(folder, programme(*orals, *posters))


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that confbrowse was started in."""
    place = tmp_path / "out"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


async def search(pilot: Pilot[None], query: str) -> None:
    """Search for *query*, and go to the results."""
    await press(pilot, "slash")
    await typed(pilot, query)
    await press(pilot, "enter")


async def evening(home: Home, out: Path) -> None:
    """Star, triage, quit, go on, undo, plan, apply, undo and export."""
    VectorStore(home.library).ready()
    async with opened(home, SIZE) as pilot:
        await press(pilot, "s", "j", "s", "j", "s")
        assert len(home.starred) == 3
        await search(pilot, "-is:starred")
        await press(pilot, "X", "S", "4")
        assert "for you" in picture(pilot).splitlines()[0]
        await press(pilot, *DECISIONS * 10)
        assert "41 of " in picture(pilot).splitlines()[0]
        assert len(home.starred) == 13
        put_off = {one for one, mark in home.agenda.marks().items() if mark.later}
        assert len(put_off) == 10
        await press(pilot, "q", "q", "q")
    async with opened(home, SIZE) as pilot:
        await press(pilot, "X")
        assert isinstance(pilot.app.screen, TriageScreen)
        assert "41 of " in picture(pilot).splitlines()[0]
        await press(pilot, "u")
        assert len([one for one in home.agenda.marks().values() if one.later]) == 9
        assert title(pilot)
        await press(pilot, "q", "a", "g", "i")
        assert isinstance(on_screen(pilot), PlanScreen)
        assert "Plan › Tue" in picture(pilot).splitlines()[0]
        before = home.agenda.marks()
        await press(pilot, "A")
        assert isinstance(on_screen(pilot), AgendaScreen)
        entries = home.agenda.entries()
        tuesday = [one.talk for one in entries if one.talk.start and one.talk.start.weekday() == 1]
        assert not ClashIndex(tuesday).clashing
        assert {one.talk.id for one in entries} != {
            one for one, mark in before.items() if mark.starred
        }
        await press(pilot, "u")
        assert {one: mark for one, mark in home.agenda.marks().items() if mark != NO_MARK} == before
        await press(pilot, "E", "2", "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, FileDialog))
        (file,) = out.iterdir()
        exported = file.read_text(encoding="utf-8")
        assert exported.count("\n- **") == len(home.starred) == 13


async def test_the_evening_before_a_conference(tmp_path: Path, out: Path) -> None:
    await evening(made_up(tmp_path), out)


@pytest.mark.proof
async def test_the_evening_before_icml_2026(run: Run, home_folder: Path, out: Path) -> None:
    if not DATA.is_file():
        pytest.skip("the programme of ICML 2026 is not here")
    assert run("add", str(DATA)).code == 0
    await evening(Home(home_folder / "data"), out)
