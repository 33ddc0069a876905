"""Screens and dialogs that close only themselves, and only once."""

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.await_complete import AwaitComplete

Result = TypeVar("Result")

if TYPE_CHECKING:
    from textual.screen import Screen as _Base
else:

    class _Base(Generic[Result]):
        """Not a screen at run time: Textual inherits styles only from the first base that is one."""


class DismissOnce(_Base[Result]):
    """Mixed into a screen, before its Textual base."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the screen with *result* if it is on top; otherwise do nothing.

        Keys and workers may ask for it again before it is closed, or while another screen is on top of it.
        Textual would then close whichever screen is on top.
        """
        return super().dismiss(result) if self.is_active else AwaitComplete()
