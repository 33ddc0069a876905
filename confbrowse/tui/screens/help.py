"""The keys that work on a screen, found by key or by word."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from confbrowse.text.slugs import folded
from confbrowse.tui.screens.menu import MenuScreen, Rows
from confbrowse.tui.widgets.cells import Drawn, fit

_KEY_WIDTH, _NAME_WIDTH = 14, 16
"""Cells of the columns before the help."""
Help = tuple[str, str, str]
"""The keys of a command, its name, and what it does."""


class HelpScreen(MenuScreen[None]):
    """Shows keys and what they do, fewer as the reader types."""

    BINDINGS = [
        Binding("down", "move(1)", "Down", tooltip="Next line.", id="help.down", show=False),
        Binding("up", "move(-1)", "Up", tooltip="Line before.", id="help.up", show=False),
    ]  # fmt: skip

    def __init__(self, keys: Sequence[Help]) -> None:
        self._keys = keys
        super().__init__("Keys", key_rows(keys, ""), "Type to search · ↑ ↓ move · Esc close")

    def compose_above(self) -> ComposeResult:
        """Lay out the search box."""
        yield Input(placeholder="a key or a word", compact=True)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one(Rows).rows = key_rows(self._keys, event.value)

    def action_move(self, lines: int) -> None:
        """Move the highlight by *lines* while typing."""
        self.query_one(Rows).cursor += lines


def key_rows(keys: Sequence[Help], words: str) -> tuple[Drawn, ...]:
    """Return the lines of *keys* that hold every one of *words*; one that is a key finds that only."""
    wanted = folded(words).split()
    exact = [line for line in keys if words.strip() and words.strip() in line[0].split()]
    shown = exact or [
        line for line in keys if all(word in folded(" ".join(line)) for word in wanted)
    ]
    return tuple(
        (
            (" " + fit(key, _KEY_WIDTH), "line--when"),
            (fit(name, _NAME_WIDTH), "line--heading"),
            (text, "line--title"),
        )
        for key, name, text in shown
    )
