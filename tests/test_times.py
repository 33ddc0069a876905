"""Times as pages print them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confbrowse.text.times import (
    Printed,
    all_fit,
    days_of,
    instants,
    newest_year,
    printed_time,
    years_in,
)
from confbrowse.text.zones import holds_on, zone

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("Tue 20 July 7:00 - 7:20 PDT", Printed(420, 440, 1, 20, 7, zone="PDT")),
        ("Tue 8 Dec. 6:00 - 6:15 PST", Printed(360, 375, 1, 8, 12, zone="PST")),
        ("Sat 18 July 2:00 - 18:00 PDT", Printed(120, 1080, 5, 18, 7, zone="PDT")),
        ("Fri 14 Jun, 8:30 a.m. PDT", Printed(510, None, 4, 14, 6, zone="PDT")),
        ("Fri 8:30 a.m. - 8:40 a.m.", Printed(510, 520, 4)),
        ("Thu 11:40 p.m.  12:00 a.m.", Printed(1420, 0, 3)),
        ("Sat 3 Dec 07:30 a.m.", Printed(450, None, 5, 3, 12)),
        ("Jul 7, 10:00 AM - 10:15 AM", Printed(600, 615, None, 7, 7)),
        ("Wed, Jul 8, 2026 • 10:30 PM – 12:15 AM PDT", Printed(1350, 15, 2, 8, 7, 2026, "PDT")),
        ("Wed 11 Dec 4:30 p.m. PST — 7:30 p.m. PST", Printed(990, 1170, 2, 11, 12, zone="PST")),
        ("Wed Dec 09 09:00 AM -- 11:00 AM (PST)", Printed(540, 660, 2, 9, 12, zone="PST")),
        ("Tue 20 July 9 a.m. - noon PDT", Printed(540, 720, 1, 20, 7, zone="PDT")),
        ("Tue 20 July 9 - 11 p.m. PDT", Printed(1260, 1380, 1, 20, 7, zone="PDT")),
        ("Tue 20 July 11 - 12 p.m. PDT", Printed(660, 720, 1, 20, 7, zone="PDT")),
        ("Tue 20 July midnight PDT", Printed(0, None, 1, 20, 7, zone="PDT")),
        ("Tue 20 July 2021 7:00 - 7:20 UTC+2", Printed(420, 440, 1, 20, 7, 2021, "UTC+2")),
        ("Tue 20 July 7:00 Asia/Seoul", Printed(420, None, 1, 20, 7, zone="Asia/Seoul")),
    ],
)
def test_every_printed_form(line: str, printed: Printed) -> None:
    assert printed_time(line) == printed


def test_room_behind_the_time() -> None:
    found = printed_time("Tue Dec 05 06:30 -- 10:30 PM (PST) @ Pacific Ballroom #1")
    assert found and (found.start, found.end, found.room) == (1110, 1350, "Pacific Ballroom #1")


def test_title_before_the_time() -> None:
    found = printed_time("Registration Desk: Check-in Sat 23 Jul 07:00 a.m.  ")
    assert found and (found.title, found.start) == ("Registration Desk: Check-in", 420)


@pytest.mark.parametrize(
    "line",
    [
        "", "12", "May 5", "Fri 5", "Sat", "noon", "Sun 7.5", "We meet Tue 20 July 7:00", "7:00 - 7:20",
        "Tue 20 July 25:00 - 26:00 PDT", "Tue 20 July 7:00 - 13:61 PDT", "Mon 5 7:00", "1. retains 7:00",
    ],
)  # fmt: skip
def test_what_is_no_time(line: str) -> None:
    assert printed_time(line) is None


@given(st.text(max_size=400))
def test_any_line_is_a_time_or_not(line: str) -> None:
    found = printed_time(line)
    assert found is None or 0 <= found.start <= 1440


@given(st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)), st.integers(1, 1439))  # noqa: DTZ001 - a clock
def test_what_is_printed_is_read_back(when: datetime, minutes: int) -> None:
    start = when.hour * 60 + when.minute
    end = (start + minutes) % 1440
    line = f"{when:%a} {when.day} {when:%B} {when:%H:%M} - {end // 60}:{end % 60:02} KST"
    found = printed_time(line)
    assert found == Printed(start, end, when.weekday(), when.day, when.month, zone="KST")
    assert found and all_fit([found], when.year)


def test_newest_year_lies_at_most_ninety_days_ahead() -> None:
    december, july = printed_time("Tue 8 Dec. 6:00 PST"), printed_time("Tue 20 July 6:00 PDT")
    february = printed_time("Sun 21 Feb 6:00 PST")
    assert december and july and february
    assert newest_year([december], TODAY) == 2026
    assert newest_year([july], TODAY) == 2021
    assert newest_year([february], TODAY) == 2021


def test_summer_time_in_winter_fits_no_year() -> None:
    wrong = printed_time("Tue 8 Dec. 6:00 PDT")
    assert wrong and newest_year([wrong], TODAY) is None


def test_page_over_new_year_goes_on_in_the_next() -> None:
    times = [printed_time("Thu 31 Dec 23:00 KST"), printed_time("Fri 1 Jan 9:00 KST")]
    found = [time for time in times if time]
    assert newest_year(found, TODAY) == 2026
    assert days_of(found, 2026) == [date(2026, 12, 31), date(2027, 1, 1)]


def test_end_before_start_is_past_midnight() -> None:
    late = printed_time("Tue 20 July 23:30 - 0:15 PDT")
    where = zone("PDT")
    assert late and where
    start, end = instants(late, date(2021, 7, 20), where)
    assert start.isoformat() == "2021-07-20T23:30:00-07:00"
    assert end and end.isoformat() == "2021-07-21T00:15:00-07:00"


def test_years_are_numbers_of_their_own() -> None:
    assert years_in("icml-2021-track-12021-x20190") == (2021,)


@pytest.mark.parametrize(
    ("name", "hours"),
    [("PDT", -7), ("pst", -8), ("UTC", 0), ("UTC+2", 2), ("GMT-05:30", -5.5), ("Asia/Seoul", 9)],
)
def test_zones_known_for_sure(name: str, hours: float) -> None:
    found = zone(name)
    offset = found.utcoffset(datetime(2021, 7, 20)) if found else None  # noqa: DTZ001 - a clock
    assert offset is not None and offset.total_seconds() == hours * 3600


@pytest.mark.parametrize(
    "name", [None, "", "IST", "BST", "XYZ", "UTC+99", "../etc/passwd", "America"]
)
def test_zones_that_are_none_or_several(name: str | None) -> None:
    assert zone(name) is None


def test_summer_time_is_not_kept_in_winter() -> None:
    winter, summer = datetime(2020, 12, 8, 12), datetime(2021, 7, 20, 12)  # noqa: DTZ001 - clocks
    assert holds_on("PST", winter) and not holds_on("PDT", winter)
    assert holds_on("PDT", summer) and not holds_on("PST", summer)
    assert holds_on("KST", summer) and holds_on(None, summer)
