"""Site data of MiniConf conferences: ``papers.csv`` with calendar, sessions and more beside it.

A paper that is presented twice becomes two talks. A calendar entry that links to the papers of a
session gives the time of that session; any other entry is a talk of its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from fnmatch import fnmatch
from pathlib import PurePath
from urllib.parse import parse_qs, urlsplit

from confbrowse.model import instant
from confbrowse.readers.base import (
    SOME_WITHOUT_ZONE,
    Draft,
    Hints,
    RawLink,
    Reader,
    Reading,
    Remark,
    build_reading,
)
from confbrowse.readers.dates import clock_in, combine_in_zone, day_in, end_on_day, valid_end
from confbrowse.readers.naming import programme_name, series_spelling, split_list, split_names
from confbrowse.readers.parsing import (
    LEAD,
    Object,
    first,
    items,
    mapping,
    objects,
    parse_json,
    parse_yaml,
    string,
)
from confbrowse.readers.records import RecordContext, TalkRecord
from confbrowse.readers.records import draft as draft_of
from confbrowse.readers.table import columns_of, rows
from confbrowse.text.clean import clean_line
from confbrowse.text.links import make_link, resolve_url
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import find_zone

# Sessions and their times: session lists give the papers, the calendar gives the times, by the URL of the
# papers or by UID. If a session has several times, its papers are at the first.

_DATE = lazy_pattern(r"(?P<day>\d{4}-\d\d-\d\d)[_ T](?P<clock>\d\d:\d\d)(?::\d\d)?(?P<zone>.*)")
_PAGE = lazy_pattern(r"://|\.html?\b|[?#]")
_BEFORE_PEOPLE = lazy_pattern(r"<br\s*+/?+>\s*+<i>")
_PLACEHOLDER_KINDS = ("---", "", "session")
"""Placeholder kinds of calendar entries."""


@dataclass(frozen=True, slots=True)
class SessionSlot:
    """Time and place of the papers of one session."""

    title: str
    start: datetime | None = None
    end: datetime | None = None
    room: str = ""
    chairs: tuple[str, ...] = ()


def calendar(hints: Hints) -> list[Object]:
    """Return the entries of the calendars beside the papers."""
    found: list[Object] = []
    for raw in hints.beside("*calendar*.json"):
        found += objects(parse_json(raw, f"The calendar beside {hints.source}"))
    if not found:
        for raw in hints.beside("*calendar*.y*ml"):
            found += objects(parse_yaml(raw, f"The calendar beside {hints.source}"))
    return found


def sessions(hints: Hints) -> tuple[dict[str, SessionSlot], dict[str, list[str]]]:
    """Return the sessions of the files beside the papers, by name, and the sessions of each paper."""
    slots: dict[str, SessionSlot] = {}
    papers: dict[str, list[str]] = {}
    for raw in hints.beside("*sessions*.json"):
        for session in objects(parse_json(raw, f"The sessions beside {hints.source}")):
            slots[first(session, "UID")] = _slot(session, first(session, "session", "title"))
    for raw in hints.beside("*sessions*.y*ml"):
        by_name = mapping(parse_yaml(raw, f"The sessions beside {hints.source}"))
        for name, session in by_name.items():
            if not isinstance(session, dict):
                continue
            title = first(session, "long_name", "name") or f"Session {name}"
            slots[string(name)] = _slot(session, title)
            for paper in items(session.get("papers")):
                papers.setdefault(string(paper), []).append(string(name))
    return slots, papers


def with_calendar_times(
    slots: Mapping[str, SessionSlot], entries: list[Object]
) -> tuple[dict[str, SessionSlot], dict[str, Object]]:
    """Return *slots* with the times of the calendar's *entries*, and the entry used for each name."""
    found = dict(slots)
    entry_of: dict[str, Object] = {}
    for entry in sorted(entries, key=lambda entry: first(entry, "start")):
        for name in (slot_session(entry), first(entry, "UID")):
            if name and name not in entry_of:
                entry_of[name] = entry
                found[name] = _slot_from_entry(slots.get(name), entry)
    return found, entry_of


def slot_session(entry: Object) -> str:
    """Return the session whose papers *entry* links to; empty if there is none."""
    for key in ("link", "location"):
        query = parse_qs(urlsplit(first(entry, key)).query) if _is_valid_url(entry, key) else {}
        if name := next(iter(query.get("session", ())), ""):
            return name
    return ""


def event_draft(entry: Object) -> Draft:
    """Return a calendar *entry* as a talk of its own."""
    written = first(entry, "title")
    title, who = _title_and_people(written)
    place = first(entry, "room") or first(entry, "location")
    kind = next((k for k in (first(entry, "type"), first(entry, "calendarId")) if k), "")
    start = parse_time(entry.get("start"))
    return Draft(
        title=re.sub(r"<br\s*+/?+>", " ", title),
        where="calendar",
        session=first(entry, "type") or "Calendar",
        kind="" if kind in _PLACEHOLDER_KINDS else kind,
        authors=split_names(who),
        start=start,
        end=valid_end(start, parse_time(entry.get("end"))),
        timezone=zone_label(start),
        room="" if _PAGE.search(place) else place,
        links=[
            RawLink(first(entry, "link"), "Conference page", "other"),
            *(RawLink(first(entry, key), "Zoom", "other") for key in ("zoom_link", "zoom")),
        ],
        uid=first(entry, "UID"),
    )


def parse_time(value: object) -> datetime | None:
    """Return *value* as a datetime, in UTC if it has no zone; None if it is not a time."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    printed = _DATE.fullmatch(string(value).strip())
    if not printed:
        return None
    return instant(f"{printed['day']}T{printed['clock']}{printed['zone'].strip() or '+00:00'}")


def zone_label(start: datetime | None) -> str | None:
    """Return ``UTC`` if *start* is in it, as in nearly all of these files."""
    return "UTC" if start and not start.utcoffset() else None


def _slot(session: Object, title: str) -> SessionSlot:
    start = parse_time(session.get("start_time") or session.get("date"))
    return SessionSlot(
        title,
        start,
        valid_end(start, parse_time(session.get("end_time"))),
        first(session, "room"),
        tuple(split_names(first(session, "chair", "chairs"))),
    )


def _slot_from_entry(slot: SessionSlot | None, entry: Object) -> SessionSlot:
    """Return the slot of *entry* with the title of *slot*, or its own."""
    title = slot.title if slot else first(entry, "title") or slot_session(entry)
    start = parse_time(entry.get("start"))
    return SessionSlot(
        title,
        start,
        valid_end(start, parse_time(entry.get("end"))),
        first(entry, "room") or (slot.room if slot else ""),
        tuple(split_names(first(entry, "chair"))) or (slot.chairs if slot else ()),
    )


def _is_valid_url(entry: Object, key: str) -> bool:
    """Return whether the URL under *key* can be parsed."""
    try:
        urlsplit(first(entry, key))
    except ValueError:  # brackets without an IPv6 address
        return False
    return True


def _title_and_people(written: str) -> tuple[str, str]:
    """Return the title, and the names in italics on the last line, if any."""
    found = _BEFORE_PEOPLE.search(written)
    following = written[found.end() :].rstrip() if found else ""
    if not found or not following.endswith("</i>"):
        return written, ""
    return written[: found.start()], following.removesuffix("</i>")


# Plenaries, workshops, events and late-breaking demos beside the papers. Their times are in the zone of
# the conference, which only the calendar gives, if at all.

_TABLES = {
    "events.csv": "Events",
    "lbd*.csv": "Late-breaking demos",
    "music*.csv": "Music",
    "industry*.csv": "Industry",
    "tutorials.csv": "Tutorials",
}
"""Tables beside the papers, and the session of rows without one."""
_NO_YEAR = "the workshops have no year, so their times were left out. Set --year"


def plenaries(hints: Hints) -> Iterator[Draft]:
    """Yield the talks of ``plenary_sessions.yml``, one for each time."""
    for raw in hints.beside("plenary*.y*ml"):
        for talk in objects(parse_yaml(raw, f"The plenary sessions beside {hints.source}")):
            draft = _plenary(talk)
            times = list(objects(talk.get("sessions")))
            yield from (_part(draft, one) for one in times)
            if not times:
                yield draft


def workshops(
    hints: Hints, zone: tzinfo | None, year: int | None
) -> tuple[list[Draft], list[Remark]]:
    """Return the talks of ``workshop_schedules.json``; its days have no year."""
    found = []
    for raw in hints.beside("workshop_schedules.json"):
        schedules = mapping(parse_json(raw, f"The workshops beside {hints.source}"))
        for name, talks in schedules.items():
            found += [_workshop_talk(talk, string(name), zone, year) for talk in objects(talks)]
    lost = found and year is None
    return found, [Remark(None, "", _NO_YEAR, left_out=False)] if lost else []


def tables(hints: Hints, zone: tzinfo | None) -> tuple[list[Draft], list[Remark]]:
    """Return the talks of the tables beside the papers."""
    found: list[Draft] = []
    remarks: list[Remark] = []
    for pattern, session in _TABLES.items():
        for raw in hints.beside(pattern):
            table_rows, table_remarks = rows(raw, hints)
            remarks += table_remarks
            for row in table_rows:
                draft = draft_of(row, RecordContext(zone))
                found.append(replace(draft, session=draft.session or session))
    return found, remarks


def default_session(file: str) -> str:
    """Return the session of rows without one in a table called *file*; empty for papers."""
    return next((name for pattern, name in _TABLES.items() if fnmatch(file, pattern)), "")


def _plenary(talk: Object) -> Draft:
    bio = first(talk, "bio")
    abstract = first(talk, "abstract")
    return Draft(
        title=first(talk, "title"),
        where=f"plenary session {first(talk, 'UID', 'id')}".strip(),
        session="Plenary Sessions",
        authors=split_names(first(talk, "presenter", "speaker").rpartition(":")[2]),
        abstract=f"{abstract}\n\n{bio}".strip() if bio else abstract,
        uid=first(talk, "UID", "id"),
    )


def _part(talk: Draft, slot: Object) -> Draft:
    start = parse_time(slot.get("start_time"))
    return replace(
        talk,
        kind=first(slot, "name"),
        start=start,
        end=valid_end(start, parse_time(slot.get("end_time"))),
        timezone=zone_label(start),
    )


def _workshop_talk(talk: Object, name: str, zone: tzinfo | None, year: int | None) -> Draft:
    start, end = (_moment(talk, key, zone, year) for key in ("startTime", "endTime"))
    part = first(talk, "subsession")
    return Draft(
        title=first(talk, "title"),
        where=f"workshop {name}",
        session=f"{name}: {part}" if part else name,
        kind=first(talk, "type"),
        authors=split_names(first(talk, "speakers")),
        start=start,
        end=end_on_day(start, end),
    )


def _moment(talk: Object, key: str, zone: tzinfo | None, year: int | None) -> datetime | None:
    day, clock = day_in(first(talk, "date"), year), clock_in(first(talk, key))
    return combine_in_zone(day, clock, zone or UTC) if day and clock else None


_UID = lazy_pattern(rb"(?:^|,)\s*(?:\xef\xbb\xbf)?\"?uid\"?\s*,", re.IGNORECASE)
_FOLDER = lazy_pattern(r"(?:^|[-_ ])([a-z]{2,12})[-_ ]?((?:19|20)\d\d)", re.IGNORECASE)
_MAX_HOST_CHARS = 300
_SITE_DATA = "sitedata"
"""Common name of its folder if that is not the name of the conference."""


def _recognises(raw: bytes) -> bool:
    """Return whether *raw* is a table of papers with a UID; one with times is read as any other table."""
    first_line = re.split(rb"[\r\n]", raw[:4096].lstrip(), maxsplit=1)[0]
    columns = {column.field for column in columns_of(raw) if column}
    known = {"title", "authors"} <= columns and columns & {"abstract", "session"}
    return bool(_UID.search(first_line)) and bool(known) and "start" not in columns


def _read(raw: bytes, hints: Hints) -> Reading:
    entries = calendar(hints)
    listed, papers_of = sessions(hints)
    slots, entry_of = with_calendar_times(listed, entries)
    found, remarks = _papers(raw, hints)
    drafts = [draft for row in found for draft in _drafts(row, slots, papers_of)]
    used = {draft.session for draft in drafts}
    taken = [
        entry_of[name] for name, slot in slots.items() if name in entry_of and slot.title in used
    ]
    events = [event_draft(entry) for entry in entries if not any(entry is one for one in taken)]
    more, more_remarks = _other_talks(hints, slots, events)
    site = _site(hints)
    return build_reading(
        _name(hints, slots),
        (_at_site(draft, site) for draft in (*drafts, *more)),
        hints,
        [*remarks, *more_remarks],
    )


READER = Reader("MiniConf site data", _recognises, _read)


def _papers(raw: bytes, hints: Hints) -> tuple[list[TalkRecord], list[Remark]]:
    """Return the rows of *raw* and of other paper tables beside it, and what was left out."""
    found, remarks = rows(raw, hints)
    if session := default_session(PurePath(hints.location).name):
        found = [replace(row, values={"session": (session,), **row.values}) for row in found]
    for other in hints.beside("*papers*.csv"):
        more, more_remarks = rows(other, hints)
        found += more
        remarks += more_remarks
    return found, list(dict.fromkeys(remarks))


def _drafts(
    row: TalkRecord, slots: Mapping[str, SessionSlot], papers_of: Mapping[str, Sequence[str]]
) -> Iterator[Draft]:
    """Yield the paper of *row* once for each of its sessions, or once without one."""
    own = row.get("session")
    own_names = [own] if own in slots else split_list(own, "|;")
    chosen = dict.fromkeys(name for name in (*own_names, *papers_of.get(row.uid, ())) if name)
    draft = draft_of(row, RecordContext())
    draft = replace(draft, where=f"paper {row.uid}" if row.uid else draft.where)
    yield from (_in_slot(draft, slots.get(name, SessionSlot(name))) for name in chosen)
    if not chosen:
        yield draft


def _in_slot(draft: Draft, slot: SessionSlot) -> Draft:
    return replace(
        draft,
        session=slot.title,
        chairs=slot.chairs,
        session_room=slot.room,
        start=slot.start,
        end=slot.end,
        timezone=zone_label(slot.start),
        room=draft.room or slot.room,
    )


def _other_talks(
    hints: Hints, slots: Mapping[str, SessionSlot], events: Sequence[Draft]
) -> tuple[list[Draft], list[Remark]]:
    """Return *events* and the talks of other files beside the papers."""
    known = [*(slot.start for slot in slots.values()), *(one.start for one in events)]
    starts = sorted(start for start in known if start)
    zone = _zone(hints, starts)
    year = hints.year or (starts[0].year if starts else None)
    table_talks, remarks = tables(hints, zone)
    talks, more_remarks = workshops(hints, zone, year)
    if zone is None and any(one.start for one in (*table_talks, *talks)):
        more_remarks.append(SOME_WITHOUT_ZONE)
    same = {_duplicate_key(draft) for draft in table_talks}
    kept = [draft for draft in events if _duplicate_key(draft) not in same]
    return [*kept, *plenaries(hints), *table_talks, *talks], [*remarks, *more_remarks]


def _duplicate_key(draft: Draft) -> tuple[str, datetime | None]:
    """Return a key that is equal for an event in the calendar and in the list of events."""
    return clean_line(draft.title).casefold(), draft.end


def _zone(hints: Hints, starts: Sequence[datetime]) -> tzinfo | None:
    """Return the zone of local times: as given, else the offset of the calendar's times."""
    offset = starts[0].tzinfo if starts and starts[0].utcoffset() else None
    return find_zone(hints.timezone) or offset


def _name(hints: Hints, slots: Mapping[str, SessionSlot]) -> str:
    """Return the name from the folder, or from the configuration, with the year of the first session."""
    folder = PurePath(hints.location).parent
    edition = _FOLDER.search(folder.name)
    if edition and not hints.name:
        return f"{series_spelling(edition[1])} {edition[2]}"
    years = sorted(slot.start.year for slot in slots.values() if slot.start)
    name = _configured_name(hints, years)
    if hints.name or not name:
        if folder.name == _SITE_DATA:
            folder = folder.parent
        name = programme_name(replace(hints, location=str(folder)) if folder.name else hints)
    return name if hints.name or not years or re.search(r"\d{4}", name) else f"{name} {years[0]}"


_SITE_KEYS = ("site_url", "base_url", "url", "website", "home_page", "domain")
_RELATIVE = lazy_pattern(r"(?:\.{0,2}/)?[\w-]+(?:/[\w.-]+)*+\.(?:html?|pdf|png|mp4)\b|/\w")


def _site(hints: Hints) -> str:
    """Return the URL of the site that the pages of *hints* belong to; empty if no file names it."""
    found = []
    for raw in hints.beside("config.yml"):
        config = mapping(parse_yaml(raw, f"The configuration beside {hints.source}"))
        found += [first(config, key) for key in _SITE_KEYS]
    found += [
        raw[:_MAX_HOST_CHARS].decode(errors="replace").strip() for raw in hints.beside("CNAME")
    ]
    links = (make_link(address) for address in found)
    return next((f"{link.url.rstrip('/')}/" for link in links if link), "")


def _at_site(draft: Draft, site: str) -> Draft:
    """Return *draft* with its relative links on the *site*, if that is known."""
    if not site or not any(_RELATIVE.match(link.url) for link in draft.links):
        return draft
    links = (
        replace(link, url=resolve_url(site, link.url)) if _RELATIVE.match(link.url) else link
        for link in draft.links
    )
    return replace(draft, links=tuple(links))


def _configured_name(hints: Hints, years: Sequence[int]) -> str:
    """Return the name in ``config.yml``; empty if it has none but MiniConf's default."""
    for raw in hints.beside("config.yml"):
        config = mapping(parse_yaml(raw, f"The configuration beside {hints.source}"))
        names = [
            first(mapping(config.get("page_title")), "prefix"),
            *(first(config, key) for key in ("tagline", "name", "site_title")),
        ]
        names = [name for name in names if name and "miniconf" not in name.lower()]
        dated = (name for name in names if re.search(r"(?:19|20)\d\d", name))
        return next(dated, first(config, "name") if names and years else "")
    return ""


# A MiniConf calendar on its own, without the papers.

_HEAD_BYTES = 65_536
_START = lazy_pattern(LEAD + rb"\[\s*+\{")


def _recognises_calendar(raw: bytes) -> bool:
    head = raw[:_HEAD_BYTES]
    keys = (b'"title"', b'"start"', b'"end"', b'"calendarId"')
    return bool(_START.match(head)) and all(key in head for key in keys)


def _read_calendar(raw: bytes, hints: Hints) -> Reading:
    drafts = [event_draft(entry) for entry in objects(parse_json(raw, hints.source))]
    folder = PurePath(hints.location).parent
    name = programme_name(replace(hints, location=str(folder)) if folder.name else hints)
    years = [draft.start.year for draft in drafts if draft.start]
    dated = hints.name or re.search(r"\d{4}", name) or not years
    return build_reading(name if dated else f"{name} {min(years)}", drafts, hints)


CALENDAR_READER = Reader("MiniConf calendar (JSON)", _recognises_calendar, _read_calendar)
