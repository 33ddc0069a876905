"""Writes a file whole or not at all: whoever reads it sees the old one or the new one."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from confbrowse.errors import StoreError


def write(path: Path, raw: bytes) -> None:
    """Put *raw* on the disk as the file at *path*, in place of one that is there.

    A link stays a link, and a file keeps its rights; what is no file, say a pipe, is written into.
    Raises StoreError where that cannot be done; then nothing is changed.
    """
    file = Path(os.path.realpath(path))
    if file.is_dir():
        raise StoreError(f"Cannot write {path}: it is a folder. Name a file in it.")
    if not file.parent.is_dir() and not path.exists():
        raise StoreError(f"Cannot write {path}: there is no folder {file.parent}.")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(raw)
        else:
            _replace(file, raw)
    except OSError as error:
        why = error.strerror or str(error)
        raise StoreError(f"Cannot write {path}: {why}. Nothing was changed.") from error


def _replace(file: Path, raw: bytes) -> None:
    rights = stat.S_IMODE(file.stat().st_mode) if file.exists() else None
    unfinished = file.with_name(f".{file.name[:100]}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as target:
            target.write(raw)
            target.flush()
            os.fsync(target.fileno())
        if rights is not None:
            unfinished.chmod(rights)
        unfinished.replace(file)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise
    _keep_name(file.parent)


def _keep_name(folder: Path) -> None:
    """Bring the new name to the disk, too, where a system lets us ask for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
