"""The two streams of the command line: what was asked for on one, sentences for people on the other.

Either may be closed from the start, which Python shows as None; then what would go there is lost.
"""

import os
import sys
from contextlib import suppress
from io import TextIOWrapper

from confbrowse.errors import OutputError
from confbrowse.text.clean import clean_line


def begin() -> None:
    """Make standard output ready: line by line, and ``?`` for a letter that it cannot encode."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace", line_buffering=True)


def say(text: str) -> None:
    """Print *text*, which is clean, on standard output.

    Raises BrokenPipeError where nobody reads any more, OutputError where it cannot be written.
    """
    try:
        print(text)
    except OSError as error:
        raise _given_up(error) from error


def finish() -> None:
    """Write out what others printed on standard output. Raises as ``say`` does."""
    try:
        print(end="", flush=True)
    except OSError as error:
        raise _given_up(error) from error


def tell(sentence: str) -> None:
    """Print *sentence* on standard error, cleaned: it may hold a file's name, or a system's words."""
    if sys.stderr is not None:
        with suppress(OSError):  # there is nobody left to tell
            print(f"confbrowse: {clean_line(sentence)}", file=sys.stderr)


def is_watched() -> bool:
    """Return whether a person may be looking at what is told."""
    return sys.stderr is not None and sys.stderr.isatty()


def show_progress(done: int, of: int, doing: str = "reading") -> None:
    """Show on a line of its own, which the next call writes over, that *done* of *of* are done."""
    ending = "\r" if done < of else "\n"
    print(f"confbrowse: {doing} {done} of {of}", end=ending, file=sys.stderr, flush=True)


def _given_up(error: OSError) -> Exception:
    """Give standard output up, and return what to raise."""
    # what did not go out is still waiting, and Python would try once more at exit, and complain
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return error
    return OutputError(f"Cannot write to standard output: {error.strerror}.")
