"""Session pages saved as plain text, from the sites of ICML, NeurIPS, ICLR and similar conferences.

``lines`` classifies each line, ``split`` splits them into pages and entries, ``head`` and
``entries`` read those, and ``clocks`` resolves times. This module builds a programme from all pages
of a text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from confbrowse.errors import ProgrammeError
from confbrowse.identity import assign_ids
from confbrowse.model import Link, Programme, Session, Talk
from confbrowse.readers.base import UNNAMED, Hints, Reader, Reading, Remark, no_name
from confbrowse.readers.refusals import why_unreadable
from confbrowse.readers.session_text.clocks import ResolvedSlots, Slot, resolve_slots
from confbrowse.readers.session_text.entries import PageEntry, read_entry
from confbrowse.readers.session_text.head import Head, LinkResolver, Site, read_head, read_site
from confbrowse.readers.session_text.lines import Form, Line, kind_spelling, scan
from confbrowse.readers.session_text.split import Parts, pages, split
from confbrowse.text.clean import clean_line
from confbrowse.text.links import links_in, make_link
from confbrowse.text.slugs import slug

# What is left out of a page: every line that is not part of a talk or session, with the reason.

_LEFT_OUT_REASONS = {
    Form.PAGE_HEADER: "page header",
    Form.SITE_TEXT: "site navigation",
    Form.FOOTER: "page footer",
}


def left_out_and_warnings(
    parts: Parts,
    head: Head,
    entries: Iterable[PageEntry],
    addresses: LinkResolver,
    resolved: ResolvedSlots,
) -> tuple[Remark, ...]:
    """Return what is left out of a page, in order, then the warnings."""
    entries = tuple(entries)
    body = [*parts.head, *(line for block in parts.entries for line in block)]
    left_out = [
        *(one for one in resolved.remarks if one.left_out),
        *head.remarks,
        *_ignored_lines([*body, *parts.foot]),
        *_unused_references(
            [*body, *parts.foot], addresses, _used_references(head, entries, addresses)
        ),
        *_footer_remarks(parts.foot),
        *_labels_without_url(entries, addresses),
    ]
    left_out.sort(key=lambda remark: remark.line or 0)
    return (*left_out, *(one for one in resolved.remarks if not one.left_out))


def remarks_of_empty_page(parts: Parts) -> list[Remark]:
    """Return remarks for all lines of a page without entries among others."""
    lines = (line for line in (*parts.head, *parts.foot) if line.form is not Form.BLANK)
    return [Remark(line.number, line.source, "page without talks") for line in lines]


def _ignored_lines(lines: Iterable[Line]) -> Iterator[Remark]:
    """Yield remarks for lines whose form shows that they are not part of the programme."""
    for line in lines:
        if line.form in _LEFT_OUT_REASONS:
            yield Remark(line.number, line.source, _LEFT_OUT_REASONS[line.form])
        elif line.form is Form.LABEL and not line.text and not line.label.startswith("speaker"):
            yield Remark(line.number, line.source, "empty label")


def _used_references(head: Head, entries: Iterable[PageEntry], addresses: LinkResolver) -> set[str]:
    """Return the numbers of the references that are used."""
    used = addresses.used_in(head.abstract)
    for entry in entries:
        used.update(bracket.target for bracket in entry.brackets)
        used.update(addresses.used_in(entry.abstract))
    return used


def _unused_references(
    lines: Iterable[Line], addresses: LinkResolver, used: set[str]
) -> Iterator[Remark]:
    for line in lines:
        counts = line.label in used and addresses.references.get(line.label) == line.text
        if line.form is Form.REFERENCE and not counts:
            yield Remark(line.number, line.source, "unused link address")


def _footer_remarks(foot: Iterable[Line]) -> Iterator[Remark]:
    """Yield remarks for other lines of the page footer."""
    for line in foot:
        if line.form not in (Form.BLANK, Form.REFERENCE, *_LEFT_OUT_REASONS):
            yield Remark(line.number, line.source, "page footer")


def _labels_without_url(entries: Iterable[PageEntry], addresses: LinkResolver) -> Iterator[Remark]:
    """Yield remarks for link labels whose URL is missing in the text."""
    for entry in entries:
        for bracket in entry.brackets:
            address = addresses.url_for(bracket.target)
            if make_link(address) is None:
                text = f"[{bracket.words}]({address})" if address else f"[{bracket.words}]"
                yield Remark(bracket.line, text, "link without a complete address")


@dataclass(frozen=True, slots=True)
class SessionPage:
    """A page that has been read; its talks have no ids yet."""

    session: Session
    talks: tuple[Talk, ...]
    remarks: tuple[Remark, ...]


def read_page(parts: Parts, site: Site, hints: Hints) -> SessionPage:
    """Read *parts*, a page with entries."""
    head = read_head(parts.head, parts.titled)
    entries = [read_entry(block) for block in parts.entries]
    body = [*parts.head, *(line for block in parts.entries for line in block)]
    addresses = LinkResolver(_references([*body, *parts.foot]), site.base)
    resolved = resolve_slots(body, hints, head.timezone, site.years)
    slots = _slots(entries, head, resolved)
    session = Session(
        programme=site.name,
        title=clean_line(head.title) or _fallback_title(parts, entries, slots),
        chairs=tuple(clean_line(chair) for chair in head.chairs),
        room=clean_line(head.room) if head.room else None,
        abstract=addresses.with_urls(head.abstract),
        source=hints.location,
    )
    talks = tuple(
        _talk(entry, slot, session, addresses, hints)
        for entry, slot in zip(entries, slots, strict=True)
    )
    return SessionPage(
        session, talks, left_out_and_warnings(parts, head, entries, addresses, resolved)
    )


def _references(lines: Iterable[Line]) -> dict[str, str]:
    """Return the link table in *lines*; the first entry with a number counts."""
    references: dict[str, str] = {}
    for line in lines:
        if line.form is Form.REFERENCE:
            references.setdefault(line.label, line.text)
    return references


def _slots(entries: Sequence[PageEntry], head: Head, resolved: ResolvedSlots) -> list[Slot]:
    """Return the time of each of *entries*; the session's time is used if none has its own."""
    if head.time_line and not any(entry.time_line for entry in entries):
        return [resolved.slots[head.time_line]] * len(entries)
    return [resolved.slots.get(entry.time_line or 0, Slot()) for entry in entries]


def _fallback_title(parts: Parts, entries: Sequence[PageEntry], slots: Sequence[Slot]) -> str:
    """Return a title for a page without one: the kind of a single talk, or the day."""
    first = entries[0]
    of_day = any(line.time and line.text.endswith(first.title) for line in parts.entries[0])
    if len(entries) == 1 and first.kind and not of_day:
        return kind_spelling(clean_line(first.kind))
    days = Counter(slot.start.date() for slot in slots if slot.start)
    if not days:
        return "Session"
    ((day, _),) = days.most_common(1)
    return f"{day:%A} {day.day} {day:%B}"


def _talk(
    entry: PageEntry, slot: Slot, session: Session, addresses: LinkResolver, hints: Hints
) -> Talk:
    return Talk(
        id="",
        session=session,
        title=clean_line(entry.title) or "Untitled",
        kind=kind_spelling(clean_line(entry.kind)) if entry.kind else None,
        authors=tuple(clean_line(author) for author in entry.authors),
        start=slot.start,
        end=slot.end,
        timezone=slot.timezone,
        year_assumed=slot.year_assumed,
        room=clean_line(entry.room) if entry.room else session.room,
        position=entry.position,
        keywords=tuple(clean_line(keyword) for keyword in entry.keywords),
        abstract=entry.abstract,
        links=_links(entry, addresses),
        source=f"{clean_line(hints.source)}, line {entry.line}",
    )


def _links(entry: PageEntry, addresses: LinkResolver) -> tuple[Link, ...]:
    """Return the links of heading, labels and abstract, each URL once."""
    found: dict[str, Link] = {}
    for bracket in entry.brackets:
        label = None if bracket.words == entry.title else bracket.words
        if new_link := make_link(addresses.url_for(bracket.target), label):
            found.setdefault(new_link.url, new_link)
    for new_link in links_in(addresses.with_urls(entry.abstract)):
        found.setdefault(new_link.url, new_link)
    return tuple(found.values())


_MAX_CHARS = 5_000_000
"""Longest text in characters; the longest real page has 60,000."""
_LOGIN_PAGE = re.compile(
    r"registration required|you must be\s++(?:<[^<>]{0,200}+>\s*+)?+logged in", re.IGNORECASE
)
_MARKUP = re.compile(r"\s*+(?:<(?!https?:)[a-z!?/]|\{\s*+[\"}]|\[\s*+[\"{])", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def _recognises(raw: bytes) -> bool:
    """Return whether *raw* is text of some kind."""
    return b"\0" not in raw[:4096] or raw.startswith(_UTF16)


def _read(raw: bytes, hints: Hints) -> Reading:
    text = _decoded(raw[: 4 * _MAX_CHARS + 4])  # a character takes at most four bytes
    if len(text) > _MAX_CHARS:
        raise ProgrammeError(f"{hints.source} is too long for a session page.")
    lines = scan(text, hints)
    split_pages = [split(page) for page in pages(lines)]
    if _MARKUP.match(text) or not any(parts.entries for parts in split_pages):
        raise ProgrammeError(f"{hints.source} {_why_nothing(text, lines)}")
    site = read_site(lines, hints)
    read = [read_page(parts, site, hints) for parts in split_pages if parts.entries]
    unnamed = []
    if site.name == UNNAMED and hints.location and not hints.name:
        titles = {page.session.title for page in read}
        site = replace(site, name=titles.pop() if len(titles) == 1 else UNNAMED)
        read = [read_page(parts, site, hints) for parts in split_pages if parts.entries]
        unnamed = [no_name(site.name)]
    programme_id = slug(site.name)
    talks = assign_ids(programme_id, [talk for page in read for talk in page.talks])
    sessions = tuple(dict.fromkeys(page.session for page in read))
    remarks = [remark for page in read for remark in page.remarks]
    remarks += [
        one for parts in split_pages if not parts.entries for one in remarks_of_empty_page(parts)
    ]
    remarks += unnamed
    remarks.sort(key=lambda remark: (not remark.left_out, remark.line or 0))
    return Reading(Programme(programme_id, site.name, sessions, tuple(talks)), tuple(remarks))


READER = Reader("session page (text)", _recognises, _read)


def _decoded(raw: bytes) -> str:
    """Return *raw* as text: UTF-16 with a byte order mark, UTF-8, or Windows-1252.

    A few invalid bytes, as at the end of a truncated page, do not make the rest Windows-1252.
    """
    if raw.startswith(_UTF16):
        return raw.decode("utf-16", errors="replace")
    text = raw.decode("utf-8-sig", errors="replace")
    invalid = text.count("\ufffd")
    valid = len(text) - len(text.encode("ascii", errors="ignore")) - invalid
    return raw.decode("cp1252", errors="replace") if invalid > valid else text


def _why_nothing(text: str, lines: Sequence[Line]) -> str:
    """Return why a text contains no talks, as the end of a sentence, and what to do next."""
    if all(line.form is Form.BLANK for line in lines):
        return "is empty."
    if _LOGIN_PAGE.search(text):
        return (
            "is a login page: this session is shown to registered users only. "
            "Log in with a browser and save the page again."
        )
    return why_unreadable(text) or (
        "contains no talks: there is no line with a time, a poster number or a linked title. "
        "It should be the text of a session page."
    )
