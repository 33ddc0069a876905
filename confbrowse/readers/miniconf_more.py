"""What a MiniConf has beside its papers: plenaries, workshops, events, late-breaking demos.

Their clocks are of the zone of the conference, which only its calendar tells, if anything.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from fnmatch import fnmatch

from confbrowse.readers import table
from confbrowse.readers.draft import Draft
from confbrowse.readers.json_values import Object, first, mapping, objects, parsed, string
from confbrowse.readers.miniconf_slots import time, zone_of
from confbrowse.readers.people import named
from confbrowse.readers.reader import Hints, Remark
from confbrowse.readers.table_rows import rows
from confbrowse.readers.wall_clocks import after, at, clock_in, day_in, until
from confbrowse.readers.yaml_source import parsed_yaml

_TABLES = {
    "events.csv": "Events",
    "lbd*.csv": "Late-breaking demos",
    "music*.csv": "Music",
    "industry*.csv": "Industry",
    "tutorials.csv": "Tutorials",
}
"""Tables beside the papers, and the session of what names none."""
_NO_YEAR = "the workshops have no year; their times were left out. Give --year"


def plenaries(hints: Hints) -> Iterator[Draft]:
    """Yield the talks of ``plenary_sessions.yml``, one for each of its times."""
    for raw in hints.beside("plenary*.y*ml"):
        for talk in objects(parsed_yaml(raw, f"The plenary sessions beside {hints.source}")):
            made = _plenary(talk)
            times = list(objects(talk.get("sessions")))
            yield from (_part(made, one) for one in times)
            if not times:
                yield made


def workshops(
    hints: Hints, here: tzinfo | None, year: int | None
) -> tuple[list[Draft], list[Remark]]:
    """Return the talks of ``workshop_schedules.json``, whose days have no year."""
    found = []
    for raw in hints.beside("workshop_schedules.json"):
        schedules = mapping(parsed(raw, f"The workshops beside {hints.source}"))
        for name, talks in schedules.items():
            found += [_workshop_talk(talk, string(name), here, year) for talk in objects(talks)]
    lost = found and year is None
    return found, [Remark(None, "", _NO_YEAR, left_out=False)] if lost else []


def tables(hints: Hints, here: tzinfo | None) -> tuple[list[Draft], list[Remark]]:
    """Return the talks of the tables beside the papers."""
    found: list[Draft] = []
    remarks: list[Remark] = []
    for pattern, session in _TABLES.items():
        for raw in hints.beside(pattern):
            told, left_out = rows(raw, hints)
            remarks += left_out
            for row in told:
                made = table.draft(row, table.Place(here))
                found.append(replace(made, session=made.session or session))
    return found, remarks


def session_of(file: str) -> str:
    """Return the session of what names none in a table called *file*; empty for papers."""
    return next((name for pattern, name in _TABLES.items() if fnmatch(file, pattern)), "")


def _plenary(talk: Object) -> Draft:
    bio = first(talk, "bio")
    abstract = first(talk, "abstract")
    return Draft(
        title=first(talk, "title"),
        where=f"plenary session {first(talk, 'UID', 'id')}".strip(),
        session="Plenary Sessions",
        authors=named(first(talk, "presenter", "speaker").rpartition(":")[2]),
        abstract=f"{abstract}\n\n{bio}".strip() if bio else abstract,
        uid=first(talk, "UID", "id"),
    )


def _part(talk: Draft, slot: Object) -> Draft:
    start = time(slot.get("start_time"))
    return replace(
        talk,
        kind=first(slot, "name"),
        start=start,
        end=after(start, time(slot.get("end_time"))),
        timezone=zone_of(start),
    )


def _workshop_talk(talk: Object, name: str, here: tzinfo | None, year: int | None) -> Draft:
    start, end = (_moment(talk, key, here, year) for key in ("startTime", "endTime"))
    part = first(talk, "subsession")
    return Draft(
        title=first(talk, "title"),
        where=f"workshop {name}",
        session=f"{name}: {part}" if part else name,
        kind=first(talk, "type"),
        authors=named(first(talk, "speakers")),
        start=start,
        end=until(start, end),
    )


def _moment(talk: Object, key: str, here: tzinfo | None, year: int | None) -> datetime | None:
    day, clock = day_in(first(talk, "date"), year), clock_in(first(talk, key))
    return at(day, clock, here or UTC) if day and clock else None
