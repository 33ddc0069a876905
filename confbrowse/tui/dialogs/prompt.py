"""A dialog with an input line and, below it, proposals that are filtered as the user types."""

from collections.abc import Callable, Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input

from confbrowse.text.cells import Drawn
from confbrowse.tui.background_read import read
from confbrowse.tui.commands import PROMPT, bindings
from confbrowse.tui.dialogs.base import MenuDialog, Result, Rows

ROWS = 14
"""Rows that such a dialog asks for; a lower terminal gives it fewer."""
_HINT = "Type to filter · Enter select · Esc cancel"


class PromptDialog(MenuDialog[Result]):
    """Looks up proposals for the typed text; subclasses define where they come from and how they are used."""

    BINDINGS = bindings(PROMPT)

    placeholder = ""
    words = ""
    """The initial text of the line."""
    proposals: Sequence[str] = ()

    def propose(self, words: str) -> Sequence[str]:
        """Return proposals for *words*, best first. Called in a thread."""
        raise NotImplementedError

    def submit(self, words: str) -> None:
        """Handle Enter in a line with the text *words*."""
        raise NotImplementedError

    def compose_above(self) -> ComposeResult:
        yield Input(
            self.words,
            placeholder=self.placeholder,
            compact=True,
            select_on_focus=False,
            id="words",
        )

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self._look_up(self.words)

    @on(Input.Changed)
    def _propose_again(self, event: Input.Changed) -> None:
        event.stop()
        self._look_up(event.value)

    @work(exclusive=True, group="propose")
    async def _look_up(self, words: str) -> None:
        proposals = await read(self, self.propose, words)
        if self.query_one(Input).display:  # it is hidden after submitting
            self.proposals = proposals
            self.query_one(Rows).rows = tuple(map(self.proposal_row, proposals))

    def proposal_row(self, proposal: str) -> Drawn:
        """Return *proposal* as a row."""
        return ((f" {proposal}", "line--title"),)

    @property
    def highlighted(self) -> str | None:
        """The proposal at the cursor; None if there are no proposals."""
        cursor = self.query_one(Rows).cursor
        return self.proposals[cursor] if cursor < len(self.proposals) else None

    def action_move(self, lines: int) -> None:
        self.query_one(Rows).cursor += lines

    def action_complete(self) -> None:
        line = self.query_one(Input)
        if line.display and self.highlighted is not None:
            line.value = self.highlighted
            line.cursor_position = len(line.value)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.submit(event.value.strip())


class PickDialog(PromptDialog[str]):
    """Returns the proposal that the user selects; for more choices than fit a menu."""

    def __init__(
        self, title: str, placeholder: str, choices: Callable[[str], Sequence[str]]
    ) -> None:
        """*choices* returns the matches of the typed words, best first; it is called in a thread."""
        self.placeholder, self._choices = placeholder, choices
        super().__init__(title, (((" ", ""),),) * ROWS, _HINT)

    def propose(self, words: str) -> Sequence[str]:
        """Return the choices that match *words*."""
        return self._choices(words)

    def submit(self, words: str) -> None:  # noqa: ARG002 - the highlight decides
        """Return the highlighted proposal, if any."""
        if self.highlighted is not None:
            self.dismiss(self.highlighted)

    def action_choose(self) -> None:
        self.submit("")
