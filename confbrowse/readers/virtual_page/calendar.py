"""The whole calendar of a virtual site: blocks below the heads of days and clocks."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from confbrowse.readers.calendar_blocks import Block, Clock, entries, titled
from confbrowse.readers.draft import Draft
from confbrowse.readers.reader import Remark
from confbrowse.readers.session_page.people import names
from confbrowse.readers.timed import Entry
from confbrowse.readers.virtual_page.layouts import links
from confbrowse.readers.virtual_page.tree import classes, words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_PARTS = ".hdrbox, .timebox > .time, .timebox .time, .pad"
_OF_DESIGN = frozenset(("eventsession", "pad", "content", "hdr", "touchup-date"))
"""Classes of a block that name no kind."""


def calendar(page: "LexborHTMLParser", base: str) -> tuple[list[Entry], list[Remark]]:
    """Return the entries of *page* and what is not in them; none where it is no calendar."""
    if page.css_first(".timebox .pad") is None:
        return [], []
    rooms = _rooms(page)
    told: list[Remark] = []
    found, inferred = entries(_blocks(page, base, rooms, told))
    return found, [*told, *inferred]


def _rooms(page: "LexborHTMLParser") -> dict[str, str]:
    """Return the rooms that the filter of the page offers, by what their classes are made of."""
    options = (option.attributes.get("value") or "" for option in page.css("option[value]"))
    return {_bare(value): value for value in options if value.strip()}


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _blocks(
    page: "LexborHTMLParser", base: str, rooms: Mapping[str, str], told: list[Remark]
) -> Iterator[Block]:
    """Yield the blocks in the order of the page; what has no title is *told*."""
    day = clock = ""
    number = 0
    inner: set[int] = set()
    for node in page.css(_PARTS):
        kinds = classes(node)
        if "hdrbox" in kinds:
            day, clock = words(node), ""
        elif "time" in kinds:
            clock = words(node)
        elif node.mem_id not in inner:
            inner.update(below.mem_id for below in node.css(".pad"))
            number += 1
            block = _block(node, Clock(day, clock), base, rooms, number)
            if block.draft.title:
                yield block
            elif text := words(node):
                told.append(Remark(None, text, "block of the calendar without a title"))


def _block(
    node: "LexborNode", at: Clock, base: str, rooms: Mapping[str, str], number: int
) -> Block:
    head = words(node, ".hdr-style").rstrip(": ")
    session = words(node, ".sessiontitle")
    contents = [child for child in node.css(".content") if words(child)]
    title, clocks = titled(session or words(node, ".title-style") or head)
    draft = Draft(
        title=title,
        where=f"block {number}",
        kind=(head if head != title else "") or _kind(node),
        authors=names(words(node, ".speaker-style")) if not contents else (),
        room=_room(node, rooms),
        links=links(node, base, ".title-style a[href], .sessiontitle a[href]"),
    )
    children = [
        _child(child, base, rooms, f"{draft.where}.{n}") for n, child in enumerate(contents, 1)
    ]
    return Block(draft, at, clocks, words(node, ".end-time"), children)


def _child(node: "LexborNode", base: str, rooms: Mapping[str, str], where: str) -> Draft:
    people = words(node, ".speaker-style")
    text = words(node)
    return Draft(
        title=text.removesuffix(people).strip() if people else text,
        where=where,
        kind=_kind(node),
        authors=names(people),
        room=_room(node, rooms),
        links=links(node, base, "a[href]"),
    )


def _kind(node: "LexborNode") -> str:
    """Return the kind that the classes of *node* name: ``Registration Desk``."""
    named = (name for name in classes(node) if name not in _OF_DESIGN)
    first = next((name for name in named if not re.match(r"room-|event-|col|row", name)), "")
    return first.replace("-", " ").title()


def _room(node: "LexborNode", rooms: Mapping[str, str]) -> str:
    """Return the rooms that the classes of *node* name, as the filter of the page writes them."""
    slugs = [name.removeprefix("room-") for name in classes(node) if name.startswith("room-")]
    return ", ".join(
        rooms.get(_bare(slug), slug.replace("-", " ").title()) for slug in slugs if slug
    )
