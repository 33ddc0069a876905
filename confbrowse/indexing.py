"""Keeps the search indexes in step with the library: in the folder ``index`` beside its file.

Each file there tells which programmes it holds, and as of when; so nothing else has to be kept, and
a file that is missing, damaged, outdated or of another version costs only the time to make it anew.
Until then, titles, people and sessions are searched, in an index made on the spot.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from confbrowse.errors import StoreError
from confbrowse.garbage import uncollected
from confbrowse.model import Shelf, Talk
from confbrowse.search import arrays, building, segment
from confbrowse.search.engine import Index
from confbrowse.search.segment import Cover, Segment
from confbrowse.search.together import Part, part
from confbrowse.stores.library import Library

_MANY = 4
"""From so many files on, they are joined: each costs a little with every key."""
_SUFFIX = ".index"

GoesOn = Callable[[int, int], bool]
"""Asked now and then, with how many talks of how many are done; to stop is to say no."""


@dataclass(frozen=True, slots=True)
class Searched:
    """An index over the whole library, as good as it can be made at once."""

    index: Index
    missing: int
    """Talks of which only titles, people and sessions are searched so far."""


@dataclass(frozen=True, slots=True)
class _File:
    """An index on the disk."""

    path: Path
    segment: Segment

    def fresh(self, shelves: Sequence[Shelf]) -> tuple[Shelf, ...]:
        """Return those of *shelves* that it holds as they are now."""
        return tuple(shelf for shelf in shelves if _cover(shelf) in self.segment.covers)


def index_of(talks: Sequence[Talk]) -> Index:
    """Return an index over *talks* in memory; they have the numbers 0, 1 ... ."""
    found = segment.build(building.read(talks), (Cover("", "", len(talks)),))
    return Index((part(found, {"": 0}),))


@dataclass(frozen=True, slots=True)
class Indexes:
    """The indexes of one library."""

    library: Library

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self.library.database.path.with_name("index")

    def searched(self) -> Searched:
        """Return what can be searched now; nothing is written. Raises StoreError."""
        shelves = self.library.shelves()
        parts: list[Part] = []
        missing = dict.fromkeys(shelves)
        for file in self._files():
            fresh = [shelf for shelf in file.fresh(shelves) if shelf in missing]
            if fresh:
                parts.append(part(file.segment, {shelf.id: shelf.first for shelf in fresh}))
            for shelf in fresh:
                del missing[shelf]
        if missing:
            parts.append(self._quickly_made(tuple(missing)))
        return Searched(Index(parts), sum(shelf.talks for shelf in missing))

    @uncollected()
    def like(self, talk: Talk, most: int) -> tuple[tuple[Talk, float], ...]:
        """Return at most *most* talks that are like *talk*, with their scores, the likest first.

        Nothing is written. Raises StoreError.
        """
        hits = self.searched().index.like(talk, most + 1)
        talks = self.library.talks(hit.number for hit in hits)
        found = ((talks[hit.number], hit.score) for hit in hits if hit.number in talks)
        return tuple(one for one in found if one[0].id != talk.id)[:most]

    def catch_up(self, goes_on: GoesOn = lambda _done, _of: True) -> None:
        """Make the indexes that are missing, and take away those that are outdated.

        Raises StoreError where one cannot be kept, InterruptedError where *goes_on* says no; what
        was finished before stays.
        """
        shelves = self.library.shelves()
        files = self._files()
        held = {shelf for file in files for shelf in file.fresh(shelves)}
        missing = [shelf for shelf in shelves if shelf not in held]
        done, of = 0, sum(shelf.talks for shelf in missing)
        for shelf in missing:
            self._make(shelf, partial(_farther, goes_on, done, of))
            done += shelf.talks
        files = self._files()
        for file in files:
            if not file.fresh(shelves):
                _remove(file.path)
        if len(files) > _MANY:
            self._join(shelves)

    def _files(self) -> list[_File]:
        """Return the indexes that can be read, the newest first; one that is damaged is removed."""
        found = []
        with suppress(OSError):
            for path in sorted(self.folder.glob(f"*{_SUFFIX}"), key=_age):
                try:
                    if arrays.is_sound(path):
                        found.append(_File(path, segment.opened(path)))
                        continue
                except (OSError, arrays.DamagedError):
                    """Is of no use."""
                _remove(path)
        return found

    def _make(self, shelf: Shelf, goes_on: Callable[[int], bool]) -> None:
        talks = self.library.searched(shelf.id)
        stream = building.read(talks, goes_on)
        made = segment.build(stream, (Cover(shelf.id, shelf.added, len(talks)),))
        if not goes_on(len(talks)):
            raise InterruptedError("The index is not kept.")
        self._keep(made)

    def _join(self, shelves: Sequence[Shelf]) -> None:
        """Make one index of all, and remove the others."""
        files = self._files()
        kept: list[Shelf] = []
        streams = []
        for file in files:
            fresh = [shelf for shelf in file.fresh(shelves) if shelf not in kept]
            mine = part(file.segment, {shelf.id: shelf.first for shelf in fresh})
            streams.append((segment.stream_of(file.segment), mine.numbers >= 0))
            held = [
                shelf for cover in file.segment.covers for shelf in fresh if _cover(shelf) == cover
            ]
            kept += held
        self._keep(segment.build(building.joined(streams), tuple(map(_cover, kept))))
        for file in files:
            _remove(file.path)

    def _keep(self, made: Segment) -> None:
        covers = "\n".join(f"{cover.programme} {cover.stamp}" for cover in made.covers)
        name = hashlib.sha256(covers.encode()).hexdigest()[:16]
        path = self.folder / f"{name}{_SUFFIX}"
        try:
            segment.write(made, path)
        except OSError as error:
            raise StoreError(
                f"Cannot keep the search index at {path}: {error.strerror}."
            ) from error

    def _quickly_made(self, shelves: Iterable[Shelf]) -> Part:
        """Return an index in memory over what is quickly read of the talks on *shelves*."""
        headings = [(shelf, self.library.headings(shelf.id)) for shelf in shelves]
        stream = building.read(talk for _, talks in headings for talk in talks)
        covers = tuple(Cover(shelf.id, shelf.added, len(talks)) for shelf, talks in headings)
        firsts = {shelf.id: shelf.first for shelf, _ in headings}
        return part(segment.build(stream, covers), firsts)


def _cover(shelf: Shelf) -> Cover:
    return Cover(shelf.id, shelf.added, shelf.talks)


def _age(path: Path) -> tuple[float, str]:
    return -path.stat().st_mtime, path.name


def _remove(path: Path) -> None:
    """Remove an index; one that another program looks at may have to stay until later."""
    with suppress(OSError):
        path.unlink()


def _farther(goes_on: GoesOn, before: int, of: int, done: int) -> bool:
    return goes_on(before + done, of)
