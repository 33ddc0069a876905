"""The timetable of a day as a grid: rooms across, time down, each talk in exactly one block.

Rows are as fine as the talks at that time of the day need, so that short talks can be read, and a long poster
session or a break takes little space.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from statistics import median_low
from typing import Literal

from confbrowse.model import Talk, start_key
from confbrowse.schedule.timetable import is_all_day, is_drop_in

Direction = Literal["up", "down", "left", "right"]
NO_ROOM = "No room"
"""The name of the column of talks without a room."""
_MINUTE = timedelta(minutes=1)
_SLICE = timedelta(minutes=30)
"""All rows of a slice have the same length; each slice begins on the hour or half hour."""
_STEPS = (1, 2, 3, 5, 10, 15, 30)
"""Possible minutes of a row; each divides a slice."""
_LEAST_STEP = 3
"""Rows are finer than this only where a talk is shorter."""
_FINE_ROWS, _COARSE_ROWS = 5.0, 2.5
"""Rows that the median talk gets. Among fine rows, talks also begin with a row where that is possible."""
_LONGEST_GAP = 8
"""A longer break, in slices, is one row."""
_WITHOUT_END = timedelta(minutes=30)
"""The length that a talk without an end is drawn with, unless another begins in its room before."""
_LONGEST = timedelta(days=1)
"""The most time for which a talk makes rows."""
_UNTITLED = "Posters"
"""Names the posters of a session without a title."""
_MOST_LANES = 8
"""The most columns of one room. Of more talks at the same time, the last column shows several in one block."""


@dataclass(frozen=True, slots=True)
class GridBlock:
    """One or more talks in a rectangle of the grid."""

    talks: tuple[Talk, ...]
    """In time order; several if they are posters of one session, or have no place side by side."""
    column: int
    first: int
    """The first row; ``last`` is included."""
    last: int
    session: str = ""
    """The title of the session whose posters these are; else empty."""

    def distance(self, row: int) -> int:
        """Return how many rows the block is away from *row*; 0 if it covers it."""
        return max(self.first - row, row - self.last, 0)


@dataclass(frozen=True)
class DayGrid:
    """The place of every talk of a day."""

    starts: tuple[datetime, ...]
    """The start of each row, in UTC."""
    end: datetime
    """The end of the last row, in UTC."""
    zone: tzinfo
    """The time zone of the first talk."""
    columns: tuple[str, ...]
    """The room of each column; a room with talks at the same time has several columns. Empty without rooms."""
    blocks: tuple[GridBlock, ...]
    """By their first row, then by column."""

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The index of the block of each talk, by the talk's id."""
        return {talk.id: at for at, block in enumerate(self.blocks) for talk in block.talks}

    @cached_property
    def by_column(self) -> tuple[tuple[int, ...], ...]:
        """The indices of the blocks of each column, from top to bottom."""
        found: list[list[int]] = [[] for _ in self.columns]
        for at, block in enumerate(self.blocks):
            found[block.column].append(at)
        return tuple(map(tuple, found))

    def row_at(self, at: datetime) -> int | None:
        """Return the row of the instant *at*; None if it is before or after the day."""
        instant = at.astimezone(UTC)
        is_inside = self.starts[0] <= instant < self.end
        return bisect_right(self.starts, instant) - 1 if is_inside else None

    def clock_at(self, row: int) -> datetime:
        """Return the start of *row*, in the day's time zone."""
        return self.starts[row].astimezone(self.zone)

    def block_at(self, row: int, column: int) -> int | None:
        """Return the index of the block that covers *row* in *column*; None if nothing is on."""
        indices = self.by_column[column]
        at = bisect_right(indices, row, key=lambda one: self.blocks[one].first) - 1
        return indices[at] if at >= 0 and self.blocks[indices[at]].last >= row else None

    def nearest(self, column: int, row: int) -> int:
        """Return the index of the block of *column* that is nearest to *row*."""
        return min(
            self.by_column[column],
            key=lambda at: (self.blocks[at].distance(row), abs(self.blocks[at].first - row)),
        )

    def neighbour(self, block: int, direction: Direction, row: int) -> int | None:
        """Return the index of the block next to *block*; None at the edge of the grid.

        Up and down stay in the column; left and right go to the block of the next column that is nearest to *row*.
        """
        column, step = self.blocks[block].column, -1 if direction in ("up", "left") else 1
        if direction in ("left", "right"):
            is_inside = 0 <= column + step < len(self.columns)
            return self.nearest(column + step, row) if is_inside else None
        at = self.by_column[column].index(block) + step
        return self.by_column[column][at] if 0 <= at < len(self.by_column[column]) else None


def pages(columns: int, most: int) -> tuple[range, ...]:
    """Return which of *columns* are shown together, at most *most*; the last page is as full as the others."""
    firsts = (min(first, max(columns - most, 0)) for first in range(0, columns, most))
    return tuple(range(first, min(first + most, columns)) for first in firsts)


def day_grid(
    talks: Iterable[Talk], *, by_room: bool = True, coarse: bool = False
) -> DayGrid | None:
    """Place *talks*, which are of one day; None if none of them has a time.

    With *by_room*, each column is a room; without, or if no talk has a room, there are as few columns as possible.
    *coarse* halves the rows.
    """
    timed = sorted((talk for talk in talks if talk.start), key=start_key)
    if not timed:
        return None
    rooms: dict[str, list[Talk]] = defaultdict(list)
    for talk in timed:
        rooms[(talk.room or talk.session.room or NO_ROOM) if by_room else ""].append(talk)
    if list(rooms) == [NO_ROOM]:
        rooms = {"": rooms[NO_ROOM]}
    entries = {room: _entries(rooms[room]) for room in sorted(rooms, key=_room_key)}
    zone = (timed[0].start and timed[0].start.tzinfo) or UTC
    starts, end = _scale([one for group in entries.values() for one in group], zone, coarse=coarse)
    columns: list[str] = []
    blocks: list[GridBlock] = []
    for room, group in entries.items():
        for lane in _lanes(group):
            blocks += _blocks(lane, len(columns), starts)
            columns.append(room)
    blocks.sort(key=lambda block: (block.first, block.column))
    return DayGrid(starts, end, zone, tuple(columns), tuple(blocks))


def _room_key(room: str) -> tuple[bool, list[tuple[int, str]]]:
    """Return the key that sorts rooms by name, with the numbers in them by value, and ``NO_ROOM`` last."""
    parts = re.findall(r"\d+|\D+", room.casefold())
    return room == NO_ROOM, [(int(one[:18]), "") if one.isdecimal() else (-1, one) for one in parts]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What becomes a block, with the time that it is drawn for, in UTC."""

    talks: tuple[Talk, ...]
    start: datetime
    end: datetime
    """After the start."""
    session: str = ""

    @property
    def is_all_day(self) -> bool:
        return all(map(is_all_day, self.talks))


def _entries(talks: Sequence[Talk]) -> list[_Entry]:
    """Return *talks* of one room, which are in time order, as entries in time order; posters of a session are one."""
    starts = [talk.start.astimezone(UTC) for talk in talks if talk.start]
    found: list[_Entry] = []
    posters: dict[tuple[str, str], int] = {}
    """The entry that the posters of a session are in at present."""
    joined: dict[int, list[Talk]] = {}
    ends: dict[int, datetime] = {}
    for talk, start in zip(talks, starts, strict=True):
        end = talk.end.astimezone(UTC) if talk.end else start
        if end <= start:
            following = bisect_right(starts, start)
            end = min([start + _WITHOUT_END, *starts[following : following + 1]])
        key = talk.session.programme, talk.session.title
        if is_drop_in(talk):
            at = posters.get(key, -1)
            if at >= 0 and start < ends[at]:
                joined[at].append(talk)
                ends[at] = max(ends[at], end)
                continue
            posters[key] = len(found)
            joined[len(found)], ends[len(found)] = [talk], end
        found.append(_Entry((talk,), start, end))
    for at, members in joined.items():
        if len(members) > 1:
            title = members[0].session.title or _UNTITLED
            found[at] = _Entry(tuple(members), found[at].start, ends[at], title)
    return found


def _scale(
    entries: Sequence[_Entry], zone: tzinfo, *, coarse: bool
) -> tuple[tuple[datetime, ...], datetime]:
    """Return the start of each row and the end of the last one. All-day entries do not make the day longer."""
    short = [one for one in entries if not one.is_all_day] or entries
    first = min(one.start for one in short)
    local = first.astimezone(zone)
    past = timedelta(
        minutes=local.minute % 30, seconds=local.second, microseconds=local.microsecond
    )
    origin = first - past
    slices: dict[int, _Slice] = defaultdict(_Slice)
    for one in short:
        end = min(one.end, one.start + _LONGEST)
        minutes = max((end - one.start) // _MINUTE, 1)
        begin = (one.start - origin) // _SLICE
        for number in range(begin, -((origin - end) // _SLICE)):
            slices[number].lengths.append(minutes)
        slices[begin].starts.add((one.start - origin - begin * _SLICE) // _MINUTE)
    starts: list[datetime] = []
    before = -1
    for number in sorted(slices):
        gap = number - before - 1
        breaks = range(before + 1, number) if gap <= _LONGEST_GAP else [before + 1]
        starts += [origin + one * _SLICE for one in breaks]
        step = slices[number].minutes_per_row(coarse=coarse)
        begins = origin + number * _SLICE
        starts += [begins + minute * _MINUTE for minute in range(0, 30, step)]
        before = number
    starts.append(origin + (before + 1) * _SLICE)
    rows = bisect_left(starts, max(min(one.end, one.start + _LONGEST) for one in short))
    return tuple(starts[:rows]), starts[rows]


@dataclass(frozen=True, slots=True)
class _Slice:
    """What is on in half an hour."""

    lengths: list[int] = field(default_factory=list)
    """The minutes of each entry."""
    starts: set[int] = field(default_factory=set)
    """The minutes of the slice at which entries begin."""

    def minutes_per_row(self, *, coarse: bool) -> int:
        """Return the minutes of a row that suit the median entry, and give the shortest at least one row."""
        shortest = min(self.lengths)
        rows = _COARSE_ROWS if coarse else _FINE_ROWS
        wanted = min(median_low(self.lengths) / rows, shortest)
        steps = [step for step in _STEPS if step <= shortest] or [_STEPS[0]]
        readable = [step for step in steps if step >= _LEAST_STEP] or steps[-1:]
        aligned = [step for step in readable if not any(start % step for start in self.starts)]
        choice = readable if coarse else aligned or readable
        return min(choice, key=lambda step: max(step / wanted, wanted / step))


def _lanes(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Return *entries*, which are in time order, in as few lanes as possible, without overlaps in a lane."""
    lanes: list[list[list[_Entry]]] = []
    ends: list[datetime] = []
    for entry in entries:
        free = (number for number, end in enumerate(ends) if end <= entry.start)
        number = next(free, len(lanes))
        if number == _MOST_LANES:
            lanes[-1][-1].append(entry)
            ends[-1] = max(ends[-1], entry.end)
            continue
        if number == len(lanes):
            lanes.append([])
            ends.append(entry.end)
        lanes[number].append([entry])
        ends[number] = entry.end
    return [[_joined(group) for group in lane] for lane in lanes]


def _joined(group: Sequence[_Entry]) -> _Entry:
    """Return *group*, which is in time order, as one entry."""
    if len(group) == 1:
        return group[0]
    talks = tuple(talk for entry in group for talk in entry.talks)
    return _Entry(talks, group[0].start, max(entry.end for entry in group))


def _blocks(lane: Sequence[_Entry], column: int, starts: Sequence[datetime]) -> Iterator[GridBlock]:
    """Yield the blocks of a *lane*; entries that meet within a row get rows of their own if they have another."""
    placed: list[GridBlock] = []
    for entry in lane:
        last_row = len(starts) - 1
        first = min(max(bisect_right(starts, entry.start) - 1, 0), last_row)
        last = max(bisect_left(starts, entry.end) - 1, first)
        block = GridBlock(entry.talks, column, first, last, entry.session)
        if placed and (before := placed[-1]).last >= first:
            if before.last > before.first:
                placed[-1] = replace(before, last=first - 1)
            elif last > first:
                block = replace(block, first=first + 1)
            else:
                placed[-1] = replace(before, talks=before.talks + block.talks, session="")
                continue
        placed.append(block)
    yield from placed
