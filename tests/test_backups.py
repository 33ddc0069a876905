"""A backup a day when something changed, one before each migration; only intact ones, and private."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from factories import starred, talk
from unwritable import no_file_larger_than

from confbrowse import files
from confbrowse.errors import StoreError
from confbrowse.model import NO_MARK, Mark
from confbrowse.storage.backups import MOST_DAILY, Backup, backups
from confbrowse.storage.checksums import checksum
from confbrowse.storage.database import Database
from confbrowse.storage.marks import MarkStore, read_marks

if os.name != "nt":
    import fcntl

_STAMP = "%Y%m%d-%H%M%S-%f"


@pytest.fixture
def agenda(tmp_path: Path) -> MarkStore:
    agenda = MarkStore.at(tmp_path / "agenda.db")
    agenda.mark([talk("One")], starred)
    return agenda


def daily(agenda: MarkStore) -> list[Backup]:
    return [one for one in backups(agenda.database.path) if one.is_daily]


def age(agenda: MarkStore, by: timedelta) -> None:
    """Make every daily backup older, the oldest first."""
    for one in reversed(daily(agenda)):
        one.path.rename(one.path.with_name(f"agenda-{(one.made - by).strftime(_STAMP)}.db"))


def age_by_a_day(agenda: MarkStore) -> None:
    age(agenda, timedelta(days=1))


def test_a_backup_holds_what_the_agenda_does(agenda: MarkStore) -> None:
    agenda.back_up()
    (one,) = daily(agenda)
    assert [entry.talk.title for entry in read_marks(one.path)] == ["One"]
    assert MarkStore.at(one.path).database.is_sound()
    assert [path.name for path in one.path.parent.iterdir()] == [one.path.name]


def test_there_is_one_backup_a_day(agenda: MarkStore) -> None:
    for number in range(3):
        agenda.mark([talk(f"T{number}")], starred)
        agenda.back_up()
    assert len(daily(agenda)) == 1


def test_the_backup_of_a_day_is_at_most_an_hour_behind(agenda: MarkStore) -> None:
    agenda.back_up()
    for number in range(3):
        age(agenda, timedelta(minutes=61))
        agenda.mark([talk(f"T{number}")], starred)
        agenda.back_up()
    newest, *older = daily(agenda)
    assert len(read_marks(newest.path)) == 4
    assert len({one.made.astimezone().date() for one in (newest, *older)}) == 1 + len(older)


def test_another_day_without_a_change_makes_no_backup(agenda: MarkStore) -> None:
    agenda.back_up()
    age_by_a_day(agenda)
    agenda.back_up()
    assert len(daily(agenda)) == 1
    agenda.mark([talk("Two")], starred)
    agenda.back_up()
    assert len(daily(agenda)) == 2


def test_the_last_seven_are_kept_and_those_before_migrations_for_ever(tmp_path: Path) -> None:
    agenda = MarkStore.at(tmp_path / "agenda.db")
    old = replace(agenda.database, migrations=agenda.database.migrations[:2])
    with old.writing() as db:
        db.execute("INSERT INTO mark VALUES ('icml-2021/old', 1, 0, 0, 0, NULL, '{}')")
    for number in range(MOST_DAILY + 3):
        agenda.mark([talk(f"T{number}")], starred)
        agenda.back_up()
        age_by_a_day(agenda)
    kept = backups(tmp_path / "agenda.db")
    assert [one.is_daily for one in kept].count(True) == MOST_DAILY
    assert max(len(read_marks(one.path)) for one in kept) == MOST_DAILY + 4
    (before,) = [one for one in kept if not one.is_daily]
    assert [entry.talk.id for entry in read_marks(before.path)] == ["icml-2021/old"]


def test_old_marks_get_checksums_and_keep_what_they_say(tmp_path: Path) -> None:
    agenda = MarkStore.at(tmp_path / "agenda.db")
    old = replace(agenda.database, migrations=agenda.database.migrations[:2])
    with old.writing() as db:
        db.execute("INSERT INTO mark VALUES ('icml-2021/one', 1, 2, 0, 0, 'grün', '{}')")
        db.execute("INSERT INTO mark VALUES ('icml-2021/odd', 1, 'x', 0, 0.5, x'ff', x'ff')")
        db.execute("INSERT INTO mark VALUES (CAST(x'41ff' AS TEXT), 1, 0, 0, 0, NULL, '{}')")
        db.execute("INSERT INTO journal VALUES (7, 1, 'icml-2021/one', '{}', '{}', 0, 'then')")
    assert (agenda.prepare(), len(agenda.marks())) == (None, 3)
    assert agenda.marks()["icml-2021/one"] == Mark(starred=True, interest=2, note="grün")
    with agenda.database.reading() as db:
        marks = db.execute("SELECT checksum IS NOT NULL, snapshot_checksum IS NOT NULL FROM mark")
        assert marks.fetchall() == [(1, 1), (0, 0), (0, 1)]
        assert db.execute("SELECT id, checksum IS NOT NULL FROM journal").fetchall() == [(7, 1)]


def test_a_migration_tried_again_keeps_one_copy(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    first = "CREATE TABLE word (word TEXT UNIQUE)"
    with Database(path, "agenda", (first,), durable=True).writing() as db:
        db.execute("INSERT INTO word VALUES ('old')")
    failing = Database(path, "agenda", (first, "INSERT INTO word VALUES ('old')"), durable=True)
    for _ in range(3):
        with pytest.raises(StoreError, match="UNIQUE constraint failed"), failing.writing():
            pass
    assert len(backups(path)) == 1


def test_a_damaged_agenda_is_not_backed_up_and_no_backup_is_removed(agenda: MarkStore) -> None:
    for number in range(MOST_DAILY):
        agenda.mark([talk(f"T{number}")], lambda mark: replace(mark, note="to be read"))
        agenda.back_up()
        age_by_a_day(agenda)
    agenda.mark([talk("New")], starred)
    before = [one.path for one in daily(agenda)]
    path = agenda.database.path
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"to be read", b"to be reaf"))
    with pytest.raises(StoreError, match=r"^The agenda was damaged\."):
        agenda.back_up()
    assert [one.path for one in daily(agenda)] == before


def test_a_backup_that_cannot_be_written_is_none(agenda: MarkStore) -> None:
    with no_file_larger_than(5_000), pytest.raises(StoreError) as told:
        agenda.back_up()
    assert "Cannot back up the agenda" in str(told.value)
    assert "the disk is full" in str(told.value)
    assert list((agenda.database.path.parent / "backups").iterdir()) == []
    agenda.back_up()
    assert len(daily(agenda)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such lock")
@pytest.mark.parametrize("call", [MarkStore.prepare, MarkStore.back_up])
def test_what_a_killed_backup_left_is_removed_and_a_live_one_is_not(
    agenda: MarkStore, call: Callable[[MarkStore], object]
) -> None:
    folder = agenda.database.path.parent / "backups"
    folder.mkdir()
    killed, live = (
        folder / f".agenda-20261129-101500-000000.db.{one}.part" for one in ("1a", "2b")
    )
    killed.touch()
    with live.open("wb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        call(agenda)
        assert (killed.exists(), live.exists()) == (False, True)
    call(agenda)
    agenda.prepare()
    assert not live.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such lock")
def test_an_unfinished_backup_is_not_removed_by_others(
    agenda: MarkStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = files._rename

    def while_others_start(unfinished: Path, target: BinaryIO, file: Path) -> None:
        assert MarkStore.at(agenda.database.path).prepare() is None
        assert unfinished.exists()
        rename(unfinished, target, file)

    monkeypatch.setattr(files, "_rename", while_others_start)
    agenda.back_up()
    assert [path.name for path in (agenda.database.path.parent / "backups").iterdir()] == [
        one.path.name for one in daily(agenda)
    ]
    assert len(daily(agenda)) == 1


def test_a_backup_that_is_damaged_itself_is_made_again(agenda: MarkStore) -> None:
    agenda.back_up()
    age_by_a_day(agenda)
    daily(agenda)[0].path.write_bytes(b"rubbish" * 1_000)
    agenda.back_up()
    assert len(daily(agenda)) == 2
    agenda.database.path.write_bytes(b"")
    assert "1 restored from the backup" in (agenda.prepare() or "")


def test_copies_that_were_made_beside_the_file_are_known(agenda: MarkStore) -> None:
    copy = agenda.database.path.with_name("agenda.db.before-2")
    copy.write_bytes(agenda.database.path.read_bytes())
    agenda.database.path.with_name("agenda.db.before-2.part").touch()
    assert [(one.path, one.is_daily) for one in backups(agenda.database.path)] == [(copy, False)]


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    found = (folder, *folder.rglob("*"))
    return {str(path.relative_to(folder.parent)): path.stat().st_mode & 0o777 for path in found}


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.usefixtures("open_umask")
def test_nobody_else_may_read_what_is_in_the_data_folder(tmp_path: Path) -> None:
    agenda = MarkStore.at(tmp_path / "home" / "data" / "agenda.db")
    agenda.mark([talk("One")], starred)
    agenda.back_up()
    with closing(sqlite3.connect(agenda.database.path)) as db:
        db.execute("SELECT * FROM mark").fetchall()  # so that log and index stay
        agenda.mark([talk("Two")], starred)
        found = modes(tmp_path / "home" / "data")
    assert {"data/agenda.db-wal", "data/agenda.db-shm", "data/backups"} < set(found)
    assert all(mode in (0o600, 0o700) for mode in found.values())


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize(
    "call", [MarkStore.prepare, lambda agenda: agenda.mark([talk("X")], starred)]
)
def test_what_others_could_read_is_taken_from_them(agenda: MarkStore, call: object) -> None:
    home = agenda.database.path.parent
    home.chmod(0o755)
    agenda.database.path.chmod(0o644)
    assert callable(call)
    call(agenda)
    assert (home.stat().st_mode & 0o777, agenda.database.path.stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize("linked", ["folder", "file"])
def test_a_folder_behind_a_link_stays_as_the_user_made_it(tmp_path: Path, linked: str) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    if linked == "folder":
        (tmp_path / "data").symlink_to(shared)
    else:
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "agenda.db").symlink_to(shared / "agenda.db")
    MarkStore.at(tmp_path / "data" / "agenda.db").mark([talk("One")], starred)
    assert shared.stat().st_mode & 0o777 == 0o755
    assert (shared / "agenda.db").stat().st_mode & 0o777 == 0o600


def before_later(agenda: MarkStore, mark: Mark) -> None:
    """Make an agenda of the schema before the mark *later*, with one journalled *mark*."""
    old = replace(agenda.database, migrations=agenda.database.migrations[:4])
    row = ("icml-2021/one", int(mark.starred), mark.interest, 0, 0, mark.note)
    entry = [
        json.dumps({name: one for name, one in kept.items() if name != "later"})
        for kept in (asdict(NO_MARK), asdict(mark))
    ]
    step = (1, "icml-2021/one", *entry, 0, "2026-01-01T00:00:00+00:00")
    with old.writing() as db:
        db.execute(
            "INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, checksum(*row), "{}", checksum("{}")),
        )
        db.execute(
            "INSERT INTO journal (step, talk, before, after, undone, at, checksum) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*step, checksum(*step)),
        )


def test_marks_from_before_later_are_kept_backed_up_and_can_be_undone(tmp_path: Path) -> None:
    agenda = MarkStore.at(tmp_path / "agenda.db")
    kept = Mark(starred=True, interest=2, note="grün")
    before_later(agenda, kept)
    assert [entry.mark for entry in read_marks(agenda.database.path)] == [kept]
    assert (agenda.prepare(), agenda.marks()) == (None, {"icml-2021/one": kept})
    (before,) = backups(agenda.database.path)
    assert [entry.mark for entry in read_marks(before.path)] == [kept]
    assert [one.after for one in agenda.undo()] == [NO_MARK]
    assert [one.after for one in agenda.redo()] == [kept]
    assert agenda.prepare() is None


def test_damage_from_before_later_is_still_found_after_the_migration(tmp_path: Path) -> None:
    agenda = MarkStore.at(tmp_path / "agenda.db")
    before_later(agenda, Mark(note="green moths"))
    raw = agenda.database.path.read_bytes()
    at = raw.index(b"icml-2021/onegreen moths") + len(b"icml-2021/one")
    agenda.database.path.write_bytes(raw[:at] + b"G" + raw[at + 1 :])
    with suppress(StoreError):
        agenda.marks()
    assert agenda.marks() == {"icml-2021/one": Mark(note="green moths")}
