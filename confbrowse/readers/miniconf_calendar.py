"""The calendar of a MiniConf by itself: what is on, without the papers."""

import re
from dataclasses import replace
from pathlib import PurePath

from confbrowse.readers.draft import assembled
from confbrowse.readers.json_values import objects, parsed
from confbrowse.readers.miniconf_slots import event
from confbrowse.readers.naming import programme_name
from confbrowse.readers.reader import Hints, Reader, Reading

_LOOKED_AT = 65_536
_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*\[\s*\{")


def _recognises(raw: bytes) -> bool:
    head = raw[:_LOOKED_AT]
    keys = (b'"title"', b'"start"', b'"end"', b'"calendarId"')
    return bool(_START.match(head)) and all(key in head for key in keys)


def _read(raw: bytes, hints: Hints) -> Reading:
    drafts = [event(entry) for entry in objects(parsed(raw, hints.source))]
    folder = PurePath(hints.location).parent
    name = programme_name(replace(hints, location=str(folder)) if folder.name else hints)
    years = [draft.start.year for draft in drafts if draft.start]
    dated = hints.name or re.search(r"\d{4}", name) or not years
    return assembled(name if dated else f"{name} {min(years)}", drafts, hints)


READER = Reader("MiniConf calendar (JSON)", _recognises, _read)
