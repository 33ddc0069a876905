"""A line that takes letters: the editing keys, the mouse, the terminal's cursor.

It draws itself and changes no layout, so that a letter and what comes of it are one frame. What is
typed is the business of whoever made the line: told at once, while the key is handled.
"""

from collections.abc import Callable, Sequence
from unicodedata import category

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Offset

from confbrowse.text.cells import ELLIPSIS, Drawn, size_of
from confbrowse.tui.widgets.line_view import LineView
from confbrowse.tui.widgets.typed import Stretch, Typed, first_shown, offset_at, text_pieces

_PROMPT, _PROMPT_CUT = "/ ", f"/{ELLIPSIS}"
"""The second where the start of the text is out of sight."""
MARGIN = len(_PROMPT)
_LOOKS = {
    "typed--cursor": ("line--title", Style(reverse=True)),
    "typed--fault": ("line--warning", Style(underline=True)),
    "typed--cursor-on-fault": ("line--warning", Style(reverse=True, underline=True)),
    "typed--chosen": ("line--title", Style(reverse=True)),
}
"""Component classes of the screen, and what is seen where there are no colours."""
OnTyped = Callable[[Typed], None]


class TypingLine(LineView):
    """Takes letters in its first row, and says at once what they have become."""

    BINDINGS = [
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

    has_edge = False

    def __init__(self, text: str, on_typed: OnTyped, *, on_moved: OnTyped | None = None) -> None:
        """*on_typed* is called whenever the text changed, *on_moved* when only the cursor moved.

        Both are called while the key is handled.
        """
        super().__init__()
        self.typed = Typed().typed(text)
        self._on_typed, self._on_moved = on_typed, on_moved
        self._first = 0
        """The offset from which on the text is drawn."""

    @property
    def text(self) -> str:
        """Return what is typed."""
        return self.typed.text

    def typing_width(self) -> int:
        """Return the cells that the letters may take."""
        return max(self.text_width - MARGIN, 0)

    def typed_pieces(self, faults: Sequence[Stretch], width: int) -> Drawn:
        """Return prompt and letters, those of *faults* underlined, in exactly *width* cells."""
        room = max(width - MARGIN, 0)
        prompt = _PROMPT_CUT if self._first else _PROMPT
        shown = text_pieces(self.typed, self._first, faults, room, with_cursor=self.has_focus)
        return ((prompt[:width], "line--when"), *shown, (" " * (room - size_of(shown)), ""))

    def replace(self, start: int, end: int, text: str) -> None:
        """Put *text* in place of what stands from *start* to *end*, as if it had been typed."""
        self._become(self.typed.replaced(start, end, text))

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
            at = offset_at(self.text, self._first, max(event.x - MARGIN, 0))
            self._become(Typed(self.text, at))

    def on_focus(self) -> None:
        """Have the terminal's cursor where ours is: that is where it shows what is composed."""
        self._lead_terminal()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._settle()

    def action_edit(self, how: str, *given: int) -> None:
        """Do what the method *how* of ``Typed`` does."""
        self._become(getattr(self.typed, how)(*given))

    def _become(self, typed: Typed) -> None:
        """Show *typed* and say so, if it says anything new."""
        before, self.typed = self.typed, typed
        if typed == before:
            return
        self._settle()
        if typed.text != before.text:
            self.text_changed()
            self._on_typed(typed)
        elif self._on_moved:
            self._on_moved(typed)

    def text_changed(self) -> None:
        """Heed that other letters stand there, before anybody is told."""

    def _settle(self) -> None:
        """Draw anew, with the cursor in sight."""
        self._first = first_shown(self.typed, self._first, self.typing_width())
        if self.has_focus:
            self._lead_terminal()
        self.refresh()

    def _lead_terminal(self) -> None:
        before = cell_len(self.text[self._first : self.typed.at])
        self.app.cursor_position = self.region.offset + Offset(MARGIN + before, 0)

    def _role(self, role: str) -> Style:
        """Return the style of *role*, with what is seen of it where there are no colours."""
        role, look = _LOOKS.get(role, (role, Style.null()))
        return super()._role(role) + look
