"""Talks indexed by time: when each takes place, what is on during a span, and days."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from heapq import heappop, heappush
from operator import itemgetter

from confbrowse.model import Talk, listed_day, start_key
from confbrowse.text.patterns import lazy_pattern

# Times are compared as instants in UTC only: local times repeat in the night when daylight saving
# time ends.

Span = tuple[datetime, datetime]
"""Start (included) and end (excluded), both in UTC."""
MOMENT = timedelta(microseconds=1)
"""The length of a talk without an end, or with an end that is not after its start."""
_ALL_DAY = timedelta(hours=8)
_SHORTEST_POSTER_SESSION = timedelta(minutes=45)
"""A poster session lasts at least this long; anything shorter is a talk about a poster."""
_POSTER_WORDS = lazy_pattern(r"\b(?:e-?)?(?:posters?|exhibits?|exhibitions?)\b", re.IGNORECASE)


def span(talk: Talk) -> Span | None:
    """Return when *talk* takes place; None if it has no start."""
    if talk.start is None:
        return None
    start = talk.start.astimezone(UTC)
    return start, max(talk.end.astimezone(UTC) if talk.end else start, start + MOMENT)


def free_from(when: Span) -> datetime:
    """Return when *when* ends; a talk without an end takes no time."""
    return when[0] if when[1] - when[0] == MOMENT else when[1]


def bounds(talk: Talk) -> Span:
    """Return when *talk*, which must have a time, starts and when its visitors are free again."""
    when = span(talk)
    assert when is not None, "only asked of talks with a time"  # noqa: S101 - for types
    return when[0], free_from(when)


def overlap(one: Talk, other: Talk) -> bool:
    """Return whether two talks take place at the same time for at least a moment."""
    first, second = span(one), span(other)
    return bool(first and second and first[0] < second[1] and second[0] < first[1])


def is_all_day(talk: Talk) -> bool:
    """Return whether *talk* lasts so long that visitors come and go, such as a registration desk."""
    length = talk.duration
    return length is not None and length >= _ALL_DAY


def is_drop_in(talk: Talk) -> bool:
    """Return whether visitors can come to *talk* at any time: posters and all-day entries.

    The kind decides if the programme gives one; otherwise a poster position, or a session title
    that mentions posters.
    """
    if is_all_day(talk):
        return True
    length = talk.duration
    if length is not None and length < _SHORTEST_POSTER_SESSION:
        return False
    if talk.kind:
        return is_poster_kind(talk.kind)
    return bool(talk.position or _POSTER_WORDS.search(talk.session.title))


def is_poster_kind(kind: str) -> bool:
    """Return whether a *kind* of talk means posters."""
    return bool(_POSTER_WORDS.search(kind))


_Timed = tuple[Span, int]
"""When a talk takes place, and its index in time order."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A node of a tree over the talks: the talk that ends last, and the rest split by start time."""

    last: _Timed
    first: int
    """Index of the talk that starts first."""
    middle: datetime
    """Start of the first talk in ``later``."""
    earlier: "_Node | None"
    later: "_Node | None"


class Timetable:
    """Talks with a time, sorted by start; talks without one are left out.

    Queries take instants in UTC. The talks during a span are found in O(log n + talks found),
    however long the talks are.
    """

    def __init__(self, talks: Iterable[Talk]) -> None:
        timed = [(when, talk) for talk in talks if (when := span(talk))]
        timed.sort(key=lambda one: one[0][0])
        self.talks = tuple(talk for _when, talk in timed)
        """Sorted by start; talks that start together keep their order."""
        self.spans: tuple[Span, ...] = tuple(when for when, _talk in timed)
        self.ids = frozenset(talk.id for talk in self.talks)
        self._root = _tree([(when, index) for index, when in enumerate(self.spans)])

    def during(self, when: Span) -> tuple[Talk, ...]:
        """Return the talks that are on at some moment of *when*, in time order."""
        return tuple(self.talks[index] for index in sorted(self._indices_during(when)))

    def is_taken(self, when: Span) -> bool:
        """Return whether any talk is on at some moment of *when*, in O(log n)."""
        return next(self._indices_during(when), None) is not None

    def _indices_during(self, when: Span) -> Iterator[int]:
        """Yield the indices of the talks that are on at some moment of *when*, unsorted."""
        waiting = [self._root]
        while waiting:
            node = waiting.pop()
            if node is None or self._is_over(node, when[0]):
                continue
            (start, _end), index = node.last
            if start < when[1]:
                yield index
            waiting.append(node.earlier)
            if node.middle < when[1]:
                waiting.append(node.later)

    def first_during(self, when: Span, limit: int) -> tuple[Talk, ...]:
        """Return the first *limit* talks of ``during``; the cost grows with *limit*, not with the total."""
        found: list[int] = []
        waiting: list[tuple[int, _Node | None]] = [(0, self._root)] if self._root else []
        while waiting and len(found) < limit:
            index, node = heappop(
                waiting
            )  # no index is in the heap twice, so nodes are never compared
            if node is None:
                found.append(index)
            elif not self._is_over(node, when[0]):
                (start, _end), latest = node.last
                if start < when[1]:
                    heappush(waiting, (latest, None))
                for half in (node.earlier, node.later):
                    if half and self.spans[half.first][0] < when[1]:
                        heappush(waiting, (half.first, half))
        return tuple(self.talks[index] for index in found)

    def how_many_during(self, when: Span) -> int:
        """Return the number of talks in ``during``, in O(log n)."""
        started = bisect_left(self.spans, when[1], key=itemgetter(0))
        return started - bisect_right(self._ends, when[0])

    def span_of(self, talk_id: str) -> Span | None:
        """Return when the talk with this id takes place; None if it is not in the timetable."""
        return self._span_of.get(talk_id)

    @cached_property
    def _ends(self) -> list[datetime]:
        return sorted(end for _start, end in self.spans)

    @cached_property
    def _span_of(self) -> dict[str, Span]:
        return {talk.id: when for talk, when in zip(self.talks, self.spans, strict=True)}

    def starting(self, first: datetime, last: datetime) -> Sequence[Talk]:
        """Return the talks that start between *first* and *last*, both included."""
        begin = bisect_left(self.spans, first, key=itemgetter(0))
        return self.talks[begin : bisect_right(self.spans, last, key=itemgetter(0))]

    def after(self, at: datetime) -> Sequence[Talk]:
        """Return the talks that start next after *at*: one, or several that start together."""
        index = bisect_right(self.spans, at, key=itemgetter(0))
        if index == len(self.spans):
            return ()
        return self.starting(self.spans[index][0], self.spans[index][0])

    def _is_over(self, node: _Node, at: datetime) -> bool:
        """Return whether all talks of *node* are over *at* an instant; tests count these calls."""
        return node.last[0][1] <= at


def _tree(timed: Sequence[_Timed]) -> _Node | None:
    """Return a tree over *timed*, which is in time order."""
    if not timed:
        return None
    last = max(range(len(timed)), key=lambda index: timed[index][0][1])
    others = [*timed[:last], *timed[last + 1 :]]
    half = len(others) // 2
    middle = others[half][0][0] if others else timed[last][0][0]
    return _Node(timed[last], timed[0][1], middle, _tree(others[:half]), _tree(others[half:]))


def by_day(talks: Iterable[Talk]) -> list[tuple[date | None, tuple[Talk, ...]]]:
    """Return *talks* grouped by the day they are listed under, in time order.

    Talks without a time come last, under None.
    """
    days: dict[str, list[Talk]] = defaultdict(list)
    for talk in sorted(talks, key=start_key):
        days[listed_day(talk)].append(talk)
    return [
        (date.fromisoformat(day) if day else None, tuple(day_talks))
        for day, day_talks in days.items()
    ]


def cancelled(talks: Iterable[Talk], programmes: Set[str], there: Set[str]) -> frozenset[str]:
    """Return the ids of those of *talks* that their programme no longer contains.

    *programmes* are the ids of all known programmes, *there* the ids of their talks. A talk whose
    whole programme is gone is not cancelled.
    """
    ids = (talk.id for talk in talks)
    return frozenset(
        talk_id
        for talk_id in ids
        if talk_id not in there and talk_id.partition("/")[0] in programmes
    )
