"""The search of one screen: its results, the words to highlight, and hints about them."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confbrowse.errors import ConfbrowseError
from confbrowse.model import EVERYTHING, Mark, ProgrammeSummary, Scope
from confbrowse.schedule.talk_groups import TalkGroups
from confbrowse.search.fields import TEXT_FIELDS
from confbrowse.search.marks import NO_MARK_SETS
from confbrowse.search.parser import parse
from confbrowse.search.query import Condition, wanted_terms
from confbrowse.tui.context import AppContext
from confbrowse.tui.search_worker import (
    GROUPED,
    Counts,
    Question,
    SearchResults,
    SearchWorker,
    exclude,
    programme_parts,
)
from confbrowse.tui.view_state import MOST_SEARCHES, Order
from confbrowse.tui.widgets.glyphs import MatchSpans, no_matches

if TYPE_CHECKING:
    from confbrowse.discovery.also import AlsoWord

_WAIT_SECONDS = 0.004
"""How long the screen waits for results after a key, so that query and results are drawn in one frame."""


_MOST_IN_FIRST_FRAME = 10_000
"""The most talks of several programmes whose groups are all read before the first frame."""


@dataclass(frozen=True, slots=True)
class FirstList:
    """The talks of the first frame."""

    numbers: Sequence[int]
    groups: TalkGroups
    total: int
    """The number of talks, with those that are hidden."""
    is_whole: bool
    """Whether order and groups are those that a search returns."""


class SearchController:
    """Owns the search worker, and the results that the screen lists.

    Scope, query, order and history are the screen's view state: they are passed in.
    """

    def __init__(
        self,
        ctx: AppContext,
        query: str,
        deliver: Callable[[SearchResults], object],
        fail: Callable[[ConfbrowseError], object],
    ) -> None:
        """*query* is the first query. *deliver* and *fail* are called in the thread of the worker."""
        self._library = ctx.library
        self._worker = SearchWorker(ctx.library, deliver, fail)
        self.results: SearchResults | None = None
        """The results that are listed; None before the first search."""
        self.match_spans: MatchSpans = no_matches
        """Returns where a text of some field matches the query."""
        self._listed_query = query
        self.listed_marks: Mapping[str, Mark] = {}
        """The latest marks for which the list is up to date."""

    @property
    def is_busy(self) -> bool:
        """Whether results, or the rest of them, are still to come."""
        return self._worker.is_busy

    def warm(self) -> None:
        """Load what the first search needs, in the worker's thread."""
        self._worker.warm()

    def close(self) -> None:
        """Stop the worker."""
        self._worker.close()

    def library_changed(self) -> None:
        """Read the library again before the next search."""
        self._worker.library_changed()

    def ask(self, question: Question, *, at_once: bool = False) -> SearchResults | None:
        """Search for *question*; with *at_once*, return the results if they arrive within 4 ms.

        Otherwise return None; they are delivered later.
        """
        return self._worker.ask(question, _WAIT_SECONDS if at_once else 0.0)

    def count(self, questions: Sequence[Question], deliver: Callable[[Counts], object]) -> None:
        """Count the results of *questions* in the whole library; *deliver* is called in the worker's thread."""
        self._worker.count(questions, deliver)

    def also(self, query: str) -> "Sequence[AlsoWord]":
        """Return words that *query* could ask for as well. It reads: call it in a thread. Raises StoreError."""
        return self._worker.also(query)

    def first_list(
        self,
        scope: Scope,
        order: Order,
        hidden: Set[int],
        programmes: Sequence[ProgrammeSummary],
        talk: int | None,
        lines: int,
    ) -> FirstList:
        """Return the talks of *scope* that are not *hidden*, and their groups, for a first frame of so many *lines*.

        Of a library with many talks, only the groups near *talk*, a number, or else at the start are read, and the
        results of a search follow; likewise for other orders, which have no groups.
        """
        within, sorter = self._library.numbers(scope), self._worker.sorter
        numbers = exclude(within, hidden)
        total = len(within)
        if order not in GROUPED:
            return FirstList(numbers, TalkGroups(), total, is_whole=False)
        if scope == EVERYTHING and total > _MOST_IN_FIRST_FRAME and len(programmes) > 1:
            at = numbers.index(talk) if talk is not None and talk in numbers else 0
            parts = programme_parts(programmes, hidden)
            near = sorter.arrange_around(numbers, parts, order, at, lines)
            return FirstList(*near, total, is_whole=False)
        if scope == Scope(scope.programme):
            whole = sorter.groups(scope.programme, order).without(hidden)
            return FirstList(*whole, total, is_whole=True)
        found = sorter.arrange(numbers, order, within, NO_MARK_SETS, scope.programme)
        return FirstList(*found, total, is_whole=True)

    def show(self, results: SearchResults) -> bool:
        """Record that *results* are listed; return whether their query is a new one."""
        query = results.question.text
        is_new = bool(query) and query != self._listed_query
        self.results, self._listed_query = results, query
        self.match_spans = _match_spans(results)
        return is_new

    def completes(self, results: SearchResults) -> bool:
        """Return whether *results* are those that are listed, with more talks after the same first ones."""
        first = self.results
        if first is None or first.question is not results.question or not first.numbers:
            return False
        is_same = results.answer is first.answer and results.groups is first.groups
        return is_same and [*results.numbers[: len(first.numbers)]] == [*first.numbers]

    def is_searching(self, query: str) -> bool:
        """Return whether the results of *query* are still to come."""
        return bool(query) and (self.results is None or self.results.question.text != query)

    def list_depends_on(self, query: str, order: Order, marks: Mapping[str, Mark]) -> bool:
        """Return whether *marks* may change the list, and record that the list takes them into account."""
        before, self.listed_marks = self.listed_marks, marks
        return before is not marks and results_depend_on_marks(query, order, before, marks)

    def hints(self, query: str) -> Iterator[str]:
        """Yield sentences about the results of *query*, once they are listed."""
        results = self.results
        if results is None or not query or self.is_searching(query):
            return
        if results.answer.is_partial:
            yield "No talk has all of these words; these have some of them."
        if hidden := results.answer.hidden:
            talks = "1 hidden talk matches" if hidden == 1 else f"{hidden:,} hidden talks match"
            yield f"{talks}; add is:hidden to see {'it' if hidden == 1 else 'them'}."
        if results.missing:
            yield "Indexing; abstracts will be searched soon."


def with_query(history: Sequence[str], query: str) -> tuple[str, ...]:
    """Return *history*, latest first, with *query* in front unless that is blank."""
    if not (text := query.strip()):
        return tuple(history)
    return (text, *(one for one in history if one != text))[:MOST_SEARCHES]


def results_depend_on_marks(
    query: str, order: Order, before: Mapping[str, Mark], now: Mapping[str, Mark]
) -> bool:
    """Return whether the results of *query*, in *order*, may differ between the marks *before* and *now*."""
    by_marks = order in ("interest", "for you")
    return by_marks or _has_condition(query) or _hidden(before) != _hidden(now)


def _hidden(marks: Mapping[str, Mark]) -> set[str]:
    return {talk_id for talk_id, mark in marks.items() if mark.hidden}


def _has_condition(query: str) -> bool:
    clauses = parse(query).clauses
    return "@" in query or any(  # a saved search may have conditions
        isinstance(term, Condition)
        for negated in (False, True)
        for term in wanted_terms(clauses, negated=negated)
    )


def _match_spans(results: SearchResults) -> MatchSpans:
    if not results.question.text:
        return no_matches
    from confbrowse.search.highlight import Highlighter  # needs what only a search loads

    answer = results.answer
    highlighter = Highlighter(answer.query, fuzzy=answer.is_fuzzy, forms=answer.forms)

    def spans(text: str, field: str) -> list[tuple[int, int]]:
        return [(span.start, span.end) for span in highlighter.spans(text, TEXT_FIELDS[field])]

    return spans
