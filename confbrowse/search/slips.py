"""The known words that a misspelt one may stand for.

A vocabulary is first thinned by letter masks, then the distance of what is left is computed for all
words at once: optimal string alignment (a letter too many, one missing, another one, two swapped),
against every beginning of each word, so that a word half typed and misspelt is found. rapidfuzz
computes the same one pair at a time; a test holds it against this.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
I8 = npt.NDArray[np.int8]
LONGEST = 14
"""Letters of a typed word that are looked at; what comes after them is not held against a word."""
_WIDTH = LONGEST + 2
_LEAST = 3
"""Letters of the shortest beginning that has a mask."""
_MASKS = _WIDTH - _LEAST + 1
NEAREST = 64
"""So many of the nearest words count."""


def allowed(word: str) -> int:
    """Return how many slips *word* may have; its length must tell enough, and digits slip too easily."""
    if word.isdigit() or len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


@dataclass(frozen=True, slots=True)
class Shapes:
    """The words of a vocabulary, laid out to be compared with one word at once."""

    letters: npt.NDArray[np.uint16]
    """Shape (_WIDTH, words): the letters of each word, 0 after its end."""
    lengths: U8
    """In letters, at most 255."""
    masks: npt.NDArray[np.uint32]
    """Shape (_MASKS, words): which letters occur in the first _LEAST, _LEAST + 1 ... of them."""


def shapes(letters: U8, offsets: npt.NDArray[np.uint32]) -> Shapes:
    """Return the shapes of words that stand in UTF-8 in *letters*, each from its place in *offsets*."""
    starts_letter = (letters & 0xC0) != 0x80
    count = np.concatenate([[0], np.cumsum(starts_letter)])[offsets]
    points = np.frombuffer(letters.tobytes().decode().encode("utf-32-le"), np.uint32)
    lengths = np.diff(count)
    matrix = np.zeros((_WIDTH, len(lengths)), np.uint16)
    masks = np.zeros((_MASKS, len(lengths)), np.uint32)
    seen = np.zeros(len(lengths), np.uint32)
    for at in range(_WIDTH):
        has = lengths > at
        matrix[at, has] = points[count[:-1][has] + at]
        seen[has] |= np.uint32(1) << (matrix[at, has] & 31).astype(np.uint32)
        if at + 1 >= _LEAST:
            masks[at + 1 - _LEAST] = seen
    return Shapes(matrix, np.minimum(lengths, 255).astype(np.uint8), masks)


@dataclass(frozen=True, slots=True)
class Near:
    """Words near a typed one; the arrays go together."""

    places: npt.NDArray[np.int64]
    slips: I8
    """The distance of the nearest beginning."""
    is_whole: npt.NDArray[np.bool_]
    """Whether the whole word is as near as that."""
    same_first: npt.NDArray[np.bool_]
    """Whether the first letter is the one that was typed."""


def near(typed: str, slips: int, known: Shapes) -> Near:
    """Return the words of *known* a beginning of which is at most *slips* from *typed*, and not equal."""
    word = np.frombuffer(typed[:LONGEST].encode("utf-32-le"), np.uint32).astype(np.uint16)
    places = _thinned(word, slips, known)
    places, best, whole = _distances(word, slips, known, places)
    kept = (best <= slips) & (best > 0)
    places, best = places[kept], best[kept]
    return Near(places, best, whole[kept] == best, known.letters[0, places] == word[0])


def _thinned(word: npt.NDArray[np.uint16], slips: int, known: Shapes) -> npt.NDArray[np.int64]:
    """Return the words that have all but *slips* of the letters of *word*, and few others early on."""
    mask = np.bitwise_or.reduce(np.uint32(1) << (word & 31).astype(np.uint32))
    late = min(len(word) + slips, _WIDTH) - _LEAST
    early = max(len(word) - slips, _LEAST) - _LEAST
    fits = np.bitwise_count(mask & ~known.masks[late]) <= slips
    fits &= np.bitwise_count(known.masks[early] & ~mask) <= slips
    fits &= known.lengths >= len(word) - slips
    return np.flatnonzero(fits)


def _distances(
    word: npt.NDArray[np.uint16], slips: int, known: Shapes, places: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], I8, I8]:
    """Return the words still within reach, the distance of the nearest beginning and of the whole.

    Row by row for each letter of *word*, over a band of 2 * *slips* + 1 columns; what is farther
    than *slips* may be told as any number beyond.
    """
    letters, far = known.letters[:, places], slips + 1
    columns = min(len(word) + slips, _WIDTH)
    above: dict[int, I8] = {}
    row = {at: np.full(len(places), at, np.int8) for at in range(min(slips, columns) + 1)}
    for at, letter in enumerate(word.tolist()):
        previous = word[at - 1] if at else None
        above, row = row, _next_row(at, letter, previous, letters, (above, row), slips, columns)
        if at >= 1 and len(places) > NEAREST:
            kept = np.minimum.reduce([*row.values(), *above.values()]) <= slips
            if 2 * np.count_nonzero(kept) < len(places):
                places, letters = places[kept], letters[:, kept]
                row = {column: row[column][kept] for column in row}
                above = {column: above[column][kept] for column in above}
    lengths = known.lengths[places]
    best = np.full(len(places), far, np.int8)
    whole = np.full(len(places), far, np.int8)
    for column, distance in row.items():
        np.minimum(best, np.where(lengths >= column, distance, far), out=best)
        whole = np.where(lengths == column, distance, whole)
    return places, best, whole


def _next_row(
    at: int,
    letter: int,
    previous: int | None,
    letters: npt.NDArray[np.uint16],
    rows: tuple[dict[int, I8], dict[int, I8]],
    slips: int,
    columns: int,
) -> dict[int, I8]:
    """Return the distances of the first ``at + 1`` letters of a word to the beginnings in the band."""
    before, above = rows
    row: dict[int, I8] = {}
    for column in range(max(0, at + 1 - slips), min(columns, at + 1 + slips) + 1):
        if column == 0:
            row[0] = np.full(letters.shape[1], at + 1, np.int8)
            continue
        best = np.full(letters.shape[1], slips + 1, np.int8)
        if column - 1 in above:
            other = letters[column - 1] != letter
            np.minimum(best, above[column - 1] + other, out=best)
        for neighbour in (above.get(column), row.get(column - 1)):
            if neighbour is not None:
                np.minimum(best, neighbour + np.int8(1), out=best)
        if previous is not None and column > 1 and column - 2 in before:
            swapped = (letters[column - 2] == letter) & (letters[column - 1] == previous)
            np.minimum(best, np.where(swapped, before[column - 2] + 1, best), out=best)
        row[column] = best
    return row
