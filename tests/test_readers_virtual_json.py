"""The feeds of virtual sites, with the missing, escaped, doubled and empty values of real ones."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from confbrowse.errors import ProgrammeError
from confbrowse.ingest.pipeline import ImportOptions, gather
from confbrowse.model import Talk
from confbrowse.readers import Hints, Reading, read
from confbrowse.sources.files import sources

HINTS = Hints(
    date(2026, 11, 24), source="made-up", location="/somewhere/icml-2026-orals-posters.json"
)
FULL = {
    "id": 11,
    "uid": "aa",
    "name": "Moths",
    "authors": [{"id": 1, "fullname": "Ada", "url": "http://x", "institution": "Moth A&amp;M"}],
    "abstract": "Short.",
    "topic": "General Machine Learning->Insects",
    "keywords": [],
    "decision": "Accept (poster)",
    "session": "Poster Session 1",
    "eventtype": "Poster",
    "event_type": "{location} Poster",
    "room_name": "Hall A",
    "virtualsite_url": "/virtual/2026/poster/11",
    "sourceurl": "https://openreview.net/group?id=ICML.cc/2026/Conference",
    "starttime": "2026-07-06T18:30:00-07:00",
    "endtime": "2026-07-06T20:15:00-07:00",
    "eventmedia": [],
    "visible": True,
    "poster_position": "",
}
Record = dict[str, Any]  # as in JSON


def feed(*records: Record, **more: Any) -> Reading:
    return read(json.dumps({"count": len(records), "results": records, **more}).encode(), HINTS)


def talk(**changes: Any) -> Talk:
    return feed(FULL | changes).programme.talks[0]


@pytest.mark.parametrize("key", sorted(set(FULL) - {"name"}))
def test_any_field_may_say_nothing_or_nonsense(key: str) -> None:
    values: tuple[object, ...] = (None, "", 0, [], {}, "nonsense")
    for value in values:
        assert talk(**{key: value}).title == "Moths", value


@pytest.mark.parametrize("key", sorted(set(FULL) - {"name"}))
def test_any_field_may_be_missing(key: str) -> None:
    record = {name: value for name, value in FULL.items() if name != key}
    assert feed(record).programme.talks[0].title == "Moths"


def test_a_record_needs_little_more_than_a_name() -> None:
    small = {"id": 5, "name": "Moths", "authors": [{"fullname": "Ada"}], "session": "A"}
    small["starttime"] = "2026-07-06T18:30:00-07:00"
    assert read(json.dumps([small]).encode(), HINTS).programme.talks[0].authors == ("Ada",)


def test_a_list_without_its_frame_is_read_as_well() -> None:
    assert len(read(json.dumps([FULL, FULL | {"id": 12}]).encode(), HINTS).programme.talks) == 2


def test_names_are_unescaped_and_templates_and_empty_positions_say_nothing() -> None:
    found = talk(name="Moths &amp; $\\tau^2$", authors=[{"fullname": "Bo O&#x27;Hara"}])
    assert (found.title, found.authors) == ("Moths & $\\tau^2$", ("Bo O'Hara",))
    assert (found.kind, found.position) == ("Poster", None)


@pytest.mark.parametrize(
    ("decision", "keywords"),
    [
        ("Accept (poster)", ()),
        ("Accept (Poster)", ()),
        ("Accept (regular)", ()),
        ("Accept (oral)", ()),
        ("Accept (spotlight poster)", ("Spotlight poster",)),
        ("Highlight", ("Highlight",)),
        ("", ()),
        (None, ()),
    ],
)
def test_a_decision_is_an_honour_or_nothing(
    decision: str | None, keywords: tuple[str, ...]
) -> None:
    assert talk(decision=decision).keywords == keywords


def test_what_was_rejected_is_left_out_and_reported() -> None:
    reading = feed(FULL, FULL | {"id": 12, "name": "Wasps", "decision": "Reject"})
    assert [(one.text, one.reason) for one in reading.remarks if one.left_out] == [
        ("Wasps", "its decision is Reject")
    ]
    assert "--all-decisions" in reading.warnings[0].reason


@pytest.mark.parametrize(
    "tie",
    [
        {"uid": "aa"},
        {"uid": "bb", "related_events_ids": [11]},
        {"uid": "bb", "related_events_ids": "11,99"},
        {"uid": "bb", "parent2_id": 11},
        {"uid": "bb", "parent1": "http://icml.cc/api/miniconf/events/11?format=json"},
        {"uid": None, "children_ids": ["11"]},
    ],
)
def test_presentations_of_one_paper_lead_to_each_other(tie: Record) -> None:
    oral = FULL | {"id": 12, "eventtype": "Oral", "event_type": "Oral"}
    oral |= {"virtualsite_url": "/virtual/2026/oral/12"} | tie
    poster, other = feed(FULL, oral).programme.talks
    assert [link.url for link in poster.links][-1] == "https://icml.cc/virtual/2026/oral/12"
    assert [link.label for link in other.links][-1] == "Poster"


def test_a_second_time_is_a_second_talk() -> None:
    again = {"starttime2": "2026-07-08T01:00:00+00:00", "endtime2": "2026-07-08T02:00:00+00:00"}
    talks = feed(FULL | again).programme.talks
    assert [(one.start, one.end) for one in talks[1:]] == [
        (datetime(2026, 7, 8, 1, tzinfo=UTC), datetime(2026, 7, 8, 2, tzinfo=UTC))
    ]


def test_media_are_links_wherever_their_address_stands() -> None:
    media = [
        {"name": "Slides", "file": "/media/icml-2026/Slides/11.pdf", "uri": None},
        {"name": "Video", "uri": "https://slideslive.com/1"},
        {"name": "Nothing"},
        {"name": "Hidden", "uri": "https://hidden.example", "visible": False},
    ]
    assert [link.url for link in talk(eventmedia=media).links] == [
        "https://icml.cc/media/icml-2026/Slides/11.pdf",
        "https://slideslive.com/1",
        "https://icml.cc/virtual/2026/poster/11",
    ]


def test_a_feed_that_holds_a_part_says_so() -> None:
    assert "the first 1 of 200 entries" in feed(FULL, count=200).warnings[0].reason


@pytest.mark.parametrize("text", ['{"11": "Short."}', '{ "11" : null, "12": "Long."}'])
def test_abstracts_alone_ask_for_the_feed(text: str) -> None:
    with pytest.raises(ProgrammeError, match="contains abstracts only"):
        read(text.encode(), HINTS)


@pytest.mark.parametrize("order", [1, -1])
def test_feed_and_abstracts_belong_together_in_any_order(tmp_path: Path, order: int) -> None:
    names = []
    for name, value in (
        ("orals-posters", [FULL | {"abstract": None}]),
        ("abstracts", {"11": "<p>Long.</p>"}),
    ):
        names.append(str(tmp_path / f"icml-2026-{name}.json"))
        Path(names[-1]).write_text(json.dumps(value))
    gathered = gather(sources(names[::order]), ImportOptions(date(2026, 11, 24)))
    assert [one.abstract for one in gathered.programmes[0].talks] == ["Long."]
    assert not gathered.warnings


def test_a_name_is_made_of_what_the_feed_tells() -> None:
    plain = replace(HINTS, location="/somewhere/feed.json")
    record = FULL | {"sourceurl": None}
    assert read(json.dumps([record]).encode(), HINTS).programme.name == "ICML 2026"
    assert read(json.dumps([record]).encode(), plain).programme.name.endswith("2026")
