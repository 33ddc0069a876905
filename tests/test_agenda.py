"""What clashes, and what falls on which day, whatever zones and lengths the talks have."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import at, talk, zones

from confbrowse.agenda import by_day, clashes
from confbrowse.model import Talk, by_time

TOKYO, PACIFIC = timezone(timedelta(hours=9)), timezone(timedelta(hours=-7))
MIDNIGHT = datetime(2021, 7, 20, tzinfo=UTC)

QUARTER = timedelta(minutes=15)
slots = st.integers(-8, 30)  # few enough that many meet
instants = st.builds(lambda slot, zone: (MIDNIGHT + QUARTER * slot).astimezone(zone), slots, zones)


@st.composite
def plans(draw: st.DrawFn) -> list[Talk]:
    """Return talks of every kind: long, of no length, without an end or a start, with both mixed up."""
    times = draw(st.lists(st.tuples(st.none() | instants, st.none() | instants), max_size=9))
    return [talk(f"T{here}", start=start, end=end) for here, (start, end) in enumerate(times)]


def quarters(one: Talk) -> set[datetime]:
    """Return the quarters of an hour in which a person who wants to hear *one* must be there."""
    if one.start is None:
        return set()
    length = max(one.end or one.start, one.start) - one.start
    return {one.start, *(one.start + QUARTER * number for number in range(length // QUARTER))}


def slow_clashes(talks: Sequence[Talk]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in combinations(talks, 2):
        if quarters(one) & quarters(other):
            found.setdefault(one.id, set()).add(other.id)
            found.setdefault(other.id, set()).add(one.id)
    return found


@given(plans())
def test_clashes_are_all_pairs_that_overlap(talks: list[Talk]) -> None:
    assert {one: set(others) for one, others in clashes(talks).items()} == slow_clashes(talks)


@given(plans())
def test_partners_stand_in_the_order_of_time_and_once(talks: list[Talk]) -> None:
    in_order = [one.id for one in sorted(talks, key=by_time)]
    for partners in clashes(talks).values():
        assert list(partners) == sorted(set(partners), key=in_order.index)


@given(st.data(), plans())
def test_clashes_do_not_depend_on_the_order_the_talks_come_in(
    data: st.DataObject, talks: list[Talk]
) -> None:
    before, after = clashes(talks), clashes(data.draw(st.permutations(talks)))
    assert before.keys() == after.keys()
    assert all(set(before[one]) == set(after[one]) for one in before)


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
    expected = {"Long": (other.id,), other.title: (LONG.id,)} if clash else {}
    found = clashes([LONG, other])
    assert found == {talk(title).id: partners for title, partners in expected.items()}


def test_a_talk_across_midnight_clashes_with_the_next_morning() -> None:
    night = talk("Night", start=at(23), end=at(1, day=21))
    early = talk("Early", start=at(0, 30, day=21), end=at(2, day=21))
    assert clashes([early, night]) == {night.id: (early.id,), early.id: (night.id,)}


def test_every_partner_is_named_in_the_order_of_time() -> None:
    first, second = talk("A", start=at(8), end=at(10)), talk("B", start=at(11), end=at(13))
    assert clashes([second, LONG, first])[LONG.id] == (first.id, second.id)


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


@given(plans())
def test_every_talk_falls_on_one_day_in_the_order_of_time(talks: list[Talk]) -> None:
    days = by_day(talks)
    assert sorted(one.id for _, held in days for one in held) == sorted(one.id for one in talks)
    assert len({day for day, _ in days}) == len(days)
    for day, held in days:
        assert {one.start.date() if one.start else None for one in held} == {day}
        assert list(held) == sorted(held, key=by_time)


def test_a_talk_in_the_night_falls_on_the_day_it_is_listed_under() -> None:
    late = talk("Late", start=at(23))
    night = talk("Night", start=at(0, 30, day=21), day="2021-07-20")

    assert by_day([night, late]) == [(date(2021, 7, 20), (late, night))]
