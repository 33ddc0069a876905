"""One SQLite file: changes are atomic, work in any thread, and are refused with a sentence."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from pathlib import Path
from threading import Barrier
from typing import Literal

import pytest
from unwritable import folder, no_file_larger_than, without_rights

from confbrowse.errors import StoreError
from confbrowse.storage import connection
from confbrowse.storage.connection import in_memory
from confbrowse.storage.damage import check_pages
from confbrowse.storage.database import Database

FIRST = "CREATE TABLE word (word TEXT NOT NULL); INSERT INTO word VALUES ('first')"
SECOND = "ALTER TABLE word ADD COLUMN length INTEGER; UPDATE word SET length = length(word)"


def at(path: Path, *migrations: str, durable: bool = True) -> Database:
    return Database(path, "agenda", migrations or (FIRST,), durable=durable)


def words(store: Database) -> list[str]:
    with store.reading() as db:
        return [word for (word,) in db.execute("SELECT word FROM word ORDER BY rowid")]


def add(store: Database, *new: str) -> None:
    with store.writing() as db:
        db.executemany("INSERT INTO word (word) VALUES (?)", [(word,) for word in new])


def test_a_missing_file_reads_as_an_empty_one_and_is_not_made(tmp_path: Path) -> None:
    store = at(tmp_path / "nowhere" / "a.db")
    assert (words(store), store.prepare()) == (["first"], None)
    assert not list(tmp_path.iterdir())


def test_what_is_written_is_read_again_and_the_folders_are_made(tmp_path: Path) -> None:
    add(at(tmp_path / "some" / "where" / "a.db"), "second")
    assert words(at(tmp_path / "some" / "where" / "a.db")) == ["first", "second"]


@pytest.mark.parametrize(
    "name", ["a?mode=memory.db", "a#b.db", "100%41.db", "a b.db", "ä.db", "a\udcff.db", "a;b'\".db"]
)
def test_any_name_of_a_file_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    add(at(tmp_path / name), "second")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_what_is_precious_is_on_the_disk_before_a_call_returns(
    tmp_path: Path, durable: bool, level: int
) -> None:
    with at(tmp_path / "a.db", durable=durable).writing() as db:
        assert db.execute("PRAGMA synchronous").fetchone() == (level,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_is_deleted_is_gone_from_the_file(tmp_path: Path) -> None:
    store = at(tmp_path / "a.db")
    add(store, *(f"word {number} to be forgotten" for number in range(500)))
    with store.writing() as db:
        db.execute("DELETE FROM word WHERE word LIKE '%forgotten'")
    assert b"forgotten" not in (tmp_path / "a.db").read_bytes()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_error_amid_a_write_changes_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    store = at(tmp_path / "a.db")
    with pytest.raises(error), store.writing() as db:
        db.execute("INSERT INTO word VALUES ('half')")
        raise error
    assert words(store) == ["first"]


def test_a_statement_that_fails_changes_nothing_and_gives_a_sentence(tmp_path: Path) -> None:
    store = at(tmp_path / "a.db")
    with pytest.raises(
        StoreError, match=r"^Cannot write the agenda at .*\. Nothing was changed\.$"
    ):
        add(store, "second", None)  # type: ignore[arg-type]  # that is the error
    assert words(store) == ["first"]


def test_the_next_writer_goes_on_while_the_error_of_the_last_is_still_held(tmp_path: Path) -> None:
    store = at(tmp_path / "a.db")
    with pytest.raises(ZeroDivisionError) as held, store.writing() as db:
        db.execute("INSERT INTO word VALUES ('half')")
        begun = db.execute("SELECT word FROM word")
        next(begun)
        raise ZeroDivisionError
    add(store, "second")
    assert words(store) == ["first", "second"], (held, begun)


def test_a_file_that_stays_locked_gives_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    store = at(tmp_path / "a.db")
    with store.writing():
        assert words(at(tmp_path / "b.db")) == ["first"]
        with pytest.raises(StoreError, match="another program is writing to it; please try again"):
            add(store, "second")
        assert words(store) == ["first"]


@pytest.mark.parametrize("size", [0, 4096, 20_000, 40_000, 100_000])
def test_a_full_disk_changes_nothing_and_gives_a_sentence(tmp_path: Path, size: int) -> None:
    store = at(tmp_path / "a.db")
    add(store, "second")
    with (
        no_file_larger_than(size),
        pytest.raises(StoreError, match=r": the disk is full.*\. Nothing was changed\.$"),
    ):
        add(store, "third" * 100_000)
    assert words(store) == ["first", "second"]
    add(store, "third")
    assert words(store) == ["first", "second", "third"]


def test_a_disk_that_was_full_from_the_start_leaves_nothing_that_is_in_the_way(
    tmp_path: Path,
) -> None:
    store = at(tmp_path / "a.db")
    with no_file_larger_than(0):
        with pytest.raises(StoreError, match=": the disk is full"):
            add(store, "second")
        assert (store.prepare(), words(store)) == (None, ["first"])
    assert (store.prepare(), words(store)) == (None, ["first"])
    assert (tmp_path / "a.db").stat().st_size == 0
    add(store, "second")
    assert words(store) == ["first", "second"]


def test_a_file_that_may_not_grow_gives_a_sentence(tmp_path: Path) -> None:
    store = at(tmp_path / "a.db")
    with (
        pytest.raises(StoreError, match=r"the disk is full\. Nothing was changed"),
        store.writing() as db,
    ):
        db.execute("PRAGMA max_page_count = 1")
        db.execute("INSERT INTO word VALUES (?)", ("x" * 100_000,))
    assert words(store) == ["first"]


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        db.execute("PRAGMA user_version = 2")
    before = (tmp_path / "a.db").read_bytes()
    store = at(tmp_path / "a.db")
    for call in (store.prepare, lambda: words(store), lambda: add(store, "second")):
        with pytest.raises(StoreError, match="was written by a newer confbrowse"):
            call()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]


def test_a_file_that_grew_newer_under_us_is_refused_by_the_next_call(tmp_path: Path) -> None:
    old = at(tmp_path / "a.db")
    add(old, "second")
    add(at(tmp_path / "a.db", FIRST, SECOND), "third")
    with pytest.raises(StoreError, match="newer confbrowse"):
        add(old, "fourth")
    assert words(at(tmp_path / "a.db", FIRST, SECOND)) == ["first", "second", "third"]


@pytest.mark.parametrize("call", [words, add, Database.prepare])
def test_an_older_file_is_brought_up_to_date_and_a_copy_of_it_kept(
    tmp_path: Path, call: object
) -> None:
    add(at(tmp_path / "a.db"), "second")
    assert callable(call)
    call(at(tmp_path / "a.db", FIRST, SECOND))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db", "backups"]
    (backup,) = (tmp_path / "backups").iterdir()
    assert backup.name.startswith("a-before-2-")
    assert words(at(backup)) == ["first", "second"]
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        assert db.execute("SELECT * FROM word").fetchall() == [("first", 5), ("second", 6)]


def test_what_can_be_made_again_is_migrated_without_a_copy(tmp_path: Path) -> None:
    add(at(tmp_path / "a.db", durable=False), "second")
    words(at(tmp_path / "a.db", FIRST, SECOND, durable=False))
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    add(at(tmp_path / "a.db"), "second")
    with pytest.raises(StoreError, match="no such table: nonsense"):
        add(at(tmp_path / "a.db", FIRST, "DROP TABLE word; DROP TABLE nonsense"), "third")
    assert words(at(tmp_path / "a.db")) == ["first", "second"]


def test_many_at_once_migrate_a_file_once_and_keep_it_as_it_was(tmp_path: Path) -> None:
    together = Barrier(8)

    def migrate(number: int) -> None:
        together.wait()
        add(at(path, FIRST, SECOND), str(number))

    for run in range(5):
        path = tmp_path / f"{run}.db"
        add(at(path), "second")
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(migrate, range(8)))
        assert sorted(words(at(path, FIRST, SECOND))[2:]) == list("01234567")
        (backup,) = (tmp_path / "backups").glob(f"{run}-before-2-*")
        assert words(at(backup)) == ["first", "second"]


def test_many_at_once_make_one_file(tmp_path: Path) -> None:
    together = Barrier(8)

    def write(number: int) -> None:
        together.wait()
        add(at(path), str(number))
        words(at(path))

    for run in range(5):
        path = tmp_path / f"{run}.db"
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(write, range(8)))
        assert sorted(words(at(path))) == [*"01234567", "first"]


def test_a_file_that_was_deleted_or_replaced_is_read_as_what_it_is_now(tmp_path: Path) -> None:
    store = at(tmp_path / "a.db")
    add(store, "second")
    add(at(tmp_path / "b.db"), "other")
    (tmp_path / "b.db").replace(tmp_path / "a.db")
    assert words(store) == ["first", "other"]
    (tmp_path / "a.db").unlink()
    assert words(store) == ["first"]


def test_a_link_to_the_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "home" / "a.db")
    add(at(tmp_path / "link.db"), "second")
    assert words(at(tmp_path / "home" / "a.db")) == ["first", "second"]


@pytest.mark.parametrize("what", ["a file for its folder", "a folder in its place"])
def test_a_place_where_no_file_can_be_gives_a_sentence(tmp_path: Path, what: str) -> None:
    path = tmp_path / "x" / "a.db"
    if what == "a file for its folder":
        path.parent.write_text("here already")
    else:
        path.mkdir(parents=True)
    with pytest.raises(
        StoreError, match=r"^Cannot write the agenda at .*\. Nothing was changed\.$"
    ):
        add(at(path), "second")


def test_what_other_programs_put_in_is_read_or_refused_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = at(tmp_path / "a.db")
    with store.writing() as db:
        db.execute("INSERT INTO word VALUES (CAST(x'41ff42' AS TEXT))")
    assert words(store) == ["first", "A�B"]
    add(store, "x" * 5_000)
    monkeypatch.setattr(connection, "LONGEST_VALUE", 1_000)
    with pytest.raises(StoreError, match=r"Cannot read the agenda at .*: string or blob too big"):
        words(store)


def test_a_file_that_another_begins_while_it_is_read_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = at(tmp_path / "a.db")
    store.path.touch()  # as whoever begins it leaves it for a moment

    def after_another() -> AbstractContextManager[sqlite3.Connection]:
        monkeypatch.setattr("confbrowse.storage.database.in_memory", in_memory)
        add(store, "second")
        return in_memory()

    monkeypatch.setattr("confbrowse.storage.database.in_memory", after_another)
    assert words(store) == ["first", "second"]


def test_a_file_that_another_begins_while_it_is_checked_is_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = at(tmp_path / "a.db")
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("PRAGMA journal_mode = WAL")

    def after_another(
        db: sqlite3.Connection, how: Literal["quick_check", "integrity_check"]
    ) -> None:
        check_pages(db, how)
        add(store, "second")

    monkeypatch.setattr("confbrowse.storage.database.check_pages", after_another)
    assert store.prepare() is None


def test_a_log_that_another_deletes_while_it_is_checked_is_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = at(tmp_path / "a.db")
    add(store, "second")
    read_bytes = Path.read_bytes

    def after_another(file: Path) -> bytes:
        file.unlink(missing_ok=True)
        return read_bytes(file)

    with closing(sqlite3.connect(store.path)) as db:
        db.execute("SELECT * FROM word").fetchall()  # it is open, so the log is not put away
        add(store, "third")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with monkeypatch.context() as patch:
            patch.setattr(Path, "read_bytes", after_another)
            assert store.prepare() is None


def test_a_folder_that_may_only_be_read_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    with folder() as home:
        store = at(home / "a.db")
        add(store, "second")
        with without_rights(home):
            assert (store.prepare(), words(store)) == (None, ["first", "second"])
            assert words(at(home / "a.db", FIRST, SECOND)) == ["first", "second"]
            with pytest.raises(StoreError, match=r"it is read-only\. Nothing was changed"):
                add(store, "third")
        assert [path.name for path in home.iterdir()] == ["a.db"]


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_that_could_only_be_read_for_a_while_can_be_written_again(durable: bool) -> None:
    with folder() as home:
        store = at(home / "a.db", durable=durable)
        add(store, "second")
        with without_rights(home, 0o755):
            store.path.chmod(0o444)
            assert (store.prepare(), words(store)) == (None, ["first", "second"])
            with pytest.raises(StoreError, match=r"it is read-only\. Nothing was changed"):
                add(store, "third")
            store.path.chmod(0o600)
            assert words(store) == ["first", "second"]
            add(store, "third")
            assert words(store) == ["first", "second", "third"]


def test_marks_still_in_the_log_are_read_in_a_folder_that_may_only_be_read() -> None:
    with folder() as home, closing(sqlite3.connect(home / "a.db")) as db:
        add(at(home / "a.db"), "second")
        db.execute("SELECT * FROM word").fetchall()  # it is open, so the log is not put away
        add(at(home / "a.db"), "third")
        assert (home / "a.db-wal").stat().st_size
        with without_rights(home):
            assert words(at(home / "a.db")) == ["first", "second", "third"]


def test_a_folder_that_may_not_be_looked_into_gives_a_sentence() -> None:
    with folder() as home:
        add(at(home / "a.db"), "second")
        with without_rights(home, 0o000):
            for call in (words, add, Database.prepare):
                with pytest.raises(StoreError, match=r"Permission denied|cannot be opened"):
                    call(at(home / "a.db"))
