"""What somebody types into one line, and where their cursor is: values, so that a key is a function.

The cursor stands between letters, never between a letter and what is combined with it.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, dropwhile, groupby, islice
from operator import itemgetter

from rich.cells import cell_len

from confbrowse.text.cells import Drawn, Piece

LONGEST = 400
"""So many characters can be typed."""

Stretch = tuple[int, int]
"""Columns of a text, the second excluded."""
_ROLES = {
    (False, False): "line--title",
    (False, True): "typed--cursor",
    (True, False): "typed--fault",
    (True, True): "typed--cursor-on-fault",
}
"""What a letter is drawn as that is faulty or not, under the cursor or not."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A line of text with a cursor in it; what its methods return differs in what they say."""

    text: str = ""
    """Safe to show, and no mark before the first letter: what comes from outside is ``typed``."""
    at: int = 0
    """The characters before the cursor; from 0 to all."""

    def typed(self, letters: str) -> "Typed":
        """Put *letters* before the cursor, made one line, as many as there is room for."""
        return self.replaced(self.at, self.at, letters)

    def replaced(self, start: int, end: int, text: str) -> "Typed":
        """Put *text* in place of what stands from *start* to *end*, and the cursor behind it."""
        before = self.text[: stop_from(self.text, start, -1)]
        after = self.text[stop_from(self.text, max(start, end)) :]
        room = max(LONGEST - len(before) - len(after), 0)
        letters = _safe(text) if before else dropwhile(is_mark, _safe(text))
        new = "".join(islice(letters, room + 1))
        new = new[: stop_from(new, room, -1)]
        return Typed(before + new + after, len(before) + len(new))

    def moved(self, step: int) -> "Typed":
        """Move the cursor by *step* letters, as far as there are any."""
        way, at = (1 if step > 0 else -1), self.at
        for _ in range(abs(step)):
            at = stop_from(self.text, at + way, way)
        return replace(self, at=at)

    def moved_word(self, step: int) -> "Typed":
        """Move the cursor by *step* words: to the start of one before, or the end of one behind."""
        way, at = (1 if step > 0 else -1), self.at
        for _ in range(abs(step)):
            at = self._past(at, way, in_word=False)
            at = self._past(at, way, in_word=True)
        return replace(self, at=at)

    def to_start(self) -> "Typed":
        """Put the cursor before everything."""
        return replace(self, at=0)

    def to_end(self) -> "Typed":
        """Put the cursor behind everything."""
        return replace(self, at=len(self.text))

    def without_before(self) -> "Typed":
        """Take the letter before the cursor away."""
        return self.replaced(self.moved(-1).at, self.at, "")

    def without_after(self) -> "Typed":
        """Take the letter behind the cursor away."""
        return self.replaced(self.at, self.moved(1).at, "")

    def without_word_before(self) -> "Typed":
        """Take the word before the cursor away, and what stands between them."""
        return self.replaced(self.moved_word(-1).at, self.at, "")

    def without_all_before(self) -> "Typed":
        """Take everything before the cursor away."""
        return self.replaced(0, self.at, "")

    def without_all_after(self) -> "Typed":
        """Take everything behind the cursor away."""
        return self.replaced(self.at, len(self.text), "")

    def _past(self, at: int, way: int, *, in_word: bool) -> int:
        """Return where from *at* on, going *way*, words begin or, *in_word*, end."""
        text = self.text
        while 0 <= (looked_at := at if way > 0 else at - 1) < len(text):
            if _is_of_word(text[looked_at]) != in_word:
                break
            at += way
        return stop_from(text, at, way)


def stop_from(text: str, at: int, way: int = 1) -> int:
    """Return *at*, or where the cursor may stand next to it, going *way*: 1 or -1."""
    at = max(0, min(at, len(text)))
    while 0 < at < len(text) and is_mark(text[at]):
        at += way
    return at


def letters_of(text: str) -> Iterator[str]:
    """Yield the letters of *text*, each with what is combined with it."""
    at = 0
    while at < len(text):
        end = stop_from(text, at + 1)
        yield text[at:end]
        at = end


def first_shown(typed: Typed, first: int, width: int) -> int:
    """Return from which offset on *typed* is shown in *width* cells: near *first*, cursor in sight.

    Nothing is left out before what is shown that there would be room for.
    """
    text, at = typed.text, typed.at
    under = next(letters_of(text[at:]), " ")
    leftmost = _reach(text, at, width - cell_len(under))
    rightmost = _reach(text, len(text), width - 1)
    return max(leftmost, min(stop_from(text, first, -1), at, rightmost))


def _reach(text: str, end: int, room: int) -> int:
    """Return the least offset from which on *text* up to *end* fits in *room* cells."""
    while end > 0:
        before = stop_from(text, end - 1, -1)
        room -= cell_len(text[before:end])
        if room < 0:
            break
        end = before
    return end


def offset_at(text: str, first: int, cells: int) -> int:
    """Return the offset of the letter that is drawn *cells* right of the one at *first*."""
    at = first
    for letter in letters_of(text[first:]):
        cells -= cell_len(letter)
        if cells < 0:
            break
        at += len(letter)
    return at


def text_pieces(
    typed: Typed, first: int, faults: Sequence[Stretch], width: int, *, with_cursor: bool
) -> Drawn:
    """Return what is typed, from offset *first* on, in at most *width* cells."""
    pieces: list[Piece] = []
    at, room = first, width
    for letter in chain(letters_of(typed.text[first:]), " "):  # for a cursor at the end
        size = cell_len(letter)
        if size > room:
            break
        is_faulty = any(start <= at < end for start, end in faults)
        is_cursor = with_cursor and at == typed.at
        pieces.append((letter, _ROLES[is_faulty, is_cursor]))
        at += len(letter)
        room -= size
    return _joined(pieces)


def _joined(pieces: Sequence[Piece]) -> Drawn:
    """Return *pieces* with neighbours of one role in one."""
    return tuple(
        ("".join(text for text, _ in group), role)
        for role, group in groupby(pieces, key=itemgetter(1))
    )


def is_mark(character: str) -> bool:
    """Return whether *character* is combined with the one before it, or takes no cell of its own."""
    if character.isascii():
        return False
    return bool(unicodedata.combining(character)) or not cell_len(character)


def one_line(text: str) -> str:
    """Return *text* as it can stand on one line of a terminal: no controls, nothing invisible."""
    return text if text.isascii() and text.isprintable() else "".join(_safe(text))


def _safe(text: Iterable[str]) -> Iterator[str]:
    """Yield the characters of *text*: a blank for each run of controls, none for invisible ones."""
    was_control = False
    for character in text:
        category = unicodedata.category(character)
        is_control = category in {"Cc", "Zl", "Zp"}
        if category == "Zs" or (is_control and not was_control):
            yield " "
        elif not is_control and category not in {"Cf", "Cs", "Co"}:
            yield character
        was_control = is_control


def _is_of_word(character: str) -> bool:
    return character.isalnum() or is_mark(character)
