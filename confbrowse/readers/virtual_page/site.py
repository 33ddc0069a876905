"""What a saved page tells of its site: whose it is, of which year, in which zone."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confbrowse.readers.naming import page_years, printed, series_of_site, site_of
from confbrowse.readers.reader import Hints
from confbrowse.readers.virtual_page.tree import words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s>]{1,1000})")
_EDITION = re.compile(r"/Conferences/(\d{4})/(?:Schedule|AcceptedPapers)", re.IGNORECASE)
_HOST = re.compile(r"https?://[\w.-]+(?=/(?:virtual|Conferences)/\d{4})", re.IGNORECASE | re.ASCII)
_ZONE = re.compile(
    r"Time\s?zone:(?:\s|&nbsp;|<[^<>]{0,300}>){0,12}(?P<zone>[A-Z]\w{1,20}/[\w/+-]{2,40})"
)
_LOOKED_AT = 4_000
"""Characters in which a browser says where it saved a page from."""


@dataclass(frozen=True, slots=True)
class Site:
    """The site of a page."""

    series: str | None
    base: str
    """Scheme and host of relative addresses; empty where nothing tells them."""
    years: tuple[int, ...]
    """The likeliest first."""
    zone: str | None
    """The one that the page says its times are in."""
    address: str
    """Of the page itself; empty where nothing tells it."""


def site(page: "LexborHTMLParser", hints: Hints) -> Site:
    """Return what *page*, its addresses, its title and *hints* tell."""
    markup = page.html or ""
    itself = _address(page, markup, hints)
    addresses = [anchor.attributes.get("href") or "" for anchor in page.css("a[href], link[href]")]
    addresses = [itself, *addresses]
    zone = _ZONE.search(markup)
    host = next((found[0] for one in addresses if (found := _HOST.match(one))), None)
    series = series_of_site([f"{host}/virtual/2000"]) if host else _titled(page, hints)
    return Site(
        series=series,
        base=host or site_of(series, hints) or "",
        years=_years([itself], addresses),
        zone=zone["zone"] if zone else None,
        address=itself,
    )


def _address(page: "LexborHTMLParser", markup: str, hints: Hints) -> str:
    """Return the address the page was saved from: as told, as the browser or as the page notes it."""
    if hints.location.startswith(("http://", "https://")):
        return hints.location
    if saved := _SAVED_FROM.search(markup[:_LOOKED_AT]):
        return saved[1]
    own = page.css_first("link[rel=canonical], meta[property='og:url']")
    return (own.attributes.get("href") or own.attributes.get("content") or "") if own else ""


def _years(itself: Sequence[str], addresses: Sequence[str]) -> tuple[int, ...]:
    """Return the years that the page's own address, then the others, lead into."""
    found: list[int] = []
    for group in (itself, addresses):
        local = [f"https://x{one}" if one.startswith("/") else one for one in group]
        editions = Counter(match[1] for one in local if (match := _EDITION.search(one)))
        found += page_years(local)
        found += [int(year) for year, _ in editions.most_common() if 1990 <= int(year) < 2100]
    return tuple(dict.fromkeys(found))


def _titled(page: "LexborHTMLParser", hints: Hints) -> str | None:
    """Return the series that the page's title begins with, if it is one of ours."""
    title = page.css_first("title")
    known = re.match(r"([A-Za-z]{3,12})\s+(?:\d{4}|[A-Z])", words(title) if title else "")
    return printed(known[1]) if known and site_of(printed(known[1]), hints) else None
