"""The head of a page: navigation is removed, the session is read, nothing is lost."""

import pytest
from session_pages import BREAK, FRAME, LONG, ORAL, left_out, paragraphs, reading, session

TITLE = "Orals & Spotlights Track 08: Deep Learning"
BULLETS = """## Main Navigation

[ [conference_logo]][3]
* [ ICML ][4]
  * [ Help/FAQ ][9]
  + [Press](/Conferences/2026/Press)

    ---
- [ My Stuff ][10]
[ Login][11]
* [ Select Year: (2021) ][12]
  * [2026 ][13]
* [ ][27]
* [ Workshops ][28]"""
PLAIN = """Main Navigation
ICML
Help/FAQ
My Stuff
Login
Select Year: (2021)
2026
2025
IMLS Archives
Getting Started
Tutorials
Main Conference
Invited Talks
Test of Time Award
Workshops
Community
Help
FAQ"""
LINKED = "[Skip to yearly menu bar][1] [Skip to main content][2]"
UNDERLINED = "[Skip to yearly menu bar](#child-menu)\n[Skip to main content](#main)\n\nMain Navigation\n-----"


FRAMES = {
    "one line": f"{FRAME}\n\n\nSession\n\n{TITLE}",
    "two lines": f"Skip to yearly menu bar\nSkip to main content\n\nSession\n\n{TITLE}",
    "as links": f"{LINKED}\n\n### Session\n\n## {TITLE}",
    "with bullets": f"{LINKED}\n\n{BULLETS}\n\n### Session\n\n## {TITLE}",
    "with plain navigation": f"{FRAME}\n{PLAIN}\nSession\n{TITLE}",
    "with a rule": f"{UNDERLINED}\n\n\n* [ICML](#)\n  + [Help](/Help)\n\nSession\n\n{TITLE}",
    "navigation without a page kind": f"{LINKED}\n\n{BULLETS}\n\n## {TITLE}",
    "no page kind": f"{FRAME}\n\n{TITLE}",
    "stripped": f"Session\n\n{TITLE}",
    "stripped to a heading": f"## {TITLE}",
    "stripped to the title": TITLE,
    "of workshops": f"{FRAME}\n\nWorkshops\n\n{TITLE}",
    "of a workshop": f"{FRAME}\n{PLAIN}\n\nWorkshop\n\n{TITLE}",
}


@pytest.mark.parametrize("people", ["Ada Byron · Bo Li", "Moderator: Ada Byron", ""])
@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_the_title_is_found_in_every_frame(frame: str, people: str) -> None:
    page = paragraphs(
        *filter(None, (frame, people)), "Abstract:\nChat is not available.", ORAL, BREAK
    )
    found = session(page)

    assert found.title == TITLE
    assert found.chairs == {"": (), "Moderator: Ada Byron": ("Ada Byron",)}.get(
        people, ("Ada Byron", "Bo Li")
    )
    assert found.abstract == ""
    assert len(reading(page).programme.talks) == 2


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_what_the_frame_holds_beside_the_title_is_reported(frame: str) -> None:
    found = reading(paragraphs(frame, "Abstract:", ORAL))

    told = set(left_out(found))
    lines = {line.strip() for line in frame.split("\n") if line.strip()}
    assert lines - told <= {TITLE, f"## {TITLE}"}


@pytest.mark.parametrize(
    "title",
    [
        *("Deep Learning 1", "Workshops Sat", "Oral Session 1A", "San Diego Poster Session 6"),
        *("Session 8: LLM and Diffusion Model Serving", "Poster Session", "Social"),
    ],
)
def test_a_title_may_be_any_words(title: str) -> None:
    assert (
        session(paragraphs(FRAME, "Session", title, "Ada Byron", "Abstract:", ORAL)).title == title
    )


@pytest.mark.parametrize(
    ("people", "chairs"),
    [
        ("Moderator: Shuicheng YAN", ("Shuicheng YAN",)),
        ("Moderators: Ada Byron · Bo Li", ("Ada Byron", "Bo Li")),
        ("Moderators: Ada Byron, Bo Li", ("Ada Byron", "Bo Li")),
        ("Moderators: Ada Byron ⋅\nBo Li ⋅ Cy Wu", ("Ada Byron", "Bo Li", "Cy Wu")),
        ("Chair: Ada Byron", ("Ada Byron",)),
        ("Session Chairs: Ada Byron ⋅ Bo Li 🔗", ("Ada Byron", "Bo Li")),
        ("Moderator:\n\nAda Byron", ("Ada Byron",)),
        ("Moderator:", ()),
        ("Ada Byron ⋅ Bo Li |", ("Ada Byron", "Bo Li")),
        ("Ada Byron · Bo Li ·\nCy Wu · Di\nMarco", ("Ada Byron", "Bo Li", "Cy Wu", "Di Marco")),
        ("Ada Byron", ("Ada Byron",)),
    ],
)
def test_who_leads_the_session_is_read_with_or_without_a_label(
    people: str, chairs: tuple[str, ...]
) -> None:
    found = session(paragraphs(FRAME, "Session", TITLE, people, "Abstract:", ORAL))

    assert (found.chairs, found.abstract) == (chairs, "")


@pytest.mark.parametrize(
    ("line", "room"),
    [
        ("[ Room 314 - 315 ]", "Room 314 - 315"),
        ("[ 310 ]", "310"),
        ("West Ballroom A-D", "West Ballroom A-D"),
        ("Hall J", "Hall J"),
    ],
)
@pytest.mark.parametrize("people", ["Ada Byron · Bo Li", ""])
def test_the_room_is_the_session_s_and_its_talks_(line: str, room: str, people: str) -> None:
    found = reading(paragraphs(*filter(None, (FRAME, "Session", TITLE, people, line)), ORAL))
    (only,) = found.programme.sessions

    assert (only.room, only.abstract, len(only.chairs)) == (room, "", 2 if people else 0)
    assert [talk.room for talk in found.programme.talks] == [room]


def test_a_link_is_no_room() -> None:
    found = session(paragraphs(FRAME, "Session", TITLE, "[ OpenReview ]", "Abstract:", ORAL))

    assert (found.room, found.abstract) == (None, "[ OpenReview ]")


@pytest.mark.parametrize(
    ("lines", "abstract"),
    [
        ("Abstract: What is new.\n\nAnd more.", "What is new.\n\nAnd more."),
        ("Abstract:\n\nWhat is\nnew.", "What is new."),
        ("Abstract\n\nWhat is new.", "What is new."),
        ("### Abstract\n\nWhat is new.\n\n### Schedule", "What is new."),
        ("Abstract:\nChat is not available.", ""),
        (LONG, LONG),
        (
            "[Project](https://a.org/b)\n\nSee [MYSS20].",
            "[Project](https://a.org/b)\n\nSee [MYSS20].",
        ),
    ],
)
def test_the_session_s_abstract_is_kept(lines: str, abstract: str) -> None:
    assert (
        session(paragraphs(FRAME, "Session", TITLE, "Ada Byron", lines, ORAL)).abstract == abstract
    )


def test_the_session_s_time_is_reported_and_begins_no_talk() -> None:
    time = "Tue 20 July 7:00 a.m. PDT — 8:00 a.m. PDT"
    for behind in ("Abstract: What is new.", "Abstract:\n\nChat is not available.", ""):
        found = reading(paragraphs(FRAME, "Session", TITLE, "Hall J", time, behind, ORAL, BREAK))

        assert len(found.programme.talks) == 2
        assert left_out(found)[time] == "time of the session"


def test_a_page_without_a_title_is_called_by_its_day() -> None:
    found = session(paragraphs(FRAME, "Timezone: America/New_York", ORAL, BREAK))

    assert found.title == "Tuesday 20 July"


def test_a_page_without_title_and_time_is_a_session() -> None:
    assert session("#1\nA Poster\n\nAnna Ek ⋅ Bo Li\n\n#2\nAnother\n").title == "Session"
