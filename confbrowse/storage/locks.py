"""Locks between processes: on a folder whose databases must not be renamed, and on a lock file.

SQLite finds the parts of a database by their names. If a database is renamed while another program
has it open, that program's work goes with it and can damage the file created in its place.
``folder_lock`` keeps the files of a folder in place while any process uses them.

``locked`` is for work of several steps that only one process or thread may do at a time. The system
releases either lock when a process ends, however it ends.
"""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LOOK_SECONDS = 0.01
"""Interval between two tries to take a lock."""
_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT)
"""Errors of opening a lock file where nothing can be written anyway."""


@contextmanager
def folder_lock(folder: Path, *, exclusive: bool = False, patience: float) -> Iterator[None]:
    """Hold a shared lock on *folder*, or an exclusive one if *exclusive*.

    Raises TimeoutError if others hold it for *patience* seconds. On systems and file systems
    without such locks, nothing is locked; Windows renames no open file anyway.
    """
    handle = _open(folder)
    try:
        if handle is not None:
            _lock(handle, exclusive, patience)
        yield
    finally:
        if handle is not None:
            os.close(handle)


@contextmanager
def locked(file: Path, *, patience: float) -> Iterator[None]:
    """Hold an exclusive lock on the lock *file*, which is created if needed and never deleted.

    Raises TimeoutError if another process or thread holds it for *patience* seconds, and OSError if
    it cannot be opened. On a read-only folder or a file system without locks, nothing is locked.
    """
    handle = _open_lock(file)
    try:
        if handle is not None:
            _lock(handle, exclusive=True, patience=patience)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _open_lock(file: Path) -> int | None:
    """Return a handle on the lock *file*; None if a read-only folder has none."""
    for flags in (os.O_RDWR | os.O_CREAT, os.O_RDONLY):
        with suppress(PermissionError, FileNotFoundError):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return os.open(file, flags, 0o600)
        except OSError as error:
            if error.errno not in _READ_ONLY:
                raise
    return None


if sys.platform == "win32":
    import msvcrt

    def _open(folder: Path) -> int | None:  # noqa: ARG001 - as elsewhere
        return None

    def _lock(handle: int, exclusive: bool, patience: float) -> None:  # noqa: ARG001 - as elsewhere
        """Lock the first byte of a lock file; there is never a handle on a folder."""
        last = time.monotonic() + patience
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except PermissionError:
                _wait(last)
            except OSError:
                return  # no locks on this file system
            else:
                return

else:
    import fcntl

    def _open(folder: Path) -> int | None:
        """Return a handle on *folder*; None if it cannot be opened, which callers find out."""
        try:
            return os.open(folder, os.O_RDONLY)
        except OSError:
            return None

    def _lock(handle: int, exclusive: bool, patience: float) -> None:
        operation = (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB
        last = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(handle, operation)
            except BlockingIOError:
                _wait(last)
            except OSError:
                return  # no locks on this file system
            else:
                return


def _wait(last: float) -> None:
    """Sleep for a moment. Raises TimeoutError after *last*."""
    if time.monotonic() > last:
        raise TimeoutError(errno.ETIMEDOUT, "another confbrowse is busy with it")
    time.sleep(_LOOK_SECONDS)
