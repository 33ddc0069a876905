"""What is on at an instant, what comes next, and where in a conference that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from confbrowse.agenda.days import by_day
from confbrowse.agenda.spans import MOMENT, is_all_day
from confbrowse.agenda.timetable import Timetable
from confbrowse.model import Talk, day_of

Phase = Literal["ahead", "on", "over", "without times"]
"""Of talks: none has begun; some are over and some not; all are over; none has a time."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Now:
    """An instant in a programme."""

    at: datetime
    running: tuple[Talk, ...] = ()
    """In the order of time."""
    next: tuple[Talk, ...] = ()
    """What starts soonest after it: one talk, or all that start together."""
    next_of_mine: tuple[Talk, ...] = ()


def at_instant(at: datetime, programme: Timetable, mine: Timetable) -> Now:
    """Return what of *programme* is on and comes next *at* an instant, and what of *mine* comes next."""
    instant = at.astimezone(UTC)
    running = programme.during((instant, instant + MOMENT))
    return Now(at, running, tuple(programme.after(instant)), tuple(mine.after(instant)))


def minutes_left(talk: Talk, at: datetime) -> int | None:
    """Return the minutes until *talk* is over, begun ones counted; None where it has no end."""
    return _minutes(at, talk.end) if talk.start and talk.end else None


def minutes_until(talk: Talk, at: datetime) -> int | None:
    """Return the minutes until *talk* begins, begun ones counted; None where it has no start."""
    return _minutes(at, talk.start) if talk.start else None


def phase(programme: Timetable, at: datetime) -> Phase:
    """Return whether *programme* is still ahead, on or over *at* an instant."""
    if not programme.spans:
        return "without times"
    instant = at.astimezone(UTC)
    if instant < programme.spans[0][0]:
        return "ahead"
    return "on" if any(instant < end for _start, end in programme.spans) else "over"


def opening_day(talks: Sequence[Talk], at: datetime) -> date | None:
    """Return the day of *talks* to open *at* an instant; None without times.

    That of what is on, else of what comes next; the first where all is still ahead or over.
    """
    programme = Timetable(talks)
    if phase(programme, at) != "on":
        return next((day for day, _held in by_day(programme.talks) if day), None)
    # an exhibition may have been open for days: it tells less than what comes next
    instant = at.astimezone(UTC)
    on = programme.during((instant, instant + MOMENT))
    short = [talk for talk in on if not is_all_day(talk)]
    begun = programme.starting(programme.spans[0][0], instant)
    told = (short or programme.after(instant) or begun)[-1]
    return date.fromisoformat(day_of(told))


def _minutes(at: datetime, then: datetime) -> int:
    """Return the minutes from *at* to *then*, begun ones counted; none where that is past."""
    return max(-((at.astimezone(UTC) - then.astimezone(UTC)) // _MINUTE), 0)
