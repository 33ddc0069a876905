"""A command of confbrowse in a process of its own, for the screen: however much it reads, no key waits.

Parsing holds Python's lock for as long as a file is long, so that a thread would not do. To give the
command up is to end it: what it writes, it writes as a whole or not at all.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from confbrowse.errors import ErrandError
from confbrowse.text.clean import clean_line

_LAST_SECONDS = 2.0
"""How long a command that is given up may take to end by itself."""
_LONGEST_LINE = 1_000_000


class Errand:
    """A command that runs."""

    def __init__(self, argv: Sequence[str]) -> None:
        """Start the command of *argv*, words after ``confbrowse``. Raises ErrandError."""
        try:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves, and no shell
                [sys.executable, "-m", "confbrowse", *argv],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**os.environ, "CONFBROWSE_TELL": "json"},
                start_new_session=True,  # what the terminal sends is not for it
            )
        except OSError as error:
            raise ErrandError(f"Cannot start another confbrowse: {error.strerror}.") from error

    def lines(self) -> Iterator[Mapping[str, object]]:
        """Yield each object that the command prints or tells, until it ends. Blocks meanwhile.

        Raises ErrandError where it ends with anything else: that is a fault of confbrowse itself.
        """
        assert self._process.stdout is not None, "it is a pipe"  # noqa: S101 - for types
        strange = ""
        with self._process.stdout as out:
            while line := out.readline(_LONGEST_LINE):
                try:
                    told = json.loads(line)
                except (ValueError, RecursionError):
                    told = None
                if isinstance(told, dict):
                    yield told
                else:
                    strange = line.decode(errors="replace")
        if self._process.wait() and strange:
            raise ErrandError(f"The command broke off: {clean_line(strange, 200)}")

    def stop(self) -> None:
        """Give the command up; it is ended when this returns."""
        with suppress(OSError):
            self._process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
        try:
            self._process.wait(_LAST_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
