"""The time zone that talks are shown in: the event's, this computer's, or any other.

A talk whose zone is unknown is never converted: its times stay as printed and are labelled so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import cache

from confbrowse.model import Talk
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import folded
from confbrowse.text.times import find_zone

AS_PRINTED = "clock as printed"
_NAMED_AFTER_CITY = lazy_pattern(
    r"(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/(?:\w+/)?([\w-]+)"
)
_NO_ZONES = frozenset({"Factory", "localtime"})
"""Entries of the time zone database that are not real zones."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time zone to show talks in."""

    name: str
    zone: tzinfo | None = None
    """None for the event's clock (each talk keeps its own) and for this computer's."""


EVENT = Clock("event")
LOCAL = Clock("local")


def find_clock(name: str) -> Clock | None:
    """Return the clock with this name: ``event``, ``local`` or a time zone; None if unknown."""
    built_in = next((clock for clock in (EVENT, LOCAL) if clock.name == name.casefold()), None)
    if built_in:
        return built_in
    exact = next((one for one in zone_names() if folded(one) == folded(name)), name)
    found = find_zone(exact)
    return Clock(exact if exact in zone_names() else exact.upper(), found) if found else None


def is_floating(talk: Talk) -> bool:
    """Return whether the time zone of *talk* is unknown.

    A UTC offset other than zero is enough to know it; a clock without a zone is stored with offset
    zero.
    """
    return find_zone(talk.timezone) is None and not (talk.start and talk.start.utcoffset())


def by_clock(talk: Talk, clock: Clock) -> Talk:
    """Return *talk* with start, end and zone name in *clock*; unchanged if its zone is unknown."""
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


def day_offset(talk: Talk, clock: Clock) -> int:
    """Return how many days the date of *talk* shifts in *clock*: 1 means one day later."""
    shown = by_clock(talk, clock).start
    return (shown.date() - talk.start.date()).days if talk.start and shown else 0


def time_label(talk: Talk, clock: Clock = EVENT) -> str:
    """Return the time of *talk* in *clock*, always with its zone: ``00:30–01:00 +1 Asia/Tokyo``.

    The ``+1`` means that the date differs from the event's. Empty if the talk has no time.
    """
    shown = by_clock(talk, clock)
    if shown.start is None:
        return ""
    end = f"{shown.end:–%H:%M}" if shown.end else ""
    offset = day_offset(talk, clock)
    mark = f" {offset:+d}" if offset else ""
    return f"{shown.start:%H:%M}{end}{mark} {zone_label(shown)}"


def time_label_in_both(talk: Talk, first: Clock, second: Clock) -> str:
    """Return the time of *talk* in two clocks; only once if they show the same."""
    labels = (time_label(talk, first), time_label(talk, second))
    return " = ".join(dict.fromkeys(filter(None, labels)))


def zone_label(talk: Talk) -> str:
    """Return the time zone of *talk*, or a note that its times are as printed.

    In the hour that occurs twice when daylight saving time ends, the abbreviation says which one it
    is: ``Europe/Paris (CEST)``.
    """
    if talk.start and not is_floating(talk):
        which = f" ({talk.start:%Z})" if _is_ambiguous(talk.start) else ""
        return (talk.timezone or _offset(talk.start)) + which
    return f"{talk.timezone}, {AS_PRINTED}" if talk.timezone else AS_PRINTED


def zone_city(zone: str) -> str:
    """Return the city of a *zone* named after one: ``Seoul`` for ``Asia/Seoul``; else an empty text."""
    found = _NAMED_AFTER_CITY.fullmatch(zone)
    return found[1].replace("_", " ") if found else ""


def utc_offset(at: datetime) -> str:
    """Return the UTC offset of *at*, such as ``UTC+9`` or ``UTC-3:30``; empty if it is not known."""
    offset = at.utcoffset()
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"


@cache
def zone_names() -> tuple[str, ...]:
    """Return the names of all time zones, sorted."""
    from zoneinfo import available_timezones  # reads a folder; only needed to choose a zone

    return tuple(sorted(available_timezones() - _NO_ZONES))


def zone_choices(query: str, likely: Iterable[str] = (), limit: int = 20) -> tuple[str, ...]:
    """Return the names of clocks that match *query*, best first, at most *limit*.

    Words match in any order and as subsequences: ``york new``, ``bln`` for Berlin. The event's clock, this
    computer's and *likely* zones come before others that match as well.
    """
    known = (clock.name for name in likely if (clock := find_clock(name)))
    first = dict.fromkeys((EVENT.name, LOCAL.name, *known))
    names = dict.fromkeys((*first, *zone_names()))
    wanted = folded(query).replace("_", " ").split()
    ranked = [
        (rank, name not in first, len(name), name)
        for name in names
        if (rank := _rank(name, wanted)) < _NO_MATCH
    ]
    found = [one[-1] for one in sorted(ranked)] if wanted else list(names)
    exact = find_clock(query.strip()) if wanted else None
    return tuple(dict.fromkeys([*([exact.name] if exact else []), *found]))[:limit]


_NO_MATCH = 4


def _rank(name: str, wanted: list[str]) -> int:
    """Return how well *name* matches *wanted*: 0 is best, _NO_MATCH is no match."""
    plain = folded(name).replace("_", " ")
    city = plain.rpartition("/")[2]
    starts = f" {plain.replace('/', ' ')}"
    if city.startswith(" ".join(wanted)):
        return 0
    if all(f" {word}" in starts for word in wanted):
        return 1
    if all(word in plain for word in wanted):
        return 2
    letters = iter(city)
    return 3 if all(letter in letters for letter in "".join(wanted)) else _NO_MATCH


def _is_ambiguous(at: datetime) -> bool:
    return at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


def _offset(at: datetime) -> str:
    """Return the UTC offset of *at* as a zone name: ``UTC+02:00``."""
    return f"UTC{at.isoformat()[-6:]}" if at.utcoffset() else "UTC"
