"""The base of all dialogs: a title, rows and a hint; a key selects a row and Esc closes."""

from collections.abc import Sequence
from typing import TypeVar

from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.reactive import var
from textual.screen import ModalScreen
from textual.widgets import Static

from confbrowse.paths import shipped
from confbrowse.text.cells import Drawn
from confbrowse.tui.commands import MENU, MESSAGE, bindings
from confbrowse.tui.dismiss import DismissOnce
from confbrowse.tui.widgets.lines import ROLES, LineList
from confbrowse.tui.widgets.status_bar import Bar, bar_line

Result = TypeVar("Result")
_FRAME_LINES = 6
"""Lines of a dialog besides its rows: border, title, hint and two spare ones."""
_TEXT_FRAME_LINES = 4
"""Lines of the dialog besides its text: border, title and hint."""
HEIGHTS = [(0, "-low"), (16, "-high")]
"""In a window with fewer rows, a dialog has no border and takes all of them."""
_HINT = "Or select and copy it here · Esc close"


class Rows(LineList):
    """A list whose lines are given as a tuple, each of one or more pieces."""

    has_edge = False

    rows: var[tuple[Drawn, ...]] = var(())
    hyperlinks: Sequence[Style] = ()
    """For each line, the style that makes a hyperlink of its links; empty for rows without links."""

    def line_count(self) -> int:
        return len(self.rows)

    def hyperlink(self, at: int) -> Style:
        return self.hyperlinks[at] if self.hyperlinks else Style.null()

    def draw_line(self, at: int, width: int) -> Drawn:
        return bar_line(self.rows[at], (), width)

    def watch_rows(self) -> None:
        self.lines_changed(0)


class MenuDialog(DismissOnce[Result], ModalScreen[Result]):
    """A dialog with a title, rows and a hint; subclasses define what selecting a row does."""

    COMPONENT_CLASSES = ROLES
    CSS_PATH = shipped("styles") / "menu.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS = bindings(MENU)

    def __init__(self, title: str, rows: tuple[Drawn, ...], hint: str) -> None:
        super().__init__()
        self._heading = title
        self.rows = rows
        self._hint = hint

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            window.styles.height = len(self.rows) + _FRAME_LINES
            title = Bar(id="title")
            title.left = ((f" {self._heading}", "line--heading"),)
            yield title
            yield from self.compose_above()
            yield Rows()
            yield Static(Content(self._hint), id="hint", markup=False)

    def compose_above(self) -> ComposeResult:
        """Yield the widgets between title and rows; none by default."""
        yield from ()

    def on_mount(self) -> None:
        self.query_one(Rows).rows = self.rows

    def set_hint(self, hint: str) -> None:
        """Show *hint* below the lines; a narrow terminal wraps it."""
        self.query_one("#hint", Static).update(Content(hint))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        self.dismiss(None)


class MessageDialog(DismissOnce[None], ModalScreen[None]):
    """Shows a text to read or to copy by hand, such as an address that cannot be opened here."""

    CSS_PATH = shipped("styles") / "menu.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS = bindings(MESSAGE)

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title_text, self._text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(id="window"):
            yield Static(Content(self._title_text), id="title", markup=False)
            with VerticalScroll():
                yield Static(Content(self._text), id="text", markup=False)
            yield Static(Content(_HINT), id="hint", markup=False)

    def on_resize(self, event: Resize) -> None:
        room = event.size.height * 9 // 10 - _TEXT_FRAME_LINES
        self.query_one(VerticalScroll).styles.max_height = max(room, 1)
