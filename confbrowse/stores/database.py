"""One SQLite file: opened, brought up to date, read and written, and set aside when it is damaged."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from confbrowse.errors import StoreError
from confbrowse.stores import connection
from confbrowse.stores.connection import (
    DAMAGED,
    beside,
    connected,
    connected_to_read,
    in_memory,
    keep_log,
    kind,
    transaction,
)
from confbrowse.stores.damage import check, is_sound, set_aside
from confbrowse.stores.holding import held
from confbrowse.text.clean import clean_line

_WHY = {
    sqlite3.SQLITE_BUSY: "another program is writing to it; please try again",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_PROTOCOL: "too many programs are using it; please try again",
    sqlite3.SQLITE_READONLY: "it may only be read",
}


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
                    check(db, "quick_check")
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
            with _held(file), connected(file) as db:
                self._version(db)  # a newer file is not even put into our mode
                keep_log(db)
                db.execute(f"PRAGMA synchronous = {'FULL' if self.precious else 'NORMAL'}")
                with transaction(db):
                    self._bring_up_to_date(db, file)
                    yield db

    @property
    def _file(self) -> Path:
        """The file itself: SQLite keeps the others beside it, not beside a link to it."""
        return Path(os.path.realpath(self.path))

    @contextmanager
    def _opened(self, file: Path) -> Iterator[sqlite3.Connection]:
        """Yield a connection to *file*, brought up to date.

        To a copy of it where it may only be read, or where nothing has been written into it yet.
        """
        with connected_to_read(file) if file.exists() else in_memory() as db:
            version = self._version(db)
            if version == len(self.migrations):
                yield db
            elif version and _may_be_written(file):
                with transaction(db):
                    self._bring_up_to_date(db, file)
                yield db
            else:
                with in_memory() as copy:
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
        copy = beside(file, f".before-{len(self.migrations)}")
        unfinished = beside(copy, ".part")
        unfinished.unlink(missing_ok=True)
        with connected(file) as db, connected(unfinished) as target:
            db.backup(target)
        unfinished.replace(copy)

    @contextmanager
    def _guarded(self, what: Literal["read", "write"]) -> Iterator[None]:
        """Turn SQLite's and the system's errors into sentences; set a damaged file aside."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if kind(error) in DAMAGED:
                raise self._damaged(error) from error
            why = _WHY.get(kind(error), clean_line(str(error)))
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
                if is_sound(file):
                    why = f"{clean_line(str(error))}. It is whole now; please try again"
                    return self._failed("use", why)
                aside = set_aside(file)
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
    return held(file.parent, alone=alone, patience=connection.BUSY_SECONDS)


def _may_be_written(file: Path) -> bool:
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
