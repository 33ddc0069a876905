"""Free time between starred talks, day by day, and the talks that fit into it.

A day lasts from the first to the last talk of its programmes. Starred all-day entries take no time;
a starred poster does, as the user plans to be there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter

from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.schedule.rooms import NO_WALKS, Walks
from confbrowse.schedule.timetable import (
    MOMENT,
    Timetable,
    bounds,
    by_day,
    free_from,
    is_all_day,
    is_drop_in,
    overlap,
    span,
)

SHORTEST_GAP = timedelta(minutes=10)
"""Shorter gaps are ignored."""
_NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a day without a starred talk."""

    day: date
    start: datetime
    """In the time zone of the day's talks, like ``end``."""
    end: datetime
    before: Talk | None = None
    """The starred talk that ends when the gap starts; None at the beginning of the day."""
    after: Talk | None = None
    """The starred talk that begins when the gap ends; None at the end of the day."""
    walks: Walks = NO_WALKS
    timezone: str | None = None
    """Name of the time zone, from the day's first talk."""

    @property
    def length(self) -> timedelta:
        """The length of the gap, less the walk to the next room."""
        whole = self.end.astimezone(UTC) - self.start.astimezone(UTC)
        return whole - self._walk(self.before, self.after)

    def fits(self, talk: Talk) -> bool:
        """Return whether *talk* fits completely, walks to and from the neighbouring rooms included."""
        when = span(talk)
        if when is None or any(
            starred and overlap(talk, starred) for starred in (self.before, self.after)
        ):
            return False
        start = self.start.astimezone(UTC) + self._walk(self.before, talk)
        end = self.end.astimezone(UTC) - self._walk(talk, self.after)
        return start <= when[0] and free_from(when) <= end

    def walk_to(self, talk: Talk) -> timedelta:
        """Return the walk to *talk* from the starred talk before it."""
        return self._walk(self.before, talk)

    def _walk(self, one: Talk | None, other: Talk | None) -> timedelta:
        return self.walks.between(one, other) if one and other else _NONE


def gaps(
    starred: Iterable[Talk],
    programmes: Iterable[Talk],
    *,
    least: timedelta = SHORTEST_GAP,
    walks: Walks = NO_WALKS,
) -> tuple[Gap, ...]:
    """Return the gaps that the starred talks leave in the days of *programmes*, in time order.

    Gaps shorter than *least*, after the *walks* between rooms, are left out.
    """
    busy = Timetable(talk for talk in starred if not is_all_day(talk))
    found = []
    for day, talks in by_day(talk for talk in programmes if not is_all_day(talk)):
        if day:
            found += [
                gap
                for gap in _gaps_of_day(day, talks, busy, walks)
                if gap.length >= max(least, MOMENT)
            ]
    return tuple(found)


def talks_that_fit(
    programme: Timetable, gap: Gap, marks: Mapping[str, Mark] | None = None
) -> tuple[Talk, ...]:
    """Return the talks of *programme* that fit into *gap*, best first.

    The order is that of interest, then talks before posters, which can be visited later, then time.

    Starred and hidden talks are left out.
    """
    known_marks = marks or {}
    found = []
    for talk in programme.starting(gap.start.astimezone(UTC), gap.end.astimezone(UTC)):
        mark = known_marks.get(talk.id, NO_MARK)
        if not (mark.starred or mark.hidden) and gap.fits(talk):
            found.append(((-mark.interest, is_drop_in(talk)), talk))
    return tuple(talk for _rank, talk in sorted(found, key=itemgetter(0)))


def _gaps_of_day(day: date, talks: Iterable[Talk], busy: Timetable, walks: Walks) -> Iterator[Gap]:
    """Yield the gaps that *busy* leaves in the day of *talks*, however short."""
    timetable = Timetable(talks)
    first = timetable.talks[0]
    clock = first.start.tzinfo if first.start else UTC
    free, end = timetable.spans[0][0], max(map(free_from, timetable.spans))
    before: Talk | None = None

    def gap_until(gap_end: datetime, after: Talk | None) -> Gap:
        start, local_end = free.astimezone(clock), gap_end.astimezone(clock)
        return Gap(day, start, local_end, before, after, walks, first.timezone)

    for talk in busy.during((free, end + MOMENT)):
        start, talk_end = bounds(talk)
        if start > free:
            yield gap_until(start, talk)
        if talk_end >= free:
            free, before = talk_end, talk
    if end > free:
        yield gap_until(end, None)
