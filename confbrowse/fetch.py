"""From what a person names to bytes: files, folders and standard input, with their sizes bounded."""

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from confbrowse.errors import SourceError

LARGEST = 64 * 1024 * 1024
"""Bytes of a single source that are read at most; a larger one is refused."""
_DEEPEST = 6
"""Folders below a named folder that are looked into."""
_MOST_FILES = 20_000


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read a programme from."""

    name: str
    """As the person named it; for a file in a folder, the folder's name and the way from there."""
    path: Path | None
    """None for standard input."""
    named: bool = True
    """False for a file that was found in a folder: it may well be no programme."""

    @property
    def location(self) -> str:
        """Return where it lies for good; empty for standard input."""
        return str(self.path.absolute()) if self.path else ""


def sources(names: Iterable[str]) -> list[Source]:
    """Return the sources that *names* stand for: files, every file of folders, ``-``.

    Raises SourceError where a name leads nowhere or a folder holds no file.
    """
    found = [source for name in names for source in _of_name(name)]
    if len(found) > _MOST_FILES:
        raise SourceError(f"{len(found)} files are too many to read at once; name fewer.")
    return found


def fetch(source: Source) -> bytes:
    """Return the bytes of *source*. Raises SourceError where they cannot be had, or are too many."""
    try:
        raw = _read(source.path)
    except OSError as error:
        raise SourceError(f"Cannot read {source.name}: {error.strerror or error}.") from error
    if len(raw) > LARGEST:
        raise SourceError(
            f"{source.name} is larger than {LARGEST // 2**20} MiB; that is no programme."
        )
    return raw


def beside(folder: Path, pattern: str) -> list[Path]:
    """Return the files in *folder* whose names match *pattern*, in order; none where it cannot be read."""
    try:
        return sorted(path for path in folder.glob(pattern) if path.is_file())
    except OSError:
        return []


def _read(path: Path | None) -> bytes:
    """Return one byte more than is allowed, at most, so that too many can be told."""
    if path is not None:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    return sys.stdin.buffer.read(LARGEST + 1)


def _of_name(name: str) -> Iterator[Source]:
    if name == "-":
        yield Source("standard input", None)
        return
    if name.lower().startswith(("http://", "https://")):
        raise SourceError(
            f"{name} is on the web, and this version reads files only. Save the page as text first."
        )
    if not name.strip():
        raise SourceError("A source without a name cannot be read; give a file, a folder or -.")
    path = Path(os.path.expanduser(name))  # noqa: PTH111 - pathlib's fails for ~nobody
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no file can have this name"
        raise SourceError(f"Cannot read {name}: {why}.") from error
    if stat.S_ISDIR(mode):
        yield from _of_folder(name, path)
    else:
        yield Source(name, path)


def _of_folder(name: str, folder: Path) -> Iterator[Source]:
    """Yield the files in *folder* and below it, in order of name; hidden ones are passed over.

    A folder below that cannot be looked into is yielded itself, so that reading it tells why.
    """
    files = [path for path in _below(name, folder) if _may_be_read(path)]
    if not files:
        raise SourceError(f"{name} holds no file.")
    for path in files:
        yield Source(str(Path(name) / path.relative_to(folder)), path, named=False)


def _below(name: str, folder: Path) -> list[Path]:
    found: list[Path] = []

    def note(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise SourceError(f"Cannot read {name}: {error.strerror}.") from error
        found.append(Path(error.filename))

    for place, folders, names in os.walk(folder, onerror=note):
        depth = len(Path(place).relative_to(folder).parts)
        folders[:] = sorted(f for f in folders if not f.startswith(".")) if depth < _DEEPEST else []
        found += [Path(place) / file for file in sorted(names) if not file.startswith(".")]
        if len(found) > _MOST_FILES:
            raise SourceError(f"{name} holds more than {_MOST_FILES} files; name a smaller folder.")
    return found


def _may_be_read(path: Path) -> bool:
    """Whether reading *path* gives bytes or a reason, and does not wait for ever as for a pipe."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False  # a link that leads nowhere
    except OSError:
        return True
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)
