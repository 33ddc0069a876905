"""JSON of anybody: where its talks are, and which name gives which field."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from command_line import Run
from sample_formats_papers import LIST

from confbrowse.errors import ProgrammeError
from confbrowse.readers import Hints, Reading, read

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")
DATA = Path(__file__).parents[2] / "shared" / "data" / "refused"
MOTHS = {"title": "Moths", "speakers": ["Ada", "Bo"], "abstract": "Long."}
BATS = {"title": "Bats", "speakers": ["Cy"]}
Value = Any  # as in JSON


def reading(value: Value, **hints: Any) -> Reading:
    return read(json.dumps(value).encode(), replace(HINTS, **hints))


def titles(value: Value, **hints: Any) -> list[str]:
    return [talk.title for talk in reading(value, **hints).programme.talks]


@pytest.mark.parametrize(
    "value",
    [
        [MOTHS, BATS],
        {"talks": [MOTHS, BATS]},
        {"data": {"schedule": {"items": [MOTHS, BATS]}}},
        {"papers": {"P1": MOTHS, "P2": BATS}},
        {"days": [{"date": "2025-02-01", "rooms": [{"name": "A", "talks": [MOTHS, BATS]}]}]},
        {"2025-02-01": [MOTHS], "2025-02-02": [BATS]},
        [[MOTHS], [BATS]],
        [{"id": 1, "fields": MOTHS}, {"id": 2, "fields": BATS}],
        {"sponsors": [{"name": "Lamps", "description": "Bright."}], "talks": [MOTHS, BATS]},
        {"keynote": MOTHS, "talks": [BATS]},
    ],
)
def test_talks_are_found_wherever_they_are(value: Value) -> None:
    found = reading(value).programme.talks
    assert [(talk.title, talk.authors) for talk in found] == [
        ("Moths", ("Ada", "Bo")),
        ("Bats", ("Cy",)),
    ]


def test_talks_have_the_day_room_and_time_of_what_contains_them() -> None:
    session = {"name": "Insects", "start": "10:00", "end": "11:00", "chair": "Di", "talks": [MOTHS]}
    rooms = {"Hall A": [session, {"name": "Lunch", "start": "12:00"}]}
    value = {"timezone": "Europe/Brussels", "days": [{"date": "2025-02-01", "rooms": rooms}]}
    moths, lunch = reading(value).programme.talks
    assert (moths.session.title, moths.session.chairs, moths.room) == ("Insects", ("Di",), "Hall A")
    assert moths.start == datetime(2025, 2, 1, 9, tzinfo=UTC)
    assert moths.timezone == "Europe/Brussels"
    assert (lunch.title, lunch.room) == ("Lunch", "Hall A")
    assert lunch.start == datetime(2025, 2, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    "people",
    [
        ["Ada", "Bo"],
        "Ada, Bo",
        ["Ada, Bo"],
        [{"name": "Ada"}, {"full_name": "Bo", "affiliation": "MIT"}],
        [{"person": {"name": "Ada"}}, {"speaker": "Bo"}],
        [1, "2"],
        [{"id": 1}, {"id": 2}],
    ],
)
def test_people_are_names_ids_or_objects(people: Value) -> None:
    known = [{"id": 1, "name": "Ada", "bio": "Owl"}, {"id": 2, "firstName": "Bo"}]
    value = {"talks": [MOTHS | {"speakers": people}], "speakers": known}
    assert reading(value).programme.talks[0].authors == ("Ada", "Bo")


def test_a_name_with_a_comma_in_a_list_of_names_is_one_name() -> None:
    value = [MOTHS | {"speakers": ["Moth, Inc.", "Bo"]}]
    assert reading(value).programme.talks[0].authors == ("Moth, Inc.", "Bo")


@pytest.mark.parametrize(
    "start", ["2025-02-01T09:30:00Z", 1738402200, 1738402200000, "2025-02-01 09:30"]
)
def test_a_time_is_text_or_seconds_or_milliseconds(start: Value) -> None:
    (moths,) = reading([MOTHS | {"start": start}]).programme.talks
    assert moths.start == datetime(2025, 2, 1, 9, 30, tzinfo=UTC)


def test_what_is_not_used_is_reported_by_name_with_a_sample() -> None:
    assert [(one.text, one.reason) for one in read(LIST, HINTS).remarks if one.left_out] == [
        ("mood", "unknown column, for example: bright"),
        ("sponsors", "1 entry that is not talks"),
        ("Wasps", "its decision is rejected"),
    ]


def test_which_name_gives_which_field_is_told_and_may_be_stated() -> None:
    value = [{"label": "Moths", "who": "Ada", "title": "Dr", "begins": "2025-02-01T10:00Z"}]
    assert dict(reading(value).columns) == {"who": "authors", "title": "title", "begins": "start"}
    stated = reading(value, columns=(("title", "label"),))
    assert [talk.title for talk in stated.programme.talks] == ["Moths"]
    assert dict(stated.columns)["label"] == "title"


def test_what_is_stated_on_the_command_line_is_remembered_for_updates(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    name = str(path)
    path.write_text("Was,Wer,Wo\nMotten,Ada,Saal\n", encoding="utf-8")
    run("add", name, "--map", "title=Was,authors=Wer", "--map", "room=Wo", "--name", "MothCon")
    path.write_text("Was,Wer,Wo\nMotten,Ada,Saal\nBats,Bo,Saal\n", encoding="utf-8")
    run("update")
    assert [one["authors"] for one in run("list", "--json").objects] == [["Ada"], ["Bo"]]
    assert (
        "  fields: title = Was, authors = Wer"
        in run("check", name, "--map", "title=Was,authors=Wer").lines[3]
    )


def test_a_script_that_assigns_lists_and_one_object_a_line_are_read() -> None:
    script = f"var talks = {json.dumps([MOTHS])};\nvar more = {json.dumps([BATS])};\n"
    lines = f"{json.dumps(MOTHS)}\n{json.dumps(BATS)}\n"
    for text in (script, lines):
        found = read(text.encode(), HINTS).programme.talks
        assert [talk.title for talk in found] == ["Moths", "Bats"]


def test_konopas_and_a_day_with_a_number_and_a_date_are_read() -> None:
    item = {
        "id": "1",
        "title": "Moths",
        "date": "2025-02-01",
        "time": "10:30",
        "mins": "45",
        "loc": ["Room A", "Floor 1"],
        "people": [{"id": "1", "name": "Ada"}],
        "desc": "Long.",
    }
    people = [{"id": "1", "name": ["Ada", "Owl"], "prog": ["1"], "bio": "Owl."}]
    script = f"var program = {json.dumps([item])};\nvar people = {json.dumps(people)};\n"
    (moths,) = read(script.encode(), HINTS).programme.talks
    assert (moths.room, moths.authors, moths.abstract) == ("Room A, Floor 1", ("Ada",), "Long.")
    assert moths.end == datetime(2025, 2, 1, 11, 15, tzinfo=UTC)
    numbered = [MOTHS | {"day": "Day 2 — June 30", "time": "2:50pm-3:10pm"}]
    (moths,) = reading(numbered, year=2026).programme.talks
    assert moths.start == datetime(2026, 6, 30, 14, 50, tzinfo=UTC)
    assert moths.end == datetime(2026, 6, 30, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize("value", [{"a": 1}, [{"name": "Ada"}], {"people": [{"name": "Ada"}]}])
def test_json_without_talks_is_refused_with_what_to_do(value: Value) -> None:
    with pytest.raises(ProgrammeError, match="--map title=NAME"):
        reading(value)


@pytest.mark.skipif(not DATA.exists(), reason="needs the real files of ../shared/data")
@pytest.mark.parametrize(
    ("file", "talks"),
    [
        ("conftool-dhd-2026.json", 204),
        ("cv-conf.json", 14),
        ("dcda-2026-head.json", 1),
        ("emf-2022-schedule.json", 326),
        ("europython-schedule-mock.json", 13),
        ("evolang-schedule.js", 42),
        ("iacr-pkc-papers.json", 44),
        ("iacr-pkc-program.json", 60),
        ("midl-2024-papers.json", 264),
    ],
)
def test_real_files_have_as_many_talks_as_they_list(file: str, talks: int) -> None:
    found = read((DATA / file).read_bytes(), replace(HINTS, source=file))
    assert len(found.programme.talks) == talks
