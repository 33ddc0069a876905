"""The rows of CSV and TSV with a header, its columns known by many names.

A column that is not known is told about, and none of its words is lost from the file's own copy.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from confbrowse.errors import ProgrammeError
from confbrowse.readers import people
from confbrowse.readers.encodings import decoded
from confbrowse.readers.reader import Hints, Remark
from confbrowse.text.clean import clean_line

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
"""Each of our columns with the names it goes by, in lower case, ``_`` for blanks."""
_CALLED = {name: column for column, names in COLUMNS.items() for name in names.split()}
_HEADER_LONGEST = 20_000
_MOST_ROWS = 500_000
_LARGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    line: int
    """On which it ends, counted from 1."""
    cells: Mapping[str, str]
    """By our name of the column."""
    authors: Sequence[str] = ()

    @property
    def uid(self) -> str:
        """What the source calls it; empty where it calls it nothing."""
        return self.cells.get("id", "")


def columns_of(raw: bytes) -> list[str | None]:
    """Return the columns that the first line of *raw* names, None for those that are not known."""
    text = raw[:_HEADER_LONGEST].decode("utf-8-sig", errors="replace").replace("\0", "")
    first_line = _first_line(text)
    try:
        cells = next(csv.reader([first_line], delimiter=_delimiter(first_line)), [])
        return [_column(cell) for cell in cells]
    except csv.Error:
        return []


def rows(raw: bytes, hints: Hints) -> tuple[list[Row], list[Remark]]:
    """Return the rows of the table *raw*, and what was left out. Raises ProgrammeError."""
    csv.field_size_limit(_LARGEST_CELL)
    text, remarks = decoded(raw)
    text = text.lstrip()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    found: list[Row] = []
    used: set[int] = set()
    try:
        names = next(reader, [])
        header = [_column(cell) for cell in names]
        for cells in reader:
            filled = [at for at, cell in enumerate(cells) if cell.strip()]
            if filled:
                used.update(filled)
                found.append(Row(reader.line_num, _by_column(header, cells)))
            if len(found) > _MOST_ROWS:
                raise ProgrammeError(f"{hints.source} has more than {_MOST_ROWS} rows.")
    except csv.Error as error:
        raise ProgrammeError(
            f"{hints.source} is no sound table: near line {reader.line_num}, {error}."
        ) from error
    return _with_authors(found), [*_unknown(names, header, used), *remarks]


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]


def _delimiter(text: str) -> str:
    return max("\t;,", key=_first_line(text).count)


def _column(cell: str) -> str | None:
    return _CALLED.get(re.sub(r"[\s-]+", "_", cell.strip().strip("\ufeff").lower()))


def _unknown(
    names: Sequence[str], header: Sequence[str | None], used: set[int]
) -> Iterator[Remark]:
    """Yield a remark on each column that is not known and not empty."""
    for at, (name, column) in enumerate(zip(names, header, strict=True)):
        if column is None and name.strip() and at in used:
            yield Remark(1, clean_line(name), "no column of this name is known")
    if any(at >= len(names) for at in used):
        yield Remark(1, "", "some rows have more cells than the header has names")


def _by_column(header: Sequence[str | None], row: Sequence[str]) -> dict[str, str]:
    """Return the cells of *row* by column; of two for one column the first that says something."""
    found: dict[str, str] = {}
    for column, cell in zip(header, row, strict=False):
        if column and not found.get(column):
            found[column] = cell.strip()
    return found


def _with_authors(found: Sequence[Row]) -> list[Row]:
    """Return *found* with their authors; how names are apart is the same in a whole column."""
    names = people.columns([row.cells.get("authors", "") for row in found])
    affiliated = people.columns([row.cells.get("affiliated", "") for row in found])
    return [
        replace(row, authors=mine or theirs)
        for row, mine, theirs in zip(found, names, affiliated, strict=True)
    ]
