"""Times as programmes print them: read without guessing, then settled to instants.

``printed_time`` reads what a line says and nothing that it does not say; the year, the day and the
zone that it leaves out are settled afterwards from the rest of the page.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import product

from confbrowse.text.zones import holds_on, zone

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_YEARS = range(1990, 2100)
_AHEAD = timedelta(days=90)
"""How far ahead of today a programme without a year may lie."""
_WHOLE_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Printed:
    """A time as printed. Clocks are minutes since midnight, 0 to 1440; the weekday 0 is Monday."""

    start: int
    end: int | None = None
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    zone: str | None = None
    title: str = ""
    """What stood before the time on the same line, as day pages have it."""
    room: str = ""
    """What stood behind it, after an @ or not."""

    @property
    def dated(self) -> bool:
        """Whether it names a day of a month."""
        return self.day is not None


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern of *names*, whole or as they are cut short: ``Sept.``, ``Tues``, ``Dec``."""
    return rf"(?:{'|'.join(name[:size] for name in names for size in (9, 5, 4, 3))})\b\.?"


def _clock(name: str) -> str:
    return (
        rf"(?:(?P<{name}_hour>\d{{1,2}})(?::(?P<{name}_minute>\d\d))?(?::00)?"
        rf"(?:\s*(?P<{name}_half>[ap])\.?\s?m\b\.?)?|(?P<{name}_word>noon|midnight))"
    )


def _zone(name: str) -> str:
    return (
        rf"\(?(?P<{name}>(?:UTC|GMT)[+-]\d{{1,2}}(?::\d\d)?|[A-Za-z]+/\w+(?:/\w+)?"
        rf"|(?-i:[A-Z]{{2,5}}))\)?"
    )


_WEEKDAY, _MONTH = _any_of(_WEEKDAYS), _any_of(_MONTHS)
_DASH = r"(?:\s*(?:-{1,3}|[–—−~]|\bto\b)\s*|\s+(?=\d{1,2}:\d\d))"  # or lost on the way
_DATE = (
    rf"(?:(?P<weekday>{_WEEKDAY}),?\s+)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTH})"
    rf"|(?P<us_month>{_MONTH})\s+(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?)"
    rf"(?:,?\s+(?P<year>\d{{4}}))?\s*[,•·]?\s+"
)
_LINE = re.compile(
    rf"(?:{_DATE}|(?P<only>{_WEEKDAY}),?\s+)?"
    rf"{_clock('start')}(?:\s+{_zone('start_zone')})?(?:{_DASH}{_clock('end')})?"
    rf"(?:\s+{_zone('end_zone')})?(?:\s*@\s*(?P<room>\S.*))?$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"(?P<title>\S.*?)\s+(?P<time>{_WEEKDAY}\s+\d{{1,2}}\s+{_MONTH}\s+\d\d:\d\d\s+[ap]\.m\."
    rf"|{_WEEKDAY},\s+{_MONTH}\s+\d{{1,2}},\s+\d{{4}}\s+•\s.*)$",
    re.IGNORECASE,
)
"""The two forms that stand behind a title; any other is too likely to be part of a sentence."""
_ROOMED = re.compile(
    rf"(?P<time>{_MONTH}\s+\d{{1,2}},\s+{_clock('start')}\s*-\s*{_clock('end')})"
    rf"\s+(?P<room>(?-i:[A-Z0-9])[^.!?:;]{{0,60}})$",
    re.IGNORECASE,
)
"""The one form that a room follows on the same line."""
_LONGEST = 120
"""No time line is longer, in characters; a title before a time may take twice as much again."""


def printed_time(line: str) -> Printed | None:
    """Return the time that *line* consists of, or ends in on day pages; None where it is no time."""
    text = line.strip()
    if len(text) > 3 * _LONGEST or not any(letter.isdecimal() for letter in text[-_LONGEST:]):
        return None
    if match := _LINE.match(text) if len(text) <= _LONGEST else None:
        return _printed(match)
    if roomed := _ROOMED.match(text) if len(text) <= _LONGEST else None:
        alone = _LINE.match(f"{roomed['time']} @ {roomed['room']}")
        return _printed(alone) if alone else None
    if titled := _TITLED.match(text):
        alone = _LINE.match(titled["time"])
        return _printed(alone, title=titled["title"]) if alone else None
    return None


def years_in(text: str) -> tuple[int, ...]:
    """Return the years that *text*, a name or an address, holds as numbers of their own."""
    found = (int(number) for number in re.findall(r"(?<!\d)\d{4}(?!\d)", text, re.ASCII))
    return tuple(year for year in found if year in _YEARS)


def newest_year(times: Iterable[Printed], today: date) -> int | None:
    """Return the newest year in which all *times* fit, at most 90 days ahead of *today*.

    One in which every zone is kept goes before one where, say, PST stands in July. None where no
    year since 1990 fits, or nothing is dated.
    """
    dates = _dates(times)
    years = [
        year
        for year in range(today.year + 1, _YEARS.start - 1, -1)
        if dates and not _misfits(dates, year) and _first(dates, year) <= today + _AHEAD
    ]
    return next((year for year in years if _zones_hold(dates, year)), next(iter(years), None))


def mostly_fit(times: Iterable[Printed], year: int) -> bool:
    """Return whether *year* is likely: at least half of the days of *times* are in it."""
    dates = _dates(times)
    return 2 * _misfits(dates, year) <= len(dates)


def falls_on(printed: Printed, day: date | None) -> bool:
    """Return whether *day* exists and is on the weekday that *printed* names, if any."""
    return day is not None and printed.weekday in (None, day.weekday())


def days_of(times: Iterable[Printed], year: int) -> list[date | None]:
    """Return the day of each of *times* in page order; None where the page does not tell it.

    A time that names only its weekday, or no day at all, follows the last day before it. A page
    that runs over New Year goes on in the year after.
    """
    days: list[date | None] = []
    last: date | None = None
    for printed in times:
        day = _dated(printed, year, last) if printed.dated else _undated(printed, last)
        days.append(day)
        last = day or last
    return days


def instants(printed: Printed, day: date, zone: tzinfo) -> tuple[datetime, datetime | None]:
    """Return the aware start and end of *printed* on *day*; an end before the start is past midnight."""
    start = _at(day, printed.start).replace(tzinfo=zone)
    if printed.end is None:
        return start, None
    over = timedelta(days=1) if printed.end < printed.start else timedelta()
    return start, (_at(day, printed.end) + over).replace(tzinfo=zone)


def _dates(times: Iterable[Printed]) -> list[Printed]:
    """Return the distinct dates among *times*, with their zones, in order."""
    dated = (time for time in times if time.dated)
    return list(
        dict.fromkeys(Printed(0, None, t.weekday, t.day, t.month, t.year, t.zone) for t in dated)
    )


def _misfits(dates: Sequence[Printed], year: int) -> int:
    """Return how many of *dates* do not exist in *year*, or fall on another weekday."""
    days = zip(dates, days_of(dates, year), strict=True)
    return sum(1 for printed, day in days if not falls_on(printed, day))


def _first(dates: Sequence[Printed], year: int) -> date:
    return min(day for day in days_of(dates, year) if day)


def _zones_hold(dates: Sequence[Printed], year: int) -> bool:
    days = zip(dates, days_of(dates, year), strict=True)
    return all(day and holds_on(printed.zone, _at(day, 720)) for printed, day in days)


def _dated(printed: Printed, year: int, last: date | None) -> date | None:
    """Return the day of a dated time, in *year* or, past the New Year since *last*, the next."""
    day = _day(printed.year or year, printed)
    if day and last and not printed.year and (last - day).days > 180:
        return _day(year + 1, printed)
    return day


def _undated(printed: Printed, last: date | None) -> date | None:
    """Return the next day after *last* with the weekday of *printed*; the day before counts too."""
    if last is None or printed.weekday is None:
        return last
    ahead = (printed.weekday - last.weekday()) % 7
    return last + timedelta(days=-1 if ahead == 6 else ahead)


def _day(year: int, printed: Printed) -> date | None:
    try:
        return date(year, printed.month or 1, printed.day or 1)
    except ValueError:
        return None


def _at(day: date, minutes: int) -> datetime:
    """Return the wall clock *minutes* after midnight of *day*; 1440 is the next midnight."""
    # naive on purpose: the zone is put on afterwards, so that a clock stays a clock
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def _printed(match: re.Match[str], title: str = "") -> Printed | None:
    part = match.groupdict()
    weekday = part["weekday"] or part["only"]
    month = part["month"] or part["us_month"]
    name = part["end_zone"] or part["start_zone"]
    year = int(part["year"]) if part["year"] else None
    clocks = _clocks(part)
    if not clocks or not (year is None or year in _YEARS) or not _says_enough(part, name):
        return None
    start, end = clocks
    return Printed(
        start=start,
        end=end,
        weekday=_place(weekday, _WEEKDAYS) if weekday else None,
        day=int(part["day"] or part["us_day"]) if month else None,
        month=_place(month, _MONTHS) + 1 if month else None,
        year=year,
        zone=name.upper() if name and "/" not in name else name,
        title=title,
        room=part["room"] or "",
    )


def _place(word: str, names: Sequence[str]) -> int:
    return [name[:3] for name in names].index(word[:3].lower())


def _says_enough(part: dict[str, str | None], name: str | None) -> bool:
    """Return whether the line is surely a time: ``12`` or ``may 5`` in a text is not."""
    if not any(part[name] for name in ("start_minute", "start_half", "start_word", "end_half")):
        return False
    has_day = part["weekday"] or part["only"] or part["month"] or part["us_month"]
    has_end = part["end_hour"] or part["end_word"]
    return bool(has_day or (has_end and zone(name)))


def _clocks(part: dict[str, str | None]) -> tuple[int, int | None] | None:
    """Return start and end in minutes; None where they are no clocks.

    Where one of the two leaves its half of the day out, it is the one that makes the span shorter.
    """
    starts = _readings(part, "start", lent=bool(part["end_half"]))
    if not (part["end_hour"] or part["end_word"]):
        return (starts[0], None) if starts else None
    ends = _readings(part, "end", lent=bool(part["start_half"]))
    return min(
        product(starts, ends),
        key=lambda pair: (pair[1] - pair[0]) % _WHOLE_DAY or _WHOLE_DAY,
        default=None,
    )


def _readings(part: dict[str, str | None], name: str, lent: bool) -> list[int]:
    """Return what the clock called *name* can mean in minutes, with its half of the day *lent* or not."""
    if word := part[f"{name}_word"]:
        return [720 if word.lower() == "noon" else (_WHOLE_DAY if name == "end" else 0)]
    hour, minute = int(part[f"{name}_hour"] or 0), int(part[f"{name}_minute"] or 0)
    half = part[f"{name}_half"]
    if minute >= 60:
        return []
    if half or (lent and 1 <= hour <= 12):
        halves = half or "ap"
        in_half = [hour % 12 * 60 + minute + 720 * (one.lower() == "p") for one in halves]
        return in_half if 1 <= hour <= 12 else []
    return [hour * 60 + minute] if hour * 60 + minute <= _WHOLE_DAY else []
