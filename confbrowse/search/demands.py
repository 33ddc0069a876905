"""What a query demands of words: each clause, as typed or with slips, held against all talks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from confbrowse.search.filters import Mask
from confbrowse.search.query import Clause, Condition, FieldName, Phrase, Query, Term, Word
from confbrowse.search.segment import U8
from confbrowse.search.together import Found, Together, both, either
from confbrowse.text.slugs import words

SHORTEST_PART = 2
"""Letters of the shortest word that is taken together with its neighbour."""
LONGEST_SPLIT = 16
"""Letters of the longest word that, typed as two, may have slips."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One folded word of a query."""

    text: str
    field: FieldName | None
    exact: bool
    clause: int
    """Which demand it belongs to."""
    is_alone: bool
    """Whether its clause demands nothing else."""


@dataclass(frozen=True, slots=True)
class Demand:
    """How the talks meet one clause."""

    words: tuple[Found, ...]
    """All of which a talk has to hold."""

    @property
    def points(self) -> U8:
        """For each talk those of the word it meets worst; 0 where it does not meet the clause."""
        return lowest([word.points for word in self.words])


def lowest(points: Sequence[U8]) -> U8:
    """Return for each talk the least of its *points*."""
    if len(points) == 1:
        return points[0]
    found = np.minimum(points[0], points[1])
    for more in points[2:]:
        np.minimum(found, more, out=found)
    return found


def is_wordy(clause: Clause) -> bool:
    """Whether *clause* demands words and nothing else."""
    of_words = all(isinstance(term, Word | Phrase) for term in clause.any_of)
    return of_words and not clause.negated


def typed_words(query: Query) -> list[Typed]:
    """Return the folded words of those clauses of *query* that are one word, as it was typed."""
    found = []
    for at, clause in enumerate(query.clauses):
        term = clause.any_of[0]
        if is_wordy(clause) and len(clause.any_of) == 1 and isinstance(term, Word):
            parts = words(term.text)
            found += [Typed(one, term.field, term.exact, at, len(parts) == 1) for one in parts]
    return found


def demands(query: Query, talks: Together, loose: bool) -> list[Demand]:
    """Return what the wordy clauses of *query* demand; *loose*: with slips and joined words."""
    by_clause: dict[int, list[Found]] = {}
    typed = typed_words(query)
    for one, found in zip(typed, _met(typed, talks, loose), strict=True):
        by_clause.setdefault(one.clause, []).append(found)
    return [
        Demand(tuple(by_clause[at])) if at in by_clause else _any_of(clause, talks, loose)
        for at, clause in enumerate(query.clauses)
        if is_wordy(clause)
    ]


def _met(typed: Sequence[Typed], talks: Together, loose: bool) -> list[Found]:
    """Return how the talks meet each word; neighbours count as one word where talks hold that."""
    found = [talks.found(one.text, one.field, one.exact, loose) for one in typed]
    for at, (left, right) in enumerate(pairwise(typed)):
        if are_neighbours(left, right):
            together = left.text + right.text
            slips = loose and len(together) <= LONGEST_SPLIT and not _are_known(left, right, talks)
            for which in (at, at + 1):
                found[which] = talks.with_split(found[which], together, left.field, slips)
    return found


def _are_known(left: Typed, right: Typed, talks: Together) -> bool:
    """Whether some talk holds each of the two as it was typed: then no slip made two of one."""
    return all(talks.found(one.text, one.field, True, False).talks for one in (left, right))


def are_neighbours(left: Typed, right: Typed) -> bool:
    """Whether the two, typed side by side, may be one word."""
    same = left.clause == right.clause
    next_to = left.is_alone and right.is_alone and right.clause == left.clause + 1
    lengths = len(left.text), len(right.text)
    plain = not (left.exact or right.exact) and left.field == right.field
    return (same or next_to) and plain and min(lengths) >= SHORTEST_PART


def _any_of(clause: Clause, talks: Together, loose: bool) -> Demand:
    """Return what a clause other than a single word demands."""
    if len(clause.any_of) == 1 and isinstance(clause.any_of[0], Phrase):
        return Demand(_phrase(clause.any_of[0], talks))
    terms = [both(found) for term in clause.any_of for found in _of_term(term, talks, loose)]
    return Demand((either(terms),))


def _of_term(term: Term, talks: Together, loose: bool) -> Iterator[Sequence[Found]]:
    match term:
        case Word(text, field, exact):
            parts = words(text)
            yield _met([Typed(one, field, exact, 0, False) for one in parts], talks, loose)
        case Phrase():
            yield _phrase(term, talks)
        case Condition():
            """Has no words."""


def _phrase(phrase: Phrase, talks: Together) -> tuple[Found, ...]:
    return talks.phrase(tuple(words(phrase.text)), phrase.field, phrase.closed)


def held(clause: Clause, talks: Together, loose: bool) -> Mask:
    """Return which talks hold one of the words or phrases of *clause*."""
    of_words = tuple(term for term in clause.any_of if not isinstance(term, Condition))
    if not of_words:
        return np.zeros(talks.size, np.bool_)
    return _any_of(Clause(of_words), talks, loose).points > 0
