"""Match one term against one segment: whole word, prefix, fuzzy, joined words, phrase.

The result is a number of points per talk.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from confbrowse.search import weights
from confbrowse.search.fuzzy import (
    MAX_CANDIDATES,
    Candidates,
    WordMatrix,
    allowed_edits,
    candidates,
    word_matrix,
)
from confbrowse.search.index import U8, FieldPostings, IndexSegment
from confbrowse.search.index_builder import BLOCK, MARKERS, fields_of
from confbrowse.search.query import FieldName, MatchKind
from confbrowse.search.stemming import NO_STEM, SHARED_LETTERS, stem_key
from confbrowse.search.tokenizer import ANYWHERE, FIELDS, INFLECTED

I64 = npt.NDArray[np.int64]


def add_span_postings(found: U8, field: FieldPostings, words: tuple[int, int], worth: int) -> None:
    """Raise the points in *found* to *worth* for talks with a word in the range *words* in *field*.

    Callers add postings in ascending order of *worth*.
    """
    first, last = np.searchsorted(field.words, np.array(words, np.uint32)).tolist()
    if first == last:
        return
    if last - first > 1 and len(field.short):
        row = np.flatnonzero((field.short[:, 0] == first) & (field.short[:, 1] == last))
        if len(row):
            _add_bits(found, field.short_bits[row[0]], worth)
            return
    for block, edges in enumerate(field.edges):
        begin, end = edges.item(first), edges.item(last)
        if begin < end:
            found[block * BLOCK : (block + 1) * BLOCK][field.talks[begin:end]] = worth
    if len(field.common):
        low, high = np.searchsorted(field.common, np.array((first, last), np.uint32)).tolist()
        for bitset in range(low, high):
            _add_bits(found, field.common_bits[bitset], worth)


def add_postings(found: U8, field: FieldPostings, words: I64, worth: int) -> None:
    """Raise the points in *found* to *worth* for talks with one of *words* in *field*."""
    word_ids = words.astype(np.uint32)
    indices = np.searchsorted(field.words, word_ids)
    inside = indices < len(field.words)
    indices = indices[inside][field.words[indices[inside]] == word_ids[inside]]
    if not len(indices):
        return
    for block, edges in enumerate(field.edges):
        begins = edges[indices].astype(np.int64)
        lengths = edges[indices + 1] - begins
        if lengths.any():
            positions = np.repeat(begins - (np.cumsum(lengths) - lengths), lengths)
            positions += np.arange(len(positions))
            found[block * BLOCK : (block + 1) * BLOCK][field.talks[positions]] = worth
    rows = np.searchsorted(field.common, indices)
    for row, word in zip(rows.tolist(), indices.tolist(), strict=True):
        if row < len(field.common) and field.common.item(row) == word:
            _add_bits(found, field.common_bits[row], worth)


def _add_bits(found: U8, bits: U8, worth: int) -> None:
    points = np.unpackbits(bits, count=len(found))
    points *= np.uint8(worth)
    np.maximum(found, points, out=found)


_MAX_JOINED_CHECKS = 4_000
"""Most talks checked for two adjacent words."""
SHORTEST_HALF = 3
"""Shortest part, in letters, of a word that matches as two words."""
_SHORTEST_FUZZY_HALF = 4
_MAX_FUZZY_SPLITS = 3
"""Most ways to split a joined word that are tried with typos."""
_CACHED = 64
"""Cached words; the next letter of a query needs most of them again."""


@dataclass(frozen=True, slots=True)
class VocabularyHit:
    """Words of the vocabulary that match a typed word in the same way."""

    kind: MatchKind
    word_ids: I64
    """Indices in the vocabulary."""
    penalty: int = 0
    """Points deducted."""


@dataclass(frozen=True, slots=True)
class TermMatch:
    """How the talks of a segment match a typed word."""

    points: U8
    """Per talk; 0 if it does not contain the word."""
    talks: int
    """How many talks contain it."""
    first: int
    """The words with the typed prefix: from this index of the vocabulary ..."""
    last: int
    """... up to, but not including, this one."""
    others: tuple[VocabularyHit, ...] = ()
    """Other matching words: fuzzy and joined."""


class Matcher:
    """Finds words in one segment, and caches the results."""

    def __init__(self, segment: IndexSegment) -> None:
        self.segment = segment
        self._letters = segment.letters.tobytes()
        self._offset = segment.offsets.item
        self.match = lru_cache(_CACHED)(self._match)
        self.prefix_range = lru_cache(_CACHED)(self._prefix_range)
        self.frequency = lru_cache(_CACHED)(self._frequency)

    def word(self, index: int) -> bytes:
        """Return the word with this index in the vocabulary."""
        return self._letters[self._offset(index) : self._offset(index + 1)]

    def title_of(self, row: int) -> tuple[bytes, ...]:
        """Return the words of the title of the talk in *row*."""
        words, _ = self.segment.words_of(np.array([row]))
        count = int(self.segment.columns["title_words"][row])
        return tuple(self.word(index) for index in words[1 : count + 1].tolist())

    def most_similar(self, word: str, limit: int) -> list[str]:
        """Return the words of the vocabulary most similar to *word*, best first, at most *limit*."""
        # late: only a search without results needs it
        from rapidfuzz import distance, process

        known = [self.word(index).decode() for index in range(MARKERS, len(self.segment.codes))]
        max_edits = max(2, len(word) // 2)
        scorer = distance.OSA.distance
        found = process.extract(word, known, scorer=scorer, score_cutoff=max_edits, limit=limit)
        return [known for known, edits, _ in found if edits < len(word)]

    def _prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """Return the range of the vocabulary whose words begin with *prefix*."""
        low, high, letters = 0, len(self.segment.codes), len(prefix)
        while low < high:
            middle = (low + high) // 2
            if self.word(middle) < prefix:
                low = middle + 1
            else:
                high = middle
        first, high = low, len(self.segment.codes)
        while low < high:
            middle = (low + high) // 2
            if self.word(middle)[:letters] <= prefix:
                low = middle + 1
            else:
                high = middle
        return first, low

    def _match(
        self,
        word: str,
        field: FieldName | None,
        exact: bool,
        fuzzy: bool,
        corrected: bool = True,
        inflected: bool = True,
    ) -> TermMatch:
        """Return how the talks match *word*, which is folded, in *field* or ANYWHERE.

        *exact* accepts the whole word only; *fuzzy* also accepts two adjacent words, and with *corrected*
        typos.
        """
        fields = (field,) if field else ANYWHERE
        if exact:
            return self._match_one_word(word, fields, exact, ())
        if not fuzzy:
            others = tuple(self._inflections(word)) if inflected else ()
            return self._match_one_word(word, fields, exact, others)
        match = self.match_as_one_word(word, field, corrected, inflected)
        points = match.points.copy()
        joined = tuple(self._match_joined(word, fields, points))
        if not joined:
            return match
        talks = int(np.count_nonzero(points))
        return replace(match, points=points, talks=talks, others=(*match.others, *joined))

    def match_stem(self, word: str) -> TermMatch:
        """Return how the talks match *word* or one of its inflections in ANYWHERE."""
        return self._match_one_word(word, ANYWHERE, True, tuple(self._inflections(word)))

    def match_as_one_word(
        self, word: str, field: FieldName | None, corrected: bool, inflected: bool
    ) -> TermMatch:
        """Return how the talks match *word* as one word: whole, as a prefix, inflected, or *corrected*."""
        fields = (field,) if field else ANYWHERE
        typos = self._typos(word, fields) if corrected else ()
        inflections = self._inflections(word) if inflected else ()
        others = (*inflections, *typos)
        return self._match_one_word(word, fields, False, others)

    def _match_one_word(
        self,
        word: str,
        fields: tuple[FieldName, ...],
        exact: bool,
        others: tuple[VocabularyHit, ...],
    ) -> TermMatch:
        first, last = self.prefix_range(word.encode())
        is_word = self._whole_range(word)[1] - first
        last = first + is_word if exact else last
        todo: list[tuple[int, FieldName, I64 | tuple[int, int]]] = []
        for name in fields:
            column = weights.COLUMN[name]
            if is_word:
                todo.append((weights.POINTS["whole"][column], name, (first, first + 1)))
            if last > first + is_word:
                todo.append((weights.POINTS["beginning"][column], name, (first, last)))
            for hit in others:
                if hit.kind == "inflected" and name not in INFLECTED:
                    continue
                worth = weights.POINTS[hit.kind][column] - hit.penalty
                todo.append((max(worth, 1), name, hit.word_ids))
        found = np.zeros(self.segment.size, np.uint8)
        for worth, name, words in sorted(todo, key=lambda entry: entry[0]):
            field = self.segment.fields[FIELDS.index(name)]
            if isinstance(words, tuple):
                add_span_postings(found, field, words, worth)
            else:
                add_postings(found, field, words, worth)
        return TermMatch(found, int(np.count_nonzero(found)), first, last, others)

    def _match_joined(
        self, word: str, fields: tuple[FieldName, ...], found: U8
    ) -> Iterator[VocabularyHit]:
        """Add points to talks that contain *word* as two adjacent words; yield those words."""
        for left, right in self._splits(word, fields, fuzzy=not found.any()):
            candidates = np.flatnonzero(np.minimum(left.points, right.points) > 0)[
                :_MAX_JOINED_CHECKS
            ]
            talks, in_title = self._adjacent(left, right, candidates)
            for chosen, column in ((~in_title, 3), (in_title, 0)):
                rows = talks[chosen]
                found[rows] = np.maximum(found[rows], weights.POINTS["joined"][column])
            for half in (left, right) if len(talks) else ():
                yield VocabularyHit("joined", np.arange(half.first, half.last))
                yield from (VocabularyHit("joined", other.word_ids) for other in half.others)

    def _splits(
        self, word: str, fields: tuple[FieldName, ...], *, fuzzy: bool
    ) -> Iterator[tuple[TermMatch, TermMatch]]:
        """Yield pairs of words that *word* may consist of, the second as a prefix.

        With *fuzzy*, one of the two may have typos if nothing else is found.
        """
        field = fields[0] if len(fields) == 1 else None
        frequency = self.frequency(fields)
        halves = []
        for index in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
            left, right = word[:index], word[index:]
            is_known = [frequency[slice(*self._whole_range(half))].any() for half in (left, right)]
            begins = frequency[slice(*self.prefix_range(right.encode()))].any()
            if is_known[0] and begins:
                yield (
                    self.match(left, field, True, False, False),
                    self.match(right, field, False, False, False),
                )
            elif fuzzy and any(is_known) and min(len(left), len(right)) >= _SHORTEST_FUZZY_HALF:
                halves.append((-min(len(left), len(right)), left, right, is_known[0]))
        for _, left, right, left_known in sorted(halves)[:_MAX_FUZZY_SPLITS]:
            if left_known:
                yield self.match(left, field, True, False, False), self._match_typos(right, fields)
            else:
                yield self._match_typos(left, fields), self.match(right, field, True, False, False)

    def _whole_range(self, word: str) -> tuple[int, int]:
        """Return the range of the vocabulary that is *word* itself: one index, or empty."""
        first, last = self.prefix_range(word.encode())
        return first, first + (first < last and self.word(first) == word.encode())

    def _match_typos(self, word: str, fields: tuple[FieldName, ...]) -> TermMatch:
        """Return which talks contain a word that *word* may be a misspelling of; points are only 0 or 1."""
        found = np.zeros(self.segment.size, np.uint8)
        others = tuple(self._typos(word, fields))
        for hit in others:
            for name in fields:
                add_postings(found, self.segment.fields[FIELDS.index(name)], hit.word_ids, 1)
        return TermMatch(found, int(np.count_nonzero(found)), 0, 0, others)

    def _adjacent(
        self, left: TermMatch, right: TermMatch, rows: I64
    ) -> tuple[I64, npt.NDArray[np.bool_]]:
        """Return those of *rows* in which the two are adjacent, and whether that is in the title."""
        wanted = np.zeros(BLOCK, np.uint8)
        for bit, match in ((1, left), (2, right)):
            wanted[self.segment.codes[match.first : match.last]] |= np.uint8(bit)
            for other in match.others:
                wanted[self.segment.codes[other.word_ids]] |= np.uint8(bit)
        tokens, before = self.segment.tokens_of(rows)
        bits = wanted[tokens]
        positions = np.flatnonzero((bits[:-1] & 1) & (bits[1:] >> 1))
        talk = np.searchsorted(before, positions, "right") - 1
        return rows[talk], positions - before[talk] <= self.segment.columns["title_words"][rows][
            talk
        ]

    def inflected_words(self, word: str) -> Iterator[str]:
        """Yield the other words with the same stem as *word*."""
        for hit in self._inflections(word):
            yield from (self.word(index).decode() for index in hit.word_ids.tolist())

    def _inflections(self, word: str) -> Iterator[VocabularyHit]:
        """Yield the other words with the same stem as *word*."""
        key = stem_key(word.encode())
        if key == NO_STEM:
            return
        first, last = self.prefix_range(word[:SHARED_LETTERS].encode())
        word_ids = np.flatnonzero(self.segment.stems[first:last] == key) + first
        whole, after = self._whole_range(word)
        word_ids = word_ids[(word_ids < whole) | (word_ids >= after)]
        if len(word_ids):
            yield VocabularyHit("inflected", word_ids)

    def _typos(self, word: str, fields: tuple[FieldName, ...]) -> Iterator[VocabularyHit]:
        """Yield the nearest words that *word* may be a misspelling of, grouped by kind of difference."""
        max_edits = allowed_edits(word)
        if not max_edits:
            return
        close = candidates(word, max_edits, self._word_matrix)
        order = self._best_candidates(close, self.frequency(fields))
        for distance in range(1, max_edits + 1):
            for is_whole in (True, False):
                for same_first in (True, False):
                    chosen = (close.edits[order] == distance) & (close.is_whole[order] == is_whole)
                    chosen &= close.same_first[order] == same_first
                    if chosen.any():
                        penalty = (0 if is_whole else weights.LONGER_WORD_PENALTY) + (
                            0 if same_first else weights.FIRST_LETTER_PENALTY
                        )
                        kind: MatchKind = "one edit" if distance == 1 else "two edits"
                        yield VocabularyHit(kind, np.sort(close.word_ids[order[chosen]]), penalty)

    @staticmethod
    def _best_candidates(close: Candidates, frequency: npt.NDArray[np.int64]) -> I64:
        """Return the best of *close*: the nearest words, then the most frequent."""
        known = np.flatnonzero(frequency[close.word_ids])
        rank = np.lexsort(
            (
                close.word_ids[known],
                -frequency[close.word_ids[known]],
                ~close.same_first[known],
                ~close.is_whole[known],
                close.edits[known],
            )
        )
        nearest: I64 = known[rank[:MAX_CANDIDATES]]
        return nearest

    @cached_property
    def _word_matrix(self) -> WordMatrix:
        return word_matrix(self.segment.letters, self.segment.offsets)

    def talks_with(self, word: str, fields: tuple[FieldName, ...]) -> int:
        """Return the number of talks that contain *word* as it is, summed over *fields*."""
        return int(self.frequency(fields)[slice(*self._whole_range(word))].sum())

    def _frequency(self, fields: tuple[FieldName, ...]) -> I64:
        """Return the number of talks that contain each word, summed over *fields*."""
        found = np.zeros(len(self.segment.codes), np.int64)
        for name in fields:
            field = self.segment.fields[FIELDS.index(name)]
            counts = np.diff(field.edges.astype(np.int64), axis=1).sum(axis=0)
            counts[field.common] += np.bitwise_count(field.common_bits).sum(axis=1, dtype=np.int64)
            found[field.words] += counts
        return found


# Phrases.

_BATCH = 4_096
"""Talks checked at once, so that a phrase of common words takes little memory."""


def phrase_matches(
    segment: IndexSegment, words: Sequence[TermMatch], field: FieldName | None
) -> npt.NDArray[np.bool_]:
    """Return for each talk whether *words* follow each other in *field*, or in ANYWHERE."""
    found = np.zeros(segment.size, np.bool_)
    rows = np.flatnonzero(np.minimum.reduce([match.points for match in words]))
    searched_fields = np.array([name in ((field,) if field else ANYWHERE) for name in FIELDS])
    for begin in range(0, len(rows), _BATCH):
        batch = rows[begin : begin + _BATCH]
        tokens, before = segment.words_of(batch)
        runs = np.ones(max(len(tokens) - len(words) + 1, 0), np.bool_)
        for index, match in enumerate(words):
            shifted = tokens[index : index + len(runs)]
            runs &= (shifted >= match.first) & (shifted < match.last)
        starts = np.flatnonzero(runs)
        starts = starts[searched_fields[fields_of(tokens)[starts]]]
        found[batch[np.searchsorted(before, starts, "right") - 1]] = True
    return found
