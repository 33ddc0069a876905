"""Search in the library from the screen: one thread that lives as long as the screen answers it.

Whoever asks may wait for the answer a moment, so that a letter and what it finds are one frame; an
answer that takes longer is sent. Of questions asked meanwhile only the last is answered.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Condition, Thread
from typing import TYPE_CHECKING

from confbrowse.errors import ConfbrowseError
from confbrowse.model import Mark, Scope
from confbrowse.place import Order
from confbrowse.search.answer import Answer
from confbrowse.search.parse import parse
from confbrowse.search.query import Query
from confbrowse.search.standing import NOTHING_SAID, Standing, standing
from confbrowse.stores.library import Library
from confbrowse.tui.ordering import Ordering

if TYPE_CHECKING:
    from confbrowse.indexing import Indexes, Searched

_REST_SECONDS = 0.03
"""How long no other question comes before an answer is completed."""
_LAST_SECONDS = 3.0
"""How long the end waits for an index that is being written."""

_NO_ANSWER = Answer(Query())


def without(numbers: Sequence[int], hidden: Set[int]) -> Sequence[int]:
    """Return *numbers* but for those that are *hidden*."""
    if not hidden:
        return numbers
    return array("q", (number for number in numbers if number not in hidden))


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, and where."""

    scope: Scope
    text: str
    """As it was typed; empty for every talk."""
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """By the id of the talk."""
    order: Order = "relevance"


@dataclass(frozen=True, slots=True)
class Reply:
    """What was found."""

    question: Question
    numbers: Sequence[int]
    """Of the best talks, best first: a page of them, or all."""
    total: int
    """How many talks the scope holds."""
    answer: Answer = _NO_ANSWER
    missing: int = 0
    """Talks of which only titles, people and sessions are searched so far."""
    offers: Sequence[str] = ()
    """Queries with the nearest known words, where nothing was found."""
    hiding: Sequence[tuple[str, int]] = ()
    """The demands without which talks would be found, and how many, where nothing was found."""
    elsewhere: int = 0
    """How many talks of other parts of the library answer, where nothing was found in this one."""


class Finder:
    """Answers questions; ``send`` and ``failed`` are called from its thread."""

    def __init__(
        self,
        library: Library,
        send: Callable[[Reply], object],
        failed: Callable[[ConfbrowseError], object],
    ) -> None:
        self._library, self._send, self._failed = library, send, failed
        self._turn = Condition()
        self._question: Question | None = None
        self._reply: Reply | None = None
        self._thread: Thread | None = None
        self._searched: Searched | None = None
        self._is_stale = True
        self._is_working = self._is_closed = False
        self._indexing: Thread | None = None
        self._totals: dict[Scope, Sequence[int]] = {}
        self._ordering = Ordering(library)
        self._standing: tuple[Mapping[str, Mark] | None, Standing] = (None, NOTHING_SAID)

    def warm(self) -> None:
        """Make ready for the first question, in the thread."""
        if self._thread is None:
            self._thread = Thread(target=self._work, name="finder", daemon=True)
            self._thread.start()

    def ask(self, question: Question, seconds: float = 0.0) -> Reply | None:
        """Ask; return the answer if it comes within *seconds*, else None: then it will be sent."""
        with self._turn:
            self._question = question
            self._turn.notify_all()
            self.warm()
            if seconds:
                self._turn.wait_for(lambda: self._is_answered(question), seconds)
            return self._reply if self._is_answered(question) else None

    def close(self) -> None:
        """Stop, so that nothing is read or written any more; indexes are left unfinished."""
        with self._turn:
            self._is_closed = True
            self._turn.notify_all()
        if self._thread:
            self._thread.join(_LAST_SECONDS)
        if self._indexing:  # which the first may have started until now
            self._indexing.join(_LAST_SECONDS)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come, or the rest of one."""
        with self._turn:
            return self._question is not None or self._is_working

    def library_changed(self) -> None:
        """Look at the library anew for the next question."""
        with self._turn:
            self._is_stale, self._totals = True, {}
            self._ordering.forget()

    def _is_answered(self, question: Question) -> bool:
        return self._reply is not None and self._reply.question is question

    def _work(self) -> None:
        self._try(self._index)
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._question is not None or self._is_closed)
                if self._is_closed:
                    return
                question, self._question = self._question, None
                self._is_working = True
            if question:
                self._try(lambda: self._answer(question))  # noqa: B023 - called at once
            self._is_working = False

    def _try(self, step: Callable[[], object]) -> None:
        try:
            step()
        except ConfbrowseError as error:
            self._failed(error)

    def _answer(self, question: Question) -> None:
        reply = self._found(question)
        with self._turn:
            self._reply = reply
            self._turn.notify_all()
        self._send(reply)
        if len(reply.numbers) == reply.answer.total and reply.answer.total:
            return
        with self._turn:
            if self._turn.wait_for(lambda: self._question is not None, _REST_SECONDS):
                return
        if question.text:
            numbers, _ = reply.answer.ranked()
            reply = replace(reply, numbers=numbers, offers=reply.answer.offers())
            self._send(reply if reply.answer.total else self._explained(reply))

    def _explained(self, reply: Reply) -> Reply:
        """Return *reply*, which found nothing, with what keeps talks from being found."""
        query, within = reply.answer.query, self._totals.get(reply.question.scope)
        hiding = []
        for clause in query.clauses if len(query.clauses) > 1 else ():
            others = Query(tuple(one for one in query.clauses if one is not clause))
            found = self._search(reply.question, others, within).total
            hiding += [(str(clause), found)] if found else []
        elsewhere = self._search(reply.question, query, None).total
        return replace(reply, hiding=hiding, elsewhere=elsewhere)

    def _search(self, question: Question, query: Query, within: Sequence[int] | None) -> Answer:
        said = self._standing_of(question.marks)
        answer = self._index().index.search(query, within, said, datetime.now(UTC))
        return replace(answer, total=0) if answer.nearly else answer

    def _found(self, question: Question) -> Reply:
        searched = self._index() if question.text else None
        totals = self._totals  # as of now: another thread may say that the library has changed
        if question.scope not in totals:
            totals[question.scope] = self._library.numbers(question.scope)
        within = totals[question.scope]
        if searched is None:
            said = self._standing_of(question.marks)
            numbers = without(within, said.hidden)
            numbers = self._ordering.ordered(numbers, question.order, within, said)
            left_out = len(within) - len(numbers)
            return Reply(question, numbers, len(within), Answer(Query(), hidden=left_out))
        answer = searched.index.search(
            parse(question.text), within, self._standing_of(question.marks), datetime.now(UTC)
        )
        numbers = [hit.number for hit in answer.first]
        if question.order != "relevance":
            said = self._standing_of(question.marks)
            numbers = self._ordering.ordered(answer.ranked()[0], question.order, within, said)
        return Reply(question, numbers, len(within), answer, searched.missing)

    def _standing_of(self, marks: Mapping[str, Mark]) -> Standing:
        """Return what *marks* say, by number."""
        if self._standing[0] is not marks:
            self._standing = (marks, standing(marks, self._library.numbered(marks)))
        return self._standing[1]

    def _index(self) -> "Searched":
        # numpy takes longer than the first frame may
        from confbrowse.indexing import Indexes

        with self._turn:
            stale, self._is_stale = self._is_stale, False
        if stale or self._searched is None:
            self._standing = (None, NOTHING_SAID)
            indexes = Indexes(self._library)
            self._searched = indexes.searched()
            self._searched.index.warm()
            if self._searched.missing and not self._is_closed:
                self._indexing = Thread(
                    target=self._catch_up, args=(indexes,), name="indexes", daemon=True
                )
                self._indexing.start()
        return self._searched

    def _catch_up(self, indexes: "Indexes") -> None:
        """Make what is missing, and answer the last question again with it."""
        try:
            indexes.catch_up(lambda _done, _of: not self._is_closed)
        except InterruptedError:
            return
        except ConfbrowseError as error:
            self._failed(error)
            return
        with self._turn:
            self._is_stale, self._totals = True, {}
            if self._question is None and self._reply and self._reply.question.text:
                self._question = replace(self._reply.question)
                self._turn.notify_all()
