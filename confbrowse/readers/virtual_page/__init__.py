"""Saved HTML pages of the virtual sites: calendars, lists of cards from 2018 to 2026, single talks.

``calendar``, ``layouts``, ``lists`` and ``single`` each know designs of the sites; a page of a
design that none of them knows is read as the text that it shows. Times are printed without a year,
often without a zone; they are settled as for the same pages saved as text.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from confbrowse.errors import ProgrammeError
from confbrowse.model import Link
from confbrowse.readers import calendar_page, session_page
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.naming import programme_name
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.readers.session_page.kinds import place
from confbrowse.readers.timed import Entry, settled
from confbrowse.readers.virtual_page.calendar import calendar
from confbrowse.readers.virtual_page.layouts import LAYOUTS, cards, kind_in, readable
from confbrowse.readers.virtual_page.lists import table, titles
from confbrowse.readers.virtual_page.single import single
from confbrowse.readers.virtual_page.site import Site, site
from confbrowse.readers.virtual_page.tree import as_text, leaves, tree, words
from confbrowse.text.links import link
from confbrowse.text.times import printed_time

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_LOOKED_AT = 262_144
_MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)",
    re.I | re.S,
)
_SITE = re.compile(
    rb"/virtual/\d{4}|/Conferences/\d{4}/|maincard|event-card|track-schedule-card|eventhosts", re.I
)
_WALL = re.compile(r"registration required|you must be\s*<a[^>]*>\s*logged in", re.IGNORECASE)
_TITLES = ("h2.card-title.main-title", "h1.page-title", ".header-title", "h1", "title")


def _recognises(raw: bytes) -> bool:
    return bool(_MARKUP.match(raw[:4096])) and bool(_SITE.search(raw[:_LOOKED_AT]))


def _read(raw: bytes, hints: Hints) -> Reading:
    page = tree(raw, hints.source)
    about = site(page, hints)
    entries, told = _entries(page, about, hints)
    if not entries or _is_schedule(page, entries):
        reading = _as_text(page, about, hints)
        if reading and len(reading.programme.talks) > len(entries):
            return reading
    if not entries:
        raise ProgrammeError(f"{hints.source} {_why_nothing(page.html or '')}")
    drafts, unsure = settled(entries, hints, about.zone, about.years)
    name = programme_name(hints, about.series, _year(drafts, about, hints))
    return replace(assembled(name, drafts, hints, [*told, *unsure]), is_whole=False)


READER = Reader("virtual site (HTML)", _recognises, _read)


def _entries(
    page: "LexborHTMLParser", about: Site, hints: Hints
) -> tuple[Sequence[Entry], Sequence[Remark]]:
    """Return the entries of *page* by the first design that has some, and what is told of them."""
    found, told = calendar(page, about.base)
    if found:
        return found, told
    edition = None if "/virtual/" in about.address else hints.year or next(iter(about.years), None)
    listed = cards(page, about.base, edition)
    listed = listed or table(page, about.base) or titles(page, about.base)
    if listed:
        return _in_session(page, listed), told
    return single(page, about), told


def _in_session(page: "LexborHTMLParser", listed: Sequence[Entry]) -> Sequence[Entry]:
    """Return *listed* in the session that *page* is about, at its time where no entry has its own."""
    title, printed, room = _session_title(page), "", ""
    if not any(entry.printed for entry in listed):
        first = next((card for row in LAYOUTS for card in page.css(row.card)), None)
        if page.body and first:
            stop = frozenset((first.mem_id,))
            printed = next((text for text in leaves(page.body, stop) if readable(text)), "")
        room, _ = place(words(page.body, "h5.text-center.text-muted") if page.body else "")
    time = readable(printed)
    return [
        replace(
            entry,
            draft=replace(
                entry.draft,
                session=entry.draft.session or title,
                session_room=room,
                room=entry.draft.room or room,
            ),
            time=entry.time or time,
            printed=entry.printed or printed,
        )
        for entry in listed
    ]


def _session_title(page: "LexborHTMLParser") -> str:
    """Return what the page is called: its heading, or its title without the site's name."""
    for selector in _TITLES:
        found = page.css_first(selector)
        if said := words(found) if found else "":
            said = re.sub(r"^(?:(?:Track|Session):|[A-Z]\w+ \d{4}:?)\s+(?=\S)", "", said)
            return re.sub(r"\s+Events$", "s", said)
    return ""


def _year(drafts: Sequence[Draft], about: Site, hints: Hints) -> int | None:
    """Return the year of the programme: of most talks, else of the page's addresses."""
    counted = Counter(draft.start.year for draft in drafts if draft.start)
    return next((year for year, _ in counted.most_common(1)), None) or next(
        iter(about.years), hints.year
    )


def _is_schedule(page: "LexborHTMLParser", entries: Sequence[Entry]) -> bool:
    """Return whether a page of one talk, a workshop's, holds rows of times as well."""
    if len(entries) > 1:
        return False
    times = (printed_time(line) for line in as_text(page).split("\n"))
    return sum(time is not None for time in times) > 1


def _as_text(page: "LexborHTMLParser", about: Site, hints: Hints) -> Reading | None:
    """Return what *page*, whose design is unknown, says as text; None where that is nothing."""
    text = as_text(page)
    if _WALL.search(page.html or "") or not text:
        return None
    name = programme_name(hints, about.series, next(iter(about.years), hints.year))
    zone = hints.timezone or about.zone
    known = replace(hints, name=name, timezone=zone)
    lines = f"{text}\n".encode()
    reader = next(one for one in _TEXT_READERS if one.recognises(lines))
    try:
        reading = reader.read(lines, known)
    except ProgrammeError:
        return None
    numbered = enumerate(reading.programme.talks, 1)
    addresses = _addresses(page, about.base)
    talks = tuple(
        replace(
            talk,
            source=f"{hints.source}, entry {n}",
            links=(*addresses.get(talk.title, ()), *talk.links),
        )
        for n, talk in numbered
    )
    remarks = [replace(remark, line=None) for remark in reading.remarks]
    told = Remark(None, "", "a page of unknown design, read as the text that it shows", False)
    return Reading(replace(reading.programme, talks=talks), (*remarks, told))


def _addresses(page: "LexborHTMLParser", base: str) -> dict[str, tuple[Link, ...]]:
    """Return the pages of talks that *page* leads to, by the words of the link."""
    found: dict[str, tuple[Link, ...]] = {}
    for anchor in page.css("a[href*='/virtual/']"):
        written = urljoin(f"{base}/", anchor.attributes.get("href") or "")
        whole = link(written, "Conference page", "other")
        if whole and kind_in([Address(written)]):
            found[words(anchor)] = (whole,)
    return found


_TEXT_READERS = (calendar_page.READER, session_page.READER)


def _why_nothing(text: str) -> str:
    if _WALL.search(text):
        return (
            "is a login page: the site shows this session to registered people only. "
            "Log in with a browser and save the page again."
        )
    return (
        "is a page of a virtual site with no talk on it that I know how to find. "
        "Save the page of a session, or copy what the browser shows into a text file."
    )
