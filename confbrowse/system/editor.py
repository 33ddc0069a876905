"""Edits a text in the user's editor, without ever losing what was written."""

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
    """Return *text* as edited in the editor named by VISUAL or EDITOR.

    Meanwhile the editor has the terminal to itself. Raises NoteError if there is no editor or it
    fails; text that it saved anyway is kept in a file that the error names.
    """
    command = _command(environ)
    try:
        file = Path(tempfile.mkdtemp(prefix="confbrowse-")) / _FILE
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NoteError(f"Cannot write a file for the editor: {error.strerror}.") from error
    try:
        with _ignoring_interrupts():
            subprocess.run([*command, str(file)], check=True)  # noqa: S603 - the user's own command
        result = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError, subprocess.CalledProcessError) as error:
        raise NoteError(
            f"{command[0]} failed: {_reason(error)}.{_saved_text(file, text)}"
        ) from error
    _remove(file)
    return (
        result if text.endswith("\n") else result.removesuffix("\n")
    )  # most editors add a final newline


def _command(environ: Mapping[str, str]) -> list[str]:
    named = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip()
    try:
        command = shlex.split(named, posix=os.name == "posix")
    except ValueError as error:
        raise NoteError(f"EDITOR is not a valid command: {named}") from error
    if not command:
        raise NoteError("No editor is set. Set one, e.g. EDITOR=nano")
    return command


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    """Ignore Ctrl-c here; the editor handles it."""
    before = signal.signal(
        signal.SIGINT, lambda *_: None
    )  # unlike SIG_IGN, a handler is not inherited by the child
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return f"it exited with code {error.returncode}"
    if isinstance(error, OSError):
        return (error.strerror or "it cannot be run").lower()
    return "the saved text is not UTF-8"


def _saved_text(file: Path, text: str) -> str:
    """Return where the text saved by a failed editor is; delete it if nothing is new."""
    try:
        is_new = file.read_bytes() != text.encode()
    except OSError:
        is_new = False
    if is_new:
        return f" Your text was saved in {file}."
    _remove(file)
    return ""


def _remove(file: Path) -> None:
    # including backup files of the editor
    shutil.rmtree(file.parent, ignore_errors=True)
