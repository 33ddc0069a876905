"""Which talks clash, and which day a talk is listed under, in all zones and at all lengths."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from math import log2

import pytest
from factories import at, talk
from hypothesis import given, settings
from hypothesis import strategies as st
from timetables import is_loose, plans, quarters

from confbrowse.model import Session, Talk, listed_day, start_key
from confbrowse.schedule.clashes import ClashIndex, Partners
from confbrowse.schedule.rooms import Walks
from confbrowse.schedule.timetable import Timetable, by_day, overlap

TOKYO, PACIFIC = timezone(timedelta(hours=9)), timezone(timedelta(hours=-7))
MIDNIGHT = datetime(2021, 7, 20, tzinfo=UTC)


def slow_partners(one: Talk, mine: Sequence[Talk]) -> dict[str, bool]:
    """Return which of *mine* clash or overlap with *one*, pair by pair."""
    return {
        other.id: is_loose(one) or is_loose(other)
        for other in mine
        if other.id != one.id and quarters(one) & quarters(other)
    }


def found_partners(one: Talk, mine: Sequence[Talk]) -> dict[str, bool]:
    found = ClashIndex(mine).partners(one, len(mine))
    return {
        talk.id: is_weak
        for is_weak, some in ((False, found.firm), (True, found.weak))
        for talk in some.first
    }


@given(plans(), plans(3, "other "))
def test_partners_are_all_that_overlap_whether_the_talk_is_mine_or_not(
    mine: list[Talk], others: list[Talk]
) -> None:
    for one in [*mine, *others]:
        assert found_partners(one, mine) == slow_partners(one, mine)


@given(plans(), plans(3, "other "))
def test_how_a_talk_clashes_follows_from_its_partners(mine: list[Talk], others: list[Talk]) -> None:
    plan = ClashIndex(mine)
    for one in [*mine, *others]:
        weak = slow_partners(one, mine).values()
        assert plan.strength(one) == ((all(weak) and "weak") or "firm" if weak else None)


@given(plans(14))
def test_what_clashes_at_all_is_known_without_asking_each_for_its_partners(
    mine: list[Talk],
) -> None:
    firm = {one.id for one in mine if not all(slow_partners(one, mine).values())}
    assert ClashIndex(mine).clashing == firm


@given(plans(), plans(3, "other "), st.integers(0, 4))
def test_firm_and_weak_clashes_are_counted_and_the_first_of_them_named(
    mine: list[Talk], others: list[Talk], most: int
) -> None:
    for one in [*mine, *others]:
        plan = ClashIndex(mine)
        slow = slow_partners(one, plan.timetable.talks)
        partners = plan.partners(one, most)
        assert partners == Partners(plan.firm(one, most), plan.weak(one, most))
        for is_weak, some in ((False, partners.firm), (True, partners.weak)):
            wanted = [other for other, weak in slow.items() if weak == is_weak]
            assert [talk.id for talk in some.first] == wanted[:most]
            assert some.total == len(wanted)
        assert partners.total == len(slow)


@settings(max_examples=30)
@given(st.data(), plans())
def test_clashes_do_not_depend_on_the_order_the_talks_come_in(
    data: st.DataObject, mine: list[Talk]
) -> None:
    mixed = data.draw(st.permutations(mine))
    assert ClashIndex(mine).clashing == ClashIndex(mixed).clashing
    assert all(found_partners(one, mine) == found_partners(one, mixed) for one in mine)


LONG = talk("Long", start=at(9), end=at(12))


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        (talk("before", start=at(8), end=at(9)), False),
        (talk("after", start=at(12), end=at(13)), False),
        (talk("within", start=at(10), end=at(11)), True),
        (talk("around", start=at(8), end=at(13)), True),
        (talk("into", start=at(8), end=at(9, 1)), True),
        (talk("same", start=at(9), end=at(12)), True),
        (talk("moment within", start=at(10)), True),
        (talk("moment at the begin", start=at(9)), True),
        (talk("moment at the end", start=at(12)), False),
        (talk("no length", start=at(10), end=at(10)), True),
        (talk("mixed up", start=at(10), end=at(8)), True),
        (talk("no start", end=at(10)), False),
        (talk("no time"), False),
        (talk("in Tokyo", start=datetime(2021, 7, 20, 19, tzinfo=TOKYO)), True),
        (talk("in Tokyo at nine", start=datetime(2021, 7, 20, 9, tzinfo=TOKYO)), False),
        (talk("the next day", start=at(10, day=21), end=at(11, day=21)), False),
    ],
    ids=lambda value: value.title if isinstance(value, Talk) else "",
)
def test_two_talks_clash_where_a_person_would_have_to_be_at_both(other: Talk, clash: bool) -> None:
    plan = ClashIndex([LONG, other])
    assert plan.clashing == ({LONG.id, other.id} if clash else frozenset())
    partners = plan.partners(LONG, 2)
    assert partners.firm.first + partners.weak.first == ((other,) if clash else ())
    assert overlap(LONG, other) == overlap(other, LONG) == clash


@pytest.mark.parametrize(
    ("other", "weak"),
    [
        (talk("Registration", start=at(8), end=at(18)), True),
        (talk("Exhibition", start=at(0, day=19), end=at(0, day=22)), True),
        (talk("Poster", kind="Poster", start=at(9), end=at(11)), True),
        (talk("Posters", kind="Poster Session", start=at(9), end=at(11)), True),
        (talk("Stand", kind="Spotlight Poster", start=at(9)), True),
        (talk("Teaser", kind="Poster Spotlight", start=at(9), end=at(9, 5)), False),
        (talk("Oral", kind="Oral", position="#3", start=at(9), end=at(11)), False),
        (talk("Tutorial", kind="Tutorial", start=at(9), end=at(12)), False),
        (talk("Hung", position="#3", start=at(9), end=at(11)), True),
        (talk("By session", session=Session("X", "Poster Session 2"), start=at(9)), True),
        (talk("Neither", start=at(9), end=at(11)), False),
    ],
    ids=lambda value: value.title if isinstance(value, Talk) else "",
)
def test_what_one_may_come_to_at_any_moment_clashes_weakly(other: Talk, weak: bool) -> None:
    plan = ClashIndex([LONG, other])
    assert found_partners(other, [LONG, other]) == {LONG.id: weak}
    assert bool(plan.clashing) is not weak


def test_a_talk_across_midnight_clashes_with_the_next_morning() -> None:
    night = talk("Night", start=at(23), end=at(1, day=21))
    early = talk("Early", start=at(0, 30, day=21), end=at(2, day=21))
    assert ClashIndex([early, night]).clashing == {night.id, early.id}


def test_talks_clash_if_the_walk_takes_longer_than_the_time_between_them() -> None:
    walks = Walks.of_minutes(10, (("A", "D", 30),))
    desk = talk("Registration", room="Hall", start=at(8), end=at(19))
    one = talk("One", room="A", start=at(9), end=at(10))
    late = talk("Late", room="B", start=at(10, 5), end=at(11))
    near = talk("Near", room="B", start=at(11), end=at(12))
    overlapping = talk("Clashing", room="C", start=at(11, 30), end=at(12))
    in_time = talk("In time", room="A", start=at(12, 10), end=at(13))
    plan = ClashIndex([desk, one, late, near, overlapping, in_time], walks)
    assert plan.clashing == {one.id, late.id, near.id, overlapping.id}
    assert plan.walk_to(late) == timedelta(minutes=10)
    assert [plan.walk_to(other) for other in (desk, one, near, in_time)] == [None] * 4
    assert plan.firm(one, 5).named() == "Late (10 min walk)"
    assert plan.firm(near, 5).named() == "Clashing"
    unstarred = talk("Before", room="D", start=at(8), end=at(8, 40))
    assert (plan.strength(unstarred), plan.firm(unstarred, 5).first) == ("firm", (one,))
    poster = talk("Poster", room="D", kind="Poster", start=at(8), end=at(8, 50))
    assert plan.strength(poster) == "weak"
    assert ClashIndex([one, late]).strength(one) is None


@given(plans(), plans(3, "N"), st.integers(0, 60))
def test_every_talk_that_clashes_names_another_and_is_named_by_it(
    talks: list[Talk], others: list[Talk], minutes: int
) -> None:
    plan = ClashIndex(talks, Walks.of_minutes(minutes, (("A", "B", 2 * minutes),)))
    named = {one.id: {other.id for other in plan.firm(one, 99).first} for one in (*talks, *others)}
    assert plan.clashing == {one.id for one in talks if named[one.id]}
    for one in talks:
        assert all(one.id in named[other] for other in named[one.id])
    for one in (*talks, *others):
        assert (plan.strength(one) == "firm") == bool(named[one.id])
        assert plan.firm(one, 1).total == len(named[one.id])


class Counted(Timetable):
    """A timetable that counts the steps of its searches."""

    steps = 0

    def _is_over(self, *node_and_instant: object) -> bool:
        self.steps += 1
        return super()._is_over(*node_and_instant)  # type: ignore[arg-type]  # handed on as it came


MANY = 5_000
SHAPES = {
    "one after another": [(number, 1) for number in range(MANY)],
    "fifty at once": [(number // 50 * 20, 20) for number in range(MANY)],
    "all at once": [(0, 90)] * MANY,
    "one around the other": [(number, 2 * (MANY - number)) for number in range(MANY)],
    "one that never ends": [(0, 2 * MANY), *((number, 1) for number in range(MANY - 1))],
    "long ones first": [(number, MANY if number < 40 else 3) for number in range(MANY)],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_partners_are_found_in_steps_that_grow_with_them_and_a_logarithm(shape: str) -> None:
    minute = timedelta(minutes=1)
    mine = Counted(
        talk(
            f"T{number}", start=MIDNIGHT + start * minute, end=MIDNIGHT + (start + length) * minute
        )
        for number, (start, length) in enumerate(SHAPES[shape])
    )
    for begin in (0, 1, 45, 999, 2_500, MANY - 1, 2 * MANY + 1):
        mine.steps = 0
        found = mine.during((MIDNIGHT + begin * minute, MIDNIGHT + (begin + 20) * minute))
        assert mine.steps <= 2 * len(found) + 2 * log2(MANY) + 2


@pytest.mark.parametrize("shape", SHAPES)
def test_a_few_partners_are_found_in_few_steps_however_many_there_are(shape: str) -> None:
    minute = timedelta(minutes=1)
    mine = Counted(
        talk(
            f"T{number}", start=MIDNIGHT + start * minute, end=MIDNIGHT + (start + length) * minute
        )
        for number, (start, length) in enumerate(SHAPES[shape])
    )
    for begin in (0, 1, 45, 999, 2_500, MANY - 1, 2 * MANY + 1):
        mine.steps = 0
        when = (MIDNIGHT + begin * minute, MIDNIGHT + (begin + 20) * minute)
        first = mine.first_during(when, 5)
        steps = mine.steps
        assert first == mine.during(when)[:5]
        assert steps <= 2 * log2(MANY) * 6


def test_days_go_by_the_clock_of_the_place() -> None:
    tokyo = talk("Tokyo", start=datetime(2021, 7, 21, 8, tzinfo=TOKYO))
    pacific = talk("Pacific", start=datetime(2021, 7, 20, 18, tzinfo=PACIFIC))
    assert by_day([pacific, tokyo]) == [
        (date(2021, 7, 21), (tokyo,)),
        (date(2021, 7, 20), (pacific,)),
    ]


def test_talks_without_a_time_come_last() -> None:
    timeless, timed = talk("Some time"), talk("Nine", start=at(9))
    assert by_day([timeless, timed]) == [(date(2021, 7, 20), (timed,)), (None, (timeless,))]
    assert by_day([]) == []


@settings(max_examples=30)
@given(plans())
def test_every_talk_falls_on_one_day_in_the_order_of_time(talks: list[Talk]) -> None:
    days = by_day(talks)
    assert sorted(one.id for _, held in days for one in held) == sorted(one.id for one in talks)
    assert len({day for day, _ in days}) == len(days)
    for day, held in days:
        assert {listed_day(one) for one in held} == {day.isoformat() if day else ""}
        assert list(held) == sorted(held, key=start_key)


def test_a_talk_in_the_night_falls_on_the_day_it_is_listed_under() -> None:
    late = talk("Late", start=at(23))
    night = talk("Night", start=at(0, 30, day=21), day="2021-07-20")

    assert by_day([night, late]) == [(date(2021, 7, 20), (late, night))]
