"""Keeps the files of a folder where they are while anybody works with them.

SQLite finds the parts of a database by their names. One that is moved while another program has it
open takes that program's work along, and lets it spoil the file that is begun in its place.
"""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOOK_SECONDS = 0.01
"""How long to wait before a folder that others hold is asked for again."""


@contextmanager
def held(folder: Path, *, alone: bool = False, patience: float) -> Iterator[None]:
    """Hold *folder*: together with everybody else who works in it, or *alone*.

    Raises TimeoutError where others do not let go of it for *patience* seconds. Where a system or
    its file system has no such locks, nobody waits: Windows itself moves no file that is open.
    """
    handle = _open(folder)
    try:
        if handle is not None:
            _lock(handle, alone, patience)
        yield
    finally:
        if handle is not None:
            os.close(handle)


if sys.platform == "win32":

    def _open(folder: Path) -> int | None:  # noqa: ARG001 - as elsewhere
        return None

    def _lock(handle: int, alone: bool, patience: float) -> None:
        """Do nothing; there is never a handle."""

else:
    import fcntl

    def _open(folder: Path) -> int | None:
        """Return a handle on *folder*; None where it cannot be had, for the caller finds out why."""
        try:
            return os.open(folder, os.O_RDONLY)
        except OSError:
            return None

    def _lock(handle: int, alone: bool, patience: float) -> None:
        operation = (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB
        last = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(handle, operation)
            except BlockingIOError:
                if time.monotonic() > last:
                    what = "another confbrowse is busy with it"
                    raise TimeoutError(errno.ETIMEDOUT, what) from None
                time.sleep(_LOOK_SECONDS)
            except OSError:
                return  # no locks on this file system
            else:
                return
