"""One immutable index segment over the talks of some programmes: layout, writing, opening.

Everything is an array, so that opening is mapping a file. Talks are numbered 0, 1, ... in the order
of the library. Words are sorted by bytes, so that words with a common prefix are adjacent. Frequent
words and frequent short prefixes are stored as bitsets.
"""

import json
import mmap
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from confbrowse import files
from confbrowse.errors import ConfbrowseError
from confbrowse.search.index_builder import (
    BLOCK,
    COLUMNS,
    MARKERS,
    U16,
    U32,
    Acronyms,
    TokenStream,
    is_first,
    postings,
)
from confbrowse.search.stemming import NO_STEM, stem_key
from confbrowse.search.tokenizer import FIELDS, INFLECTED

# Arrays in one file: written once, mapped into memory, checked when opened.
#
# Layout: MAGIC, the length of the header (8 bytes, little-endian), the header, the arrays, each aligned
# to 64 bytes. The header is JSON: name, type, shape and offset of each array, the length of the file,
# the checksum of everything after the header, and ``about``, which is up to the writer.

Array = npt.NDArray[Any]  # the type depends on the name of the array
_MAGIC = b"confbrowse arrays 1\n"
_ALIGNMENT = 64
_CHUNK = 1 << 20
_MAX_HEADER_BYTES = 1 << 24


class DamagedIndexError(ConfbrowseError):
    """An index file is not as it was written."""


def write_arrays(path: Path, arrays: Mapping[str, Array], about: Mapping[str, object]) -> None:
    """Write *arrays* and *about*, which must be JSON, to *path*, atomically. Raises StoreError.

    Not durable: a file damaged by a power failure is detected by its checksum and rebuilt.
    """
    offsets, length = {}, 0
    for name, array in arrays.items():
        offsets[name] = [array.dtype.str, array.shape, length]
        length += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    header = {"arrays": offsets, "length": length, "checksum": _checksum(arrays), "about": about}
    head = json.dumps(header).encode()
    start = _MAGIC + len(head).to_bytes(8, "little") + head
    pieces = chain((start.ljust(_data_offset(len(head)), b"\0"),), _pieces(arrays))
    files.write_atomic(path, pieces, durable=False, make_folder=True)


def _checksum(arrays: Mapping[str, Array]) -> int:
    found = 0
    for piece in _pieces(arrays):
        found = zlib.crc32(piece, found)
    return found


def _pieces(arrays: Mapping[str, Array]) -> Iterator[bytes | memoryview]:
    """Yield the bytes of *arrays*, each padded to the alignment."""
    for array in arrays.values():
        yield np.ascontiguousarray(array).data
        yield bytes(-array.nbytes % _ALIGNMENT)


def _data_offset(header: int) -> int:
    """Return the offset of the arrays in a file with a header of this length."""
    return -(-(len(_MAGIC) + 8 + header) // _ALIGNMENT) * _ALIGNMENT


def _read_header_and_offset(path: Path) -> tuple[dict[str, Any], int]:
    """Return the header of *path* and the offset of its arrays.

    Raises OSError, DamagedIndexError.
    """
    with path.open("rb") as file:
        begin = file.read(len(_MAGIC) + 8)
        size = int.from_bytes(begin[len(_MAGIC) :], "little")
        if not begin.startswith(_MAGIC) or size > _MAX_HEADER_BYTES:
            raise DamagedIndexError(f"{path} is not an index file of this version.")
        try:
            header = json.loads(file.read(size))
            whole = _data_offset(size) + header["length"]
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedIndexError(f"The header of {path} cannot be read.") from error
    if path.stat().st_size != whole:
        raise DamagedIndexError(f"{path} has been truncated or extended.")
    return header, _data_offset(size)


def read_header(path: Path) -> dict[str, Any]:
    """Return what the writer of *path* stored as ``about``. Raises OSError, DamagedIndexError."""
    found = _read_header_and_offset(path)[0].get("about")
    return found if isinstance(found, dict) else {}


def open_mapped(path: Path) -> dict[str, Array]:
    """Return the arrays of *path*, read-only and memory-mapped.

    Raises OSError, DamagedIndexError. The contents are not checked; ``checksum_matches`` does that.
    """
    header, begin = _read_header_and_offset(path)
    with path.open("rb") as file:
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        return {
            name: _view(memory, begin + offset, np.dtype(kind), shape)
            for name, (kind, shape, offset) in header["arrays"].items()
        }
    except (ValueError, TypeError) as error:
        raise DamagedIndexError(f"The header of {path} does not match its contents.") from error


def _view(memory: mmap.mmap, offset: int, kind: "np.dtype[Any]", shape: list[int]) -> Array:
    count = int(np.prod(shape, dtype=np.int64))
    return np.frombuffer(memory, kind, count, offset).reshape(shape)


def checksum_matches(path: Path) -> bool:
    """Return whether the arrays of *path* are as they were written; reads the whole file."""
    try:
        header, begin = _read_header_and_offset(path)
        with path.open("rb") as file:
            file.seek(begin)
            found = 0
            while chunk := file.read(_CHUNK):
                found = zlib.crc32(chunk, found)
    except (OSError, DamagedIndexError):
        return False
    return bool(found == header.get("checksum"))


VERSION = 6
"""Version of the layout and of tokenization; an index with another version is rebuilt."""
U8 = npt.NDArray[np.uint8]
OWN_CODES = 61_440
"""This many of the most frequent words have a 16-bit code of their own; the rest share codes."""
_MAX_STEMS = 30_000
"""A stem takes long to find: the rarest words of a large vocabulary do without."""
_MAX_ACRONYMS = 5_000
_COMMON_SHARE = 16
"""A word that occurs in more than 1 / 16 of all talks is stored as a bitset."""
_SHORT_PREFIX = 3
"""Longest prefix that is stored as a bitset if it occurs more often than there are talks."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A programme in the state in which it was indexed."""

    programme: str
    """The id of the programme."""
    stamp: str
    """Changes whenever the programme changes."""
    talks: int


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """Which talks contain which word in one field."""

    words: U32
    """The words of this field, as sorted vocabulary indices."""
    edges: U32
    """Shape (blocks, words + 1): offset in ``talks`` of the talks of a block that contain a word."""
    talks: U16
    """Indices of talks within their block."""
    common: U32
    """Words stored as bitsets, as indices into ``words``; their talks are not in ``talks``."""
    common_bits: U8
    """Shape (common, talks / 8)."""
    short: U32
    """Shape (prefixes, 2): ranges of ``words`` with a common prefix, stored as bitsets."""
    short_bits: U8

    def talks_a_word(self, rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """Return how many of the talks in *rows*, a mask over all talks, contain each of ``words``."""
        found = np.zeros(len(self.words), np.int64)
        for block, edges in enumerate(self.edges.astype(np.int64)):
            talks = self.talks[edges[0] : edges[-1]].astype(np.int64) + block * BLOCK
            before = np.concatenate([[0], np.cumsum(rows[talks])])
            found += np.diff(before[edges - edges[0]])
        for word, bits in zip(self.common.tolist(), self.common_bits, strict=True):
            found[word] = np.count_nonzero(rows & np.unpackbits(bits, count=len(rows)).view(bool))
        return found


@dataclass(frozen=True, slots=True)
class IndexSegment:
    """An index segment, in memory or mapped from its file."""

    covers: tuple[Cover, ...]
    letters: U8
    """The vocabulary, concatenated, in UTF-8."""
    offsets: U32
    """Offset in ``letters`` of each word, and the end."""
    stems: U32
    """The ``stem_key`` of each word; NO_STEM for rare words of a large vocabulary."""
    acronyms: U8
    """``Acronyms`` as lines in UTF-8."""
    codes: U16
    """The code of each word."""
    owners: U32
    """The word of each code below OWN_CODES."""
    begins: U32
    """Offset in ``tokens`` of each talk, and the end."""
    tokens: U16
    """The words of all talks in order, as codes."""
    shared: U32
    """The words of the tokens with a shared code, in the order of the tokens."""
    shared_begins: U32
    """How many of those there are before each talk, and in total."""
    fields: tuple[FieldPostings, ...]
    columns: Mapping[str, Array]

    @property
    def size(self) -> int:
        """The number of talks."""
        return len(self.begins) - 1

    def tokens_of(self, rows: npt.NDArray[np.int64]) -> tuple[U16, npt.NDArray[np.int64]]:
        """Return the codes of the talks at *rows*, concatenated, and the offset of each talk."""
        begins = self.begins[rows].astype(np.int64)
        lengths = self.begins[rows + 1] - begins
        before = np.cumsum(lengths) - lengths
        positions = np.repeat(begins - before, lengths) + np.arange(int(lengths.sum()))
        return self.tokens[positions], before

    def words_of(self, rows: npt.NDArray[np.int64]) -> tuple[U32, npt.NDArray[np.int64]]:
        """Return the words of the talks at *rows*, concatenated, and the offset of each talk.

        Words are vocabulary indices; the first MARKERS of them mark the start of a field or text.
        """
        tokens, before = self.tokens_of(rows)
        sharing = tokens >= OWN_CODES
        found = self.owners[np.where(sharing, 0, tokens)]
        begins = self.shared_begins[rows].astype(np.int64)
        lengths = self.shared_begins[rows + 1] - begins
        positions = np.repeat(begins - (np.cumsum(lengths) - lengths), lengths)
        found[sharing] = self.shared[positions + np.arange(len(positions))]
        return found, before


def build(stream: TokenStream, covers: Sequence[Cover]) -> IndexSegment:
    """Return the index of *stream*, which contains the talks of *covers* in order."""
    counts = np.bincount(stream.tokens, minlength=len(stream.words))
    counts[:MARKERS] = np.iinfo(np.int64).max  # so that markers keep their indices as codes
    by_count = np.argsort(-counts, kind="stable")
    codes = np.empty(len(counts), np.uint16)
    codes[by_count[:OWN_CODES]] = np.arange(min(len(counts), OWN_CODES))
    others = by_count[OWN_CODES:]
    codes[others] = OWN_CODES + others % (BLOCK - OWN_CODES)
    tokens = codes[stream.tokens]
    sharing = tokens >= OWN_CODES
    before = np.concatenate([[0], np.cumsum(sharing)])
    lengths = np.array([len(word) for word in stream.words])
    fields = tuple(_fields(stream))
    return IndexSegment(
        tuple(covers),
        np.frombuffer(b"".join(stream.words), np.uint8),
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.uint32),
        _stems(stream.words, counts, fields),
        _acronym_lines(stream.acronyms),
        codes,
        by_count[:OWN_CODES].astype(np.uint32),
        stream.begins,
        tokens,
        stream.tokens[sharing],
        before[stream.begins].astype(np.uint32),
        fields,
        stream.columns,
    )


def _stems(words: Sequence[bytes], counts: Array, fields: Sequence[FieldPostings]) -> U32:
    """Return the ``stem_key`` of the most frequent of *words* that are in a field with inflections."""
    is_inflected = np.zeros(len(words), bool)
    for name, field in zip(FIELDS, fields, strict=True):
        if name in INFLECTED:
            is_inflected[field.words] = True
    chosen = np.flatnonzero(is_inflected)
    frequent = chosen[np.argsort(-counts[chosen], kind="stable")][:_MAX_STEMS]
    found = np.full(len(words), NO_STEM, np.uint32)
    found[frequent] = [stem_key(words[word]) for word in frequent.tolist()]
    return found


def _acronym_lines(acronyms: Acronyms) -> U8:
    """Return the *acronyms* that more than one talk defines, the most frequent, as lines."""
    often = [(*pair, times) for pair, times in acronyms.most_common(_MAX_ACRONYMS) if times > 1]
    lines = "".join(f"{short}\t{long}\t{times}\n" for short, long, times in often)
    return np.frombuffer(lines.encode(), np.uint8)


def acronyms_of(segment: IndexSegment) -> Acronyms:
    """Return the acronyms that more than one talk of *segment* defines."""
    lines = segment.acronyms.tobytes().decode().splitlines()
    rows = (line.split("\t") for line in lines)
    return Counter({(short, long): int(times) for short, long, times in rows})


def _fields(stream: TokenStream) -> Iterator[FieldPostings]:
    size = len(stream.begins) - 1
    beginnings = (
        np.array(stream.words, f"S{_SHORT_PREFIX}").view(np.uint8).reshape(-1, _SHORT_PREFIX)
    )
    blocks: list[list[tuple[U32, U16]]] = [[] for _ in FIELDS]
    for index, words, talks in postings(stream):
        blocks[index].append((words, talks))
    for field_blocks in blocks:
        yield _field(field_blocks, size, beginnings)
        field_blocks.clear()


def _field(blocks: Sequence[tuple[U32, U16]], size: int, beginnings: U8) -> FieldPostings:
    runs = [np.flatnonzero(is_first(word_column)) for word_column, _ in blocks]
    block_words = [word_column[run] for (word_column, _), run in zip(blocks, runs, strict=True)]
    words = np.unique(np.concatenate([np.empty(0, np.uint32), *block_words]))
    counts = np.zeros((len(blocks), len(words)), np.int64)
    for block, (word_column, _) in enumerate(blocks):
        counts[block, np.searchsorted(words, block_words[block])] = np.diff(
            runs[block], append=len(word_column)
        )
    totals = counts.sum(axis=0)
    common = np.flatnonzero(totals > max(size // _COMMON_SHARE, 64))
    short = list(_frequent_prefixes(beginnings[words], totals, size))
    common_bits = [(index, index + 1) for index in common.tolist()]
    places = [np.repeat(np.arange(len(words)), count) for count in counts]
    talks = [block_talks for _, block_talks in blocks]
    rows = [_bitsets(spans, places, talks, size) for spans in (common_bits, short)]
    rare = np.ones(len(words), bool)
    rare[common] = False
    counts[:, common] = 0
    ends = np.cumsum(counts.ravel()).reshape(counts.shape)
    edges = (
        np.column_stack([ends[:, :1] - counts[:, :1], ends])
        if len(words)
        else np.zeros((len(blocks), 1))
    )
    rare_talks = [
        block_talks[rare[place]] for block_talks, place in zip(talks, places, strict=True)
    ]
    return FieldPostings(
        words,
        edges.astype(np.uint32),
        np.concatenate([np.empty(0, np.uint16), *rare_talks]),
        common.astype(np.uint32),
        rows[0],
        np.array(short, np.uint32).reshape(-1, 2),
        rows[1],
    )


def _frequent_prefixes(beginnings: U8, totals: Array, size: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of words with a common short prefix that occurs often.

    *beginnings* are the first letters of each word, *totals* the number of talks that contain it.
    """
    if not len(totals):
        return
    sums = np.concatenate([[0], np.cumsum(totals)])
    for letters in range(1, _SHORT_PREFIX + 1):
        begins = beginnings[:, :letters]
        edges = np.flatnonzero(
            np.concatenate([[True], (begins[1:] != begins[:-1]).any(axis=1), [True]])
        )
        frequent = (np.diff(edges) > 1) & (np.diff(sums[edges]) > max(size, 64))
        yield from zip(edges[:-1][frequent].tolist(), edges[1:][frequent].tolist(), strict=True)


def _bitsets(
    spans: Sequence[tuple[int, int]], places: Sequence[Array], talks: Sequence[Array], size: int
) -> U8:
    """Return one bitset for each of *spans* of words: the talks that contain one of them."""
    rows = np.zeros((len(spans), -(-size // 8)), np.uint8)
    for row, (first, last) in enumerate(spans):
        contains = np.zeros(size, bool)
        for block, (place, block_talks) in enumerate(zip(places, talks, strict=True)):
            start, end = np.searchsorted(place, (first, last))
            contains[block_talks[start:end].astype(np.int64) + block * BLOCK] = True
        rows[row] = np.packbits(contains)
    return rows


_ARRAYS = (
    "letters",
    "offsets",
    "stems",
    "acronyms",
    "codes",
    "owners",
    "begins",
    "tokens",
    "shared",
    "shared_begins",
)
_FIELD_ARRAYS = ("words", "edges", "talks", "common", "common_bits", "short", "short_bits")


_ASCENDING = {"offsets", "begins", "shared_begins", "edges"}
"""Arrays that never decrease: they are stored as differences."""


def _to_deltas(ascending: Array) -> Array:
    """Return the differences of *ascending*, row after row, in the smallest type that fits."""
    deltas = np.diff(ascending.ravel().astype(np.int64), prepend=0)
    return deltas.reshape(ascending.shape).astype(np.min_scalar_type(int(deltas.max(initial=0))))


def _from_deltas(deltas: Array) -> U32:
    """Return the array that ``_to_deltas`` was given."""
    return np.cumsum(deltas.ravel(), dtype=np.uint32).reshape(deltas.shape)


def write_segment(segment: IndexSegment, path: Path) -> None:
    """Write *segment* to *path*, atomically. Raises StoreError."""
    arrays = {part: getattr(segment, part) for part in _ARRAYS}
    arrays |= {f"column {name}": column for name, column in segment.columns.items()}
    for name, field in zip(FIELDS, segment.fields, strict=True):
        arrays |= {f"{name} {part}": getattr(field, part) for part in _FIELD_ARRAYS}
    covers = [[cover.programme, cover.stamp, cover.talks] for cover in segment.covers]
    arrays = {
        name: _to_deltas(array) if name.split()[-1] in _ASCENDING else array
        for name, array in arrays.items()
    }
    write_arrays(path, arrays, {"version": VERSION, "covers": covers})


def read_covers(path: Path) -> tuple[Cover, ...]:
    """Return the programmes in the index at *path*. Raises OSError, DamagedIndexError."""
    about = read_header(path)
    try:
        if about["version"] != VERSION:
            raise DamagedIndexError(f"{path} is an index of another version.")
        return tuple(
            Cover(str(name), str(stamp), int(talks)) for name, stamp, talks in about["covers"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedIndexError(f"{path} has no valid list of programmes.") from error


def open_segment(path: Path) -> IndexSegment:
    """Return the index at *path*, memory-mapped. Raises OSError, DamagedIndexError."""
    arrays: dict[str, Array] = {
        name: _from_deltas(array) if name.split()[-1] in _ASCENDING else array
        for name, array in open_mapped(path).items()
    }
    try:
        fields = tuple(
            FieldPostings(*(arrays[f"{name} {part}"] for part in _FIELD_ARRAYS)) for name in FIELDS
        )
        columns = {name: arrays[f"column {name}"] for name in COLUMNS}
        own_arrays = {part: arrays[part] for part in _ARRAYS}
        return IndexSegment(read_covers(path), **own_arrays, fields=fields, columns=columns)
    except KeyError as error:
        raise DamagedIndexError(f"{path} lacks {error}.") from error


def stream_of(segment: IndexSegment) -> TokenStream:
    """Return the token stream from which *segment* was built."""
    letters, offsets = segment.letters.tobytes(), segment.offsets.tolist()
    tokens, _ = segment.words_of(np.arange(segment.size))
    return TokenStream(
        [letters[begin:end] for begin, end in pairwise(offsets)],
        tokens,
        segment.begins,
        dict(segment.columns),
        acronyms_of(segment),
    )
