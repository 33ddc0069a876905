"""The designs of the sites' lists, 2018 to 2026, as rows of ``LAYOUTS``, and one card read by its row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from confbrowse.readers.draft import Address, Draft
from confbrowse.readers.session_page.kinds import place
from confbrowse.readers.session_page.people import names
from confbrowse.readers.timed import Entry
from confbrowse.readers.virtual_page.tree import is_navigation, leaves, prose, words
from confbrowse.text.clean import clean_line
from confbrowse.text.times import Printed, printed_time

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_KIND_IN_URL = re.compile(r"/virtual/\d{4}/(?:loc/[^/]+/)?(?P<kind>[a-z][a-z-]{2,30})/\d+")


@dataclass(frozen=True, slots=True)
class Layout:
    """One design of the lists: CSS selectors, within a card but for the first; empty for none."""

    card: str
    title: str
    authors: str
    kind: str = ""
    time: str = ""
    """Where nothing fits, any words in the card that are a time."""
    room: str = ""
    position: str = ""
    abstract: str = ""
    heads: str = ""
    """Lines that are the kind, the time or the category, as they come."""


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
        title="h5 a, h5, a[href*='/virtual/']",
        kind="div.float-end.small",
        authors="p.text-muted",
        position="[title='Poster Position']",
        abstract="div.abstract",
    ),
    Layout(
        card="div.maincard",
        title=".maincardBody",
        authors=".maincardFooter",
        heads=".maincardHeader, .maincardType",
        abstract=".abstractContainer, .maincardAbstract",
    ),
    Layout(
        card="div.displaycards",
        title="a.small-title, .small-title",
        kind=".type_display_name_virtual_card, .event-type-badge",
        authors=".author-str",
        abstract=".abstract-display",
    ),
)


def cards(page: "LexborHTMLParser", base: str, year: int | None) -> list[Entry]:
    """Return the cards of the first design that *page* has any of; those without a title, too."""
    for layout in LAYOUTS:
        found = page.css(layout.card)
        if any(words(card, layout.title) for card in found):
            return [_entry(card, layout, base, year, n) for n, card in enumerate(found, 1)]
    return []


def _entry(card: "LexborNode", layout: Layout, base: str, year: int | None, number: int) -> Entry:
    heads = [words(head) for head in card.css(layout.heads)] if layout.heads else []
    printed = timed(card, layout.time)
    time = readable(printed)
    kinds = [head for head in dict.fromkeys(heads) if head and head != printed]
    room, position = place(words(card, layout.room) or (time.room if time else ""))
    own = [*links(card, base, "a[href]"), *_event(card, base, year)]
    named = card.attributes.get("data-event-type") or ""
    draft = Draft(
        title=words(card, layout.title),
        where=f"entry {number}",
        kind=words(card, layout.kind) or next(iter(kinds), "") or named or kind_in(own),
        authors=names(words(card, layout.authors)),
        room=room,
        position=words(card, layout.position) or position,
        track=next(iter(kinds[1:]), ""),
        keywords=kinds[2:],
        abstract=prose(card.css_first(layout.abstract)),
        links=own,
    )
    return Entry(draft, time, printed)


def timed(node: "LexborNode", selector: str = "") -> str:
    """Return the words of *selector* in *node*, or where it has none, those that are a time."""
    if selector and (found := words(node, selector)):
        return found
    return next((found for found in leaves(node) if readable(found)), "")


def readable(printed: str) -> Printed | None:
    """Return the time that *printed* is, with or without the bullets of the newest pages."""
    return printed_time(re.sub(r"\s*[•·]\s*", " ", printed).strip())


def links(node: "LexborNode", base: str, selector: str) -> Sequence[Address]:
    """Return the links of *selector* in *node*; those into the site are pages of the talk."""
    found = []
    for anchor in node.css(selector):
        if is_navigation(anchor):
            continue
        written = (anchor.attributes.get("href") or "").strip()
        if written.startswith(("#", "javascript:", "mailto:")) or not written:
            continue
        is_own = _KIND_IN_URL.search(written) is not None or "showEvent" in written
        said = words(anchor) or clean_line(anchor.attributes.get("title") or "")
        label = "Conference page" if is_own else said or None
        whole = urljoin(f"{base}/", written) if base else written
        found.append(Address(whole, label, "other" if is_own else None))
    return found


def kind_in(addresses: Sequence[Address]) -> str:
    """Return the kind that the first address into the site names: ``Invited Talk``."""
    found = (_KIND_IN_URL.search(one.url) for one in addresses)
    return next((match["kind"].replace("-", " ").title() for match in found if match), "")


def _event(card: "LexborNode", base: str, year: int | None) -> Sequence[Address]:
    """Return the page of an old card, which is named by the number in its id only."""
    number = re.fullmatch(r"maincard_(\d{1,9})", card.attributes.get("id") or "")
    if not (number and base and year):
        return ()
    url = f"{base}/Conferences/{year}/Schedule?showEvent={number[1]}"
    return (Address(url, "Conference page", "other"),)
