"""Rebuilds a damaged agenda from what can be read of it, and from the latest backup or sync file."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from confbrowse.errors import StoreError
from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.storage.backups import backups
from confbrowse.storage.checksums import checksum
from confbrowse.storage.mark_rows import JournalChange, add_step, increase_version, store_mark
from confbrowse.storage.page_reader import MAGIC
from confbrowse.storage.salvage import Salvaged, salvaged
from confbrowse.storage.snapshots import snapshot_of, talk_from_snapshot
from confbrowse.text.clean import clean_line
from confbrowse.text.humanize import count

_MOST_NAMED = 3
_JOURNAL = "INSERT OR IGNORE INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Record:
    """All marks at one time: a backup, or the sync file."""

    name: str
    """Its name for the user: ``the backup of 29 November 2026``."""
    made: datetime
    marks: Mapping[str, tuple[Mark, object]]
    """Mark and snapshot of each talk, by id."""
    place: str = ""
    """Key of the sync file in the agenda's tables; empty for a backup."""
    digest: str = ""


def record_of_sync_file(
    name: str, place: str, made: datetime, raw: bytes, marks: Iterable[tuple[Talk, Mark]]
) -> Record:
    """Return the sync file called *name* as a record: its bytes, and its *marks*."""
    kept = {talk.id: (mark, snapshot_of(talk)) for talk, mark in marks}
    return Record(f"the sync file {name}", made, kept, place, hashlib.sha256(raw).hexdigest())


def recover(damaged: Path, db: sqlite3.Connection, sync_file: Record | None) -> str | None:
    """Salvage the *damaged* agenda into *db*; return a summary, None if nothing was found.

    Readable rows go first. For a talk without one, the latest statement counts: the journal's, or
    that of *sync_file* or the last backup, whichever is newer. A talk missing from such a record
    had been unmarked before. Restored marks form one step, which can be undone.
    """
    found = salvaged(damaged)
    records = _records(damaged, sync_file)
    newest = records[0] if records and not found.is_complete else None
    latest = {} if found.is_complete else found.last_marks()
    kept: dict[str, tuple[Mark, object]] = {}
    restored: list[JournalChange] = []
    uncertain = []
    for talk in dict.fromkeys([*found.marks, *latest, *(newest.marks if newest else ())]):
        row, last = found.marks.get(talk), latest.get(talk)
        before = row.mark if row else NO_MARK
        if row and row.is_intact:
            mark = row.mark
        elif newest and (last is None or newest.made > last.since):
            if talk not in newest.marks and row is None:
                continue
            mark = newest.marks[talk][0] if talk in newest.marks else NO_MARK
            restored.append((talk, before, mark))
        else:
            mark = last.mark if last else before
            if last is None or not found.has_whole_journal:
                uncertain.append(talk)
        snapshot = row.snapshot if row and row.has_snapshot else _copy_of(talk, records)
        if snapshot is None:
            snapshot = row.snapshot if row else "{}"
            uncertain += [talk] if row and row.is_intact else []
        kept[talk] = (mark, snapshot)
    if not (kept or found.journal):
        return None
    for talk, (mark, snapshot) in kept.items():
        store_mark(db, talk, mark, snapshot)
    _store_the_rest(db, found)
    changes = [step for step in restored if step[1] != step[2]]
    if changes:
        add_step(db, changes)
    if sync_file:
        _record_sync_file(db, sync_file)
    increase_version(db)
    return _summary(found, kept, [step[0] for step in changes], newest, uncertain)


def is_database(file: Path) -> bool:
    """Whether *file* starts like an SQLite database. Raises StoreError if it cannot be read."""
    if not file.is_file():
        return False  # opening a pipe would block
    try:
        with file.open("rb") as opened:
            return opened.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise StoreError(f"Cannot read {file}: {error.strerror}.") from error


def marks_in(file: Path) -> tuple[tuple[Talk, Mark], ...]:
    """Return the marked talks in an agenda: a copy, a backup or a damaged file.

    The file is only read, in any state. Raises StoreError if that fails.
    """
    try:
        found = salvaged(file)
    except OSError as error:
        raise StoreError(f"Cannot read {file}: {error.strerror}.") from error
    latest = {} if found.is_complete else found.last_marks()
    marks = []
    for talk in dict.fromkeys([*found.marks, *latest]):
        row = found.marks.get(talk)
        mark = latest[talk].mark if talk in latest and not (row and row.is_intact) else None
        mark = mark or (row.mark if row else NO_MARK)
        if mark != NO_MARK:
            marks.append((talk_from_snapshot(talk, str(row.snapshot) if row else ""), mark))
    return tuple(marks)


def _records(damaged: Path, sync_file: Record | None) -> list[Record]:
    """Return the sync file and the last intact backup, as far as they exist, the newer first."""
    found = [sync_file] if sync_file else []
    for one in backups(damaged):
        known = salvaged(one.path)
        if known.is_complete:
            day = one.made.astimezone()
            name = f"the backup of {day.day} {day:%B %Y}"
            marks = {talk: (row.mark, row.snapshot) for talk, row in known.marks.items()}
            found.append(Record(name, one.made, marks))
            break
    return sorted(found, key=lambda record: record.made, reverse=True)


def _copy_of(talk: str, records: list[Record]) -> object | None:
    """Return the newest snapshot of a talk; None if there is none."""
    return next((one.marks[talk][1] for one in records if talk in one.marks), None)


def _store_the_rest(db: sqlite3.Connection, found: Salvaged) -> None:
    """Store the journal and the rows of the other tables."""
    for step in found.journal:
        row = (step.step, step.talk, step.before, step.after, step.undone, step.at)
        db.execute(_JOURNAL, (step.id, *row, checksum(*row)))
    query = "SELECT name FROM sqlite_schema WHERE type = 'table'"
    names = {str(name) for (name,) in db.execute(query).fetchall()}
    for name, rows in found.tables.items():
        if name in names:
            (width,) = db.execute("SELECT COUNT(*) FROM pragma_table_info(?)", (name,)).fetchone()
            fitting = [row for row in rows if len(row) == width]
            holes = ", ".join("?" * width)
            db.executemany(f"INSERT OR IGNORE INTO {name} VALUES ({holes})", fitting)  # noqa: S608 - our own tables


def _record_sync_file(db: sqlite3.Connection, sync_file: Record) -> None:
    """Record the sync file as written by confbrowse, unless the tables know what was written.

    Otherwise the next merge would bring back every removed star.
    """
    query = "SELECT marks FROM written WHERE place = ?"
    row = db.execute(query, (sync_file.place,)).fetchone()
    if row and _is_json(row[0]):
        return
    marks = {talk: asdict(mark) for talk, (mark, _) in sync_file.marks.items()}
    db.execute(
        "INSERT OR REPLACE INTO written (place, digest, marks) VALUES (?, ?, ?)",
        (sync_file.place, sync_file.digest, json.dumps(marks)),
    )


def _is_json(text: object) -> bool:
    try:
        return isinstance(json.loads(str(text)), dict)
    except (ValueError, RecursionError):
        return False


def _summary(
    found: Salvaged,
    kept: Mapping[str, tuple[Mark, object]],
    restored: list[str],
    newest: Record | None,
    uncertain: list[str],
) -> str:
    """Return what was read, what was restored and from where, what is lost, and what to check."""
    marked = {talk for talk, (mark, _) in kept.items() if mark != NO_MARK}
    found_in_it = len(marked - set(restored))
    read = count(found_in_it, "talk")
    if restored:
        of_all = f"of {count(len(marked), 'talk')} could be read, {len(restored):,} restored"
        source = f" from {newest.name}" if newest else ""
        sentence = f"{f'{found_in_it:,}' if found_in_it else 'None'} {of_all}{source}"
    elif found.is_complete:
        sentence = f"Everything could be read: {read}"
    elif newest:
        sentence = f"{read} could be read; none in {newest.name} is missing"
    else:
        sentence = f"{read} could be read; there is no backup to search for others"
    if uncertain:
        named = ", ".join(clean_line(talk) for talk in uncertain[:_MOST_NAMED])
        more = len(uncertain) - _MOST_NAMED
        sentence += f"; please check {named}" + (f" and {more:,} more" if more > 0 else "")
        sentence += ", which could not be verified"
    return sentence
