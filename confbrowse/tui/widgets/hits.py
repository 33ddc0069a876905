"""Where lines hold what was searched for: drawn apart, and underlined, so that colour is not all."""

from collections.abc import Callable, Iterator, Sequence

from confbrowse.text.cells import Drawn

HIT = "line--hit"

Hits = Callable[[str, str], Sequence[tuple[int, int]]]
"""Return where a text, of a field such as ``title``, holds words of the query: offsets, in order."""


def no_hits(_text: str, _field: str) -> Sequence[tuple[int, int]]:
    """Return nothing: nobody searches."""
    return ()


def with_hits(text: str, role: str, spans: Sequence[tuple[int, int]]) -> Drawn:
    """Return *text* in pieces, those of *spans* marked; a span may reach beyond the text."""
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
    """Yield for each of *lines*, into which *text* was wrapped, where the *spans* of the text fall."""
    at = 0
    for line in lines:
        words = line.strip()
        begin = text.find(words, at)
        if begin < 0 or not words:  # an ellipsis, or a word that was broken
            yield []
            continue
        indent, at = len(line) - len(line.lstrip()), begin + len(words)
        shift = indent - begin
        yield [
            (max(start, begin) + shift, min(end, at) + shift)
            for start, end in spans
            if start < at and end > begin
        ]
