"""For you: how much each talk may interest the user, learned from stars, interest, notes and hidden talks.

A linear model of a talk's vectors, by kernel ridge regression: marked talks have the worth of their marks, a
sample of all others has none. With few marks that is close to the centre of the marked talks.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from confbrowse.discovery.similar import tying_terms
from confbrowse.discovery.vector_store import LibraryVectors, VectorStore
from confbrowse.discovery.vectors import F32, I64, Vectors
from confbrowse.marks import FEWEST_LIKED
from confbrowse.model import EVERYTHING, Scope, Talk
from confbrowse.schedule.presentations import counted_once
from confbrowse.search.index_builder import NO_TIME
from confbrowse.search.marks import MarkSets
from confbrowse.storage.library import LibraryStore

F64 = npt.NDArray[np.float64]

_STAR, _INTEREST, _NOTE, _HIDDEN = 1.0, 1 / 3, 1 / 3, -0.3
"""The worth of a star, of each level of interest, of a note, and of a hidden talk without any of these."""
_FADES_IN = 365.25 * 24 * 60
"""In so many minutes a mark comes to count half: what was starred last year says less than today's stars."""
_SAMPLE = 300
"""Talks without a mark that the model learns from; evenly chosen."""
_OTHER_TRUST, _MOST_OTHER_TRUST = 0.05, 40.0
"""How much it counts that a talk has no mark, and how much all of them count together: a star of today counts 1."""
_STIFFNESS = 1.0
"""How much the model prefers to differ little from none."""
_PRESENTATIONS = 20
"""Recommendations more than are wanted, as some are the same work again."""
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Taste:
    """What was learned from the user's marks."""

    scores: F32
    """Of each talk of the vectors; higher is better, and comparable within one taste only. That of a marked talk
    does not depend on its own mark."""
    liked: I64
    """The talks that it was learned from and the user likes, as indices; ascending."""
    pull: F64
    """How much each of them counts."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a talk is recommended."""

    because: int
    """The library's number of the talk that the user likes and that says most for it."""
    terms: tuple[str, ...]
    """The words, folded, that tie the two."""


def taste(found: LibraryVectors, marks: MarkSets) -> Taste | None:
    """Return what *marks* say of the user's taste; None if too few talks are liked."""
    worth = _worth(found, marks)
    liked = np.array([row for row in sorted(worth) if worth[row] > 0], np.int64)
    if len(liked) < FEWEST_LIKED:
        return None
    vectors = found.vectors
    sample = np.unique(np.linspace(0, vectors.size - 1, _SAMPLE).astype(np.int64))
    others = np.setdiff1d(sample, np.array([*worth], np.int64))
    rows = np.union1d(others, np.array([*worth], np.int64))
    is_marked = np.isin(rows, [*worth])
    wanted = np.array([worth.get(row, 0.0) for row in rows.tolist()])
    other_trust = min(_OTHER_TRUST * vectors.size, _MOST_OTHER_TRUST) / max(len(others), 1)
    trust = np.where(is_marked, _trust(vectors, rows), other_trust)
    products = vectors.products(rows).astype(np.float64)
    inverse = np.linalg.inv(products + np.diag(_STIFFNESS / trust))
    pull = inverse @ wanted
    scores = _scores(vectors, rows, pull.astype(np.float32))
    scores[rows] = wanted - pull / np.diag(
        inverse
    )  # as if the talk itself had not been learned from
    return Taste(scores, liked, pull[np.searchsorted(rows, liked)])


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A talk that may interest the user, and why."""

    talk: Talk
    score: float
    because: Talk
    """The talk that the user likes and that says most for it."""
    terms: tuple[str, ...]
    """The words, folded, that tie the two."""


def scores_for_you(store: VectorStore, marks: MarkSets) -> Mapping[int, float]:
    """Return how much each talk may interest the user, by number; empty if too few talks are liked.

    It is empty too while no vectors are on the disk. Raises StoreError.
    """
    found = store.load()
    learned = taste(found, marks) if found else None
    if not (found and learned):
        return {}
    return dict(zip(found.numbers.tolist(), learned.scores.tolist(), strict=True))


def recommendations(
    store: VectorStore, marks: MarkSets, among: Collection[int], limit: int
) -> tuple[Recommendation, ...] | None:
    """Return at most *limit* of the talks with the numbers *among*, the most promising first, with reasons.

    Of two presentations only one is returned. None if too few talks are liked. Raises StoreError.
    """
    found = store.ready()
    learned = taste(found, marks) if found else None
    if not (found and learned):
        return None
    rows = np.flatnonzero(np.isin(found.numbers, [*among]) & (learned.scores > 0))
    best = rows[np.lexsort((rows, -learned.scores[rows]))]
    best = best[: limit + _PRESENTATIONS]
    score_of = dict(zip(found.numbers[best].tolist(), learned.scores[best].tolist(), strict=True))
    talks = store.library.talks(score_of)
    number_of = {talk.id: number for number, talk in talks.items()}
    once = counted_once([*talks.values()])[:limit]
    why = reasons(found, learned, [number_of[talk.id] for talk in once])
    liked = store.library.talks({reason.because for reason in why.values()})
    return tuple(
        Recommendation(talk, score_of[number], liked[reason.because], reason.terms)
        for talk in once
        if (reason := why.get(number := number_of[talk.id])) and reason.because in liked
    )


def undecided(library: LibraryStore, marks: MarkSets, numbers: Iterable[int]) -> frozenset[int]:
    """Return those of *numbers* that the user has neither starred, rated nor hidden, in no presentation.

    Raises StoreError.
    """
    decided = marks.starred | marks.hidden | marks.interest.keys()
    again = {
        other.id
        for talk in library.talks(decided).values()
        for other in library.presentations(talk.id)
    }
    return frozenset(numbers) - decided - frozenset(library.numbered(again).values())


def to_come(store: VectorStore, now: datetime) -> Sequence[int]:
    """Return the numbers of the talks of all programmes that are not over; of all, if every one is.

    Raises StoreError.
    """
    library, found = store.library, store.ready()
    if not found:
        return ()
    starts = found.vectors.starts
    is_to_come = (starts != NO_TIME) & (starts >= now.timestamp() / 60 - _DAY)
    numbers = found.numbers[is_to_come]
    scopes = [
        Scope(one.id)
        for one in library.programmes()
        if ((numbers >= one.first) & (numbers < one.first + one.talks)).any()
    ]
    return [number for scope in scopes or [EVERYTHING] for number in library.numbers(scope)]


def _worth(found: LibraryVectors, marks: MarkSets) -> dict[int, float]:
    """Return the worth of each marked talk, by its index among the vectors."""
    worth: dict[int, float] = {}
    for numbers, each in ((marks.starred, _STAR), (marks.noted, _NOTE)):
        for number in numbers:
            worth[number] = worth.get(number, 0.0) + each
    for number, level in marks.interest.items():
        worth[number] = worth.get(number, 0.0) + level * _INTEREST
    for number in marks.hidden:
        worth.setdefault(number, _HIDDEN)
    rows = np.flatnonzero(np.isin(found.numbers, [*worth]))
    return {
        row: worth[number]
        for row, number in zip(rows.tolist(), found.numbers[rows].tolist(), strict=True)
    }


def _trust(vectors: Vectors, rows: I64) -> F64:
    """Return how much a mark counts on each of the talks at *rows*: less, the older the talk is."""
    starts = vectors.starts.astype(np.int64)
    is_timed = starts != NO_TIME
    if not is_timed.any():
        return np.ones(len(rows))
    newest = starts[is_timed].max()
    age = np.where(is_timed[rows], newest - starts[rows], 0)
    found: F64 = 0.5 ** (age / _FADES_IN)
    return found


def _scores(vectors: Vectors, rows: I64, pull: F32) -> F32:
    """Return the sum of the similarities of each talk to those at *rows*, each times its *pull*."""
    terms = vectors.terms_of(rows)
    by_word = np.bincount(
        terms.columns, terms.weights * np.repeat(pull, np.diff(terms.begins)), len(vectors.rarity)
    )
    used = np.flatnonzero(by_word)
    topics = pull @ vectors.topics_of(rows)
    return vectors.combined(used, by_word[used].astype(np.float32), topics)


def reasons(found: LibraryVectors, learned: Taste, numbers: Sequence[int]) -> Mapping[int, Reason]:
    """Return why the talks with these *numbers* may interest the user, by number."""
    vectors, liked = found.vectors, learned.liked
    asked = np.flatnonzero(np.isin(found.numbers, numbers))
    rows = np.union1d(asked, liked)
    terms = vectors.terms_of(rows)
    places, liked_places = np.searchsorted(rows, asked), np.searchsorted(rows, liked)
    says = vectors.products(rows)[np.ix_(places, liked_places)] * learned.pull
    says[asked[:, None] == liked] = -np.inf  # a talk is no reason for itself
    best = says.argmax(axis=1)
    return {
        int(found.numbers[row]): Reason(
            int(found.numbers[liked[which]]),
            tying_terms(vectors, terms.row(liked_places[which]), terms.row(place)),
        )
        for row, place, which in zip(asked.tolist(), places.tolist(), best.tolist(), strict=True)
    }
