"""The search bar: the query line, and below it completions or a hint.

It knows nothing of the query language: it calls ``on_change`` while the key is handled, and the screen
answers with ``show``. So a letter, its faults and the new results appear in one frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from confbrowse.text.cells import ELLIPSIS, Drawn, cut, cut_pieces, size_of
from confbrowse.tui.commands import SEARCH_BAR, bindings
from confbrowse.tui.widgets.line_editor import (
    MARGIN,
    LineBuffer,
    LineEditor,
    OnChange,
    Span,
    one_line,
)

_FORMS = 'Tab completes fields: author:bengio  day:tue  has:code  is:starred  "a phrase"  -not  a|b'
"""The hint while the bar has the focus and there is nothing else to show."""
_REPLACES = "Type a new search, or press End to continue this one."
"""The hint while the whole search is selected."""


def choice_pieces(choices: Sequence[str], chosen: int | None, width: int) -> Drawn:
    """Return *choices* in one line of at most *width* cells; *chosen*, an index, is always visible."""
    pieces = tuple(
        (f" {choice} ", "editor--chosen" if at == chosen else "line--faint")
        for at, choice in enumerate(choices)
    )
    if size_of(pieces) <= width or chosen is None:
        return cut_pieces(pieces, width)
    left_out = 0
    while left_out < chosen and size_of(pieces[left_out : chosen + 1]) > width - 2:  # two ellipses
        left_out += 1
    start: Drawn = ((ELLIPSIS, "line--faint"),) if left_out else ()
    return cut_pieces((*start, *pieces[left_out:]), width)


class SearchBar(LineEditor):
    """Edits the query; shows its faults, and below it completions or a hint."""

    BINDINGS = bindings(SEARCH_BAR)

    @dataclass
    class Moved(Message):
        """The user moved the cursor of the list."""

        lines: int = 0
        pages: int = 0

    @dataclass
    class Left(Message):
        """The user left the search bar."""

    @dataclass
    class Completing(Message):
        """The user asked for a completion; answer with ``replace``."""

        back: bool = False

    def __init__(
        self,
        text: str,
        on_change: OnChange,
        history: Sequence[str] = (),
        *,
        on_moved: OnChange | None = None,
    ) -> None:
        """*history* holds earlier searches, latest last; the rest is as in ``LineEditor``."""
        super().__init__(text, on_change, on_moved=on_moved)
        self.styles.height = 2
        self.history = tuple(history)
        self._steps_back = 0
        """The entry of the history on the line, counted from its end; 0 for none.

        Only entries that can be recalled are counted.
        """
        self._begun = ""
        """What was on the line before an entry of the history."""
        self._beginning = ""
        """How the entries that are recalled begin: like the line, unless that is about to be replaced."""
        self._has_moved = False
        """Whether the user has moved in the list since the line changed: up then goes on there."""
        self._faults: tuple[Span, ...] = ()
        self._hint = ""
        self._choices: tuple[str, ...] = ()
        self._chosen: int | None = None

    def show(
        self,
        *,
        faults: Sequence[Span] = (),
        hint: str = "",
        choices: Sequence[str] = (),
        chosen: int | None = None,
    ) -> None:
        """Underline *faults*, offsets in the text; below it show *choices* or else *hint*."""
        before = self._faults, self._hint, self._choices, self._chosen
        self._faults = tuple(faults)
        self._hint = one_line(hint)
        self._choices = tuple(map(one_line, choices))
        self._chosen = chosen
        if before != (self._faults, self._hint, self._choices, self._chosen):
            self.refresh()

    def line_count(self) -> int:
        return 2

    def draw_line(self, at: int, width: int) -> Drawn:
        if at == 0:
            return self.line_pieces(self._faults, width)
        shown = self._below(max(width - MARGIN, 0))
        margin = (" " * min(MARGIN, width), "line--when")
        return (margin, *shown, (" " * (max(width - MARGIN, 0) - size_of(shown)), ""))

    def _below(self, width: int) -> Drawn:
        if self.is_selected:
            return ((cut(_REPLACES, width), "line--faint"),)
        if self._choices:
            return choice_pieces(self._choices, self._chosen, width)
        # elsewhere Tab goes to the next pane
        hint = self._hint or (_FORMS if self.has_focus else "")
        return ((cut(hint, width), "line--faint"),)

    def text_changed(self) -> None:
        """Start the history from its end the next time."""
        self._steps_back, self._has_moved = 0, False

    def on_blur(self) -> None:
        self._steps_back, self._has_moved = 0, False

    def action_leave(self) -> None:
        self.post_message(self.Left())

    def action_complete(self, back: bool = False) -> None:
        self.post_message(self.Completing(back))

    def action_page(self, pages: int) -> None:
        self._has_moved = True
        self.post_message(self.Moved(pages=pages))

    def action_down(self) -> None:
        """Recall the next search if the line is from the history; else move down in the list."""
        if self._steps_back:
            self._recall(self._steps_back - 1)
        else:
            self._has_moved = True
            self.post_message(self.Moved(lines=1))

    def action_up(self) -> None:
        """Recall an earlier search that begins like the line; without one, or in the list, move up there.

        All earlier searches are recalled while the line is empty, or selected.
        """
        if not self._steps_back:
            self._begun, self._beginning = self.text, "" if self.is_selected else self.text
        if not self._has_moved and self._entries():
            self._recall(self._steps_back + 1)
        else:
            self.post_message(self.Moved(lines=-1))

    def _entries(self) -> Sequence[str]:
        """Return the earlier searches that can be recalled, latest last."""
        beginning = self._beginning.casefold()
        return [
            one
            for one in self.history
            if one.casefold().startswith(beginning) and one != self._begun
        ]

    def _recall(self, steps_back: int) -> None:
        entries = self._entries()
        steps_back = min(steps_back, len(entries))
        text = entries[-steps_back] if steps_back else self._begun
        self._set_buffer(LineBuffer().inserted(text))
        self._steps_back = steps_back
