"""Finds out why the system refuses a write: SQLite reports most causes as ``disk I/O error``."""

import os
from contextlib import suppress
from pathlib import Path

from confbrowse import files

_ENOUGH = 1 << 20
"""Bytes that one of our writes needs at most, or nearly so."""


def why_not_writable(file: Path) -> str | None:
    """Return why nothing can be appended to *file*; None if something can.

    It tries to write: nothing else reveals a quota or a limit of the process.
    """
    size = file.stat().st_size if file.exists() else 0
    trial = file.with_name(f".{file.name}.{os.getpid()}.trial")
    try:
        handle = os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        return files.no_room(error)
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(handle, 0, _ENOUGH)
        os.lseek(handle, max(size, _ENOUGH), os.SEEK_SET)
        os.write(handle, b"\0")
        os.fsync(handle)
    except OSError as error:
        return files.no_room(error)
    finally:
        os.close(handle)
        with suppress(OSError):
            trial.unlink()
    return None
