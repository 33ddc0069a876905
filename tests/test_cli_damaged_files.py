"""How commands behave when the user's files are damaged, too new, or read-only."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_line import MOTHS, OWLS, Run, contents, written
from factories import talk
from stories import MEDIUM, listed, picture, press, until, words
from unwritable import folder, without_rights

from confbrowse.cli.browse import opened
from confbrowse.model import Mark
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.background import Intervals

AGENDA = "data/agenda.db"
LIBRARY = "data/library.db"


def overwritten(file: Path) -> None:
    """Fill *file* with something that is not a database."""
    file.write_bytes(b"no database" * 1_000)


def made_newer(file: Path) -> None:
    """Make *file* state that a later version wrote it."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 99")


def aside(home: Path) -> list[str]:
    """Return the names of the files that were moved aside."""
    return [file.name for file in (home / "data").iterdir() if ".damaged-" in file.name]


def test_a_damaged_agenda_is_set_aside_and_that_is_reported(filled: Run, home_folder: Path) -> None:
    filled("star", MOTHS)
    overwritten(home_folder / AGENDA)
    ran = filled("list")
    assert ran.code == 0
    assert len(ran.talks) == 4
    (name,) = aside(home_folder)
    assert name.startswith("agenda.db.damaged-")
    assert "confbrowse: The agenda was damaged." in ran.err
    assert name in ran.err
    assert (home_folder / "data" / name).read_bytes().startswith(b"no database")


def test_stars_go_on_after_a_damaged_agenda(filled: Run, home_folder: Path) -> None:
    filled("star", MOTHS)
    overwritten(home_folder / AGENDA)
    assert filled("star", OWLS).out == "Starred: Owls and Mice\n"
    ran = filled("agenda", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert [one["id"] for one in ran.objects] == [MOTHS, OWLS]


def test_a_damaged_library_is_set_aside_and_that_is_reported(
    filled: Run, home_folder: Path, page: str
) -> None:
    overwritten(home_folder / LIBRARY)
    ran = filled("add", page)
    assert ran.code == 0
    assert ran.out == "Added ICML 2021: 4 talks in 1 session.\n"
    assert "confbrowse: The library was damaged." in ran.err
    assert len(aside(home_folder)) == 1


@pytest.mark.parametrize("argv", [["remove", "ICML 2021"], ["list"], ["search", "moths"]])
def test_a_library_of_a_newer_version_is_refused_and_left_alone(
    filled: Run, home_folder: Path, argv: list[str]
) -> None:
    filled("star", MOTHS)
    made_newer(home_folder / LIBRARY)
    before = contents(home_folder)
    ran = filled(*argv)
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
    assert "was written by a newer confbrowse. Please upgrade" in ran.err
    assert contents(home_folder)[LIBRARY] == before[LIBRARY]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["agenda"], "Moths and Lamps"),
        (["agenda", "--gaps"], ""),
        (["now", "--at", "2021-07-20T13:50Z"], "Moths and Lamps"),
        (["export", "md"], "Moths and Lamps"),
        (["export", "json"], "Moths and Lamps"),
        (["note", MOTHS, "still here"], "Moths and Lamps"),
        (["unstar", MOTHS], "Moths and Lamps"),
    ],
)
def test_the_agenda_does_without_a_library_of_a_newer_version(
    filled: Run, home_folder: Path, argv: list[str], said: str
) -> None:
    filled("star", MOTHS, OWLS)
    made_newer(home_folder / LIBRARY)
    before = contents(home_folder)
    ran = filled(*argv)
    assert ran.code in (0, 1 if argv[-1] == "--gaps" else 0)
    assert said in ran.out
    told = [line for line in ran.err.splitlines() if "newer" in line]
    assert told in (
        [
            f"confbrowse: The library at {home_folder}/{LIBRARY} was written by a newer confbrowse and "
            "is treated as empty. Please upgrade this one."
        ],
        [] if argv[-1] == "--gaps" else None,
    )
    assert contents(home_folder)[LIBRARY] == before[LIBRARY]


async def test_the_screen_shows_the_agenda_without_a_library_of_a_newer_version(
    filled: Run, home_folder: Path
) -> None:
    filled("star", MOTHS)
    made_newer(home_folder / LIBRARY)
    with opened([]) as found:
        app = ConfbrowseApp(found.library, found.agenda, found.state, title=found.title)
        (notice,) = found.notices
        assert "The library at" in notice
        assert "is treated as empty" in notice
        async with app.run_test(size=MEDIUM) as pilot:
            await until(pilot, lambda: "The library is empty" in words(picture(pilot)))
            await press(pilot, "a")
            await until(pilot, lambda: any("Moths and Lamps" in row for row in listed(pilot)))


def test_the_agenda_is_backed_up_when_the_browser_has_closed(
    filled: Run, home_folder: Path
) -> None:
    with opened([]) as found:
        found.agenda.mark([talk("New")], lambda _: Mark(starred=True))
        assert not (home_folder / "data" / "backups").exists()
    assert len(list((home_folder / "data" / "backups").iterdir())) == 1
    assert filled("agenda").code == 0


async def test_the_agenda_is_backed_up_under_a_browser_that_never_closes(
    filled: Run, home_folder: Path
) -> None:
    assert filled("list").code == 0
    with opened([]) as found:
        found.agenda.mark([talk("New")], lambda _: Mark(starred=True))
        often = Intervals(backup=0.01)
        app = ConfbrowseApp(found.library, found.agenda, found.state, intervals=often)
        async with app.run_test(size=MEDIUM) as pilot:
            await until(pilot, lambda: bool(list(home_folder.glob("data/backups/agenda-*"))))


def test_an_agenda_of_a_newer_version_is_read_and_never_written(
    filled: Run, home_folder: Path
) -> None:
    filled("star", MOTHS)
    made_newer(home_folder / AGENDA)
    before = contents(home_folder)
    ran = filled("agenda")
    assert ran.code == 0
    assert "Moths and Lamps" in ran.out
    assert ran.err == (
        f"confbrowse: The agenda at {home_folder}/{AGENDA} was written by a newer confbrowse and is "
        "read-only. Please upgrade this one.\n"
    )
    assert len(filled("list").talks) == 4
    for argv in (["star", OWLS], ["unstar", MOTHS], ["undo"]):
        ran = filled(*argv)
        assert (ran.code, ran.out) == (2, "")
        assert "was written by a newer confbrowse. Please upgrade this one." in ran.err
    assert contents(home_folder)[AGENDA] == before[AGENDA]


def test_an_agenda_of_a_newer_version_without_our_tables_is_refused(
    filled: Run, home_folder: Path
) -> None:
    filled("star", MOTHS)
    with closing(sqlite3.connect(home_folder / AGENDA)) as db:
        db.execute("ALTER TABLE mark RENAME COLUMN starred TO stars")
    made_newer(home_folder / AGENDA)
    ran = filled("agenda")
    assert (ran.code, ran.out) == (2, "")
    assert "was written by a newer confbrowse. Please upgrade this one." in ran.err


def test_a_home_that_is_no_folder_is_reported(
    run: Run, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFBROWSE_HOME", page)
    ran = run("add", page)
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
    assert page in ran.err


def test_a_home_that_cannot_be_written_can_be_read(
    run: Run, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with folder() as place:
        monkeypatch.setenv("CONFBROWSE_HOME", str(place))
        run("add", page)
        run("star", MOTHS)
        with without_rights(place / "data"):
            assert len(run("list").talks) == 4
            assert len(run("agenda").lines) == 2


@pytest.mark.parametrize(
    "argv", [["add"], ["star", OWLS], ["unstar", MOTHS], ["remove", "icml 2021"]]
)
def test_a_home_that_cannot_be_written_is_reported_and_left_as_it_was(
    run: Run, page: str, argv: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with folder() as place:
        source = written(place / "icml-2021.txt", Path(page).read_text(encoding="utf-8"))
        monkeypatch.setenv("CONFBROWSE_HOME", str(place / "home"))
        run("add", source)
        run("star", MOTHS)
        before = contents(place)
        with without_rights(place / "home" / "data"):
            ran = run(*argv, *([source] if argv == ["add"] else []))
        assert ran.code == 2
        assert ran.out == ""
        assert len(ran.err.splitlines()) == 1
        assert str(place / "home") in ran.err
        assert contents(place) == before
