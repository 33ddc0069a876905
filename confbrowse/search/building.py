"""Make the index of some programmes: read every word of their talks once, then turn it round.

The words of all talks, in their order, are a Stream; who holds which word (``postings``) follows
from it. So two indexes are joined by joining their streams.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from confbrowse.agenda.spans import is_loose
from confbrowse.model import LINK_KINDS, Talk
from confbrowse.search.texts import FIELDS, encoded_words, parts
from confbrowse.text.readable import readable_line

U32 = npt.NDArray[np.uint32]
MARKERS = 1 + len(FIELDS)
"""So many places in the vocabulary are no words, though they stand among them: 0 is set between two
texts of a field, 1 + the place of a field in FIELDS before its texts."""
NO_TIME = np.iinfo(np.int32).max
"""The start, in minutes, of talks without a time; so they come last."""
HAS = {name: 1 << bit for bit, name in enumerate((*LINK_KINDS, "abstract"))}
"""What a talk can have, as bits."""
LOOSE = 1 << 15
"""The bit beside those of HAS of a talk that one may come to at any moment of it."""
COLUMNS: dict[str, type[np.generic]] = {
    "start": np.int32, "offset": np.int16, "duration": np.uint16, "has": np.uint16,
    "title_words": np.uint8,
}  # fmt: skip
"""One value for each talk: see ``_columns``."""
_LONGEST = np.iinfo(np.uint16).max
_OFTEN = 256


@dataclass(frozen=True, slots=True)
class Stream:
    """Every word of some talks, one after another."""

    words: list[bytes]
    """Each word once, folded, in UTF-8, in the order of its bytes; the first are the MARKERS."""
    tokens: U32
    """Places in ``words``."""
    begins: U32
    """Where in ``tokens`` each talk begins, and the end."""
    columns: dict[str, npt.NDArray[np.generic]]
    """An array for each of COLUMNS."""


class _Numbered(dict[bytes, int]):
    """Words with a number each, given when first met."""

    def __missing__(self, word: bytes) -> int:
        self[word] = len(self)
        return self[word]


def read(talks: Iterable[Talk], goes_on: Callable[[int], bool] = lambda _done: True) -> Stream:
    """Return the words of *talks*, in their order.

    *goes_on* is asked now and then, with the number of talks read; InterruptedError is raised when
    it says no.
    """
    known = _Numbered({bytes([at]): at for at in range(MARKERS)})
    tokens, begins = array("I"), array("I", [0])
    columns = {name: array("q") for name in COLUMNS}
    for done, talk in enumerate(talks):
        if not done % _OFTEN and not goes_on(done):
            raise InterruptedError("The index is not finished.")
        tokens.extend(map(known.__getitem__, _tokens(talk)))
        begins.append(len(tokens))
        for name, value in _columns(talk).items():
            columns[name].append(value)
    order = sorted(known)
    place = np.empty(len(order), np.uint32)
    place[[known[word] for word in order]] = np.arange(len(order), dtype=np.uint32)
    return Stream(
        order,
        place[np.array(tokens, np.uint32)],
        np.array(begins, np.uint32),
        {name: np.array(columns[name], kind) for name, kind in COLUMNS.items()},
    )


def _tokens(talk: Talk) -> Iterator[bytes]:
    for marker, texts in enumerate(parts(talk), 1):
        before = marker
        for text in texts:
            words = encoded_words(text)
            if words:
                yield bytes([before])
                yield from words
                before = 0


def _columns(talk: Talk) -> dict[str, int]:
    """Return what is kept of *talk* as numbers.

    The start in minutes since 1970, UTC; its offset from UTC by its own clock and its duration in
    minutes; what it HAS, and whether it is LOOSE; how many words its title has, at most 255.
    """
    has = sum(HAS[kind] for kind in {link.kind for link in talk.links})
    start, offset = talk.start, talk.start.utcoffset() if talk.start else None
    duration = talk.duration.total_seconds() if talk.duration else 0
    return {
        "start": int(start.timestamp() // 60) if start else NO_TIME,
        "offset": int(offset.total_seconds() // 60) if offset else 0,
        "duration": max(0, min(int(duration // 60), _LONGEST)),
        "has": has | (HAS["abstract"] if talk.abstract else 0) | (LOOSE if is_loose(talk) else 0),
        "title_words": min(len(encoded_words(readable_line(talk.title))), 255),
    }


def joined(streams: Iterable[tuple[Stream, npt.NDArray[np.bool_]]]) -> Stream:
    """Return one stream of all the talks of *streams* that are to be kept, in their order."""
    kept = tuple(streams)
    markers = (bytes([at]) for at in range(MARKERS))
    words = sorted({*markers, *(word for stream, _ in kept for word in stream.words)})
    place = {word: at for at, word in enumerate(words)}
    tokens, lengths = [np.empty(0, np.uint32)], [np.zeros(1, np.uint32)]
    for stream, keep in kept:
        new = np.array([place[word] for word in stream.words], np.uint32)
        sizes = np.diff(stream.begins)
        tokens.append(new[stream.tokens[np.repeat(keep, sizes)]])
        lengths.append(sizes[keep].astype(np.uint32))
    columns = {
        name: np.concatenate([np.empty(0, kind), *(stream.columns[name][keep] for stream, keep in kept)])
        for name, kind in COLUMNS.items()
    }  # fmt: skip
    return Stream(
        words, np.concatenate(tokens), np.cumsum(np.concatenate(lengths), dtype=np.uint32), columns
    )


def fields_of(tokens: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Return the field of each of *tokens*, places or codes, which begin where a talk begins."""
    marked = np.where((tokens > 0) & (tokens < MARKERS), np.arange(len(tokens)), 0)
    np.maximum.accumulate(marked, out=marked)
    found: npt.NDArray[np.uint8] = tokens[marked].astype(np.uint8) - 1
    return found


BLOCK = 1 << 16
"""Talks are told apart by 16 bits within a block, and blocks by where they begin."""


def postings(stream: Stream) -> Iterator[tuple[int, "npt.NDArray[np.uint64]"]]:
    """Yield who holds which word: block by block, in each of them field by field.

    Each is sorted and has no doubles: the place of the word times BLOCK, plus that of the talk in
    the block.
    """
    edges = [*range(0, len(stream.begins) - 1, BLOCK), len(stream.begins) - 1]
    for first, last in pairwise(edges):
        begins = stream.begins[first : last + 1]
        tokens = stream.tokens[begins[0] : begins[-1]]
        field = fields_of(tokens)
        talk = np.repeat(np.arange(last - first, dtype=np.uint64), np.diff(begins))
        for at in range(len(FIELDS)):
            chosen = np.flatnonzero((field == at) & (tokens >= MARKERS))
            keys = (tokens[chosen].astype(np.uint64) << np.uint64(16)) | talk[chosen]
            keys.sort()
            yield at, keys[np.flatnonzero(np.diff(keys, prepend=np.uint64(0)))]
