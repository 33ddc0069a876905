"""A single-line text editor: the text with its cursor as a value, and the widget around it.

The cursor is always between characters, never between a letter and a mark combined with it. The widget
draws itself and changes no layout, so that a key and its effect appear in one frame.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, dropwhile, groupby, islice
from operator import itemgetter
from unicodedata import category

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.geometry import Offset

from confbrowse.text.cells import ELLIPSIS, Drawn, Piece, size_of
from confbrowse.tui.commands import LINE_EDITOR, bindings
from confbrowse.tui.widgets.lines import LineView

LONGEST = 400
"""The most characters in a line."""

Span = tuple[int, int]
"""Start and end offset in a text; the end is excluded."""
_ROLES = {
    (False, False): "line--title",
    (False, True): "editor--cursor",
    (True, False): "editor--fault",
    (True, True): "editor--cursor-on-fault",
}
"""The role of a letter, by whether it is in a fault and whether it is at the cursor."""
_PROMPT, _PROMPT_CUT = "/ ", f"/{ELLIPSIS}"
"""The second is used when the start of the text is scrolled out."""
MARGIN = len(_PROMPT)
_DELETES_SELECTED = frozenset({"without_before", "without_after"})
"""The edits that delete the selected text; others begin at the cursor."""
_STYLES = {
    "editor--cursor": ("line--title", Style(reverse=True)),
    "editor--fault": ("line--warning", Style(underline=True)),
    "editor--cursor-on-fault": ("line--warning", Style(reverse=True, underline=True)),
    "editor--chosen": ("line--title", Style(reverse=True)),
    "editor--selected": ("line--title", Style(reverse=True)),
}
"""Component class of the screen and added style, which also shows without colours."""
_SELECTED_ROLES = {"line--title": "editor--selected", "editor--fault": "editor--cursor-on-fault"}
"""The roles of selected letters, by those that they have else."""


@dataclass(frozen=True, slots=True)
class LineBuffer:
    """A line of text with a cursor; every method returns a new buffer."""

    text: str = ""
    """Safe to show, without a combining mark before the first letter; other text must be ``inserted``."""
    cursor: int = 0
    """The number of characters before the cursor."""

    def inserted(self, text: str) -> "LineBuffer":
        """Insert *text* at the cursor, as one line, up to the length limit."""
        return self.replaced(self.cursor, self.cursor, text)

    def replaced(self, start: int, end: int, text: str) -> "LineBuffer":
        """Replace the text from *start* to *end* with *text*, and put the cursor after it."""
        before = self.text[: stop_from(self.text, start, -1)]
        after = self.text[stop_from(self.text, max(start, end)) :]
        room = max(LONGEST - len(before) - len(after), 0)
        letters = _safe(text) if before else dropwhile(is_mark, _safe(text))
        new = "".join(islice(letters, room + 1))
        new = new[: stop_from(new, room, -1)]
        return LineBuffer(before + new + after, len(before) + len(new))

    def moved(self, step: int) -> "LineBuffer":
        """Move the cursor by *step* letters, at most to the start or end."""
        direction, at = (1 if step > 0 else -1), self.cursor
        for _ in range(abs(step)):
            at = stop_from(self.text, at + direction, direction)
        return replace(self, cursor=at)

    def moved_word(self, step: int) -> "LineBuffer":
        """Move the cursor by *step* words: left to the start of a word, right to the end of one."""
        direction, at = (1 if step > 0 else -1), self.cursor
        for _ in range(abs(step)):
            at = self._past(at, direction, in_word=False)
            at = self._past(at, direction, in_word=True)
        return replace(self, cursor=at)

    def to_start(self) -> "LineBuffer":
        """Put the cursor at the start."""
        return replace(self, cursor=0)

    def to_end(self) -> "LineBuffer":
        """Put the cursor at the end."""
        return replace(self, cursor=len(self.text))

    def without_before(self) -> "LineBuffer":
        """Delete the letter before the cursor."""
        return self.replaced(self.moved(-1).cursor, self.cursor, "")

    def without_after(self) -> "LineBuffer":
        """Delete the letter after the cursor."""
        return self.replaced(self.cursor, self.moved(1).cursor, "")

    def without_word_before(self) -> "LineBuffer":
        """Delete the word before the cursor, and the blanks between."""
        return self.replaced(self.moved_word(-1).cursor, self.cursor, "")

    def without_all_before(self) -> "LineBuffer":
        """Delete everything before the cursor."""
        return self.replaced(0, self.cursor, "")

    def without_all_after(self) -> "LineBuffer":
        """Delete everything after the cursor."""
        return self.replaced(self.cursor, len(self.text), "")

    def _past(self, at: int, direction: int, *, in_word: bool) -> int:
        """Return the first offset from *at* on where a word begins or, if *in_word*, ends."""
        text = self.text
        while 0 <= (index := at if direction > 0 else at - 1) < len(text):
            if _is_word_character(text[index]) != in_word:
                break
            at += direction
        return stop_from(text, at, direction)


def stop_from(text: str, at: int, direction: int = 1) -> int:
    """Return the nearest valid cursor offset from *at* on, in *direction* 1 or -1."""
    at = max(0, min(at, len(text)))
    while 0 < at < len(text) and is_mark(text[at]):
        at += direction
    return at


def letters_of(text: str) -> Iterator[str]:
    """Yield the letters of *text*, each with its combining marks."""
    at = 0
    while at < len(text):
        end = stop_from(text, at + 1)
        yield text[at:end]
        at = end


def first_shown(buffer: LineBuffer, first: int, width: int) -> int:
    """Return the offset of the first letter to show in *width* cells: near *first*, cursor visible.

    No more text is scrolled out than necessary.
    """
    text, at = buffer.text, buffer.cursor
    under = next(letters_of(text[at:]), " ")
    leftmost = _least_offset(text, at, width - cell_len(under))
    rightmost = _least_offset(text, len(text), width - 1)
    return max(leftmost, min(stop_from(text, first, -1), at, rightmost))


def _least_offset(text: str, end: int, room: int) -> int:
    """Return the least offset from which *text* up to *end* fits in *room* cells."""
    while end > 0:
        before = stop_from(text, end - 1, -1)
        room -= cell_len(text[before:end])
        if room < 0:
            break
        end = before
    return end


def offset_at(text: str, first: int, cells: int) -> int:
    """Return the offset of the letter that is *cells* to the right of the one at *first*."""
    at = first
    for letter in letters_of(text[first:]):
        cells -= cell_len(letter)
        if cells < 0:
            break
        at += len(letter)
    return at


def text_pieces(
    buffer: LineBuffer, first: int, faults: Sequence[Span], width: int, *, with_cursor: bool
) -> Drawn:
    """Return the text of *buffer* from offset *first* on, in at most *width* cells."""
    pieces: list[Piece] = []
    at, room = first, width
    for letter in chain(letters_of(buffer.text[first:]), " "):  # for a cursor at the end
        size = cell_len(letter)
        if size > room:
            break
        is_faulty = any(start <= at < end for start, end in faults)
        is_cursor = with_cursor and at == buffer.cursor
        pieces.append((letter, _ROLES[is_faulty, is_cursor]))
        at += len(letter)
        room -= size
    return _joined(pieces)


def _joined(pieces: Sequence[Piece]) -> Drawn:
    """Return *pieces* with neighbours of the same role joined."""
    return tuple(
        ("".join(text for text, _ in group), role)
        for role, group in groupby(pieces, key=itemgetter(1))
    )


def is_mark(character: str) -> bool:
    """Return whether *character* combines with the one before it, or takes no cell."""
    if character.isascii():
        return False
    return bool(unicodedata.combining(character)) or not cell_len(character)


def one_line(text: str) -> str:
    """Return *text* for one line of a terminal, without control and invisible characters."""
    return text if text.isascii() and text.isprintable() else "".join(_safe(text))


def _safe(text: Iterable[str]) -> Iterator[str]:
    """Yield the characters of *text*: a blank for each run of control characters, nothing for invisible ones."""
    was_control = False
    for character in text:
        category = unicodedata.category(character)
        is_control = category in {"Cc", "Zl", "Zp"}
        if category == "Zs" or (is_control and not was_control):
            yield " "
        elif not is_control and category not in {"Cf", "Cs", "Co"}:
            yield character
        was_control = is_control


def _is_word_character(character: str) -> bool:
    return character.isalnum() or is_mark(character)


OnChange = Callable[[LineBuffer], None]


def _letter(key: events.Key) -> str:
    """Return the letter that *key* types; empty if it types none."""
    letter = key.character
    if not letter or key.key.startswith("alt+"):  # Alt-x has the character x
        return ""
    return letter if letter.isprintable() or category(letter[0]) == "Zs" else ""


class LineEditor(LineView):
    """Edits one line in its first row, and reports each change while the key is handled."""

    BINDINGS = bindings(LINE_EDITOR)

    has_edge = False
    local_actions = frozenset({"edit"})

    def __init__(self, text: str, on_change: OnChange, *, on_moved: OnChange | None = None) -> None:
        """*on_change* is called when the text has changed, *on_moved* when only the cursor has.

        Both are called while the key is handled.
        """
        super().__init__()
        self.buffer = LineBuffer().inserted(text)
        self._on_change, self._on_moved = on_change, on_moved
        self._first = 0
        """The offset of the first letter drawn."""
        self._is_selected = False
        """Whether the whole text is selected: what is typed replaces it."""

    @property
    def text(self) -> str:
        """Return the text of the line."""
        return self.buffer.text

    def editing_width(self) -> int:
        """Return the cells available for letters."""
        return max(self.text_width - MARGIN, 0)

    def line_pieces(self, faults: Sequence[Span], width: int) -> Drawn:
        """Return prompt and text, with *faults* underlined, in exactly *width* cells."""
        room = max(width - MARGIN, 0)
        prompt = _PROMPT_CUT if self._first else _PROMPT
        shown = text_pieces(self.buffer, self._first, faults, room, with_cursor=self.has_focus)
        if self.is_selected:
            shown = tuple((text, _SELECTED_ROLES.get(role, role)) for text, role in shown)
        return ((prompt[:width], "line--when"), *shown, (" " * (room - size_of(shown)), ""))

    @property
    def is_selected(self) -> bool:
        """Whether the whole text is selected, until a key changes the line or moves in it."""
        return self._is_selected and self.has_focus and bool(self.text)

    def select_all(self) -> None:
        """Select the text: a letter, a paste or Backspace replaces it, a cursor key keeps it."""
        self._set_buffer(self.buffer.to_end())
        self._is_selected = True
        self.refresh()

    def replace(self, start: int, end: int, text: str) -> None:
        """Replace the text from *start* to *end* with *text*, as if it had been typed."""
        self._set_buffer(self.buffer.replaced(start, end, text))

    def is_local_key(self, key: events.Key) -> bool:
        """Return whether *key* types a letter or edits the line."""
        return bool(_letter(key)) or super().is_local_key(key)

    def on_key(self, event: events.Key) -> None:
        """Insert letters before a key binding of the screen sees them."""
        if letter := _letter(event):
            event.stop()
            event.prevent_default()
            self._insert(letter)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._insert(event.text)

    def _insert(self, text: str) -> None:
        """Insert *text* at the cursor, or in place of the selected text."""
        self._set_buffer((LineBuffer() if self.is_selected else self.buffer).inserted(text))

    def on_click(self, event: events.Click) -> None:
        if event.y == 0:
            at = offset_at(self.text, self._first, max(event.x - MARGIN, 0))
            self._set_buffer(LineBuffer(self.text, at))

    def on_focus(self) -> None:
        """Move the terminal's cursor to ours, where input methods show composed text."""
        self._place_terminal_cursor()

    def on_resize(self) -> None:
        self._scroll_to_cursor()

    def action_edit(self, method: str, *arguments: int) -> None:
        """Apply *method* of ``LineBuffer``; with all text selected, one that deletes a letter deletes all."""
        if self.is_selected and method in _DELETES_SELECTED:
            self._set_buffer(LineBuffer())
        else:
            self._set_buffer(getattr(self.buffer, method)(*arguments))

    def _set_buffer(self, buffer: LineBuffer) -> None:
        before, self.buffer = self.buffer, buffer
        if self._is_selected:
            self._is_selected = False
            self.refresh()
        if buffer == before:
            return
        self._scroll_to_cursor()
        if buffer.text != before.text:
            self.text_changed()
            self._on_change(buffer)
        elif self._on_moved:
            self._on_moved(buffer)

    def text_changed(self) -> None:
        """Handle a changed text before ``on_change`` is called; nothing to do by default."""

    def _scroll_to_cursor(self) -> None:
        self._first = first_shown(self.buffer, self._first, self.editing_width())
        if self.has_focus:
            self._place_terminal_cursor()
        self.refresh()

    def _place_terminal_cursor(self) -> None:
        before = cell_len(self.text[self._first : self.buffer.cursor])
        self.app.cursor_position = self.region.offset + Offset(MARGIN + before, 0)

    def _role(self, role: str) -> Style:
        """Return the style of *role*; a cursor or fault shows without colours too."""
        role, added = _STYLES.get(role, (role, Style.null()))
        return super()._role(role) + added
