"""CSV and TSV with a header row: a spreadsheet with one talk per row."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo

from confbrowse.errors import ProgrammeError
from confbrowse.model import instant
from confbrowse.readers import naming
from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, Remark, build_reading
from confbrowse.readers.dates import (
    clock_in,
    combine_in_zone,
    day_in,
    end_on_day,
    moment_in,
    valid_end,
)
from confbrowse.readers.naming import programme_name, site_url, split_list
from confbrowse.readers.parsing import detect_encoding
from confbrowse.text.clean import clean_line
from confbrowse.text.links import resolve_url
from confbrowse.text.times import find_zone

# Rows: columns are recognised by many names, and unknown columns are reported.

COLUMNS: Mapping[str, str] = {
    "id": "id uid code submission_id paper_id number",
    "title": "title name paper_title talk_title talk summary subject",
    "authors": "authors author author_names speakers speaker presenters presenter speakers/authors"
    " organiser organisers organizer organizers",
    "affiliated": "authors_and_affil",
    "session": "session sessions session_title",
    "kind": "kind type paper_type format event_type presentation_type",
    "start": "start start_time starts begin date_start dtstart time",
    "end": "end end_time ends finish dtend",
    "date": "date start_date",
    "day": "day",
    "timezone": "timezone time_zone tz",
    "room": "room location venue place",
    "position": "position poster_position poster_number",
    "track": "track area topic primary_area primary_subject category",
    "keywords": "keywords tags keyword",
    "abstract": "abstract description summary_text text",
    "link": "link url website virtualsite_url page web_link demo_url",
    "paper": "paper pdf pdf_url paper_url pdf_path paper_link",
    "code": "code_url github repository",
    "slides": "slides slides_url slides_pdf slides_link",
    "video": "video video_url recording full_video video_link",
    "poster": "poster poster_pdf poster_url poster_link",
}
"""Our columns with their possible names, in lower case, with ``_`` for spaces."""
_COLUMN_BY_NAME = {name: column for column, names in COLUMNS.items() for name in names.split()}
_MAX_HEADER_CHARS = 20_000
_MAX_ROWS = 100_000
_MAX_ROW_CHARS = 2_000_000
"""In characters; limited because a row is parsed as a whole."""
_MAX_CELL_CHARS = 1_000_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table."""

    line: int
    """The line on which it ends, counted from 1."""
    cells: Mapping[str, str]
    """By our column name."""
    authors: Sequence[str] = ()

    @property
    def uid(self) -> str:
        """The source's id of the talk; empty if there is none."""
        return self.cells.get("id", "")


def columns_of(raw: bytes) -> list[str | None]:
    """Return the columns named in the first line of *raw*, None for unknown ones."""
    text = raw[:_MAX_HEADER_CHARS].decode("utf-8-sig", errors="replace").replace("\0", "")
    first_line = _first_line(text)
    try:
        cells = next(csv.reader([first_line], delimiter=_delimiter(first_line)), [])
        return [_column(cell) for cell in cells]
    except csv.Error:
        return []


def rows(raw: bytes, hints: Hints) -> tuple[list[TableRow], list[Remark]]:
    """Return the rows of the table *raw*, and what was left out. Raises ProgrammeError."""
    csv.field_size_limit(_MAX_CELL_CHARS)
    encoding, remarks = detect_encoding(raw)
    lines = _Lines(raw, encoding, is_sound=not remarks, source=hints.source)
    reader = csv.reader(lines, delimiter=_delimiter(lines.first))
    found: list[TableRow] = []
    used: set[int] = set()
    try:
        names = next(reader, [])
        header = [_column(cell) for cell in names]
        for cells in reader:
            lines.end_row()
            hints.check_time()
            filled = [index for index, cell in enumerate(cells) if cell.strip()]
            if filled:
                used.update(filled)
                found.append(TableRow(lines.blank + reader.line_num, _by_column(header, cells)))
            if len(found) > _MAX_ROWS:
                raise ProgrammeError(
                    f"{hints.source} has more than {_MAX_ROWS:,} rows, which is too many for a programme."
                )
    except csv.Error as error:
        raise ProgrammeError(
            f"{hints.source} is not a valid table: near line {reader.line_num}, {error}."
        ) from error
    return _with_authors(found), [*_unknown_columns(names, header, used), *remarks]


class _Lines:
    """The lines of a table with their line ends, decoded one by one; rows are limited in size."""

    def __init__(self, raw: bytes, encoding: str, *, is_sound: bool, source: str) -> None:
        self._file = io.TextIOWrapper(
            io.BytesIO(raw), encoding=encoding, errors="replace", newline=""
        )
        self._is_sound = is_sound
        self._source = source
        self._size = 0
        self.blank = 0
        """Number of empty lines at the start."""
        self.first = self._next().lstrip()
        while not self.first and not self._is_over:
            self.blank += 1
            self.first = self._next().lstrip()
        self._waiting = self.first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting or self._next()
        self._waiting = ""
        if not line and self._is_over:
            raise StopIteration
        self._size += len(line)
        if self._size > _MAX_ROW_CHARS:
            raise ProgrammeError(
                f"{self._source} is not a table of talks: one of its rows is too long."
            )
        return line

    def end_row(self) -> None:
        """Start counting the size of the next row."""
        self._size = 0

    def _next(self) -> str:
        line = self._file.readline(_MAX_ROW_CHARS + 1)
        self._is_over = not line
        if self._is_sound:
            line = line.replace("\ufffd", "")  # a character cut in two at the end of the file
        return line.replace("\0", "")


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]


def _delimiter(text: str) -> str:
    return max("\t;,", key=_first_line(text).count)


def _column(cell: str) -> str | None:
    return _COLUMN_BY_NAME.get(re.sub(r"[\s-]+", "_", cell.strip().strip("\ufeff").lower()))


def _unknown_columns(
    names: Sequence[str], header: Sequence[str | None], used: set[int]
) -> Iterator[Remark]:
    """Yield a remark for each column that is unknown and not empty."""
    for index, (name, column) in enumerate(zip(names, header, strict=True)):
        if column is None and name.strip() and index in used:
            yield Remark(1, clean_line(name), "unknown column")
    if any(index >= len(names) for index in used):
        yield Remark(1, "", "some rows have more cells than the header")


def _by_column(header: Sequence[str | None], row: Sequence[str]) -> dict[str, str]:
    """Return the cells of *row* by column; of several cells for one column, the first non-empty one."""
    found: dict[str, str] = {}
    for column, cell in zip(header, row, strict=False):
        if column and not found.get(column):
            found[column] = cell.strip()
    return found


def _with_authors(found: Sequence[TableRow]) -> list[TableRow]:
    """Return *found* with authors; the notation of names is the same in a whole column."""
    names = naming.split_name_columns([row.cells.get("authors", "") for row in found])
    affiliated = naming.split_name_columns([row.cells.get("affiliated", "") for row in found])
    return [
        replace(row, authors=own or affiliated_authors)
        for row, own, affiliated_authors in zip(found, names, affiliated, strict=True)
    ]


_LINKS = ("paper", "code", "slides", "video", "poster", "link")
_NO_ZONE = "some times have no time zone; they are shown as printed, as if in UTC. Set --timezone"
_RANGE = re.compile(r"(?P<start>[\d:.\sapmh]++)(?:-|–|—|to)(?P<end>[\d:.\sapmh]++)", re.I)


@dataclass(frozen=True, slots=True)
class TableContext:
    """What all rows of a table share."""

    zone: tzinfo | None = None
    """For times without a zone."""
    site: str = ""
    """The URL for links without a host; empty if unknown."""


def _recognises(raw: bytes) -> bool:
    """Return whether the first line names a title column and another known column."""
    found = set(columns_of(raw))
    return "title" in found and len(found - {None}) >= 2


def _read(raw: bytes, hints: Hints) -> Reading:
    context = TableContext(find_zone(hints.timezone), site_url(None, hints) or "")
    found, remarks = rows(raw, hints)
    drafts = [draft(row, context) for row in found]
    if context.zone is None and any(
        one.start and _has_no_zone(row) for one, row in zip(drafts, found, strict=True)
    ):
        remarks.append(Remark(None, "", _NO_ZONE, left_out=False))
    remarks += _unreadable_starts(found, drafts)
    return build_reading(programme_name(hints), drafts, hints, remarks)


READER = Reader("table (CSV, TSV)", _recognises, _read)


def draft(row: TableRow, context: TableContext) -> Draft:
    """Return the talk in *row*; times without a zone are in the zone of *context*, else in UTC."""
    cells = row.cells
    zone_name = cells.get("timezone") or None
    start, end = _times(row, find_zone(zone_name) or context.zone)
    return Draft(
        title=cells.get("title", ""),
        where=f"line {row.line}",
        session=cells.get("session", "") or cells.get("track", ""),
        kind=cells.get("kind", ""),
        authors=row.authors,
        start=start,
        end=end,
        timezone=zone_name if find_zone(zone_name) else None,
        room=cells.get("room", ""),
        position=cells.get("position", "") or _poster_number(cells.get("poster", "")),
        track=cells.get("track", ""),
        keywords=split_list(cells.get("keywords", "")),
        abstract=cells.get("abstract", ""),
        links=list(_links(row, context.site)),
        uid=row.uid,
    )


def _links(row: TableRow, site: str) -> Iterator[RawLink]:
    for column in _LINKS:
        for url in split_list(row.cells.get(column, ""), "|"):
            at_site = resolve_url(f"{site}/", url) if site and url.startswith("/") else url
            yield RawLink(at_site, None, None if column == "link" else column)


def _poster_number(cell: str) -> str:
    """Return *cell* if it is a poster's number and not its file."""
    return "" if re.search(r"[/.]\w", cell) else cell


def _times(row: TableRow, zone: tzinfo | None) -> tuple[datetime | None, datetime | None]:
    """Return start and end of *row*; the start column may contain a range."""
    cells = row.cells
    start, end = cells.get("start", ""), cells.get("end", "")
    if not end and (both := _RANGE.fullmatch(start)):
        start, end = both["start"].strip(), both["end"].strip()
    day = day_in(cells.get("date", "")) or day_in(cells.get("day", ""))
    begins = _time(start, day, zone)
    last = _time(end, day or (begins.date() if begins else None), zone)
    return begins, (end_on_day if clock_in(end) else valid_end)(begins, last)


def _time(cell: str, day: date | None, zone: tzinfo | None) -> datetime | None:
    """Return the time in *cell*, on *day* if it has no date."""
    if found := instant(cell):
        return found
    if (clock := clock_in(cell)) and day:
        return combine_in_zone(day, clock, zone)
    printed = moment_in(cell)
    if printed is None or not 1 < printed.year < 9999:
        return None
    return printed.replace(tzinfo=zone or UTC)


def _has_no_zone(row: TableRow) -> bool:
    """Return whether the start of *row* has no time zone."""
    return find_zone(row.cells.get("timezone")) is None and instant(row.cells.get("start")) is None


def _unreadable_starts(found: Sequence[TableRow], drafts: Sequence[Draft]) -> Iterator[Remark]:
    """Yield a warning about start cells that are not a time, or have no day."""
    lost = [
        row
        for row, one in zip(found, drafts, strict=True)
        if row.cells.get("start") and one.start is None
    ]
    if lost:
        shown = clean_line(lost[0].cells["start"])
        why = f"the start of {len(lost)} rows is not a readable time; this is the first"
        yield Remark(lost[0].line, shown, why, left_out=False)
