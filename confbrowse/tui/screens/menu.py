"""The small windows over a screen: a title, some lines, keys that choose one. Esc closes them."""

from typing import TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.reactive import var
from textual.screen import ModalScreen

from confbrowse.paths import shipped
from confbrowse.text.cells import Drawn
from confbrowse.tui.closing import ClosingOnce
from confbrowse.tui.widgets.line_list import LineList
from confbrowse.tui.widgets.line_view import ROLES
from confbrowse.tui.widgets.ribbon import Ribbon, ribbon_line

Result = TypeVar("Result")
_FRAME_LINES = 6
"""Lines of a window besides its rows: border, title, hint, and two for more."""


class Rows(LineList):
    """Lines that are known from the start, each of one or more pieces."""

    has_edge = False

    rows: var[tuple[Drawn, ...]] = var(())

    def line_count(self) -> int:
        """Return the number of lines."""
        return len(self.rows)

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return line *at*, cut or padded to *width*."""
        return ribbon_line(self.rows[at], (), width)

    def watch_rows(self) -> None:
        """Show the new lines from the first."""
        self.lines_changed(0)


class MenuScreen(ClosingOnce[Result], ModalScreen[Result]):
    """A window with a title, lines and a hint; subclasses say what choosing a line does."""

    COMPONENT_CLASSES = ROLES
    CSS_PATH = shipped("styles") / "menu.tcss"
    BINDINGS = [
        Binding("escape,q", "dismiss", "Close", tooltip="Close this window.", id="menu.close", show=False),
        Binding("enter", "choose", "Choose", tooltip="Take the highlighted line.", id="menu.choose", show=False),
    ]  # fmt: skip

    def __init__(self, title: str, rows: tuple[Drawn, ...], hint: str) -> None:
        super().__init__()
        self._heading = title
        self.rows = rows
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Lay out title, lines and hint."""
        with Vertical(id="window") as window:
            window.styles.height = len(self.rows) + _FRAME_LINES
            title = Ribbon(id="title")
            title.left = ((f" {self._heading}", "line--heading"),)
            yield title
            yield from self.compose_above()
            yield Rows()
            hint = Ribbon(id="hint")
            hint.left = ((f" {self._hint}", "line--faint"),)
            yield hint

    def compose_above(self) -> ComposeResult:
        """Lay out what stands between title and lines."""
        yield from ()

    def on_mount(self) -> None:
        """Show the lines."""
        self.query_one(Rows).rows = self.rows

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Take a line by a click."""
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Take the highlighted line."""
        self.dismiss(None)
