"""Indico exports: the timetable by days, or an event with its contributions and sessions."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, Remark, build_reading
from confbrowse.readers.naming import programme_name
from confbrowse.readers.parsing import Object, first, items, mapping, objects, parse_json, string
from confbrowse.text.times import find_zone

_HEAD_BYTES = 65_536
_MARKS = (b'"entryType"', b'"_type": "Conference"', b'"_type":"Conference"', b'"contributions"')
_MAX_TALKS = 100_000
_NO_ZONE = "some times have no time zone; they are shown as printed, as if in UTC. Set --timezone"


def _recognises(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    dates = re.search(rb'"(?:startDate|start_date)"\s*:\s*\{[^{}]{0,200}"date"', head)
    return b'"results"' in head and bool(dates) and any(mark in head for mark in _MARKS)


def _read(raw: bytes, hints: Hints) -> Reading:
    results = mapping(parse_json(raw, hints.source)).get("results")
    events = list(objects(results)) if isinstance(results, list) else []
    title = next((first(event, "title") for event in events), "")
    zone = find_zone(hints.timezone)
    drafts = [draft for event in events for draft in _event_drafts(event)]
    if not isinstance(results, list):
        drafts = list(_timetable_drafts(mapping(results)))
    if zone:
        drafts = [_in_zone(draft, zone, hints.timezone or "") for draft in drafts]
    years = [f"{draft.start:%Y}" for draft in drafts if draft.start]
    name = programme_name(hints) if hints.name or not title else title
    if years and not hints.name and not re.search(r"\d{4}", name):
        name = f"{name} {years[0]}"
    remarks = []
    if not all(draft.timezone for draft in drafts if draft.start):
        remarks.append(Remark(None, "", _NO_ZONE, left_out=False))
    return build_reading(name, drafts[:_MAX_TALKS], hints, remarks)


READER = Reader("Indico (JSON)", _recognises, _read)


def _timetable_drafts(results: Object) -> Iterator[Draft]:
    """Yield the entries of every day; those of a session are its talks, and a session without any is one."""
    for event in objects(dict(results)):
        for day in objects(dict(event)):
            for entry in objects(dict(day)):
                inner = list(objects(mapping(entry.get("entries"))))
                session = first(entry, "title") if first(entry, "entryType") == "Session" else ""
                slot = first(entry, "slotTitle")
                session_name = f"{session}: {slot}" if session and slot else session
                for talk in inner or [entry]:
                    yield _draft(
                        talk, session_name if inner else "", first(entry, "room", "location")
                    )


def _event_drafts(event: Object) -> Iterator[Draft]:
    """Yield the contributions of *event*, in sessions or not.

    A session without contributions is a talk itself, and so is an event without either.
    """
    sessions, talks = (
        list(objects(event.get("sessions"))),
        list(objects(event.get("contributions"))),
    )
    for session in sessions:
        title = first(session, "title") or first(mapping(session.get("session")), "title")
        inner = list(objects(session.get("contributions")))
        room = first(session, "room", "location")
        yield from (_draft(talk, title, room) for talk in inner)
        if not inner:
            yield _draft({**session, "title": title}, "", room)
    yield from (_draft(talk, "", "") for talk in talks)
    if not sessions and not talks:
        yield _draft(event, first(event, "category"), "")


def _in_zone(draft: Draft, zone: tzinfo, zone_name: str) -> Draft:
    """Return *draft* in the zone *zone*; times without a zone are already in it."""
    start, end = (
        moment and (moment.astimezone(zone) if draft.timezone else moment.replace(tzinfo=zone))
        for moment in (draft.start, draft.end)
    )
    return replace(draft, start=start, end=end, timezone=zone_name)


def _draft(entry: Object, session: str, room: str) -> Draft:
    zone_name = first(mapping(entry.get("startDate")), "tz")
    draft = Draft(
        title=first(entry, "title"),
        where=f"entry {first(entry, 'id', 'contributionId', 'friendly_id') or '?'}",
        session=session or first(entry, "session"),
        kind=first(entry, "type") or _kind(first(entry, "entryType")),
        authors=_authors(entry),
        start=_time(entry.get("startDate")),
        end=_time(entry.get("endDate")),
        timezone=zone_name if find_zone(zone_name) else None,
        room=first(entry, "room", "roomFullname") or room,
        track=first(entry, "track"),
        keywords=[string(one) for one in items(entry.get("keywords"))],
        abstract=string(entry.get("description")),
        links=[RawLink(first(entry, "url"), "Conference page", "other"), *_files(entry)],
        uid=first(entry, "uniqueId", "id", "contributionId"),
    )
    return (
        replace(draft, end=None)
        if draft.start and draft.end and draft.end <= draft.start
        else draft
    )


def _kind(entry_type: str) -> str:
    return "" if entry_type in ("Contribution", "Session") else entry_type


def _authors(entry: Object) -> list[str]:
    """Return the presenters of *entry*, else its authors, else its chairs."""
    for keys in (("presenters", "speakers"), ("primaryauthors", "coauthors"), ("chairs",)):
        if found := [name for key in keys for name in _people(entry.get(key))]:
            return found
    return []


def _people(value: object) -> Iterator[str]:
    for one in objects(value):
        parts = (first(one, "first_name", "firstName"), first(one, "last_name", "familyName"))
        yield " ".join(part for part in parts if part) or first(one, "fullName", "name")


def _time(value: object) -> datetime | None:
    """Return the time of ``{"date", "time", "tz"}``."""
    fields = mapping(value)
    try:
        found = datetime.fromisoformat(f"{first(fields, 'date')}T{first(fields, 'time')}")
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=find_zone(first(fields, "tz")) or UTC)
    return found if 1 < found.year < 9999 else None


def _files(entry: Object) -> Iterator[RawLink]:
    """Yield the files attached to *entry*, in folders or not."""
    attached = mapping(entry.get("attachments"))
    folders = [*objects(attached.get("folders")), *objects(entry.get("folders"))]
    files = [*objects(attached.get("files"))]
    files += [one for folder in folders for one in objects(folder.get("attachments"))]
    for one in files:
        yield RawLink(first(one, "download_url", "link_url", "url"), first(one, "title") or None)
