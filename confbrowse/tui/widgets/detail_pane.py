"""The pane that shows one talk whole: title, when and where, people, abstract, links."""

from collections.abc import Iterator, Sequence
from itertools import repeat

from textual.binding import Binding
from textual.reactive import var

from confbrowse.model import MOST_INTEREST, NO_MARK, Mark, Talk
from confbrowse.text.readable import readable, readable_line
from confbrowse.tui.widgets.cells import Drawn, cut_pieces, fit, wrap
from confbrowse.tui.widgets.hits import Hits, no_hits, over_lines, with_hits
from confbrowse.tui.widgets.line_view import LineView
from confbrowse.tui.widgets.signs import CLASH, HIDDEN, INTEREST, NOTE, SEEN, STAR
from confbrowse.tui.widgets.talk_line import authors_line

MEASURE = 80
"""The most cells a line of an abstract takes: longer ones are hard to read."""
_MARGIN = 1
_FIELDS = {"line--heading": "title", "line--authors": "author", "line--title": "text"}
"""In which field of a talk the paragraphs of a role stand."""


def detail_lines(
    talk: Talk,
    mark: Mark,
    clashing: Sequence[str],
    width: int,
    hits: Hits = no_hits,
    *,
    is_cancelled: bool = False,
    raw: bool = False,
    measure: int = MEASURE,
) -> list[Drawn]:
    """Return everything about *talk* in lines of exactly *width* cells.

    *clashing* are the titles of the starred talks it overlaps. Texts are shown as they are read, or
    *raw*, as their source has them. *measure* is the longest text on a line.
    """
    room = max(min(width - 2 * _MARGIN, measure), 1)
    lines: list[Drawn] = []
    for text, role in _parts(talk, mark, clashing, is_cancelled=is_cancelled, raw=raw):
        wrapped = [" " * _MARGIN + line for line in wrap(text, room)]
        spans = hits(text, _FIELDS[role]) if role in _FIELDS else ()
        found = over_lines(text, wrapped, spans) if spans else repeat(())
        for line, here in zip(wrapped, found, strict=False):
            lines.append(with_hits(fit(line, width), role, here))
    return lines


def _parts(
    talk: Talk, mark: Mark, clashing: Sequence[str], *, is_cancelled: bool, raw: bool
) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of the pane with their roles."""
    line, text = (str, str) if raw else (readable_line, readable)
    yield line(talk.title), "line--heading"
    yield " · ".join(part for part in (talk.kind, when_and_where(talk)) if part), "line--when"
    yield f"{line(talk.session.title)} · {talk.session.programme}", "line--faint"
    if talk.session.chairs:
        yield f"Chairs: {line(', '.join(talk.session.chairs))}", "line--faint"
    if is_cancelled:
        yield "Cancelled: its programme holds it no more.", "line--warning"
    yield from _said(mark)
    if clashing:
        yield f"{CLASH} Clashes with {'; '.join(map(line, clashing))}", "line--warning"
    if mark.note:
        yield "", ""
        yield f"{NOTE} Note: {mark.note}", "line--title"
    if talk.authors:
        yield "", ""
        yield authors_line(talk, raw=raw), "line--authors"
    if talk.keywords:
        yield f"Keywords: {line(', '.join(talk.keywords))}", "line--faint"
    yield "", ""
    none = ("No abstract in the source.", "line--faint")
    yield (text(talk.abstract), "line--title") if talk.abstract else none
    if talk.links:
        yield "", ""
        for number, link in enumerate(talk.links, 1):
            label = f" ({link.label})" if link.label else ""
            yield f"{number}. {link.kind}: {link.url}{label}", "line--link"
    yield "", ""
    yield talk.source, "line--faint"


def _said(mark: Mark) -> Iterator[tuple[str, str]]:
    """Yield what the reader said of the talk in one word each; what was only seen is said quietly."""
    if mark.starred:
        yield f"{STAR} On your agenda", "line--star"
    if mark.interest:
        yield f"{INTEREST[mark.interest]} Interest {mark.interest} of {MOST_INTEREST}", "line--star"
    if mark.hidden:
        yield f"{HIDDEN} Hidden from lists", "line--warning"
    if mark.seen:
        yield f"{SEEN} Seen", "line--faint"


def when_and_where(talk: Talk) -> str:
    """Return day, times with their zone, room and poster number, as far as they are known."""
    parts = [*_when(talk), talk.room, talk.position]
    return " · ".join(part for part in parts if part)


def _when(talk: Talk) -> Iterator[str]:
    if not talk.start:
        yield "no time given"
        return
    assumed = " (year assumed)" if talk.year_assumed else ""
    yield f"{talk.start:%a} {talk.start.day} {talk.start:%B %Y}{assumed}"
    end = f"–{talk.end:%H:%M}" if talk.end else ""
    yield f"{talk.start:%H:%M}{end} {talk.timezone or '(zone not given)'}"


class DetailPane(LineView):
    """Shows one talk and lets the reader scroll through it."""

    BINDINGS = [
        Binding("j,down", "scroll(1)", "Down", tooltip="Scroll the abstract down.", id="detail.down", show=False),
        Binding("k,up", "scroll(-1)", "Up", tooltip="Scroll the abstract up.", id="detail.up", show=False),
        Binding("g,home", "top", "Top", tooltip="Start of the abstract.", id="detail.top", show=False),
        Binding("G,end", "bottom", "Bottom", tooltip="End of the abstract.", id="detail.bottom", show=False),
        Binding("ctrl+d,pagedown", "page(1)", "Page down", tooltip="A page of the abstract down.", id="detail.page-down", show=False),
        Binding("ctrl+u,pageup", "page(-1)", "Page up", tooltip="A page of the abstract up.", id="detail.page-up", show=False),
    ]  # fmt: skip

    has_edge = False

    talk: var[Talk | None] = var(None)
    mark: var[Mark] = var(NO_MARK)
    clashing: var[tuple[str, ...]] = var(())
    """The titles of the starred talks that this one overlaps."""
    measure = MEASURE
    """The longest line of text, in cells."""
    is_cancelled: var[bool] = var(False)
    """Whether its programme holds it no more."""

    hits: var[Hits] = var(lambda: no_hits)
    """Where the words stand that are searched for."""

    raw: var[bool] = var(False)
    """Whether texts are shown as their source has them, and not as they are read."""

    _lines: Sequence[Drawn] | None = None
    """What is shown; None until it is drawn."""

    def line_count(self) -> int:
        """Return the number of lines that the talk takes at this width."""
        if self._lines is None:
            self._lines = (
                detail_lines(
                    self.talk,
                    self.mark,
                    self.clashing,
                    self.text_width,
                    self.hits,
                    is_cancelled=self.is_cancelled,
                    raw=self.raw,
                    measure=self.measure,
                )
                if self.talk
                else ()
            )
        return len(self._lines)

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return line *at*, which is counted already."""
        return cut_pieces((self._lines or ())[at], width)

    def watch_talk(self) -> None:
        """Show another talk from its start."""
        self._anew()
        self.top = 0

    def watch_mark(self) -> None:
        """Show what the reader said about it."""
        self._anew()

    def watch_hits(self) -> None:
        """Show what was found."""
        self._anew()

    def watch_is_cancelled(self) -> None:
        """Show that it is cancelled."""
        self._anew()

    def watch_raw(self) -> None:
        """Show the texts in the other form."""
        self._anew()
        self.scroll_lines(0)

    def watch_clashing(self) -> None:
        """Show what it clashes with."""
        self._anew()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._anew()
        self.scroll_lines(0)

    def _anew(self) -> None:
        self._lines = None
        self.refresh()

    def action_scroll(self, lines: int) -> None:
        """Scroll by *lines*."""
        self.scroll_lines(lines)

    def action_page(self, pages: int) -> None:
        """Scroll by *pages* of what is on screen."""
        self.scroll_lines(pages * max(self.size.height - 2, 1))

    def action_top(self) -> None:
        """Show the start."""
        self.top = 0

    def action_bottom(self) -> None:
        """Show the end."""
        self.scroll_lines(self.line_count())
