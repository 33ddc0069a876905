"""Points for the talks that hold words of one field: from the lists and the bits of an index."""

import numpy as np
import numpy.typing as npt

from confbrowse.search.building import BLOCK
from confbrowse.search.segment import U8, Field

I64 = npt.NDArray[np.int64]


def give_span(found: U8, field: Field, words: tuple[int, int], worth: int) -> None:
    """Give the talks of *found* that hold one of *words* in *field* so many points, at least."""
    first, last = np.searchsorted(field.words, np.array(words, np.uint32)).tolist()
    if first == last:
        return
    if last - first > 1 and len(field.short):
        row = np.flatnonzero((field.short[:, 0] == first) & (field.short[:, 1] == last))
        if len(row):
            _give_bits(found, field.short_bits[row[0]], worth)
            return
    for block, edges in enumerate(field.edges):
        begin, end = edges.item(first), edges.item(last)
        if begin < end:
            found[block * BLOCK : (block + 1) * BLOCK][field.talks[begin:end]] = worth
    if len(field.common):
        low, high = np.searchsorted(field.common, np.array((first, last), np.uint32)).tolist()
        for row_at in range(low, high):
            _give_bits(found, field.common_bits[row_at], worth)


def give(found: U8, field: Field, words: I64, worth: int) -> None:
    """Give the talks of *found* that hold one of *words* in *field* so many points, at least."""
    wanted = words.astype(np.uint32)
    at = np.searchsorted(field.words, wanted)
    inside = at < len(field.words)
    at = at[inside][field.words[at[inside]] == wanted[inside]]
    if not len(at):
        return
    for block, edges in enumerate(field.edges):
        begins = edges[at].astype(np.int64)
        lengths = edges[at + 1] - begins
        if lengths.any():
            which = np.repeat(begins - (np.cumsum(lengths) - lengths), lengths)
            which += np.arange(len(which))
            found[block * BLOCK : (block + 1) * BLOCK][field.talks[which]] = worth
    rows = np.searchsorted(field.common, at)
    for row, word in zip(rows.tolist(), at.tolist(), strict=True):
        if row < len(field.common) and field.common.item(row) == word:
            _give_bits(found, field.common_bits[row], worth)


def _give_bits(found: U8, bits: U8, worth: int) -> None:
    given = np.unpackbits(bits, count=len(found))
    given *= np.uint8(worth)
    np.maximum(found, given, out=found)
