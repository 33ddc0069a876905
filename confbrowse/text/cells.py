"""Text in a grid of cells: measured, fitted and wrapped. A wide character takes two cells."""

import re
from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

ELLIPSIS = "…"

_LIST_MARK = re.compile(r"(?:[-*•–◦‣]|\(?\w{1,3}[.)])$")

Piece = tuple[str, str]
"""A stretch of a line and its role, a component class such as ``line--title``; '' is plain."""
Drawn = tuple[Piece, ...]
"""One line on screen, in pieces from left to right."""


def fit(text: str, width: int, ellipsis: str = ELLIPSIS) -> str:
    """Return *text* in exactly *width* cells: padded with blanks, or cut with an *ellipsis*."""
    if text.isascii() and len(text) <= width:
        return text.ljust(width)
    short = cut(text, width, ellipsis)
    return short + " " * (width - cell_len(short))


def cut(text: str, width: int, ellipsis: str = ELLIPSIS) -> str:
    """Return *text* in at most *width* cells, cut with an *ellipsis* where it is longer."""
    if cell_len(text) <= width:
        return text
    end = ellipsis[: max(width, 0)]  # of three dots, as many as there is room for
    return set_cell_size(text, width - len(end)).rstrip() + end if width > 0 else ""


def text_of(drawn: Drawn) -> str:
    """Return what a drawn line says, without its looks."""
    return "".join(text for text, _role in drawn)


def cut_pieces(pieces: Drawn, width: int) -> Drawn:
    """Return *pieces* in at most *width* cells, with an ellipsis at the end where they were cut."""
    if size_of(pieces) <= width:
        return pieces
    kept = []
    room = width
    for text, role in pieces:
        size = cell_len(text)
        if size >= room:  # what follows does not fit: this is where the ellipsis stands
            kept.append((cut(text + " " * (room - size + 1), room), role))
            break
        kept.append((text, role))
        room -= size
    return tuple(kept)


def size_of(pieces: Drawn) -> int:
    """Return how many cells *pieces* take."""
    return sum(cell_len(text) for text, _role in pieces)


def wrap(text: str, width: int) -> list[str]:
    """Return *text* in lines of at most *width* cells, broken at blanks where that is possible.

    Newlines stay; a list item goes on under its first word; a word longer than a line is broken.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrapped(paragraph, max(width, 2)))
    return lines


def _wrapped(paragraph: str, width: int) -> Iterator[str]:
    """Yield the lines of one *paragraph*; its own indent stays, as far as there is room for it."""
    words = paragraph.split()
    lead = paragraph[: len(paragraph) - len(paragraph.lstrip())][: min(width // 2, width - 2)]
    hang = 0
    if words and _LIST_MARK.match(words[0]) and width > 20:
        hang = _behind_mark(paragraph, words[0])
        words[0] = words[0].ljust(hang - 1)  # the blank that follows every word is the last
    indent = lead + " " * hang
    line, size = lead, len(lead)
    begun = False
    for word in words:
        length = len(word) if word.isascii() else cell_len(word)
        if begun and size + 1 + length > width:
            yield line
            line, size, begun = indent, len(indent), False
        line, size = (line + " ", size + 1) if begun else (line, size)
        while size + length > width:
            head = _head(word, width - size)
            yield line + head
            word = word[len(head) :]
            line, size, length = indent, len(indent), cell_len(word)
        line, size, begun = line + word, size + length, True
    yield line.rstrip()


def _behind_mark(paragraph: str, mark: str) -> int:
    """Return how far the first word of a list item stands from its *mark*'s start."""
    item = paragraph.lstrip()[len(mark) :]
    return len(mark) + max(1, min(len(item) - len(item.lstrip()), 4))


def _head(word: str, width: int) -> str:
    """Return the longest start of *word* that fits in *width* cells, at least one character."""
    taken, size = 0, 0
    for character in word:
        size += cell_len(character)
        if size > width and taken:
            break
        taken += 1
    return word[:taken]
