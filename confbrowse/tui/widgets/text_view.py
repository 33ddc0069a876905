"""A scrollable text with incremental find: ``/``, ``n`` and ``N``."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from confbrowse.text.cells import Drawn, cut_pieces, text_of
from confbrowse.text.slugs import folded
from confbrowse.tui.commands import ABSTRACT, FIND_LINE, bindings
from confbrowse.tui.widgets.line_editor import MARGIN, LineEditor, OnChange, stop_from
from confbrowse.tui.widgets.lines import LineView

if TYPE_CHECKING:
    from confbrowse.tui.widgets.line_editor import LineBuffer

NOT_FOUND = "not found"
_FIND_ACTIONS = {"match", "end_find"}
"""The actions that are only available while the find line is open."""
_LEAST_TEXT = 6
"""The least cells for letters; with fewer the count is not shown."""


@dataclass(frozen=True, slots=True)
class LineSpan:
    """The part of a match that is on one line."""

    line: int
    start: int
    end: int
    """The offset after its last letter."""


Match = tuple[LineSpan, ...]
"""One match, on one line or several."""


def find_matches(lines: Sequence[Drawn], words: str) -> list[Match]:
    """Return the matches of *words* in *lines*, in order and without overlaps.

    Case, accents and the number of blanks are ignored; a match may continue on the next line.
    """
    wanted = " ".join(folded(words).split())
    if not wanted:
        return []
    texts = [text_of(line) for line in lines]
    letters, places = _letters(texts)
    haystack = "".join(letters)
    found, at = [], haystack.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        found.append(tuple(_line_spans(texts, places[at:end])))
        at = haystack.find(wanted, end)
    return found


def _letters(texts: Sequence[str]) -> tuple[list[str], list[tuple[int, int]]]:
    """Return the folded letters of all *texts*, with single blanks, and the line and offset of each."""
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


def _line_spans(texts: Sequence[str], places: Sequence[tuple[int, int]]) -> Iterator[LineSpan]:
    """Yield the spans that *places*, lines and offsets of letters, cover; combining marks are included."""
    by_line: dict[int, list[int]] = {}
    for line, at in places:
        by_line.setdefault(line, []).append(at)
    for line, offsets in by_line.items():
        end = min(stop_from(texts[line], offsets[-1] + 1), len(texts[line].rstrip()))
        if end > offsets[0]:
            yield LineSpan(line, offsets[0], end)


def match_count(index: int, total: int, text: str) -> str:
    """Return ``2 of 7`` for the match with *index*, from 0; empty if *text* is blank."""
    if not text.strip():
        return ""
    return f"{index + 1:,} of {total:,}" if total else NOT_FOUND


def with_roles(line: Drawn, spans: Iterable[tuple[LineSpan, str]]) -> Drawn:
    """Return *line* with each of *spans* in its role."""
    pieces: list[tuple[str, str]] = []
    marked = sorted(spans, key=lambda one: one[0].start)
    begin = 0
    for text, role in line:
        at = begin
        for span, span_role in marked:
            start, end = max(span.start, at), min(span.end, begin + len(text))
            if start < end:
                pieces += [(text[at - begin : start - begin], role)] if start > at else []
                pieces.append((text[start - begin : end - begin], span_role))
                at = end
        begin += len(text)
        pieces += [(text[at - begin + len(text) :], role)] if at < begin else []
    return tuple(pieces)


class TextView(LineView):
    """Shows a text; a subclass makes all its lines at once."""

    BINDINGS = bindings(ABSTRACT)

    has_edge = False
    local_actions = frozenset({"scroll", "page", "top", "bottom"})

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._lines: Sequence[Drawn] | None = None
        """The lines at the current width; None until they are needed."""
        self._find_line: FindLine | None = None
        """The input of the words to find; None while the find line is closed."""
        self._matches: Sequence[Match] = ()
        self._match = 0
        """The index of the current match."""
        self._find_start = 0
        """The first line on screen when the user began to type; the first match is searched from there."""

    def make_lines(self, width: int) -> Sequence[Drawn]:
        """Return all lines in exactly *width* cells."""
        raise NotImplementedError

    def line_count(self) -> int:
        return len(self.lines)

    @property
    def lines(self) -> Sequence[Drawn]:
        """All lines at the current width."""
        if self._lines is None:
            self._lines = self.make_lines(self.text_width)
        return self._lines

    def draw_line(self, at: int, width: int) -> Drawn:
        here = [
            (span, "line--found-here" if index == self._match else "line--found")
            for index, match in enumerate(self._matches)
            for span in match
            if span.line == at
        ]
        line = with_roles(self.lines[at], here) if here else self.lines[at]
        return cut_pieces(line, width)

    def rebuild_lines(self) -> None:
        """Make the lines again, and find the words in them again."""
        self._lines = None
        if self._find_line:
            self._match = 0
            self._find(self._find_line.buffer)
        self.refresh()

    def on_resize(self) -> None:
        self.rebuild_lines()
        self.scroll_lines(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Leave the keys of find to the screen while the find line is closed."""
        return action not in _FIND_ACTIONS or self._find_line is not None

    async def action_find(self) -> None:
        self._find_start = self.top
        if self._find_line is None:
            self._find_line, self.covered = FindLine("", self._find_as_typed), 1
            await self.mount(self._find_line)
            self.refresh_bindings()
        self._find_line.select_all()
        self._find_line.focus()

    async def action_end_find(self) -> None:
        self.focus()
        if self._find_line:
            line, self._find_line, self._matches = self._find_line, None, ()
            self.covered = 0
            await line.remove()
            self.scroll_lines(0)
            self.refresh()
            self.refresh_bindings()

    def action_match(self, step: int) -> None:
        if self._matches and self._find_line:
            self._match = (self._match + step) % len(self._matches)
            self._show_match(self._find_line)

    def _find_as_typed(self, buffer: "LineBuffer") -> None:
        self._find(buffer)
        after = (at for at, match in enumerate(self._matches) if match[0].line >= self._find_start)
        self._match = next(after, 0)
        if self._matches and self._find_line:
            self._show_match(self._find_line)

    def _find(self, buffer: "LineBuffer") -> None:
        self._matches = find_matches(self.lines, buffer.text)
        if self._find_line:
            self._find_line.show(match_count(self._match, len(self._matches), buffer.text))
        self.refresh()

    def _show_match(self, line: "FindLine") -> None:
        line.show(match_count(self._match, len(self._matches), line.text))
        first, rows = self._matches[self._match][0].line, max(self.page, 1)
        if not self.top <= first < self.top + rows:
            self.top = 0
            self.scroll_lines(first - rows // 3)
        self.refresh()

    async def on_find_line_left(self, event: "FindLine.Left") -> None:
        event.stop()
        if event.keep_matches and self._matches:
            self.focus()
        else:
            await self.action_end_find()

    def on_find_line_stepped(self, event: "FindLine.Stepped") -> None:
        event.stop()
        self.action_match(event.step)

    def action_scroll(self, lines: int) -> None:
        self.scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        self.scroll_lines(pages * max(self.page - 2, 1))

    def action_top(self) -> None:
        self.top = 0

    def action_bottom(self) -> None:
        self.scroll_lines(self.line_count())


class FindLine(LineEditor):
    """The line at the bottom of a pane: the words to find, and the count of matches."""

    BINDINGS = bindings(FIND_LINE)

    @dataclass
    class Left(Message):
        """The user left the line."""

        keep_matches: bool
        """Whether the matches stay highlighted."""

    @dataclass
    class Stepped(Message):
        """The user moved to another match while typing."""

        step: int

    def __init__(self, text: str, on_change: OnChange) -> None:
        super().__init__(text, on_change)
        self._count = ""

    def show(self, count: str) -> None:
        """Show *count* at the end of the line."""
        self._count = count
        self.refresh()

    def line_count(self) -> int:
        return 1

    def draw_line(self, at: int, width: int) -> Drawn:  # noqa: ARG002 - there is only one
        count = self._shown_count(width)
        role = "line--warning" if self._count == NOT_FOUND else "line--faint"
        return (*self.line_pieces((), width - len(count)), (count, role))

    def editing_width(self) -> int:
        """Return the cells that the count leaves for letters."""
        return max(super().editing_width() - len(self._shown_count(self.text_width)), 0)

    def _shown_count(self, width: int) -> str:
        count = f" {self._count}" if self._count else ""
        return count if len(count) + MARGIN + _LEAST_TEXT <= width else ""

    def action_keep(self) -> None:
        self.post_message(self.Left(keep_matches=True))

    def action_leave(self) -> None:
        self.post_message(self.Left(keep_matches=False))

    def action_go(self, step: int) -> None:
        self.post_message(self.Stepped(step))
