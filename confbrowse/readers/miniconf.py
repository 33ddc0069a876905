"""Site data of MiniConf conferences: ``papers.csv``, with calendar and sessions beside it.

A paper that is presented twice is two talks. A calendar entry that leads to the papers of a session
is that session's time; any other is a talk of its own.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePath
from urllib.parse import parse_qs, urlsplit

from confbrowse.model import instant
from confbrowse.readers import table
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.json_values import Object, first, items, mapping, objects, parsed, string
from confbrowse.readers.naming import printed, programme_name
from confbrowse.readers.reader import Hints, Reader, Reading
from confbrowse.readers.yaml_source import parsed_yaml

_HEADER = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\"?uid\"?,\"?title\"?,\"?authors\"?,\"?abstract\"?[^\n]*", re.IGNORECASE
)
_DATE = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)[_ T](?P<clock>\d\d:\d\d)(?::\d\d)?(?P<zone>.*)")


@dataclass(frozen=True, slots=True)
class _Slot:
    """When papers of one session are presented."""

    title: str
    start: datetime | None = None
    end: datetime | None = None


def _recognises(raw: bytes) -> bool:
    return bool(_HEADER.match(raw[:4096]))


def _read(raw: bytes, hints: Hints) -> Reading:
    entries = _calendar(hints)
    slots, papers_of = _sessions(hints)
    slots |= {
        name: _known(slots.get(name), entry) for entry in entries if (name := _session_of(entry))
    }
    rows, remarks = table.rows(raw, hints)
    drafts: list[Draft] = []
    for row in rows:
        named = [*table.split(row.cells.get("session", ""), "|"), *papers_of.get(row.uid, ())]
        chosen = list(dict.fromkeys(name for name in named if name))
        made = table.draft(row, None)
        drafts += [_in_slot(made, slots.get(name, _Slot(name))) for name in chosen] or [made]
    used = {draft.session for draft in drafts}
    drafts += [_event(entry) for entry in entries if _is_event(entry, slots, used)]
    return assembled(_name(hints, slots), drafts, hints, remarks)


READER = Reader("MiniConf site data", _recognises, _read)


def _name(hints: Hints, slots: Mapping[str, _Slot]) -> str:
    """Return what the folder says, with the year of the first session where it names none."""
    folder = PurePath(hints.location).parent
    edition = re.search(
        r"(?:^|[-_ ])([a-z]{2,12})[-_ ]?((?:19|20)\d\d)", folder.name, re.IGNORECASE
    )
    if edition and not hints.name:
        return f"{printed(edition[1])} {edition[2]}"
    name = programme_name(replace(hints, location=str(folder)) if folder.name else hints)
    years = sorted(slot.start.year for slot in slots.values() if slot.start)
    return name if hints.name or not years or re.search(r"\d{4}", name) else f"{name} {years[0]}"


def _calendar(hints: Hints) -> list[Object]:
    found: list[Object] = []
    for raw in hints.beside("*calendar*.json"):
        found += objects(parsed(raw, f"The calendar beside {hints.source}"))
    if not found:
        for raw in hints.beside("*calendar*.yml"):
            found += objects(parsed_yaml(raw, f"The calendar beside {hints.source}"))
    return found


def _session_of(entry: Object) -> str:
    """Return the session whose papers *entry* leads to; empty where it leads elsewhere."""
    query = parse_qs(urlsplit(first(entry, "link", "location")).query)
    return next(iter(query.get("session", ())), "")


def _known(slot: _Slot | None, entry: Object) -> _Slot:
    """Return the time of *entry* under the title of *slot*, or under its own."""
    title = slot.title if slot else first(entry, "title") or _session_of(entry)
    return _Slot(title, instant(entry.get("start")), instant(entry.get("end")))


def _sessions(hints: Hints) -> tuple[dict[str, _Slot], dict[str, list[str]]]:
    """Return the sessions of the files beside, by name, and the sessions of each paper."""
    slots: dict[str, _Slot] = {}
    papers: dict[str, list[str]] = {}
    for raw in hints.beside("*sessions*.yml"):
        told = mapping(parsed_yaml(raw, f"The sessions beside {hints.source}"))
        for name, session in told.items():
            if not isinstance(session, dict):
                continue
            title = first(session, "long_name", "name") or f"Session {name}"
            start = _time(session.get("start_time") or session.get("date"))
            slots[string(name)] = _Slot(title, start, _time(session.get("end_time")))
            for paper in items(session.get("papers")):
                papers.setdefault(string(paper), []).append(string(name))
    return slots, papers


def _time(value: object) -> datetime | None:
    """Return the time that *value* is: in UTC, where it names no zone."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    printed = _DATE.fullmatch(string(value))
    if not printed:
        return None
    return instant(f"{printed['day']}T{printed['clock']}{printed['zone'].strip() or '+00:00'}")


def _in_slot(draft: Draft, slot: _Slot) -> Draft:
    return replace(
        draft, session=slot.title, start=slot.start, end=slot.end, timezone=_zone(slot.start)
    )


def _zone(start: datetime | None) -> str | None:
    """Return UTC where *start* is in it, as nearly all of these files are."""
    return "UTC" if start and not start.utcoffset() else None


def _is_event(entry: Object, slots: Mapping[str, _Slot], used: Set[str]) -> bool:
    """Return whether *entry* is something by itself, and not the time of papers that are listed."""
    slot = slots.get(_session_of(entry))
    return slot is None or slot.title not in used


def _event(entry: Object) -> Draft:
    kind = first(entry, "type") or ""
    place = first(entry, "location")
    is_page = "://" in place or place.endswith((".html", ".htm")) or "?" in place
    return Draft(
        title=first(entry, "title").replace("<br/>", " "),
        where="calendar",
        session=kind or "Calendar",
        kind=kind,
        start=instant(entry.get("start")),
        end=instant(entry.get("end")),
        timezone=_zone(instant(entry.get("start"))),
        room="" if is_page else place,
        links=[Address(first(entry, "link"), "Conference page", "other")],
    )
