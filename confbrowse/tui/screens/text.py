"""A text to look at and to copy by hand: an address that cannot be opened here, say."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static

from confbrowse.paths import shipped
from confbrowse.tui.closing import ClosingOnce

_FRAME_LINES = 4
"""Lines of the window besides its text: border, title and hint."""
_HINT = "Or select it here · Esc close"


class TextScreen(ClosingOnce[None], ModalScreen[None]):
    """Shows a text whole under a title; most keys close it."""

    CSS_PATH = shipped("styles") / "menu.tcss"
    BINDINGS = [
        Binding("escape,q,enter,o,y", "dismiss", "Close", tooltip="Close this window.", id="text.close", show=False),
    ]  # fmt: skip

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title_text, self._text = title, text

    def compose(self) -> ComposeResult:
        """Lay out title, text and a hint."""
        with Vertical(id="window"):
            yield Static(Content(self._title_text), id="title", markup=False)
            with VerticalScroll():
                yield Static(Content(self._text), id="text", markup=False)
            yield Static(Content(_HINT), id="hint", markup=False)

    def on_resize(self, event: Resize) -> None:
        """Leave room for title and hint, and scroll what is longer."""
        room = event.size.height * 9 // 10 - _FRAME_LINES
        self.query_one(VerticalScroll).styles.max_height = max(room, 1)
