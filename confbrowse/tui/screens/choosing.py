"""A window with a few things to choose one of."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from confbrowse.text.cells import Drawn, fit
from confbrowse.tui.screens.menu import MenuScreen, Rows
from confbrowse.tui.widgets.signs import SEEN


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    value: str
    label: str
    help: str = ""
    is_set: bool = False
    """Whether it counts already."""


class ChoiceScreen(MenuScreen[str]):
    """Returns the value of the line that is taken."""

    def __init__(self, title: str, choices: Sequence[Choice], hint: str) -> None:
        self._choices = choices
        width = max((cell_len(choice.label) for choice in choices), default=0)
        super().__init__(title, tuple(choice_row(choice, width) for choice in choices), hint)

    def on_mount(self) -> None:
        """Begin with the first that counts already."""
        self.query_one(Rows).cursor = next(
            (at for at, choice in enumerate(self._choices) if choice.is_set), 0
        )

    def action_choose(self) -> None:
        """Take the highlighted line."""
        self.dismiss(self._choices[self.query_one(Rows).cursor].value)


def choice_row(choice: Choice, width: int) -> Drawn:
    """Return *choice* as a line: whether it counts, what it is in *width* cells, what it does."""
    return (
        (f" {SEEN if choice.is_set else ' '} ", "line--star"),
        (fit(choice.label, width) + "  ", "line--title"),
        (choice.help, "line--faint"),
    )
