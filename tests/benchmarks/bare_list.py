"""A minimal long list with a cursor: the baseline for the cursor keys.

Usage: ``python tests/benchmarks/bare_list.py [ROWS]``, by default 100,000.
"""

import sys

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

ROWS = 100_000
_PLAIN = Style()
_CURSOR = Style(reverse=True)


class BareList(ScrollView, can_focus=True):
    """*rows* numbered lines, made when they are shown."""

    BINDINGS = [
        Binding("j,down", "move(1)", "Down", show=False),
        Binding("k,up", "move(-1)", "Up", show=False),
    ]
    cursor = var(0)

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def on_resize(self) -> None:
        """Be as wide as the view, so that nothing scrolls sideways."""
        self.virtual_size = Size(self.scrollable_content_region.width, self._rows)

    def render_line(self, y: int) -> Strip:
        """Return the line at *y* of the view."""
        row = self.scroll_offset.y + y
        if row >= self._rows:
            return Strip.blank(self.size.width)
        mark, style = (">", _CURSOR) if row == self.cursor else (" ", _PLAIN)
        text = f"{mark}{row + 1:>8,}  The talk that stands in row {row + 1} of a long programme"
        return Strip([Segment(text.ljust(self.size.width), style)])

    def action_move(self, by: int) -> None:
        """Move the cursor *by* rows, at most to the first or last."""
        self.cursor = max(0, min(self._rows - 1, self.cursor + by))

    def watch_cursor(self, before: int, now: int) -> None:
        """Draw the two lines that changed, or all if the view scrolls."""
        top, height = self.scroll_offset.y, self.size.height
        if now < top or now >= top + height:
            self.scroll_to(y=now if now < top else now - height + 1, animate=False, immediate=True)
        else:
            self.refresh_line(before)
            self.refresh_line(now)


class BareListApp(App[None]):
    """The list and nothing else."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Show the list."""
        yield BareList(self._rows)


if __name__ == "__main__":
    BareListApp(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS).run()
