"""CSV and TSV with a header row: a spreadsheet with one talk per row."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from confbrowse.errors import ProgrammeError
from confbrowse.readers.base import Hints, Reader, Reading, Remark, build_reading
from confbrowse.readers.columns import Column, assign, described, normalised
from confbrowse.readers.naming import programme_name
from confbrowse.readers.parsing import detect_encoding
from confbrowse.readers.records import TalkRecord, context_of, drafts_of, read_records

_MAX_HEADER_CHARS = 20_000
_MAX_ROWS = 100_000
_MAX_ROW_CHARS = 2_000_000
"""In characters; limited because a row is parsed as a whole."""
_MAX_CELL_CHARS = 1_000_000


def columns_of(raw: bytes) -> list[Column | None]:
    """Return the columns named in the first line of *raw*, None for unknown ones."""
    return assign(_header(raw))


def has_columns(raw: bytes, wanted: Sequence[tuple[str, str]]) -> bool:
    """Return whether the first line of *raw* has all names that the user states."""
    names = set(map(normalised, _header(raw))) if wanted else set()
    return bool(wanted) and names.issuperset(normalised(name) for _, name in wanted)


def _header(raw: bytes) -> list[str]:
    text = raw[:_MAX_HEADER_CHARS].decode("utf-8-sig", errors="replace").replace("\0", "")
    first_line = _first_line(text)
    try:
        return next(csv.reader([first_line], delimiter=_delimiter(first_line)), [])
    except csv.Error:
        return []


def rows(raw: bytes, hints: Hints) -> tuple[list[TalkRecord], list[Remark]]:
    """Return the rows of the table *raw*, and what was left out. Raises ProgrammeError."""
    csv.field_size_limit(_MAX_CELL_CHARS)
    encoding, remarks = detect_encoding(raw)
    lines = _Lines(raw, encoding, is_sound=not remarks, source=hints.source)
    reader = csv.reader(lines, delimiter=_delimiter(lines.first))

    def filled_rows() -> Iterator[tuple[str, int, list[str]]]:
        count = 0
        for cells in reader:
            lines.end_row()
            hints.check_time()
            if any(map(str.strip, cells)):
                count += 1
                line = lines.blank + reader.line_num
                yield f"line {line}", line, cells
            if count > _MAX_ROWS:
                raise ProgrammeError(
                    f"{hints.source} has more than {_MAX_ROWS:,} rows, which is too many for a programme."
                )

    try:
        names = next(reader, [])
        found, column_remarks = read_records(names, filled_rows(), hints.columns)
    except csv.Error as error:
        raise ProgrammeError(
            f"{hints.source} is not a valid table: near line {reader.line_num}, {error}."
        ) from error
    return found, [*column_remarks, *remarks]


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


def _recognises(raw: bytes) -> bool:
    """Return whether the first line names a title column and another known column."""
    found = {column.field for column in columns_of(raw) if column}
    return "title" in found and len(found) >= 2


def _read(raw: bytes, hints: Hints) -> Reading:
    found, remarks = rows(raw, hints)
    drafts, more = drafts_of(found, context_of(found, hints), hints)
    reading = build_reading(programme_name(hints), drafts, hints, [*remarks, *more])
    names = _header(raw)
    given = zip(names, assign(names, hints.columns), strict=True)
    fields = described((name, column.field) for name, column in given if column)
    return replace(reading, columns=tuple(fields))


READER = Reader("table (CSV, TSV)", _recognises, _read)
