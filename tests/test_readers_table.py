"""Spreadsheets of talks as people write them: many kinds of columns, names, days and times."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from confbrowse.model import Talk
from confbrowse.readers import Hints, Reading, read
from confbrowse.readers.author_lists import split_name_columns
from confbrowse.readers.dates import clock_in, day_in, moment_in
from confbrowse.readers.naming import split_names

HINTS = Hints(date(2025, 1, 1), source="made-up", location="/somewhere/made-up")


def table(*lines: str, **changes: Any) -> Reading:
    return read("\n".join(lines).encode(), replace(HINTS, **changes))


def talk(*lines: str, **changes: Any) -> Talk:
    return table(*lines, **changes).programme.talks[0]


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["Ada|Bo", "Cy"], [["Ada", "Bo"], ["Cy"]]),
        (["Ada; Bo", "Cy"], [["Ada", "Bo"], ["Cy"]]),
        (["Ada, Bo", ""], [["Ada", "Bo"], []]),
        (["Ada, Bo and Cy"], [["Ada", "Bo", "Cy"]]),
        (["Ada, Bo, and Cy & Di"], [["Ada", "Bo", "Cy", "Di"]]),
        (["Byron, Ada*"], [["Ada Byron"]]),
        (["Byron, Ada*; Lund, Bo", "Ray, Cy"], [["Ada Byron", "Bo Lund"], ["Cy Ray"]]),
        (["Ada Byron*; Bo", "Cy, Di"], [["Ada Byron", "Bo"], ["Cy", "Di"]]),
        (["Ada (Uni, Ltd)*; Bo (殷)", "Cy (Netflix, Inc.)*"], [["Ada", "Bo"], ["Cy"]]),
        (["Rex (Zhitao) Ying; Bo"], [["Rex (Zhitao) Ying", "Bo"]]),
        (
            ["Ada ⋅ Bo", "Cy · Di • Flo", "Gal·la Pi"],
            [["Ada", "Bo"], ["Cy", "Di", "Flo"], ["Gal·la Pi"]],
        ),
        (["Ada Lee (MIT, USA), Bo Wu (ETH)", "Cy Fu"], [["Ada Lee", "Bo Wu"], ["Cy Fu"]]),
        (["Ada Lee, Bo Wu (MIT (CSAIL))", "Cy Fu (ETH; EPFL)"], [["Ada Lee", "Bo Wu"], ["Cy Fu"]]),
        (["Ada Lee, MIT; Bo Wu, ETH", "Cy Fu, Uni Wien"], [["Ada Lee", "Bo Wu"], ["Cy Fu"]]),
        (
            ["Lee, A., Wu, B.-C.", "Fu, C. D.", "Lee, A., & Wu, B."],
            [["A. Lee", "B.-C. Wu"], ["C. D. Fu"], ["A. Lee", "B. Wu"]],
        ),
        (
            ["Lee, Ann and Wu, Bo and Fu, Cy", "Ray, Di"],
            [["Ann Lee", "Bo Wu", "Cy Fu"], ["Di Ray"]],
        ),
        (["Lee, Ann, Wu, Bo"] * 5 + ["Fu, Cy"], [["Ann Lee", "Bo Wu"]] * 5 + [["Cy Fu"]]),
        (
            ["['Ada Lee', \"Bo O'Hara\"]", "[]", '["Cy Fu"]'],
            [["Ada Lee", "Bo O'Hara"], [], ["Cy Fu"]],
        ),
        (["['Ada Lee' 'Bo Wu']", "['Cy']"], [["Ada Lee", "Bo Wu"], ["Cy"]]),
        (['[{"name": "Ada"}, {"first": "Bo", "last": "Wu"}]'], [["Ada", "Bo Wu"]]),
        (
            ["Ada Lee1,2, Bo Wu2*", "Cy Fu†, Di Ray‡", "Eve 3rd"],
            [["Ada Lee", "Bo Wu"], ["Cy Fu", "Di Ray"], ["Eve 3rd"]],
        ),
        (
            ["Ada Lee<sup>1</sup>, Bo Wu$^{2}$", "Cy Fu <cy@x.example>"],
            [["Ada Lee", "Bo Wu"], ["Cy Fu"]],
        ),
        (
            ["Ada Lee (she/her), Bo Wu (presenter)", "Cy", "Di (迪)"],
            [["Ada Lee", "Bo Wu"], ["Cy"], ["Di (迪)"]],
        ),
        (["Sam Davis, Jr., Ada Lee, PhD et al.", "Bo"], [["Sam Davis Jr.", "Ada Lee"], ["Bo"]]),
        (
            ["Lee, Ann; Wu, Bo, Jr.", "Fu, Cy", "Ada Byron"],
            [["Ann Lee", "Bo Wu Jr."], ["Cy Fu"], ["Ada Byron"]],
        ),
        (
            ["Ada, Bo", "Cy, Di", "Eve; Flo", "Gil, Ian"],
            [["Ada", "Bo"], ["Cy", "Di"], ["Eve", "Flo"], ["Gil", "Ian"]],
        ),
        ([], []),
    ],
)
def test_names_of_a_column_are_apart_in_one_way(cells: list[str], names: list[list[str]]) -> None:
    assert split_name_columns(cells) == names


def test_a_name_with_and_in_it_stays_whole() -> None:
    assert split_names("Alexandra Sandoval") == ["Alexandra Sandoval"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-11-10", date(2024, 11, 10)),
        ("2024/11/10", date(2024, 11, 10)),
        ("10.11.2024", date(2024, 11, 10)),
        ("Nov 10, 2024", date(2024, 11, 10)),
        ("Sunday, November 10th 2024", date(2024, 11, 10)),
        ("10 November 2024", date(2024, 11, 10)),
        ("Nov 10", date(2023, 11, 10)),
        ("5/6/2024", None),
        ("31.2.2024", None),
        ("soon", None),
        ("", None),
    ],
)
def test_days_are_read_where_they_have_one_meaning(text: str, day: date | None) -> None:
    assert day_in(text, 2023) == day


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:00", time(9)),
        ("09.30", time(9, 30)),
        ("14h15", time(14, 15)),
        ("9 AM", time(9)),
        ("12:10 a.m.", time(0, 10)),
        ("12 pm", time(12)),
        ("13 pm", None),
        ("24:00", None),
        ("9", None),
        ("", None),
    ],
)
def test_clocks_of_24_and_of_12_hours_are_read(text: str, clock: time | None) -> None:
    assert clock_in(text) == clock


@pytest.mark.parametrize(
    "text", ["2024-11-10 14:30", "2024-11-10_14:30", "10.11.2024 14:30", "Nov 10, 2024 2:30 PM"]
)
def test_a_day_and_a_clock_in_one_cell_are_a_moment(text: str) -> None:
    assert moment_in(text) == datetime(2024, 11, 10, 14, 30)  # noqa: DTZ001 - as printed


@pytest.mark.parametrize(
    ("header", "row", "start", "end"),
    [
        ("start,end", "2024-11-10 10:30,2024-11-10 11:00", "10T10:30", "10T11:00"),
        ("date,start,end", "2024-11-10,10:30,11:00", "10T10:30", "10T11:00"),
        ("day,start_date,start_time,end_time", "1,2024-11-10,8:00,9:00", "10T08:00", "10T09:00"),
        ("date,time", "2024-11-10,10:30 - 11:00", "10T10:30", "10T11:00"),
        ("date,start,end", "2024-11-10,21:00,6:00", "10T21:00", "11T06:00"),
        ("start,end", "2024-11-10 10:30,11:00", "10T10:30", "10T11:00"),
        ("date,start,end", "2024-11-10,10:30,10:30", "10T10:30", None),
        ("date,start", "2024-11-10,", None, None),
    ],
)
def test_times_are_put_together_from_cells(
    header: str, row: str, start: str | None, end: str | None
) -> None:
    found = talk(f"title,{header}", f"Moths,{row}")
    told = [moment and f"{moment:%dT%H:%M}" for moment in (found.start, found.end)]
    assert told == [start, end]


def test_starts_that_are_no_times_are_reported_with_the_first_of_them() -> None:
    reading = table("title,start", "Moths,5/6/2024 10:30", "Bats,after lunch", "Wasps,")
    (told,) = reading.warnings
    assert (told.line, told.text) == (2, "5/6/2024 10:30")
    assert "of 2 rows" in told.reason


DOWNLOAD = (
    "type,name,virtualsite_url,speakers/authors,abstract",
    'Poster,Moths,/virtual/2025/poster/7,"Ada Byron, Bo Lund","One.\n\nTwo, three."',
)


def test_the_downloads_of_virtual_sites_are_tables() -> None:
    found = talk(*DOWNLOAD, location="/somewhere/NeurIPS 2025 Events.csv")
    assert (found.kind, found.authors) == ("Poster", ("Ada Byron", "Bo Lund"))
    assert found.abstract == "One.\n\nTwo, three."
    assert [link.url for link in found.links] == ["https://neurips.cc/virtual/2025/poster/7"]
    assert found.session.programme == "NeurIPS 2025"


def test_the_submissions_of_softconf_are_a_table_with_names_in_parts() -> None:
    reading = table(
        "Submission ID,Title,Authors,Track,1: First Name,1: Last Name,2: First Name",
        "7,Moths,Ada Byron and Bo Lund,Insects,Ada,Byron,",
    )
    (moths,) = reading.programme.talks
    assert (moths.uid, moths.authors, moths.track) == ("7", ("Ada Byron", "Bo Lund"), "Insects")
    assert reading.remarks == ()
    (moths,) = table(
        "Title,1: First Name,1: Last Name,2: First Name,2: Last Name", "Moths,Ada,Byron,Bo,Lund"
    ).programme.talks
    assert moths.authors == ("Ada Byron", "Bo Lund")


@pytest.mark.parametrize(("cell", "position"), [("12", "12"), ("static/posters/9.pdf", None)])
def test_a_poster_is_a_place_or_a_file(cell: str, position: str | None) -> None:
    assert talk("title,poster,session", f"Moths,{cell},A").position == position


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_spreadsheets_of_any_encoding_are_read(encoding: str) -> None:
    text = "Title;Speakers\nMöths;Ada Ångström\n"
    reading = read(text.encode(encoding), HINTS)
    (moths,) = reading.programme.talks
    assert (moths.title, moths.authors) == ("Möths", ("Ada Ångström",))
    assert bool(reading.warnings) == (encoding == "cp1252")


def test_one_damaged_letter_does_not_change_the_others() -> None:
    raw = "title,authors\nMöths,Ada Ångström\nBäts,Bo".encode() + b"\xff\nLast,Cy\n"
    reading = read(raw, HINTS)
    assert [one.title for one in reading.programme.talks] == ["Möths", "Bäts", "Last"]
    assert "damaged" in reading.warnings[0].reason


def test_rows_that_are_longer_than_the_header_are_reported() -> None:
    reading = table("title,room", "Moths,Janson,more")
    assert [one.reason for one in reading.remarks] == ["some rows have more cells than the header"]
