"""Lists without cards: ``papers.html``, and the tables of accepted papers."""

import re
from typing import TYPE_CHECKING

from confbrowse.readers.draft import Draft
from confbrowse.readers.session_page.kinds import place
from confbrowse.readers.session_page.people import names
from confbrowse.readers.timed import Entry
from confbrowse.readers.virtual_page.layouts import kind_in, links, readable
from confbrowse.readers.virtual_page.tree import words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_COLUMNS = {
    "title": r"title|paper|name",
    "authors": r"authors?|speakers?|presenters?",
    "track": r"topics?|subject|area|categor(?:y|ies)|track|keywords?",
    "position": r"poster|number|no\.?|#|position|board",
    "room": r"room|location|hall|place|where",
    "session": r"session",
    "time": r"time|date|when",
    "kind": r"type|kind|format|decision|status",
}
"""What the head of a column says, by the field; the first that fits in this order of asking."""
_ASKED = ("session", "time", "room", "position", "authors", "track", "kind", "title")


def titles(page: "LexborHTMLParser", base: str) -> list[Entry]:
    """Return the entries of a list of nothing but linked titles."""
    found: list[Entry] = []
    for anchor in page.css("li a[href]"):
        own = links(anchor, base, "a[href]")
        if not kind_in(own):
            continue
        title = words(anchor)
        rest = _item(anchor).removeprefix(title).strip()
        where = f"entry {len(found) + 1}"
        found.append(Entry(Draft(title, where, kind=kind_in(own), abstract=rest, links=own)))
    return found


def _item(anchor: "LexborNode") -> str:
    """Return the words of the item that *anchor* is in, if it is its only link; else its own."""
    above = anchor.parent
    while above is not None and above.tag != "li":
        above = above.parent
    alone = above is not None and len(above.css("a")) == 1
    return words(above) if above and alone else words(anchor)


def table(page: "LexborHTMLParser", base: str) -> list[Entry]:
    """Return the rows of the largest table of papers on *page*."""
    innermost = (node for node in page.css("table") if len(node.css("table")) == 1)
    tables = [rows for node in innermost if (rows := _rows(node, base))]
    return max(tables, key=len, default=[])


def _rows(node: "LexborNode", base: str) -> list[Entry]:
    rows = node.css("tr")
    heads = [words(cell) for cell in rows[0].css("th, td")] if rows else []
    fields = [_field(head) for head in heads]
    if "title" not in fields:
        return []
    body = [row for row in rows[1:] if row.css_first("td")]
    return [_row(row, heads, fields, base, n) for n, row in enumerate(body, 1)]


def _field(head: str) -> str:
    """Return the field that a column called *head* holds; empty where none is known."""
    wanted = head.lower()
    fits = (
        field for field in _ASKED if re.search(rf"(?:^|\W)(?:{_COLUMNS[field]})(?:\W|$)", wanted)
    )
    return next(fits, "")


def _row(row: "LexborNode", heads: list[str], fields: list[str], base: str, number: int) -> Entry:
    """Return the entry of *row*; a cell of no known field is kept in its abstract."""
    said: dict[str, str] = {}
    people, rest = "", []
    for at, cell in enumerate(row.css("td")):
        field, text = fields[at] if at < len(fields) else "", words(cell)
        if field == "title" and field not in said:
            said["title"], people, more = _titled(cell, text)
            rest += [more]
        elif field and field not in said:
            said[field] = text
        elif text:
            rest.append(f"{heads[at]}: {text}" if at < len(heads) and heads[at] else text)
    room, position = place(said.get("room", ""))
    board, numbered = place(said.get("position", ""))
    own = links(row, base, "a[href]")
    draft = Draft(
        title=said.get("title", ""),
        where=f"row {number}",
        session=said.get("session", ""),
        kind=said.get("kind", "") or kind_in(own),
        authors=names(said.get("authors", "") or people),
        room=room or (board if numbered else ""),
        position=position or numbered or board,
        track=said.get("track", ""),
        abstract="\n".join(filter(None, rest)),
        links=own,
    )
    return Entry(draft, readable(said.get("time", "")), said.get("time", ""))


def _titled(cell: "LexborNode", text: str) -> tuple[str, str, str]:
    """Return the title, the people below it and what else stands in *cell*."""
    title = words(cell, "a[href], strong, b")
    people = words(cell, ".indented, i, em")
    if not title:
        title, people = text.removesuffix(people).strip() if people else text, people
    return title, people, text.removeprefix(title).strip().removesuffix(people).strip()
