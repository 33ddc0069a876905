"""The free time of an agenda, and what fits it: worked out from whole programmes, off the screen's thread."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from confbrowse.agenda.clashes import Plan
from confbrowse.agenda.gaps import Gap, fitting, gaps
from confbrowse.agenda.timetable import Timetable
from confbrowse.agenda.zones import Clock, by_clock
from confbrowse.model import Mark, Scope, Talk, day_of
from confbrowse.stores.library import Library
from confbrowse.text.amounts import count, length
from confbrowse.tui.widgets.agenda_list import FreeTime

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class FreeTimes:
    """The free time on the days on which anything is mine."""

    lines: tuple[FreeTime, ...] = ()
    """In the order of time."""
    _fits: Mapping[Gap, Sequence[Talk]] = field(default_factory=dict)

    def fitting(self, one: FreeTime) -> Sequence[Talk]:
        """Return the talks that fit *one*, best first."""
        return self._fits[one.gap]


@dataclass(frozen=True, slots=True)
class Held:
    """All talks of the programmes that anything is mine of."""

    programmes: frozenset[str]
    talks: Mapping[str, Talk]
    """By id."""

    def free(
        self, plan: Plan, marks: Mapping[str, Mark], clock: Clock, travel: timedelta
    ) -> FreeTimes:
        """Return what *plan* leaves free of its days by *clock*, with what fits besides the marked.

        *travel* is what it takes from one room to another.
        """
        mine = [by_clock(talk, clock) for talk in plan.timetable.talks]
        days = {day_of(talk) for talk in mine}
        there = {one: by_clock(talk, clock) for one, talk in self.talks.items()}
        there = {talk.id: talk for talk in mine} | there
        whole = Timetable(there.values())
        found = [
            gap for gap in gaps(mine, whole.talks, travel=travel) if gap.day.isoformat() in days
        ]
        fits = {gap: self._own(fitting(whole, gap, marks)) for gap in found}
        return FreeTimes(tuple(FreeTime(gap, _words(gap, len(fits[gap]))) for gap in found), fits)

    def _own(self, talks: Iterable[Talk]) -> tuple[Talk, ...]:
        """Return *talks* by the event's clock again, as every screen has them."""
        return tuple(self.talks[talk.id] for talk in talks if talk.id in self.talks)


def held(library: Library, mine: Iterable[Talk], known: Held | None = None) -> Held:
    """Return the programmes of *mine* as *library* has them; those *known*, where they are the same."""
    programmes = frozenset(talk.id.partition("/")[0] for talk in mine)
    if known and known.programmes == programmes:
        return known
    talks: dict[str, Talk] = {}
    for programme in sorted(programmes):
        found = library.talks(library.numbers(Scope(programme))).values()
        talks |= {talk.id: talk for talk in found}
    return Held(programmes, talks)


def _words(gap: Gap, fits: int) -> str:
    """Return what an agenda says of *gap*: ``10:10–12:20  2 h 10 min free · 14 talks fit: f shows them``."""
    what = f"{count(fits, 'talk')} {'fits' if fits == 1 else 'fit'}: f shows {'it' if fits == 1 else 'them'}"
    free = f"{gap.start:%H:%M}–{gap.end:%H:%M}  {length(gap.length // _MINUTE)} free"
    return f"{free} · {what if fits else 'nothing fits'}"
