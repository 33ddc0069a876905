"""From what a person names to sources, and to bytes: files, folders, archives, standard input.

Their sizes are bounded. What is on the web is only named here.
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

LARGEST = 64 * 1024 * 1024
"""Bytes of a single source that are read at most; a larger one is refused."""
_DEEPEST = 6
"""Folders below a named folder that are looked into."""
_MOST_FILES = 20_000
_SIBLINGS = (("-orals-posters.json", "-abstracts.json"),)
"""How the names of two files end that lie beside each other on a site."""


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read a programme from."""

    name: str
    """As the person named it; for a file in a folder, the folder's name and the way from there."""
    path: Path | None
    """None for standard input."""
    named: bool = True
    """False for a file that was found in a folder: it may well be no programme."""
    url: str = ""
    """Its address, where it is on the web; there is no *path* then."""
    member: str = ""
    """The name within the archive that lies at *path*; empty where that is the file itself."""
    within: Path | None = None
    """The folder or archive that was named, where this is a file in it."""

    @property
    def location(self) -> str:
        """Return where it lies for good; empty for standard input."""
        if self.path is None:
            return self.url
        return str(self.path.absolute() / self.member)

    @property
    def origin(self) -> str:
        """Return where that which was named lies for good; empty for standard input."""
        return str(self.within.absolute()) if self.within else self.location


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
        raw = _unpacked(source) if source.member else _read(source.path)
    except OSError as error:
        raise SourceError(f"Cannot read {source.name}: {error.strerror or error}.") from error
    if len(raw) > LARGEST:
        raise SourceError(
            f"{source.name} is larger than {LARGEST // 2**20} MiB; that is no programme."
        )
    return raw


def beside(source: Source, pattern: str) -> list[Source]:
    """Return the files in the folder of *source* whose names match *pattern*, in order.

    None for standard input, or where the folder cannot be read. On the web, where no folder can be
    read, it is the file that sites are known to keep beside such a one.
    """
    if source.path is None:
        known = (pair for pair in _SIBLINGS if fnmatch(pair[1], pattern) and pair[0] in source.url)
        urls = [source.url.replace(one, other) for one, other in known]
        return [Source(url, None, url=url) for url in urls]
    if source.member:
        folder = PurePosixPath(source.member).parent
        return [
            one
            for one in _of_archive(source.path.name, source.path)
            if PurePosixPath(one.member).parent == folder
            and fnmatch(PurePosixPath(one.member).name, pattern)
        ]
    try:
        found = sorted(source.path.absolute().parent.glob(pattern))
        return [Source(path.name, path) for path in found if path.is_file()]
    except OSError:
        return []


def _unpacked(source: Source) -> bytes:
    """Return one byte more of a file in an archive than is allowed, at most."""
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
            f"Cannot unpack {source.name}: the archive is damaged or locked."
        ) from error


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
        yield Source(name, None, url=name)
        return
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
    elif _is_archive(path):
        yield from _of_archive(name, path)
    else:
        yield Source(name, path)


def _is_archive(path: Path) -> bool:
    """Return whether *path* is a zip file, by its first bytes."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False  # to open a pipe would wait for whoever writes to it
        with path.open("rb") as file:
            return file.read(4) == b"PK\3\4"
    except OSError:
        return False


def _of_archive(name: str, path: Path) -> Iterator[Source]:
    """Yield the files in an archive, in order of name; hidden ones are passed over."""
    from zipfile import BadZipFile, ZipFile  # few sources are archives

    try:
        with ZipFile(path) as archive:
            members = [one.filename for one in archive.infolist() if not one.is_dir()]
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(f"Cannot unpack {name}: the archive is damaged.") from error
    shown = [one for one in sorted(members) if not any(map(_is_hidden, PurePosixPath(one).parts))]
    if not shown:
        raise SourceError(f"{name} holds no file.")
    if len(shown) > _MOST_FILES:
        raise SourceError(f"{name} holds more than {_MOST_FILES} files; name a smaller archive.")
    for member in shown:
        yield Source(f"{name}/{member}", path, named=False, member=member, within=path)


def _is_hidden(part: str) -> bool:
    return part.startswith((".", "__MACOSX"))


def _of_folder(name: str, folder: Path) -> Iterator[Source]:
    """Yield the files in *folder* and below it, in order of name; hidden ones are passed over.

    A folder below that cannot be looked into is yielded itself, so that reading it tells why.
    """
    files = [path for path in _below(name, folder) if _may_be_read(path)]
    if not files:
        raise SourceError(f"{name} holds no file.")
    for path in files:
        way = path.relative_to(folder)
        yield Source(str(Path(name) / way), path, named=False, within=folder)


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
