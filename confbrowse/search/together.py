"""Several indexes as one: what each of them finds, side by side, under places that run through all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from confbrowse.search import phrases
from confbrowse.search.building import COLUMNS
from confbrowse.search.giving import I64
from confbrowse.search.matching import Matcher, Meeting, Met
from confbrowse.search.query import FieldName
from confbrowse.search.segment import U8, Segment

_REMEMBERED = 64
_SPLIT_SHARE = 0.8
"""Of the points of a word that was typed as two."""


@dataclass(frozen=True, slots=True)
class Part:
    """One index, and which talks of the library it is about."""

    segment: Segment
    numbers: I64
    """The number of each of its talks; -1 where the index is older than the library."""


def part(segment: Segment, firsts: Mapping[str, int]) -> Part:
    """Return *segment* with the numbers of its talks.

    *firsts* tells the number of the first talk of each programme that the segment covers as it is
    now; the talks of others are outdated.
    """
    numbers = [np.empty(0, np.int64)]
    for cover in segment.covers:
        first = firsts.get(cover.programme)
        numbers.append(
            np.full(cover.talks, -1) if first is None else np.arange(cover.talks) + first
        )
    return Part(segment, np.concatenate(numbers))


@dataclass(frozen=True, slots=True)
class Found:
    """How the talks of all parts meet a typed word."""

    points: U8
    """For each talk; 0 where it does not hold the word."""
    talks: int
    """How many hold it."""
    parts: tuple[Met, ...]
    """Which words of each part were met."""


class Together:
    """The talks of all parts: place 0 is the first talk of the first part."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self.numbers = np.concatenate([np.empty(0, np.int64), *(part.numbers for part in parts)])
        self.edges = np.cumsum([0, *(part.segment.size for part in parts)])
        self.columns = {name: self._column(name) for name in COLUMNS}
        self._matchers = tuple(Matcher(part.segment) for part in parts)
        self.found = lru_cache(_REMEMBERED)(self._found)
        self.slipped = lru_cache(_REMEMBERED)(self._slipped)
        self.phrase = lru_cache(_REMEMBERED)(self._phrase)

    @property
    def size(self) -> int:
        """The number of talks, outdated ones included."""
        return len(self.numbers)

    def _column(self, name: str) -> npt.NDArray[np.generic]:
        columns = [part.segment.columns[name] for part in self.parts]
        if len(columns) == 1:
            return columns[0]
        return np.concatenate([np.empty(0, COLUMNS[name]), *columns])

    def _found(self, word: str, field: FieldName | None, exact: bool, loose: bool) -> Found:
        """Return how the talks meet *word*, which is folded; see ``Matcher.met``."""
        return _found([matcher.met(word, field, exact, loose) for matcher in self._matchers])

    def _phrase(
        self, words: tuple[str, ...], field: FieldName | None, closed: bool
    ) -> tuple[Found, ...]:
        """Return how the talks that hold *words* side by side meet each of them."""
        last = len(words) - 1
        met = [
            [matcher.met(word, field, closed or at < last, False) for at, word in enumerate(words)]
            for matcher in self._matchers
        ]
        there = [
            phrases.side_by_side(part.segment, mine, field)
            for part, mine in zip(self.parts, met, strict=True)
        ]
        masked = [
            [replace(one, points=one.points * mask) for one in mine]
            for mine, mask in zip(met, there, strict=True)
        ]
        return tuple(_found([mine[at] for mine in masked]) for at in range(len(words)))

    def with_split(self, found: Found, word: str, field: FieldName | None, loose: bool) -> Found:
        """Return *found*, with the talks that hold the longer *word* it was typed as a part of."""
        if not loose and not any(first < last for first, last in self._begins(word)):
            return found
        whole = self.slipped(word, field) if loose else self.found(word, field, False, False)
        if not whole.talks:
            return found
        given = (whole.points * np.float32(_SPLIT_SHARE)).astype(np.uint8)
        met = tuple(
            replace(
                one,
                others=(
                    *one.others,
                    Meeting("joined", np.arange(two.first, two.last)),
                    *two.others,
                ),
            )
            for one, two in zip(found.parts, whole.parts, strict=True)
        )
        points = np.maximum(found.points, given)
        return Found(points, int(np.count_nonzero(points)), met)

    def _slipped(self, word: str, field: FieldName | None) -> Found:
        """Return how the talks meet *word* whole, as a beginning or with slips, but not joined."""
        return _found([matcher.met_by_one(word, field) for matcher in self._matchers])

    def _begins(self, word: str) -> list[tuple[int, int]]:
        return [matcher.begins(word.encode()) for matcher in self._matchers]

    def nothing(self) -> Found:
        """Return what is found where nothing is."""
        none = tuple(Met(np.zeros(part.segment.size, np.uint8), 0, 0, 0) for part in self.parts)
        return _found(none)

    @cached_property
    def later(self) -> npt.NDArray[np.float64]:
        """How late each talk comes among all: 0 for the first, below 1 for the last."""
        order = np.argsort(self.columns["start"], kind="stable")
        rank = np.empty(self.size)
        rank[order] = np.arange(self.size) / max(self.size, 1)
        return rank

    def title_of(self, place: int) -> tuple[bytes, ...]:
        """Return the words of the title of the talk at *place*."""
        at = int(np.searchsorted(self.edges, place, "right")) - 1
        return self._matchers[at].title_of(place - int(self.edges[at]))

    def nearest_words(self, word: str, limit: int) -> list[str]:
        """Return the known words most like *word*, the likest first, at most *limit*."""
        found = {each: 0 for matcher in self._matchers for each in matcher.likest(word, limit)}
        return list(found)[:limit]

    def warm(self) -> None:
        """Do now what the first search would have to do besides."""
        for word in ("warming", "warmingupp"):
            self._found(word, None, False, True)
        _ = self.later


def either(found: Sequence[Found]) -> Found:
    """Return how the talks meet one of the words of *found*."""
    return _combined(found, np.maximum.reduce([one.points for one in found]))


def both(found: Sequence[Found]) -> Found:
    """Return how the talks meet all of the words of *found*."""
    return _combined(found, np.minimum.reduce([one.points for one in found]))


def _combined(found: Sequence[Found], points: U8) -> Found:
    if len(found) == 1:
        return found[0]
    parts = []
    for met in zip(*(one.parts for one in found), strict=True):
        others = [Meeting("whole", np.arange(one.first, one.last)) for one in met[1:]]
        others += [meeting for one in met for meeting in one.others]
        parts.append(replace(met[0], others=tuple(others)))
    return Found(points, int(np.count_nonzero(points)), tuple(parts))


def _found(met: Sequence[Met]) -> Found:
    if len(met) == 1:
        return Found(met[0].points, met[0].talks, tuple(met))
    points = np.concatenate([np.empty(0, np.uint8), *(one.points for one in met)])
    return Found(points, sum(one.talks for one in met), tuple(met))
