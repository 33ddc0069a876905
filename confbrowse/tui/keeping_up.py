"""The reader's files, kept up to date while the screen stands: looked after off its thread."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confbrowse.exchange.keeping import Keeping, Notice

Begin = Callable[[], "tuple[Keeping | None, Sequence[str]]"]
"""Returns what keeps the files, if there are any to keep, and what is set wrongly; it may read."""


class KeepingUp:
    """Looks after the files one look at a time; what looks is made when that is first wanted."""

    def __init__(self, begin: Begin) -> None:
        self._begin: Begin | None = begin
        self._keeping: Keeping | None = None
        self._turn = asyncio.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether a look is under way."""
        return self._turn.locked()

    @property
    def is_idle(self) -> bool:
        """Whether there is no file to look after."""
        return self._begin is None and self._keeping is None

    async def look(self, *, at_once: bool = False) -> "Sequence[Notice]":
        """Bring the files up to date where they are not, *at_once* or when marks rest; return what to tell."""
        async with self._turn:
            return await asyncio.to_thread(self._look, at_once)

    def _look(self, at_once: bool) -> "Sequence[Notice]":
        faults: Sequence[str] = ()
        if self._begin:
            (self._keeping, faults), self._begin = self._begin(), None
        notices = self._keeping.look(at_once=at_once) if self._keeping else ()
        if not faults:
            return notices
        from confbrowse.exchange.keeping import Notice  # nothing to those whose settings hold

        return (*(Notice(fault, failed=True) for fault in faults), *notices)
