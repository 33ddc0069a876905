"""The detail pane: one talk in full, with time and room, people, abstract, links and neighbours."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import repeat
from urllib.parse import urlsplit

from rich.cells import cell_len
from rich.style import Style
from textual.events import Click
from textual.message import Message
from textual.reactive import var

from confbrowse.model import (
    MAX_INTEREST,
    NO_MARK,
    NOTHING_AROUND,
    Link,
    Mark,
    Neighbours,
    Talk,
    topics,
)
from confbrowse.schedule.clashes import Partners
from confbrowse.schedule.clock import EVENT, Clock, by_clock, time_label_in_both
from confbrowse.schedule.presentations import as_what, time_and_place
from confbrowse.schedule.rooms import room_of
from confbrowse.text.cells import Drawn, cut, cut_pieces, fit, short_room, size_of, wrap
from confbrowse.text.facts import fact_lines
from confbrowse.text.humanize import count
from confbrowse.text.latex import readable, readable_line
from confbrowse.text.links import host_of, shown_address
from confbrowse.tui.widgets.glyphs import (
    CLASH,
    HIDDEN,
    INTEREST,
    LATER,
    NOTE,
    SEEN,
    STAR,
    WEAK_CLASH,
    MatchSpans,
    highlighted,
    no_matches,
    over_lines,
)
from confbrowse.tui.widgets.talk_list import authors_line
from confbrowse.tui.widgets.text_view import TextView

_NOT_LONGER = r"(?![\w/#?=&%~+-]|[.:@,]\w)"
"""What must not follow an address: it would be part of a longer one."""
_PAPER_NAMES = {
    "arxiv.org": ("arxiv", r"\A/(?:abs|pdf)/(.+?)(?:v\d+)?(?:\.pdf)?\Z"),
    "doi.org": ("doi", r"\A/(.+)\Z"),
}
"""How texts name papers at these hosts, and the part of the path that is the name."""
Target = Link | Talk
"""What a click on a line of the pane opens."""
_MOST_LISTED = 9
"""Links that are listed: as many as the dialog has digits for."""
_LINES_PER_FOOTNOTE, _LEAST_FOOTNOTES = 4, 3
"""Of the links in an abstract, one is listed for so many lines of it, and at least so many."""
_LABEL_SHARE = 2
"""The labels of links have at most one of so many parts of a line."""
_GAP = 2
_ROOM_CELLS = 14
_IN_SESSION, _MEANWHILE = "Previous and next in this session", "At the same time"
MEASURE = 80
"""The most cells in a line of an abstract; longer lines are hard to read."""
_MARGIN = 1
_FIELDS = {"line--heading": "title", "line--authors": "author", "line--title": "text"}
"""The searched field that paragraphs of each role belong to."""


def numbered(text: str, links: Sequence[Link]) -> str:
    """Return *text* with the number of each of *links*, from 1, after its address: ``github.com/a/b [1]``."""
    return with_numbers(text, links)[0]


def with_numbers(text: str, links: Sequence[Link], source: str = "") -> tuple[str, frozenset[int]]:
    """Return *text* as ``numbered`` does, and the numbers of the links in it.

    A link whose address is only in *source*, where *text* comes from, has its number after its label.
    """
    by_address, found = _with_numbers_of_addresses(text, links)
    rest = [
        (place, number, link)
        for number, link in enumerate(links, 1)
        if number not in found and link.label and (place := source.find(link.url)) >= 0
    ]
    return _with_numbers_of_labels(by_address, rest, found)


def _with_numbers_of_labels(
    text: str, links: Iterable[tuple[int, int, Link]], found: frozenset[int]
) -> tuple[str, frozenset[int]]:
    """Return *text* with numbers after the labels of *links*, each with its place in the source and its number."""
    at = 0
    for _place, number, link in sorted(links, key=lambda one: one[0]):
        label = re.compile(rf"(?<!\w){re.escape(link.label or '')}(?!\w)")
        if match := label.search(text, at):
            shown = f"{text[: match.end()]} [{number}]"
            text, at = shown + text[match.end() :], len(shown)
            found |= {number}
    return text, found


def _with_numbers_of_addresses(text: str, links: Sequence[Link]) -> tuple[str, frozenset[int]]:
    if not any(mark in text for mark in "./:"):
        return text, frozenset()
    forms = [(form, number) for number, link in enumerate(links, 1) for form in _forms(link.url)]
    if not forms:
        return text, frozenset()
    forms.sort(key=lambda one: -len(one[0]))  # the longest address wins
    pattern = "|".join(f"({form})" for form, _ in forms)
    address = re.compile(rf"(?<![\w.@/-])(?:{pattern}){_NOT_LONGER}", re.IGNORECASE)
    found: set[int] = set()

    def with_number(match: re.Match[str]) -> str:
        number = forms[(match.lastindex or 1) - 1][1]
        found.add(number)
        return f"{match[0]} [{number}]"

    return address.sub(with_number, text), frozenset(found)


def listed_links(links: int, in_text: Set[int], text_lines: int) -> Sequence[int]:
    """Return the numbers of the links that are listed below an abstract of *text_lines*, out of so many *links*.

    Those *in_text* are listed only as long as they are few beside the abstract.
    """
    most = max(text_lines // _LINES_PER_FOOTNOTE, _LEAST_FOOTNOTES)
    footnotes = sorted(in_text)[:most]
    return [one for one in range(1, links + 1) if one not in in_text or one in footnotes][
        :_MOST_LISTED
    ]


def link_label(link: Link) -> str:
    """Return what *link* is called: its label, its kind, or both."""
    kind = "Link" if link.kind == "other" else link.kind.capitalize()
    if not _has_own_label(link):
        return kind
    label = link.label or ""
    says_kind = link.kind == "other" or " " in label or link.kind in label.casefold()
    return label if says_kind else f"{kind}: {label}"


def _has_own_label(link: Link) -> bool:
    """Return whether the label says more than the address."""
    return bool(link.label) and host_of(link.url) not in (link.label or "")


def _link_lines(
    links: Sequence[Link], listed: Sequence[int], width: int, room: int, *, raw: bool
) -> Iterator[tuple[Drawn, Link | None]]:
    """Yield the links whose numbers are *listed*, a line each, or with their whole addresses if *raw*."""
    yield ((" " * width, ""),), None
    shown = [(number, links[number - 1]) for number in listed]
    labels = min(
        max((cell_len(link_label(link)) for _, link in shown), default=0), room // _LABEL_SHARE
    )
    for number, link in shown:
        if not raw:
            yield _link_line(number, link, labels, width), link
            continue
        for line in wrap(f"[{number}] {link_label(link)}  {link.url}", room):
            yield ((fit(" " * _MARGIN + line, width), "line--link"),), link
    others = len(links) - len(shown)
    words = f"{count(others, 'more link')}: O lists them all" if others else ""
    if words or not links:
        words = words or "No links in the source."
        yield ((fit(" " * _MARGIN + cut(words, room), width), "line--faint"),), None


def _link_line(number: int, link: Link, label_cells: int, width: int) -> Drawn:
    """Return number, label and address of *link*: only the host if it has a label of its own."""
    key = f"{' ' * _MARGIN}[{number}] "
    address = host_of(link.url) if _has_own_label(link) else shown_address(link.url)
    room = max(width - len(key) - label_cells - _GAP, 1)
    pieces = (
        (key, "line--faint"),
        (fit(link_label(link), label_cells) + " " * _GAP, "line--title"),
        (cut(address, room), "line--link"),
    )
    short = cut_pieces(pieces, width)
    return (*short, (" " * (width - size_of(short)), ""))


def _forms(url: str) -> list[str]:
    """Return patterns for the forms in which *url* is written in texts."""
    parts = urlsplit(url)
    rest = url[len(parts.scheme) + 3 :].removeprefix("www.").rstrip("/")
    forms = [rf"(?:https?://)?(?:www\.)?{re.escape(rest)}/?"]
    name, path = _PAPER_NAMES.get(parts.netloc.removeprefix("www."), ("", ""))
    if name and (found := re.match(path, parts.path)):
        forms.append(rf"{name}:\s?{re.escape(found[1])}(?:v\d+)?")
    return forms


def lay_out_talk(
    talk: Talk,
    mark: Mark,
    partners: Partners,
    width: int,
    hits: MatchSpans = no_matches,
    *,
    clock: Clock = EVENT,
    is_cancelled: bool = False,
    raw: bool = False,
    neighbours: Neighbours = NOTHING_AROUND,
    measure: int = MEASURE,
    why: str = "",
) -> Iterator[tuple[Drawn, Target | None]]:
    """Yield all of *talk* in lines of exactly *width* cells, each with its click target.

    *partners* are the user's talks that it clashes with. Times are shown by *clock* beside the event's.
    Texts are readable, or as in the source if *raw*. *measure* is the most cells of text in a line, *why* the
    reason why the talk is shown.
    """
    room = max(min(width - 2 * _MARGIN, measure), 1)
    links, abstract, in_text = talk.ranked_links, talk.abstract, frozenset[int]()
    if not raw:
        abstract, in_text = with_numbers(readable(abstract), links, source=abstract)
    also = {
        f"& Also {as_what(talk, one)}: {time_and_place(one, clock)}": one
        for one in neighbours.presentations
    }
    parts = _parts(
        talk, abstract, mark, partners, clock, also, is_cancelled=is_cancelled, raw=raw, why=why
    )
    for text, role in parts:
        other = also.get(text)
        pieces = [cut(text, room)] if other else wrap(text, room)
        wrapped = [" " * _MARGIN + line for line in pieces]
        spans = hits(text, _FIELDS[role]) if role in _FIELDS and not other else ()
        found = over_lines(text, wrapped, spans) if spans else repeat(())
        for line, here in zip(wrapped, found, strict=False):
            yield highlighted(fit(line, width), role, here), other
    numbers = range(1, len(links) + 1)
    listed = numbers if raw else listed_links(len(links), in_text, len(abstract) // room)
    yield from _link_lines(links, listed, width, room, raw=raw)
    for text, role, target in _below(talk, neighbours, clock, raw=raw):
        for line in [cut(text, room)] if target else wrap(text, room):
            yield ((fit(" " * _MARGIN + line, width), role),), target


def _parts(
    talk: Talk,
    abstract: str,
    mark: Mark,
    partners: Partners,
    clock: Clock,
    also: Iterable[str],
    *,
    is_cancelled: bool,
    raw: bool,
    why: str,
) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs down to the *abstract*, which is as it is shown, each with its role."""
    line = str if raw else readable_line
    yield line(talk.title), "line--heading"
    when = " · ".join(part for part in (talk.kind, when_and_where(talk, clock)) if part)
    yield when, "line--when"
    yield f"{line(talk.session.title)} · {talk.session.programme}", "line--faint"
    yield from ((presentation, "line--kind") for presentation in also)
    if why:
        yield why, "line--kind"
    if talk.session.chairs:
        yield f"Chairs: {line(', '.join(talk.session.chairs))}", "line--faint"
    if is_cancelled:
        yield "Cancelled: no longer in the programme.", "line--warning"
    yield from _mark_lines(mark)
    yield from ((line(words), role) for words, role in clash_lines(partners))
    if mark.note:
        yield "", ""
        yield f"{NOTE} Note: {mark.note}", "line--title"
    if talk.authors:
        yield "", ""
        yield authors_line(talk, raw=raw), "line--authors"
    yield from ((line(fact), "line--faint") for fact in fact_lines(talk))
    if keywords := ", ".join(topics(talk.keywords)):
        yield f"Keywords: {line(keywords)}", "line--faint"
    yield "", ""
    none = ("No abstract in the source.", "line--faint")
    yield (abstract, "line--title") if abstract else none


def _below(
    talk: Talk, neighbours: Neighbours, clock: Clock, *, raw: bool
) -> Iterator[tuple[str, str, Talk | None]]:
    """Yield the paragraphs below the links, with click targets: other talks and the source."""
    title = str if raw else readable_line
    in_session = [
        (f"{key} ", one) for key, one in (("(", neighbours.before), (")", neighbours.after)) if one
    ]
    meanwhile = [
        (f"{short_room(room_of(one), _ROOM_CELLS)} ".lstrip(), one) for one in neighbours.meanwhile
    ]
    for heading, talks in ((_IN_SESSION, in_session), (_MEANWHILE, meanwhile)):
        if talks:
            yield "", "", None
            yield heading, "line--kind", None
        for where, one in talks:
            start = by_clock(one, clock).start
            at = f"{start:%H:%M} " if start else ""
            key, room = (where, "") if talks is in_session else ("", where)
            yield f"{key}{at}{room}{title(one.title)}", "line--authors", one
    if raw and talk.source:
        yield "", "", None
        yield f"Source: {talk.source}", "line--faint", None


def _mark_lines(mark: Mark) -> Iterator[tuple[str, str]]:
    if mark.starred:
        yield f"{STAR} On your agenda", "line--star"
    if mark.interest:
        yield f"{INTEREST[mark.interest]} Interest {mark.interest} of {MAX_INTEREST}", "line--star"
    if mark.hidden:
        yield f"{HIDDEN} Hidden from lists", "line--warning"
    if mark.later:
        yield f"{LATER} For later", "line--star"
    if mark.seen:
        yield f"{SEEN} Seen", "line--faint"


def clash_lines(partners: Partners) -> Iterator[tuple[str, str]]:
    """Yield the number and titles of the user's talks that a talk clashes with, then of those it overlaps."""
    for sign, verb, found, role in (
        (CLASH, "Clashes with", partners.firm, "line--warning"),
        (WEAK_CLASH, "Overlaps", partners.weak, "line--faint"),
    ):
        if found.total:
            yield f"{sign} {verb} {found.total:,} of yours: {found.named()}", role


def when_and_where(talk: Talk, clock: Clock = EVENT) -> str:
    """Return day, times with their zone, room and poster number, as far as they are known.

    With another *clock* than the event's, times are shown by both.
    """
    parts = [*_when(talk, clock), room_of(talk), talk.position]
    return " · ".join(part for part in parts if part)


def _when(talk: Talk, clock: Clock) -> Iterator[str]:
    if not talk.start:
        yield "no time given"
        return
    assumed = " (year assumed)" if talk.year_assumed else ""
    yield f"{talk.start:%a} {talk.start.day} {talk.start:%B %Y}{assumed}"
    if clock != EVENT:
        yield time_label_in_both(talk, EVENT, clock)
        return
    end = f"–{talk.end:%H:%M}" if talk.end else ""
    yield f"{talk.start:%H:%M}{end} {talk.timezone or '(zone not given)'}"


class DetailPane(TextView):
    """Shows one talk, to scroll and to search."""

    talk: var[Talk | None] = var(None)
    mark: var[Mark] = var(NO_MARK)
    partners: var[Partners] = var(Partners())
    """The user's talks that this one clashes with."""
    clock: var[Clock] = var(EVENT)
    """The time zone shown beside the event's."""
    measure = MEASURE
    """The most cells of text in a line."""
    is_cancelled: var[bool] = var(False)
    """Whether it is no longer in its programme."""

    why: var[str] = var("")
    """Why the talk is shown; empty if that is clear."""
    empty_text = ""
    """Shown while there is no talk."""

    neighbours: var[Neighbours] = var(NOTHING_AROUND)
    """Its neighbours as far as they are shown yet; set them with ``show_neighbours``."""

    hits: var[MatchSpans] = var(lambda: no_matches)
    """Finds the words of the search in a text."""

    raw: var[bool] = var(False)
    """Whether texts are shown as in their source."""

    address_of: Callable[[Link], str] = staticmethod(lambda _link: "")
    """Returns the checked address of a link, for a hyperlink of the terminal; empty for none."""

    _has_neighbours = False
    """Whether the neighbours have been read for this version of the talk."""
    _targets: Sequence[Target | None] = ()
    """The click target of each line."""

    @dataclass
    class Followed(Message):
        """The user clicked on a link, or on another talk."""

        target: Target

    def make_lines(self, width: int) -> Sequence[Drawn]:
        if self.talk is None:
            room = max(min(width - 2 * _MARGIN, self.measure), 1)
            words = wrap(self.empty_text, room) if self.empty_text else ()
            return [((fit(" " * _MARGIN + line, width), "line--faint"),) for line in words]
        lines = tuple(
            lay_out_talk(
                self.talk,
                self.mark,
                self.partners,
                width,
                self.hits,
                clock=self.clock,
                is_cancelled=self.is_cancelled,
                raw=self.raw,
                neighbours=self.neighbours,
                measure=self.measure,
                why=self.why,
            )
        )
        self._link_styles: dict[Link, Style] = {}
        self._targets = [target for _, target in lines]
        return [line for line, _ in lines]

    def hyperlink(self, at: int) -> Style:
        target = self._targets[at] if at < len(self._targets) else None
        if not isinstance(target, Link):
            return Style.null()
        if target not in self._link_styles:
            address = self.address_of(target)
            self._link_styles[target] = Style(link=address) if address else Style.null()
        return self._link_styles[target]

    def on_click(self, event: Click) -> None:
        at = self.top + event.y
        target = self._targets[at] if event.widget is self and at < len(self._targets) else None
        if target:
            self.post_message(self.Followed(target))

    @property
    def most_width(self) -> int:
        """The width, in cells, from which on the lines of an abstract are not longer."""
        return self.measure + 2 * _MARGIN + 1

    @property
    def is_complete(self) -> bool:
        """Whether the neighbours of the talk are shown too, if there is a talk."""
        return self._has_neighbours or self.talk is None

    def show_neighbours(self, talk: Talk, found: Neighbours) -> None:
        """Show the neighbours *found* for *talk*, unless another talk is shown by now."""
        if talk == self.talk:
            self._has_neighbours = True
            self.neighbours = found

    def neighbours_of(self, talk: Talk) -> Neighbours | None:
        """Return the neighbours of *talk*; None if it is not shown, or they have not been read yet."""
        return self.neighbours if self._has_neighbours and talk == self.talk else None

    def watch_talk(self, before: Talk | None, talk: Talk | None) -> None:
        """Show another talk from its start; a new version of the same one keeps its neighbours until they are read."""
        self._has_neighbours = False
        if before is None or talk is None or before.id != talk.id:
            self.neighbours = NOTHING_AROUND
        self.rebuild_lines()
        self.top = 0

    def watch_mark(self) -> None:
        self.rebuild_lines()

    def watch_hits(self) -> None:
        self.rebuild_lines()

    def watch_is_cancelled(self) -> None:
        self.rebuild_lines()

    def watch_raw(self) -> None:
        self.rebuild_lines()
        self.scroll_lines(0)

    def watch_partners(self) -> None:
        self.rebuild_lines()

    def watch_why(self) -> None:
        self.rebuild_lines()

    def watch_clock(self) -> None:
        self.rebuild_lines()

    def watch_neighbours(self) -> None:
        self.rebuild_lines()
