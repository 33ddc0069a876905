"""Clashes: talks that one person cannot both attend.

Talks clash when their times intersect; talks that only touch do not. A talk without an end counts
as a moment, one without a start clashes with nothing. When one of the two can be visited at any
time (a poster, an exhibition), the clash is weak, and the user sees it as an overlap. Talks also clash,
firmly, where the walk from one to the other takes longer than the time between them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Literal

from confbrowse.model import Talk, start_key
from confbrowse.schedule.rooms import NO_WALKS, Walks, walk_words
from confbrowse.schedule.timetable import Span, Timetable, bounds, is_drop_in, overlap, span

Strength = Literal["firm", "weak"]


@dataclass(frozen=True, slots=True)
class TalkSample:
    """The first few of a number of talks, in time order, and how many there are in all."""

    first: tuple[Talk, ...] = ()
    total: int = 0
    walks: Mapping[str, timedelta] = field(default_factory=dict)
    """The walks to or from those talks, by id, that take longer than the time between the talks."""

    @property
    def others(self) -> int:
        """How many there are after the first ones."""
        return self.total - len(self.first)

    def named(self, format_title: Callable[[str], str] = str) -> str:
        """Return the titles of the first talks, each through *format_title*, and the number of others."""
        titles = "; ".join(
            format_title(talk.title) + self._walk_words(talk.id) for talk in self.first
        )
        return f"{titles} and {self.others:,} more" if self.others else titles

    def _walk_words(self, talk_id: str) -> str:
        walk = self.walks.get(talk_id)
        return f" ({walk_words(walk)})" if walk else ""


NO_TALKS = TalkSample()


def missing_walk(one: Talk, other: Talk, walks: Walks) -> timedelta:
    """Return the walk between two talks with a time if it takes longer than the time between them; else zero."""
    (start, end), (other_start, other_end) = bounds(one), bounds(other)
    time = max(other_start - end, start - other_end)
    if time < timedelta() or overlap(one, other):
        return timedelta()
    walk = walks.between(one, other)
    return walk if time < walk else timedelta()


def is_firm_clash(one: Talk, other: Talk, walks: Walks) -> bool:
    """Return whether two talks with a time, neither of them a poster or an all-day entry, clash."""
    return overlap(one, other) or bool(missing_walk(one, other, walks))


@dataclass(frozen=True, slots=True)
class Partners:
    """The starred talks that a talk clashes with (firm) and overlaps with (weak)."""

    firm: TalkSample = NO_TALKS
    weak: TalkSample = NO_TALKS

    @property
    def total(self) -> int:
        """The number of firm and weak partners together."""
        return self.firm.total + self.weak.total


class ClashIndex:
    """The starred talks, indexed once so that their clashes are found quickly."""

    def __init__(self, talks: Iterable[Talk], walks: Walks = NO_WALKS) -> None:
        self.timetable, self.walks = Timetable(talks), walks
        self._reach = walks.longest
        self._drop_in = frozenset(talk.id for talk in self.timetable.talks if is_drop_in(talk))
        self._firm = Timetable(
            talk for talk in self.timetable.talks if talk.id not in self._drop_in
        )
        too_far = {talk.id for talk in self._firm.talks if self._too_far(talk)}
        self.clashing = _firm_clashes(self.timetable, self._drop_in) | too_far
        """Ids of starred talks that have a firm clash with another starred talk."""

    def partners(self, talk: Talk, limit: int) -> Partners:
        """Return the starred talks that *talk*, starred or not, clashes with; the first *limit* of each strength."""
        return Partners(self.firm(talk, limit), self.weak(talk, limit))

    def strength(self, talk: Talk) -> Strength | None:
        """Return how *talk*, starred or not, clashes with a starred talk; None if it does not.

        This takes O(log n), however many partners it has; with walks, also a step for each talk within reach.
        """
        when = span(talk)
        if when is None:
            return None
        if talk.id in self.timetable.ids:
            is_firm = talk.id in self.clashing
            return "firm" if is_firm else "weak" if self.weak(talk, 0).total else None
        if not is_drop_in(talk) and (self._firm.is_taken(when) or self._too_far(talk)):
            return "firm"
        return "weak" if self.timetable.is_taken(when) else None

    def firm(self, talk: Talk, limit: int) -> TalkSample:
        """Return the starred talks that *talk* has a firm clash with; the first *limit* are listed."""
        if is_drop_in(talk):
            return NO_TALKS
        found, far = _partners_in(self._firm, talk, limit), self._too_far(talk)
        if not far:
            return found
        first = sorted((*found.first, *(one for one, _walk in far)), key=start_key)[:limit]
        walks = {one.id: walk for one, walk in far}
        return TalkSample(tuple(first), found.total + len(far), walks)

    def walk_to(self, talk: Talk) -> timedelta | None:
        """Return the longest walk to *talk* that takes longer than the time since the starred talk before it."""
        when = span(talk)
        walks = (
            walk
            for one, walk in ([] if is_drop_in(talk) else self._too_far(talk))
            if when and bounds(one)[0] < when[0]
        )
        return max(walks, default=None)

    def is_near(self, talk: Talk) -> bool:
        """Return whether *talk* is so near in time to a firm starred talk that a walk may be too long."""
        if span(talk) is None:
            return False
        start, end = bounds(talk)
        return self._firm.is_taken((start - self._reach, end + self._reach))

    def is_too_far(self, talk: Talk) -> bool:
        """Return whether there is no time to walk to *talk* from a firm starred talk, or from it to one."""
        return not is_drop_in(talk) and bool(self._too_far(talk))

    def _too_far(self, talk: Talk) -> list[tuple[Talk, timedelta]]:
        """Return the firm starred talks before or after *talk* from or to which there is no time to walk, and the walks."""
        reach = self._reach
        if not reach or span(talk) is None:
            return []
        start, end = bounds(talk)
        return [
            (one, walk)
            for one in self._firm.during((start - reach, end + reach))
            if one.id != talk.id and (walk := missing_walk(one, talk, self.walks))
        ]

    def weak(self, talk: Talk, limit: int) -> TalkSample:
        """Return the starred talks that *talk* overlaps with; the first *limit* are listed."""
        return _partners_in(
            self.timetable if is_drop_in(talk) else self._drop_in_timetable, talk, limit
        )

    @cached_property
    def _drop_in_timetable(self) -> Timetable:
        return Timetable(talk for talk in self.timetable.talks if talk.id in self._drop_in)


def _partners_in(others: Timetable, talk: Talk, limit: int) -> TalkSample:
    """Return the talks of *others* that are on during *talk*, without *talk*; O(log n + limit)."""
    when = span(talk)
    if when is None:
        return NO_TALKS
    first = [one for one in others.first_during(when, limit + 1) if one.id != talk.id]
    own = others.span_of(talk.id)
    counts_itself = own is not None and own[0] < when[1] and when[0] < own[1]
    return TalkSample(tuple(first[:limit]), others.how_many_during(when) - counts_itself)


def _firm_clashes(starred: Timetable, drop_in: Set[str]) -> frozenset[str]:
    """Return the ids of talks that have a firm clash with another, in one pass."""
    pairs = zip(starred.talks, starred.spans, strict=True)
    firm = [(talk, when) for talk, when in pairs if talk.id not in drop_in]
    clashes = _intersecting([when for _talk, when in firm])
    return frozenset(
        talk.id for (talk, _when), is_clash in zip(firm, clashes, strict=True) if is_clash
    )


def _intersecting(spans: Sequence[Span]) -> Iterator[bool]:
    """Yield for each of *spans*, sorted by start, whether it intersects another."""
    latest = None
    for index, (start, end) in enumerate(spans):
        overlaps_earlier = latest is not None and start < latest
        overlaps_next = index + 1 < len(spans) and spans[index + 1][0] < end
        yield overlaps_earlier or overlaps_next
        latest = max(latest, end) if latest else end
