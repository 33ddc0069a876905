"""The card designs of the sites, 2018 to 2026, as rows of ``LAYOUTS``, and reading one card."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confbrowse.readers.base import Draft, RawLink
from confbrowse.readers.dates import PrintedEntry
from confbrowse.readers.session_text.lines import names, split_room
from confbrowse.readers.virtual_html.site import content_of, is_in_navigation, leaf_texts, text_in
from confbrowse.text.clean import clean_line
from confbrowse.text.links import resolve_url
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import PrintedTime, printed_time

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_KIND_IN_URL = lazy_pattern(r"/virtual/\d{4}/(?:loc/[^/]+/)?(?P<kind>[a-z][a-z-]{2,30})/\d+")


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One card design as CSS selectors; all but ``card`` are relative to the card, empty for none."""

    card: str
    title: str
    authors: str
    kind: str = ""
    time: str = ""
    """If it does not match, any text in the card that is a time."""
    room: str = ""
    position: str = ""
    abstract: str = ""
    heads: str = ""
    """Lines with kind, time and category, in any order."""


LAYOUTS = (
    PageLayout(
        card="div.event-card",
        title=".event-title",
        kind=".event-type-badge",
        authors=".event-speakers",
        time=".touchup-time, .meta-pill.time",
        room=".meta-pill:not(.time) > span",
        abstract=".abstract-text",
    ),
    PageLayout(
        card="div.track-schedule-card",
        title="h5 a, h5, a[href*='/virtual/']",
        kind="div.float-end.small",
        authors="p.text-muted",
        position="[title='Poster Position']",
        abstract="div.abstract",
    ),
    PageLayout(
        card="div.maincard",
        title=".maincardBody",
        authors=".maincardFooter",
        heads=".maincardHeader, .maincardType",
        abstract=".abstractContainer, .maincardAbstract",
    ),
    PageLayout(
        card="div.displaycards",
        title="a.small-title, .small-title",
        kind=".type_display_name_virtual_card, .event-type-badge",
        authors=".author-str",
        abstract=".abstract-display",
    ),
)


def cards(page: "LexborHTMLParser", base: str, year: int | None) -> list[PrintedEntry]:
    """Return the cards of the first design that occurs on *page*, including those without a title."""
    for layout in LAYOUTS:
        found = page.css(layout.card)
        if any(text_in(card, layout.title) for card in found):
            return [_entry(card, layout, base, year, n) for n, card in enumerate(found, 1)]
    return []


def _entry(
    card: "LexborNode", layout: PageLayout, base: str, year: int | None, number: int
) -> PrintedEntry:
    heads = [text_in(head) for head in card.css(layout.heads)] if layout.heads else []
    printed = time_text(card, layout.time)
    time = parse_time(printed)
    kinds = [head for head in dict.fromkeys(heads) if head and head != printed]
    room, position = split_room(text_in(card, layout.room) or (time.room if time else ""))
    card_links = [*links_in(card, base, "a[href]"), *_old_event_page(card, base, year)]
    type_attribute = card.attributes.get("data-event-type") or ""
    draft = Draft(
        title=text_in(card, layout.title),
        where=f"entry {number}",
        kind=text_in(card, layout.kind)
        or next(iter(kinds), "")
        or type_attribute
        or kind_in_urls(card_links),
        authors=names(text_in(card, layout.authors)),
        room=room,
        position=text_in(card, layout.position) or position,
        track=next(iter(kinds[1:]), ""),
        keywords=kinds[2:],
        abstract=content_of(card.css_first(layout.abstract)),
        links=card_links,
    )
    return PrintedEntry(draft, time, printed)


def time_text(node: "LexborNode", selector: str = "") -> str:
    """Return the text of *selector* in *node*, or else the text that is a time."""
    if selector and (found := text_in(node, selector)):
        return found
    return next((found for found in leaf_texts(node) if parse_time(found)), "")


def parse_time(printed: str) -> PrintedTime | None:
    """Return the time in *printed*, with or without the bullets of the newest pages."""
    return printed_time(" ".join(part.strip() for part in re.split("[•·]", printed)).strip())


def links_in(node: "LexborNode", base: str, selector: str) -> Sequence[RawLink]:
    """Return the links of *selector* in *node*; links into the site are pages of the talk."""
    found = []
    for anchor in node.css(selector):
        if is_in_navigation(anchor):
            continue
        written = (anchor.attributes.get("href") or "").strip()
        if written.startswith(("#", "javascript:", "mailto:")) or not written:
            continue
        is_own = _KIND_IN_URL.search(written) is not None or "showEvent" in written
        label_text = text_in(anchor) or clean_line(anchor.attributes.get("title") or "")
        label = "Conference page" if is_own else label_text or None
        whole = resolve_url(f"{base}/", written) if base else written
        found.append(RawLink(whole, label, "other" if is_own else None))
    return found


def kind_in_urls(addresses: Sequence[RawLink]) -> str:
    """Return the kind in the first URL into the site: ``Invited Talk``."""
    found = (_KIND_IN_URL.search(one.url) for one in addresses)
    return next((match["kind"].replace("-", " ").title() for match in found if match), "")


def _old_event_page(card: "LexborNode", base: str, year: int | None) -> Sequence[RawLink]:
    """Return the page of an old card, which is only identified by the number in its id."""
    number = re.fullmatch(r"maincard_(\d{1,9})", card.attributes.get("id") or "")
    if not (number and base and year):
        return ()
    url = f"{base}/Conferences/{year}/Schedule?showEvent={number[1]}"
    return (RawLink(url, "Conference page", "other"),)
