"""Lists of papers without a timetable: OpenReview, statistics sites, proceedings, handbooks."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from confbrowse.ingest.pipeline import ImportOptions, gather
from confbrowse.readers import Hints, Reading, read
from confbrowse.sources.files import sources

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
Fields = dict[str, Any]  # as in JSON


def notes(*contents: Fields, **frame: Any) -> Reading:
    made = [{"id": f"n{at}", "forum": f"n{at}", "content": one} for at, one in enumerate(contents)]
    return read(json.dumps({"notes": made} | frame).encode(), HINTS)


def wrapped(content: Fields) -> Fields:
    return {key: {"value": value} for key, value in content.items()}


MOTHS = {
    "title": "Moths",
    "authors": ["Ada", "Bo"],
    "authorids": ["~Ada1", "bo@x.example"],
    "abstract": "Long.",
    "TLDR": "Short.",
    "keywords": ["light"],
    "venue": "ICLR 2024 oral",
    "venueid": "ICLR.cc/2024/Conference",
    "pdf": "/pdf/1.pdf",
    "supplementary_material": "/attachment/1.zip",
}


@pytest.mark.parametrize("content", [MOTHS, wrapped(MOTHS)])
def test_values_may_be_wrapped_or_not(content: Fields) -> None:
    reading = notes(content)
    (moths,) = reading.programme.talks
    assert reading.programme.name == "ICLR 2024"
    assert (moths.title, moths.authors, moths.kind) == ("Moths", ("Ada", "Bo"), "Oral")
    assert (moths.abstract, moths.keywords) == ("Long.\n\nTL;DR: Short.", ("light",))
    assert [link.url for link in moths.links] == [
        "https://openreview.net/forum?id=n0",
        "https://openreview.net/pdf/1.pdf",
        "https://openreview.net/attachment/1.zip",
    ]


@pytest.mark.parametrize(
    "authors",
    [["Ada"], [{"fullname": "Ada", "username": "~Ada1"}], {"value": [{"fullname": "Ada"}]}],
)
def test_authors_are_names_or_people(authors: object) -> None:
    assert notes(MOTHS | {"authors": authors}).programme.talks[0].authors == ("Ada",)


@pytest.mark.parametrize(
    "where",
    [
        {"venueid": "ICLR.cc/2024/Conference/Rejected_Submission"},
        {"venueid": "ICLR.cc/2024/Conference/Withdrawn_Submission", "venue": None},
        {"venueid": "ICLR.cc/2024/Conference/Desk_Rejected_Submission"},
        {"venue": "Submitted to ICLR 2024"},
        {"venue": "ICLR 2024 Conference Withdrawn Submission"},
    ],
)
def test_what_was_not_accepted_is_left_out_and_reported(where: Fields) -> None:
    reading = notes(MOTHS, MOTHS | {"title": "Wasps"} | where)
    assert [one.title for one in reading.programme.talks] == ["Moths"]
    assert [one.text for one in reading.remarks if one.left_out] == ["Wasps"]


def test_notes_that_are_no_papers_are_counted() -> None:
    reading = notes(MOTHS, {"review": "Good."}, {}, count=5)
    assert sum(one.left_out for one in reading.remarks) == 2
    assert "only 3 of 5 notes" in reading.warnings[0].reason


def test_notes_by_the_id_of_their_forum_are_read_as_well() -> None:
    note = {"id": "B1x", "forum": "B1x", "content": {"title": "Moths", "TL;DR": "Short."}}
    note["content"] = {"title": "Moths", "TL;DR": "Short.", "keywords": "light; lamp"}
    (moths,) = read(json.dumps({"B1x": note}).encode(), HINTS).programme.talks
    assert (moths.uid, moths.abstract.strip()) == ("B1x", "TL;DR: Short.")
    assert moths.keywords == ("light", "lamp")


@pytest.mark.parametrize("key", sorted(set(MOTHS) - {"title"}))
def test_any_field_of_a_note_may_say_nothing_or_nonsense(key: str) -> None:
    values: tuple[object, ...] = (None, "", 5, [], {}, [None], [[]], {"value": None})
    for value in values:
        assert notes(MOTHS | {key: value}).programme.talks[0].title == "Moths", value


PAPER = {
    "id": "x1",
    "title": "Moths",
    "status": "Poster",
    "track": "main",
    "site": "https://icml.cc/virtual/2019/poster/1",
    "author": "Ada;Bo",
    "author_site": "Ada, Bo",
    "aff": "A;B",
    "abstract": "Long.",
    "keywords": "light;lamp",
    "pdf": "https://a.example/1.pdf",
}


@pytest.mark.parametrize("status", ["Reject", "Withdraw", "Desk Reject", "Withdrawn"])
def test_papers_of_such_a_status_are_left_out_and_reported(status: str) -> None:
    papers = [PAPER, PAPER | {"title": "Wasps", "status": status}]
    reading = read(json.dumps(papers).encode(), HINTS)
    counted = "1 paper was rejected or withdrawn and left out; --all-decisions imports them too"
    assert [one.reason for one in reading.remarks] == [f"its status is {status}", counted]
    assert [one.uid for one in reading.programme.talks] == ["x1"]
    reading = read(json.dumps(papers).encode(), replace(HINTS, all_decisions=True))
    assert [one.title for one in reading.programme.talks] == ["Moths", "Wasps"]
    assert reading.remarks == ()


@pytest.mark.parametrize("key", sorted(set(PAPER) - {"title"}))
def test_any_field_of_a_paper_may_say_nothing_or_nonsense(key: str) -> None:
    values: tuple[object, ...] = (None, "", 5, [], {}, ";;")
    for value in values:
        reading = read(json.dumps([PAPER | {key: value}]).encode(), HINTS)
        assert reading.programme.talks[0].title == "Moths", value


def post(**changes: str) -> str:
    fields = {
        "title": '" Moths: a study "',
        "abstract": "|-\n  One.\n\n  Two.",
        "layout": "inproceedings",
        "series": "Proceedings of Machine Learning Research",
        "id": "byron22a",
        "author": "\n- given: Ada\n  family: Byron\n- given: Marleen\n  family: Bruijne\n  prefix: de",
        "date": "2022-06-28",
        "container-title": "Proceedings of the 39th International Conference on\n  Machine Learning",
        "openreview": "9J-x",
        "pdf": "https://a.example/1.pdf",
        "extras": "\n- label: Code\n  link: https://github.com/moth/lamp",
    } | changes
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + "---\n"


def test_a_post_of_proceedings_is_read_field_by_field() -> None:
    (moths,) = read(post().encode(), HINTS).programme.talks
    assert (moths.title, moths.uid, moths.abstract) == (
        "Moths: a study",
        "byron22a",
        "One.\n\nTwo.",
    )
    assert moths.authors == ("Ada Byron", "Marleen de Bruijne")
    assert [(link.kind, link.url) for link in moths.links] == [
        ("paper", "https://openreview.net/forum?id=9J-x"),
        ("paper", "https://a.example/1.pdf"),
        ("code", "https://github.com/moth/lamp"),
    ]


@pytest.mark.parametrize(
    ("book", "name"),
    [
        ("Proceedings of the 39th International Conference on Machine Learning", "ICML 2022"),
        (
            "Proceedings of The 25th International Conference on Artificial Intelligence and Statistics",
            "AISTATS 2022",
        ),
        ("Proceedings of Thirty Fifth Conference on Learning Theory", "COLT 2022"),
        (
            "Proceedings of the Thirty-Eighth Conference on Uncertainty in Artificial Intelligence",
            "UAI 2022",
        ),
        ("Proceedings of the First Workshop on Moths", "Workshop on Moths 2022"),
        ("Proceedings of MothCon 2021", "MothCon 2021"),
    ],
)
def test_a_volume_is_called_what_its_conference_is_called(book: str, name: str) -> None:
    assert read(post(**{"container-title": book}).encode(), HINTS).programme.name == name


def test_a_folder_of_posts_is_one_programme(tmp_path: Path) -> None:
    for number in range(3):
        text = post(title=f"Moths {number}", id=f"byron22{number}")
        (tmp_path / f"2022-06-28-byron22{number}.md").write_text(text)
    (programme,) = gather(sources([str(tmp_path)]), ImportOptions(date(2025, 1, 1))).programmes
    assert (programme.name, len(programme.talks)) == ("ICML 2022", 3)


HANDBOOK = {
    "program.yml": """\
- title: Orals \\& more
  chair: Di Ray and Ed Low
  location: Sun
  start_time: 2022-07-01 07:30:00
  end_time: 2022-07-01 09:00:00
  subsessions:
  - title: Insects
    papers:
    - {id: 1, start_time: 2022-07-01 07:30:00, end_time: 2022-07-01 07:45:00}
- title: Coffee
  start_time: 2022-07-01 09:00:00
  end_time: 2022-07-01 09:30:00
""",
    "papers.yml": """\
- id: 1
  title: Moths by 3.6\\%
  abstract: Better by $3.6\\%$ \\emph{always}.
  attributes: {paper_type: long, presentation_type: oral, submitted_area: Insects}
  authors:
  - {first_name: Ada, middle_name: King, last_name: Byron, emails: a@x.example}
- id: 2
  title: Bats
  authors:
  - {first_name: Bo, last_name: Lund}
""",
    "conference_details.yml": "event_name: MothCon 2022\ntimezone: Europe/Dublin\n",
}


def test_a_handbook_s_files_are_one_programme(tmp_path: Path) -> None:
    for name, text in HANDBOOK.items():
        (tmp_path / name).write_text(text)
    gathered = gather(sources([str(tmp_path)]), ImportOptions(date(2025, 1, 1)))
    (programme,) = gathered.programmes
    assert programme.name == "MothCon 2022"
    assert [one.title for one in programme.talks] == ["Moths by 3.6%", "Coffee", "Bats"]
    moths = programme.talks[0]
    assert moths.start == datetime(2022, 7, 1, 6, 30, tzinfo=UTC)
    assert (moths.authors, moths.kind, moths.track) == (("Ada King Byron",), "oral", "Insects")
    assert moths.abstract == "Better by $3.6%$ \\emph{always}."
    assert not gathered.warnings


def test_the_papers_of_a_handbook_alone_are_a_list_of_papers() -> None:
    reading = read(HANDBOOK["papers.yml"].encode(), HINTS)
    assert [(one.title, one.authors, one.uid) for one in reading.programme.talks] == [
        ("Moths by 3.6%", ("Ada King Byron",), "1"),
        ("Bats", ("Bo Lund",), "2"),
    ]
    assert not reading.warnings


def test_a_paper_as_openreview_hands_it_over_is_read() -> None:
    text = """\
- abstract: 'In two
    lines.'
  attributes: {paper_type: N/A, presentation_type: N/A, submitted_area: null}
  authors:
  - {emails: a@x.example, first_name: a@x.example, last_name: a@x.example, name: a@x.example}
  - emails: b@x.example
    first_name: Bo
    last_name: Lund
  decision: Accept
  id: 2
  openreview_id: B3z
  title: 'Moths: a study'

- title: Wasps
  id: 3
  decision: Reject
  authors:
  - first_name: Cy
"""
    reading = read(text.encode(), HINTS)
    (moths,) = reading.programme.talks
    assert (moths.title, moths.kind, moths.authors) == (
        "Moths: a study",
        None,
        ("a@x.example", "Bo Lund"),
    )
    assert [link.url for link in moths.links] == ["https://openreview.net/forum?id=B3z"]
    assert [(one.text, one.reason) for one in reading.remarks if one.left_out] == [
        ("Wasps", "its decision is Reject")
    ]


def test_a_session_that_ends_before_it_starts_has_no_end() -> None:
    text = """\n   \n# Day 1
- end_time: 2022-05-27 18:30:00
  start_time: 2022-05-27 18:40:00
  title: Closing
  type: plenary
"""
    (closing,) = read(text.encode(), HINTS).programme.talks
    assert (closing.end, closing.kind) == (None, "plenary")
    assert closing.start == datetime(2022, 5, 27, 18, 40, tzinfo=UTC)


def test_the_chairs_of_a_session_are_people() -> None:
    text = HANDBOOK["program.yml"].replace(
        "subsessions:\n  - title: Insects\n    papers:\n    - ", "papers:\n  - "
    )
    assert read(text.encode(), HINTS).programme.sessions[0].chairs == ("Di Ray", "Ed Low")


def test_the_session_that_a_list_of_papers_names_is_kept() -> None:
    papers = [PAPER | {"session": "Insects 1"}, PAPER | {"title": "Bats", "id": "x2"}]
    moths, bats = read(json.dumps(papers).encode(), HINTS).programme.talks
    assert (moths.session.title, bats.session.title) == ("Insects 1", "Posters")


def test_tutorials_of_a_handbook_are_its_talks(tmp_path: Path) -> None:
    folder = tmp_path / "moth 2025"
    folder.mkdir()
    (folder / "tutorial_program.yml").write_text(
        "- title: Tutorials\n  start_time: 2025-02-01 09:00:00\n  end_time: 2025-02-01 12:00:00\n"
        "  location: Janson\n  tutorials:\n  - id: 1\n  - {id: 2, title: Bats}\n"
    )
    (folder / "tutorials.yml").write_text(
        "- id: 1\n  title: Moths\n  abstract: They fly.\n  authors:\n  - {first_name: Ada, last_name: Byron}\n"
    )
    (programme,) = gather(sources([str(folder)]), ImportOptions(date(2025, 1, 1))).programmes
    moths, bats = programme.talks
    assert (moths.title, moths.kind, moths.authors) == ("Moths", "Tutorial", ("Ada Byron",))
    assert (moths.room, moths.session.title, moths.abstract) == ("Janson", "Tutorials", "They fly.")
    assert bats.title == "Bats"
