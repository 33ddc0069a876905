"""The search thread of the screen, sort orders, and the talks of a result read page by page.

A caller may wait briefly for the answer, so that a letter and its results appear in one frame; slower answers
are posted. Of several questions asked meanwhile, only the last is answered.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import accumulate
from threading import Condition, Thread
from typing import TYPE_CHECKING, overload

from confbrowse.discovery.walking_time import asks_for_walks, too_far
from confbrowse.errors import ConfbrowseError, StoreError
from confbrowse.model import Mark, ProgrammeSummary, Scope, Talk
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.talk_groups import (
    Group,
    GroupedBy,
    GroupIndex,
    TalkGroups,
    TalkLines,
    closed_groups,
    joined,
)
from confbrowse.search import value_store
from confbrowse.search.marks import NO_MARK_SETS, MarkSets, mark_sets
from confbrowse.search.query import SOME_WORDS, Query, SearchResult
from confbrowse.search.saved import parse_with_saved
from confbrowse.storage.library import LibraryStore
from confbrowse.text.slugs import words
from confbrowse.tui.view_state import Order

if TYPE_CHECKING:
    from confbrowse.discovery.also import AlsoWord
    from confbrowse.discovery.vector_store import VectorStore
    from confbrowse.search.index_store import IndexStore, LoadedIndex

_PAUSE_SECONDS = 0.03
"""How long the user has to pause before an answer is completed."""
_CLOSE_SECONDS = 3.0
"""How long closing waits for an index that is being written."""
_NO_ANSWER = SearchResult(Query())
_NO_CLASHES = ClashIndex(())
_PAGE = 24
"""Talks read at once: about a screenful."""
_MOST_KEPT = 1_200
"""The most cached talks; successive searches share most of theirs."""


GROUPED: Mapping[Order, GroupedBy | None] = {
    "relevance": None,
    "time": "time",
    "session": "session",
    "room": "room",
}
"""The orders with headings, and by what they group talks; None for what suits the programme."""
_NO_GROUPS = TalkGroups()


@dataclass(frozen=True, slots=True)
class ProgrammePart:
    """The talks of one programme in a list of several."""

    summary: ProgrammeSummary
    numbers: Sequence[int]
    """In the order of time."""


def programme_parts(
    programmes: Iterable[ProgrammeSummary], hidden: Set[int]
) -> Sequence[ProgrammePart]:
    """Return the talks of *programmes*, without the *hidden* ones."""
    talks = ((one, range(one.first, one.first + one.talks)) for one in programmes)
    left_out = sorted(hidden)
    return [
        ProgrammePart(
            one,
            exclude(
                every,
                {*left_out[bisect_left(left_out, every.start) : bisect_left(left_out, every.stop)]},
            ),
        )
        for one, every in talks
    ]


@dataclass(slots=True)
class _Numbered:
    """Marks by the numbers of talks, which change with the library: replaced then, as ``_Learned`` is."""

    marks: tuple[Mapping[str, Mark] | None, MarkSets] = (None, NO_MARK_SETS)
    watched: tuple[Collection[str], Set[int]] = ((), frozenset())
    """The ids of watched talks, and their numbers."""
    too_far: tuple["ClashIndex | None", Set[int]] = (None, frozenset())


@dataclass(slots=True)
class _Learned:
    """What a Sorter has read: replaced, not emptied, so that what is read of an old library is lost with it."""

    titles: Mapping[int, int] = field(default_factory=dict)
    indexes: dict[tuple[str | None, GroupedBy | None], GroupIndex] = field(default_factory=dict)
    scored: tuple[MarkSets, Mapping[int, float]] | None = None
    """The marks for which scores were learned last."""


class Sorter:
    """Sorts talk numbers and finds their groups; caches until ``forget``. May read: call it in a thread."""

    def __init__(self, library: LibraryStore) -> None:
        self._library = library
        self._learned = _Learned()

    def forget(self) -> None:
        """Drop the cache: the library has changed, perhaps while another thread reads it."""
        self._learned = _Learned()

    def forget_scores(self) -> None:
        """Drop what was learned from the marks: there is more to learn from."""
        self._learned.scored = None

    def arrange(
        self,
        numbers: Sequence[int],
        order: Order,
        within: Sequence[int],
        marks: MarkSets,
        programme: str | None,
    ) -> tuple[Sequence[int], TalkGroups]:
        """Return *numbers* sorted by *order*, and the groups they form; orders such as title form none.

        *within* holds all talks of the scope by start time, *programme* is the only one they are from, if any.
        """
        if order in GROUPED:
            if len(numbers) < len(within):
                found = set(numbers)
                numbers = array("q", (number for number in within if number in found))
            else:
                numbers = within
            return self.groups(programme, order).arranged(numbers)
        if order == "interest":
            key = partial(_interest_key, marks=marks)
            return sorted(numbers, key=key), _NO_GROUPS
        if order == "for you":
            scores = self._scores(marks)
            if not scores:
                return self.arrange(numbers, "relevance", within, marks, programme)
            return sorted(numbers, key=lambda one: -scores.get(one, 0.0)), _NO_GROUPS
        learned = self._learned
        known = learned.titles = learned.titles or ranks(self._library.names())
        return sorted(numbers, key=lambda number: known.get(number, len(known))), _NO_GROUPS

    def arrange_around(
        self,
        numbers: Sequence[int],
        parts: Sequence[ProgrammePart],
        order: Order,
        at: int,
        lines: int,
    ) -> tuple[Sequence[int], TalkGroups]:
        """Return *numbers*, which are those of *parts*, by an *order* with headings, and the groups near index *at*.

        For so many *lines* before and after it they are those that ``arrange`` returns. A programme further away is one
        group without a day.
        """
        ends = [*accumulate(len(part.numbers) for part in parts)]
        arranged: dict[int, tuple[Sequence[int], TalkGroups]] = {}

        def arrange_part(here: int) -> TalkLines:
            part = parts[here]
            found = self.groups(part.summary.id, order).arranged(part.numbers)
            arranged[here] = found
            return TalkLines(found[1], closed_groups(found[1], frozenset(), at_first=True))

        middle = bisect_right(ends, at)
        if middle == len(parts):
            return numbers, _NO_GROUPS  # every talk is hidden
        own = arrange_part(middle)
        line = own.line_of(at - (ends[middle] - len(parts[middle].numbers)))
        for step, known in ((1, len(own) - line - 1), (-1, line)):
            here, missing = middle + step, lines - known
            while missing > 0 and 0 <= here < len(parts):
                other = arrange_part(here)
                here, missing = here + step, missing - len(other)
        numbers = array("q", numbers)
        for here in sorted(arranged, reverse=True):  # a talk may be gone by now
            start = ends[here] - len(parts[here].numbers)
            numbers[start : ends[here]] = array("q", arranged[here][0])
        others = (
            TalkGroups((0,), (Group(part.summary.name, "", None),), len(part.numbers))
            for part in parts
        )
        groups = (
            arranged[here][1] if here in arranged else other for here, other in enumerate(others)
        )
        return numbers, joined(one for one in groups if one.talks)

    def _scores(self, marks: MarkSets) -> Mapping[int, float]:
        """Return how much each talk may interest the user; empty if too few talks are liked, or nothing is learned."""
        # loads numpy, which is too slow for the first frame
        from confbrowse.discovery.recommend import scores_for_you
        from confbrowse.discovery.vector_store import VectorStore  # as above

        learned = self._learned
        scored = learned.scored
        if scored is None or scored[0] is not marks:
            scored = learned.scored = (marks, scores_for_you(VectorStore(self._library), marks))
        return scored[1]

    def groups(self, programme: str | None, order: Order) -> GroupIndex:
        """Return the groups of the talks of *programme*, None for all, in an *order* with headings."""
        key, learned = (programme, GROUPED[order]), self._learned
        if key not in learned.indexes:
            learned.indexes[key] = self._library.groups(*key)
        return learned.indexes[key]


def _interest_key(number: int, marks: MarkSets) -> tuple[int, bool]:
    return -marks.interest.get(number, 0), number not in marks.starred


def ranks(names: Iterable[tuple[int, str]]) -> dict[int, int]:
    """Return the rank of each number by its title; *names* are numbers with titles."""
    keys = {number: (words(title), number) for number, title in names}
    return {number: rank for rank, number in enumerate(sorted(keys, key=keys.__getitem__))}


def exclude(numbers: Sequence[int], hidden: Set[int]) -> Sequence[int]:
    """Return *numbers* without the *hidden* ones."""
    if not hidden:
        return numbers
    return array("q", (number for number in numbers if number not in hidden))


@dataclass(frozen=True, slots=True)
class Question:
    """What to search, where, and in which order."""

    scope: Scope
    text: str
    """As it was typed; empty for all talks."""
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """By talk id."""
    order: Order = "relevance"
    searches: Sequence[tuple[str, str]] = ()
    """The saved searches, name and query, that the text can name."""
    watched: Collection[str] = ()
    """The ids of the talks that the watch list matches."""
    clashes: ClashIndex = _NO_CLASHES
    """The starred talks, with the walks between rooms."""

    @property
    def query(self) -> Query:
        """The text, parsed."""
        return parse_with_saved(self.text, self.searches)

    @property
    def criteria(self) -> tuple[Scope, str, Order]:
        """What the list depends on, apart from the marks."""
        return (self.scope, self.text, self.order)


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer to a question."""

    question: Question
    numbers: Sequence[int]
    """The best talks, best first: a first page, or all."""
    total: int
    """The number of talks in the scope."""
    groups: TalkGroups = _NO_GROUPS
    """The groups of the talks below their headings; none where the order has no headings."""
    answer: SearchResult = _NO_ANSWER
    missing: int = 0
    """Talks whose abstracts are not indexed yet: only their titles, people and sessions are searched."""
    suggestions: Sequence[str] = ()
    """Queries with similar words that exist, if nothing was found."""
    without_clause: Sequence[tuple[str, int]] = ()
    """If nothing was found: clauses of the query, with the number of matches without each."""
    elsewhere: int = 0
    """If nothing was found: the number of matches in the whole library."""
    tail: tuple[int, str] | None = None
    """The index in ``numbers`` of the first talk with some words of the query only, and a heading for these."""

    @property
    def listed(self) -> int:
        """The number of talks to list, those to come included."""
        return max(len(self.numbers), self.answer.total)

    @property
    def is_complete(self) -> bool:
        """Whether all talks to list are there, and any are."""
        return 0 < len(self.numbers) == self.listed


Counts = Mapping[str, int]
"""The number of results by the text of the question."""
_Counting = tuple[Sequence[Question], Callable[[Counts], object]]
"""Questions whose results are counted, and what is called with the counts."""


class SearchWorker:
    """Answers questions in a thread of its own, from which ``send`` and ``failed`` are called."""

    def __init__(
        self,
        library: LibraryStore,
        send: Callable[[SearchResults], object],
        failed: Callable[[ConfbrowseError], object],
    ) -> None:
        self._library, self._send, self._failed = library, send, failed
        self._condition = Condition()
        self._question: Question | None = None
        self._counting: _Counting | None = None
        """What is to be counted."""
        self._counted: _Counting | None = None
        """What was counted last, to be counted again once the indexes are complete."""
        self._reply: SearchResults | None = None
        self._thread: Thread | None = None
        self._loaded: LoadedIndex | None = None
        self._is_stale = True
        self._is_working = self._is_closed = False
        self._indexing: Thread | None = None
        self._totals: dict[Scope, Sequence[int]] = {}
        self.sorter = Sorter(library)
        self._numbered = _Numbered()
        """The starred talks, and the numbers of those that they leave no time to walk to."""

    def warm(self) -> None:
        """Start the thread, which loads the index before the first question."""
        if self._thread is None:
            self._thread = Thread(target=self._work, name="search", daemon=True)
            self._thread.start()

    def ask(self, question: Question, seconds: float = 0.0) -> SearchResults | None:
        """Ask; return the answer if it is ready within *seconds*, else None. It is sent in any case."""
        with self._condition:
            self._question = question
            self._condition.notify_all()
            self.warm()
            if seconds:
                self._condition.wait_for(lambda: self._is_answered(question), seconds)
            return self._reply if self._is_answered(question) else None

    def count(self, questions: Sequence[Question], send: Callable[[Counts], object]) -> None:
        """Count the results of *questions* in the whole library, while no other question waits.

        *send* is called in the thread of the worker. A later call replaces one that is not answered yet.
        """
        with self._condition:
            self._counting = self._counted = (questions, send)
            self._condition.notify_all()
            self.warm()

    def also(self, text: str) -> "Sequence[AlsoWord]":
        """Return words that the query *text* could ask for as well; none before the first search. Any thread may call it.

        Raises StoreError.
        """
        # loads numpy, which is too slow for the first frame
        from confbrowse.discovery.also import also_words
        from confbrowse.discovery.vector_store import VectorStore  # as above

        loaded = self._loaded
        if loaded is None:
            return ()
        learned = VectorStore(self._library).load()
        return also_words(text, learned.vectors if learned else None, loaded.searcher.index)

    def close(self) -> None:
        """Stop reading and writing; an unfinished index is left for the next start."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()
        if self._thread:
            self._thread.join(_CLOSE_SECONDS)
        if self._indexing:  # the search thread may have started it until now
            self._indexing.join(_CLOSE_SECONDS)

    @property
    def is_busy(self) -> bool:
        """Whether an answer, or the rest of one, is still to come."""
        with self._condition:
            return self._question is not None or self._is_working

    def library_changed(self) -> None:
        """Read the library again for the next question."""
        with self._condition:
            self._is_stale, self._totals, self._numbered = True, {}, _Numbered()
            self.sorter.forget()

    def _is_answered(self, question: Question) -> bool:
        return self._reply is not None and self._reply.question is question

    def _work(self) -> None:
        is_loaded = False
        while True:
            with self._condition:
                # a question that came first may not need the index
                if is_loaded or self._question is not None:
                    self._condition.wait_for(self._has_work)
                if self._is_closed:
                    return
                question, self._question = self._question, None
                counting = self._counting
                self._is_working = question is not None
            if question:
                self._try(lambda: self._answer(question))  # noqa: B023 - called at once
                self._is_working = False
            elif counting:
                self._try(lambda: self._count(counting))  # noqa: B023 - as above
            else:
                self._try(self._index)
                is_loaded = True

    def _has_work(self) -> bool:
        return self._question is not None or self._counting is not None or self._is_closed

    def _count(self, counting: _Counting) -> None:
        """Count what *counting* asks for; begin again later if a question comes."""
        questions, send = counting
        found: dict[str, int] = {}
        try:
            for question in questions:
                if self._question is not None or self._is_closed:
                    return
                found[question.text] = self._search(question, question.query, None).total
        except ConfbrowseError:
            self._counting = None
            raise
        with self._condition:
            if self._counting is counting:
                self._counting = None
        send(found)

    def _try(self, step: Callable[[], object]) -> None:
        try:
            step()
        except ConfbrowseError as error:
            self._failed(error)

    def _answer(self, question: Question) -> None:
        reply = self._find(question)
        with self._condition:
            self._reply = reply
            self._condition.notify_all()
        self._send(reply)
        if reply.is_complete:
            return
        with self._condition:
            if self._condition.wait_for(lambda: self._question is not None, _PAUSE_SECONDS):
                return
        if question.text:
            numbers = reply.numbers if reply.groups else reply.answer.ranked()[0]
            reply = replace(reply, numbers=numbers, suggestions=reply.answer.suggestions())
            self._send(reply if reply.answer.total else self._with_explanation(reply))

    def _with_explanation(self, reply: SearchResults) -> SearchResults:
        """Return *reply*, which found nothing, with the number of matches without each clause and elsewhere."""
        query, within = reply.answer.query, self._totals.get(reply.question.scope)
        without_clause = []
        for clause in query.clauses if len(query.clauses) > 1 else ():
            others = Query(tuple(other for other in query.clauses if other is not clause))
            found = self._search(reply.question, others, within).total
            without_clause += [(str(clause), found)] if found else []
        elsewhere = self._search(reply.question, query, None).total
        return replace(reply, without_clause=without_clause, elsewhere=elsewhere)

    def _search(
        self, question: Question, query: Query, within: Sequence[int] | None
    ) -> SearchResult:
        searcher, marks = self._index().searcher, self._mark_sets_for(query, question)
        return searcher.search(query, within, marks, datetime.now(UTC))

    def _find(self, question: Question) -> SearchResults:
        loaded = self._index() if question.text else None
        totals = self._totals  # another thread may replace it when the library changes
        if question.scope not in totals:
            totals[question.scope] = self._library.numbers(question.scope)
        within = totals[question.scope]
        if loaded is None:
            marks = self._mark_sets(question)
            numbers = exclude(within, marks.hidden)
            left_out = len(within) - len(numbers)
            numbers, groups = self._arrange(numbers, question, within)
            return SearchResults(
                question, numbers, len(within), groups, SearchResult(Query(), hidden=left_out)
            )
        query = question.query
        marks = self._mark_sets_for(query, question)
        answer = loaded.searcher.search(query, within, marks, datetime.now(UTC))
        numbers = [hit.number for hit in (*answer.first, *answer.soft)]
        groups, tail = _NO_GROUPS, (len(answer.first), SOME_WORDS) if answer.soft else None
        if question.order != "relevance" or not answer.query.has_free_words:
            matching = numbers if answer.is_partial else answer.ranked()[0]
            numbers, groups = self._arrange(matching, question, within)
            tail = None
        return SearchResults(
            question, numbers, len(within), groups, answer, loaded.missing, tail=tail
        )

    def _arrange(
        self, numbers: Sequence[int], question: Question, within: Sequence[int]
    ) -> tuple[Sequence[int], TalkGroups]:
        marks, scope = self._mark_sets(question), question.scope
        return self.sorter.arrange(numbers, question.order, within, marks, scope.programme)

    def _mark_sets(self, question: Question) -> MarkSets:
        marks, watched, known = question.marks, question.watched, self._numbered
        is_new_list = known.watched[0] is not watched
        if is_new_list:
            known.watched = (watched, set(self._library.numbered(watched).values()))
        if is_new_list or known.marks[0] is not marks:
            found = mark_sets(marks, self._library.numbered(marks), known.watched[1])
            known.marks = (marks, found)
        return known.marks[1]

    def _mark_sets_for(self, query: Query, question: Question) -> MarkSets:
        """Return the marks of *question*, with what is too far to walk if *query* asks for that."""
        sets, clashes, known = self._mark_sets(question), question.clashes, self._numbered
        if not asks_for_walks(query, clashes.walks):
            return sets
        if known.too_far[0] is not clashes:
            known.too_far = (clashes, too_far(self._library, clashes))
        return replace(sets, too_far=known.too_far[1])

    def _index(self) -> "LoadedIndex":
        # loads numpy, which is too slow for the first frame
        from confbrowse.discovery.vector_store import VectorStore
        from confbrowse.search.index_store import IndexStore  # as above

        with self._condition:
            stale, self._is_stale = self._is_stale, False
        if stale or self._loaded is None:
            indexes = IndexStore(self._library)
            self._loaded = indexes.load()
            self._loaded.searcher.warm()
            vectors = VectorStore(self._library)
            is_learning = bool(self._indexing and self._indexing.is_alive())
            is_current = is_learning or (
                vectors.is_current()
                and self._library.has_all_groups()
                and value_store.is_current(self._library)
            )
            if (self._loaded.missing or not is_current) and not self._is_closed:
                self._indexing = Thread(
                    target=self._catch_up, args=(indexes, vectors), name="indexes", daemon=True
                )
                self._indexing.start()
        return self._loaded

    def _catch_up(self, indexes: "IndexStore", vectors: "VectorStore") -> None:
        """Build the missing indexes, answer the last question again, and store what else follows from the talks."""
        is_missing = bool(self._loaded and self._loaded.missing)
        try:
            if is_missing:
                indexes.catch_up(lambda _done, _of: not self._is_closed)
                self._answer_again()
            with suppress(StoreError):  # they are found when needed if the library is read-only
                if not self._library.has_all_groups():
                    self._library.store_groups()
                value_store.catch_up(self._library)
            vectors.catch_up(lambda: not self._is_closed)
            self.sorter.forget_scores()
            if self._reply and self._reply.question.order == "for you":
                self._answer_again()
        except InterruptedError:
            return
        except ConfbrowseError as error:
            self._failed(error)

    def _answer_again(self) -> None:
        """Load the index, which is complete now, and answer the last question with it."""
        with self._condition:
            self._is_stale, self._totals = True, {}
            self._counting = self._counted
            last = self._reply and self._reply.question
            if self._question is None and last and (last.text or last.order == "for you"):
                self._question = replace(last)
            self._condition.notify_all()


class PagedTalks(Sequence[Talk | None]):
    """The talks with the given numbers, read a page at a time when needed; None is a talk that no longer exists.

    Reading a page takes about a millisecond. An error is reported once and leaves the page empty.
    """

    def __init__(
        self,
        library: LibraryStore,
        numbers: Sequence[int],
        failed: Callable[[ConfbrowseError], None],
    ) -> None:
        self.numbers = numbers
        self._library = library
        self._failed = failed
        self._talks: OrderedDict[int, Talk | None] = OrderedDict()
        """The cache by number, the latest last."""

    def of(self, numbers: Sequence[int]) -> "PagedTalks":
        """Return the talks with other *numbers*, sharing what has been read."""
        other = PagedTalks(self._library, numbers, self._failed)
        other._talks.update((number, talk) for number, talk in self._talks.items() if talk)
        return other

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Talk | None: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Talk | None]: ...

    def __getitem__(self, at: int | slice) -> Talk | Sequence[Talk | None] | None:
        if isinstance(at, slice):
            return [self[index] for index in range(*at.indices(len(self)))]
        index = range(len(self))[at]
        number = self.numbers[index]
        if number not in self._talks:
            self._read(index // _PAGE)
        return self._talks[number]

    def reader(self, indices: Sequence[int]) -> Callable[[], list[Talk]]:
        """Return a function that reads the talks at *indices* and may run in any thread; cached talks are reused."""
        numbers = [self.numbers[at] for at in indices]
        known = {number: self._talks.get(number) for number in numbers}

        def read() -> list[Talk]:
            missing = [number for number, talk in known.items() if talk is None]
            found = self._library.talks(missing) if missing else {}
            talks = (known[number] or found.get(number) for number in numbers)
            return [talk for talk in talks if talk]

        return read

    def place_of(self, number: int) -> int | None:
        """Return the index of the talk with this *number*; None if it is not in the list."""
        try:
            return self.numbers.index(number)
        except ValueError:
            return None

    def _read(self, page: int) -> None:
        """Read the talks of *page* that are not cached."""
        numbers = self.numbers[page * _PAGE : (page + 1) * _PAGE]
        missing = [number for number in numbers if number not in self._talks]
        try:
            found = self._library.talks(missing)
        except ConfbrowseError as error:
            self._failed(error)
            found = {}
        while len(self._talks) > _MOST_KEPT:
            self._talks.popitem(last=False)
        self._talks.update((number, found.get(number)) for number in missing)
