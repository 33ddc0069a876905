"""confbrowse's own JSON: what ``list --json`` prints can be read again, ids and all.

JSON Lines, or one list. What the reader said about a talk (stars, notes) is not the programme's and
stays with the agenda.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from confbrowse import talk_json
from confbrowse.errors import ProgrammeError
from confbrowse.identity import identified
from confbrowse.model import Programme, Session, Talk
from confbrowse.readers.json_values import parsed
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.text.clean import clean_line
from confbrowse.text.slugs import slug

_START = re.compile(
    rb'\s*(?:\xef\xbb\xbf)?\s*\[?\s*\{\s*"id"\s*:\s*"[^"]{1,400}"\s*,\s*"programme"\s*:'
)


def _recognises(raw: bytes) -> bool:
    return bool(_START.match(raw[:4096]))


def _read(raw: bytes, hints: Hints) -> Reading:
    talks: list[Talk] = []
    remarks: list[Remark] = []
    for line, record in _records(raw, hints):
        try:
            talks.append(talk_json.read(record))
        except ProgrammeError as error:
            title = record.get("title") if isinstance(record, dict) else ""
            remarks.append(Remark(line, clean_line(str(title or "")), str(error).rstrip(".")))
    if not talks:
        raise ProgrammeError(f"{hints.source} holds no talk as confbrowse writes it.")
    by_name: dict[str, list[Talk]] = defaultdict(list)
    for talk in talks:
        by_name[hints.name or talk.session.programme or "Programme"].append(talk)
    first, *more = (_programme(name, mine, hints) for name, mine in by_name.items())
    return Reading(first, tuple(remarks), tuple(more), is_whole=True)


READER = Reader("confbrowse JSON", _recognises, _read)


def _records(raw: bytes, hints: Hints) -> Iterator[tuple[int | None, object]]:
    """Yield each record with its line, counted from 1; None where they all are one list."""
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        yield from ((None, record) for record in parsed(raw, hints.source))
        return
    for number, line in enumerate(raw.decode("utf-8-sig", errors="replace").split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, None


def _programme(name: str, talks: list[Talk], hints: Hints) -> Programme:
    """Return *talks* as a programme; an id of it that they bring along, they keep."""
    programme_id = slug(name)
    held: dict[Session, Session] = {}
    placed = []
    for talk in talks:
        session = replace(talk.session, programme=name, source=hints.location)
        placed.append(replace(talk, session=held.setdefault(session, session)))
    known = [talk for talk in placed if talk.id.startswith(f"{programme_id}/")]
    unique = {talk.id for talk in known}
    if len(unique) == len(placed):
        return Programme(programme_id, name, tuple(held), tuple(placed))
    made = identified(programme_id, placed, known={talk.id: talk for talk in known}.values())
    return Programme(programme_id, name, tuple(held), tuple(made))
