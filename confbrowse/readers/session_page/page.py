"""One page put together: its session and its talks, and the account of what is in neither."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from confbrowse.model import Link, Session, Talk
from confbrowse.readers.reader import Hints, Remark
from confbrowse.readers.session_page.account import account
from confbrowse.readers.session_page.blocks import Parts
from confbrowse.readers.session_page.clocks import Settled, Slot, settle
from confbrowse.readers.session_page.entries import Entry, read_entry
from confbrowse.readers.session_page.head import Head, read_head
from confbrowse.readers.session_page.kinds import as_written
from confbrowse.readers.session_page.lines import Form, Line
from confbrowse.readers.session_page.site import Addresses, Site
from confbrowse.text.clean import clean_line
from confbrowse.text.links import link
from confbrowse.text.prose_links import links_in


@dataclass(frozen=True, slots=True)
class Page:
    """A page, read; its talks have no ids yet."""

    session: Session
    talks: tuple[Talk, ...]
    remarks: tuple[Remark, ...]


def read_page(parts: Parts, site: Site, hints: Hints) -> Page:
    """Return what *parts*, a page with entries, say."""
    head = read_head(parts.head, parts.titled)
    entries = [read_entry(block) for block in parts.entries]
    body = [*parts.head, *(line for block in parts.entries for line in block)]
    addresses = Addresses(_references([*body, *parts.foot]), site.base)
    settled = settle(body, hints, head.timezone, site.years)
    slots = _slots(entries, head, settled)
    session = Session(
        programme=site.name,
        title=clean_line(head.title) or _instead_of_title(parts, entries, slots),
        chairs=tuple(clean_line(chair) for chair in head.chairs),
        room=clean_line(head.room) if head.room else None,
        abstract=addresses.spelled(head.abstract),
        source=hints.location,
    )
    talks = tuple(
        _talk(entry, slot, session, addresses, hints)
        for entry, slot in zip(entries, slots, strict=True)
    )
    return Page(session, talks, account(parts, head, entries, addresses, settled))


def _references(lines: Iterable[Line]) -> dict[str, str]:
    """Return the table of addresses among *lines*; of two with one number the first counts."""
    references: dict[str, str] = {}
    for line in lines:
        if line.form is Form.REFERENCE:
            references.setdefault(line.label, line.text)
    return references


def _slots(entries: Sequence[Entry], head: Head, settled: Settled) -> list[Slot]:
    """Return when each of *entries* is; the session's time counts where none has its own."""
    if head.time_line and not any(entry.time_line for entry in entries):
        return [settled.slots[head.time_line]] * len(entries)
    return [settled.slots.get(entry.time_line or 0, Slot()) for entry in entries]


def _instead_of_title(parts: Parts, entries: Sequence[Entry], slots: Sequence[Slot]) -> str:
    """Return what to call a page without a title: a talk's own by its kind, a day's by the day."""
    first = entries[0]
    of_day = any(line.time and line.text.endswith(first.title) for line in parts.entries[0])
    if len(entries) == 1 and first.kind and not of_day:
        return as_written(clean_line(first.kind))
    days = Counter(slot.start.date() for slot in slots if slot.start)
    if not days:
        return "Session"
    ((day, _),) = days.most_common(1)
    return f"{day:%A} {day.day} {day:%B}"


def _talk(entry: Entry, slot: Slot, session: Session, addresses: Addresses, hints: Hints) -> Talk:
    return Talk(
        id="",
        session=session,
        title=clean_line(entry.title) or "Untitled",
        kind=as_written(clean_line(entry.kind)) if entry.kind else None,
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


def _links(entry: Entry, addresses: Addresses) -> tuple[Link, ...]:
    """Return the links of the heading, of the labels and in the abstract, each address once."""
    found: dict[str, Link] = {}
    for bracket in entry.brackets:
        label = None if bracket.words == entry.title else bracket.words
        if made := link(addresses.whole(bracket.target), label):
            found.setdefault(made.url, made)
    for made in links_in(addresses.spelled(entry.abstract)):
        found.setdefault(made.url, made)
    return tuple(found.values())
