"""The terminal at the start: standard streams, echo, line buffering, signals from keys.

While confbrowse starts, typed keys are buffered, without echo and unchanged, for the screen to
read.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any  # termios types the list that way

from confbrowse.errors import OutputError

try:
    import termios
except ImportError:  # on Windows
    termios = None  # type: ignore[assignment]  # asked about below

Attributes = list[Any]
"""The return value of ``termios.tcgetattr``: numbers, and a list of bytes and numbers."""
_INPUT, _LOCAL = 0, 3
"""Indexes of the input and the local modes in them."""

_original: Attributes | None = None


def take_terminal() -> None:
    """Connect standard input and error to the terminal, wherever they were redirected.

    Standard output must be the terminal. Raises OutputError if there is no terminal to read keys
    from.
    """
    if sys.stdin is None or sys.stderr is None:
        raise OutputError(
            "The browser needs standard input and standard error. Without them, use: confbrowse list"
        )
    try:
        if not os.isatty(0):  # a programme may have been piped in
            keys = os.open("/dev/tty", os.O_RDWR)
            os.dup2(keys, 0)
            os.close(keys)
    except OSError as error:
        raise OutputError(
            "There is no terminal to read keys from. Without one, use: confbrowse list"
        ) from error
    if not os.isatty(2):  # where Textual draws
        os.dup2(1, 2)


def attributes(fd: int) -> Attributes | None:
    """Return the settings of the terminal *fd*; None if it is not a terminal."""
    if termios is not None:
        with suppress(termios.error, OSError, ValueError):
            return termios.tcgetattr(fd)
    return None


def set_attributes(fd: int, wanted: Attributes) -> None:
    """Apply the settings *wanted* to the terminal *fd* at once; ignored if it is gone."""
    if termios is not None:
        with suppress(termios.error, OSError, ValueError):
            termios.tcsetattr(fd, termios.TCSANOW, wanted)


def forget_typed(fd: int) -> None:
    """Discard unread input of the terminal *fd*."""
    if termios is not None:
        with suppress(termios.error, OSError, ValueError):
            termios.tcflush(fd, termios.TCIFLUSH)


def original() -> Attributes | None:
    """Return the settings of standard input before ``quiet``; None outside of it."""
    return _original


@contextmanager
def quiet(*, signals: bool) -> Iterator[None]:
    """Buffer keys as they are typed, without echo; restore the settings afterwards.

    With *signals*, Ctrl-c and the like still interrupt.
    """
    global _original
    before = attributes(0) if sys.stdin is not None else None
    if before is None or termios is None:
        yield
        return
    wanted = [*before]
    wanted[_LOCAL] &= ~(termios.ECHO | termios.ICANON | (0 if signals else termios.ISIG))
    # Enter must arrive as Enter, and Ctrl-s as a key
    wanted[_INPUT] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON)
    set_attributes(0, wanted)
    outer, _original = _original, _original or before
    try:
        yield
    finally:
        _original = outer
        set_attributes(0, before)
