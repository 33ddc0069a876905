"""HTML in abstracts, as paragraphs and lists that a terminal can show, and the links in it.

Only the tags go, never a word; text that merely has ``<`` in it is no HTML and stays as it is.
Markdown is readable as it is and stays, too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TAG = re.compile(
    r"</?(?:p|br|hr|div|span|a|b|i|u|em|strong|small|su[bp]|ul|ol|li|dl|dt|dd|h[1-6]|pre|code|tt|img"
    r"|table|tbody|thead|tr|td|th|blockquote|section|article|font|center|mark|figure|del|ins)"
    r"(?:\s[^<>]{0,4000})?/?>",
    re.IGNORECASE,
)
_PARAGRAPHS_ONLY = re.compile(
    r"(?:\s*+<p>(?:[^<&\0]++|</?(?:em|strong)>)*+</p>)++\s*+",
)
"""As editors for abstracts write it; nearly all HTML there is, and read without a parser."""
_INLINE = re.compile("</?(?:em|strong)>")
_SEVERAL = re.compile("  +")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}[0-9]?|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
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
_RAISED = {"sup": r"\textsuperscript{", "sub": r"\textsubscript{"}
"""Without them a power would be a digit more: in TeX they stay, to be shown as ``x²``."""
_UNSEEN = frozenset(["script", "style", "template", "head", "title", "noscript"])
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_ITEM = re.compile(r"•\s*\n\s*")
"""An item of a list that begins with a paragraph."""
_MOST_LINKS = 200


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without its tags."""

    text: str
    """Paragraphs apart by a blank line, the items of lists on lines of their own."""
    links: tuple[tuple[str, str | None], ...] = ()
    """Addresses as they were written, and the words they stood under."""


def plain(text: str) -> Plain:
    """Return what *text*, which may be HTML, says; entities are resolved in either case."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<" not in text or not is_html(text):
        return Plain(resolved(text))
    if _PARAGRAPHS_ONLY.fullmatch(text) and (said := _of_paragraphs(text)):
        return Plain(said)
    return _of_html(text)


def _of_paragraphs(text: str) -> str:
    """Return what *text* says, which is ``_PARAGRAPHS_ONLY``; nothing where it needs a closer look."""
    text = text.replace("\n", " ")
    if not text.isprintable() or "•" in text:
        return ""
    if "  " in text:
        text = _SEVERAL.sub(" ", text)
    said = _INLINE.sub("", text)
    parts = (part.strip(" ") for part in said.replace("<p>", "</p>").split("</p>"))
    return "\n\n".join(part for part in parts if part)


def _of_html(text: str) -> Plain:
    root = _parsed(text)
    if root is None:
        return Plain(resolved(text))
    pieces = list(_pieces(root))
    return Plain(_joined(pieces), tuple(_links(root)))


def is_html(text: str) -> bool:
    """Return whether *text* has tags in it."""
    return bool(_TAG.search(text))


def resolved(text: str) -> str:
    """Return *text* with its entities resolved, even those that were escaped twice."""
    if "&" not in text:
        return text
    import html  # its table is large, and most texts have no entity

    for _ in range(2):
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return text


def _parsed(text: str) -> "LexborNode | None":
    from selectolax.lexbor import LexborHTMLParser  # only for those who read HTML

    return LexborHTMLParser(text).body


def _pieces(root: "LexborNode") -> Iterator[str]:
    r"""Yield the words of *root*, ``\n\n`` before and after a paragraph, ``\n`` before a line."""
    waiting: list[LexborNode | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
            continue
        if node.tag == "-text":
            yield _text(node)
            continue
        if node.tag in _UNSEEN:
            continue
        before, after = _around(node)
        if before:
            yield before
        waiting.append(after)
        waiting += reversed(list(node.iter(include_text=True)))


def _text(node: "LexborNode") -> str:
    words = node.text(deep=False) or node.text_content or ""
    return words if _is_kept(node) else _BLANKS.sub(" ", words)


def _is_kept(node: "LexborNode") -> bool:
    """Return whether *node* stands in text whose lines are its author's."""
    return node.parent is not None and node.parent.tag == "pre"


def _around(node: "LexborNode") -> tuple[str, str]:
    """Return what stands before and after the words of *node*."""
    tag = node.tag or ""
    if tag == "li":
        return "\n• ", ""
    if tag in _LINES:
        return "\n", ""
    if tag in _PARAGRAPHS:
        return "\n\n", "\n\n"
    if tag in ("td", "th"):
        return "", " "
    if tag in _RAISED:
        return _RAISED[tag], "}"
    if tag == "a":
        return "", _address_after(node)
    if tag == "img" and (words := node.attributes.get("alt")):
        return f"[{words}]", ""
    return "", ""


def _address_after(node: "LexborNode") -> str:
    """Return the address of a link in brackets, where its words do not show it."""
    address = (node.attributes.get("href") or "").strip()
    words = node.text().strip()
    is_shown = address.rstrip("/").endswith(words.rstrip("/…. ")) and words
    if not address.lower().startswith(("http://", "https://")) or is_shown:
        return ""
    return f" ({address})"


def _joined(pieces: list[str]) -> str:
    """Return *pieces* as lines, with one blank line at most between two."""
    text = "".join(pieces).replace("\xa0", " ")
    lines = [line.strip(" \t") for line in text.split("\n")]
    text = _ITEM.sub("• ", resolved("\n".join(lines)))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _links(root: "LexborNode") -> Iterator[tuple[str, str | None]]:
    for node in root.css("a[href]")[:_MOST_LINKS]:
        address = (node.attributes.get("href") or "").strip()
        if address.lower().startswith(("http://", "https://")):
            yield address, _BLANKS.sub(" ", node.text()).strip() or None
