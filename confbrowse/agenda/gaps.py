"""Gaps: the free time between my talks, day by day, and what fits it.

A day lasts from the first to the last talk of its programmes. What is open all day takes no free
time, a poster does: whoever starred one wants to stand there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter

from confbrowse.agenda.days import by_day
from confbrowse.agenda.spans import MOMENT, Span, is_all_day, overlap, span
from confbrowse.agenda.timetable import Timetable
from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.text.slugs import folded

LEAST = timedelta(minutes=10)
"""What is shorter is no gap."""
_NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a day in which nothing of mine goes on."""

    day: date
    start: datetime
    """By the clock of the day's talks, as is the end."""
    end: datetime
    before: Talk | None = None
    """The talk of mine that ends at its start; None where the day begins."""
    after: Talk | None = None
    """The talk of mine that begins at its end; None where the day is over."""
    travel: timedelta = _NONE
    """What it takes to get from one room to another."""
    timezone: str | None = None
    """The zone as the day's first talk names it."""

    @property
    def length(self) -> timedelta:
        """How much of it is left when the way to the next room is taken off."""
        whole = self.end.astimezone(UTC) - self.start.astimezone(UTC)
        return whole - self._way(self.before, self.after)

    def holds(self, talk: Talk) -> bool:
        """Return whether *talk* is wholly inside, with the ways from and to the rooms around it."""
        when = span(talk)
        if when is None or any(own and overlap(talk, own) for own in (self.before, self.after)):
            return False
        start = self.start.astimezone(UTC) + self._way(self.before, talk)
        end = self.end.astimezone(UTC) - self._way(talk, self.after)
        return start <= when[0] and _over(when) <= end

    def _way(self, one: Talk | None, other: Talk | None) -> timedelta:
        return self.travel if one and other and _are_apart(one, other) else _NONE


def gaps(
    mine: Iterable[Talk],
    programmes: Iterable[Talk],
    *,
    least: timedelta = LEAST,
    travel: timedelta = _NONE,
) -> tuple[Gap, ...]:
    """Return the gaps in the days of *programmes* that *mine* leave, in the order of time.

    None is shorter than *least*, ways of *travel* between rooms taken off.
    """
    busy = Timetable(talk for talk in mine if not is_all_day(talk))
    found = []
    for day, talks in by_day(talk for talk in programmes if not is_all_day(talk)):
        if day:
            found += [
                gap for gap in _of_day(day, talks, busy, travel) if gap.length >= max(least, MOMENT)
            ]
    return tuple(found)


def fitting(
    programme: Timetable, gap: Gap, marks: Mapping[str, Mark] | None = None
) -> tuple[Talk, ...]:
    """Return the talks of *programme* that *gap* holds: what interests most first, then by time.

    What is starred or hidden by its mark is left out.
    """
    said = marks or {}
    found = []
    for talk in programme.starting(gap.start.astimezone(UTC), gap.end.astimezone(UTC)):
        mark = said.get(talk.id, NO_MARK)
        if not (mark.starred or mark.hidden) and gap.holds(talk):
            found.append((-mark.interest, talk))
    return tuple(talk for _interest, talk in sorted(found, key=itemgetter(0)))


def _of_day(day: date, talks: Iterable[Talk], busy: Timetable, travel: timedelta) -> Iterator[Gap]:
    """Yield what *busy* leaves of the day of *talks*, however short."""
    held = Timetable(talks)
    first = held.talks[0]
    clock = first.start.tzinfo if first.start else UTC
    free, end = held.spans[0][0], max(map(_over, held.spans))
    before: Talk | None = None

    def until(then: datetime, after: Talk | None) -> Gap:
        start, over = free.astimezone(clock), then.astimezone(clock)
        return Gap(day, start, over, before, after, travel, first.timezone)

    for talk in busy.during((free, end + MOMENT)):
        start, over = _bounds(talk)
        if start > free:
            yield until(start, talk)
        if over >= free:
            free, before = over, talk
    if end > free:
        yield until(end, None)


def _bounds(talk: Talk) -> Span:
    """Return when *talk*, which has a time, starts, and when it is over."""
    when = span(talk)
    assert when is not None, "a timetable holds timed talks only"  # noqa: S101 - for types
    return when[0], _over(when)


def _over(when: Span) -> datetime:
    """Return when a talk that goes on *when* leaves one free; a moment does so at once."""
    return when[0] if when[1] - when[0] == MOMENT else when[1]


def _are_apart(one: Talk, other: Talk) -> bool:
    """Return whether two talks are in rooms that have different names, or at two conferences."""
    if one.session.programme != other.session.programme:
        return True
    rooms = [folded(talk.room or talk.session.room or "") for talk in (one, other)]
    return all(rooms) and rooms[0] != rooms[1]
