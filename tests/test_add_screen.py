"""Adding and updating programmes on the screen: with progress, a report, and a way to stop."""

import json
import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic

import pytest
from command_line import MOTHS, PAGE, written
from stories import (
    MEDIUM,
    NARROW,
    PATIENCE,
    WIDE,
    listed,
    picture,
    press,
    settle,
    typed,
    until,
    words,
)
from textual.pilot import Pilot

from confbrowse.__main__ import main
from confbrowse.cli.browse import opened
from confbrowse.errors import ChildCommandError
from confbrowse.paths import app_dirs
from confbrowse.sources.catalogue import complete_source, conferences
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.system.child_command import ChildCommand
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.dialogs.task import TaskDialog, progress_line

TODAY = date(2026, 7, 1)


def app(names: list[str]) -> ConfbrowseApp:
    """Return the app in the home of this test, on the samples or the library."""
    with opened(names) as found:
        # the samples are deleted by now, which does not matter here
        return ConfbrowseApp(
            found.library, found.agenda, found.state, title=found.title, own=found.own
        )


async def ended(pilot: Pilot[None]) -> None:
    """Wait until the command in the dialog has ended."""
    screen = pilot.app.screen
    assert isinstance(screen, TaskDialog)
    await until(pilot, lambda: not screen.is_working)


@pytest.mark.parametrize(
    "size", [MEDIUM, *(pytest.param(one, marks=pytest.mark.proof) for one in (WIDE, NARROW))]
)
@pytest.mark.usefixtures("home_folder")
async def test_a_name_that_leads_nowhere_is_corrected_and_the_programme_of_the_file_shown(
    page: str, size: tuple[int, int]
) -> None:
    async with app([]).run_test(size=size, notifications=True) as pilot:
        await press(pilot, "A")
        await typed(pilot, f"{page}x")
        await press(pilot, "enter")
        await ended(pilot)
        assert "No such file or directory." in words(picture(pilot))

        await press(pilot, "backspace", "enter")
        await ended(pilot)
        assert "Added ICML 2021: 4 talks in 1 session." in words(picture(pilot))

        await press(pilot, "enter")
        await settle(pilot)

        assert any("Moths and Lamps" in row for row in listed(pilot))
    assert [one.id for one in LibraryStore.at(app_dirs().library).programmes()] == ["icml-2021"]


@contextmanager
def silent_server() -> Iterator[str]:
    """Yield the address of a server that reads every request and answers none."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/schedule.json"


async def test_what_is_stopped_before_it_is_stored_changes_nothing(home_folder: Path) -> None:
    with silent_server() as address:
        async with app([]).run_test(size=MEDIUM, notifications=True) as pilot:
            await press(pilot, "A")
            await typed(pilot, address)
            await pilot.press("enter")
            await pilot.press("escape")
            await ended(pilot)

            assert "Stopped. Nothing was changed." in words(picture(pilot))
    assert LibraryStore.at(app_dirs().library).programmes() == ()
    assert not list(home_folder.rglob("*.part"))


def in_place_of_python(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let the screen start *script* as its Python; ``$PYTHON`` in it is the real one."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\nPYTHON='{sys.executable}'\n{script}\n")
    program.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(program))


async def added_and_stopped(pilot: Pilot[None], page: str) -> str:
    """Add *page* by a command that does not end, stop it once it has stored; return the words shown."""
    await press(pilot, "A")
    await typed(pilot, page)
    await pilot.press("enter")
    await until_stored(pilot)
    await pilot.press("escape")
    await ended(pilot)
    return words(picture(pilot))


async def until_stored(pilot: Pilot[None]) -> None:
    """Wait until there is a programme in the library."""
    library, deadline = LibraryStore.at(app_dirs().library), monotonic() + PATIENCE
    while not library.programmes():
        assert monotonic() < deadline, f"nothing was ever stored\n{picture(pilot)}"
        await pilot.pause(0.01)


async def test_what_is_stopped_after_it_is_stored_is_shown_and_can_be_removed(
    home_folder: Path, tmp_path: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the command goes on for ever once it has stored: to index a large library, say
    in_place_of_python(tmp_path, monkeypatch, '"$PYTHON" "$@"\nread _ <"$0.pipe"')
    os.mkfifo(tmp_path / "python.pipe")
    async with app([]).run_test(size=WIDE, notifications=True) as pilot:
        shown = await added_and_stopped(pilot, page)

        assert "Nothing was changed" not in shown
        assert "Stopped after storing ICML 2021." in shown
        assert "Added ICML 2021: 4 talks in 1 session." in shown
        offered = re.search(r"To remove it again, run: confbrowse (\S+) (\S+)", shown)
        assert offered

        await press(pilot, "enter")
        assert any("Moths and Lamps" in row for row in listed(pilot))
    assert home_folder.exists()
    assert main(offered.groups()) == 0
    assert LibraryStore.at(app_dirs().library).programmes() == ()


async def test_after_a_kill_the_library_says_whether_anything_came_in(
    home_folder: Path, tmp_path: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # it reports nothing and does not let itself be interrupted
    script = 'trap "" INT\n"$PYTHON" "$@" >/dev/null 2>&1\nread _ <"$0.pipe"'
    in_place_of_python(tmp_path, monkeypatch, script)
    os.mkfifo(tmp_path / "python.pipe")
    monkeypatch.setattr("confbrowse.system.child_command._STOP_SECONDS", 0.01)
    async with app([]).run_test(size=WIDE, notifications=True) as pilot:
        shown = await added_and_stopped(pilot, page)

        assert "Nothing was changed" not in shown
        assert "Stopped after storing ICML 2021." in shown
        assert "To remove it again, run: confbrowse remove icml-2021" in shown
    assert home_folder.exists()


async def test_after_a_kill_with_an_unreadable_library_nothing_is_claimed(
    home_folder: Path, tmp_path: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_place_of_python(tmp_path, monkeypatch, 'trap "" INT\nread _ <"$0.pipe"')
    os.mkfifo(tmp_path / "python.pipe")
    monkeypatch.setattr("confbrowse.system.child_command._STOP_SECONDS", 0.01)
    async with app([]).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "A")
        await typed(pilot, page)
        app_dirs().library.mkdir(parents=True)
        await pilot.press("enter")
        await pilot.press("escape")
        await ended(pilot)
        shown = words(picture(pilot))

        assert "Nothing was changed" not in shown
        assert "Stopped. Cannot read the library" in shown
    assert home_folder.exists()


async def test_tab_completes_the_way_to_a_file(home_folder: Path, page: str) -> None:
    assert not home_folder.exists()
    async with app([]).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "A")
        await typed(pilot, str(Path(page).parent / "icml"))
        await press(pilot, "tab")

        assert page in picture(pilot)


async def test_an_update_reports_changes_of_my_talks_first(
    filled: object, home_folder: Path, page: str
) -> None:
    agenda = MarkStore.at(app_dirs().agenda)
    library = LibraryStore.at(app_dirs().library)
    agenda.mark([library.find([MOTHS])[MOTHS][1]], lambda mark: mark.__class__(starred=True))
    changed = PAGE.replace("7:00 - 7:20", "6:00 - 6:20").replace("7:10 - 7:30", "9:10 - 9:30")
    written(Path(page), changed)
    async with app([]).run_test(size=WIDE, notifications=True) as pilot:
        await press(pilot, "R")
        await ended(pilot)
        shown = words(picture(pilot))

        assert shown.index("* Moved: Moths and Lamps") < shown.index("Moved: Owls and Mice")
        assert "Talks you marked" in shown
    assert filled
    assert home_folder.exists()


async def test_samples_are_not_renewed(home_folder: Path) -> None:
    async with app([]).run_test(size=MEDIUM, notifications=True) as pilot:
        await press(pilot, "R")
        await settle(pilot)

        assert not isinstance(pilot.app.screen, TaskDialog)
    assert not home_folder.exists()


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
    home_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (home_folder / "config").mkdir(parents=True)
    (home_folder / "config" / "config.toml").write_text(
        '[[catalogue]]\nname = "Moths"\nurl = "https://moths.example/{year}"\n'
    )
    (here / "fosdem").mkdir()
    (here / "fosdem.xml").write_text("")
    (here / "fos\x1bdem").write_text("")
    (here / ".hidden").write_text("")

    found = complete_source("fosd", TODAY, conferences)

    assert found[0] == "FOSDEM 2026"
    assert complete_source("mot", TODAY, conferences)[0] == "Moths 2026"
    assert found[-2:] == ["fosdem.xml", "fosdem/"]
    assert not any("\x1b" in one for one in found)
    assert complete_source("./", TODAY, conferences) == ["./fosdem.xml", "./fosdem/"]
    assert complete_source("./.h", TODAY, conferences) == ["./.hidden"]
    assert complete_source("https://x.org", TODAY, conferences) == []
    assert complete_source("/no/such/folder/", TODAY, conferences) == []


def test_a_command_says_what_it_does_in_objects(home_folder: Path, page: str) -> None:
    assert not home_folder.exists()

    said = list(ChildCommand(["add", "--json", "--", page]).lines())

    (came,) = (one for one in said if "programme" in one)
    assert (came["programme"], came["talks"], came["first"]) == ("ICML 2021", 4, True)


def test_a_command_that_breaks_off_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "broken"
    program.write_text("#!/bin/sh\necho Traceback\nexit 1\n")
    program.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(program))
    errand = ChildCommand(["x"])

    with pytest.raises(ChildCommandError, match="failed: Traceback"):
        list(errand.lines())


def test_what_cannot_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/no/such/program")

    with pytest.raises(ChildCommandError, match="Cannot start"):
        ChildCommand(["add"])


def test_what_is_reported_to_programs_is_an_object_a_line(
    home_folder: Path, tmp_path: Path
) -> None:
    assert not home_folder.exists()
    said = list(ChildCommand(["add", "--", str(tmp_path / "nothing")]).lines())

    assert [json.dumps(one) for one in said] == [
        json.dumps({"message": f"Cannot read {tmp_path}/nothing: No such file or directory."})
    ]
