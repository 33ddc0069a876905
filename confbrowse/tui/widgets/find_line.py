"""The line at the bottom of a pane that takes what is looked for in it, and counts what is found."""

from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from confbrowse.text.cells import Drawn
from confbrowse.tui.widgets.matches import NOT_FOUND
from confbrowse.tui.widgets.typing_line import MARGIN, OnTyped, TypingLine

_LEAST_TYPED = 6
"""Cells that the letters keep at least; the count leaves before."""


class FindLine(TypingLine):
    """Takes what to look for, and shows the count that it is given."""

    BINDINGS = [
        Binding("enter", "keep", "To the text", tooltip="Go back to the abstract; n and N go on from match to match.", id="find.keep"),
        Binding("escape", "leave", "Back", tooltip="Find no longer.", id="find.leave"),
        Binding("down", "go(1)", "Next", tooltip="Next match, while typing.", id="find.next"),
        Binding("up", "go(-1)", "Before", tooltip="Match before, while typing.", id="find.previous"),
    ]  # fmt: skip

    @dataclass
    class Left(Message):
        """The reader is done with typing."""

        keeps: bool
        """Whether what was found is still to be seen."""

    @dataclass
    class Asked(Message):
        """The reader wants to see another match."""

        step: int

    def __init__(self, text: str, on_typed: OnTyped) -> None:
        super().__init__(text, on_typed)
        self._count = ""

    def show(self, count: str) -> None:
        """Show *count* behind what is typed."""
        self._count = count
        self.refresh()

    def line_count(self) -> int:
        """Return 1."""
        return 1

    def draw_line(self, at: int, width: int) -> Drawn:  # noqa: ARG002 - there is only one
        """Return what is typed, and the count at the end as far as there is room."""
        count = self._shown_count(width)
        role = "line--warning" if self._count == NOT_FOUND else "line--faint"
        return (*self.typed_pieces((), width - len(count)), (count, role))

    def typing_width(self) -> int:
        """Return the cells that the count leaves."""
        return max(super().typing_width() - len(self._shown_count(self.text_width)), 0)

    def _shown_count(self, width: int) -> str:
        count = f" {self._count}" if self._count else ""
        return count if len(count) + MARGIN + _LEAST_TYPED <= width else ""

    def action_keep(self) -> None:
        """Say that the reader is done, and wants to see what was found."""
        self.post_message(self.Left(keeps=True))

    def action_leave(self) -> None:
        """Say that the reader is done."""
        self.post_message(self.Left(keeps=False))

    def action_go(self, step: int) -> None:
        """Ask for another match."""
        self.post_message(self.Asked(step))
