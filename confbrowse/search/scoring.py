"""Ranking: points of the matched words, rarity, and how the words are placed.

Every matching talk gets the sum of its words' points (``confbrowse.search.weights``). Only for the
best of them are the positions of the words looked up, which decides the order of the first page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from confbrowse.search import weights
from confbrowse.search.index import U8, IndexSegment
from confbrowse.search.index_builder import BLOCK
from confbrowse.search.matcher import I64, TermMatch

F64 = npt.NDArray[np.float64]
_MAX_WORDS = 8
"""Most words of a query whose positions are looked up: one bit for each."""


def rarity(talks: int, size: int) -> float:
    """Return the weight of a word that *talks* of *size* talks contain: 1 to weights.RAREST."""
    if size < 2:
        return 1.0
    share = np.log(max(talks, 1)) / np.log(size)
    return float(weights.RAREST - (weights.RAREST - 1.0) * share)


def base_scores(
    words: Sequence[U8],
    rarities: Sequence[float],
    title_words: npt.NDArray[np.generic],
    rows: I64,
) -> F64:
    """Return the scores of the talks at *rows*; each of *words* is points for all talks."""
    mean = len(words) / max(sum(rarities), 1.0)
    shorter = np.array(weights.LONG_TITLE - np.minimum(title_words[rows], weights.LONG_TITLE))
    score: F64 = shorter * float(weights.SHORT_TITLE)
    for word, rarity_of_word in zip(words, rarities, strict=True):
        score += word[rows] * (rarity_of_word * mean)
    return score


def position_scores(words: Sequence[TermMatch], segment: IndexSegment, rows: I64) -> F64:
    """Return the extra scores of the talks at *rows* for where their words occur."""
    hits = _positions(words[:_MAX_WORDS], segment, rows)
    count = min(len(words), _MAX_WORDS)
    following = (hits.bits[:-1] & (hits.bits[1:] >> 1)).astype(np.uint8)
    distance = np.diff(hits.at)
    same = hits.talk[1:] == hits.talk[:-1]
    adjacent = same & (distance == 1) & (following > 0)
    titled = hits.in_title[1:]
    in_title = _bits_per_talk(hits.talk[1:], following, adjacent & titled, len(rows))
    elsewhere = _bits_per_talk(hits.talk[1:], following, adjacent & ~titled, len(rows)) & ~in_title
    score = np.bitwise_count(in_title) * float(weights.ADJACENT)
    score += np.bitwise_count(elsewhere) * float(weights.ADJACENT_ELSEWHERE)
    near = same & ~titled & (distance <= weights.WINDOW) & (hits.bits[1:] != hits.bits[:-1])
    nearby = _bits_per_talk(hits.talk[1:], hits.bits[:-1] | hits.bits[1:], near, len(rows))
    score += np.maximum(np.bitwise_count(nearby).astype(np.int8) - 1, 0) * float(weights.NEAR)
    title = _bits_per_talk(hits.talk, hits.bits, hits.in_title, len(rows))
    rest = _bits_per_talk(hits.talk, hits.bits, ~hits.in_title, len(rows))
    all_words = (1 << count) - 1
    score += (title == all_words) * float(weights.ALL_IN_TITLE)
    score += ((title == all_words) | (rest == all_words)) * float(weights.ALL_IN_ONE_FIELD)
    return score


@dataclass(frozen=True, slots=True)
class _Positions:
    """Where the words of a query occur in some talks; the arrays are parallel."""

    talk: I64
    at: I64
    bits: npt.NDArray[np.uint8]
    in_title: npt.NDArray[np.bool_]


def _positions(words: Sequence[TermMatch], segment: IndexSegment, rows: I64) -> _Positions:
    wanted = np.zeros(BLOCK, np.uint8)
    for bit, match in enumerate(words):
        wanted[segment.codes[match.first : match.last]] |= np.uint8(1 << bit)
        for hit in match.others:
            if hit.kind != "inflected":
                wanted[segment.codes[hit.word_ids]] |= np.uint8(1 << bit)
    tokens, before = segment.tokens_of(rows)
    bits = wanted[tokens]
    index = np.flatnonzero(bits)
    talk = np.searchsorted(before, index, "right") - 1
    inside = index - before[talk]
    return _Positions(
        talk, index, bits[index], inside <= segment.columns["title_words"][rows][talk]
    )


def _bits_per_talk(
    talk: I64, bits: npt.NDArray[np.uint8], chosen: npt.NDArray[np.bool_], talks: int
) -> npt.NDArray[np.uint8]:
    """Return for each talk the bits of the *chosen* positions, combined."""
    found = np.zeros(talks, np.uint8)
    np.bitwise_or.at(found, talk[chosen], bits[chosen])
    return found
