"""Stars on real terminals: on the disk when they are on the screen, and seen by every process."""

import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("There is no pty on Windows.", allow_module_level=True)

from command_line import PAGE, ended, started, written
from factories import at, programme, talk
from stories import BATS, MOTHS
from terminal import Terminal
from terminal_stories import SIZES, browsing, ends_well, filled, press

from confbrowse.tui.widgets.glyphs import STAR

pytestmark = pytest.mark.proof

LIST_ALONE = (70, 20)
"""Columns and rows of a window that shows the list alone."""


def shows_stars(count: int) -> Callable[[Terminal], bool]:
    """Return whether a terminal lists *count* starred talks."""
    return lambda one: len(re.findall(rf"(?m)^ \d\d:\d\d {STAR}", one.text)) == count


@pytest.mark.parametrize("size", SIZES)
def test_a_star_on_the_screen_survives_kill_9(size: tuple[int, int], tmp_path: Path) -> None:
    home = filled(tmp_path)
    with browsing(tmp_path, size) as terminal:
        terminal.send(b"s")
        terminal.read_until(STAR)
        os.kill(terminal.pid, signal.SIGKILL)
    assert home.starred == [MOTHS.title]
    with browsing(tmp_path, size) as terminal:
        terminal.read_until(STAR)
        ends_well(terminal, b"q")


def test_an_undone_star_is_gone_after_kill_9(tmp_path: Path) -> None:
    home = filled(tmp_path)
    with browsing(tmp_path) as terminal:
        terminal.send(b"s")
        terminal.read_until(shows_stars(1))
        terminal.send(b"u")
        terminal.read_until(shows_stars(0))
        os.kill(terminal.pid, signal.SIGKILL)
    assert home.starred == []


def test_two_programs_at_once_see_each_others_stars(tmp_path: Path) -> None:
    home = filled(tmp_path)
    with browsing(tmp_path) as one, browsing(tmp_path) as other:
        one.send(b"s")
        other.read_until(f"{STAR} On your agenda")
        other.send(b"js")
        one.read_until(shows_stars(2))
        other.send(b"u")
        one.read_until(shows_stars(1))
        assert home.starred == [MOTHS.title]
        for terminal in (one, other):
            ends_well(terminal, b"q")


@pytest.mark.parametrize("in_turn", [True, False])
def test_ten_stars_set_in_two_programs_are_all_there(in_turn: bool, tmp_path: Path) -> None:
    talks = tuple(talk(f"Talk {number:02}", start=at(9, 5 * number)) for number in range(10))
    home = filled(tmp_path, programme(*talks))
    with browsing(tmp_path, LIST_ALONE) as one, browsing(tmp_path, LIST_ALONE) as other:
        press([other], b"j")
        for _ in range(5):
            one.send(b"sjj")
            if in_turn:
                one.settle()
            other.send(b"sjj")
            if in_turn:
                other.settle()
        for terminal in (one, other):
            terminal.read_until(shows_stars(10))
            ends_well(terminal, b"q")
    assert home.starred == [one.title for one in talks]


def test_a_star_is_seen_in_the_agenda_of_the_other_program(tmp_path: Path) -> None:
    filled(tmp_path)
    with browsing(tmp_path) as one, browsing(tmp_path) as other:
        press([other], b"a")
        one.send(b"s")
        other.read_until("Agenda: 1 talk")
        one.send(b"js")
        other.read_until("2 of them clash")
        for terminal in (one, other):
            ends_well(terminal, b"Q")


def test_a_note_is_written_on_after_the_editor_gave_the_terminal_back(tmp_path: Path) -> None:
    home = filled(tmp_path)
    with browsing(tmp_path) as terminal:
        press([terminal], b"e", 300)
        press([terminal], b"ask", 300)
        press([terminal], b"\x1bOQ", 300)
        terminal.send(b"ed\x1b[27u")
        terminal.read_until("Note: asked")
        os.kill(terminal.pid, signal.SIGKILL)
    assert home.agenda.marks()[MOTHS.id].note == "asked"


def test_a_programme_that_is_added_meanwhile_appears(tmp_path: Path) -> None:
    filled(tmp_path, programme(BATS, name="Another 2021"))
    page = written(tmp_path / "icml-2021-night.txt", PAGE)
    with browsing(tmp_path, (160, 45)) as terminal:
        ran = ended(started(["add", page], env={"CONFBROWSE_HOME": str(tmp_path)}))
        assert ran.code == 0, ran.err
        terminal.read_until("Owls and Mice")
        ends_well(terminal, b"q")
