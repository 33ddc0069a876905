"""Overview of a programme: when its talks are, where and by whom, and its terms; each number leads to its talks."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from textual import on, work
from textual.binding import Binding

from confbrowse.discovery.overview import (
    Cell,
    DistinctiveTerms,
    Overview,
    day_name,
    read_overview,
    read_terms,
)
from confbrowse.model import ProgrammeSummary, Talk
from confbrowse.paths import shipped
from confbrowse.storage.library import LibraryStore
from confbrowse.text.cells import ELLIPSIS, Drawn, fit
from confbrowse.text.humanize import count
from confbrowse.tui.background_read import read
from confbrowse.tui.commands import OVERVIEW, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.screens.panes import PanesScreen
from confbrowse.tui.widgets.cell_grid import CellGrid, GridPiece, GridRow
from confbrowse.tui.widgets.lines import LineView
from confbrowse.tui.widgets.status_bar import Status, status_pieces

_MOST = 10
"""The most cells of a part."""
_DAY_WIDTH, _DAY_COUNT_WIDTH = 11, 6
_WIDEST_HOUR, _HOURS_WIDTH = 9, 6
"""Cells of an hour at most, and of several hours at least."""
_LEAST_PART = 38
"""Cells of a part; as many are beside each other as fit."""
_GAP = 2
_BAR = 6
"""Cells of a bar as long as the largest number."""
_SHADES, _ASCII_SHADES = "▂▄▆█", ".:+#"
"""Few to many talks."""
_FULL, _ASCII_FULL = "━", "="
_OF_A_LIST = frozenset({"zoom", "view", "back", "clock", "export", "undo", "redo", "help"})
"""The actions of screens with talks that do something here."""
_BLANK: GridRow = ()


class OverviewScreen(PanesScreen):
    """Shows the programme of the talk that was in view, else the first one."""

    view = "overview"
    AUTO_FOCUS = "CellGrid"
    CSS_PATH = shipped("styles") / "overview.tcss"
    COMPONENT_CLASSES = {
        "overview--cursor",
        *(f"overview--heat-{level}" for level in range(1, len(_SHADES) + 1)),
        *(f"overview--shade-{level}" for level in range(1, len(_SHADES) + 1)),
    }
    BINDINGS = bindings(OVERVIEW)

    def __init__(self, ctx: AppContext) -> None:
        self.grid = CellGrid(id="cells")
        self.grid.empty_text = "Counting talks ..."
        super().__init__(ctx, self.grid)
        self._found: Overview | None = None
        self._terms = DistinctiveTerms()

    def on_mount(self) -> None:
        """Count the talks."""
        self._load(self.ctx.overview_cell)

    def library_changed(self) -> None:
        """Count the talks again."""
        self._load(None)

    @work(exclusive=True, group="overview")
    async def _load(self, cell: Cell | None) -> None:
        """Show the programme with the cursor on *cell*, else where it is; the terms follow."""
        talk = self.ctx.talk_in_view
        wanted = talk.programme_id if talk else self.ctx.programme
        library = self.ctx.library
        programme = await read(self, _programme, library, wanted)
        if self._found and self._found.programme != programme:
            self._found, self._terms = None, DistinctiveTerms()
        if programme is None:
            self.grid.show(lambda _width: ())
            self.grid.empty_text = "The library is empty. Press Esc, then A to add a conference."
            return
        self._found = await read(self, read_overview, library, programme, _MOST)
        self._show(cell)
        self._terms = await read(self, read_terms, library, programme, _MOST)
        self._show(cell if cell in self._terms.cells else None)

    def _show(self, cell: Cell | None) -> None:
        if self._found:
            lay_out = partial(
                overview_rows, self._found, self._terms, ascii_only=self.ctx.ascii_only
            )
            self.grid.show(lay_out, cell)
            self.show_status()
            self.show_keys()

    @on(CellGrid.CellOpened)
    def _open_clicked(self) -> None:
        self._open()

    def _open(self) -> None:
        """Ask for the talks of the cell at the cursor."""
        cell = self.grid.key_at_cursor
        if isinstance(cell, Cell):
            self.ctx.overview_cell = cell
            self.post_message(self.TalksRequested(cell.scope, cell.query))

    def action_zoom(self, zoomed: bool | None = None) -> None:
        """List the talks of the cell at the cursor."""
        if zoomed:
            self._open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable what needs a talk."""
        if action == "zoom":
            return parameters == (True,) and self.grid.key_at_cursor is not None
        if hasattr(PanesScreen, f"action_{action}") and action not in _OF_A_LIST:
            return False
        return super().check_action(action, parameters)

    def key_label(self, binding: Binding) -> str:
        """Say what Enter does."""
        return "List talks" if binding.id == "panes.read" else super().key_label(binding)

    def panes(self) -> list[LineView]:
        """Return the only pane."""
        return [self.grid]

    def talk_at_cursor(self) -> Talk | None:
        """Return None: a cell is no talk."""
        return None

    def line_of(self, talk: Talk) -> int | None:  # noqa: ARG002 - see above
        """Return None."""
        return None

    def talk_reader(self, lines: range) -> Callable[[], Sequence[Talk]]:  # noqa: ARG002 - see above
        """Return a function that returns no talk."""
        return lambda: ()

    def listed_count(self) -> int:
        """Return 0: there are no talks to export but the agenda."""
        return 0

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return the programme, and how many talks it has."""
        where = ["Overview"]
        if self._found:
            programme = self._found.programme
            where += [programme.name, count(programme.talks, "talk")]
        return status_pieces(Status(tuple(where), timed=False), self.size.width)

    def leave(self) -> None:
        """Go back to the programme."""
        self.dismiss()


def _programme(library: LibraryStore, wanted: str | None) -> ProgrammeSummary | None:
    """Return the programme with the id *wanted*, else the first one; None if there are none."""
    known = library.programmes()
    return next((one for one in known if one.id == wanted), known[0] if known else None)


def overview_rows(
    found: Overview, terms: DistinctiveTerms, width: int, *, ascii_only: bool = False
) -> Sequence[GridRow]:
    """Return the rows of an overview that is *width* cells wide; the keys of its cells are ``Cell``."""
    blocks = [
        (count(part.total, name), part.cells) for name, part in found.parts.items() if part.cells
    ]
    if terms.cells:
        blocks.append((terms.heading, terms.cells))
    return (
        *_heat_map(found, width, _ASCII_SHADES if ascii_only else _SHADES),
        *_in_columns(blocks, width, _ASCII_FULL if ascii_only else _FULL),
    )


def _heat_map(found: Overview, width: int, shades: str) -> Iterator[GridRow]:
    """Yield a row for each day, with a cell for each hour or few hours, below the hours."""
    label = 1 + _DAY_WIDTH + _DAY_COUNT_WIDTH + _GAP
    least = len(str(max(found.starts.values(), default=0))) + 2
    columns = found.hour_columns(max((width - label) // least, 1))
    if columns and len(columns[0]) > 1:
        columns = found.hour_columns(max((width - label) // max(least, _HOURS_WIDTH), 1))
    days = [
        (found.of_day(day), [found.of_hours(day, hours) for hours in columns]) for day in found.days
    ]
    most = max((cell.talks for _, cells in days for cell in cells), default=0)
    wide = max(min((width - label) // max(len(columns), 1), _WIDEST_HOUR), len(str(most)) + 2)
    if columns:
        yield (_text(" Talks by starting hour (event's time zone)", "line--heading", width),)
        heads = "".join(f"{_hours_name(hours).rjust(wide - 1)} " for hours in columns)
        yield (_text(" " * label + heads, "line--faint", width),)
    for day, cells in days:
        yield (
            _text(" ", "", 1),
            _labelled(day_name(day.value), day),
            _text("", "", _GAP),
            *(piece for cell in cells for piece in _hour(cell, most, wide, shades)),
        )
    untimed = found.of_day("")
    if untimed.talks:
        yield (_text(" ", "", 1), _labelled("No time", untimed))


def _hours_name(hours: range) -> str:
    first = f"{hours[0]:02}"
    return first if len(hours) == 1 else f"{first}-{hours[-1] + 1:02}"


def _labelled(name: str, cell: Cell) -> GridPiece:
    number = f"{cell.talks:{_DAY_COUNT_WIDTH},}"
    return GridPiece(((fit(name, _DAY_WIDTH), "line--when"), (number, "line--faint")), cell)


def _hour(cell: Cell, most: int, width: int, shades: str) -> Iterator[GridPiece]:
    """Yield *cell*, shaded by its share of *most* talks, and a blank; a dot if there are no talks."""
    if not cell.talks:
        yield _text("·".rjust(width - 2), "line--faint", width)
        return
    level = -(-cell.talks * len(shades) // most)
    number = f"{cell.talks}".rjust(width - 2)
    shade = (shades[level - 1], f"overview--shade-{level}")
    yield GridPiece(((number, f"overview--heat-{level}"), shade), cell)
    yield _text(" ", "", 1)


def _in_columns(
    blocks: Sequence[tuple[str, Sequence[Cell]]], width: int, full: str
) -> Iterator[GridRow]:
    """Yield the rows of *blocks*, headings with cells, each below the shortest column so far."""
    number = max(min(width // _LEAST_PART, len(blocks)), 1)
    edges = [width * at // number for at in range(number + 1)]
    columns: list[list[GridRow]] = [[] for _ in range(number)]
    for heading, cells in blocks:
        column = min(columns, key=len)
        at = columns.index(column)
        wide = edges[at + 1] - edges[at]
        column += [(_text("", "", wide),), (_text(f" {heading}", "line--heading", wide),)]
        most = max(cell.talks for cell in cells)
        column += [_value(cell, most, wide, full) for cell in cells]
    for row in range(max(map(len, columns))):
        yield tuple(
            piece
            for at, column in enumerate(columns)
            for piece in (
                column[row] if row < len(column) else (_text("", "", edges[at + 1] - edges[at]),)
            )
        )


def _value(cell: Cell, most: int, width: int, full: str) -> GridRow:
    """Return *cell* with its number of talks, and a bar for their share of *most*, in *width* cells."""
    number = f"{cell.talks:,}"
    bar = full * max(round(_BAR * cell.talks / most), 1)
    room = width - _GAP - _BAR - 2 - len(str(f"{most:,}"))
    return (
        _text(" ", "", 1),
        GridPiece(
            (
                (fit(cell.value, room), "line--title"),
                (f" {number.rjust(len(f'{most:,}'))} ", "line--faint"),
                (fit(bar, _BAR), "line--when"),
            ),
            cell,
        ),
        _text("", "", _GAP - 1),
    )


def _text(text: str, role: str, width: int) -> GridPiece:
    return GridPiece(((fit(text, width, ELLIPSIS), role),))
