"""The command export."""

import csv
import io
from pathlib import Path

import pytest
from agenda_file import note
from command_line import BATS, KEYS, MOTHS, OWLS, QUESTIONS, Ran, Run, contents, ended, started
from command_line import written as put
from icalendar_parsers import by_icalendar
from unwritable import no_file_larger_than

from confbrowse.exporters import EXPORTERS

UNTIMED = '{"id": "x-2021/y", "programme": "X 2021", "session": "S", "title": "Whenever"}\n'


def printed(home: Path, *argv: str) -> Ran:
    """Return exactly what a separate process prints."""
    return ended(started(argv, env={"CONFBROWSE_HOME": str(home)}))


def test_help_names_every_format(run: Run) -> None:
    said = " ".join(run("export", "--help").out.split())
    assert f"{', '.join(list(EXPORTERS)[:-1])} or {list(EXPORTERS)[-1]}" in said


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_goes_to_standard_output_or_a_file_alike(
    starred: Run, home_folder: Path, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "out"
    is_exact = name in ("csv", "ics")  # whose lines end in two characters
    shown = printed(home_folder, "export", name) if is_exact else starred("export", name)
    assert shown.code == 0
    assert starred("export", name, "-o", str(file)).code == 0
    assert file.read_bytes().decode() == shown.out
    assert "Moths and Lamps" in shown.out.replace("{", "").replace("}", "")


def test_a_calendar_rings_and_names_what_clashes(starred: Run, tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    ran = starred("export", "ics", "-o", str(file), "--alarm", "10")
    assert (ran.out, ran.err) == (f"Wrote 3 talks to {file}.\n", "")
    text = file.read_text(encoding="utf-8")
    events = {event.summary: event for event in by_icalendar(text)}
    assert "Clashes with: Owls and Mice" in (events["Moths and Lamps"].description or "")
    assert text.count("TRIGGER:-PT10M") == 3
    before = file.read_bytes()
    starred("export", "ics", "-o", str(file), "--alarm", "10")
    assert file.read_bytes() == before


def test_what_has_no_place_in_a_calendar_is_counted(run: Run, tmp_path: Path) -> None:
    run("add", put(tmp_path / "x.jsonl", UNTIMED))
    run("star", "x-2021/y")
    ran = run("export", "ics", "-o", str(tmp_path / "out.ics"))
    assert ran.code == 1
    assert "Left out 1 talk without a time." in ran.err
    assert not (tmp_path / "out.ics").exists()


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], [MOTHS, OWLS, BATS]),
        (["--day", "2021-07-21"], [BATS]),
        (["shouting"], [BATS]),
        (["--all"], [MOTHS, OWLS, QUESTIONS, BATS]),
        (["--all", "--day", "2021-07-20"], [MOTHS, OWLS, QUESTIONS]),
    ],
)
def test_a_part_or_more_can_be_exported(starred: Run, options: list[str], ids: list[str]) -> None:
    talks = starred("export", "json", *options).objects
    assert [talk["id"] for talk in talks] == ids
    assert [list(talk) for talk in talks] == [KEYS] * len(ids)
    assert [talk["starred"] for talk in talks] == [talk["id"] != QUESTIONS for talk in talks]


def test_a_table_is_read_by_a_spreadsheet(starred: Run, tmp_path: Path) -> None:
    file = tmp_path / "agenda.csv"
    note(MOTHS, '=HYPERLINK("https://e.org")')
    starred("export", "csv", "-o", str(file))
    rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode(), newline="")))
    assert [row["id"] for row in rows] == [MOTHS, OWLS, BATS]
    assert rows[0]["note"] == '\'=HYPERLINK("https://e.org")'


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["export", "ics"], 1, "Your agenda is empty. Star talks with s in the browser"),
        (["export", "ics", "--day", "2021-07-22"], 1, "No talk on your agenda is on 2021-07-22."),
        (["export", "md", "nonsense"], 1, "No talk matches “nonsense”."),
        (
            ["export", "pdf"],
            2,
            "Unknown format pdf. Supported: ics, md, csv, json, bib, mirror.",
        ),
        (["export", "md", "moths", "--all"], 2, "Give QUERY or --all, not both."),
        (["export", "mirror", "--all"], 2, "mirror exports everything you marked"),
        (["export", "md", "-o", "there/"], 2, "there/ is a folder. Name a file in it."),
        (["export", "md", "--alarm", "5"], 2, "--alarm works with the format ics only"),
        (
            ["agenda", "--compare", "x", "--limit", "3"],
            2,
            "--compare can only be combined with --json.",
        ),
        (["import", "no-such-file"], 2, ""),
        (["import", "https://e.org/a.json"], 2, "https://e.org/a.json is not a single file"),
        (["import", "x", "--ours", "--theirs"], 2, "--theirs: not allowed with argument --ours"),
    ],
)
def test_what_cannot_be_done_is_reported(
    filled: Run, argv: list[str], code: int, said: str
) -> None:
    ran = filled(*argv)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(f"confbrowse: {said}")
    assert len(ran.err.splitlines()) == 1


def test_a_full_disk_leaves_the_old_file(starred: Run, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    file = folder / "agenda.md"
    starred("export", "md", "-o", str(file))
    before = contents(folder)
    note(MOTHS, "wool " * 40_000)
    with no_file_larger_than(50_000):
        ran = starred("export", "md", "-o", str(file))
    assert ran.code == 2
    assert ran.err.startswith(f"confbrowse: Cannot write {file}: ")
    assert contents(folder) == before
