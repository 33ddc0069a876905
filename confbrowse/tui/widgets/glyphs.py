"""The signs used in lines, and how search matches in them are highlighted.

Matches are underlined as well as coloured, so that they show without colours.
"""

from collections.abc import Callable, Iterator, Sequence

from confbrowse.text.cells import Drawn

HIT = "line--hit"

MatchSpans = Callable[[str, str], Sequence[tuple[int, int]]]
"""Takes a text and its field, such as ``title``; returns the sorted offsets of query words in it."""

# every sign takes one cell
STAR, NO_TIME = "★", "·"
CLASH, WEAK_CLASH = "!", "~"
INTEREST = (" ", "▂", "▅", "█")
"""By interest, 0 to 3."""
NOTE, SEEN, HIDDEN, LATER = "✎", "✓", "x", "»"
WATCHED = "◎"
"""The watch list matches the talk."""
OPEN, CLOSED = "▾", "▸"
"""In front of a heading whose talks are shown, or not."""
SELECTED = "◂"
"""At the end of each selected line."""


def no_matches(_text: str, _field: str) -> Sequence[tuple[int, int]]:
    """Return no spans, for lists without a search."""
    return ()


def highlighted(text: str, role: str, spans: Sequence[tuple[int, int]]) -> Drawn:
    """Return *text* in pieces with *spans* highlighted; a span may reach beyond the text."""
    pieces, at = [], 0
    for start, end in spans:
        if start >= len(text):
            break
        pieces += [(text[at:start], role)] if start > at else []
        pieces.append((text[start:end], HIT))
        at = end
    rest = text[at:]
    return (*pieces, (rest, role)) if rest or not pieces else tuple(pieces)


def over_lines(
    text: str, lines: Sequence[str], spans: Sequence[tuple[int, int]]
) -> Iterator[list[tuple[int, int]]]:
    """Yield, for each of the *lines* that *text* was wrapped into, the *spans* that fall in it."""
    at = 0
    for line in lines:
        words = line.strip()
        begin = text.find(words, at)
        if begin < 0 or not words:  # an ellipsis, or a broken word
            yield []
            continue
        indent, at = len(line) - len(line.lstrip()), begin + len(words)
        shift = indent - begin
        yield [
            (max(start, begin) + shift, min(end, at) + shift)
            for start, end in spans
            if start < at and end > begin
        ]
