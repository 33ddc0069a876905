"""One SQLite file: connections, transactions, migrations, backups, and repair when it is damaged."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from confbrowse import files
from confbrowse.errors import StoreError
from confbrowse.storage import connection
from confbrowse.storage.backups import (
    answer_of_last_backup,
    back_up_before,
    back_up_today,
    backups,
    has_fresh_backup,
    remove_unfinished,
)
from confbrowse.storage.connection import (
    DAMAGED,
    connect,
    connect_read_only,
    error_code,
    in_memory,
    sibling,
    transaction,
    use_wal,
)
from confbrowse.storage.damage import (
    aside_name,
    check_pages,
    check_schema,
    damage,
    files_set_aside,
    holds_columns,
    migrate,
    quarantine,
)
from confbrowse.storage.disk import why_not_writable
from confbrowse.storage.locks import folder_lock
from confbrowse.storage.permissions import make_private_file, make_private_folder
from confbrowse.text.clean import clean_line

Check = Callable[[sqlite3.Connection], None]
"""Raises ``damage`` if the checksum of a row does not match."""
Salvage = Callable[[Path, sqlite3.Connection], str | None]
"""Copies what can be read of a damaged file into a new one; returns a summary in words, or None if
nothing could be read."""

_WHY = {
    sqlite3.SQLITE_BUSY: "another program is writing to it; please try again",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_PROTOCOL: "too many programs are using it; please try again",
    sqlite3.SQLITE_READONLY: "it is read-only",
}
_MOST_MIGRATIONS = 10_000
"""A file that claims more is damaged, not newer."""
_CHECKED_AT_ONCE = 8 * 1024 * 1024
"""Files up to this size, in bytes (some 2,000 marks), have all rows and indexes checked before use,
in 30 ms. The rows of larger ones are checked when read, their indexes with each backup."""


@dataclass(frozen=True, slots=True)
class Database:
    """A handle on the SQLite file at *path*, which need not exist yet."""

    path: Path
    name: str
    """The file's name in messages: ``agenda``, ``library``."""
    migrations: tuple[str, ...]
    """Scripts, applied once each, in order; never edited once released. Semicolons end their
    statements and occur nowhere else but within triggers."""
    durable: bool
    """Whether writes are on the disk before the call returns, the file is checked when opened, and
    backups are made."""
    check: Check | None = None
    salvage: Salvage | None = None
    """None if a damaged file is only set aside."""
    empty_if_newer: bool = False
    """Whether a file of a newer confbrowse is read as an empty one instead of being refused."""

    def prepare(self) -> str | None:
        """Check the file, if it exists; return a sentence if there is something to report.

        That is damage, repaired as far as possible, or a newer file that is read-only. Raises
        StoreError if the file cannot be read, or was written by a newer confbrowse and is refused.
        """
        try:
            with self._guarded("read"):
                file = self._file
                self._finish_replacement(file)
                if self.durable:
                    remove_unfinished(file)
                if file.exists():
                    self._keep_private(file)
                    self._check_log(file)
                    with _folder_lock(file):
                        self._check(file)
            return self._about_newer() if self.is_newer() else None
        except DamagedDatabaseError as found:
            return str(found)

    def is_newer(self) -> bool:
        """Whether a newer confbrowse wrote the file, so that it is read-only at best.

        Raises StoreError if it cannot be read at all.
        """
        with self.reading() as db:
            return self._stored_version(db) > len(self.migrations)

    def is_sound(self, file: Path | None = None) -> bool:
        """Whether pages, tables, log and checksums are intact; a missing file is."""
        file = file or self._file
        if not file.exists():
            return True
        try:
            if self.durable and not _log_is_intact(file):
                return False
            self._check(file, thorough=True)
        except sqlite3.DatabaseError as error:
            return error_code(error) not in DAMAGED
        except NewerDatabaseError:
            return True
        return True

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection for reading; a file that does not exist yet reads as an empty one.

        Raises StoreError if the file cannot be read, DamagedDatabaseError if it was replaced just
        now.
        """
        file = self._file
        with self._guarded("read"):
            self._finish_replacement(file)
            with _folder_lock(file), self._opened(file) as db:
                db.execute("BEGIN")
                yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection whose work is committed as a whole, or rolled back on any error.

        Raises StoreError if the file cannot be written, DamagedDatabaseError if it was replaced
        just now; nothing is changed then.
        """
        with self._guarded("write"):
            file = self._file
            self._finish_replacement(file)
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _folder_lock(file):
                is_new = not file.exists()
                self._keep_private(file)
                with connect(file) as db:
                    if not (
                        self._version(db) or is_new
                    ):  # a newer file is not even switched to our journal mode
                        self._check_empty(file)
                    use_wal(db)
                    db.execute(f"PRAGMA synchronous = {'FULL' if self.durable else 'NORMAL'}")
                    db.execute("PRAGMA secure_delete = ON")  # salvage must not find deleted marks
                    with transaction(db):
                        self._bring_up_to_date(db, file)
                        yield db

    def back_up(self, version: str) -> None:
        """Make a backup if the last one is over an hour old and something has changed since.

        *version* is a query whose result changes with every write. Raises StoreError if the backup
        fails.
        """
        with self._guarded("back up"):
            file = self._file
            if not file.exists() or has_fresh_backup(file):
                return
            with _folder_lock(file), connect_read_only(file) as db:
                if self._stored_version(db) != len(self.migrations):
                    return  # nothing was written by this version yet
                if db.execute(version).fetchone() != answer_of_last_backup(file, version):
                    back_up_today(file, db, self._check_copy)

    @property
    def _file(self) -> Path:
        """The file itself, links resolved: SQLite keeps its other files beside it."""
        return Path(os.path.realpath(self.path))

    def _keep_private(self, file: Path) -> None:
        """Create the file if needed; remove other users' access to it and its folder."""
        if not self.path.is_symlink():  # otherwise the folder is one that the user chose
            make_private_folder(self.path.parent)
        make_private_file(file)

    @contextmanager
    def _opened(self, file: Path) -> Iterator[sqlite3.Connection]:
        """Yield a connection to *file* with all migrations applied.

        If it is read-only or was never written, that is an in-memory copy.
        """
        with connect_read_only(file) if file.exists() else in_memory() as db:
            version = self._stored_version(db)
            if version > len(self.migrations):
                with self._opened_newer(db) as newer:
                    yield newer
            elif version == len(self.migrations):
                yield db
            elif version and _may_be_written(file):
                with transaction(db):
                    self._bring_up_to_date(db, file)
                yield db
            else:
                if not version and file.exists():
                    self._check_empty(file)
                with in_memory() as copy:
                    db.backup(copy)
                    # the copy's own version: another process may have created the tables meanwhile
                    migrate(copy, self.migrations, self._version(copy))
                    yield copy

    @contextmanager
    def _opened_newer(self, db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        """Yield what can be read of a file with more migrations than this version knows."""
        if self.durable and holds_columns(db, self.migrations):
            db.execute("PRAGMA query_only = ON")
            yield db
        elif self.empty_if_newer:
            with in_memory() as empty:
                migrate(empty, self.migrations)
                empty.execute(f"PRAGMA user_version = {self._stored_version(db)}")
                yield empty
        else:
            raise self._newer()

    def _stored_version(self, db: sqlite3.Connection) -> int:
        """Return how many migrations the file has seen, known or not."""
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if not 0 <= version <= _MOST_MIGRATIONS:
            raise damage("its version is none")
        return int(version)

    def _version(self, db: sqlite3.Connection) -> int:
        """Return how many migrations the file has seen. Raises NewerDatabaseError."""
        version = self._stored_version(db)
        if version > len(self.migrations):
            raise self._newer()
        return version

    def _newer(self) -> "NewerDatabaseError":
        return NewerDatabaseError(
            f"The {self.name} at {self.path} was written by a newer confbrowse. "
            "Please upgrade this one."
        )

    def _about_newer(self) -> str:
        what = "is treated as empty" if self.empty_if_newer else "is read-only"
        return (
            f"The {self.name} at {self.path} was written by a newer confbrowse and {what}. "
            "Please upgrade this one."
        )

    def _bring_up_to_date(self, db: sqlite3.Connection, file: Path) -> None:
        """Apply the migrations that *file* lacks, within the transaction of *db*."""
        version = self._version(db)  # again, since another process may have been faster
        if version < len(self.migrations):
            if self.durable and version:
                with connect(file) as before:  # as it was; whoever migrates it holds its lock
                    back_up_before(len(self.migrations), file, before, self._check_copy)
            migrate(db, self.migrations, version)

    def _check_log(self, file: Path) -> None:
        """Raise ``damage`` if the log is damaged, and not just being written."""
        if self.durable and not _log_is_intact(file):
            with suppress(TimeoutError), _folder_lock(file, exclusive=True):
                if not _log_is_intact(file):
                    raise damage("its log is damaged")

    def _check(self, file: Path, *, thorough: bool = False) -> None:
        """Raise ``damage`` if *file* is damaged; a newer version is not checked."""
        with connect_read_only(file) as db:
            db.execute("BEGIN")  # all checks see one state of the file
            version = self._stored_version(db)
            if version > len(self.migrations):
                return
            if self.durable or thorough:
                thorough = thorough or file.stat().st_size <= _CHECKED_AT_ONCE
                check_pages(db, "integrity_check" if thorough else "quick_check")
                if not version:
                    self._check_empty(file)
                check_schema(db, self.migrations, version)
                if thorough:
                    self._check_rows(db, version)

    def _check_copy(self, db: sqlite3.Connection) -> None:
        """Raise ``damage`` if a copy, of any version, is damaged."""
        version = self._version(db)
        check_pages(db, "integrity_check")
        check_schema(db, self.migrations, version)
        self._check_rows(db, version)

    def _check_rows(self, db: sqlite3.Connection, version: int) -> None:
        if self.check and version == len(self.migrations):
            self.check(db)

    def _check_empty(self, file: Path) -> None:
        """Raise ``damage`` if *file* is empty though it once was not.

        A file that was created and never written is empty, too, but has no backup.
        """
        if self.durable and backups(file):
            raise damage("it is empty")

    @contextmanager
    def _guarded(self, what: Literal["read", "write", "back up"]) -> Iterator[None]:
        """Convert errors of SQLite and the system to StoreError; replace a damaged file."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            # a damaged schema shows up as a statement that names an unknown table
            if error_code(error) in DAMAGED or (
                self.durable and error_code(error) == sqlite3.SQLITE_ERROR
            ):
                raise self._damaged(what, error) from error
            raise self._failed(what, self._why(error)) from error
        except OSError as error:
            raise self._failed(what, files.reason(error)) from error

    def _why(self, error: sqlite3.DatabaseError) -> str:
        """Return in words what SQLite could not do."""
        if error_code(error) in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            with suppress(OSError):
                if found := why_not_writable(self._file):
                    return found
        return _WHY.get(error_code(error), clean_line(str(error)))

    def _failed(self, what: str, why: str) -> StoreError:
        ending = " Nothing was changed." if what == "write" else ""
        return StoreError(f"Cannot {what} the {self.name} at {self.path}: {why}.{ending}")

    def _damaged(self, what: str, error: sqlite3.DatabaseError) -> StoreError:
        """Replace the file if it is still damaged; return the error to raise."""
        file = self._file
        try:
            with _folder_lock(file, exclusive=True):
                if self.is_sound(file):
                    if error_code(error) not in DAMAGED:
                        return self._failed(what, clean_line(str(error)))
                    why = f"{clean_line(str(error))}. It is intact now; please try again"
                    return self._failed("use", why)
                return DamagedDatabaseError(self._replaced(file))
        except OSError as trouble:
            why = f"it is damaged and cannot be set aside: {files.reason(trouble)}"
        except sqlite3.DatabaseError as trouble:
            why = f"it is damaged and cannot be repaired: {self._why(trouble)}"
        return self._failed("use", why)

    def _replaced(self, file: Path) -> str:
        """Replace the damaged file by all that can be read; return the sentence to show.

        The new file is complete before anything is renamed. If this is interrupted, the next call
        starts again or finishes the replacement.
        """
        aside = aside_name(file)
        finished = sibling(file, _SALVAGED)
        words = self._salvaged(file, finished, self.salvage) if self.salvage else None
        quarantine(file, aside)
        if words:
            finished.rename(file)
        files.sync_folder(file.parent)
        if words:
            return f"The {self.name} was damaged. {words}. The damaged file was saved as {aside}."
        again = "" if self.durable else " Please add your programmes again."
        return f"The {self.name} was damaged. It was set aside as {aside} and a new one started.{again}"

    def _salvaged(self, file: Path, finished: Path, salvage: Salvage) -> str | None:
        """Salvage *file* into *finished*; return a summary, None if nothing could be read.

        SQLite writes the new file page by page, so ``files.write_atomic`` cannot: it is written
        under another name and renamed when complete.
        """
        unfinished = sibling(finished, ".part")
        for ending in ("", "-journal", "-wal", "-shm"):
            sibling(unfinished, ending).unlink(missing_ok=True)
        try:
            make_private_file(unfinished)
            with connect(unfinished) as db, transaction(db):
                migrate(db, self.migrations)
                words = salvage(file, db)
            if words:
                unfinished.rename(finished)
                files.sync_folder(file.parent)
            return words
        finally:
            for ending in ("", "-journal"):
                with suppress(OSError):
                    sibling(unfinished, ending).unlink()

    def _finish_replacement(self, file: Path) -> None:
        """Finish a replacement that was interrupted by a kill.

        Raises DamagedDatabaseError, so that the user is informed.
        """
        finished = sibling(file, _SALVAGED)
        if not finished.exists():
            return
        with _folder_lock(file, exclusive=True):
            if not finished.exists():
                return  # another process was faster
            quarantine(file, aside_name(file))
            finished.rename(file)
            files.sync_folder(file.parent)
        kept = next((path for path, _ in files_set_aside(file)), file.parent)
        raise DamagedDatabaseError(
            f"The {self.name} was damaged, and its repair was interrupted. Everything readable was "
            f"restored; the damaged file was saved as {kept}."
        )


_SALVAGED = ".salvaged"
"""Suffix of the file that is about to replace a damaged one. Only a complete one has it."""


class NewerDatabaseError(StoreError):
    """The file was written by a newer confbrowse."""


class DamagedDatabaseError(StoreError):
    """The file was damaged and has been replaced; the next call uses the new one."""


def _log_is_intact(file: Path) -> bool:
    if not sibling(file, "-wal").exists():
        return True
    # few databases have a log when they are opened
    from confbrowse.storage.page_reader import log_is_intact

    return log_is_intact(file)


def _folder_lock(file: Path, *, exclusive: bool = False) -> AbstractContextManager[None]:
    return folder_lock(file.parent, exclusive=exclusive, patience=connection.BUSY_SECONDS)


def _may_be_written(file: Path) -> bool:
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
