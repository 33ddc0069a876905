"""Talks as vectors of their words: what is needed to say how alike two talks, or two words, are.

Each talk has two unit vectors. The first has a weight for each of its words (TF-IDF: rare words weigh more).
The second has a few dimensions that are learned from the library, so that talks about one subject in different
words are alike, too (latent semantic analysis: a truncated singular value decomposition of the first ones).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from confbrowse.model import Talk, topics
from confbrowse.search.evaluator import IndexPart
from confbrowse.search.index_builder import MARKERS, fields_of
from confbrowse.search.tokenizer import FIELDS
from confbrowse.text.latex import readable, readable_line
from confbrowse.text.slugs import words

F32 = npt.NDArray[np.float32]
I8 = npt.NDArray[np.int8]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
Indices = npt.NDArray[np.integer]
U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]

_FEW_DIMENSIONS, _MANY_DIMENSIONS = 80, 120
"""Few tell the subjects of one conference apart best; a library of many needs more."""
_TALKS_A_DIMENSION = 50
_TITLE, _KEYWORD, _ABSTRACT = 3.0, 3.0, 1.0
"""How much one occurrence of a word counts, by where it is."""
_COUNTS = np.array(
    [{"title": _TITLE, "track": _KEYWORD, "text": _ABSTRACT}.get(one, 0.0) for one in FIELDS],
    np.float32,
)
"""The same by the index of the field."""
_FEWEST_TALKS = 2
"""A word in fewer talks ties none together."""
_MOST_SHARE = 0.3
"""Words in more than this share of the talks say nothing of a subject, unless the library is small."""
_SMALL_LIBRARY = 50
_LEARNED_FROM = 5_000
"""The most talks that the dimensions are learned from; evenly chosen if there are more."""
_OVERSAMPLING = 30
_POWER_STEPS = 6
"""With fewer, precision suffers: the strengths of the dimensions fall slowly."""
_NEGLIGIBLE = 1e-6
"""Directions with less than this share of the largest extent, squared, are noise."""
_DOUBT = 2.0
"""A word that was learned from so many talks is half as near to another as its direction says."""
_MOST_NEIGHBOURS = 60
WORD_SHARE = 0.5
"""How much the words themselves count in a similarity, as against the learned dimensions."""
_SEED = 20_260_101
"""Fixed: the same library always has the same vectors."""
_ROWS = 2_048
"""Talks whose words are counted at once."""
_TERMS = 1 << 13
"""Terms that are multiplied at once: few, so that other threads need not wait, and all stay in the cache."""
_STEPS = 127
"""Vectors are stored in one byte a dimension, in so many steps of their largest value."""
_WEIGHT_STEPS = 255

Continue = Callable[[], bool]
"""Called now and then; returning False stops the work."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of some texts with their weights: a sparse matrix, row after row."""

    begins: I64
    """Offset of each row, and the end."""
    columns: I32
    """The word of each weight."""
    weights: F32

    def row(self, at: int) -> "tuple[I32, F32]":
        """Return the words of one row, and their weights."""
        here = slice(self.begins[at], self.begins[at + 1])
        return self.columns[here], self.weights[here]

    def products(self) -> F32:
        """Return the inner products of all rows with each other; for a few hundred rows."""
        size = len(self.begins) - 1
        found = np.zeros((size, size), np.float32)
        order = np.argsort(self.columns, kind="stable")
        rows, columns, weights = (
            self.rows[order].astype(int),
            self.columns[order],
            self.weights[order],
        )
        firsts = np.searchsorted(columns, columns)
        for first, last in _spans(_offsets(np.searchsorted(columns, columns, "right") - firsts)):
            ends = np.searchsorted(columns, columns[first:last], "right")
            places, lengths = _places(firsts[first:last], ends)
            pairs = np.repeat(rows[first:last], lengths) * size + rows[places]
            values = np.repeat(weights[first:last], lengths) * weights[places]
            found += np.bincount(pairs, values, size * size).reshape(size, size)
        return found

    def transposed(self, width: int) -> "Terms":
        """Return the same with *width* rows, one for each column."""
        order = np.argsort(self.columns, kind="stable")
        counts = np.bincount(self.columns, minlength=width)
        return Terms(_offsets(counts), self.rows[order], self.weights[order])

    @property
    def rows(self) -> I32:
        """The row of each weight."""
        return np.repeat(np.arange(len(self.begins) - 1, dtype=np.int32), np.diff(self.begins))

    def times(self, matrix: F32, should_continue: Continue) -> F32:
        """Return the product with a dense *matrix*."""
        product = np.zeros((len(self.begins) - 1, matrix.shape[1]), np.float32)
        for first, last in _spans(self.begins):
            if not should_continue():
                raise InterruptedError("The vectors were not made.")
            begin, end = self.begins[first], self.begins[last]
            filled = np.flatnonzero(np.diff(self.begins[first : last + 1]))
            if len(filled):
                terms = matrix[self.columns[begin:end]]
                terms *= self.weights[begin:end, None]
                starts = self.begins[first + filled] - begin
                product[first + filled] = np.add.reduceat(terms, starts, axis=0)
        return product


@dataclass(frozen=True, slots=True)
class TextVector:
    """The two unit vectors of a text; both are zero for a text without a known word."""

    words: I64
    """Ascending."""
    weights: F32
    topics: F32


@dataclass(frozen=True)
class Vectors:
    """The vectors of some talks, which are numbered 0, 1, ... here, and of their words."""

    letters: U8
    """The vocabulary, sorted and concatenated, in UTF-8."""
    offsets: U32
    """Offset in ``letters`` of each word, and the end."""
    rarity: F32
    """Of each word."""
    begins: U32
    """Offset in ``talks`` of each word, and the end."""
    talks: npt.NDArray[Any]
    """The talks that contain each word, ascending; of the smallest unsigned type."""
    weights: U8
    """The weight of the word in each of them, in steps of 1 / 255."""
    topics: I8
    """Shape (talks, dimensions)."""
    topic_scale: F32
    """What to multiply each row of ``topics`` by, to have a unit vector."""
    word_topics: I8
    """Shape (words, dimensions): the direction of each word."""
    word_scale: F32
    """As ``topic_scale``; the vectors are not of unit length."""
    strengths: F32
    """The singular value of each dimension."""
    starts: npt.NDArray[np.int32]
    """The start of each talk, in minutes since 1970; NO_TIME if it has none."""

    @property
    def size(self) -> int:
        """The number of talks."""
        return len(self.topic_scale)

    def word(self, index: int) -> str:
        """Return the word with this index, folded."""
        begin, end = self.offsets[index : index + 2]
        return self.letters[begin:end].tobytes().decode()

    @cached_property
    def known(self) -> dict[str, int]:
        """The index of each word, folded."""
        raw = self.letters.tobytes()
        return {raw[a:b].decode(): at for at, (a, b) in enumerate(pairwise(self.offsets.tolist()))}

    def of_talk(self, talk: Talk) -> TextVector:
        """Return the vectors of *talk*, which may be new; its id and session do not matter."""
        counts: dict[str, float] = defaultdict(float)
        for worth, text in (
            (_TITLE, readable_line(talk.title)),
            (_KEYWORD, " ".join((talk.track or "", *map(readable_line, topics(talk.keywords))))),
            (_ABSTRACT, readable(talk.abstract)),
        ):
            for word in words(text):
                counts[word] += worth
        known = self.known
        found = sorted((known[word], count) for word, count in counts.items() if word in known)
        indices = np.array([index for index, _ in found], np.int64)
        damped = _damped(np.array([count for _, count in found], np.float32))
        weights = _unit(damped * self.rarity[indices])
        return TextVector(indices, weights, self.project(indices, weights))

    def project(self, indices: I64, weights: F32) -> F32:
        """Return the direction of words with *weights* in the learned dimensions, as a unit vector."""
        directions = self.word_topics[indices] * self.word_scale[indices, None]
        return _unit(weights @ directions)

    def by_words(self, indices: Indices, weights: F32) -> F32:
        """Return the product of each talk's first vector with one that has *weights* for some words."""
        places, lengths = _places(self.begins[indices], self.begins[indices + 1])
        products = self.weights[places] * np.repeat(weights / _WEIGHT_STEPS, lengths)
        return np.bincount(self.talks[places], products, self.size).astype(np.float32)

    def by_topics(self, direction: F32) -> F32:
        """Return the product of each talk's second vector with *direction*."""
        found = np.empty(self.size, np.float32)
        for first in range(0, self.size, _ROWS):
            rows = self.topics[first : first + _ROWS]
            found[first : first + _ROWS] = rows.astype(np.float32) @ direction
        found *= self.topic_scale
        return found

    def terms_of(self, rows: I64, among: Indices | None = None) -> Terms:
        """Return the first vectors of the talks with the indices *rows*, which ascend.

        With *among*, the indices of some words, only of these.
        """
        place = np.full(self.size, -1, np.int32)
        place[rows] = np.arange(len(rows))
        if among is None:
            places: npt.NDArray[Any] | slice = slice(None)
            begins: npt.NDArray[Any] = self.begins
            among = np.arange(len(self.rarity))
        else:
            places, lengths = _places(self.begins[among], self.begins[among + 1])
            begins = _offsets(lengths)
        at = place[self.talks[places]]
        kept = np.flatnonzero(at >= 0)
        order = np.argsort(at[kept], kind="stable")
        columns = among[np.searchsorted(begins, kept[order], side="right") - 1]
        counts = np.bincount(at[kept], minlength=len(rows))
        weights = (self.weights[places][kept[order]] / _WEIGHT_STEPS).astype(np.float32)
        return Terms(_offsets(counts), columns.astype(np.int32), weights)

    def products(self, rows: I64) -> F32:
        """Return how similar the talks with the indices *rows*, which ascend, are to each other."""
        topics = self.topics_of(rows)
        by_words: F32 = self.terms_of(rows).products()
        return WORD_SHARE * by_words + (1 - WORD_SHARE) * (topics @ topics.T)

    def similarities(self, text: TextVector) -> F32:
        """Return how similar each talk is to *text*: 1 for the same words, about 0 for another subject."""
        return self.combined(text.words, text.weights, text.topics)

    def combined(self, indices: I64, weights: F32, direction: F32) -> F32:
        """Return the product of each talk's two vectors with others, the second one being *direction*."""
        by_words = self.by_words(indices, weights)
        return WORD_SHARE * by_words + (1 - WORD_SHARE) * self.by_topics(direction)

    def topics_of(self, rows: I64) -> F32:
        """Return the second vectors of the talks with the indices *rows*."""
        return self.topics[rows] * self.topic_scale[rows, None]

    def neighbours_of_words(self, wanted: Sequence[int]) -> list[tuple[int, int, float]]:
        """Return words that occur in the company of the *wanted* ones, which are words by their index.

        With each, the index in *wanted* of the nearest one, and the cosine to all of them together, which is less
        the fewer talks the word was learned from. The nearest come first; the wanted words are left out.
        """
        share = min(1.0, _LEARNED_FROM / max(self.size, 1))
        talks: F32 = np.diff(self.begins.astype(np.int64)).astype(np.float32) * np.float32(share)
        talks[wanted] = 0
        words = np.flatnonzero(talks >= _FEWEST_TALKS)
        directions, own = self._directions(words), self._directions(np.array(wanted, np.int64))
        cosines = directions @ _unit(own.sum(axis=0)) * (talks / (talks + _DOUBT))[words]
        best = np.argsort(-cosines, kind="stable")[:_MOST_NEIGHBOURS]
        nearest = (directions[best] @ own.T).argmax(axis=1)
        found = (words[best].tolist(), nearest.tolist(), cosines[best].tolist())
        return list(zip(*found, strict=True))

    def _directions(self, words: I64) -> F32:
        """Return the directions of *words* in the learned dimensions, as unit vectors."""
        return _unit(self.word_topics[words] * self.strengths)


def learn(parts: Sequence[IndexPart], should_continue: Continue = lambda: True) -> Vectors:
    """Return the vectors of all talks of *parts* that have a number, in this order.

    Raises InterruptedError when *should_continue* returns False.
    """
    vocabulary, terms = _count(parts, should_continue)
    size, width = len(terms.begins) - 1, len(vocabulary)
    talks_of_word = np.bincount(terms.columns, minlength=width)
    rarity = np.log1p(size / np.maximum(talks_of_word, 1)).astype(np.float32)
    weights = _damped(terms.weights) * rarity[terms.columns]
    lengths = np.sqrt(np.bincount(terms.rows, weights * weights, size)).astype(np.float32)
    weights /= np.maximum(lengths, np.finfo(np.float32).tiny)[terms.rows]
    terms = Terms(terms.begins, terms.columns, weights)
    by_word = terms.transposed(width)
    directions, strengths = _dimensions(terms, width, should_continue)
    talk_topics = terms.times(directions, should_continue)
    topics_stored, topic_scale = _in_bytes(_unit(talk_topics))
    directions_stored, word_scale = _in_bytes(directions)
    starts = [part.segment.columns["start"][part.numbers >= 0] for part in parts]
    return Vectors(
        np.frombuffer(b"".join(vocabulary), np.uint8),
        _offsets(np.array([len(word) for word in vocabulary], np.int64)).astype(np.uint32),
        rarity,
        by_word.begins.astype(np.uint32),
        by_word.columns.astype(np.min_scalar_type(max(size, 1))),
        np.rint(by_word.weights * _WEIGHT_STEPS).astype(np.uint8),
        topics_stored,
        topic_scale,
        directions_stored,
        word_scale,
        strengths,
        np.concatenate([np.empty(0, np.int32), *starts]).astype(np.int32),
    )


def _count(parts: Sequence[IndexPart], should_continue: Continue) -> tuple[list[bytes], Terms]:
    """Return the words that tell talks apart, sorted, and how often each talk has them."""
    numbers: dict[bytes, int] = defaultdict(lambda: len(numbers))
    columns, counts, lengths = (
        [np.empty(0, np.int32)],
        [np.empty(0, np.float32)],
        [np.empty(0, np.int64)],
    )
    for part in parts:
        segment = part.segment
        letters = segment.letters.tobytes()
        ends = segment.offsets.tolist()
        number_of = np.full(len(ends) - 1, -1, np.int32)
        kept = np.flatnonzero(part.numbers >= 0)
        for first in range(0, len(kept), _ROWS):
            if not should_continue():
                raise InterruptedError("The vectors were not made.")
            rows = kept[first : first + _ROWS]
            own, amounts, of_row = _counts_of(segment.words_of(rows), len(rows), len(number_of))
            for word in np.unique(own[number_of[own] < 0]).tolist():
                number_of[word] = numbers[letters[ends[word] : ends[word + 1]]]
            columns.append(number_of[own])
            counts.append(amounts)
            lengths.append(of_row)
    begins = _offsets(np.concatenate(lengths))
    found = Terms(begins, np.concatenate(columns), np.concatenate(counts))
    return _without_useless([*numbers], found)


def _counts_of(found: tuple[U32, I64], size: int, width: int) -> tuple[I64, F32, I64]:
    """Return the words of *size* talks, each once a talk, how much they count, and how many a talk has."""
    tokens, before = found
    row = np.repeat(np.arange(size), np.diff(before, append=len(tokens)))
    count = _COUNTS[fields_of(tokens)] if len(tokens) else np.empty(0, np.float32)
    is_word = (tokens >= MARKERS) & (count > 0)
    keys, inverse = np.unique(row[is_word] * width + tokens[is_word], return_inverse=True)
    amounts = np.bincount(inverse, count[is_word], len(keys)).astype(np.float32)
    return keys % width, amounts, np.bincount(keys // width, minlength=size)


def _without_useless(vocabulary: list[bytes], terms: Terms) -> tuple[list[bytes], Terms]:
    """Return *vocabulary*, sorted, and *terms* without the words that are too rare or too common."""
    size = len(terms.begins) - 1
    talks = np.bincount(terms.columns, minlength=len(vocabulary))
    most = max(_MOST_SHARE * size, min(size, _SMALL_LIBRARY))
    useful = np.flatnonzero((talks >= _FEWEST_TALKS) & (talks <= most)).tolist()
    useful.sort(key=vocabulary.__getitem__)
    new_number = np.full(len(vocabulary), -1, np.int32)
    new_number[useful] = np.arange(len(useful))
    columns = new_number[terms.columns]
    kept = columns >= 0
    begins = _offsets(np.bincount(terms.rows[kept], minlength=size))
    found = Terms(begins, columns[kept], terms.weights[kept])
    return [vocabulary[word] for word in useful], found


def _dimensions(terms: Terms, width: int, should_continue: Continue) -> tuple[F32, F32]:
    """Return the main directions of *terms*, as columns of shape (words, dimensions), and their strengths.

    By a randomised singular value decomposition with power iteration.
    """
    size = len(terms.begins) - 1
    if size > _LEARNED_FROM:
        terms = _rows_of(terms, np.linspace(0, size - 1, _LEARNED_FROM).astype(np.int64))
        size = _LEARNED_FROM
    most = min(max(size // _TALKS_A_DIMENSION, _FEW_DIMENSIONS), _MANY_DIMENSIONS)
    wanted = min(most, size, width)
    if not wanted:
        return np.zeros((width, 0), np.float32), np.zeros(0, np.float32)
    columns = min(wanted + _OVERSAMPLING, size, width)
    random = np.random.default_rng(_SEED)
    guess = random.standard_normal((width, columns), dtype=np.float32)
    by_word = terms.transposed(width)
    for _ in range(_POWER_STEPS):
        basis, _ = _orthonormal(terms.times(guess, should_continue))
        guess, _ = _orthonormal(by_word.times(basis, should_continue))
    basis, _ = _orthonormal(terms.times(guess, should_continue))
    directions, strengths = _orthonormal(by_word.times(basis, should_continue))
    return directions[:, :wanted], strengths[:wanted]


def _orthonormal(columns: F32) -> tuple[F32, F32]:
    """Return an orthonormal base of *columns* and their extent in each direction, the longest first.

    From their inner products, which are few: a QR or singular value decomposition would wait for other
    threads thousands of times.
    """
    products = (columns.T @ columns).astype(np.float64)
    squares, turned = np.linalg.eigh(products)
    kept = np.flatnonzero(squares > squares.max(initial=0.0) * _NEGLIGIBLE)[::-1]
    lengths = np.sqrt(squares[kept])
    return columns @ (turned[:, kept] / lengths).astype(np.float32), lengths.astype(np.float32)


def _rows_of(terms: Terms, rows: I64) -> Terms:
    places, lengths = _places(terms.begins[rows], terms.begins[rows + 1])
    return Terms(_offsets(lengths), terms.columns[places], terms.weights[places])


def _places(begins: npt.NDArray[Any], ends: npt.NDArray[Any]) -> tuple[I64, I64]:
    """Return all places of some spans, one span after the other, and the length of each span."""
    lengths = ends.astype(np.int64) - begins
    before = np.cumsum(lengths) - lengths
    return np.repeat(begins - before, lengths) + np.arange(int(lengths.sum())), lengths


def _spans(begins: I64) -> Iterator[tuple[int, int]]:
    """Yield the first and the last row, exclusive, of each run of rows with about _TERMS terms."""
    ends = np.searchsorted(begins, np.arange(0, begins[-1] + _TERMS, _TERMS))
    edges = sorted({0, *ends.tolist(), len(begins) - 1})
    yield from (
        (first, min(last, len(begins) - 1))
        for first, last in pairwise(edges)
        if first < len(begins) - 1
    )


def _offsets(counts: npt.NDArray[Any]) -> I64:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _damped(counts: F32) -> F32:
    """Return how much words weigh that occur *counts* times: the second time adds less than the first."""
    return (1 + np.log(counts)).astype(np.float32)


def _unit(vectors: F32) -> F32:
    """Return *vectors*, or rows of a matrix, with unit length; zeros stay."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    found: F32 = (vectors / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
    return found


def _in_bytes(rows: F32) -> tuple[I8, F32]:
    """Return *rows* in whole steps, and the size of a step in each row."""
    largest = np.abs(rows).max(axis=1, initial=0.0)
    scale = (largest / _STEPS).astype(np.float32)
    stored = np.rint(rows / np.maximum(scale, np.finfo(np.float32).tiny)[:, None])
    return stored.astype(np.int8), scale
