"""Whatever a source contains, reading it takes at most six times the memory of the largest source allowed."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from confbrowse.readers.calendar_lines import MAX_EVENTS
from confbrowse.sources.files import LARGEST

MOST = 6 * LARGEST
CHILD = """
import resource, sys
from pathlib import Path
from datetime import date
from confbrowse.errors import ConfbrowseError
from confbrowse.sources.files import sources
from confbrowse.ingest.pipeline import ImportOptions, gather
try:
    found = gather(sources(sys.argv[1:]), ImportOptions(date(2025, 1, 1)))
    print(sum(len(one.talks) for one in found.programmes), "talks")
except ConfbrowseError as error:
    print(error)
status = Path("/proc/self/status")  # what getrusage says is no less than what started this took
lines = status.read_text().splitlines() if status.exists() else []
peak = [int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")]
print(*peak or [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss])
"""
Pieces = Iterator[bytes]


def filled(head: bytes, unit: bytes, tail: bytes = b"", size: int = LARGEST) -> Pieces:
    """Yield *head*, *unit* repeated, and *tail*; at most *size* bytes in all."""
    times = (size - len(head) - len(tail)) // len(unit)
    yield head
    for start in range(0, times, 10_000):
        yield unit * min(10_000, times - start)
    yield tail


def numbered(head: bytes, unit: str, times: int, tail: bytes = b"") -> Pieces:
    """Yield *head*, *unit* repeated *times* times with its number in it, and *tail*."""
    yield head
    for number in range(times):
        yield (unit % {"n": number}).encode()
    yield tail


PAPER = b'[{"title":"a","author":"b","status":"Poster","site":"c","aff":['
SCHEDULE = b"<schedule><conference><title>Moths</title></conference><day date='2025-02-01'><room>"
PAGE = b"<!doctype html><html><body class='event-card'>"
ICS = b"BEGIN:VCALENDAR\n"
RECORD = (
    '{"title":"Moths %(n)d","author":"Ada;Bo","status":"Poster","site":"x","aff":"y","abstract":"'
)
EVENT = f"BEGIN:VEVENT\nUID:%(n)d\nDTSTART:20250201T100000Z\nSUMMARY:x\nDESCRIPTION:{'word ' * 230}\nEND:VEVENT\n"

HOSTILE: dict[str, Callable[[], Pieces]] = {
    "one row": lambda: filled(b"title,authors\n", b"a,"),
    "one row of many lines": lambda: filled(b"title,authors\n", b'"a\n",'),
    "one cell": lambda: filled(b"title,abstract\nx,", b"a"),
    "one column": lambda: filled(b"title,authors\n", b"x,\n"),
    "a header without end": lambda: filled(b"title,authors", b",a"),
    "numbers": lambda: filled(PAPER, b"0,", b"0]}]"),
    "lists": lambda: filled(PAPER, b"[],", b"[]]}]"),
    "objects": lambda: filled(PAPER, b'{"a":1},', b"0]}]"),
    "nested lists": lambda: filled(PAPER, b"["),
    "one wide text": lambda: filled('[{"title":"a😀","author":"b","status":"c","site":"d","abstract":"'.encode(), b"a b ", b'"}]'),
    "elements": lambda: filled(SCHEDULE, b"<a/>", b"</room></day></schedule>"),
    "attributes": lambda: numbered(SCHEDULE + b"<event ", ' a%(n)d="1"', 4_000_000, b"/></room></day></schedule>"),
    "billion laughs": lambda: iter((b'<!DOCTYPE schedule [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>', SCHEDULE, b"&b;")),
    "values of YAML": lambda: filled(b"- title: x\n  authors: y\n  first_name: z\n", b"- a\n"),
    "aliases": lambda: numbered(b"- title: x\n  authors: [&a x]\n  first_name: z\n", "- &a%(n)d [*a,*a]\n", 9_000),
    "tags": lambda: filled(PAGE, b"<div>"),
    "lines of text": lambda: filled(b"Skip to yearly menu bar\n", b"a\n"),
    "empty lines": lambda: filled(b"x\n", b"\n"),
    "events": lambda: filled(ICS, b"BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n"),
    "nested events": lambda: filled(ICS, b"BEGIN:VEVENT\n"),
    "lines of an event": lambda: filled(ICS + b"BEGIN:VEVENT\nSUMMARY:x\n", b"A:b\n", b"END:VEVENT\n"),
}  # fmt: skip
"""Files far larger than any programme; most are refused before they are read."""
LARGE: dict[str, Callable[[], Pieces]] = {
    "rows": lambda: numbered(b"title,authors,abstract\n", f"Moths %(n)d,Ada,{'word ' * 110}\n", 99_000),
    "records": lambda: numbered(b"[", f'{RECORD}{"word " * 80}"}},', 99_000, b'{"title":"a"}]'),
    "wide records": lambda: numbered(b"[", f'{RECORD}😀{"word " * 500}"}},', 14_000, b'{"title":"a"}]'),
    "lists": lambda: filled(PAPER, b"[],", b"[]]}]", 6_600_000),
    "numbers": lambda: filled(PAPER, b"1234567,", b"0]}]", 40_000_000),
    "XML": lambda: numbered(SCHEDULE, f"<event id='%(n)d'><title>Moths %(n)d</title><abstract>{'word ' * 200}</abstract></event>", 55_000, b"</room></day></schedule>"),
    "elements": lambda: filled(SCHEDULE, b"<a/>", b"</room></day></schedule>", 5_200_000),
    "YAML": lambda: filled(b"- title: x\n  authors: y\n  first_name: z\n  l: [", b"a,", b"a]\n", 1_900_000),
    "tags": lambda: filled(PAGE, b"<p>a", b"", 1_190_000),
    "text": lambda: filled(b"Skip to yearly menu bar\n", b"10:00 a\n", b"", 1_590_000),
}  # fmt: skip
"""The largest files that are still read."""


def written(path: Path, pieces: Pieces) -> Path:
    with path.open("wb") as file:
        file.writelines(pieces)
    return path


def took(*paths: Path) -> tuple[str, int]:
    """Return the messages about *paths* and the peak memory of reading them, in bytes."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *map(str, paths)], capture_output=True, text=True, check=True
    )
    *said, most = done.stdout.splitlines()
    return " ".join(said), int(most)


@pytest.mark.proof
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_takes_bounded_memory(name: str, tmp_path: Path) -> None:
    said, memory = took(written(tmp_path / "source", HOSTILE[name]()))
    assert memory < MOST, f"{memory // 2**20} MiB: {said}"


@pytest.mark.proof
@pytest.mark.parametrize("name", LARGE)
def test_what_is_as_large_as_may_be_takes_bounded_memory(name: str, tmp_path: Path) -> None:
    said, memory = took(written(tmp_path / "source", LARGE[name]()))
    assert memory < MOST, f"{memory // 2**20} MiB: {said}"


@pytest.mark.proof
def test_a_quarter_of_the_events_there_may_be_takes_a_quarter_of_that_memory(
    tmp_path: Path,
) -> None:
    few, many = (
        took(written(tmp_path / f"{number}.ics", numbered(ICS, EVENT, number, b"END:VCALENDAR\n")))
        for number in (1, MAX_EVENTS // 4)
    )
    assert many[0] == f"{MAX_EVENTS // 4} talks"
    assert many[1] - few[1] < (MOST - few[1]) // 4, f"{many[1] // 2**20} MiB"


def test_one_row_of_a_table_takes_no_memory(tmp_path: Path) -> None:
    said, memory = took(written(tmp_path / "source", HOSTILE["one row"]()))
    assert "one of its rows is too long" in said
    assert memory < 3 * LARGEST


def zipped(path: Path, *members: Pieces) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for number, pieces in enumerate(members):
            with archive.open(f"{number}.csv", "w") as file:
                for piece in pieces:
                    file.write(piece)
    return path


def test_an_archive_of_many_large_files_is_refused_by_their_sum(tmp_path: Path) -> None:
    said, memory = took(zipped(tmp_path / "a.zip", *(filled(b"x", b"\0") for _ in range(12))))
    assert "contains more than 128 MiB when unpacked" in said
    assert memory < LARGEST


@pytest.mark.proof
@pytest.mark.parametrize("unit", [b"title,a\n", b"\n", b"{", b"a"])
def test_an_archive_that_no_reader_knows_takes_the_memory_of_one_file(
    tmp_path: Path, unit: bytes
) -> None:
    members = (filled(b"[", unit, size=LARGEST // 4) for _ in range(8))
    _said, memory = took(zipped(tmp_path / "a.zip", *members))
    assert memory < 3 * LARGEST


def test_an_archive_in_an_archive_is_not_unpacked(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", filled(b"title,a\n", b"a,b\n", size=LARGEST // 4))
    with ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.write(inner, "inner.zip")
    said, memory = took(tmp_path / "outer.zip")
    assert "No programme was found" in said
    assert memory < LARGEST
