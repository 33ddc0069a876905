"""When the papers of a MiniConf are presented: its calendar, and its lists of sessions.

A session stands in several places: a list of sessions gives its papers, the calendar its time, by
the address of its papers or by its UID. Of several times of one session the first is its papers'.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from confbrowse.model import instant
from confbrowse.readers.draft import Address, Draft
from confbrowse.readers.json_values import Object, first, items, mapping, objects, parsed, string
from confbrowse.readers.people import named
from confbrowse.readers.reader import Hints
from confbrowse.readers.wall_clocks import after
from confbrowse.readers.yaml_source import parsed_yaml

_DATE = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)[_ T](?P<clock>\d\d:\d\d)(?::\d\d)?(?P<zone>.*)")
_PAGE = re.compile(r"://|\.html?\b|[?#]")
_WITH_PEOPLE = re.compile(r"(?P<title>.*?)(?:\s*<br\s*/?>\s*)+<i>(?P<who>.*?)</i>\s*", re.S)
_SAYS_NOTHING = ("---", "", "session")
"""Kinds of a calendar's entry that are none."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When and where papers of one session are presented."""

    title: str
    start: datetime | None = None
    end: datetime | None = None
    room: str = ""
    chairs: tuple[str, ...] = ()


def calendar(hints: Hints) -> list[Object]:
    """Return the entries of the calendars beside the papers."""
    found: list[Object] = []
    for raw in hints.beside("*calendar*.json"):
        found += objects(parsed(raw, f"The calendar beside {hints.source}"))
    if not found:
        for raw in hints.beside("*calendar*.y*ml"):
            found += objects(parsed_yaml(raw, f"The calendar beside {hints.source}"))
    return found


def sessions(hints: Hints) -> tuple[dict[str, Slot], dict[str, list[str]]]:
    """Return the sessions of the files beside, by name, and the sessions of each paper."""
    slots: dict[str, Slot] = {}
    papers: dict[str, list[str]] = {}
    for raw in hints.beside("*sessions*.json"):
        for session in objects(parsed(raw, f"The sessions beside {hints.source}")):
            slots[first(session, "UID")] = _slot(session, first(session, "session", "title"))
    for raw in hints.beside("*sessions*.y*ml"):
        told = mapping(parsed_yaml(raw, f"The sessions beside {hints.source}"))
        for name, session in told.items():
            if not isinstance(session, dict):
                continue
            title = first(session, "long_name", "name") or f"Session {name}"
            slots[string(name)] = _slot(session, title)
            for paper in items(session.get("papers")):
                papers.setdefault(string(paper), []).append(string(name))
    return slots, papers


def timed(
    slots: Mapping[str, Slot], entries: list[Object]
) -> tuple[dict[str, Slot], dict[str, Object]]:
    """Return *slots* with what the calendar's *entries* say of them, and the entry of each name."""
    found = dict(slots)
    entry_of: dict[str, Object] = {}
    for entry in sorted(entries, key=lambda entry: first(entry, "start")):
        for name in (session_of(entry), first(entry, "UID")):
            if name and name not in entry_of:
                entry_of[name] = entry
                found[name] = _known(slots.get(name), entry)
    return found, entry_of


def session_of(entry: Object) -> str:
    """Return the session whose papers *entry* leads to; empty where it leads elsewhere."""
    for key in ("link", "location"):
        query = parse_qs(urlsplit(first(entry, key)).query) if _is_address(entry, key) else {}
        if name := next(iter(query.get("session", ())), ""):
            return name
    return ""


def event(entry: Object) -> Draft:
    """Return *entry* of a calendar as a talk of its own."""
    written = first(entry, "title")
    parts = _WITH_PEOPLE.fullmatch(written)
    title, who = (parts["title"], parts["who"]) if parts else (written, "")
    place = first(entry, "room") or first(entry, "location")
    kind = next((k for k in (first(entry, "type"), first(entry, "calendarId")) if k), "")
    start = time(entry.get("start"))
    return Draft(
        title=re.sub(r"<br\s*/?>", " ", title),
        where="calendar",
        session=first(entry, "type") or "Calendar",
        kind="" if kind in _SAYS_NOTHING else kind,
        authors=named(who),
        start=start,
        end=after(start, time(entry.get("end"))),
        timezone=zone_of(start),
        room="" if _PAGE.search(place) else place,
        links=[
            Address(first(entry, "link"), "Conference page", "other"),
            *(Address(first(entry, key), "Zoom", "other") for key in ("zoom_link", "zoom")),
        ],
        uid=first(entry, "UID"),
    )


def time(value: object) -> datetime | None:
    """Return the time that *value* is: in UTC, where it names no zone."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    printed = _DATE.fullmatch(string(value).strip())
    if not printed:
        return None
    return instant(f"{printed['day']}T{printed['clock']}{printed['zone'].strip() or '+00:00'}")


def zone_of(start: datetime | None) -> str | None:
    """Return UTC where *start* is in it, as nearly all of these files are."""
    return "UTC" if start and not start.utcoffset() else None


def _slot(session: Object, title: str) -> Slot:
    start = time(session.get("start_time") or session.get("date"))
    return Slot(
        title,
        start,
        after(start, time(session.get("end_time"))),
        first(session, "room"),
        tuple(named(first(session, "chair", "chairs"))),
    )


def _known(slot: Slot | None, entry: Object) -> Slot:
    """Return the time of *entry* under the title of *slot*, or under its own."""
    title = slot.title if slot else first(entry, "title") or session_of(entry)
    start = time(entry.get("start"))
    return Slot(
        title,
        start,
        after(start, time(entry.get("end"))),
        first(entry, "room") or (slot.room if slot else ""),
        tuple(named(first(entry, "chair"))) or (slot.chairs if slot else ()),
    )


def _is_address(entry: Object, key: str) -> bool:
    """Return whether the address under *key* can be taken apart."""
    try:
        urlsplit(first(entry, key))
    except ValueError:  # brackets that are no IPv6 address
        return False
    return True
