"""HTML in abstracts to plain paragraphs and lists, and the links in it.

Only tags are removed, never words; text that merely contains ``<`` is left unchanged. Markdown is
left unchanged, too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confbrowse.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TAG = lazy_pattern(
    r"</?(?:p|br|hr|div|span|a|b|i|u|em|strong|small|su[bp]|ul|ol|li|dl|dt|dd|h[1-6]|pre|code|tt|img"
    r"|table|tbody|thead|tr|td|th|blockquote|section|article|font|center|mark|figure|del|ins)"
    r"(?:\s[^<>]{0,4000})?/?>",
    re.IGNORECASE,
)
_PARAGRAPHS_ONLY = lazy_pattern(
    r"(?:\s*+<p>(?:[^<&\0]++|</?(?:em|strong)>)*+</p>)++\s*+",
)
"""The HTML that most editors for abstracts produce; converted without a parser."""
_INLINE = lazy_pattern("</?(?:em|strong)>")
_SPACES = lazy_pattern("  +")
_ENTITY = lazy_pattern(r"&(?:[a-z]{2,8}[0-9]?|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_PARAGRAPHS = frozenset(
    [
        "p",
        "div",
        "ul",
        "ol",
        "dl",
        "table",
        "blockquote",
        "pre",
        "section",
        "article",
        "figure",
        "center",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
    ]
)
_LINES = frozenset(["br", "tr", "dt", "dd", "li"])
_SCRIPT_COMMANDS = {"sup": r"\textsuperscript{", "sub": r"\textsubscript{"}
"""Kept as TeX, to be shown as ``x²``; otherwise an exponent would look like another digit."""
_INVISIBLE = frozenset(["script", "style", "template", "head", "title", "noscript"])
_WHITE_SPACE = lazy_pattern(r"[ \t\r\n\f]+")
_ITEM = lazy_pattern(r"•\s*\n\s*")
"""A list item that begins with a paragraph."""
_MAX_LINKS = 200


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text without its tags."""

    text: str
    """Paragraphs separated by a blank line, list items on separate lines."""
    links: tuple[tuple[str, str | None], ...] = ()
    """URLs as written, and their link texts."""


def html_to_text(text: str) -> PlainText:
    """Return *text*, which may be HTML, as plain text; entities are resolved in any case."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<" not in text or not is_html(text):
        return PlainText(unescape(text))
    if _PARAGRAPHS_ONLY.fullmatch(text) and (converted := _simple_paragraphs(text)):
        return PlainText(converted)
    return _parse_and_convert(text)


def _simple_paragraphs(text: str) -> str:
    """Return the text of ``_PARAGRAPHS_ONLY`` HTML; empty if it needs the parser."""
    text = text.replace("\n", " ")
    if not text.isprintable() or "•" in text:
        return ""
    if "  " in text:
        text = _SPACES.sub(" ", text)
    without_tags = _INLINE.sub("", text)
    parts = (part.strip(" ") for part in without_tags.replace("<p>", "</p>").split("</p>"))
    return "\n\n".join(part for part in parts if part)


def _parse_and_convert(text: str) -> PlainText:
    root = _parse(text)
    if root is None:
        return PlainText(unescape(text))
    pieces = list(_pieces(root))
    return PlainText(_to_lines(pieces), tuple(_links(root)))


def is_html(text: str) -> bool:
    """Return whether *text* contains HTML tags."""
    return bool(_TAG.search(text))


def unescape(text: str) -> str:
    """Return *text* with its entities resolved, even those that were escaped twice."""
    if "&" not in text:
        return text
    import html  # late: its table is large, and most texts have no entities

    for _ in range(2):
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return text


def _parse(text: str) -> "LexborNode | None":
    # late: only needed for HTML
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        return LexborHTMLParser(text).body
    except SelectolaxError:  # raised when parsing would take too much memory
        return None


def _pieces(root: "LexborNode") -> Iterator[str]:
    r"""Yield the texts in *root*, ``\n\n`` before and after a paragraph, ``\n`` before a line."""
    waiting: list[LexborNode | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
            continue
        if node.tag == "-text":
            yield _text(node)
            continue
        if node.tag in _INVISIBLE:
            continue
        before, after = _separators(node)
        if before:
            yield before
        waiting.append(after)
        waiting += reversed(list(node.iter(include_text=True)))


def _text(node: "LexborNode") -> str:
    words = node.text(deep=False) or node.text_content or ""
    return words if _is_preformatted(node) else _WHITE_SPACE.sub(" ", words)


def _is_preformatted(node: "LexborNode") -> bool:
    """Return whether *node* is in a ``pre`` element."""
    return node.parent is not None and node.parent.tag == "pre"


def _separators(node: "LexborNode") -> tuple[str, str]:
    """Return what comes before and after the text of *node*."""
    tag = node.tag or ""
    if tag == "li":
        return "\n• ", ""
    if tag in _LINES:
        return "\n", ""
    if tag in _PARAGRAPHS:
        return "\n\n", "\n\n"
    if tag in ("td", "th"):
        return "", " "
    if tag in _SCRIPT_COMMANDS:
        return _SCRIPT_COMMANDS[tag], "}"
    if tag == "a":
        return "", _url_suffix(node)
    if tag == "img" and (words := node.attributes.get("alt")):
        return f"[{words}]", ""
    return "", ""


def _url_suffix(node: "LexborNode") -> str:
    """Return the URL of a link in brackets, unless its text shows it."""
    url = (node.attributes.get("href") or "").strip()
    label = node.text().strip()
    is_shown = url.rstrip("/").endswith(label.rstrip("/…. ")) and label
    if not url.lower().startswith(("http://", "https://")) or is_shown:
        return ""
    return f" ({url})"


def _to_lines(pieces: list[str]) -> str:
    """Return *pieces* as lines, with at most one blank line between two."""
    text = "".join(pieces).replace("\xa0", " ")
    lines = [line.strip(" \t") for line in text.split("\n")]
    text = _ITEM.sub("• ", unescape("\n".join(lines)))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _links(root: "LexborNode") -> Iterator[tuple[str, str | None]]:
    for node in root.css("a[href]")[:_MAX_LINKS]:
        url = (node.attributes.get("href") or "").strip()
        if url.lower().startswith(("http://", "https://")):
            yield url, _WHITE_SPACE.sub(" ", node.text()).strip() or None
