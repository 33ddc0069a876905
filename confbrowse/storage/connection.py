"""Connections to SQLite files: they read any content, and preserve a damaged file when they close."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from confbrowse.storage.checksums import SQL_NAME, sql_checksum
from confbrowse.storage.permissions import make_writable

BUSY_SECONDS = 5.0
"""How long a call waits for another confbrowse that is writing."""
_LOOK_SECONDS = 0.01
"""Interval between two tries where SQLite itself does not wait."""
LONGEST_VALUE = 64 * 1024 * 1024
"""Bytes of a single value that are read at most; ours are far smaller."""
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_CANNOT_WRITE = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
)


@contextmanager
def connect(file: Path, how: str = "") -> Iterator[sqlite3.Connection]:
    """Yield a connection to *file* in autocommit mode; *how* is the query part of SQLite's URI.

    If the file turns out damaged, it and its log stay exactly as they are.
    """
    make_writable((sibling(file, "-wal"), sibling(file, "-shm")), file)
    uri = file.as_uri() + how
    with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as db:
        try:
            yield _configured(db)
        except sqlite3.DatabaseError as error:
            if error_code(error) in DAMAGED:
                db.interrupt()  # otherwise close() would write the log into the damaged file
            raise


@contextmanager
def connect_read_only(file: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to *file* that works even where nothing can be written, as on a full disk.

    SQLite writes to a file in WAL mode even for reading, unless it is told that the file never
    changes; it ignores the log then, so an existing log raises the error.
    """
    with connect(file) as db:
        try:
            db.execute("PRAGMA user_version")  # the first access, for which SQLite writes
        except sqlite3.OperationalError as error:
            if error_code(error) not in _CANNOT_WRITE or _has_content(sibling(file, "-wal")):
                raise
        else:
            yield db
            return
    with connect(file, "?immutable=1") as db:
        yield db


@contextmanager
def in_memory() -> Iterator[sqlite3.Connection]:
    """Yield a connection to an empty in-memory database."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        yield _configured(db)


def use_wal(db: sqlite3.Connection) -> None:
    """Switch the file to WAL mode, in which readers and a writer do not block each other."""
    last = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # SQLite does not wait by itself if two processes create the file at once
            if error_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
            time.sleep(_LOOK_SECONDS)
        else:
            return


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Open a write transaction; commit at the end, or roll back on any error."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # SQLite may have rolled back itself, e.g. on a full disk
            db.execute("ROLLBACK")
        raise


def error_code(error: sqlite3.DatabaseError) -> int:
    """Return SQLite's primary code of *error*; 0 for errors of Python's sqlite3 module."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def sibling(file: Path, ending: str) -> Path:
    """Return the path of *file* with *ending* appended to its name."""
    return file.with_name(file.name + ending)


def _configured(db: sqlite3.Connection) -> sqlite3.Connection:
    """Configure *db* to read anything that other programs may have written, within bounds."""
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    db.create_function(SQL_NAME, -1, sql_checksum, deterministic=True)
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return db


def _has_content(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0
