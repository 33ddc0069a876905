"""How the list of talks is arranged: its order, its conditions, one row or two for each talk."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual import on, work
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var

from confbrowse.errors import ConfbrowseError
from confbrowse.model import Scope
from confbrowse.place import ORDERS
from confbrowse.tui.screens.searching import SearchingScreen


class ArrangingScreen(SearchingScreen):
    """Owns the order of the list and how much it tells of each talk."""

    BINDINGS = [
        Binding("f", "filter", "Filter", tooltip="Choose a condition for the list, or take it away: starred, with code, on now, a kind, a day ...", id="browse.filter"),
        Binding("S", "sort", "Sort", tooltip="Choose the order of the list: time, title, session, relevance or interest.", id="browse.sort", show=False),
        Binding("D", "detail", "Details", tooltip="Show authors and session below each title, or one row for each talk again.", id="browse.details", show=False),
    ]  # fmt: skip

    detailed: var[bool] = var(False, init=False)
    """Whether each talk of the list has a second row."""

    @dataclass
    class PartsRead(Message):
        """What the filter menu offers of kinds and days has been counted."""

        scope: Scope
        kinds: Mapping[str, int]
        days: Mapping[str, int]

    def action_sort(self) -> None:
        """Let the reader choose an order."""
        from confbrowse.tui.screens.choosing import ChoiceScreen  # few keys need it
        from confbrowse.tui.screens.filtering import orders  # as above

        hint = "Enter take · Esc close"
        self.app.push_screen(
            ChoiceScreen("Order of the list", orders(self.order), hint), self._sort
        )

    def _sort(self, order: str | None) -> None:
        for known in ORDERS:
            if known == order != self.order:
                self.order = known
                self.ask()

    def action_detail(self) -> None:
        """Show one row for each talk, or two."""
        self.detailed = not self.detailed

    @work(thread=True, exclusive=True, group="filter")
    def action_filter(self) -> None:
        """Let the reader choose a condition, once the kinds and days there are have been counted."""
        scope, library = self.scope, self.desk.library
        try:
            found = self.PartsRead(scope, library.parts(scope, "kind"), library.parts(scope, "day"))
        except ConfbrowseError as error:
            self.fail(error)
        else:
            self.post_message(found)

    @on(PartsRead)
    def _offer_conditions(self, event: PartsRead) -> None:
        from confbrowse.tui.screens.choosing import ChoiceScreen  # few keys need it
        from confbrowse.tui.screens.filtering import conditions  # as above

        choices = conditions(self.query_text, event.kinds, event.days)
        hint = "Enter add or take away · Esc close"
        self.app.push_screen(ChoiceScreen("List only", choices, hint), self._filter)

    def _filter(self, condition: str | None) -> None:
        from confbrowse.tui.screens.filtering import toggled  # few keys need it

        if condition:
            self.search_for(toggled(self.query_text, condition))
