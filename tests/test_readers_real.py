"""Exact counts on the real files next to the checkout, compared with counts made without a reader."""

import csv
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from confbrowse.ingest.pipeline import ImportOptions, gather
from confbrowse.readers import Reading
from confbrowse.sources.files import sources

DATA = Path(__file__).parents[2] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real programmes are not here")


@dataclass(frozen=True, slots=True)
class Real:
    """A file and its expected content."""

    file: str
    name: str
    talks: int
    sessions: int
    with_time: int
    with_abstract: int
    with_authors: int
    links: int
    left_out: int
    first: str = ""
    last: str = ""


FILES = (
    Real(
        "frab-xml/debconf-2023.xml",
        "DebConf 23",
        117,
        13,
        117,
        85,
        85,
        167,
        0,
        "2023-09-10T07:00:00+05:30",
        "2023-09-17T22:30:00+05:30",
    ),
    Real(
        "frab-xml/fosdem-2024.xml",
        "FOSDEM 2024",
        876,
        65,
        876,
        876,
        870,
        4866,
        0,
        "2024-02-03T09:30:00+01:00",
        "2024-02-04T17:50:00+01:00",
    ),
    Real(
        "frab-json/rc3-2020-pretalx.json",
        "rC3 Channels 2020",
        48,
        5,
        48,
        48,
        47,
        114,
        0,
        "2020-12-27T11:30:00+01:00",
        "2020-12-30T16:40:00+01:00",
    ),
    Real(
        "frab-json/hub-v2.json",
        "38C3",
        2,
        2,
        2,
        2,
        2,
        8,
        0,
        "2024-12-27T10:30:00+01:00",
        "2024-12-28T00:55:00+01:00",
    ),
    Real(
        "ics/linux-conf-au-2020.ics",
        "linux.conf.au 2020",
        262,
        8,
        262,
        262,
        190,
        278,
        0,
        "2020-01-12T15:00:00+10:00",
        "2020-01-17T17:25:00+10:00",
    ),
    Real(
        "ics/moca-2024.ics",
        "MOCA 2024",
        88,
        4,
        88,
        81,
        79,
        5,
        0,
        "2024-09-13T12:00:00+02:00",
        "2024-09-15T16:00:00+02:00",
    ),
    Real(
        "miniconf-acl2020/main_papers.csv",
        "ACL 2020",
        1673,
        35,
        1673,
        1556,
        1591,
        1688,
        117,
        "2020-07-05T13:00:00+00:00",
        "2020-07-11T01:30:00+00:00",
    ),
    Real(
        "miniconf-iclr2020/papers.csv",
        "ICLR 2020",
        742,
        4,
        56,
        688,
        688,
        67,
        0,
        "2020-04-27T05:00:00+00:00",
        "2020-05-01T01:00:00+00:00",
    ),
    Real("paperlists/icml-2019.json", "ICML 2019", 774, 2, 0, 773, 774, 2380, 0, "", ""),
    Real(
        "virtual-html/icml-2026-events-oral.html",
        "ICML 2026",
        168,
        1,
        168,
        168,
        168,
        173,
        0,
        "2026-07-07T10:00:00+00:00",
        "2026-07-09T17:00:00+00:00",
    ),
    Real(
        "virtual-json/icml-2026-orals-posters.json",
        "ICML 2026",
        6030,
        50,
        6030,
        6030,
        6030,
        12697,
        0,
        "2026-07-06T18:00:00-07:00",
        "2026-07-09T02:45:00-07:00",
    ),
)


def read(file: str) -> Reading:
    return (
        gather(sources([str(DATA / file)]), ImportOptions(date(2026, 11, 24))).readings[0].reading
    )


@pytest.mark.parametrize("real", FILES, ids=lambda real: real.file)
def test_a_real_file_is_read_whole(real: Real) -> None:
    reading = read(real.file)
    talks = reading.programme.talks
    starts = [talk.start for talk in talks if talk.start]
    ends = [talk.end or talk.start for talk in talks if talk.start]
    assert real == Real(
        file=real.file,
        name=reading.programme.name,
        talks=len(talks),
        sessions=len(reading.programme.sessions),
        with_time=len(starts),
        with_abstract=sum(bool(talk.abstract) for talk in talks),
        with_authors=sum(bool(talk.authors) for talk in talks),
        links=sum(len(talk.links) for talk in talks),
        left_out=sum(remark.left_out for remark in reading.remarks),
        first=min(starts).isoformat() if starts else "",
        last=max(end for end in ends if end).isoformat() if starts else "",
    )


def entries(file: str) -> int:
    """Return how many entries *file* has, counted by its markers only."""
    text = (DATA / file).read_text(encoding="utf-8")
    if file.endswith(".xml"):
        return len(re.findall(r"<event\s", text))
    if file.endswith(".ics"):
        return len(re.findall(r"^BEGIN:VEVENT", text, re.MULTILINE))
    if file.endswith(".html"):
        return len(re.findall(r'class="event-card ', text))
    if file.startswith("frab-json"):
        return len(re.findall(r'"duration":', text)) or len(json.loads(text)["schedule"]["events"])
    found = json.loads(text)
    return len(found["results"] if isinstance(found, dict) else found)


COUNTED = [real.file for real in FILES if not real.file.endswith(".csv")]


@pytest.mark.parametrize("file", COUNTED)
def test_what_was_read_and_what_was_left_out_is_all_there_is(file: str) -> None:
    reading = read(file)
    left_out = sum(remark.left_out for remark in reading.remarks)
    assert len(reading.programme.talks) + left_out == entries(file)


def test_every_paper_of_a_miniconf_is_in_each_of_its_sessions() -> None:
    folder = DATA / "miniconf-acl2020"
    with (folder / "main_papers.csv").open(encoding="utf-8", newline="") as file:
        papers = list(csv.DictReader(file))
    calendar = json.loads((folder / "overall_calendar.json").read_text(encoding="utf-8"))
    listed = re.findall(
        r"^  - (\S+)",
        (folder / "main_paper_sessions.yml").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    uids = {paper["UID"] for paper in papers}
    slots = re.findall(
        r"^(\w+):$", (folder / "main_paper_sessions.yml").read_text(encoding="utf-8"), re.MULTILINE
    )
    alone = [
        entry for entry in calendar if (entry["link"] or "").partition("session=")[2] not in slots
    ]
    talks = read("miniconf-acl2020/main_papers.csv").programme.talks
    presented = sum(uid in uids for uid in listed)
    assert len(talks) == presented + len(alone)


def test_a_folder_of_a_miniconf_is_one_programme() -> None:
    gathered = gather(sources([str(DATA / "miniconf-acl2020")]), ImportOptions(date(2026, 11, 24)))
    assert [programme.name for programme in gathered.programmes] == ["ACL 2020"]
    assert len(gathered.readings) == 1


def test_the_abstracts_beside_a_feed_are_no_source_of_their_own() -> None:
    gathered = gather(sources([str(DATA / "virtual-json")]), ImportOptions(date(2026, 11, 24)))
    assert len(gathered.readings) == 1
    assert gathered.skipped == ()
