"""Bringing a programme in: its address, its file, or its name, completed while it is typed."""

from collections.abc import Callable, Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from confbrowse.tui.screens.errands import ErrandScreen, Said
from confbrowse.tui.screens.menu import Rows
from confbrowse.tui.widgets.cells import Drawn

Complete = Callable[[str], Sequence[str]]
"""Returns what the words typed so far may become, best first; it may look into folders."""
_HINT = "Enter add · Tab complete · ↑ ↓ choose · Esc close"
_PLACEHOLDER = "a file, a folder, an address, or a name such as fosdem-2026"
_MOST_REASONS = 3


class AddScreen(ErrandScreen[str]):
    """Asks for a source and adds it; returns the id of the programme that came in, if one did."""

    BINDINGS = [
        Binding("down", "move(1)", "Down", tooltip="Next proposal.", id="add.down", show=False),
        Binding("up", "move(-1)", "Up", tooltip="Proposal before.", id="add.up", show=False),
        Binding("tab", "complete", "Complete", tooltip="Complete with the highlighted proposal.", id="add.complete", show=False),
    ]  # fmt: skip

    def __init__(self, complete: Complete) -> None:
        self._complete = complete
        self._proposals: Sequence[str] = ()
        self._came: str | None = None
        super().__init__("Add a programme", _HINT)

    def compose_above(self) -> ComposeResult:
        """Lay out the line to type in."""
        yield Input(placeholder=_PLACEHOLDER, compact=True, select_on_focus=False, id="source")

    def on_mount(self) -> None:
        """Propose what there is, and wait for words."""
        self.query_one(Input).focus()
        self._propose("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._propose(event.value)

    @work(thread=True, exclusive=True, group="propose")
    def _propose(self, words: str) -> None:
        found = tuple(self._complete(words))
        self.app.call_from_thread(self._show_proposals, words, found)

    def _show_proposals(self, words: str, found: Sequence[str]) -> None:
        if self.is_working or words != self.query_one(Input).value:
            return
        self._proposals = found
        self.query_one(Rows).rows = tuple(((f" {one}", "line--title"),) for one in found)

    def action_move(self, lines: int) -> None:
        """Move the highlight by *lines* while typing."""
        self.query_one(Rows).cursor += lines

    def action_complete(self) -> None:
        """Put the highlighted proposal into the line."""
        at, line = self.query_one(Rows).cursor, self.query_one(Input)
        if line.display and at < len(self._proposals):
            line.value = self._proposals[at]
            line.cursor_position = len(line.value)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip():
            self.action_complete()
            return
        event.input.display = False
        self.send(["add", "--json", "--", event.value.strip()])

    def report(self, said: Sequence[Said]) -> list[Drawn]:
        """Return what came in, what was left out and why, and what else was told."""
        lines: list[Drawn] = []
        for one in said:
            if "programme" in one:
                self._came = self._came or str(one.get("id"))
                lines += _came_in(one)
            else:
                lines.append(((str(one.get("told", "")), "line--warning"),))
        return lines or [(("Nothing came in.", "line--warning"),)]

    def ended(self) -> None:
        """Let the reader mend the line where nothing came in."""
        if self._came:
            super().ended()
            return
        line = self.query_one(Input)
        line.display = True
        line.focus()
        self.set_hint(_HINT)

    def close(self) -> None:
        """Close the window, and tell what came in."""
        self.dismiss(self._came)


def _came_in(said: Said) -> list[Drawn]:
    """Return a line on the programme that came in, and one on what was left out of it."""
    verb = "Added" if said.get("first") else "Updated"
    words = f"{verb} {said.get('programme')}: {said.get('talks')} talks, {said.get('sessions')} sessions"
    if not said.get("first"):
        words += f", {said.get('new')} new, {said.get('gone')} gone"
    lines: list[Drawn] = [((f"{words}.", "line--heading"),)]
    left_out = said.get("left_out")
    if isinstance(left_out, dict) and left_out:
        most = sorted(left_out.items(), key=lambda one: -one[1])[:_MOST_REASONS]
        why = "; ".join(f"{reason} ({number})" for reason, number in most)
        rest = "; ..." if len(left_out) > _MOST_REASONS else ""
        total = sum(left_out.values())
        lines.append(((f"Left out: {total}. {why}{rest}", "line--faint"),))
    return lines
