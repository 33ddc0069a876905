"""The line somebody searches with, and below it what can be said of what they typed.

It draws itself and changes no layout: a letter, what is wrong with it and the list that answers it
are on the screen in one frame. What the letters mean is the screen's business; it is asked at once,
while the key is handled, and answers with ``show``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import category

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Offset
from textual.message import Message

from confbrowse.tui.widgets.cells import ELLIPSIS, Drawn, Piece, cut, cut_pieces
from confbrowse.tui.widgets.line_view import LineView
from confbrowse.tui.widgets.typed import (
    Stretch,
    Typed,
    first_shown,
    offset_at,
    one_line,
    text_pieces,
)

_PROMPT, _PROMPT_CUT = "/ ", f"/{ELLIPSIS}"
"""The second where the start of the text is out of sight."""
_MARGIN = len(_PROMPT)
_LOOKS = {
    "typed--cursor": ("line--title", Style(reverse=True)),
    "typed--fault": ("line--warning", Style(underline=True)),
    "typed--cursor-on-fault": ("line--warning", Style(reverse=True, underline=True)),
    "typed--chosen": ("line--title", Style(reverse=True)),
}
"""Component classes of the screen, and what is seen where there are no colours."""
OnTyped = Callable[[Typed], None]


def choice_pieces(choices: Sequence[str], chosen: int | None, width: int) -> Drawn:
    """Return *choices* side by side in at most *width* cells, the one *chosen* always in sight."""
    pieces = [
        (f" {choice} ", "typed--chosen" if at == chosen else "line--faint")
        for at, choice in enumerate(choices)
    ]
    if _size(pieces) <= width or chosen is None:
        return cut_pieces(tuple(pieces), width)
    left_out = 0
    while left_out < chosen and _size(pieces[left_out : chosen + 1]) > width - 2:  # two ellipses
        left_out += 1
    start: Drawn = ((ELLIPSIS, "line--faint"),) if left_out else ()
    return cut_pieces((*start, *pieces[left_out:]), width)


def _size(pieces: Sequence[Piece]) -> int:
    return sum(cell_len(text) for text, _role in pieces)


class SearchLine(LineView):
    """Takes letters, says at once what they have become, and shows what it is told of them."""

    BINDINGS = [
        Binding("enter", "leave", "To the list", tooltip="Go to the list and keep what you search for.", id="search.keep"),
        Binding("escape", "leave", "Back", tooltip="Go to the list; a second Esc takes the search away.", id="search.leave"),
        Binding("tab", "complete", "Complete", tooltip="Complete what you are typing; again for the next proposal.", id="search.complete"),
        Binding("shift+tab", "complete(True)", "Complete back", tooltip="Complete with the proposal before.", id="search.complete-back", show=False),
        Binding("down", "down", "Down", tooltip="Next talk, while typing.", id="search.down"),
        Binding("up", "up", "Up", tooltip="Talk before; on an empty line, what you searched for before.", id="search.up"),
        Binding("pagedown", "page(1)", "Page down", tooltip="A page down, while typing.", id="search.page-down", show=False),
        Binding("pageup", "page(-1)", "Page up", tooltip="A page up, while typing.", id="search.page-up", show=False),
        Binding("left", "edit('moved', -1)", "Left", tooltip="A letter to the left.", id="search.left", show=False),
        Binding("right", "edit('moved', 1)", "Right", tooltip="A letter to the right.", id="search.right", show=False),
        Binding("ctrl+left,alt+b", "edit('moved_word', -1)", "Word left", tooltip="A word to the left.", id="search.word-left", show=False),
        Binding("ctrl+right,alt+f", "edit('moved_word', 1)", "Word right", tooltip="A word to the right.", id="search.word-right", show=False),
        Binding("home,ctrl+a", "edit('to_start')", "Start", tooltip="To the start of the line.", id="search.start", show=False),
        Binding("end,ctrl+e", "edit('to_end')", "End", tooltip="To the end of the line.", id="search.end", show=False),
        Binding("backspace", "edit('without_before')", "Delete before", tooltip="Delete the letter before the cursor.", id="search.delete-before", show=False),
        Binding("delete,ctrl+d", "edit('without_after')", "Delete", tooltip="Delete the letter under the cursor.", id="search.delete", show=False),
        Binding("ctrl+w,alt+backspace", "edit('without_word_before')", "Delete word", tooltip="Delete the word before the cursor.", id="search.delete-word", show=False),
        Binding("ctrl+u", "edit('without_all_before')", "Delete to start", tooltip="Delete everything before the cursor.", id="search.delete-to-start", show=False),
        Binding("ctrl+k", "edit('without_all_after')", "Delete to end", tooltip="Delete everything from the cursor on.", id="search.delete-to-end", show=False),
    ]  # fmt: skip

    @dataclass
    class Moved(Message):
        """The reader wants the cursor of the list moved."""

        lines: int = 0
        pages: int = 0

    @dataclass
    class Left(Message):
        """The reader is done with typing."""

    @dataclass
    class Completing(Message):
        """The reader wants what they are typing completed; the answer is ``replace``."""

        back: bool = False

    has_edge = False

    def __init__(
        self,
        text: str,
        on_typed: OnTyped,
        history: Sequence[str] = (),
        *,
        on_moved: OnTyped | None = None,
    ) -> None:
        """*on_typed* is called whenever the text changed, *on_moved* when only the cursor moved.

        Both are called while the key is handled. *history* is what was searched for, latest last.
        """
        super().__init__()
        self.styles.height = 2
        self.typed = Typed().typed(text)
        self.history = tuple(history)
        self._on_typed, self._on_moved = on_typed, on_moved
        self._first = 0
        """The offset from which on the text is drawn."""
        self._steps_back = 0
        """How far back in the history the line is; 0 while it is not from there."""
        self._faults: tuple[Stretch, ...] = ()
        self._hint = ""
        self._choices: tuple[str, ...] = ()
        self._chosen: int | None = None

    @property
    def text(self) -> str:
        """Return what is typed."""
        return self.typed.text

    def show(
        self,
        *,
        faults: Sequence[Stretch] = (),
        hint: str = "",
        choices: Sequence[str] = (),
        chosen: int | None = None,
    ) -> None:
        """Underline *faults*, columns of the text; below it show *choices* or else *hint*."""
        self._faults = tuple(faults)
        self._hint = one_line(hint)
        self._choices = tuple(map(one_line, choices))
        self._chosen = chosen
        self.refresh()

    def replace(self, start: int, end: int, text: str) -> None:
        """Put *text* in place of what stands from *start* to *end*, as if it had been typed."""
        self._become(self.typed.replaced(start, end, text))

    def line_count(self) -> int:
        """Return 2: what is typed, and what is said of it."""
        return 2

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return what is typed behind its prompt, or the line below."""
        room = max(width - _MARGIN, 0)
        if at == 0:
            prompt = _PROMPT_CUT if self._first else _PROMPT
            shown = text_pieces(
                self.typed, self._first, self._faults, room, with_cursor=self.has_focus
            )
        else:
            prompt = " " * _MARGIN
            shown = self._below(room)
        return ((prompt[:width], "line--when"), *shown, (" " * (room - _size(shown)), ""))

    def _below(self, width: int) -> Drawn:
        """Return the choices or the hint in at most *width* cells."""
        if self._choices:
            return choice_pieces(self._choices, self._chosen, width)
        return ((cut(self._hint, width), "line--faint"),)

    def on_key(self, event: events.Key) -> None:
        """Take letters, before any key of the screen can."""
        letter = event.character
        if not letter or event.key.startswith("alt+"):  # Alt-x comes as an x
            return
        if letter.isprintable() or category(letter[0]) == "Zs":
            event.stop()
            event.prevent_default()
            self._become(self.typed.typed(letter))

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted as typed, in one line."""
        event.stop()
        self._become(self.typed.typed(event.text))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked letter."""
        if event.y == 0:
            at = offset_at(self.text, self._first, max(event.x - _MARGIN, 0))
            self._become(Typed(self.text, at))

    def on_focus(self) -> None:
        """Have the terminal's cursor where ours is: that is where it shows what is composed."""
        self._lead_terminal()

    def on_blur(self) -> None:
        """Go back in the history from its end the next time."""
        self._steps_back = 0

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._settle()

    def action_leave(self) -> None:
        """Say that the reader is done."""
        self.post_message(self.Left())

    def action_complete(self, back: bool = False) -> None:
        """Ask for a completion."""
        self.post_message(self.Completing(back))

    def action_page(self, pages: int) -> None:
        """Ask for the cursor of the list to be moved by *pages*."""
        self.post_message(self.Moved(pages=pages))

    def action_down(self) -> None:
        """Go on in the history where the line is from there, else in the list."""
        if self._steps_back:
            self._recall(self._steps_back - 1)
        else:
            self.post_message(self.Moved(lines=1))

    def action_up(self) -> None:
        """Go back in the history, from an empty line on; else in the list."""
        if self.history and (self._steps_back or not self.text):
            self._recall(self._steps_back + 1)
        else:
            self.post_message(self.Moved(lines=-1))

    def action_edit(self, how: str, *given: int) -> None:
        """Do what the method *how* of ``Typed`` does."""
        self._become(getattr(self.typed, how)(*given))

    def _recall(self, steps_back: int) -> None:
        """Put what was searched for *steps_back* searches ago, if there was any, on the line."""
        steps_back = min(steps_back, len(self.history))
        self._become(Typed().typed(self.history[-steps_back] if steps_back else ""))
        self._steps_back = steps_back

    def _become(self, typed: Typed) -> None:
        """Show *typed* and say so, if it says anything new."""
        before, self.typed = self.typed, typed
        if typed == before:
            return
        self._settle()
        if typed.text != before.text:
            self._steps_back = 0
            self._on_typed(typed)
        elif self._on_moved:
            self._on_moved(typed)

    def _settle(self) -> None:
        """Draw anew, with the cursor in sight."""
        self._first = first_shown(self.typed, self._first, self.text_width - _MARGIN)
        if self.has_focus:
            self._lead_terminal()
        self.refresh()

    def _lead_terminal(self) -> None:
        before = cell_len(self.text[self._first : self.typed.at])
        self.app.cursor_position = self.region.offset + Offset(_MARGIN + before, 0)

    def _role(self, role: str) -> Style:
        """Return the style of *role*, with what is seen of it where there are no colours."""
        role, look = _LOOKS.get(role, (role, Style.null()))
        return super()._role(role) + look
