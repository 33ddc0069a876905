"""One entry of a session page: kind, title, people, abstract, in every form pages print them."""

import pytest
from pages import entry, talks

LONG = "Moths steer by the moon, and lamps are nearer than it. " * 4


@pytest.mark.parametrize(
    ("lines", "kind", "title"),
    [
        ("Oral\nOf Moths", "Oral", "Of Moths"),
        ("Break\nBreak", "Break", "Break"),
        ("Break", None, "Break"),
        ("Q&A\nQ&A", "Q&A", "Q&A"),
        ("Q&A\nJoint Q&A for Preceeding Spotlights", "Q&A", "Joint Q&A for Preceeding Spotlights"),
        ("Invited talk\nOf Moths", "Invited talk", "Of Moths"),
        ("Oral\n\nOf Moths", "Oral", "Of Moths"),
        ("Of Moths", None, "Of Moths"),
        ("Of Moths (Introduction)", "Introduction", "Of Moths"),
        ("Of Moths\n(\nTalk\n)", "Talk", "Of Moths"),
        ("Of Moths (and Lamps)", None, "Of Moths (and Lamps)"),
        ("Outstanding Paper\nPoster\nOf Moths", "Poster", "Of Moths"),
        ("Oral\nOf Moths and of All the Lamps that Stand along the\nRoad", "Oral",
         "Of Moths and of All the Lamps that Stand along the Road"),
    ],
)  # fmt: skip
def test_kind_and_title(lines: str, kind: str | None, title: str) -> None:
    talk = entry(lines)
    assert (talk.kind, talk.title) == (kind, title)


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        ("Ann Bee · Cee Dee", ("Ann Bee", "Cee Dee")),
        ("Ann Bee ⋅ Cee Dee", ("Ann Bee", "Cee Dee")),
        ("ANN BEE · xi ruida · J. Zico Kolter", ("ANN BEE", "xi ruida", "J. Zico Kolter")),
        ("Rex (Zhitao) Ying · Facebook Rob Fergus", ("Rex (Zhitao) Ying", "Facebook Rob Fergus")),
        ("Ann Bee ·\nCee Dee ·\nEve Eff", ("Ann Bee", "Cee Dee", "Eve Eff")),
        ("Ann Bee · Cee\nDee · Eve Eff", ("Ann Bee", "Cee Dee", "Eve Eff")),
        ("Ann Bee · Cee\nDee", ("Ann Bee", "Cee Dee")),
        ("Ann Bee 🔗 · Cee Dee |", ("Ann Bee", "Cee Dee")),
        ("Marcel A. J. van Gerven", ("Marcel A. J. van Gerven",)),
        ("Ann Bee, Cee Dee", ("Ann Bee", "Cee Dee")),
    ],
)
def test_people(lines: str, authors: tuple[str, ...]) -> None:
    talk = entry(f"Oral\nOf Moths\n\n{lines}\n\n{LONG}")
    assert talk.authors == authors
    assert talk.abstract == LONG.strip()


def test_one_person_and_no_abstract() -> None:
    talk = entry("Invited Talk\nOf Moths\n\nYann LeCun")
    assert (talk.authors, talk.abstract) == (("Yann LeCun",), "")


def test_sentence_is_no_person() -> None:
    talk = entry("Oral\nOf Moths\n\nTo be announced.")
    assert (talk.authors, talk.abstract) == ((), "To be announced.")


def test_paragraphs_and_lists_of_an_abstract_stay() -> None:
    body = "One.\n\nTwo has\nmore lines.\n\n1. first\n2. second\n\nWebsite: https://moths.org/a"
    talk = entry(f"Oral\nOf Moths\n\nAnn Bee · Cee Dee\n\n{body}")
    assert talk.abstract == body.replace("has\nmore", "has more")
    assert [link.url for link in talk.links] == ["https://moths.org/a"]


@pytest.mark.parametrize("odd", ["Poster", "Oral", "[MYSS20]", "Break", "#moths", "12", "Ann Bee"])
def test_odd_paragraph_inside_an_abstract_splits_nothing(odd: str) -> None:
    talk = entry(f"Oral\nOf Moths\n\nAnn Bee · Cee Dee\n\n{LONG}\n\n{odd}\n\n{LONG}")
    assert talk.abstract == f"{LONG.strip()}\n\n{odd}\n\n{LONG.strip()}"


def test_entries_without_any_blank_line() -> None:
    page = (
        "Session\nMoths\nModerator: Eve Eff\nAbstract:\nChat is not available.\n"
        "Tue 20 July 7:00 - 7:20 PDT\nOral\nOf Moths\nAnn Bee · Cee Dee\nThey fly\nat night.\n"
        "Tue 20 July 7:20 - 7:30 PDT\nBreak\nBreak\n"
    )
    oral, pause = talks(page)
    assert (oral.kind, oral.title, oral.authors) == ("Oral", "Of Moths", ("Ann Bee", "Cee Dee"))
    assert oral.abstract == "They fly at night."
    assert (pause.kind, pause.title, pause.abstract) == ("Break", "Break", "")


def test_labels_are_links_where_the_page_kept_their_addresses() -> None:
    body = (
        "Oral\nOf Moths\n\nAnn Bee · Cee Dee\n\nFly.\n\n[ Slides](https://moths.org/s) [ Code][7]"
    )
    talk = entry(f"{body}\n\n[7]: https://github.com/moths/fly")
    assert [(one.kind, one.url) for one in talk.links] == [
        ("slides", "https://moths.org/s"),
        ("code", "https://github.com/moths/fly"),
    ]
    assert talk.abstract == "Fly."


def test_poster_page_with_numbers_awards_and_linked_headings() -> None:
    page = """## Poster Session 1

#36
Outstanding Paper Honorable Mention
Poster

##### **[Of Moths and of the
##### Lamps they Love][33]**

Ann Bee ⋅ Cee Dee

They fly.

#W-100

##### **[Of Owls][34]**

Poster

Eve Eff ⋅ Gee Haitch

They see.

[1]: https://icml.cc/
[33]: https://icml.cc/virtual/2025/poster/1
[34]: /virtual/2025/poster/2
"""
    moths, owls = talks(page, year=None)
    assert (moths.title, moths.position) == ("Of Moths and of the Lamps they Love", "#36")
    assert moths.keywords == ("Outstanding Paper Honorable Mention",)
    assert moths.kind == owls.kind == "Poster"
    assert (owls.title, owls.position, owls.start) == ("Of Owls", "#W-100", None)
    assert owls.authors == ("Eve Eff", "Gee Haitch")
    assert [one.url for one in owls.links] == ["https://icml.cc/virtual/2025/poster/2"]
    assert moths.session.programme == "ICML 2025"


def test_hall_and_number_on_one_line() -> None:
    page = "Session\n\nPosters\n\nHALL A #2108\n\nPoster\nOf Moths\n\n#W-3 Poster\nOf Owls\n"
    moths, owls = talks(page)
    assert (moths.room, moths.position, moths.kind) == ("HALL A", "#2108", "Poster")
    assert (owls.title, owls.position, owls.kind) == ("Of Owls", "#W-3", "Poster")


def test_day_page_has_title_and_time_on_one_line() -> None:
    page = (
        "Workshop: Gaze meets Moths Sat 3 Dec 07:30 a.m.  \n\nAnn Bee ⋅ Cee Dee\n\nAbout.\n"
        "Registration Desk Sat 3 Dec 07:15 a.m.\n2nd Workshop on Owls Sat 3 Dec 08:50 a.m.\n"
    )
    gaze, desk, owls = talks(page, year=2022)
    assert (gaze.kind, gaze.title) == ("Workshop", "Gaze meets Moths")
    assert (desk.kind, desk.title) == ("Registration Desk", "Registration Desk")
    assert (owls.kind, owls.title) == (None, "2nd Workshop on Owls")
    assert desk.start and f"{desk.start:%Y-%m-%d %H:%M}" == "2022-12-03 07:15"
