"""The real files again: people, texts and first instants, compared with counts made without a reader."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from confbrowse.errors import ProgrammeError
from confbrowse.ingest.pipeline import ImportOptions, gather
from confbrowse.sources.files import sources

DATA = Path(__file__).parents[2] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real programmes are not here")
WISHES = ImportOptions(date(2026, 11, 24))
Value = Any  # as in JSON


@dataclass(frozen=True, slots=True)
class Plain:
    """The values to count of one entry."""

    has_people: bool
    has_text: bool
    start: datetime | None
    uid: str | None


def of_xml(file: str) -> Iterator[Plain]:
    for event in ET.parse(DATA / file).iter("event"):  # noqa: S314 - our own files
        texts = [event.findtext(tag) or "" for tag in ("abstract", "description")]
        people = [person.text or "" for person in event.iterfind("persons/person")]
        start = datetime.fromisoformat(event.findtext("date") or "")
        yield Plain(any(people), bool("".join(texts).strip()), start, event.get("guid"))


def of_frab_json(file: str) -> Iterator[Plain]:
    for day in in_json(file)["schedule"]["conference"]["days"]:
        for event in (one for events in day["rooms"].values() for one in events):
            has_text = bool(event["abstract"] or event["description"])
            start = datetime.fromisoformat(event["date"])
            yield Plain(bool(event["persons"]), has_text, start, event["guid"])


def of_site(file: str) -> Iterator[Plain]:
    abstracts = in_json(file.replace("orals-posters", "abstracts"))
    for one in in_json(file)["results"]:
        start = datetime.fromisoformat(one["starttime"])
        has_text = bool(one.get("abstract") or abstracts.get(str(one["id"])))
        yield Plain(bool(one["authors"]), has_text, start, one["uid"])


def of_list(file: str) -> Iterator[Plain]:
    for one in in_json(file):
        yield Plain(bool(one["author"]), bool(one.get("abstract")), None, one.get("id"))


def of_calendar(file: str) -> Iterator[Plain]:
    text = re.sub(r"\r?\n[ \t]", "", (DATA / file).read_text(encoding="utf-8"))
    for event in re.findall(r"BEGIN:VEVENT(.*?)END:VEVENT", text, re.DOTALL):
        described = re.search(
            r"^DESCRIPTION:(?:Speaker: (?P<who>.*?)\\n)?(?P<rest>.*)$", event, re.M
        )
        uid = re.search(r"^UID:(.*)$", event, re.M)
        clock = re.search(r"^DTSTART[^:]*:(\d{8}T\d{6})\s*$", event, re.M)
        assert described and uid and clock
        start = datetime.fromisoformat(f"{clock[1]}+10:00")  # all year, in Queensland
        yield Plain(bool(described["who"]), bool(described["rest"].strip()), start, uid[1].strip())


def in_json(file: str) -> Value:
    return json.loads((DATA / file).read_text(encoding="utf-8"))


COUNTED = {
    "frab-xml/debconf-2023.xml": of_xml,
    "frab-xml/fosdem-2024.xml": of_xml,
    "frab-json/rc3-2020-pretalx.json": of_frab_json,
    "virtual-json/icml-2026-orals-posters.json": of_site,
    "paperlists/icml-2019.json": of_list,
    "ics/linux-conf-au-2020.ics": of_calendar,
}


@pytest.mark.parametrize("file", COUNTED)
def test_people_texts_instants_and_names_for_good_are_those_of_the_file(file: str) -> None:
    counted = list(COUNTED[file](file))
    (programme,) = gather(sources([str(DATA / file)]), WISHES).programmes
    talks = programme.talks
    assert sum(bool(talk.authors) for talk in talks) == sum(one.has_people for one in counted)
    assert sum(bool(talk.abstract) for talk in talks) == sum(one.has_text for one in counted)
    assert sorted(str(talk.uid) for talk in talks) == sorted(str(one.uid) for one in counted)
    starts = sorted(talk.start for talk in talks if talk.start)
    assert starts == sorted(one.start for one in counted if one.start)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("virtual-html/icml-2026-session-login-wall.html", "is a login page"),
        ("virtual-json/icml-2026-abstracts.json", "contains abstracts only"),
        ("frab-json/schema-v1.json", "JSON without a list of talks"),
        ("frab-json/schema-v2.json", "JSON without a list of talks"),
    ],
)
def test_what_holds_no_programme_is_refused_in_a_sentence(file: str, said: str) -> None:
    with pytest.raises(ProgrammeError, match=said) as caught:
        gather(sources([str(DATA / file)]), WISHES)
    assert "\n" not in str(caught.value)
