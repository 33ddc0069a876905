"""A time zone name is recognised only if it is unambiguous."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confbrowse.text.times import find_zone, is_observed_on

NOON = datetime(2021, 7, 20, 12)  # noqa: DTZ001 - a clock on the wall


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        *[("PDT", -7), ("PST", -8), ("EDT", -4), ("EST", -5), ("CDT", -5), ("CST", -6)],
        *[("HST", -10), ("AEST", 10), ("CEST", 2), ("CET", 1), ("KST", 9), ("SGT", 8)],
        *[("UTC", 0), ("GMT", 0), ("ACST", 9.5), ("JST", 9)],
    ],
)
def test_an_abbreviation_is_a_fixed_offset_with_its_name(name: str, hours: float) -> None:
    for month in (1, 7):
        found = datetime(2021, month, 20, tzinfo=find_zone(name))

        assert found.utcoffset() == timedelta(hours=hours)
        assert found.tzname() == name
    assert str(find_zone(name.lower())) == name


@pytest.mark.parametrize("name", ["IST", "BST", "AST", "XYZ", "NLP", "", None])
def test_an_ambiguous_or_unknown_name_is_no_zone(name: str | None) -> None:
    assert find_zone(name) is None


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        ("UTC+2", timedelta(hours=2)),
        ("utc+02:00", timedelta(hours=2)),
        ("GMT-05:30", -timedelta(hours=5, minutes=30)),
        ("+0530", timedelta(hours=5, minutes=30)),
        ("-7", -timedelta(hours=7)),
        ("UTC-0", timedelta()),
        ("UTC+14", timedelta(hours=14)),
    ],
)
def test_an_offset_is_a_zone(name: str, offset: timedelta) -> None:
    found = find_zone(name)

    assert found is not None
    assert found.utcoffset(NOON) == offset


@pytest.mark.parametrize("name", ["UTC+15", "UTC+2:75", "UTC+", "+", "UTC+99999999999999", "PDT+2"])
def test_a_wild_offset_is_no_zone(name: str) -> None:
    assert find_zone(name) is None


def test_a_region_keeps_its_summer_time() -> None:
    found = find_zone("America/New_York")

    assert found == ZoneInfo("America/New_York")
    assert found.utcoffset(NOON) == timedelta(hours=-4)


@pytest.mark.parametrize(
    "name",
    ["America", "../../etc/passwd", "/etc/passwd", "a\0b", "A" * 5_000, "Mars/Base", "\ud800"],
)
def test_a_name_that_is_no_region_is_refused_quietly(name: str) -> None:
    assert find_zone(name) is None


@given(st.text(max_size=40))
def test_any_name_can_be_asked(name: str) -> None:
    found = find_zone(name)

    assert found is None or found.utcoffset(NOON) is not None


@pytest.mark.parametrize(
    ("name", "month", "day", "holds"),
    [
        ("PDT", 7, 20, True),
        ("PST", 7, 20, False),
        ("PST", 12, 8, True),
        ("CEST", 12, 8, False),
        ("EST", 3, 14, False),  # the day the clocks change, at noon
        ("UTC", 7, 20, True),
        ("IST", 7, 20, True),
        (None, 7, 20, True),
    ],
)
def test_summer_and_winter_time_hold_in_their_season(
    name: str | None, month: int, day: int, holds: bool
) -> None:
    assert is_observed_on(name, datetime(2021, month, day, 12)) is holds  # noqa: DTZ001


@pytest.mark.parametrize(
    "name", ["." * 5_000, "a." * 5_000, "a/" * 500, "A" * 300, "é" * 300, "Europe/"]
)
def test_a_name_that_no_zone_can_have_is_none(name: str) -> None:
    assert find_zone(name) is None
