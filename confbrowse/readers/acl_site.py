"""Site data of *ACL conferences since 2023: ``conference.json`` and ``booklet_data.json``.

The first contains papers and the events in which they are presented, the second everything else, in
the venue's local time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import PurePath

from confbrowse.model import instant
from confbrowse.readers.base import NO_ZONE, Draft, Hints, RawLink, Reader, Reading, build_reading
from confbrowse.readers.dates import moment_in, valid_end
from confbrowse.readers.naming import programme_name, series_spelling, split_names
from confbrowse.readers.parsing import (
    Object,
    first,
    items,
    mapping,
    names,
    objects,
    parse_json,
    string,
)
from confbrowse.text.times import find_zone

_HEAD_BYTES = 65_536
_BOOKLET = {
    "plenaries": "Plenaries",
    "tutorials": "Tutorials",
    "workshops": "Workshops",
    "social_events": "Social events",
}
"""The lists of a booklet, and the sessions made from them."""
_FOLDER = re.compile(r"(?P<series>[a-z]{2,12})[-_](?P<year>20\d\d)(?![\d])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _VenueClock:
    """The time zone of the venue."""

    zone: tzinfo | None
    name: str | None


def _recognises(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return False
    is_conference = b'"paper_ids"' in head or b'"event_ids"' in head
    is_booklet = b'"desc"' in head and any(f'"{key}"'.encode() in raw for key in _BOOKLET)
    return (is_conference and b'"papers"' in raw) or (is_booklet and b'"start_time"' in head)


def _read(raw: bytes, hints: Hints) -> Reading:
    data = mapping(parse_json(raw, hints.source))
    zone = find_zone(hints.timezone)
    clock = _VenueClock(zone, hints.timezone if zone else None)
    drafts = [*_papers_at_events(data, clock), *_booklet(data, clock)]
    remarks = []
    if zone is None and any(draft.start and draft.start.tzinfo is UTC for draft in drafts):
        remarks.append(NO_ZONE)
    return build_reading(_name(hints), drafts, hints, remarks)


READER = Reader("ACL site data (JSON)", _recognises, _read)


def _name(hints: Hints) -> str:
    """Return the edition in the name of a parent folder, ``data/acl_2023/data``, else a name from the source."""
    for folder in PurePath(hints.location).parents if not hints.name else ():
        if edition := _FOLDER.fullmatch(folder.name):
            return f"{series_spelling(edition['series'])} {edition['year']}"
    return programme_name(hints)


def _papers_at_events(data: Object, clock: _VenueClock) -> Iterator[Draft]:
    """Yield each paper at each of its events, then papers without one, and events without papers."""
    papers = {first(paper, "id"): paper for paper in objects(data.get("papers"))}
    events = {first(event, "id"): event for event in objects(data.get("events"))}
    for session in objects(data.get("sessions")):
        for event in objects(session.get("events")):
            events.setdefault(first(event, "id"), event)
    remaining = dict(papers)
    for event in events.values():
        ids = [string(one) for one in items(event.get("paper_ids"))]
        for paper_id in ids:
            remaining.pop(paper_id, None)
            yield _draft(papers.get(paper_id, {"title": paper_id, "id": paper_id}), event, clock)
        if not ids:
            title = first(event, "name", "title", "track", "session")
            yield _draft({"title": title, "id": first(event, "id")}, event, clock)
    for paper in remaining.values():
        yield _draft(paper, {}, clock)


def _draft(paper: Object, event: Object, clock: _VenueClock) -> Draft:
    start, end = (_time(event.get(key), clock) for key in ("start_time", "end_time"))
    session, track = first(event, "session"), first(event, "track")
    session_and_track = ": ".join(dict.fromkeys(part for part in (session, track) if part))
    abstract, short = first(paper, "abstract"), first(paper, "tldr")
    return Draft(
        title=first(paper, "title"),
        where=f"paper {first(paper, 'id')}",
        session=session_and_track,
        chairs=tuple(names(event.get("chairs"), "name")),
        kind=first(event, "type") or first(paper, "category"),
        authors=names(paper.get("authors"), "name"),
        start=start,
        end=valid_end(start, end),
        timezone=clock.name,
        room=first(event, "room"),
        track=first(paper, "track") or track,
        keywords=names(paper.get("keywords")),
        abstract=abstract or short,
        links=[
            RawLink(first(paper, "pdf_url"), "PDF", "paper"),
            RawLink(first(paper, "demo_url"), "Demo"),
            RawLink(first(paper, "underline_url"), "Underline", "video"),
            RawLink(first(event, "link"), "Conference page", "other"),
        ],
        uid=first(paper, "id"),
    )


def _booklet(data: Object, clock: _VenueClock) -> Iterator[Draft]:
    for key, session in _BOOKLET.items():
        for entry in objects(data.get(key)):
            yield _booklet_draft(entry, session, clock)


def _booklet_draft(entry: Object, session: str, clock: _VenueClock) -> Draft:
    start, end = (_time(entry.get(key), clock) for key in ("start_time", "end_time"))
    people = list(
        dict.fromkeys([*names(entry.get("hosts")), *split_names(first(entry, "speaker_name"))])
    )
    texts = (first(entry, "desc").replace("\\newline", "\n"), first(entry, "bio"))
    return Draft(
        title=_unescaped(first(entry, "title")),
        where=f"entry {first(entry, 'id')}",
        session=session,
        kind=first(entry, "type"),
        authors=people or split_names(first(entry, "chair")),
        start=start,
        end=valid_end(start, end),
        timezone=clock.name,
        room=_unescaped(first(entry, "location", "venue")),
        abstract=_unescaped("\n\n".join(text for text in texts if text)),
        links=[RawLink(first(entry, "url"))],
        uid=first(entry, "id"),
    )


def _unescaped(text: str) -> str:
    """Return *text* without TeX escapes of ``&``, ``%``, ``#`` and ``_``."""
    return re.sub(r"(?<!\\)\\++([&%#_])", r"\1", text)


def _time(value: object, clock: _VenueClock) -> datetime | None:
    """Return *value* as a datetime, in the venue's zone if it has none."""
    if found := instant(value):
        return found.astimezone(clock.zone) if clock.zone else found
    moment = moment_in(string(value))
    if moment is None or not 1 < moment.year < 9999:
        return None
    return moment.replace(tzinfo=clock.zone or UTC)
