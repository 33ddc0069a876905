"""More like this: the talks that are most similar to one, or to a text, and the words that tie them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from confbrowse.discovery.vector_store import VectorStore
from confbrowse.discovery.vectors import F32, I64, Indices, Vectors
from confbrowse.model import Talk
from confbrowse.schedule.presentations import counted_once, is_presentation

_LEAST = 0.1
"""Talks below this similarity have hardly a word in common."""
_PRESENTATIONS = 20
"""Hits more than are wanted, as some are the same work again."""
_MOST_TERMS = 4
_LEAST_SHARE = 0.25
"""A term ties two talks at least so much as the most telling one, or is not named."""
_SHORTEST_TERM = 3


@dataclass(frozen=True, slots=True)
class SimilarTalk:
    """A talk that is similar to another."""

    talk: Talk
    score: float
    """At most 1."""
    terms: tuple[str, ...]
    """The words, folded, that tie the two, the most telling first."""


def similar_talks(store: VectorStore, talk: Talk, limit: int) -> tuple[SimilarTalk, ...]:
    """Return at most *limit* talks of the library that are similar to *talk*, which may be new, best first.

    Other presentations of *talk* are left out, and of each other talk only one is returned. Raises StoreError.
    """
    found = store.ready()
    if not found:
        return ()
    vectors, among = found.vectors, np.flatnonzero(found.numbers >= 0)
    text = vectors.of_talk(talk)
    scores = vectors.similarities(text)[among]
    order = np.lexsort((among, -scores))[: limit + _PRESENTATIONS]
    best = order[scores[order] >= _LEAST]
    numbers = found.numbers[among[best]].tolist()
    score_of = dict(zip(numbers, scores[best].tolist(), strict=True))
    row_of = dict(zip(numbers, among[best].tolist(), strict=True))
    talks = store.library.talks(numbers)
    number_of = {
        other.id: number
        for number, other in talks.items()
        if other.id != talk.id and not is_presentation(talk, other)
    }
    once = counted_once([talks[number] for number in number_of.values()])[:limit]
    rows = np.array([row_of[number_of[one.id]] for one in once], np.int64)
    terms = terms_in_common(vectors, (text.words, text.weights), rows)
    return tuple(
        SimilarTalk(one, score_of[number_of[one.id]], shared)
        for one, shared in zip(once, terms, strict=True)
    )


def terms_in_common(
    vectors: Vectors, text: tuple[Indices, F32], rows: I64
) -> Iterator[tuple[str, ...]]:
    """Yield for each of the talks at *rows* the words that tie it to *text*, its words with their weights."""
    ascending = np.sort(rows)
    terms = vectors.terms_of(ascending, text[0])
    for at in np.searchsorted(ascending, rows).tolist():
        yield tying_terms(vectors, text, terms.row(at))


def tying_terms(
    vectors: Vectors, one: tuple[Indices, F32], other: tuple[Indices, F32]
) -> tuple[str, ...]:
    """Return the words that tie two texts, given as words with their weights; the most telling first."""
    shared, in_one, in_other = np.intersect1d(
        one[0], other[0], assume_unique=True, return_indices=True
    )
    ties = one[1][in_one] * other[1][in_other]
    order = np.argsort(-ties, kind="stable")
    telling = order[ties[order] > _LEAST_SHARE * ties.max(initial=0.0)]
    return tuple(_distinct(map(vectors.word, shared[telling].tolist())))


def _distinct(words: Iterable[str]) -> Iterator[str]:
    """Yield the first few of *words* that a reader learns something from: not ``3``, nor ``nets`` after ``net``."""
    known: set[str] = set()
    for word in words:
        stem = word.removesuffix("s")
        if len(word) >= _SHORTEST_TERM and not word.isdigit() and stem not in known:
            known.add(stem)
            yield word
        if len(known) == _MOST_TERMS:
            return
