"""One SQLite file: opened, brought up to date, read and written, and set aside when it is damaged."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from confbrowse.errors import StoreError
from confbrowse.stores.holding import held
from confbrowse.text.clean import clean_line

_BUSY_SECONDS = 5.0
"""How long a call waits for another confbrowse that is writing."""
_LONGEST_VALUE = 64 * 1024 * 1024
"""Bytes of a single value that are read at most; nothing we write comes near."""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_WHY = {
    sqlite3.SQLITE_BUSY: "another program is writing to it; please try again",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "it may only be read",
}
_BESIDE = ("-wal", "-journal", "-shm")
"""Endings of the files that belong to a database and must never be taken for another one's."""


@dataclass(frozen=True, slots=True)
class Database:
    """A handle on the SQLite file at *path*, which need not exist yet."""

    path: Path
    name: str
    """What the file is to the reader: ``agenda``, ``library``."""
    migrations: tuple[str, ...]
    """Scripts, applied in order, once each; an entry that was released is never edited. Their
    statements end with semicolons, which stand nowhere else."""
    precious: bool
    """Whether every write must be on the disk before the call returns, and a copy is kept before a
    migration."""

    def prepare(self) -> str | None:
        """Check the file, if there is one; return a sentence if it was damaged and is set aside now.

        Raises StoreError where it was written by a newer confbrowse, or cannot be read.
        """
        try:
            with self.reading() as db:
                if self.precious:
                    _check(db, "quick_check")
        except DamagedError as damage:
            return str(damage)
        return None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection to read with; a file that does not exist yet reads as an empty one.

        Raises StoreError where the file cannot be read, DamagedError where it is set aside now.
        """
        file = self._file
        with self._guarded("read"), _held(file), self._opened(file) as db:
            db.execute("BEGIN")
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection whose work is committed as a whole, or not at all on any error.

        Raises StoreError where the file cannot be written, DamagedError where it is set aside now;
        nothing is changed then.
        """
        with self._guarded("write"):
            file = self._file
            file.parent.mkdir(parents=True, exist_ok=True)
            with _held(file), closing(_connect(file)) as db:
                self._version(db)  # a newer file is not even put into our mode
                db.execute("PRAGMA journal_mode = WAL")
                db.execute(f"PRAGMA synchronous = {'FULL' if self.precious else 'NORMAL'}")
                with _transaction(db):
                    self._bring_up_to_date(db, file)
                    yield db

    @property
    def _file(self) -> Path:
        """The file itself: SQLite keeps the others beside it, not beside a link to it."""
        return Path(os.path.realpath(self.path))

    @contextmanager
    def _opened(self, file: Path) -> Iterator[sqlite3.Connection]:
        """Yield a connection to *file*, brought up to date; to a copy where it may only be read."""
        exists = file.exists()
        with closing(_connect(file) if exists else _in_memory()) as db:
            if self._version(db) == len(self.migrations):
                yield db
            elif not exists:
                self._migrate(db)
                yield db
            elif _may_be_written(file):
                with _transaction(db):
                    self._bring_up_to_date(db, file)
                yield db
            else:
                with closing(_in_memory()) as copy:
                    db.backup(copy)
                    self._migrate(copy)
                    yield copy

    def _version(self, db: sqlite3.Connection) -> int:
        """Return how many migrations the file has seen. Raises StoreError where we do not know all."""
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version > len(self.migrations):
            raise StoreError(
                f"The {self.name} at {self.path} was written by a newer confbrowse; "
                "please upgrade this one."
            )
        return int(version)

    def _bring_up_to_date(self, db: sqlite3.Connection, file: Path) -> None:
        """Apply what *file* has not seen yet, within the transaction that *db* has begun."""
        version = self._version(db)  # once more: another process may have been faster
        if version < len(self.migrations):
            if self.precious and version:
                self._keep_copy(file)
            self._migrate(db)

    def _migrate(self, db: sqlite3.Connection) -> None:
        for script in self.migrations[self._version(db) :]:
            for statement in script.split(";"):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {len(self.migrations)}")

    def _keep_copy(self, file: Path) -> None:
        """Copy *file* as it is before the migration; whoever migrates it holds its lock."""
        copy = _beside(file, f".before-{len(self.migrations)}")
        unfinished = _beside(copy, ".part")
        with closing(_connect(file)) as db, closing(sqlite3.connect(unfinished)) as target:
            db.backup(target)
        unfinished.replace(copy)

    @contextmanager
    def _guarded(self, what: Literal["read", "write"]) -> Iterator[None]:
        """Turn SQLite's and the system's errors into sentences; set a damaged file aside."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if _code(error) in _DAMAGED:
                raise self._damaged(error) from error
            why = _WHY.get(_code(error), clean_line(str(error)))
            raise self._failed(what, why) from error
        except OSError as error:
            raise self._failed(what, error.strerror or str(error)) from error

    def _failed(self, what: str, why: str) -> StoreError:
        ending = " Nothing was changed." if what == "write" else ""
        return StoreError(f"Cannot {what} the {self.name} at {self.path}: {why}.{ending}")

    def _damaged(self, error: sqlite3.DatabaseError) -> StoreError:
        """Set the file aside if it is still there and damaged; return the error that says so."""
        file = self._file
        try:
            with _held(file, alone=True):
                if _is_sound(file):
                    why = f"{clean_line(str(error))}. It is whole now; please try again"
                    return self._failed("use", why)
                aside = _set_aside(file)
        except OSError as trouble:
            why = f"it is damaged, and cannot be set aside: {trouble.strerror}"
            return self._failed("use", why)
        again = "" if self.precious else " Please add your programmes again."
        return DamagedError(
            f"The {self.name} was damaged. It is set aside as {aside}, and a new one is begun.{again}"
        )


class DamagedError(StoreError):
    """The file was damaged and is set aside; the next call begins a new one."""


def _held(file: Path, *, alone: bool = False) -> AbstractContextManager[None]:
    return held(file.parent, alone=alone, patience=_BUSY_SECONDS)


def _connect(file: Path) -> sqlite3.Connection:
    """Return a connection to *file* that begins no transaction of its own."""
    uri = file.as_uri()
    if file.exists() and not _may_be_written(file) and not _has_content(_beside(file, "-wal")):
        uri += "?immutable=1"  # else SQLite must write beside a file in WAL mode even to read it
    return _ours(sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None))


def _in_memory() -> sqlite3.Connection:
    return _ours(sqlite3.connect(":memory:", isolation_level=None))


def _ours(db: sqlite3.Connection) -> sqlite3.Connection:
    """Make *db* read whatever another program may have written into it."""
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return db


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Hold the file's lock for writing; commit at the end, or roll back on any error."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # on a full disk, say, SQLite has rolled back itself
            db.execute("ROLLBACK")
        raise


def _check(db: sqlite3.Connection, pragma: Literal["quick_check", "integrity_check"]) -> None:
    """Raise sqlite3.DatabaseError, as damaged, where the check finds a fault."""
    (answer,) = db.execute(f"PRAGMA {pragma}(1)").fetchone()
    if answer != "ok":
        error = sqlite3.DatabaseError(str(answer))
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _code(error: sqlite3.DatabaseError) -> int:
    """Return the kind of *error*; 0 for those that are Python's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _is_sound(file: Path) -> bool:
    """Whether *file* is whole, or not there: another process may have set aside the damaged one."""
    if not file.exists():
        return True
    try:
        with closing(_connect(file)) as db:
            _check(db, "integrity_check")
    except sqlite3.DatabaseError as error:
        return _code(error) not in _DAMAGED
    return True


def _set_aside(file: Path) -> Path:
    """Rename *file* and those that belong to it; return its new name.

    The file itself goes last: where this ends half-way, nothing is left that a new file could take
    for its own.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = _beside(file, f".damaged-{stamp}")
    for ending in _BESIDE:
        if _beside(file, ending).exists():
            _beside(file, ending).rename(_beside(aside, ending))
    return file.rename(aside)


def _may_be_written(file: Path) -> bool:
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)


def _has_content(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0
