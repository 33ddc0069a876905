"""The copy menu: a key chooses what of a talk to copy; a panel at the bottom, or at the top, names the keys."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from confbrowse.paths import shipped
from confbrowse.tui.commands import COPY, bindings
from confbrowse.tui.dismiss import DismissOnce

_GAP = "   "
_MOST_ROWS = 4
"""The rows of the panel in a narrow terminal."""
_NO_BREAK = "\N{NO-BREAK SPACE}"


class CopyMenu(DismissOnce[str], ModalScreen[str]):
    """Returns what to copy: ``citation``, ``title``, ``link`` or ``abstract``."""

    CSS_PATH = shipped("styles") / "menu.tcss"
    BINDINGS = bindings(COPY)

    def __init__(self, *, names_keys: bool, last_row: int = 0) -> None:
        """Without *names_keys* there is no panel; the keys work all the same.

        *last_row* is the last row of the screen that shows the talk in the list: the panel leaves it visible.
        """
        super().__init__()
        self._names_keys, self._last_row = names_keys, last_row

    def compose(self) -> ComposeResult:
        if self._names_keys:
            yield Static(id="panel", markup=False)

    def on_mount(self) -> None:
        keys: dict[str, list[str]] = {}
        for active in self.active_bindings.values():
            if active.binding.id:
                name = self.app.get_key_display(active.binding)
                keys.setdefault(active.binding.description, []).append(name)
        for panel in self.query(Static):
            panel.set_class(self._last_row >= self.app.size.height - _MOST_ROWS, "-at-top")
            panel.update(Content(panel_text("Copy", keys.items())))

    def action_copy(self, part: str) -> None:
        """Close and return *part*."""
        self.dismiss(part)


def panel_text(title: str, keys: Iterable[tuple[str, list[str]]]) -> str:
    """Return *title* and *keys*, labels with their keys, so that a narrow terminal wraps them between keys."""
    named = (f"{' '.join(names)} {label}".replace(" ", _NO_BREAK) for label, names in keys)
    return _GAP.join((f"{title}:", *named))
