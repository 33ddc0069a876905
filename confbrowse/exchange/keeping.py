"""The reader's own mirror and calendar, kept up to date with the agenda: looked at often, written seldom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from confbrowse.errors import StoreError
from confbrowse.exchange.bringing_in import Brought
from confbrowse.exchange.files import place, sync_calendar, sync_mirror
from confbrowse.marks import in_words
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library
from confbrowse.text.readable import readable_line

_LOOKS = 30
"""So many looks after one that failed, it is tried once more though nothing has changed."""
_Seen = tuple[int, str, tuple[int, int, int]]
"""Which marks, which library, and which mirror there are, without reading them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The files that are kept up to date."""

    mirror: Path | None = None
    calendar: Path | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What the reader is to be told, once."""

    sentence: str
    failed: bool = False


class Keeping:
    """Keeps files up to date; whoever has it calls ``look`` now and then, never twice at once."""

    def __init__(self, agenda: Agenda, library: Library, files: Kept) -> None:
        self._agenda, self._library, self._files = agenda, library, files
        self._done: _Seen | None = None
        """What the files are up to date with, as far as that could be."""
        self._last: _Seen | None = None
        """What the last look saw."""
        self._trouble = ""
        self._looks = 0

    def look(self, *, at_once: bool = False) -> tuple[Notice, ...]:
        """Bring the files up to date if anything changed; return what to tell.

        While things go on changing from one look to the next they are let rest, unless *at_once*.
        """
        try:
            seen = self._see()
            rests, self._last = seen == self._last, seen
            if not self._is_due(seen, at_once=at_once) or not (rests or at_once):
                return ()
            brought, trouble = self._sync()
            # where marks came in there are others than were seen, and the next look sees to them
            self._done = seen if brought.changes else (seen[0], seen[1], self._see()[2])
        except StoreError as error:
            return tuple(self._told_once(str(error)))
        return (*self._came_in(brought), *self._told_once(trouble))

    def _see(self) -> _Seen:
        return self._agenda.version(), self._library.version(), _signature(self._files.mirror)

    def _is_due(self, seen: _Seen, *, at_once: bool) -> bool:
        """Return whether anything changed; after a failure, also now and then."""
        self._looks += 1
        is_due = seen != self._done or bool(self._trouble and (at_once or self._looks >= _LOOKS))
        self._looks = 0 if is_due else self._looks
        return is_due

    def _sync(self) -> tuple[Brought, str]:
        """Bring both files up to date, each though the other fails; return what came in, what failed."""
        mirror, calendar = self._files.mirror, self._files.calendar
        if mirror and calendar and place(mirror) == place(calendar):
            return (
                Brought(),
                f"agenda.mirror and agenda.calendar both name {mirror}; name two files.",
            )
        brought, troubles = Brought(), []
        if mirror:
            try:
                brought = sync_mirror(mirror, self._agenda, self._library)
            except StoreError as error:
                troubles.append(str(error))
        if calendar:
            now = datetime.now(UTC)
            try:
                sync_calendar(calendar, self._agenda, self._library, now, brought.entries)
            except StoreError as error:
                troubles.append(str(error))
        return brought, " ".join(troubles)

    def _told_once(self, trouble: str) -> Iterator[Notice]:
        if trouble and trouble != self._trouble:
            yield Notice(trouble, failed=True)
        self._trouble = trouble

    def _came_in(self, brought: Brought) -> Iterator[Notice]:
        name = self._files.mirror.name if self._files.mirror else ""
        if brought.changes:
            yield Notice(f"From {name}: {in_words(brought.changes)}; undo takes that back.")
        for talk, conflict in brought.conflicts[:1]:
            others = len(brought.conflicts) - 1
            more = f", and so it is with {others:,} more" if others else ""
            title = readable_line(talk.title)
            yield Notice(f"“{title}” has another {conflict.field} in {name}: both are kept{more}.")


def _signature(path: Path | None) -> tuple[int, int, int]:
    """Return what changes when somebody writes the file at *path*."""
    try:
        found = path.stat() if path else None
    except OSError:
        found = None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if found else (0, 0, 0)
