"""Bursts, pastes and replies on a real terminal: each written at once, also before the first frame."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("There is no pty on Windows.", allow_module_level=True)

from stories import BATS, MOTHS, OWLS
from terminal import Terminal
from terminal_stories import (
    NO_BROWSER_NO_CLIPBOARD,
    all_is_well,
    browsing,
    ends_well,
    filled,
    press,
)

from confbrowse.errors import ConfbrowseError
from confbrowse.model import Mark

SIZES = [(80, 24), (120, 35)]
"""In turn: ``test_key_bursts`` compares the screens at both."""
ESC = b"\x1b[27u"
F12 = b"\x1b[24~"
"""A key without a command."""
START, END = b"\x1b[200~", b"\x1b[201~"
BURSTS = (
    b"/dexa", b"/moth\rs", b"/moth\rjjs", b"\rjj", b"\r/moon\rnn", b":theme\r", b"Anowhere", b"E1dexa",
    b"fjj\rjs", b"S\x1b[B\r", b"ea note" + ESC + b"js", b"?sta", b"jo", b"y", b"\tjj", b"bjs", b"2jjs",
    b"sjs2j", b"4wjs", b"5", b"xjs", b"}s", b"sss", b"\x10theme\r", b"/moth" + ESC + ESC + b"js",
    b"ss" + START + b"dexa" + END + b"s", b"/" + START + b"moth" + END + b"\rs",
)  # fmt: skip
MODES = (b"\x1b[?1000h", b"\x1b[?1006h", b"\x1b[?2004h", b"\x1b[?1004h")
PYTHON = "import sys; sys.argv = ['confbrowse']; from confbrowse import __main__\n"


def one_by_one(keys: bytes) -> list[bytes]:
    """Return *keys* one by one; sequences and pastes stay whole."""
    found: list[bytes] = []
    while keys:
        if keys.startswith(START):
            size = keys.index(END) + len(END)
        elif keys.startswith(b"\x1b"):
            size = next(at for at in range(2, len(keys)) if 0x40 <= keys[at] <= 0x7E) + 1
        else:
            size = 1
        found.append(keys[:size])
        keys = keys[size:]
    return found


def compare(folder: Path, keys: bytes, size: tuple[int, int]) -> None:
    """Assert that *keys* written at once act like single keys."""
    homes = [filled(folder / name) for name in ("one", "burst")]
    with ExitStack() as stack:
        single, burst = (stack.enter_context(browsing(home.folder.parent, size)) for home in homes)
        for key in one_by_one(keys):
            press([single], key, 150)
        press([burst], keys, 400)
        press(
            [single, burst], F12, 150
        )  # a message outlives the keys of its burst, and goes at the next
        burst.read_until(lambda one: one.text == single_text(single))
        all_is_well(burst)
        assert homes[0].agenda.marks() == homes[1].agenda.marks()


def single_text(terminal: Terminal) -> str:
    terminal.settle()
    return terminal.text


def test_search_in_a_burst_on_a_terminal(tmp_path: Path) -> None:
    home = filled(tmp_path)
    with browsing(tmp_path, screen=True) as terminal:
        terminal.send(b"/dexa")
        terminal.read_until("/ dexa")
        terminal.send(b"\x15" + START + b"a \x1b[31m s\r" + END)
        terminal.read_until("/ a [31m s")
        ends_well(terminal, ESC + b"Q")
    assert not home.starred


@pytest.mark.proof
@pytest.mark.parametrize(("keys", "size"), list(zip(BURSTS, cycle(SIZES), strict=False)))
def test_bursts_on_a_terminal_do_what_their_keys_do_one_at_a_time(
    tmp_path: Path, keys: bytes, size: tuple[int, int]
) -> None:
    compare(tmp_path, keys, size)


@pytest.mark.parametrize("has_view", [False, True], ids=["no view", "last view"])
def test_what_is_typed_before_anything_is_drawn_acts_in_order(
    tmp_path: Path, has_view: bool
) -> None:
    home = filled(tmp_path)
    if has_view:
        with browsing(tmp_path) as terminal:
            ends_well(terminal, b"Q")
    env = {"CONFBROWSE_HOME": str(tmp_path), **NO_BROWSER_NO_CLIPBOARD}
    with Terminal([sys.executable, "-m", "confbrowse"], env=env) as terminal:
        terminal.send(b"/owls\rs" + ESC + b"2")
        terminal.read_until(lambda one: "Agenda: 1 talk" in one.text and OWLS.title in one.text)
        ends_well(terminal, b"Q")
    assert home.starred == [OWLS.title]


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(b"e", id="note"),
        pytest.param(b"/", id="search", marks=pytest.mark.proof),
        pytest.param(b"", id="list", marks=pytest.mark.proof),
    ],
)
def test_long_paste_on_a_terminal_is_text_and_keys_go_on_behind_it(
    tmp_path: Path, way: bytes
) -> None:
    home = filled(tmp_path)
    with browsing(tmp_path) as terminal:
        terminal.send(way + START + b"dexa \x1b[31m sss\r" * 1_200 + END + ESC + ESC + b"jj2")
        terminal.read_until("Agenda")
        ends_well(terminal, b"Q")
    assert not home.starred


REPLIES = (
    b"\x1b[99999999999u",
    b"\x1b[1114112u",
    b"\x1b[55296;;55296u",
    b"\x1b[48;99999999999;5;5;5t",
    b"\x1b[48;1;1;0;0t\x1b[<35;1;1M",
    b"\x1b[<0;9999;9999M\x1b[<0;9999;9999m",
    b"\x1b]11;rgb:dexa/dexa/dexa\x07",
    b"\x1bP>|dexas\x1b\\",
)


def test_replies_of_a_terminal_end_nothing_and_deafen_nobody(tmp_path: Path) -> None:
    home = filled(tmp_path)
    with browsing(tmp_path) as terminal:
        terminal.send(b"/owls\r")
        terminal.read_until(OWLS.title)
        for number, reply in enumerate(REPLIES):
            marks = {} if number % 2 else {OWLS.id: Mark(starred=True)}
            terminal.send(reply + b"s")
            terminal.read_until(lambda _, marks=marks: home.agenda.marks() == marks)  # type: ignore[misc]  # mypy knows no default of a lambda
        ends_well(terminal, b"Q")
    assert home.starred == []


BUGS = {
    "input thread": "from confbrowse.tui import terminal_input as m; m.TerminalInput.feed = broken",
    "key": "from confbrowse.tui.screens.base import TalkScreen as m; m.action_star = broken",
    "worker": "from confbrowse.storage.marks import MarkStore as m; m.mark = broken",
    "drawing": "from confbrowse.tui.dialogs.note import NoteDialog as m; m.compose = broken",
    "start": "from confbrowse.tui.screens.browse import BrowseScreen as m; m.on_mount = broken",
    "driver": "from textual.drivers.linux_driver import LinuxDriver as m; m._disable_line_wrap = broken",
}


@pytest.mark.parametrize(
    "where",
    [
        one if one in ("key", "worker") else pytest.param(one, marks=pytest.mark.proof)
        for one in BUGS
    ],
)
def test_whatever_bug_ends_it_the_terminal_is_restored_and_the_bug_is_logged(
    tmp_path: Path, where: str
) -> None:
    filled(tmp_path)
    code = f"{PYTHON}def broken(*_, **__): raise ValueError('a bug')\n{BUGS[where]}\n"
    code += "sys.exit(__main__.main())"
    env = {"CONFBROWSE_HOME": str(tmp_path), **NO_BROWSER_NO_CLIPBOARD}
    with Terminal(
        [
            "sh",
            "-c",
            'stty -a; "$@"; code=$?; stty -a; exit $code',
            "sh",
            sys.executable,
            "-c",
            code,
        ],
        env=env,
    ) as terminal:
        if where not in ("start", "driver", "input thread"):  # which the first reply ends
            terminal.read_until("Help")
            terminal.send(b"es" if where == "drawing" else b"s")
        assert terminal.wait() == ConfbrowseError.exit_code
        assert terminal.restored()
        assert b"confbrowse crashed (ValueError)" in terminal.raw
        before, after = terminal.raw.split(b"speed ")[1], terminal.raw.split(b"speed ")[-1]
        assert before.partition(b"\x1b")[0] == after


def modes_after(terminal: Terminal, act: Callable[[], None], wanted: Sequence[bytes]) -> None:
    """Assert that the *wanted* modes are switched on again after *act*."""
    seen = len(terminal.raw)
    act()
    terminal.read_until(lambda one: all(mode in one.raw[seen:] for mode in wanted))


def test_modes_are_asked_for_once_more_when_the_terminal_comes_back(tmp_path: Path) -> None:
    filled(tmp_path)
    with browsing(tmp_path) as terminal:
        modes_after(terminal, lambda: terminal.resize(100, 30), MODES)
        terminal.settle()
        seen = len(terminal.raw)
        modes_after(terminal, lambda: terminal.send(b"\x1b[I"), MODES[:-1])
        terminal.settle()
        assert MODES[-1] not in terminal.raw[seen:], "a terminal that answers would never end that"

        def stop_and_go_on() -> None:
            os.kill(terminal.pid, signal.SIGSTOP)
            os.waitid(os.P_PID, terminal.pid, os.WSTOPPED | os.WNOWAIT)
            os.kill(terminal.pid, signal.SIGCONT)

        modes_after(terminal, stop_and_go_on, MODES)
        terminal.settle()
        terminal.send(b"/owls")
        terminal.read_until("/ owls")
        ends_well(terminal, ESC + b"Q")


def test_an_interrupt_from_outside_ends_it_in_good_order(tmp_path: Path) -> None:
    home = filled(tmp_path)
    with browsing(tmp_path) as terminal:
        terminal.send(b"s")
        terminal.read_until("★")
        os.kill(terminal.pid, signal.SIGINT)
        assert terminal.wait() == 130
        assert terminal.restored()
        all_is_well(terminal)
    assert home.starred == [MOTHS.title]


EDITOR = "#!{python}\nimport sys\nprint('the editor', flush=True)\nopen(sys.argv[1], 'w').write(input())\n"


def test_what_is_typed_while_an_editor_has_the_terminal_is_the_editors(tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    editor = tmp_path / "editor"
    editor.write_text(EDITOR.format(python=sys.executable), encoding="utf-8")
    editor.chmod(0o700)
    with browsing(tmp_path / "home", env={"VISUAL": str(editor)}) as terminal:
        terminal.send(b"e")
        terminal.read_until("Note on")
        terminal.send(b"\x1bOQ")
        terminal.read_until("the editor")
        terminal.send(b"dexa\n")
        terminal.read_until("dexa")
        terminal.read_until("Note on")
        terminal.send(b"!" + ESC + b"js")
        terminal.read_until("★")
        ends_well(terminal, b"Q")
    (note,) = [mark.note for mark in home.agenda.marks().values() if mark.note]
    assert note == "dexa!"
    assert home.starred == [BATS.title]
