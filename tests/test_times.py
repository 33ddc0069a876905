"""Every printed time of the sites is parsed, and resolved without a guess."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confbrowse.text.times import (
    PrintedTime,
    instants,
    is_likely_year,
    matches_weekday,
    newest_year,
    printed_time,
    resolve_days,
    years_in,
)

TUE, WED, THU, FRI, SAT, SUN = 1, 2, 3, 4, 5, 6
TODAY = date(2026, 11, 22)
PDT = timezone(timedelta(hours=-7), "PDT")


def at(hour: int, minute: int = 0) -> int:
    """Return a clock in minutes since midnight."""
    return hour * 60 + minute


PRINTED = (
    # 24-hour clock, no year
    ("Tue 20 July 7:00 - 7:20 PDT", PrintedTime(at(7), at(7, 20), TUE, 20, 7, zone="PDT")),
    ("Tue 8 Dec. 6:00 - 6:15 PST", PrintedTime(at(6), at(6, 15), TUE, 8, 12, zone="PST")),
    ("Sat 18 July 2:00 - 18:00 PDT", PrintedTime(at(2), at(18), SAT, 18, 7, zone="PDT")),
    ("Tue 20 July 23:50 - 24:00 PDT", PrintedTime(at(23, 50), 1440, TUE, 20, 7, zone="PDT")),
    # with a.m. and p.m.
    ("Fri 14 Jun, 8:30 a.m. PDT", PrintedTime(at(8, 30), None, FRI, 14, 6, zone="PDT")),
    ("Sat 3 Dec 07:30 a.m.", PrintedTime(at(7, 30), None, SAT, 3, 12)),
    ("Wed 11 Dec 4:30 p.m. PST — 7:30 p.m. PST", PrintedTime(at(16, 30), at(19, 30), WED, 11, 12, zone="PST")),
    ("Jul 7, 10:00 AM - 10:15 AM", PrintedTime(at(10), at(10, 15), None, 7, 7)),
    ("Jul 8, 10:30 PM - 12:15 AM", PrintedTime(at(22, 30), at(0, 15), None, 8, 7)),
    ("Wed, Jul 8, 2026 • 10:30 PM – 12:15 AM PDT", PrintedTime(at(22, 30), at(0, 15), WED, 8, 7, 2026, "PDT")),
    ("Thu 23 Apr noon - 1 p.m.", PrintedTime(at(12), at(13), THU, 23, 4)),
    ("Thu 23 Apr 9 a.m. - noon PDT", PrintedTime(at(9), at(12), THU, 23, 4, zone="PDT")),
    ("Thu 23 Apr 11 p.m. - midnight", PrintedTime(at(23), 1440, THU, 23, 4)),
    ("Thu 23 Apr midnight PDT", PrintedTime(0, None, THU, 23, 4, zone="PDT")),
    ("Thu 23 Apr 4 p.m.", PrintedTime(at(16), None, THU, 23, 4)),
    # weekday only
    ("Fri 8:30 a.m. - 8:40 a.m.", PrintedTime(at(8, 30), at(8, 40), FRI)),
    # the dash was lost
    ("Thu 11:40 p.m.  12:00 a.m.", PrintedTime(at(23, 40), 0, THU)),
    ("Thu 11:40 p.m. 12:00 a.m.", PrintedTime(at(23, 40), 0, THU)),
    ("Tue 20 July 7:00  7:20 PDT", PrintedTime(at(7), at(7, 20), TUE, 20, 7, zone="PDT")),
    # one half of the day stands for both
    ("Tue Dec 05 06:30 -- 10:30 PM (PST) @ Pacific Ballroom #1",
     PrintedTime(at(18, 30), at(22, 30), TUE, 5, 12, zone="PST", room="Pacific Ballroom #1")),
    ("Thu 11:30 - 1:00 p.m.", PrintedTime(at(11, 30), at(13), THU)),
    ("Thu 23 Apr 9 - 11 p.m. PDT", PrintedTime(at(21), at(23), THU, 23, 4, zone="PDT")),
    ("Thu 23 Apr 11 - 12 p.m. PDT", PrintedTime(at(11), at(12), THU, 23, 4, zone="PDT")),
    ("Thu 10:30 p.m. - 12:15", PrintedTime(at(22, 30), at(0, 15), THU)),
    ("Thu 13:00 - 2:00 p.m.", PrintedTime(at(13), at(14), THU)),
    # no day, but a zone
    ("7:00 - 7:20 PDT", PrintedTime(at(7), at(7, 20), zone="PDT")),
    # other spellings
    ("Thursday, 3rd Sept. 2026 9:00 to 10:00 UTC+2", PrintedTime(at(9), at(10), THU, 3, 9, 2026, "UTC+2")),
    ("TUES 7 JULY 9:00 – 10:00 Europe/Paris", PrintedTime(at(9), at(10), TUE, 7, 7, zone="Europe/Paris")),
)  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), PRINTED, ids=[line for line, _ in PRINTED])
def test_a_time_is_read_as_printed(line: str, expected: PrintedTime) -> None:
    assert printed_time(line) == expected
    assert printed_time(f"  {line}  ") == expected


MONTHS = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]  # fmt: skip


@pytest.mark.parametrize("month", MONTHS)
def test_months_are_cut_short_as_the_sites_do(month: str) -> None:
    found = printed_time(f"1 {month} 9:00 - 10:00 PST")

    assert found is not None
    assert found.month == MONTHS.index(month) + 1


@given(st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)), st.integers(1, 1439))  # noqa: DTZ001 - a clock on the wall
def test_what_is_printed_is_read_back(when: datetime, minutes: int) -> None:
    start = at(when.hour, when.minute)
    end = (start + minutes) % 1440
    line = f"{when:%a} {when.day} {when:%B} {when:%H:%M} - {end // 60}:{end % 60:02} KST"
    found = printed_time(line)

    assert found == PrintedTime(start, end, when.weekday(), when.day, when.month, zone="KST")
    assert resolve_days([found], when.year) == [when.date()]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Registration Desk: Check-in Sat 23 Jul 07:00 a.m.  ", "Registration Desk: Check-in"),
        ("Learning on Sat 3 Dec to Rest Sat 3 Dec 07:30 a.m.", "Learning on Sat 3 Dec to Rest"),
        ("Poster  Wed, Dec 3, 2025 • 4:30 PM – 7:30 PM PST", "Poster"),
    ],
)
def test_a_title_may_stand_before_the_time(line: str, title: str) -> None:
    found = printed_time(line)

    assert found is not None
    assert found.title == title
    assert found.weekday in (WED, SAT)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "",
            "12",
            "may 5",
            "7:00",
            "7:00 - 7:20",
            "Sat",
            "noon",
            "Fri 8",
            "Fri 7.5",
            "Mon 5 7:00",
        ),
        *("[10:30] A title", "1. retains 7:00", "²:00 - 3:00 PDT", "Tue 20 July " + "7" * 300),
        *("We meet on Tue 20 July 7:00 - 7:20 PDT", "It began on Sat 18 July 2:00"),
        *("Sunset 10:30 a.m.", "Monitor 7:00 p.m.", "3 marvels 7:00 - 8:00", "7:00 - 8:00 NLP"),
        *("Tue 20 July 25:00 - 26:00 PDT", "Tue 20 July 7:60 - 8:00 PDT", "Tue 20 July 13:00 p.m."),
        *("Tue 20 July 0:30 a.m.", "Tue 20 July 9999 7:00", "Tue 20 July 0000 7:00"),
    ],
)
def test_what_is_no_time_is_left_alone(line: str) -> None:
    assert printed_time(line) is None


@given(st.text(max_size=400))
def test_any_line_can_be_asked(line: str) -> None:
    found = printed_time(line)

    assert found is None or 0 <= found.start <= 1440


def dated(*dates: tuple[int | None, int, int], zone: str | None = None) -> list[PrintedTime]:
    """Return times at noon on (weekday, day, month)."""
    return [PrintedTime(720, None, weekday, day, month, zone=zone) for weekday, day, month in dates]


@pytest.mark.parametrize(
    ("times", "year"),
    [
        (dated((TUE, 20, 7), zone="PDT"), 2021),
        (dated((TUE, 8, 12), zone="PST"), 2026),  # 2020 too, but 16 days ahead is near enough
        (dated((SAT, 18, 7), zone="PDT"), 2026),
        (dated((SAT, 18, 7), (SUN, 19, 7)), 2026),
        (dated((WED, 24, 2)), 2021),  # 2027 is 94 days ahead
        (dated((SAT, 20, 2)), 2027),  # exactly 90
        (dated((None, 1, 7)), 2026),
        (dated((FRI, 31, 12), (SAT, 1, 1)), 2021),  # over New Year
        (dated((TUE, 20, 7), zone="PST"), 2021),  # PST in July is loose talk, but a Tuesday
        (dated((SAT, 29, 2)), 2020),
    ],
)
def test_the_newest_year_that_fits_is_found(times: list[PrintedTime], year: int) -> None:
    assert newest_year(times, TODAY) == year


def test_the_zone_decides_between_years_with_the_same_weekday() -> None:
    # since 2007 the clocks in the United States have always changed before 12 March
    assert newest_year(dated((WED, 12, 3)), TODAY) == 2025
    assert newest_year(dated((WED, 12, 3), zone="PDT"), TODAY) == 2025
    assert newest_year(dated((WED, 12, 3), zone="PST"), TODAY) == 2003


def test_no_year_is_made_up() -> None:
    assert newest_year([PrintedTime(720, weekday=FRI)], TODAY) is None
    assert newest_year(dated((TUE, 20, 7), (TUE, 21, 7)), TODAY) is None
    assert newest_year(dated((None, 30, 2)), TODAY) is None


def test_a_year_is_likely_where_at_most_half_of_the_days_are_wrong() -> None:
    tuesday, slip, other = dated((TUE, 20, 7), (SAT, 21, 7), (THU, 22, 7))

    assert is_likely_year([tuesday, slip, other], 2021)
    assert not is_likely_year([tuesday, other], 2022)
    assert is_likely_year([PrintedTime(720, weekday=FRI)], 2022)


def test_days_follow_the_page() -> None:
    header = PrintedTime(510, None, FRI, 14, 6)
    rows = [
        PrintedTime(510, 520, FRI),
        PrintedTime(1420, 0, FRI),
        PrintedTime(30, 60, SAT),
        PrintedTime(600, 620),
    ]

    days = resolve_days([header, *rows], 2019)

    assert [day and day.day for day in days] == [14, 14, 14, 15, 15]


def test_the_day_before_stays_the_day_before() -> None:
    days = resolve_days([PrintedTime(0, None, FRI, 14, 6), PrintedTime(1420, 0, THU)], 2019)

    assert days == [date(2019, 6, 14), date(2019, 6, 13)]


def test_a_time_before_any_day_has_none() -> None:
    times = [
        PrintedTime(510, None, FRI),
        *dated((FRI, 14, 6)),
        *dated((None, 31, 6)),
        PrintedTime(520),
    ]

    assert resolve_days(times, 2019) == [None, date(2019, 6, 14), None, date(2019, 6, 14)]


def test_a_page_goes_on_after_new_year() -> None:
    times = dated((THU, 31, 12), (FRI, 1, 1), (THU, 31, 12), (SAT, 2, 1))

    days = resolve_days(times, 2020)

    assert days == [date(2020, 12, 31), date(2021, 1, 1), date(2020, 12, 31), date(2021, 1, 2)]


def test_a_leap_day_after_new_year_is_not_made_up() -> None:
    assert resolve_days(dated((None, 31, 12), (None, 29, 2)), 2020)[1] is None


def test_a_printed_year_goes_before_the_page_s() -> None:
    assert resolve_days([PrintedTime(0, None, None, 1, 7, 2026)], 2021) == [date(2026, 7, 1)]


def test_a_day_is_checked_against_its_weekday() -> None:
    (tuesday,) = dated((TUE, 20, 7))

    assert matches_weekday(tuesday, date(2021, 7, 20))
    assert not matches_weekday(tuesday, date(2022, 7, 20))
    assert not matches_weekday(tuesday, None)
    assert matches_weekday(PrintedTime(0), date(2022, 7, 20))


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        (PrintedTime(at(7), at(7, 20)), "2021-07-20T07:00:00-07:00", "2021-07-20T07:20:00-07:00"),
        (PrintedTime(at(23, 40), 0), "2021-07-20T23:40:00-07:00", "2021-07-21T00:00:00-07:00"),
        (PrintedTime(at(22), 1440), "2021-07-20T22:00:00-07:00", "2021-07-21T00:00:00-07:00"),
        (PrintedTime(at(22, 30), 15), "2021-07-20T22:30:00-07:00", "2021-07-21T00:15:00-07:00"),
        (PrintedTime(at(7), at(7)), "2021-07-20T07:00:00-07:00", "2021-07-20T07:00:00-07:00"),
        (PrintedTime(at(7)), "2021-07-20T07:00:00-07:00", None),
    ],
)
def test_an_end_before_the_start_is_past_midnight(
    printed: PrintedTime, start: str, end: str | None
) -> None:
    found = instants(printed, date(2021, 7, 20), PDT)

    assert found[0].isoformat() == start
    assert (found[1] and found[1].isoformat()) == end


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("icml-2021-deep-learning", (2021,)),
        ("2020-12-08 of 2019", (2020, 2019)),
        ("20210720 x1 12345", ()),
        ("1789 and 2999", ()),
        ("٢٠٢١", ()),
    ],
)
def test_years_are_numbers_of_their_own(text: str, years: tuple[int, ...]) -> None:
    assert years_in(text) == years
