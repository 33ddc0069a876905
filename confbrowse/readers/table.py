"""CSV and TSV with a header: a spreadsheet of talks, its columns known by many names.

A column that is not known is told about, and none of its words is lost from the file's own copy.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from confbrowse.errors import ProgrammeError
from confbrowse.model import instant
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.naming import programme_name
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.text.clean import clean_line
from confbrowse.text.zones import zone

COLUMNS: Mapping[str, str] = {
    "id": "id uid code submission_id paper_id number",
    "title": "title name paper_title talk_title talk summary subject",
    "authors": "authors author author_names speakers speaker presenters presenter speakers/authors",
    "session": "session sessions session_title",
    "kind": "kind type paper_type format event_type presentation_type",
    "start": "start start_time starts begin date_start dtstart",
    "end": "end end_time ends finish dtend",
    "date": "date day start_date",
    "timezone": "timezone time_zone tz",
    "room": "room location venue place",
    "position": "position poster_position poster_number poster",
    "track": "track area topic primary_area category",
    "keywords": "keywords tags keyword",
    "abstract": "abstract description summary_text text",
    "link": "link url website virtualsite_url page",
    "paper": "paper pdf pdf_url paper_url",
    "code": "code_url github repository",
    "slides": "slides slides_url",
    "video": "video video_url recording",
}
"""Each of our columns with the names it goes by, in lower case, ``_`` for blanks."""
_CALLED = {name: column for column, names in COLUMNS.items() for name in names.split()}
_LINKS = ("paper", "code", "slides", "video", "link")
_HEADER_LONGEST = 20_000
_MOST_ROWS = 500_000
_LARGEST_CELL = 1_000_000
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")


def _recognises(raw: bytes) -> bool:
    """Return whether the first line names a column for the title and another that is known."""
    found = {_column(cell) for cell in _header(raw)}
    return "title" in found and len(found - {None}) >= 2


def _read(raw: bytes, hints: Hints) -> Reading:
    here = zone(hints.timezone)
    found, remarks = rows(raw, hints)
    drafts = [draft(row, here) for row in found]
    if here is None and any(
        one.start and _floats(row) for one, row in zip(drafts, found, strict=True)
    ):
        why = "times without a zone are shown as printed, as if in UTC. Give --timezone"
        remarks.append(Remark(None, "", why, left_out=False))
    return assembled(programme_name(hints), drafts, hints, remarks)


READER = Reader("table (CSV, TSV)", _recognises, _read)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    line: int
    """On which it ends, counted from 1."""
    cells: Mapping[str, str]
    """By our name of the column."""

    @property
    def uid(self) -> str:
        """What the source calls it; empty where it calls it nothing."""
        return self.cells.get("id", "")


def rows(raw: bytes, hints: Hints) -> tuple[list[Row], list[Remark]]:
    """Return the rows of the table *raw*, and what was left out. Raises ProgrammeError."""
    csv.field_size_limit(_LARGEST_CELL)
    text = raw.decode("utf-8-sig", errors="replace").replace("\0", "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    names = next(reader, [])
    header = [_column(cell) for cell in names]
    found: list[Row] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(Row(reader.line_num, _cells(header, cells)))
            if len(found) > _MOST_ROWS:
                raise ProgrammeError(f"{hints.source} has more than {_MOST_ROWS} rows.")
    except csv.Error as error:
        raise ProgrammeError(
            f"{hints.source} is no sound table: near line {reader.line_num}, {error}."
        ) from error
    return found, list(_unknown(names, header))


def _header(raw: bytes) -> list[str]:
    text = raw[:_HEADER_LONGEST].decode("utf-8-sig", errors="replace")
    first_line = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    try:
        return next(csv.reader([first_line], delimiter=_delimiter(first_line)), [])
    except csv.Error:
        return []


def _delimiter(text: str) -> str:
    line = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    return max("\t;,", key=line.count)


def _column(cell: str) -> str | None:
    return _CALLED.get(re.sub(r"[\s-]+", "_", cell.strip().strip("\ufeff").lower()))


def _unknown(names: Sequence[str], header: Sequence[str | None]) -> Iterator[Remark]:
    for name, column in zip(names, header, strict=False):
        if column is None and name.strip():
            yield Remark(1, clean_line(name), "no column of this name is known")


def _cells(header: Sequence[str | None], row: Sequence[str]) -> dict[str, str]:
    """Return the cells of *row* by column; of two for one column the first that says something."""
    found: dict[str, str] = {}
    for column, cell in zip(header, row, strict=False):
        if column and not found.get(column):
            found[column] = cell.strip()
    return found


def draft(row: Row, here: tzinfo | None) -> Draft:
    """Return the talk of *row*; clocks without a zone are of the zone *here*, or else of UTC."""
    cells = row.cells
    named = cells.get("timezone") or None
    there = zone(named) or here
    start = _time(cells.get("start", ""), cells.get("date", ""), there)
    end = _time(cells.get("end", ""), cells.get("date", ""), there)
    return Draft(
        title=cells.get("title", ""),
        where=f"line {row.line}",
        session=cells.get("session", "") or cells.get("track", ""),
        kind=cells.get("kind", ""),
        authors=split(cells.get("authors", "")),
        start=start,
        end=end if start and end and end > start else None,
        timezone=named if zone(named) else None,
        room=cells.get("room", ""),
        position=cells.get("position", ""),
        track=cells.get("track", ""),
        keywords=split(cells.get("keywords", "")),
        abstract=cells.get("abstract", ""),
        links=[
            Address(url, None, None if column == "link" else column)
            for column in _LINKS
            for url in split(cells.get(column, ""), "|")
        ],
    )


def _floats(row: Row) -> bool:
    """Return whether the start of *row* names no zone, by itself or beside it."""
    return zone(row.cells.get("timezone")) is None and instant(row.cells.get("start")) is None


def split(text: str, separators: str = "|;,") -> list[str]:
    """Return the parts of *text*, apart by the first of *separators* that is in it."""
    separator = next((mark for mark in separators if mark in text), None)
    return [part.strip() for part in text.split(separator)] if separator else [text] if text else []


def _time(cell: str, day: str, here: tzinfo | None) -> datetime | None:
    """Return the time in *cell*, on *day* where it is a clock only."""
    if _CLOCK.fullmatch(cell) and day:
        cell = f"{day}T{cell.zfill(5)}"
    if found := instant(cell):
        return found
    try:
        return datetime.fromisoformat(cell).replace(tzinfo=here or UTC)
    except ValueError:
        return None
