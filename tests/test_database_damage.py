"""A damaged file is renamed and reported, never overwritten, and never while others use it."""

import contextlib
import re
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from unwritable import folder, without_rights

from confbrowse.errors import StoreError
from confbrowse.storage import connection
from confbrowse.storage.database import DamagedDatabaseError, Database
from confbrowse.storage.locks import folder_lock

MIGRATIONS = ("CREATE TABLE word (word TEXT NOT NULL)",)
Spoil = Callable[[Path], None]


def at(path: Path, *, durable: bool = True) -> Database:
    return Database(path, "agenda" if durable else "library", MIGRATIONS, durable=durable)


def words(store: Database) -> list[str]:
    with store.reading() as db:
        return [word[:9] for (word,) in db.execute("SELECT word FROM word ORDER BY rowid")]


def add(store: Database, *new: str) -> None:
    with store.writing() as db:
        db.executemany("INSERT INTO word (word) VALUES (?)", [(word,) for word in new])


def filled(path: Path, *, durable: bool = True) -> Database:
    """Return a store whose file has a number of pages."""
    store = at(path, durable=durable)
    add(store, *(f"{number:<2000}" for number in range(40)))
    return store


def no_database(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 1000)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def holes(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    for page in range(1, len(raw) // 4096):
        raw[page * 4096 : page * 4096 + 100] = b"\xff" * 100
    path.write_bytes(raw)


def set_aside(folder: Path) -> Path:
    (found,) = (path for path in folder.iterdir() if ".damaged-" in path.name)
    return found


@pytest.mark.parametrize("spoil", [no_database, half, holes])
def test_a_damaged_agenda_is_set_aside_when_it_is_looked_at(tmp_path: Path, spoil: Spoil) -> None:
    store = filled(tmp_path / "a.db")
    spoil(tmp_path / "a.db")
    before = (tmp_path / "a.db").read_bytes()
    told = store.prepare()
    aside = set_aside(tmp_path)
    assert told == (f"The agenda was damaged. It was set aside as {aside} and a new one started.")
    assert aside.read_bytes() == before
    assert (store.prepare(), words(store)) == (None, [])
    add(store, "new")
    assert (words(store), aside.read_bytes()) == (["new"], before)


@pytest.mark.parametrize("spoil", [no_database, half, holes])
@pytest.mark.parametrize("call", [words, lambda store: add(store, "new")])
def test_damage_met_later_is_set_aside_as_well(
    tmp_path: Path, spoil: Spoil, call: Callable[[Database], object]
) -> None:
    store = filled(tmp_path / "l.db", durable=False)
    spoil(tmp_path / "l.db")
    with pytest.raises(
        DamagedDatabaseError, match=r"and a new one started\. Please add your programmes"
    ):
        for _ in range(20):  # not every write meets the damage
            call(store)
    assert set_aside(tmp_path).stat().st_size
    assert words(store) == []


def test_two_damaged_ones_are_both_kept(tmp_path: Path) -> None:
    for _ in range(2):
        store = filled(tmp_path / "a.db")
        no_database(tmp_path / "a.db")
        store.prepare()
    assert len({path.name for path in tmp_path.iterdir()}) == 2


def left_behind(path: Path) -> None:
    """Leave at *path* the files of a killed program: the last words are only in the log."""
    with closing(sqlite3.connect(path)) as db:
        add(at(path), "before")
        db.execute("SELECT * FROM word").fetchall()
        add(at(path), "ghost")
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{path}{ending}.left")
    for ending in ("", "-wal"):
        Path(f"{path}{ending}.left").rename(f"{path}{ending}")


def test_what_a_killed_program_left_in_the_log_is_there(tmp_path: Path) -> None:
    left_behind(tmp_path / "a.db")
    assert words(at(tmp_path / "a.db")) == ["before", "ghost"]


def test_a_log_that_cannot_be_read_is_not_left_out() -> None:
    with folder() as home:
        left_behind(home / "a.db")
        with without_rights(home), pytest.raises(StoreError, match="it cannot be opened"):
            words(at(home / "a.db"))
        assert words(at(home / "a.db")) == ["before", "ghost"]


@pytest.mark.parametrize("spoil", [half, holes])
def test_a_file_is_not_set_aside_where_the_log_makes_it_whole(tmp_path: Path, spoil: Spoil) -> None:
    left_behind(tmp_path / "a.db")
    spoil(tmp_path / "a.db")
    assert at(tmp_path / "a.db").prepare() is None
    assert words(at(tmp_path / "a.db")) == ["before", "ghost"]


@pytest.mark.parametrize("call", [words, Database.prepare, add])
def test_the_log_of_a_damaged_file_is_kept_and_never_gets_into_the_new_one(
    tmp_path: Path, call: Callable[[Database], object]
) -> None:
    left_behind(tmp_path / "a.db")
    no_database(tmp_path / "a.db")
    before = sorted(path.read_bytes() for path in tmp_path.iterdir())
    store = at(tmp_path / "a.db")
    with contextlib.suppress(DamagedDatabaseError):
        call(store)
    kept = {path.suffix[-4:]: path for path in tmp_path.iterdir() if path.suffix[-4:] != "-shm"}
    assert sorted(path.read_bytes() for path in kept.values()) == before
    assert all(path.name.startswith("a.db.damaged-") for path in kept.values())
    add(store, "new")
    add(store, "newer")
    assert (store.prepare(), words(store)) == (None, ["new", "newer"])


@pytest.mark.parametrize("ending", ["-wal", "-journal", "-shm"])
def test_whatever_belongs_to_a_damaged_file_goes_with_it(tmp_path: Path, ending: str) -> None:
    no_database(tmp_path / "a.db")
    (tmp_path / f"a.db{ending}").write_bytes(b"no log")
    notice = at(tmp_path / "a.db").prepare()
    aside = [path for path in tmp_path.iterdir() if path.suffix != f".db{ending}"]
    assert notice
    assert not (tmp_path / "a.db").exists()
    assert not (tmp_path / f"a.db{ending}").exists()
    assert all(".damaged-" in path.name for path in aside)


def test_a_link_to_a_damaged_file_stays_and_the_file_is_renamed_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "home" / "a.db")
    no_database(tmp_path / "home" / "a.db")
    assert str(tmp_path / "home" / "a.db.damaged-") in (at(tmp_path / "link.db").prepare() or "")
    add(at(tmp_path / "link.db"), "new")
    assert words(at(tmp_path / "home" / "a.db")) == ["new"]


def test_a_damaged_file_that_cannot_be_renamed_gives_a_sentence_and_stays() -> None:
    with folder() as home:
        store = filled(home / "a.db")
        no_database(home / "a.db")
        with (
            without_rights(home),
            pytest.raises(StoreError, match=r"it is damaged and cannot be set aside: Perm"),
        ):
            store.prepare()
        assert [path.name for path in home.iterdir()] == ["a.db"]


def test_nothing_is_moved_while_another_program_uses_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    no_database(tmp_path / "a.db")
    with (
        folder_lock(tmp_path, patience=0),
        pytest.raises(StoreError, match="cannot be set aside: another confbrowse is busy with it"),
    ):
        at(tmp_path / "a.db").prepare()
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]
    assert at(tmp_path / "a.db").prepare()


def test_nobody_begins_to_use_a_folder_in_which_files_are_being_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    store = filled(tmp_path / "a.db")
    with (
        folder_lock(tmp_path, exclusive=True, patience=0),
        pytest.raises(
            StoreError, match=r"Cannot read the agenda at .*: another confbrowse is busy"
        ),
    ):
        words(store)
    assert len(words(store)) == 40


def test_a_folder_is_waited_for(tmp_path: Path) -> None:
    store = filled(tmp_path / "a.db")
    no_database(tmp_path / "a.db")
    told: list[str | None] = []
    with folder_lock(tmp_path, patience=0):
        thread = threading.Thread(target=lambda: told.append(store.prepare()))
        thread.start()
    thread.join()
    assert "was set aside as" in str(told)


def test_a_file_that_is_whole_again_is_not_moved(tmp_path: Path) -> None:
    store = filled(tmp_path / "a.db")
    spoiled = sqlite3.DatabaseError("database disk image is malformed \x1b[2J")
    spoiled.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    pattern = re.compile(r"malformed\. It is intact now; please try again\.$")
    with pytest.raises(StoreError, match=pattern) as told, store.reading():
        raise spoiled  # as when another program has just set aside the damaged one
    assert not isinstance(told.value, DamagedDatabaseError)
    assert len(words(store)) == 40


def test_of_many_that_meet_the_damage_at_once_one_sets_the_file_aside(tmp_path: Path) -> None:
    together = threading.Barrier(8)
    told: list[str] = []

    def look() -> None:
        together.wait()
        try:
            told.append(at(path).prepare() or "")
            add(at(path), "new")
        except StoreError as error:
            told.append(str(error))

    for run in range(5):
        (tmp_path / str(run)).mkdir()
        path = tmp_path / str(run) / "a.db"
        filled(path)
        no_database(path)
        threads = [threading.Thread(target=look) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set_aside(path.parent).stat().st_size
        assert set(words(at(path))) <= {"new"}
    assert sum("was set aside as" in one for one in told) == 5
