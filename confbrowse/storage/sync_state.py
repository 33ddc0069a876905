"""What was written to which file last, and calendar revisions; in ``agenda.db``.

A file that differs from what confbrowse wrote last was changed by another program. Writing takes
three steps: ``begin`` commits what is about to be written, the file is replaced, ``finish``
confirms it. A kill in between leaves a *pending* entry; a file that matches either entry is ours.
Everything from reading the file to the last step happens under one lock (``locked``).
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from confbrowse.errors import StoreError
from confbrowse.model import Mark, TriagePosition, WatchChange, instant
from confbrowse.storage import connection
from confbrowse.storage.database import Database
from confbrowse.storage.locks import locked
from confbrowse.storage.mark_rows import add_entries, increase_version
from confbrowse.storage.triage import merge_positions
from confbrowse.storage.watch import journal_entry, set_watched

TABLES = """
    CREATE TABLE revision (
        talk TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, number INTEGER NOT NULL,
        since TEXT NOT NULL);
    CREATE TABLE written (place TEXT PRIMARY KEY, digest TEXT NOT NULL, marks TEXT NOT NULL)
    """
"""The migration of the agenda that adds these tables."""
PENDING = """
    CREATE TABLE pending (place TEXT PRIMARY KEY, digest TEXT NOT NULL, marks TEXT NOT NULL)
    """
"""The migration that adds the pending entries."""
InTransaction = Callable[[sqlite3.Connection], None]
"""Work to do within a transaction of the agenda."""
_LOCK = "sync.lock"
"""The lock file, beside the agenda; never deleted."""


@dataclass(frozen=True, slots=True)
class LastWritten:
    """What confbrowse wrote to a file last."""

    digest: str
    """SHA-256 of the whole file."""
    marks: Mapping[str, Mark]
    """Its marks, by the ids of their talks; empty for formats that cannot be imported."""


@dataclass(frozen=True, slots=True)
class SyncState:
    """A handle on the sync tables in the agenda's *database*."""

    database: Database

    @contextmanager
    def locked(self, file: Path) -> Iterator[None]:
        """Hold the lock for reading, merging and writing synced files; *file* is for the message.

        Raises StoreError if another confbrowse holds it too long, or it cannot be taken.
        """
        lock = Path(os.path.realpath(self.database.path)).with_name(_LOCK)
        with ExitStack() as stack:
            try:
                stack.enter_context(locked(lock, patience=connection.BUSY_SECONDS))
            except TimeoutError as error:
                raise StoreError(
                    f"Cannot write {file}: another confbrowse is writing such a file. Please try again."
                ) from error
            except OSError as error:
                raise StoreError(f"Cannot lock {lock}: {error.strerror}.") from error
            yield

    def revisions(
        self, fingerprints: Mapping[str, str], now: datetime
    ) -> dict[str, tuple[int, datetime]]:
        """Return the calendar revision of each talk, by id: its number, and the time it was made.

        A talk with a new fingerprint gets a new revision, made *now*.
        """
        with self.database.reading() as db:
            rows = db.execute("SELECT talk, fingerprint, number, since FROM revision").fetchall()
        known = {row[0]: row for row in rows if row[0] in fingerprints}
        found, new = {}, []
        for talk_id, fingerprint in fingerprints.items():
            _, before, number, since = known.get(talk_id, (talk_id, None, -1, None))
            out_since = instant(since)
            if before != fingerprint or out_since is None:
                number, out_since = number + 1 if isinstance(number, int) else 0, now
                new.append((talk_id, fingerprint, number, now.isoformat()))
            found[talk_id] = (number, out_since)
        if new:
            with self.database.writing() as db:
                db.executemany("INSERT OR REPLACE INTO revision VALUES (?, ?, ?, ?)", new)
        return found

    def known(self, place: str) -> tuple[LastWritten, ...]:
        """Return what the file at *place* contains if no other program has changed it.

        That is the last write and, if its outcome is unknown, the pending one. Empty if confbrowse
        never wrote it.
        """
        with self.database.reading() as db:
            return _known(db, place)

    def begin(self, place: str, current: str, written: LastWritten) -> None:
        """Commit that the file at *place*, whose digest is *current*, is about to be *written*."""
        with self.database.writing() as db:
            found = next((one for one in _known(db, place) if one.digest == current), None)
            if found:
                _put(db, "written", place, found)
            _put(db, "pending", place, written)

    def finish(self, place: str) -> None:
        """Confirm the pending write to *place*."""
        with self.database.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO written SELECT * FROM pending WHERE place = ?", (place,)
            )
            _drop_pending(db, place)

    def withdraw(self, place: str) -> None:
        """Withdraw the pending write to *place*."""
        with self.database.writing() as db:
            _drop_pending(db, place)

    def record_written(self, place: str, written: LastWritten) -> None:
        """Record that the file at *place* is as *written*, unless that is known already."""
        if self.known(place) != (written,):
            with self.database.writing() as db:
                _record_written(db, place, written)

    def merged(
        self,
        place: str,
        written: LastWritten,
        watched: Sequence[WatchChange] = (),
        positions: Sequence[TriagePosition] = (),
    ) -> InTransaction:
        """Return a function that records that *written*, the file at *place*, was merged.

        It also makes the changes of the watch list that follow from the merge, and stores those of
        *positions*, of triages, that are later than ours.

        It must run in the transaction of the merge: after a kill, the same file must not be merged
        again over newer marks.
        """

        def remember(db: sqlite3.Connection) -> None:
            _record_written(db, place, written)
            if changes := set_watched(db, watched):
                add_entries(db, map(journal_entry, changes))
            if merge_positions(db, positions) or changes:
                increase_version(db)

        return remember


def _known(db: sqlite3.Connection, place: str) -> tuple[LastWritten, ...]:
    query = """
        SELECT 1 AS step, digest, marks FROM written WHERE place = :place
        UNION ALL SELECT 2 AS step, digest, marks FROM pending WHERE place = :place
        ORDER BY step
    """
    rows = db.execute(query, {"place": place}).fetchall()
    return tuple(LastWritten(str(digest), _marks(stored)) for _, digest, stored in rows)


def _record_written(db: sqlite3.Connection, place: str, written: LastWritten) -> None:
    _put(db, "written", place, written)
    _drop_pending(db, place)


def _put(db: sqlite3.Connection, table: str, place: str, written: LastWritten) -> None:
    stored = json.dumps({talk_id: asdict(mark) for talk_id, mark in written.marks.items()})
    row = (place, written.digest, stored)
    db.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", row)  # noqa: S608 - one of two


def _drop_pending(db: sqlite3.Connection, place: str) -> None:
    db.execute("DELETE FROM pending WHERE place = ?", (place,))


def _marks(stored: object) -> dict[str, Mark]:
    """Return the marks of an entry; none of a damaged one, so that no mark counts as removed."""
    try:
        return {talk_id: Mark(**one) for talk_id, one in json.loads(str(stored)).items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}
