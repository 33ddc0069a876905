"""The pane that shows one talk whole: title, when and where, people, abstract, links."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from textual.events import Click
from textual.message import Message
from textual.reactive import var

from confbrowse.agenda.clashes import Partners
from confbrowse.agenda.zones import EVENT, Clock, both_clocks, by_clock
from confbrowse.model import MOST_INTEREST, NO_MARK, NOTHING_AROUND, Around, Link, Mark, Talk
from confbrowse.text.cells import Drawn, cut, fit, wrap
from confbrowse.text.readable import readable, readable_line
from confbrowse.tui.widgets.hits import Hits, no_hits, over_lines, with_hits
from confbrowse.tui.widgets.link_numbers import numbered
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
from confbrowse.tui.widgets.text_view import TextView

Lead = Link | Talk
"""What a line of the pane leads to."""

_BESIDE, _MEANWHILE = "Before and after in this session", "At the same time"
MEASURE = 80
"""The most cells a line of an abstract takes: longer ones are hard to read."""
_MARGIN = 1
_FIELDS = {"line--heading": "title", "line--authors": "author", "line--title": "text"}
"""In which field of a talk the paragraphs of a role stand."""


def laid_out(
    talk: Talk,
    mark: Mark,
    partners: Partners,
    width: int,
    hits: Hits = no_hits,
    *,
    clock: Clock = EVENT,
    is_cancelled: bool = False,
    raw: bool = False,
    around: Around = NOTHING_AROUND,
    measure: int = MEASURE,
) -> Iterator[tuple[Drawn, Lead | None]]:
    """Yield everything about *talk* in lines of exactly *width* cells, each with where it leads.

    *partners* are the talks of mine that it clashes with; *clock* shows its time beside the event's.
    Texts are shown as they are read, or *raw*, as their source has them. *measure* is the longest
    text on a line.
    """
    room = max(min(width - 2 * _MARGIN, measure), 1)
    parts = _parts(talk, mark, partners, clock, is_cancelled=is_cancelled, raw=raw)
    told = ((text, role, None) for text, role in parts)
    for text, role, lead in chain(told, _leading(talk, around, clock, raw=raw)):
        pieces = [cut(text, room)] if isinstance(lead, Talk) else wrap(text, room)
        wrapped = [" " * _MARGIN + line for line in pieces]
        spans = hits(text, _FIELDS[role]) if role in _FIELDS and not lead else ()
        found = over_lines(text, wrapped, spans) if spans else repeat(())
        for line, here in zip(wrapped, found, strict=False):
            yield with_hits(fit(line, width), role, here), lead


def _parts(
    talk: Talk,
    mark: Mark,
    partners: Partners,
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
    yield from ((line(words), role) for words, role in clash_lines(partners))
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
    abstract = talk.abstract if raw else numbered(text(talk.abstract), talk.links)
    yield (abstract, "line--title") if talk.abstract else none


def _leading(
    talk: Talk, around: Around, clock: Clock, *, raw: bool
) -> Iterator[tuple[str, str, Lead | None]]:
    """Yield the paragraphs below the abstract, with where they lead: links, and other talks."""
    yield "", "", None
    for number, link in enumerate(talk.links, 1):
        label = f" ({link.label})" if link.label else ""
        yield f"[{number}] {link.kind}: {link.url}{label}", "line--link", link
    if not talk.links:
        yield "No links in the source.", "line--faint", None
    title = str if raw else readable_line
    beside = [(f"{key} ", one) for key, one in (("(", around.before), (")", around.after)) if one]
    meanwhile = [("", one) for one in around.meanwhile]
    for heading, talks in ((_BESIDE, beside), (_MEANWHILE, meanwhile)):
        if talks:
            yield "", "", None
            yield heading, "line--kind", None
        for key, one in talks:
            start = by_clock(one, clock).start
            at = f"{start:%H:%M} " if start else ""
            yield f"{key}{at}{title(one.title)}", "line--authors", one
    yield "", "", None
    yield talk.source, "line--faint", None


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


def clash_lines(partners: Partners) -> Iterator[tuple[str, str]]:
    """Yield how many of mine a talk clashes with and which, those apart with which it does so weakly."""
    for sign, words, found, role in (
        (CLASH, "with", partners.firm, "line--warning"),
        (WEAK_CLASH, "weakly with", partners.weak, "line--faint"),
    ):
        if found.total:
            yield f"{sign} Clashes {words} {found.total:,} of yours: {found.named()}", role


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


class DetailPane(TextView):
    """Shows one talk and lets the reader scroll and look through it."""

    talk: var[Talk | None] = var(None)
    mark: var[Mark] = var(NO_MARK)
    partners: var[Partners] = var(Partners())
    """The talks of mine that this one clashes with."""
    clock: var[Clock] = var(EVENT)
    """By which its time is shown, beside the event's."""
    measure = MEASURE
    """The longest line of text, in cells."""
    is_cancelled: var[bool] = var(False)
    """Whether its programme holds it no more."""

    around: var[Around] = var(NOTHING_AROUND)
    """What is before, after and beside it, as far as that is known yet."""

    hits: var[Hits] = var(lambda: no_hits)
    """Where the words stand that are searched for."""

    raw: var[bool] = var(False)
    """Whether texts are shown as their source has them, and not as they are read."""

    _leads: Sequence[Lead | None] = ()
    """Where a click on each line leads."""

    @dataclass
    class Followed(Message):
        """The reader clicked on a link, or on another talk."""

        lead: Lead

    def make_lines(self, width: int) -> Sequence[Drawn]:
        """Return everything about the talk; nothing where there is none."""
        if self.talk is None:
            return ()
        laid = tuple(
            laid_out(
                self.talk,
                self.mark,
                self.partners,
                width,
                self.hits,
                clock=self.clock,
                is_cancelled=self.is_cancelled,
                raw=self.raw,
                around=self.around,
                measure=self.measure,
            )
        )
        self._leads = [lead for _, lead in laid]
        return [line for line, _ in laid]

    def on_click(self, event: Click) -> None:
        """Follow what is clicked, if it leads anywhere."""
        at = self.top + event.y
        lead = self._leads[at] if event.widget is self and at < len(self._leads) else None
        if lead:
            self.post_message(self.Followed(lead))

    def watch_talk(self) -> None:
        """Show another talk from its start."""
        self.made_anew()
        self.top = 0

    def watch_mark(self) -> None:
        """Show what the reader said about it."""
        self.made_anew()

    def watch_hits(self) -> None:
        """Show what was found."""
        self.made_anew()

    def watch_is_cancelled(self) -> None:
        """Show that it is cancelled."""
        self.made_anew()

    def watch_raw(self) -> None:
        """Show the texts in the other form."""
        self.made_anew()
        self.scroll_lines(0)

    def watch_partners(self) -> None:
        """Show what it clashes with."""
        self.made_anew()

    def watch_clock(self) -> None:
        """Show the times by it."""
        self.made_anew()

    def watch_around(self) -> None:
        """Show what is around it."""
        self.made_anew()
