"""Which programmes matter at an instant, and which talk of them to open: asked off the screen's thread."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from confbrowse.agenda.now import Now, minutes_left, minutes_until, opening_day, phase
from confbrowse.agenda.spans import MOMENT, is_all_day
from confbrowse.agenda.timetable import Timetable
from confbrowse.agenda.zones import Clock, by_clock, is_floating, zone_words
from confbrowse.model import Scope, Shelf, Talk, day_of
from confbrowse.stores.library import Library
from confbrowse.text.amounts import length

_A_DAY = timedelta(days=1)


def near(library: Library, at: datetime, programme: str | None = None) -> tuple[Shelf, ...]:
    """Return the programmes with a day around *at*, else the one that comes next, else the last one.

    Where *programme* is given, that one alone.
    """
    shelves = library.shelves()
    if programme:
        return tuple(shelf for shelf in shelves if shelf.id == programme)
    days = {shelf: _days(library, shelf) for shelf in shelves}
    today = at.astimezone(UTC).date()
    around = [shelf for shelf, held in days.items() if _is_around(held, today)]
    timed = [shelf for shelf, held in days.items() if held]
    ahead = sorted((shelf for shelf in timed if days[shelf][0] > today), key=lambda one: days[one])
    last = sorted(timed, key=lambda one: days[one][-1])
    return tuple(around or ahead[:1] or last[-1:])


def around(library: Library, at: datetime) -> tuple[Shelf, ...]:
    """Return the programmes with a day around *at*."""
    today = at.astimezone(UTC).date()
    shelves = library.shelves()
    return tuple(shelf for shelf in shelves if _is_around(_days(library, shelf), today))


def _is_around(days: Sequence[date], today: date) -> bool:
    return any(abs(day - today) <= _A_DAY for day in days)


def _days(library: Library, shelf: Shelf) -> list[date]:
    found = {block.day for block in library.outline(shelf.id) if block.day}
    return sorted(map(date.fromisoformat, found))


def talks_of(library: Library, shelves: Sequence[Shelf]) -> list[Talk]:
    """Return all talks of some programmes."""
    return [
        talk
        for shelf in shelves
        for talk in library.talks(library.numbers(Scope(shelf.id))).values()
    ]


def talk_at(talks: Sequence[Talk], at: datetime) -> Talk | None:
    """Return the talk to open *at* an instant: one that is on, else the next.

    None where *talks* are all still ahead, or over: those are read from their start.
    """
    programme = Timetable(talks)
    if phase(programme, at) != "on":
        return None
    on = [talk for talk in programme.during((at, at + MOMENT)) if not is_all_day(talk)]
    day = opening_day(talks, at)
    found = [*on, *programme.after(at)]
    return next((talk for talk in found if day and day_of(talk) == day.isoformat()), None)


def clock_says(at: datetime, talk: Talk, clock: Clock) -> str:
    """Return the time and the zone *at* an instant by *clock*; the event's is that of *talk*."""
    if talk.start is None or is_floating(talk):
        return f"{at.astimezone(UTC):%H:%M} UTC; the programme names no zone, UTC is assumed"
    here = by_clock(replace(talk, start=at.astimezone(talk.start.tzinfo), end=None, day=""), clock)
    return f"{here.start:%H:%M} {zone_words(here)}"


def words_of(found: Now) -> Mapping[str, str]:
    """Return what is to be said of each talk of *found*, by its id: how long it still is, or how soon."""
    words = {}
    for talk in (*found.next, *found.next_of_mine):
        words[talk.id] = f"in {_short(minutes_until(talk, found.at))}"
    for talk in found.running:
        left = minutes_left(talk, found.at)
        words[talk.id] = "on" if left is None else f"{_short(left)} left"
    return words


def _short(minutes: int | None) -> str:
    return f"{minutes or 0} min" if (minutes or 0) < 60 else length(minutes or 0)
