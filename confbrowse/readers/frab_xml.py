"""``schedule.xml`` of frab, Pentabarf, pretalx, wafer, FOSDEM: the most common format there is."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from confbrowse.readers import frab
from confbrowse.readers.frab import Listed
from confbrowse.readers.json_values import Object
from confbrowse.readers.reader import Hints, Reader, Reading
from confbrowse.readers.xml_source import parsed_xml, words

_LOOKED_AT = 65_536
_START = re.compile(rb"<schedule[\s>]")
_NOT_IN_TEXT = ("persons", "links", "attachments", "recording", "answers", "videos")


def _recognises(raw: bytes) -> bool:
    head = raw[:_LOOKED_AT].replace(b"\0", b"")  # UTF-16 has one in every letter
    return bool(_START.search(head)) and (b"<conference" in head or b"<event " in head)


def _read(raw: bytes, hints: Hints) -> Reading:
    root = parsed_xml(raw, hints.source)
    found = root.find("conference")
    conference = {child.tag: words(child) for child in found} if found is not None else {}
    return frab.reading(conference, list(_listed(root)), hints)


READER = Reader("schedule XML (frab, Pentabarf)", _recognises, _read)


def _listed(root: ET.Element) -> Iterator[Listed]:
    """Yield all events: those of a room on a day, of a day, and those that stand elsewhere."""
    places = [
        (event, day.get("date", ""), room.get("name", ""))
        for day in root.iter("day")
        for room in (*day.iter("room"), day)
        for event in room.iterfind("event")
    ]
    found = {id(event) for event, _, _ in places}
    places += [(event, "", "") for event in root.iter("event") if id(event) not in found]
    for event, day, room in places:
        where = f"event {event.get('id') or event.get('guid') or '?'}"
        yield Listed(_as_json(event), where, day, room)


def _as_json(event: ET.Element) -> Object:
    """Return *event* as version 1 of the JSON has it."""
    fields: dict[str, object] = {"guid": event.get("guid"), "id": event.get("id")}
    for child in event:
        if child.tag not in _NOT_IN_TEXT:
            fields.setdefault(child.tag, words(child))
    fields["persons"] = [words(person) for person in event.iterfind("persons/person")]
    for key, path in (("links", "links/link"), ("attachments", "attachments/attachment")):
        fields[key] = [
            {"url": one.get("href") or words(one), "title": words(one) if one.get("href") else ""}
            for one in event.iterfind(path)
        ]
    fields["do_not_record"] = event.findtext("recording/optout")
    return fields
