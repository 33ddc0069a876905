"""confbrowse's own JSON: the output of ``list --json`` and exports, read again with its ids.

JSON Lines, or one list as in a sync file, whose header is skipped. The user's marks (stars, notes)
are not part of the programme and stay with the agenda.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from confbrowse import talk_json
from confbrowse.errors import ProgrammeError
from confbrowse.identity import assign_ids
from confbrowse.model import Programme, Session, Talk
from confbrowse.readers.base import MAX_TALKS, Hints, Reader, Reading, Remark, too_many_talks
from confbrowse.readers.parsing import LEAD, parse_json
from confbrowse.sync_header import counted_talks
from confbrowse.text.clean import clean_line
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import slug

_START = lazy_pattern(
    LEAD + rb"\[?+\s*+\{\s*+"
    rb'(?:"id"\s*+:\s*+"[^"]{1,400}"\s*+,\s*+"programme"\s*+:|"confbrowse"\s*+:\s*+"sync file")'
)


def _recognises(raw: bytes) -> bool:
    return bool(_START.match(raw[:4096]))


def _read(raw: bytes, hints: Hints) -> Reading:
    talks: list[Talk] = []
    remarks: list[Remark] = []
    for line, record in _records(raw, hints):
        hints.check_time()
        if len(talks) + len(remarks) > MAX_TALKS:
            raise too_many_talks(hints)
        if counted_talks(record, hints.source) is not None:
            continue
        try:
            talks.append(talk_json.read(record))
        except ProgrammeError as error:
            title = record.get("title") if isinstance(record, dict) else ""
            remarks.append(Remark(line, clean_line(str(title or "")), str(error).rstrip(".")))
    if not talks:
        raise ProgrammeError(f"{hints.source} contains no talks written by confbrowse.")
    by_name: dict[str, list[Talk]] = defaultdict(list)
    for talk in talks:
        by_name[hints.name or talk.session.programme or "Programme"].append(talk)
    first, *more = (_programme(name, mine, hints) for name, mine in by_name.items())
    return Reading(first, tuple(remarks), tuple(more), is_whole=True)


READER = Reader("confbrowse JSON", _recognises, _read)


def _records(raw: bytes, hints: Hints) -> Iterator[tuple[int | None, object]]:
    """Yield each record with its line, counted from 1; None if all are in one list."""
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        yield from ((None, record) for record in parse_json(raw, hints.source))
        return
    for number, line in enumerate(BytesIO(raw.removeprefix(b"\xef\xbb\xbf")), 1):
        if line.strip():
            try:
                yield number, json.loads(line.decode(errors="replace"))
            except (ValueError, RecursionError):
                yield number, None


def _programme(name: str, talks: list[Talk], hints: Hints) -> Programme:
    """Return *talks* as a programme; they keep ids that already belong to it."""
    programme_id = slug(name)
    sessions: dict[Session, Session] = {}
    placed = []
    for talk in talks:
        session = replace(talk.session, programme=name, source=hints.location)
        placed.append(replace(talk, session=sessions.setdefault(session, session)))
    known = [talk for talk in placed if talk.id.startswith(f"{programme_id}/")]
    unique = {talk.id for talk in known}
    if len(unique) == len(placed):
        return Programme(programme_id, name, tuple(sessions), tuple(placed))
    identified = assign_ids(programme_id, placed, known={talk.id: talk for talk in known}.values())
    return Programme(programme_id, name, tuple(sessions), tuple(identified))
