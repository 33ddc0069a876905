"""Free time and the talks that fit it, compared with a count of quarter hours."""

from datetime import UTC, date, datetime, timedelta

import pytest
from factories import at, talk
from hypothesis import given, settings
from hypothesis import strategies as st
from timetables import BERLIN, QUARTER, begin, end, is_all_day, plans, quarters

from confbrowse.model import Mark, Talk, listed_day
from confbrowse.schedule.free_time import Gap, gaps, talks_that_fit
from confbrowse.schedule.rooms import Walks
from confbrowse.schedule.timetable import Timetable

DAY = (talk("First", start=at(9), end=at(9, 30)), talk("Last", start=at(17), end=at(18)))
"""Talks that make the day last from 9:00 to 18:00."""


def free_quarters(mine: list[Talk], programme: list[Talk]) -> set[tuple[str, datetime]]:
    """Return the quarter hours, each with its day, without a talk of *mine*."""
    busy = {
        begin(one) + number * QUARTER
        for one in mine
        if one.start and not is_all_day(one)
        for number in range((end(one) - begin(one)) // QUARTER)
    }
    found = set()
    for day in {listed_day(one) for one in programme} - {""}:
        of_day = [one for one in programme if listed_day(one) == day and not is_all_day(one)]
        first = min(map(begin, of_day), default=datetime.max.replace(tzinfo=UTC))
        last = max(map(end, of_day), default=first)
        found |= {(day, first + number * QUARTER) for number in range((last - first) // QUARTER)}
    return {(day, quarter) for day, quarter in found if quarter not in busy}


@given(plans(), plans(name="other "))
def test_gaps_are_the_quarters_that_nothing_of_mine_takes(
    mine: list[Talk], others: list[Talk]
) -> None:
    found = [
        (gap.day.isoformat(), gap.start.astimezone(UTC) + number * QUARTER)
        for gap in gaps(mine, [*mine, *others])
        for number in range(gap.length // QUARTER)
    ]
    assert len(set(found)) == len(found)
    assert set(found) == free_quarters(mine, [*mine, *others])


@settings(max_examples=30)
@given(plans(), plans(name="other "), st.integers(1, 8))
def test_no_gap_is_shorter_than_asked_for_and_no_longer_one_is_lost(
    mine: list[Talk], others: list[Talk], least: int
) -> None:
    every = gaps(mine, others)
    assert gaps(mine, others, least=least * QUARTER) == tuple(
        gap for gap in every if gap.length >= least * QUARTER
    )


@given(plans(), plans(name="other "))
def test_what_fits_is_all_that_is_wholly_inside_and_meets_nothing_of_mine(
    mine: list[Talk], others: list[Talk]
) -> None:
    taken = set().union(*(quarters(one) for one in mine if not is_all_day(one)))
    for gap in gaps(mine, others):
        inside = {
            one.id
            for one in others
            if one.start
            and gap.start.astimezone(UTC) <= begin(one)
            and end(one) <= gap.end.astimezone(UTC)
            if not quarters(one) & taken
        }
        assert {one.id for one in talks_that_fit(Timetable(others), gap)} == inside


def test_a_free_day_is_one_gap_and_what_is_open_all_day_takes_none_of_it() -> None:
    desk = talk("Registration", start=at(8), end=at(19))
    (gap,) = gaps([desk], [*DAY, desk])
    assert (gap.day, gap.start, gap.end) == (date(2021, 7, 20), at(9), at(18))
    assert (gap.before, gap.after) == (None, None)


def test_a_gap_knows_the_talks_around_it() -> None:
    one, other = talk("One", start=at(10), end=at(11)), talk("Two", start=at(13), end=at(14))
    found = gaps([other, one], [*DAY, one, other])
    assert [(gap.before, gap.after) for gap in found] == [(None, one), (one, other), (other, None)]


def test_the_clocks_of_a_night_with_two_times_two_are_no_trouble() -> None:
    late = datetime(2021, 10, 31, 2, 30, tzinfo=BERLIN)
    one = talk("Before", start=datetime(2021, 10, 31, 1, tzinfo=BERLIN), end=late)
    other = talk("After", start=late.replace(fold=1), end=datetime(2021, 10, 31, 4, tzinfo=BERLIN))
    (gap,) = gaps([one, other], [one, other])
    assert gap.length == timedelta(hours=1)
    assert gap.end.hour == gap.start.hour == 2


@pytest.mark.parametrize(
    ("rooms", "length", "fits"),
    [
        (("A", "A"), 60, {"in A": True, "in B": False, "nowhere": True}),
        (("A", "B"), 50, {"in A": False, "in B": False, "nowhere": True}),
        (("A", None), 60, {"in A": True, "in B": False, "nowhere": True}),
        ((None, None), 60, {"in A": True, "in B": True, "nowhere": True}),
    ],
)
def test_ways_between_rooms_are_taken_off(
    rooms: tuple[str | None, str | None], length: int, fits: dict[str, bool]
) -> None:
    one = talk("One", room=rooms[0], start=at(9), end=at(10))
    other = talk("Two", room=rooms[1], start=at(11), end=at(12))
    offered = Timetable(
        talk(name, room=room, start=at(10), end=at(11))
        for name, room in (("in A", "A"), ("in B", "B"), ("nowhere", None))
    )
    (gap,) = gaps([one, other], [one, other], walks=Walks(timedelta(minutes=10)))
    assert gap.length == timedelta(minutes=length)
    assert {talk.title for talk in talks_that_fit(offered, gap)} == {
        name for name, fit in fits.items() if fit
    }


def test_what_leaves_time_for_the_way_fits_between_two_rooms() -> None:
    one, other = talk("One", room="A", start=at(9), end=at(10)), talk("Two", room="A", start=at(11))
    inside = talk("Inside", room="B", start=at(10, 10), end=at(10, 50))
    (gap,) = gaps([one, other], [one, other], walks=Walks(timedelta(minutes=10)))
    assert gap.fits(inside)


def test_posters_come_after_talks_of_the_same_interest() -> None:
    gap = Gap(date(2021, 7, 20), at(9), at(12))
    poster, dear = (talk(name, kind="Poster", start=at(9), end=at(11)) for name in ("P", "Dear"))
    oral = talk("Oral", kind="Oral", start=at(11), end=at(12))
    found = talks_that_fit(Timetable([poster, dear, oral]), gap, {dear.id: Mark(interest=1)})
    assert found == (dear, oral, poster)


def test_the_most_interesting_comes_first_then_the_earliest() -> None:
    gap = Gap(date(2021, 7, 20), at(9), at(12))
    late, early = talk("Late", start=at(11)), talk("Early", start=at(9))
    dear, hidden = talk("Dear", start=at(11, 30)), talk("Hidden", start=at(10))
    mine = talk("Mine", start=at(10))
    marks = {dear.id: Mark(interest=3), hidden.id: Mark(hidden=True), mine.id: Mark(starred=True)}
    found = talks_that_fit(Timetable([late, dear, hidden, mine, early]), gap, marks)
    assert found == (dear, early, late)
