"""``schedule.json`` of frab, pretalx and the c3voc hub: version 1 by days and rooms, version 2 flat."""

import re
from collections.abc import Iterator

from confbrowse.readers import frab
from confbrowse.readers.frab import Listed
from confbrowse.readers.json_values import Object, first, mapping, objects, parsed
from confbrowse.readers.reader import Hints, Reader, Reading

_LOOKED_AT = 65_536
_START = re.compile(rb'\s*(?:\xef\xbb\xbf)?\s*\{[^{]{0,2000}?"(?:schedule|generator)"\s*:\s*\{')


def _recognises(raw: bytes) -> bool:
    is_schedule = _START.match(raw[:_LOOKED_AT]) and b'"schedule"' in raw[:_LOOKED_AT]
    return bool(is_schedule) and b'"conference"' in raw


def _read(raw: bytes, hints: Hints) -> Reading:
    schedule = mapping(mapping(parsed(raw, hints.source)).get("schedule"))
    conference = mapping(schedule.get("conference"))
    base = first(schedule, "base_url") or first(conference, "base_url", "url")
    listed = [*_by_days(conference), *_flat(schedule)]
    return frab.reading({**conference, "base_url": base}, listed, hints)


READER = Reader("schedule JSON (frab, pretalx)", _recognises, _read)


def _by_days(conference: Object) -> Iterator[Listed]:
    """Yield the events of version 1."""
    for day in objects(conference.get("days")):
        for room, events in mapping(day.get("rooms")).items():
            for event in objects(events):
                yield Listed(event, _where(event), first(day, "date"), room)


def _flat(schedule: Object) -> Iterator[Listed]:
    """Yield the events of version 2, where room and track are objects."""
    for event in objects(schedule.get("events")):
        plain = dict(event)
        for key in ("room", "track", "type"):
            if isinstance(event.get(key), dict):
                plain[key] = first(event[key], "name", "title", "slug")
        yield Listed(plain, _where(event))


def _where(event: Object) -> str:
    return f"event {first(event, 'id', 'code', 'guid', 'slug') or '?'}"
