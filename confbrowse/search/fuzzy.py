"""Fuzzy matching: the known words that a misspelt one may stand for.

A vocabulary is first filtered by letter masks. For the remaining words, the optimal string
alignment distance (insertion, deletion, substitution, transposition) to every prefix is computed
for all words at once, so that a half-typed misspelt word is found. rapidfuzz computes the same one
pair at a time; a test compares the two.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
I8 = npt.NDArray[np.int8]
MAX_LETTERS = 14
"""How many letters of a typed word are compared; the rest is ignored."""
_WIDTH = MAX_LETTERS + 2
_SHORTEST_PREFIX = 3
"""Letters of the shortest prefix that has a mask."""
_MASKS = _WIDTH - _SHORTEST_PREFIX + 1
MAX_CANDIDATES = 64
"""How many of the nearest words are used."""


def allowed_edits(word: str) -> int:
    """Return how many edits *word* may have: none if it is short or a number, else 1 or 2."""
    if word.isdigit() or len(word.rstrip("+#.")) < 4:  # c++ and .net are short
        return 0
    return 1 if len(word) < 8 else 2


@dataclass(frozen=True, slots=True)
class WordMatrix:
    """The words of a vocabulary, laid out to be compared with one word at once."""

    letters: npt.NDArray[np.uint16]
    """Shape (_WIDTH, words): the letters of each word, padded with 0."""
    lengths: U8
    """In letters, at most 255."""
    masks: npt.NDArray[np.uint32]
    """Shape (_MASKS, words): bits of the letters in the first 3, 4, ... letters (from _SHORTEST_PREFIX on)."""


def word_matrix(letters: U8, offsets: npt.NDArray[np.uint32]) -> WordMatrix:
    """Return the matrix of the words in *letters* (UTF-8), which begin at *offsets*."""
    starts_letter = (letters & 0xC0) != 0x80
    count = np.concatenate([[0], np.cumsum(starts_letter)])[offsets]
    points = np.frombuffer(letters.tobytes().decode().encode("utf-32-le"), np.uint32)
    lengths = np.diff(count)
    matrix = np.zeros((_WIDTH, len(lengths)), np.uint16)
    masks = np.zeros((_MASKS, len(lengths)), np.uint32)
    seen = np.zeros(len(lengths), np.uint32)
    for index in range(_WIDTH):
        is_long_enough = lengths > index
        matrix[index, is_long_enough] = points[count[:-1][is_long_enough] + index]
        seen[is_long_enough] |= np.uint32(1) << (matrix[index, is_long_enough] & 31).astype(
            np.uint32
        )
        if index + 1 >= _SHORTEST_PREFIX:
            masks[index + 1 - _SHORTEST_PREFIX] = seen
    return WordMatrix(matrix, np.minimum(lengths, 255).astype(np.uint8), masks)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Words similar to a typed one; the arrays are parallel."""

    word_ids: npt.NDArray[np.int64]
    edits: I8
    """The distance of the nearest prefix."""
    is_whole: npt.NDArray[np.bool_]
    """Whether the whole word is at that distance, too."""
    same_first: npt.NDArray[np.bool_]
    """Whether the first letter is the one typed."""


def candidates(typed: str, edits: int, known: WordMatrix) -> Candidates:
    """Return the words of *known* with a prefix at distance 1 to *edits* from *typed*."""
    word = np.frombuffer(typed[:MAX_LETTERS].encode("utf-32-le"), np.uint32).astype(np.uint16)
    word_ids = _filter_by_masks(word, edits, known)
    word_ids, best, whole = _distances(word, edits, known, word_ids)
    kept = (best <= edits) & (best > 0)
    word_ids, best = word_ids[kept], best[kept]
    return Candidates(word_ids, best, whole[kept] == best, known.letters[0, word_ids] == word[0])


def _filter_by_masks(
    word: npt.NDArray[np.uint16], edits: int, known: WordMatrix
) -> npt.NDArray[np.int64]:
    """Return the words that contain all but *edits* letters of *word*, and few others early on."""
    mask = np.bitwise_or.reduce(np.uint32(1) << (word & 31).astype(np.uint32))
    late = min(len(word) + edits, _WIDTH) - _SHORTEST_PREFIX
    early = max(len(word) - edits, _SHORTEST_PREFIX) - _SHORTEST_PREFIX
    fits = np.bitwise_count(mask & ~known.masks[late]) <= edits
    fits &= np.bitwise_count(known.masks[early] & ~mask) <= edits
    fits &= known.lengths >= len(word) - edits
    return np.flatnonzero(fits)


def _distances(
    word: npt.NDArray[np.uint16], edits: int, known: WordMatrix, word_ids: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], I8, I8]:
    """Return the words within reach, the distance of their nearest prefix, and of the whole word.

    Row by row for each letter of *word*, over a band of 2 * *edits* + 1 columns; distances above
    *edits* are not exact.
    """
    letters, far = known.letters[:, word_ids], edits + 1
    columns = min(len(word) + edits, _WIDTH)
    above: dict[int, I8] = {}
    row = {
        index: np.full(len(word_ids), index, np.int8) for index in range(min(edits, columns) + 1)
    }
    for index, letter in enumerate(word.tolist()):
        previous = word[index - 1] if index else None
        above, row = row, _next_row(index, letter, previous, letters, (above, row), edits, columns)
        if index >= 1 and len(word_ids) > MAX_CANDIDATES:
            within_reach = np.minimum.reduce([*row.values(), *above.values()]) <= edits
            if 2 * np.count_nonzero(within_reach) < len(word_ids):
                word_ids, letters = word_ids[within_reach], letters[:, within_reach]
                row = {column: row[column][within_reach] for column in row}
                above = {column: above[column][within_reach] for column in above}
    lengths = known.lengths[word_ids]
    best = np.full(len(word_ids), far, np.int8)
    whole = np.full(len(word_ids), far, np.int8)
    for column, distance in row.items():
        np.minimum(best, np.where(lengths >= column, distance, far), out=best)
        whole = np.where(lengths == column, distance, whole)
    return word_ids, best, whole


def _next_row(
    index: int,
    letter: int,
    previous: int | None,
    letters: npt.NDArray[np.uint16],
    rows: tuple[dict[int, I8], dict[int, I8]],
    edits: int,
    columns: int,
) -> dict[int, I8]:
    """Return the distances of the first ``index + 1`` letters of a word to the prefixes in the band."""
    row_before, row_above = rows
    row: dict[int, I8] = {}
    for column in range(max(0, index + 1 - edits), min(columns, index + 1 + edits) + 1):
        if column == 0:
            row[0] = np.full(letters.shape[1], index + 1, np.int8)
            continue
        best = np.full(letters.shape[1], edits + 1, np.int8)
        if column - 1 in row_above:
            other = letters[column - 1] != letter
            np.minimum(best, row_above[column - 1] + other, out=best)
        for neighbour in (row_above.get(column), row.get(column - 1)):
            if neighbour is not None:
                np.minimum(best, neighbour + np.int8(1), out=best)
        if previous is not None and column > 1 and column - 2 in row_before:
            swapped = (letters[column - 2] == letter) & (letters[column - 1] == previous)
            np.minimum(best, np.where(swapped, row_before[column - 2] + 1, best), out=best)
        row[column] = best
    return row
