"""The programmes of SIGCHI's conferences."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sample_formats_papers import SIGCHI

from confbrowse.readers import Hints, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
REAL = Path(__file__).parents[2] / "shared" / "data" / "refused" / "sigchi-tei-2020.json"


def test_a_talk_is_read_field_by_field() -> None:
    moths, night, bats = read(SIGCHI, HINTS).programme.talks
    assert (moths.session.chairs, moths.room, moths.kind, moths.track) == (
        ("Bo",),
        "Janson",
        "Papers",
        "MothCon 2025 Papers",
    )
    assert moths.authors == ("Ada B. Ångström", "Bo")
    assert moths.keywords == ("light", "lamp", "Best Paper", "Honorable mention")
    assert [link.url for link in moths.links] == [
        "https://doi.org/10.1145/1.2",
        "https://moth.example/1.zip",
        "https://youtu.be/x",
        "https://youtu.be/y",
    ]
    assert night.end == datetime(2025, 2, 2, 0, 30, tzinfo=UTC)
    assert (bats.title, bats.authors, bats.kind) == ("Bats", ("Bo",), "Break")


def test_times_are_those_of_the_venue_s_clocks() -> None:
    whole = json.loads(SIGCHI)
    del whole["conference"]["timeZoneName"]
    moths = read(json.dumps(whole).encode(), HINTS).programme.talks[0]
    assert (moths.start, moths.timezone) == (datetime(2025, 2, 1, 9, 30, tzinfo=UTC), "UTC+01:00")


def test_what_is_not_among_the_talks_is_reported() -> None:
    assert [(one.text, one.reason) for one in read(SIGCHI, HINTS).remarks] == [
        ("", "1 talk of sessions without an entry among the contents"),
        ("sponsors", "not talks"),
    ]


@pytest.mark.skipif(not REAL.exists(), reason="needs the real files of ../shared/data")
def test_a_real_programme_has_all_contents_and_all_that_have_none() -> None:
    whole = json.loads(REAL.read_bytes())
    empty = [one for one in (*whole["sessions"], *whole["events"]) if not one["contentIds"]]
    talks = read(REAL.read_bytes(), HINTS).programme.talks
    assert len(talks) == len(whole["contents"]) + len(empty) == 124
    assert all(talk.authors for talk in talks if talk.track)
