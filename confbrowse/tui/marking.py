"""Marks on their way to the disk: one after another, in the order of the keys."""

import asyncio
from collections.abc import Awaitable, Callable

from confbrowse.stores.agenda import Agenda, Change

Changes = tuple[Change, ...]


class Marking:
    """Writes marks off the screen's thread; a mark is on the disk before anybody hears of it."""

    def __init__(self, agenda: Agenda) -> None:
        self.agenda = agenda
        self.unfinished: Callable[[], Awaitable[object]] | None = None
        """Writes what the reader is in the middle of, if anything; raises ConfbrowseError."""
        self._turn = asyncio.Lock()

    async def write(self, step: Callable[[Agenda], Changes]) -> Changes:
        """Take *step* on the agenda after those asked for before; return what it changed.

        Raises StoreError where it cannot be written; nothing is changed then.
        """
        async with self._turn:
            return await asyncio.to_thread(step, self.agenda)

    async def done(self) -> None:
        """Return when every step that was asked for has been taken, and what was begun is kept.

        Raises ConfbrowseError where that cannot be kept.
        """
        if self.unfinished:
            await self.unfinished()
        async with self._turn:
            pass
