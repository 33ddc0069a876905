"""Parse printed dates, times and time zones.

``printed_time`` reads only what a line states. Missing years, days and zones are derived afterwards
from the rest of the page.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import product

from confbrowse.text.patterns import lazy_pattern

# Time zones as printed in programmes, as offsets from UTC.
#
# Ambiguous abbreviations (``IST``, ``BST``, ``AST``) are not in the table; the user has to name the zone
# of a programme that prints one.

_ABBREVIATIONS: dict[str, float] = {
    "HST": -10,
    "AKST": -9,
    "AKDT": -8,
    "PST": -8,
    "PDT": -7,
    "MST": -7,
    "MDT": -6,
    "CST": -6,
    "CDT": -5,
    "EST": -5,
    "EDT": -4,
    "BRT": -3,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "WEST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "SGT": 8,
    "HKT": 8,
    "AWST": 8,
    "JST": 9,
    "KST": 9,
    "ACST": 9.5,
    "ACDT": 10.5,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
}
_REGION = {
    **dict.fromkeys(("PST", "PDT"), "America/Los_Angeles"),
    **dict.fromkeys(("MST", "MDT"), "America/Denver"),
    **dict.fromkeys(("CST", "CDT"), "America/Chicago"),
    **dict.fromkeys(("EST", "EDT"), "America/New_York"),
    **dict.fromkeys(("WET", "WEST"), "Europe/Lisbon"),
    **dict.fromkeys(("CET", "CEST"), "Europe/Paris"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Helsinki"),
}
"""A region that observes the zone, to check whether it is in effect on a day."""
_MAX_NAME_CHARS = 64
"""Twice the longest IANA name; zoneinfo fails on names with a thousand dots."""
_OFFSET = lazy_pattern(
    r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?",
    re.IGNORECASE | re.ASCII,
)


@lru_cache(256)
def find_zone(name: str | None) -> tzinfo | None:
    """Return the zone called *name*: an abbreviation (``PDT``), ``UTC+2``, or an IANA name.

    None if *name* is None, unknown or ambiguous.
    """
    if name is None or len(name) > _MAX_NAME_CHARS:
        return None
    if name.upper() in _ABBREVIATIONS:
        return timezone(timedelta(hours=_ABBREVIATIONS[name.upper()]), name.upper())
    return _offset(name) or _iana(name)


def is_observed_on(name: str | None, when: datetime) -> bool:
    """Return False if *name* is a summer or winter time that is not in effect on the day of *when*.

    *when* is a naive local time. True for unknown names.
    """
    if name not in _REGION:
        return True
    from zoneinfo import ZoneInfo  # late: see _iana

    local = when.replace(tzinfo=ZoneInfo(_REGION[name]))
    return local.utcoffset() == timedelta(hours=_ABBREVIATIONS[name])


def _offset(name: str) -> tzinfo | None:
    """Return the zone of ``UTC+2``, ``GMT-05:30`` or ``+02:00``; None for anything else."""
    match = _OFFSET.fullmatch(name)
    if match is None:
        return None
    size = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    if size > timedelta(hours=14):
        return None
    return timezone(-size if match["sign"] == "-" else size) if size else UTC


def _iana(name: str) -> tzinfo | None:
    # late: it is slow to import, and most programmes give an offset or an abbreviation
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError for names of folders
        return None


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_YEARS = range(1990, 2100)
_MAX_AHEAD = timedelta(days=90)
"""How far ahead of today a programme without a year may be."""
_WHOLE_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A time as printed. Clocks are minutes since midnight, 0 to 1440; weekday 0 is Monday."""

    start: int
    end: int | None = None
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    zone: str | None = None
    title: str = ""
    """Text before the time on the same line, as on day pages."""
    room: str = ""
    """Text after the time, with or without an @."""

    @property
    def dated(self) -> bool:
        """Whether it has a day and month."""
        return self.day is not None


def _name_pattern(names: Iterable[str]) -> str:
    """Return a pattern for *names*, in full or abbreviated: ``Sept.``, ``Tues``, ``Dec``."""
    return rf"(?:{'|'.join(name[:size] for name in names for size in (9, 5, 4, 3))})\b\.?"


def _clock_pattern(name: str) -> str:
    return (
        rf"(?:(?P<{name}_hour>\d{{1,2}})(?::(?P<{name}_minute>\d\d))?(?::00)?"
        rf"(?:\s*(?P<{name}_half>[ap])\.?\s?m\b\.?)?|(?P<{name}_word>noon|midnight))"
    )


def _zone_pattern(name: str) -> str:
    return (
        rf"\(?(?P<{name}>(?:UTC|GMT)[+-]\d{{1,2}}(?::\d\d)?|[A-Za-z]+/\w+(?:/\w+)?"
        rf"|(?-i:[A-Z]{{2,5}}))\)?"
    )


_WEEKDAY, _MONTH = _name_pattern(_WEEKDAYS), _name_pattern(_MONTHS)
_DASH = r"(?:\s*+(?:-{1,3}|[–—−~]|\bto\b)\s*+|\s++(?=\d{1,2}:\d\d))"  # or missing
_DATE = (
    rf"(?:(?P<weekday>{_WEEKDAY}),?\s++)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s++(?P<month>{_MONTH})"
    rf"|(?P<us_month>{_MONTH})\s++(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?)"
    rf"(?:,?\s++(?P<year>\d{{4}}))?(?:\s++(?:[,•·]\s++)?+|[,•·]\s++)"
)
_LINE = lazy_pattern(
    rf"(?:{_DATE}|(?P<only>{_WEEKDAY}),?\s++)?"
    rf"{_clock_pattern('start')}(?:\s++{_zone_pattern('start_zone')})?(?:{_DASH}{_clock_pattern('end')})?"
    rf"(?:\s++{_zone_pattern('end_zone')})?(?:\s*+@\s*+(?P<room>\S.*))?$",
    re.IGNORECASE,
)
_WITH_TITLE = lazy_pattern(
    rf"(?P<title>\S(?:.*?\S)?)\s++"
    rf"(?P<time>{_WEEKDAY}\s++\d{{1,2}}\s++{_MONTH}\s++\d\d:\d\d\s++[ap]\.m\.\Z"
    rf"|{_WEEKDAY},\s++{_MONTH}\s++\d{{1,2}},\s++\d{{4}}\s++•\s.*\Z)",
    re.I | re.S,
)
"""The two formats that follow a title; others are too likely to be part of a sentence."""
_WITH_ROOM = lazy_pattern(
    rf"(?P<time>{_MONTH}\s++\d{{1,2}},\s++{_clock_pattern('start')}\s*+-\s*+{_clock_pattern('end')})"
    rf"\s++(?P<room>(?-i:[A-Z0-9])[^.!?:;]{{0,60}})$",
    re.IGNORECASE,
)
"""The only format that a room follows on the same line."""
_MAX_LINE_CHARS = 120
"""Longest time line; a title before the time may add twice as many characters."""


def printed_time(line: str) -> PrintedTime | None:
    """Return the time in *line*, which may follow a title as on day pages; None if it has none."""
    text = line.strip()
    if len(text) > 3 * _MAX_LINE_CHARS or not any(
        letter.isdecimal() for letter in text[-_MAX_LINE_CHARS:]
    ):
        return None
    if match := _LINE.match(text) if len(text) <= _MAX_LINE_CHARS else None:
        return _from_match(match)
    if with_room := _WITH_ROOM.match(text) if len(text) <= _MAX_LINE_CHARS else None:
        time_only = _LINE.match(f"{with_room['time']} @ {with_room['room']}")
        return _from_match(time_only) if time_only else None
    if with_title := _WITH_TITLE.match(text):
        time_only = _LINE.match(with_title["time"])
        return _from_match(time_only, title=with_title["title"]) if time_only else None
    return None


def years_in(text: str) -> tuple[int, ...]:
    """Return the years that occur in *text*, a name or a URL, as separate numbers."""
    found = (int(number) for number in re.findall(r"(?<!\d)\d{4}(?!\d)", text, re.ASCII))
    return tuple(year for year in found if year in _YEARS)


def newest_year(times: Iterable[PrintedTime], today: date) -> int | None:
    """Return the newest year, at most 90 days ahead of *today*, in which all *times* are valid.

    A year in which every printed zone is observed is preferred over one with, say, PST in July.
    None if no year since 1990 is valid, or no time has a date.
    """
    dates = _dates(times)
    years = [
        year
        for year in range(today.year + 1, _YEARS.start - 1, -1)
        if dates
        and not _count_mismatches(dates, year)
        and _first(dates, year) <= today + _MAX_AHEAD
    ]
    return next(
        (year for year in years if _zones_are_observed(dates, year)), next(iter(years), None)
    )


def is_likely_year(times: Iterable[PrintedTime], year: int) -> bool:
    """Return whether at least half of the dates of *times* are valid in *year*."""
    dates = _dates(times)
    return 2 * _count_mismatches(dates, year) <= len(dates)


def matches_weekday(printed: PrintedTime, day: date | None) -> bool:
    """Return whether *day* exists and is on the weekday of *printed*, if it has one."""
    return day is not None and printed.weekday in (None, day.weekday())


def resolve_days(times: Iterable[PrintedTime], year: int) -> list[date | None]:
    """Return the day of each of *times* in page order; None if the page does not say.

    A time with only a weekday, or without a day, follows the last day before it. A page that spans
    New Year continues in the next year.
    """
    days: list[date | None] = []
    last: date | None = None
    for printed in times:
        day = (
            _resolve_dated(printed, year, last)
            if printed.dated
            else _resolve_undated(printed, last)
        )
        days.append(day)
        last = day or last
    return days


def instants(printed: PrintedTime, day: date, zone: tzinfo) -> tuple[datetime, datetime | None]:
    """Return start and end of *printed* on *day* as aware datetimes; the end may be past midnight."""
    start = _at(day, printed.start).replace(tzinfo=zone)
    if printed.end is None:
        return start, None
    next_day = timedelta(days=1) if printed.end < printed.start else timedelta()
    return start, (_at(day, printed.end) + next_day).replace(tzinfo=zone)


def _dates(times: Iterable[PrintedTime]) -> list[PrintedTime]:
    """Return the distinct dates among *times*, with their zones, in order."""
    dated = (time for time in times if time.dated)
    return list(
        dict.fromkeys(
            PrintedTime(0, None, t.weekday, t.day, t.month, t.year, t.zone) for t in dated
        )
    )


def _count_mismatches(dates: Sequence[PrintedTime], year: int) -> int:
    """Return how many of *dates* do not exist in *year*, or are on another weekday."""
    days = zip(dates, resolve_days(dates, year), strict=True)
    return sum(1 for printed, day in days if not matches_weekday(printed, day))


def _first(dates: Sequence[PrintedTime], year: int) -> date:
    return min(day for day in resolve_days(dates, year) if day)


def _zones_are_observed(dates: Sequence[PrintedTime], year: int) -> bool:
    days = zip(dates, resolve_days(dates, year), strict=True)
    return all(day and is_observed_on(printed.zone, _at(day, 720)) for printed, day in days)


def _resolve_dated(printed: PrintedTime, year: int, last: date | None) -> date | None:
    """Return the day of a dated time in *year*, or in the next if New Year has passed since *last*."""
    day = _day(printed.year or year, printed)
    if day and last and not printed.year and (last - day).days > 180:
        return _day(year + 1, printed)
    return day


def _resolve_undated(printed: PrintedTime, last: date | None) -> date | None:
    """Return the next day after *last* with the weekday of *printed*; the day before is also possible."""
    if last is None or printed.weekday is None:
        return last
    ahead = (printed.weekday - last.weekday()) % 7
    return last + timedelta(days=-1 if ahead == 6 else ahead)


def _day(year: int, printed: PrintedTime) -> date | None:
    try:
        return date(year, printed.month or 1, printed.day or 1)
    except ValueError:
        return None


def _at(day: date, minutes: int) -> datetime:
    """Return the naive local time *minutes* after midnight of *day*; 1440 is the next midnight."""
    # naive, so that the local time stays as printed when the zone is attached
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def _from_match(match: re.Match[str], title: str = "") -> PrintedTime | None:
    part = match.groupdict()
    weekday = part["weekday"] or part["only"]
    month = part["month"] or part["us_month"]
    name = part["end_zone"] or part["start_zone"]
    year = int(part["year"]) if part["year"] else None
    clocks = _clocks(part)
    if not clocks or not (year is None or year in _YEARS) or not _is_unambiguous(part, name):
        return None
    start, end = clocks
    return PrintedTime(
        start=start,
        end=end,
        weekday=_name_index(weekday, _WEEKDAYS) if weekday else None,
        day=int(part["day"] or part["us_day"]) if month else None,
        month=_name_index(month, _MONTHS) + 1 if month else None,
        year=year,
        zone=name.upper() if name and "/" not in name else name,
        title=title,
        room=part["room"] or "",
    )


def _name_index(word: str, names: Sequence[str]) -> int:
    return [name[:3] for name in names].index(word[:3].lower())


def _is_unambiguous(part: dict[str, str | None], name: str | None) -> bool:
    """Return whether the line is surely a time; ``12`` or ``may 5`` in a text is not."""
    if not any(part[name] for name in ("start_minute", "start_half", "start_word", "end_half")):
        return False
    has_day = part["weekday"] or part["only"] or part["month"] or part["us_month"]
    has_end = part["end_hour"] or part["end_word"]
    return bool(has_day or (has_end and find_zone(name)))


def _clocks(part: dict[str, str | None]) -> tuple[int, int | None] | None:
    """Return start and end in minutes; None if they are invalid.

    If one of them has no am or pm, the reading with the shorter span is chosen.
    """
    starts = _possible_minutes(part, "start", other_has_half=bool(part["end_half"]))
    if not (part["end_hour"] or part["end_word"]):
        return (starts[0], None) if starts else None
    ends = _possible_minutes(part, "end", other_has_half=bool(part["start_half"]))
    return min(
        product(starts, ends),
        key=lambda pair: (pair[1] - pair[0]) % _WHOLE_DAY or _WHOLE_DAY,
        default=None,
    )


def _possible_minutes(part: dict[str, str | None], name: str, other_has_half: bool) -> list[int]:
    """Return the possible meanings of the clock *name* in minutes.

    Without am or pm, both halves of the day are possible if the other clock has one
    (*other_has_half*).
    """
    if word := part[f"{name}_word"]:
        return [720 if word.lower() == "noon" else (_WHOLE_DAY if name == "end" else 0)]
    hour, minute = int(part[f"{name}_hour"] or 0), int(part[f"{name}_minute"] or 0)
    half = part[f"{name}_half"]
    if minute >= 60:
        return []
    if half or (other_has_half and 1 <= hour <= 12):
        halves = half or "ap"
        in_half = [hour % 12 * 60 + minute + 720 * (one.lower() == "p") for one in halves]
        return in_half if 1 <= hour <= 12 else []
    return [hour * 60 + minute] if hour * 60 + minute <= _WHOLE_DAY else []
