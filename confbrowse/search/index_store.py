"""Index files, kept up to date with the library, in the folder ``index`` beside it.

Each file records which programmes it contains and in which state, so nothing else has to be stored:
a file that is missing, damaged, outdated or of another version is simply rebuilt. Until then,
titles, people and sessions are searched in a temporary index in memory.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from confbrowse.model import ProgrammeSummary, Talk
from confbrowse.search import index, index_builder
from confbrowse.search.evaluator import IndexPart, index_part
from confbrowse.search.index import Cover, IndexSegment
from confbrowse.search.searcher import Searcher
from confbrowse.storage.library import LibraryStore

_MAX_FILES = 4
"""With more files than this, they are merged: each costs a little time with every key."""
_SUFFIX = ".index"

Progress = Callable[[int, int], bool]
"""Called now and then with the talks done and their total; returning False stops the work."""


@dataclass(frozen=True, slots=True)
class LoadedIndex:
    """An index of the whole library, as complete as possible without delay."""

    searcher: Searcher
    missing: int
    """How many talks are not fully indexed: only their titles, people and sessions are searched."""


@dataclass(frozen=True, slots=True)
class _IndexFile:
    """An index file on disk."""

    path: Path
    segment: IndexSegment

    def fresh(self, programmes: Sequence[ProgrammeSummary]) -> tuple[ProgrammeSummary, ...]:
        """Return those of *programmes* that it contains in their current state."""
        return tuple(
            programme for programme in programmes if cover_of(programme) in self.segment.covers
        )


def index_talks(talks: Sequence[Talk]) -> Searcher:
    """Return an in-memory index of *talks*, whose numbers are 0, 1, ... ."""
    found = index.build(index_builder.read(talks), (Cover("", "", len(talks)),))
    return Searcher((index_part(found, {"": 0}),))


@dataclass(frozen=True, slots=True)
class IndexStore:
    """The index files of one library."""

    library: LibraryStore

    @property
    def folder(self) -> Path:
        """The folder of the files."""
        return self.library.database.path.with_name("index")

    def load(self) -> LoadedIndex:
        """Return what can be searched now; writes nothing. Raises StoreError."""
        parts, missing = self._parts()
        return LoadedIndex(
            Searcher([*parts, *self._temporary_parts(missing)]),
            sum(programme.talks for programme in missing),
        )

    def parts_with_titles(self) -> list[IndexPart]:
        """Return an index of all titles, people and sessions; writes nothing. Raises StoreError."""
        parts, missing = self._parts()
        return [*parts, *self._temporary_parts(missing)]

    def _temporary_parts(self, missing: Sequence[ProgrammeSummary]) -> list[IndexPart]:
        return [self._temporary_index(missing)] if missing else []

    def parts(self) -> list[IndexPart]:
        """Return the index of every programme that is fully indexed; writes nothing. Raises StoreError."""
        return self._parts()[0]

    def _parts(self) -> tuple[list[IndexPart], tuple[ProgrammeSummary, ...]]:
        """Return the index of every programme that is fully indexed, and the other programmes."""
        programmes = self.library.programmes()
        parts: list[IndexPart] = []
        missing = dict.fromkeys(programmes)
        for file in self._files():
            fresh = [programme for programme in file.fresh(programmes) if programme in missing]
            if fresh:
                parts.append(
                    index_part(file.segment, {programme.id: programme.first for programme in fresh})
                )
            for programme in fresh:
                del missing[programme]
        return parts, tuple(missing)

    def catch_up(self, should_continue: Progress = lambda _done, _of: True) -> None:
        """Create missing index files, remove outdated ones, and merge them if there are many.

        Raises StoreError if a file cannot be written, InterruptedError if *should_continue* returns
        False; finished files stay.
        """
        programmes = self.library.programmes()
        files = self._files()
        indexed = {programme for file in files for programme in file.fresh(programmes)}
        missing = [programme for programme in programmes if programme not in indexed]
        done, total = 0, sum(programme.talks for programme in missing)
        for programme in missing:
            self._build(programme, partial(_report_progress, should_continue, done, total))
            done += programme.talks
        files = self._files()
        for file in files:
            if not file.fresh(programmes):
                _remove(file.path)
        if len(files) > _MAX_FILES:
            self._merge(programmes)

    def _files(self) -> list[_IndexFile]:
        """Return the readable index files, the newest first; damaged ones are removed."""
        found = []
        with suppress(OSError):
            for path in sorted(self.folder.glob(f"*{_SUFFIX}"), key=_newest_first):
                try:
                    if index.checksum_matches(path):
                        found.append(_IndexFile(path, index.open_segment(path)))
                        continue
                except (OSError, index.DamagedIndexError):
                    pass  # removed below
                _remove(path)
        return found

    def _build(self, programme: ProgrammeSummary, should_continue: Callable[[int], bool]) -> None:
        talks = self.library.searchable_talks(programme.id)
        stream = index_builder.read(talks, should_continue)
        segment = index.build(stream, (Cover(programme.id, programme.added, len(talks)),))
        if not should_continue(len(talks)):
            raise InterruptedError("The index was not written.")
        self._write(segment)

    def _merge(self, programmes: Sequence[ProgrammeSummary]) -> None:
        """Merge all files into one."""
        files = self._files()
        merged: list[ProgrammeSummary] = []
        streams = []
        for file in files:
            fresh = [programme for programme in file.fresh(programmes) if programme not in merged]
            current = index_part(
                file.segment, {programme.id: programme.first for programme in fresh}
            )
            streams.append((index.stream_of(file.segment), current.numbers >= 0))
            covered = [
                programme
                for cover in file.segment.covers
                for programme in fresh
                if cover_of(programme) == cover
            ]
            merged += covered
        self._write(index.build(index_builder.merged(streams), tuple(map(cover_of, merged))))
        for file in files:
            _remove(file.path)

    def _write(self, segment: IndexSegment) -> None:
        covers = "\n".join(f"{cover.programme} {cover.stamp}" for cover in segment.covers)
        name = hashlib.sha256(covers.encode()).hexdigest()[:16]
        path = self.folder / f"{name}{_SUFFIX}"
        index.write_segment(segment, path)

    def _temporary_index(self, programmes: Iterable[ProgrammeSummary]) -> IndexPart:
        """Return an in-memory index of the quickly readable texts of *programmes*."""
        headings = [
            (programme, self.library.talk_headings(programme.id)) for programme in programmes
        ]
        stream = index_builder.read(talk for _, talks in headings for talk in talks)
        covers = tuple(
            Cover(programme.id, programme.added, len(talks)) for programme, talks in headings
        )
        firsts = {programme.id: programme.first for programme, _ in headings}
        return index_part(index.build(stream, covers), firsts)


def cover_of(programme: ProgrammeSummary) -> Cover:
    """Return *programme* in its current state, as files of an index name it."""
    return Cover(programme.id, programme.added, programme.talks)


def _newest_first(path: Path) -> tuple[float, str]:
    return -path.stat().st_mtime, path.name


def _remove(path: Path) -> None:
    """Remove an index file; one that another process has open may have to stay for now."""
    with suppress(OSError):
        path.unlink()


def _report_progress(should_continue: Progress, done_before: int, total: int, done: int) -> bool:
    return should_continue(done_before + done, total)
