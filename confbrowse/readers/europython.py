"""EuroPython's schedule XML: days of entries, each with rooms, duration and speakers."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from xml.etree import ElementTree as ET

from confbrowse.readers.base import NO_ZONE, Draft, Hints, Reader, Reading, build_reading
from confbrowse.readers.naming import programme_name
from confbrowse.readers.parsing import element_text, parse_xml
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import find_zone

_HEAD_BYTES = 65_536
_CLOCK = lazy_pattern(r"(?P<hour>\d\d):?(?P<minute>\d\d)")


def _recognises(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES].replace(b"\0", b"")
    return b"<schedule" in head and bool(re.search(rb"<day\s++date=[^<>]*+>\s*+<entry\s", head))


def _read(raw: bytes, hints: Hints) -> Reading:
    root = parse_xml(raw, hints.source)
    zone = find_zone(hints.timezone)
    drafts = list(_drafts(root, zone, hints.timezone if zone else None))
    remarks = [] if zone else [NO_ZONE]
    years = [draft.start.year for draft in drafts if draft.start]
    name = programme_name(hints)
    if not hints.name and b"europython.eu" in raw:
        name = "EuroPython"
    has_year = re.search(r"\d{4}", name) or hints.name or not years
    return build_reading(name if has_year else f"{name} {years[0]}", drafts, hints, remarks)


READER = Reader("EuroPython XML", _recognises, _read)


def _drafts(root: ET.Element, zone: tzinfo | None, zone_name: str | None) -> Iterator[Draft]:
    for day in root.iter("day"):
        for entry in day.iterfind("entry"):
            start = _start(day.get("date", ""), _field(entry, "start"), zone)
            topics = [element_text(topic) for topic in entry.iterfind("topics/topic")]
            room = _field(entry, "room")
            yield Draft(
                title=_field(entry, "title"),
                where=f"entry {entry.get('id', '?')}",
                session=next(iter(topics), "") or room,
                kind=_field(entry, "category"),
                authors=[element_text(name) for name in entry.iterfind("speakers/speaker/name")],
                start=start,
                end=_end(start, _field(entry, "duration")),
                timezone=zone_name,
                room=room,
                track=next(iter(topics), ""),
                keywords=[*topics[1:], _field(entry, "audience")],
                abstract=_abstract(entry),
                uid=entry.get("id", ""),
            )


def _abstract(entry: ET.Element) -> str:
    """Return abstract and description, or the longer one if it begins with the other."""
    short, long = sorted((_field(entry, "abstract"), _field(entry, "description")), key=len)
    if long.startswith(short):
        return long
    return f"{_field(entry, 'abstract')}\n\n{_field(entry, 'description')}"


def _field(entry: ET.Element, tag: str) -> str:
    found = entry.find(tag)
    return element_text(found) if found is not None else ""


def _start(day: str, clock: str, zone: tzinfo | None) -> datetime | None:
    printed = _CLOCK.fullmatch(clock)
    if not printed:
        return None
    try:
        found = datetime.fromisoformat(f"{day[:10]}T{printed['hour']}:{printed['minute']}")
    except ValueError:
        return None
    return found.replace(tzinfo=zone or UTC)


def _end(start: datetime | None, minutes: str) -> datetime | None:
    if start is None or not re.fullmatch(r"[1-9]\d{0,3}", minutes):
        return None
    return (start.astimezone(UTC) + timedelta(minutes=int(minutes))).astimezone(start.tzinfo)
