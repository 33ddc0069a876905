"""The guide: its tables are the program's, its examples hold, and it is read in the shell and on the screen."""

import io
import os
import re
import shlex
import tomllib
from collections.abc import Mapping
from pathlib import Path

import guide_tables
import pytest
from command_line import Run
from stories import NARROW, Home, opened, picture, press

import confbrowse.cli.guide
from confbrowse.cli.parser import build_parser, parse
from confbrowse.errors import NothingFoundError
from confbrowse.guide_topics import TOPICS, topic, topics
from confbrowse.model import Session, Talk
from confbrowse.readers import READERS
from confbrowse.settings import parse as parse_settings
from confbrowse.system.pager import show_paged
from confbrowse.talk_json import write
from confbrowse.tui.dialogs.help import HelpDialog

CHECKOUT = Path(__file__).parents[1]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
TEXTS = {"README": README, **{one.name: one.text for one in topics()}}


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def commands_in(text: str) -> list[list[str]]:
    """Return the words of every line with confbrowse in the shell blocks of *text*."""
    lines = [line for block in blocks(text, "sh") for line in block.splitlines()]
    found = []
    for line in lines:
        for part in re.split(r" && | \| ", line.partition(" > ")[0]):
            words = shlex.split(part, comments=True)
            if words and words[0] == "confbrowse":
                found.append(words[1:])
    return found


def test_every_file_of_the_guide_is_a_topic() -> None:
    assert {path.stem for path in guide_tables.GUIDE.glob("*.md")} == set(TOPICS)
    assert all(one.text.startswith(f"# {one.title}\n\n") and one.title for one in topics())


@pytest.mark.parametrize("name", TOPICS)
def test_its_tables_are_those_of_the_program(name: str) -> None:
    assert guide_tables.with_tables(topic(name).text) == topic(name).text


def test_every_table_that_is_made_stands_in_the_guide() -> None:
    named = [name for one in topics() for name in guide_tables.tables_in(one.text)]
    assert set(guide_tables.TABLES) <= set(named)
    assert len(named) == len(set(named))


def test_it_names_every_format() -> None:
    rows = guide_tables.tables_in(topic("formats").text)["formats"].split("\n")[2:]
    assert {row.split("|")[1].strip() for row in rows} == {reader.name for reader in READERS}


def test_it_names_every_key_of_a_talk_as_json() -> None:
    rows = guide_tables.tables_in(topic("scripting").text)["talk"].split("\n")[2:]
    named = [key for row in rows for key in re.findall(r"`(\w+)`", row.split("|")[1])]
    talk = Talk("a/b", Session("A", "B"), "C")
    assert sorted(named) == sorted(write(talk))


@pytest.mark.parametrize("name", TEXTS)
def test_its_commands_are_understood(name: str) -> None:
    for words in commands_in(TEXTS[name]):
        args = parse(words)
        assert args.run or not words, words


@pytest.mark.parametrize("name", TEXTS)
def test_its_settings_are_understood(name: str) -> None:
    for block in blocks(TEXTS[name], "toml"):
        assert tomllib.loads(block)
        if "entry-points" not in block:
            assert not parse_settings(block.encode()).faults


@pytest.mark.parametrize("name", TEXTS)
def test_its_links_and_topics_exist(name: str) -> None:
    for place in re.findall(r"\]\(([^)#:]+)\)", TEXTS[name]):
        assert (CHECKOUT / place).exists(), place
    for known in re.findall(r"`(?:confbrowse )?help ([a-z]+)`", TEXTS[name]):
        assert known in TOPICS
    _, names = build_parser()
    assert set(re.findall(r"`confbrowse ([a-z]+)\b", TEXTS[name])) <= names


def test_the_readme_is_short() -> None:
    rows = [len(table.splitlines()) - 2 for table in re.findall(r"(?:^\|.*\n)+", README, re.M)]
    assert len(README.split()) <= 900
    assert rows
    assert max(rows) <= 10


def test_topics_are_listed_and_shown_plain_in_a_pipe(run: Run) -> None:
    listed = run("help")
    assert [line.split()[0] for line in listed.out.splitlines()] == list(TOPICS)
    assert run("help", "searching").out == topic("searching").text
    assert run("help", "SEARCH").out == topic("searching").text


def test_an_unknown_topic_is_named_with_what_may_be_meant(run: Run) -> None:
    with pytest.raises(NothingFoundError, match="Did you mean searching"):
        topic("serching")
    ran = run("help", "moths")
    assert (ran.code, ran.out) == (1, "")
    assert "Topics: start, reading" in ran.err


def test_on_a_terminal_it_is_rendered_for_the_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    shown: list[str] = []

    def keep(text: str, environ: Mapping[str, str] = os.environ) -> bool:  # noqa: ARG001
        shown.append(text)
        return True

    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setattr(confbrowse.cli.guide, "show_paged", keep)
    monkeypatch.setenv("COLUMNS", "60")
    args = parse(["help", "planning"])
    confbrowse.cli.guide.print_guide(args)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown[0])
    assert plain != shown[0]
    assert "Planning your days" in plain
    assert "<!--" not in plain
    assert max(map(len, plain.splitlines())) <= 60
    monkeypatch.setenv("NO_COLOR", "1")
    confbrowse.cli.guide.print_guide(args)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", shown[1])


def test_the_pager_of_the_user_gets_the_text(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    pager = f"tee {shlex.quote(str(copy))}"
    assert show_paged("one\ntwo\n", {"PAGER": pager, "PATH": os.environ["PATH"]})
    assert copy.read_text(encoding="utf-8") == "one\ntwo\n"
    assert not show_paged("one", {"PAGER": "no-such-program-here", "PATH": os.environ["PATH"]})


async def test_it_is_read_from_the_help_and_leads_back_to_it(home: Home) -> None:
    async with opened(home, NARROW) as pilot:
        await press(pilot, "question_mark", "tab")
        assert "First steps" in picture(pilot)
        await press(pilot, "j", "j", "enter")
        assert "Guide: searching" in picture(pilot)
        await press(pilot, "G")
        assert "own paper" in picture(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HelpDialog)
