"""The timetable of a day as a grid: rooms across, time down, each talk in exactly one block.

Rows are as many as the names of the talks at that time of the day need, so that they can be read, and a long poster
session or a break takes little space.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Literal

from confbrowse.model import Talk, start_key
from confbrowse.schedule.rooms import room_of
from confbrowse.schedule.timetable import is_all_day, is_drop_in

Direction = Literal["up", "down", "left", "right"]
NO_ROOM = "No room"
"""The name of the column of talks without a room."""
_HALF_HOUR = timedelta(minutes=30)
_LEAST_PART = timedelta(minutes=5)
"""A part of the day between two starts or ends has a row of its own if it is no shorter."""
_LONGEST_BREAK = 8 * _HALF_HOUR
"""A longer break is one row."""
_LINES, _COARSE_LINES = (3, 12), (1, 2)
"""The least and the most rows that a block gets for its text."""
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
    start: datetime
    """In UTC, like ``end``, which is later."""
    end: datetime
    session: str = ""
    """The title of the session whose posters these are; else empty."""

    def distance(self, at: datetime) -> timedelta:
        """Return the time between *at* and the block; zero while it is on."""
        return max(self.start - at, at - self.end, timedelta())


@dataclass(frozen=True, slots=True)
class GridRows:
    """The rows of some columns of a grid."""

    starts: tuple[datetime, ...]
    """The start of each row, in UTC."""
    end: datetime
    """The end of the last row, in UTC."""
    zone: tzinfo
    spans: Mapping[int, range]
    """The rows of each block of these columns, by the block's index."""
    covered: Mapping[tuple[int, int], int]
    """The index of the block that covers a row in a column."""

    def row_at(self, at: datetime) -> int | None:
        """Return the row of the instant *at*; None if it is before or after the day."""
        instant = at.astimezone(UTC)
        is_inside = self.starts[0] <= instant < self.end
        return bisect_right(self.starts, instant) - 1 if is_inside else None

    def clock_at(self, row: int) -> datetime:
        """Return the start of *row*, in the day's time zone."""
        return self.starts[row].astimezone(self.zone)


@dataclass(frozen=True)
class DayGrid:
    """The place of every talk of a day."""

    zone: tzinfo
    """The time zone of the first talk."""
    columns: tuple[str, ...]
    """The room of each column; a room with talks at the same time has several columns. Empty without rooms."""
    blocks: tuple[GridBlock, ...]
    """By their start, then by column."""

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

    def nearest(self, column: int, at: datetime) -> int:
        """Return the index of the block of *column* that is nearest to *at*."""
        return min(
            self.by_column[column],
            key=lambda one: (self.blocks[one].distance(at), abs(self.blocks[one].start - at)),
        )

    def neighbour(self, block: int, direction: Direction, at: datetime) -> int | None:
        """Return the index of the block next to *block*; None at the edge of the grid.

        Up and down stay in the column; left and right go to the block of the next column that is nearest to *at*.
        """
        column, step = self.blocks[block].column, -1 if direction in ("up", "left") else 1
        if direction in ("left", "right"):
            is_inside = 0 <= column + step < len(self.columns)
            return self.nearest(column + step, at) if is_inside else None
        place = self.by_column[column].index(block) + step
        return self.by_column[column][place] if 0 <= place < len(self.by_column[column]) else None

    def rows(
        self, columns: Iterable[int], lines_of: Callable[[int], int], *, coarse: bool = False
    ) -> GridRows:
        """Return the rows of *columns*, so many that each block has the lines that it needs, if that is possible.

        *lines_of* returns the number of lines for the block with an index; *coarse* gives most blocks fewer.
        """
        indices = [at for column in columns for at in self.by_column[column]]
        edges, day = self._edges(indices), self._day
        rows = [_base(begin, end, coarse=coarse) for begin, end in pairwise(edges)]
        parts = {}
        for at in indices:
            block = self.blocks[at]
            first = bisect_left(edges, max(block.start, day[0]))
            parts[at] = range(first, bisect_left(edges, min(block.end, day[1])))
        least, most = _COARSE_LINES if coarse else _LINES
        for at in sorted(indices, key=lambda one: (parts[one].stop, -parts[one].start)):
            wanted = max(least, min(lines_of(at), most))
            missing = wanted - sum(rows[one] for one in parts[at])
            for _ in range(missing):
                rows[max(parts[at], key=lambda one: (_row_length(edges, rows, one), one))] += 1
        firsts = [0, *accumulate(rows)]
        spans = {at: range(firsts[part.start], firsts[part.stop]) for at, part in parts.items()}
        covered = {(row, self.blocks[at].column): at for at, span in spans.items() for row in span}
        starts = tuple(_starts(edges, rows, self.zone))
        return GridRows(starts, day[1], self.zone, spans, covered)

    @cached_property
    def _day(self) -> tuple[datetime, datetime]:
        """When the first row starts and the last one ends. What lasts all day does not make the day longer."""
        short = [one for one in self.blocks if not all(map(is_all_day, one.talks))] or self.blocks
        first = min(one.start for one in short)
        last = max(min(one.end, one.start + _LONGEST) for one in short)
        apart = [one for one in self.blocks if one.end <= first or one.start >= last]
        first = min([first, *(one.start for one in apart)])
        last = max([last, *(min(one.end, one.start + _LONGEST) for one in apart)])
        return _half_hour_before(first, self.zone), last

    def _edges(self, indices: Iterable[int]) -> list[datetime]:
        """Return the instants between which rows are divided: where a block starts or ends, and every half hour.

        Half hours in a long break are left out.
        """
        first, last = self._day
        blocks = [self.blocks[at] for at in indices]
        times = {min(max(at, first), last) for one in blocks for at in (one.start, one.end)}
        edges = sorted(times | {first, last})
        for begin, end in pairwise(tuple(edges)):
            is_break = end - begin > _LONGEST_BREAK and not any(
                one.start <= begin and end <= one.end and not all(map(is_all_day, one.talks))
                for one in blocks
            )
            if not is_break:
                half = _half_hour_before(begin, self.zone) + _HALF_HOUR
                while half < end:
                    edges.append(half)
                    half += _HALF_HOUR
        return sorted(edges)


def _half_hour_before(at: datetime, zone: tzinfo) -> datetime:
    """Return the last full or half hour at or before *at* by the clocks of *zone*."""
    local = at.astimezone(zone)
    past = timedelta(
        minutes=local.minute % 30, seconds=local.second, microseconds=local.microsecond
    )
    return at - past


def _base(begin: datetime, end: datetime, *, coarse: bool) -> int:
    """Return how many rows the part of a day from *begin* to *end* has in any case."""
    return int(end - begin >= (_HALF_HOUR if coarse else _LEAST_PART))


def _row_length(edges: Sequence[datetime], rows: Sequence[int], part: int) -> timedelta:
    """Return the time for each row of a *part* of the day with its *rows* and one more."""
    return (edges[part + 1] - edges[part]) / (rows[part] + 1)


def _starts(edges: Sequence[datetime], rows: Sequence[int], zone: tzinfo) -> Iterator[datetime]:
    """Yield the start of each row, given the number of *rows* of each part of the day.

    A row for several parts starts at the full or half hour if there is one among them.
    """
    waiting: list[datetime] = []
    for (begin, end), number in zip(pairwise(edges), rows, strict=True):
        waiting.append(begin)
        if number:
            halves = (at for at in waiting if _half_hour_before(at, zone) == at)
            start = next(halves, waiting[0])
            yield from (start + (end - start) / number * one for one in range(number))
            waiting.clear()


def pages(columns: int, most: int) -> tuple[range, ...]:
    """Return which of *columns* are shown together, at most *most*, on as few pages as possible.

    Every page has as many as the others; the last one begins earlier for that.
    """
    number = -(-columns // most)
    size = -(-columns // max(number, 1))
    firsts = (min(first, columns - size) for first in range(0, columns, max(size, 1)))
    return tuple(range(first, first + size) for first in firsts)


def day_grid(talks: Iterable[Talk], *, by_room: bool = True) -> DayGrid | None:
    """Place *talks*, which are of one day; None if none of them has a time.

    With *by_room*, each column is a room; without, or if no talk has a room, there are as few columns as possible.
    """
    timed = sorted((talk for talk in talks if talk.start), key=start_key)
    if not timed:
        return None
    rooms: dict[str, list[Talk]] = defaultdict(list)
    for talk in timed:
        rooms[(room_of(talk) or NO_ROOM) if by_room else ""].append(talk)
    if list(rooms) == [NO_ROOM]:
        rooms = {"": rooms[NO_ROOM]}
    zone = (timed[0].start and timed[0].start.tzinfo) or UTC
    columns: list[str] = []
    blocks: list[GridBlock] = []
    for room in sorted(rooms, key=_room_key):
        for lane in _lanes(_blocks(rooms[room])):
            blocks += (replace(block, column=len(columns)) for block in lane)
            columns.append(room)
    blocks.sort(key=lambda block: (block.start, block.column))
    return DayGrid(zone, tuple(columns), tuple(blocks))


def _room_key(room: str) -> tuple[bool, list[tuple[int, str]]]:
    """Return the key that sorts rooms by name, with the numbers in them by value, and ``NO_ROOM`` last."""
    parts = re.findall(r"\d+|\D+", room.casefold())
    return room == NO_ROOM, [(int(one[:18]), "") if one.isdecimal() else (-1, one) for one in parts]


def _blocks(talks: Sequence[Talk]) -> list[GridBlock]:
    """Return *talks* of one room, which are in time order, as blocks in time order; posters of a session are one."""
    starts = [talk.start.astimezone(UTC) for talk in talks if talk.start]
    found: list[GridBlock] = []
    posters: dict[tuple[str, str], int] = {}
    """The block that the posters of a session are in at present."""
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
        found.append(GridBlock((talk,), 0, start, end))
    for at, members in joined.items():
        if len(members) > 1:
            title = members[0].session.title or _UNTITLED
            found[at] = GridBlock(tuple(members), 0, found[at].start, ends[at], title)
    return found


def _lanes(blocks: Sequence[GridBlock]) -> list[list[GridBlock]]:
    """Return *blocks*, which are in time order, in as few lanes as possible, without overlaps in a lane."""
    lanes: list[list[list[GridBlock]]] = []
    ends: list[datetime] = []
    for block in blocks:
        free = (number for number, end in enumerate(ends) if end <= block.start)
        number = next(free, len(lanes))
        if number == _MOST_LANES:
            lanes[-1][-1].append(block)
            ends[-1] = max(ends[-1], block.end)
            continue
        if number == len(lanes):
            lanes.append([])
            ends.append(block.end)
        lanes[number].append([block])
        ends[number] = block.end
    return [[_joined(group) for group in lane] for lane in lanes]


def _joined(group: Sequence[GridBlock]) -> GridBlock:
    """Return *group*, which is in time order, as one block."""
    if len(group) == 1:
        return group[0]
    talks = tuple(talk for block in group for talk in block.talks)
    return GridBlock(talks, 0, group[0].start, max(block.end for block in group))
