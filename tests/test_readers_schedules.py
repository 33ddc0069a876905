"""Timetables of event systems: pretalx's API and widget, Sessionize, Indico, EuroPython."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sample_formats import SAMPLES

from confbrowse.readers import Hints, Reading, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
Fields = dict[str, Any]  # as in JSON


def found(value: object, hints: Hints = HINTS) -> Reading:
    return read(json.dumps(value).encode(), hints)


SUBMISSION = {
    "code": "A1",
    "title": "Moths",
    "speakers": [{"code": "S1", "name": "Ada", "biography": "", "avatar": None}],
    "submission_type": {"en": "Talk (long)"},
    "track": {"en": "Insects"},
    "state": "confirmed",
    "abstract": "Short.",
    "description": "Long.",
    "content_locale": "en",
    "slot": {
        "room": "Janson",
        "start": "2025-02-01T10:30:00+01:00",
        "end": "2025-02-01T11:00:00+01:00",
    },
    "resources": [{"resource": "https://a.example/slides.pdf", "description": "Slides"}],
    "tags": ["light"],
}


def submissions(*records: Fields, **frame: Any) -> Reading:
    page = {"count": len(records), "next": None, "previous": None, "results": records}
    return found(page | frame)


def test_a_submission_is_read_field_by_field() -> None:
    (moths,) = submissions(SUBMISSION).programme.talks
    assert (moths.kind, moths.track, moths.room, moths.uid) == (
        "Talk (long)",
        "Insects",
        "Janson",
        "A1",
    )
    assert (moths.authors, moths.abstract) == (("Ada",), "Short.\n\nLong.")
    assert moths.keywords == ("language: en", "light")
    assert moths.start == datetime(2025, 2, 1, 9, 30, tzinfo=UTC)
    assert [link.kind for link in moths.links] == ["slides"]


@pytest.mark.parametrize("state", ["rejected", "canceled", "withdrawn"])
def test_submissions_that_are_out_are_left_out_and_reported(state: str) -> None:
    reading = submissions(SUBMISSION, SUBMISSION | {"title": "Wasps", "state": state})
    assert [(one.text, one.reason) for one in reading.remarks] == [("Wasps", f"it is {state}")]


def test_a_submission_with_two_times_is_two_talks() -> None:
    slots = [{"start": f"2025-02-0{day}T10:30:00+01:00", "room": {"en": "A"}} for day in (1, 2)]
    talks = submissions(SUBMISSION | {"slots": slots}).programme.talks
    assert [one.start and one.start.day for one in talks] == [1, 2]


def test_the_next_page_of_submissions_is_followed_where_it_can_be_had() -> None:
    following = json.dumps({"count": 2, "next": None, "results": [SUBMISSION | {"title": "Bats"}]})
    hints = replace(HINTS, follow=lambda url: [following.encode()] if url == "?page=2" else [])
    reading = found({"count": 2, "next": "?page=2", "results": [SUBMISSION]}, hints)
    assert [one.title for one in reading.programme.talks] == ["Moths", "Bats"]
    assert not reading.warnings


def test_submissions_that_a_site_has_sorted_again_are_found() -> None:
    told = {"schedule": {"2025-02-01": {"510": {}, "530": {"12": SUBMISSION}}}}
    assert [one.title for one in found(told).programme.talks] == ["Moths"]


def test_a_page_of_many_and_numbers_for_times_are_reported() -> None:
    following = "https://pretalx.example/api/events/moth-2025/submissions/?page=2"
    reading = submissions(SUBMISSION | {"slots": [17, 18]}, count=90, next=following)
    assert reading.programme.name == "MOTH 2025"
    told = [one.reason for one in reading.warnings]
    assert "only 1 of 90" in told[0] and "?expand=slots" in told[1]


@pytest.mark.parametrize("key", sorted(set(SUBMISSION) - {"title", "code", "submission_type"}))
def test_any_field_of_a_submission_may_say_nothing_or_nonsense(key: str) -> None:
    values: tuple[object, ...] = (None, "", 5, [], {}, [None], {"en": None})
    for value in values:
        (moths,) = submissions(SUBMISSION | {key: value}).programme.talks[:1]
        assert moths.title == "Moths", value


SESSION = {
    "id": "1",
    "title": "Moths",
    "description": "One.\r\n\r\nTwo.",
    "startsAt": "2025-02-01T10:30:00",
    "endsAt": "2025-02-01T11:30:00",
    "isServiceSession": False,
    "isPlenumSession": True,
    "speakers": [{"id": "s1", "name": "Ada Byron"}],
    "categories": [
        {"id": 1, "name": "Track", "categoryItems": [{"id": 2, "name": "Insects"}]},
        {"id": 3, "name": "Level", "categoryItems": [{"id": 4, "name": "Hard"}]},
    ],
    "roomId": 5,
    "room": "Janson",
    "status": "Accepted",
    "recordingUrl": "https://youtu.be/x",
}


@pytest.mark.parametrize(
    "view",
    [
        [{"groupId": None, "groupName": "All", "sessions": [SESSION]}],
        [
            {
                "date": "2025-02-01T00:00:00",
                "rooms": [
                    {"id": 5, "name": "Janson", "sessions": [SESSION]},
                    {"id": 6, "name": "Other", "sessions": [SESSION]},
                ],
                "timeSlots": [{"slotStart": "10:30:00", "rooms": [{"id": 5, "session": SESSION}]}],
            }
        ],
    ],
)
def test_sessions_by_groups_and_in_a_grid_are_read_once(view: object) -> None:
    reading = found(view)
    (moths,) = reading.programme.talks
    assert (moths.track, moths.room, moths.authors, moths.keywords) == (
        "Insects",
        "Janson",
        ("Ada Byron",),
        ("Hard",),
    )
    assert moths.abstract == "One.\n\nTwo."
    assert (moths.start, moths.timezone) == (datetime(2025, 2, 1, 10, 30, tzinfo=UTC), None)
    assert "--timezone" in reading.warnings[0].reason


def test_a_session_that_was_declined_is_left_out_and_reported() -> None:
    reading = found({"sessions": [SESSION, SESSION | {"id": "2", "status": "Declined"}]})
    assert [one.reason for one in reading.remarks if one.left_out] == ["it is Declined"]


@pytest.mark.parametrize("key", sorted(set(SESSION) - {"title"}))
def test_any_field_of_a_session_may_say_nothing_or_nonsense(key: str) -> None:
    values: tuple[object, ...] = (None, "", 5, [], {}, [None], [[]])
    for value in values:
        (moths,) = found({"sessions": [SESSION | {key: value}]}).programme.talks[:1]
        assert moths.title == "Moths", value


def moment(clock: str, **more: str) -> Fields:
    return {"date": "2025-02-01", "time": f"{clock}:00"} | more


CONTRIBUTION = {
    "id": "c0",
    "contributionId": "0",
    "uniqueId": "a1t0",
    "entryType": "Contribution",
    "title": "Moths",
    "startDate": moment("10:30", tz="Europe/Zurich"),
    "endDate": moment("11:00", tz="Europe/Zurich"),
    "description": "",
    "presenters": [],
    "location": "CERN",
    "room": "160-1-009",
    "attachments": {"folders": [{"attachments": [{"download_url": "https://a.example/1.pdf"}]}]},
}


def timetable(*entries: Fields) -> Reading:
    days = {"20250201": {f"c{at}": entry for at, entry in enumerate(entries)}}
    return found({"count": 1, "_type": "HTTPAPIResult", "results": {"7": days}})


def test_an_entry_of_a_timetable_is_read_field_by_field() -> None:
    reading = timetable(CONTRIBUTION)
    (moths,) = reading.programme.talks
    assert reading.programme.name.endswith("2025")
    assert moths.start and moths.start.isoformat() == "2025-02-01T10:30:00+01:00"
    assert (moths.timezone, moths.room, moths.uid) == ("Europe/Zurich", "160-1-009", "a1t0")
    assert [link.url for link in moths.links] == ["https://a.example/1.pdf"]


def test_times_of_a_timetable_without_a_zone_are_reported() -> None:
    entry = CONTRIBUTION | {"startDate": moment("10:30"), "endDate": moment("11:00")}
    assert "--timezone" in timetable(entry).warnings[0].reason
    zoned = replace(HINTS, timezone="Europe/Zurich")
    days = {"results": {"7": {"20250201": {"c0": entry}}}}
    (moths,) = found(days, zoned).programme.talks
    assert moths.start and moths.start.isoformat() == "2025-02-01T10:30:00+01:00"


@pytest.mark.parametrize(
    ("people", "authors"),
    [
        ({"speakers": [{"first_name": "Ada", "last_name": "Byron"}]}, ("Ada Byron",)),
        (
            {
                "speakers": [],
                "primaryauthors": [
                    {"fullName": "Byron, Ada", "first_name": "Ada", "last_name": "Byron"}
                ],
                "coauthors": [{"first_name": "Bo", "last_name": "Lund"}],
            },
            ("Ada Byron", "Bo Lund"),
        ),
    ],
)
def test_who_wrote_a_contribution_counts_where_nobody_speaks(
    people: Fields, authors: tuple[str, ...]
) -> None:
    event: Fields = {"_type": "Conference", "title": "MothCon"}
    event["startDate"] = moment("09:00", tz="UTC")
    event |= {"contributions": [CONTRIBUTION | people], "sessions": [{"title": "Coffee"}]}
    reading = found({"results": [event]})
    assert reading.programme.name == "MothCon 2025"
    coffee, moths = reading.programme.talks
    assert (coffee.title, moths.authors) == ("Coffee", authors)


def test_a_category_of_meetings_is_a_programme_of_them() -> None:
    meetings = [
        {
            "_type": "Conference",
            "title": title,
            "startDate": moment("09:00", tz="UTC"),
            "category": "Moths",
        }
        for title in ("First", "Second")
    ]
    talks = found({"results": meetings}).programme.talks
    assert [(one.title, one.session.title) for one in talks] == [
        ("First", "Moths"),
        ("Second", "Moths"),
    ]


@pytest.mark.parametrize("key", sorted(set(CONTRIBUTION) - {"title"}))
def test_any_field_of_a_contribution_may_say_nothing_or_nonsense(key: str) -> None:
    bats = CONTRIBUTION | {"title": "Bats"}
    values: tuple[object, ...] = (None, "", 5, [], {}, [None])
    for value in values:
        talks = timetable(CONTRIBUTION | {key: value}, bats).programme.talks
        assert [one.title for one in talks] == ["Moths", "Bats"], value


def test_both_texts_of_a_european_entry_are_kept() -> None:
    xml = b"""<schedule><day date="2014-07-21"><entry id="9"><start>0930</start><duration>30</duration>
        <room id="1">C01, B05/B06</room><title>Moths</title><abstract>Short.</abstract>
        <description>Long.</description></entry></day></schedule>"""
    (moths,) = read(xml, HINTS).programme.talks
    assert (moths.abstract, moths.room, moths.uid) == ("Short.\n\nLong.", "C01, B05/B06", "9")


def test_a_widget_s_talk_keeps_its_code() -> None:
    assert [one.uid for one in read(SAMPLES["pretalx widget (JSON)"], HINTS).programme.talks] == [
        "A",
        "B",
        "C",
    ]
