"""The screen as the reader left it, painted at once at the next start.

Loading what draws screens takes a sixth of a second. Until it is there the reader sees the last
view, which is nearly always what comes; keys typed meanwhile wait their turn. A view of another
size, or made for another kind of terminal, is not shown.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from confbrowse.errors import StoreError

_FORM = "confbrowse view 1"
_MINDED = ("TERM", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG")
"""What of the environment says how a screen looks."""
_LARGEST = 2_000_000
"""Characters of a view that are read; one of 300 by 100 cells takes about 200,000."""
_HARMLESS = re.compile(r"(?:\x1b\[[0-9;]*m|[^\x00-\x1f\x7f-\x9f])*")
"""Text and colours, and nothing else a terminal would obey: the file is one others can write."""
_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H", "\x1b[?7h\x1b[?25h\x1b[?1049l"
"""To the terminal's second screen, without cursor and wrapping; and back."""


def keep(path: Path, rows: Sequence[str], columns: int) -> None:
    """Keep *rows* of text and colours, each *columns* wide, at *path*, whole or not at all.

    Raises StoreError where that cannot be done.
    """
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    text = "\n".join((_label(columns, len(rows)), *rows))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(text, encoding="utf-8", errors="replace")
        unfinished.replace(path)
    except OSError as error:
        raise StoreError(f"Cannot keep the last view at {path}: {error.strerror}.") from error


@contextmanager
def shown(path: Path) -> Iterator[None]:
    """Paint the view kept at *path*, if it fits, while what comes after it gets ready.

    What runs inside takes the terminal over; when it is done, or fails, the terminal is as before.
    """
    rows = _fitting(path)
    if not rows:
        yield
        return
    with _quiet_keys():
        sys.stdout.write(_ENTER + "\r\n".join(rows))
        sys.stdout.flush()
        try:
            yield
        except BaseException:
            with suppress(OSError):  # the terminal may be what is gone
                sys.stdout.write(_LEAVE)
                sys.stdout.flush()
            raise


def _fitting(path: Path) -> list[str]:
    """Return the rows of the view at *path*; none where it is missing, unsafe or does not fit."""
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
        with path.open(encoding="utf-8") as file:
            label, *rows = file.read(_LARGEST).split("\n")
    except (OSError, ValueError):
        return []
    fits = label == _label(size.columns, size.lines) and len(rows) == size.lines
    return rows if fits and all(_HARMLESS.fullmatch(row) for row in rows) else []


def _label(columns: int, lines: int) -> str:
    """Return the first line of a view for this terminal, of this size."""
    kind = " ".join(os.environ.get(name, "-") for name in _MINDED)
    return f"{_FORM} {columns}x{lines} {kind}"


@contextmanager
def _quiet_keys() -> Iterator[None]:
    """Let keys wait unseen, Ctrl-c as well, instead of acting; afterwards the line is as it was."""
    try:
        import termios  # there is none on Windows
    except ImportError:
        yield
        return
    try:
        before = termios.tcgetattr(sys.stdin.fileno())
    except (termios.error, OSError, ValueError):
        yield
        return
    quiet = [*before]
    quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG)
    termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, quiet)
    try:
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, before)
