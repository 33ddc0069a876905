"""The splash screen: the last frame of the previous run, painted at once at the next start.

Loading Textual takes a sixth of a second. Until then the user sees the last frame, which is nearly always the
same as the first one; keys typed meanwhile are not lost. A frame of another size, or for another kind of
terminal, is not shown.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from confbrowse.system.terminal_modes import quiet
from confbrowse.text.patterns import lazy_pattern

_HEADER = "confbrowse view 1"
_ENVIRONMENT = ("TERM", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG")
"""The environment variables that affect how a screen looks."""
_LARGEST = 2_000_000
"""The most characters that are read; a frame of 300 by 100 cells has about 200,000."""
_HARMLESS = lazy_pattern(r"(?:\x1b\[[0-9;]*m|[^\x00-\x1f\x7f-\x9f])*")
"""Text and colours but no other control sequences: other programs can write the file."""
_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H", "\x1b[?7h\x1b[?25h\x1b[?1049l"
"""Switch to the alternate screen, without cursor and wrapping; and back."""


def save(path: Path, rows: Sequence[str], columns: int) -> None:
    """Save *rows* of text and colours, each *columns* cells wide, to *path*. Raises StoreError."""
    from confbrowse import files  # a start paints before it is loaded

    text = "\n".join((_label(columns, len(rows)), *rows))
    raw = text.encode("utf-8", "replace")
    files.write_atomic(path, raw, durable=False, make_folder=True)


@contextmanager
def painted(path: Path) -> Iterator[None]:
    """Paint the frame saved at *path*, if it fits, while the body of the ``with`` starts the application.

    The body takes over the terminal. If it fails, the terminal is restored.
    """
    rows = _read_frame(path)
    if not rows:
        yield
        return
    with quiet(signals=False):
        sys.stdout.write(_ENTER + "\r\n".join(rows))
        sys.stdout.flush()
        try:
            yield
        except BaseException:
            with suppress(OSError):  # the terminal may be gone
                sys.stdout.write(_LEAVE)
                sys.stdout.flush()
            raise


def _read_frame(path: Path) -> list[str]:
    """Return the rows of the frame at *path*; empty if it is missing, unsafe or does not fit the terminal."""
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
        with path.open(encoding="utf-8") as file:
            label, *rows = file.read(_LARGEST).split("\n")
    except (OSError, ValueError):
        return []
    fits = label == _label(size.columns, size.lines) and len(rows) == size.lines
    return rows if fits and all(_HARMLESS.fullmatch(row) for row in rows) else []


def _label(columns: int, lines: int) -> str:
    """Return the first line of a file for this terminal and size."""
    kind = " ".join(os.environ.get(name, "-") for name in _ENVIRONMENT)
    return f"{_HEADER} {columns}x{lines} {kind}"
