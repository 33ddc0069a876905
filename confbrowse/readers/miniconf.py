"""Site data of MiniConf conferences: ``papers.csv``, with calendar, sessions and more beside it.

A paper that is presented twice is two talks. A calendar entry that leads to the papers of a session
is that session's time; any other is a talk of its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import PurePath

from confbrowse.readers import miniconf_more, table
from confbrowse.readers.draft import Draft, assembled
from confbrowse.readers.json_values import first, mapping
from confbrowse.readers.miniconf_slots import Slot, calendar, event, sessions, timed, zone_of
from confbrowse.readers.naming import printed, programme_name
from confbrowse.readers.people import split
from confbrowse.readers.reader import SOME_WITHOUT_ZONE, Hints, Reader, Reading, Remark
from confbrowse.readers.table_rows import Row, columns_of, rows
from confbrowse.readers.yaml_source import parsed_yaml
from confbrowse.text.clean import clean_line
from confbrowse.text.zones import zone

_UID = re.compile(rb"(?:^|,)\s*(?:\xef\xbb\xbf)?\"?uid\"?\s*,", re.IGNORECASE)
_FOLDER = re.compile(r"(?:^|[-_ ])([a-z]{2,12})[-_ ]?((?:19|20)\d\d)", re.IGNORECASE)
_SITE_DATA = "sitedata"
"""What its folder is called where it does not bear the name of the conference."""


def _recognises(raw: bytes) -> bool:
    """Return whether *raw* is a table of papers by UID; one with times is a table like any other."""
    first_line = re.split(rb"[\r\n]", raw[:4096].lstrip(), maxsplit=1)[0]
    columns = set(columns_of(raw))
    known = {"title", "authors"} <= columns and columns & {"abstract", "session"}
    return bool(_UID.search(first_line)) and bool(known) and "start" not in columns


def _read(raw: bytes, hints: Hints) -> Reading:
    entries = calendar(hints)
    listed, papers_of = sessions(hints)
    slots, entry_of = timed(listed, entries)
    found, remarks = _papers(raw, hints)
    drafts = [draft for row in found for draft in _drafts(row, slots, papers_of)]
    used = {draft.session for draft in drafts}
    taken = [
        entry_of[name] for name, slot in slots.items() if name in entry_of and slot.title in used
    ]
    events = [event(entry) for entry in entries if not any(entry is one for one in taken)]
    more, told = _more(hints, slots, events)
    return assembled(_name(hints, slots), [*drafts, *more], hints, [*remarks, *told])


READER = Reader("MiniConf site data", _recognises, _read)


def _papers(raw: bytes, hints: Hints) -> tuple[list[Row], list[Remark]]:
    """Return the rows of *raw* and of the other papers beside it, and what was left out."""
    found, remarks = rows(raw, hints)
    if session := miniconf_more.session_of(PurePath(hints.location).name):
        found = [replace(row, cells={"session": session, **row.cells}) for row in found]
    for other in hints.beside("*papers*.csv"):
        more, told = rows(other, hints)
        found += more
        remarks += told
    return found, list(dict.fromkeys(remarks))


def _drafts(
    row: Row, slots: Mapping[str, Slot], papers_of: Mapping[str, Sequence[str]]
) -> Iterator[Draft]:
    """Yield the paper of *row* once for each of its sessions, or without one."""
    own = row.cells.get("session", "")
    told = [own] if own in slots else split(own, "|;")
    chosen = dict.fromkeys(name for name in (*told, *papers_of.get(row.uid, ())) if name)
    made = table.draft(row, table.Place())
    made = replace(made, where=f"paper {row.uid}" if row.uid else made.where)
    yield from (_in_slot(made, slots.get(name, Slot(name))) for name in chosen)
    if not chosen:
        yield made


def _in_slot(draft: Draft, slot: Slot) -> Draft:
    return replace(
        draft,
        session=slot.title,
        chairs=slot.chairs,
        session_room=slot.room,
        start=slot.start,
        end=slot.end,
        timezone=zone_of(slot.start),
        room=draft.room or slot.room,
    )


def _more(
    hints: Hints, slots: Mapping[str, Slot], events: Sequence[Draft]
) -> tuple[list[Draft], list[Remark]]:
    """Return *events* and what other files beside the papers hold."""
    known = [*(slot.start for slot in slots.values()), *(one.start for one in events)]
    starts = sorted(start for start in known if start)
    here = _zone(hints, starts)
    year = hints.year or (starts[0].year if starts else None)
    held, remarks = miniconf_more.tables(hints, here)
    talks, told = miniconf_more.workshops(hints, here, year)
    if here is None and any(one.start for one in (*held, *talks)):
        told.append(SOME_WITHOUT_ZONE)
    same = {_same(draft) for draft in held}
    kept = [draft for draft in events if _same(draft) not in same]
    return [*kept, *miniconf_more.plenaries(hints), *held, *talks], [*remarks, *told]


def _same(draft: Draft) -> tuple[str, datetime | None]:
    """Return what is the same where calendar and list of events tell of one."""
    return clean_line(draft.title).casefold(), draft.end


def _zone(hints: Hints, starts: Sequence[datetime]) -> tzinfo | None:
    """Return the zone of clocks: as given, else the one that the calendar's times have."""
    offset = starts[0].tzinfo if starts and starts[0].utcoffset() else None
    return zone(hints.timezone) or offset


def _name(hints: Hints, slots: Mapping[str, Slot]) -> str:
    """Return what the folder says, or its configuration, with the year of the first session."""
    folder = PurePath(hints.location).parent
    edition = _FOLDER.search(folder.name)
    if edition and not hints.name:
        return f"{printed(edition[1])} {edition[2]}"
    years = sorted(slot.start.year for slot in slots.values() if slot.start)
    name = _configured(hints, years)
    if hints.name or not name:
        if folder.name == _SITE_DATA:
            folder = folder.parent
        name = programme_name(replace(hints, location=str(folder)) if folder.name else hints)
    return name if hints.name or not years or re.search(r"\d{4}", name) else f"{name} {years[0]}"


def _configured(hints: Hints, years: Sequence[int]) -> str:
    """Return the name in ``config.yml``; empty where it has none but that of MiniConf itself."""
    for raw in hints.beside("config.yml"):
        told = mapping(parsed_yaml(raw, f"The configuration beside {hints.source}"))
        names = [
            first(mapping(told.get("page_title")), "prefix"),
            *(first(told, key) for key in ("tagline", "name", "site_title")),
        ]
        names = [name for name in names if name and "miniconf" not in name.lower()]
        dated = (name for name in names if re.search(r"(?:19|20)\d\d", name))
        return next(dated, first(told, "name") if names and years else "")
    return ""
