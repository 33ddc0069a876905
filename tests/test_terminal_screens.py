"""Every screen on a real terminal: no key crashes it, and nothing leaks or is left behind."""

import os
import signal
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("There is no pty on Windows.", allow_module_level=True)

from stories import MOTHS, OWLS
from terminal import Terminal
from terminal_stories import (
    NO_BROWSER_NO_CLIPBOARD,
    SIZES,
    all_is_well,
    browsing,
    ends_well,
    filled,
    press,
)
from textual.keys import REPLACED_KEYS, key_to_character

from confbrowse.tui.commands import ABSTRACT, LIST, SCOPES, KeyScope

pytestmark = pytest.mark.proof

ESC = b"\x1b[27u"
"""Escape as sent by terminals that mark it as a complete key."""
BACK = ESC * 6
"""Leaves the deepest place: help over a dialog over a zoomed talk, found by a search."""
NAMED = {
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "ctrl+right": b"\x1b[1;5C",
    "ctrl+left": b"\x1b[1;5D",
    "backspace": b"\x7f",
    "delete": b"\x1b[3~",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    "enter": b"\r",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "escape": ESC,
    "f1": b"\x1bOP",
    "f2": b"\x1bOQ",
}
QUITTING = {"q", "Q", "ctrl+q", "ctrl+c", "ctrl+z"}
"""Each has a separate test."""


def keys_of(*scopes: KeyScope) -> set[str]:
    """Return the keys of *scopes*, named as Textual does."""
    return {key for scope in scopes for one in scope.commands for key in one.default_keys}


BOUND = keys_of(*SCOPES)
MARKING = {"s", "space", "plus", "minus", "x", "d", "u", "ctrl+r"}
ARRANGING = {
    *("J", "K", "D", "r", "ctrl+l", "less_than_sign", "greater_than_sign", "equals_sign"),
    *("left_parenthesis", "right_parenthesis", "left_square_bracket", "right_square_bracket"),
    *("left_curly_bracket", "right_curly_bracket"),
}
EDITING = {
    *("alt+b", "alt+f", "alt+backspace", "backspace", "delete", "ctrl+left", "ctrl+right"),
    *("ctrl+a", "ctrl+e", "ctrl+k", "ctrl+w"),
}
MOVING = keys_of(LIST, ABSTRACT) - {"slash", "escape"}
STAYING = MOVING | MARKING | ARRANGING | EDITING
"""Keys that stay on the screen, so that the next key need not wait."""
assert STAYING <= BOUND
UNBOUND = (
    *(b"X", b"$", b"*", b"0", b"~", b"\x07", b"\x14", b"\x02", b"\x01", b"\x7f", b"\x00"),
    *(b"\x1b[2~", b"\x1b[3~", b"\x1b[15~", b"\x1b[24~", b"\x1b[99~", b"\x1bx"),
    *("é".encode(), "蛾".encode(), b"\x1b[200~[red]\x1b[31m pasted\r\n\x1b[201~"),
    *(b"\x1b[<64;5;5M", b"\x1b[<65;5;3M", b"\x1b[I", b"\x1b[O"),
)
"""Unbound keys, a paste, the wheel, and focus reports."""
CLICK = b"\x1b[<0;6;3M\x1b[<0;6;3m"
STORM = [(1, 1), (200, 60), (79, 24), (80, 5), (120, 24), (119, 50), (3, 30), (40, 12), (81, 2)]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, so that exports go there."""
    monkeypatch.chdir(tmp_path)


@dataclass(frozen=True, slots=True)
class Place:
    """A place to press keys: its name, and the keys that lead there from the list."""

    name: str
    ways: tuple[bytes, ...] = ()
    never: frozenset[str] = frozenset()
    """Keys that are not pressed here."""
    types: bool = False
    """Whether letters are typed here, which stays on the screen as well."""

    def staying(self) -> set[str]:
        """Return the keys that stay on this screen."""
        return {
            key for key in BOUND if key in STAYING or (self.types and is_letter(key))
        } - QUITTING


def is_letter(key: str) -> bool:
    """Whether *key* types itself."""
    return sent(key).decode().isprintable()


PLACES = (
    Place("main"),
    Place("zoomed", (b"\r",)),
    Place("sidebar", (b"b",)),
    Place("filter", (b"/",), types=True),
    Place("agenda", (b"a",)),
    Place("agenda zoomed", (b"a", b"\r")),
    Place("what fits", (b"a", b"f")),
    Place("clash", (b"j", b"c")),
    Place("now", (b"t",)),
    Place("timeline", (b"4",)),
    Place("timeline by rooms", (b"4", b"w")),
    Place("people", (b"5",)),
    Place("overview", (b"6",)),
    Place("their talks", (b"p",)),
    Place("like", (b"m",)),
    Place("clock", (b"T",)),
    Place("condition", (b"f",), types=True),
    Place("theme", (b"C",)),
    Place("add", (b"A",), types=True),
    Place("export", (b"E",)),
    Place("find line", (b"\r", b"/"), types=True),
    Place("links", (b"O",)),
    Place("text", (b"Y",)),
    Place("help", (b"?",)),
    Place("selecting", (b"v", b"j")),
    Place("note", (b"e",), types=True),
    Place("palette", (b":",), frozenset({"enter"}), types=True),  # the command it runs may be Quit
)


def sent(key: str) -> bytes:
    """Return what a terminal sends for *key*, named as Textual does."""
    if key in NAMED:
        return NAMED[key]
    if key.startswith("alt+"):
        return b"\x1b" + sent(key.removeprefix("alt+"))
    if key.startswith("ctrl+"):
        return bytes([ord(key[-1]) & 0x1F])
    character = key_to_character(REPLACED_KEYS.get(key, key))
    assert character, f"nobody knows what a terminal sends for {key}"
    return character.encode()


def go_to(terminals: list[Terminal], place: Place) -> None:
    """Go from the current place of the *terminals* to *place*."""
    press(terminals, BACK)
    for way in place.ways:
        press(terminals, way)


def weather(terminal: Terminal, size: tuple[int, int]) -> None:
    """Change the size of *terminal* as fast as a window that is dragged; *size* is the last."""
    for columns, rows in (*STORM, size):
        terminal.resize(columns, rows)
    terminal.settle()
    assert not terminal.ended, terminal.raw[-2000:]


def size_for(place: Place) -> tuple[int, int]:
    """Return the size at which single keys are pressed in *place*: another for each; a burst of keys has all."""
    return SIZES[PLACES.index(place) % len(SIZES)]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_no_key_anywhere_brings_it_down_and_ctrl_q_quits_from_there(
    place: Place, tmp_path: Path
) -> None:
    size = size_for(place)
    filled(tmp_path).agenda.mark((MOTHS, OWLS), lambda mark: replace(mark, starred=True))
    with browsing(tmp_path, size, screen=False) as terminal:
        go_to([terminal], place)
        staying = place.staying()
        press([terminal], b"".join((*UNBOUND, *map(sent, sorted(staying)))))
        for key in (CLICK, *map(sent, sorted(BOUND - staying - QUITTING - place.never))):
            go_to([terminal], place)
            press([terminal], key)
        weather(terminal, size)
        go_to([terminal], place)
        ends_well(terminal, b"\x11")


@pytest.mark.parametrize("size", SIZES)
def test_keys_in_a_rush_and_sizes_in_a_storm_do_no_harm_to_the_samples(
    size: tuple[int, int], tmp_path: Path
) -> None:
    rush = sorted(BOUND - QUITTING - {"colon", "ctrl+p", "enter"})  # see the palette
    with browsing(tmp_path, size, screen=False) as terminal:
        for place in PLACES:
            go_to([terminal], place)
            press([terminal], b"".join((*UNBOUND, CLICK, *map(sent, rush))), 150)
            weather(terminal, size)
        for _ in range(2):
            go_to([terminal], PLACES[0])
        ends_well(terminal, b"q")


@pytest.mark.parametrize(
    ("keys", "size"),
    [
        *((b"q", size) for size in SIZES),
        *zip((b"Q", b"\x03\x03", b"\rqq", b"aQ"), SIZES, strict=True),
    ],
)
def test_quitting_leaves_the_terminal_as_it_was_and_the_next_start_is_as_good(
    keys: bytes, size: tuple[int, int], tmp_path: Path
) -> None:
    filled(tmp_path)
    for _start in range(2):
        with browsing(tmp_path, size) as terminal:
            for key in b"jk" + keys[:-1]:
                press([terminal], bytes([key]))
            ends_well(terminal, keys[-1:])


def test_escape_as_a_lone_byte_goes_back_and_never_quits(tmp_path: Path) -> None:
    filled(tmp_path)
    with browsing(tmp_path) as terminal:
        press([terminal], b"/")
        terminal.read_until("Tab completes")
        terminal.settle()
        press([terminal], b"turing")
        terminal.read_until("1 of 8")
        for _ in range(4):
            press([terminal], b"\x1b", 300)
        terminal.read_until(MOTHS.title)
        ends_well(terminal, b"q")


def test_ctrl_c_while_the_last_view_is_all_there_is_leaves_the_terminal_as_it_was(
    tmp_path: Path,
) -> None:
    filled(tmp_path)
    with browsing(tmp_path) as terminal:
        ends_well(terminal, b"q")
    env = {"CONFBROWSE_HOME": str(tmp_path), **NO_BROWSER_NO_CLIPBOARD}
    with Terminal([sys.executable, "-m", "confbrowse"], env=env) as terminal:
        terminal.read_until(MOTHS.title)
        while not terminal.ended:  # it may be there already, and ask for a second one
            terminal.send(b"\x03")
            terminal.settle()
        # one that arrives at the end kills the process, which a shell reports as 130 as well
        assert terminal.wait() in (0, 130, -signal.SIGINT)
        all_is_well(terminal)
        assert terminal.restored()


def test_suspending_gives_the_terminal_back_and_takes_it_again(tmp_path: Path) -> None:
    filled(tmp_path)
    with browsing(tmp_path) as terminal:
        terminal.send(b"\x1a")
        while not is_stopped(terminal):
            terminal.settle(20)
        terminal.settle()
        assert terminal.restored()
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.read_until(MOTHS.title)
        ends_well(terminal, b"q")


def is_stopped(terminal: Terminal) -> bool:
    pid, status = os.waitpid(terminal.pid, os.WNOHANG | os.WUNTRACED)
    return pid == terminal.pid and os.WIFSTOPPED(status)
