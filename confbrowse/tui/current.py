"""Which programmes are current at an instant, and which of their talks to open.

Most of these functions read the library: call them in a thread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from confbrowse.model import ProgrammeSummary, Talk, listed_day
from confbrowse.schedule.clock import Clock, by_clock, is_floating, zone_label
from confbrowse.schedule.now import Now, minutes_left, minutes_until, opening_day, phase
from confbrowse.schedule.timetable import MOMENT, Timetable, is_all_day
from confbrowse.storage.library import LibraryStore
from confbrowse.text.humanize import length

_A_DAY = timedelta(days=1)


def current_programmes(
    library: LibraryStore, at: datetime, programme: str | None = None
) -> tuple[ProgrammeSummary, ...]:
    """Return the programmes in progress *at* an instant, else the next one, else the latest past one.

    With *programme*, the id of one, only that one is returned.
    """
    summaries = library.programmes()
    if programme:
        return tuple(one for one in summaries if one.id == programme)
    known = library.days()
    days = {one: [*map(date.fromisoformat, known.get(one.id, ()))] for one in summaries}
    today = at.astimezone(UTC).date()
    in_progress = [one for one, listed in days.items() if _is_near(listed, today)]
    timed = [one for one, listed in days.items() if listed]
    future = sorted((one for one in timed if days[one][0] > today), key=lambda one: days[one])
    by_last_day = sorted(timed, key=lambda one: days[one][-1])
    return tuple(in_progress or future[:1] or by_last_day[-1:])


def programmes_in_progress(library: LibraryStore, at: datetime) -> tuple[ProgrammeSummary, ...]:
    """Return the programmes that list a talk on the UTC date of *at*, the day before or the day after."""
    today, days = at.astimezone(UTC).date(), library.days()
    return tuple(
        one
        for one in library.programmes()
        if _is_near([*map(date.fromisoformat, days.get(one.id, ()))], today)
    )


def _is_near(days: Sequence[date], today: date) -> bool:
    return any(abs(day - today) <= _A_DAY for day in days)


def current_talk(talks: Sequence[Talk], at: datetime) -> Talk | None:
    """Return a talk that is running *at* an instant, else the next one on that day.

    None before the first talk, after the last, and if nothing more is on that day: the list then opens at
    its start.
    """
    timetable = Timetable(talks)
    if phase(timetable, at) != "on":
        return None
    running = [talk for talk in timetable.during((at, at + MOMENT)) if not is_all_day(talk)]
    day = opening_day(talks, at)
    found = [*running, *timetable.after(at)]
    return next((talk for talk in found if day and listed_day(talk) == day.isoformat()), None)


def time_with_zone(at: datetime, talk: Talk, clock: Clock) -> str:
    """Return *at* as a time of day with its zone, by *clock*; the event's zone is the one of *talk*, else UTC."""
    if talk.start is None or is_floating(talk):
        return f"{at.astimezone(UTC):%H:%M} UTC (no time zone given)"
    here = by_clock(replace(talk, start=at.astimezone(talk.start.tzinfo), end=None, day=""), clock)
    return f"{here.start:%H:%M} {zone_label(here)}"


def countdowns(found: Now) -> Mapping[str, str]:
    """Return what the list shows for each talk of *found*, by id: ``in 5 min``, ``12 min left`` or ``on``."""
    shown = {}
    for talk in (*found.next, *found.next_of_mine):
        shown[talk.id] = f"in {_short(minutes_until(talk, found.at))}"
    for talk in found.running:
        left = minutes_left(talk, found.at)
        shown[talk.id] = "on" if left is None else f"{_short(left)} left"
    return shown


def _short(minutes: int | None) -> str:
    return f"{minutes or 0} min" if (minutes or 0) < 60 else length(minutes or 0)
