"""The best plan: no other choice of talks without a clash is worth more, and it says what it leaves out and why."""

from collections.abc import Sequence
from datetime import time, timedelta
from itertools import combinations

from factories import SESSION, at, talk
from hypothesis import given
from hypothesis import strategies as st
from timetables import plans

from confbrowse.discovery.plan import (
    Candidate,
    PlanWishes,
    best_talks,
    plan_talks,
    plan_value,
    visits,
)
from confbrowse.model import Session, Talk, start_key
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.rooms import NO_WALKS, Walks
from confbrowse.schedule.timetable import Span, bounds, is_drop_in

STAR = 1_000_000
WALKS = st.builds(
    Walks.of_minutes,
    st.sampled_from([0, 15, 45]),
    st.sampled_from([(), (("A", "B", 90),), (("A", "Janson", 0), ("B", "Janson", 60))]),
)
VISIT = timedelta(minutes=10)


def hour(title: str, begins: int, *, room: str = "A", session: Session = SESSION) -> Talk:
    """Return a talk of an hour."""
    return talk(title, start=at(begins), end=at(begins + 1), room=room, session=session)


def planned(*candidates: tuple[Talk, int], walks: Walks = NO_WALKS) -> list[str]:
    """Return the titles of the best talks among *candidates* and what they are worth."""
    chosen = best_talks([Candidate(one, worth) for one, worth in candidates], walks)
    return [one.title for one in chosen]


@given(plans(most=8), st.lists(st.integers(1, 1500), min_size=8, max_size=8), WALKS)
def test_no_choice_of_talks_without_a_clash_is_worth_more(
    talks: list[Talk], worths: list[int], walks: Walks
) -> None:
    fixed = [one for one in talks if one.start and not is_drop_in(one)]
    worth = {one.id: value for one, value in zip(fixed, worths, strict=False)}
    chosen = best_talks([Candidate(one, worth[one.id]) for one in fixed], walks)
    assert not ClashIndex(chosen, walks).clashing
    ordered = sorted(fixed, key=lambda one: (start_key(one), one.id))
    choices = (some for size in range(len(fixed) + 1) for some in combinations(ordered, size))
    free = (some for some in choices if not ClashIndex(some, walks).clashing)
    assert plan_value(chosen, worth) == max(plan_value(some, worth) for some in free)
    assert best_talks([Candidate(one, worth[one.id]) for one in reversed(fixed)], walks) == chosen


def test_two_short_talks_outweigh_a_long_one_that_begins_first() -> None:
    long = talk("Long", start=at(9), end=at(12))
    assert planned((long, 3000), (hour("One", 10), 2000), (hour("Two", 11), 2000)) == ["One", "Two"]
    assert planned((long, 5000), (hour("One", 10), 2000), (hour("Two", 11), 2000)) == ["Long"]


def test_a_session_is_stayed_in_unless_another_talk_is_worth_much_more() -> None:
    other = Session("ICML 2021", "Other")
    stays = [(hour(name, begins), 1000) for name, begins in (("A", 9), ("B", 10), ("C", 11))]
    assert planned(*stays, (hour("X", 10, session=other), 1700)) == ["A", "B", "C"]
    assert planned(*stays, (hour("X", 10, session=other), 1900)) == ["A", "X", "C"]


def test_the_walk_between_rooms_counts() -> None:
    one, two = (hour("One", 9, room="A"), 2), (hour("Two", 10, room="B"), 3)
    assert planned(one, two) == ["One", "Two"]
    assert planned(one, two, walks=Walks.of_minutes(10, ())) == ["Two"]
    assert planned(one, two, walks=Walks.of_minutes(10, (("A", "B", 0),))) == ["One", "Two"]


def test_a_talk_without_a_room_on_the_way_makes_no_walk_shorter() -> None:
    pause = talk("Pause", start=at(10), end=at(10, 5))
    late = talk("Late", start=at(10, 5), end=at(11), room="B")
    found = planned((hour("One", 9), 9), (pause, 1), (late, 3), walks=Walks.of_minutes(15, ()))
    assert found == ["One", "Pause"]


def test_thousands_of_talks_at_once_are_bounded() -> None:
    many = [(hour(f"T{number}", 9 + number % 3), number % 7 + 1) for number in range(3000)]
    assert len(planned(*many)) == 3


spans = st.tuples(st.integers(0, 6), st.integers(1, 4)).map(
    lambda found: (at(9) + found[0] * VISIT, at(9) + (found[0] + found[1]) * VISIT)
)


def can_be_visited(posters: Sequence[Span], busy: Sequence[Span]) -> bool:
    """Return whether every one has a slot of its own: by trying all."""
    if not posters:
        return True
    (start, end), *others = posters
    slots = (start + step * VISIT for step in range((end - start) // VISIT))
    return any(
        can_be_visited(others, [*busy, (slot, slot + VISIT)])
        for slot in slots
        if all(slot + VISIT <= begin or until <= slot for begin, until in busy)
    )


@given(st.lists(st.tuples(spans, st.integers(1, 9)), max_size=5), st.lists(spans, max_size=2))
def test_no_posters_that_can_be_visited_are_worth_more(
    posters: list[tuple[Span, int]], busy: list[Span]
) -> None:
    candidates = [
        Candidate(talk(f"P{number}", start=when[0], end=when[1]), worth)
        for number, (when, worth) in enumerate(posters)
    ]
    worth = {one.talk.id: one.worth for one in candidates}
    chosen = visits(candidates, busy)
    assert can_be_visited([bounds(one) for one in chosen], busy)
    choices = (some for size in range(6) for some in combinations(candidates, size))
    best = max(
        sum(one.worth for one in some)
        for some in choices
        if can_be_visited([bounds(one.talk) for one in some], busy)
    )
    assert sum(worth[one.id] for one in chosen) == best


def test_what_is_left_out_says_why() -> None:
    nine, rival, lunch, gone = (
        hour("Nine", 9),
        hour("Rival", 9, room="B"),
        hour("Lunch talk", 12),
        hour("Gone", 15),
    )
    far = talk("Far", start=at(10, 5), end=at(11), room="C")
    hall = Session("ICML 2021", "Posters")
    poster = talk("Poster", session=hall, kind="Poster", start=at(9), end=at(11))
    full = talk("Full", session=hall, kind="Poster", start=at(9), end=at(10))
    wishes = PlanWishes(walks=Walks.of_minutes(10, ()), breaks=((time(12), time(13)),))
    worth = {nine: 2 * STAR, rival: STAR, lunch: STAR, far: 200_000, poster: STAR, full: 200_000}
    candidates = [Candidate(one, value) for one, value in worth.items()]
    talks, left_out = plan_talks(candidates, [*worth, gone], wishes)
    assert [one.title for one in talks] == ["Nine", "Poster"]
    assert {one.talk.title: one.reason for one in left_out} == {
        "Rival": "clashes with “Nine”",
        "Full": "no time is left for it",
        "Far": "clashes with “Nine” (10 min walk)",
        "Lunch talk": "in your break 12:00–13:00",
        "Gone": "no longer in the programme",
    }
