"""Answers a query from indexes: the stages of a search, and what comes first.

First the words count as they were typed, whole or as beginnings. Where few talks answer, slips and
joined words count too. Where still none does, the talks that meet most of the demands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import numpy as np

from confbrowse.model import Talk
from confbrowse.search import likeness, points, ranking
from confbrowse.search.answer import Answer, Hit
from confbrowse.search.demands import Demand, demands, held, is_wordy, lowest, typed_words
from confbrowse.search.filters import Mask, Talks, mask
from confbrowse.search.giving import I64
from confbrowse.search.query import Clause, Condition, Query, Word
from confbrowse.search.ranking import F64
from confbrowse.search.segment import U8
from confbrowse.search.standing import NOTHING_SAID, Standing
from confbrowse.search.together import Found, Part, Together

_FEW = 20
"""From so many talks on, an answer is enough: nobody looks for slips."""
_FEW_OF = 500
"""Of fewer talks one in so many is enough."""
PAGE = 64
"""So many talks, the best, are put in order by where their words stand."""
_OFFERS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and what it is about."""

    query: Query
    within: Sequence[int] | None
    """The numbers that may answer; None for all."""
    standing: Standing
    now: datetime


class Index:
    """The talks of several programmes, made ready for searching."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._talks = Together(parts)

    def warm(self) -> None:
        """Do now what the first search would have to do besides; may take 300 ms."""
        self._talks.warm()

    def search(
        self,
        query: Query,
        within: Sequence[int] | None = None,
        standing: Standing = NOTHING_SAID,
        now: datetime | None = None,
    ) -> Answer:
        """Return the talks that answer *query*, best first; all of them where it demands nothing.

        *within* limits the search to some numbers; *standing* and *now* (the present moment, where
        it is None) are what conditions are held against.
        """
        asked = Asked(query, within, standing, now or datetime.now(UTC))
        open_to, shown = self._open_to(asked, False), self._shown(asked)
        wanted = demands(query, self._talks, False)
        low = self._meeting(wanted, open_to)
        is_loose = _has_words(query) and len(_apart(low, shown)[0]) < few(self._talks.size)
        if is_loose:
            open_to = self._open_to(asked, True)
            wanted = demands(query, self._talks, True)
            low = self._meeting(wanted, open_to)
        found, hidden = _apart(low, shown)
        if len(found) or len(wanted) < 2:
            return self._answer(asked, wanted, found, is_loose=is_loose, hidden=hidden)
        low = _nearly(wanted, open_to if shown is None else _and(open_to, shown))
        found = np.flatnonzero(low > 0)
        return self._answer(
            asked, wanted, found, is_loose=True, nearly=len(found) > 0, hidden=hidden
        )

    def like(self, talk: Talk, most: int = PAGE) -> tuple[Hit, ...]:
        """Return the talks most like *talk*, the likest first, itself among them if it is there."""
        return likeness.like(self._talks, talk, most)

    def _meeting(self, wanted: Sequence[Demand], open_to: Mask | None) -> U8:
        """Return points for the talks that meet all of *wanted* and are *open_to* the question."""
        if not wanted:
            return _all(self._talks.size) if open_to is None else open_to.astype(np.uint8)
        low = lowest([demand.points for demand in wanted])
        return low if open_to is None else low * open_to

    def _open_to(self, asked: Asked, loose: bool) -> Mask | None:
        """Return which talks may answer whatever words they hold; None for all."""
        found = self._within(asked.within)
        about = Talks(self._talks.numbers, self._talks.columns, asked.standing, asked.now)
        for clause in asked.query.clauses:
            if not is_wordy(clause):
                found = _and(found, self._meets(clause, about, loose))
        return found

    def _within(self, within: Sequence[int] | None) -> Mask | None:
        numbers = self._talks.numbers
        if within is None:
            return None if not len(numbers) or numbers.min() >= 0 else numbers >= 0
        if isinstance(within, range) and within.step == 1:
            return (numbers >= within.start) & (numbers < within.stop)
        return np.isin(numbers, np.asarray(within, np.int64))

    def _meets(self, clause: Clause, about: Talks, loose: bool) -> Mask:
        met = held(clause, self._talks, loose and not clause.negated)
        for term in clause.any_of:
            if isinstance(term, Condition):
                met |= mask(term, about)
        return ~met if clause.negated else met

    def _shown(self, asked: Asked) -> Mask | None:
        """Return which talks the reader has not hidden; None where that makes no difference."""
        hidden = asked.standing.hidden
        of_hidden = Condition("is", "hidden")
        if not hidden or any(
            of_hidden in clause.any_of and not clause.negated for clause in asked.query.clauses
        ):
            return None
        return ~Talks(self._talks.numbers, {}, asked.standing, asked.now).marked(hidden)

    def _answer(
        self, asked: Asked, wanted: Sequence[Demand], found: I64, *,
        is_loose: bool, hidden: int, nearly: bool = False,
    ) -> Answer:  # fmt: skip
        words = [word for demand in wanted for word in demand.words]
        if not words:
            return self._listed(asked, found, hidden)
        scores = self._scores(asked, words, found)
        first, worth = self._first_page(words, found, scores)
        numbers = self._talks.numbers
        hits = zip(numbers[first].tolist(), worth.tolist(), strict=True)
        return Answer(
            asked.query,
            tuple(Hit(number, score) for number, score in hits),
            len(found),
            hidden,
            is_loose,
            nearly,
            tuple if len(found) or hidden else lambda: tuple(self._offers(asked.query)),
            partial(_ranked, numbers, found, scores, (first, worth)),
        )

    def _listed(self, asked: Asked, found: I64, hidden: int) -> Answer:
        """Return *found*, in the order of the numbers asked about: no words tell which is better."""
        numbers = np.sort(self._talks.numbers[found])
        if asked.within is not None:
            all_asked = np.asarray(asked.within, np.int64)
            numbers = all_asked[np.isin(all_asked, numbers)]
        ordered = numbers.tolist()
        first = tuple(Hit(number, 0.0) for number in ordered[:PAGE])
        scores = [0.0] * len(ordered)
        return Answer(asked.query, first, len(ordered), hidden, ranked=lambda: (ordered, scores))

    def _scores(self, asked: Asked, words: Sequence[Found], found: I64) -> F64:
        """Return the score of each talk of *found*: words, then interest, then time."""
        weights = [ranking.rarity(word.talks, self._talks.size) for word in words]
        titles = self._talks.columns["title_words"]
        scores = ranking.sums([word.points for word in words], weights, titles, found)
        if asked.standing.interest:
            about = Talks(self._talks.numbers, {}, asked.standing, asked.now)
            scores += about.interest[found] * points.INTEREST
        scores -= self._talks.later[found] * points.LATER
        return scores

    def _first_page(self, words: Sequence[Found], found: I64, scores: F64) -> tuple[I64, F64]:
        """Return the best of *found*, best first, with their scores."""
        best = np.arange(len(found))
        if len(found) > PAGE:
            best = np.sort(np.argpartition(-scores, PAGE)[:PAGE])
        places, worth = found[best], scores[best]
        for at, part in enumerate(self._talks.parts if len(words) > 1 else ()):
            inside = slice(*np.searchsorted(places, self._talks.edges[at : at + 2]))
            here = places[inside] - self._talks.edges[at]
            mine = [word.parts[at] for word in words]
            worth[inside] += ranking.extras(mine, part.segment, here)
        order = np.lexsort((places, -worth))
        return places[order], worth[order]

    def _offers(self, query: Query) -> Iterator[str]:
        """Yield queries like *query* with a word that is known in place of one that is not."""
        for typed in typed_words(query):
            clause = query.clauses[typed.clause]
            if self._talks.found(typed.text, typed.field, typed.exact, True).talks:
                continue
            for word in self._talks.nearest_words(typed.text, _OFFERS):
                meant = Clause((Word(word, typed.field),))
                clauses = (meant if one is clause else one for one in query.clauses)
                yield str(Query(tuple(clauses)))
            return


def few(size: int) -> int:
    """Return how many of *size* talks are enough not to look for slips."""
    return max(1, min(_FEW, size // _FEW_OF))


def _has_words(query: Query) -> bool:
    """Whether slips may find more talks for *query*."""
    return any(
        isinstance(term, Word)
        for clause in query.clauses
        if not clause.negated
        for term in clause.any_of
    )


def _all(size: int) -> U8:
    return np.ones(size, np.uint8)


def _and(left: Mask | None, right: Mask | None) -> Mask | None:
    if left is None or right is None:
        return right if left is None else left
    return left & right


def _apart(low: U8, shown: Mask | None) -> tuple[I64, int]:
    """Return which talks with points are *shown*, and how many are not."""
    if shown is None:
        return np.flatnonzero(low > 0), 0
    found = np.flatnonzero((low > 0) & shown)
    return found, int(np.count_nonzero(low)) - len(found)


def _nearly(wanted: Sequence[Demand], open_to: Mask | None) -> U8:
    """Return which talks meet most of *wanted*."""
    met = np.sum([demand.points > 0 for demand in wanted], axis=0, dtype=np.uint8)
    if open_to is not None:
        met *= open_to
    most = met.max(initial=0)
    found: U8 = (met == most).astype(np.uint8) * (most > 0)
    return found


def _ranked(
    numbers: I64, found: I64, scores: F64, page: tuple[I64, F64]
) -> tuple[Sequence[int], Sequence[float]]:
    """Return the *numbers* of all *found* and their scores, those of the first *page* first."""
    rest = ~np.isin(found, page[0], assume_unique=True)
    order = np.argsort(-scores[rest], kind="stable")
    places = np.concatenate([page[0], found[rest][order]])
    return numbers[places].tolist(), np.concatenate([page[1], scores[rest][order]]).tolist()
