"""iCalendar files, as written by calendar programs and published by many conferences.

Real files break the rules: a UID is shared by a whole file, a zone is used but not defined, a
property name is invalid. The file is split into events first, and an event that the library refuses
is left out with a remark.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, Remark, build_reading
from confbrowse.readers.calendar_lines import split_calendar
from confbrowse.readers.naming import programme_name, years_in_names
from confbrowse.readers.naming import split_names as names_in
from confbrowse.readers.parsing import LEAD
from confbrowse.text.clean import clean_line
from confbrowse.text.times import find_zone, years_in

if TYPE_CHECKING:
    from icalendar import Event

_SPEAKERS = re.compile(
    r"(?:speakers?|presenters?|von|by|author\(?s?\)?):[ \t]*(?P<who>[^\n]+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class CalendarInfo:
    """The properties of a calendar."""

    name: str
    zone_name: str | None
    zone: tzinfo | None


def draft(event: "Event", line: int, calendar: CalendarInfo) -> Draft:
    """Return *event*, which starts on *line*, as a talk."""
    start = _time(event, "DTSTART", calendar)
    speakers, description = _speakers(event)
    categories = _categories(event)
    room = property_text(event, "LOCATION")
    place = RawLink(room) if "://" in room else None
    title = property_text(event, "SUMMARY")
    return Draft(
        title=title.removeprefix(f"{room}: ") if room else title,
        where=f"line {line}",
        session=next(iter(categories), "") or ("" if place else room),
        authors=speakers,
        start=start,
        end=_end(event, start, calendar),
        timezone=_zone_name(event, calendar),
        room="" if place else room,
        track=next(iter(categories), ""),
        keywords=categories[1:],
        abstract=description,
        links=[
            *([place] if place else []),
            RawLink(property_text(event, "URL"), "Conference page", "other"),
            *(RawLink(url) for key in ("ATTACH", "CONFERENCE") for url in _all(event, key)),
        ],
        uid=property_text(event, "UID"),
    )


def _all(event: "Event", key: str) -> list[str]:
    values = event.get(key) or []
    return [str(value).strip() for value in (values if isinstance(values, list) else [values])]


def property_text(event: "Event", key: str) -> str:
    """Return the first value of *event* under *key*; empty if there is none."""
    value = event.get(key)
    value = value[0] if isinstance(value, list) and value else value
    return str(value).strip() if value is not None else ""


def _value(event: "Event", key: str) -> Any:  # a date, a time or a duration of the library
    value = event.get(key)
    value = value[0] if isinstance(value, list) and value else value
    try:
        return getattr(value, "dt", None)
    except ValueError:  # not a valid time
        return None


def _time(event: "Event", key: str, calendar: CalendarInfo) -> datetime | None:
    """Return the time under *key*; a whole day begins at midnight in the calendar's zone."""
    value = _value(event, key)
    if not isinstance(value, date):
        return None
    zone = calendar.zone or UTC
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    if value.tzinfo is None:
        return value.replace(tzinfo=zone)
    is_instant = value.tzinfo is UTC or str(value.tzinfo) in ("UTC", "Etc/UTC")
    return value.astimezone(calendar.zone) if is_instant and calendar.zone else value


def is_floating_event(event: "Event") -> bool:
    """Return whether *event* starts at a time without a zone."""
    value = _value(event, "DTSTART")
    return isinstance(value, datetime) and value.tzinfo is None


def _end(event: "Event", start: datetime | None, calendar: CalendarInfo) -> datetime | None:
    if start is None:
        return None
    end = _time(event, "DTEND", calendar)
    duration = _value(event, "DURATION")
    if end is None and isinstance(duration, timedelta) and abs(duration) < timedelta(days=400):
        end = (start.astimezone(UTC) + duration).astimezone(start.tzinfo)
    # compared as instants, as local times repeat when clocks go back
    return end if end and end.astimezone(UTC) > start.astimezone(UTC) else None


def _zone_name(event: "Event", calendar: CalendarInfo) -> str | None:
    """Return the zone of *event*, else the calendar's, else UTC for an instant."""
    value = event.get("DTSTART")
    zone_name = str(getattr(value, "params", {}).get("TZID") or "")
    moment = _value(event, "DTSTART")
    if zone_name and find_zone(zone_name):
        return zone_name
    is_utc = isinstance(moment, datetime) and moment.tzinfo is not None and not zone_name
    return calendar.zone_name or ("UTC" if is_utc else None)


def _speakers(event: "Event") -> tuple[list[str], str]:
    """Return the speakers, and the description without the line that names them."""
    description = property_text(event, "DESCRIPTION") or property_text(event, "X-ALT-DESC")
    match = _SPEAKERS.match(description)
    if match:
        return names_in(match["who"]), description[match.end() :].strip()
    people = []
    for key in ("ATTENDEE", "ORGANIZER"):
        values = event.get(key) or []
        for value in values if isinstance(values, list) else [values]:
            name = getattr(value, "params", {}).get("CN")
            people += name if isinstance(name, list) else [name] if name else []
        if people:
            break
    return [str(name).strip() for name in people if "@" not in str(name)], description


def _categories(event: "Event") -> list[str]:
    values = event.get("CATEGORIES") or []
    found = []
    for value in values if isinstance(values, list) else [values]:
        found += [str(one).strip() for one in getattr(value, "cats", [value])]
    return [one for one in found if one]


_START = re.compile(LEAD + rb"BEGIN\s*+:\s*+VCALENDAR", re.IGNORECASE)
_FLOATING = "some times have no time zone; they are shown as printed, as if in UTC. Set --timezone"


def _recognises(raw: bytes) -> bool:
    return bool(_START.match(raw))


def _read(raw: bytes, hints: Hints) -> Reading:
    lines = split_calendar(raw, hints.source)
    remarks = list(lines.remarks)
    calendar = _calendar(lines.properties, hints)
    drafts: list[Draft] = []
    is_floating = False
    for block in lines.events():
        hints.check_time()
        event = block.parsed()
        reason = event if isinstance(event, str) else _reason_to_skip(event)
        if isinstance(event, str) or reason:
            remarks.append(Remark(block.line, clean_line(_unescaped(block.title)), reason))
            continue
        is_floating |= calendar.zone is None and is_floating_event(event)
        remarks += _warnings(event, block.line)
        drafts.append(draft(event, block.line, calendar))
    if is_floating:
        remarks.append(Remark(None, "", _FLOATING, left_out=False))
    return build_reading(calendar.name, _without_shared_uids(drafts), hints, remarks)


READER = Reader("iCalendar", _recognises, _read)


def _without_shared_uids(drafts: Sequence[Draft]) -> list[Draft]:
    """Return *drafts* without uids that several of them share."""
    times = Counter(draft.uid for draft in drafts)
    return [draft if times[draft.uid] == 1 else replace(draft, uid="") for draft in drafts]


def _calendar(properties: Mapping[str, str], hints: Hints) -> CalendarInfo:
    """Return the calendar with the properties *properties*."""
    zone_name = (
        hints.timezone
        or properties.get("X-WR-TIMEZONE")
        or properties.get("TIMEZONE-ID")
        or properties.get("VTIMEZONE")
    )
    zone = find_zone(zone_name)
    title = (
        properties.get("X-WR-CALNAME")
        or properties.get("NAME")
        or properties.get("X-WR-CALDESC", "")
    )
    return CalendarInfo(_name(_unescaped(title), hints), zone_name if zone else None, zone)


def _name(title: str, hints: Hints) -> str:
    title = clean_line(title)
    if hints.name or not title or title.lower() in ("calendar", "schedule", "untitled"):
        return programme_name(hints)
    year = next(years_in_names(hints), None)
    return title if years_in(title) or not year else f"{title} {year}"


def _reason_to_skip(event: "Event") -> str:
    """Return the reason to leave *event* out; empty if there is none."""
    if property_text(event, "STATUS").upper() == "CANCELLED":
        return "it is cancelled"
    return "" if property_text(event, "SUMMARY") else "no title"


def _warnings(event: "Event", line: int) -> Iterator[Remark]:
    """Yield warnings about parts of *event* that were ignored."""
    title = clean_line(property_text(event, "SUMMARY"))
    for name, _ in event.errors:
        what = f"its {clean_line(name)}" if name else "one of its lines"
        yield Remark(line, title, f"{what} cannot be read and is left out", left_out=False)
    if event.get("RRULE") or event.get("RDATE"):
        why = "repeated event; only the first occurrence is shown"
        yield Remark(line, title, why, left_out=False)


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\,;nN])", lambda found: "\n" if found[1] in "nN" else found[1], text)
