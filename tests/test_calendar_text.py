"""The calendars of the virtual sites, saved as HTML and as text."""

from datetime import date

import pytest
from virtual_pages import CALENDAR_HTML, CALENDAR_TEXT

from confbrowse.errors import ProgrammeError
from confbrowse.model import Talk
from confbrowse.readers import Hints, Reading, read
from confbrowse.readers.calendar_blocks import HeadingClock, split_clocks


def reading(raw: bytes) -> Reading:
    """Return the reading of *raw* in late 2026."""
    return read(raw, Hints(date(2026, 11, 24), "page", "/pages/page"))


def talks(raw: bytes) -> dict[str, Talk]:
    """Return the talks of *raw* by their titles."""
    return {talk.title: talk for talk in reading(raw).programme.talks}


def span(talk: Talk) -> tuple[str, str | None]:
    """Return day and times of *talk*."""
    assert talk.start
    return f"{talk.start:%d %H:%M}", f"{talk.end:%d %H:%M}" if talk.end else None


@pytest.mark.parametrize(
    ("day", "clock", "bare", "expected"),
    [
        ("TUE 7 JUL", "10 a.m.", "[10:00-11:00]", (600, 660)),
        ("TUE 7 JUL", "10:30 a.m.", "[10:30-1:00]", (630, 780)),
        ("TUE 7 JUL", "5 p.m.", "[5:00-6:45]", (1020, 1125)),
        ("TUE 7 JUL", "noon", "[12:00-1:00]", (720, 780)),
        ("TUE 7 JUL", "noon", "[3:15]", (915, None)),
        ("TUE 7 JUL", "11 p.m.", "[11:30-12:30]", (1410, 1470)),
        ("TUE 7 JUL", "midnight", "[12:00-12:30]", (0, 30)),
        ("TUE 7 JUL", "1 p.m.", "[13:15-14:00]", (795, 840)),
        ("THU 23 APR", "10:30 a.m.", "10:30-11:40", (630, 700)),
        ("THU 23 APR", "10:30 a.m.", "[10:30 AM - 11:40 AM]", (630, 700)),
        ("THU 23 APR", "10:30 a.m.", "[99:99]", None),
        ("", "10:30 a.m.", "[10:30]", None),
    ],
)
def test_a_bare_clock_is_the_first_from_the_clock_above_it_on(
    day: str, clock: str, bare: str, expected: tuple[int, int | None] | None
) -> None:
    found = HeadingClock(day, clock).without_half_day(bare)

    assert (found and (found.start, found.end)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oral Session 1A [10:30-12:00]", ("Oral Session 1A", "[10:30-12:00]")),
        ("Oral s 10:30-11:40", ("Orals", "10:30-11:40")),
        ("Moths [and lamps]", ("Moths [and lamps]", "")),
        ("[10:30] Moths", ("[10:30] Moths", "")),
    ],
)
def test_the_clocks_of_a_session_are_no_part_of_its_title(
    text: str, expected: tuple[str, str]
) -> None:
    assert split_clocks(text) == expected


def test_a_calendar_s_sessions_are_read_with_all_that_is_in_them() -> None:
    found = talks(CALENDAR_HTML)
    moths, night = found["Moths & lamps"], found["Night flight"]

    assert reading(CALENDAR_HTML).programme.name == "ICML 2026"
    assert moths.session is night.session
    assert (moths.session.title, moths.room) == ("Oral 1A Insects", "GRAND BALLROOM 101-105")
    assert (span(moths), span(night)) == (("07 10:00", "07 10:45"), ("07 10:45", "07 11:00"))
    assert (moths.kind, moths.timezone) == ("Oral", "Asia/Seoul")
    assert [link.url for link in moths.links] == ["https://icml.cc/virtual/2026/oral/4"]
    assert night.links == ()


def test_a_calendar_s_single_events_are_in_the_session_of_their_day() -> None:
    found = talks(CALENDAR_HTML)
    talk, desk = found["How moths see"], found["Badges"]

    assert talk.session.title == desk.session.title == "Tuesday 7 July"
    assert (talk.kind, talk.authors, talk.room) == (
        "Invited Talk",
        ("Ada Ångström", "Bo"),
        "Hall Z",
    )
    assert (desk.kind, desk.room, span(desk)) == (
        *("Registration Desk", None, ("07 07:30", "07 18:00")),
    )
    assert span(found["Break"]) == ("07 12:00", None)


def test_a_poster_session_without_posters_is_a_talk_itself() -> None:
    posters = talks(CALENDAR_HTML)["Poster Session 1"]

    assert (posters.kind, span(posters)) == ("Poster Session", ("07 10:30", "07 13:00"))


def test_posters_last_as_long_as_their_session() -> None:
    found = talks(CALENDAR_HTML)

    assert span(found["Wasps"]) == span(found["Bees"]) == ("07 17:00", "07 18:45")


@pytest.mark.parametrize(("raw", "last"), [(CALENDAR_HTML, "Bats"), (CALENDAR_TEXT, "Crickets")])
def test_a_night_s_talks_go_on_past_midnight(raw: bytes, last: str) -> None:
    owls, late = talks(raw)["Owls"], talks(raw)[last]

    assert owls.end == late.start
    assert late.start
    assert owls.start
    assert (late.start.date() - owls.start.date()).days == 1
    assert f"{owls.start:%H:%M} {late.start:%H:%M}" == "23:30 00:10"


@pytest.mark.parametrize("raw", [CALENDAR_HTML, CALENDAR_TEXT])
def test_ends_that_are_taken_from_what_follows_are_reported(raw: bytes) -> None:
    (warning,) = reading(raw).warnings

    assert "6 talks have no printed end" in warning.reason


def test_a_block_without_a_title_is_reported() -> None:
    left_out = [(one.text, one.reason) for one in reading(CALENDAR_HTML).remarks if one.left_out]

    assert left_out == [("Owls only", "block of the calendar without a title")]


def test_a_calendar_as_text_is_read_below_its_days_and_clocks() -> None:
    found = talks(CALENDAR_TEXT)

    assert reading(CALENDAR_TEXT).programme.name == "ICLR 2026"
    assert {talk.timezone for talk in found.values()} == {"America/Sao_Paulo"}
    assert (found["Registration"].kind, span(found["Registration"])) == (
        *("Registration Desk", ("23 08:00", "23 18:00")),
    )
    assert (found["How Moths See"].authors, found["How Moths See"].kind) == (
        *(("Ada Ångström",), "Invited Talk"),
    )
    assert span(found["Poster Session 1"]) == ("23 10:30", "23 13:00")
    assert (found["Fireflies"].kind, span(found["Fireflies"])) == (
        "Social",
        ("24 23:00", "25 01:00"),
    )
    assert found["Break"].kind == "Break"


def test_children_of_a_calendar_as_text_are_in_their_session() -> None:
    found = talks(CALENDAR_TEXT)
    night, bees = found["Night Flight"], found["Bees"]

    assert (night.session.title, night.kind, span(night)) == (
        *("Oral Session 1A", "Oral", ("23 10:42", "23 12:00")),
    )
    assert [link.url for link in night.links] == ["https://iclr.cc/virtual/2026/oral/3"]
    assert (bees.session.title, span(bees)) == ("Orals", ("23 13:15", "23 13:30"))


def test_every_line_of_a_calendar_as_text_is_read_or_told() -> None:
    found = reading(CALENDAR_TEXT)
    left_out = {one.text for one in found.remarks if one.left_out}
    heads = {"THU 23 APR", "FRI 24 APR", "8 a.m.", "10:30 a.m.", "noon", "11 p.m."}
    said = " ".join(
        f"{talk.title} {talk.kind} {talk.session.title} {' '.join(talk.authors)}"
        for talk in found.programme.talks
    )

    for line in filter(None, CALENDAR_TEXT.decode().split("\n")):
        words = split_clocks(line)[0].rpartition("] ")[2].strip("[ ").partition("](")[0]
        parts = [part for part in words.rstrip(":").split(": ") if not part.startswith("(ends")]
        assert line in left_out | heads or all(part in said for part in parts), line


def test_a_calendar_without_a_talk_is_refused() -> None:
    with pytest.raises(ProgrammeError, match="without talks"):
        reading(b"Timezone: Asia/Seoul\nTUE 7 JUL\n10:30 a.m.\n")


def test_lines_in_brackets_in_a_session_page_make_no_calendar() -> None:
    page = b"Session\nMoths\nTue 20 July 7:00 - 7:20 PDT\nOral\nMoths\n\n[10:30] is early.\n"

    assert [talk.title for talk in reading(page).programme.talks] == ["Moths"]
