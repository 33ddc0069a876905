"""Programmes come in by the screen, too, and are renewed there: with progress, a report, a way to stop."""

import json
from datetime import date
from pathlib import Path

import pytest
from command_line import MOTHS, PAGE, written
from stories import MEDIUM, NARROW, WIDE, listed, picture, press, settle, typed, until, words
from textual.pilot import Pilot

from confbrowse.cli.browsing import opened
from confbrowse.errand import Errand
from confbrowse.errors import ErrandError
from confbrowse.paths import places
from confbrowse.proposing import conferences, proposals
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.screens.errands import ErrandScreen, progress_line

TODAY = date(2026, 7, 1)


def app(names: list[str]) -> ConfbrowseApp:
    """Return confbrowse as it starts in the home of this test, on its samples or its library."""
    with opened(names) as found:
        # the samples are gone by now, which is all the same here
        return ConfbrowseApp(
            found.library, found.agenda, found.place, title=found.title, own=found.own
        )


async def ended(pilot: Pilot[None]) -> None:
    """Wait until the command in the window has ended."""
    screen = pilot.app.screen
    assert isinstance(screen, ErrandScreen)
    await until(pilot, lambda: not screen.is_working)


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
@pytest.mark.usefixtures("home")
async def test_a_file_is_added_and_its_programme_shown(page: str, size: tuple[int, int]) -> None:
    async with app([]).run_test(size=size, notifications=True) as pilot:
        await press(pilot, "A")
        await typed(pilot, page)
        await press(pilot, "enter")
        await ended(pilot)
        assert "Added ICML 2021: 4 talks in 1 session." in words(picture(pilot))

        await press(pilot, "enter")
        await settle(pilot)

        assert any("Moths and Lamps" in row for row in listed(pilot))
    assert [one.id for one in Library.at(places().library).shelves()] == ["icml-2021"]


async def test_a_name_that_leads_nowhere_can_be_mended(home: Path, page: str) -> None:
    async with app([]).run_test(size=MEDIUM, notifications=True) as pilot:
        await press(pilot, "A")
        await typed(pilot, f"{page}x")
        await press(pilot, "enter")
        await ended(pilot)
        assert "No such file or directory." in words(picture(pilot))

        await press(pilot, "backspace", "enter")
        await ended(pilot)

        assert "Added ICML 2021" in words(picture(pilot))
    assert home.exists()


async def test_what_is_stopped_changes_nothing(home: Path, page: str) -> None:
    async with app([]).run_test(size=MEDIUM, notifications=True) as pilot:
        await press(pilot, "A")
        await typed(pilot, page)
        screen = pilot.app.screen
        assert isinstance(screen, ErrandScreen)
        await pilot.press("enter")
        await pilot.press("escape")
        await ended(pilot)

        assert "Stopped. Nothing was changed." in words(picture(pilot))
    assert Library.at(places().library).shelves() == ()
    assert not list(home.rglob("*.part"))


async def test_tab_completes_the_way_to_a_file(home: Path, page: str) -> None:
    assert not home.exists()
    async with app([]).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "A")
        await typed(pilot, str(Path(page).parent / "icml"))
        await press(pilot, "tab")

        assert page in picture(pilot)


async def test_an_update_tells_changes_of_my_talks_first(
    filled: object, home: Path, page: str
) -> None:
    agenda = Agenda.at(places().agenda)
    library = Library.at(places().library)
    agenda.mark([library.find([MOTHS])[MOTHS][1]], lambda mark: mark.__class__(starred=True))
    changed = PAGE.replace("7:00 - 7:20", "6:00 - 6:20").replace("7:10 - 7:30", "9:10 - 9:30")
    written(Path(page), changed)
    async with app([]).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "R")
        await ended(pilot)
        shown = words(picture(pilot))

        assert shown.index("* Moved: Moths and Lamps") < shown.index("Moved: Owls and Mice")
        assert "Talks that you have marked" in shown
    assert filled
    assert home.exists()


async def test_samples_are_not_renewed(home: Path) -> None:
    async with app([]).run_test(size=MEDIUM, notifications=True) as pilot:
        await press(pilot, "R")
        await settle(pilot)

        assert not isinstance(pilot.app.screen, ErrandScreen)
    assert not home.exists()


@pytest.mark.parametrize(
    ("said", "seconds", "shown"),
    [
        ({}, 0, "Working ..."),
        ({}, 3, "Working  3 s"),
        (
            {"doing": "fetching", "done": 1200, "of": None, "unit": "KiB"},
            0,
            "Fetching 1,200 KiB ...",
        ),
        (
            {"doing": "reading", "done": 5, "of": 10, "unit": ""},
            1,
            "Reading 5 of 10  [##########..........]  1 s",
        ),
        ({"doing": "reading", "done": 9, "of": 0}, 0, "Reading 9 ..."),
    ],
)
def test_how_far_it_is_stands_on_a_line(said: dict[str, object], seconds: int, shown: str) -> None:
    assert progress_line(said, seconds) == shown


def test_proposals_are_conferences_and_files(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(
        '[[catalogue]]\nname = "Moths"\nurl = "https://moths.example/{year}"\n'
    )
    (here / "fosdem").mkdir()
    (here / "fosdem.xml").write_text("")
    (here / "fos\x1bdem").write_text("")
    (here / ".hidden").write_text("")

    found = proposals("fosd", TODAY, conferences)

    assert found[0] == "fosdem-2026"
    assert proposals("mot", TODAY, conferences)[0] == "moths-2026"
    assert found[-2:] == ["fosdem.xml", "fosdem/"]
    assert not any("\x1b" in one for one in found)
    assert proposals("./", TODAY, conferences) == ["./fosdem.xml", "./fosdem/"]
    assert proposals("./.h", TODAY, conferences) == ["./.hidden"]
    assert proposals("https://x.org", TODAY, conferences) == []
    assert proposals("/no/such/folder/", TODAY, conferences) == []


def test_a_command_says_what_it_does_in_objects(home: Path, page: str) -> None:
    assert not home.exists()

    said = list(Errand(["add", "--json", "--", page]).lines())

    (came,) = (one for one in said if "programme" in one)
    assert (came["programme"], came["talks"], came["first"]) == ("ICML 2021", 4, True)


def test_a_command_that_breaks_off_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "broken"
    program.write_text("#!/bin/sh\necho Traceback\nexit 1\n")
    program.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(program))
    errand = Errand(["x"])

    with pytest.raises(ErrandError, match="broke off: Traceback"):
        list(errand.lines())


def test_what_cannot_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/no/such/program")

    with pytest.raises(ErrandError, match="Cannot start"):
        Errand(["add"])


def test_what_is_told_to_programs_is_an_object_a_line(home: Path, tmp_path: Path) -> None:
    assert not home.exists()
    said = list(Errand(["add", "--", str(tmp_path / "nothing")]).lines())

    assert [json.dumps(one) for one in said] == [
        json.dumps({"told": f"Cannot read {tmp_path}/nothing: No such file or directory."})
    ]
