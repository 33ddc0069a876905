"""Reads rows from the pages of an SQLite file that SQLite itself refuses to read.

The format is https://www.sqlite.org/fileformat2.html. A damaged page costs the rows in its damaged
part only: the tree above it, the schema and the indexes are not needed to read the others. We need
NULL, text and integers; other values are read as well.
"""

import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from confbrowse.storage.connection import LONGEST_VALUE, sibling

MAGIC = b"SQLite format 3\0"
_WAL_MAGIC = (0x377F0682, 0x377F0683)
_WAL_HEADER, _FRAME_HEADER = 32, 24
_USUAL_PAGE = 4096
_INDEX_INTERIOR, _TABLE_INTERIOR, _INDEX_LEAF, _TABLE_LEAF = 2, 5, 10, 13
_MOST_LOGS = 1 << 16
_MOST_COLUMNS = 100
_MOST_PAGES = 1 << 20
"""Pages of a database whose log does not state the number."""
_SIZES = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}
"""Bytes of a value, by its serial type."""

RowValues = tuple[object, ...]


class _BrokenError(Exception):
    """Bytes that are not valid here."""


@dataclass(frozen=True, slots=True)
class SalvagedRow:
    """One row of a table."""

    rowid: int
    values: RowValues
    """As stored: NULL in the column that is the rowid itself."""
    carved: bool = False
    """Whether it was found among the bytes of a page whose cell list is damaged; it may be a
    deleted row."""


@dataclass(slots=True)
class Contents:
    """The rows found in a file."""

    tables: dict[str, list[SalvagedRow]] = field(default_factory=dict)
    """Rows by the name of the table, as far as the schema is readable."""
    orphans: list[SalvagedRow] = field(default_factory=list)
    """Rows of pages that belong to no table."""
    damaged: set[str] = field(default_factory=set)
    """Names of tables that may lack rows."""
    is_complete: bool = True
    """False if anything was damaged that may have contained rows of any table."""


def read(file: Path) -> Contents:
    """Return every row that can be read from *file* and the log beside it. Raises OSError."""
    image = _Image.of(file)
    return _Reader(image).contents()


def log_is_intact(file: Path) -> bool:
    """Whether every transaction in the log beside *file* can be read. Raises OSError.

    SQLite takes a damaged log for an unfinished one, and drops everything after the damage.
    """
    try:
        raw = sibling(file, "-wal").read_bytes()
    except FileNotFoundError:
        return True  # the last process that closes the file deletes it, at any moment
    return not _Log.of(raw).is_damaged


@dataclass(frozen=True, slots=True)
class _Log:
    """A write-ahead log."""

    page_size: int
    pages: Mapping[int, bytes]
    """The latest committed version of each page."""
    is_damaged: bool
    nameless: tuple[bytes, ...] = ()
    """Pages whose number is damaged."""

    @classmethod
    def of(cls, raw: bytes) -> "_Log":
        """Parse *raw*; uncommitted pages are left out."""
        if len(raw) < _WAL_HEADER + _FRAME_HEADER:
            return cls(0, {}, is_damaged=False)
        magic, _, size, _, *salts, one, two = struct.unpack(">8I", raw[:_WAL_HEADER])
        order = "<" if magic == _WAL_MAGIC[0] else ">"
        header_is_intact = magic in _WAL_MAGIC and _log_checksum(raw[:24], (0, 0), order) == (
            one,
            two,
        )
        if not header_is_intact:
            return cls._without_header(raw)
        frames = list(_frames(raw, size, (one, two), order, tuple(salts)))
        return cls._committed(size, frames)

    @classmethod
    def _without_header(cls, raw: bytes) -> "_Log":
        """Parse a log with a damaged header: its frames have the usual size and a common salt."""
        step = _USUAL_PAGE + _FRAME_HEADER
        offsets = range(_WAL_HEADER, len(raw) - step + 1, step)
        if not any(raw):  # a file system that lost power
            return cls(0, {}, is_damaged=False)
        found = Counter(raw[at + 8 : at + 16] for at in offsets)
        for salt, _ in found.most_common(1):
            salts = struct.unpack(">2I", salt)
            for order in "<>":
                frames = list(_frames(raw, _USUAL_PAGE, None, order, salts))
                if any(frame.is_intact for frame in frames):
                    found_pages = cls._committed(_USUAL_PAGE, frames)
                    return replace(found_pages, is_damaged=True)
        return cls(0, {}, is_damaged=bool(found))

    @classmethod
    def _committed(cls, size: int, frames: "Sequence[_Frame]") -> "_Log":
        # a damaged end counts, too: it may have been reported as written, and its rows are checked
        ends = (at for at, one in enumerate(frames) if one.commits or one.is_nameless)
        last = max(ends, default=-1)
        kept = frames[: last + 1]
        largest = max((one.commits for one in kept if one.is_intact), default=_MOST_PAGES)
        pages = {one.page: one.content for one in kept if 1 <= one.page <= largest}
        nameless = tuple(one.content for one in kept if one.is_nameless)
        return cls(size, pages, not all(one.is_intact for one in kept), nameless)


@dataclass(frozen=True, slots=True)
class _Frame:
    page: int
    commits: int
    """Pages of the database after the transaction that this frame ends; 0 within a transaction."""
    content: bytes
    is_intact: bool
    is_nameless: bool
    """Whether its page number and salts are damaged."""


def _frames(
    raw: bytes,
    size: int,
    before: tuple[int, int] | None,
    order: str,
    salts: tuple[int, ...],
) -> Iterator[_Frame]:
    """Yield the frames of the current log; those of earlier logs have other salts."""
    step = size + _FRAME_HEADER
    for at in range(_WAL_HEADER, len(raw) - step + 1, step):
        page, commits, *found, one, two = struct.unpack(">6I", raw[at : at + _FRAME_HEADER])
        content = raw[at + _FRAME_HEADER : at + step]
        # each checksum continues from the one stored before it, so that a damaged frame
        # affects only the next one
        is_present, intact = tuple(found) == salts, False
        if is_present and before is not None:
            start = _log_checksum(raw[at : at + 8], before, order)
            intact = _log_checksum(content, start, order) == (one, two)
        # the salt grows by one when a log restarts: a frame that belongs neither to this log nor
        # to one of the last was overwritten
        is_old = 0 < (salts[0] - found[0]) % (1 << 32) < _MOST_LOGS
        is_nameless = not is_present and not is_old and any(raw[at : at + step])
        page, commits = (page, commits) if is_present else (0, 0)
        yield _Frame(page, commits, content, intact, is_nameless)
        before = (one, two)


def _log_checksum(raw: bytes, start: tuple[int, int], order: str) -> tuple[int, int]:
    one, two = start
    words = struct.unpack(f"{order}{len(raw) // 4}I", raw)
    for at in range(0, len(words), 2):
        one = (one + words[at] + two) & 0xFFFFFFFF
        two = (two + words[at + 1] + one) & 0xFFFFFFFF
    return one, two


@dataclass(frozen=True, slots=True)
class _Image:
    """The pages of a database, with the pages of its log in place."""

    pages: Sequence[bytes]
    """The first is page 1."""
    usable: int
    """Usable bytes of a page."""
    is_whole: bool
    """False if the file is shorter than its header states, or its log is damaged."""

    @classmethod
    def of(cls, file: Path) -> "_Image":
        raw = file.read_bytes() if file.exists() else b""
        beside_it = sibling(file, "-wal")
        log = _Log.of(beside_it.read_bytes() if beside_it.exists() else b"")
        header = log.pages.get(1, raw)[:100]
        has_header = header[:16] == MAGIC
        size = struct.unpack(">H", header[16:18])[0] if has_header else 0
        size = {1: 65536}.get(size, size)
        if size not in {512 << shift for shift in range(8)}:
            size = log.page_size or _USUAL_PAGE
        reserved = header[20] if has_header and header[20] <= size - 480 else 0
        promised = struct.unpack(">I", header[28:32])[0] if has_header else 0
        pages = [raw[at : at + size].ljust(size, b"\0") for at in range(0, len(raw), size)]
        last = max(log.pages, default=0)
        pages += [bytes(size)] * (last - len(pages))
        for number, content in log.pages.items():
            pages[number - 1] = content
        pages += log.nameless
        is_whole = has_header and len(pages) >= promised and not log.is_damaged
        return cls(pages, size - reserved, is_whole and len(raw) % size == 0)

    def page(self, number: int) -> bytes:
        """Return the page with this number. Raises _BrokenError if there is none."""
        if not 1 <= number <= len(self.pages):
            raise _BrokenError
        return self.pages[number - 1]


class _Reader:
    """Reads all rows of an image; every page is read once."""

    def __init__(self, image: _Image) -> None:
        self._image = image
        self._used: set[int] = set()
        """Pages whose purpose is known."""
        self._found = Contents(is_complete=image.is_whole)

    def contents(self) -> Contents:
        if not self._image.pages:
            return self._found
        self._walk_free_pages()
        schema = [row for page in self._leaves(1) for row in self._rows(page)]
        for row in schema:
            match row.values:
                case ("table", str(name), _, int(root), *_):
                    self._read_table(name, root)
                case ("index", _, _, int(root), *_):
                    self._walk_index(root)
                case ("view" | "trigger", *_):
                    pass
                case _:
                    self._found.is_complete = False
        for number in range(1, len(self._image.pages) + 1):
            if number not in self._used:
                self._found.orphans += self._orphans(number)
        return self._found

    def _read_table(self, name: str, root: int) -> None:
        before, self._found.is_complete = self._found.is_complete, True
        rows = self._found.tables.setdefault(name, [])
        for page in self._leaves(root):
            rows.extend(self._rows(page))
        if not self._found.is_complete:
            self._found.damaged.add(name)
        self._found.is_complete &= before

    def _walk_free_pages(self) -> None:
        """Mark the pages of the free list."""
        (trunk,) = struct.unpack(">I", self._image.page(1)[32:36])
        while trunk and self._is_new(trunk):
            following, count = struct.unpack(">2I", self._image.page(trunk)[:8])
            leaves = self._image.page(trunk)[8 : 8 + 4 * min(count, self._image.usable // 4 - 2)]
            self._used.update(number for (number,) in struct.iter_unpack(">I", leaves))
            trunk = following

    def _is_new(self, number: int) -> bool:
        """Mark the page; return whether it exists and was not marked before."""
        is_new = 1 <= number <= len(self._image.pages) and number not in self._used
        self._used.add(number)
        return is_new

    def _leaves(self, root: int) -> Iterator[int]:
        """Yield the leaf pages of the table whose root is page *root*."""
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if not self._is_new(number):
                self._found.is_complete = False
                continue
            try:
                children = self._children(number, _TABLE_INTERIOR)
            except _BrokenError:
                self._found.is_complete = False
                self._used.discard(number)  # its purpose is unknown
                continue
            if children is None:
                yield number
            else:
                waiting += reversed(children)

    def _walk_index(self, root: int) -> None:
        """Mark the pages of an index: even damaged ones contain no rows."""
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if self._is_new(number):
                try:
                    waiting += self._children(number, _INDEX_INTERIOR) or []
                    self._walk_long_entries(number)
                except _BrokenError:
                    continue

    def _walk_long_entries(self, number: int) -> None:
        """Mark the overflow pages of the entries of an index page."""
        page, at, usable = self._image.page(number), _header_at(number), self._image.usable
        is_interior = page[at] == _INDEX_INTERIOR
        for cell in _pointers(page, at + (12 if is_interior else 8), _count(page, at), usable):
            length, begin = _varint(page, cell + (4 if is_interior else 0))
            end = begin + _local_length(length, usable, (usable - 12) * 64 // 255 - 23)
            if end - begin < length <= LONGEST_VALUE and end + 4 <= usable:
                self._overflow(struct.unpack(">I", page[end : end + 4])[0], length - (end - begin))

    def _children(self, number: int, interior: int) -> list[int] | None:
        """Return the pages below an *interior* page; None for another kind of page."""
        page, at = self._image.page(number), _header_at(number)
        if page[at] != interior:
            return None
        count, (last,) = _count(page, at), struct.unpack(">I", page[at + 8 : at + 12])
        pointers = _pointers(page, at + 12, count, self._image.usable)
        return [*(struct.unpack(">I", page[one : one + 4])[0] for one in pointers), last]

    def _rows(self, number: int) -> Iterator[SalvagedRow]:
        """Yield the rows of a leaf; of a damaged one, everything that looks like a row."""
        page, at = self._image.page(number), _header_at(number)
        try:
            if page[at] != _TABLE_LEAF:
                raise _BrokenError
            cells = _pointers(page, at + 8, _count(page, at), self._image.usable)
        except _BrokenError:
            yield from self._carved(page)
            return
        is_damaged = False
        for cell in cells:
            try:
                yield self._row(page, cell)
            except _BrokenError:
                is_damaged = True
        if is_damaged:
            yield from self._carved(page)

    def _carved(self, page: bytes) -> Iterator[SalvagedRow]:
        """Yield everything in *page* that can be parsed as a row."""
        self._found.is_complete = False
        for at in range(self._image.usable - 4):
            try:
                row = self._row(page, at)
            except _BrokenError:
                continue
            yield SalvagedRow(row.rowid, row.values, carved=True)

    def _orphans(self, number: int) -> Iterator[SalvagedRow]:
        """Yield the rows of a page that belongs to no table."""
        page, at = self._image.page(number), _header_at(number)
        if page[at] == _TABLE_LEAF:
            yield from self._rows(number)
        elif any(page) and page[at] not in (_INDEX_LEAF, _INDEX_INTERIOR, _TABLE_INTERIOR):
            yield from self._carved(page)

    def _row(self, page: bytes, at: int) -> SalvagedRow:
        """Return the row in the cell at *at*. Raises _BrokenError."""
        length, at = _varint(page, at)
        rowid, at = _varint(page, at)
        if not 2 <= length <= LONGEST_VALUE:
            raise _BrokenError
        usable = self._image.usable
        local = _local_length(length, usable, usable - 35)
        if at + local + (4 if local < length else 0) > usable:
            raise _BrokenError
        types, body = _record_header(page, at, at + local, length)
        payload = page[at : at + local]
        if local < length:
            (following,) = struct.unpack(">I", page[at + local : at + local + 4])
            payload += self._overflow(following, length - local)
        return SalvagedRow(rowid, tuple(_values(types, payload, body)))

    def _overflow(self, number: int, length: int) -> bytes:
        """Return the overflow part of a long row, truncated at a damaged page."""
        parts, step = [], self._image.usable - 4
        visited: set[int] = set()
        while length > 0 and 1 <= number <= len(self._image.pages) and number not in visited:
            visited.add(number)
            self._used.add(number)
            page = self._image.page(number)
            parts.append(page[4 : 4 + min(length, step)])
            length -= step
            (number,) = struct.unpack(">I", page[:4])
        if length > 0:
            self._found.is_complete = False
        return b"".join(parts)


def _header_at(number: int) -> int:
    """Return the offset of a page's header: page 1 starts with the header of the file."""
    return 100 if number == 1 else 0


def _count(page: bytes, at: int) -> int:
    """Return the number of cells of a page with its header at *at*."""
    return int(struct.unpack(">H", page[at + 3 : at + 5])[0])


def _pointers(page: bytes, at: int, count: int, usable: int) -> Sequence[int]:
    """Return the offsets of the cells of *page*. Raises _BrokenError."""
    if at + 2 * count > usable:
        raise _BrokenError
    pointers = struct.unpack(f">{count}H", page[at : at + 2 * count])
    if any(not at + 2 * count <= one <= usable - 4 for one in pointers):
        raise _BrokenError
    return pointers


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """Return the number at *at*, and the offset after it."""
    if at < len(page) and page[at] < 0x80:  # most are small, and salvage tries every offset
        return page[at], at + 1
    value = 0
    for step in range(9):
        if at + step >= len(page):
            raise _BrokenError
        byte = page[at + step]
        if step == 8:
            value = value << 8 | byte
            return value - (1 << 64) if value >> 63 else value, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    raise _BrokenError


def _local_length(length: int, usable: int, most: int) -> int:
    """Return how many of *length* bytes are in their own page, which holds up to *most*."""
    if length <= most:
        return length
    least = (usable - 12) * 32 // 255 - 23
    local = least + (length - least) % (usable - 4)
    return local if local <= most else least


def _record_header(page: bytes, at: int, end: int, length: int) -> tuple[list[int], int]:
    """Return the serial types of the row at *at*, and the offset of its values."""
    header, place = _varint(page, at)
    if not 2 <= header <= _MOST_COLUMNS * 9 or at + header > end:
        raise _BrokenError
    types, rest = [], length - header
    while place < at + header and rest >= 0:  # most of what is no row is soon too long for one
        one, place = _varint(page, place)
        types.append(one)
        rest -= _size(one)
    if place != at + header or rest:
        raise _BrokenError
    return types, header


def _size(serial: int) -> int:
    if serial >= 12:
        return (serial - 12) // 2
    if serial not in _SIZES:
        raise _BrokenError
    return _SIZES[serial]


def _values(types: Sequence[int], payload: bytes, at: int) -> Iterator[object]:
    for serial in types:
        raw = payload[at : at + _size(serial)]
        at += _size(serial)
        if serial == 0:
            yield None
        elif serial in (8, 9):
            yield serial - 8
        elif serial < 7:
            yield int.from_bytes(raw, "big", signed=True)
        elif serial == 7:
            yield struct.unpack(">d", raw.ljust(8, b"\0"))[0]
        elif serial % 2:
            yield raw.decode("utf-8", "replace")
        else:
            yield raw
