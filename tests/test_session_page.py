"""Whole session pages: heads, frames, walls, times, the real ones, and that no word is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import FRAME, TODAY, reading, real_page, session, talks

from confbrowse.errors import ProgrammeError
from confbrowse.readers import Hints, Reading, read

ITEM = "Tue 20 July 7:00 - 7:20 PDT\n\nOral\nOf Moths\n\nAnn Bee · Cee Dee\n\nThey fly.\n"
NAVIGATION = "Main Navigation\n\n  * [ ICML ][1]\n    + [ Help/FAQ ][2]\nMy Stuff\nLogin\n\nSelect Year: (2025)\n\n"


@pytest.mark.parametrize(
    "frame",
    [
        "",
        FRAME,
        "Skip to yearly menu bar\nSkip to main content\n\n",
        "[Skip to yearly menu bar][1] [Skip to main content][2]\n\n",
        "[Skip to yearly menu bar](#child-menu)\n\n",
        FRAME + NAVIGATION,
    ],
)
@pytest.mark.parametrize("kind", ["Session\n\n", "### Session\n\n", "Workshop\n\n"])
@pytest.mark.parametrize("title", ["Deep Learning 1", "Orals & Spotlights Track 08: Deep Learning"])
def test_title_is_found_behind_every_frame(frame: str, kind: str, title: str) -> None:
    assert session(f"{frame}{kind}{title}\n\nAbstract:\n\n{ITEM}").title == title


@pytest.mark.parametrize("head", ["## Moths\n\n", "Moths\n\nModerator: Eve Eff\n\n", "Moths\n\n"])
def test_title_without_a_page_kind(head: str) -> None:
    assert session(FRAME + head + ITEM).title == "Moths"


@pytest.mark.parametrize(
    ("people", "chairs"),
    [
        ("Moderator: Shuicheng YAN", ("Shuicheng YAN",)),
        ("Moderators: Ann Bee · Cee Dee", ("Ann Bee", "Cee Dee")),
        ("Session Chair:\nAnn Bee", ("Ann Bee",)),
        ("Graham Taylor · Mario Lucic", ("Graham Taylor", "Mario Lucic")),
        ("Graham Taylor", ("Graham Taylor",)),
        ("", ()),
    ],
)
def test_chairs_labelled_or_bare(people: str, chairs: tuple[str, ...]) -> None:
    assert session(f"Session\n\nMoths\n\n{people}\n\nAbstract:\n\n{ITEM}").chairs == chairs


def test_room_and_description() -> None:
    found = session(
        f"Session\n\nMoths\n\n[ Room 314 - 315 ]\n\nAbstract: All about\nmoths.\n\nAnd lamps.\n\n{ITEM}"
    )
    assert (found.room, found.abstract) == ("Room 314 - 315", "All about moths.\n\nAnd lamps.")


def test_talk_is_in_the_room_of_its_session() -> None:
    (talk,) = talks(f"Session\n\nMoths\n\n[ Room 310 ]\n\n{ITEM}")
    assert talk.room == "Room 310"


def test_workshop_with_weekdays_only_follows_the_date_of_its_head() -> None:
    page = (
        "Workshop\n\nMoths\n\nFri 14 Jun, 8:30 a.m. PDT\n\nFri 8:30 a.m. - 8:40 a.m.\n\nWelcome\n\n"
        "Fri 11:40 p.m.  12:00 a.m.\n\nLate\n\nSat 9 a.m. - noon\n\nEarly\n"
    )
    found = [(f"{one.start:%d %H:%M}", f"{one.end:%d %H:%M}") for one in talks(page, year=2019)]
    assert found == [("14 08:30", "14 08:40"), ("14 23:40", "15 00:00"), ("15 09:00", "15 12:00")]
    assert {one.timezone for one in talks(page, year=2019)} == {"PDT"}


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("", "is empty"),
        ("  \n\n", "is empty"),
        ("Registration Required\n\nYou must be logged in to view this content.", "login page"),
        ("<html><body><h4>Registration Required</h4></body></html>", "login page"),
        ("<html><p>Tue 20 July 7:00 - 7:20 PDT</p></html>", "HTML"),
        ("Just some words.\n\nAnd more.", "no talk"),
        ('{"talks": []}', "HTML or data"),
    ],
)
def test_page_without_talks_says_why(page: str, words: str) -> None:
    with pytest.raises(ProgrammeError, match=words):
        reading(page)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_old_and_new_programs(encoding: str) -> None:
    page = f"Session\n\nMotten über Köln\n\n{ITEM}".replace("\n", "\r\n")
    assert reading(page.encode(encoding)).programme.sessions[0].title == "Motten über Köln"


@pytest.mark.parametrize(
    ("page", "location", "year", "assumed"),
    [
        (ITEM, "/pages/page.txt", 2021, True),
        (ITEM.replace("20 July", "8 Dec.").replace("PDT", "PST"), "/pages/page.txt", 2026, True),
        (ITEM, "/pages/icml-2010-a.txt", 2010, False),
        (ITEM, "/icml-2010/page.txt", 2010, False),
        (ITEM, "/downloads-2024/page.txt", 2021, True),
        (ITEM + "\nsee https://icml.cc/virtual/2010/poster/1", "/p-2021/page.txt", 2010, False),
        (ITEM.replace("20 July", "20 July 2027"), "/pages/p.txt", 2027, False),
    ],
)
def test_year_comes_from_the_page_then_the_name_then_the_weekdays(
    page: str, location: str, year: int, assumed: bool
) -> None:
    (talk,) = reading(page, location=location).programme.talks
    assert talk.start and (talk.start.year, talk.year_assumed) == (year, assumed)


def test_given_year_that_contradicts_the_weekday_is_told() -> None:
    found = reading(ITEM, year=2020)
    assert [one.line for one in found.warnings] == [1]
    assert found.programme.talks[0].start is not None


def test_zone_that_can_be_several_is_not_guessed() -> None:
    found = reading(ITEM.replace("PDT", "IST"), year=2021)
    (talk,) = found.programme.talks
    assert talk.start and f"{talk.start:%H:%M}" == "07:00"
    assert talk.timezone is None
    assert "IST" in found.warnings[0].reason
    (told,) = reading(
        ITEM.replace("PDT", "IST"), year=2021, timezone="Asia/Kolkata"
    ).programme.talks
    assert told.start and told.start.isoformat() == "2021-07-20T07:00:00+05:30"


def test_foot_navigation_and_dead_labels_are_told_by_line() -> None:
    page = f"Session\n\nMoths\n\n{ITEM}\n[ Poster] [ OpenReview]\n\nSuccessful Page Load\nUseful links\n"
    told = {one.line: one.reason for one in reading(page).remarks if one.left_out}
    assert told[14].startswith("label of a link")
    assert told[16] == told[17] == "foot of the page"


@pytest.mark.parametrize(
    ("name", "year", "entries", "first", "chairs", "links"),
    [
        ("icml-2021", 2021, 8, "2021-07-20T07:00:00-07:00", 1, 2),
        ("neurips-2020", 2020, 15, "2020-12-08T06:00:00-08:00", 2, 2),
    ],
)
def test_real_page(name: str, year: int, entries: int, first: str, chairs: int, links: int) -> None:
    page = real_page(name)
    found = reading(page, year=year).programme.talks
    assert len(found) == entries
    assert found[0].start and found[0].start.isoformat() == first
    assert len(found[0].session.chairs) == chairs
    code = [one.url for talk in found for one in talk.links if one.kind == "code"]
    assert len(code) == links and not any(url.endswith(".") for url in code)
    blocks = re.split(r"^\w+ \d+ \w+\.? [\d:]+ - [\d:]+ P[DS]T$", page, flags=re.MULTILINE)[1:]
    for block, talk in zip(blocks, found, strict=True):
        kind, title, *rest = [line for line in block.split("\n") if line.strip()]
        assert (talk.kind, talk.title) == (kind, title)
        assert " · ".join(talk.authors) == (rest[0] if rest else "")
        assert len(talk.abstract.split()) == sum(len(line.split()) for line in rest[1:])


def test_citation_in_brackets_is_kept() -> None:
    found = reading(real_page("neurips-2020"), year=2020).programme.talks
    assert sum("[MYSS20] establishes" in talk.abstract for talk in found) == 1


PARTS = st.sampled_from(
    (
        "Skip to yearly menu bar Skip to main content", "Session", "## Moths", "Moderator: Eve Eff",
        "[ Room 1 ]", "Abstract:", "Chat is not available.", "Tue 20 July 7:00 - 7:20 PDT", "Fri 8:30 a.m.",
        "#36", "HALL A #2", "##### **[Linked Moths][3]**", "Oral", "Poster", "Best Paper Award", "Of Owls",
        "Ann Bee · Cee Dee", "Cee Dee ⋅", "[ Poster] [ OpenReview]", "[MYSS20]", "1. first thing", "", "", "",
        "Show more", "Successful Page Load", "[3]: https://icml.cc/virtual/2025/poster/3", "They fly at night.",
    )
)  # fmt: skip
WORD = re.compile(r"\w+")


def told(found: Reading) -> str:
    """Return everything that a reading says, in its programme or in its remarks."""
    programme = found.programme
    parts = [repr(programme).replace("\\n", " "), *(remark.text for remark in found.remarks)]
    parts += [f"{talk.start:%a %d %B}" for talk in programme.talks if talk.start]
    return " ".join(parts)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        PARTS | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
        min_size=1,
        max_size=30,
    )
)
def test_no_word_of_a_page_is_lost_in_silence(lines: list[str]) -> None:
    try:
        found = reading("\n".join(lines), year=2021)
    except ProgrammeError:
        return
    kept = set(WORD.findall(told(found).lower()))
    times = {"tue", "fri", "20", "july", "7", "00", "pdt", "8", "30", "a", "m"}
    for line in lines:
        for word in WORD.findall(line.lower()):
            assert word in kept | times | {"moderator", "abstract", "room"} or "[3]" in line, word


@settings(deadline=None, max_examples=200)
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode(errors="replace"))
)
def test_any_bytes_are_read_or_refused_with_a_sentence(raw: bytes) -> None:
    try:
        assert read(raw, Hints(TODAY)).programme.talks
    except ProgrammeError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize(
    "hostile", ["[" * 60, "#" * 80, "9:" * 40, "· " * 60, "[a](" * 40, "(1) " * 40]
)
def test_hostile_lines_are_read_in_time(hostile: str) -> None:
    page = f"{ITEM}\n" + f"{hostile}\n" * 2_000
    (talk,) = talks(page)[:1]
    assert talk.title == "Of Moths"
