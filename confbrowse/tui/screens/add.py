"""Bringing a programme in: its address, its file, or its name, completed while it is typed."""

from collections.abc import Callable, Sequence

from textual.binding import Binding
from textual.widgets import Input

from confbrowse.tui.screens.errands import ErrandScreen, Said
from confbrowse.tui.screens.proposing import ProposingScreen
from confbrowse.tui.widgets.cells import Drawn

Complete = Callable[[str], Sequence[str]]
"""Returns what the words typed so far may become, best first; it may look into folders."""
_HINT = "Enter add · Tab complete · ↑ ↓ choose · Esc close"
_MOST_REASONS = 3


class AddScreen(ErrandScreen[str], ProposingScreen[str]):
    """Asks for a source and adds it; returns the id of the programme that came in, if one did."""

    BINDINGS = [
        Binding("tab", "complete", "Complete", tooltip="Complete with the highlighted proposal.", id="add.complete", show=False),
    ]  # fmt: skip

    placeholder = "a file, a folder, an address, or a name such as fosdem-2026"

    def __init__(self, complete: Complete) -> None:
        self._complete = complete
        self._came: str | None = None
        super().__init__("Add a programme", _HINT)

    def propose(self, words: str) -> Sequence[str]:
        """Return conferences and files that *words* may become."""
        return self._complete(words)

    def action_complete(self) -> None:
        """Put the highlighted proposal into the line."""
        line = self.query_one(Input)
        if line.display and self.highlighted is not None:
            line.value = self.highlighted
            line.cursor_position = len(line.value)

    def submit(self, words: str) -> None:
        """Add what is called so; an empty line is completed first."""
        if not words:
            self.action_complete()
            return
        self.query_one(Input).display = False
        self.send(["add", "--json", "--", words])

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
