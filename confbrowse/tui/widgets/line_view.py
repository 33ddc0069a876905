"""The base of every pane: any number of lines, of which only those on screen are ever made.

Textual's own lists cost time for every row they hold; this one draws lines when they are seen, keeps
its own place, and changes no layout when its content does, so that a key costs the same in a list
of ten talks and of a million.
"""

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from confbrowse.tui.widgets.cells import Drawn

_WHEEL_LINES = 3


class LineView(Widget, can_focus=True):
    """Shows the lines that a subclass makes, from line ``top`` on, with a bar for where that is."""

    COMPONENT_CLASSES = {
        *("line--star", "line--when", "line--kind", "line--title", "line--authors", "line--seen"),
        *("line--heading", "line--faint", "line--link", "line--warning", "line--cursor"),
        *("line--cursor-blurred", "line--bar", "line--bar-thumb", "line--match"),
    }

    top: var[int] = var(0)
    """The first line on screen, counted from 0."""

    def line_count(self) -> int:
        """Return how many lines there are."""
        raise NotImplementedError

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return line *at* in exactly *width* cells."""
        raise NotImplementedError

    def draw_empty(self, y: int, width: int) -> Drawn:  # noqa: ARG002 - for subclasses
        """Return what stands in row *y* of the widget, below the last line."""
        return ((" " * width, ""),)

    def line_style(self, at: int) -> Style:  # noqa: ARG002 - for subclasses with a cursor
        """Return the style behind everything on line *at*."""
        return Style()

    def render_line(self, y: int) -> Strip:
        """Return row *y* of what is on screen."""
        width, height = self.size
        base = self.rich_style
        at = self.top + y
        if at < self.line_count():
            behind = base + self.line_style(at)
            drawn = self.draw_line(at, self.text_width)
        else:
            behind = base
            drawn = self.draw_empty(y, self.text_width)
        segments = [
            Segment(text, behind + self._role(role) if role else behind) for text, role in drawn
        ]
        return Strip([*segments, self._bar(y, height, behind)], width)

    def scroll_lines(self, lines: int) -> None:
        """Move what is on screen by *lines*, as far as there is anything to see."""
        self.top = max(0, min(self.top + lines, self.line_count() - self.size.height))

    def watch_top(self) -> None:
        """Draw everything anew from the new first line."""
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Follow the wheel."""
        event.stop()
        self.scroll_lines(_WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Follow the wheel."""
        event.stop()
        self.scroll_lines(-_WHEEL_LINES)

    def on_resize(self) -> None:
        """Fill a window that has become higher."""
        self.scroll_lines(0)

    @property
    def text_width(self) -> int:
        """Return the cells that a line may take: all but the column of the bar."""
        return max(self.size.width - 1, 0)

    def _bar(self, y: int, height: int, behind: Style) -> Segment:
        """Return the cell of the bar in row *y*: where we are, if not all lines are on screen."""
        lines = self.line_count()
        if lines <= height:
            return Segment(" ", behind)
        size = max(1, height * height // lines)
        start = round(self.top * (height - size) / max(lines - height, 1))
        inside = start <= y < start + size
        role = "line--bar-thumb" if inside else "line--bar"
        return Segment("┃" if inside else "│", self.rich_style + self._role(role))

    def _role(self, role: str) -> Style:
        return self.get_component_rich_style(role, partial=True)
