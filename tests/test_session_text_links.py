"""Brackets contain a link, a room or a citation; a link without a target is reported."""

import pytest
from session_pages import HEAD, LONG, TIME, entry, left_out, only, paragraphs, reading

NAMED = ("On Time", "Anna Ek · Bo Li")


def test_labels_without_an_address_are_reported_by_their_own_line() -> None:
    found = reading(paragraphs(HEAD, TIME, *NAMED, "[ Poster] [ OpenReview]", LONG))
    (talk,) = found.programme.talks

    assert (talk.authors, talk.abstract, talk.links) == (("Anna Ek", "Bo Li"), LONG, ())
    assert [(one.line, one.text) for one in found.remarks if "address" in one.reason] == [
        (20, "[Poster]"),
        (20, "[OpenReview]"),
    ]


@pytest.mark.parametrize(
    ("lines", "dead"),
    [
        ("Project Page", ["Project Page"]),
        ("[\nSlides\n]\n[\nPoster\n]", ["Slides", "Poster"]),
        ("[ Paper ] [ Abstract ] [ Visit Bo's talk ]", ["Paper", "Abstract", "Visit Bo's talk"]),
        ("2021 Poster\nProject Page", ["Project Page"]),
    ],
)
def test_every_form_of_label_is_known(lines: str, dead: list[str]) -> None:
    found = reading(paragraphs(HEAD, TIME, *NAMED, lines, LONG))
    behind = only(paragraphs(HEAD, TIME, *NAMED, LONG, lines))

    assert (found.programme.talks[0].abstract, behind.abstract) == (LONG, LONG)
    assert all(
        left_out(found)[f"[{label}]"].startswith("link without a complete address")
        for label in dead
    )


LINKS = {
    "in Markdown": (
        "[Project Page](https://a.org/b)",
        [("project", "https://a.org/b", "Project Page")],
    ),
    "in a bracket of its own": (
        '[ [OpenReview](https://openreview.net/forum?id=x "OpenReview")]',
        [("paper", "https://openreview.net/forum?id=x", "OpenReview")],
    ),
    "by references": (
        "[ Poster][1] [ OpenReview][2]\n\n[1]: /media/p.png\n[2]: https://openreview.net/forum?id=x",
        [
            ("poster", "https://icml.cc/media/p.png", "Poster"),
            ("paper", "https://openreview.net/forum?id=x", "OpenReview"),
        ],
    ),
    "by a reference in the abstract": (
        "See [our code][3].\n\n[3]: https://github.com/a/b",
        [("code", "https://github.com/a/b", "our code")],
    ),
    "in the abstract": (
        "Code: https://github.com/a/b. And arXiv:2101.00001",
        [
            ("code", "https://github.com/a/b", None),
            ("paper", "https://arxiv.org/abs/2101.00001", None),
        ],
    ),
}


@pytest.mark.parametrize(("lines", "links"), LINKS.values(), ids=LINKS)
def test_links_lead_somewhere_whole(lines: str, links: list[tuple[str, str, str | None]]) -> None:
    page = paragraphs(HEAD, TIME, *NAMED, lines)
    (talk,) = reading(page, location="/pages/icml-2021.txt").programme.talks

    assert [(link.kind, link.url, link.label) for link in talk.links] == links


def test_of_two_references_with_one_number_the_first_counts_and_the_other_is_reported() -> None:
    second = "[3]: https://github.com/c/d"
    found = reading(
        paragraphs(HEAD, TIME, *NAMED, "[ Code][3]", LONG, f"[3]: https://github.com/a/b\n{second}")
    )

    assert [link.url for link in found.programme.talks[0].links] == ["https://github.com/a/b"]
    assert left_out(found)[second] == "unused link address"


def test_a_room_in_brackets_is_the_talk_s() -> None:
    found = entry(*NAMED, "[ Room 310 ]", LONG)

    assert (found.room, found.authors, found.abstract) == ("Room 310", ("Anna Ek", "Bo Li"), LONG)


def test_a_room_behind_the_time_is_the_talk_s() -> None:
    page = paragraphs(HEAD, "Tue July 20 07:00 -- 07:20 AM (PDT) @ Hall 3", "On Time")

    assert only(page).room == "Hall 3"
