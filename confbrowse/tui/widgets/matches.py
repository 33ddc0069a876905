"""What is looked for in lines that are drawn already: where it stands, whatever its case and accents.

Lines are read as the text that was wrapped into them: a match may go on in the next one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from confbrowse.text.cells import Drawn, text_of
from confbrowse.text.slugs import folded
from confbrowse.tui.widgets.typed import stop_from


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line that belongs to a match."""

    line: int
    start: int
    end: int
    """The offset behind its last letter."""


NOT_FOUND = "not found"
Match = tuple[Place, ...]
"""One match, on one line or several."""


def matches(lines: Sequence[Drawn], words: str) -> list[Match]:
    """Return where *lines* hold *words*, from the first to the last; none overlaps another."""
    wanted = " ".join(folded(words).split())
    if not wanted:
        return []
    texts = [text_of(line) for line in lines]
    letters, places = _letters(texts)
    haystack = "".join(letters)
    found, at = [], haystack.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        found.append(tuple(_joined(texts, places[at:end])))
        at = haystack.find(wanted, end)
    return found


def _letters(texts: Sequence[str]) -> tuple[list[str], list[tuple[int, int]]]:
    """Return the folded letters of all *texts*, one blank for several, and where each comes from."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for line, text in enumerate(texts):
        for at, letter in enumerate(f"{text} "):
            for one in folded(letter):
                is_blank = one.isspace()
                if not is_blank or (letters and letters[-1] != " "):
                    letters.append(" " if is_blank else one)
                    places.append((line, at))
    return letters, places


def _joined(texts: Sequence[str], places: Sequence[tuple[int, int]]) -> Iterator[Place]:
    """Yield the stretches that *places* are of, each with what is combined with its last letter."""
    by_line: dict[int, list[int]] = {}
    for line, at in places:
        by_line.setdefault(line, []).append(at)
    for line, offsets in by_line.items():
        end = min(stop_from(texts[line], offsets[-1] + 1), len(texts[line].rstrip()))
        if end > offsets[0]:
            yield Place(line, offsets[0], end)


def count_of(at: int, found: int, text: str) -> str:
    """Return which of how many matches of *text* is shown; *at* is counted from 0."""
    if not text.strip():
        return ""
    return f"{at + 1:,} of {found:,}" if found else NOT_FOUND


def painted(line: Drawn, places: Iterable[tuple[Place, str]]) -> Drawn:
    """Return *line* with each of *places*, in order, in the role that is given with it."""
    pieces: list[tuple[str, str]] = []
    marked = sorted(places, key=lambda one: one[0].start)
    begin = 0
    for text, role in line:
        at = begin
        for place, found in marked:
            start, end = max(place.start, at), min(place.end, begin + len(text))
            if start < end:
                pieces += [(text[at - begin : start - begin], role)] if start > at else []
                pieces.append((text[start - begin : end - begin], found))
                at = end
        begin += len(text)
        pieces += [(text[at - begin + len(text) :], role)] if at < begin else []
    return tuple(pieces)
