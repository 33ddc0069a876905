"""What the reader has said about talks, in ``agenda.db``: the one file that cannot be made again.

Every change is on the disk before the call returns, and a line of the journal can undo it. Each
mark keeps a copy of its talk, so that the agenda outlives the programme.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from confbrowse.model import NO_MARK, Mark, Talk, by_time
from confbrowse.stores import exchange
from confbrowse.stores.database import Database
from confbrowse.stores.snapshots import snapshot_of, stand_in, talk_in
from confbrowse.text.clean import clean_line, clean_text

JOURNAL_STEPS = 100
"""How many steps can be undone."""
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
    exchange.TABLES,
)
_UNDOABLE = "SELECT DISTINCT step FROM journal WHERE NOT undone ORDER BY step DESC"
_REDOABLE = "SELECT DISTINCT step FROM journal WHERE undone ORDER BY step"
_FIELDS = tuple(field.name for field in fields(Mark))
_COLUMNS = ", ".join(_FIELDS)


@dataclass(frozen=True, slots=True)
class Entry:
    """A talk the reader has said something about, as it was when they did, or was seen last."""

    talk: Talk
    mark: Mark


@dataclass(frozen=True, slots=True)
class Change:
    """What one step did to one talk."""

    talk: Talk
    before: Mark
    after: Mark


@dataclass(frozen=True, slots=True)
class Agenda:
    """A handle on the reader's marks."""

    database: Database

    @classmethod
    def at(cls, path: Path) -> "Agenda":
        """Return the agenda at *path*; nothing is read or made yet."""
        return cls(Database(path, "agenda", _MIGRATIONS, precious=True))

    def prepare(self) -> str | None:
        """Check the file; return a sentence for the reader if it was damaged and is set aside."""
        return self.database.prepare()

    def version(self) -> int:
        """Return a number that grows with every change, whoever makes it.

        It goes on growing where a damaged file is set aside and a new one begun.
        """
        query = "SELECT CAST(COALESCE(MAX(number), 0) AS INTEGER) FROM version"
        with self.database.reading() as db:
            (number,) = db.execute(query).fetchone()
        return int(number)

    def marks(self) -> dict[str, Mark]:
        """Return every mark that says something, by the id of its talk."""
        with self.database.reading() as db:
            found = db.execute(f"SELECT talk, {_COLUMNS} FROM mark")  # noqa: S608 - our own names
            marks = {clean_line(str(talk_id)): _mark(row) for talk_id, *row in found}
        return {talk_id: mark for talk_id, mark in marks.items() if mark != NO_MARK}

    def hidden(self) -> tuple[str, ...]:
        """Return the ids of the talks that are hidden, in no order."""
        with self.database.reading() as db:
            found = db.execute("SELECT talk FROM mark WHERE hidden").fetchall()
        return tuple(clean_line(str(talk_id)) for (talk_id,) in found)

    def entries(self) -> tuple[Entry, ...]:
        """Return the starred talks with their marks, in the order of time.

        A talk whose copy is damaged has an entry as well, which says so.
        """
        return self._entries("WHERE starred")

    def marked(self) -> tuple[Entry, ...]:
        """Return the talks of all marks that say something, starred or not, in the order of time."""
        return tuple(entry for entry in self._entries("") if entry.mark != NO_MARK)

    def _entries(self, where: str) -> tuple[Entry, ...]:
        query = f"SELECT talk, snapshot, {_COLUMNS} FROM mark {where}"  # noqa: S608 - our own
        with self.database.reading() as db:
            found = [
                Entry(talk_in(talk_id, snapshot), _mark(row))
                for talk_id, snapshot, *row in db.execute(query)
            ]
        return tuple(sorted(found, key=lambda entry: by_time(entry.talk)))

    def snapshot(self, talk_id: str) -> Talk | None:
        """Return the talk with this id as the agenda keeps it; None where it has no mark."""
        with self.database.reading() as db:
            query = "SELECT snapshot FROM mark WHERE talk = ?"
            row = db.execute(query, (talk_id,)).fetchone()
        return talk_in(talk_id, row[0]) if row else None

    def mark(
        self, talks: Sequence[Talk], change: Callable[[Mark], Mark], *, undoable: bool = True
    ) -> tuple[Change, ...]:
        """Change the marks of *talks* in one step; as ``mark_each`` does, each in the same way."""
        return self.mark_each([(talk, change) for talk in talks], undoable=undoable)

    def mark_each(
        self, wanted: Iterable[tuple[Talk, Callable[[Mark], Mark]]], *, undoable: bool = True
    ) -> tuple[Change, ...]:
        """Change the mark of each talk in one step that one undo takes back; return what changed.

        The change is worked out from what the file holds at that moment, so that two programs at
        once lose nothing. Talks it leaves as they are make no step. What is not *undoable* makes
        none either: undo and redo pass over it, to what the reader decided before.
        """
        changes = []
        with self.database.writing() as db:
            for talk, change in {talk.id: (talk, change) for talk, change in wanted}.values():
                before = _mark_of(db, talk.id)
                after = _tidy(change(before))
                if after != before:
                    changes.append(Change(talk, before, after))
                    _store(db, talk.id, after, _copy_to_keep(db, talk))
            if changes:
                _count_up(db)
            if changes and undoable:
                _write_down(db, changes)
        return tuple(changes)

    def undo(self) -> tuple[Change, ...]:
        """Take back the last step that is not undone; return what changed, nothing if there is none.

        Only what the step changed goes back: what was said about the same talk otherwise stays.
        """
        return self._go(_UNDOABLE, undone=True)

    def redo(self) -> tuple[Change, ...]:
        """Do the step again that was undone last; return what changed, nothing if there is none."""
        return self._go(_REDOABLE, undone=False)

    def _go(self, steps: str, *, undone: bool) -> tuple[Change, ...]:
        """Replay the first of *steps*, a query, that changes anything; a damaged one does not."""
        with self.database.writing() as db:
            for (step,) in db.execute(steps).fetchall():
                if changes := _replay(db, step, undone=undone):
                    return changes
        return ()

    def refresh(self, talks: Iterable[Talk]) -> None:
        """Bring the copies the agenda keeps of *talks* up to date; talks never marked are passed over.

        A talk whose mark was taken away has a copy too: an undo may bring the mark back.
        """
        with self.database.reading() as db:
            marked = {talk_id for (talk_id,) in db.execute("SELECT talk FROM mark")}
        copies = [(snapshot_of(talk), talk.id) for talk in talks if talk.id in marked]
        if not copies:
            return
        with self.database.writing() as db:
            db.executemany("UPDATE mark SET snapshot = ? WHERE talk = ?", copies)
            _count_up(db)


def _write_down(db: sqlite3.Connection, changes: Sequence[Change]) -> None:
    """Make *changes* one new step; what was undone before can no longer be redone."""
    db.execute("DELETE FROM journal WHERE undone")
    (step,) = db.execute("SELECT COALESCE(MAX(step), 0) + 1 FROM journal").fetchone()
    now = datetime.now(UTC).isoformat()
    for change in changes:
        row = (step, change.talk.id, _text(change.before), _text(change.after), now)
        db.execute(
            "INSERT INTO journal (step, talk, before, after, undone, at) VALUES (?, ?, ?, ?, 0, ?)",
            row,
        )
    oldest = "SELECT DISTINCT step FROM journal ORDER BY step DESC LIMIT -1 OFFSET ?"
    db.execute(f"DELETE FROM journal WHERE step IN ({oldest})", (JOURNAL_STEPS,))  # noqa: S608


def _replay(db: sqlite3.Connection, step: int | None, *, undone: bool) -> tuple[Change, ...]:
    """Set the marks of *step* to what they were before it, or to what they were after it."""
    query = """
        SELECT journal.talk, journal.before, journal.after, mark.snapshot
        FROM journal JOIN mark ON mark.talk = journal.talk WHERE step = ? ORDER BY journal.id
    """
    changes = []
    for talk_id, before, after, snapshot in db.execute(query, (step,)).fetchall():
        now = _mark_of(db, talk_id)
        then = _replayed(now, after, before) if undone else _replayed(now, before, after)
        if then != now:
            changes.append(Change(talk_in(talk_id, snapshot), now, then))
            _store(db, talk_id, then, snapshot)
    db.execute("UPDATE journal SET undone = ? WHERE step = ?", (undone, step))
    if changes:
        _count_up(db)
    return tuple(changes)


def _replayed(mark: Mark, came_from: str, goes_to: str) -> Mark:
    """Return *mark* with what differs between two marks of the journal as in the second one.

    A record of the journal that is damaged changes nothing.
    """
    try:
        one, other = json.loads(came_from), json.loads(goes_to)
        changed = {name: other[name] for name in _FIELDS if one[name] != other[name]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return mark
    return _mark([changed.get(name, getattr(mark, name)) for name in _FIELDS])


def _store(db: sqlite3.Connection, talk_id: str, mark: Mark, snapshot: str) -> None:
    db.execute(
        "INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?, ?, ?, ?)",
        (talk_id, mark.starred, mark.interest, mark.hidden, mark.seen, mark.note, snapshot),
    )


def _count_up(db: sqlite3.Connection) -> None:
    """Make the version grow, beyond that of any file that was set aside before this one too."""
    microseconds = int(datetime.now(UTC).timestamp() * 1_000_000)
    db.execute("UPDATE version SET number = MAX(number + 1, ?)", (microseconds,))


def _mark_of(db: sqlite3.Connection, talk_id: str) -> Mark:
    query = f"SELECT {_COLUMNS} FROM mark WHERE talk = ?"  # noqa: S608 - our own names
    row = db.execute(query, (talk_id,)).fetchone()
    return _mark(row) if row else NO_MARK


def _mark(row: Sequence[object]) -> Mark:
    starred, interest, hidden, seen, note = row
    return Mark(
        starred=_is_set(starred),
        interest=max(0, min(3, interest)) if isinstance(interest, int) else 0,
        hidden=_is_set(hidden),
        seen=_is_set(seen),
        note=_note(note),
    )


def _is_set(value: object) -> bool:
    """Return what SQLite takes *value* for; it keeps any type in any column."""
    return isinstance(value, int | float) and value != 0


def _note(value: object) -> str | None:
    return clean_text(str(value)) or None if value is not None else None


def _tidy(mark: Mark) -> Mark:
    """Return *mark* as it will be read back: its interest in range, its note cleaned."""
    return _mark([getattr(mark, name) for name in _FIELDS])


def _text(mark: Mark) -> str:
    return json.dumps(asdict(mark))


def _copy_to_keep(db: sqlite3.Connection, talk: Talk) -> str:
    """Return what is stored of *talk*; a stand-in never replaces what may yet be mended by hand."""
    if talk == stand_in(talk.id):
        row = db.execute("SELECT snapshot FROM mark WHERE talk = ?", (talk.id,)).fetchone()
        if row:
            return str(row[0])
    return snapshot_of(talk)
