"""Days and clocks as spreadsheets and site data have them: ``Jul 5``, ``10.11.2024``, ``9:00 AM``."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+)?"
_DAYS = tuple(
    re.compile(_WEEKDAY + form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
        r"(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?P<name>[a-z]{3,9})\.?(?:,?\s+(?P<year>\d{4}))?",
    )
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d))?(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE,
)


def day_in(text: str, year: int | None = None) -> date | None:
    """Return the day that *text* is, in *year* where it names none; None where it is no day.

    ``5/6/2024`` is none: it may be in May or in June.
    """
    for form in _DAYS:
        found = form.fullmatch(text.strip())
        if not found:
            continue
        part = found.groupdict()
        name = (part.get("name") or "")[:3].lower()
        month = _MONTHS.index(name) + 1 if name in _MONTHS else int(part.get("month") or 0)
        try:
            return date(int(part["year"] or year or 0), month, int(part["day"] or 0))
        except ValueError:
            continue
    return None


def clock_in(text: str) -> time | None:
    """Return the clock that *text* is, of 24 hours or of 12; None where it is none."""
    found = _CLOCK.fullmatch(text.strip())
    if not found or not (found["minute"] or found["half"]):
        return None
    hour = int(found["hour"])
    if half := (found["half"] or "").lower():
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, int(found["minute"] or 0)) if hour < 24 else None


def moment_in(text: str) -> datetime | None:
    """Return the day with a clock that *text* is, naive as it is printed; None where it is none."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        pass
    day, _, clock = text.strip().replace("_", " ").partition(" ")
    for _ in range(4):  # a day has three words at most: Nov 10, 2024
        on, at = day_in(day), clock_in(clock)
        if on and at:
            return datetime.combine(on, at)
        word, _, clock = clock.partition(" ")
        day = f"{day} {word}"
    return None


def at(day: date, clock: time, zone: tzinfo | None) -> datetime:
    """Return *clock* on *day* in *zone*, in UTC where it is not known."""
    return datetime.combine(day, clock, zone or UTC)


def after(start: datetime | None, end: datetime | None) -> datetime | None:
    """Return *end* where it is one of *start*; else None."""
    return end if start and end and end > start else None


def until(start: datetime | None, end: datetime | None) -> datetime | None:
    """Return *end*, a clock on the day of *start*; on the next day where it is an earlier one."""
    if start and end and end < start and start - end < timedelta(days=1):
        end += timedelta(days=1)
    return after(start, end)
