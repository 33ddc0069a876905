"""The line somebody searches with, and below it what can be said of what they typed.

It draws itself and changes no layout: a letter, what is wrong with it and the list that answers it
are on the screen in one frame. What the letters mean is the screen's business; it is asked at once,
while the key is handled, and answers with ``show``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from confbrowse.text.cells import ELLIPSIS, Drawn, cut, cut_pieces, size_of
from confbrowse.tui.widgets.typed import Stretch, Typed, one_line
from confbrowse.tui.widgets.typing_line import MARGIN, OnTyped, TypingLine

_FORMS = 'Tab completes fields: author:bengio  day:tue  has:code  is:starred  "a phrase"  -not  a|b'
"""What stands below while somebody types and there is nothing else to say."""


def choice_pieces(choices: Sequence[str], chosen: int | None, width: int) -> Drawn:
    """Return *choices* side by side in at most *width* cells, the one *chosen* always in sight."""
    pieces = tuple(
        (f" {choice} ", "typed--chosen" if at == chosen else "line--faint")
        for at, choice in enumerate(choices)
    )
    if size_of(pieces) <= width or chosen is None:
        return cut_pieces(pieces, width)
    left_out = 0
    while left_out < chosen and size_of(pieces[left_out : chosen + 1]) > width - 2:  # two ellipses
        left_out += 1
    start: Drawn = ((ELLIPSIS, "line--faint"),) if left_out else ()
    return cut_pieces((*start, *pieces[left_out:]), width)


class SearchLine(TypingLine):
    """Takes letters, says at once what they have become, and shows what it is told of them."""

    BINDINGS = [
        Binding("enter", "leave", "To the list", tooltip="Go to the list and keep what you search for.", id="search.keep"),
        Binding("escape", "leave", "Back", tooltip="Go to the list; a second Esc takes the search away.", id="search.leave"),
        Binding("tab", "complete", "Complete", tooltip="Complete what you are typing; again for the next proposal.", id="search.complete"),
        Binding("shift+tab", "complete(True)", "Complete back", tooltip="Complete with the proposal before.", id="search.complete-back", show=False),
        Binding("down", "down", "Next", tooltip="Next talk, while typing.", id="search.down"),
        Binding("up", "up", "Before", tooltip="Talk before; on an empty line, what you searched for before.", id="search.up"),
        Binding("pagedown", "page(1)", "Page down", tooltip="A page down, while typing.", id="search.page-down", show=False),
        Binding("pageup", "page(-1)", "Page up", tooltip="A page up, while typing.", id="search.page-up", show=False),
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

    def __init__(
        self,
        text: str,
        on_typed: OnTyped,
        history: Sequence[str] = (),
        *,
        on_moved: OnTyped | None = None,
    ) -> None:
        """*history* is what was searched for, latest last; the rest is as for any line of its kind."""
        super().__init__(text, on_typed, on_moved=on_moved)
        self.styles.height = 2
        self.history = tuple(history)
        self._steps_back = 0
        """How far back in the history the line is; 0 while it is not from there."""
        self._faults: tuple[Stretch, ...] = ()
        self._hint = ""
        self._choices: tuple[str, ...] = ()
        self._chosen: int | None = None

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

    def line_count(self) -> int:
        """Return 2: what is typed, and what is said of it."""
        return 2

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return what is typed behind its prompt, or the line below."""
        if at == 0:
            return self.typed_pieces(self._faults, width)
        shown = self._below(max(width - MARGIN, 0))
        margin = (" " * min(MARGIN, width), "line--when")
        return (margin, *shown, (" " * (max(width - MARGIN, 0) - size_of(shown)), ""))

    def _below(self, width: int) -> Drawn:
        """Return the choices or the hint in at most *width* cells."""
        if self._choices:
            return choice_pieces(self._choices, self._chosen, width)
        # elsewhere Tab goes to the next pane
        hint = self._hint or (_FORMS if self.has_focus else "")
        return ((cut(hint, width), "line--faint"),)

    def text_changed(self) -> None:
        """Go back in the history from its end the next time."""
        self._steps_back = 0

    def on_blur(self) -> None:
        """Go back in the history from its end the next time."""
        self._steps_back = 0

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

    def _recall(self, steps_back: int) -> None:
        """Put what was searched for *steps_back* searches ago, if there was any, on the line."""
        steps_back = min(steps_back, len(self.history))
        self._become(Typed().typed(self.history[-steps_back] if steps_back else ""))
        self._steps_back = steps_back
