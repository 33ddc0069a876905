"""Reads marks, journal and other tables of an agenda that SQLite may refuse to open."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from confbrowse.model import Mark, instant
from confbrowse.storage.checksums import is_intact
from confbrowse.storage.mark_rows import mark_from_json, read_mark
from confbrowse.storage.page_reader import RowValues, SalvagedRow, read

_OLD_COLUMNS, _CHECKED_COLUMNS, _COLUMNS = 7, 9, 10
"""Columns of a mark at first, with checksums, and with the mark *later*."""
_JOURNAL_COLUMNS = 7
_SALVAGED_APART = ("mark", "journal", "version")


@dataclass(frozen=True, slots=True)
class SalvagedMark:
    """One row of marks."""

    rowid: int
    talk: str
    mark: Mark
    snapshot: object
    is_intact: bool
    """False if the mark does not match its checksum, or belongs to another talk."""
    has_snapshot: bool
    """False if the snapshot is damaged."""


@dataclass(frozen=True, slots=True)
class SalvagedStep:
    """One row of the journal."""

    id: int
    step: int
    talk: str
    before: str
    after: str
    undone: int
    at: str


@dataclass(frozen=True, slots=True)
class LastMark:
    """The latest mark of a talk in the journal."""

    mark: Mark
    since: datetime
    """Time of the last change, undo or redo."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """Everything read from an agenda."""

    marks: Mapping[str, SalvagedMark]
    """By the ids of their talks, including empty marks."""
    journal: tuple[SalvagedStep, ...]
    tables: Mapping[str, Sequence[RowValues]]
    """Rows of all other tables, by name."""
    is_complete: bool
    """Whether nothing is missing; a talk without a row has no mark then."""
    has_whole_journal: bool

    def last_marks(self) -> dict[str, LastMark]:
        """Return the current mark of each talk according to the journal."""
        latest: dict[str, LastMark] = {}
        undone: set[str] = set()
        for one in self.journal:
            mark = mark_from_json(one.before if one.undone else one.after)
            if mark is None:
                continue
            since = [at for at in (instant(one.at),) if at]
            if one.talk in undone:
                mark = latest[one.talk].mark  # the mark before the first undone step
            if one.talk in latest:
                since.append(latest[one.talk].since)
            if one.undone:
                undone.add(one.talk)
            latest[one.talk] = LastMark(mark, max(since, default=datetime.min.replace(tzinfo=UTC)))
        return latest


def salvaged(file: Path) -> Salvaged:
    """Return what can be read of the agenda in *file*. Raises OSError."""
    contents = read(file)
    tables = contents.tables
    found = [*tables.get("mark", ()), *filter(_looks_like_mark, contents.orphans)]
    steps = [*tables.get("journal", ()), *filter(_looks_like_step, contents.orphans)]
    marks = _newest(_marks(found))
    journal = {step.id: step for step in _journal(steps)}
    others = {
        name: [row.values for row in rows if not row.carved]
        for name, rows in tables.items()
        if name not in _SALVAGED_APART and not name.startswith("sqlite_")
    }
    revisions = [row.values for row in contents.orphans if _looks_like_revision(row)]
    if revisions:
        others["revision"] = [*others.get("revision", ()), *revisions]
    is_whole = all(one.is_intact and one.has_snapshot for one in marks.values())
    return Salvaged(
        marks,
        tuple(step for _, step in sorted(journal.items())),
        others,
        contents.is_complete and is_whole and "mark" in tables,
        "journal" in tables and "journal" not in contents.damaged and len(journal) == len(steps),
    )


def _marks(rows: Iterable[SalvagedRow]) -> Iterator[SalvagedMark]:
    for row in rows:
        if len(row.values) >= _COLUMNS:
            talk, *mark, stored, snapshot, snapshot_stored = row.values[:_COLUMNS]
        elif len(row.values) == _CHECKED_COLUMNS:
            talk, *mark, stored, snapshot, snapshot_stored = row.values
        elif len(row.values) == _OLD_COLUMNS:
            (talk, *mark, snapshot), stored, snapshot_stored = row.values, None, None
        else:
            continue
        found = SalvagedMark(
            row.rowid,
            str(talk),
            read_mark([*mark, 0] if len(row.values) < _COLUMNS else mark),
            snapshot,
            is_intact(stored, talk, *mark),
            is_intact(snapshot_stored, snapshot),
        )
        if not found.is_intact and (own_id := _id_in(found)):
            if is_intact(stored, own_id, *mark):
                found = replace(found, talk=own_id, is_intact=True)
            elif row.carved:
                continue
        if row.carved and not (stored is not None and found.is_intact):
            continue  # a deleted row, or none at all
        yield found


def _id_in(found: SalvagedMark) -> str | None:
    """Return the id in the snapshot of a talk."""
    if not found.has_snapshot:
        return None
    try:
        own_id = json.loads(str(found.snapshot))["id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return own_id if isinstance(own_id, str) else None


def _newest(marks: Iterable[SalvagedMark]) -> dict[str, SalvagedMark]:
    """Return the latest mark of each talk: rewriting one increases its rowid."""
    newest: dict[str, SalvagedMark] = {}
    for one in sorted(marks, key=lambda one: (one.is_intact, one.rowid)):
        newest[one.talk] = one
    return newest


def _journal(rows: Iterable[SalvagedRow]) -> Iterator[SalvagedStep]:
    for row in rows:
        if len(row.values) < _JOURNAL_COLUMNS:
            continue
        stored = row.values[_JOURNAL_COLUMNS] if len(row.values) > _JOURNAL_COLUMNS else None
        match row.values[1:_JOURNAL_COLUMNS]:
            case (int(step), str(talk), str(before), str(after), int(undone), str(at)):
                is_known = stored is not None or not row.carved
                if is_known and is_intact(stored, step, talk, before, after, undone, at):
                    yield SalvagedStep(row.rowid, step, talk, before, after, undone, at)


def _looks_like_mark(row: SalvagedRow) -> bool:
    match row.values:
        case (str(), int(), int(), int(), int(), str() | None, str()):
            return True
        case (
            str(),
            int(),
            int(),
            int(),
            int(),
            str() | None,
            int() | None,
            str(),
            int() | None,
        ):
            return True
        case (
            str(),
            int(),
            int(),
            int(),
            int(),
            str() | None,
            int(),
            int() | None,
            str(),
            int() | None,
            *_,
        ):
            return True
    return False


def _looks_like_step(row: SalvagedRow) -> bool:
    match row.values:
        case (None, int(), str(), str(), str(), int(), str(), *_):
            return True
    return False


def _looks_like_revision(row: SalvagedRow) -> bool:
    match row.values:
        case (str(), str(), int(), str()):
            return not row.carved
    return False
