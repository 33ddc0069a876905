"""``restore`` lists the files with marks to restore, and restores them; so does ``import``."""

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from command_line import BATS, MOTHS, OWLS, Run

from confbrowse.storage import connection

AGENDA = "data/agenda.db"


def backup(home: Path) -> Path:
    (found,) = (home / "data" / "backups").iterdir()
    return found


def wrecked(home: Path) -> Path:
    """Destroy the agenda and its backup, and return the file that was moved aside."""
    shutil.rmtree(home / "data" / "backups")
    raw = bytearray((home / AGENDA).read_bytes())
    raw[:100] = b"\xff" * 100
    (home / AGENDA).write_bytes(raw)
    return home / AGENDA


def test_the_list_is_empty_at_first(run: Run) -> None:
    ran = run("restore")
    assert (ran.code, ran.out) == (1, "")
    assert "There are no backups yet." in ran.err


def test_every_backup_and_damaged_file_is_listed(starred: Run, home_folder: Path) -> None:
    wrecked(home_folder)
    starred("star", "--", BATS)
    (damaged,) = (home_folder / "data").glob("agenda.db.damaged-*")
    made = backup(home_folder)
    assert [line.split()[2:] for line in starred("restore").lines] == [
        ["backup", "3", "marks", str(made)],
        ["damaged", "3", "marks", str(damaged)],
    ]
    found = starred("restore", "--json").objects
    assert [(one["kind"], one["marks"], one["file"]) for one in found] == [
        ("backup", 3, str(made)),
        ("damaged", 3, str(damaged)),
    ]
    assert all(datetime.fromisoformat(one["made"]).tzinfo for one in found)


def test_a_backup_brings_back_what_was_removed_in_one_step(filled: Run, home_folder: Path) -> None:
    filled("star", MOTHS, OWLS)
    filled("unstar", MOTHS, OWLS)
    filled("star", BATS)
    ran = filled("restore", backup(home_folder).name)
    assert ran.code == 0
    assert ran.lines == [
        "Moths and Lamps: starred",
        "Owls and Mice: starred",
        f"Restored 2 talks from {backup(home_folder)}. To reverse: confbrowse undo",
    ]
    assert len(filled("agenda", "--json").lines) == 3
    filled("undo")
    assert [one["id"] for one in filled("agenda", "--json").objects] == [BATS]


def test_a_file_that_was_set_aside_gives_its_marks(starred: Run, home_folder: Path) -> None:
    copy = home_folder / "copy.damaged"
    shutil.copy(wrecked(home_folder), copy)
    (home_folder / AGENDA).unlink()
    ran = starred("restore", str(copy))
    assert f"Restored 3 talks from {copy}" in ran.out
    assert len(starred("agenda", "--json").lines) == 3


def test_marks_that_differ_stay_and_that_is_reported(filled: Run, home_folder: Path) -> None:
    filled("note", MOTHS, "of the backup")
    filled("note", MOTHS, "mine")
    ran = filled("restore", str(backup(home_folder)))
    assert ran.code == 0
    assert "Nothing to restore: your agenda has all 1 talk in" in ran.out
    assert "kept yours" in ran.err
    assert "mine" in filled("show", MOTHS).out


@pytest.mark.parametrize("command", ["restore", "import"])
def test_a_copied_agenda_is_imported(
    starred: Run, home_folder: Path, tmp_path: Path, command: str
) -> None:
    copy = tmp_path / "agenda.db"
    shutil.copy(home_folder / AGENDA, copy)
    shutil.rmtree(home_folder / "data" / "backups")
    (home_folder / AGENDA).unlink()
    before = copy.read_bytes()
    ran = starred(command, str(copy))
    assert (ran.code, ran.err) == (0, "")
    assert len(starred("agenda", "--json").lines) == 3
    assert (copy.read_bytes(), [file.name for file in tmp_path.glob("agenda.db*")]) == (
        before,
        ["agenda.db"],
    )
    starred("undo")
    assert starred("agenda").code == 1


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("nowhere.db", 2, "There is no file nowhere.db. To list the backups: confbrowse restore"),
        ("rubbish.db", 1, "contains no readable mark"),
    ],
)
def test_a_file_without_marks_is_reported(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rubbish.db").write_bytes(b"rubbish" * 1_000)
    ran = run("restore", name)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_json_goes_with_the_list_alone(run: Run) -> None:
    assert run("restore", "--json", "some.db").code == 2


def test_the_doctor_names_backups_and_damaged_files(starred: Run, home_folder: Path) -> None:
    said = {one["what"]: one["says"] for one in starred("doctor", "--json").objects}
    assert re.fullmatch(r"1 daily, latest \d{4}-\d\d-\d\d \d\d:\d\d in .*/backups", said["backups"])
    wrecked(home_folder)
    starred("list")
    ran = starred("doctor", "--json")
    (aside,) = (one for one in ran.objects if one["what"] == "set aside")
    (damaged,) = (home_folder / "data").glob("agenda.db.damaged-*")
    assert ran.code == 0
    assert aside["ok"]
    assert str(damaged) in aside["says"]


@pytest.mark.parametrize("spoiling", ["a letter", "all of it"])
def test_the_doctor_finds_what_sqlite_does_not_and_changes_nothing(
    starred: Run, home_folder: Path, spoiling: str
) -> None:
    raw = (home_folder / AGENDA).read_bytes()
    spoiled = raw.replace(b"Why moths fly", b"Why mothz fly") if spoiling == "a letter" else b""
    assert spoiled != raw
    (home_folder / AGENDA).write_bytes(spoiled)
    with closing(sqlite3.connect(home_folder / AGENDA)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    ran = starred("doctor")
    assert ran.code == 2
    assert f"!  agenda     {home_folder}/{AGENDA} is damaged; the next start repairs it" in ran.out
    assert (home_folder / AGENDA).read_bytes() == spoiled


def test_sync_does_not_bring_back_what_the_repair_left_out(
    filled: Run, home_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 1.0)
    (home_folder / "config").mkdir(exist_ok=True)
    sync = tmp_path / "marks.json"
    (home_folder / "config" / "config.toml").write_text(f'[agenda]\nmirror = "{sync}"\n')
    filled("star", MOTHS, OWLS)
    shutil.rmtree(home_folder / "data" / "backups")
    (home_folder / AGENDA).write_bytes(b"cut" * 1_000)
    ran = filled("unstar", OWLS)
    assert "2 restored from the sync file marks.json" in ran.err
    for _ in range(2):
        filled("seen", BATS)
        filled("unseen", BATS)
    assert [one["id"] for one in filled("agenda", "--json").objects] == [MOTHS]
    assert '"starred": true' in sync.read_text()
