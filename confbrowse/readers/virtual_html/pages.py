"""The other page designs: lists of titles, tables of papers, calendars, single talks."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from confbrowse.readers.base import Draft, RawLink, Remark
from confbrowse.readers.calendar_blocks import CalendarBlock, HeadingClock, entries, split_clocks
from confbrowse.readers.dates import PrintedEntry
from confbrowse.readers.session_text.lines import is_kind, kind_spelling, names, split_room
from confbrowse.readers.virtual_html.layouts import kind_in_urls, links_in, parse_time, time_text
from confbrowse.readers.virtual_html.site import PageSite, classes, content_of, text_in
from confbrowse.text.html import html_to_text
from confbrowse.text.patterns import lazy_pattern

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
"""Patterns for column headings, by field."""
_FIELD_PRIORITY = ("session", "time", "room", "position", "authors", "track", "kind", "title")


def title_list(page: "LexborHTMLParser", base: str) -> list[PrintedEntry]:
    """Return the entries of a list of linked titles."""
    found: list[PrintedEntry] = []
    for anchor in page.css("li a[href]"):
        own = links_in(anchor, base, "a[href]")
        if not kind_in_urls(own):
            continue
        title = text_in(anchor)
        rest = _item_text(anchor).removeprefix(title).strip()
        where = f"entry {len(found) + 1}"
        found.append(
            PrintedEntry(Draft(title, where, kind=kind_in_urls(own), abstract=rest, links=own))
        )
    return found


def _item_text(anchor: "LexborNode") -> str:
    """Return the text of the list item of *anchor* if that is its only link, else the link text."""
    above = anchor.parent
    while above is not None and above.tag != "li":
        above = above.parent
    alone = above is not None and len(above.css("a")) == 1
    return text_in(above) if above and alone else text_in(anchor)


def paper_table(page: "LexborHTMLParser", base: str) -> list[PrintedEntry]:
    """Return the rows of the largest table of papers on *page*."""
    innermost = (node for node in page.css("table") if len(node.css("table")) == 1)
    tables = [rows for node in innermost if (rows := _rows(node, base))]
    return max(tables, key=len, default=[])


def _rows(node: "LexborNode", base: str) -> list[PrintedEntry]:
    rows = node.css("tr")
    heads = [text_in(cell) for cell in rows[0].css("th, td")] if rows else []
    fields = [_field(head) for head in heads]
    if "title" not in fields:
        return []
    body = [row for row in rows[1:] if row.css_first("td")]
    return [_row(row, heads, fields, base, n) for n, row in enumerate(body, 1)]


def _field(head: str) -> str:
    """Return the field of a column with the heading *head*; empty if unknown."""
    wanted = head.lower()
    fits = (
        field
        for field in _FIELD_PRIORITY
        if re.search(rf"(?:^|\W)(?:{_COLUMNS[field]})(?:\W|$)", wanted)
    )
    return next(fits, "")


def _row(
    row: "LexborNode", heads: list[str], fields: list[str], base: str, number: int
) -> PrintedEntry:
    """Return the entry of *row*; a cell of an unknown field is kept in the abstract."""
    cells: dict[str, str] = {}
    people, rest = "", []
    for index, cell in enumerate(row.css("td")):
        field, text = fields[index] if index < len(fields) else "", text_in(cell)
        if field == "title" and field not in cells:
            cells["title"], people, more = _split_title_cell(cell, text)
            rest += [more]
        elif field and field not in cells:
            cells[field] = text
        elif text:
            rest.append(f"{heads[index]}: {text}" if index < len(heads) and heads[index] else text)
    room, position = split_room(cells.get("room", ""))
    board, numbered = split_room(cells.get("position", ""))
    own = links_in(row, base, "a[href]")
    draft = Draft(
        title=cells.get("title", ""),
        where=f"row {number}",
        session=cells.get("session", ""),
        kind=cells.get("kind", "") or kind_in_urls(own),
        authors=names(cells.get("authors", "") or people),
        room=room or (board if numbered else ""),
        position=position or numbered or board,
        track=cells.get("track", ""),
        abstract="\n".join(filter(None, rest)),
        links=own,
    )
    return PrintedEntry(draft, parse_time(cells.get("time", "")), cells.get("time", ""))


def _split_title_cell(cell: "LexborNode", text: str) -> tuple[str, str, str]:
    """Return the title, the people below it and the rest of *cell*."""
    title = text_in(cell, "a[href], strong, b")
    people = text_in(cell, ".indented, i, em")
    if not title:
        title, people = text.removesuffix(people).strip() if people else text, people
    return title, people, text.removeprefix(title).strip().removesuffix(people).strip()


# The calendar of a virtual site: blocks under headings with days and clock times.

_PARTS = ".hdrbox, .timebox > .time, .timebox .time, .pad"
_DESIGN_CLASSES = frozenset(("eventsession", "pad", "content", "hdr", "touchup-date"))
"""Classes of a block that are not a kind."""


def calendar_entries(
    page: "LexborHTMLParser", base: str
) -> tuple[list[PrintedEntry], list[Remark]]:
    """Return the entries of a calendar page and remarks; empty if *page* is not a calendar."""
    if page.css_first(".timebox .pad") is None:
        return [], []
    rooms = _rooms(page)
    remarks: list[Remark] = []
    found, inferred = entries(_blocks(page, base, rooms, remarks))
    return found, [*remarks, *inferred]


def _rooms(page: "LexborHTMLParser") -> dict[str, str]:
    """Return the rooms in the filter of the page, by their normalised name."""
    options = (option.attributes.get("value") or "" for option in page.css("option[value]"))
    return {_normalised(value): value for value in options if value.strip()}


def _normalised(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _blocks(
    page: "LexborHTMLParser", base: str, rooms: Mapping[str, str], remarks: list[Remark]
) -> Iterator[CalendarBlock]:
    """Yield the blocks in page order; those without a title are added to *remarks*."""
    day = clock = ""
    number = 0
    inner: set[int] = set()
    for node in page.css(_PARTS):
        kinds = classes(node)
        if "hdrbox" in kinds:
            day, clock = text_in(node), ""
        elif "time" in kinds:
            clock = text_in(node)
        elif node.mem_id not in inner:
            inner.update(below.mem_id for below in node.css(".pad"))
            number += 1
            block = _block(node, HeadingClock(day, clock), base, rooms, number)
            if block.draft.title:
                yield block
            elif text := text_in(node):
                remarks.append(Remark(None, text, "block of the calendar without a title"))


def _block(
    node: "LexborNode", at: HeadingClock, base: str, rooms: Mapping[str, str], number: int
) -> CalendarBlock:
    head = text_in(node, ".hdr-style").rstrip(": ")
    session = text_in(node, ".sessiontitle")
    contents = [child for child in node.css(".content") if text_in(child)]
    title, clocks = split_clocks(session or text_in(node, ".title-style") or head)
    draft = Draft(
        title=title,
        where=f"block {number}",
        kind=(head if head != title else "") or _kind(node),
        authors=names(text_in(node, ".speaker-style")) if not contents else (),
        room=_room(node, rooms),
        links=links_in(node, base, ".title-style a[href], .sessiontitle a[href]"),
    )
    children = [
        _child(child, base, rooms, f"{draft.where}.{n}") for n, child in enumerate(contents, 1)
    ]
    return CalendarBlock(draft, at, clocks, text_in(node, ".end-time"), children)


def _child(node: "LexborNode", base: str, rooms: Mapping[str, str], where: str) -> Draft:
    people = text_in(node, ".speaker-style")
    text = text_in(node)
    return Draft(
        title=text.removesuffix(people).strip() if people else text,
        where=where,
        kind=_kind(node),
        authors=names(people),
        room=_room(node, rooms),
        links=links_in(node, base, "a[href]"),
    )


def _kind(node: "LexborNode") -> str:
    """Return the kind in the classes of *node*: ``Registration Desk``."""
    named = (name for name in classes(node) if name not in _DESIGN_CLASSES)
    first = next((name for name in named if not re.match(r"room-|event-|col|row", name)), "")
    return first.replace("-", " ").title()


def _room(node: "LexborNode", rooms: Mapping[str, str]) -> str:
    """Return the rooms in the classes of *node*, spelt as in the filter of the page."""
    slugs = [name.removeprefix("room-") for name in classes(node) if name.startswith("room-")]
    return ", ".join(
        rooms.get(_normalised(slug), slug.replace("-", " ").title()) for slug in slugs if slug
    )


# The page of one talk, 2022 to 2026.

_TITLE = ".event-title, h1.main-title, h2.main-title"
_PEOPLE = ".event-organizers, [class*=organizer], .event-speakers, h3.card-subtitle"
_ABSTRACT = ".abstract-text-inner, .abstract-text, #abstractExample, #abstract_details, .abstract"
_LINKS = (
    ".hero-header-row a[href], .eventmedia a[href], .event-media a[href], a.btn[href],"
    " a[class*=href_], a[href*='openreview.net']"
)
_ROOM = "h5.text-center.text-muted, .event-location"
_LABEL = lazy_pattern(r"\A\s*+abstract\b\s*+:?+\s*+", re.IGNORECASE)


def single_talk(page: "LexborHTMLParser", site: PageSite) -> list[PrintedEntry]:
    """Return the talk of a page of a single talk; empty if *page* is not one."""
    body = page.body
    title = text_in(body, _TITLE) if body else ""
    if body is None or not title:
        return []
    pills = [text_in(pill) for pill in body.css(".meta-pill")]
    printed = next((pill for pill in pills if parse_time(pill)), "") or time_text(body)
    room, position = split_room(_talk_room(body, pills))
    bios = list(_bios(body))
    people = text_in(body, _PEOPLE)
    own = [*_own_page(site), *links_in(body, site.base, _LINKS), *_papers(page)]
    kind = text_in(body, ".event-type-badge") or _talk_kind(page, title) or kind_in_urls(own)
    draft = Draft(
        title=title,
        where="entry 1",
        session=kind_spelling(kind),
        kind=kind,
        authors=names(people) or tuple(name for name, _ in bios),
        room=room,
        position=position,
        abstract="\n\n".join([*_sections(body), *(f"{name}: {bio}" for name, bio in bios if bio)]),
        links=own,
    )
    return [PrintedEntry(draft, parse_time(printed), printed)]


def _talk_room(body: "LexborNode", pills: list[str]) -> str:
    """Return the room: on a pill that is not a time, or below the title."""
    places = [pill for pill in pills if pill and not parse_time(pill)]
    return next(iter(places), "") or text_in(body, _ROOM)


def _bios(body: "LexborNode") -> list[tuple[str, str]]:
    rows = ((text_in(row, ".speaker-bio-name"), row) for row in body.css(".speaker-bio-row"))
    return [
        (name, html_to_text(content_of(row.css_first(".speaker-bio-text"))).text)
        for name, row in rows
        if name
    ]


def _sections(body: "LexborNode") -> list[str]:
    """Return the abstract, then the text under other headings, such as a lay summary."""
    found: list[str] = []
    for node in body.css(_ABSTRACT):
        text = (
            _LABEL.sub("", html_to_text(content_of(node)).text, count=1)
            if not found
            else html_to_text(content_of(node)).text
        )
        head = node.parent.css_first(".abstract-header") if node.parent else None
        name = text_in(head) if head else ""
        if text and not any(text in before or before in text for before in found):
            found.append(f"{name}\n\n{text}" if found and name else text)
    return found


def _talk_kind(page: "LexborHTMLParser", title: str) -> str:
    """Return the kind between series and title in the page title: ``ICML Poster Moths and lamps``."""
    head = page.css_first("title")
    words_before = (text_in(head) if head else "").partition(title[:40])[0].split()
    while words_before and not is_kind(" ".join(words_before)):
        del words_before[0]
    return " ".join(words_before)


def _own_page(site: PageSite) -> list[RawLink]:
    """Return the page's own URL, if it is one of a talk."""
    own = RawLink(site.address, "Conference page", "other")
    return [own] if kind_in_urls([own]) else []


def _papers(page: "LexborHTMLParser") -> list[RawLink]:
    """Return the paper that the page names for citation."""
    found = page.css("meta[name=citation_pdf_url]")
    return [RawLink(one.attributes.get("content") or "", "PDF", "paper") for one in found]
