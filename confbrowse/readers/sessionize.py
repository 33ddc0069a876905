"""The Sessionize API: all data of an event, its sessions by group, or its grid by day and room."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from confbrowse.model import instant
from confbrowse.readers.base import (
    NO_ZONE,
    Draft,
    Hints,
    RawLink,
    Reader,
    Reading,
    Remark,
    build_reading,
)
from confbrowse.readers.dates import moment_in, valid_end
from confbrowse.readers.naming import programme_name
from confbrowse.readers.parsing import Object, first, items, mapping, objects, parse_json, string
from confbrowse.text.clean import clean_line
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import find_zone

_HEAD_BYTES = 65_536
_NOT_ACCEPTED = lazy_pattern(r"declin|reject|waitlist|cancel", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Tables:
    """The entries that ids in a session refer to."""

    speakers: Mapping[str, str]
    rooms: Mapping[str, str]
    items: Mapping[str, tuple[str, str]]
    """The title of a category and the chosen item, by item id."""
    zone: tzinfo | None
    zone_name: str | None


def _recognises(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    is_json = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    return is_json and (b'"isServiceSession"' in head or b'"isPlenumSession"' in head)


def _read(raw: bytes, hints: Hints) -> Reading:
    data = parse_json(raw, hints.source)
    tables = _tables(mapping(data), hints)
    sessions = {first(one, "id") or str(index): one for index, one in enumerate(_sessions(data))}
    remarks = [
        Remark(None, clean_line(string(one.get("title"))), f"it is {first(one, 'status')}")
        for one in sessions.values()
        if _NOT_ACCEPTED.search(first(one, "status"))
    ]
    drafts = [
        _draft(one, tables)
        for one in sessions.values()
        if not _NOT_ACCEPTED.search(first(one, "status"))
    ]
    if tables.zone is None and any(
        instant(one.get("startsAt")) is None and one.get("startsAt") for one in sessions.values()
    ):
        remarks.append(NO_ZONE)
    return build_reading(programme_name(hints), drafts, hints, remarks)


READER = Reader("Sessionize (JSON)", _recognises, _read)


def _sessions(data: object) -> Iterator[Object]:
    """Yield the sessions of all three views; the grid lists each by room and by slot."""
    for group in objects(data) if isinstance(data, list) else [mapping(data)]:
        rooms = list(objects(group.get("rooms")))
        yield from objects(group.get("sessions"))
        for room in rooms:
            for session in objects(room.get("sessions")):
                yield {"room": first(room, "name"), **session}


def _tables(data: Object, hints: Hints) -> _Tables:
    zone_name = hints.timezone or first(data, "timezone", "timeZone")
    zone = find_zone(zone_name)
    return _Tables(
        {first(one, "id"): _person(one) for one in objects(data.get("speakers"))},
        {first(one, "id"): first(one, "name") for one in objects(data.get("rooms"))},
        dict(_items(data.get("categories"), "items")),
        zone,
        zone_name if zone else None,
    )


def _items(categories: object, key: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for category in objects(categories):
        for item in objects(category.get(key)):
            title = first(category, "title", "name")
            yield first(item, "id"), (title, first(item, "name"))


def _person(speaker: Object) -> str:
    parts = (first(speaker, "firstName"), first(speaker, "lastName"))
    return first(speaker, "fullName", "name") or " ".join(part for part in parts if part)


def _draft(session: Object, tables: _Tables) -> Draft:
    chosen = [
        *(tables.items.get(string(one)) for one in items(session.get("categoryItems"))),
        *(item for _, item in _items(session.get("categories"), "categoryItems")),
    ]
    picked = [item for item in chosen if item and item[1]]
    track = next((name for title, name in picked if "track" in title.lower()), "")
    kind = next((name for title, name in picked if re.search("format|type", title, re.I)), "")
    room = first(session, "room") or tables.rooms.get(first(session, "roomId"), "")
    start, end = (_time(session.get(key), tables) for key in ("startsAt", "endsAt"))
    return Draft(
        title=string(session.get("title")),
        where=f"session {first(session, 'id') or '?'}",
        session=track or room,
        kind=kind,
        authors=list(_speakers(session, tables)),
        start=start,
        end=valid_end(start, end),
        timezone=tables.zone_name,
        room=room,
        track=track,
        keywords=[name for _, name in picked if name not in (track, kind)],
        abstract=string(session.get("description")),
        links=[
            RawLink(first(session, "recordingUrl"), "Recording", "video"),
            RawLink(first(session, "liveUrl"), "Live"),
        ],
        uid=first(session, "id"),
    )


def _speakers(session: Object, tables: _Tables) -> Iterator[str]:
    for one in items(session.get("speakers")):
        yield _person(one) if isinstance(one, dict) else tables.speakers.get(string(one), "")


def _time(value: object, tables: _Tables) -> datetime | None:
    """Return *value* as a datetime, in the venue's zone if it has none."""
    if found := instant(value):
        return found.astimezone(tables.zone) if tables.zone else found
    printed = moment_in(string(value))
    if printed is None or not 1 < printed.year < 9999:
        return None
    return printed.replace(tzinfo=tables.zone or UTC)
