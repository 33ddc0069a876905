"""The two streams of the command line: results on standard output, messages on standard error.

Either may be closed from the start, which Python shows as None; its output is lost then. With
``CONFBROWSE_MESSAGES=json`` in the environment, messages are JSON objects, one a line:
``{"message": sentence}``; ``{"doing": "reading", "done": 1, "of": 3, "unit": ""}`` for progress;
and ``{"stored": id, "name": name, "first": true}`` for a programme that was committed, whatever
happens to the command afterwards.
"""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from io import TextIOWrapper

from confbrowse.errors import OutputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def begin() -> None:
    """Set up standard output: line by line, with ``?`` for characters that it cannot encode."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace", line_buffering=True)


def line_width() -> int | None:
    """Return the most cells in a line for a reader, by the terminal or COLUMNS; None without either."""
    from shutil import get_terminal_size  # what has no lines to wrap starts without it

    # a pipe or file has no width: one line a talk is easiest to filter
    return get_terminal_size((0, 0)).columns or None


def print_result(text: str) -> None:
    """Print *text*, which must be clean, on standard output.

    Raises BrokenPipeError if the reading end was closed, OutputError if it cannot be written.
    """
    try:
        print(text)
    except OSError as error:
        raise _output_error(error) from error


def write_raw(text: str) -> None:
    """Write *text* to standard output as UTF-8 without changing its line ends.

    Raises as ``print_result`` does.
    """
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except OSError as error:
        raise _output_error(error) from error


def finish() -> None:
    """Flush standard output. Raises as ``print_result`` does."""
    try:
        print(end="", flush=True)
    except OSError as error:
        raise _output_error(error) from error


def warn(sentence: str) -> None:
    """Print *sentence* on standard error, cleaned: it may contain file names or system messages."""
    from confbrowse.text.clean import clean_line  # most commands have no messages

    message = clean_line(sentence)
    _print_message(
        _json_line({"message": message}) if _is_for_programs() else f"confbrowse: {message}"
    )


def shows_progress() -> bool:
    """Whether a person or program may be following the progress."""
    return sys.stderr is not None and (sys.stderr.isatty() or _is_for_programs())


def show_progress(done: int, of: int | None, doing: str = "reading", unit: str = "") -> None:
    """Show that *done* of *of* are done, on a line that the next call overwrites.

    *of* is None if the total is unknown.
    """
    if _is_for_programs():
        _print_message(_json_line({"doing": doing, "done": done, "of": of, "unit": unit}))
        return
    words = f"{doing} {done}{'' if of is None else f' of {of}'} {unit}".rstrip()
    _print_message(f"confbrowse: {words}", ending="\n" if done == of else "\r")


def report_stored(programme: str, name: str, *, first: bool) -> None:
    """Report to a calling program that *programme* is stored; *first* if it was not there before."""
    if _is_for_programs():
        _print_message(_json_line({"stored": programme, "name": name, "first": first}))


def _is_for_programs() -> bool:
    return os.environ.get("CONFBROWSE_MESSAGES") == "json"


def _print_message(line: str, ending: str = "\n") -> None:
    if sys.stderr is not None:
        with suppress(OSError):  # the reading end is closed
            print(line, end=ending, file=sys.stderr, flush=True)


def _output_error(error: OSError) -> Exception:
    """Redirect standard output to nowhere, and return the error to raise."""
    # unwritten output is still buffered; Python would try again at exit and complain
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return error
    return OutputError(f"Cannot write to standard output: {error.strerror}.")


def as_json(data: "Mapping[str, Any]", *, ascii_only: bool = False) -> str:
    """Return *data* as one line of JSON, in ASCII if standard output cannot encode more.

    Strings that were not cleaned need *ascii_only*, which escapes them without loss.
    """
    encoding = (sys.stdout and sys.stdout.encoding) or ""
    is_ascii = ascii_only or not encoding.lower().startswith("utf")
    return _json_line(data, is_ascii=is_ascii)


def _json_line(data: "Mapping[str, Any]", *, is_ascii: bool = True) -> str:
    import json  # text is printed more often

    return json.dumps(data, ensure_ascii=is_ascii)
