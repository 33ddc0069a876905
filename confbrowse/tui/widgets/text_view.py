"""A text to read: scrolled line by line, and looked through with ``/``, ``n`` and ``N``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from confbrowse.text.cells import Drawn, cut_pieces
from confbrowse.tui.widgets.line_view import LineView
from confbrowse.tui.widgets.matches import Match, count_of, matches, painted

if TYPE_CHECKING:
    from confbrowse.tui.widgets.find_line import FindLine
    from confbrowse.tui.widgets.typed import Typed


_FINDING = {"match", "end_find"}
"""The actions that there is nothing to do for while nobody looks for anything."""


class TextView(LineView):
    """Shows lines that a subclass makes all at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find", tooltip="Find words in the abstract as you type.", id="detail.find"),
        Binding("n", "match(1)", "Next match", tooltip="Next match of what you find in the abstract.", id="detail.next-match"),
        Binding("N", "match(-1)", "Match before", tooltip="Match before.", id="detail.match-before", show=False),
        Binding("escape", "end_find", "Done", tooltip="Find no longer in the abstract.", id="detail.end-find"),
        Binding("j,down", "scroll(1)", "Down", tooltip="Scroll the abstract down.", id="detail.down", show=False),
        Binding("k,up", "scroll(-1)", "Up", tooltip="Scroll the abstract up.", id="detail.up", show=False),
        Binding("g,home", "top", "Top", tooltip="Start of the abstract.", id="detail.top", show=False),
        Binding("G,end", "bottom", "Bottom", tooltip="End of the abstract.", id="detail.bottom", show=False),
        Binding("ctrl+d,pagedown", "page(1)", "Page down", tooltip="A page of the abstract down.", id="detail.page-down", show=False),
        Binding("ctrl+u,pageup", "page(-1)", "Page up", tooltip="A page of the abstract up.", id="detail.page-up", show=False),
    ]  # fmt: skip

    has_edge = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._lines: Sequence[Drawn] | None = None
        """What is shown; None until it is drawn."""
        self._find_line: FindLine | None = None
        """Where what is looked for is typed; None while nothing is."""
        self._matches: Sequence[Match] = ()
        self._match = 0
        """Which of them is shown, counted from 0."""
        self._found_from = 0
        """The first line on screen when typing began: matches are sought from there."""

    def make_lines(self, width: int) -> Sequence[Drawn]:
        """Return all lines in exactly *width* cells."""
        raise NotImplementedError

    def line_count(self) -> int:
        """Return the number of lines at this width."""
        return len(self.lines)

    @property
    def lines(self) -> Sequence[Drawn]:
        """The lines as they are at this width."""
        if self._lines is None:
            self._lines = self.make_lines(self.text_width)
        return self._lines

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return line *at*, with the matches on it."""
        here = [
            (place, "line--found-here" if number == self._match else "line--found")
            for number, match in enumerate(self._matches)
            for place in match
            if place.line == at
        ]
        line = painted(self.lines[at], here) if here else self.lines[at]
        return cut_pieces(line, width)

    def made_anew(self) -> None:
        """Have the lines made again, and find in them what is looked for."""
        self._lines = None
        if self._find_line:
            self._match = 0
            self._look_for(self._find_line.typed)
        self.refresh()

    def on_resize(self) -> None:
        """Wrap anew."""
        self.made_anew()
        self.scroll_lines(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Leave the keys of finding to the screen while nothing is looked for."""
        return action not in _FINDING or self._find_line is not None

    async def action_find(self) -> None:
        """Ask what to find."""
        self._found_from = self.top
        # few look for anything before the first frame, and the line costs them a moment
        from confbrowse.tui.widgets.find_line import FindLine

        if self._find_line is None:
            self._find_line, self.covered = FindLine("", self._typed), 1
            await self.mount(self._find_line)
            self.refresh_bindings()
        self._find_line.focus()

    async def action_end_find(self) -> None:
        """Find no longer."""
        self.focus()
        if self._find_line:
            line, self._find_line, self._matches = self._find_line, None, ()
            self.covered = 0
            await line.remove()
            self.scroll_lines(0)
            self.refresh()
            self.refresh_bindings()

    def action_match(self, step: int) -> None:
        """Show the next match, or the one before; from the last to the first."""
        if self._matches and self._find_line:
            self._match = (self._match + step) % len(self._matches)
            self._show_match(self._find_line)

    def _typed(self, typed: "Typed") -> None:
        """Find what is typed, from where the reader was on."""
        self._look_for(typed)
        after = (at for at, match in enumerate(self._matches) if match[0].line >= self._found_from)
        self._match = next(after, 0)
        if self._matches and self._find_line:
            self._show_match(self._find_line)

    def _look_for(self, typed: "Typed") -> None:
        self._matches = matches(self.lines, typed.text)
        if self._find_line:
            self._find_line.show(count_of(self._match, len(self._matches), typed.text))
        self.refresh()

    def _show_match(self, line: "FindLine") -> None:
        """Bring the match on screen, above the *line* that counts it."""
        line.show(count_of(self._match, len(self._matches), line.text))
        first, rows = self._matches[self._match][0].line, max(self.page, 1)
        if not self.top <= first < self.top + rows:
            self.top = 0
            self.scroll_lines(first - rows // 3)
        self.refresh()

    async def on_find_line_left(self, event: "FindLine.Left") -> None:
        """Go back to the text, with or without the matches."""
        event.stop()
        if event.keeps and self._matches:
            self.focus()
        else:
            await self.action_end_find()

    def on_find_line_asked(self, event: "FindLine.Asked") -> None:
        """Show another match while typing."""
        event.stop()
        self.action_match(event.step)

    def action_scroll(self, lines: int) -> None:
        """Scroll by *lines*."""
        self.scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        """Scroll by *pages* of what is on screen."""
        self.scroll_lines(pages * max(self.page - 2, 1))

    def action_top(self) -> None:
        """Show the start."""
        self.top = 0

    def action_bottom(self) -> None:
        """Show the end."""
        self.scroll_lines(self.line_count())
