"""Talks by time, put in order once and asked often."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from heapq import heappop, heappush
from operator import itemgetter

from confbrowse.agenda.spans import Span, span
from confbrowse.model import Talk

_Timed = tuple[Span, int]
"""When a talk goes on, and its place in the order of time."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A part of the talks: the one that ends last, and the others in two halves by their starts."""

    last: _Timed
    first: int
    """The place of the one that starts first."""
    middle: datetime
    """Where the later half begins."""
    earlier: "_Node | None"
    later: "_Node | None"


class Timetable:
    """Talks with a time, by their starts; those without one are left out.

    It is asked by instants in UTC, as spans are. What goes on in a stretch of time is found in
    O(log n + talks found), however long talks are.
    """

    def __init__(self, talks: Iterable[Talk]) -> None:
        timed = [(when, talk) for talk in talks if (when := span(talk))]
        timed.sort(key=lambda one: one[0][0])
        self.talks = tuple(talk for _when, talk in timed)
        """In the order of time; those that start together as they came."""
        self.spans: tuple[Span, ...] = tuple(when for when, _talk in timed)
        self.ids = frozenset(talk.id for talk in self.talks)
        self._root = _tree([(when, place) for place, when in enumerate(self.spans)])

    def during(self, when: Span) -> tuple[Talk, ...]:
        """Return the talks that go on at some moment of *when*, in the order of time."""
        return tuple(self.talks[place] for place in sorted(self._found(when)))

    def is_taken(self, when: Span) -> bool:
        """Return whether any talk goes on at some moment of *when*, however many do, in O(log n)."""
        return next(self._found(when), None) is not None

    def _found(self, when: Span) -> Iterator[int]:
        """Yield the places of the talks that go on at some moment of *when*, in no order."""
        waiting = [self._root]
        while waiting:
            node = waiting.pop()
            if node is None or self._is_over(node, when[0]):
                continue
            (start, _end), place = node.last
            if start < when[1]:
                yield place
            waiting.append(node.earlier)
            if node.middle < when[1]:
                waiting.append(node.later)

    def first_during(self, when: Span, most: int) -> tuple[Talk, ...]:
        """Return the first of what ``during`` returns, at most so many, however many there are."""
        found: list[int] = []
        waiting: list[tuple[int, _Node | None]] = [(0, self._root)] if self._root else []
        while waiting and len(found) < most:
            place, node = heappop(waiting)  # no place stands there twice
            if node is None:
                found.append(place)
            elif not self._is_over(node, when[0]):
                (start, _end), last = node.last
                if start < when[1]:
                    heappush(waiting, (last, None))
                for half in (node.earlier, node.later):
                    if half and self.spans[half.first][0] < when[1]:
                        heappush(waiting, (half.first, half))
        return tuple(self.talks[place] for place in found)

    def how_many_during(self, when: Span) -> int:
        """Return how many talks ``during`` returns, without looking at each."""
        begun = bisect_left(self.spans, when[1], key=itemgetter(0))
        return begun - bisect_right(self._ends, when[0])

    def span_of(self, talk_id: str) -> Span | None:
        """Return when the talk with this id goes on here; None where it does not."""
        return self._span_of.get(talk_id)

    @cached_property
    def _ends(self) -> list[datetime]:
        return sorted(end for _start, end in self.spans)

    @cached_property
    def _span_of(self) -> dict[str, Span]:
        return {talk.id: when for talk, when in zip(self.talks, self.spans, strict=True)}

    def starting(self, first: datetime, last: datetime) -> Sequence[Talk]:
        """Return the talks that start between *first* and *last*, both counted."""
        begin = bisect_left(self.spans, first, key=itemgetter(0))
        return self.talks[begin : bisect_right(self.spans, last, key=itemgetter(0))]

    def after(self, at: datetime) -> Sequence[Talk]:
        """Return the talks that start next after *at*: one, or all that start together."""
        place = bisect_right(self.spans, at, key=itemgetter(0))
        if place == len(self.spans):
            return ()
        return self.starting(self.spans[place][0], self.spans[place][0])

    def _is_over(self, node: _Node, at: datetime) -> bool:
        """Return whether all of *node* is over *at* some instant; the steps of a search are these."""
        return node.last[0][1] <= at


def _tree(timed: Sequence[_Timed]) -> _Node | None:
    """Return *timed*, which are in the order of time, as a tree."""
    if not timed:
        return None
    last = max(range(len(timed)), key=lambda place: timed[place][0][1])
    others = [*timed[:last], *timed[last + 1 :]]
    half = len(others) // 2
    middle = others[half][0][0] if others else timed[last][0][0]
    return _Node(timed[last], timed[0][1], middle, _tree(others[:half]), _tree(others[half:]))
