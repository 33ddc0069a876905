"""Every exporter: other programs can parse the file, and no text in it is taken for markup or a formula."""

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from factories import at, talk, talks
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from confbrowse import talk_json
from confbrowse.exporters import EXPORTERS, ExportItem, Revision
from confbrowse.ingest.pipeline import ImportOptions, gather
from confbrowse.model import Link, Mark
from confbrowse.paths import shipped
from confbrowse.schedule.clashes import TalkSample
from confbrowse.sources.files import sources
from confbrowse.text.ascii_url import ascii_url

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = 4
"""Talks of each shipped session that the golden files contain."""
MARKS = st.builds(
    Mark,
    starred=st.booleans(),
    interest=st.integers(0, 3),
    note=st.none() | st.text(min_size=1, max_size=50),
)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "=cmd|' /C calc'!A0")


def golden_items() -> tuple[ExportItem, ...]:
    """Return the talks of the golden files: the first ones of each shipped session."""
    found = gather(sources([str(shipped("sample_sessions"))]), ImportOptions(date(2021, 7, 1)))
    chosen = [
        replace(one, source="")
        for programme in found.programmes
        for one in programme.talks[:SAMPLES]
    ]
    since = Revision(2, datetime(2021, 7, 1, 12, tzinfo=UTC))
    first, second, *others = (ExportItem(one, Mark(starred=True), revision=since) for one in chosen)
    noted = Mark(starred=True, interest=3, note="# ask about *scale*\n=1+1")
    return (
        replace(first, mark=noted, clashes=TalkSample((second.talk,), 1), alarm=10),
        replace(second, clashes=TalkSample((first.talk,), 1), cancelled=True),
        *others,
    )


def golden(name: str) -> str:
    return (GOLDEN / f"samples{EXPORTERS[name].suffix}").read_bytes().decode()


@pytest.mark.parametrize("name", EXPORTERS)
def test_what_is_written_of_the_samples_stays_as_it_is(name: str) -> None:
    assert EXPORTERS[name].write(golden_items()) == golden(name)


def test_the_same_items_are_the_same_text_in_another_process() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from test_exporters import EXPORTERS, golden_items\n"
        "for one in EXPORTERS.values(): sys.stdout.buffer.write(one.write(golden_items()).encode())"
    )
    argv = [sys.executable, "-c", program, str(Path(__file__).parent)]
    ran = subprocess.run(argv, capture_output=True, check=True)
    assert ran.stdout.decode() == "".join(golden(name) for name in EXPORTERS)


@pytest.mark.parametrize("name", EXPORTERS)
def test_nothing_to_write_is_still_a_sound_file(name: str) -> None:
    assert isinstance(EXPORTERS[name].write([]), str)


@settings(max_examples=40)
@given(st.lists(st.builds(ExportItem, talks, MARKS), max_size=3))
def test_json_lines_are_the_objects_of_list_and_are_read_again(items: list[ExportItem]) -> None:
    lines = EXPORTERS["json"].write(items).split("\n")[:-1]
    assert [json.loads(line) for line in lines] == [
        talk_json.write(item.talk, item.mark) for item in items
    ]
    marks = [talk_json.read_mark(json.loads(line)) for line in lines]
    assert [mark.interest for mark in marks] == [item.mark.interest for item in items]


def test_a_mirror_has_one_talk_a_line_in_the_order_of_ids_whatever_order_they_come_in() -> None:
    items = [ExportItem(talk(title), Mark(starred=True)) for title in ("Owls", "Bats", "Moths")]
    text = EXPORTERS["mirror"].write(items)
    assert text == EXPORTERS["mirror"].write(items[::-1])
    header, *talks = json.loads(text)
    assert header == {"confbrowse": "sync file", "version": 1, "talks": 3}
    assert [one["title"] for one in talks] == ["Bats", "Moths", "Owls"]
    assert len(text.splitlines()) == 6
    assert "\r" not in text


def test_a_changed_note_is_one_changed_line_of_the_mirror() -> None:
    items = [ExportItem(talk(title), Mark(starred=True)) for title in ("Owls", "Bats", "Moths")]
    before = EXPORTERS["mirror"].write(items).splitlines()
    noted = replace(items[0], mark=Mark(starred=True, note="at night"))
    after = EXPORTERS["mirror"].write([noted, *items[1:]]).splitlines()
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


@pytest.mark.parametrize("hostile", FORMULAS)
def test_no_cell_of_a_table_is_a_formula(hostile: str) -> None:
    one = talk(hostile, id=hostile, authors=(hostile,), room=hostile, abstract=hostile)
    text = EXPORTERS["csv"].write([ExportItem(one, Mark(note=hostile))])
    cells = list(csv.reader(io.StringIO(text)))[1]
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@＝＋－＠]", cell)]
    assert cells.count(f"'{hostile}") == 6


@settings(max_examples=40)
@given(st.lists(st.builds(ExportItem, talks, MARKS), max_size=3))
def test_a_table_is_read_back_cell_by_cell(items: list[ExportItem]) -> None:
    text = EXPORTERS["csv"].write(items)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["title"].removeprefix("'") for row in rows] == [
        item.talk.title.removeprefix("'") for item in items
    ]
    assert [row["note"].removeprefix("'") for row in rows] == [
        (item.mark.note or "").removeprefix("'") for item in items
    ]
    assert all(len(row) == 24 for row in rows)
    for row, item in zip(rows, items, strict=True):
        assert {ascii_url(link.url) for link in item.talk.links} <= set(
            " ".join(row.values()).split()
        )


def test_a_table_has_the_line_ends_of_rfc_4180() -> None:
    text = EXPORTERS["csv"].write([ExportItem(talk("a, b"), Mark(note='say "hi"\nthere'))])
    assert text.count("\r\n") == 2
    assert '"a, b"' in text
    assert '"say ""hi""\nthere"' in text


@pytest.mark.parametrize(
    "hostile",
    [
        "# Heading",
        "1. one",
        "- item",
        "[x](javascript:alert(1))",
        "<script>alert(1)</script>",
        "![x](https://e.org)",
        "*a* _b_ `c` ~~d~~",
        "=====",
        "---",
        "a | b",
        "&lt;b&gt;",
        "\\",
        "https://e.org/a_b_c",
        "$x_1$",
    ],
)
def test_markdown_shows_hostile_strings_as_they_are(hostile: str) -> None:
    items = [ExportItem(talk(hostile, authors=(hostile,)), Mark(note=f"{hostile}\n{hostile}"))]
    tokens = MarkdownIt().parse(EXPORTERS["md"].write(items))
    inline = [token for token in tokens if token.type == "inline"]
    shown = ["".join(part.content for part in token.children or () if part) for token in inline]
    session = "Deep Learning 1 · ICML 2021"
    assert shown == ["Reading list", "No time given", hostile, hostile, session, hostile * 2]
    kinds = {part.type for token in inline for part in token.children or ()}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close", "hardbreak"}


def test_markdown_lists_talks_by_day_with_links_and_notes() -> None:
    paper = Link("paper", "https://e.org/a_(b).pdf", "The [paper]")
    items = [
        ExportItem(talk("Late", start=at(9, day=21), end=at(10, day=21), timezone="UTC")),
        ExportItem(talk("Never")),
        ExportItem(
            talk("Early", start=at(7), links=(paper,)), Mark(interest=2, note="go\n\nthere")
        ),
    ]
    assert EXPORTERS["md"].write(items).splitlines() == [
        "# Reading list",
        "",
        "## Tuesday 20 July 2021",
        "",
        "- **Early** ★★, 07:00 zone?",
        "  - Deep Learning 1 · ICML 2021",
        r"  - [The \[paper\]](https://e.org/a_%28b%29.pdf)",
        "",
        "  > go",
        "  > ",
        "  > there",
        "",
        "## Wednesday 21 July 2021",
        "",
        "- **Late**, 09:00–10:00 UTC",
        "  - Deep Learning 1 · ICML 2021",
        "",
        "## No time given",
        "",
        "- **Never**",
        "  - Deep Learning 1 · ICML 2021",
    ]
