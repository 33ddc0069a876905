"""The page of one talk, 2022 to 2026."""

import re
from typing import TYPE_CHECKING

from confbrowse.readers.draft import Address, Draft
from confbrowse.readers.session_page.kinds import as_written, is_kind, place
from confbrowse.readers.session_page.people import names
from confbrowse.readers.timed import Entry
from confbrowse.readers.virtual_page.layouts import kind_in, links, readable, timed
from confbrowse.readers.virtual_page.site import Site
from confbrowse.readers.virtual_page.tree import prose, words
from confbrowse.text.markup import plain

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_TITLE = ".event-title, h1.main-title, h2.main-title"
_PEOPLE = ".event-organizers, [class*=organizer], .event-speakers, h3.card-subtitle"
_ABSTRACT = ".abstract-text-inner, .abstract-text, #abstractExample, #abstract_details, .abstract"
_LINKS = (
    ".hero-header-row a[href], .eventmedia a[href], .event-media a[href], a.btn[href],"
    " a[class*=href_], a[href*='openreview.net']"
)
_ROOM = "h5.text-center.text-muted, .event-location"
_LABEL = re.compile(r"\s*abstract\s*:?\s*", re.IGNORECASE)


def single(page: "LexborHTMLParser", site: Site) -> list[Entry]:
    """Return the talk of *page*, alone; nothing where it is no page of a talk."""
    body = page.body
    title = words(body, _TITLE) if body else ""
    if body is None or not title:
        return []
    pills = [words(pill) for pill in body.css(".meta-pill")]
    printed = next((pill for pill in pills if readable(pill)), "") or timed(body)
    room, position = place(_room(body, pills))
    bios = list(_bios(body))
    people = words(body, _PEOPLE)
    own = [*_own(site), *links(body, site.base, _LINKS), *_papers(page)]
    kind = words(body, ".event-type-badge") or _kind(page, title) or kind_in(own)
    draft = Draft(
        title=title,
        where="entry 1",
        session=as_written(kind),
        kind=kind,
        authors=names(people) or tuple(name for name, _ in bios),
        room=room,
        position=position,
        abstract="\n\n".join([*_sections(body), *(f"{name}: {bio}" for name, bio in bios if bio)]),
        links=own,
    )
    return [Entry(draft, readable(printed), printed)]


def _room(body: "LexborNode", pills: list[str]) -> str:
    """Return the room: on a pill that is no time, or below the title."""
    places = [pill for pill in pills if pill and not readable(pill)]
    return next(iter(places), "") or words(body, _ROOM)


def _bios(body: "LexborNode") -> list[tuple[str, str]]:
    rows = ((words(row, ".speaker-bio-name"), row) for row in body.css(".speaker-bio-row"))
    return [
        (name, plain(prose(row.css_first(".speaker-bio-text"))).text) for name, row in rows if name
    ]


def _sections(body: "LexborNode") -> list[str]:
    """Return the abstract, then what stands below other heads, such as a summary for all."""
    found: list[str] = []
    for node in body.css(_ABSTRACT):
        text = (
            _LABEL.sub("", plain(prose(node)).text, count=1)
            if not found
            else plain(prose(node)).text
        )
        head = node.parent.css_first(".abstract-header") if node.parent else None
        name = words(head) if head else ""
        if text and not any(text in before or before in text for before in found):
            found.append(f"{name}\n\n{text}" if found and name else text)
    return found


def _kind(page: "LexborHTMLParser", title: str) -> str:
    """Return the kind that stands between series and title: ``ICML Poster Moths and lamps``."""
    head = page.css_first("title")
    said = (words(head) if head else "").partition(title[:40])[0].split()
    while said and not is_kind(" ".join(said)):
        del said[0]
    return " ".join(said)


def _own(site: Site) -> list[Address]:
    """Return the page's own address, where it is one of a talk."""
    own = Address(site.address, "Conference page", "other")
    return [own] if kind_in([own]) else []


def _papers(page: "LexborHTMLParser") -> list[Address]:
    """Return the paper that the page names for libraries."""
    found = page.css("meta[name=citation_pdf_url]")
    return [Address(one.attributes.get("content") or "", "PDF", "paper") for one in found]
