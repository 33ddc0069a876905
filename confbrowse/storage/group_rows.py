"""The groups of each programme in every order, stored so that headings are listed without reading the talks.

They follow from the talks: groups that are missing or damaged are found again.
"""

import json
import sqlite3
import sys
from array import array
from collections.abc import Iterable, Sequence

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
_NUMBER_BYTES = 8


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
                json.dumps([*map(_of_group, found.starts, found.groups)]),
                None if is_in_time else _bytes(found.numbers),
            ),
        )


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
        values = json.loads(written)
        starts = array("q", (one[0] for one in values))
        of_name = next(one for one in _ORDERS if one == stored_by)
        groups = [_group(programme.name, of_name, one[1:]) for one in values]
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError, StopIteration):
        return None
    edges = [*starts, len(numbers)]
    is_sound = edges[0] == 0 and all(map(int.__lt__, edges, edges[1:]))
    return GroupIndex(groups, starts, numbers) if is_sound else None


def _of_group(start: int, group: Group) -> Sequence[object]:
    times = [at.isoformat() if at else "" for at in (group.start, group.end)]
    return [start, group.day, *times, group.session, group.room, group.kind, group.posters]


def _group(programme: str, by: GroupedBy, values: Sequence[object]) -> Group:
    """Return a group from what ``_of_group`` wrote. Raises ValueError or TypeError."""
    on, start, end, session, room, kind, posters = values
    if not isinstance(posters, int):
        raise TypeError
    session, room, kind = map(rows.line, (session, room, kind))
    return Group(programme, day(on), by, instant(start), instant(end), session, room, kind, posters)


def _bytes(numbers: Iterable[int]) -> bytes:
    found = array("q", numbers)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


def _numbers(blob: object, programme: ProgrammeSummary) -> Sequence[int]:
    """Return the numbers in *blob*, those in order of time if it is null; none if it is damaged."""
    if blob is None:
        return range(programme.first, programme.first + programme.talks)
    numbers = array("q")
    if isinstance(blob, bytes) and len(blob) == _NUMBER_BYTES * programme.talks:
        numbers.frombytes(blob)
        if sys.byteorder == "big":
            numbers.byteswap()
    return numbers
