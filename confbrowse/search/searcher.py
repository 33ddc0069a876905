"""Search the indexes: the stages of a search, and the order of results.

First words must match as typed: whole, as prefixes or inflected; common words such as ``the`` only
rank talks. If few talks match, joined words are accepted, and typos of words that the library does not
know. If still few match, the talks that contain some of the words follow.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeGuard

import numpy as np

from confbrowse.search import scoring, weights
from confbrowse.search.evaluator import (
    ClauseMatch,
    IndexPart,
    MultiIndex,
    WordMatches,
    clause_matches,
    matching_mask,
    minimum,
    text_clauses,
    typed_words,
    wanted_words,
)
from confbrowse.search.filters import Mask, TalkArrays, mask
from confbrowse.search.index import U8
from confbrowse.search.marks import NO_MARK_SETS, MarkSets
from confbrowse.search.matcher import I64
from confbrowse.search.query import (
    Clause,
    Condition,
    Hit,
    Query,
    SearchResult,
    Word,
    WordForms,
    is_text_only,
    wanted_terms,
)
from confbrowse.search.scoring import F64
from confbrowse.search.soft import (
    MOST_SOFT,
    acronyms_in,
    fused,
    is_relaxed,
    soft_hits,
    soft_words,
)

_ENOUGH = 20
"""With this many results, typos are not considered."""
_ENOUGH_SHARE = 500
"""In a small library, one result in this many talks is enough."""
_FEW = 10
"""Fewer results than this are followed by talks that contain some of the words."""
PAGE_SIZE = 64
"""This many of the best talks are ranked by the positions of their words, too."""
_MAX_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query, and what it is searched in."""

    query: Query
    within: Sequence[int] | None
    """The talk numbers to search; None for all."""
    mark_sets: MarkSets
    now: datetime


class Searcher:
    """The indexed talks of several programmes, ready for searching."""

    def __init__(self, parts: Sequence[IndexPart]) -> None:
        self._talks = MultiIndex(parts)
        self._last_within: tuple[Sequence[int] | None, Mask | None] | None = None

    @property
    def index(self) -> MultiIndex:
        """The segments of all programmes as one."""
        return self._talks

    def warm(self) -> None:
        """Load lazily read data now, so that the first search is fast; may take 300 ms."""
        self._talks.warm()

    def search(
        self,
        query: Query,
        within: Sequence[int] | None = None,
        mark_sets: MarkSets = NO_MARK_SETS,
        now: datetime | None = None,
    ) -> SearchResult:
        """Return the talks that match *query*; all talks if it is empty.

        With free words they come best first, else in the order of *within*.

        *within* limits the search to these talk numbers. Conditions use *mark_sets* and *now*, by
        default the current time.
        """
        request = SearchRequest(query, within, mark_sets, now or datetime.now(UTC))
        eligible, visible = self._eligible(request, False), self._visible(request)
        matches = clause_matches(query, self._talks, False)
        points = self._points(matches, eligible)
        is_fuzzy = _has_fuzzy_terms(query) and len(
            _split_hidden(points, visible)[0]
        ) < enough_results(self._talks.size)
        if is_fuzzy:
            eligible = self._eligible(request, True)
            matches = clause_matches(query, self._talks, True)
            points = self._points(matches, eligible)
        found, hidden = _split_hidden(points, visible)
        result = self._result(request, matches, found, is_fuzzy=is_fuzzy, hidden=hidden)
        if len(found) >= _FEW or not query.has_free_words:
            return result
        allowed = _ones(self._talks.size).astype(np.bool_)
        allowed[found] = False
        for more in (eligible, visible):
            allowed &= True if more is None else more
        return self._with_soft_hits(result, request, matches, allowed)

    def _with_soft_hits(
        self,
        result: SearchResult,
        request: SearchRequest,
        matches: Sequence[ClauseMatch],
        allowed: Mask,
    ) -> SearchResult:
        """Return *result* with the *allowed* talks that contain some words of the query.

        *matches* are those of its clauses.
        """
        typed = typed_words(request.query, self._talks.stop_words)
        relaxed = {word.clause for word in typed if is_relaxed(word)}
        for clause, match in zip(text_clauses(request.query), matches, strict=True):
            if clause not in relaxed:
                allowed = allowed & (match.points > 0)
        acronyms = acronyms_in(typed, self._talks)
        rows, scores = soft_hits(soft_words(typed, acronyms, self._talks), self._talks, allowed)
        if not len(rows):
            return result
        if not result.total:
            rows = rows[:PAGE_SIZE]
            required = [match for match in matches if match.is_required]
            rows, scores = fused((rows, self._by_most_clauses(request, required, rows)))
        numbers = self._talks.numbers[rows].tolist()
        forms = replace(
            result.forms, acronyms=tuple({word for words in acronyms.values() for word in words})
        )
        return replace(
            result,
            soft=tuple(map(Hit, numbers, scores.tolist()))[: MOST_SOFT - result.total],
            forms=forms,
            is_fuzzy=True,
            suggestions=tuple,
        )

    def _by_most_clauses(
        self, request: SearchRequest, matches: Sequence[ClauseMatch], rows: I64
    ) -> I64:
        """Return *rows* by how many of *matches* they have, then as if they had all."""
        words = [word for match in matches for word in match.words]
        rows = np.sort(rows)
        ranked, _ = self._first_page(words, rows, self._scores(request, words, rows))
        counts = np.sum([match.points[ranked] > 0 for match in matches], axis=0)
        return ranked[np.argsort(-counts, kind="stable")]

    def _points(self, matches: Sequence[ClauseMatch], eligible: Mask | None) -> U8:
        """Return the points of the talks that satisfy all of *matches* and are *eligible*."""
        if not matches:
            return _ones(self._talks.size) if eligible is None else eligible.astype(np.uint8)
        points = minimum([match.points for match in matches if match.is_required])
        return points if eligible is None else points * eligible

    def _eligible(self, request: SearchRequest, fuzzy: bool) -> Mask | None:
        """Return which talks satisfy everything but the text clauses; None for all."""
        eligible = self._within(request.within)
        talks = TalkArrays(self._talks.numbers, self._talks.columns, request.mark_sets, request.now)
        for clause in request.query.clauses:
            if not is_text_only(clause):
                found = matching_mask(clause, self._talks, partial(mask, talks=talks), fuzzy)
                eligible = _and(eligible, found)
        return eligible

    def _within(self, within: Sequence[int] | None) -> Mask | None:
        """Return which talks are among the numbers *within*; None for all. The next letter asks the same again."""
        last = self._last_within
        if last is None or last[0] is not within:
            found = self._find_within(within)
            last = self._last_within = (within, None if found is None or found.all() else found)
        return last[1]

    def _find_within(self, within: Sequence[int] | None) -> Mask | None:
        numbers = self._talks.numbers
        if within is None:
            return None if not len(numbers) or numbers.min() >= 0 else numbers >= 0
        if _is_run(within):
            return (numbers >= within.start) & (numbers < within.stop)
        return np.isin(numbers, np.asarray(within, np.int64))

    def _visible(self, request: SearchRequest) -> Mask | None:
        """Return which talks the user has not hidden; None if that makes no difference."""
        hidden = request.mark_sets.hidden
        if not hidden or Condition("is", "hidden") in wanted_terms(request.query.clauses):
            return None
        return ~TalkArrays(self._talks.numbers, {}, request.mark_sets, request.now).marked(hidden)

    def _result(
        self, request: SearchRequest, matches: Sequence[ClauseMatch], found: I64, *,
        is_fuzzy: bool, hidden: int,
    ) -> SearchResult:  # fmt: skip
        words = [word for match in matches if match.is_required for word in match.words]
        common = [word for match in matches if not match.is_required for word in match.words]
        result = SearchResult(
            request.query,
            total=len(found),
            hidden=hidden,
            is_fuzzy=is_fuzzy,
            forms=self._forms(request.query),
            suggestions=tuple
            if len(found) or hidden or request.query.faults  # what is wrong is the fault
            else lambda: tuple(self._suggestions(request.query)),
        )
        if not request.query.has_free_words:
            return self._unranked(request, found, result)
        scores = self._scores(request, words, found)
        for word in common:  # stop words only rank talks
            scores += word.points[found]
        first, page_scores = self._first_page(words, found, scores)
        numbers = self._talks.numbers
        hits = zip(numbers[first].tolist(), page_scores.tolist(), strict=True)
        return replace(
            result,
            first=tuple(Hit(number, score) for number, score in hits),
            ranked=partial(_ranked, numbers, found, scores, (first, page_scores)),
        )

    def _forms(self, query: Query) -> WordForms:
        words = {word.text: word for word in wanted_words(query)}
        return WordForms(
            self._talks.stop_words,
            frozenset(
                text for text, word in words.items() if self._talks.is_known(text, word.field)
            ),
            {text: self._talks.inflections(text) for text in words},
        )

    def _unranked(self, request: SearchRequest, found: I64, result: SearchResult) -> SearchResult:
        """Return *result* with *found* in the order of the numbers in the request."""
        numbers = np.sort(self._talks.numbers[found])
        if not (request.within is None or _is_run(request.within)):
            all_numbers = np.asarray(request.within, np.int64)
            numbers = all_numbers[np.isin(all_numbers, numbers)]
        ordered = numbers.tolist()
        first = tuple(Hit(number, 0.0) for number in ordered[:PAGE_SIZE])
        scores = [0.0] * len(ordered)
        return replace(result, first=first, ranked=lambda: (ordered, scores))

    def _scores(self, request: SearchRequest, words: Sequence[WordMatches], found: I64) -> F64:
        """Return the score of each talk of *found*: words, then interest, then time."""
        rarities = [scoring.rarity(word.talks, self._talks.size) for word in words]
        titles = self._talks.columns["title_words"]
        scores = scoring.base_scores([word.points for word in words], rarities, titles, found)
        if request.mark_sets.interest:
            talks = TalkArrays(self._talks.numbers, {}, request.mark_sets, request.now)
            scores += talks.interest[found] * weights.INTEREST
        scores -= self._talks.later[found] * weights.LATER
        return scores

    def _first_page(self, words: Sequence[WordMatches], found: I64, scores: F64) -> tuple[I64, F64]:
        """Return the best of *found*, best first, with their scores."""
        best = np.arange(len(found))
        if len(found) > PAGE_SIZE:
            best = np.sort(np.argpartition(-scores, PAGE_SIZE)[:PAGE_SIZE])
        rows, best_scores = found[best], scores[best]
        for segment, part in enumerate(self._talks.parts if len(words) > 1 else ()):
            inside = slice(*np.searchsorted(rows, self._talks.edges[segment : segment + 2]))
            segment_rows = rows[inside] - self._talks.edges[segment]
            word_matches = [word.parts[segment] for word in words]
            best_scores[inside] += scoring.position_scores(word_matches, part.segment, segment_rows)
        order = np.lexsort((rows, -best_scores))
        return rows[order], best_scores[order]

    def _suggestions(self, query: Query) -> Iterator[str]:
        """Yield queries like *query* in which an unknown word is replaced by a known one."""
        for typed in typed_words(query):
            clause = query.clauses[typed.clause]
            if self._talks.match_word(typed.text, typed.field, typed.exact, True).talks:
                continue
            for word in self._talks.nearest_words(typed.text, _MAX_SUGGESTIONS):
                replacement = Clause((Word(word, typed.field),))
                clauses = (replacement if one is clause else one for one in query.clauses)
                yield str(Query(tuple(clauses)))
            return


def _is_run(within: Sequence[int]) -> TypeGuard[range]:
    """Return whether *within* is all numbers of a span, ascending: 100,000 are not worth an array."""
    return isinstance(within, range) and within.step == 1


def enough_results(size: int) -> int:
    """Return how many of *size* talks are enough not to consider typos."""
    return max(1, min(_ENOUGH, size // _ENOUGH_SHARE))


def _has_fuzzy_terms(query: Query) -> bool:
    """Return whether tolerating typos may find more talks for *query*."""
    return any(
        isinstance(term, Word) and not (term.exact or term.prefix)
        for term in wanted_terms(query.clauses)
    )


def _ones(size: int) -> U8:
    return np.ones(size, np.uint8)


def _and(left: Mask | None, right: Mask | None) -> Mask | None:
    if left is None or right is None:
        return right if left is None else left
    return left & right


def _split_hidden(points: U8, visible: Mask | None) -> tuple[I64, int]:
    """Return which talks with points are *visible*, and how many are not."""
    if visible is None:
        return np.flatnonzero(points > 0), 0
    found = np.flatnonzero((points > 0) & visible)
    return found, int(np.count_nonzero(points)) - len(found)


def _ranked(
    numbers: I64, found: I64, scores: F64, page: tuple[I64, F64]
) -> tuple[Sequence[int], Sequence[float]]:
    """Return the *numbers* and scores of all *found*, those of the first *page* first."""
    rest = np.ones(len(found), np.bool_)
    rest[np.searchsorted(found, page[0])] = False
    order = np.argsort(-scores[rest], kind="stable")
    rows = np.concatenate([page[0], found[rest][order]])
    ranked_numbers, ranked_scores = array("q"), array("d")  # lists of so many take some ms
    ranked_numbers.frombytes(numbers[rows].tobytes())
    ranked_scores.frombytes(np.concatenate([page[1], scores[rest][order]]).tobytes())
    return ranked_numbers, ranked_scores
