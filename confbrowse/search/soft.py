"""Talks that contain some words of a query, for when few contain all: BM25 over stems.

Only words without a field are relaxed; phrases, fields, exact words and conditions stay required. A word
that the library knows counts with all its inflections, but not as a prefix; an acronym counts as its long
form, and the reverse.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations

import numpy as np

from confbrowse.search.acronyms import singular
from confbrowse.search.evaluator import MultiIndex, QueryWord, WordMatches, match_any
from confbrowse.search.filters import Mask
from confbrowse.search.index import IndexSegment
from confbrowse.search.index_builder import BLOCK
from confbrowse.search.matcher import I64, TermMatch
from confbrowse.search.scoring import F64

MOST_SOFT = 20
"""Most talks of a result that few talks match, those that match included."""
_MAX_WORDS = 16
"""Most words that are counted: one bit for each."""
_CANDIDATES = 400
"""Most talks in which words are counted."""
_LEAST_SHARE = 3
"""Talks must contain at least one in this many of the words."""
_SATURATION, _LENGTH_SHARE, _TITLE = 1.2, 0.6, 3.0
"""Of BM25: how soon repetitions cease to count, how much long texts are held back, the weight of titles."""
_LONGEST_FORM = 6
"""Most words of a long form that is recognised in a query."""
_FUSION = 60
"""Of reciprocal rank fusion: how little the first ranks differ."""


def is_relaxed(word: QueryWord) -> bool:
    """Return whether talks without *word* may follow those that have all words."""
    return not (word.field or word.exact or word.prefix)


def soft_words(
    typed: Sequence[QueryWord], acronyms: Mapping[int, Set[str]], talks: MultiIndex
) -> list[WordMatches]:
    """Return how talks match each of the *typed* words that are relaxed; *acronyms* are from ``acronyms_in``."""
    found: list[WordMatches] = []
    for at, word in enumerate(typed):
        if is_relaxed(word) and not word.is_common and len(found) < _MAX_WORDS:
            ways = [
                talks.match_stem(word.text)
                if talks.is_known(word.text, None)
                else talks.match_word(word.text, None, False, True)
            ]
            for other in acronyms.get(at, ()):
                # one word stands for a long form, so that its others are not counted as repetitions
                ways += talks.match_phrase(tuple(other.split()), None, " " not in other)[:1]
            found.append(match_any(ways))
    return found


def acronyms_in(typed: Sequence[QueryWord], talks: MultiIndex) -> dict[int, set[str]]:
    """Return the long forms of acronyms in *typed*, and the acronyms of long forms, by the indices of their words."""
    found: dict[int, set[str]] = {at: set() for at in range(len(typed))}
    for run, other in acronym_runs(typed, talks):
        for at in run:
            found[at].add(other)
    return found


def acronym_runs(typed: Sequence[QueryWord], talks: MultiIndex) -> Iterator[tuple[range, str]]:
    """Yield the indices of each acronym or long form in *typed*, and the other of the two."""
    for at, word in enumerate(typed):
        for long in talks.long_forms.get(word.text, ()):
            yield range(at, at + 1), long
    for first, end in combinations(range(len(typed) + 1), 2):
        run = typed[first:end]
        if 1 < len(run) <= _LONGEST_FORM and all(map(is_relaxed, run)):
            text = singular(" ".join(word.text for word in run))
            for short in talks.short_forms.get(text, ()):
                yield range(first, end), short


def soft_hits(words: Sequence[WordMatches], talks: MultiIndex, allowed: Mask) -> tuple[I64, F64]:
    """Return the rows of the *allowed* talks that contain some of *words*, best first, and their scores."""
    rarities = [_rarity(word.talks, talks.size) for word in words]
    counts = np.zeros(talks.size, np.uint8)
    strength = np.zeros(talks.size, np.float32)
    for word, rarity in zip(words, rarities, strict=True):
        counts += word.points > 0
        strength += word.points * np.float32(rarity)
    rows = np.flatnonzero(allowed & (counts > 0) & (_LEAST_SHARE * counts >= len(words)))
    if len(rows) > _CANDIDATES:
        rows = np.sort(rows[np.argpartition(-strength[rows], _CANDIDATES)[:_CANDIDATES]])
    scores = np.zeros(len(rows))
    for at, part in enumerate(talks.parts):
        inside = slice(*np.searchsorted(rows, talks.edges[at : at + 2]))
        matches = [word.parts[at] for word in words]
        scores[inside] = _bm25(matches, rarities, part.segment, rows[inside] - talks.edges[at])
    best = np.lexsort((rows, -scores))
    return rows[best], scores[best]


def _rarity(talks: int, size: int) -> float:
    """Return the inverse document frequency of a word that *talks* of *size* talks contain."""
    return float(np.log1p((size - talks + 0.5) / (talks + 0.5)))


def _bm25(
    words: Sequence[TermMatch], rarities: Sequence[float], segment: IndexSegment, rows: I64
) -> F64:
    """Return the BM25 scores of the talks at *rows*; words of the title count as if repeated."""
    wanted = np.zeros(BLOCK, np.uint16)
    for bit, match in enumerate(words):
        wanted[segment.codes[match.first : match.last]] |= np.uint16(1 << bit)
        for hit in match.others:
            wanted[segment.codes[hit.word_ids]] |= np.uint16(1 << bit)
    tokens, before = segment.tokens_of(rows)
    lengths = np.diff(before, append=len(tokens))
    index = np.flatnonzero(wanted[tokens])
    bits = wanted[tokens[index]]
    talk = np.searchsorted(before, index, "right") - 1
    in_title = index - before[talk] <= segment.columns["title_words"][rows][talk]
    weight = np.where(in_title, _TITLE, 1.0)
    average = max(len(segment.tokens) / max(segment.size, 1), 1.0)
    half = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths / average)
    scores = np.zeros(len(rows))
    for bit, (match, rarity) in enumerate(zip(words, rarities, strict=True)):
        chosen = (bits & np.uint16(1 << bit)) > 0
        times = np.bincount(talk[chosen], weight[chosen], len(rows)) * (match.points[rows] > 0)
        scores += rarity * (_SATURATION + 1) * times / (times + half)
    return scores


def fused(rankings: Sequence[I64]) -> tuple[I64, F64]:
    """Return the rows of *rankings*, which all have the same rows, by reciprocal rank, and their scores."""
    rows = np.sort(rankings[0])
    scores = np.zeros(len(rows))
    for ranking in rankings:
        scores[np.searchsorted(rows, ranking)] += 1 / (_FUSION + np.arange(len(rows)))
    best = np.lexsort((rows, -scores))
    return rows[best], scores[best]
