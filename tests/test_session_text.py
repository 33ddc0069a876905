"""A session page becomes a programme: its session, its talks, and a remark for every other line."""

import pytest
from session_pages import BREAK, FRAME, HEAD, LONG, ORAL, left_out, paragraphs, reading, talks

from confbrowse.errors import ProgrammeError

PAGE = paragraphs(HEAD, ORAL, BREAK)


def test_a_page_is_read_whole() -> None:
    programme = reading(PAGE, source="dl.txt", location="/pages/icml-2021/dl.txt").programme
    (session,) = programme.sessions
    oral, pause = programme.talks

    assert (programme.id, programme.name) == ("icml-2021", "ICML 2021")
    assert (session.title, session.chairs) == ("Deep Learning 1", ("Ada Byron",))
    assert (session.room, session.abstract, session.source) == (None, "", "/pages/icml-2021/dl.txt")
    assert (oral.kind, oral.title, oral.authors) == (
        "Oral",
        "Learning to Forget",
        ("Anna Ek", "Bo Li"),
    )
    assert (oral.abstract, oral.source) == (LONG, "dl.txt, line 14")
    assert oral.start is not None
    assert oral.start.isoformat() == "2021-07-20T07:00:00-07:00"
    assert oral.end is not None
    assert oral.end.isoformat() == "2021-07-20T07:20:00-07:00"
    assert (oral.timezone, oral.year_assumed) == ("PDT", False)
    assert (pause.kind, pause.title, pause.authors, pause.abstract) == ("Break", "Break", (), "")


def test_every_line_that_is_in_no_talk_is_reported_by_number() -> None:
    remarks = reading(PAGE).remarks

    assert [(one.line, one.text, one.reason) for one in remarks] == [
        (1, FRAME, "page header"),
        (4, "Session", "kind of the page"),
        (10, "Abstract:", "empty label"),
        (12, "Chat is not available.", "site navigation"),
    ]


def test_line_numbers_are_those_of_an_editor() -> None:
    found = reading("\n\n  \n" + PAGE.replace("\n", "\r\n"))

    assert found.remarks[0].line == 4
    assert found.programme.talks[0].source == "page.txt, line 17"


@pytest.mark.parametrize(
    "raw",
    [
        PAGE.encode(),
        PAGE.encode("utf-8-sig"),
        PAGE.encode("utf-16"),
        b"\xfe\xff" + PAGE.encode("utf-16-be"),
        PAGE.encode("cp1252"),
        PAGE.replace("\n", "\r\n").encode(),
        PAGE.replace("\n", "\r").encode(),
        PAGE.encode() + b"\xc2",
        PAGE.rstrip().encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "utf-16",
        "utf-16-be",
        "cp1252",
        "crlf",
        "cr",
        "cut short",
        "no last line end",
    ],
)
def test_a_page_may_come_in_any_encoding(raw: bytes) -> None:
    oral, pause = talks(raw)

    assert (oral.authors, oral.abstract) == (("Anna Ek", "Bo Li"), LONG)
    assert pause.title.startswith("Break")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_survive_old_and_new_programs(encoding: str) -> None:
    page = PAGE.replace("Deep Learning 1", "Motten über Köln").encode(encoding)

    assert reading(page).programme.sessions[0].title == "Motten über Köln"


@pytest.mark.parametrize("raw", [b"", b" \n\n ", b"\xef\xbb\xbf", b"\xff\xfe", "\u200b\n".encode()])
def test_an_empty_page_is_said_to_be_empty(raw: bytes) -> None:
    with pytest.raises(ProgrammeError, match=r"^page.txt is empty\.$"):
        reading(raw)


@pytest.mark.parametrize(
    "page",
    [
        paragraphs(
            FRAME, "#### Registration Required", "You must be logged in to view this content."
        ),
        "You must be <a href='/login?next=/virtual/2026/session/1'>logged in</a> to view this content.",
    ],
)
def test_a_login_page_is_said_to_be_one(page: str) -> None:
    with pytest.raises(
        ProgrammeError, match=r"^page.txt is a login page: .*save the page again\.$"
    ):
        reading(page)


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>\n" + PAGE,
        "\ufeff<html>\n" + PAGE,
        '{"results": []}',
        "[\n{}]",
        "{}",
        '["a"]',
    ],
)
def test_markup_and_data_are_refused(page: str) -> None:
    with pytest.raises(ProgrammeError, match=r"is a web page|JSON"):
        reading(page)


@pytest.mark.parametrize("page", ["Dear Anna,\n\nsee you on Tuesday.", HEAD, "[1]: /virtual/2025"])
def test_a_text_without_a_talk_is_refused(page: str) -> None:
    with pytest.raises(
        ProgrammeError, match=r"contains no talks: there is no line with a time, a poster number"
    ):
        reading(page)


def test_a_text_too_long_to_be_a_page_is_refused() -> None:
    with pytest.raises(ProgrammeError, match="too long"):
        reading(PAGE + "word " * 1_000_000)


def test_a_page_may_begin_with_a_bracket_or_an_address() -> None:
    for first in (
        "[ [conference_logo]][3]",
        "[ Room 1 ]",
        "<https://icml.cc/virtual/2021/session/1>",
    ):
        assert len(talks(paragraphs(first, HEAD, ORAL))) == 1


def test_pages_in_one_text_are_distinguished() -> None:
    second = PAGE.replace("Deep Learning 1", "Deep Learning 2").replace("Forget", "Keep")
    programme = reading(PAGE.rstrip("\n") + second).programme

    assert [session.title for session in programme.sessions] == [
        "Deep Learning 1",
        "Deep Learning 2",
    ]
    assert [talk.title for talk in programme.talks] == [
        *("Learning to Forget", "Break", "Learning to Keep", "Break"),
    ]
    assert [talk.session.title[-1] for talk in programme.talks] == ["1", "1", "2", "2"]
    assert len({talk.id for talk in programme.talks}) == 4


def test_what_stands_around_the_pages_is_reported() -> None:
    page = paragraphs("Saved today", FRAME, "Session", "Deep Learning 1", ORAL, FRAME, "The end")
    found = reading(page)

    assert left_out(found)["Saved today"] == "site navigation"
    assert left_out(found)["The end"] == "page without talks"
    assert len(found.programme.talks) == 1
