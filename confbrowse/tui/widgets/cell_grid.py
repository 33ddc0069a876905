"""Rows of cells with a cursor that moves in both directions, such as those of an overview."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import var

from confbrowse.text.cells import Drawn, fit, size_of, text_of, wrap
from confbrowse.tui.commands import CELL_GRID, bindings
from confbrowse.tui.widgets.lines import LineList

_CURSOR = "overview--cursor"


@dataclass(frozen=True, slots=True)
class GridPiece:
    """Part of a row."""

    drawn: Drawn
    key: object = None
    """Of the cell that it is, equal for the same cell in another layout; None for anything else."""


GridRow = Sequence[GridPiece]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cell is."""

    row: int
    x: int
    width: int
    key: object

    def distance(self, x: int) -> int:
        """Return how far column *x* is from it."""
        return max(self.x - x, x - (self.x + self.width - 1), 0)


class CellGrid(LineList):
    """Shows cells; its lines are rows, and ``cursor`` counts the cells row by row."""

    BINDINGS = bindings(CELL_GRID)

    has_edge = False
    local_actions = frozenset({"move", "page", "first", "last", "across"})

    empty_text: var[str] = var("")

    @dataclass
    class CellOpened(Message):
        """The user clicked the cell at the cursor."""

        key: object

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._lay_out: Callable[[int], Sequence[GridRow]] = lambda _width: ()
        self._rows: Sequence[GridRow] = ()
        self._places: Sequence[_Place] = ()
        self._x = 0
        """The column that moving up and down keeps to."""

    def show(self, lay_out: Callable[[int], Sequence[GridRow]], key: object = None) -> None:
        """Show the rows that *lay_out* makes for a width, with the cursor on the cell *key*, else where it was."""
        self._lay_out = lay_out
        self._arrange(self.key_at_cursor if key is None else key)

    @property
    def key_at_cursor(self) -> object:
        """The key of the cell at the cursor; None without cells."""
        return self._places[self.cursor].key if self.cursor < len(self._places) else None

    def _arrange(self, key: object) -> None:
        """Lay out the rows for the current width, with the cursor on the cell *key* if it is there."""
        self._rows = self._lay_out(self.text_width)
        places = []
        for row, pieces in enumerate(self._rows):
            x = 0
            for piece in pieces:
                width = size_of(piece.drawn)
                if piece.key is not None:
                    places.append(_Place(row, x, width, piece.key))
                x += width
        self._places = tuple(places)
        keys = [place.key for place in places]
        self.lines_changed(keys.index(key) if key in keys else self.cursor)
        self._keep_column()

    def line_count(self) -> int:
        return len(self._rows)

    def draw_line(self, at: int, width: int) -> Drawn:
        here = self.key_at_cursor if self.rows_of_cursor == at else None
        drawn: list[tuple[str, str]] = []
        for piece in self._rows[at]:
            is_cursor = piece.key is not None and piece.key == here
            drawn += [(text_of(piece.drawn), _CURSOR)] if is_cursor else piece.drawn
        return (*drawn, (" " * max(width - size_of(tuple(drawn)), 0), ""))

    @property
    def rows_of_cursor(self) -> int:
        """The row of the cell at the cursor; -1 without cells."""
        return self._places[self.cursor].row if self.cursor < len(self._places) else -1

    def draw_empty(self, y: int, width: int) -> Drawn:
        lines = [] if self._rows else wrap(self.empty_text, max(width - 2, 1))
        return ((fit(f" {lines[y - 1]}" if 1 <= y <= len(lines) else "", width), "line--faint"),)

    def line_style(self, at: int) -> Style:  # noqa: ARG002 - the cell shows the cursor
        """Return no style: a row is not one cell."""
        return Style()

    def watch_empty_text(self) -> None:
        self.refresh()

    def on_resize(self) -> None:
        self._arrange(self.key_at_cursor)

    # The cursor.

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, len(self._places) - 1))

    def rows_of(self, at: int) -> range:
        """Return the row of the widget with the cell *at*."""
        if at >= len(self._places):
            return range(0)
        row = self._places[at].row - self.top
        return range(row, row + 1)

    def show_line(self, at: int) -> None:
        """Scroll so that the cell *at* is on the screen; with those of the first row, what is above them."""
        if at >= len(self._places):
            return
        row = self._places[at].row
        super().show_line(0 if row == self._places[0].row else row)
        super().show_line(row)

    def _keep_column(self) -> None:
        if self.cursor < len(self._places):
            place = self._places[self.cursor]
            self._x = place.x + place.width // 2

    def _go_to_row(self, wanted: int, step: int) -> None:
        """Go to the nearest cell of the first row with cells from *wanted* on, in the direction of *step*."""
        rows = {place.row for place in self._places}
        found = [row for row in sorted(rows)[::step] if (row - wanted) * step >= 0]
        if found:
            at = range(len(self._places))
            of_row = [one for one in at if self._places[one].row == found[0]]
            self.cursor = min(of_row, key=lambda one: self._places[one].distance(self._x))

    def action_move(self, lines: int) -> None:
        """Go to the cell below or above."""
        self._go_to_row(self.rows_of_cursor + lines, 1 if lines > 0 else -1)

    def action_across(self, step: int) -> None:
        """Go to the cell on the left or right in the same row."""
        at = self.cursor + step
        if 0 <= at < len(self._places) and self._places[at].row == self.rows_of_cursor:
            self.cursor = at
            self._keep_column()

    def action_page(self, pages: float) -> None:
        """Go to a cell a page further down or up."""
        step = round(max(self.page - 1, 1) * pages)
        wanted = max(0, min(self.rows_of_cursor + step, len(self._rows) - 1))
        self._go_to_row(wanted, -1 if step > 0 else 1)

    def action_first(self) -> None:
        self.cursor = 0
        self._keep_column()

    def action_last(self) -> None:
        self.cursor = len(self._places) - 1
        self._keep_column()

    def on_click(self, event: events.Click) -> None:
        """Go to the cell that is clicked, or open it if the cursor is there already."""
        row = self.top + event.y
        for at, place in enumerate(self._places):
            if place.row == row and not place.distance(event.x):
                if at == self.cursor:
                    self.post_message(self.CellOpened(place.key))
                self.cursor = at
                self._keep_column()
