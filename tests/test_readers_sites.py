"""Data of web sites: events as JSON-LD, and the data of *ACL conferences."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sample_formats_rare import ACL_SITE

from confbrowse.errors import ProgrammeError
from confbrowse.model import Talk
from confbrowse.readers import Hints, Reading, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")


def found(value: object, hints: Hints = HINTS) -> Reading:
    return read(json.dumps(value).encode(), hints)


def page(*blocks: object) -> bytes:
    scripts = "".join(
        f"<script type='application/ld+json'>{json.dumps(one)}</script>" for one in blocks
    )
    return f"<!DOCTYPE html><html><body><p>Hi</p>{scripts}</body></html>".encode()


EVENT: dict[str, Any] = {  # as in JSON
    "@context": "https://schema.org",
    "@type": "Event",
    "name": "Moths",
    "startDate": "2025-02-01T10:30:00+01:00",
    "endDate": "2025-02-01T11:00:00+01:00",
    "location": [{"@type": "VirtualLocation", "url": "https://a.example/live"}, "Janson"],
    "performer": {"@type": "Person", "name": "Ada"},
    "url": "https://a.example/1",
}


@pytest.mark.parametrize(
    "blocks",
    [
        [EVENT, {"@type": "Organization", "name": "x"}],
        [[EVENT]],
        [{"@graph": [EVENT]}],
        [{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": EVENT}]}],
        [EVENT, EVENT],
        [EVENT | {"@type": ["Thing", "https://schema.org/EducationEvent"]}],
    ],
)
def test_an_event_may_stand_in_many_places_of_a_page(blocks: list[object]) -> None:
    (moths,) = read(page(*blocks), HINTS).programme.talks
    assert (moths.title, moths.room, moths.authors) == ("Moths", "Janson", ("Ada",))
    assert {link.url for link in moths.links} == {"https://a.example/live", "https://a.example/1"}


def test_cancelled_events_and_damaged_blocks_are_reported() -> None:
    cancelled = EVENT | {"name": "Wasps", "eventStatus": "https://schema.org/EventCancelled"}
    broken = b"<script type='application/ld+json'>{\"@type\": </script>"
    reading = read(page([EVENT, cancelled]) + broken, HINTS)
    assert [(one.text, one.left_out) for one in reading.remarks] == [("Wasps", True), ("", False)]


def test_a_page_that_only_names_the_conference_is_none() -> None:
    whole = EVENT | {"name": "MothCon", "endDate": "2025-02-05T18:00:00+01:00"}
    with pytest.raises(ProgrammeError, match="gives only the dates of the conference"):
        read(page(whole), HINTS)


def test_papers_of_a_site_are_at_each_of_their_events_and_the_rest_is_not_lost() -> None:
    told = json.loads(ACL_SITE)
    told["events"] = {"e2": {"id": "e2", "session": "Spotlight", "paper_ids": ["P1"]}}
    told["events"]["e3"] = {"id": "e3", "session": "Coffee", "paper_ids": []}
    talks = found(told).programme.talks
    assert [(one.title, one.session.title) for one in talks] == [
        ("Moths and lamps", "Spotlight"),
        ("Coffee", "Coffee"),
        ("Moths and lamps", "Session 1: Insects"),
        ("Night flight", "Session 1: Insects"),
        ("Bats", "Programme"),
    ]


def test_a_booklet_has_the_clock_of_the_venue_and_no_tex() -> None:
    booklet = {
        "plenaries": [
            {
                "id": "two",
                "title": "Moths \\& lamps",
                "desc": "One.\n\nTwo.",
                "location": "Pier 4\\\\&5",
                "start_time": "2023-07-10T09:30:00",
                "end_time": None,
                "bio": "Ada lives.",
                "speaker_name": "Ada Byron, Bo Lund and Cy Ray",
            }
        ],
        "tutorials": [{"id": "t1", "title": "T1", "hosts": ["Di"], "start_time": None}],
        "social_events": [],
    }
    hints = replace(HINTS, location="/x/acl_2023/data/booklet_data.json")
    reading = found(booklet, hints)
    two: Talk = reading.programme.talks[0]
    assert reading.programme.name == "ACL 2023"
    assert (two.title, two.room, two.session.title) == ("Moths & lamps", "Pier 4&5", "Plenaries")
    assert two.authors == ("Ada Byron", "Bo Lund", "Cy Ray")
    assert two.abstract == "One.\n\nTwo.\n\nAda lives."
    assert "--timezone" in reading.warnings[0].reason
