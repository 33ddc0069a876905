"""Every screen on a real terminal: no key brings it down, nothing leaks, and no star is lost."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("There is no pty on Windows.", allow_module_level=True)

from command_line import PAGE, ended, started, written
from key_table import OWNERS, bindings
from made_up import at, programme, talk
from stories import BATS, ICML, MOTHS, NIGHTS, Home, home_with
from terminal import Terminal, leaked
from textual.keys import key_to_character

from confbrowse.model import Programme
from confbrowse.tui.widgets.talk_line import STAR

pytestmark = pytest.mark.proof

SIZES = [(80, 24), (160, 45), (40, 12), (20, 6)]
"""Columns and rows."""
ESC = b"\x1b[27u"
"""Escape as terminals send it that leave no doubt whether more is to come."""
BACK = ESC * 4
NAMED = {
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    "enter": b"\r",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "escape": ESC,
    "f1": b"\x1bOP",
}
QUITTING = {"q", "Q", "ctrl+q", "ctrl+c", "ctrl+z"}
"""Each has a proof of its own."""
BOUND = {
    key
    for _, owners in OWNERS
    for owner in owners
    for binding in bindings(owner)
    for key in binding.key.split(",")
}
UNBOUND = (
    *(b"X", b"$", b"*", b"0", b"~", b"\x07", b"\x14", b"\x02", b"\x01", b"\x7f", b"\x00"),
    *(b"\x1b[2~", b"\x1b[3~", b"\x1b[15~", b"\x1b[24~", b"\x1b[99~", b"\x1bx", b"\xff\xfe"),
    *("é".encode(), "蛾".encode(), b"\x1b[200~[red]\x1b[31m pasted\r\n\x1b[201~"),
    *(b"\x1b[<64;5;5M", b"\x1b[<65;5;3M", b"\x1b[<0;6;3M\x1b[<0;6;3m", b"\x1b[I", b"\x1b[O"),
)
"""Keys that nothing is bound to, a text pasted, the wheel, a click, the focus come and gone."""
STORM = [(1, 1), (200, 60), (79, 24), (80, 5), (120, 24), (119, 50), (3, 30), (40, 12), (81, 2)]


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to press keys: what it is called, and the keys that lead there from the list."""

    name: str
    ways: tuple[bytes, ...]
    not_here: frozenset[str] = frozenset()
    """Keys whose work would be to quit or to leave files behind."""


PLACES = (
    Place("main", ()),
    Place("zoomed", (b"\r",)),
    Place("sidebar", (b"b",)),
    Place("filter", (b"/",)),
    Place("agenda", (b"a",)),
    Place("agenda zoomed", (b"a", b"\r")),
    Place("links", (b"O",)),
    Place("text", (b"Y",)),
    Place("help", (b"?",)),
    Place("palette", (b":",), frozenset({"enter"})),
)


def sent(key: str) -> bytes:
    """Return what a terminal sends for *key*, named as Textual does."""
    if key in NAMED:
        return NAMED[key]
    if key.startswith("ctrl+"):
        return bytes([ord(key[-1]) & 0x1F])
    character = key_to_character(key)
    assert character, f"nobody knows what a terminal sends for {key}"
    return character.encode()


def keys_for(place: Place) -> list[bytes]:
    """Return every key to press at *place*, what it leads away from last."""
    bound = sorted(BOUND - QUITTING - place.not_here, key=lambda key: (key == "b", key))
    return [*UNBOUND, *map(sent, bound)]


@contextmanager
def browsing(folder: Path, size: tuple[int, int] = (80, 24), *args: str) -> Iterator[Terminal]:
    """Yield a terminal of *size* with confbrowse on it, at home in *folder*; nobody copies or opens."""
    columns, rows = size
    env = {"CONFBROWSE_HOME": str(folder), "CONFBROWSE_OPENER": "true"}
    env |= dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "WSL_DISTRO_NAME"), "")
    command = [sys.executable, "-m", "confbrowse", *args]
    with Terminal(command, rows=rows, columns=columns, env=env) as terminal:
        terminal.read_until(lambda terminal: len(terminal.text.split()) > 4)
        terminal.settle()
        yield terminal


def filled(folder: Path, made: Programme = ICML) -> Home:
    """Return the files of a home in *folder* whose library holds *made*."""
    return home_with(folder / "data", made)


def press(terminals: Iterable[Terminal], keys: bytes, quiet_ms: int = 25) -> None:
    """Press *keys* on all *terminals* at once and wait until they rest; they must be alive."""
    for terminal in terminals:
        terminal.send(keys)
    for terminal in terminals:
        terminal.settle(quiet_ms)
        assert not terminal.ended, f"{keys!r} ended it\n{terminal.text}"


def well(terminal: Terminal) -> None:
    """Assert that nothing went wrong on *terminal* so far; copying is all that may show."""
    assert b"Traceback" not in terminal.raw
    assert "Traceback" not in terminal.text
    assert set(leaked(terminal.raw)) <= {"OSC 52"}


def ends_well(terminal: Terminal, keys: bytes) -> None:
    """Quit by *keys* and assert that the terminal is as it was."""
    terminal.send(keys)
    assert terminal.wait() == 0
    well(terminal)
    assert terminal.restored()


def weather(terminal: Terminal, size: tuple[int, int]) -> None:
    """Change the size of *terminal* as fast as a window that is dragged; *size* is the last."""
    for columns, rows in (*STORM, size):
        terminal.resize(columns, rows)
    terminal.settle()
    assert not terminal.ended, terminal.text


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_no_key_anywhere_brings_it_down(place: Place, tmp_path: Path) -> None:
    with ExitStack() as stack:
        terminals = []
        for at_size in SIZES:
            filled(tmp_path / str(at_size[0]))
            terminals.append(stack.enter_context(browsing(tmp_path / str(at_size[0]), at_size)))
        for key in keys_for(place):
            press(terminals, BACK)
            for way in place.ways:
                press(terminals, way)
            press(terminals, key)
        for terminal, size in zip(terminals, SIZES, strict=True):
            weather(terminal, size)
            press([terminal], BACK + b"F" + BACK)
            ends_well(terminal, b"q")


@pytest.mark.parametrize("size", SIZES)
def test_keys_in_a_rush_and_sizes_in_a_storm_do_no_harm_to_the_samples(
    size: tuple[int, int], tmp_path: Path
) -> None:
    with browsing(tmp_path, size) as terminal:
        for place in PLACES:
            press([terminal], BACK)
            press([terminal], b"".join(place.ways))
            rush = [key for key in keys_for(place) if key not in (b":", b"\x10", b"\r")]
            press([terminal], b"".join(rush), 150)
            weather(terminal, size)
        press([terminal], BACK)
        press([terminal], BACK + b"F")
        press([terminal], BACK)
        ends_well(terminal, b"q")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_ctrl_q_quits_from_anywhere(place: Place, tmp_path: Path) -> None:
    filled(tmp_path)
    with browsing(tmp_path) as terminal:
        for way in place.ways:
            press([terminal], way)
        ends_well(terminal, b"\x11")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", [b"q", b"Q", b"\x03\x03", b"\rQ", b"aQ"])
def test_quitting_leaves_the_terminal_as_it_was_and_the_next_start_is_as_good(
    keys: bytes, size: tuple[int, int], tmp_path: Path
) -> None:
    filled(tmp_path)
    for _start in range(2):
        with browsing(tmp_path, size) as terminal:
            press([terminal], b"jk")
            for key in keys[:-1]:
                press([terminal], bytes([key]))
            ends_well(terminal, keys[-1:])


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_without_an_ellipsis(size: tuple[int, int], tmp_path: Path) -> None:
    filled(tmp_path)
    with browsing(tmp_path, size) as terminal:
        rows = terminal.text.splitlines()
        for number, one in enumerate(NIGHTS[: min(len(NIGHTS), len(rows) - 3)], 1):
            assert one.title in rows[number] or "…" in rows[number]
            assert one.title[:3] in rows[number]
        assert all(len(row) <= size[0] for row in rows)


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
        press([terminal], b"j")
        ends_well(terminal, b"q")


def is_stopped(terminal: Terminal) -> bool:
    pid, status = os.waitpid(terminal.pid, os.WNOHANG | os.WUNTRACED)
    return pid == terminal.pid and os.WIFSTOPPED(status)


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
        terminal.read_until(STAR)
        terminal.send(b"u")
        terminal.read_until(lambda terminal: STAR not in terminal.text)
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
        one.read_until(lambda terminal: not shows_stars(2)(terminal))
        assert home.starred == [MOTHS.title]
        for terminal in (one, other):
            ends_well(terminal, b"q")


def shows_stars(count: int) -> Callable[[Terminal], bool]:
    return lambda terminal: sum(row.startswith(STAR) for row in terminal.text.splitlines()) >= count


def test_ten_stars_set_by_turns_in_two_programs_are_all_there(tmp_path: Path) -> None:
    talks = tuple(talk(f"Talk {number:02}", start=at(9, 5 * number)) for number in range(10))
    home = filled(tmp_path, programme(*talks))
    with browsing(tmp_path, (70, 20)) as one, browsing(tmp_path, (70, 20)) as other:
        for number in range(10):
            (one, other)[number % 2].send(b"s")
            (one, other)[number % 2].read_until(shows_stars(number // 2 + 1))
            press((one, other), b"j")
        for terminal in (one, other):
            terminal.read_until(shows_stars(10))
            ends_well(terminal, b"q")
    assert home.starred == [one.title for one in talks]


def test_a_programme_that_is_added_meanwhile_appears(tmp_path: Path) -> None:
    filled(tmp_path, programme(BATS, name="Another 2021"))
    page = written(tmp_path / "icml-2021-night.txt", PAGE)
    with browsing(tmp_path, (160, 45)) as terminal:
        ran = ended(started(["add", page], env={"CONFBROWSE_HOME": str(tmp_path)}))
        assert ran.code == 0, ran.err
        terminal.read_until("Owls and Mice")
        ends_well(terminal, b"q")
