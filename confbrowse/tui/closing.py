"""Closing a screen once, however often it is asked to."""

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.await_complete import AwaitComplete

Result = TypeVar("Result")

if TYPE_CHECKING:
    from textual.screen import Screen as _Closing
else:

    class _Closing(Generic[Result]):
        """No screen: Textual takes looks from the first base that is one alone."""


class ClosingOnce(_Closing[Result]):
    """Closes only what it is itself: never the screen below, and none that lies over it."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close, unless it is closed already: keys and work may come faster than that is done."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
