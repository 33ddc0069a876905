"""What is on at a given time, what comes next, and whether the conference is running."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from confbrowse.model import Talk, listed_day, start_key
from confbrowse.schedule.timetable import MOMENT, Timetable, by_day, is_all_day

Phase = Literal["ahead", "on", "over", "without times"]
"""No talk has begun; some are over and some are not; all are over; no talk has a time."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Now:
    """What is on and what comes next at one instant of a programme."""

    at: datetime
    running: tuple[Talk, ...] = ()
    """In time order."""
    next: tuple[Talk, ...] = ()
    """What starts next: one talk, or several that start together."""
    next_of_mine: tuple[Talk, ...] = ()
    running_of_mine: tuple[Talk, ...] = ()


def at_instant(at: datetime, programme: Timetable, starred: Timetable) -> Now:
    """Return what is on *at* an instant and what comes next, in *programme* and among *starred*."""
    instant = at.astimezone(UTC)
    moment = (instant, instant + MOMENT)
    return Now(
        at,
        programme.during(moment),
        tuple(programme.after(instant)),
        tuple(starred.after(instant)),
        starred.during(moment),
    )


def at_instant_of_slots(
    at: datetime,
    slots: Mapping[Talk, Sequence[int]],
    starred: Timetable,
    talks: Callable[[Sequence[int]], Mapping[int, Talk]],
) -> Now:
    """Return what ``at_instant`` does of a programme of which only the times are known.

    *slots* are the times, each with the numbers of the talks then; *talks* reads talks by their numbers.
    """
    found = at_instant(at, Timetable(slots), starred)

    def of(times: Iterable[Talk]) -> tuple[Talk, ...]:
        numbers = sorted(number for slot in times for number in slots[slot])
        return tuple(sorted(talks(numbers).values(), key=start_key))

    return replace(found, running=of(found.running), next=of(found.next))


def minutes_left(talk: Talk, at: datetime) -> int | None:
    """Return the minutes until *talk* ends, rounded up; None if it has no end."""
    return _minutes(at, talk.end) if talk.start and talk.end else None


def minutes_until(talk: Talk, at: datetime) -> int | None:
    """Return the minutes until *talk* begins, rounded up; None if it has no start."""
    return _minutes(at, talk.start) if talk.start else None


def phase(programme: Timetable, at: datetime) -> Phase:
    """Return whether *programme* is ahead, on or over *at* an instant."""
    if not programme.spans:
        return "without times"
    instant = at.astimezone(UTC)
    if instant < programme.spans[0][0]:
        return "ahead"
    return "on" if any(instant < end for _start, end in programme.spans) else "over"


def opening_day(talks: Sequence[Talk], at: datetime) -> date | None:
    """Return the day to show first *at* an instant; None if no talk has a time.

    During the conference this is the day of what is on or next, otherwise the first day.
    """
    programme = Timetable(talks)
    if phase(programme, at) != "on":
        return next((day for day, _talks in by_day(programme.talks) if day), None)
    # an exhibition may have been open for days, so what comes next says more about today
    instant = at.astimezone(UTC)
    on = programme.during((instant, instant + MOMENT))
    short = [talk for talk in on if not is_all_day(talk)]
    first = programme.starting(programme.spans[0][0], instant)
    shown = (short or programme.after(instant) or first)[-1]
    return date.fromisoformat(listed_day(shown))


def _minutes(at: datetime, then: datetime) -> int:
    """Return the minutes from *at* to *then*, rounded up; 0 if *then* is past."""
    return max(-((at.astimezone(UTC) - then.astimezone(UTC)) // _MINUTE), 0)
