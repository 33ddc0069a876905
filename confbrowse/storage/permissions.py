"""Keeps the user's files private, whatever the umask."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_OTHERS = 0o077


def make_private_folder(folder: Path) -> None:
    """Create *folder* for the user alone, or remove others' access if the user owns it.

    A folder behind a link is one that the user chose, perhaps to share it: it is left as it is.
    """
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # another process was faster
            folder.mkdir(mode=0o700)
    if not folder.is_symlink():
        _remove_others_access(folder)


def make_private_file(file: Path) -> None:
    """Create *file* for the user alone, or remove others' access if the user owns it.

    SQLite gives the files beside a database the same permissions.
    """
    if file.exists():
        _remove_others_access(file)
    else:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def make_writable(beside: Iterable[Path], file: Path) -> None:
    """Make the files *beside* a database writable if the database *file* is.

    Files created while it was read-only keep those permissions, and SQLite then refuses to write.
    """
    if not os.access(file, os.W_OK):
        return
    for path in beside:
        with suppress(OSError):  # missing, or another user's
            mode = path.stat().st_mode
            if not mode & stat.S_IWUSR:
                path.chmod(stat.S_IMODE(mode) | stat.S_IRUSR | stat.S_IWUSR)


def _remove_others_access(path: Path) -> None:
    found = path.stat()
    is_ours = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    if found.st_mode & _OTHERS and is_ours:
        with suppress(OSError):  # a file system without permissions, or a read-only one
            path.chmod(found.st_mode & 0o700 if path.is_dir() else found.st_mode & 0o600)
