"""Times in the event's zone, this computer's or any other, and no silent guesses."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from factories import talk
from hypothesis import given
from hypothesis import strategies as st
from timetables import BERLIN, plans

from confbrowse.model import Talk, listed_day
from confbrowse.schedule.clock import (
    EVENT,
    LOCAL,
    Clock,
    by_clock,
    day_offset,
    find_clock,
    is_floating,
    time_label,
    time_label_in_both,
    utc_offset,
    zone_choices,
    zone_city,
    zone_names,
)


def clock(name: str) -> Clock:
    found = find_clock(name)
    assert found, name
    return found


PACIFIC = timezone(timedelta(hours=-7))
OPENING = talk(
    "Opening",
    start=datetime(2021, 7, 20, 16, tzinfo=PACIFIC),
    end=datetime(2021, 7, 20, 17, 30, tzinfo=PACIFIC),
    timezone="PDT",
)


@pytest.fixture
def in_sydney(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set this computer's time zone to Sydney."""
    monkeypatch.setenv("TZ", "Australia/Sydney")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("event", "16:00–17:30 PDT"),
        ("UTC", "23:00–00:30 UTC"),
        ("Europe/Paris", "01:00–02:30 +1 Europe/Paris"),
        ("europe/paris", "01:00–02:30 +1 Europe/Paris"),
        ("Asia/Kolkata", "04:30–06:00 +1 Asia/Kolkata"),
        ("jst", "08:00–09:30 +1 JST"),
        ("UTC-12", "11:00–12:30 UTC-12"),
    ],
)
def test_a_time_is_shown_by_any_clock_and_names_it(name: str, words: str) -> None:
    assert time_label(OPENING, clock(name)) == words


def test_the_day_before_is_marked_too() -> None:
    early = talk(
        "Early", start=datetime(2021, 7, 20, 8, tzinfo=timezone(timedelta(hours=9))), timezone="JST"
    )
    assert time_label(early, clock("America/New_York")) == "19:00 -1 America/New_York"
    assert day_offset(early, clock("America/New_York")) == -1
    assert day_offset(early, EVENT) == 0


def test_two_clocks_are_shown_at_once_and_one_where_they_are_the_same() -> None:
    assert time_label_in_both(OPENING, EVENT, clock("UTC")) == "16:00–17:30 PDT = 23:00–00:30 UTC"
    assert time_label_in_both(OPENING, EVENT, EVENT) == "16:00–17:30 PDT"
    assert time_label_in_both(talk("Some time"), EVENT, LOCAL) == ""


@pytest.mark.usefixtures("in_sydney")
def test_the_computers_own_clock_is_right_in_summer_and_in_winter() -> None:
    winter = talk("July", start=datetime(2021, 7, 20, tzinfo=UTC), timezone="UTC")
    summer = talk("January", start=datetime(2021, 1, 20, tzinfo=UTC), timezone="UTC")
    assert time_label(winter, LOCAL) == "10:00 UTC+10:00"
    assert time_label(summer, LOCAL) == "11:00 UTC+11:00"


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2021-10-31T00:30+00:00", "02:30 Europe/Berlin (CEST)"),
        ("2021-10-31T01:30+00:00", "02:30 Europe/Berlin (CET)"),
        ("2021-10-31T02:30+00:00", "03:30 Europe/Berlin"),
        ("2021-03-28T00:59+00:00", "01:59 Europe/Berlin"),
        ("2021-03-28T01:00+00:00", "03:00 Europe/Berlin"),
    ],
)
def test_nights_in_which_clocks_are_moved_are_right_on_both_sides(instant: str, words: str) -> None:
    one = talk("Night", start=datetime.fromisoformat(instant), timezone="UTC")
    assert time_label(one, clock("Europe/Berlin")) == words


@given(
    plans(), st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "EST"])
)
def test_another_clock_never_changes_the_instant(talks: list[Talk], name: str) -> None:
    for one in talks:
        shown = by_clock(one, clock(name))
        assert (shown.start is None) == (one.start is None)
        if one.start and shown.start:
            assert shown.start.astimezone(UTC) == one.start.astimezone(UTC)
            assert shown.timezone == (one.timezone if is_floating(one) else name)


@pytest.mark.parametrize(
    ("zone", "words"),
    [(None, "09:00 clock as printed"), ("IST", "09:00 IST, clock as printed")],
)
def test_a_clock_in_an_unknown_zone_is_shown_as_printed_and_called_that(
    zone: str | None, words: str
) -> None:
    one = talk("Somewhere", start=datetime(2021, 7, 20, 9, tzinfo=UTC), timezone=zone)
    assert is_floating(one)
    assert by_clock(one, clock("Asia/Tokyo")) is one
    assert time_label(one, clock("Asia/Tokyo")) == time_label(one) == words


def test_an_offset_tells_the_zone_where_its_name_does_not() -> None:
    start = datetime(2021, 7, 20, 9, tzinfo=PACIFIC)
    windows, none = talk("A", start=start, timezone="Pacific Standard Time"), talk("B", start=start)
    assert time_label(windows, clock("UTC")) == "16:00 UTC"
    assert time_label(windows) == "09:00 Pacific Standard Time"
    assert time_label(none) == "09:00 UTC-07:00"


def test_a_night_talk_is_listed_by_date_on_another_clock() -> None:
    night = talk(
        "Night",
        start=datetime(2021, 7, 21, 0, 30, tzinfo=BERLIN),
        timezone="Europe/Berlin",
        day="2021-07-20",
    )
    assert listed_day(by_clock(night, clock("Asia/Tokyo"))) == "2021-07-21"
    assert listed_day(by_clock(night, EVENT)) == "2021-07-20"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("berlin", "Europe/Berlin"),
        ("bln", "Europe/Berlin"),
        ("York new", "America/New_York"),
        ("new_york", "America/New_York"),
        ("são pa", "America/Sao_Paulo"),
        ("loc", "local"),
        ("pdt", "PDT"),
        ("utc+5:30", "UTC+5:30"),
    ],
)
def test_zones_are_found_by_what_people_type(query: str, first: str) -> None:
    assert zone_choices(query)[0] == first


def test_every_zone_can_be_chosen_and_nonsense_finds_none() -> None:
    assert zone_choices("", limit=3) == ("event", "local", zone_names()[0])
    likely = ("Europe/Brussels", "Asia/Seoul", "no zone")
    assert zone_choices("", likely)[:4] == ("event", "local", *likely[:2])
    assert zone_choices("europe", likely)[0] == "Europe/Brussels"
    assert all(find_clock(name) for name in zone_choices("", limit=10_000))
    assert zone_choices("qqqq") == ()
    assert find_clock("IST") is None
    assert find_clock("../etc/passwd") is None


@pytest.mark.parametrize(
    ("zone", "city", "offset"),
    [
        ("Asia/Seoul", "Seoul", "UTC+9"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires", "UTC-3"),
        ("America/St_Johns", "St Johns", "UTC-2:30"),
        ("Etc/GMT+3", "", "UTC-3"),
        ("UTC", "", "UTC"),
    ],
)
def test_a_zone_is_named_by_its_city_and_offset(zone: str, city: str, offset: str) -> None:
    assert zone_city(zone) == city
    assert utc_offset(datetime(2021, 7, 20, 9, tzinfo=ZoneInfo(zone))) == offset
