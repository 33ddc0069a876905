"""The other kinds of page: workshops, days, and the page of a single talk."""

import pytest
from session_pages import BREAK, FRAME, HEAD, LONG, ORAL, left_out, paragraphs, reading, talks

WORKSHOP = paragraphs(
    "Skip to yearly menu bar\nSkip to main content",
    "Workshop",
    "6th Workshop on Learning to Rest",
    "Anna Ek · Bo Li",
    "[ Hall A ]",
    "Fri 14 Jun, 8:30 a.m. PDT",
    "Keywords:  rest  sleep",
    "We rest.",
    "Schedule",
    "Fri 8:30 a.m. - 8:40 a.m.",
    "Welcome (Introduction)",
    "Fri 8:40 a.m. - 9:20 a.m.",
    "Sleep and its Bounds\n(\nTalk\n)",
    "SlidesLive Video »",
    "Cy Wu",
    LONG,
    "Fri 11:40 p.m.  12:10 a.m.",
    "Closing Party (Social)",
    "Sat 12:10 a.m. - 1:00 a.m.",
    "Clean-up",
)


def test_rows_of_a_workshop_take_day_and_zone_from_its_head() -> None:
    found = talks(WORKSHOP, year=2019)

    assert [(talk.kind, talk.title) for talk in found] == [
        ("Introduction", "Welcome"),
        ("Talk", "Sleep and its Bounds"),
        ("Social", "Closing Party"),
        (None, "Clean-up"),
    ]
    assert [talk.start and talk.start.isoformat() for talk in found] == [
        "2019-06-14T08:30:00-07:00",
        "2019-06-14T08:40:00-07:00",
        "2019-06-14T23:40:00-07:00",
        "2019-06-15T00:10:00-07:00",
    ]
    assert [talk.end and talk.end.day for talk in found] == [14, 14, 15, 15]
    assert (found[1].authors, found[1].abstract) == (("Cy Wu",), LONG)
    assert {talk.timezone for talk in found} == {"PDT"}


def test_a_workshop_s_own_head_is_its_session() -> None:
    found = reading(WORKSHOP, year=2019)
    (session,) = found.programme.sessions

    assert (session.title, session.chairs, session.room) == (
        *("6th Workshop on Learning to Rest", ("Anna Ek", "Bo Li"), "Hall A"),
    )
    assert session.abstract == "Keywords:  rest  sleep\n\nWe rest."
    assert left_out(found)["Fri 14 Jun, 8:30 a.m. PDT"] == "time of the session"
    assert left_out(found)["SlidesLive Video »"] == "site navigation"


def test_workshops_side_by_side_have_no_type_line() -> None:
    page = paragraphs(
        *(FRAME, "Session", "Workshops Sat", "Abstract:\nChat is not available."),
        *("Sat 18 July 2:00 - 18:00 PDT", "Workshop on Rest", "Anna Ek · Bo Li", LONG),
        *("Sat 18 July 2:25 - 10:40 PDT", "Workshop on Sleep", "Cy Wu · Di Marco", LONG),
    )
    first, second = talks(page, year=2020)

    assert (first.title, second.title) == ("Workshop on Rest", "Workshop on Sleep")
    assert first.duration is not None
    assert first.duration.total_seconds() == 16 * 3600


DAY = """Skip to yearly menu bar Skip to main content


Timezone: Pacific/Honolulu

Social: Surfing Fri 28 Jul 07:00 a.m.__

Join us.


Registration Desk Fri 28 Jul 07:15 a.m.__


Workshop on Sleep Fri 28 Jul 08:50 a.m.__

Anna Ek · Bo Li

We sleep.
""".replace("__", "  ")


@pytest.mark.parametrize("page", [DAY, "\n".join(filter(str.strip, DAY.split("\n")))])
def test_a_day_s_lines_hold_kind_title_and_time(page: str) -> None:
    found = reading(page, year=2023)
    social, desk, workshop = found.programme.talks

    assert found.programme.sessions[0].title == "Friday 28 July"
    assert (social.kind, social.title, social.abstract) == ("Social", "Surfing", "Join us.")
    assert (desk.kind, desk.title, desk.abstract) == ("Registration Desk", "Registration Desk", "")
    assert (workshop.kind, workshop.title) == (None, "Workshop on Sleep")
    assert (workshop.authors, workshop.abstract) == (("Anna Ek", "Bo Li"), "We sleep.")
    assert workshop.start is not None
    assert workshop.start.isoformat() == "2023-07-28T08:50:00-10:00"
    assert (workshop.end, workshop.timezone) == (None, "Pacific/Honolulu")


LONE = {
    "2026, with time and number": [
        *("Poster", "Wed, Jul 8, 2026 • 10:30 PM – 12:15 AM PDT", "HALL A #2108"),
        *("On Time\n=======", "Anna Ek ⋅ Bo Li", "[Project Page](https://github.com/a/b)"),
        *("### Abstract", LONG, "Show more", "Log in and register to view live content"),
    ],
    "2025, time behind the kind": [
        *("Poster  Wed, Jul 8, 2026 • 10:30 PM – 12:15 AM PDT", "HALL A #2108", "# On Time"),
        *("Anna Ek ⋅ Bo Li", '[ [Code](https://github.com/a/b "Code")]', "### Abstract", LONG),
    ],
    "2024, without blanks": [
        f"POSTER\nOn Time\nAnna Ek · Bo Li\n2024 Poster\nProject Page\n[\nSlides\n]\nAbstract\n{LONG}\nVideo\nChat is not available."
    ],
    "2025, without a time": [
        *("Oral", "On Time", "Anna Ek ⋅ Bo Li", "2025 Oral", "[ Poster] [ OpenReview]", "Abstract", LONG),
    ],
}  # fmt: skip


@pytest.mark.parametrize("lines", LONE.values(), ids=LONE)
@pytest.mark.parametrize(
    "frame", [[], [FRAME, "Main Navigation\nICML\nWorkshops\nTest of Time Award\nHelp"]]
)
def test_the_page_of_a_single_talk_is_that_talk(frame: list[str], lines: list[str]) -> None:
    found = reading(paragraphs(*frame, *lines), year=2026)
    (talk,) = found.programme.talks

    assert (talk.title, talk.authors, talk.abstract) == ("On Time", ("Anna Ek", "Bo Li"), LONG)
    assert talk.kind in ("Poster", "Oral")
    assert talk.session.title == talk.kind
    if "2026" in "".join(lines):
        assert (talk.room, talk.position) == ("HALL A", "#2108")
        assert talk.start is not None
        assert talk.end is not None
        assert (talk.start.isoformat(), talk.end.isoformat()) == (
            *("2026-07-08T22:30:00-07:00", "2026-07-09T00:15:00-07:00"),
        )
        assert [link.url for link in talk.links] == ["https://github.com/a/b"]


def test_a_workshop_without_rows_is_a_single_talk() -> None:
    head = WORKSHOP.split("Schedule")[0]
    (talk,) = talks(head, year=2019)

    assert (talk.kind, talk.title) == ("Workshop", "6th Workshop on Learning to Rest")
    assert (talk.authors, talk.room) == (("Anna Ek", "Bo Li"), "Hall A")
    assert talk.abstract == "Keywords:  rest  sleep\n\nWe rest."
    assert talk.start is not None


@pytest.mark.parametrize("kind", ["Session", "Workshop", "Tutorial"])
def test_a_session_of_one_talk_is_still_a_session(kind: str) -> None:
    found = reading(paragraphs(FRAME, kind, "Deep Learning 1", "Ada Byron · Cy Wu", ORAL))

    assert [session.title for session in found.programme.sessions] == ["Deep Learning 1"]
    assert [talk.title for talk in found.programme.talks] == ["Learning to Forget"]


def test_a_page_of_two_breaks_tells_them_apart() -> None:
    first, second = talks(paragraphs(HEAD, BREAK, BREAK.replace("7:20 - 7:30", "9:00 - 9:30")))

    assert second.id == f"{first.id}-2"
