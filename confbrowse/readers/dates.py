"""Days and times as in spreadsheets and site data: ``Jul 5``, ``10.11.2024``, ``9:00 AM``."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from confbrowse.readers.base import Draft, Hints, Remark
from confbrowse.readers.session_text.clocks import Slot, resolve_slots
from confbrowse.readers.session_text.lines import Form, Line
from confbrowse.text.clean import clean_line
from confbrowse.text.times import PrintedTime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MAX_DURATION = timedelta(days=14)
_MAX_RANGE_CHARS = 200
_WEEKDAY = r"(?:\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*+[.,]?+\s++)?"
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


_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)")


def month_first(texts: Iterable[str]) -> bool | None:
    """Return whether *texts*, one column, write May 6 as ``5/6/2024``; None if that is unknown."""
    parts = [found.groups() for text in texts if (found := _SLASHES.match(text))]
    is_day_first = any(int(first) > 12 for first, _, _ in parts)
    is_month_first = any(int(second) > 12 for _, second, _ in parts)
    return None if is_day_first == is_month_first else is_month_first


def _slashed(text: str, is_month_first: bool | None) -> date | None:
    found = _SLASHES.fullmatch(text)
    if found is None or is_month_first is None:
        return None
    first, second, year = map(int, found.groups())
    month, day = (first, second) if is_month_first else (second, first)
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


def day_in(text: str, year: int | None = None, *, month_first: bool | None = None) -> date | None:
    """Return *text* as a day, in *year* if it has none; None if it is not a day.

    ``5/6/2024`` is ambiguous (May or June), so it is only accepted if *month_first* is known.
    """
    if slashed := _slashed(text.strip(), month_first):
        return slashed
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
    """Return *text* as a time of day, 12-hour or 24-hour; None if it is not one."""
    found = _CLOCK.fullmatch(text.strip())
    if not found or not (found["minute"] or found["half"]):
        return None
    hour = int(found["hour"])
    if half := (found["half"] or "").lower():
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, int(found["minute"] or 0)) if hour < 24 else None


def moment_in(
    text: str, year: int | None = None, *, month_first: bool | None = None
) -> datetime | None:
    """Return *text*, a day and a time, as a naive datetime; None if it is not one."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        pass
    day, _, clock = text.strip().replace("_", " ").partition(" ")
    for _ in range(4):  # a day has at most three words: Nov 10, 2024
        on, at = day_in(day.rstrip(","), year, month_first=month_first), clock_in(clock)
        if on and at:
            return datetime.combine(on, at)
        word, _, clock = clock.partition(" ")
        day = f"{day} {word}"
    return None


_DURATION = re.compile(
    r"(?:pt)?(?:(?P<hours>\d{1,3})\s?h(?:ours?|rs?)?)?\s*+(?:(?P<minutes>\d{1,4})\s?m(?:in(?:ute)?s?)?\.?)?",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d)(?::[0-5]\d)?")


def duration_in(text: str) -> timedelta | None:
    """Return *text* as a duration: ``45`` (minutes), ``1:30``, ``1 h 30 min``; None if it is not one."""
    text = text.strip()
    if re.fullmatch(r"(?a:\d{1,4}(?:\.0+)?)", text):
        found = timedelta(minutes=float(text))
    elif text and (parts := _LENGTH.fullmatch(text) or _DURATION.fullmatch(text)):
        found = timedelta(hours=int(parts["hours"] or 0), minutes=int(parts["minutes"] or 0))
    else:
        return None
    return found if timedelta() < found <= _MAX_DURATION else None


_DASH = re.compile(r"[-–—]|\b(?:to|bis)\b", re.IGNORECASE)
_HALF = re.compile(r"[ap]\.?m\.?\Z", re.IGNORECASE)


def range_in(text: str) -> tuple[str, str] | None:
    """Return start and end in *text*, a range that ends with a clock time; None if it is not one.

    In ``1:00-2:30 PM`` both are in the afternoon.
    """
    dashes = list(_DASH.finditer(text[:_MAX_RANGE_CHARS]))
    if not dashes:
        return None
    start, end = text[: dashes[-1].start()].strip(), text[dashes[-1].end() :].strip()
    last = clock_in(end)
    if not start or last is None:
        return None
    half = _HALF.search(end)
    if half and not _HALF.search(start):
        day, _, word = start.rpartition(" ")
        for letter in (half[0], "am" if half[0][0] in "pP" else "pm"):
            begins = clock_in(f"{word} {letter}")
            if begins and begins <= last:
                return f"{day} {word} {letter}".strip(), end
    return start, end


def combine_in_zone(day: date, clock: time, zone: tzinfo | None) -> datetime:
    """Return *clock* on *day* in *zone*, or in UTC if the zone is unknown."""
    return datetime.combine(day, clock, zone or UTC)


def valid_end(start: datetime | None, end: datetime | None) -> datetime | None:
    """Return *end* if it is after *start*, else None."""
    return end if start and end and end > start else None


def end_on_day(start: datetime | None, end: datetime | None) -> datetime | None:
    """Return *end*, a time on the day of *start*, moved to the next day if it is earlier."""
    if start and end and end < start and start - end < timedelta(days=1):
        end += timedelta(days=1)
    return valid_end(start, end)


# Entries of virtual site pages, and their printed times as instants.


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """An entry of a page, before its day and zone are resolved."""

    draft: Draft
    time: PrintedTime | None = None
    printed: str = ""
    """The time as printed; empty if there is none."""


def resolve_times(
    entries: Sequence[PrintedEntry], hints: Hints, zone: str | None, years: Sequence[int]
) -> tuple[list[Draft], list[Remark]]:
    """Return the drafts of *entries* with their instants, and remarks about uncertain times.

    A draft without a session is put into the session of its day.
    """
    lines = [
        Line(number, clean_line(entry.printed), Form.TIME, time=entry.time)
        for number, entry in enumerate(entries, 1)
    ]
    found = resolve_slots(lines, hints, zone, years)
    drafts = [
        _with_slot(entry.draft, found.slots.get(n, Slot())) for n, entry in enumerate(entries, 1)
    ]
    unread = [
        Remark(None, line.source, "unreadable time", left_out=False)
        for line in lines
        if line.source and line.time is None
    ]
    return drafts, [*(replace(remark, line=None) for remark in found.remarks), *unread]


def _with_slot(draft: Draft, slot: Slot) -> Draft:
    day = f"{slot.start:%A} {slot.start.day} {slot.start:%B}" if slot.start else ""
    return replace(
        draft,
        session=draft.session or day,
        start=slot.start,
        end=slot.end,
        timezone=slot.timezone,
        year_assumed=slot.year_assumed,
    )
