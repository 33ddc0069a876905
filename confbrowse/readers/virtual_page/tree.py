"""The tree of a saved page: parsed within bounds, and asked for the words in it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from confbrowse.errors import ProgrammeError
from confbrowse.text.clean import clean_line
from confbrowse.text.markup import plain

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_LARGEST = 24 * 1024 * 1024
"""Bytes of a page that are read; the largest real one has 5 million."""
_DEEPEST = 400
"""Elements inside each other; real pages have 40, and looking about takes the square of it."""
_TAG = re.compile(
    r"<!--(?:.*?-->|.*)|<(?P<raw>script|style)\b(?:.*?</(?P=raw)|.*)|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_NESTED = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
        *("track", "wbr", "p", "li", "dt", "dd", "option", "tr", "td", "th", "tbody", "thead"),
    )
)
"""Elements that have no end, or may leave it out."""
_LONGEST_WORDS = 200
_LEADS_ABOUT = frozenset(("nav", "footer", "navbar", "dropdown-menu", "dropdown-item", "nav-item"))
"""Tags and classes."""
_ABOUT_PAGE = "nav, .navbar, header.navbar, footer, script, style, noscript, select, .dropdown-menu"


def tree(raw: bytes, source: str) -> "LexborHTMLParser":
    """Return the tree of *raw*; raises ProgrammeError where it is larger or deeper than any page."""
    from selectolax.lexbor import LexborHTMLParser  # only for those who read HTML

    if len(raw) > _LARGEST:
        raise ProgrammeError(f"{source} is far too large to be a page of a programme.")
    text = raw.decode("utf-8-sig", errors="replace").replace("\0", "")
    if _depth(text) > _DEEPEST:
        raise ProgrammeError(f"{source} is HTML nested far too deep to be a page of a programme.")
    return LexborHTMLParser(text)


def words(node: "LexborNode", selector: str | None = None) -> str:
    """Return the words of *node*, or of the first of *selector* in it; empty where there is none."""
    found = node
    if selector is not None:
        inner = node.css_first(selector) if selector else None
        if inner is None:
            return ""
        found = inner
    return clean_line(found.text(separator=" "))


def prose(node: "LexborNode | None") -> str:
    """Return the text of *node*: as HTML where it has elements, else its words, line by line."""
    if node is None:
        return ""
    if any(child.tag not in ("-text", "-comment") for child in node.iter(include_text=True)):
        return node.html or ""
    return "\n".join(line.strip() for line in node.text().strip().split("\n"))


def is_navigation(node: "LexborNode") -> bool:
    """Return whether *node* stands in what leads about the site, and not in what is on the page."""
    above: LexborNode | None = node
    while above is not None:
        if _LEADS_ABOUT & {above.tag, *classes(above)}:
            return True
        above = above.parent
    return False


def classes(node: "LexborNode") -> list[str]:
    """Return the classes of *node*, in order."""
    return (node.attributes.get("class") or "").split()


def leaves(node: "LexborNode", stop: frozenset[int] = frozenset()) -> Iterator[str]:
    """Yield the words of the elements below *node* that hold words themselves, up to one of *stop*."""
    for inner in node.traverse(include_text=False):
        if inner.mem_id in stop:
            return
        if (inner.text(deep=False) or "").strip() and inner.tag not in ("script", "style"):
            found = clean_line(inner.text(separator=" "))
            if len(found) <= _LONGEST_WORDS:
                yield found


def as_text(page: "LexborHTMLParser") -> str:
    """Return what a browser shows of *page*, without its navigation."""
    shown = type(page)(page.html or "")
    for node in shown.css(_ABOUT_PAGE):
        node.decompose()
    return plain(shown.body.html or "").text if shown.body else ""


def _depth(text: str) -> int:
    """Return how many elements of *text* are open at once, at most."""
    depth = deepest = 0
    for tag in _TAG.finditer(text):
        name = tag["name"]
        if name and name.lower() not in _NOT_NESTED:
            depth = max(depth - 1, 0) if tag["end"] else depth + 1
            deepest = max(deepest, depth)
    return deepest
