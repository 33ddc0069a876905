"""Times as programmes print them: read without guessing, then settled to instants.

``printed_time`` reads what a line says and nothing that it does not say; the year, the day and the
zone that it leaves out are settled afterwards from the rest of the page.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from confbrowse.text.zones import holds_on

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEARS = range(1990, 2100)
_AHEAD = timedelta(days=90)
"""How far ahead of today a programme without a year may lie."""


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
    """What stood behind it after an @."""

    @property
    def dated(self) -> bool:
        """Whether it names a day of a month."""
        return self.day is not None


def _clock(name: str) -> str:
    return (
        rf"(?:(?P<{name}_hour>\d{{1,2}})(?::(?P<{name}_minute>\d\d))?(?::00)?"
        rf"(?:\s*(?P<{name}_half>[ap])\.?\s?m\b\.?)?|(?P<{name}_word>noon|midnight))"
    )


def _month(name: str) -> str:
    return rf"(?P<{name}>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"


def _day(name: str) -> str:
    return rf"(?P<{name}>\d{{1,2}})(?:st|nd|rd|th)?"


def _weekday(name: str) -> str:
    return rf"(?P<{name}>{'|'.join(_WEEKDAYS)})[a-z]{{0,6}}\.?,?"


def _zone(name: str) -> str:
    return (
        rf"\(?(?P<{name}>(?:UTC|GMT)[+-]\d{{1,2}}(?::\d\d)?|[A-Za-z]+/\w+(?:/\w+)?"
        rf"|(?-i:[A-Z]{{2,5}}))\)?"
    )


_DASH = r"(?:\s*(?:-{1,3}|[–—−~]|\bto\b)\s*|\s{2,})"  # two blanks: the dash was lost on the way
_DATE = (
    rf"(?:{_weekday('weekday')}\s+)?(?:{_day('day')}\s+{_month('month')}"
    rf"|{_month('us_month')}\s+{_day('us_day')})(?:,?\s+(?P<year>\d{{4}}))?\s*[,•·]?\s+"
)
_RANGE = (
    rf"{_clock('start')}(?:\s+{_zone('start_zone')})?(?:{_DASH}{_clock('end')})?"
    rf"(?:\s+{_zone('end_zone')})?(?:\s*@\s*(?P<room>\S.*))?"
)
_LINE = re.compile(
    rf"(?:{_DATE}|{_weekday('only')}\s+)?{_RANGE}$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"(?P<title>\S.*?)\s+(?P<time>{_weekday('weekday')}\s+\d{{1,2}}\s+{_month('month')}"
    r"\s+\d\d:\d\d\s+[ap]\.m\.)$",
    re.IGNORECASE,
)
_LONGEST = 120
"""No time line is longer, in characters; a title before a time may take twice as much again."""


def printed_time(line: str) -> Printed | None:
    """Return the time that *line* consists of, or ends in on day pages; None where it is no time."""
    text = line.strip()
    if len(text) > 3 * _LONGEST or not any(letter.isdecimal() for letter in text[-_LONGEST:]):
        return None
    if match := _LINE.match(text) if len(text) <= _LONGEST else None:
        return _printed(match)
    if titled := _TITLED.match(text):
        alone = _LINE.match(titled["time"])
        return _printed(alone, title=titled["title"]) if alone else None
    return None


def years_in(text: str) -> tuple[int, ...]:
    """Return the years that *text*, a name or an address, holds as numbers of their own."""
    found = (int(number) for number in re.findall(r"(?<!\d)\d{4}(?!\d)", text))
    return tuple(year for year in found if year in _YEARS)


def fits(printed: Printed, day: date | None) -> bool:
    """Return whether *printed* can be on *day*: there is such a day, on its weekday, in its zone."""
    if not printed.dated:
        return True
    if day is None or printed.weekday not in (None, day.weekday()):
        return False
    return holds_on(printed.zone, _at(day, 720))


def all_fit(printed: Sequence[Printed], year: int) -> bool:
    """Return whether all *printed*, the times of a page in its order, can begin in *year*."""
    return all(map(fits, printed, days_of(printed, year)))


def newest_year(printed: Sequence[Printed], today: date) -> int | None:
    """Return the newest year in which all *printed* fit, at most 90 days ahead of *today*.

    None where no year since 1990 fits, or nothing is dated.
    """
    for year in range(today.year + 1, _YEARS.start - 1, -1):
        days = [day for day in days_of(printed, year) if day]
        if days and min(days) <= today + _AHEAD and all_fit(printed, year):
            return year
    return None


def days_of(times: Iterable[Printed | None], year: int) -> list[date | None]:
    """Return the day of each of *times* in page order; None where the page does not tell it.

    A time that names only its weekday, or no day at all, follows the last day before it. A page
    that runs over New Year goes on in the year after.
    """
    days: list[date | None] = []
    last: date | None = None
    for printed in times:
        if printed is None:
            days.append(None)
            continue
        last = _day_of(printed, printed.year or year, last)
        days.append(last)
    return days


def instants(printed: Printed, day: date, zone: tzinfo) -> tuple[datetime, datetime | None]:
    """Return the aware start and end of *printed* on *day*; an end before the start is past midnight."""
    start = _at(day, printed.start).replace(tzinfo=zone)
    if printed.end is None:
        return start, None
    over = timedelta(days=1) if printed.end < printed.start else timedelta()
    return start, (_at(day, printed.end) + over).replace(tzinfo=zone)


def _day_of(printed: Printed, year: int, last: date | None) -> date | None:
    if printed.dated:
        try:
            day = date(year, printed.month or 1, printed.day or 1)
        except ValueError:
            return None
        over_new_year = last and not printed.year and (last - day).days > 180
        return day.replace(year=year + 1) if over_new_year else day
    if last is None or printed.weekday is None:
        return last
    return last + timedelta(days=(printed.weekday - last.weekday()) % 7)


def _at(day: date, minutes: int) -> datetime:
    """Return the wall clock *minutes* after midnight of *day*; 1440 is the next midnight."""
    # naive on purpose: the zone is put on afterwards, so that a clock stays a clock
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def _printed(match: re.Match[str], title: str = "") -> Printed | None:
    part = match.groupdict()
    weekday = part["weekday"] or part["only"]
    zone = part["end_zone"] or part["start_zone"]
    end = _minutes(part, "end", None)
    start = _minutes(part, "start", end)
    if start is None or (match["end_hour"] and end is None) or not _says_enough(part, weekday):
        return None
    month = part["month"] or part["us_month"]
    return Printed(
        start=start,
        end=end,
        weekday=_WEEKDAYS.index(weekday.lower()[:3]) if weekday else None,
        day=int(part["day"] or part["us_day"]) if month else None,
        month=_MONTHS.index(month.lower()[:3]) + 1 if month else None,
        year=int(part["year"]) if part["year"] else None,
        zone=zone.upper() if zone and "/" not in zone else zone,
        title=title,
        room=part["room"] or "",
    )


def _says_enough(part: dict[str, str | None], weekday: str | None) -> bool:
    """Return whether the line is surely a time: ``12`` or ``may 5`` in a text is not."""
    has_clock = part["start_minute"] or part["start_half"] or part["start_word"] or part["end_half"]
    has_day = weekday or part["month"] or part["us_month"]
    return bool(
        has_clock and (has_day or (part["end_hour"] and (part["end_zone"] or part["start_zone"])))
    )


def _minutes(part: dict[str, str | None], name: str, end: int | None) -> int | None:
    """Return the clock called *name* in minutes; *end* lends a start its half of the day."""
    if word := part[f"{name}_word"]:
        return 720 if word.lower() == "noon" else (1440 if name == "end" else 0)
    if part[f"{name}_hour"] is None:
        return None
    hour, minute = int(part[f"{name}_hour"] or 0), int(part[f"{name}_minute"] or 0)
    half = part[f"{name}_half"]
    if half is None and name == "start" and part["end_half"] and end is not None:
        later = _in_half(hour, minute, part["end_half"])
        return later if later is not None and later <= end else _in_half(hour, minute, "a")
    if half:
        return _in_half(hour, minute, half)
    return hour * 60 + minute if hour * 60 + minute <= 1440 and minute < 60 else None


def _in_half(hour: int, minute: int, half: str) -> int | None:
    if not 1 <= hour <= 12 or minute >= 60:
        return None
    return (hour % 12 + (12 if half.lower() == "p" else 0)) * 60 + minute
