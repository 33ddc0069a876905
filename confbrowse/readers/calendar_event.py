"""An event of iCalendar as a talk: its clock and its zone, its people, its place."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from confbrowse.readers.draft import Address, Draft
from confbrowse.readers.people import named as names_in
from confbrowse.text.zones import zone

if TYPE_CHECKING:
    from icalendar import Event

_SPEAKERS = re.compile(
    r"(?:speakers?|presenters?|von|by|author\(?s?\)?):[ \t]*(?P<who>[^\n]+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a calendar says of itself."""

    name: str
    zone_name: str | None
    zone: tzinfo | None


def draft(event: "Event", line: int, calendar: Calendar) -> Draft:
    """Return the talk that *event* on *line* is."""
    start = _time(event, "DTSTART", calendar)
    speakers, description = _speakers(event)
    categories = _categories(event)
    room = text_of(event, "LOCATION")
    place = Address(room) if "://" in room else None
    title = text_of(event, "SUMMARY")
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
            Address(text_of(event, "URL"), "Conference page", "other"),
            *(Address(url) for key in ("ATTACH", "CONFERENCE") for url in _all(event, key)),
        ],
        uid=text_of(event, "UID"),
    )


def _all(event: "Event", key: str) -> list[str]:
    values = event.get(key) or []
    return [str(value).strip() for value in (values if isinstance(values, list) else [values])]


def text_of(event: "Event", key: str) -> str:
    """Return what *event* says first under *key*; empty where it says nothing."""
    value = event.get(key)
    value = value[0] if isinstance(value, list) and value else value
    return str(value).strip() if value is not None else ""


def _value(event: "Event", key: str) -> Any:  # the library's own, a date, a time or a length
    value = event.get(key)
    value = value[0] if isinstance(value, list) and value else value
    try:
        return getattr(value, "dt", None)
    except ValueError:  # what is printed there is no time
        return None


def _time(event: "Event", key: str, calendar: Calendar) -> datetime | None:
    """Return the time under *key*; a whole day begins at midnight by the calendar's clock."""
    value = _value(event, key)
    if not isinstance(value, date):
        return None
    here = calendar.zone or UTC
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=here)
    if value.tzinfo is None:
        return value.replace(tzinfo=here)
    is_instant = value.tzinfo is UTC or str(value.tzinfo) in ("UTC", "Etc/UTC")
    return value.astimezone(calendar.zone) if is_instant and calendar.zone else value


def floats(event: "Event") -> bool:
    """Return whether *event* begins at a clock of no zone."""
    value = _value(event, "DTSTART")
    return isinstance(value, datetime) and value.tzinfo is None


def _end(event: "Event", start: datetime | None, calendar: Calendar) -> datetime | None:
    if start is None:
        return None
    end = _time(event, "DTEND", calendar)
    lasting = _value(event, "DURATION")
    if end is None and isinstance(lasting, timedelta) and abs(lasting) < timedelta(days=400):
        end = (start.astimezone(UTC) + lasting).astimezone(start.tzinfo)
    # compared as instants: clocks of one zone show an hour twice in the night they are put back
    return end if end and end.astimezone(UTC) > start.astimezone(UTC) else None


def _zone_name(event: "Event", calendar: Calendar) -> str | None:
    """Return the zone that *event* names, else the calendar's, else UTC for an instant."""
    value = event.get("DTSTART")
    named = str(getattr(value, "params", {}).get("TZID") or "")
    moment = _value(event, "DTSTART")
    if named and zone(named):
        return named
    is_utc = isinstance(moment, datetime) and moment.tzinfo is not None and not named
    return calendar.zone_name or ("UTC" if is_utc else None)


def _speakers(event: "Event") -> tuple[list[str], str]:
    """Return who speaks, and the description without the line that says so."""
    description = text_of(event, "DESCRIPTION") or text_of(event, "X-ALT-DESC")
    said = _SPEAKERS.match(description)
    if said:
        return names_in(said["who"]), description[said.end() :].strip()
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
