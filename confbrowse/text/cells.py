"""Text in terminal cells: measure, fit and wrap. A wide character takes two cells."""

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, set_cell_size

from confbrowse.text.patterns import lazy_pattern

ELLIPSIS = "…"

_LIST_MARKER = lazy_pattern(r"(?:[-*•–◦‣]|\(?\w{1,3}[.)])$")

_BETWEEN_HYPHENS = lazy_pattern(r"[^-]+-*|-+")
_LEAST_DIVIDED, _LEAST_PART = 8, 3
"""Narrower texts have no word divided; so many letters are left after a hyphen."""
_LEAST_START = 2
"""The least cells that are left of the first word before the number of the room."""

Piece = tuple[str, str]
"""Part of a line, and its role: a component class such as ``line--title``; '' is plain."""
Drawn = tuple[Piece, ...]
"""One line on screen, as pieces from left to right."""


def fit(text: str, width: int, ellipsis: str = ELLIPSIS) -> str:
    """Return *text* in exactly *width* cells: padded with spaces, or cut with an *ellipsis*."""
    if text.isascii() and len(text) <= width:
        return text.ljust(width)
    short = cut(text, width, ellipsis)
    return short + " " * (width - cell_len(short))


def cut(text: str, width: int, ellipsis: str = ELLIPSIS) -> str:
    """Return *text* in at most *width* cells, cut with an *ellipsis* if it is longer."""
    if cell_len(text) <= width:
        return text
    end = ellipsis[: max(width, 0)]  # three dots are shortened to the width
    return set_cell_size(text, width - len(end)).rstrip() + end if width > 0 else ""


def short_room(room: str, width: int) -> str:
    """Return *room* in at most *width* cells.

    A second name in brackets goes first; the number at the end, which tells rooms apart, goes last:
    ``K.1.105``, ``Gra…101-105``.
    """
    name = room
    if cut(room, width) != room and room.endswith(")"):
        name = room.rpartition("(")[0].rstrip() or room
    number = name.rpartition(" ")[2]
    start = width - len(number) - len(ELLIPSIS)
    if start < _LEAST_START or not number.isascii() or not any(map(str.isdecimal, number)):
        return cut(name, width)
    return name if cut(name, width) == name else cut(name, start + len(ELLIPSIS)) + number


def text_of(drawn: Drawn) -> str:
    """Return the text of a drawn line, without roles."""
    return "".join(text for text, _role in drawn)


def cut_pieces(pieces: Drawn, width: int) -> Drawn:
    """Return *pieces* in at most *width* cells, with an ellipsis if they were cut."""
    if size_of(pieces) <= width:
        return pieces
    kept = []
    remaining = width
    for text, role in pieces:
        size = cell_len(text)
        if size >= remaining:  # the rest does not fit, so the ellipsis goes here
            kept.append((cut(text + " " * (remaining - size + 1), remaining), role))
            break
        kept.append((text, role))
        remaining -= size
    return tuple(kept)


def size_of(pieces: Drawn) -> int:
    """Return the width of *pieces* in cells."""
    return sum(len(text) if text.isascii() else cell_len(text) for text, _role in pieces)


def wrap(text: str, width: int) -> list[str]:
    """Return *text* in lines of at most *width* cells, broken at spaces where possible.

    Newlines are kept; a list item is indented under its first word; a word longer than a line is
    broken.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, max(width, 2)))
    return lines


def divided(text: str, width: int) -> str:
    """Return *text* with words that are wider than *width* cells divided: after a hyphen of theirs, else by a new one.

    Words with wide or combining characters stay whole.
    """
    if width < _LEAST_DIVIDED or max(map(len, text.split(" "))) <= width:
        return text
    return " ".join(part for word in text.split(" ") for part in _parts(word, width))


def _parts(word: str, width: int) -> Sequence[str]:
    """Return the parts of *word*, each of at most *width* cells; the last of a divided one has at least three letters."""
    if len(word) <= width or cell_len(word) != len(word):
        return (word,)
    parts = [""]
    for part in _BETWEEN_HYPHENS.findall(word):
        while len(part) > width:
            at = min(width - 1, len(part) - _LEAST_PART)
            parts.append(f"{part[:at]}-")
            part = part[at:]
        if len(parts[-1]) + len(part) <= width:
            parts[-1] += part
        else:
            parts.append(part)
    return [*filter(None, parts)]


def fill(pieces: Iterable[str], width: int) -> list[str]:
    """Return *pieces*, two spaces apart, in lines of at most *width* cells; only a wider piece is broken."""
    lines: list[str] = []
    for piece in filter(None, pieces):
        if lines and cell_len(lines[-1]) + 2 + cell_len(piece) <= width:
            lines[-1] += f"  {piece}"
        else:
            lines += wrap(piece, width)
    return lines


def _wrap_paragraph(paragraph: str, width: int) -> Iterator[str]:
    """Yield the lines of one *paragraph*; its indent is kept as far as it fits."""
    words = paragraph.split()
    own_indent = paragraph[: len(paragraph) - len(paragraph.lstrip())][: min(width // 2, width - 2)]
    hanging = 0
    if words and _LIST_MARKER.match(words[0]) and width > 20:
        hanging = _item_indent(paragraph, words[0])
        words[0] = words[0].ljust(hanging - 1)  # the space after each word adds the last cell
    indent = own_indent + " " * hanging
    line, size = own_indent, len(own_indent)
    has_word = False
    for word in words:
        length = len(word) if word.isascii() else cell_len(word)
        if has_word and size + 1 + length > width:
            yield line
            line, size, has_word = indent, len(indent), False
        line, size = (line + " ", size + 1) if has_word else (line, size)
        while size + length > width:
            head = _longest_prefix(word, width - size)
            yield line + head
            word = word[len(head) :]
            line, size, length = indent, len(indent), cell_len(word)
        line, size, has_word = line + word, size + length, True
    yield line.rstrip()


def _item_indent(paragraph: str, mark: str) -> int:
    """Return the indent of a list item's text, relative to its *mark*."""
    item = paragraph.lstrip()[len(mark) :]
    return len(mark) + max(1, min(len(item) - len(item.lstrip()), 4))


def _longest_prefix(word: str, width: int) -> str:
    """Return the longest prefix of *word* that fits in *width* cells, at least one character."""
    count, size = 0, 0
    for character in word:
        size += cell_len(character)
        if size > width and count:
            break
        count += 1
    return word[:count]
