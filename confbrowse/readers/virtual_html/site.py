"""The parsed tree of a saved page, and the site it is from."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confbrowse.errors import ProgrammeError
from confbrowse.readers.base import Hints
from confbrowse.readers.naming import series_of_site, series_spelling, site_url, years_of_sites
from confbrowse.text.clean import clean_line
from confbrowse.text.html import html_to_text
from confbrowse.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAX_BYTES = 24 * 1024 * 1024
"""Largest page in bytes; the largest real one has 5 million."""
_MAX_TAGS = 300_000
"""The largest real page has 60,000."""
_MAX_DEPTH = 400
"""Depth of nested elements; real pages have 40, and processing is quadratic in it."""
_TAG = lazy_pattern(
    r"<!--(?:.*?-->|.*)|<(?P<raw>script|style)\b(?:.*?</(?P=raw)|.*)|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_NESTED = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
        *("track", "wbr", "p", "li", "dt", "dd", "option", "tr", "td", "th", "tbody", "thead"),
    )
)
"""Elements without an end tag, or with an optional one."""
_MAX_TEXT_CHARS = 200
_NAVIGATION_NAMES = frozenset(
    ("nav", "footer", "navbar", "dropdown-menu", "dropdown-item", "nav-item")
)
"""Tags and classes of navigation."""
_NAVIGATION_SELECTOR = (
    "nav, .navbar, header.navbar, footer, script, style, noscript, select, .dropdown-menu"
)


def parse_page(raw: bytes, source: str) -> "LexborHTMLParser":
    """Return the tree of *raw*. Raises ProgrammeError if it is larger or deeper than any page."""
    # late: only needed for HTML
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    if len(raw) > _MAX_BYTES or raw.count(b"<") > _MAX_TAGS:
        raise ProgrammeError(f"{source} is too large for a programme page.")
    text = raw.decode("utf-8-sig", errors="replace").replace("\0", "")
    if _depth(text) > _MAX_DEPTH:
        raise ProgrammeError(f"{source} is HTML nested too deeply for a programme page.")
    try:
        return LexborHTMLParser(text)
    except SelectolaxError as error:
        raise ProgrammeError(f"{source} is HTML that cannot be parsed.") from error


def text_in(node: "LexborNode", selector: str | None = None) -> str:
    """Return the text of *node*, or of the first match of *selector* in it; empty if there is none."""
    found = node
    if selector is not None:
        inner = node.css_first(selector) if selector else None
        if inner is None:
            return ""
        found = inner
    return clean_line(found.text(separator=" "))


def content_of(node: "LexborNode | None") -> str:
    """Return the content of *node*: as HTML if it has elements, else its text, line by line."""
    if node is None:
        return ""
    if any(child.tag not in ("-text", "-comment") for child in node.iter(include_text=True)):
        return node.html or ""
    return "\n".join(line.strip() for line in node.text().strip().split("\n"))


def is_in_navigation(node: "LexborNode") -> bool:
    """Return whether *node* is in the site's navigation, not in the content."""
    above: LexborNode | None = node
    while above is not None:
        if _NAVIGATION_NAMES & {above.tag, *classes(above)}:
            return True
        above = above.parent
    return False


def classes(node: "LexborNode") -> list[str]:
    """Return the classes of *node*, in order."""
    return (node.attributes.get("class") or "").split()


def leaf_texts(node: "LexborNode", stop: frozenset[int] = frozenset()) -> Iterator[str]:
    """Yield the text of elements below *node* that contain text directly, up to one of *stop*."""
    for inner in node.traverse(include_text=False):
        if inner.mem_id in stop:
            return
        if (inner.text(deep=False) or "").strip() and inner.tag not in ("script", "style"):
            found = clean_line(inner.text(separator=" "))
            if len(found) <= _MAX_TEXT_CHARS:
                yield found


def visible_text(page: "LexborHTMLParser") -> str:
    """Return the text that a browser shows of *page*, without navigation."""
    shown = type(page)(page.html or "")
    for node in shown.css(_NAVIGATION_SELECTOR):
        if node.tag not in ("html", "body"):  # whatever their class, they contain the page itself
            node.decompose()
    return html_to_text(shown.body.html or "").text if shown.body else ""


def _depth(text: str) -> int:
    """Return the depth of nested elements in *text*."""
    depth = deepest = 0
    for tag in _TAG.finditer(text):
        name = tag["name"]
        if name and name.lower() not in _NOT_NESTED:
            depth = max(depth - 1, 0) if tag["end"] else depth + 1
            deepest = max(deepest, depth)
    return deepest


# The site of a page: series, year and time zone.

_SAVED_FROM = lazy_pattern(r"<!--\s*saved from url=\(\d+\)(https?://[^\s>]{1,1000})")
_EDITION = lazy_pattern(r"/Conferences/(\d{4})/(?:Schedule|AcceptedPapers)", re.IGNORECASE)
_HOST = lazy_pattern(
    r"https?://[\w.-]+(?=/(?:virtual|Conferences)/\d{4})", re.IGNORECASE | re.ASCII
)
_ZONE = lazy_pattern(
    r"Time\s?zone:(?:\s|&nbsp;|<[^<>]{0,300}>){0,12}(?P<zone>[A-Z]\w{1,20}/[\w/+-]{2,40})"
)
_HEAD_CHARS = 4_000
"""The browser's note about the origin is within this many characters."""


@dataclass(frozen=True, slots=True)
class PageSite:
    """The site of a saved page."""

    series: str | None
    base: str
    """Scheme and host for relative URLs; empty if unknown."""
    years: tuple[int, ...]
    """The most likely first."""
    zone: str | None
    """The time zone that the page names."""
    address: str
    """The URL of the page itself; empty if unknown."""


def find_site(page: "LexborHTMLParser", hints: Hints) -> PageSite:
    """Return the site of *page*, from its URLs, its title and *hints*."""
    markup = page.html or ""
    itself = _page_url(page, markup, hints)
    addresses = [anchor.attributes.get("href") or "" for anchor in page.css("a[href], link[href]")]
    addresses = [itself, *addresses]
    zone = _ZONE.search(markup)
    host = next((found[0] for one in addresses if (found := _HOST.match(one))), None)
    series = series_of_site([f"{host}/virtual/2000"]) if host else _series_in_title(page, hints)
    return PageSite(
        series=series,
        base=host or site_url(series, hints) or "",
        years=_years([itself], addresses),
        zone=zone["zone"] if zone else None,
        address=itself,
    )


def _page_url(page: "LexborHTMLParser", markup: str, hints: Hints) -> str:
    """Return the URL from which the page was saved: from *hints*, the browser's note or the page."""
    if hints.location.startswith(("http://", "https://")):
        return hints.location
    if saved := _SAVED_FROM.search(markup[:_HEAD_CHARS]):
        return saved[1]
    own = page.css_first("link[rel=canonical], meta[property='og:url']")
    return (own.attributes.get("href") or own.attributes.get("content") or "") if own else ""


def _years(itself: Sequence[str], addresses: Sequence[str]) -> tuple[int, ...]:
    """Return the years in the page's own URL, then in the others."""
    found: list[int] = []
    for group in (itself, addresses):
        local = [f"https://x{one}" if one.startswith("/") else one for one in group]
        editions = Counter(match[1] for one in local if (match := _EDITION.search(one)))
        found += years_of_sites(local)
        found += [int(year) for year, _ in editions.most_common() if 1990 <= int(year) < 2100]
    return tuple(dict.fromkeys(found))


def _series_in_title(page: "LexborHTMLParser", hints: Hints) -> str | None:
    """Return the series at the beginning of the page's title, if it is a known one."""
    title = page.css_first("title")
    known = re.match(r"([A-Za-z]{3,12})\s+(?:\d{4}|[A-Z])", text_in(title) if title else "")
    return (
        series_spelling(known[1]) if known and site_url(series_spelling(known[1]), hints) else None
    )
