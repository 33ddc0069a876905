"""Which talks of one index meet a term of a query, and how well: a number of points for each talk."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from confbrowse.search import points
from confbrowse.search.answer import MatchKind
from confbrowse.search.building import BLOCK, MARKERS
from confbrowse.search.giving import I64, give, give_span
from confbrowse.search.query import FieldName
from confbrowse.search.segment import U8, Segment
from confbrowse.search.slips import NEAREST, Near, Shapes, allowed, near, shapes
from confbrowse.search.texts import ANYWHERE, FIELDS

_LOOKED_AT = 4_000
"""Talks that are looked through for two words side by side."""
SHORTEST_HALF = 3
"""Letters of the shorter half of a word that is met as two."""
_SLIPPED_FROM = 4
_SLIPPED_PAIRS = 3
"""So many ways of taking a joined word apart are tried with slips, each half so many letters long."""
_REMEMBERED = 64
"""Words whose points are kept, for the next letter of a query asks for most of them again."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Words of the vocabulary that a typed word meets, all in one way."""

    kind: MatchKind
    places: I64
    """Places of words in the vocabulary."""
    less: int = 0
    """Points taken away."""


@dataclass(frozen=True, slots=True)
class Met:
    """How the talks of an index meet a typed word."""

    points: U8
    """For each talk; 0 where it does not hold the word."""
    talks: int
    """How many hold it."""
    first: int
    """The words of the vocabulary from this place ..."""
    last: int
    """... up to this one begin with what was typed."""
    others: tuple[Meeting, ...] = ()
    """What is met otherwise."""


class Matcher:
    """Finds words in one index; keeps what it found for the next question."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._letters = segment.letters.tobytes()
        self._offset = segment.offsets.item
        self.met = lru_cache(_REMEMBERED)(self._met)
        self.begins = lru_cache(_REMEMBERED)(self._begins)
        self.frequency = lru_cache(_REMEMBERED)(self._frequency)

    def word(self, place: int) -> bytes:
        """Return the word at *place* of the vocabulary."""
        return self._letters[self._offset(place) : self._offset(place + 1)]

    def title_of(self, place: int) -> tuple[bytes, ...]:
        """Return the words of the title of the talk at *place*."""
        words, _ = self.segment.words_of(np.array([place]))
        count = int(self.segment.columns["title_words"][place])
        return tuple(self.word(at) for at in words[1 : count + 1].tolist())

    def likest(self, word: str, limit: int) -> list[str]:
        """Return the words of the vocabulary most like *word*, the likest first, at most *limit*."""
        # only a search that finds nothing pays for the import
        from rapidfuzz import distance, process

        known = [self.word(at).decode() for at in range(MARKERS, len(self.segment.codes))]
        most = max(2, len(word) // 2)
        scorer = distance.OSA.distance
        found = process.extract(word, known, scorer=scorer, score_cutoff=most, limit=limit)
        return [known for known, slips, _ in found if slips < len(word)]

    def _begins(self, begin: bytes) -> tuple[int, int]:
        """Return from where to where the words stand that begin with *begin*."""
        low, high, letters = 0, len(self.segment.codes), len(begin)
        while low < high:
            middle = (low + high) // 2
            if self.word(middle) < begin:
                low = middle + 1
            else:
                high = middle
        first, high = low, len(self.segment.codes)
        while low < high:
            middle = (low + high) // 2
            if self.word(middle)[:letters] <= begin:
                low = middle + 1
            else:
                high = middle
        return first, low

    def _met(self, word: str, field: FieldName | None, exact: bool, loose: bool) -> Met:
        """Return how the talks meet *word*, which is folded.

        In *field* or ANYWHERE; *exact*: whole only; *loose*: with slips, or as two words, as well.
        """
        fields = (field,) if field else ANYWHERE
        if not loose or exact:
            return self._by_one(word, fields, exact, ())
        met = self.met_by_one(word, field)
        points_too = met.points.copy()
        joined = tuple(self._joined(word, fields, points_too))
        if not joined:
            return met
        talks = int(np.count_nonzero(points_too))
        return replace(met, points=points_too, talks=talks, others=(*met.others, *joined))

    def met_by_one(self, word: str, field: FieldName | None) -> Met:
        """Return how the talks meet *word* in one word: whole, as a beginning, or with slips."""
        fields = (field,) if field else ANYWHERE
        return self._by_one(word, fields, False, tuple(self._slipped(word, fields)))

    def _by_one(
        self, word: str, fields: tuple[FieldName, ...], exact: bool, others: tuple[Meeting, ...]
    ) -> Met:
        first, last = self.begins(word.encode())
        is_word = self._whole(word)[1] - first
        last = first + is_word if exact else last
        todo: list[tuple[int, FieldName, I64 | tuple[int, int]]] = []
        for name in fields:
            column = points.COLUMN[name]
            if is_word:
                todo.append((points.POINTS["whole"][column], name, (first, first + 1)))
            if last > first + is_word:
                todo.append((points.POINTS["beginning"][column], name, (first, last)))
            for meeting in others:
                worth = points.POINTS[meeting.kind][column] - meeting.less
                todo.append((max(worth, 1), name, meeting.places))
        found = np.zeros(self.segment.size, np.uint8)
        for worth, name, words in sorted(todo, key=lambda each: each[0]):
            field_of = self.segment.fields[FIELDS.index(name)]
            if isinstance(words, tuple):
                give_span(found, field_of, words, worth)
            else:
                give(found, field_of, words, worth)
        return Met(found, int(np.count_nonzero(found)), first, last, others)

    def _joined(self, word: str, fields: tuple[FieldName, ...], found: U8) -> Iterator[Meeting]:
        """Give points to the talks that hold *word* as two, side by side; yield those words."""
        for left, right in self._pairs(word, fields, slipped=not found.any()):
            both = np.flatnonzero(np.minimum(left.points, right.points) > 0)[:_LOOKED_AT]
            talks, in_title = self._side_by_side(left, right, both)
            for chosen, column in ((~in_title, 3), (in_title, 0)):
                there = talks[chosen]
                found[there] = np.maximum(found[there], points.POINTS["joined"][column])
            for met in (left, right) if len(talks) else ():
                yield Meeting("joined", np.arange(met.first, met.last))
                yield from (Meeting("joined", other.places) for other in met.others)

    def _pairs(
        self, word: str, fields: tuple[FieldName, ...], *, slipped: bool
    ) -> Iterator[tuple[Met, Met]]:
        """Yield the two words that *word* may be, the second as a beginning.

        One of them may have slips where nothing else is found: *slipped*.
        """
        field = fields[0] if len(fields) == 1 else None
        frequency = self.frequency(fields)
        halves = []
        for at in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
            left, right = word[:at], word[at:]
            is_known = [frequency[slice(*self._whole(each))].any() for each in (left, right)]
            begins = frequency[slice(*self.begins(right.encode()))].any()
            if is_known[0] and begins:
                yield self.met(left, field, True, False), self.met(right, field, False, False)
            elif slipped and any(is_known) and min(len(left), len(right)) >= _SLIPPED_FROM:
                halves.append((-min(len(left), len(right)), left, right, is_known[0]))
        for _, left, right, left_known in sorted(halves)[:_SLIPPED_PAIRS]:
            if left_known:
                yield self.met(left, field, True, False), self._met_with_slips(right, fields)
            else:
                yield self._met_with_slips(left, fields), self.met(right, field, True, False)

    def _whole(self, word: str) -> tuple[int, int]:
        """Return from where to where *word* itself stands: one place, or none."""
        first, last = self.begins(word.encode())
        return first, first + (first < last and self.word(first) == word.encode())

    def _met_with_slips(self, word: str, fields: tuple[FieldName, ...]) -> Met:
        """Return which talks hold what *word* may stand for, whatever that is worth."""
        found = np.zeros(self.segment.size, np.uint8)
        others = tuple(self._slipped(word, fields))
        for meeting in others:
            for name in fields:
                give(found, self.segment.fields[FIELDS.index(name)], meeting.places, 1)
        return Met(found, int(np.count_nonzero(found)), 0, 0, others)

    def _side_by_side(
        self, left: Met, right: Met, places: I64
    ) -> tuple[I64, npt.NDArray[np.bool_]]:
        """Return those of *places* where the two stand so, and whether they do in the title."""
        wanted = np.zeros(BLOCK, np.uint8)
        for bit, met in ((1, left), (2, right)):
            wanted[self.segment.codes[met.first : met.last]] |= np.uint8(bit)
            for other in met.others:
                wanted[self.segment.codes[other.places]] |= np.uint8(bit)
        tokens, before = self.segment.tokens_of(places)
        bits = wanted[tokens]
        at = np.flatnonzero((bits[:-1] & 1) & (bits[1:] >> 1))
        talk = np.searchsorted(before, at, "right") - 1
        return places[talk], at - before[talk] <= self.segment.columns["title_words"][places][talk]

    def _slipped(self, word: str, fields: tuple[FieldName, ...]) -> Iterator[Meeting]:
        """Yield the nearest words that *word* may stand for, apart by how they differ."""
        slips = allowed(word)
        if not slips:
            return
        close = near(word, slips, self._shapes)
        order = self._nearest(close, self.frequency(fields))
        for distance in range(1, slips + 1):
            for is_whole in (True, False):
                for same_first in (True, False):
                    chosen = (close.slips[order] == distance) & (close.is_whole[order] == is_whole)
                    chosen &= close.same_first[order] == same_first
                    if chosen.any():
                        less = (0 if is_whole else points.OTHER_WORD) + (
                            0 if same_first else points.OTHER_FIRST
                        )
                        kind: MatchKind = "one slip" if distance == 1 else "two slips"
                        yield Meeting(kind, np.sort(close.places[order[chosen]]), less)

    @staticmethod
    def _nearest(close: Near, frequency: npt.NDArray[np.int64]) -> I64:
        """Return which of *close* count: the nearest, of equals those that more talks hold."""
        held = np.flatnonzero(frequency[close.places])
        rank = np.lexsort(
            (
                close.places[held],
                -frequency[close.places[held]],
                ~close.same_first[held],
                ~close.is_whole[held],
                close.slips[held],
            )
        )
        nearest: I64 = held[rank[:NEAREST]]
        return nearest

    @cached_property
    def _shapes(self) -> Shapes:
        return shapes(self.segment.letters, self.segment.offsets)

    def _frequency(self, fields: tuple[FieldName, ...]) -> I64:
        """Return for each word in how many talks it stands, summed over *fields*."""
        found = np.zeros(len(self.segment.codes), np.int64)
        for name in fields:
            field = self.segment.fields[FIELDS.index(name)]
            counts = np.diff(field.edges.astype(np.int64), axis=1).sum(axis=0)
            counts[field.common] += np.bitwise_count(field.common_bits).sum(axis=1, dtype=np.int64)
            found[field.words] += counts
        return found
