"""Saved HTML pages of the virtual sites: lists of cards from 2018 to 2026, and pages of one talk.

Each year's design is a row of ``LAYOUTS``. Times are printed without a year, often without a zone;
they are settled as for the same pages saved as text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from confbrowse.errors import ProgrammeError
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.naming import (
    base_of,
    page_years,
    printed,
    programme_name,
    series_of_site,
    site_of,
)
from confbrowse.readers.reader import Hints, Reader, Reading
from confbrowse.readers.session_page.clocks import Settled, Slot, settle
from confbrowse.readers.session_page.lines import scan
from confbrowse.readers.session_page.people import names
from confbrowse.text.clean import clean_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_LOOKED_AT = 262_144
_MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)",
    re.I | re.S,
)
_SITE = re.compile(rb"/virtual/\d{4}|maincard|event-card|track-schedule-card|eventhosts", re.I)
_WALL = re.compile(r"registration required|you must be\s*<a[^>]*>\s*logged in", re.IGNORECASE)
_LARGEST = 24 * 1024 * 1024
"""Bytes of a page that are read; the largest real one has 5 million."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One design of the sites: CSS selectors, within a card but for the first; empty for none."""

    card: str
    title: str
    authors: str
    kind: str = ""
    time: str = ""
    room: str = ""
    position: str = ""
    abstract: str = ""


LAYOUTS = (
    Layout(
        card="div.event-card",
        title=".event-title",
        kind=".event-type-badge",
        authors=".event-speakers",
        time=".touchup-time, .meta-pill.time",
        room=".meta-pill:not(.time) > span",
        abstract=".abstract-text",
    ),
    Layout(
        card="div.track-schedule-card",
        title="h5 a, h5",
        kind="div.float-end",
        authors="p.text-muted",
        position="[title='Poster Position']",
        abstract="div.abstract",
    ),
    Layout(
        card="div.maincard",
        title=".maincardBody",
        kind=".maincardHeader, .maincardType",
        authors=".maincardFooter",
        time=".maincardHeader ~ .maincardHeader",
        abstract=".abstractContainer, .maincardAbstract",
    ),
    Layout(
        card="main, body",
        title=".event-title, h1.main-title, h2.main-title",
        kind=".event-type-badge",
        authors=".event-speakers, .event-organizers, h3.card-subtitle",
        time=".meta-pill.time, .touchup-time, .touchup-date-info",
        room=".meta-pill:not(.time) > span",
        abstract=".abstract-text-inner, .abstract-text, #abstractExample",
    ),
)
"""The last is a page of one talk, and fits where no list of cards does."""


def _recognises(raw: bytes) -> bool:
    return bool(_MARKUP.match(raw[:4096])) and bool(_SITE.search(raw[:_LOOKED_AT]))


def _read(raw: bytes, hints: Hints) -> Reading:
    from selectolax.lexbor import LexborHTMLParser  # only for those who read HTML

    if len(raw) > _LARGEST:
        raise ProgrammeError(f"{hints.source} is far too large to be a page of a programme.")
    text = raw.decode("utf-8-sig", errors="replace").replace("\0", "")
    page = LexborHTMLParser(text)
    layout, cards = _cards(page)
    if not cards:
        raise ProgrammeError(f"{hints.source} {_why_nothing(text)}")
    addresses = [anchor.attributes.get("href") or "" for anchor in page.css("a[href], link[href]")]
    local = [f"https://x{address}" for address in addresses if address.startswith("/virtual/")]
    years = page_years([*addresses, *local])
    series = _series(page, addresses, hints)
    base = base_of(addresses) or site_of(series, hints) or ""
    settled = _settled([_time(card, layout) for card in cards], page, hints, years)
    session = _session_title(page)
    drafts = (
        replace(_draft(card, layout, base, number), session=session, **_when(settled, number))
        for number, card in enumerate(cards, 1)
    )
    remarks = [replace(remark, line=None) for remark in settled.remarks]
    name = programme_name(hints, series, years[0] if years else hints.year)
    return assembled(name, drafts, hints, remarks)


READER = Reader("virtual site (HTML)", _recognises, _read)


def _cards(page: "LexborHTMLParser") -> tuple[Layout, list["LexborNode"]]:
    """Return the design of *page* and its cards that have a title; none where it has no design."""
    for layout in LAYOUTS:
        found = [card for card in page.css(layout.card) if _words(card, layout.title)]
        if found:
            return layout, found if layout is not LAYOUTS[-1] else found[:1]
    return LAYOUTS[-1], []


def _why_nothing(text: str) -> str:
    if _WALL.search(text):
        return (
            "is a login page: the site shows this session to registered people only. "
            "Log in with a browser and save the page again."
        )
    return (
        "is a page of a virtual site with no talk on it that I know how to find. "
        "Save the page of a session, or copy what the browser shows into a text file."
    )


def _series(page: "LexborHTMLParser", addresses: Sequence[str], hints: Hints) -> str | None:
    """Return the series whose page it is: by its addresses, or its title."""
    if series := series_of_site(addresses):
        return printed(series)
    title = page.css_first("title")
    words = clean_line(title.text()) if title else ""
    known = re.match(r"([A-Za-z]{3,12})\s+(?:\d{4}|[A-Z])", words)
    return printed(known[1]) if known and site_of(printed(known[1]), hints) else None


def _session_title(page: "LexborHTMLParser") -> str:
    """Return what the page is called: its heading, or its title without the site's name."""
    for selector in ("h2.card-title.main-title", "h1.page-title", ".header-title", "h1", "title"):
        found = page.css_first(selector)
        words = clean_line(found.text(separator=" ")) if found else ""
        if words:
            words = re.sub(r"^(?:Track|Session|[A-Z]\w+ \d{4}):?\s+(?=\S)", "", words)
            return re.sub(r"\s+Events$", "s", words)
    return ""


def _words(card: "LexborNode", selector: str) -> str:
    found = card.css_first(selector) if selector else None
    return clean_line(found.text(separator=" ")) if found else ""


def _time(card: "LexborNode", layout: Layout) -> str:
    words = _words(card, layout.time)
    return re.sub(r"^\w{3},\s+(?=\w{3} \d)|•", " ", words).strip() if words else ""


def _settled(
    times: Sequence[str], page: "LexborHTMLParser", hints: Hints, years: Sequence[int]
) -> Settled:
    """Return when each card is, by its number from 1."""
    zone_note = re.search(r"Timezone:\s*(?P<zone>[A-Z]\w+/[\w/+-]+)", page.html or "")
    return settle(scan("\n".join(times)), hints, zone_note["zone"] if zone_note else None, years)


def _when(settled: Settled, number: int) -> dict[str, Any]:
    slot = settled.slots.get(number, Slot())
    return {
        "start": slot.start,
        "end": slot.end,
        "timezone": slot.timezone,
        "year_assumed": slot.year_assumed,
    }


def _draft(card: "LexborNode", layout: Layout, base: str, number: int) -> Draft:
    return Draft(
        title=_words(card, layout.title),
        where=f"entry {number}",
        kind=_words(card, layout.kind),
        authors=names(_words(card, layout.authors)),
        room=_words(card, layout.room),
        position=_words(card, layout.position),
        abstract=_abstract(card, layout),
        links=list(_links(card, base)),
    )


def _abstract(card: "LexborNode", layout: Layout) -> str:
    """Return the abstract: HTML where it has paragraphs, else its words, line by line."""
    found = card.css_first(layout.abstract) if layout.abstract else None
    if found is None:
        return ""
    if any(child.tag not in ("-text", "-comment") for child in found.iter(include_text=True)):
        return found.html or ""
    return "\n".join(line.strip() for line in found.text().strip().split("\n"))


def _links(card: "LexborNode", base: str) -> Iterator[Address]:
    """Yield the links of *card*; those into the site are pages of the talk."""
    for anchor in card.css("a[href]"):
        written = (anchor.attributes.get("href") or "").strip()
        if written.startswith("#"):
            continue
        is_own = "/virtual/" in written or "showEvent" in written
        label = "Conference page" if is_own else clean_line(anchor.text()) or None
        yield Address(
            urljoin(f"{base}/", written) if base else written, label, "other" if is_own else None
        )
