"""confbrowse on a real terminal, driven by keys; and properties that hold on every screen."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from stories import ICML, Home, home_with
from terminal import Terminal, leaked, settle_all

from confbrowse.model import Programme

SIZES = [(80, 24), (160, 45), (40, 12), (20, 6)]
"""Columns and rows."""
NO_BROWSER_NO_CLIPBOARD = {
    "CONFBROWSE_OPENER": "true",
    "VISUAL": "true",
    **dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "WSL_DISTRO_NAME"), ""),
}
_TEXTUAL_STARTS = b"\x1b[?1000h"
"""Mouse reports on: before that, the splash screen is shown, which takes no keys."""


@contextmanager
def browsing(
    folder: Path,
    size: tuple[int, int] = (80, 24),
    *,
    screen: bool = True,
    words: Sequence[str] = ("-m", "confbrowse"),
    env: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Terminal]:
    """Yield a terminal of *size* with confbrowse on it, ready for keys, at home in *folder*.

    *words* are what Python is given, *env* what the environment has besides. Without a *screen* only what it writes can be looked at, and that at a third of the cost.
    """
    columns, rows = size
    home = {"CONFBROWSE_HOME": str(folder), **NO_BROWSER_NO_CLIPBOARD, **env}
    command = [sys.executable, *words]
    with Terminal(command, rows=rows, columns=columns, env=home, screen=screen) as terminal:
        terminal.read_until(_is_ready)
        terminal.settle()
        yield terminal


def _is_ready(terminal: Terminal) -> bool:
    shown = terminal.raw.partition(_TEXTUAL_STARTS)[2]
    return b"Help" in shown or b"These are samples" in shown


def filled(folder: Path, made: Programme = ICML) -> Home:
    """Return the files of a home in *folder* whose library contains *made*."""
    return home_with(folder / "data", made)


def press(terminals: Sequence[Terminal], keys: bytes, quiet_ms: int = 30) -> None:
    """Press *keys* on all *terminals* at once and wait until they are idle; they must be alive."""
    for terminal in terminals:
        terminal.send(keys)
    settle_all(terminals, quiet_ms)
    for terminal in terminals:
        assert not terminal.ended, f"{keys!r} ended it\n{terminal.raw[-2000:]!r}"


def all_is_well(terminal: Terminal) -> None:
    """Assert that *terminal* got no unexpected control sequences so far, except for copying."""
    assert b"Traceback" not in terminal.raw
    assert set(leaked(terminal.raw)) <= {"OSC 52"}


def ends_well(terminal: Terminal, keys: bytes) -> None:
    """Quit by *keys* and assert that the terminal is restored."""
    terminal.send(keys)
    code = terminal.wait()
    assert code == 0, f"it ended with {code}\n{terminal.raw[-500:]!r}"
    all_is_well(terminal)
    assert terminal.restored()
