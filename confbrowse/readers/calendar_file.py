"""iCalendar: what every calendar program writes, and what many conferences publish.

Real files break its rules: a UID stands for the whole file (so nothing is keyed on it), a zone is
named but not defined, a property has no name that is one. A calendar that the library refuses as a
whole is read event by event, and an event that it refuses is left out and remarked upon.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.naming import named_years, programme_name
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.text.clean import clean_line
from confbrowse.text.times import years_in
from confbrowse.text.zones import zone

if TYPE_CHECKING:
    from icalendar import Event

_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*BEGIN\s*:\s*VCALENDAR", re.IGNORECASE)
_EVENT = re.compile(r"^BEGIN:VEVENT[ \t]*\n.*?^END:VEVENT[ \t]*$", re.MULTILINE | re.DOTALL)
_PROPERTY = re.compile(r"^(X-WR-\w+|PRODID|NAME|TIMEZONE-ID|VTIMEZONE)[^:\n]*:(.*)$", re.MULTILINE)
_SPEAKERS = re.compile(
    r"(?:speakers?|presenters?|von|by|author\(?s?\)?):[ \t]*(?P<who>[^\n]+)", re.IGNORECASE
)
_FLOATING = (
    "some of its times name no zone; they are shown as printed, as if in UTC. Give --timezone"
)
_LONGEST_LINE = 200_000


@dataclass(frozen=True, slots=True)
class _Calendar:
    """What a calendar says of itself."""

    name: str
    zone_name: str | None
    zone: tzinfo | None


def _recognises(raw: bytes) -> bool:
    return bool(_START.match(raw))


def _read(raw: bytes, hints: Hints) -> Reading:
    text = _unfolded(raw)
    calendar = _calendar(text, hints)
    drafts: list[Draft] = []
    remarks: list[Remark] = []
    is_floating = False
    for match in _EVENT.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        event = _event(match[0])
        if isinstance(event, str):
            remarks.append(Remark(line, _summary(match[0]), event))
            continue
        why_not = _why_not(event)
        if why_not:
            remarks.append(Remark(line, _summary(match[0]), why_not))
            continue
        is_floating |= calendar.zone is None and _floats(event)
        drafts.append(_draft(event, line, calendar))
    remarks += _cut_off(text)
    if is_floating:
        remarks.append(Remark(None, "", _FLOATING, left_out=False))
    return assembled(calendar.name, drafts, hints, remarks)


READER = Reader("iCalendar", _recognises, _read)


def _unfolded(raw: bytes) -> str:
    """Return *raw* as text with folded lines whole again; folds may cut a letter in two."""
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    raw = raw.replace(b"\n ", b"").replace(b"\n\t", b"")
    text = raw.decode("utf-8-sig", errors="replace")
    return text.replace("\0", "")


def _calendar(text: str, hints: Hints) -> _Calendar:
    """Return what stands before the first event, and register the zones that are defined there."""
    head = text.partition("BEGIN:VEVENT")[0]
    said = {
        key.upper(): value.strip() for key, value in _PROPERTY.findall(text[: len(head) + 4000])
    }
    _register_zones(text)
    named = (
        hints.timezone
        or said.get("X-WR-TIMEZONE")
        or said.get("TIMEZONE-ID")
        or said.get("VTIMEZONE")
    )
    here = zone(named)
    title = said.get("X-WR-CALNAME") or said.get("NAME") or said.get("X-WR-CALDESC", "")
    return _Calendar(_name(_unescaped(title), hints), named if here else None, here)


def _register_zones(text: str) -> None:
    from icalendar import Component  # only for those who read calendars

    for block in re.findall(r"^BEGIN:VTIMEZONE\n.*?^END:VTIMEZONE", text, re.M | re.S)[:50]:
        try:
            Component.from_ical(block)
        except (ValueError, KeyError, IndexError, AttributeError):
            continue  # its name may be one that is known anyway


def _name(title: str, hints: Hints) -> str:
    title = clean_line(title)
    if hints.name or not title or title.lower() in ("calendar", "schedule", "untitled"):
        return programme_name(hints)
    year = next(named_years(hints), None)
    return title if years_in(title) or not year else f"{title} {year}"


def _event(block: str) -> "Event | str":
    """Return the event that *block* is, or why it is none."""
    from icalendar import Event  # only for those who read calendars

    if max(map(len, block.split("\n"))) > _LONGEST_LINE:
        return "one of its lines is far too long"
    try:
        event = Event.from_ical(block.replace("\n", "\r\n") + "\r\n")
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError):
        return "it is no sound event"
    return event if isinstance(event, Event) else "it is no event"


def _why_not(event: "Event") -> str:
    """Return why *event* is to be left out; empty where it is not."""
    if _text(event, "STATUS").upper() == "CANCELLED":
        return "it is cancelled"
    return "" if _text(event, "SUMMARY") else "it has no title"


def _cut_off(text: str) -> Iterator[Remark]:
    """Yield a remark on an event that the end of the file cuts off."""
    last = text.rfind("BEGIN:VEVENT")
    if last >= 0 and "END:VEVENT" not in text[last:]:
        line = text.count("\n", 0, last) + 1
        yield Remark(
            line, _summary(text[last : last + 20_000]), "the file ends in the middle of it"
        )


def _summary(block: str) -> str:
    found = re.search(r"^SUMMARY[^:\n]*:(.*)$", block, re.MULTILINE)
    return clean_line(_unescaped(found[1])) if found else ""


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\,;nN])", lambda found: "\n" if found[1] in "nN" else found[1], text)


def _draft(event: "Event", line: int, calendar: _Calendar) -> Draft:
    start = _time(event, "DTSTART", calendar)
    speakers, description = _speakers(event)
    categories = _categories(event)
    room = _text(event, "LOCATION")
    place = Address(room) if "://" in room else None
    return Draft(
        title=_text(event, "SUMMARY"),
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
            Address(_text(event, "URL"), "Conference page", "other"),
        ],
    )


def _text(event: "Event", key: str) -> str:
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


def _time(event: "Event", key: str, calendar: _Calendar) -> datetime | None:
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


def _floats(event: "Event") -> bool:
    value = _value(event, "DTSTART")
    return isinstance(value, datetime) and value.tzinfo is None


def _end(event: "Event", start: datetime | None, calendar: _Calendar) -> datetime | None:
    if start is None:
        return None
    end = _time(event, "DTEND", calendar)
    lasting = _value(event, "DURATION")
    if end is None and isinstance(lasting, timedelta) and abs(lasting) < timedelta(days=400):
        end = (start.astimezone(UTC) + lasting).astimezone(start.tzinfo)
    return end if end and end > start else None


def _zone_name(event: "Event", calendar: _Calendar) -> str | None:
    """Return the zone that *event* names, else the calendar's; None for an instant without one."""
    value = event.get("DTSTART")
    named = getattr(value, "params", {}).get("TZID")
    return str(named) if named and zone(str(named)) else calendar.zone_name


def _speakers(event: "Event") -> tuple[list[str], str]:
    """Return who speaks, and the description without the line that says so."""
    description = _text(event, "DESCRIPTION") or _text(event, "X-ALT-DESC")
    said = _SPEAKERS.match(description)
    if said:
        who = re.split(r",\s+|;\s*|\s+(?:and|und|&)\s+", said["who"])
        return [name.strip() for name in who], description[said.end() :].strip()
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
