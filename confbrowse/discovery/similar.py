"""More like this: the talks that are most similar to one, or to a text, and the words that tie them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from confbrowse.discovery.vectors import F32, I64, TextVector, Vectors

_SHARE = 0.5
"""How much the words themselves count, as against the learned dimensions."""
_LEAST = 0.1
"""Talks below this similarity have hardly a word in common."""
_MOST_TERMS = 4
_LEAST_SHARE = 0.25
"""A term ties two talks at least so much as the most telling one, or is not named."""
_SHORTEST_TERM = 3


@dataclass(frozen=True, slots=True)
class Similar:
    """A talk that is similar to another."""

    row: int
    """Its index among the vectors."""
    score: float
    """At most 1."""
    terms: tuple[str, ...]
    """The words, folded, that tie the two, the most telling first."""


def similarities(vectors: Vectors, text: TextVector) -> F32:
    """Return how similar each talk is to *text*: 1 for the same words, about 0 for no common subject."""
    words = vectors.by_words(text.words, text.weights)
    return _SHARE * words + (1 - _SHARE) * vectors.by_topics(text.topics)


def most_similar(vectors: Vectors, text: TextVector, among: I64, limit: int) -> tuple[Similar, ...]:
    """Return at most *limit* of the talks *among*, given as indices, that are similar to *text*, best first."""
    scores = similarities(vectors, text)[among]
    order = np.lexsort((among, -scores))[:limit]
    best = among[order[scores[order] >= _LEAST]]
    found = terms_in_common(vectors, text, best)
    worth = dict(zip(among.tolist(), scores.tolist(), strict=True))
    return tuple(
        Similar(row, worth[row], terms) for row, terms in zip(best.tolist(), found, strict=True)
    )


def terms_in_common(vectors: Vectors, text: TextVector, rows: I64) -> Iterator[tuple[str, ...]]:
    """Yield for each of the talks at *rows* the words that tie it to *text*, the most telling first."""
    if not len(rows):
        return
    weight_of = np.zeros(len(vectors.rarity), np.float32)
    weight_of[text.words] = text.weights
    ascending = np.sort(rows)
    terms = vectors.terms_of(ascending)
    shares = terms.weights * weight_of[terms.columns]
    for at in np.searchsorted(ascending, rows).tolist():
        here = slice(terms.begins[at], terms.begins[at + 1])
        tied = shares[here]
        order = np.argsort(-tied, kind="stable")
        telling = order[tied[order] > _LEAST_SHARE * tied.max(initial=0.0)]
        yield tuple(_distinct(map(vectors.word, terms.columns[here][telling].tolist())))


def _distinct(words: Iterable[str]) -> Iterator[str]:
    """Yield the first few of *words* that a reader learns something from: not ``3``, nor ``networks`` after ``network``."""
    known: set[str] = set()
    for word in words:
        stem = word.removesuffix("s")
        if len(word) >= _SHORTEST_TERM and not word.isdigit() and stem not in known:
            known.add(stem)
            yield word
        if len(known) == _MOST_TERMS:
            return
