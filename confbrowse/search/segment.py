"""One immutable index over the talks of some programmes: how it is laid out, written and opened.

Everything is an array, so that opening means mapping a file. Talks have places 0, 1, ... in the order
of the library. Words have places in the order of their bytes, so that words with one beginning stand
together. A word that most talks hold is a row of bits; so is a short beginning that many hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from confbrowse.search import arrays
from confbrowse.search.arrays import Array
from confbrowse.search.building import BLOCK, COLUMNS, MARKERS, U16, U32, Stream, is_first, postings
from confbrowse.search.texts import FIELDS

VERSION = 3
"""Of the layout and of what counts as a word; an index of another one is built anew."""
U8 = npt.NDArray[np.uint8]
OWN_CODES = 61_440
"""So many words, the most frequent, have a code of 16 bits to themselves; the others share the rest."""
_COMMON = 16
"""A word that more than one talk in so many holds is kept as bits."""
_SHORT = 3
"""Letters of the beginnings that are kept as bits where they are met more often than there are talks."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A programme as it was when its talks were read."""

    programme: str
    """Its id."""
    stamp: str
    """Differs whenever the programme has changed."""
    talks: int


@dataclass(frozen=True, slots=True)
class Field:
    """Who holds which word in one field."""

    words: U32
    """The words met in this field, by place in the vocabulary, sorted."""
    edges: U32
    """Shape (blocks, words + 1): where in ``talks`` the talks of a block that hold a word begin."""
    talks: U16
    """Places of talks within their block."""
    common: U32
    """Words kept as bits, by place in ``words``; their talks are not in ``talks``."""
    common_bits: U8
    """Shape (common, talks / 8)."""
    short: U32
    """Shape (beginnings, 2): the words from one place in ``words`` to another, as bits."""
    short_bits: U8


@dataclass(frozen=True, slots=True)
class Segment:
    """An index, in memory or mapped from its file."""

    covers: tuple[Cover, ...]
    letters: U8
    """The words one after another, in UTF-8."""
    offsets: U32
    """Where in ``letters`` each word begins, and the end."""
    codes: U16
    """The code of each word."""
    owners: U32
    """The word of each code below OWN_CODES."""
    begins: U32
    """Where in ``tokens`` each talk begins, and the end."""
    tokens: U16
    """The words of all talks in their order, as codes."""
    shared: U32
    """The words of those tokens whose code is not theirs alone, in the order of the tokens."""
    shared_begins: U32
    """How many of those there are before each talk, and in all."""
    fields: tuple[Field, ...]
    columns: Mapping[str, Array]

    @property
    def size(self) -> int:
        """The number of talks."""
        return len(self.begins) - 1

    def tokens_of(self, places: npt.NDArray[np.int64]) -> tuple[U16, npt.NDArray[np.int64]]:
        """Return the codes of the talks at *places*, one after another, and where each begins."""
        begins = self.begins[places].astype(np.int64)
        lengths = self.begins[places + 1] - begins
        before = np.cumsum(lengths) - lengths
        which = np.repeat(begins - before, lengths) + np.arange(int(lengths.sum()))
        return self.tokens[which], before

    def words_of(self, places: npt.NDArray[np.int64]) -> tuple[U32, npt.NDArray[np.int64]]:
        """Return the words of the talks at *places*, one after another, and where each begins.

        As places in the vocabulary; the first MARKERS of them tell where a field or a text begins.
        """
        tokens, before = self.tokens_of(places)
        sharing = tokens >= OWN_CODES
        found = self.owners[np.where(sharing, 0, tokens)]
        begins = self.shared_begins[places].astype(np.int64)
        lengths = self.shared_begins[places + 1] - begins
        which = np.repeat(begins - (np.cumsum(lengths) - lengths), lengths)
        found[sharing] = self.shared[which + np.arange(len(which))]
        return found, before


def build(stream: Stream, covers: Sequence[Cover]) -> Segment:
    """Return the index over *stream*, which holds the talks of *covers* in their order."""
    counts = np.bincount(stream.tokens, minlength=len(stream.words))
    counts[:MARKERS] = np.iinfo(np.int64).max  # the codes of the markers are their places
    by_count = np.argsort(-counts, kind="stable")
    codes = np.empty(len(counts), np.uint16)
    codes[by_count[:OWN_CODES]] = np.arange(min(len(counts), OWN_CODES))
    others = by_count[OWN_CODES:]
    codes[others] = OWN_CODES + others % (BLOCK - OWN_CODES)
    tokens = codes[stream.tokens]
    sharing = tokens >= OWN_CODES
    before = np.concatenate([[0], np.cumsum(sharing)])
    lengths = np.array([len(word) for word in stream.words])
    return Segment(
        tuple(covers),
        np.frombuffer(b"".join(stream.words), np.uint8),
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.uint32),
        codes,
        by_count[:OWN_CODES].astype(np.uint32),
        stream.begins,
        tokens,
        stream.tokens[sharing],
        before[stream.begins].astype(np.uint32),
        tuple(_fields(stream)),
        stream.columns,
    )


def _fields(stream: Stream) -> Iterator[Field]:
    size = len(stream.begins) - 1
    beginnings = np.array(stream.words, f"S{_SHORT}").view(np.uint8).reshape(-1, _SHORT)
    blocks: list[list[tuple[U32, U16]]] = [[] for _ in FIELDS]
    for at, words, talks in postings(stream):
        blocks[at].append((words, talks))
    for held in blocks:
        yield _field(held, size, beginnings)
        held.clear()


def _field(blocks: Sequence[tuple[U32, U16]], size: int, beginnings: U8) -> Field:
    runs = [np.flatnonzero(is_first(held)) for held, _ in blocks]
    met = [held[run] for (held, _), run in zip(blocks, runs, strict=True)]
    words = np.unique(np.concatenate([np.empty(0, np.uint32), *met]))
    counts = np.zeros((len(blocks), len(words)), np.int64)
    for block, (held, _) in enumerate(blocks):
        counts[block, np.searchsorted(words, met[block])] = np.diff(runs[block], append=len(held))
    totals = counts.sum(axis=0)
    common = np.flatnonzero(totals > max(size // _COMMON, 64))
    short = list(_short(beginnings[words], totals, size))
    common_bits = [(at, at + 1) for at in common.tolist()]
    places = [np.repeat(np.arange(len(words)), count) for count in counts]
    talks = [mine for _, mine in blocks]
    rows = [_bits(spans, places, talks, size) for spans in (common_bits, short)]
    rare = np.ones(len(words), bool)
    rare[common] = False
    counts[:, common] = 0
    ends = np.cumsum(counts.ravel()).reshape(counts.shape)
    edges = (
        np.column_stack([ends[:, :1] - counts[:, :1], ends])
        if len(words)
        else np.zeros((len(blocks), 1))
    )
    left = [mine[rare[place]] for mine, place in zip(talks, places, strict=True)]
    return Field(
        words,
        edges.astype(np.uint32),
        np.concatenate([np.empty(0, np.uint16), *left]),
        common.astype(np.uint32),
        rows[0],
        np.array(short, np.uint32).reshape(-1, 2),
        rows[1],
    )


def _short(beginnings: U8, totals: Array, size: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where the words with a short beginning stand that many talks hold.

    *beginnings* are the first letters of each word, *totals* how many talks hold it.
    """
    if not len(totals):
        return
    sums = np.concatenate([[0], np.cumsum(totals)])
    for letters in range(1, _SHORT + 1):
        begins = beginnings[:, :letters]
        edges = np.flatnonzero(
            np.concatenate([[True], (begins[1:] != begins[:-1]).any(axis=1), [True]])
        )
        many = (np.diff(edges) > 1) & (np.diff(sums[edges]) > max(size, 64))
        yield from zip(edges[:-1][many].tolist(), edges[1:][many].tolist(), strict=True)


def _bits(
    spans: Sequence[tuple[int, int]], places: Sequence[Array], talks: Sequence[Array], size: int
) -> U8:
    """Return a row of bits for each of *spans* of words: which talks hold one of them."""
    rows = np.zeros((len(spans), -(-size // 8)), np.uint8)
    for row, (first, last) in enumerate(spans):
        held = np.zeros(size, bool)
        for block, (place, mine) in enumerate(zip(places, talks, strict=True)):
            start, end = np.searchsorted(place, (first, last))
            held[mine[start:end].astype(np.int64) + block * BLOCK] = True
        rows[row] = np.packbits(held)
    return rows


_PARTS = ("letters", "offsets", "codes", "owners", "begins", "tokens", "shared", "shared_begins")
_FIELD_PARTS = ("words", "edges", "talks", "common", "common_bits", "short", "short_bits")


_RISING = {"offsets", "begins", "shared_begins", "edges"}
"""Parts that never fall: only how far each is from the one before is written."""


def _steps(rising: Array) -> Array:
    """Return the steps of *rising*, row after row, in the smallest type that holds them."""
    steps = np.diff(rising.ravel().astype(np.int64), prepend=0)
    return steps.reshape(rising.shape).astype(np.min_scalar_type(int(steps.max(initial=0))))


def _risen(steps: Array) -> U32:
    """Return what ``_steps`` was made of."""
    return np.cumsum(steps.ravel(), dtype=np.uint32).reshape(steps.shape)


def write(segment: Segment, path: Path) -> None:
    """Write *segment* to *path*, all of it or nothing. Raises OSError."""
    kept = {part: getattr(segment, part) for part in _PARTS}
    kept |= {f"column {name}": column for name, column in segment.columns.items()}
    for name, field in zip(FIELDS, segment.fields, strict=True):
        kept |= {f"{name} {part}": getattr(field, part) for part in _FIELD_PARTS}
    covers = [[cover.programme, cover.stamp, cover.talks] for cover in segment.covers]
    kept = {
        name: _steps(array) if name.split()[-1] in _RISING else array
        for name, array in kept.items()
    }
    arrays.write(path, kept, {"version": VERSION, "covers": covers})


def covers(path: Path) -> tuple[Cover, ...]:
    """Return the programmes in the index at *path*. Raises OSError, DamagedError."""
    about = arrays.about(path)
    try:
        if about["version"] != VERSION:
            raise arrays.DamagedError(f"{path} is an index of another version.")
        return tuple(
            Cover(str(name), str(stamp), int(talks)) for name, stamp, talks in about["covers"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise arrays.DamagedError(f"{path} does not tell what it holds.") from error


def opened(path: Path) -> Segment:
    """Return the index at *path*, mapped. Raises OSError, DamagedError."""
    found: dict[str, Array] = {
        name: _risen(array) if name.split()[-1] in _RISING else array
        for name, array in arrays.mapped(path).items()
    }
    try:
        fields = tuple(
            Field(*(found[f"{name} {part}"] for part in _FIELD_PARTS)) for name in FIELDS
        )
        columns = {name: found[f"column {name}"] for name in COLUMNS}
        kept = {part: found[part] for part in _PARTS}
        return Segment(covers(path), **kept, fields=fields, columns=columns)
    except KeyError as error:
        raise arrays.DamagedError(f"{path} lacks {error}.") from error


def stream_of(segment: Segment) -> Stream:
    """Return the words of the talks of *segment*, as they were read."""
    letters, offsets = segment.letters.tobytes(), segment.offsets.tolist()
    tokens, _ = segment.words_of(np.arange(segment.size))
    return Stream(
        [letters[begin:end] for begin, end in pairwise(offsets)],
        tokens,
        segment.begins,
        dict(segment.columns),
    )
