"""A text to look at and to copy by hand: an address that cannot be opened here, say."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from confbrowse.paths import shipped


class TextScreen(ModalScreen[None]):
    """Shows a text whole under a title; most keys close it."""

    CSS_PATH = shipped("styles") / "menu.tcss"
    BINDINGS = [
        Binding("escape,q,enter,o,y", "dismiss", "Close", tooltip="Close this window.", id="text.close", show=False),
    ]  # fmt: skip

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        hint = "If your terminal did not take it, select it here · Esc close"
        self._parts = (("title", title), ("text", text), ("hint", hint))

    def compose(self) -> ComposeResult:
        """Lay out title, text and a hint."""
        with Vertical(id="window"):
            for name, text in self._parts:
                yield Static(Content(text), id=name, markup=False)
