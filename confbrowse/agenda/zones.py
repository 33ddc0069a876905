"""By which clock talks are shown: the event's, this computer's, or that of any zone.

A talk whose zone is unknown is never converted: its clock stays as printed, and is called that.
"""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import cache

from confbrowse.model import Talk
from confbrowse.text.slugs import folded
from confbrowse.text.zones import zone

AS_PRINTED = "clock as printed"
_NO_ZONES = frozenset({"Factory", "localtime"})
"""Names that the data hold, but no zone that anybody lives in."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock to show talks by."""

    name: str
    zone: tzinfo | None = None
    """None for the event's clock, which is each talk's own, and for this computer's."""


EVENT = Clock("event")
LOCAL = Clock("local")


def clock_called(name: str) -> Clock | None:
    """Return the clock called *name*: ``event``, ``local``, or a zone; None where there is none."""
    own = next((clock for clock in (EVENT, LOCAL) if clock.name == name.casefold()), None)
    if own:
        return own
    exact = next((one for one in zone_names() if folded(one) == folded(name)), name)
    found = zone(exact)
    return Clock(exact if exact in zone_names() else exact.upper(), found) if found else None


def is_floating(talk: Talk) -> bool:
    """Return whether nobody knows which zone the clock of *talk* is in.

    An offset that is not zero tells enough; zero is what a clock gets that names no zone.
    """
    return zone(talk.timezone) is None and not (talk.start and talk.start.utcoffset())


def by_clock(talk: Talk, clock: Clock) -> Talk:
    """Return *talk* with start, end and the zone's name by *clock*; as it is where it is floating."""
    if clock == EVENT or talk.start is None or is_floating(talk):
        return talk
    start = talk.start.astimezone(clock.zone)
    return replace(
        talk,
        start=start,
        end=talk.end.astimezone(clock.zone) if talk.end else None,
        timezone=_offset(start) if clock == LOCAL else clock.name,
        day="",
    )


def days_off(talk: Talk, clock: Clock) -> int:
    """Return by how many days the date of *talk* is another by *clock*: 1 where it is a day later."""
    shown = by_clock(talk, clock).start
    return (shown.date() - talk.start.date()).days if talk.start and shown else 0


def clock_words(talk: Talk, clock: Clock = EVENT) -> str:
    """Return the time of *talk* by *clock*, always with a zone: ``00:30–01:00 +1 Asia/Tokyo``.

    The mark tells that the date is not the event's own. Empty where the talk has no time.
    """
    shown = by_clock(talk, clock)
    if shown.start is None:
        return ""
    end = f"{shown.end:–%H:%M}" if shown.end else ""
    off = days_off(talk, clock)
    mark = f" {off:+d}" if off else ""
    return f"{shown.start:%H:%M}{end}{mark} {zone_words(shown)}"


def both_clocks(talk: Talk, first: Clock, second: Clock) -> str:
    """Return the time of *talk* by two clocks; once where they show the same."""
    words = (clock_words(talk, first), clock_words(talk, second))
    return " = ".join(dict.fromkeys(filter(None, words)))


def zone_words(talk: Talk) -> str:
    """Return the name of the zone of *talk*; where it is unknown, that the clock is as printed.

    In the hour that comes twice when clocks are put back, it tells which: ``Europe/Paris (CEST)``.
    """
    if talk.start and not is_floating(talk):
        which = f" ({talk.start:%Z})" if _comes_twice(talk.start) else ""
        return (talk.timezone or _offset(talk.start)) + which
    return f"{talk.timezone}, {AS_PRINTED}" if talk.timezone else AS_PRINTED


@cache
def zone_names() -> tuple[str, ...]:
    """Return the name of every zone there is, by the alphabet."""
    from zoneinfo import available_timezones  # it reads a folder, for those who choose a zone

    return tuple(sorted(available_timezones() - _NO_ZONES))


def zone_choices(query: str, most: int = 20) -> tuple[str, ...]:
    """Return the names of clocks that *query* may mean, best first; at most so many.

    Its words may stand in any order and its letters apart: ``york new``, ``bln`` for Berlin.
    """
    names = (EVENT.name, LOCAL.name, *zone_names())
    wanted = folded(query).replace("_", " ").split()
    ranked = [(rank, len(name), name) for name in names if (rank := _rank(name, wanted)) < _NEVER]
    found = [name for _rank, _length, name in sorted(ranked)] if wanted else list(names)
    spelt = clock_called(query.strip()) if wanted else None
    first = [spelt.name] if spelt else []
    return tuple(dict.fromkeys([*first, *found]))[:most]


_NEVER = 4


def _rank(name: str, wanted: list[str]) -> int:
    """Return how far *name* is from the words *wanted*: 0 is best, _NEVER is not meant at all."""
    plain = folded(name).replace("_", " ")
    place = plain.rpartition("/")[2]
    starts = f" {plain.replace('/', ' ')}"
    if place.startswith(" ".join(wanted)):
        return 0
    if all(f" {word}" in starts for word in wanted):
        return 1
    if all(word in plain for word in wanted):
        return 2
    letters = iter(place)
    return 3 if all(letter in letters for letter in "".join(wanted)) else _NEVER


def _comes_twice(at: datetime) -> bool:
    return at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


def _offset(at: datetime) -> str:
    """Return the offset of *at* as a zone: ``UTC+02:00``."""
    return f"UTC{at.isoformat()[-6:]}" if at.utcoffset() else "UTC"
