"""What commands do when the reader's files are damaged, too new, or cannot be written."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_line import MOTHS, OWLS, Run, contents, written
from unwritable import folder, without_rights

AGENDA = "data/agenda.db"
LIBRARY = "data/library.db"


def overwritten(file: Path) -> None:
    """Fill *file* with what is no database."""
    file.write_bytes(b"no database" * 1_000)


def made_newer(file: Path) -> None:
    """Have *file* say that a later version wrote it."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 99")


def aside(home: Path) -> list[str]:
    """Return the names of the files that were set aside."""
    return [file.name for file in (home / "data").iterdir() if ".damaged-" in file.name]


def test_a_damaged_agenda_is_set_aside_and_that_is_told(filled: Run, home: Path) -> None:
    filled("star", MOTHS)
    overwritten(home / AGENDA)
    ran = filled("list")
    assert ran.code == 0
    assert len(ran.lines) == 4
    (name,) = aside(home)
    assert name.startswith("agenda.db.damaged-")
    assert "confbrowse: The agenda was damaged." in ran.err
    assert name in ran.err
    assert (home / "data" / name).read_bytes().startswith(b"no database")


def test_stars_go_on_after_a_damaged_agenda(filled: Run, home: Path) -> None:
    filled("star", MOTHS)
    overwritten(home / AGENDA)
    assert filled("star", MOTHS).out == "Starred: Moths and Lamps\n"
    ran = filled("agenda")
    assert (ran.code, ran.err) == (0, "")


def test_a_damaged_library_is_set_aside_and_that_is_told(
    filled: Run, home: Path, page: str
) -> None:
    overwritten(home / LIBRARY)
    ran = filled("add", page)
    assert ran.code == 0
    assert ran.out == "Added ICML 2021: 4 talks in 1 session.\n"
    assert "confbrowse: The library was damaged." in ran.err
    assert len(aside(home)) == 1


@pytest.mark.parametrize(
    ("file", "argv"),
    [
        (AGENDA, ["star", MOTHS]),
        (AGENDA, ["agenda"]),
        (AGENDA, ["list"]),
        (LIBRARY, ["remove", "ICML 2021"]),
        (LIBRARY, ["list"]),
    ],
)
def test_files_of_a_newer_version_are_refused_and_left_alone(
    filled: Run, home: Path, file: str, argv: list[str]
) -> None:
    filled("star", MOTHS)
    made_newer(home / file)
    before = contents(home)
    ran = filled(*argv)
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
    assert "was written by a newer confbrowse" in ran.err
    assert contents(home)[file] == before[file]


def test_a_home_that_is_no_folder_is_told(
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
            assert len(run("list").lines) == 4
            assert len(run("agenda").lines) == 2


@pytest.mark.parametrize(
    "argv", [["add"], ["star", OWLS], ["unstar", MOTHS], ["remove", "icml 2021"]]
)
def test_a_home_that_cannot_be_written_is_told_and_left_as_it_was(
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
