"""A day as a drawing, with a cursor that goes from talk to talk in it."""

from collections.abc import Set
from datetime import datetime

from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.reactive import var

from confbrowse.agenda.drawing import Drawing, Look, draw
from confbrowse.agenda.timeline import Direction, Timeline, timeline
from confbrowse.model import Talk, by_time
from confbrowse.text.cells import Drawn, fit, wrap
from confbrowse.tui.widgets.line_list import LineList

_LEAST_ROWS = 24
"""A lower window scrolls through the day rather than show it any coarser."""
_LEAST_WIDTH = 8


class DayDrawing(LineList):
    """Shows the talks of a day; its lines are rows of time, its cursor is on one of the talks."""

    BINDINGS = [
        Binding("h,left", "across(-1)", "Left", tooltip="Talk at the left.", id="drawing.left", show=False),
        Binding("l,right", "across(1)", "Right", tooltip="Talk at the right.", id="drawing.right", show=False),
    ]  # fmt: skip

    has_edge = False

    talks: var[tuple[Talk, ...]] = var(())
    """In the order of time; the cursor counts them."""
    by_room: var[bool] = var(False)
    starred: var[Set[str]] = var(frozenset())
    clashing: var[Set[str]] = var(frozenset())
    now: var[datetime | None] = var(None)
    ascii_only: var[bool] = var(False)
    empty_text: var[str] = var("")

    _day: Timeline | None = None
    """Where the talks stand; None until that is asked for, and where none has a time."""
    _drawing: Drawing | None = None

    def show(self, talks: tuple[Talk, ...], cursor: str | None, *, by_room: bool) -> None:
        """Show other *talks*, the cursor on that with the id *cursor*, else on the first."""
        self.talks = tuple(sorted((talk for talk in talks if talk.start), key=by_time))
        self.by_room = by_room
        self._anew()
        places = {talk.id: at for at, talk in enumerate(self.talks)}
        self.lines_changed(places.get(cursor or "", 0))

    @property
    def day(self) -> Timeline | None:
        """Where the talks stand in a window as high as this."""
        if self._day is None and self.talks:
            rows = max(self.size.height - 2, _LEAST_ROWS)
            self._day = timeline(self.talks, rows, by_room=self.by_room)
        return self._day

    @property
    def drawing(self) -> Drawing | None:
        """The day as it is on the screen; None where there is nothing to draw."""
        if self._drawing is None and (day := self.day):
            look = Look(
                max(self.text_width, _LEAST_WIDTH),
                cursor=self.pointed.id if self.pointed else None,
                now=self.now,
                starred=self.starred,
                clashing=self.clashing,
                ascii_only=self.ascii_only,
            )
            self._drawing = draw(day, look)
        return self._drawing

    @property
    def pointed(self) -> Talk | None:
        """The talk under the cursor."""
        return self.talks[self.cursor] if self.cursor < len(self.talks) else None

    def line_count(self) -> int:
        """Return the number of lines of the drawing."""
        return len(self.drawing.lines) if self.drawing else 0

    def draw_line(self, at: int, width: int) -> Drawn:  # noqa: ARG002 - it is drawn for it
        """Return line *at*; in the first rows of the window, the headings of the drawing."""
        drawing = self.drawing
        row = at - self.top
        assert drawing is not None, "lines are counted first"  # noqa: S101 - for types
        return drawing.lines[row if row < drawing.headings else at]

    def draw_empty(self, y: int, width: int) -> Drawn:
        """Say why there is nothing, below nothing."""
        lines = [] if self.talks else wrap(self.empty_text, max(width - 2, 1))
        return ((fit(f" {lines[y - 1]}" if 1 <= y <= len(lines) else "", width), "line--faint"),)

    def line_style(self, at: int) -> Style:  # noqa: ARG002 - the drawing shows the cursor
        """Return no style: a line is no talk."""
        return Style()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on the talks there are."""
        return max(0, min(cursor, len(self.talks) - 1))

    def watch_cursor(self, old: int, new: int) -> None:  # noqa: ARG002 - all is drawn anew
        """Draw the cursor where it is now."""
        self._drawing = None
        self.show_line(new)
        self.refresh()
        self.post_message(self.Highlighted(self, new))

    def show_line(self, at: int) -> None:
        """Bring the talk with the number *at* on screen, below the headings."""
        drawing, height = self.drawing, self.size.height
        if not drawing or not height or at >= len(self.talks):
            return
        frame = drawing.frames.get(self.talks[at].id)
        if frame:
            last = max(min(frame.last, frame.first + height - drawing.headings - 1), 0)
            self.top = max(self.top, last - height + 1, 0)
            self.top = min(self.top, frame.first - drawing.headings)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._anew()
        super().on_resize()

    def on_click(self, event: events.Click) -> None:
        """Highlight the clicked talk; choose it if it is highlighted already."""
        drawing = self.drawing
        if not drawing or event.y < drawing.headings:
            return
        line = self.top + event.y
        for at, talk in enumerate(self.talks):
            frame = drawing.frames.get(talk.id)
            if not frame or not frame.first <= line <= frame.last:
                continue
            if frame.left <= event.x < frame.left + frame.width:
                if at == self.cursor:
                    self.post_message(self.Chosen(self, at))
                self.cursor = at
                return

    def action_move(self, lines: int) -> None:
        """Go to the talk below or above, in the same lane; at its end, to the next in time."""
        self._go("down" if lines > 0 else "up", lines)

    def action_across(self, step: int) -> None:
        """Go to the talk at the right or at the left."""
        self._go("right" if step > 0 else "left", 0)

    def _go(self, direction: Direction, step: int) -> None:
        day, talk = self.day, self.pointed
        found = day.neighbour(talk.id, direction) if day and talk else None
        places = {one.id: at for at, one in enumerate(self.talks)}
        if found:
            self.cursor = places[found]
        elif step and day and not any(day.lanes):
            self.cursor += step

    def action_page(self, pages: float) -> None:
        """Go to the first talk that begins a page further down, or up."""
        day, talk = self.day, self.pointed
        if not day or not talk:
            return
        row = day.places[talk.id].first + round(max(self.size.height - 3, 1) * pages)
        rows = [day.places[one.id].first for one in self.talks]
        self.cursor = min(range(len(rows)), key=lambda at: abs(rows[at] - row))

    def watch_starred(self) -> None:
        """Draw the stars anew."""
        self._redraw()

    def watch_clashing(self) -> None:
        """Draw the clashes anew."""
        self._redraw()

    def watch_now(self) -> None:
        """Draw the present anew."""
        self._redraw()

    def watch_ascii_only(self) -> None:
        """Draw with other signs."""
        self._redraw()

    def watch_empty_text(self) -> None:
        """Draw the reason anew."""
        self.refresh()

    def _redraw(self) -> None:
        self._drawing = None
        self.refresh()

    def _anew(self) -> None:
        self._day = None
        self._redraw()
