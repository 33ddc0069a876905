"""A list with a cursor: the movement that the sidebar, the talks, the agenda and the menus share."""

from dataclasses import dataclass

from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var

from confbrowse.tui.widgets.line_view import LineView
from confbrowse.tui.widgets.signs import SELECTED


class LineList(LineView):
    """Lines one of which is highlighted."""

    BINDINGS = [
        Binding("j,down", "move(1)", "Down", tooltip="Next line.", id="list.down", show=False),
        Binding("k,up", "move(-1)", "Up", tooltip="Line before.", id="list.up", show=False),
        Binding("g,home", "first", "Top", tooltip="First line.", id="list.top", show=False),
        Binding("G,end", "last", "Bottom", tooltip="Last line.", id="list.bottom", show=False),
        Binding(
            "ctrl+d", "page(0.5)", "Half page down", tooltip="Half a page down.",
            id="list.half-down", show=False,
        ),
        Binding(
            "ctrl+u", "page(-0.5)", "Half page up", tooltip="Half a page up.",
            id="list.half-up", show=False,
        ),
        Binding("pagedown", "page(1)", "Page down", tooltip="A page down.", id="list.page-down", show=False),
        Binding("pageup", "page(-1)", "Page up", tooltip="A page up.", id="list.page-up", show=False),
    ]  # fmt: skip

    cursor: var[int] = var(0)
    """The highlighted line, counted from 0; 0 also where there is none."""
    selected_from: var[int | None] = var(None)
    """The line that the lines selected begin or end with; None while none are."""

    raw: var[bool] = var(False)
    """Whether titles and names are shown as their source has them."""

    @dataclass
    class Highlighted(Message):
        """The cursor stands on another line, or the line under it is another one."""

        list: "LineList"
        at: int

        @property
        def control(self) -> "LineList":
            """Return the list, so that handlers can be limited to one."""
            return self.list

    @dataclass
    class Chosen(Message):
        """The reader clicked a line that was highlighted already, or pressed Enter on it."""

        list: "LineList"
        at: int

        @property
        def control(self) -> "LineList":
            """Return the list, so that handlers can be limited to one."""
            return self.list

    def watch_raw(self) -> None:
        """Draw the lines anew."""
        self.refresh()

    def line_style(self, at: int) -> Style:
        """Return the cursor's style on its line, one with focus, another without; and of the selected."""
        if at != self.cursor:
            return self._role("line--selected") if at in self.selected else Style()
        return self._role("line--cursor" if self.has_focus else "line--cursor-blurred")

    @property
    def selected(self) -> range:
        """Return the lines from where selecting began to the cursor; none where nothing is selected."""
        if self.selected_from is None or not self.line_count():
            return range(0)
        return range(min(self.selected_from, self.cursor), max(self.selected_from, self.cursor) + 1)

    def end_sign(self, at: int) -> str:
        """Return the sign of a line that is selected."""
        return SELECTED if at in self.selected else ""

    def watch_selected_from(self) -> None:
        """Show what is selected."""
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on the lines there are."""
        return max(0, min(cursor, self.line_count() - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the two lines concerned, or everything where the list moves or more is selected."""
        self.show_line(new)
        if self.selected_from is not None:
            self.refresh()
        for at in (old, new):
            first = (at - self.top) * self.rows_each
            self.refresh(Region(0, first, self.size.width, self.rows_each))
        self.post_message(self.Highlighted(self, new))

    def show_line(self, at: int) -> None:
        """Move the list as little as is needed to have line *at* on screen.

        A line more than a page away comes to stand in the middle.
        """
        page = self.page
        if not page or self.top <= at < self.top + page:
            return
        if abs(at - self.top) > 2 * page:
            self.top = max(0, min(at - page // 2, self.line_count() - page))
        else:
            self.top = at if at < self.top else at - page + 1

    def lines_changed(self, cursor: int) -> None:
        """Draw the list anew after its lines changed, with the cursor on line *cursor* if there is one.

        Nothing is selected any more: the lines are others.
        """
        self.set_reactive(LineList.selected_from, None)
        self.set_reactive(LineList.cursor, self.validate_cursor(cursor))
        self.scroll_lines(0)
        self.show_line(self.cursor)
        self.refresh()
        self.post_message(self.Highlighted(self, self.cursor))

    def on_resize(self) -> None:
        """Keep the cursor on screen."""
        self.scroll_lines(0)
        self.show_line(self.cursor)

    def on_focus(self) -> None:
        """Show the cursor as ours."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the cursor as resting."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Highlight the clicked line; choose it if it is highlighted already."""
        at = self.line_at(event.y)
        if at >= self.line_count() or self.is_edge(event.x):
            return
        if at == self.cursor:
            self.post_message(self.Chosen(self, at))
        self.cursor = at

    def action_move(self, lines: int) -> None:
        """Move the cursor by *lines*."""
        self.cursor += lines

    def action_page(self, pages: float) -> None:
        """Move the cursor by *pages* of what is on screen."""
        self.cursor += round(max(self.page - 1, 1) * pages)

    def action_first(self) -> None:
        """Put the cursor on the first line."""
        self.cursor = 0

    def action_last(self) -> None:
        """Put the cursor on the last line."""
        self.cursor = self.line_count() - 1
