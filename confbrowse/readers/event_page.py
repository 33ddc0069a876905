"""Events as pages describe them to search engines: JSON-LD of schema.org, in HTML or by itself."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from confbrowse.errors import ProgrammeError
from confbrowse.model import instant
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.encodings import decoded
from confbrowse.readers.json_values import Object, first, items, mapping, names, objects, string
from confbrowse.readers.naming import programme_name
from confbrowse.readers.reader import SOME_WITHOUT_ZONE, Hints, Reader, Reading, Remark
from confbrowse.readers.wall_clocks import after, moment_in
from confbrowse.text.clean import clean_line
from confbrowse.text.zones import zone

_BLOCK = re.compile(
    r"<script[^>]{0,500}application/ld\+json[^>]{0,500}>(?P<json>.*?)</script>", re.I | re.S
)
_EVENT = re.compile(r"(?:schema:|https?://schema\.org/)?\w*(?:Event|Festival|Hackathon)")
_KIND = re.compile(
    rb'"@type"\s*:\s*(?:"[^"]{0,60}|\[[^\]]{0,300})(?:Event|Festival|Hackathon)"', re.IGNORECASE
)
_WITHIN = ("@graph", "itemListElement", "item", "mainEntity", "event", "events")
"""Keys under which events stand that are not part of another."""
_PARTS = ("subEvent", "subEvents")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class _Found:
    """An event without parts, and the names of those it is part of, the outermost first."""

    event: Object
    above: tuple[str, ...]


def _recognises(raw: bytes) -> bool:
    is_page = b"application/ld+json" in raw
    head = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    is_json = head[:1] in (b"{", b"[") and b'"@context"' in head and b"schema.org" in head
    return (is_page or is_json) and bool(_KIND.search(raw))


def _read(raw: bytes, hints: Hints) -> Reading:
    text, remarks = decoded(raw)
    found: list[_Found] = []
    for block in _blocks(text):
        try:
            found += _events(json.loads(block), (), _DEEPEST)
        except (ValueError, RecursionError):
            why = "a block of data in the page is damaged and was left out"
            remarks.append(Remark(None, "", why, left_out=False))
    here = zone(hints.timezone)
    whole, talks = _programme_of(found)
    for one in talks:
        if "Cancelled" in first(one.event, "eventStatus"):
            remarks.append(Remark(None, clean_line(_name(one.event)), "it is cancelled"))
    drafts = [
        _draft(one, here, hints.timezone if here else None)
        for one in talks
        if "Cancelled" not in first(one.event, "eventStatus")
    ]
    if len(drafts) == 1 and not talks[0].above and _is_conference(drafts[0]):
        raise ProgrammeError(f"{hints.source} tells when the conference is, not what is in it.")
    if here is None and any(instant(one.event.get("startDate")) is None for one in talks):
        remarks.append(SOME_WITHOUT_ZONE)
    name = hints.name or _dated(whole or programme_name(hints), drafts)
    return assembled(name, drafts, hints, remarks)


READER = Reader("event page (JSON-LD)", _recognises, _read)


def _blocks(text: str) -> Iterator[str]:
    if text.lstrip()[:1] in ("{", "["):
        yield text
        return
    for block in _BLOCK.finditer(text):
        yield re.sub(r"^\s*(?://)?\s*<!(?:--|\[CDATA\[)|(?:-->|\]\]>)\s*$", "", block["json"])


def _events(value: object, above: tuple[str, ...], deeper: int) -> Iterator[_Found]:
    """Yield the events in *value* that have no parts; one with parts is what they belong to."""
    if not deeper or not value:
        return
    if isinstance(value, list):
        for one in value:
            yield from _events(one, above, deeper - 1)
        return
    node = mapping(value)
    if not _is_event(node):
        for key in _WITHIN:
            yield from _events(node.get(key), above, deeper - 1)
        return
    parts = [part for key in _PARTS for part in items(node.get(key))]
    outer = _name(mapping(node.get("superEvent")))
    inside = (*above, outer) if outer and not above else above
    for part in parts:
        typed = {"@type": "Event", **part} if isinstance(part, dict) else part
        yield from _events(typed, (*inside, _name(node)), deeper - 1)
    if not parts:
        yield _Found(node, inside)


def _is_event(node: Object) -> bool:
    return any(_EVENT.fullmatch(string(kind)) for kind in items(node.get("@type")))


def _programme_of(found: Sequence[_Found]) -> tuple[str, list[_Found]]:
    """Return the name of what most of *found* are part of, and each of *found* once."""
    once = {json.dumps(one.event, sort_keys=True, default=str): one for one in found}
    talks = list(once.values())
    outermost = [one.above[0] for one in talks if one.above]
    return max(outermost, key=outermost.count, default=""), talks


def _is_conference(draft: Draft) -> bool:
    """Return whether *draft* lasts longer than any talk."""
    lasts = draft.end - draft.start if draft.start and draft.end else timedelta()
    return lasts > timedelta(hours=20)


def _dated(name: str, drafts: Sequence[Draft]) -> str:
    years = [draft.start.year for draft in drafts if draft.start]
    return name if re.search(r"\d{4}", name) or not years else f"{name} {years[0]}"


def _draft(found: _Found, here: tzinfo | None, named: str | None) -> Draft:
    event = found.event
    start, end = (_time(event.get(key), here) for key in ("startDate", "endDate"))
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
        end=after(start, end),
        timezone=named,
        room=room,
        keywords=names(event.get("keywords"), "name"),
        abstract=string(event.get("description")),
        links=[
            Address(first(event, "url"), "Conference page", "other"),
            *(Address(first(one, "url")) for one in objects(places)),
        ],
        uid=first(event, "@id", "identifier"),
    )


def _name(node: Object) -> str:
    return string(node.get("name")) or string(node.get("headline"))


def _time(value: object, here: tzinfo | None) -> datetime | None:
    """Return the time that *value* is; a day alone has none."""
    if found := instant(value):
        return found.astimezone(here) if here else found
    printed = moment_in(string(value)) if len(string(value)) > len("2025-02-01") else None
    if printed is None or not 1 < printed.year < 9999:
        return None
    return printed.replace(tzinfo=here or UTC)
