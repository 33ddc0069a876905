"""Dialogs that select one of a few values: sort order or theme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import on
from textual.theme import Theme

from confbrowse.text.cells import Drawn, fit
from confbrowse.tui.commands import CHOICE, bindings
from confbrowse.tui.dialogs.base import MenuDialog, Rows
from confbrowse.tui.themes import HIGH_CONTRAST
from confbrowse.tui.view_state import Order
from confbrowse.tui.widgets.glyphs import SEEN
from confbrowse.tui.widgets.lines import LineList

_ORDERS: Mapping[Order, tuple[str, str]] = {
    "relevance": ("Default", "what suits each programme"),
    "time": ("Start time", "earliest first"),
    "title": ("Title", "A-Z"),
    "session": ("Session", "by day, earliest first"),
    "interest": ("Interest", "highest first"),
    "room": ("Room", "by day, A-Z"),
    "for you": ("For you", "what your marks say you may like"),
}
_BEST_MATCH = ("Relevance", "best match first")
"""What the first order is called while a search has words."""
_NAME_WIDTH = 24
TICK_WIDTH, GAP_WIDTH = 3, 2
"""The cells of a row before its label, and between that and its help."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that can be selected."""

    value: str
    label: str
    help: str = ""
    is_set: bool = False
    """Whether it is in effect already."""


class ChoiceDialog(MenuDialog[str]):
    """Returns the value of the selected row, which a digit selects too."""

    BINDINGS = bindings(CHOICE)

    def __init__(self, title: str, choices: Sequence[Choice], hint: str) -> None:
        self._choices = choices
        width = max((cell_len(choice.label) for choice in choices), default=0)
        rows = (
            ((f" {number}", "line--when"), *choice_row(choice, width))
            for number, choice in enumerate(choices, 1)
        )
        super().__init__(title, tuple(rows), hint)

    def on_mount(self) -> None:
        self.query_one(Rows).cursor = next(
            (index for index, choice in enumerate(self._choices) if choice.is_set), 0
        )

    def action_choose(self) -> None:
        self.dismiss(self._choices[self.query_one(Rows).cursor].value)

    def action_choose_number(self, number: int) -> None:
        """Select the row with *number*, counted from 1."""
        if number <= len(self._choices):
            self.dismiss(self._choices[number - 1].value)


def choice_row(choice: Choice, width: int) -> Drawn:
    """Return *choice* as a row: a tick if it is in effect, its label in *width* cells, its help."""
    return (
        (f" {SEEN if choice.is_set else ' '} ", "line--star"),
        (fit(choice.label, width) + " " * GAP_WIDTH, "line--title"),
        (choice.help, "line--faint"),
    )


def orders(current: Order, *, has_words: bool, for_you: bool) -> Sequence[Choice]:
    """Return the sort orders of a list, with *for_you* also that; *current* is the one in effect.

    *has_words* says whether the search has words, by which talks can be ranked.
    """
    return [
        Choice(
            order,
            *(_BEST_MATCH if has_words and order == "relevance" else words),
            is_set=order == current,
        )
        for order, words in _ORDERS.items()
        if for_you or order != "for you"
    ]


class ThemeDialog(MenuDialog[str]):
    """Previews the highlighted theme at once and returns the selected one; Esc restores the previous theme."""

    def __init__(self, themes: Sequence[Theme], current: str) -> None:
        """*themes* are in the order to show; *current* is the name of the one in use."""
        self._themes, self._previous = themes, current
        super().__init__("Theme", tuple(map(theme_row, themes)), "Enter select · Esc cancel")

    def on_mount(self) -> None:
        lines = self.query_one(Rows)
        lines.rows = self.rows
        lines.cursor = [theme.name for theme in self._themes].index(self._previous)

    @on(LineList.Highlighted)
    def _preview(self, event: LineList.Highlighted) -> None:
        event.stop()
        self.app.theme = self._themes[event.list.cursor].name

    def action_choose(self) -> None:
        self.dismiss(self._themes[self.query_one(Rows).cursor].name)

    async def action_dismiss(self, result: str | None = None) -> None:
        """Close and restore the previous theme, unless one has been selected."""
        if self.is_active:
            self.app.theme = self._previous
        await super().action_dismiss(result)


def theme_row(theme: Theme) -> Drawn:
    """Return name and kind of *theme* as a row."""
    kind = "terminal colours" if theme.ansi else "dark" if theme.dark else "light"
    if theme.name in HIGH_CONTRAST:
        kind += ", high contrast"
    return ((f" {fit(theme.name, _NAME_WIDTH)}", "line--title"), (kind, "line--faint"))
