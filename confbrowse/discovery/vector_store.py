"""The vectors of the library's talks, in one file beside its index: a cache that is rebuilt when it is outdated.

The file records which programmes it contains and in which state. While it is missing, damaged or of another
version, nothing is known of the talks; of a library that has changed, everything but the changed programmes.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from confbrowse.discovery.vectors import I64, Continue, Vectors, learn
from confbrowse.gc_pause import paused_gc
from confbrowse.search import index
from confbrowse.search.evaluator import numbers_of
from confbrowse.search.index import Cover, DamagedIndexError
from confbrowse.search.index_store import IndexStore, cover_of
from confbrowse.storage.library import LibraryStore

_VERSION = 1
"""Of the file and of what is learned: a file of another version is rebuilt."""
_SUFFIX = ".vectors"
_ARRAYS = tuple(one.name for one in fields(Vectors))


@dataclass(frozen=True, slots=True)
class LibraryVectors:
    """The vectors of a library, as complete as they are on the disk."""

    vectors: Vectors
    numbers: I64
    """The library's number of each talk of ``vectors``; -1 for one that has changed since."""
    missing: int
    """How many talks of the library have no vectors yet."""


@dataclass(frozen=True, slots=True)
class VectorStore:
    """The file of vectors of one library."""

    library: LibraryStore

    @property
    def folder(self) -> Path:
        """The folder of the file, which the index shares."""
        return IndexStore(self.library).folder

    def load(self) -> LibraryVectors | None:
        """Return the vectors on the disk; None if there are none. Writes nothing. Raises StoreError."""
        programmes = {cover_of(one): one.first for one in self.library.programmes()}
        files = [(covers, path) for path in self._paths() if (covers := _covers(path))]
        files.sort(key=lambda file: -sum(one.talks for one in file[0] if one in programmes))
        for covers, path in files:  # the first, unless it is damaged
            if vectors := _open(path):
                current = {one.programme: programmes[one] for one in covers if one in programmes}
                missing = sum(one.talks for one in programmes.keys() - set(covers))
                return LibraryVectors(vectors, numbers_of(covers, current), missing)
        return None

    def is_current(self) -> bool:
        """Whether the file has the vectors of the library as it is now; reads only its header."""
        now = {cover_of(one) for one in self.library.programmes()}
        return not now or any(set(_covers(path)) == now for path in self._paths())

    def ready(self) -> LibraryVectors | None:
        """Return the vectors on the disk, made now if there are none; None if the library is empty.

        Raises StoreError.
        """
        if found := self.load():
            return found
        IndexStore(self.library).catch_up()
        self.catch_up()
        return self.load()

    @paused_gc()
    def catch_up(self, should_continue: Continue = lambda: True) -> None:
        """Make the vectors of all talks that are in the index, unless the file has them; remove other files.

        Raises StoreError if the file cannot be written, InterruptedError if *should_continue* returns False.
        """
        parts = IndexStore(self.library).parts()
        now = {cover_of(one) for one in self.library.programmes()}
        covers = [one for part in parts for one in part.segment.covers if one in now]
        old = self._paths()
        current = [path for path in old if set(_covers(path)) == set(covers) and _open(path)]
        if covers and not current:
            path = self.folder / _name(covers)
            _write(learn(parts, should_continue), covers, path)
            current = [path]
        for path in {*old} - {*current[:1]}:
            with suppress(OSError):  # another process may have it open
                path.unlink()

    def _paths(self) -> list[Path]:
        with suppress(OSError):
            return sorted(self.folder.glob(f"*{_SUFFIX}"))
        return []


def _name(covers: Sequence[Cover]) -> str:
    text = "\n".join(f"{cover.programme} {cover.stamp}" for cover in covers)
    return hashlib.sha256(text.encode()).hexdigest()[:16] + _SUFFIX


def _write(vectors: Vectors, covers: Sequence[Cover], path: Path) -> None:
    index.write_arrays(
        path,
        {name: getattr(vectors, name) for name in _ARRAYS},
        {"version": _VERSION, "covers": [[one.programme, one.stamp, one.talks] for one in covers]},
    )


def _covers(path: Path) -> tuple[Cover, ...]:
    """Return the programmes in the file at *path*; none if it is damaged or of another version."""
    try:
        about = index.read_header(path)
        if about["version"] != _VERSION:
            return ()
        return tuple(
            Cover(str(one), str(stamp), int(talks)) for one, stamp, talks in about["covers"]
        )
    except (OSError, DamagedIndexError, KeyError, TypeError, ValueError):
        return ()


def _open(path: Path) -> Vectors | None:
    """Return the vectors in the file at *path*, memory-mapped; None if it is damaged or gone."""
    with suppress(OSError):
        return _checked(path, path.stat().st_mtime_ns)
    return None


@lru_cache(maxsize=2)
def _checked(path: Path, changed: int) -> Vectors | None:  # noqa: ARG001 - of another time, it is another file
    """Return the vectors in the file at *path*; reads it whole, but only once after it has *changed*."""
    if not index.checksum_matches(path):
        return None
    try:
        arrays = index.open_mapped(path)
        return Vectors(**{name: arrays[name] for name in _ARRAYS})
    except (OSError, DamagedIndexError, KeyError):
        return None
