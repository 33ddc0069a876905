"""Rows of the agenda's tables to marks and back, with their checksums.

Values read back have the right type whatever the file contains: other programs can write it. Their
rows have no checksum and count as intact.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime

from confbrowse.model import Mark
from confbrowse.storage.checksums import checksum, is_intact
from confbrowse.storage.damage import damage
from confbrowse.text.clean import clean_text

JOURNAL_STEPS = 100
"""Steps that can be undone."""
FIELDS = tuple(field.name for field in fields(Mark))
COLUMNS = ", ".join(FIELDS)
JournalChange = tuple[str, Mark, Mark]
"""The id of a talk, and its mark before and after."""
JournalEntry = tuple[str, str, str]
"""A key, such as the id of a talk, and what was before and what is after, as text."""

CHECKSUMS = """
    CREATE TABLE checked_mark (
        talk TEXT PRIMARY KEY, starred INTEGER NOT NULL, interest INTEGER NOT NULL,
        hidden INTEGER NOT NULL, seen INTEGER NOT NULL, note TEXT, checksum INTEGER,
        snapshot TEXT NOT NULL, snapshot_checksum INTEGER);
    INSERT INTO checked_mark
        SELECT talk, starred, interest, hidden, seen, note,
            CASE WHEN typeof(talk) || typeof(starred) || typeof(interest) || typeof(hidden)
                || typeof(seen) || replace(typeof(note), 'null', 'text')
                = 'text' || 'integer' || 'integer' || 'integer' || 'integer' || 'text'
            THEN row_checksum(
                CAST(talk AS BLOB), starred, interest, hidden, seen, CAST(note AS BLOB)) END,
            snapshot,
            CASE typeof(snapshot) WHEN 'text' THEN row_checksum(CAST(snapshot AS BLOB)) END
        FROM mark ORDER BY rowid;
    DROP TABLE mark;
    ALTER TABLE checked_mark RENAME TO mark;
    ALTER TABLE journal ADD COLUMN checksum INTEGER;
    UPDATE journal SET checksum = row_checksum(
            step, CAST(talk AS BLOB), CAST(before AS BLOB), CAST(after AS BLOB), undone,
            CAST(at AS BLOB))
        WHERE typeof(step) || typeof(talk) || typeof(before) || typeof(after) || typeof(undone)
            || typeof(at) = 'integer' || 'text' || 'text' || 'text' || 'integer' || 'text';
    CREATE TRIGGER mark_edited
        AFTER UPDATE OF talk, starred, interest, hidden, seen, note ON mark
        WHEN NEW.checksum IS OLD.checksum
        BEGIN UPDATE mark SET checksum = NULL WHERE rowid = NEW.rowid; END;
    CREATE TRIGGER snapshot_edited AFTER UPDATE OF snapshot ON mark
        WHEN NEW.snapshot_checksum IS OLD.snapshot_checksum AND NEW.snapshot IS NOT OLD.snapshot
        BEGIN UPDATE mark SET snapshot_checksum = NULL WHERE rowid = NEW.rowid; END;
    CREATE TRIGGER journal_edited
        AFTER UPDATE OF step, talk, before, after, undone, at ON journal
        WHEN NEW.checksum IS OLD.checksum
        BEGIN UPDATE journal SET checksum = NULL WHERE id = NEW.id; END
    """
"""The migration that adds checksums to the agenda.

The checksum of a mark is stored before the long snapshot of its talk, so that damage to one does
not look like damage to the other. Programs that do not know checksums may change rows: triggers
delete the checksum then.
"""
LATER = """
    CREATE TABLE mark_with_later (
        talk TEXT PRIMARY KEY, starred INTEGER NOT NULL, interest INTEGER NOT NULL,
        hidden INTEGER NOT NULL, seen INTEGER NOT NULL, note TEXT,
        later INTEGER NOT NULL DEFAULT 0, checksum INTEGER,
        snapshot TEXT NOT NULL, snapshot_checksum INTEGER);
    INSERT INTO mark_with_later
        SELECT talk, starred, interest, hidden, seen, note, 0,
            CASE WHEN checksum = row_checksum(
                CAST(talk AS BLOB), starred, interest, hidden, seen, CAST(note AS BLOB))
            THEN row_checksum(
                CAST(talk AS BLOB), starred, interest, hidden, seen, CAST(note AS BLOB), 0)
            ELSE checksum END,
            snapshot, snapshot_checksum
        FROM mark ORDER BY rowid;
    DROP TABLE mark;
    ALTER TABLE mark_with_later RENAME TO mark;
    CREATE TRIGGER mark_edited
        AFTER UPDATE OF talk, starred, interest, hidden, seen, note, later ON mark
        WHEN NEW.checksum IS OLD.checksum
        BEGIN UPDATE mark SET checksum = NULL WHERE rowid = NEW.rowid; END;
    CREATE TRIGGER snapshot_edited AFTER UPDATE OF snapshot ON mark
        WHEN NEW.snapshot_checksum IS OLD.snapshot_checksum AND NEW.snapshot IS NOT OLD.snapshot
        BEGIN UPDATE mark SET snapshot_checksum = NULL WHERE rowid = NEW.rowid; END;
    """
"""The migration that adds the mark *later*. The checksum of a damaged row stays wrong, so that the
damage is still found."""
_STORE = f"""
    INSERT OR REPLACE INTO mark (talk, {COLUMNS}, checksum, snapshot, snapshot_checksum)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""  # noqa: S608 - our own names
_ADD_ENTRY = """
    INSERT INTO journal (step, talk, before, after, undone, at, checksum)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""


def check_rows(db: sqlite3.Connection) -> None:
    """Raise ``damage`` if the checksum of a mark or of a journal row does not match."""
    marks = f"SELECT snapshot_checksum, snapshot, talk, checksum, {COLUMNS} FROM mark"  # noqa: S608
    for snapshot_stored, snapshot, talk_id, stored, *row in db.execute(marks):
        check_snapshot(snapshot_stored, snapshot)
        check_mark(talk_id, stored, row)
    journal = "SELECT checksum, step, talk, before, after, undone, at FROM journal"
    for stored, *row in db.execute(journal):
        check_step(stored, row)


def check_mark(talk_id: object, stored: object, row: Sequence[object]) -> None:
    """Raise ``damage`` if the mark in *row* does not match its *stored* checksum."""
    if not is_intact(stored, talk_id, *row):
        raise damage("a mark is damaged")


def check_snapshot(stored: object, snapshot: object) -> None:
    """Raise ``damage`` if the snapshot of a talk does not match its *stored* checksum."""
    if not is_intact(stored, snapshot):
        raise damage("the copy of a talk is damaged")


def check_step(stored: object, row: Sequence[object]) -> None:
    """Raise ``damage`` if a *row* of the journal does not match its *stored* checksum."""
    if not is_intact(stored, *row):
        raise damage("the journal is damaged")


def store_mark(db: sqlite3.Connection, talk_id: str, mark: Mark, snapshot: object) -> None:
    """Insert or replace the *mark* of a talk."""
    row = tuple(int(value) if isinstance(value, bool) else value for value in _in_order(mark))
    db.execute(_STORE, (talk_id, *row, checksum(talk_id, *row), snapshot, checksum(snapshot)))


def add_step(
    db: sqlite3.Connection,
    changes: Iterable[JournalChange],
    others: Iterable[JournalEntry] = (),
) -> None:
    """Add *changes* and *others* to the journal as one step; steps undone before can no longer be redone."""
    marks = [(talk, mark_to_json(before), mark_to_json(after)) for talk, before, after in changes]
    add_entries(db, [*marks, *others])


def add_entries(db: sqlite3.Connection, entries: Iterable[JournalEntry]) -> None:
    """Add *entries*, each a key, what was before and what is after, to the journal as one step."""
    db.execute("DELETE FROM journal WHERE undone")
    (step,) = db.execute("SELECT COALESCE(MAX(step), 0) + 1 FROM journal").fetchone()
    now = datetime.now(UTC).isoformat()
    for entry in entries:
        row = (step, *entry, 0, now)
        db.execute(_ADD_ENTRY, (*row, checksum(*row)))
    oldest = "SELECT DISTINCT step FROM journal ORDER BY step DESC LIMIT -1 OFFSET ?"
    db.execute(f"DELETE FROM journal WHERE step IN ({oldest})", (JOURNAL_STEPS,))  # noqa: S608


def set_undone(db: sqlite3.Connection, step: int | None, *, undone: bool) -> None:
    """Mark a *step* as undone or not, with the present time."""
    found = db.execute("SELECT id, step, talk, before, after FROM journal WHERE step = ?", (step,))
    now = datetime.now(UTC).isoformat()
    rows = [
        (int(undone), now, checksum(*row, int(undone), now), number)
        for number, *row in found.fetchall()
    ]
    db.executemany("UPDATE journal SET undone = ?, at = ?, checksum = ? WHERE id = ?", rows)


def increase_version(db: sqlite3.Connection) -> None:
    """Increase the version, also beyond that of any damaged file it replaces."""
    microseconds = int(datetime.now(UTC).timestamp() * 1_000_000)
    db.execute("UPDATE version SET number = MAX(number + 1, ?)", (microseconds,))


def read_mark(row: Sequence[object]) -> Mark:
    """Return the mark in a row of ``COLUMNS``."""
    starred, interest, hidden, seen, note, later = row
    return Mark(
        starred=_is_set(starred),
        interest=max(0, min(3, interest)) if isinstance(interest, int) else 0,
        hidden=_is_set(hidden),
        seen=_is_set(seen),
        note=_note(note),
        later=_is_set(later),
    )


def normalised(mark: Mark) -> Mark:
    """Return *mark* as it will be read back: interest in range, note cleaned."""
    return read_mark(_in_order(mark))


def mark_to_json(mark: Mark) -> str:
    """Return *mark* as JSON for the journal."""
    return json.dumps(asdict(mark))


def mark_from_json(text: object) -> Mark | None:
    """Return the mark in a journal entry; None if it is damaged."""
    try:
        return read_mark(list(journal_values(text).values()))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def journal_values(text: object) -> dict[str, object]:
    """Return the fields of the mark in a journal entry, in the order of ``FIELDS``, as they are stored.

    Raises ValueError, KeyError, TypeError or RecursionError if the entry is damaged.
    """
    kept = {"later": False, **json.loads(str(text))}  # earlier versions did not know it
    return {name: kept[name] for name in FIELDS}


def _in_order(mark: Mark) -> list[object]:
    return [getattr(mark, name) for name in FIELDS]


def _is_set(value: object) -> bool:
    """Return the truth value that SQLite gives *value*; a column can hold any type."""
    return isinstance(value, int | float) and value != 0


def _note(value: object) -> str | None:
    return clean_text(str(value)) or None if value is not None else None
