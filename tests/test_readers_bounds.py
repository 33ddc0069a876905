"""What readers make of a small file is bounded, whatever it repeats, nests or adds up to."""

import json
from datetime import date

import pytest

from confbrowse.errors import ProgrammeError
from confbrowse.readers import Hints, read

HINTS = Hints(date(2026, 11, 24), source="made-up")


def test_strings_of_bibtex_that_double_each_other_stay_short() -> None:
    doubled = "".join("@string{a = a # a}\n" for _ in range(40))
    entry = "@article{k, title = {Moths}, author = {Ada Owl}, year = 2025, abstract = a}\n"
    raw = f'@string{{a = "{"x" * 10}"}}\n{doubled}{entry}'.encode()
    reading = read(raw, HINTS)
    assert [one.title for one in reading.programme.talks] == ["Moths"]
    assert any("a value that is too long" in one.reason for one in reading.remarks)
    assert len(reading.programme.talks[0].abstract or "") <= 1_000_000


def test_a_talk_that_a_session_names_often_is_one_talk() -> None:
    raw = {
        "conference": {"name": "Moths", "shortName": "MOTHS", "year": 2025},
        "sessions": [{"id": 2, "name": "Night", "contentIds": [1] * 1000}],
        "contents": [{"id": 1, "title": "Moths and lamps", "authors": [], "typeId": 1}],
        "people": [],
        "rooms": [],
        "tracks": [],
        "timeSlots": [],
        "contentTypes": [],
    }
    assert len(read(json.dumps(raw).encode(), HINTS).programme.talks) == 1


@pytest.mark.parametrize("depth", [20, 900])
def test_a_time_nested_in_names_is_left_out(depth: int) -> None:
    start = '{"name":' * depth + "1" + "}" * depth
    raw = f'[{{"title":"Moths","authors":["Ada Owl"],"start":{start}}}]'
    try:
        talks = read(raw.encode(), HINTS).programme.talks
    except ProgrammeError as error:
        assert "nested" in str(error)
    else:
        assert [one.start for one in talks] == [None]


@pytest.mark.filterwarnings("error")
def test_names_with_backslashes_are_read_without_a_warning() -> None:
    raw = "title,authors\nMoths,\"['Bj\\\\orn \\\\dx', 'Bo Lund']\"\nBats,Ada Owl\n".replace(
        "\\\\", "\\"
    )
    assert len(read(raw.encode(), HINTS).programme.talks) == 2


def test_a_page_of_dblps_answer_says_that_it_is_one() -> None:
    info = "<info><authors><author>Ada Owl</author></authors><title>Moths.</title><year>2025</year></info>"
    raw = f'<?xml version="1.0"?><result><hits total="500" sent="1" first="0"><hit>{info}</hit></hits></result>'
    remarks = read(raw.encode(), HINTS).remarks
    assert any("a page with 1 of 500 publications" in one.reason for one in remarks)
