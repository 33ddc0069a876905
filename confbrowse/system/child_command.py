"""Runs a confbrowse command in a child process, so that no key waits however much it reads.

Parsing holds the global interpreter lock, so a thread would not do. A command is cancelled by an
interrupt. It reports what it has stored; if it had to be killed, the library is checked instead.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from confbrowse.errors import ChildCommandError
from confbrowse.model import ProgrammeSummary
from confbrowse.text.clean import clean_line

_STOP_SECONDS = 2.0
"""Seconds that a cancelled command may take to end by itself."""
_LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Stored:
    """A programme that the command stored in the library."""

    id: str
    name: str
    first: bool
    """Whether it is new to the library, as far as is known."""


class ChildCommand:
    """A running command."""

    def __init__(self, argv: Sequence[str]) -> None:
        """Start ``confbrowse`` with the arguments *argv*. Raises ChildCommandError."""
        self._began = datetime.now(UTC).isoformat()
        self._reported: list[Stored] = []
        self._was_stopped = False
        try:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves, and no shell
                [sys.executable, "-m", "confbrowse", *argv],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**os.environ, "CONFBROWSE_MESSAGES": "json"},
                start_new_session=True,  # signals of the terminal are not for it
            )
        except OSError as error:
            raise ChildCommandError(
                f"Cannot start another confbrowse: {error.strerror}."
            ) from error

    def lines(self) -> Iterator[Mapping[str, object]]:
        """Yield each JSON object that the command prints, until it ends. Blocks.

        Reports of stored programmes are left out; see ``stored``. Raises ChildCommandError if the
        command fails with other output, which is a bug in confbrowse.
        """
        assert self._process.stdout is not None, "it is a pipe"  # noqa: S101 - for types
        unexpected = ""
        with self._process.stdout as out:
            while line := out.readline(_LONGEST_LINE):
                try:
                    message = json.loads(line)
                except (ValueError, RecursionError):
                    message = None
                if not isinstance(message, dict):
                    unexpected = line.decode(errors="replace")
                elif "stored" in message:
                    self._reported.append(_stored(message))
                else:
                    yield message
        if self._process.wait() and unexpected and not self._was_stopped:
            raise ChildCommandError(f"The command failed: {clean_line(unexpected, 200)}")

    def stored(self, in_library: Callable[[], Iterable[ProgrammeSummary]]) -> tuple[Stored, ...]:
        """Return what the command, which has ended, stored in the library.

        A killed command may have stored more than it reported: only then are all programmes read by
        *in_library*, whose errors are passed on.
        """
        if not self._was_killed:
            return tuple(self._reported)
        known = {one.id for one in self._reported}
        found = (one for one in in_library() if one.added >= self._began and one.id not in known)
        return (*self._reported, *(Stored(one.id, one.name, first=True) for one in found))

    @property
    def _was_killed(self) -> bool:
        code = self._process.wait()
        # on Windows, TerminateProcess sets the exit code
        return code < 0 or (self._was_stopped and sys.platform == "win32")

    def stop(self) -> None:
        """Cancel the command; it has ended when this returns. What it stored stays."""
        self._was_stopped = True
        with suppress(OSError):
            self._process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _stored(message: Mapping[str, object]) -> Stored:
    return Stored(
        str(message["stored"]), str(message.get("name")), first=bool(message.get("first"))
    )
