"""The base of every pane: any number of lines, of which only those on screen are ever made.

Textual's own lists cost time for every row they hold; this one draws lines when they are seen, keeps
its own place, and changes no layout when its content does, so that a key costs the same in a list
of ten talks and of a million.
"""

from dataclasses import dataclass
from typing import Self

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from confbrowse.text.cells import Drawn

_WHEEL_LINES = 3


ROLES = {
    *("line--star", "line--when", "line--kind", "line--title", "line--authors", "line--seen"),
    *("line--heading", "line--faint", "line--link", "line--warning", "line--match", "line--hit"),
    *("line--found", "line--found-here"),
    *("line--cursor", "line--cursor-blurred", "line--selected", "line--bar", "line--bar-thumb"),
}
"""The component classes that a screen with such panes declares: once a screen, not once a pane."""


class LineView(Widget, can_focus=True):
    """Shows the lines that a subclass makes, from line ``top`` on, with a bar for where that is."""

    top: var[int] = var(0)
    """The first line on screen, counted from 0."""

    @dataclass
    class EdgeDragged(Message):
        """The reader draws the edge of a pane to another place, in cells of the screen."""

        view: "LineView"
        x: int
        y: int

    has_edge = True
    """Whether the column of the bar is drawn when everything is on screen."""

    rows_each = 1
    """Rows that each line takes."""
    covered = 0
    """Rows at the bottom that something else covers."""

    _base_style: Style | None = None
    """Worked out once: it depends on every widget around, and is asked for with every line."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        self._strips: dict[int, Strip] = {}
        """The rows on screen as they were drawn last."""
        self._roles: dict[str, Style] = {}
        super().__init__(id=id)

    def line_count(self) -> int:
        """Return how many lines there are."""
        raise NotImplementedError

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return line *at* in exactly *width* cells."""
        raise NotImplementedError

    def draw_more(self, at: int, width: int) -> Drawn:
        """Return what stands in the second row of line *at*, where lines have two."""
        raise NotImplementedError

    @property
    def page(self) -> int:
        """The number of lines that are whole on screen."""
        return max(self.size.height - self.covered, 0) // self.rows_each

    def line_at(self, y: int) -> int:
        """Return which line is in row *y* of what is on screen."""
        return self.top + y // self.rows_each

    def draw_empty(self, y: int, width: int) -> Drawn:  # noqa: ARG002 - for subclasses
        """Return what stands in row *y* of the widget, below the last line."""
        return ((" " * width, ""),)

    def line_style(self, at: int) -> Style:  # noqa: ARG002 - for subclasses with a cursor
        """Return the style behind everything on line *at*."""
        return Style()

    def end_sign(self, at: int) -> str:  # noqa: ARG002 - for subclasses with a selection
        """Return the sign that stands at the end of line *at*, in place of the bar; empty for none."""
        return ""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of *crop*, made anew only where something changed.

        Straight from the lines: a pane has no border or padding for which Textual's way round its
        cache of styles would be needed, and that way takes as long again.
        """
        missing = [y for y in range(crop.y, crop.bottom) if y not in self._strips]
        if missing:
            filters, background = self.get_line_filters(), self.background_colors[1]
            for y in missing:
                strip = self.render_line(y)
                for line_filter in filters:
                    strip = strip.apply_filter(line_filter, background)
                self._strips[y] = strip
        strips = [self._strips[y] for y in range(crop.y, crop.bottom)]
        if crop.x == 0 and crop.width >= self.size.width:
            return strips
        return [strip.crop(crop.x, crop.right) for strip in strips]

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Forget the rows of *regions*, or all of them, and have them drawn again."""
        if not regions:
            self._strips.clear()
        for region in regions:
            for y in region.line_range:
                self._strips.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_line(self, y: int) -> Strip:
        """Return row *y* of what is on screen."""
        width, height = self.size
        base = self.base_style
        at = self.line_at(y)
        if at < self.line_count():
            behind = base + self.line_style(at)
            draw = self.draw_more if y % self.rows_each else self.draw_line
            drawn = draw(at, self.text_width)
        else:
            behind = base
            drawn = self.draw_empty(y, self.text_width)
        segments = [
            Segment(text, behind + self._role(role) if role else behind) for text, role in drawn
        ]
        sign = self.end_sign(at)
        end = Segment(sign, behind) if sign else self._bar(y, height, behind)
        return Strip([*segments, end], width)

    def scroll_lines(self, lines: int) -> None:
        """Move what is on screen by *lines*, as far as there is anything to see."""
        self.top = max(0, min(self.top + lines, self.line_count() - self.page))

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

    def is_edge(self, x: int) -> bool:
        """Return whether column *x* is what the pane is drawn larger or smaller by."""
        return self.has_edge and x >= self.text_width

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the edge."""
        if self.is_edge(event.x):
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say where the edge is drawn to."""
        if self.app.mouse_captured is self:
            self.post_message(self.EdgeDragged(self, int(event.screen_x), int(event.screen_y)))

    def on_mouse_up(self) -> None:
        """Let go of the edge."""
        self.capture_mouse(False)

    def on_resize(self) -> None:
        """Draw for the new width, and fill a window that has become higher."""
        self._strips.clear()
        self.scroll_lines(0)

    @property
    def text_width(self) -> int:
        """Return the cells that a line may take: all but the column of the bar."""
        return max(self.size.width - 1, 0)

    def _bar(self, y: int, height: int, behind: Style) -> Segment:
        """Return the cell of the bar in row *y*: the edge of the pane, and where we are in it."""
        lines = self.line_count() * self.rows_each + self.covered
        if lines <= height:
            edge = Segment("│", self.base_style + self._role("line--bar"))
            return edge if self.has_edge else Segment(" ", behind)
        size = max(1, height * height // lines)
        start = round(self.top * self.rows_each * (height - size) / max(lines - height, 1))
        inside = start <= y < start + size
        role = "line--bar-thumb" if inside else "line--bar"
        return Segment("┃" if inside else "│", self.base_style + self._role(role))

    @property
    def base_style(self) -> Style:
        """Return the style behind every line."""
        if self._base_style is None:
            self._base_style = self.rich_style
        return self._base_style

    def notify_style_update(self) -> None:
        """Forget the styles of before, and what was drawn with them."""
        self._base_style = None
        self._roles.clear()
        self._strips.clear()
        super().notify_style_update()

    def _role(self, role: str) -> Style:
        """Return what *role* adds to the style of a line, its colours blended with the screen's."""
        if role not in self._roles:
            if not self.is_attached:  # drawn once more while it is being taken away
                return Style.null()
            own = self.screen.get_component_rich_style(role, partial=True)
            blended = self.screen.get_component_rich_style(role)
            self._roles[role] = own + Style(
                color=blended.color if own.color else None,
                bgcolor=blended.bgcolor if own.bgcolor else None,
            )
        return self._roles[role]
