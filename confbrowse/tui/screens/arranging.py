"""How the list of talks is arranged: its order, its conditions, one row or two for each talk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import on, work
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var

from confbrowse.errors import ConfbrowseError
from confbrowse.model import Scope
from confbrowse.place import Order
from confbrowse.search.parse import parse
from confbrowse.search.query import Query
from confbrowse.tui.screens.choosing import Choice, ChoiceScreen
from confbrowse.tui.screens.searching import SearchingScreen
from confbrowse.tui.widgets.sidebar import day_label

_ORDERS: Mapping[Order, tuple[str, str]] = {
    "relevance": ("Best first", "what answers a search best; without one, by time"),
    "time": ("Time", "the first to begin first"),
    "title": ("Title", "by its letters"),
    "session": ("Session", "by its title, in it by time"),
    "interest": ("Interest", "what interests you most first"),
}
_CONDITIONS = {
    "is:starred": "what you starred",
    "is:new": "what you have not starred, hidden or seen",
    "is:free": "what you can go to beside what you starred",
    "is:clash": "what you starred and cannot all go to",
    "interest:>=1": "what interests you",
    "on:now": "what is on now",
    "day:today": "what is on today",
    "has:code": "what has code",
    "has:paper": "what has a paper",
    "has:video": "what has a video",
    "has:slides": "what has slides",
    "has:abstract": "what has an abstract",
    "has:note": "what you wrote a note on",
}
_MOST_PARTS = 30
"""Kinds, and days, that the menu offers."""


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
        choices = [
            Choice(order, label, said, order == self.order)
            for order, (label, said) in _ORDERS.items()
        ]
        self.app.push_screen(
            ChoiceScreen("Order of the list", choices, "Enter take · Esc close"), self._sort
        )

    def _sort(self, order: str | None) -> None:
        for known in _ORDERS:
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
        choices = conditions(self.query_text, event.kinds, event.days)
        hint = "Enter add or take away · Esc close"
        self.app.push_screen(ChoiceScreen("List only", choices, hint), self._filter)

    def _filter(self, condition: str | None) -> None:
        if condition:
            self.search_for(toggled(self.query_text, condition))


def conditions(query: str, kinds: Mapping[str, int], days: Mapping[str, int]) -> Sequence[Choice]:
    """Return what can be demanded of the talks of a list, which answers *query* now."""
    clauses = {str(clause) for clause in parse(query).clauses}
    found = list(_CONDITIONS.items())
    for kind, count in sorted(kinds.items(), key=lambda one: -one[1])[:_MOST_PARTS]:
        found.append((_of_kind(kind), f"{count:,} of this kind"))
    for day, count in list(days.items())[:_MOST_PARTS]:
        found.append((f"day:{day}", f"{count:,} on {day_label(day)}"))
    return [Choice(one, one, said, _written(one) in clauses) for one, said in found]


def toggled(query: str, condition: str) -> str:
    """Return *query* with *condition*, or without it where it demands that already."""
    clauses = parse(query).clauses
    wanted = _written(condition)
    kept = tuple(clause for clause in clauses if str(clause) != wanted)
    return str(Query(kept)) if len(kept) < len(clauses) else f"{query.rstrip()} {condition}".strip()


def _written(condition: str) -> str:
    return str(parse(condition))


def _of_kind(kind: str) -> str:
    word = kind.replace('"', " ").lower()
    return f'kind:"{word}"' if " " in word or "|" in word else f"kind:{word}"
