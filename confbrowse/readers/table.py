"""CSV and TSV with a header: a spreadsheet of talks, one a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from urllib.parse import urljoin

from confbrowse.model import instant
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.naming import programme_name, site_of
from confbrowse.readers.people import split
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.readers.table_rows import Row, columns_of, rows
from confbrowse.readers.wall_clocks import after, at, clock_in, day_in, moment_in, until
from confbrowse.text.clean import clean_line
from confbrowse.text.zones import zone

_LINKS = ("paper", "code", "slides", "video", "poster", "link")
_NO_ZONE = "times without a zone are shown as printed, as if in UTC. Give --timezone"
_RANGE = re.compile(r"(?P<start>[\d:.\sapmh]+?)\s*(?:-|–|—|to)\s*(?P<end>[\d:.\sapmh]+)", re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """What the rows of one table have in common."""

    zone: tzinfo | None = None
    """Of clocks that name none."""
    site: str = ""
    """The address that links without a host belong to; empty where it is not known."""


def _recognises(raw: bytes) -> bool:
    """Return whether the first line names a column for the title and another that is known."""
    found = set(columns_of(raw))
    return "title" in found and len(found - {None}) >= 2


def _read(raw: bytes, hints: Hints) -> Reading:
    place = Place(zone(hints.timezone), site_of(None, hints) or "")
    found, remarks = rows(raw, hints)
    drafts = [draft(row, place) for row in found]
    if place.zone is None and any(
        one.start and _floats(row) for one, row in zip(drafts, found, strict=True)
    ):
        remarks.append(Remark(None, "", _NO_ZONE, left_out=False))
    remarks += _without_time(found, drafts)
    return assembled(programme_name(hints), drafts, hints, remarks)


READER = Reader("table (CSV, TSV)", _recognises, _read)


def draft(row: Row, place: Place) -> Draft:
    """Return the talk of *row*; clocks without a zone are of the zone of *place*, or else of UTC."""
    cells = row.cells
    named = cells.get("timezone") or None
    start, end = _times(row, zone(named) or place.zone)
    return Draft(
        title=cells.get("title", ""),
        where=f"line {row.line}",
        session=cells.get("session", "") or cells.get("track", ""),
        kind=cells.get("kind", ""),
        authors=row.authors,
        start=start,
        end=end,
        timezone=named if zone(named) else None,
        room=cells.get("room", ""),
        position=cells.get("position", "") or _number(cells.get("poster", "")),
        track=cells.get("track", ""),
        keywords=split(cells.get("keywords", "")),
        abstract=cells.get("abstract", ""),
        links=list(_links(row, place.site)),
        uid=row.uid,
    )


def _links(row: Row, site: str) -> Iterator[Address]:
    for column in _LINKS:
        for url in split(row.cells.get(column, ""), "|"):
            at_site = urljoin(f"{site}/", url) if site and url.startswith("/") else url
            yield Address(at_site, None, None if column == "link" else column)


def _number(cell: str) -> str:
    """Return *cell* where it says where a poster hangs, and is not its file."""
    return "" if re.search(r"[/.]\w", cell) else cell


def _times(row: Row, here: tzinfo | None) -> tuple[datetime | None, datetime | None]:
    """Return start and end of *row*; where it has a range as its start, those of the range."""
    cells = row.cells
    start, end = cells.get("start", ""), cells.get("end", "")
    if not end and (both := _RANGE.fullmatch(start)):
        start, end = both["start"], both["end"]
    day = day_in(cells.get("date", "")) or day_in(cells.get("day", ""))
    begins = _time(start, day, here)
    last = _time(end, day or (begins.date() if begins else None), here)
    return begins, (until if clock_in(end) else after)(begins, last)


def _time(cell: str, day: date | None, here: tzinfo | None) -> datetime | None:
    """Return the time in *cell*, on *day* where it is a clock only."""
    if found := instant(cell):
        return found
    if (clock := clock_in(cell)) and day:
        return at(day, clock, here)
    printed = moment_in(cell)
    if printed is None or not 1 < printed.year < 9999:
        return None
    return printed.replace(tzinfo=here or UTC)


def _floats(row: Row) -> bool:
    """Return whether the start of *row* names no zone, by itself or beside it."""
    return zone(row.cells.get("timezone")) is None and instant(row.cells.get("start")) is None


def _without_time(found: Sequence[Row], drafts: Sequence[Draft]) -> Iterator[Remark]:
    """Yield a warning on the starts that are no time, or have no day."""
    lost = [
        row
        for row, one in zip(found, drafts, strict=True)
        if row.cells.get("start") and one.start is None
    ]
    if lost:
        shown = clean_line(lost[0].cells["start"])
        why = f"the start of {len(lost)} rows is no time that can be read, as here"
        yield Remark(lost[0].line, shown, why, left_out=False)
