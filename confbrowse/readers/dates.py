"""Days and times as in spreadsheets and site data: ``Jul 5``, ``10.11.2024``, ``9:00 AM``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from confbrowse.readers.base import Draft, Hints, Remark
from confbrowse.readers.session_text.clocks import Slot, resolve_slots
from confbrowse.readers.session_text.lines import Form, Line
from confbrowse.text.clean import clean_line
from confbrowse.text.times import PrintedTime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
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


def day_in(text: str, year: int | None = None) -> date | None:
    """Return *text* as a day, in *year* if it has none; None if it is not a day.

    ``5/6/2024`` is ambiguous (May or June), so it is not accepted.
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


def moment_in(text: str) -> datetime | None:
    """Return *text*, a day and a time, as a naive datetime; None if it is not one."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        pass
    day, _, clock = text.strip().replace("_", " ").partition(" ")
    for _ in range(4):  # a day has at most three words: Nov 10, 2024
        on, combine_in_zone = day_in(day), clock_in(clock)
        if on and combine_in_zone:
            return datetime.combine(on, combine_in_zone)
        word, _, clock = clock.partition(" ")
        day = f"{day} {word}"
    return None


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
