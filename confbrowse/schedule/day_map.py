"""A day in one line: how many talks are on in each part of an hour, where mine are and where they clash."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Literal

from confbrowse.model import Talk
from confbrowse.schedule.timetable import Span, is_all_day, is_drop_in, span

Mine = Literal["star", "clash"]
_HOUR = timedelta(hours=1)
_MOST_HOURS = 24
_PARTS = (6, 4, 3, 2, 1)
"""Into how many parts an hour can be divided."""


@dataclass(frozen=True, slots=True)
class DayMap:
    """The parts of the hours of a day."""

    first: datetime
    """When it begins: a full hour by the clock of the talks."""
    parts: int
    """Of each hour."""
    talks: tuple[int, ...]
    """How many talks are on in each part; the posters of one session count once."""
    mine: tuple[Mine | None, ...]

    @property
    def hours(self) -> tuple[datetime, ...]:
        """The start of each hour."""
        return tuple(self.first + number * _HOUR for number in range(len(self.talks) // self.parts))


def day_map(
    talks: Iterable[Talk],
    starred: Iterable[Talk],
    clashing: Set[str],
    width: int,
    label_cells: int = 0,
) -> DayMap | None:
    """Return the map of a day with these *talks* in at most *width* cells; None without a time, or too little width.

    Each part is a cell, and each hour has *label_cells* more. Times are by one clock, that of the first talk.
    *clashing* are the ids of starred talks that clash.
    """
    mine = [talk for talk in starred if talk.start and not is_all_day(talk)]
    shown = [talk for talk in talks if talk.start and not is_all_day(talk)]
    spans = [when for talk in (*shown, *mine) if (when := span(talk))]
    if not spans:
        return None
    starts = min((talk.start for talk in (*shown, *mine) if talk.start), key=_instant)
    first = starts.replace(minute=0, second=0, microsecond=0)
    last = max(end for _start, end in spans) - timedelta(microseconds=1)
    hours = min((last - first) // _HOUR + 1, _MOST_HOURS)
    parts = next((one for one in _PARTS if (one + label_cells) * hours <= width), 0)
    if not parts:
        return None
    cells = _Cells(first.astimezone(UTC), _HOUR / parts, hours * parts)
    busy: list[Mine | None] = [None] * cells.count
    for talk in mine:
        for at in cells.of(span(talk)):
            busy[at] = "clash" if talk.id in clashing or busy[at] == "clash" else "star"
    return DayMap(first, parts, cells.counted(_once(shown)), tuple(busy))


def _instant(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _once(talks: Sequence[Talk]) -> Iterable[Span]:
    """Yield when each of *talks* is on; the posters of one session, at one time, only once."""
    posters = {(talk.session.title, span(talk)) for talk in talks if is_drop_in(talk)}
    for talk in talks:
        if (when := span(talk)) and not is_drop_in(talk):
            yield when
    for _session, when in posters:
        if when:
            yield when


@dataclass(frozen=True, slots=True)
class _Cells:
    """Parts of hours in a row."""

    first: datetime
    length: timedelta
    count: int

    def of(self, when: Span | None) -> range:
        """Return the parts in which *when* is on."""
        if when is None:
            return range(0)
        start = (when[0] - self.first) // self.length
        end = -((self.first - when[1]) // self.length)
        return range(max(start, 0), min(end, self.count))

    def counted(self, spans: Iterable[Span]) -> tuple[int, ...]:
        """Return how many of *spans* are on in each part; the cost does not grow with their length."""
        changes = [0] * (self.count + 1)
        for when in spans:
            cells = self.of(when)
            if cells:
                changes[cells.start] += 1
                changes[cells.stop] -= 1
        return tuple(accumulate(changes[:-1]))
