"""A text goes to the reader's own editor and comes back; nothing that was written there is lost."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from confbrowse.errors import NoteError

_FILE = "note.md"


def edited(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return what the reader makes of *text* in the editor that VISUAL, or else EDITOR, names.

    The editor has the terminal to itself until then. Raises NoteError where there is no editor or
    it fails; what it wrote all the same is kept in a file that the error names.
    """
    command = _command(environ)
    try:
        file = Path(tempfile.mkdtemp(prefix="confbrowse-")) / _FILE
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NoteError(f"Cannot write a file for the editor: {error.strerror}.") from error
    try:
        with _interrupts_passed_over():
            subprocess.run([*command, str(file)], check=True)  # noqa: S603 - the reader's own words
        result = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError, subprocess.CalledProcessError) as error:
        raise NoteError(f"{command[0]} failed: {_reason(error)}.{_kept(file, text)}") from error
    _remove(file)
    return result if text.endswith("\n") else result.removesuffix("\n")  # which editors add


def _command(environ: Mapping[str, str]) -> list[str]:
    """Return the editor and its options."""
    named = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip()
    try:
        command = shlex.split(named, posix=os.name == "posix")
    except ValueError as error:
        raise NoteError(f"The editor is not named rightly: {named}") from error
    if not command:
        raise NoteError("No editor is named; EDITOR=nano names one, say.")
    return command


@contextmanager
def _interrupts_passed_over() -> Iterator[None]:
    """Leave Ctrl-c to the editor, which has its own idea of it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # a program that is run gets the default
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return f"it ended with code {error.returncode}"
    if isinstance(error, OSError):
        return (error.strerror or "it cannot be run").lower()
    return "what it wrote is not UTF-8"


def _kept(file: Path, text: str) -> str:
    """Return where the reader finds what an editor that failed has written; remove what is nothing new."""
    try:
        is_new = file.read_bytes() != text.encode()
    except OSError:
        is_new = False
    if is_new:
        return f" What it wrote is in {file}."
    _remove(file)
    return ""


def _remove(file: Path) -> None:
    # with what editors leave beside it
    shutil.rmtree(file.parent, ignore_errors=True)
