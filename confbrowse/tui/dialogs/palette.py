"""The command palette: every command with its keys, found by name, synonym or key; Enter runs it."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from confbrowse.text.cells import Drawn, fit
from confbrowse.tui.command_search import CommandLine, matching, nearest, short_keys
from confbrowse.tui.commands import PALETTE, bindings
from confbrowse.tui.dialogs.base import MenuDialog, Rows
from confbrowse.tui.widgets.lines import LineList
from confbrowse.tui.widgets.status_bar import Bar

_ROWS = 20
"""Rows that the dialog asks for; a lower terminal gives it fewer."""
_KEYS = "↑ ↓ move · Enter run · Esc close "
_NAME_WIDTH = 17
_KEY_WIDTH = 12


class Palette(MenuDialog[str]):
    """Returns the id of the command to run, once the dialog is closed.

    The rows follow the typed words within the handling of each key, so that a burst of keys runs what the same
    keys run one by one.
    """

    BINDINGS = bindings(PALETTE)

    def __init__(self, commands: Sequence[CommandLine]) -> None:
        self._commands = commands
        self._shown: tuple[CommandLine | None, ...] = tuple(commands)
        """The commands on the rows; None for the row that says that none matches."""
        super().__init__("Commands", (((" ", ""),),) * _ROWS, "")

    def compose_above(self) -> ComposeResult:
        yield Input(placeholder="Command, key or word", compact=True)

    def on_mount(self) -> None:
        self.query_one("#title", Bar).right = ((_KEYS, "line--faint"),)
        self.call_next(self._draw)  # the base has shown its rows by then

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        found = matching(self._commands, event.value)
        self._shown = found or (None, *nearest(self._commands, event.value))
        self._draw()

    def _draw(self) -> None:
        no_match: Drawn = ((" No command matches this. Similar:", "line--warning"),)
        rows = (command_row(one) if one else no_match for one in self._shown)
        self.query_one(Rows).rows = tuple(rows)

    @on(LineList.Highlighted)
    def _explain(self, event: LineList.Highlighted) -> None:
        """Show the help of the command at the cursor in full: its row may have no room for that."""
        event.stop()
        command = self._shown[event.at]
        self.set_hint(command.help if command else "")

    @on(Input.Submitted)
    def _run(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Close and return the command at the cursor; if it cannot be run, say why and stay."""
        command = self._shown[self.query_one(Rows).cursor]
        if command and command.unavailable:
            self.set_hint(f"{command.label}: {command.unavailable}.")
        elif command:
            self.dismiss(command.id)

    def action_move(self, lines: int) -> None:
        """Move the highlight by *lines*; the focus stays in the search box."""
        self.query_one(Rows).cursor += lines

    def action_page(self, pages: int) -> None:
        """Move the highlight by *pages*."""
        self.query_one(Rows).action_page(pages)


def command_row(command: CommandLine) -> Drawn:
    """Return keys, label and help of *command*, or why it cannot be run."""
    can_run = not command.unavailable
    keys = short_keys(command.keys)
    head: Drawn = (
        (f" {fit(keys, _KEY_WIDTH)} ", "line--when" if can_run else "line--faint"),
        (fit(command.label, _NAME_WIDTH) + " ", "line--heading" if can_run else "line--faint"),
    )
    if can_run:
        return (*head, (command.help, "line--title"))
    return (*head, (f"{command.unavailable} · {command.help}", "line--faint"))
