"""The two streams of the command line: what was asked for on one, sentences for people on the other.

Either may be closed from the start, which Python shows as None; then what would go there is lost.
Another program may read the sentences, too: where the environment has ``CONFBROWSE_TELL=json``, each
is an object on a line, ``{"told": sentence}``, and so is how far the work is, ``{"doing": "reading",
"done": 1, "of": 3, "unit": ""}``.
"""

import json
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


def give(text: str) -> None:
    """Write *text* to standard output to the letter: in UTF-8, with its own line ends.

    Raises as ``say`` does.
    """
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
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
    told = clean_line(sentence)
    _print_beside(json.dumps({"told": told}) if _is_for_programs() else f"confbrowse: {told}")


def is_watched() -> bool:
    """Return whether somebody may be looking at what is told."""
    return sys.stderr is not None and (sys.stderr.isatty() or _is_for_programs())


def show_progress(done: int, of: int | None, doing: str = "reading", unit: str = "") -> None:
    """Show on a line of its own, which the next call writes over, that *done* of *of* are done.

    *of* is None where nobody knows how many there will be.
    """
    if _is_for_programs():
        _print_beside(json.dumps({"doing": doing, "done": done, "of": of, "unit": unit}))
        return
    words = f"{doing} {done}{'' if of is None else f' of {of}'} {unit}".rstrip()
    _print_beside(f"confbrowse: {words}", ending="\n" if done == of else "\r")


def _is_for_programs() -> bool:
    return os.environ.get("CONFBROWSE_TELL") == "json"


def _print_beside(line: str, ending: str = "\n") -> None:
    if sys.stderr is not None:
        with suppress(OSError):  # there is nobody left to tell
            print(line, end=ending, file=sys.stderr, flush=True)


def _given_up(error: OSError) -> Exception:
    """Give standard output up, and return what to raise."""
    # what did not go out is still waiting, and Python would try once more at exit, and complain
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return error
    return OutputError(f"Cannot write to standard output: {error.strerror}.")
