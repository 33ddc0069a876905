"""The pretalx API (pages of submissions or talks, expanded or not), the schedule widget, and paged feeds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from confbrowse.errors import ProgrammeError
from confbrowse.model import instant
from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, Remark, build_reading
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
from confbrowse.text.clean import clean_line
from confbrowse.text.times import find_zone

# Paged feeds.


def records_of(feed: object, hints: Hints) -> Iterator[Object]:
    """Yield the records of *feed*: a list, or a page with ``results`` and the URL of the ``next`` page.

    Stops if a page is not available; a ``count`` on the first page gives the total.
    """
    page = feed
    while True:
        yield from objects(mapping(page).get("results") if isinstance(page, dict) else page)
        following = string(mapping(page).get("next"))
        raw = next(iter(hints.follow(following)), b"") if following else b""
        if not raw:
            return
        try:
            page = parse_json(raw, following)
        except ProgrammeError:
            return  # as if it were not available


_HEAD_BYTES = 65_536
_START = re.compile(LEAD + rb"[\[{]")
_EVENT = re.compile(r"/api/events/(?P<event>[\w.-]+)/")
_MAX_DEPTH = 8
_NOT_ACCEPTED = re.compile(r"reject|cancel|withdrawn|draft|deleted", re.IGNORECASE)


def _recognises(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    return bool(_START.match(head)) and b'"code"' in head and b'"submission_type' in head


def _read(raw: bytes, hints: Hints) -> Reading:
    page = parse_json(raw, hints.source)
    is_page = isinstance(page, dict) and "results" in page
    talks = list(_talks(list(records_of(page, hints)) if is_page else page, _MAX_DEPTH))
    remarks = [
        Remark(None, clean_line(string(talk.get("title"))), f"it is {first(talk, 'state')}")
        for talk in talks
        if _NOT_ACCEPTED.search(first(talk, "state"))
    ]
    kept = [talk for talk in talks if not _NOT_ACCEPTED.search(first(talk, "state"))]
    remarks += _warnings(mapping(page), talks)
    drafts = [draft for talk in kept for draft in _drafts(talk)]
    return build_reading(_name(mapping(page), hints), drafts, hints, remarks)


READER = Reader("pretalx API (JSON)", _recognises, _read)


def _talks(value: object, deeper: int) -> Iterator[Object]:
    """Yield the objects in *value* with a code and a title, wherever they are: sites rearrange them."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict) and "code" in value and "title" in value:
        yield value
    elif deeper:
        for one in inner:
            yield from _talks(one, deeper - 1)


def _warnings(page: Object, talks: Sequence[Object]) -> Iterator[Remark]:
    """Yield warnings about missing pages and unexpanded times."""
    count = page.get("count")
    if isinstance(count, int) and count > len(talks):
        why = f"the file contains only {len(talks)} of {count} talks; add its other pages as well"
        yield Remark(None, "", why, left_out=False)
    if any(isinstance(one, int) for talk in talks for one in items(talk.get("slots"))):
        why = "times are missing; fetch it with ?expand=slots.room,speakers,track"
        yield Remark(None, "", why, left_out=False)


def _name(page: Object, hints: Hints) -> str:
    """Return the event in the URLs of the neighbouring pages, else a name from the source."""
    for key in ("next", "previous"):
        if event := _EVENT.search(first(page, key)):
            return hints.name or programme_name(replace(hints, location=event["event"]))
    return programme_name(hints)


def _drafts(talk: Object) -> Iterator[Draft]:
    """Yield *talk* at each of its times, or once without a time."""
    draft = _draft(talk)
    slots = list(objects(talk.get("slots"))) or [mapping(talk.get("slot"))]
    for slot in slots:
        start = instant(slot.get("start"))
        room = _name_in(slot.get("room"))
        yield replace(
            draft,
            start=start,
            end=valid_end(start, instant(slot.get("end"))),
            room=room,
            session=draft.track or room,
        )


def _draft(talk: Object) -> Draft:
    code = first(talk, "code")
    abstract, description = first(talk, "abstract"), first(talk, "description")
    language = first(talk, "content_locale")
    people = (_name_in(one) for one in items(talk.get("speakers")))
    return Draft(
        title=string(talk.get("title")),
        where=f"talk {code or '?'}",
        kind=_name_in(talk.get("submission_type")),
        authors=[name for name in people if name],
        track=_name_in(talk.get("track")),
        keywords=[
            f"language: {language}" if language else "",
            *(name for one in items(talk.get("tags")) if (name := _name_in(one))),
        ],
        abstract="\n\n".join(dict.fromkeys(text for text in (abstract, description) if text)),
        links=[
            RawLink(first(one, "resource", "link", "url"), first(one, "description") or None)
            for one in objects(talk.get("resources"))
        ],
        uid=code,
    )


def _name_in(value: object) -> str:
    """Return the name in *value*: a string, a translated string, or an object; empty for a number."""
    if isinstance(value, dict) and ("name" in value or "id" in value or "code" in value):
        return string(value.get("name") or value.get("tag"))
    return "" if isinstance(value, int) else string(value)


# The JSON of pretalx's schedule widget: talks with codes that refer to tables.

_WIDGET_HEAD = 65_536
_TABLES = (b'"talks"', b'"rooms"', b'"speakers"')
_Table = Mapping[str, Object]


def _recognises_widget(raw: bytes) -> bool:
    """Return whether *raw* is an object with the widget's tables, which may be anywhere in it."""
    begins = re.match(LEAD + rb"\{", raw[:100])
    return (
        bool(begins)
        and b'"virtualsite_url"' not in raw[:_WIDGET_HEAD]
        and all(table in raw for table in (*_TABLES, b'"tracks"', b'"timezone"'))
    )


def _read_widget(raw: bytes, hints: Hints) -> Reading:
    widget = mapping(parse_json(raw, hints.source))
    zone_name = hints.timezone or first(widget, "timezone")
    tables = {name: _table(widget.get(name)) for name in ("rooms", "tracks", "speakers")}
    drafts, remarks = [], []
    for talk in objects(widget.get("talks")):
        draft = _widget_draft(talk, tables, zone_name if find_zone(zone_name) else None)
        if draft.title or first(talk, "code"):
            drafts.append(draft)
        else:
            remarks.append(Remark(None, "", "no title and no code"))
    name = first(widget, "event", "name", "title")
    return build_reading(
        name if name and not hints.name else programme_name(hints), drafts, hints, remarks
    )


WIDGET_READER = Reader("pretalx widget (JSON)", _recognises_widget, _read_widget)


def _table(value: object) -> _Table:
    """Return the entries of a table by code or id."""
    return {first(one, "code", "id"): one for one in objects(value)}


def _name_from_table(table: _Table, key: object) -> str:
    """Return the name of the entry with *key*, which may be a translated name itself."""
    found = table.get(string(key))
    if isinstance(key, dict):
        return string(key.get("name")) or string(key)
    return string(found.get("name")) if found else ""


def _widget_draft(talk: Object, tables: Mapping[str, _Table], zone_name: str | None) -> Draft:
    room = _name_from_table(tables["rooms"], talk.get("room"))
    track = _name_from_table(tables["tracks"], talk.get("track"))
    start, end = instant(talk.get("start")), instant(talk.get("end"))
    zone = find_zone(zone_name)
    if zone:
        start, end = (moment.astimezone(zone) if moment else None for moment in (start, end))
    people = (_name_from_table(tables["speakers"], one) for one in items(talk.get("speakers")))
    return Draft(
        title=string(talk.get("title")),
        where=f"talk {first(talk, 'code', 'id') or '?'}",
        session=track or room,
        kind=string(talk.get("session_type")) or string(talk.get("type")),
        authors=[name for name in people if name],
        start=start,
        end=end if start and end and end > start else None,
        timezone=zone_name,
        room=room,
        track=track,
        abstract=string(talk.get("abstract")) or string(talk.get("description")),
        uid=first(talk, "code"),
    )
