"""Real terminals: ASCII and colourless output are pure, and bytes, bugs and signals do no harm."""

import os
import re
import signal
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("There is no pty on Windows.", allow_module_level=True)

from stories import CODE, MOTHS, NIGHTS, words
from terminal import Terminal
from terminal_stories import SIZES, all_is_well, browsing, ends_well, filled, press

pytestmark = pytest.mark.proof

CONFBROWSE = ("-m", "confbrowse")
COLOUR = re.compile(rb"\x1b\[(?:[\d;]*;)?(?:[349]\d|10[0-7])(?:;[\d;]*)?m")
TOUR = (
    b"/",
    b"night\r",
    b"s",
    b"b",
    b"?",
    b"\x1b[27u",
    b"a",
    b"\r",
    b"\x1b[27u",
    b"1",
    b"A",
    b"\x1b[27u",
    b":",
)
"""Keys that visit most of the screens."""
BUG = """
import sys
from confbrowse import __main__
from confbrowse.tui.screens.browse import BrowseScreen
def action_reload(self): raise ZeroDivisionError("a bug")
BrowseScreen.action_reload = action_reload
sys.argv[1:] = []
sys.exit(__main__.main())
"""


LETTERS = set("üß")
"""Letters of the programme: they stay if the terminal can show them."""


def others(terminal: Terminal) -> set[str]:
    """Return what was sent that is not ASCII."""
    return {letter for letter in terminal.raw.decode() if not letter.isascii()}


@pytest.mark.parametrize(
    ("words", "env", "letters"),
    [(["--ascii"], {}, LETTERS), ([], {"LANG": "C"}, set()), ([], {"LC_ALL": "C"}, set())],
    ids=["option", "LANG", "LC_ALL"],
)
def test_in_ascii_mode_not_one_byte_is_another(
    words: list[str], env: dict[str, str], letters: set[str], tmp_path: Path
) -> None:
    filled(tmp_path)
    for _start in range(2):
        with browsing(tmp_path, words=[*CONFBROWSE, *words], env=env) as terminal:
            for key in TOUR:
                press([terminal], key)
            press([terminal], b"\x1b[27u")
            ends_well(terminal, b"\x11")
            assert others(terminal) <= letters


def test_ascii_can_be_set_for_good(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text("[screen]\nascii = true\n")
    with browsing(tmp_path) as terminal:
        ends_well(terminal, b"q")
        assert others(terminal) <= LETTERS


def test_without_colour_no_order_for_one_is_sent(tmp_path: Path) -> None:
    filled(tmp_path)
    for _start in range(2):
        with browsing(tmp_path, env={"NO_COLOR": "1"}) as terminal:
            for key in TOUR:
                press([terminal], key)
            ends_well(terminal, b"\x11")
            assert not COLOUR.search(terminal.raw)
            assert (
                b"\x1b[1;7m" in terminal.raw or b"\x1b[7m" in terminal.raw
            )  # the line at the cursor


def test_with_colour_orders_for_it_are_found(tmp_path: Path) -> None:
    filled(tmp_path)
    with browsing(tmp_path) as terminal:
        assert COLOUR.search(terminal.raw)


def test_bytes_that_are_no_utf_8_are_no_keys(tmp_path: Path) -> None:
    filled(tmp_path)
    with browsing(tmp_path) as terminal:
        press([terminal], b"/")
        terminal.read_until("Tab completes")
        terminal.settle(150)
        press([terminal], b"tur\xff\xe9\xc3")
        press([terminal], b"ing\x80")
        terminal.read_until("1 of 8")
        ends_well(terminal, b"\x11")


def test_a_bug_is_one_sentence_and_a_log_and_the_terminal_is_as_it_was(tmp_path: Path) -> None:
    filled(tmp_path)
    with browsing(tmp_path, words=["-c", BUG]) as terminal:
        press([terminal], b"s")
        terminal.send(b"r")
        assert terminal.wait() == 2
        all_is_well(terminal)
        assert terminal.restored()
        log = tmp_path / "state" / "log"
        assert "confbrowse crashed (ZeroDivisionError)." in terminal.text
        assert str(log) in terminal.text.replace("\n", "")
        assert "ZeroDivisionError: a bug" in log.read_text(encoding="utf-8")
        assert filled(tmp_path).starred == [MOTHS.title]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_saves_everything(number: signal.Signals, tmp_path: Path) -> None:
    home = filled(tmp_path)
    with browsing(tmp_path) as terminal:
        press([terminal], b"se")
        terminal.read_until("Note on")
        press([terminal], b"bring a lamp", 150)
        os.kill(terminal.pid, number)
        assert terminal.wait() == 128 + number
        all_is_well(terminal)
        assert terminal.restored()
    assert home.starred == [MOTHS.title]
    assert [mark.note for mark in home.agenda.marks().values()] == ["bring a lamp"]


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_without_an_ellipsis(size: tuple[int, int], tmp_path: Path) -> None:
    filled(tmp_path)
    with browsing(tmp_path, size) as terminal:
        rows = terminal.text.splitlines()[:-1]
        for one in NIGHTS[:2]:
            at = next(at for at, row in enumerate(rows) if f" {one.title[:3]}" in row)
            shown = words("\n".join(rows[at:]))
            begun = shown[shown.index(one.title[:3]) :]
            is_whole = begun.startswith(one.title) or one.title.startswith(begun)
            assert is_whole or "…" in rows[at], "else the window ends within the title"
        ends_well(terminal, b"q")


def test_links_are_hyperlinks_but_not_in_the_frame_that_the_next_start_paints(
    tmp_path: Path,
) -> None:
    filled(tmp_path)
    hyperlink = re.compile(rb"\x1b\]8;id=[\d-]+;" + re.escape(CODE.url.encode()) + rb"\x1b\\")
    with browsing(tmp_path, (160, 45), env={"TERM": "xterm-256color"}) as terminal:
        terminal.send(b"\tG")
        terminal.read_until(lambda one: bool(hyperlink.search(one.raw)))
        ends_well(terminal, b"\x11")
    with browsing(tmp_path, (160, 45), env={"TERM": "xterm-256color"}) as terminal:
        painted = terminal.raw.partition(b"\x1b[?1000h")[0]
        assert b"github.com/moths/lamps" in painted
        assert b"\x1b]8" not in painted
        ends_well(terminal, b"\x11")
