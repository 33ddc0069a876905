"""Closing a screen once, however often it is asked to."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

Result = TypeVar("Result")


class ClosingOnce(Screen[Result]):
    """Closes only what it is itself: never the screen below, and none that lies over it."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close, unless it is closed already: keys and work may come faster than that is done."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
