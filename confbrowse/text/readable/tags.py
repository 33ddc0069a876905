"""HTML that is left in a text: the tags of a closed list go, never a word between them.

What merely has ``<`` in it, ``x < y`` or ``List<int>``, is no HTML and stays as it is.
"""

import re

from confbrowse.text.readable.held import is_sign
from confbrowse.text.readable.letters import script

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>p|br|hr|div|span|a|b|i|u|em|strong|small|su[bp]|ul|ol|li|dl|dt|dd|h[1-6]"
    r"|pre|code|tt|img|font|center|mark|del|ins|inf|italic|bold|scp|blockquote|section"
    r"|jats:[a-z]{1,20})(?P<rest>\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<(su[bp])>([^<>\s]{1,20})</\1>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(?:href|alt)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_PARAGRAPHS = frozenset(
    [
        *("p", "div", "ul", "ol", "dl", "hr", "pre", "blockquote", "section"),
        *(f"h{n}" for n in range(1, 7)),
    ]
)
_LINES = frozenset(["br", "dt", "dd"])


def without_tags(text: str) -> str:
    """Return *text* without tags: paragraphs apart, items on lines, addresses behind their words."""
    if "<" not in text:
        return text
    text = _SCRIPT.sub(lambda tag: script(tag[2], "^" if tag[1].lower() == "sup" else "_"), text)
    addresses: list[str] = []
    return _TAG.sub(lambda tag: _instead_of(tag, addresses), text)


def _instead_of(tag: re.Match[str], addresses: list[str]) -> str:
    """Return what is shown for *tag*; *addresses* are those of the links that are open."""
    name, is_end = tag["name"].lower().removeprefix("jats:"), bool(tag["close"])
    if name in _PARAGRAPHS or name == "title":
        return "\n\n"
    if name in _LINES:
        return "\n"
    if name == "li":
        return "" if is_end else "\n•  "
    if name == "a" and is_end:
        return f" ({addresses.pop()})" if addresses and addresses[-1] else ""
    if name in ("a", "img"):
        said = _ATTRIBUTE.search(tag["rest"] or "")
        value = (said[1] or said[2] or "") if said else ""
        if name == "img":
            return f"[{value}]" if value else ""
        addresses.append(value if is_sign(value[:1]) or value.startswith("http") else "")
    return ""
