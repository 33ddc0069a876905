"""Interrupted at any moment of its start, confbrowse ends silently with exit code 130."""

import shutil
import subprocess
import sys
from itertools import cycle
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Interrupts are sent otherwise on Windows.", allow_module_level=True)

from terminal import Terminal
from terminal_stories import NO_BROWSER_NO_CLIPBOARD, all_is_well, browsing, ends_well, filled

INTERRUPTED = 130
START = """
import os, signal, sys
what, at, *sys.argv[1:] = sys.argv[1:]
at, seen, has_begun = int(at), 0, False

def count():
    global seen
    seen += 1
    if seen == at:
        sys.setprofile(None)
        os.kill(os.getpid(), signal.SIGINT)

def audit(event, given):
    global has_begun
    if event == "import":
        has_begun = has_begun or given[0].startswith("confbrowse.")
        if has_begun and what == "import":
            count()

sys.addaudithook(audit)
if what == "call":
    sys.setprofile(lambda *_: has_begun and count())
sys.argv[0] = "confbrowse"
import runpy
runpy.run_module("confbrowse", run_name="__main__", alter_sys=True)
"""
"""Runs confbrowse and interrupts it at the import, or the call or return, with this number."""
EARLY = [
    ("import", 1),
    ("import", 2),
    ("import", 3),
    ("import", 8),
    ("call", 1),
    ("call", 10),
    ("call", 100),
]
"""Before the command is known, so that they are the same for all of them."""
LATE = [
    ("import", 21),
    ("import", 40),
    ("call", 1_000),
    ("call", 3_000),
    ("call", 10_000),
    ("call", 20_000),
]
COMMANDS = ["--help", "list", "add nothing"]


def command(what: str, at: int, *words: str) -> list[str]:
    return [sys.executable, "-c", START, what, str(at), *words]


@pytest.mark.parametrize(
    ("what", "at", "words"),
    [
        *((*at, words) for at, words in zip(EARLY, cycle(COMMANDS), strict=False)),
        *((*at, words) for at in LATE for words in COMMANDS),
    ],
)
def test_a_command_interrupted_while_it_starts_says_nothing(
    home_folder: Path, what: str, at: int, words: str
) -> None:
    assert not home_folder.exists()
    ran = subprocess.run(command(what, at, *words.split()), capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (INTERRUPTED, b"")


@pytest.fixture(scope="module")
def left_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with a last frame; it must be copied, not used."""
    folder = tmp_path_factory.mktemp("left-once")
    filled(folder)
    with browsing(folder) as terminal:
        ends_well(terminal, b"q")
    return folder


@pytest.mark.parametrize("at", [1, 30, 1_000, 20_000, 80_000, 200_000, 300_000])
def test_the_browser_interrupted_while_it_starts_gives_the_terminal_back(
    left_once: Path, tmp_path: Path, at: int
) -> None:
    shutil.copytree(left_once, tmp_path / "home")
    env = {"CONFBROWSE_HOME": str(tmp_path / "home"), **NO_BROWSER_NO_CLIPBOARD}
    with Terminal(command("call", at), env=env) as terminal:
        assert terminal.wait() == INTERRUPTED
        assert terminal.restored()
        assert b"ignored" not in terminal.raw
        all_is_well(terminal)
