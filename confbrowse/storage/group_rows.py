"""The groups of each programme in every order, stored so that headings are listed without reading the talks.

They follow from the talks: groups that are missing or damaged are found again.
"""

import json
import sqlite3
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from confbrowse.model import ProgrammeSummary, day, instant
from confbrowse.schedule.talk_groups import (
    Group,
    GroupedBy,
    GroupIndex,
    PlacedProgramme,
    group_index,
    suited,
)
from confbrowse.storage import rows

TABLE = """
    CREATE TABLE talk_groups (
        programme TEXT NOT NULL, grouped_by TEXT NOT NULL, is_suited INTEGER NOT NULL,
        groups TEXT NOT NULL, numbers BLOB, PRIMARY KEY (programme, grouped_by))
    """
"""The migration of the library that adds them. ``numbers`` is null where the talks are in order of time."""
_ORDERS: tuple[GroupedBy, ...] = ("session", "time", "room")
_COLUMNS = 8
T = TypeVar("T")


def store_groups(
    db: sqlite3.Connection, programme: ProgrammeSummary, placed: PlacedProgramme
) -> None:
    """Store the groups of *programme*, which is *placed*, replacing what was stored."""
    suits = suited(placed)
    in_time = range(programme.first, programme.first + programme.talks)
    for by in _ORDERS:
        found = group_index((placed,), by)
        is_in_time = len(found.numbers) == len(in_time) and all(
            map(int.__eq__, found.numbers, in_time)
        )
        db.execute(
            "INSERT OR REPLACE INTO talk_groups VALUES (?, ?, ?, ?, ?)",
            (
                programme.id,
                by,
                by == suits,
                json.dumps([*zip(*map(_of_group, found.starts, found.groups), strict=True)]),
                None if is_in_time else rows.of_integers(found.numbers),
            ),
        )


def programmes_with_groups(db: sqlite3.Connection) -> frozenset[str]:
    """Return the ids of the programmes whose groups are stored."""
    return frozenset(row[0] for row in db.execute("SELECT programme FROM talk_groups"))


def delete_groups(db: sqlite3.Connection, programme: str) -> None:
    """Delete the groups of the programme with this id."""
    db.execute("DELETE FROM talk_groups WHERE programme = ?", (programme,))


def read_groups(
    db: sqlite3.Connection, programme: ProgrammeSummary, by: GroupedBy | None
) -> GroupIndex | None:
    """Return the groups of *programme* as ``group_index`` does; None if they are not stored, or damaged."""
    query = """
        SELECT grouped_by, groups, numbers FROM talk_groups
        WHERE programme = ? AND (grouped_by = ? OR ? IS NULL AND is_suited)
    """
    found = db.execute(query, (programme.id, by, by)).fetchone()
    if found is None:
        return None
    stored_by, written, blob = found
    numbers = _numbers(blob, programme)
    try:
        columns = json.loads(written) or [[]] * _COLUMNS
        starts = array("q", columns[0])
        own = next(one for one in _ORDERS if one == stored_by)
        groups = _groups(programme.name, own, *columns[1:])
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError, StopIteration):
        return None
    edges = [*starts, len(numbers)]
    is_sound = edges[0] == 0 and all(map(int.__lt__, edges, edges[1:]))
    return GroupIndex(groups, starts, numbers) if is_sound else None


def _of_group(start: int, group: Group) -> Sequence[object]:
    times = [at.isoformat() if at else "" for at in (group.start, group.end)]
    return [start, group.day, *times, group.session, group.room, group.kind, group.posters]


def _groups(
    programme: str,
    by: GroupedBy,
    days: Sequence[object],
    starts: Sequence[object],
    ends: Sequence[object],
    *others: Sequence[object],
) -> list[Group]:
    """Return groups from columns of what ``_of_group`` wrote. Raises ValueError or TypeError."""
    *texts, posters = others
    if not all(isinstance(number, int) for number in posters):
        raise TypeError
    sessions, rooms, kinds = (_each(rows.line, column) for column in texts)
    columns = (_each(day, days), _each(instant, starts), _each(instant, ends))
    return [
        Group(programme, on, by, start, end, session, room, kind, number)
        for on, start, end, session, room, kind, number in zip(
            *columns, sessions, rooms, kinds, posters, strict=True
        )
    ]


def _each(made: Callable[[object], T], values: Sequence[object]) -> Iterator[T]:
    """Return what is *made* of each of *values*, most of which are alike."""
    known = {value: made(value) for value in dict.fromkeys(values)}
    return map(known.__getitem__, values)


def _numbers(blob: object, programme: ProgrammeSummary) -> Sequence[int]:
    """Return the numbers in *blob*, those in order of time if it is null; none if it is damaged."""
    if blob is None:
        return range(programme.first, programme.first + programme.talks)
    numbers = rows.integers(blob) if isinstance(blob, bytes) else ()
    return numbers if len(numbers) == programme.talks else ()
