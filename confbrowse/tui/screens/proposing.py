"""A window with a line to type in and, below it, what the words may mean: narrowed as one types."""

from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from confbrowse.tui.screens.menu import MenuScreen, Result, Rows

ROWS = 14
"""Lines that such a window asks for; a lower terminal gives it fewer."""


class ProposingScreen(MenuScreen[Result]):
    """Owns the proposals; subclasses say what they are, and what is done with one."""

    BINDINGS = [
        Binding("down", "move(1)", "Down", tooltip="Next line.", id="proposals.down", show=False),
        Binding("up", "move(-1)", "Up", tooltip="Line before.", id="proposals.up", show=False),
        Binding("tab", "complete", "Complete", tooltip="Complete with the highlighted proposal.", id="proposals.complete", show=False),
    ]  # fmt: skip

    placeholder = ""
    words = ""
    """What stands in the line from the start."""
    proposals: Sequence[str] = ()

    def propose(self, words: str) -> Sequence[str]:
        """Return what *words* may mean, best first. Called off the screen's thread."""
        raise NotImplementedError

    def submit(self, words: str) -> None:
        """Do what Enter is for, in a line of *words*."""
        raise NotImplementedError

    def compose_above(self) -> ComposeResult:
        """Lay out the line to type in."""
        yield Input(
            self.words,
            placeholder=self.placeholder,
            compact=True,
            select_on_focus=False,
            id="words",
        )

    def on_mount(self) -> None:
        """Propose what there is, and wait for words."""
        self.query_one(Input).focus()
        self._look_up(self.words)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._look_up(event.value)

    @work(thread=True, exclusive=True, group="propose")
    def _look_up(self, words: str) -> None:
        self.app.call_from_thread(self._show_proposals, words, tuple(self.propose(words)))

    def _show_proposals(self, words: str, found: Sequence[str]) -> None:
        if not self.is_attached:
            return  # it was closed meanwhile
        line = self.query_one(Input)
        if line.display and words == line.value:  # a slower, older question may still be answered
            self.proposals = found
            self.query_one(Rows).rows = tuple(((f" {one}", "line--title"),) for one in found)

    @property
    def highlighted(self) -> str | None:
        """The proposal under the cursor; None where there is none."""
        at = self.query_one(Rows).cursor
        return self.proposals[at] if at < len(self.proposals) else None

    def action_move(self, lines: int) -> None:
        """Move the highlight by *lines* while typing."""
        self.query_one(Rows).cursor += lines

    def action_complete(self) -> None:
        """Put the highlighted proposal into the line."""
        line = self.query_one(Input)
        if line.display and self.highlighted is not None:
            line.value = self.highlighted
            line.cursor_position = len(line.value)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.submit(event.value.strip())
