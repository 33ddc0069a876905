"""Events as pages describe them to search engines: JSON-LD of schema.org, in HTML or on its own."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from confbrowse.errors import ProgrammeError
from confbrowse.model import instant
from confbrowse.readers.base import (
    SOME_WITHOUT_ZONE,
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
from confbrowse.readers.parsing import Object, decode, first, items, mapping, names, objects, string
from confbrowse.text.clean import clean_line
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import find_zone

_BLOCK = lazy_pattern(
    r"<script[^<>]{0,500}?application/ld\+json[^<>]{0,500}+>(?P<json>.*?)(?:</script>|(?P<cut>\Z))",
    re.I | re.S,
)
"""An unclosed block matches the rest, so that the text is not scanned again for the next one."""
_WRAPPED = lazy_pattern(r"(?://)?\s*+<!(?:--|\[CDATA\[)")
_EVENT = lazy_pattern(r"(?:schema:|https?://schema\.org/)?\w*(?:Event|Festival|Hackathon)")
_KIND = lazy_pattern(
    rb'"@type"\s*:\s*(?:"[^"]{0,60}|\[[^\]]{0,300})(?:Event|Festival|Hackathon)"', re.IGNORECASE
)
_CONTAINER_KEYS = ("@graph", "itemListElement", "item", "mainEntity", "event", "events")
"""Keys that contain events which are not part of another event."""
_PARTS = ("subEvent", "subEvents")
_MAX_DEPTH = 12
_MAX_BYTES = 8 * 1024 * 1024
"""Bytes of a page that are read; the largest real one has 5 million."""


@dataclass(frozen=True, slots=True)
class _LeafEvent:
    """An event without parts, and the names of the events it is part of, the outermost first."""

    event: Object
    above: tuple[str, ...]


def _recognises(raw: bytes) -> bool:
    is_page = b"application/ld+json" in raw
    head = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    is_json = head[:1] in (b"{", b"[") and b'"@context"' in head and b"schema.org" in head
    return (is_page or is_json) and bool(_KIND.search(raw))


def _read(raw: bytes, hints: Hints) -> Reading:
    if len(raw) > _MAX_BYTES:
        raise ProgrammeError(f"{hints.source} is too large for a programme page.")
    text, remarks = decode(raw)
    found: list[_LeafEvent] = []
    for block in _blocks(text):
        try:
            found += _events(json.loads(block), (), _MAX_DEPTH)
        except (ValueError, RecursionError):
            why = "a block of data in the page is damaged and was left out"
            remarks.append(Remark(None, "", why, left_out=False))
    zone = find_zone(hints.timezone)
    programme, talks = _name_and_talks(found)
    for one in talks:
        if "Cancelled" in first(one.event, "eventStatus"):
            remarks.append(Remark(None, clean_line(_name(one.event)), "it is cancelled"))
    drafts = [
        _draft(one, zone, hints.timezone if zone else None)
        for one in talks
        if "Cancelled" not in first(one.event, "eventStatus")
    ]
    if len(drafts) == 1 and not talks[0].above and _is_conference(drafts[0]):
        raise ProgrammeError(
            f"{hints.source} gives only the dates of the conference, not its talks."
        )
    if zone is None and any(instant(one.event.get("startDate")) is None for one in talks):
        remarks.append(SOME_WITHOUT_ZONE)
    name = hints.name or _with_year(programme or programme_name(hints), drafts)
    return build_reading(name, drafts, hints, remarks)


READER = Reader("event page (JSON-LD)", _recognises, _read)


def _blocks(text: str) -> Iterator[str]:
    if text.lstrip()[:1] in ("{", "["):
        yield text
        return
    for block in _BLOCK.finditer(text):
        if block["cut"] is None:
            json_text = block["json"].strip()
            json_text = (
                json_text[wrapped.end() :] if (wrapped := _WRAPPED.match(json_text)) else json_text
            )
            yield json_text.removesuffix("-->").removesuffix("]]>")


def _events(value: object, above: tuple[str, ...], depth_left: int) -> Iterator[_LeafEvent]:
    """Yield the events in *value* that have no parts, each with the names of those it is part of."""
    if not depth_left or not value:
        return
    if isinstance(value, list):
        for one in value:
            yield from _events(one, above, depth_left - 1)
        return
    node = mapping(value)
    if not _is_event(node):
        for key in _CONTAINER_KEYS:
            yield from _events(node.get(key), above, depth_left - 1)
        return
    parts = [part for key in _PARTS for part in items(node.get(key))]
    outer = _name(mapping(node.get("superEvent")))
    inside = (*above, outer) if outer and not above else above
    for part in parts:
        typed = {"@type": "Event", **part} if isinstance(part, dict) else part
        yield from _events(typed, (*inside, _name(node)), depth_left - 1)
    if not parts:
        yield _LeafEvent(node, inside)


def _is_event(node: Object) -> bool:
    return any(_EVENT.fullmatch(string(kind)) for kind in items(node.get("@type")))


def _name_and_talks(found: Sequence[_LeafEvent]) -> tuple[str, list[_LeafEvent]]:
    """Return the most common outermost event's name, and each of *found* once."""
    unique = {json.dumps(one.event, sort_keys=True, default=str): one for one in found}
    talks = list(unique.values())
    outermost = [one.above[0] for one in talks if one.above]
    return max(outermost, key=outermost.count, default=""), talks


def _is_conference(draft: Draft) -> bool:
    """Return whether *draft* is longer than any talk."""
    lasts = draft.end - draft.start if draft.start and draft.end else timedelta()
    return lasts > timedelta(hours=20)


def _with_year(name: str, drafts: Sequence[Draft]) -> str:
    years = [draft.start.year for draft in drafts if draft.start]
    return name if re.search(r"\d{4}", name) or not years else f"{name} {years[0]}"


def _draft(found: _LeafEvent, zone: tzinfo | None, zone_name: str | None) -> Draft:
    event = found.event
    start, end = (_time(event.get(key), zone) for key in ("startDate", "endDate"))
    places = items(event.get("location"))
    rooms = [_name(one) if isinstance(one, dict) else string(one) for one in places]
    room = next((room for room in rooms if room and "://" not in room), "")
    people = [person for key in ("performer", "performers") for person in items(event.get(key))]
    return Draft(
        title=_name(event),
        where=f"event {first(event, '@id', 'identifier', 'url') or _name(event)}",
        session=": ".join(found.above[1:]) or room,
        authors=names(people, "name"),
        start=start,
        end=valid_end(start, end),
        timezone=zone_name,
        room=room,
        keywords=names(event.get("keywords"), "name"),
        abstract=string(event.get("description")),
        links=[
            RawLink(first(event, "url"), "Conference page", "other"),
            *(RawLink(first(one, "url")) for one in objects(places)),
        ],
        uid=first(event, "@id", "identifier"),
    )


def _name(node: Object) -> str:
    return string(node.get("name")) or string(node.get("headline"))


def _time(value: object, zone: tzinfo | None) -> datetime | None:
    """Return *value* as a datetime; None for a day without a time."""
    if found := instant(value):
        return found.astimezone(zone) if zone else found
    printed = moment_in(string(value)) if len(string(value)) > len("2025-02-01") else None
    if printed is None or not 1 < printed.year < 9999:
        return None
    return printed.replace(tzinfo=zone or UTC)
