"""Pages of posters are split at numbers and linked headings, and their references are resolved."""

import pytest
from session_pages import FRAME, LONG, left_out, only, paragraphs, reading, talks

REFERENCES = """[1]: #child-menu
[29]:
[33]: /virtual/2025/poster/3253
[34]: /virtual/2025/poster/3252
[41]: https://proceedings.mlsys.org"""
FOOT = """Successful Page Load

──────────────────────────────────┬─────
MLSys uses cookies for essential functions only. [Our Privacy Policy    │Accep
» ][38]                                                                │t
──────────────────────────────────┴─────

###### [MLSys logo]

The MLSys Logo above may be used on presentations. It is a vector graphic and may be
used at any scale.

###### Useful links
* [Sponsor Information][39]

###### Contact

12 Any Lane, Town CA 92201"""
POSTERS = paragraphs(
    "[Skip to yearly menu bar][1] [Skip to main content][2]",
    "### Session",
    "## Session 8: Serving",
    "Moderator: Ada Byron",
    "Abstract:\nChat is not available.",
    "#36\nOutstanding Paper Honorable Mention",
    "##### **[Seesaw: Serving by Turns][33]**",
    "Anna Ek ⋅ Bo Li ⋅\nCy Wu",
    LONG,
    "#W-100",
    "##### **[A Title So Long That the Text Browser Wrapped It over\n##### Two Lines][34]**",
    "Bo Li ⋅ Cy Wu",
    LONG,
    "Poster",
    "And more.",
    FOOT,
    REFERENCES,
)


def test_a_page_of_posters_is_split_at_numbers_and_headings() -> None:
    first, second = reading(POSTERS, year=None).programme.talks

    assert (first.title, first.position) == ("Seesaw: Serving by Turns", "#36")
    assert first.keywords == ("Outstanding Paper Honorable Mention",)
    assert first.authors == ("Anna Ek", "Bo Li", "Cy Wu")
    assert (second.title, second.position) == (
        *("A Title So Long That the Text Browser Wrapped It over Two Lines", "#W-100"),
    )
    assert (first.abstract, second.abstract) == (LONG, f"{LONG}\n\nPoster\n\nAnd more.")
    assert (first.start, first.timezone, first.year_assumed) == (None, None, False)


def test_references_give_posters_whole_links() -> None:
    found = reading(POSTERS, year=None)

    assert found.programme.name == "MLSys 2025"
    assert [[link.url for link in talk.links] for talk in found.programme.talks] == [
        ["https://mlsys.org/virtual/2025/poster/3253"],
        ["https://mlsys.org/virtual/2025/poster/3252"],
    ]
    assert left_out(found)["[29]:"] == "unused link address"
    assert "[33]: /virtual/2025/poster/3253" not in left_out(found)


def test_the_foot_is_reported_and_in_no_abstract() -> None:
    told = left_out(reading(POSTERS, year=None))

    for line in filter(None, map(str.strip, FOOT.split("\n"))):
        assert told[line] in ("page footer", "site navigation")


def test_an_address_of_an_unknown_site_is_reported_with_its_label() -> None:
    page = paragraphs("#1\n### [On Time][7]", "Anna Ek ⋅ Bo Li", "[7]: /poster/12")
    found = reading(page, year=None)

    assert found.programme.talks[0].links == ()
    assert left_out(found) == {
        "[On Time](/poster/12)": "link without a complete address",
    }


def test_a_reference_that_is_missing_is_reported() -> None:
    assert "[On Time]" in left_out(reading("#1\n\n### [On Time][7]\n"))


@pytest.mark.parametrize(
    ("lines", "position", "kind", "room"),
    [
        ("#36", "#36", None, None),
        ("#W-100", "#W-100", None, None),
        ("#36 Poster", "#36", "Poster", None),
        ("#36          Spotlight Poster", None, None, None),
        ("Poster #36", "#36", "Poster", None),
        ("#36\nPoster", "#36", "Poster", None),
        ("HALL A #2108", "#2108", None, "HALL A"),
        ("Exhibit Hall C,D,E #2504", "#2504", None, "Exhibit Hall C,D,E"),
        ("HALL A #2108 Poster", "#2108", "Poster", "HALL A"),
    ],
)
def test_number_room_and_kind_may_share_a_line(
    lines: str, position: str | None, kind: str | None, room: str | None
) -> None:
    first = talks(paragraphs(f"{lines}\n### [On Time](/x)", "Anna Ek ⋅ Bo Li", LONG))[0]

    assert (first.position, first.kind, first.room) == (position, kind, room)
    assert (first.title, first.authors, first.abstract) == ("On Time", ("Anna Ek", "Bo Li"), LONG)


def test_a_type_may_stand_behind_the_people() -> None:
    found = only(paragraphs("#36\n### [On Time](/x)", "Anna Ek ⋅ Bo Li", "Poster", LONG))

    assert (found.kind, found.abstract) == ("Poster", LONG)


def test_posters_without_links_are_split_at_their_numbers() -> None:
    page = paragraphs(
        "#1\nOn Time", "Anna Ek ⋅ Bo Li", LONG, "#2\nOutstanding Paper\nTwo", "Cy ⋅ Di"
    )
    first, second = talks(page)

    assert (first.title, first.abstract) == ("On Time", LONG)
    assert (second.title, second.keywords, second.authors) == (
        *("Two", ("Outstanding Paper",), ("Cy", "Di")),
    )


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("N1 H1 N2 H2", [("#1", "T1"), ("#2", "T2")]),
        ("N1 H1 H2 N3 H3", [("#1", "T1"), (None, "T2"), ("#3", "T3")]),
        ("H1 N2 H2", [(None, "T1"), ("#2", "T2")]),
        ("H1 N1 H2 N2", [("#1", "T1"), ("#2", "T2")]),
        ("H1 H2", [(None, "T1"), (None, "T2")]),
        ("D N1 H1 D N2 H2", [("#1", "T1"), ("#2", "T2")]),
        ("H1 D H2 D", [(None, "T1"), (None, "T2")]),
    ],
)
def test_markers_keep_to_their_own_entry(
    marks: str, expected: list[tuple[str | None, str]]
) -> None:
    lines = {
        "N": "#{0}",
        "H": "### [T{0}](/x)\n\nAnna Ek ⋅ Bo Li",
        "D": "Tue 20 July 7:00 - 7:20 PDT",
    }
    page = paragraphs(
        "Posters", "Abstract:", *(lines[mark[0]].format(mark[1:]) for mark in marks.split())
    )

    found = talks(page)

    assert [(talk.position, talk.title) for talk in found] == expected
    assert all((talk.start is not None) is ("D" in marks) for talk in found)


def test_posters_take_the_session_s_time() -> None:
    time = "Wed 11 Dec 4:30 p.m. PST — 7:30 p.m. PST"
    page = paragraphs(
        FRAME, "Session", "Poster Session 1", "East Exhibit Hall A-C", time, "#1\nOne", "#2\nTwo"
    )
    found = reading(page, year=2024)

    assert [talk.start and talk.start.isoformat() for talk in found.programme.talks] == [
        *["2024-12-11T16:30:00-08:00"] * 2,
    ]
    assert {talk.room for talk in found.programme.talks} == {"East Exhibit Hall A-C"}
    assert left_out(found)[time] == "time of the session"
