"""Data of the sites of *ACL conferences since 2023: ``conference.json`` and ``booklet_data.json``.

The first has papers, and events in which they are presented; the second what is no paper, by the
clock of the venue.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import PurePath

from confbrowse.model import instant
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.json_values import (
    Object,
    first,
    items,
    mapping,
    names,
    objects,
    parsed,
    string,
)
from confbrowse.readers.naming import printed, programme_name
from confbrowse.readers.people import named
from confbrowse.readers.reader import NO_ZONE, Hints, Reader, Reading
from confbrowse.readers.wall_clocks import after, moment_in
from confbrowse.text.zones import zone

_LOOKED_AT = 65_536
_BOOKLET = {
    "plenaries": "Plenaries",
    "tutorials": "Tutorials",
    "workshops": "Workshops",
    "social_events": "Social events",
}
"""The lists of a booklet, and the sessions they make up."""
_FOLDER = re.compile(r"(?P<series>[a-z]{2,12})[-_](?P<year>20\d\d)(?![\d])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Clock:
    """The clock of the venue."""

    zone: tzinfo | None
    name: str | None


def _recognises(raw: bytes) -> bool:
    head = raw[:_LOOKED_AT]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return False
    is_conference = b'"paper_ids"' in head or b'"event_ids"' in head
    is_booklet = b'"desc"' in head and any(f'"{key}"'.encode() in raw for key in _BOOKLET)
    return (is_conference and b'"papers"' in raw) or (is_booklet and b'"start_time"' in head)


def _read(raw: bytes, hints: Hints) -> Reading:
    told = mapping(parsed(raw, hints.source))
    here = zone(hints.timezone)
    clock = _Clock(here, hints.timezone if here else None)
    drafts = [*_presented(told, clock), *_booklet(told, clock)]
    remarks = []
    if here is None and any(draft.start and draft.start.tzinfo is UTC for draft in drafts):
        remarks.append(NO_ZONE)
    return assembled(_name(hints), drafts, hints, remarks)


READER = Reader("ACL site data (JSON)", _recognises, _read)


def _name(hints: Hints) -> str:
    """Return the edition that one of the folders above names: ``data/acl_2023/data``."""
    for folder in PurePath(hints.location).parents if not hints.name else ():
        if edition := _FOLDER.fullmatch(folder.name):
            return f"{printed(edition['series'])} {edition['year']}"
    return programme_name(hints)


def _presented(told: Object, clock: _Clock) -> Iterator[Draft]:
    """Yield each paper at each of its events, then those without one, and events without papers."""
    papers = {first(paper, "id"): paper for paper in objects(told.get("papers"))}
    events = {first(event, "id"): event for event in objects(told.get("events"))}
    for session in objects(told.get("sessions")):
        for event in objects(session.get("events")):
            events.setdefault(first(event, "id"), event)
    left = dict(papers)
    for event in events.values():
        ids = [string(one) for one in items(event.get("paper_ids"))]
        for paper_id in ids:
            left.pop(paper_id, None)
            yield _draft(papers.get(paper_id, {"title": paper_id, "id": paper_id}), event, clock)
        if not ids:
            title = first(event, "name", "title", "track", "session")
            yield _draft({"title": title, "id": first(event, "id")}, event, clock)
    for paper in left.values():
        yield _draft(paper, {}, clock)


def _draft(paper: Object, event: Object, clock: _Clock) -> Draft:
    start, end = (_time(event.get(key), clock) for key in ("start_time", "end_time"))
    session, track = first(event, "session"), first(event, "track")
    both = ": ".join(dict.fromkeys(part for part in (session, track) if part))
    abstract, short = first(paper, "abstract"), first(paper, "tldr")
    return Draft(
        title=first(paper, "title"),
        where=f"paper {first(paper, 'id')}",
        session=both,
        chairs=tuple(names(event.get("chairs"), "name")),
        kind=first(event, "type") or first(paper, "category"),
        authors=names(paper.get("authors"), "name"),
        start=start,
        end=after(start, end),
        timezone=clock.name,
        room=first(event, "room"),
        track=first(paper, "track") or track,
        keywords=names(paper.get("keywords")),
        abstract=abstract or short,
        links=[
            Address(first(paper, "pdf_url"), "PDF", "paper"),
            Address(first(paper, "demo_url"), "Demo"),
            Address(first(paper, "underline_url"), "Underline", "video"),
            Address(first(event, "link"), "Conference page", "other"),
        ],
        uid=first(paper, "id"),
    )


def _booklet(told: Object, clock: _Clock) -> Iterator[Draft]:
    for key, session in _BOOKLET.items():
        for entry in objects(told.get(key)):
            yield _of_booklet(entry, session, clock)


def _of_booklet(entry: Object, session: str, clock: _Clock) -> Draft:
    start, end = (_time(entry.get(key), clock) for key in ("start_time", "end_time"))
    people = [*names(entry.get("hosts")), *named(first(entry, "speaker_name"))]
    texts = (first(entry, "desc").replace("\\newline", "\n"), first(entry, "bio"))
    return Draft(
        title=_unescaped(first(entry, "title")),
        where=f"entry {first(entry, 'id')}",
        session=session,
        kind=first(entry, "type"),
        authors=people or named(first(entry, "chair")),
        start=start,
        end=after(start, end),
        timezone=clock.name,
        room=_unescaped(first(entry, "location", "venue")),
        abstract=_unescaped("\n\n".join(text for text in texts if text)),
        links=[Address(first(entry, "url"))],
        uid=first(entry, "id"),
    )


def _unescaped(text: str) -> str:
    r"""Return *text* without what TeX needs before ``&`` and ``%``."""
    return re.sub(r"\\+([&%#_])", r"\1", text)


def _time(value: object, clock: _Clock) -> datetime | None:
    """Return the time that *value* is, on the clock of the venue where it names no zone."""
    if found := instant(value):
        return found.astimezone(clock.zone) if clock.zone else found
    moment = moment_in(string(value))
    if moment is None or not 1 < moment.year < 9999:
        return None
    return moment.replace(tzinfo=clock.zone or UTC)
