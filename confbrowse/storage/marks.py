"""The user's marks, in ``agenda.db``: the one file that cannot be rebuilt.

Every change is on the disk before the call returns, and can be undone from the journal. Each mark
keeps a snapshot of its talk, so that the agenda does not need the programme.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from confbrowse.model import (
    NO_MARK,
    Mark,
    MarkChange,
    MarkedTalk,
    Talk,
    Triage,
    TriagePosition,
    WatchChange,
    start_key,
)
from confbrowse.storage import sync_state, triage, watch
from confbrowse.storage.checksums import checksum
from confbrowse.storage.database import Database
from confbrowse.storage.mark_rows import (
    CHECKSUMS,
    COLUMNS,
    FIELDS,
    LATER,
    add_entries,
    add_step,
    check_mark,
    check_rows,
    check_snapshot,
    check_step,
    increase_version,
    journal_values,
    normalised,
    read_mark,
    set_undone,
    store_mark,
)
from confbrowse.storage.snapshots import snapshot_of, stand_in, talk_from_snapshot
from confbrowse.text.clean import clean_line

if TYPE_CHECKING:
    from confbrowse.storage.recovery import Record

_MIGRATIONS = (
    """
    CREATE TABLE mark (
        talk TEXT PRIMARY KEY, starred INTEGER NOT NULL, interest INTEGER NOT NULL,
        hidden INTEGER NOT NULL, seen INTEGER NOT NULL, note TEXT, snapshot TEXT NOT NULL);
    CREATE TABLE journal (
        id INTEGER PRIMARY KEY AUTOINCREMENT, step INTEGER NOT NULL, talk TEXT NOT NULL,
        before TEXT NOT NULL, after TEXT NOT NULL, undone INTEGER NOT NULL, at TEXT NOT NULL);
    CREATE INDEX journal_step ON journal (step);
    CREATE TABLE version (number INTEGER NOT NULL);
    INSERT INTO version VALUES (0)
    """,
    sync_state.TABLES,
    sync_state.PENDING,
    CHECKSUMS,
    triage.TABLES,
    LATER,
    watch.TABLE,
)
_VERSION = "SELECT CAST(COALESCE(MAX(number), 0) AS INTEGER) FROM version"
_UNDOABLE = "SELECT DISTINCT step FROM journal WHERE NOT undone ORDER BY step DESC"
_MARKS = f"SELECT talk, checksum, {COLUMNS} FROM mark"  # noqa: S608 - our own names
_REDOABLE = "SELECT DISTINCT step FROM journal WHERE undone ORDER BY step"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What undo or redo changed."""

    marks: tuple[MarkChange, ...] = ()
    watched: tuple[WatchChange, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkStore:
    """A handle on the agenda."""

    database: Database
    on_change: Callable[[int, int], None] | None = None
    """Called within each transaction that changes anything, with the version before and after it."""

    @classmethod
    def at(cls, path: Path, sync_file: "Callable[[], Record | None] | None" = None) -> "MarkStore":
        """Return the agenda at *path* without opening it.

        *sync_file* reads the user's sync file; it is called only if the agenda is damaged, to
        restore marks from it.
        """
        salvage = partial(_salvage, sync_file)
        return cls(Database(path, "agenda", _MIGRATIONS, True, check=check_rows, salvage=salvage))

    def prepare(self) -> str | None:
        """Check the file; return a sentence if it was damaged, or is read-only."""
        return self.database.prepare()

    def back_up(self) -> None:
        """Make the daily backup if it is due and anything changed.

        Raises StoreError if it fails.
        """
        self.database.back_up(_VERSION)

    def version(self) -> int:
        """Return a number that grows with every change, by any process.

        It keeps growing when a damaged file is replaced by a new one.
        """
        with self.database.reading() as db:
            (number,) = db.execute(_VERSION).fetchone()
        return int(number)

    def marks(self) -> dict[str, Mark]:
        """Return every mark that is not empty, by the id of its talk."""
        with self.database.reading() as db:
            marks = {}
            for talk_id, stored, *row in db.execute(_MARKS):
                check_mark(talk_id, stored, row)
                marks[clean_line(str(talk_id))] = read_mark(row)
        return {talk_id: mark for talk_id, mark in marks.items() if mark != NO_MARK}

    def hidden(self) -> tuple[str, ...]:
        """Return the ids of the hidden talks, in no order."""
        with self.database.reading() as db:
            found = db.execute("SELECT talk FROM mark WHERE hidden").fetchall()
        return tuple(clean_line(str(talk_id)) for (talk_id,) in found)

    def entries(self) -> tuple[MarkedTalk, ...]:
        """Return the starred talks with their marks, in order of time.

        A talk with a damaged snapshot has an entry that says so.
        """
        return self._entries("WHERE starred")

    def marked(self) -> tuple[MarkedTalk, ...]:
        """Return every talk with a mark that is not empty, in order of time."""
        return tuple(entry for entry in self._entries("") if entry.mark != NO_MARK)

    def _entries(self, where: str) -> tuple[MarkedTalk, ...]:
        query = f"SELECT snapshot_checksum, snapshot, talk, checksum, {COLUMNS} FROM mark {where}"  # noqa: S608 - our own
        found = []
        with self.database.reading() as db:
            for snapshot_stored, snapshot, talk_id, stored, *row in db.execute(query):
                check_snapshot(snapshot_stored, snapshot)
                check_mark(talk_id, stored, row)
                found.append(MarkedTalk(talk_from_snapshot(talk_id, snapshot), read_mark(row)))
        return tuple(sorted(found, key=lambda entry: start_key(entry.talk)))

    def snapshot(self, talk_id: str) -> Talk | None:
        """Return the agenda's snapshot of a talk; None if it was never marked."""
        with self.database.reading() as db:
            query = "SELECT snapshot FROM mark WHERE talk = ?"
            row = db.execute(query, (talk_id,)).fetchone()
        return talk_from_snapshot(talk_id, row[0]) if row else None

    def mark(
        self, talks: Sequence[Talk], change: Callable[[Mark], Mark], *, undoable: bool = True
    ) -> tuple[MarkChange, ...]:
        """Change the marks of *talks* in one step; see ``mark_each``."""
        return self.mark_each([(talk, change) for talk in talks], undoable=undoable)

    def mark_each(
        self,
        wanted: Iterable[tuple[Talk, Callable[[Mark], Mark]]],
        *,
        undoable: bool = True,
        also: sync_state.InTransaction | None = None,
    ) -> tuple[MarkChange, ...]:
        """Change the mark of each talk, in one step of undo; return what changed.

        The new mark is computed from the stored one inside the transaction, so that concurrent
        processes lose nothing. Unchanged talks are not part of the step. A change that is not
        *undoable* is no step: undo and redo skip it. *also* runs in the same transaction.
        """
        with self.database.writing() as db:
            changes = _mark_each(db, wanted, undoable=undoable)
            if changes:
                self._increase_version(db)
            if also:
                also(db)
        return changes

    def triage_of(self, queue: str) -> Triage | None:
        """Return how far the triage of *queue* is; None if it was never begun."""
        with self.database.reading() as db:
            return triage.read_triage(db, queue)

    def move_triage(
        self, to: Triage, wanted: Iterable[tuple[Talk, Callable[[Mark], Mark]]] = ()
    ) -> tuple[MarkChange, ...]:
        """Change marks as ``mark_each`` does, and store how far the triage is, in one transaction.

        Undo of the marks takes back the move as well, unless the triage has moved on since.
        """
        with self.database.writing() as db:
            changes = _mark_each(db, wanted, undoable=True, moved=to)
            triage.store_triage(db, to)
            self._increase_version(db)
        return changes

    def triage_positions(self) -> tuple[TriagePosition, ...]:
        """Return how far the triages that moved last are, by queue."""
        with self.database.reading() as db:
            return triage.read_positions(db)

    def watched(self) -> tuple[str, ...]:
        """Return the queries on the watch list, in the order in which they were added."""
        with self.database.reading() as db:
            return watch.read_watched(db)

    def watch(self, query: str, *, is_set: bool) -> tuple[WatchChange, ...]:
        """Add *query*, which must be clean, to the watch list or remove it, as one step of undo."""
        with self.database.writing() as db:
            changes = watch.set_watched(db, [WatchChange(query, is_set)])
            if changes:
                add_entries(db, map(watch.journal_entry, changes))
                self._increase_version(db)
        return changes

    def undo(self) -> tuple[MarkChange, ...]:
        """Undo the last step as ``undo_step`` does; return the changes of marks."""
        return self.undo_step().marks

    def undo_step(self) -> Replayed:
        """Undo the last step; return what changed, nothing if there is none.

        Only the fields that the step changed are reset: later changes to the same talk stay.
        """
        return self._replay_first(_UNDOABLE, undone=True)

    def redo(self) -> tuple[MarkChange, ...]:
        """Redo the step that was undone last as ``redo_step`` does; return the changes of marks."""
        return self.redo_step().marks

    def redo_step(self) -> Replayed:
        """Redo the step that was undone last; return what changed, nothing if there is none."""
        return self._replay_first(_REDOABLE, undone=False)

    def _replay_first(self, steps: str, *, undone: bool) -> Replayed:
        """Replay the first of *steps*, a query, that changes anything; a damaged step does not."""
        with self.database.writing() as db:
            for (step,) in db.execute(steps).fetchall():
                watched = watch.replay_watched(db, step, undone=undone)
                changes = _replay(db, step, undone=undone)
                if changes or watched:
                    triage.replay_moves(db, step, undone=undone)
                    self._increase_version(db)
                    return Replayed(changes, watched)
        return Replayed()

    def _increase_version(self, db: sqlite3.Connection) -> None:
        (before,) = db.execute(_VERSION).fetchone()
        increase_version(db)
        (after,) = db.execute(_VERSION).fetchone()
        if self.on_change:
            self.on_change(before, after)

    def refresh(self, talks: Iterable[Talk]) -> None:
        """Update the agenda's snapshots of *talks*; talks without a mark are skipped.

        A talk whose mark was removed has a snapshot, too: undo may restore the mark.
        """
        with self.database.reading() as db:
            marked = {talk_id for (talk_id,) in db.execute("SELECT talk FROM mark")}
        new = [(snapshot_of(talk), talk.id) for talk in talks if talk.id in marked]
        copies = [(snapshot, checksum(snapshot), talk_id) for snapshot, talk_id in new]
        if not copies:
            return
        with self.database.writing() as db:
            db.executemany(
                "UPDATE mark SET snapshot = ?, snapshot_checksum = ? WHERE talk = ?", copies
            )
            self._increase_version(db)


def read_marks(file: Path) -> tuple[MarkedTalk, ...]:
    """Return the marks in another agenda: a copy, a backup or a damaged file.

    The file is only read, in any state. Raises StoreError if that fails.
    """
    from confbrowse.storage.recovery import marks_in  # few users read another agenda

    return tuple(MarkedTalk(talk, mark) for talk, mark in marks_in(file))


def _salvage(
    sync_file: "Callable[[], Record | None] | None", damaged: Path, db: sqlite3.Connection
) -> str | None:
    """Salvage the *damaged* file into *db*, with marks restored from the sync file and backups."""
    from confbrowse.storage.recovery import recover  # few agendas are ever damaged

    return recover(damaged, db, sync_file() if sync_file else None)


def _mark_each(
    db: sqlite3.Connection,
    wanted: Iterable[tuple[Talk, Callable[[Mark], Mark]]],
    *,
    undoable: bool,
    moved: Triage | None = None,
) -> tuple[MarkChange, ...]:
    """Change the mark of each talk; add what changed to the journal as one step if it is *undoable*.

    The step includes the move of the triage *moved* from the first of these talks.
    """
    changes = []
    for talk, change in {talk.id: (talk, change) for talk, change in wanted}.values():
        before = _mark_of(db, talk.id)
        after = normalised(change(before))
        if after != before:
            changes.append(MarkChange(talk, before, after))
            store_mark(db, talk.id, after, _snapshot_to_store(db, talk))
    if changes and undoable:
        here, moves = changes[0].talk.id, []
        if moved and moved.talk != here:
            moves.append(triage.journal_entry(moved.queue, here, moved.talk or ""))
        add_step(db, [(one.talk.id, one.before, one.after) for one in changes], moves)
    return tuple(changes)


def _replay(db: sqlite3.Connection, step: int | None, *, undone: bool) -> tuple[MarkChange, ...]:
    """Set the marks of *step* to what they were before it, or after it."""
    query = """
        SELECT mark.snapshot, journal.checksum, step, journal.talk, before, after, undone, at
        FROM journal JOIN mark ON mark.talk = journal.talk WHERE step = ? ORDER BY journal.id
    """
    changes = []
    for snapshot, stored, *row in db.execute(query, (step,)).fetchall():
        check_step(stored, row)
        _, talk_id, before, after, _, _ = row
        now = _mark_of(db, talk_id)
        then = _replayed(now, after, before) if undone else _replayed(now, before, after)
        if then != now:
            changes.append(MarkChange(talk_from_snapshot(talk_id, snapshot), now, then))
            store_mark(db, talk_id, then, snapshot)
    set_undone(db, step, undone=undone)
    return tuple(changes)


def _replayed(mark: Mark, before: str, after: str) -> Mark:
    """Return *mark* with the fields that differ between *before* and *after*, journal entries, as in *after*.

    A damaged entry changes nothing.
    """
    try:
        one, other = journal_values(before), journal_values(after)
        changed = {name: other[name] for name in FIELDS if one[name] != other[name]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return mark
    return read_mark([changed.get(name, getattr(mark, name)) for name in FIELDS])


def _mark_of(db: sqlite3.Connection, talk_id: str) -> Mark:
    found = db.execute(f"{_MARKS} WHERE talk = ?", (talk_id,)).fetchone()
    if found is None:
        return NO_MARK
    stored_id, stored, *row = found
    check_mark(stored_id, stored, row)
    return read_mark(row)


def _snapshot_to_store(db: sqlite3.Connection, talk: Talk) -> str:
    """Return the snapshot to store; a stand-in never replaces a damaged one that may be repairable."""
    if talk == stand_in(talk.id):
        row = db.execute("SELECT snapshot FROM mark WHERE talk = ?", (talk.id,)).fetchone()
        if row:
            return str(row[0])
    return snapshot_of(talk)
