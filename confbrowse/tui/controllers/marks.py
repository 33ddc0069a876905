"""The user's marks: writes them in order, publishes one snapshot, polls for changes by other processes."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from confbrowse.errors import ConfbrowseError
from confbrowse.marks import (
    MarkUpdate,
    toggle,
    with_hidden,
    with_later,
    with_more_interest,
    with_seen,
    with_star,
)
from confbrowse.model import NO_MARK, Mark, Talk, WatchChange, start_key
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.clock import EVENT, Clock
from confbrowse.schedule.rooms import NO_WALKS, Walks
from confbrowse.schedule.timetable import cancelled
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore, Replayed
from confbrowse.storage.snapshots import stored_copy
from confbrowse.tui import feedback
from confbrowse.tui.feedback import Changes

Hits = Mapping[str, tuple[str, ...]]
"""As ``discovery.watch`` finds them, which loads numpy."""
TalkReader = Callable[[], Sequence[Talk]]
"""Returns the talks to mark; it may read the library, and is called in a worker thread."""
Step = Callable[[MarkStore], Changes]
"""Changes marks and returns the changes; it is called in a worker thread."""
_NO_CLASHES = ClashIndex(())


@dataclass(frozen=True, slots=True, eq=False)
class MarksSnapshot:
    """All marks at one moment, with the clashes and cancelled talks that result from them.

    Two snapshots are equal only if they are the same object, so a comparison is cheap.
    """

    version: int = -1
    """Of the mark store; -1 before it was read."""
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """Every mark that is not empty, by the id of its talk."""
    starred: Mapping[str, Talk] = field(default_factory=dict)
    """The starred talks as the mark store keeps them, by id, ordered by start time."""
    clashes: ClashIndex = _NO_CLASHES
    """The starred talks, to ask what a talk clashes with."""
    cancelled: Set[str] = frozenset()
    """The ids of the starred talks that their programmes no longer contain."""
    watched: tuple[str, ...] = ()
    """The queries on the watch list."""
    hits: Hits = field(default_factory=dict)
    """The queries that match a talk, by its id."""

    def with_changes(
        self, changes: Changes, *, version: int, cancelled: Set[str] = frozenset()
    ) -> "MarksSnapshot":
        """Return the snapshot after *changes*, which made the store's version *version*.

        *cancelled* are the newly starred talks that their programmes no longer contain. The result
        equals what a read of the store would give.
        """
        after = {one.talk.id: one.after for one in changes}
        marks = {one: mark for one, mark in {**self.marks, **after}.items() if mark != NO_MARK}
        starred_now = {one: talk for one, talk in self.starred.items() if one not in after}
        # talks with the same start are in the order of their last changes, as in the store
        starred_now |= {one.talk.id: stored_copy(one.talk) for one in changes if one.after.starred}
        starred = {talk.id: talk for talk in sorted(starred_now.values(), key=start_key)}
        is_same = tuple(starred.values()) == tuple(self.starred.values())
        clashes = self.clashes if is_same else ClashIndex(starred.values(), self.clashes.walks)
        still_cancelled = (self.cancelled | cancelled) & starred.keys()
        return MarksSnapshot(
            version, marks, starred, clashes, still_cancelled, self.watched, self.hits
        )


NO_MARKS = MarksSnapshot()


class MarksController:
    """Owns the snapshot of the marks, one for the whole application.

    A mark is on the disk before it is shown. Blocking work is done in threads; the methods must be
    called in the event loop.
    """

    def __init__(self, store: MarkStore, library: LibraryStore, walks: Walks = NO_WALKS) -> None:
        self.store, self._walks = store, walks
        self.snapshot = NO_MARKS
        self.library_version = ""
        """Of the library that is shown; empty before it was read."""
        self.on_change: Callable[[], None] = _ignore
        """Called after each new snapshot, and after each change of the library's version."""
        self.unfinished: Callable[[], Awaitable[object]] | None = None
        """Writes the note that is still being edited, if any; raises ConfbrowseError."""
        self.find_hits: Callable[[LibraryStore, tuple[str, ...]], Hits] = _no_hits
        """Finds the talks that the watch list matches; it is called in a worker thread."""
        self.also_watched: tuple[str, ...] = ()
        """Queries to watch that are in the settings."""
        self._library = library
        self._hits: tuple[tuple[object, ...], Hits] = ((), {})
        """What the hits depend on, and the hits."""
        self._writing = asyncio.Lock()
        self._is_polling = False
        self._read_error = ""
        """Why the last poll failed; empty if it did not."""
        self._unreported: ConfbrowseError | None = None
        """An error after a mark was written; the next poll raises it."""

    @property
    def is_ready(self) -> bool:
        """Whether the marks have been read, or cannot be."""
        return self.snapshot.version >= 0 or bool(self._read_error)

    def watch_library(self, library: LibraryStore) -> None:
        """Poll *library* from now on, and look for cancelled talks there."""
        self._library, self.library_version = library, ""

    async def write(self, step: Step) -> Changes:
        """Run *step* after all earlier ones, publish its changes, and return them.

        Raises StoreError if it cannot be written; nothing is changed then.
        """
        async with self._writing:
            changes, snapshot = await asyncio.to_thread(self._write, step)
            if snapshot is not self.snapshot:
                self.snapshot = snapshot
                self.on_change()
        return changes

    def _write(self, step: Step) -> tuple[Changes, MarksSnapshot]:
        before = self.snapshot  # no other is published while a step is written
        written: list[tuple[int, int]] = []
        store = replace(self.store, on_change=lambda old, new: written.append((old, new)))
        changes = step(store)
        if not written:
            return changes, before
        try:
            is_read = len(written) > 1 or written[0][0] != before.version
            if is_read or self.store.watched() != before.watched:
                return changes, self._read()  # another process has written since, or the step did
            version = written[0][1]
            new = [one.talk for one in changes if one.after.starred and not one.before.starred]
            gone = self._cancelled(new) if new else frozenset()
            return changes, before.with_changes(changes, version=version, cancelled=gone)
        except ConfbrowseError as error:
            self._unreported = error
            # show what was written; the old version makes the next poll read everything
            return changes, before.with_changes(changes, version=before.version)

    async def done(self) -> None:
        """Return when every step, and the note that is still being edited, is written.

        Raises ConfbrowseError if the note cannot be written.
        """
        if self.unfinished:
            await self.unfinished()
        async with self._writing:
            pass

    async def poll(self) -> None:
        """Publish what other processes have changed, if anything.

        Raises ConfbrowseError if the stores cannot be read, but only once for the same error in a row.
        """
        if self._is_polling or self._writing.locked():
            return
        unreported, self._unreported = self._unreported, None
        if unreported:
            self._read_error = str(unreported)
            raise unreported
        self._is_polling = True
        before, seen = self.snapshot, self.library_version
        library = self._library
        try:
            snapshot, version = await asyncio.to_thread(self._poll, before, seen)
        except ConfbrowseError as error:
            is_new, self._read_error = str(error) != self._read_error, str(error)
            if is_new:
                raise
        else:
            self._read_error = ""
            is_current = self.snapshot is before and self._library is library
            if is_current and not self._writing.locked():  # otherwise the next poll reads more
                self.snapshot, self.library_version = snapshot, version
                if snapshot is not before or version != seen:
                    self.on_change()
        finally:
            self._is_polling = False

    def _poll(self, before: MarksSnapshot, seen: str) -> tuple[MarksSnapshot, str]:
        version, library = self.store.version(), self._library.version()
        if (version, library) == (before.version, seen):
            return before, library
        return self._read(), library

    def _read(self) -> MarksSnapshot:
        # the version first, so that a write meanwhile makes the next poll read again
        version = self.store.version()
        starred = {entry.talk.id: entry.talk for entry in self.store.entries()}
        gone = self._cancelled(starred.values())
        marks, watched = self.store.marks(), self.store.watched()
        clashes = ClashIndex(starred.values(), self._walks)
        return MarksSnapshot(
            version, marks, starred, clashes, gone, watched, self._hits_of(watched)
        )

    def _hits_of(self, watched: tuple[str, ...]) -> Hits:
        """Return the talks that match *watched*; they are searched again when these or the library change."""
        queries = tuple(dict.fromkeys((*watched, *self.also_watched)))
        depends_on = (queries, self._library, self._library.version()) if queries else ()
        if depends_on != self._hits[0]:
            self._hits = (depends_on, self.find_hits(self._library, queries) if queries else {})
        return self._hits[1]

    def _cancelled(self, talks: Collection[Talk]) -> frozenset[str]:
        there = self._library.numbered([talk.id for talk in talks])
        if len(there) == len(talks):
            return frozenset()
        programmes = {programme.id for programme in self._library.programmes()}
        return cancelled(talks, programmes, there.keys())

    async def mark(
        self,
        talks: TalkReader,
        change_for: Callable[[Sequence[Mark]], MarkUpdate],
        *,
        undoable: bool = True,
    ) -> Changes:
        """Change the marks of *talks* in one step; *change_for* gets the marks as they are shown."""
        known = self.snapshot.marks

        def step(store: MarkStore) -> Changes:
            found = talks()
            change = change_for([known.get(talk.id, NO_MARK) for talk in found])
            return store.mark(found, change, undoable=undoable)

        return await self.write(step)

    # Each of these returns a notice to show, which may be empty.

    async def star(
        self, talks: TalkReader, *, clock: Clock = EVENT, names_clashes: bool = True
    ) -> str:
        """Star the talks, or unstar them where all are starred.

        The notice names clashes of a newly starred talk, and by *clock* its other presentations.
        """
        changes = await self.mark(talks, partial(toggle, "starred", with_star))
        if not names_clashes:
            return feedback.how_many(changes)
        others: Sequence[Talk] = ()
        if len(changes) == 1 and changes[0].after.starred:
            others = await self._presentations(changes[0].talk)
        unstarred = [one for one in others if one.id not in self.snapshot.starred]
        return feedback.starred(changes, self.snapshot.clashes, unstarred, clock)

    async def star_presentations(self, talk: Talk, clock: Clock) -> str:
        """Star the other presentations of *talk*, or unstar them where all are starred."""
        others = await self._presentations(talk)
        if not others:
            return "This talk has no other presentation."
        changes = await self.mark(lambda: others, partial(toggle, "starred", with_star))
        return feedback.starred_presentations(talk, changes, clock)

    async def _presentations(self, talk: Talk) -> Sequence[Talk]:
        """Return the other presentations of *talk*; none if the library cannot be read."""
        with suppress(ConfbrowseError):
            return await asyncio.to_thread(self._library.presentations, talk.id)
        return ()

    async def keep(self, talk: Talk, others: Sequence[Talk]) -> str:
        """Star *talk* and unstar *others* in one step."""
        star, unstar = partial(with_star, is_set=True), partial(with_star, is_set=False)
        wanted = [(talk, star), *((other, unstar) for other in others)]
        return feedback.kept(talk, await self.write(lambda store: store.mark_each(wanted)))

    async def apply_plan(self, changes: Sequence[tuple[Talk, MarkUpdate]]) -> str:
        """Star and unstar talks in one step."""
        return feedback.planned(await self.write(lambda store: store.mark_each(changes)))

    async def change_interest(self, talks: TalkReader, step: int) -> str:
        """Change the interest by *step*."""
        changes = await self.mark(talks, lambda _: partial(with_more_interest, step=step))
        return feedback.interest(changes)

    async def hide(self, talks: TalkReader) -> str:
        """Hide the talks, or show them again where all are hidden."""
        return feedback.hidden(await self.mark(talks, partial(toggle, "hidden", with_hidden)))

    async def put_off(self, talks: TalkReader) -> str:
        """Mark the talks for later, or no longer where all are."""
        return feedback.how_many(await self.mark(talks, partial(toggle, "later", with_later)))

    async def toggle_seen(self, talks: TalkReader) -> str:
        """Mark the talks as seen, or as unseen where all are seen."""
        return feedback.how_many(await self.mark(talks, partial(toggle, "seen", with_seen)))

    async def see(self, talks: TalkReader) -> None:
        """Mark the talks as seen because they were read; undo skips this, and there is no notice."""
        seen = partial(with_seen, is_set=True)
        await self.mark(talks, lambda _: seen, undoable=False)

    async def import_marks(self, step: Step) -> str:
        """Run *step*, which merges the marks of a file into the user's."""
        return feedback.imported(await self.write(step))

    async def watch(self, query: str, *, is_set: bool) -> str:
        """Add *query* to the watch list or remove it."""

        def step(store: MarkStore) -> Changes:
            store.watch(query, is_set=is_set)
            return ()

        await self.write(step)
        hits = sum(query in queries for queries in self.snapshot.hits.values())
        return feedback.watched(query, hits if is_set else None)

    async def undo(self) -> str:
        """Undo the last step."""
        return feedback.undone(*await self.undo_step())

    async def undo_step(self) -> tuple[Changes, Sequence[WatchChange]]:
        """Undo the last step; return what changed."""
        return await self._replay(MarkStore.undo_step)

    async def redo(self) -> str:
        """Redo the step that was undone last."""
        return feedback.redone(*await self._replay(MarkStore.redo_step))

    async def _replay(
        self, replay: Callable[[MarkStore], Replayed]
    ) -> tuple[Changes, Sequence[WatchChange]]:
        watched: list[WatchChange] = []

        def step(store: MarkStore) -> Changes:
            found = replay(store)
            watched.extend(found.watched)
            return found.marks

        return await self.write(step), watched


def _ignore() -> None:
    pass


def _no_hits(_library: LibraryStore, _watched: tuple[str, ...]) -> Hits:
    return {}
