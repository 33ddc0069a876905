"""From the names of sources to bytes: files, folders, zip archives, standard input.

All sizes are bounded. URLs become sources here but are fetched elsewhere.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from confbrowse.errors import SourceError
from confbrowse.paths import expand_user

LARGEST = 64 * 1024 * 1024
"""Most bytes of a single source; a larger one is refused."""
_LARGEST_ARCHIVE = 2 * LARGEST
"""Most bytes of all files of an archive, unpacked; they stay in memory."""
_DEEPEST = 6
"""Levels of folders that are searched."""
_MOST_FILES = 20_000
_SIBLINGS = (("-orals-posters.json", "-abstracts.json"),)
"""How the names of two files end that are published together."""


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read a programme from."""

    name: str
    """As the user named it; for a file in a folder, the folder's name and the relative path."""
    path: Path | None
    """None for standard input."""
    named: bool = True
    """False for a file found in a folder: it need not be a programme."""
    url: str = ""
    """The URL, if it is on the web; *path* is None then."""
    member: str = ""
    """The name within the archive at *path*; empty if it is the file itself."""
    within: Path | None = None
    """The folder or archive that the user named, for a file in it."""

    @property
    def location(self) -> str:
        """Return the absolute path or URL; empty for standard input."""
        if self.path is None:
            return self.url
        return str(self.path.absolute() / self.member)

    @property
    def origin(self) -> str:
        """Return the absolute path or URL of what the user named; empty for standard input."""
        return str(self.within.absolute()) if self.within else self.location


def sources(names: Iterable[str]) -> list[Source]:
    """Return the sources that *names* stand for: files, all files of folders, ``-``, URLs.

    Raises SourceError if a name does not exist or a folder is empty.
    """
    found = [source for name in names for source in _named_sources(name)]
    if len(found) > _MOST_FILES:
        raise SourceError(f"{len(found)} files are too many to read at once. Name fewer.")
    return found


def fetch(source: Source) -> bytes:
    """Return the bytes of *source*. Raises SourceError if it cannot be read or is too large."""
    try:
        raw = _unpacked(source) if source.member else _read(source.path)
    except OSError as error:
        raise SourceError(f"Cannot read {source.name}: {error.strerror or error}.") from error
    if len(raw) > LARGEST:
        raise SourceError(
            f"{source.name} is larger than {LARGEST // 2**20} MiB, too large for a programme."
        )
    return raw


def beside(source: Source, pattern: str) -> list[Source]:
    """Return the files in the folder of *source* whose names match *pattern*, sorted.

    Empty for standard input, or if the folder cannot be read. On the web, where folders cannot be
    listed, it is the file that sites are known to publish with such a one.
    """
    if source.path is None:
        known = (pair for pair in _SIBLINGS if fnmatch(pair[1], pattern) and pair[0] in source.url)
        urls = [source.url.replace(one, other) for one, other in known]
        return [Source(url, None, url=url) for url in urls]
    if source.member:
        folder = PurePosixPath(source.member).parent
        return [
            one
            for one in _archive_sources(source.path.name, source.path)
            if PurePosixPath(one.member).parent == folder
            and fnmatch(PurePosixPath(one.member).name, pattern)
        ]
    try:
        found = sorted(source.path.absolute().parent.glob(pattern))
        return [Source(path.name, path) for path in found if path.is_file()]
    except OSError:
        return []


def _unpacked(source: Source) -> bytes:
    """Return at most one byte more than allowed of a file in an archive."""
    import zlib  # few sources are archives
    from zipfile import BadZipFile, ZipFile  # as above

    try:
        with ZipFile(source.path or "") as archive, archive.open(source.member) as file:
            return file.read(LARGEST + 1)
    except (
        BadZipFile,
        zlib.error,
        KeyError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        ValueError,
    ) as error:
        raise SourceError(
            f"Cannot unpack {source.name}: the archive is damaged or encrypted."
        ) from error


def _read(path: Path | None) -> bytes:
    """Return at most one byte more than allowed, so that the caller can detect the excess."""
    if path is not None:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    return sys.stdin.buffer.read(LARGEST + 1)


def _named_sources(name: str) -> Iterator[Source]:
    if name == "-":
        yield Source("standard input", None)
        return
    if name.lower().startswith(("http://", "https://")):
        yield Source(name, None, url=name)
        return
    if not name.strip():
        raise SourceError("The name of a source is empty. Name a file, a folder, a URL or -.")
    path = expand_user(name)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a valid file name"
        raise SourceError(f"Cannot read {name}: {why}.") from error
    if stat.S_ISDIR(mode):
        yield from _folder_sources(name, path)
    elif _is_archive(path):
        yield from _archive_sources(name, path)
    else:
        yield Source(name, path)


def _is_archive(path: Path) -> bool:
    """Whether *path* is a zip file, by its first bytes."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False  # opening a pipe would block
        with path.open("rb") as file:
            return file.read(4) == b"PK\3\4"
    except OSError:
        return False


def _archive_sources(name: str, path: Path) -> Iterator[Source]:
    """Yield the files in an archive, sorted by name; hidden ones are skipped."""
    from zipfile import BadZipFile, ZipFile  # few sources are archives

    try:
        with ZipFile(path) as archive:
            listed = [one for one in archive.infolist() if not one.is_dir()]
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(f"Cannot unpack {name}: the archive is damaged.") from error
    sizes = {one.filename: one.file_size for one in listed if not _is_in_hidden(one.filename)}
    shown = sorted(sizes)
    if not shown:
        raise SourceError(f"{name} contains no file.")
    if len(shown) > _MOST_FILES:
        raise SourceError(f"{name} contains more than {_MOST_FILES} files. Name a smaller archive.")
    if sum(sizes.values()) > _LARGEST_ARCHIVE:
        raise SourceError(
            f"{name} contains more than {_LARGEST_ARCHIVE // 2**20} MiB when unpacked. "
            "Unpack it and name the files with programmes."
        )
    for member in shown:
        yield Source(f"{name}/{member}", path, named=False, member=member, within=path)


def _is_in_hidden(member: str) -> bool:
    """Whether *member* of an archive is hidden, or in a hidden folder."""
    return any(map(_is_hidden, PurePosixPath(member).parts))


def _is_hidden(part: str) -> bool:
    return part.startswith((".", "__MACOSX"))


def _folder_sources(name: str, folder: Path) -> Iterator[Source]:
    """Yield the files in *folder* and below it, sorted by name; hidden ones are skipped.

    An unreadable subfolder is yielded itself, so that reading it reports why.
    """
    files = [path for path in _below(name, folder) if _may_be_read(path)]
    if not files:
        raise SourceError(f"{name} contains no file.")
    for path in files:
        relative = path.relative_to(folder)
        yield Source(str(Path(name) / relative), path, named=False, within=folder)


def _below(name: str, folder: Path) -> list[Path]:
    found: list[Path] = []

    def note(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise SourceError(f"Cannot read {name}: {error.strerror}.") from error
        found.append(Path(error.filename))

    for current, folders, names in os.walk(folder, onerror=note):
        depth = len(Path(current).relative_to(folder).parts)
        folders[:] = sorted(f for f in folders if not f.startswith(".")) if depth < _DEEPEST else []
        found += [Path(current) / file for file in sorted(names) if not file.startswith(".")]
        if len(found) > _MOST_FILES:
            raise SourceError(
                f"{name} contains more than {_MOST_FILES} files. Name a smaller folder."
            )
    return found


def _may_be_read(path: Path) -> bool:
    """Whether reading *path* ends, with bytes or an error; a pipe would block."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False  # a broken link
    except OSError:
        return True
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)
