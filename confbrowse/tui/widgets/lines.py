"""The base of every pane: virtualised lists of any length, which draw only the lines on screen.

Textual's own lists cost time for every row. This one draws lines when they are seen, does its own
scrolling and never changes the layout, so that a key costs the same in a list of ten talks and of a million.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, Self

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from confbrowse.text.cells import Drawn
from confbrowse.tui.commands import LIST, bindings
from confbrowse.tui.widgets.glyphs import SELECTED

_WHEEL_LINES = 3


ROLES = {
    *("line--star", "line--when", "line--kind", "line--title", "line--authors", "line--seen"),
    *("line--heading", "line--faint", "line--link", "line--warning", "line--match", "line--hit"),
    *("line--day", "line--group", "line--group-when", "line--group-faint"),
    *("line--found", "line--found-here"),
    *("line--cursor", "line--cursor-blurred", "line--selected", "line--bar", "line--bar-thumb"),
}
"""The component classes of lines; declared by the screen, once for all its panes."""


class LineView(Widget, can_focus=True):
    """Shows the lines of a subclass from line ``top`` on, with a scroll bar."""

    top: var[int] = var(0)
    """The first line on screen, counted from 0."""

    @dataclass
    class EdgeDragged(Message):
        """The user dragged the edge of a pane to another place, in cells of the screen."""

        view: "LineView"
        x: int
        y: int

    has_edge = True
    """Whether the pane has an edge, drawn in the scroll bar's column when everything is on screen."""

    local_actions: ClassVar[frozenset[str]] = frozenset()
    """Actions that change only this pane and never move the focus."""
    covered = 0
    """Rows at the bottom that another widget covers."""
    is_edge_heavy: var[bool] = var(False)
    """Whether the edge is drawn heavy: it belongs to the pane that has the focus."""

    _base_style: Style | None = None
    """Cached: it depends on all ancestors, and every line needs it."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        self._strips: dict[int, Strip] = {}
        """The rows on screen as last drawn, by row."""
        self._roles: dict[str, Style] = {}
        super().__init__(id=id)

    def line_count(self) -> int:
        """Return the number of lines; called often, so it must be cheap."""
        raise NotImplementedError

    def scrolled_lines(self) -> int:
        """Return the number of lines that the scroll bar shows a part of."""
        return self.line_count()

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return line *at* in exactly *width* cells."""
        raise NotImplementedError

    def draw_row(self, at: int, row: int, width: int) -> Drawn:  # noqa: ARG002 - see ``TallLineList``
        """Return row *row* of line *at* in exactly *width* cells."""
        return self.draw_line(at, width)

    def is_local_key(self, key: events.Key) -> bool:
        """Return whether *key* only affects this pane and keeps the focus here."""
        bindings = self._bindings.copy()
        # the user's keymap; Textual applies it to whole screens only
        bindings.apply_keymap(self.app._keymap)
        bound = bindings.key_to_bindings.get(key.key, ())
        return bool(bound) and all(
            one.action.partition("(")[0] in self.local_actions for one in bound
        )

    @property
    def pane_size(self) -> Size:
        """The size, which is asked for with every row; for ``size`` Textual looks the widget up on the screen."""
        return self.outer_size  # the same: a pane has neither border nor padding

    @property
    def page(self) -> int:
        """The number of lines that are completely on screen."""
        return max(self.pane_size.height - self.covered, 0)

    def row_at(self, y: int) -> tuple[int, int]:
        """Return the line in row *y* of the widget, and which of its rows it is."""
        return self.top + y, 0

    def line_at(self, y: int) -> int:
        """Return the line in row *y* of the widget."""
        return self.row_at(y)[0]

    def rows_of(self, at: int) -> range:
        """Return the rows of the widget that show line *at*."""
        return range(at - self.top, at - self.top + 1)

    def limited_top(self, top: int) -> int:
        """Return *top*, at most the first line on screen when the last one is at the bottom."""
        return max(0, min(top, self.line_count() - self.page))

    def draw_empty(self, y: int, width: int) -> Drawn:  # noqa: ARG002 - for subclasses
        """Return row *y* of the widget, which is below the last line."""
        return ((" " * width, ""),)

    def line_style(self, at: int) -> Style:  # noqa: ARG002 - for subclasses with a cursor
        """Return the background style of line *at*."""
        return Style()

    def end_sign(self, at: int) -> str:  # noqa: ARG002 - for subclasses with a selection
        """Return the sign in the scroll bar's cell of line *at*; empty for none."""
        return ""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of *crop*; only rows that changed are drawn again.

        This bypasses Textual's style cache, which takes as long again and only serves borders and padding;
        a pane has neither.
        """
        missing = [y for y in range(crop.y, crop.bottom) if y not in self._strips]
        if missing:
            filters, background = self.get_line_filters(), self.background_colors[1]
            width = self.pane_size.width
            for y in missing:
                segments = self._row_segments(y)
                for line_filter in filters:  # a strip for each filter would take as long again
                    segments = line_filter.apply(segments, background)
                self._strips[y] = Strip(segments, width)
        strips = [self._strips[y] for y in range(crop.y, crop.bottom)]
        if crop.x == 0 and crop.width >= self.pane_size.width:
            return strips
        return [strip.crop(crop.x, crop.right) for strip in strips]

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw the rows of *regions*, or all rows, again."""
        if not regions:
            self._strips.clear()
        for region in regions:
            for y in region.line_range:
                self._strips.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def refresh_changes(self) -> None:
        """Draw all rows again, but have only those painted that are different now."""
        width, height = self.pane_size
        before, self._strips = self._strips, {}
        after = self.render_lines(Region(0, 0, width, height))
        changed = [y for y, strip in enumerate(after) if before.get(y) != strip]
        for _, run in groupby(enumerate(changed), lambda one: one[1] - one[0]):
            first, *others = (y for _, y in run)
            super().refresh(Region(0, first, width, 1 + len(others)))  # they are drawn already

    def render_line(self, y: int) -> Strip:
        """Return row *y* of the widget."""
        return Strip(self._row_segments(y), self.pane_size.width)

    def _row_segments(self, y: int) -> list[Segment]:
        base = self.base_style
        at, row = self.row_at(y)
        if at < self.line_count():
            background = base + (self.line_style(at) if row >= 0 else Style())
            drawn = self.draw_row(at, row, self.text_width)
        else:
            background = base
            drawn = self.draw_empty(y, self.text_width)
        segments = [
            Segment(text, background + self._role_at(role, at) if role else background)
            for text, role in drawn
        ]
        sign = self.end_sign(at) if row >= 0 else ""
        end = Segment(sign, background) if sign else self._bar(y, self.pane_size.height, background)
        return [*segments, end]

    def scroll_lines(self, lines: int) -> None:
        """Scroll by *lines*, at most to the first or last line."""
        self.top = self.limited_top(self.top + lines)

    def watch_top(self) -> None:
        self.refresh()

    def watch_is_edge_heavy(self) -> None:
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(_WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(-_WHEEL_LINES)

    def is_edge(self, x: int) -> bool:
        """Return whether column *x* is the edge that resizes the pane when dragged."""
        return self.has_edge and x >= self.text_width

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if self.is_edge(event.x):
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.app.mouse_captured is self:
            self.post_message(self.EdgeDragged(self, int(event.screen_x), int(event.screen_y)))

    def on_mouse_up(self) -> None:
        self.capture_mouse(False)

    def on_resize(self) -> None:
        self._strips.clear()
        self.scroll_lines(0)

    @property
    def text_width(self) -> int:
        """Return the cells of a line: all but the scroll bar's column."""
        return max(self.pane_size.width - 1, 0)

    def _bar(self, y: int, height: int, background: Style) -> Segment:
        """Return the cell of the scroll bar in row *y*; without anything to scroll, the pane's edge."""
        lines = self.scrolled_lines()
        below = lines - self.page
        track, thumb, role = ("│", "╏", "line--bar")
        if self.is_edge_heavy:
            track, thumb, role = ("┃", "▐", "line--bar-thumb")
        if below <= 0:
            edge = Segment(track, self.base_style + self._role(role))
            return edge if self.has_edge or self.is_edge_heavy else Segment(" ", background)
        size = max(1, height * (lines - below) // lines)
        start = round(self.top * (height - size) / below)
        inside = start <= y < start + size
        return Segment(
            thumb if inside else track,
            self.base_style + self._role("line--bar-thumb" if inside else role),
        )

    @property
    def base_style(self) -> Style:
        """Return the style behind every line."""
        if self._base_style is None:
            self._base_style = self.rich_style
        return self._base_style

    def notify_style_update(self) -> None:
        """Drop the cached styles and everything drawn with them."""
        self._base_style = None
        self._roles.clear()
        self._strips.clear()
        super().notify_style_update()

    def hyperlink(self, at: int) -> Style:  # noqa: ARG002 - for subclasses with links
        """Return the style that makes a hyperlink of the links on line *at*; empty for none."""
        return Style.null()

    def _role_at(self, role: str, at: int) -> Style:
        """Return what *role* adds to the style of line *at*."""
        style = self._role(role)
        return style + self.hyperlink(at) if role == "line--link" else style

    def _role(self, role: str) -> Style:
        """Return what *role* adds to the style of a line, with colours blended into the screen's."""
        if role not in self._roles:
            if not self.is_attached:  # it is drawn once more while being removed
                return Style.null()
            own = self.screen.get_component_rich_style(role, partial=True)
            blended = self.screen.get_component_rich_style(role)
            self._roles[role] = own + Style(
                color=blended.color if own.color else None,
                bgcolor=blended.bgcolor if own.bgcolor else None,
            )
        return self._roles[role]


class LineList(LineView):
    """A list with a cursor and an optional range selection."""

    BINDINGS = bindings(LIST)

    local_actions = frozenset({"move", "page", "first", "last"})

    cursor: var[int] = var(0)
    """The highlighted line, counted from 0; also 0 in an empty list."""
    selection_start: var[int | None] = var(None)
    """The line where the selection started; None without a selection."""

    raw: var[bool] = var(False)
    """Whether titles and names are shown as in their source."""

    @dataclass
    class Highlighted(Message):
        """The cursor is on another line, or its line has changed."""

        list: "LineList"
        at: int

        @property
        def control(self) -> "LineList":
            """The list, so that a handler can select it with ``@on``."""
            return self.list

    @dataclass
    class Chosen(Message):
        """The user clicked the highlighted line, or pressed Enter on it."""

        list: "LineList"
        at: int

        @property
        def control(self) -> "LineList":
            """The list, so that a handler can select it with ``@on``."""
            return self.list

    def watch_raw(self) -> None:
        self.refresh()

    def line_style(self, at: int) -> Style:
        """Return the style of the cursor, which depends on the focus, or of a selected line."""
        if at != self.cursor:
            return self._role("line--selected") if at in self.selected else Style()
        return self._role("line--cursor" if self.has_focus else "line--cursor-blurred")

    @property
    def selected(self) -> range:
        """The selected lines, from the start of the selection to the cursor; empty without a selection."""
        if self.selection_start is None or not self.line_count():
            return range(0)
        return range(
            min(self.selection_start, self.cursor), max(self.selection_start, self.cursor) + 1
        )

    def end_sign(self, at: int) -> str:
        """Mark selected lines."""
        return SELECTED if at in self.selected else ""

    def watch_selection_start(self) -> None:
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self.line_count() - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the two lines, or all lines if the list scrolls or the selection changes."""
        self.show_line(new)
        if self.selection_start is not None:
            self.refresh()
        for at in (old, new):
            rows = self.rows_of(at)
            if rows:
                self.refresh(Region(0, rows[0], self.size.width, len(rows)))
        self.post_message(self.Highlighted(self, new))

    def show_line(self, at: int) -> None:
        """Scroll as little as needed to show line *at*; if it is more than a page away, centre it."""
        page = self.page
        if not page or self.top <= at < self.top + page:
            return
        if abs(at - self.top) > 2 * page:
            self.top = self.limited_top(at - page // 2)
        else:
            self.top = at if at < self.top else at - page + 1

    def lines_changed(self, cursor: int, *, scrolled: int = 0) -> None:
        """Show changed lines, with the cursor on line *cursor* or the last one; clears the selection.

        *scrolled* is how many lines more there are before those on the screen, if these are to stay there.
        """
        self.set_reactive(LineView.top, max(self.top + scrolled, 0))
        self.set_reactive(LineList.selection_start, None)
        self.set_reactive(LineList.cursor, self.validate_cursor(cursor))
        self.scroll_lines(0)
        self.show_line(self.cursor)
        self.refresh_changes()
        self.post_message(self.Highlighted(self, self.cursor))

    def on_resize(self) -> None:
        self.scroll_lines(0)
        self.show_line(self.cursor)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Highlight the clicked line; select it if it is highlighted already."""
        at = self.line_at(event.y)
        if at >= self.line_count() or self.is_edge(event.x):
            return
        if at == self.cursor:
            self.post_message(self.Chosen(self, at))
        self.cursor = at

    def action_move(self, lines: int) -> None:
        self.cursor += lines

    def action_page(self, pages: float) -> None:
        self.cursor += round(max(self.page - 1, 1) * pages)

    def action_first(self) -> None:
        self.cursor = 0

    def action_last(self) -> None:
        self.cursor = self.line_count() - 1


class TallLineList(LineList):
    """A list whose lines have several rows each, and headings above some of them.

    The heights of lines are found where they are needed, from the cursor on, so that the length of the list
    does not matter. The first rows on screen are the headings of the first line, wherever these are.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        self._layout: tuple[int, list[tuple[int, int]], int] | None = None
        """The first line, for every row on screen the line and its row there, and the number of whole lines."""
        super().__init__(id=id)

    def height_of(self, at: int) -> int:
        """Return the number of rows of line *at* without headings."""
        raise NotImplementedError

    def headings_above(self, at: int) -> Sequence[int]:
        """Return the headings above line *at*, which count as its rows -2 and -1."""
        raise NotImplementedError

    def headings_of(self, at: int) -> Sequence[int]:
        """Return the headings that line *at* belongs to, which may be further up."""
        raise NotImplementedError

    def lines_changed(self, cursor: int, *, scrolled: int = 0) -> None:
        """Show changed lines, as a list of lines of one row does."""
        self._layout = None
        super().lines_changed(cursor, scrolled=scrolled)

    @property
    def _rows(self) -> list[tuple[int, int]]:
        """For every row on screen, the line and its row there; shorter than the screen after the last line."""
        return self._laid_out()[1]

    def _laid_out(self) -> tuple[int, list[tuple[int, int]], int]:
        top = self.top
        if self._layout is None or self._layout[0] != top:
            rows = self._lay_out()
            last, row = rows[-1] if rows else (top - 1, 0)
            is_whole = bool(rows) and row == self.height_of(last) - 1
            self._layout = (top, rows, last - top + is_whole if rows else 0)
        return self._layout

    def _lay_out(self) -> list[tuple[int, int]]:
        height, count = self.pane_size.height, self.line_count()
        rows: list[tuple[int, int]] = []
        at = self.top
        while len(rows) < height and at < count:
            headings = self.headings_of(at) if at == self.top else self.headings_above(at)
            rows += [(at, row) for row in (*headings, *range(self.height_of(at)))]
            at += 1
        return rows[:height]

    def row_at(self, y: int) -> tuple[int, int]:
        """Return the line in row *y*, and which of its rows it is; negative for its headings."""
        rows = self._rows
        return rows[y] if y < len(rows) else (self.line_count(), 0)

    def rows_of(self, at: int) -> range:
        """Return the rows of the widget that show line *at* without its headings."""
        shown = [y for y, (line, row) in enumerate(self._rows) if line == at and row >= 0]
        return range(shown[0], shown[-1] + 1) if shown else range(0)

    @property
    def page(self) -> int:
        """The number of lines that are completely on screen."""
        return self._laid_out()[2]

    def limited_top(self, top: int) -> int:
        """Return *top*, at most the first line on screen when the last one is at the bottom."""
        count, height = self.line_count(), self.pane_size.height
        if top <= count - height:  # each line has at least one row
            return max(top, 0)
        return max(0, min(top, self._top_above(count - 1, height)))

    def _top_above(self, at: int, height: int) -> int:
        """Return the first line on screen when line *at* ends *height* rows below the top, or further up."""
        if at <= 0:
            return 0
        used, top = self.height_of(at), at
        while top > 0:
            used += len(self.headings_above(top)) + self.height_of(top - 1)
            if used + len(self.headings_of(top - 1)) > height:
                break
            top -= 1
        return top

    def show_line(self, at: int) -> None:
        """Scroll as little as needed to show line *at*; if it is more than a page away, centre it."""
        height, page = self.pane_size.height, self.page
        if not height or self.top <= at < self.top + page:
            return
        if abs(at - self.top) > 2 * max(page, 1):
            self.top = self.limited_top(self._top_above(at, height // 2))
        else:
            self.top = at if at < self.top else self._top_above(at, height)

    def on_resize(self) -> None:
        self._layout = None
        super().on_resize()
