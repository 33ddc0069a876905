"""In which order talks are shown: the words' points, and how the words stand to each other.

Every talk that answers gets the sum of what its words are worth (``confbrowse.search.points``). Only
for the best of them is it looked up where in the talk the words stand; that decides the first page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from confbrowse.search import points
from confbrowse.search.building import BLOCK
from confbrowse.search.giving import I64
from confbrowse.search.matching import Met
from confbrowse.search.segment import U8, Segment

F64 = npt.NDArray[np.float64]
_WORDS = 8
"""Words of a query whose places are looked up: one bit for each."""


def rarity(talks: int, size: int) -> float:
    """Return how much a word counts that so many of *size* talks hold: 1 to points.RAREST."""
    if size < 2:
        return 1.0
    share = np.log(max(talks, 1)) / np.log(size)
    return float(points.RAREST - (points.RAREST - 1.0) * share)


def sums(
    words: Sequence[U8],
    weights: Sequence[float],
    title_words: npt.NDArray[np.generic],
    places: I64,
) -> F64:
    """Return the score of the talks at *places*, each of *words* being points for all talks."""
    mean = len(words) / max(sum(weights), 1.0)
    shorter = np.array(points.LONG_TITLE - np.minimum(title_words[places], points.LONG_TITLE))
    score: F64 = shorter * float(points.SHORT_TITLE)
    for word, weight in zip(words, weights, strict=True):
        score += word[places] * (weight * mean)
    return score


def extras(words: Sequence[Met], segment: Segment, places: I64) -> F64:
    """Return what the talks at *places* get for where their words stand."""
    hits = _hits(words[:_WORDS], segment, places)
    count = min(len(words), _WORDS)
    following = (hits.bits[:-1] & (hits.bits[1:] >> 1)).astype(np.uint8)
    apart = np.diff(hits.at)
    same = hits.talk[1:] == hits.talk[:-1]
    next_to = same & (apart == 1) & (following > 0)
    titled = hits.in_title[1:]
    in_title = _united(hits.talk[1:], following, next_to & titled, len(places))
    elsewhere = _united(hits.talk[1:], following, next_to & ~titled, len(places)) & ~in_title
    score = np.bitwise_count(in_title) * float(points.SIDE_BY_SIDE)
    score += np.bitwise_count(elsewhere) * float(points.SIDE_BY_SIDE_ELSEWHERE)
    near = same & ~titled & (apart <= points.WINDOW) & (hits.bits[1:] != hits.bits[:-1])
    nearby = _united(hits.talk[1:], hits.bits[:-1] | hits.bits[1:], near, len(places))
    score += np.maximum(np.bitwise_count(nearby).astype(np.int8) - 1, 0) * float(points.NEAR)
    title = _united(hits.talk, hits.bits, hits.in_title, len(places))
    rest = _united(hits.talk, hits.bits, ~hits.in_title, len(places))
    every = (1 << count) - 1
    score += (title == every) * float(points.ALL_IN_TITLE)
    score += ((title == every) | (rest == every)) * float(points.ALL_IN_ONE_FIELD)
    return score


@dataclass(frozen=True, slots=True)
class _Hits:
    """Where words of a query stand in some talks; the arrays go together."""

    talk: I64
    at: I64
    bits: npt.NDArray[np.uint8]
    in_title: npt.NDArray[np.bool_]


def _hits(words: Sequence[Met], segment: Segment, places: I64) -> _Hits:
    wanted = np.zeros(BLOCK, np.uint8)
    for bit, met in enumerate(words):
        wanted[segment.codes[met.first : met.last]] |= np.uint8(1 << bit)
        for meeting in met.others:
            wanted[segment.codes[meeting.places]] |= np.uint8(1 << bit)
    tokens, before = segment.tokens_of(places)
    bits = wanted[tokens]
    at = np.flatnonzero(bits)
    talk = np.searchsorted(before, at, "right") - 1
    inside = at - before[talk]
    return _Hits(talk, at, bits[at], inside <= segment.columns["title_words"][places][talk])


def _united(
    talk: I64, bits: npt.NDArray[np.uint8], chosen: npt.NDArray[np.bool_], talks: int
) -> npt.NDArray[np.uint8]:
    """Return for each talk the bits of those *chosen*, taken together."""
    found = np.zeros(talks, np.uint8)
    np.bitwise_or.at(found, talk[chosen], bits[chosen])
    return found
