"""The folder of what is looked at once, gone afterwards: also where whoever made it was killed."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from confbrowse.errors import StoreError

_PREFIX = "confbrowse-sources-"
_LOCK = "in-use"
"""A file that is locked as long as whoever made the folder lives, wherever that may be."""


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Yield a folder that is gone afterwards. Raises StoreError where there is no room for it."""
    try:
        folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        lock = (Path(folder.name) / "new").open("w")
        _is_locked(lock)
        (Path(folder.name) / "new").rename(Path(folder.name) / _LOCK)  # nobody sweeps it before
    except OSError as error:
        raise StoreError(f"Cannot make a temporary folder: {error.strerror}.") from error
    with folder as name, lock:
        yield Path(name)


def sweep() -> None:
    """Remove the folders of those who were killed, and no others."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError):  # another reader's, or gone meanwhile
            if lock.parent.is_symlink() or lock.is_symlink():
                continue
            with lock.open("r+") as opened:
                if _is_locked(opened):
                    shutil.rmtree(lock.parent)


def _is_locked(lock: IO[str]) -> bool:
    """Lock *lock* and return whether that could be done; nobody else has it then."""
    if sys.platform == "win32":
        return False  # there the system keeps files that are open from being removed
    import fcntl  # not there on Windows

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
