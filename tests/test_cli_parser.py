"""The command line: its commands, options, help, and the errors for invalid input."""

from pathlib import Path

import pytest
from command_line import MOTHS, Run, contents

from confbrowse.cli.parser import build_parser

COMMANDS = (
    *(
        "list",
        "search",
        "show",
        "like",
        "recommend",
        "triage",
        "watch",
        "unwatch",
        "overview",
        "people",
        "agenda",
        "plan",
        "now",
        "open",
        "add",
        "update",
        "remove",
        "star",
        "unstar",
    ),
    *("hide", "unhide", "seen", "unseen", "later", "unlater", "interest", "note", "undo", "redo"),
    *(
        "export",
        "import",
        "compare",
        "restore",
        "check",
        "catalogue",
        "config",
        "help",
        "keys",
        "paths",
    ),
    *("doctor", "completion"),
)


def test_help_lists_every_command_with_a_sentence(run: Run) -> None:
    ran = run("--help")
    entries = [line.split(maxsplit=1) for line in ran.lines if line.startswith("    ")]
    assert ran.code == 0
    assert [name for name, _sentence in entries] == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"usage: confbrowse {command} ")


@pytest.mark.parametrize("command", ["list", "search", "show", "agenda", "now"])
def test_every_command_that_reads_takes_json_and_limit(run: Run, command: str) -> None:
    words = run(command, "--help").out.split()
    assert "--json" in words
    assert "--limit" in words


@pytest.mark.parametrize("argv", [["--help"], ["--help", "list"]])
def test_help_before_a_command_is_about_all(run: Run, argv: list[str]) -> None:
    assert "    doctor " in run(*argv).out


def test_only_the_commands_up_to_the_one_asked_for_are_built() -> None:
    _, names = build_parser("list")
    assert {"list", "search"} <= names < build_parser()[1]
    assert build_parser("lists")[1] == build_parser()[1]


def test_version_is_one_line(run: Run) -> None:
    ran = run("--version")
    assert ran.code == 0
    assert ran.out.startswith("confbrowse ")
    assert len(ran.lines) == 1


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (
            ["list", "--limit", "0"],
            "--limit: 0 is not a whole number of at least 1. See confbrowse list --",
        ),
        (["list", "--limit", "-3"], "--limit: -3 is not a whole number of at least 1."),
        (["list", "--limit", "²"], "--limit: ² is not a whole number of at least 1."),
        (["search", "x", "--limit", "some"], "--limit: some is not a whole number of at least 1."),
        (["list", "--json=yes"], "--json: ignored explicit argument 'yes'."),
        (["list", "--colour"], "Unrecognized arguments: --colour. See confbrowse --help."),
        (["--colour"], "Unrecognized arguments: --colour."),
        (["search"], "The following arguments are required: QUERY. See confbrowse search --help."),
        (["add"], "The following arguments are required: SOURCE."),
        (["star"], "The following arguments are required: ID."),
        (["show", MOTHS, MOTHS], f"Unrecognized arguments: {MOTHS}."),
        (["open", MOTHS, "--kind", "tea"], "--kind: invalid choice: 'tea' (choose from"),
        (["agenda", "--day", "today"], "--day: today is not a day such as 2021-07-20."),
        (
            ["add", "page.txt", "--year", "soon"],
            "--year: soon is not a whole number of at least 1.",
        ),
        (["serch", "deep"], "No command or file is called serch; did you mean search? See"),
        (["page.txt", "--json"], "--json cannot be combined with sources to browse."),
        (["list", "a\x1b[31m.txt"], "Cannot read a.txt: No such file or directory."),
        (["list", "--limit", "\x1b]0;owned\x07"], "--limit: is not a whole number of at least 1."),
        (["list", "--\x9b31m\u202e"], "Unrecognized arguments: --. See"),
        (["show\x1b[2J", "x"], "No command or file is called show; did you mean show?"),
        (["list", "no such file"], "Cannot read no such file: No such file or directory."),
        (["list", ""], "The name of a source is empty."),
        (["list", "~nobody-at-all/x"], "Cannot read ~nobody-at-all/x: No such file or directory."),
        (["list", "a\0b"], "Cannot read ab: not a valid file name."),
        (["list", "a" * 300], "File name too long."),
        (["list", "http://["], "Cannot reach http://[: it is not a valid address"),
        (["add", "page.txt", "--timezone", "IST"], "IST is not a known or unambiguous time zone."),
        (["add", "page.txt", "--year", "20210"], "20210 is not a valid year."),
    ],
)
def test_what_is_not_understood_is_reported_in_one_line_and_changes_nothing(
    filled: Run, home_folder: Path, page: str, argv: list[str], said: str
) -> None:
    before = contents(home_folder)
    ran = filled(*(page if word == "page.txt" else word for word in argv))
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
    assert said in ran.err
    assert contents(home_folder) == before


def test_a_file_that_is_called_nearly_like_a_command_is_read(
    run: Run, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(page).parent
    monkeypatch.chdir(folder)
    Path(page).rename(folder / "lists")
    assert run("lists").code == 0


def test_a_command_can_be_read_as_a_file_with_its_folder(
    run: Run, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(page).parent)
    Path(page).rename("list")
    assert len(run("./list").talks) == 4


def test_options_may_stand_before_what_they_belong_to(filled: Run) -> None:
    assert len(filled("list", "--limit", "2", "--json").objects) == 2
    assert len(filled("search", "--limit", "1", "grace").lines) == 1


def test_a_query_may_begin_with_a_minus(filled: Run) -> None:
    for query in ("-hopper", "-(grace"):
        assert filled("search", query) == filled("search", "--", query)
    assert len(filled("search", "-hopper", "--json").objects) < len(filled("list").lines)
    assert filled("search", "-h").out.startswith("usage:")
    assert "--grace" in filled("search", "x", "--grace").err
