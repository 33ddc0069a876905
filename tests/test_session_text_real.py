"""Two real pages, compared with the results of a naive parser."""

import re
from datetime import datetime

import pytest
from session_pages import reading, real_page

from confbrowse.model import Programme, Talk

ICML, NEURIPS = "icml-2021-deep-learning-1.txt", "neurips-2020-track-08-deep-learning.txt"
TIME = re.compile(r"^(?:Tue 20 July|Tue 8 Dec\.) (\d+:\d+) - (\d+:\d+) (PDT|PST)$", re.MULTILINE)


def programme(name: str, year: int | None = None) -> Programme:
    """Return the programme of the page called *name*."""
    return reading(real_page(name), source=name, location=f"/pages/{name}", year=year).programme


def blocks(name: str) -> list[list[str]]:
    """Return the paragraphs of each entry, split at the time lines only."""
    parts = TIME.split(real_page(name).decode())[4::4]
    return [[text for text in part.strip().split("\n\n") if text.strip()] for part in parts]


@pytest.mark.parametrize(
    ("name", "count", "kinds"),
    [
        (ICML, 8, {"Oral": 1, "Spotlight": 6, "Q&A": 1}),
        (NEURIPS, 15, {"Oral": 3, "Spotlight": 8, "Break": 2, "Q&A": 2}),
    ],
)
def test_every_entry_is_found_with_its_kind(name: str, count: int, kinds: dict[str, int]) -> None:
    talks = programme(name).talks

    assert len(talks) == len(blocks(name)) == count
    assert {kind: sum(talk.kind == kind for talk in talks) for kind in kinds} == kinds


@pytest.mark.parametrize("name", [ICML, NEURIPS])
def test_every_entry_says_what_the_page_says(name: str) -> None:
    for talk, paragraphs in zip(programme(name).talks, blocks(name), strict=True):
        kind, title = paragraphs[0].split("\n")
        people = paragraphs[1].split(" · ") if len(paragraphs) > 1 else []
        abstract = " ".join(paragraphs[2:]).split()

        assert (talk.kind, talk.title, list(talk.authors)) == (kind, title, people)
        assert len(talk.abstract.split()) == len(abstract)
        assert talk.abstract.split() == abstract
        assert len(talk.abstract.split("\n\n")) == max(len(paragraphs) - 2, 1)


@pytest.mark.parametrize(
    ("name", "year", "first"),
    [(ICML, 2021, "2021-07-20T07:00:00-07:00"), (NEURIPS, 2020, "2020-12-08T06:00:00-08:00")],
)
def test_every_entry_is_at_its_time(name: str, year: int, first: str) -> None:
    talks = programme(name, year).talks
    printed = [match.groups() for match in TIME.finditer(real_page(name).decode())]

    assert talks[0].start == datetime.fromisoformat(first)
    assert talks[0].start.isoformat() == first
    assert [(clock(talk.start), clock(talk.end), talk.timezone) for talk in talks] == printed
    assert not any(talk.year_assumed for talk in talks)


def clock(when: datetime | None) -> str:
    """Return *when* as the page prints it."""
    assert when is not None
    return f"{when.hour}:{when:%M}"


@pytest.mark.parametrize(
    ("name", "title", "chairs"),
    [
        (ICML, "Deep Learning 1", ("Shuicheng YAN",)),
        (NEURIPS, "Orals & Spotlights Track 08: Deep Learning", ("Graham Taylor", "Mario Lucic")),
    ],
)
def test_the_session_is_read(name: str, title: str, chairs: tuple[str, ...]) -> None:
    (session,) = programme(name).sessions

    assert (session.title, session.chairs, session.abstract, session.room) == (
        title,
        chairs,
        "",
        None,
    )


def code(talk: Talk) -> list[str]:
    """Return the URLs of the code of *talk*."""
    return [link.url for link in talk.links if link.kind == "code"]


@pytest.mark.parametrize("name", [ICML, NEURIPS])
def test_links_to_code_are_whole(name: str) -> None:
    found = [url for talk in programme(name).talks for url in code(talk)]

    assert len(found) == 2
    assert all(re.fullmatch(r"https?://github\.com/[\w-]+/[\w.-]*\w", url) for url in found)


def test_a_citation_on_a_page_stays_in_its_abstract() -> None:
    assert "[MYSS20]" in real_page(NEURIPS).decode()
    assert sum("[MYSS20]" in talk.abstract for talk in programme(NEURIPS).talks) == 1


@pytest.mark.parametrize(
    ("name", "programme_name"), [(ICML, "ICML 2021"), (NEURIPS, "NeurIPS 2020")]
)
def test_name_and_year_are_found_without_help(name: str, programme_name: str) -> None:
    found = programme(name)

    assert found.name == programme_name
    assert {talk.start and talk.start.year for talk in found.talks} == {int(programme_name[-4:])}


@pytest.mark.parametrize("name", [ICML, NEURIPS])
def test_nothing_but_the_frame_is_left_out(name: str) -> None:
    found = reading(real_page(name), location=f"/pages/{name}", year=None)

    assert [remark.text for remark in found.remarks] == [
        "Skip to yearly menu bar Skip to main content",
        *("Session", "Abstract:", "Chat is not available."),
    ]


def test_both_pages_in_one_text_are_two_sessions() -> None:
    found = reading(real_page(ICML) + real_page(NEURIPS), year=None).programme

    assert (len(found.sessions), len(found.talks)) == (2, 23)
