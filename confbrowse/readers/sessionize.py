"""What Sessionize answers: all of an event, its sessions by groups, or its grid by days and rooms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from confbrowse.model import instant
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.json_values import Object, first, items, mapping, objects, parsed, string
from confbrowse.readers.naming import programme_name
from confbrowse.readers.reader import NO_ZONE, Hints, Reader, Reading, Remark
from confbrowse.readers.wall_clocks import after, moment_in
from confbrowse.text.clean import clean_line
from confbrowse.text.zones import zone

_LOOKED_AT = 65_536
_OUT = re.compile(r"declin|reject|waitlist|cancel", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the numbers in a session stand for."""

    speakers: Mapping[str, str]
    rooms: Mapping[str, str]
    items: Mapping[str, tuple[str, str]]
    """A category's title and what is chosen in it."""
    zone: tzinfo | None
    zone_name: str | None


def _recognises(raw: bytes) -> bool:
    head = raw[:_LOOKED_AT]
    is_json = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    return is_json and (b'"isServiceSession"' in head or b'"isPlenumSession"' in head)


def _read(raw: bytes, hints: Hints) -> Reading:
    told = parsed(raw, hints.source)
    tables = _tables(mapping(told), hints)
    sessions = {first(one, "id") or str(at): one for at, one in enumerate(_sessions(told))}
    remarks = [
        Remark(None, clean_line(string(one.get("title"))), f"it is {first(one, 'status')}")
        for one in sessions.values()
        if _OUT.search(first(one, "status"))
    ]
    drafts = [
        _draft(one, tables) for one in sessions.values() if not _OUT.search(first(one, "status"))
    ]
    if tables.zone is None and any(
        instant(one.get("startsAt")) is None and one.get("startsAt") for one in sessions.values()
    ):
        remarks.append(NO_ZONE)
    return assembled(programme_name(hints), drafts, hints, remarks)


READER = Reader("Sessionize (JSON)", _recognises, _read)


def _sessions(told: object) -> Iterator[Object]:
    """Yield the sessions of all three views; the grid has each in its room and in its slot."""
    for group in objects(told) if isinstance(told, list) else [mapping(told)]:
        rooms = list(objects(group.get("rooms")))
        yield from objects(group.get("sessions"))
        for room in rooms:
            for session in objects(room.get("sessions")):
                yield {"room": first(room, "name"), **session}


def _tables(told: Object, hints: Hints) -> _Tables:
    named = hints.timezone or first(told, "timezone", "timeZone")
    here = zone(named)
    return _Tables(
        {first(one, "id"): _person(one) for one in objects(told.get("speakers"))},
        {first(one, "id"): first(one, "name") for one in objects(told.get("rooms"))},
        dict(_items(told.get("categories"), "items")),
        here,
        named if here else None,
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
        end=after(start, end),
        timezone=tables.zone_name,
        room=room,
        track=track,
        keywords=[name for _, name in picked if name not in (track, kind)],
        abstract=string(session.get("description")),
        links=[
            Address(first(session, "recordingUrl"), "Recording", "video"),
            Address(first(session, "liveUrl"), "Live"),
        ],
        uid=first(session, "id"),
    )


def _speakers(session: Object, tables: _Tables) -> Iterator[str]:
    for one in items(session.get("speakers")):
        yield _person(one) if isinstance(one, dict) else tables.speakers.get(string(one), "")


def _time(value: object, tables: _Tables) -> datetime | None:
    """Return the time that *value* is; without a zone it is the clock at the venue."""
    if found := instant(value):
        return found.astimezone(tables.zone) if tables.zone else found
    printed = moment_in(string(value))
    if printed is None or not 1 < printed.year < 9999:
        return None
    return printed.replace(tzinfo=tables.zone or UTC)
