"""The programmes of SIGCHI's conferences (CHI, CSCW, UIST, DIS ...) as programs.sigchi.org has them.

Sessions, rooms, people and kinds have tables of their own, to which ids refer. Times are those of
the venue's clocks, counted as if it were in UTC.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from confbrowse.readers.base import (
    MAX_TALKS,
    NO_ZONE,
    Draft,
    Hints,
    RawLink,
    Reader,
    Reading,
    Remark,
    build_reading,
    too_many_talks,
)
from confbrowse.readers.dates import valid_end
from confbrowse.readers.naming import programme_name
from confbrowse.readers.parsing import (
    LEAD,
    Object,
    first,
    items,
    mapping,
    objects,
    parse_json,
    string,
)
from confbrowse.text.humanize import count
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import find_zone, years_in

_START = lazy_pattern(LEAD + rb"\{")
_TABLES = (b'"timeSlots"', b'"contentTypes"', b'"contents"', b'"sessions"')
_LINKS = (
    ("url", None),
    ("link", None),
    ("presentationUrl", "Presentation"),
    ("videoUrl", "Video"),
    ("paperUrl", "Paper"),
    ("websiteUrl", "Website"),
)
_MAX_OFFSET = 14 * 60
"""Minutes."""


@dataclass(frozen=True, slots=True)
class _Names:
    """The names that ids refer to."""

    people: Mapping[str, str]
    rooms: Mapping[str, str]
    kinds: Mapping[str, str]
    tracks: Mapping[str, str]
    awards: Mapping[str, str]
    slots: Mapping[str, Object]
    zone: tzinfo | None
    zone_name: str | None


def _recognises(raw: bytes) -> bool:
    return bool(_START.match(raw[:100])) and all(table in raw for table in _TABLES)


def _read(raw: bytes, hints: Hints) -> Reading:
    data = mapping(parse_json(raw, hints.source))
    conference = mapping(data.get("conference"))
    tables = _tables(data, conference, hints)
    contents = {first(one, "id"): one for one in objects(data.get("contents"))}
    drafts: list[Draft] = []
    used: set[str] = set()
    missing = 0
    for part in [*objects(data.get("sessions")), *objects(data.get("events"))]:
        hints.check_time()
        session = _session(part, tables)
        ids = list(dict.fromkeys(string(one) for one in items(part.get("contentIds"))))
        found = [one for one in ids if one in contents]
        missing += len(ids) - len(found)
        drafts += [
            _content(contents[one], session, tables, is_first=one not in used) for one in found
        ]
        used.update(found)
        if not found:
            drafts.append(_alone(session))
        if len(drafts) > MAX_TALKS:
            raise too_many_talks(hints)
    rest = (one for number, one in contents.items() if number not in used)
    drafts += [_content(one, Draft("", ""), tables, is_first=True) for one in rest]
    remarks = [] if tables.zone or not any(one.start for one in drafts) else [NO_ZONE]
    if missing:
        why = f"{count(missing, 'talk')} of sessions without an entry among the contents"
        remarks.append(Remark(None, "", why))
    return build_reading(_name(conference, hints), drafts, hints, [*remarks, *_unused(data)])


READER = Reader("SIGCHI programme (JSON)", _recognises, _read)


def _name(conference: Object, hints: Hints) -> str:
    name = first(conference, "name", "shortName", "fullName")
    year = first(conference, "year")
    if hints.name or not name:
        return programme_name(hints)
    return name if years_in(name) or not year else f"{name} {year}"


def _tables(data: Object, conference: Object, hints: Hints) -> _Names:
    zone_name = hints.timezone or first(conference, "timeZoneName", "timeZone", "timezone")
    zone: tzinfo | None = find_zone(zone_name)
    minutes = conference.get("timeZoneOffset")
    if zone is None:
        zone_name = ""
        if isinstance(minutes, int) and abs(minutes) <= _MAX_OFFSET:
            zone = timezone(timedelta(minutes=minutes)) if minutes else UTC
    return _Names(
        {first(one, "id"): _person(one) for one in objects(data.get("people"))},
        _by_id(data.get("rooms")),
        _by_id(data.get("contentTypes")),
        _by_id(data.get("tracks")),
        _by_id(data.get("recognitions")),
        {first(one, "id"): one for one in objects(data.get("timeSlots"))},
        zone,
        zone_name or None,
    )


def _by_id(value: object) -> dict[str, str]:
    return {first(one, "id"): first(one, "displayName", "name", "title") for one in objects(value)}


def _person(person: Object) -> str:
    keys = ("firstName", "middleInitial", "middleName", "lastName")
    return " ".join(part for key in keys if (part := first(person, key))) or first(person, "name")


def _session(part: Object, tables: _Names) -> Draft:
    """Return a session or an event, as if it were a talk itself."""
    slot = tables.slots.get(first(part, "timeSlotId"), {})
    start = _time(part.get("startDate") or slot.get("startDate"), tables)
    end = _time(part.get("endDate") or slot.get("endDate"), tables)
    people = (tables.people.get(string(one), "") for one in items(part.get("chairIds")))
    return Draft(
        title=first(part, "name", "title"),
        where=f"session {first(part, 'id') or '?'}",
        chairs=tuple(name for name in people if name),
        kind=tables.kinds.get(first(part, "typeId"), ""),
        authors=[tables.people.get(string(one), "") for one in items(part.get("presenterIds"))],
        start=start,
        end=valid_end(start, end),
        timezone=tables.zone_name if start else None,
        room=tables.rooms.get(first(part, "roomId"), ""),
        abstract=string(part.get("description")) or string(part.get("abstract")),
        links=list(_links(part)),
        uid=first(part, "id"),
    )


def _alone(session: Draft) -> Draft:
    """Return a session without contents: a break, a reception, a plenary."""
    people = [name for name in session.authors if name] or list(session.chairs)
    return replace(session, session=session.kind, chairs=(), authors=people)


def _content(content: Object, session: Draft, tables: _Names, *, is_first: bool) -> Draft:
    kind = tables.kinds.get(first(content, "typeId"), "")
    track = tables.tracks.get(first(content, "trackId"), "")
    start = _time(content.get("startDate"), tables)
    own = bool(start)
    authors = (mapping(one) for one in items(content.get("authors")))
    awards = (tables.awards.get(string(one), "") for one in items(content.get("recognitionIds")))
    words = [*items(content.get("keywords")), *items(content.get("tags"))]
    return Draft(
        title=first(content, "title", "name"),
        where=f"content {first(content, 'id') or '?'}",
        session=session.title or track or kind,
        chairs=session.chairs,
        session_room=session.room,
        session_abstract=session.abstract,
        kind=kind,
        authors=[
            tables.people.get(first(one, "personId", "id"), "") or _person(one) for one in authors
        ],
        start=start if own else session.start,
        end=valid_end(start, _time(content.get("endDate"), tables)) if own else session.end,
        timezone=tables.zone_name if own else session.timezone,
        room=session.room,
        position=first(content, "boothNumber", "posterNumber"),
        track=track,
        keywords=[
            *(
                first(one, "name", "title") if isinstance(one, dict) else string(one)
                for one in words
            ),
            *(name for name in awards if name),
            first(content, "award").replace("_", " ").capitalize(),
        ],
        abstract=string(content.get("abstract")) or string(content.get("description")),
        links=list(_links(content)),
        uid=first(content, "id") if is_first else "",
    )


def _links(content: Object) -> Iterator[RawLink]:
    for key, label in _LINKS:
        yield RawLink(first(content, key), label)
    if doi := first(content, "doi"):
        yield RawLink(doi if "://" in doi else f"https://doi.org/{doi}", "DOI", "paper")
    addons = content.get("addons")
    named = addons.items() if isinstance(addons, dict) else enumerate(items(addons))
    for name, one in named:
        label = first(mapping(one), "title", "name", "type") or string(name)
        yield RawLink(first(mapping(one), "url") if isinstance(one, dict) else string(one), label)
    for one in items(content.get("videos")):
        video = first(one, "url") if isinstance(one, dict) else string(one)
        yield RawLink(video, "Video", "video")


def _time(value: object, tables: _Names) -> datetime | None:
    """Return *value*, milliseconds of the venue's clock since 1970; None if it is no such time."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 10**11 < value < 10**13:
        return None
    return datetime.fromtimestamp(value / 1000, UTC).replace(tzinfo=tables.zone or UTC)


def _unused(data: Object) -> Iterator[Remark]:
    for key in ("sponsors", "floors", "accessibility", "notifications"):
        if items(data.get(key)):
            yield Remark(None, key, "not talks")
