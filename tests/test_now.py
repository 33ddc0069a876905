"""Which talks are on and which are next, at any instant and in any time zone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from factories import at, talk
from hypothesis import given, settings
from timetables import BERLIN, begin, instants, plans, quarters

from confbrowse.model import Talk, listed_day, start_key
from confbrowse.schedule.now import (
    at_instant,
    at_instant_of_slots,
    minutes_left,
    minutes_until,
    opening_day,
    phase,
)
from confbrowse.schedule.timetable import Timetable


def slow_next(talks: list[Talk], now: datetime) -> set[str]:
    later = [one for one in talks if one.start and begin(one) > now]
    soonest = min(map(begin, later), default=None)
    return {one.id for one in later if begin(one) == soonest}


@given(plans(14), plans(5, "mine "), instants)
def test_now_is_what_a_person_with_a_clock_finds(
    talks: list[Talk], mine: list[Talk], now: datetime
) -> None:
    found = at_instant(now, Timetable(talks), Timetable(mine))
    at = now.astimezone(UTC)
    assert {one.id for one in found.running} == {one.id for one in talks if at in quarters(one)}
    assert {one.id for one in found.next} == slow_next(talks, at)
    assert {one.id for one in found.next_of_mine} == slow_next(mine, at)


@given(plans(14), plans(5, "mine "), instants)
def test_knowing_the_times_is_enough_to_read_only_what_is_on_and_next(
    talks: list[Talk], mine: list[Talk], now: datetime
) -> None:
    in_order = dict(enumerate(sorted(talks, key=start_key)))
    slots: dict[Talk, list[int]] = {}
    for number, one in in_order.items():
        slot = talk("", start=one.start, end=one.end, timezone=one.timezone)
        slots.setdefault(replace(slot, id="", day=one.day), []).append(number)
    read: list[int] = []

    def by_number(numbers: Sequence[int]) -> dict[int, Talk]:
        read.extend(numbers)
        return {number: in_order[number] for number in numbers}

    whole = at_instant(now, Timetable(in_order.values()), Timetable(mine))
    assert at_instant_of_slots(now, slots, Timetable(mine), by_number) == whole
    assert len(read) == len(whole.running) + len(whole.next)


@settings(max_examples=30)
@given(plans(), instants)
def test_there_is_a_day_to_open_wherever_a_talk_has_a_time(
    talks: list[Talk], now: datetime
) -> None:
    opened = opening_day(talks, now)
    days = {listed_day(one) for one in talks if one.start}
    assert (opened.isoformat() in days) if opened else not days


FRIDAY, SATURDAY = date(2021, 7, 23), date(2021, 7, 24)
TALKS = [
    talk("Morning", start=at(9, day=23), end=at(10, day=23)),
    talk("Evening", start=at(18, day=23), end=at(19, day=23)),
    talk("Party", start=at(0, 30, day=24), end=at(2, day=24), day="2021-07-23"),
    talk("Next day", start=at(9, day=24), end=at(10, day=24)),
    talk("Exhibition", start=at(9, day=23), end=at(18, day=24)),
]


@pytest.mark.parametrize(
    ("now", "where", "day"),
    [
        (at(8, day=20), "ahead", FRIDAY),
        (at(9, 30, day=23), "on", FRIDAY),
        (at(12, day=23), "on", FRIDAY),
        (at(1, day=24), "on", FRIDAY),
        (at(5, day=24), "on", SATURDAY),
        (at(9, day=24), "on", SATURDAY),
        (at(17, 59, day=24), "on", SATURDAY),
        (at(18, day=24), "over", FRIDAY),
        (at(8, day=30), "over", FRIDAY),
    ],
)
def test_a_conference_opens_where_it_is(now: datetime, where: str, day: date) -> None:
    assert phase(Timetable(TALKS), now) == where
    assert opening_day(TALKS, now) == day


def test_talks_without_times_have_no_day_to_open() -> None:
    assert opening_day([talk("Some time")], at(9)) is None
    assert phase(Timetable([talk("Some time")]), at(9)) == "without times"


def test_what_is_on_in_the_second_of_two_hours_with_one_name_is_found() -> None:
    second = datetime(2021, 10, 31, 2, fold=1, tzinfo=BERLIN)
    one = Timetable([talk("Moment", start=second)])
    assert at_instant(second, one, one).running == one.talks
    assert not at_instant(second.replace(fold=0), one, one).running


def test_minutes_count_those_that_have_begun() -> None:
    one = talk("One", start=at(9), end=at(10))
    assert minutes_until(one, at(8, 59) + timedelta(seconds=1)) == 1
    assert minutes_left(one, at(9, 30)) == 30
    assert minutes_left(one, at(9, 30) + timedelta(seconds=59)) == 30
    assert minutes_left(talk("No end", start=at(9)), at(9)) is None
    assert minutes_until(talk("No start"), at(9)) is None


def test_the_hour_that_comes_twice_is_counted_twice() -> None:
    party = talk(
        "Party",
        start=datetime(2021, 10, 31, 1, tzinfo=BERLIN),
        end=datetime(2021, 10, 31, 4, tzinfo=BERLIN),
    )
    assert party.duration == timedelta(hours=4)
    assert minutes_left(party, datetime(2021, 10, 31, 1, tzinfo=BERLIN)) == 4 * 60
    assert minutes_left(party, datetime(2021, 10, 31, 2, tzinfo=BERLIN)) == 3 * 60
    assert minutes_left(party, datetime(2021, 10, 31, 2, fold=1, tzinfo=BERLIN)) == 2 * 60
