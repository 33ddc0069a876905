"""The box for the filter: letters go into it, keys that move go to the list below."""

from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input


class FilterBox(Input):
    """An input that says what the reader wants of the list while they type."""

    BINDINGS = [
        Binding("enter", "submit", "To the list", tooltip="Go to the list and keep the filter.", id="filter.keep", priority=True),
        Binding("escape", "leave", "Back", tooltip="Go to the list; a second Esc takes the filter away.", id="filter.leave"),
        Binding("down", "move(1)", "Down", tooltip="Next talk, while typing.", id="filter.down"),
        Binding("up", "move(-1)", "Up", tooltip="Talk before, while typing.", id="filter.up"),
        Binding("pagedown", "page(1)", "Page down", tooltip="A page down, while typing.", id="filter.page-down", show=False),
        Binding("pageup", "page(-1)", "Page up", tooltip="A page up, while typing.", id="filter.page-up", show=False),
    ]  # fmt: skip

    @dataclass
    class Moved(Message):
        """The reader wants the cursor of the list moved."""

        lines: int = 0
        pages: int = 0

    @dataclass
    class Left(Message):
        """The reader is done with typing."""

    def __init__(self, text: str) -> None:
        super().__init__(text, placeholder="words of titles, people, sessions", compact=True)

    def action_move(self, lines: int) -> None:
        """Ask for the cursor to be moved by *lines*."""
        self.post_message(self.Moved(lines=lines))

    def action_page(self, pages: int) -> None:
        """Ask for the cursor to be moved by *pages*."""
        self.post_message(self.Moved(pages=pages))

    def action_leave(self) -> None:
        """Say that the reader is done."""
        self.post_message(self.Left())

    async def action_submit(self) -> None:
        """Say that the reader is done."""
        self.post_message(self.Left())
