"""Build the index of some programmes: read every word of their talks once, then invert.

The words of all talks in order are a ``TokenStream``, and ``postings`` derives from it which talks
contain which word. Two indexes are merged by merging their streams.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from confbrowse.model import LINK_KINDS, Talk, listed_day
from confbrowse.schedule.timetable import is_drop_in
from confbrowse.search.acronyms import defined
from confbrowse.search.tokenizer import FIELDS, encoded, numbered, parts, separated

U16 = npt.NDArray[np.uint16]
U32 = npt.NDArray[np.uint32]
MARKERS = 1 + len(FIELDS)
"""The first entries of the vocabulary are not words: 0 separates two texts of a field, 1 + the index
of a field in FIELDS precedes its texts."""
EPOCH = date(1970, 1, 1)
NO_DAY = np.iinfo(np.int32).min
"""The day, in days since ``EPOCH``, of talks that are listed under none."""
NO_TIME = np.iinfo(np.int32).max
"""The start, in minutes, of talks without a time, so that they sort last."""
HAS = {name: 1 << bit for bit, name in enumerate((*LINK_KINDS, "abstract"))}
"""One bit for each thing a talk can have."""
DROP_IN = 1 << 15
"""A further bit: visitors can come at any time, as with a poster."""
COLUMNS: dict[str, type[np.generic]] = {
    "start": np.int32, "offset": np.int16, "duration": np.uint16, "day": np.int32,
    "has": np.uint16, "title_words": np.uint8,
}  # fmt: skip
"""One value per talk; see ``_columns``."""
_MAX_DURATION = np.iinfo(np.uint16).max
_BATCH = 1024
_MARKER_BYTES = tuple(b" %c " % (0xF5 + at) for at in range(MARKERS))
"""The MARKERS among encoded words, as bytes that never occur in UTF-8."""


Acronyms = Counter[tuple[str, str]]
"""How many talks define an acronym by a long form; see ``acronyms.defined``."""


@dataclass(frozen=True, slots=True)
class TokenStream:
    """Every word of some talks, in order."""

    words: list[bytes]
    """The vocabulary: the MARKERS, then each word once, folded, in UTF-8, sorted by bytes."""
    tokens: U32
    """Indices into ``words``."""
    begins: U32
    """Offset in ``tokens`` at which each talk begins, and the end."""
    columns: dict[str, npt.NDArray[np.generic]]
    """One array for each of COLUMNS."""
    acronyms: Acronyms


class _WordNumbers(dict[bytes, int]):
    """Numbers for words, assigned when a word is first looked up."""

    def __missing__(self, word: bytes) -> int:
        self[word] = len(self)
        return self[word]


def read(
    talks: Iterable[Talk], should_continue: Callable[[int], bool] = lambda _done: True
) -> TokenStream:
    """Return the words of *talks*, in order.

    *should_continue* is called now and then with the number of talks read; InterruptedError is
    raised when it returns False.
    """
    known = _WordNumbers({mark.strip(): number for number, mark in enumerate(_MARKER_BYTES)})
    numbers = [np.empty(0, np.uint32)]
    acronyms: Acronyms = Counter()
    columns = {name: array("q") for name in COLUMNS if name != "title_words"}
    for done, batch in _batches(talks):
        if not should_continue(done):
            raise InterruptedError("Indexing was interrupted.")
        tokens, words = numbered(separated(b"".join(_encoded(talk) for talk in batch)))
        numbers.append(_numbers_of(known, words)[tokens])
        for talk in batch:
            acronyms.update({*defined(talk.abstract)})
            for name, value in _columns(talk).items():
                columns[name].append(value)
    tokens, begins, title_words = _without_empty_texts(np.concatenate(numbers))
    sorted_words = sorted([*known][MARKERS:])
    new_number = np.arange(len(known), dtype=np.uint32)
    new_number[_numbers_of(known, sorted_words)] = np.arange(MARKERS, len(known), dtype=np.uint32)
    return TokenStream(
        [*(bytes([marker]) for marker in range(MARKERS)), *sorted_words],
        new_number[tokens],
        begins,
        {name: np.array(columns.get(name, title_words), kind) for name, kind in COLUMNS.items()},
        acronyms,
    )


def _numbers_of(known: dict[bytes, int], words: Sequence[bytes]) -> U32:
    return np.fromiter(map(known.__getitem__, words), np.uint32, len(words))


def _batches(talks: Iterable[Talk]) -> Iterator[tuple[int, list[Talk]]]:
    """Yield *talks* in order in lists of _BATCH, each with the number of talks before it."""
    remaining, done = iter(talks), 0
    while batch := list(islice(remaining, _BATCH)):
        yield done, batch
        done += len(batch)


def _encoded(talk: Talk) -> bytes:
    """Return the texts of *talk*, encoded, each preceded by its marker."""
    return b"".join(
        mark + _MARKER_BYTES[0].join(map(encoded, texts))
        for mark, texts in zip(_MARKER_BYTES[1:], parts(talk), strict=True)
    )


def _without_empty_texts(tokens: U32) -> tuple[U32, U32, U32]:
    """Return *tokens* without markers of empty texts, the start of each talk, and title lengths.

    Of several markers in a row only one is kept, that of the last field among them. Title lengths
    are in words, at most 255.
    """
    markers = np.flatnonzero(tokens < MARKERS)
    nth = np.arange(len(markers))
    run = np.maximum.accumulate(np.where(np.diff(markers, prepend=-2) > 1, nth, 0))
    field = np.maximum.accumulate(np.where(tokens[markers] > 0, nth, 0))
    words = np.diff(markers, append=len(tokens)) - 1
    is_title = tokens[markers] == 1
    titles, title_words = markers[is_title], np.minimum(words[is_title], 255)
    tokens[markers] = np.where(field >= run, tokens[markers[field]], 0)
    kept = np.ones(len(tokens), bool)
    kept[markers[words == 0]] = False
    begins = np.concatenate([[0], np.cumsum(kept)])[[*titles.tolist(), len(tokens)]]
    return tokens[kept], begins.astype(np.uint32), title_words.astype(np.uint32)


def _columns(talk: Talk) -> dict[str, int]:
    """Return the numbers stored for *talk*, except the length of its title.

    The start in minutes since 1970 (UTC), the UTC offset and the duration in minutes, the day that it
    is listed under, and bits from HAS and DROP_IN.
    """
    has = sum(HAS[kind] for kind in {link.kind for link in talk.links})
    start, offset = talk.start, talk.start.utcoffset() if talk.start else None
    duration = talk.duration.total_seconds() if talk.duration else 0
    day = listed_day(talk)
    return {
        "start": int(start.timestamp() // 60) if start else NO_TIME,
        "offset": int(offset.total_seconds() // 60) if offset else 0,
        "duration": max(0, min(int(duration // 60), _MAX_DURATION)),
        "day": (date.fromisoformat(day) - EPOCH).days if day else NO_DAY,
        "has": has
        | (HAS["abstract"] if talk.abstract else 0)
        | (DROP_IN if is_drop_in(talk) else 0),
    }


def merged(streams: Iterable[tuple[TokenStream, npt.NDArray[np.bool_]]]) -> TokenStream:
    """Return one stream of the talks of *streams* that are to be kept, in order."""
    kept = tuple(streams)
    markers = (bytes([marker]) for marker in range(MARKERS))
    words = sorted({*markers, *(word for stream, _ in kept for word in stream.words)})
    index_of = {word: index for index, word in enumerate(words)}
    tokens, lengths = [np.empty(0, np.uint32)], [np.zeros(1, np.uint32)]
    for stream, keep in kept:
        new = np.array([index_of[word] for word in stream.words], np.uint32)
        sizes = np.diff(stream.begins)
        tokens.append(new[stream.tokens[np.repeat(keep, sizes)]])
        lengths.append(sizes[keep].astype(np.uint32))
    columns = {
        name: np.concatenate([np.empty(0, kind), *(stream.columns[name][keep] for stream, keep in kept)])
        for name, kind in COLUMNS.items()
    }  # fmt: skip
    return TokenStream(
        words,
        np.concatenate(tokens),
        np.cumsum(np.concatenate(lengths), dtype=np.uint32),
        columns,
        sum((stream.acronyms for stream, _ in kept), Acronyms()),
    )


def fields_of(tokens: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Return the field of each of *tokens*, which may be word indices or codes and begin with a talk."""
    marked = np.where((tokens > 0) & (tokens < MARKERS), np.arange(len(tokens)), 0)
    np.maximum.accumulate(marked, out=marked)
    found: npt.NDArray[np.uint8] = tokens[marked].astype(np.uint8) - 1
    return found


BLOCK = 1 << 16
"""Talks per block: within a block, a talk has a 16-bit index."""


def postings(stream: TokenStream) -> Iterator[tuple[int, U32, U16]]:
    """Yield ``(field, words, talks)`` block by block and, within a block, field by field.

    ``words`` and ``talks`` are pairs of a word and the index of a talk in the block, sorted,
    without duplicates.
    """
    edges = [*range(0, len(stream.begins) - 1, BLOCK), len(stream.begins) - 1]
    for first, last in pairwise(edges):
        begins = stream.begins[first : last + 1]
        tokens = stream.tokens[begins[0] : begins[-1]]
        field = fields_of(tokens)
        bits = (last - first).bit_length()
        kind = np.min_scalar_type(
            len(stream.words) << bits
        )  # a type of half the width sorts in half the time
        all_keys = tokens.astype(kind) << kind.type(bits)
        all_keys |= np.repeat(np.arange(last - first, dtype=kind), np.diff(begins))
        is_word = tokens >= MARKERS
        for field_index in range(len(FIELDS)):
            keys = np.sort(all_keys[(field == field_index) & is_word])
            keys = keys[is_first(keys)]
            yield (
                field_index,
                (keys >> kind.type(bits)).astype(np.uint32),
                (keys & kind.type((1 << bits) - 1)).astype(np.uint16),
            )


def is_first(ascending: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return which elements of the sorted array *ascending* differ from the previous one."""
    found = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=found[1:])
    return found
