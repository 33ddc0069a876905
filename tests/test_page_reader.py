"""Rows are read from the pages of a file as SQLite reads them, and from its log."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confbrowse.storage.page_reader import log_is_intact, read

values = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text("ab", min_size=900, max_size=9_000),
    st.binary(max_size=20),
)


@settings(max_examples=30)
@given(
    rows=st.lists(st.tuples(values, values), max_size=60),
    gone=st.sets(st.integers(1, 60)),
    page_size=st.sampled_from([512, 1024, 4096, 65536]),
)
def test_any_rows_are_read_as_sqlite_reads_them(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[object, object]],
    gone: set[int],
    page_size: int,
) -> None:
    file = tmp_path_factory.mktemp("pages") / "a.db"
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(f"PRAGMA page_size = {page_size}")
        db.execute("CREATE TABLE held (one, two)")
        db.execute("CREATE INDEX held_one ON held (one)")
        db.executemany("INSERT INTO held VALUES (?, ?)", rows)
        db.executemany("DELETE FROM held WHERE rowid = ?", [(number,) for number in gone])
        expected = db.execute("SELECT rowid, one, two FROM held ORDER BY rowid").fetchall()
    found = read(file)
    assert [(row.rowid, *row.values) for row in found.tables["held"]] == expected
    assert (found.is_complete, found.damaged, found.orphans) == (True, set(), [])


@pytest.fixture
def logged(tmp_path: Path) -> Path:
    """Return a file whose last three rows, written one by one, are only in the log."""
    file, copy = tmp_path / "a.db", tmp_path / "copy.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE held (text)")
        db.execute("INSERT INTO held VALUES (?)", ("before " * 900,))
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for number in range(3):
            db.execute("INSERT INTO held VALUES (?)", (f"row {number}",))
        shutil.copy(file, copy)
        shutil.copy(f"{file}-wal", f"{copy}-wal")
    return copy


def texts(file: Path) -> list[object]:
    return [row.values[0] for row in read(file).tables["held"]][1:]


def test_what_is_in_the_log_alone_is_read(logged: Path) -> None:
    assert texts(logged) == ["row 0", "row 1", "row 2"]
    assert log_is_intact(logged)


def test_a_damaged_transaction_in_the_log_does_not_hide_those_after_it(logged: Path) -> None:
    log = Path(f"{logged}-wal")
    raw = bytearray(log.read_bytes())
    raw[32 + 24 + 2_000] ^= 0xFF  # within the first of three
    log.write_bytes(raw)
    assert not log_is_intact(logged)
    assert texts(logged) == ["row 0", "row 1", "row 2"]
    with closing(sqlite3.connect(logged)) as db:  # SQLite itself takes none of them
        assert db.execute("SELECT COUNT(*) FROM held").fetchone() == (1,)


def test_a_log_without_its_header_is_read(logged: Path) -> None:
    log = Path(f"{logged}-wal")
    log.write_bytes(bytes(32) + log.read_bytes()[32:])
    assert not log_is_intact(logged)
    assert texts(logged) == ["row 0", "row 1", "row 2"]


def test_a_transaction_that_was_never_finished_is_no_damage(logged: Path) -> None:
    log = Path(f"{logged}-wal")
    log.write_bytes(log.read_bytes()[:-1_000])
    assert log_is_intact(logged)
    assert texts(logged) == ["row 0", "row 1"]


def test_what_is_left_of_an_earlier_log_is_no_damage(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE held (text)")
        for number in range(9):
            db.execute("INSERT INTO held VALUES (?)", (f"row {number} " * 900,))
        db.execute("PRAGMA wal_checkpoint(RESTART)")
        db.execute("UPDATE held SET text = 'new' WHERE rowid = 9")
        assert Path(f"{file}-wal").stat().st_size > 9 * 4096
        assert log_is_intact(file)
        assert [row.values[0] for row in read(file).tables["held"]][-1] == "new"


@pytest.mark.parametrize("length", [3, 7])
def test_what_is_shorter_or_longer_than_its_values_is_no_row(tmp_path: Path, length: int) -> None:
    file = tmp_path / "a.db"
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE held (text)")
        db.execute("INSERT INTO held VALUES ('moths')")
    header, raw = b"\x02%c" % (2 * len("moths") + 13), file.read_bytes()
    assert raw.count(header + b"moths") == 1
    wrong = b"\x02%c" % (2 * length + 13)
    file.write_bytes(raw.replace(header + b"moths", wrong + b"moths"))
    found = read(file)
    assert not found.tables["held"]
    assert found.damaged == {"held"}


def test_no_file_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    assert read(tmp_path / "empty.db").tables == read(tmp_path / "none.db").tables == {}


@pytest.mark.parametrize(
    "raw", [b"x" * 5_000, bytes(8_192), b"SQLite format 3\0" + b"\xff" * 9_000]
)
def test_rubbish_has_no_rows_and_ends(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.db").write_bytes(raw)
    found = read(tmp_path / "a.db")
    assert not any(found.tables.values())
    assert not found.is_complete
