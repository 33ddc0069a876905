"""Lists of cards as text, where the time follows title and people."""

from datetime import date
from pathlib import Path

import pytest
from session_pages import FRAME, LONG, only, paragraphs, reading, session, talks

from confbrowse.readers import Hints, read
from confbrowse.readers.virtual_html.site import parse_page, visible_text

CARDS = "\n".join(
    (
        *(FRAME, "Main Navigation", "ICML", "Orals", "168 Events"),
        *("Oral", "Moths and Lamps", "Ada Ångström ⋅ Bo Li"),
        *("Jul 7, 10:00 AM - 10:15 AM", "GRAND BALLROOM 101-105", LONG, "Show more"),
        *("View full details", "Oral", "Night Flight", "Cy Wu"),
        *("Jul 8, 10:30 PM - 12:15 AM HALL A #2108", LONG, "Show more", "View full details"),
        *("Spotlight", "Bats", "Di Marco ⋅ Ed Poe", LONG, "View full details"),
        "Successful Page Load",
    )
)
REAL = Path(__file__).parents[2] / "shared" / "data" / "virtual-html" / "icml-2026-events-oral.html"


@pytest.mark.parametrize(
    "text",
    [
        CARDS,
        CARDS.replace("\n", "\n\n"),
        CARDS.replace("View full details\n", ""),
        CARDS.replace("View full details", "[View full details][7]"),
        CARDS.replace(f"{FRAME}\nMain Navigation\nICML\n", ""),
    ],
)
def test_a_card_s_time_is_that_of_the_title_above_it(text: str) -> None:
    found = talks(text, year=2026)

    assert [(talk.kind, talk.title) for talk in found] == [
        *(("Oral", "Moths and Lamps"), ("Oral", "Night Flight"), ("Spotlight", "Bats")),
    ]
    assert [talk.authors for talk in found] == [
        *(("Ada Ångström", "Bo Li"), ("Cy Wu",), ("Di Marco", "Ed Poe")),
    ]
    assert [talk.start and talk.start.isoformat() for talk in found] == [
        *("2026-07-07T10:00:00+00:00", "2026-07-08T22:30:00+00:00", None),
    ]
    assert [(talk.room, talk.position) for talk in found] == [
        *(("GRAND BALLROOM 101-105", None), ("HALL A", "#2108"), (None, None)),
    ]
    assert {talk.abstract for talk in found} == {LONG}


def test_a_list_of_cards_is_called_what_stands_above_it() -> None:
    assert session(CARDS).title == "Orals"


def test_cards_tell_that_no_zone_is_given() -> None:
    assert "no time zone is given" in reading(CARDS, year=2026).warnings[0].reason


def test_entries_without_abstracts_are_no_cards() -> None:
    page = paragraphs(
        *(FRAME, "Oral", "Moths 1", "Tue 20 July 7:00 - 7:20 PDT", "Oral\nMoths\nAda Ek · Bo"),
        *("Tue 20 July 7:20 - 7:40 PDT", "Oral\nBats\nCy · Bo Li"),
    )

    assert [talk.title for talk in talks(page)] == ["Moths", "Bats"]


def test_a_kind_right_below_people_is_no_name() -> None:
    page = f"Session\nMoths\n#36\n##### **[Moths and Lamps](https://mlsys.org/virtual/2025/poster/1)**\nCy Wu\nPoster\n\n{LONG}\n"
    moths = only(page)

    assert (moths.authors, moths.kind, moths.abstract) == (("Cy Wu",), "Poster", LONG)


def test_a_room_below_the_title_is_the_session_s_room() -> None:
    page = f"Poster Session 3\nEast Exhibit Hall A-C\nWed 11 Dec 4:30 p.m. PST — 7:30 p.m. PST\nAbstract:\n#100\nMoths\nAda Ek · Bo Li\n{LONG}\n#101\nBats\nCy Wu · Bo Li\n{LONG}\n"
    moths, bats = talks(page, year=2024)

    assert (moths.session.title, moths.room) == ("Poster Session 3", "East Exhibit Hall A-C")
    assert moths.start == bats.start
    assert moths.end
    assert moths.end.isoformat() == "2024-12-11T19:30:00-08:00"


@pytest.mark.skipif(not REAL.is_file(), reason="the real pages are not beside the checkout")
def test_a_real_list_says_the_same_as_text_and_as_html() -> None:
    hints = Hints(date(2026, 11, 24), "icml-2026.html", "/pages/icml-2026.html")
    raw = REAL.read_bytes()
    html, text = (read(one, hints) for one in (raw, visible_text(parse_page(raw, "page")).encode()))

    assert len(html.programme.talks) == 168
    for one, other in zip(html.programme.talks, text.programme.talks, strict=True):
        assert (one.kind, one.title, one.authors) == (other.kind, other.title, other.authors)
        assert (one.start, one.end, one.room) == (other.start, other.end, other.room)
