"""Make the index of some programmes: read every word of their talks once, then turn it round.

The words of all talks, in their order, are a Stream; who holds which word (``postings``) follows
from it. So two indexes are joined by joining their streams.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from confbrowse.agenda.spans import is_loose
from confbrowse.model import LINK_KINDS, Talk
from confbrowse.search.texts import FIELDS, encoded, parts, separated
from confbrowse.search.tokens import numbered

U16 = npt.NDArray[np.uint16]
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
_OFTEN = 1024
_MARKS = tuple(b" %c " % (0xF5 + at) for at in range(MARKERS))
"""What stands for the MARKERS among encoded words: bytes that UTF-8 never has."""


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
    known = _Numbered({mark.strip(): at for at, mark in enumerate(_MARKS)})
    numbers = [np.empty(0, np.uint32)]
    columns = {name: array("q") for name in COLUMNS if name != "title_words"}
    for done, some in _several(talks):
        if not goes_on(done):
            raise InterruptedError("The index is not finished.")
        tokens, words = numbered(separated(b"".join(_encoded(talk) for talk in some)))
        numbers.append(_places(known, words)[tokens])
        for talk in some:
            for name, value in _columns(talk).items():
                columns[name].append(value)
    tokens, begins, title_words = _marked(np.concatenate(numbers))
    found = sorted([*known][MARKERS:])
    place = np.arange(len(known), dtype=np.uint32)
    place[_places(known, found)] = np.arange(MARKERS, len(known), dtype=np.uint32)
    return Stream(
        [*(bytes([at]) for at in range(MARKERS)), *found],
        place[tokens],
        begins,
        {name: np.array(columns.get(name, title_words), kind) for name, kind in COLUMNS.items()},
    )


def _places(known: dict[bytes, int], words: Sequence[bytes]) -> U32:
    return np.fromiter(map(known.__getitem__, words), np.uint32, len(words))


def _several(talks: Iterable[Talk]) -> Iterator[tuple[int, list[Talk]]]:
    """Yield *talks* in their order, _OFTEN at a time, and how many came before."""
    waiting, done = iter(talks), 0
    while some := list(islice(waiting, _OFTEN)):
        yield done, some
        done += len(some)


def _encoded(talk: Talk) -> bytes:
    """Return the texts of *talk*, encoded, a mark before each."""
    return b"".join(
        mark + _MARKS[0].join(map(encoded, texts))
        for mark, texts in zip(_MARKS[1:], parts(talk), strict=True)
    )


def _marked(tokens: U32) -> tuple[U32, U32, U32]:
    """Return *tokens* without the markers of texts that have no words, and where each talk begins.

    Also how many words each title has, at most 255. Where markers follow one another, one is left:
    that of the last field among them.
    """
    at = np.flatnonzero(tokens < MARKERS)
    nth = np.arange(len(at))
    run = np.maximum.accumulate(np.where(np.diff(at, prepend=-2) > 1, nth, 0))
    field = np.maximum.accumulate(np.where(tokens[at] > 0, nth, 0))
    words = np.diff(at, append=len(tokens)) - 1
    is_title = tokens[at] == 1
    titles, title_words = at[is_title], np.minimum(words[is_title], 255)
    tokens[at] = np.where(field >= run, tokens[at[field]], 0)
    kept = np.ones(len(tokens), bool)
    kept[at[words == 0]] = False
    begins = np.concatenate([[0], np.cumsum(kept)])[[*titles.tolist(), len(tokens)]]
    return tokens[kept], begins.astype(np.uint32), title_words.astype(np.uint32)


def _columns(talk: Talk) -> dict[str, int]:
    """Return what is kept of *talk* as numbers, but for the words of its title.

    The start in minutes since 1970, UTC; its offset from UTC by its own clock and its duration in
    minutes; what it HAS, and whether it is LOOSE.
    """
    has = sum(HAS[kind] for kind in {link.kind for link in talk.links})
    start, offset = talk.start, talk.start.utcoffset() if talk.start else None
    duration = talk.duration.total_seconds() if talk.duration else 0
    return {
        "start": int(start.timestamp() // 60) if start else NO_TIME,
        "offset": int(offset.total_seconds() // 60) if offset else 0,
        "duration": max(0, min(int(duration // 60), _LONGEST)),
        "has": has | (HAS["abstract"] if talk.abstract else 0) | (LOOSE if is_loose(talk) else 0),
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


def postings(stream: Stream) -> Iterator[tuple[int, U32, U16]]:
    """Yield who holds which word: block by block, in each of them field by field.

    That is pairs of a word and the place of a talk in the block, sorted and without doubles.
    """
    edges = [*range(0, len(stream.begins) - 1, BLOCK), len(stream.begins) - 1]
    for first, last in pairwise(edges):
        begins = stream.begins[first : last + 1]
        tokens = stream.tokens[begins[0] : begins[-1]]
        field = fields_of(tokens)
        bits = (last - first).bit_length()
        kind = np.min_scalar_type(len(stream.words) << bits)  # half the width, half the time
        keys_of_all = tokens.astype(kind) << kind.type(bits)
        keys_of_all |= np.repeat(np.arange(last - first, dtype=kind), np.diff(begins))
        is_word = tokens >= MARKERS
        for at in range(len(FIELDS)):
            keys = np.sort(keys_of_all[(field == at) & is_word])
            keys = keys[is_first(keys)]
            yield (
                at,
                (keys >> kind.type(bits)).astype(np.uint32),
                (keys & kind.type((1 << bits) - 1)).astype(np.uint16),
            )


def is_first(rising: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return which of *rising* differ from the one before."""
    found = np.ones(len(rising), bool)
    np.not_equal(rising[1:], rising[:-1], out=found[1:])
    return found
