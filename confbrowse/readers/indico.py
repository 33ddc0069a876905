"""Indico's exports: the timetable by days, or an event with its contributions and sessions."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.json_values import Object, first, items, mapping, objects, parsed, string
from confbrowse.readers.naming import programme_name
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.text.zones import zone

_LOOKED_AT = 65_536
_MARKS = (b'"entryType"', b'"_type": "Conference"', b'"_type":"Conference"', b'"contributions"')
_MOST = 100_000
_NO_ZONE = "some times name no zone; they are shown as printed, as if in UTC. Give --timezone"


def _recognises(raw: bytes) -> bool:
    head = raw[:_LOOKED_AT]
    dates = re.search(rb'"(?:startDate|start_date)"\s*:\s*\{[^{}]{0,200}"date"', head)
    return b'"results"' in head and bool(dates) and any(mark in head for mark in _MARKS)


def _read(raw: bytes, hints: Hints) -> Reading:
    results = mapping(parsed(raw, hints.source)).get("results")
    events = list(objects(results)) if isinstance(results, list) else []
    title = next((first(event, "title") for event in events), "")
    here = zone(hints.timezone)
    drafts = [draft for event in events for draft in _of_event(event)]
    if not isinstance(results, list):
        drafts = list(_of_timetable(mapping(results)))
    if here:
        drafts = [_on_clock(draft, here, hints.timezone or "") for draft in drafts]
    told = [f"{draft.start:%Y}" for draft in drafts if draft.start]
    name = programme_name(hints) if hints.name or not title else title
    if told and not hints.name and not re.search(r"\d{4}", name):
        name = f"{name} {told[0]}"
    remarks = []
    if not all(draft.timezone for draft in drafts if draft.start):
        remarks.append(Remark(None, "", _NO_ZONE, left_out=False))
    return assembled(name, drafts[:_MOST], hints, remarks)


READER = Reader("Indico (JSON)", _recognises, _read)


def _of_timetable(results: Object) -> Iterator[Draft]:
    """Yield the entries of every day; those of a session are its talks, one without any is one."""
    for event in objects(dict(results)):
        for day in objects(dict(event)):
            for entry in objects(dict(day)):
                inner = list(objects(mapping(entry.get("entries"))))
                session = first(entry, "title") if first(entry, "entryType") == "Session" else ""
                slot = first(entry, "slotTitle")
                named = f"{session}: {slot}" if session and slot else session
                for talk in inner or [entry]:
                    yield _draft(talk, named if inner else "", first(entry, "room", "location"))


def _of_event(event: Object) -> Iterator[Draft]:
    """Yield the contributions of *event*, those of its sessions and those in none.

    What has none within is a talk itself: a session, or a meeting of a whole category.
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


def _on_clock(draft: Draft, here: tzinfo, named: str) -> Draft:
    """Return *draft* on the clock *here*; one that names no zone is on it already."""
    start, end = (
        moment and (moment.astimezone(here) if draft.timezone else moment.replace(tzinfo=here))
        for moment in (draft.start, draft.end)
    )
    return replace(draft, start=start, end=end, timezone=named)


def _draft(entry: Object, session: str, room: str) -> Draft:
    named = first(mapping(entry.get("startDate")), "tz")
    made = Draft(
        title=first(entry, "title"),
        where=f"entry {first(entry, 'id', 'contributionId', 'friendly_id') or '?'}",
        session=session or first(entry, "session"),
        kind=first(entry, "type") or _kind(first(entry, "entryType")),
        authors=_authors(entry),
        start=_time(entry.get("startDate")),
        end=_time(entry.get("endDate")),
        timezone=named if zone(named) else None,
        room=first(entry, "room", "roomFullname") or room,
        track=first(entry, "track"),
        keywords=[string(one) for one in items(entry.get("keywords"))],
        abstract=string(entry.get("description")),
        links=[Address(first(entry, "url"), "Conference page", "other"), *_files(entry)],
        uid=first(entry, "uniqueId", "id", "contributionId"),
    )
    return replace(made, end=None) if made.start and made.end and made.end <= made.start else made


def _kind(entry_type: str) -> str:
    return "" if entry_type in ("Contribution", "Session") else entry_type


def _authors(entry: Object) -> list[str]:
    """Return who presents *entry*, else who wrote it, else who calls it."""
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
    told = mapping(value)
    try:
        found = datetime.fromisoformat(f"{first(told, 'date')}T{first(told, 'time')}")
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone(first(told, "tz")) or UTC)
    return found if 1 < found.year < 9999 else None


def _files(entry: Object) -> Iterator[Address]:
    """Yield the files that are attached to *entry*, in folders or not."""
    attached = mapping(entry.get("attachments"))
    folders = [*objects(attached.get("folders")), *objects(entry.get("folders"))]
    files = [*objects(attached.get("files"))]
    files += [one for folder in folders for one in objects(folder.get("attachments"))]
    for one in files:
        yield Address(first(one, "download_url", "link_url", "url"), first(one, "title") or None)
