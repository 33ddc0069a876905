"""The filter menu: the conditions of the search, what else can be added to it, and saved searches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len

from confbrowse.search.known_values import KnownValues
from confbrowse.search.parser import parse
from confbrowse.search.query import Query
from confbrowse.search.saved import saved_key
from confbrowse.storage.library import CountBy
from confbrowse.text.cells import Drawn
from confbrowse.text.humanize import count
from confbrowse.text.slugs import words as words_of
from confbrowse.tui.dialogs.base import Rows
from confbrowse.tui.dialogs.choice import GAP_WIDTH, TICK_WIDTH, Choice, choice_row
from confbrowse.tui.dialogs.prompt import PromptDialog

FIELDS: tuple[CountBy, ...] = ("kind", "day", "room", "session", "track")
"""The fields whose values the menu offers, in its order."""
FilterAction = tuple[Literal["toggle", "save", "remove"], str]
"""What to do: toggle a condition, save the search, or remove the saved search of this name."""
_CONDITIONS = {
    "is:starred": "starred",
    "is:new": "not starred, hidden or seen",
    "is:free": "fits free time",
    "is:clash": "starred talks that clash",
    "is:watched": "on your watch list",
    "interest:>=1": "interest 1 or more",
    "on:now": "on now",
    "day:today": "today",
    "has:code": "with code",
    "has:paper": "with a paper",
    "has:video": "with a video",
    "has:slides": "with slides",
    "has:abstract": "with an abstract",
    "has:note": "with a note of yours",
}
_MOST_VALUES = 30
"""The most values of a field on the menu at once."""
_MOST_WIDTH = 36
"""The widest condition, in cells; a wider one is cut."""
_ROWS = 22
"""Rows that the dialog asks for; a lower terminal gives it fewer."""
_HINT = "Type to filter · Enter toggle · Esc close"
_SAVE, _REMOVE = "Save this search", "Remove @"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the menu offers for a search, given what is typed to narrow it."""

    query: str
    searches: Sequence[tuple[str, str]] = ()
    """The saved searches, name and query."""
    known: Mapping[str, KnownValues] | None = None
    """The values in the talks in view, by field."""

    def offered(self, words: str) -> tuple[Choice, ...]:
        """Return what matches *words*, in the order of the menu: first the conditions in effect."""
        clauses = [str(clause) for clause in parse(self.query).clauses]
        in_effect = {clause.casefold() for clause in clauses}
        rows = [
            *((text, help_text) for text, help_text in _CONDITIONS.items()),
            *((f"@{saved_key(name)}", query) for name, query in self.searches),
        ]
        others = [one for one in rows if _matches(words, *one)]
        others += self._values(words)
        helps = {_normalised(text): help_text for text, help_text in others}
        last = [(_SAVE, "by a name")] if self.query else []
        last += [(f"{_REMOVE}{saved_key(name)}", query) for name, query in self.searches]
        return (
            *(
                Choice(clause, clause, helps.get(clause.casefold(), ""), is_set=True)
                for clause in clauses
                if clause.casefold() in helps or _matches(words, clause, "")
            ),
            *(
                Choice(text, text, help_text)
                for text, help_text in others
                if _normalised(text) not in in_effect
            ),
            *(Choice(*one[:1] * 2, one[1]) for one in last if _matches(words, *one)),
        )

    def _values(self, words: str) -> list[tuple[str, str]]:
        """Return the values that match *words*, as conditions; similar ones only if none matches."""
        return [*self._matching(words, similar=False)] or [*self._matching(words, similar=True)]

    def _matching(self, words: str, *, similar: bool) -> Iterator[tuple[str, str]]:
        first, _, rest = words.strip().replace(":", " ").partition(" ")
        for name, values in (self.known or {}).items():
            found = values.matching(words, _MOST_VALUES, similar=similar)
            if len(first) > 2 and name.startswith(first.removesuffix("s").lower()):
                found = values.matching(rest, _MOST_VALUES, similar=similar)
            for one in found:
                day = f" on {one.label}" if name == "day" else ""
                yield f"{name}:{one.text}", f"{count(one.talks, 'talk')}{day}"


def _matches(words: str, text: str, help_text: str) -> bool:
    """Return whether each of *words* is the beginning of a word of a row; ``@`` is of a saved search."""
    if words.startswith("@") and "@" not in text:
        return False
    known = words_of(f"{text} {help_text}")
    return all(any(one.startswith(word) for one in known) for word in words_of(words))


def toggled(query: str, condition: str) -> str:
    """Return *query* with *condition* added, or removed if it is there already."""
    clauses = parse(query).clauses
    wanted = _normalised(condition)
    kept = tuple(clause for clause in clauses if str(clause).casefold() != wanted)
    if len(kept) < len(clauses):
        return str(Query(kept))
    added = f"{query.rstrip()} {condition}".strip()
    if parse(added).clauses[-1:] == parse(condition).clauses:
        return added
    # the query ends in an open bracket or quote, or in an operator
    return f"{parse(query, is_complete=True)} {condition}".strip()


def _normalised(condition: str) -> str:
    return str(parse(condition)).casefold()


class FilterDialog(PromptDialog[FilterAction]):
    """Returns what the user does with the row at the cursor; typing narrows the rows."""

    placeholder = "Room, track, session, kind, day or saved search"

    def __init__(self, filters: Filters) -> None:
        self._filters = filters
        self._choices: dict[str, Choice] = {}
        """By value, all that have been offered."""
        self._width = self._help_width = 0
        super().__init__("Filter", (((" ", ""),),) * _ROWS, _HINT)

    def propose(self, words: str) -> Sequence[str]:
        """Return the values of the choices that match *words*."""
        found = self._filters.offered(words)
        self._choices |= {choice.value: choice for choice in found}
        self._width = min(max((cell_len(one.label) for one in found), default=0), _MOST_WIDTH)
        self._help_width = max((cell_len(one.help) for one in found), default=0)
        return [choice.value for choice in found]

    def proposal_row(self, proposal: str) -> Drawn:
        """Return a choice as a row, with a tick if it is in effect; its help gets up to half of a narrow row."""
        room = self.query_one(Rows).text_width - TICK_WIDTH - GAP_WIDTH
        width = min(self._width, max(room - self._help_width, room // 2))
        return choice_row(self._choices[proposal], width)

    def submit(self, words: str) -> None:  # noqa: ARG002 - the highlight decides
        """Return what the highlighted row does."""
        if (value := self.highlighted) is None:
            return
        if value == _SAVE:
            self.dismiss(("save", ""))
        elif value.startswith(_REMOVE):
            self.dismiss(("remove", value.removeprefix(_REMOVE)))
        else:
            self.dismiss(("toggle", value))

    def action_choose(self) -> None:
        self.submit("")
