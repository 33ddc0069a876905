"""A day as a drawing: time down, talks across in lanes, their length to scale.

``timeline`` places every talk and ``drawing`` draws what is placed; here is only the placing, and
how a cursor moves from talk to talk.
"""

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import takewhile
from typing import Literal

from confbrowse.agenda.spans import Span, is_all_day
from confbrowse.agenda.timetable import Timetable
from confbrowse.model import Talk

Direction = Literal["up", "down", "left", "right"]
_STEPS = (5, 10, 15, 30, 60)
"""Minutes that a row may stand for."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a talk stands: rows from the start of the day, both counted, and its lane."""

    talk: Talk
    lane: int
    first: int
    last: int
    across: int = 1
    """How many lanes it takes: free ones at its right are its own."""

    @property
    def rows(self) -> int:
        """How many rows it takes; at least one."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Timeline:
    """Where every talk of a day stands."""

    origin: datetime
    """When the first row begins."""
    step: int
    """Minutes that a row stands for."""
    rows: int
    lanes: tuple[str, ...]
    """The room of each; all empty where lanes are no rooms."""
    boxes: tuple[Box, ...]
    """Lane by lane, in each of them by time."""

    @cached_property
    def places(self) -> Mapping[str, Box]:
        """The boxes by the ids of their talks."""
        return {box.talk.id: box for box in self.boxes}

    @property
    def clock(self) -> tzinfo | None:
        """The clock of the rows."""
        return self.origin.tzinfo

    def row_at(self, at: datetime) -> int | None:
        """Return the row of the instant *at*; None where it is before or after all of them."""
        row = (at.astimezone(UTC) - self.origin.astimezone(UTC)) // (self.step * _MINUTE)
        return row if 0 <= row < self.rows else None

    def clock_at(self, row: int) -> datetime:
        """Return when *row* begins, by the day's clock."""
        start = self.origin.astimezone(UTC) + row * self.step * _MINUTE
        return start.astimezone(self.clock)

    def neighbour(self, talk: str, direction: Direction) -> str | None:
        """Return the id of the talk that the cursor comes to from that with the id *talk*.

        Up and down stay in the lane; left and right go to what is nearest in the next lane. None
        where there is no further one.
        """
        here = self.places[talk]
        sign = -1 if direction in ("up", "left") else 1
        if direction in ("up", "down"):
            found = [box for box in self.boxes if box.lane == here.lane]
            found = [box for box in found if (box.first - here.first) * sign > 0]
        else:
            found = [box for box in self.boxes if box.lane == here.lane + sign]
        near = min(
            found, key=lambda box: (_apart(box, here), abs(box.first - here.first)), default=None
        )
        return near.talk.id if near else None


def timeline(talks: Iterable[Talk], height: int, *, by_room: bool = False) -> Timeline | None:
    """Return where *talks*, those of one day, stand in about *height* rows.

    The rows are as fine as *height* allows, at most an hour each; a day that is longer takes more
    of them. Lanes are as few as can be, or those of each room together. None where no talk has a
    time. What is open all day does not make the day longer.
    """
    held = Timetable(talks)
    if not held.talks:
        return None
    origin, step, rows = _scale(held, height)
    strips: dict[str, list[Box]] = {}
    for talk, when in zip(held.talks, held.spans, strict=True):
        room = (talk.room or talk.session.room or "") if by_room else ""
        strips.setdefault(room, []).append(_box(talk, when, (origin, step, rows)))
    names: list[str] = []
    boxes: list[Box] = []
    for room, strip in strips.items():
        lanes = _parted(strip)
        boxes += [
            replace(box, lane=len(names) + lane, across=_across(box, lanes[lane + 1 :]))
            for lane, held_there in enumerate(lanes)
            for box in held_there
        ]
        names += [room] * len(lanes)
    return Timeline(origin, step, rows, tuple(names), tuple(boxes))


def _scale(held: Timetable, height: int) -> tuple[datetime, int, int]:
    """Return when the day begins by the clock of its first talk, the minutes of a row, and the rows."""
    both = zip(held.talks, held.spans, strict=True)
    spans = [when for talk, when in both if not is_all_day(talk)] or held.spans
    first, last = spans[0][0], max(end for _start, end in spans)
    start = held.talks[0].start
    local = first.astimezone(start.tzinfo if start else UTC)
    for step in _STEPS:
        over = timedelta(
            minutes=local.minute % step, seconds=local.second, microseconds=local.microsecond
        )
        origin = first - over
        rows = max(-((origin - last) // (step * _MINUTE)), 1)
        if rows <= height:
            break
    return origin.astimezone(local.tzinfo), step, rows


def _box(talk: Talk, when: Span, scale: tuple[datetime, int, int]) -> Box:
    """Return *talk* on its rows, cut to those there are, in no lane yet."""
    origin, step, rows = scale
    begin, row = origin.astimezone(UTC), step * _MINUTE
    first = min(max((when[0] - begin) // row, 0), rows - 1)
    last = -((begin - when[1]) // row) - 1
    return Box(talk, 0, first, min(max(last, first), rows - 1))


def _parted(strip: Sequence[Box]) -> list[list[Box]]:
    """Return *strip*, which is in the order of time, in as few lanes as it takes."""
    lanes: list[list[Box]] = []
    for box in strip:
        lane = next((one for one in lanes if one[-1].last < box.first), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(box)
    return lanes


def _across(box: Box, lanes: Sequence[Sequence[Box]]) -> int:
    """Return how many lanes *box* can take, of its own and the *lanes* at its right."""
    taken = (any(not _apart(box, other) for other in lane) for lane in lanes)
    return 1 + len(list(takewhile(operator.not_, taken)))


def _apart(one: Box, other: Box) -> int:
    """Return how many rows two boxes are apart; none where they stand beside each other."""
    return max(one.first - other.last, other.first - one.last, 0)
