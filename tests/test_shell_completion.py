"""Shells complete commands, options and the user's own data, asked as bash would ask."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Run

from confbrowse.cli.completion import SCRIPTS, completed_commands
from confbrowse.search.completion import complete
from confbrowse.search.known_values import known_values

ASKED = r"""
source "$1"; shift
COMP_WORDBREAKS=$' \t\n"\'><=;|&(:' COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
COMP_LINE=${COMP_LINE// : /:} COMP_POINT=${#COMP_LINE}
_confbrowse
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a confbrowse that shells find first."""
    folder = tmp_path / "bin"
    folder.mkdir()
    file = folder / "confbrowse"
    file.write_text(f'#!/bin/sh\nexec {sys.executable} -m confbrowse "$@"\n')
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return file


def completed(run: Run, folder: Path, *words: str) -> list[str]:
    """Return the completions of bash for the last of *words* after confbrowse."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("There is no bash here.")
    script = folder / "completion.bash"
    script.write_text(run("completion", "bash").out, encoding="utf-8")
    asked = [bash, "--norc", "-c", ASKED, "bash", str(script), "confbrowse", *words]
    ran = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=folder)
    assert not ran.stderr
    return sorted(ran.stdout.split("\n")[:-1])


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["unst"], ["unstar"]),
        (["sea"], ["search"]),
        (["list", "--se"], ["--sessions"]),
        (["open", "--kind", "co"], ["code"]),
        (["open", "--kind", "code", "--pr"], ["--print"]),
        (["completion", ""], ["bash", "fish", "zsh"]),
        (["undo", ""], [""]),
    ],
)
def test_bash_completes_the_grammar(
    run: Run, tmp_path: Path, words: list[str], offered: list[str]
) -> None:
    assert completed(run, tmp_path, *words) == offered


def test_bash_completes_files_where_sources_go(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a night.txt").touch()
    (tmp_path / "another.ics").touch()
    assert completed(run, tmp_path, "check", "a") == ["a night.txt", "another.ics"]
    assert "another.ics" in completed(run, tmp_path, "an")


def test_bash_completes_what_the_user_has(filled: Run, tmp_path: Path, program: Path) -> None:
    assert program.exists()
    ids = [one["id"] for one in filled("list", "--json").objects]
    assert completed(filled, tmp_path, "show", "icml") == sorted(ids)
    assert completed(filled, tmp_path, "remove", "ic") == ["icml-2021"]
    assert completed(filled, tmp_path, "list", "--zone", "Europe/Vien") == ["Europe/Vienna"]


def test_bash_completes_the_values_of_fields_as_it_splits_and_quotes_them(
    filled: Run, tmp_path: Path, program: Path
) -> None:
    assert program.exists()

    def offered(*words: str) -> list[str]:
        return completed(filled, tmp_path, *words)

    assert offered("search", "kin") == ["kind:"]
    assert offered("search", "kind", ":", "or") == ["oral"]
    assert offered("export", "md", "programme", ":", "ic") == [r"\"ICML\ 2021\""]
    assert offered("search", "'moths day:tu") == ["moths day:tue"]
    assert offered("search", '"moths programme:ic') == [r"moths programme:\"ICML 2021\""]


def test_a_query_is_completed_from_the_library(filled: Run) -> None:
    def offered(start: str) -> list[str]:
        return filled("completion", "--words", "searches", "--start", start).lines

    one = filled("list", "--json").objects[0]
    author, session = one["authors"][0], one["session"]
    assert f'author:"{author}"' in offered(f"author:{author.split()[-1]}")
    assert f'session:"{session}"' in offered("session:")
    assert offered("moths kond:o") == ["moths kind:o"]
    assert offered("is:sta") == ["is:starred"]
    assert offered("moths") == offered("room:") == []


def test_no_more_values_are_offered_than_a_shell_can_show() -> None:
    counts = {f"Person Number{number}": 1 for number in range(900)}
    known = {"author": known_values("author", counts)}
    assert len(complete("author:", 7, known, 200)) == 200
    assert len(complete("author:per", 10, known, 200)) == 200


def test_words_are_whole_and_few(filled: Run) -> None:
    ids = [one["id"] for one in filled("list", "--json").objects]
    assert filled("completion", "--words", "ids").lines == sorted(ids)
    assert filled("completion", "--words", "ids", "--start", f"{ids[0]}x").out == ""
    catalogue = filled("completion", "--words", "catalogue", "--start", "FOSDEM-20").lines
    assert "fosdem-2025" in catalogue
    assert len(filled("completion", "--words", "zones").lines) == 200


@pytest.mark.parametrize("shell", SCRIPTS)
def test_every_script_tells_every_command_and_option(run: Run, shell: str) -> None:
    script = run("completion", shell).out
    for command in completed_commands():
        assert command.name in script
        for option in command.options:
            assert any(name.lstrip("-") in script for name in option.names)


@pytest.mark.parametrize("shell", ["zsh", "fish", "bash"])
def test_a_shell_that_is_there_takes_its_script(run: Run, tmp_path: Path, shell: str) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"There is no {shell} here.")
    script = tmp_path / "script"
    script.write_text(run("completion", shell).out, encoding="utf-8")
    assert subprocess.run([found, "-n", str(script)], check=False).returncode == 0
