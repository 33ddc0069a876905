"""Connections to SQLite files that read whatever stands there, and spoil nothing when they close."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

BUSY_SECONDS = 5.0
"""How long a call waits for another confbrowse that is writing."""
_LOOK_SECONDS = 0.01
"""How long to wait where SQLite does not."""
LONGEST_VALUE = 64 * 1024 * 1024
"""Bytes of a single value that are read at most; nothing we write comes near."""
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_CANNOT_WRITE = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
)


@contextmanager
def connected(file: Path, how: str = "") -> Iterator[sqlite3.Connection]:
    """Yield a connection to *file* that begins no transaction of its own; *how* is for SQLite.

    Where the file turns out damaged, it and those beside it stay exactly as they are.
    """
    uri = file.as_uri() + how
    with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as db:
        try:
            yield _ours(db)
        except sqlite3.DatabaseError as error:
            if kind(error) in DAMAGED:
                db.interrupt()  # else closing writes the log into the file, over what is left of it
            raise


@contextmanager
def connected_to_read(file: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to *file* even where nothing can be written, as on a full disk.

    SQLite writes beside a file in WAL mode if only to read it, unless it is told that the file never
    changes; then it leaves out what is in the log alone.
    """
    with connected(file) as db:
        try:
            db.execute("PRAGMA user_version")  # the first look, for which it writes
        except sqlite3.OperationalError as error:
            if kind(error) not in _CANNOT_WRITE or _has_content(beside(file, "-wal")):
                raise
        else:
            yield db
            return
    with connected(file, "?immutable=1") as db:
        yield db


@contextmanager
def in_memory() -> Iterator[sqlite3.Connection]:
    """Yield a connection to an empty database that ends with it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        yield _ours(db)


def keep_log(db: sqlite3.Connection) -> None:
    """Put the file into WAL mode, where readers and a writer do not wait for each other."""
    last = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # SQLite does not wait by itself where two begin a file at once
            if kind(error) != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
            time.sleep(_LOOK_SECONDS)
        else:
            return


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Hold the file's lock for writing; commit at the end, or roll back on any error."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # on a full disk, say, SQLite has rolled back itself
            db.execute("ROLLBACK")
        raise


def kind(error: sqlite3.DatabaseError) -> int:
    """Return SQLite's code for the kind of *error*; 0 for those that are Python's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def beside(file: Path, ending: str) -> Path:
    """Return the file that is called like *file* and something more."""
    return file.with_name(file.name + ending)


def _ours(db: sqlite3.Connection) -> sqlite3.Connection:
    """Make *db* read whatever another program may have written into it, within bounds."""
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return db


def _has_content(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0
