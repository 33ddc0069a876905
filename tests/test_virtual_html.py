"""Saved HTML pages of the virtual sites: each design is read field by field, and nothing is lost."""

from datetime import date

import pytest
from virtual_pages import (
    ACCEPTED,
    CARDS_2023,
    CARDS_2026,
    DAY_2022,
    MAINCARDS,
    PAPERS,
    POSTER_2023,
    POSTER_2026,
    SESSION_2024,
    SESSION_2025,
    TALK_2026,
    page,
)

from confbrowse.errors import ProgrammeError
from confbrowse.model import Talk
from confbrowse.readers import Hints, Reading, read


def reading(raw: bytes, timezone: str | None = None) -> Reading:
    """Return the reading of *raw* in late 2026."""
    return read(
        raw, Hints(date(2026, 11, 24), "page.html", "/pages/page.html", None, None, timezone)
    )


def talks(raw: bytes) -> tuple[Talk, ...]:
    return reading(raw).programme.talks


def times(talk: Talk) -> tuple[str | None, str | None]:
    """Return when *talk* begins and ends, as text."""
    return (
        talk.start.isoformat() if talk.start else None,
        talk.end.isoformat() if talk.end else None,
    )


def addresses(talk: Talk) -> list[str]:
    return [link.url for link in talk.links]


def told(raw: bytes) -> list[tuple[str, str]]:
    """Return the lines left out of *raw*, with the reasons."""
    return [(one.text, one.reason) for one in reading(raw).remarks if one.left_out]


def test_old_cards_have_kind_time_zone_room_number_and_category_in_their_heads() -> None:
    moths, night, bats = talks(MAINCARDS)

    assert reading(MAINCARDS).programme.name == "NeurIPS 2018"
    assert [moths.kind, night.kind, bats.kind] == ["Poster", "Oral", "Break"]
    assert times(moths) == ("2018-12-04T18:30:00-08:00", "2018-12-04T22:30:00-08:00")
    assert (moths.timezone, moths.room, moths.position, moths.track) == (
        *("PST", "Pacific Ballroom", "#1", "Insects"),
    )
    assert moths.authors == ("Ada Ångström", "Bo O'Hara")
    assert times(night) == ("2018-12-04T23:45:00-08:00", "2018-12-05T00:15:00-08:00")
    assert (bats.start, bats.room, bats.authors) == (None, None, ())


def test_old_cards_lead_to_their_paper_and_to_their_event() -> None:
    moths, *_ = talks(MAINCARDS)

    assert [(link.kind, link.url) for link in moths.links] == [
        ("paper", "https://openreview.net/pdf?id=m"),
        ("other", "https://nips.cc/Conferences/2018/Schedule?showEvent=11"),
    ]


def test_a_session_s_time_and_room_are_those_of_its_posters() -> None:
    moths, night = talks(SESSION_2024)

    assert moths.session.title == "Poster Session 3"
    assert moths.session.room == night.room == "East Exhibit Hall A-C"
    assert times(moths) == times(night)
    assert times(night) == ("2024-12-11T16:30:00-08:00", "2024-12-11T19:30:00-08:00")
    assert (moths.kind, moths.position, moths.abstract) == (
        *("Poster", "#W-100", "Moths find the lamp.\n\nThen they find us."),
    )
    assert (night.kind, night.position, night.authors) == ("Poster", None, ("Bo", "CY WU"))


def test_a_session_without_any_time_is_read_without() -> None:
    (moths,) = talks(SESSION_2025)

    assert reading(SESSION_2025).programme.name == "MLSys 2025"
    assert moths.session.title == "Session 8: Insects at Work"
    assert (moths.start, moths.room, moths.authors) == (None, None, ("Ada Ångström", "Bo"))
    assert addresses(moths) == ["https://mlsys.org/virtual/2025/poster/31"]


def test_cards_of_2023_keep_their_time_wherever_it_stands() -> None:
    moths, bats = talks(CARDS_2023)

    assert (moths.title, moths.kind, moths.abstract) == (
        *("Moths and lamps", "Oral", "Moths find the lamp."),
    )
    assert times(moths) == ("2023-07-25T23:50:00-07:00", "2023-07-26T00:10:00-07:00")
    assert (bats.kind, bats.start) == ("Oral", None)


def test_cards_of_2026_have_the_venue_s_clock_and_no_zone_is_guessed() -> None:
    moths, bats = talks(CARDS_2026)

    assert (moths.title, moths.abstract) == (
        *("Moths & lamps at $\\tau^2$", "At **most** <0.5 of them, or <15, find it."),
    )
    assert (moths.kind, moths.room, moths.timezone) == ("Spotlight", "HALL A", None)
    assert times(moths) == ("2026-07-08T22:30:00+00:00", "2026-07-09T00:15:00+00:00")
    assert (bats.start, bats.room, bats.kind) == (None, None, "Spotlight")
    assert ["no time zone is given" in one.reason for one in reading(CARDS_2026).warnings] == [True]
    assert reading(CARDS_2026, "Asia/Seoul").warnings == ()


def test_a_card_without_a_title_is_reported() -> None:
    assert told(CARDS_2026) == [("entry 3", "no title")]


def test_a_poster_s_own_page_is_that_poster() -> None:
    (moths,) = talks(POSTER_2026)

    assert (moths.title, moths.kind, moths.authors) == (
        *("Moths and lamps", "Poster", ("Ada Ångström", "Bo")),
    )
    assert times(moths) == ("2026-07-08T22:30:00-07:00", "2026-07-09T00:15:00-07:00")
    assert (moths.room, moths.position) == ("HALL A", "#2108")
    assert moths.abstract == (
        "Moths find the lamp.\n\nThen they find us.\n\nLay Summary\n\nClose the window."
    )
    assert addresses(moths) == [
        *("https://icml.cc/virtual/2026/poster/61", "https://github.com/moth/lamp"),
    ]


def test_speakers_are_read_from_their_biographies() -> None:
    (talk,) = talks(TALK_2026)

    assert (talk.kind, talk.authors) == ("Invited Talk", ("Ada Ångström",))
    assert talk.abstract == "Ada Ångström: Ada keeps moths."


def test_a_poster_s_page_of_2023_has_its_room_below_the_people() -> None:
    (moths,) = talks(POSTER_2023)

    assert (moths.kind, moths.room, moths.position) == ("Poster", "Great Hall & Hall B1+B2", "#612")
    assert (moths.authors, moths.abstract) == (("Ada Ångström", "Bo"), "Moths find the lamp.")
    assert times(moths) == ("2023-12-12T08:45:00-08:00", "2023-12-12T10:45:00-08:00")


def test_a_list_of_titles_is_its_papers_and_not_the_navigation() -> None:
    found = [(talk.title, talk.kind) for talk in talks(PAPERS)]

    assert found == [("Moths & lamps", "Poster"), ("Night flight", "Poster")]


def test_a_table_of_papers_is_read_by_the_heads_of_its_columns() -> None:
    moths, night = talks(ACCEPTED)

    assert (moths.authors, moths.track, moths.session.title) == (
        *(("Ada Ångström", "Bo"), "Insects", "Poster Session 5"),
    )
    assert (moths.position, moths.room, moths.abstract) == ("#12", "Hall X", "Prize: Best Light")
    assert (night.title, night.authors) == ("Night flight", ("Bo",))
    assert (night.position, night.room) == ("#13", "Hall Y")
    assert told(ACCEPTED) == [("row 3", "no title")]


def test_a_page_of_unknown_design_is_read_as_its_text_and_says_so() -> None:
    found = reading(DAY_2022)
    desk, workshop = found.programme.talks

    assert (desk.kind, workshop.kind, workshop.title) == (
        *("Registration Desk", "Workshop", "Gaze of Moths"),
    )
    assert times(workshop) == ("2022-12-03T08:30:00-06:00", None)
    assert addresses(workshop) == ["https://neurips.cc/virtual/2022/workshop/91"]
    assert "read as plain text" in found.warnings[-1].reason


SESSION_2021 = page(
    """<div>Session</div><h2 class="card-title main-title">Moths 1</h2><h3>Moderator: Ada Byron</h3>
<div>Tue 20 July 7:00 - 7:20 PDT</div><div>Oral<br><a href="/virtual/2021/oral/1">Moths and lamps</a></div>
<div>Ada Ångström · Bo</div><p>Moths find the lamp.</p><div>Tue 20 July 7:20 - 7:30 PDT</div><div>Q&amp;A</div><div>Q&amp;A</div>""",
    "ICML 2021 Moths 1",
    "https://icml.cc/virtual/2021/session/1",
)


def test_a_session_of_2021_is_read_as_its_text_with_its_links() -> None:
    moths, questions = talks(SESSION_2021)

    assert (moths.session.title, moths.session.chairs) == ("Moths 1", ("Ada Byron",))
    assert (moths.kind, moths.authors, questions.kind) == ("Oral", ("Ada Ångström", "Bo"), "Q&A")
    assert times(questions) == ("2021-07-20T07:20:00-07:00", "2021-07-20T07:30:00-07:00")
    assert addresses(moths) == ["https://icml.cc/virtual/2021/oral/1"]


def test_a_card_without_a_badge_has_the_kind_of_its_data() -> None:
    bare = CARDS_2026.replace(
        b'<div class="event-card">', b'<div class="event-card" data-event-type="Oral">'
    )

    assert [talk.kind for talk in talks(bare)] == ["Spotlight", "Oral"]


WORKSHOP = page(
    """<h1 class="event-title">Workshop on Moths</h1><div class="event-organizers">Ada Ångström ⋅ Bo</div>
<div>Fri 14 Jun, 8:30 a.m. PDT</div><div>Schedule</div><div>Fri 8:30 a.m. - 8:40 a.m.</div>
<div>Welcome (Introduction)</div><div>Fri 11:40 p.m.  12:10 a.m.</div><div>Night (Social)</div>""",
    "ICML Workshop Workshop on Moths",
    "https://icml.cc/virtual/2024/workshop/1",
)


def test_the_rows_of_a_workshop_s_page_are_its_talks() -> None:
    welcome, night = talks(WORKSHOP)

    assert (welcome.title, welcome.kind, night.title, night.kind) == (
        *("Welcome", "Introduction", "Night", "Social"),
    )
    assert times(night) == ("2024-06-14T23:40:00-07:00", "2024-06-15T00:10:00-07:00")


def test_a_page_is_no_whole_programme() -> None:
    assert not reading(CARDS_2026).is_whole


def test_a_time_that_cannot_be_read_is_reported() -> None:
    odd = CARDS_2026.replace(b"Jul 8, 10:30 PM - 12:15 AM", b"some time in July")

    assert ("some time in July", "unreadable time") in [
        (one.text, one.reason) for one in reading(odd).warnings
    ]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"<html><a href='/virtual/2026/x'>" + b"<div>" * 100_000, "nested too deeply"),
        (b"<html><a href='/virtual/2026/x'>" + b"<b>" * 100_000, "nested too deeply"),
        (b"<html><a href='/virtual/2026/x'>" + b" " * 26_000_000, "is too large"),
        (b"<html><a href='/virtual/2026/x'><p>No talks.</p></html>", "no talks were found"),
    ],
)
def test_a_page_out_of_all_bounds_is_refused_in_one_sentence(raw: bytes, why: str) -> None:
    with pytest.raises(ProgrammeError, match=why):
        reading(raw)


def test_deep_markup_in_a_script_does_not_count() -> None:
    script = b"<script>'" + b"<div>" * 100_000 + b"'</script><h1>"

    assert talks(CARDS_2026.replace(b"<h1>", script)) == talks(CARDS_2026)


def test_elements_that_may_stay_open_do_not_count() -> None:
    assert talks(PAPERS.replace(b"</li>", b"")) == talks(PAPERS)
    assert talks(PAPERS.replace(b"<ul>", b"<ul>" + b"<li>x" * 6_000)) == talks(PAPERS)


@pytest.mark.parametrize(
    "nested",
    [
        b"<ul><li><a href='/virtual/2026/poster/1'>Moths</a>",
        b"<table><tr><th>Title</th></tr><tr><td>Moths",
        b"<div class='event-card'><h3 class='event-title'>Moths</h3>",
        b"<div class='timebox'><div class='time'>noon</div><div class='pad'>",
    ],
)
def test_entries_inside_each_other_are_read_or_refused_without_a_long_wait(nested: bytes) -> None:
    raw = b"<html><a href='/virtual/2026/x'></a>" + nested * 150

    try:
        assert {talk.title for talk in talks(raw)} == {"Moths"}
    except ProgrammeError as error:
        assert "no talks were found" in str(error)


@pytest.mark.parametrize("tag", ["html", "body"])
def test_a_page_that_is_called_its_own_navigation_is_read(tag: str) -> None:
    words = (
        "<h5>Registration Desk <small>Sat 3 Dec 07:15 a.m.</small></h5>"
        '<h5>Workshop: <a href="/virtual/2022/workshop/91">Gaze of Moths</a> '
        "<small>Sat 3 Dec 08:30 a.m.</small></h5>"
    )
    zone = '<div>Timezone: <a href="#">America/Chicago</a></div>'
    plain = f"<!DOCTYPE html><html><body>{zone}{words}</body></html>"
    named = plain.replace(f"<{tag}>", f'<{tag} class="navbar">')
    assert reading(named.encode()) == reading(plain.encode())
