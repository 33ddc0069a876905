"""The keys that work on a screen, found by key or by word."""

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from confbrowse.text.cells import Drawn, fit, size_of, wrap
from confbrowse.text.slugs import folded
from confbrowse.tui.screens.menu import MenuScreen, Rows

_KEY_WIDTH, _NAME_WIDTH = 14, 16
"""Cells of the columns before the help."""
_LEAST_TEXT = 30
"""Cells below which the help does not stand beside its key."""
_ROWS = 40
"""Lines a window of help asks for; a lower terminal gives it fewer."""
Help = tuple[str, str, str, str]
"""The keys of a command, its name, what it does, and its id for a keymap of the reader's own."""


class HelpScreen(MenuScreen[None]):
    """Shows keys and what they do, fewer as the reader types."""

    BINDINGS = [
        Binding("down", "move(1)", "Down", tooltip="Next line.", id="help.down", show=False),
        Binding("up", "move(-1)", "Up", tooltip="Line before.", id="help.up", show=False),
    ]  # fmt: skip

    def __init__(self, keys: Sequence[Help]) -> None:
        self._keys, self._words = keys, ""
        super().__init__("Keys", (((" ", ""),),) * _ROWS, "Type to search · ↑ ↓ move · Esc close")

    def compose_above(self) -> ComposeResult:
        """Lay out the search box."""
        yield Input(placeholder="a key or a word", compact=True)

    def on_resize(self) -> None:
        """Wrap the help for the new width."""
        self.call_after_refresh(self._show)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self._words = event.value
        self._show()

    def _show(self) -> None:
        lines = self.query_one(Rows)
        lines.rows = key_rows(self._keys, self._words, lines.text_width)

    def action_move(self, lines: int) -> None:
        """Move the highlight by *lines* while typing."""
        self.query_one(Rows).cursor += lines


def key_rows(keys: Sequence[Help], words: str, width: int) -> tuple[Drawn, ...]:
    """Return, in lines of at most *width* cells, the *keys* that hold every one of *words*.

    Words that are a key find that key only; ``ctrl-r`` and ``^r`` both mean Ctrl-r.
    """
    asked = words.strip().replace("^", "Ctrl-")
    wanted = folded(asked).split()
    exact = [line for line in keys if asked and (asked in line[0].split())]
    shown = exact or [
        line for line in keys if all(word in folded(" ".join(line)) for word in wanted)
    ]
    return tuple(row for line in shown for row in _rows(line, width))


def _rows(line: Help, width: int) -> Iterator[Drawn]:
    """Yield *line* in rows: its help beside key and name, or below them where that is too narrow."""
    key, name, text, command = line
    start: Drawn
    head = ((" " + fit(key, _KEY_WIDTH), "line--when"), (fit(name, _NAME_WIDTH), "line--heading"))
    indent = 1 + _KEY_WIDTH + _NAME_WIDTH
    if width - indent >= _LEAST_TEXT:
        start, rows = head, wrap(text, width - indent)
    else:
        yield (*head, ("", ""))
        indent = 2
        start, rows = ((" " * indent, ""),), wrap(text, width - indent)
    for row in rows[:-1]:
        yield (*start, (row, "line--title"))
        start = ((" " * indent, ""),)
    last = (*start, (rows[-1], "line--title"))
    beside = size_of(last) + len(command) + 2 <= width
    yield (*last, (f"  {command}", "line--faint")) if beside else last
    if not beside:
        yield ((" " * indent, ""), (command, "line--faint"))
