"""Clashes: talks of which a person cannot hear both.

Talks that only touch do not clash, those that begin at the same moment do. One without an end is a
moment; one without a start clashes with nothing. Where one of two can be visited at any moment, a
poster or an exhibition, the clash is weak: both can be had.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from confbrowse.agenda.spans import Span, is_loose, span
from confbrowse.agenda.timetable import Timetable
from confbrowse.model import Talk

Strength = Literal["firm", "weak"]


@dataclass(frozen=True, slots=True)
class Some:
    """The first of some talks, in the order of time, and how many there are."""

    first: tuple[Talk, ...] = ()
    total: int = 0

    @property
    def others(self) -> int:
        """How many there are beside the first ones."""
        return self.total - len(self.first)

    def named(self, shown: Callable[[str], str] = str) -> str:
        """Return the titles of the first, as *shown* makes each, and how many others there are."""
        titles = "; ".join(shown(talk.title) for talk in self.first)
        return f"{titles} and {self.others:,} more" if self.others else titles


NONE = Some()


@dataclass(frozen=True, slots=True)
class Partners:
    """What of mine a talk clashes with, weak clashes apart."""

    firm: Some = NONE
    weak: Some = NONE

    @property
    def total(self) -> int:
        """How many there are."""
        return self.firm.total + self.weak.total


class Plan:
    """My talks, put in order once, to be asked what clashes with them."""

    def __init__(self, talks: Iterable[Talk]) -> None:
        self.timetable = Timetable(talks)
        self._loose = frozenset(talk.id for talk in self.timetable.talks if is_loose(talk))
        self._firm = Timetable(talk for talk in self.timetable.talks if talk.id not in self._loose)
        self.clashing = _clashing(self.timetable, self._loose)
        """The ids of those that clash with another of them, weak clashes aside."""

    def partners(self, talk: Talk, most: int) -> Partners:
        """Return what of mine *talk*, itself mine or not, clashes with; the first *most* of each."""
        return Partners(self.firm(talk, most), self.weak(talk, most))

    def strength(self, talk: Talk) -> Strength | None:
        """Return how *talk*, itself mine or not, clashes with what is mine; None where it does not.

        That takes O(log n), however many partners it has.
        """
        when = span(talk)
        if when is None:
            return None
        if talk.id in self.timetable.ids:
            found = talk.id in self.clashing
            return "firm" if found else "weak" if self.weak(talk, 0).total else None
        if not self.timetable.is_taken(when):
            return None
        return "firm" if not is_loose(talk) and self._firm.is_taken(when) else "weak"

    def firm(self, talk: Talk, most: int) -> Some:
        """Return what of mine *talk* clashes with, weak clashes aside; the first *most* of it."""
        return NONE if is_loose(talk) else _some(self._firm, talk, most)

    def weak(self, talk: Talk, most: int) -> Some:
        """Return what of mine *talk* clashes with weakly; the first *most* of it."""
        return _some(self.timetable if is_loose(talk) else self._loose_ones, talk, most)

    @cached_property
    def _loose_ones(self) -> Timetable:
        return Timetable(talk for talk in self.timetable.talks if talk.id in self._loose)


def _some(others: Timetable, talk: Talk, most: int) -> Some:
    """Return what of *others* goes on during *talk*, itself aside; the work grows with *most*."""
    when = span(talk)
    if when is None:
        return NONE
    first = [one for one in others.first_during(when, most + 1) if one.id != talk.id]
    own = others.span_of(talk.id)
    meets_itself = own is not None and own[0] < when[1] and when[0] < own[1]
    return Some(tuple(first[:most]), others.how_many_during(when) - meets_itself)


def _clashing(mine: Timetable, loose: Set[str]) -> frozenset[str]:
    """Return the ids of those that clash with another, weak clashes aside; in one pass."""
    pairs = zip(mine.talks, mine.spans, strict=True)
    firm = [(talk, when) for talk, when in pairs if talk.id not in loose]
    met = _met([when for _talk, when in firm])
    return frozenset(talk.id for (talk, _when), is_met in zip(firm, met, strict=True) if is_met)


def _met(spans: Sequence[Span]) -> Iterator[bool]:
    """Yield of each of *spans*, which are in the order of their starts, whether it meets another."""
    latest = None
    for place, (start, end) in enumerate(spans):
        is_before = latest is not None and start < latest
        is_after = place + 1 < len(spans) and spans[place + 1][0] < end
        yield is_before or is_after
        latest = max(latest, end) if latest else end
