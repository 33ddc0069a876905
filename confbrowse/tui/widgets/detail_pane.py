"""The pane that shows one talk whole: title, when and where, people, abstract, links."""

from collections.abc import Iterator, Sequence
from itertools import repeat

from textual.binding import Binding
from textual.reactive import var

from confbrowse.agenda.clashes import Clash
from confbrowse.agenda.zones import EVENT, Clock, both_clocks
from confbrowse.model import MOST_INTEREST, NO_MARK, Mark, Talk
from confbrowse.text.readable import readable, readable_line
from confbrowse.tui.widgets.cells import Drawn, cut_pieces, fit, wrap
from confbrowse.tui.widgets.hits import Hits, no_hits, over_lines, with_hits
from confbrowse.tui.widgets.line_view import LineView
from confbrowse.tui.widgets.signs import (
    CLASH,
    HIDDEN,
    INTEREST,
    NOTE,
    SEEN,
    STAR,
    WEAK_CLASH,
)
from confbrowse.tui.widgets.talk_line import authors_line

_MEASURE = 80
"""The most cells a line of an abstract takes: longer ones are hard to read."""
_MARGIN = 1
_FIELDS = {"line--heading": "title", "line--authors": "author", "line--title": "text"}
"""In which field of a talk the paragraphs of a role stand."""


def detail_lines(
    talk: Talk,
    mark: Mark,
    clashes: Sequence[Clash],
    width: int,
    hits: Hits = no_hits,
    *,
    clock: Clock = EVENT,
    is_cancelled: bool = False,
    raw: bool = False,
) -> list[Drawn]:
    """Return everything about *talk* in lines of exactly *width* cells.

    *clashes* are the talks of mine that it clashes with; *clock* shows its time beside the event's.
    Texts are shown as they are read, or *raw*, as their source has them.
    """
    measure = max(min(width - 2 * _MARGIN, _MEASURE), 1)
    lines: list[Drawn] = []
    parts = _parts(talk, mark, clashes, clock, is_cancelled=is_cancelled, raw=raw)
    for text, role in parts:
        wrapped = [" " * _MARGIN + line for line in wrap(text, measure)]
        spans = hits(text, _FIELDS[role]) if role in _FIELDS else ()
        found = over_lines(text, wrapped, spans) if spans else repeat(())
        for line, here in zip(wrapped, found, strict=False):
            lines.append(with_hits(fit(line, width), role, here))
    return lines


def _parts(
    talk: Talk,
    mark: Mark,
    clashes: Sequence[Clash],
    clock: Clock,
    *,
    is_cancelled: bool,
    raw: bool,
) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of the pane with their roles."""
    line, text = (str, str) if raw else (readable_line, readable)
    yield line(talk.title), "line--heading"
    when = " · ".join(part for part in (talk.kind, when_and_where(talk, clock)) if part)
    yield when, "line--when"
    yield f"{line(talk.session.title)} · {talk.session.programme}", "line--faint"
    if talk.session.chairs:
        yield f"Chairs: {line(', '.join(talk.session.chairs))}", "line--faint"
    if is_cancelled:
        yield "Cancelled: its programme holds it no more.", "line--warning"
    yield from _said(mark)
    yield from ((line(words), role) for words, role in clash_lines(clashes))
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


def clash_lines(clashes: Sequence[Clash]) -> Iterator[tuple[str, str]]:
    """Yield how many of mine a talk clashes with and which, those apart with which it does so weakly."""
    for sign, words, is_weak in ((CLASH, "with", False), (WEAK_CLASH, "weakly with", True)):
        titles = [clash.talk.title for clash in clashes if clash.weak == is_weak]
        if titles:
            role = "line--faint" if is_weak else "line--warning"
            yield f"{sign} Clashes {words} {len(titles)} of yours: {'; '.join(titles)}", role


def when_and_where(talk: Talk, clock: Clock = EVENT) -> str:
    """Return day, times with their zone, room and poster number, as far as they are known.

    By another *clock* than the event's, times are shown by both.
    """
    parts = [*_when(talk, clock), talk.room, talk.position]
    return " · ".join(part for part in parts if part)


def _when(talk: Talk, clock: Clock) -> Iterator[str]:
    if not talk.start:
        yield "no time given"
        return
    assumed = " (year assumed)" if talk.year_assumed else ""
    yield f"{talk.start:%a} {talk.start.day} {talk.start:%B %Y}{assumed}"
    if clock != EVENT:
        yield both_clocks(talk, EVENT, clock)
        return
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
    clashes: var[tuple[Clash, ...]] = var(())
    """The talks of mine that this one clashes with."""
    clock: var[Clock] = var(EVENT)
    """By which its time is shown, beside the event's."""
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
                    self.clashes,
                    self.text_width,
                    self.hits,
                    clock=self.clock,
                    is_cancelled=self.is_cancelled,
                    raw=self.raw,
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

    def watch_clashes(self) -> None:
        """Show what it clashes with."""
        self._anew()

    def watch_clock(self) -> None:
        """Show the time by it."""
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
