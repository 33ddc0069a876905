"""The best plan for a day, or for several: which talks to attend so that no two of them clash.

The talks at a fixed time are chosen exactly, by dynamic programming over time. What counts is first the stars and
the interest, then how much a talk may interest the user, by the minute, and a little that a session is stayed in.
Posters and all-day entries clash with nothing: starred ones stay, and others fill the time that is left.
"""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from heapq import heapify, heappop, heappush, nlargest
from itertools import pairwise
from operator import attrgetter

from confbrowse.discovery.posters import read_stops
from confbrowse.discovery.recommend import Taste, reasons, taste, undecided
from confbrowse.discovery.vector_store import LibraryVectors, VectorStore
from confbrowse.marks import NOTHING_LEARNED, MarkUpdate, with_star
from confbrowse.model import (
    NO_MARK,
    Mark,
    ProgrammeSummary,
    Scope,
    Talk,
    listed_day,
    start_key,
)
from confbrowse.schedule.clashes import (
    NO_TALKS,
    ClashIndex,
    TalkSample,
    is_firm_clash,
    missing_walk,
)
from confbrowse.schedule.clock import EVENT, Clock, by_clock
from confbrowse.schedule.poster_walk import in_walk_order
from confbrowse.schedule.presentations import counted_once
from confbrowse.schedule.rooms import NO_WALKS, Walks, room_of
from confbrowse.schedule.timetable import (
    Span,
    Timetable,
    bounds,
    is_all_day,
    is_drop_in,
    span,
)
from confbrowse.search.marks import mark_sets
from confbrowse.storage.library import LibraryStore, cancelled_talks
from confbrowse.text.latex import readable_line

_STAR, _STARRED_LEVEL, _LEVEL = 1_000_000, 400_000, 200_000
"""The worth of a star, of each level of interest in a starred talk, and in another one: no number of talks that only
may interest the user outweighs one that the user has marked."""
_MINUTE, _MOST_MINUTES, _UNKNOWN_MINUTES = 100, 60, 15
"""The worth of a minute of the talk that may interest the user most, for how many minutes of a talk it counts, and the
minutes of a talk whose end is unknown."""
_STAY = 400
"""The worth of going on with a talk of the same session."""
_STAY_WITHIN = timedelta(minutes=30)
"""Talks of one session with more time between them do not count as staying in it."""
_LEAST_LIKED = 0.25
"""Talks with a smaller part of the score of the best one are not proposed."""
_MOST_LIKED = 60
"""Of each day, the most talks at a fixed time that are considered because they may interest the user, and the most posters."""
_MOST_STATES = 300
"""The most partial plans that are followed at once. Only absurd times to walk between rooms need more."""
_VISIT = timedelta(minutes=10)
"""How long a visit to a poster takes."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_MOST_NAMED = 3
"""Clashes that are named."""

Break = tuple[time, time]
"""When it begins and ends on each day, by the clock of the event."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A talk with a time that may become part of a plan."""

    talk: Talk
    worth: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A talk that the user has marked and that is not in the plan, and why."""

    talk: Talk
    clashes: TalkSample = NO_TALKS
    """The talks of the plan that it clashes with."""
    kept_break: Break | None = None
    """The break that it would take place in."""
    is_cancelled: bool = False

    @property
    def reason(self) -> str:
        """The reason, as the end of a sentence."""
        if self.is_cancelled:
            return "no longer in the programme"
        if self.kept_break:
            begin, end = self.kept_break
            return f"in your break {begin:%H:%M}–{end:%H:%M}"
        if self.clashes.total:
            return f"clashes with {self.clashes.named(lambda title: f'“{readable_line(title)}”')}"
        return "no time is left for it"


@dataclass(frozen=True, slots=True)
class Liking:
    """Why a talk may interest the user."""

    because: Talk
    """The talk that the user likes and that says most for it."""
    terms: tuple[str, ...]
    """The words, folded, that tie the two."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The talks to attend, by start time, and what is left out of those that the user has marked.

    The posters of a session are in the order of the walk past them.
    """

    talks: tuple[Talk, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    likings: Mapping[str, Liking] = field(default_factory=dict)
    """By the ids of the talks that are proposed because they may interest the user."""
    days: tuple[str, ...] = ()
    """All days of the programmes that it is for, in order."""

    def reasons(self, marks: Mapping[str, Mark]) -> Mapping[str, str]:
        """Return why each talk is in the plan or left out, by id; empty for those starred already."""
        found = {
            talk.id: _why(talk, marks.get(talk.id, NO_MARK), self.likings) for talk in self.talks
        }
        return found | {one.talk.id: one.reason for one in self.left_out}

    def to_star(self, marks: Mapping[str, Mark]) -> tuple[Talk, ...]:
        """Return the talks of the plan that are not starred yet."""
        return tuple(talk for talk in self.talks if not marks.get(talk.id, NO_MARK).starred)

    def to_unstar(self, marks: Mapping[str, Mark]) -> tuple[Talk, ...]:
        """Return the starred talks that are left out."""
        left_out = (one.talk for one in self.left_out)
        return tuple(talk for talk in left_out if marks.get(talk.id, NO_MARK).starred)

    def changes(self, marks: Mapping[str, Mark]) -> list[tuple[Talk, MarkUpdate]]:
        """Return the changes that make the agenda of these days the plan."""
        return [
            *((talk, _star) for talk in self.to_star(marks)),
            *((talk, _unstar) for talk in self.to_unstar(marks)),
        ]


def _why(talk: Talk, mark: Mark, likings: Mapping[str, Liking]) -> str:
    if mark.starred:
        return ""
    if mark.interest:
        return f"interest {mark.interest}"
    liking = likings.get(talk.id)
    return f"because of “{readable_line(liking.because.title)}”" if liking else ""


def _star(mark: Mark) -> Mark:
    return with_star(mark, is_set=True)


def _unstar(mark: Mark) -> Mark:
    return with_star(mark, is_set=False)


@dataclass(frozen=True, slots=True)
class PlanWishes:
    """What a plan is for, and what it minds."""

    day: str = ""
    """By ``clock``; empty for all days."""
    programme: str | None = None
    """For all days: the id of a programme; None is those to come, or those with marked talks if every one is over."""
    clock: Clock = EVENT
    walks: Walks = NO_WALKS
    breaks: tuple[Break, ...] = ()
    """Times of every day in which there is no talk at a fixed time."""
    for_you: bool = True
    """Whether talks that may interest the user are proposed."""
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)


# The pure part.


@dataclass(frozen=True, slots=True, eq=False)
class _Chain:
    """The last talk of a partial plan, and the plan before it."""

    talk: Talk
    before: "_Chain | None"


@dataclass(frozen=True, slots=True)
class _State:
    """The best of the partial plans that make no difference for later talks."""

    worth: int
    chain: _Chain | None = None
    free: datetime = _LONG_AGO
    """When its last talk ends."""


_Key = tuple[tuple[int, ...], int]
"""What makes a difference for later talks: the indices of the talks that may clash with these, and of the last talk, as
its session may go on; -1 for none. Talks that make the same difference have one index."""


def best_talks(candidates: Iterable[Candidate], walks: Walks = NO_WALKS) -> tuple[Talk, ...]:
    """Return those of the *candidates*, talks at a fixed time, that are worth most together and do not clash.

    Of two choices that are worth the same it is always the same one that is returned.
    """
    ordered = sorted(candidates, key=lambda one: (start_key(one.talk), one.talk.id))
    talks = [one.talk for one in ordered]
    matters = _later_matters(talks, walks)
    alike_in_place = _first_alike(talks, lambda talk: (*_place_of(talk), span(talk)))
    alike_in_session = _first_alike(talks, lambda talk: (*_session_of(talk), bounds(talk)[1]))
    states: dict[_Key, _State] = {((), -1): _State(0)}
    for at, candidate in enumerate(ordered):
        talk = candidate.talk
        states = _settled(states, bounds(talk)[0], walks.longest)
        # many partial plans end with the same talk
        clashes = cache(lambda one, talk=talk: is_firm_clash(talks[one], talk, walks))
        for (recent, last), state in [*states.items()]:
            if any(clashes(one) for one in recent):
                continue
            stays = last >= 0 and _is_stay(talks[last], talk)
            worth = state.worth + candidate.worth + (_STAY if stays else 0)
            still = (*(one for one in recent if matters(one, at)), alike_in_place[at])
            chain, free = _Chain(talk, state.chain), max(state.free, bounds(talk)[1])
            _keep_best(states, (still, alike_in_session[at]), _State(worth, chain, free))
    best = max(states.values(), key=attrgetter("worth"))
    return tuple(reversed([*_talks_of(best.chain)]))


def _first_alike(talks: Sequence[Talk], key: Callable[[Talk], Hashable]) -> Sequence[int]:
    """Return for each of *talks* the index of the first one with the same *key*."""
    first: dict[Hashable, int] = {}
    return [first.setdefault(key(talk), at) for at, talk in enumerate(talks)]


def _place_of(talk: Talk) -> tuple[str, str]:
    return talk.session.programme, room_of(talk)


def _session_of(talk: Talk) -> tuple[str, str]:
    return talk.session.programme, talk.session.title


def _talks_of(chain: _Chain | None) -> Iterator[Talk]:
    """Yield the talks of *chain*, the last one first."""
    while chain:
        yield chain.talk
        chain = chain.before


def _settled(states: Mapping[_Key, _State], now: datetime, reach: timedelta) -> dict[_Key, _State]:
    """Return the *states* without what makes no difference from *now* on; *reach* is the longest walk."""
    settled: dict[_Key, _State] = {}
    for (recent, last), state in states.items():
        # a talk without an end clashes with another one at the same moment
        if state.free + reach < now:
            recent = ()
        if state.free + _STAY_WITHIN < now:
            last = -1
        _keep_best(settled, (recent, last), state)
    if len(settled) <= _MOST_STATES:
        return settled
    return dict(nlargest(_MOST_STATES, settled.items(), key=lambda one: one[1].worth))


def _keep_best(states: dict[_Key, _State], key: _Key, state: _State) -> None:
    known = states.get(key)
    if known is None or state.worth > known.worth:
        states[key] = state


def _later_matters(talks: Sequence[Talk], walks: Walks) -> Callable[[int, int], bool]:
    """Return a function that says whether a talk still matters once a later one is chosen.

    It does where a talk after both clashes with the first, for the walk from there, and not with the second: the
    way over the room of the second is shorter. Where no detour is shorter than the walk, that is never so.
    """
    known: dict[tuple[int, int], bool] = {}
    reach, starts = walks.longest, [bounds(talk)[0] for talk in talks]

    def starting_before(at: int, until: datetime) -> Iterator[tuple[Talk, datetime]]:
        """Yield the talks from index *at* on that start before *until*, with their starts."""
        end = bisect_left(starts, until, at)
        return zip(talks[at:end], starts[at:end], strict=True)

    def matters(first: int, second: int) -> bool:
        if not reach:
            return False
        if (first, second) not in known:
            until = bounds(talks[first])[1] + reach
            free = bounds(talks[second])[1]
            known[first, second] = any(
                start >= free
                and missing_walk(talks[first], later, walks)
                and not is_firm_clash(talks[second], later, walks)
                for later, start in starting_before(second + 1, until)
            )
        return known[first, second]

    return matters


def _is_stay(one: Talk, other: Talk) -> bool:
    """Return whether *other*, which comes next, goes on with the session of *one*."""
    time_between = bounds(other)[0] - bounds(one)[1]
    return _session_of(one) == _session_of(other) and time_between <= _STAY_WITHIN


def plan_value(chosen: Sequence[Talk], worth: Mapping[str, int]) -> int:
    """Return what a plan of *chosen* talks at a fixed time, in the order of time, is worth."""
    stays = sum(_is_stay(one, other) for one, other in pairwise(chosen))
    return sum(worth[talk.id] for talk in chosen) + _STAY * stays


def visits(posters: Iterable[Candidate], busy: Iterable[Span]) -> tuple[Talk, ...]:
    """Return those of the *posters* that are worth most together and can all be visited in the time not *busy*."""
    wanted = sorted(posters, key=lambda one: (-one.worth, start_key(one.talk), one.talk.id))
    opened = {one.talk.id: bounds(one.talk) for one in wanted}
    slots = _free_slots(opened.values(), [*busy])
    chosen: list[Talk] = []
    for one in wanted:
        tried = [*chosen, one.talk]
        if len(tried) <= len(slots) and _can_visit([opened[talk.id] for talk in tried], slots):
            chosen = tried
    return tuple(chosen)


def _free_slots(opened: Iterable[Span], busy: Sequence[Span]) -> list[datetime]:
    """Return when visits can begin, one after the other, while something is open and nothing else takes the time."""
    begins = set()
    for start, end in set(opened):
        at = start + -timedelta(minutes=start.minute, seconds=start.second) % _VISIT
        while at + _VISIT <= end:
            begins.add(at)
            at += _VISIT
    return [
        at
        for at in sorted(begins)
        if not any(start < at + _VISIT and at < end for start, end in busy)
    ]


def _can_visit(opened: Sequence[Span], slots: Sequence[datetime]) -> bool:
    """Return whether each of *opened* can have one of the *slots*: what closes first is visited first."""
    waiting = [*opened]
    heapify(waiting)
    closing: list[datetime] = []
    for slot in slots:
        while waiting and waiting[0][0] <= slot:
            heappush(closing, heappop(waiting)[1])
        if closing and heappop(closing) < slot + _VISIT:
            return False
    return not (waiting or closing)


def break_of(talk: Talk, breaks: Iterable[Break]) -> Break | None:
    """Return the first of the *breaks* that *talk* would take a part of; None if it takes none."""
    when, start = span(talk), talk.start
    if when is None or start is None:
        return None
    days = {start.date(), (talk.end or start).date()}
    for one in breaks:
        for begin, end in _breaks_on(days, one, start):
            if begin < when[1] and when[0] < end:
                return one
    return None


def _breaks_on(days: Iterable[date], one: Break, like: datetime) -> Iterator[Span]:
    """Yield when the break *one* is on *days*, by the clock of *like*."""
    for day in days:
        begin, end = (datetime.combine(day, at, like.tzinfo).astimezone(UTC) for at in one)
        yield begin, end


def _visited(
    posters: Iterable[Candidate], attended: Iterable[Talk], breaks: Sequence[Break]
) -> Iterator[Talk]:
    """Yield the posters to visit, day by day, in the time that talks and breaks leave."""
    days: dict[str, list[Candidate]] = {}
    for one in posters:
        days.setdefault(listed_day(one.talk), []).append(one)
    timetable = Timetable(attended)
    for of_day in days.values():
        opened = [bounds(one.talk) for one in of_day]
        day = min(start for start, _end in opened), max(end for _start, end in opened)
        busy = {bounds(talk) for talk in timetable.during(day)}
        starts = {one.talk.start.replace(minute=0, second=0) for one in of_day if one.talk.start}
        busy |= {
            when for start in starts for kept in breaks for when in _breaks_on([start], kept, start)
        }
        yield from visits(of_day, busy)


def plan_talks(
    candidates: Sequence[Candidate], marked: Sequence[Talk], wishes: PlanWishes
) -> tuple[tuple[Talk, ...], tuple[LeftOut, ...]]:
    """Return the plan, and those of the *marked* talks that are left out; both in the order of time.

    Marked talks that are no candidates are cancelled.
    """
    breaks = wishes.breaks
    fixed = [one for one in candidates if not is_drop_in(one.talk)]
    attended = best_talks([one for one in fixed if not break_of(one.talk, breaks)], wishes.walks)
    posters = [one for one in candidates if is_drop_in(one.talk)]
    always = [
        one.talk for one in posters if one.worth >= (_LEVEL if is_all_day(one.talk) else _STAR)
    ]
    visited = _visited([one for one in posters if not is_all_day(one.talk)], attended, breaks)
    chosen = {talk.id: talk for talk in (*attended, *always, *visited)}
    index, known = ClashIndex(attended, wishes.walks), {one.talk.id for one in candidates}
    left_out = [
        LeftOut(
            talk,
            index.firm(talk, _MOST_NAMED),
            None if is_drop_in(talk) else break_of(talk, breaks),
            is_cancelled=talk.id not in known,
        )
        for talk in sorted(marked, key=start_key)
        if talk.id not in chosen
    ]
    return tuple(sorted(chosen.values(), key=start_key)), tuple(left_out)


# What is read for a plan.


def propose_plan(
    library: LibraryStore,
    starred: Mapping[str, Talk],
    marks: Mapping[str, Mark],
    wishes: PlanWishes,
) -> Plan:
    """Return the best plan. *starred* are the starred talks as the agenda has them, by id. Raises StoreError."""
    rated = {talk_id for talk_id, mark in marks.items() if mark.interest and not mark.hidden}
    found = library.find(rated - starred.keys())
    known = (*starred.values(), *(found[talk_id][1] for talk_id in sorted(found)))
    part = _part_of(library, known, wishes)
    marked = [talk for talk in known if part.contains(talk)]
    gone = cancelled_talks(marked, library)
    likings = _likings(library, marks, marked, part) if wishes.for_you else _NO_LIKINGS
    candidates = [
        Candidate(talk, _worth(talk, marks.get(talk.id, NO_MARK), likings.scores.get(talk.id, 0.0)))
        for talk in (*marked, *likings.talks)
        if talk.id not in gone
    ]
    talks, left_out = plan_talks(candidates, marked, wishes)
    in_order = tuple(in_walk_order(talks, read_stops(library, talks, marks)))
    return Plan(in_order, left_out, likings.of(library, talks), part.programme_days)


def nothing_planned(wishes: PlanWishes) -> str:
    """Return what to do where a plan has no talk."""
    when = f" on {wishes.day}" if wishes.day else ""
    return f"There is nothing to plan{when}. {NOTHING_LEARNED if wishes.for_you else 'Star talks first.'}"


def _worth(talk: Talk, mark: Mark, score: float) -> int:
    """Return what attending *talk* is worth; *score* is from 0 to 1."""
    length = talk.duration
    minutes = length / timedelta(minutes=1) if length else _UNKNOWN_MINUTES
    liking = round(_MINUTE * max(0.0, min(minutes, _MOST_MINUTES)) * score)
    if mark.starred:
        return _STAR + _STARRED_LEVEL * mark.interest + liking
    return _LEVEL * mark.interest + liking


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of the library that a plan is for."""

    programmes: tuple[ProgrammeSummary, ...]
    days: frozenset[str]
    clock: Clock
    programme_days: tuple[str, ...]

    def contains(self, talk: Talk) -> bool:
        """Return whether *talk* has a time, and is on one of the days."""
        return talk.start is not None and listed_day(by_clock(talk, self.clock)) in self.days


def _part_of(library: LibraryStore, known: Sequence[Talk], wishes: PlanWishes) -> _Part:
    """Return the part of *library* that *wishes* name; *known* are the talks that the user has marked."""
    programmes, days = library.programmes(), library.days()
    # by another clock, a talk may be a day earlier or later
    shifts = (0,) if wishes.clock == EVENT else (-1, 0, 1)
    if wishes.day:
        near = {_shifted(wishes.day, shift) for shift in shifts}
        named = [one for one in programmes if not near.isdisjoint(days.get(one.id, ()))]
    elif wishes.programme:
        named = [one for one in programmes if one.id == wishes.programme]
    else:
        today = wishes.now.date().isoformat()
        to_come = [one for one in programmes if max(days.get(one.id, ()), default="") >= today]
        with_marks = {talk.programme_id for talk in known}
        named = to_come or [one for one in programmes if one.id in with_marks]
    every = {
        _shifted(day, shift) for one in named for day in days.get(one.id, ()) for shift in shifts
    }
    wanted = {wishes.day} if wishes.day else every
    return _Part(tuple(named), frozenset(wanted), wishes.clock, tuple(sorted(every)))


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


@dataclass(frozen=True, slots=True)
class _Likings:
    """The talks that may interest the user, by what was learned from the marks."""

    talks: tuple[Talk, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    """Of these talks and of the marked ones: at most 1."""
    learned: tuple[LibraryVectors, Taste] | None = None

    def of(self, library: LibraryStore, talks: Sequence[Talk]) -> Mapping[str, Liking]:
        """Return why those of *talks* that are not marked may interest the user."""
        if self.learned is None:
            return {}
        ids = {talk.id for talk in self.talks}
        numbers = library.numbered(talk.id for talk in talks if talk.id in ids)
        why = reasons(*self.learned, [*numbers.values()])
        because = library.talks({reason.because for reason in why.values()})
        return {
            talk_id: Liking(because[why[number].because], why[number].terms)
            for talk_id, number in numbers.items()
            if number in why and why[number].because in because
        }


_NO_LIKINGS = _Likings()


def _likings(
    library: LibraryStore, marks: Mapping[str, Mark], marked: Sequence[Talk], part: _Part
) -> _Likings:
    """Return the best talks of each day of *part* that the user has not decided on, and their scores."""
    sets = mark_sets(marks, library.numbered(marks))
    found = VectorStore(library).ready()
    learned = taste(found, sets) if found else None
    if not (found and learned):
        return _NO_LIKINGS
    score_of = dict(zip(found.numbers.tolist(), learned.scores.tolist(), strict=True))
    groups: dict[tuple[str, bool], list[tuple[float, int]]] = {}
    for one in part.programmes:
        numbers = library.numbers(Scope(one.id))
        for number, talk in zip(numbers, library.timed_talks(one.id), strict=False):
            score = score_of.get(number, 0.0)
            if score > 0 and part.contains(talk) and not is_all_day(talk):
                day = listed_day(by_clock(talk, part.clock))
                groups.setdefault((day, is_drop_in(talk)), []).append((score, -number))
    best = [one for group in groups.values() for one in nlargest(_MOST_LIKED, group)]
    most = max((score for score, _number in best), default=1.0)
    considered = [-number for score, number in best if score >= _LEAST_LIKED * most]
    talks = library.talks(sorted(undecided(library, sets, considered)))
    numbered = {talk.id: number for number, talk in talks.items()}
    numbered |= library.numbered(talk.id for talk in marked)
    scores = {
        talk_id: min(max(score_of.get(number, 0.0) / most, 0.0), 1.0)
        for talk_id, number in numbered.items()
    }
    return _Likings(counted_once([*talks.values()]), scores, (found, learned))
