"""One line of text while it is edited: the text, the cursor, the selection. Pure values."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from rich.cells import cell_len

LONGEST = 1_000
"""Characters a line takes; what is pasted beyond that is left out."""
_WORD = re.compile(r"\w+")

Way = Literal["left", "right", "word left", "word right", "home", "end"]
"""Where the cursor can be sent."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a line, and where in it the cursor is."""

    text: str = ""
    at: int = 0
    """The cursor stands before this character."""
    since: int = 0
    """The other end of what is selected; nothing is where it is the same as ``at``."""

    @property
    def selected(self) -> str:
        """Return what is selected."""
        return self.text[slice(*self.selection)]

    @property
    def selection(self) -> tuple[int, int]:
        """Return where what is selected begins and ends."""
        return min(self.at, self.since), max(self.at, self.since)

    def insert(self, text: str) -> "Typed":
        """Return the line with *text* in place of what is selected; lines become blanks."""
        start, end = self.selection
        clean = "".join(one if one.isprintable() else " " for one in text)
        clean = clean[: max(LONGEST - len(self.text) + end - start, 0)]
        return at_end_of(self.text[:start] + clean, self.text[end:])

    def go(self, way: Way, *, select: bool = False) -> "Typed":
        """Return the line with the cursor moved; with *select*, that selects what it passes."""
        start, end = self.selection
        if start < end and not select and way in ("left", "right"):
            return self.put(start if way == "left" else end)
        return self.put(self._there(way), select=select)

    def put(self, at: int, *, select: bool = False) -> "Typed":
        """Return the line with the cursor before character *at*."""
        at = max(0, min(at, len(self.text)))
        return replace(self, at=at, since=self.since if select else at)

    def delete(self, way: Way) -> "Typed":
        """Return the line without what is selected, or else without what lies in that direction."""
        if not self.selected:
            self = self.put(self._there(way), select=True)
        return self.insert("")

    def replaced(self, start: int, end: int, text: str) -> "Typed":
        """Return the line with *text* from character *start* to *end*, the cursor behind it."""
        return Typed(self.text, start, end).insert(text)

    def whole(self) -> "Typed":
        """Return the line with all of it selected."""
        return replace(self, at=len(self.text), since=0)

    def _there(self, way: Way) -> int:
        match way:
            case "home":
                return 0
            case "end":
                return len(self.text)
            case "word left":
                starts = [word.start() for word in _WORD.finditer(self.text)]
                return max((start for start in starts if start < self.at), default=0)
            case "word right":
                found = next((w for w in _WORD.finditer(self.text) if w.end() > self.at), None)
                return found.end() if found else len(self.text)
        return self._step(-1 if way == "left" else 1)

    def _step(self, step: int) -> int:
        """Return the place of the next character, over accents that stand on the one before."""
        at = self.at + step
        while 0 < at < len(self.text) and not cell_len(self.text[at]):
            at += step
        return max(0, min(at, len(self.text)))


def at_end_of(before: str, after: str = "") -> Typed:
    """Return the line *before* and *after* with the cursor between the two."""
    return Typed(before + after, len(before), len(before))


def first_shown(typed: Typed, first: int, room: int) -> int:
    """Return from which character on the line is shown in *room* cells, the cursor among them.

    *first* was the one before: nothing moves that need not.
    """
    text, at = typed.text, typed.at
    first = min(first, at)
    while first < at and cell_len(text[first:at]) + max(cell_len(text[at : at + 1]), 1) > room:
        first += 1
    while first and cell_len(text[first - 1 :]) < room:
        first -= 1
    return first
