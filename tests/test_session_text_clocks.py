"""The times of a page: its year, days and zone, with a remark where one is uncertain."""

import pytest
from session_pages import (
    BREAK,
    FRAME,
    HEAD,
    ORAL,
    left_out,
    only,
    paragraphs,
    reading,
    talks,
    warned,
)

PAGE = paragraphs(HEAD, ORAL, BREAK)


@pytest.mark.parametrize(
    ("page", "location", "name", "year", "expected"),
    [
        (PAGE, "/x/icml-2015/a.txt", None, 2021, 2021),
        (PAGE, "/x/icml-2021-dl.txt", None, None, 2021),
        (PAGE, "/x/2021/dl.txt", None, None, 2021),
        (PAGE, "/x/dl.txt", "ICML 2010", None, 2010),
        (PAGE, "https://icml.cc/virtual/2021/session/12", None, None, 2021),
        (PAGE.replace("July 7:00", "July 2021 7:00"), "/x/icml-2010.txt", None, None, 2021),
        (
            PAGE + "\n[1]: /virtual/2021/poster/7\n[2]: /Conferences/2010/Help\n",
            "",
            None,
            None,
            2021,
        ),
        (PAGE.replace("Session", "* [ Select Year: (2021) ][12]\n\nSession"), "", None, None, 2021),
        (
            PAGE + "\nsee https://icml.cc/virtual/2010/poster/1",
            "/x/icml-2021.txt",
            None,
            None,
            2010,
        ),
    ],
)
def test_the_year_is_taken_from_the_surest_place(
    page: str, location: str, name: str | None, year: int | None, expected: int
) -> None:
    found = reading(page, location=location, name=name, year=year)

    assert [talk.start and talk.start.year for talk in found.programme.talks] == [expected] * 2
    assert not any(talk.year_assumed for talk in found.programme.talks)


@pytest.mark.parametrize(
    ("location", "why"),
    [("/x/dl.txt", "no year is given"), ("/x/icml-2022.txt", "2022 does not match these days")],
)
def test_an_assumed_year_is_said_to_be_assumed(location: str, why: str) -> None:
    found = reading(PAGE, location=location, year=None)

    assert all(talk.year_assumed for talk in found.programme.talks)
    assert {talk.start and talk.start.year for talk in found.programme.talks} == {2021}
    assert warned(found, "assumed").reason == f"{why}; 2021 is assumed; set it with --year"


def test_a_given_year_that_does_not_fit_is_used_and_told() -> None:
    found = reading(PAGE, year=2022)
    start = found.programme.talks[0].start

    assert start is not None
    assert start.isoformat() == "2022-07-20T07:00:00-07:00"
    assert warned(found, "Wednesday").reason == "20 July 2022 is a Wednesday (year given)"
    assert left_out(found) == left_out(reading(PAGE))


def test_an_address_in_an_abstract_does_not_unsettle_the_year() -> None:
    page = PAGE + "\nsee https://icml.cc/virtual/2020/poster/1"
    found = reading(page, location="/x/icml-2021.txt", year=None)

    assert {talk.start and talk.start.year for talk in found.programme.talks} == {2021}
    assert found.programme.name == "ICML 2021"
    assert found.warnings == ()


def test_a_single_slip_does_not_unsettle_the_year() -> None:
    page = paragraphs(HEAD, ORAL, ORAL.replace("Forget", "Keep"), BREAK.replace("Tue", "Wed"))
    found = reading(page, location="/x/icml-2021.txt", year=None)

    assert {talk.start and talk.start.date().isoformat() for talk in found.programme.talks} == {
        "2021-07-20"
    }
    assert warned(found, "Tuesday").text == "Wed 20 July 7:20 - 7:30 PDT"


def test_the_page_s_own_year_goes_before_the_given_one() -> None:
    found = reading(PAGE.replace("July 7:00", "July 2021 7:00"), year=2022)

    assert found.programme.talks[0].start is not None
    assert found.programme.talks[0].start.year == 2021
    assert "the page says 2021" in warned(found, "--year 2022").reason


def test_days_that_fit_no_year_lose_no_talk_and_no_line() -> None:
    found = reading(paragraphs(HEAD, ORAL, BREAK.replace("Tue 20", "Tue 21")), year=None)

    assert [talk.start for talk in found.programme.talks] == [None, None]
    assert "set it with --year" in warned(found, "no year since 1990").reason
    assert "Tue 20 July 7:00 - 7:20 PDT" in left_out(found)
    assert "Tue 21 July 7:20 - 7:30 PDT" in left_out(found)


def test_a_day_that_does_not_exist_is_reported() -> None:
    found = reading(paragraphs(HEAD, ORAL, BREAK.replace("Tue 20 July", "Thu 31 June")))

    assert [talk.start is None for talk in found.programme.talks] == [False, True]
    assert "Thu 31 June 7:20 - 7:30 PDT" in left_out(found)


def test_a_page_goes_on_past_midnight_and_new_year() -> None:
    first = ORAL.replace("Tue 20 July 7:00 - 7:20", "Fri 31 Dec. 23:50 - 0:10")
    second = BREAK.replace("Tue 20 July", "Sat 1 Jan.")
    oral, pause = talks(paragraphs(HEAD, first, second.replace("PDT", "PST")))

    assert oral.end is not None
    assert oral.end.isoformat() == "2022-01-01T00:10:00-07:00"
    assert pause.start is not None
    assert pause.start.isoformat() == "2022-01-01T07:20:00-08:00"


def test_a_missing_zone_is_reported_and_the_clock_kept() -> None:
    found = reading(PAGE.replace(" PDT", ""))

    assert [talk.timezone for talk in found.programme.talks] == [None, None]
    assert [talk.start and talk.start.hour for talk in found.programme.talks] == [7, 7]
    assert warned(found, "zone").reason == (
        "no time zone is given; times are kept as printed; set it with --timezone"
    )


@pytest.mark.parametrize("printed", ["IST", "BST"])
def test_an_ambiguous_zone_is_never_guessed(printed: str) -> None:
    found = reading(PAGE.replace("7:20 PDT", f"7:20 {printed}"))

    assert [talk.timezone for talk in found.programme.talks] == [None, "PDT"]
    assert warned(found, printed).reason.startswith(f"{printed} is not a known time zone")


def test_a_given_zone_stands_in_for_what_is_missing_or_unknown_only() -> None:
    page = paragraphs(HEAD, ORAL, BREAK.replace("PDT", "IST"), BREAK.replace(" PDT", ""))

    assert [talk.timezone for talk in talks(page, timezone="Asia/Kolkata")] == [
        *("PDT", "Asia/Kolkata", "Asia/Kolkata"),
    ]


def test_a_zone_out_of_season_is_taken_at_its_word_and_told() -> None:
    found = reading(PAGE.replace("PDT", "PST"))

    assert [talk.start and talk.start.isoformat()[-6:] for talk in found.programme.talks] == [
        *("-08:00", "-08:00"),
    ]
    assert warned(found, "PST").reason == "PST is not observed in July; it is used as printed"


def test_times_without_a_zone_take_the_page_s() -> None:
    bare = BREAK.replace(" PDT", "")

    assert [talk.timezone for talk in talks(paragraphs(HEAD, ORAL, bare))] == ["PDT", "PDT"]
    labelled = paragraphs(FRAME, "Timezone: America/Chicago", "Session", "Deep Learning 1", bare)
    assert only(labelled).timezone == "America/Chicago"


def test_times_without_a_zone_take_none_where_the_page_has_two() -> None:
    page = paragraphs(HEAD, ORAL, BREAK.replace("PDT", "EDT"), BREAK.replace(" PDT", ""))

    assert [talk.timezone for talk in talks(page)] == ["PDT", "EDT", None]


def test_a_label_without_a_zone_is_none() -> None:
    page = paragraphs(FRAME, "Timezone: »", "Session", "Deep Learning 1", BREAK.replace(" PDT", ""))

    assert only(page).timezone is None
    assert left_out(reading(page))["Timezone: »"] == "time zone of the page"
