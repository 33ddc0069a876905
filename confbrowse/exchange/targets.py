"""Which files may be written: never confbrowse's own, never other programs' without consent."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from confbrowse.errors import StoreError
from confbrowse.paths import app_dirs
from confbrowse.storage.marks import MarkStore

_Identity = tuple[int, int]
"""Device and inode of a file or folder, whatever its name."""


def refuse_own(path: Path, agenda: MarkStore) -> None:
    """Raise StoreError if *path* is, by any name or link, in one of confbrowse's own folders.

    That includes the files of *agenda*, wherever it is.
    """
    file = Path(os.path.realpath(path))
    folders = [app_dirs().data, app_dirs().config, app_dirs().cache, app_dirs().state]
    own = {str(Path(os.path.realpath(folder))) for folder in folders}
    identities = {found for folder in folders if (found := _identity(folder))}
    paths = (file, *file.parents)
    if (
        any(str(one) in own for one in paths)
        or any(_identity(one) in identities for one in paths)
        or _is_of_agenda(file, agenda)
        or _is_linked(file, [*folders, Path(os.path.realpath(agenda.database.path)).parent])
    ):
        raise StoreError(
            f"Cannot write {path}: that folder is for confbrowse's own files. Name a file in "
            "another folder."
        )


def is_stream(path: Path) -> bool:
    """Whether *path* exists and is neither a file nor a folder: a pipe or a device."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _is_of_agenda(file: Path, agenda: MarkStore) -> bool:
    """Whether *file* is the agenda's database, or is named like a file beside it."""
    own = Path(os.path.realpath(agenda.database.path))
    return file.name.startswith(own.name) and file.parent == own.parent


def _is_linked(file: Path, folders: list[Path]) -> bool:
    """Whether *file* is a hard link to a file in one of *folders*."""
    try:
        has_names = file.stat().st_nlink > 1
    except OSError:
        return False
    return has_names and any(_identity(own) == _identity(file) for own in _files(folders))


def _files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        for current, _, names in os.walk(folder):
            yield from (Path(current, name) for name in names)


def _identity(path: Path) -> _Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
