"""One SQLite file: opened, brought up to date, read and written, and set aside when it is damaged."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from confbrowse.errors import StoreError

_BUSY_SECONDS = 5.0
"""How long a call waits for another confbrowse that is writing."""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@dataclass(frozen=True, slots=True)
class Database:
    """A handle on the SQLite file at *path*, which need not exist yet."""

    path: Path
    name: str
    """What the file is to the reader: ``agenda``, ``library``."""
    migrations: tuple[str, ...]
    """Scripts, applied in order, once each; an entry that was released is never edited."""
    precious: bool
    """Whether every write must be on the disk before the call returns, and a copy is kept before a
    migration."""

    def prepare(self) -> str | None:
        """Check the file, if there is one; return a sentence if it was damaged and is set aside now.

        Raises StoreError where it was written by a newer confbrowse, or cannot be read.
        """
        if not self.path.exists():
            return None
        try:
            with self._guarded(), contextlib.closing(self._connect()) as db:
                self._refuse_newer(db)
                if self.precious:
                    self._check(db)
        except DamagedError as damage:
            return str(damage)
        return None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection to read with; a file that does not exist yet reads as an empty one."""
        with self._guarded():
            exists = self.path.exists()
            db = self._connect() if exists else sqlite3.connect(":memory:")
            with contextlib.closing(db):
                if not exists or self._version(db) < len(self.migrations):
                    self._migrate(db)
                db.execute("BEGIN")
                yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection whose work is committed as a whole, or not at all on any error.

        Raises StoreError where the file cannot be written; nothing is changed then.
        """
        with self._guarded():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(self._connect()) as db:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute(f"PRAGMA synchronous = {'FULL' if self.precious else 'NORMAL'}")
                if self._version(db) < len(self.migrations):
                    self._migrate(db)
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                except BaseException:
                    db.execute("ROLLBACK")
                    raise
                db.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        """Return a connection that begins no transaction of its own."""
        uri = self.path.absolute().as_uri()
        if self.path.exists() and not os.access(self.path.parent, os.W_OK):
            uri += "?immutable=1"  # WAL needs to write beside the file even to read it
        return sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)

    def _version(self, db: sqlite3.Connection) -> int:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        return int(version)

    def _refuse_newer(self, db: sqlite3.Connection) -> None:
        if self._version(db) > len(self.migrations):
            raise StoreError(
                f"The {self.name} at {self.path} was written by a newer confbrowse; "
                "please upgrade this one."
            )

    def _check(self, db: sqlite3.Connection) -> None:
        (answer,) = db.execute("PRAGMA quick_check(1)").fetchone()
        if answer != "ok":
            error = sqlite3.DatabaseError(str(answer))
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error

    def _migrate(self, db: sqlite3.Connection) -> None:
        """Bring the file up to date in one transaction; another process may do so at the same time."""
        self._refuse_newer(db)
        if self.precious and self._version(db) > 0:
            self._keep_copy(db)
        db.execute("BEGIN IMMEDIATE")
        version = self._version(db)
        for script in self.migrations[version:]:
            for statement in script.split(";"):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {len(self.migrations)}")
        db.execute("COMMIT")

    def _keep_copy(self, db: sqlite3.Connection) -> None:
        copy = self.path.with_name(f"{self.path.name}.before-{len(self.migrations)}")
        with contextlib.closing(sqlite3.connect(copy)) as target:
            db.backup(target)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn SQLite's and the system's errors into sentences; set a damaged file aside."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
                raise self._set_aside() from error
            raise StoreError(f"Cannot use the {self.name} at {self.path}: {error}.") from error
        except OSError as error:
            raise StoreError(
                f"Cannot use the {self.name} at {self.path}: {error.strerror}."
            ) from error

    def _set_aside(self) -> "DamagedError":
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        aside = self.path.with_name(f"{self.path.name}.damaged-{stamp}")
        for ending in ("", "-wal", "-shm"):
            part = self.path.with_name(self.path.name + ending)
            if part.exists():
                shutil.move(part, aside.with_name(aside.name + ending))
        return DamagedError(
            f"The {self.name} was damaged. It is set aside as {aside}, and a new one is begun."
        )


class DamagedError(StoreError):
    """The file was damaged and is set aside; the next call begins a new one."""
