"""The JSON that pretalx's schedule widget shows: talks with codes, looked up in tables beside them."""

import re
from collections.abc import Mapping

from confbrowse.model import instant
from confbrowse.readers.draft import Draft, assembled
from confbrowse.readers.json_values import Object, first, items, mapping, objects, parsed, string
from confbrowse.readers.naming import programme_name
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.text.zones import zone

_LOOKED_AT = 65_536
_TABLES = (b'"talks"', b'"rooms"', b'"speakers"')
_Table = Mapping[str, Object]


def _recognises(raw: bytes) -> bool:
    """Return whether *raw* begins as an object and has the tables, which may stand anywhere in it."""
    begins = re.match(rb"\s*(?:\xef\xbb\xbf)?\s*\{", raw[:100])
    return (
        bool(begins)
        and b'"virtualsite_url"' not in raw[:_LOOKED_AT]
        and all(table in raw for table in _TABLES)
    )


def _read(raw: bytes, hints: Hints) -> Reading:
    widget = mapping(parsed(raw, hints.source))
    named = hints.timezone or first(widget, "timezone")
    tables = {name: _table(widget.get(name)) for name in ("rooms", "tracks", "speakers")}
    drafts, remarks = [], []
    for talk in objects(widget.get("talks")):
        made = _draft(talk, tables, named if zone(named) else None)
        if made.title or first(talk, "code"):
            drafts.append(made)
        else:
            remarks.append(Remark(None, "", "a block without a title or a code"))
    name = first(widget, "event", "name", "title")
    return assembled(
        name if name and not hints.name else programme_name(hints), drafts, hints, remarks
    )


READER = Reader("pretalx widget (JSON)", _recognises, _read)


def _table(value: object) -> _Table:
    """Return what is in a table by its code or number."""
    return {first(one, "code", "id"): one for one in objects(value)}


def _named(table: _Table, key: object) -> str:
    """Return the name of what *key* stands for, or the name that it is."""
    found = table.get(string(key))
    if isinstance(key, dict):
        return string(key.get("name")) or string(key)
    return string(found.get("name")) if found else ""


def _draft(talk: Object, tables: Mapping[str, _Table], named: str | None) -> Draft:
    room = _named(tables["rooms"], talk.get("room"))
    track = _named(tables["tracks"], talk.get("track"))
    start, end = instant(talk.get("start")), instant(talk.get("end"))
    here = zone(named)
    if here:
        start, end = (moment.astimezone(here) if moment else None for moment in (start, end))
    people = (_named(tables["speakers"], one) for one in items(talk.get("speakers")))
    return Draft(
        title=string(talk.get("title")),
        where=f"talk {first(talk, 'code', 'id') or '?'}",
        session=track or room,
        kind=string(talk.get("session_type")) or string(talk.get("type")),
        authors=[name for name in people if name],
        start=start,
        end=end if start and end and end > start else None,
        timezone=named,
        room=room,
        track=track,
        abstract=string(talk.get("abstract")) or string(talk.get("description")),
        uid=first(talk, "code"),
    )
