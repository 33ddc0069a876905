"""Saved HTML pages of the virtual sites: calendars, lists of cards from 2018 to 2026, single talks.

``layouts`` and ``pages`` know the page designs; a page of an unknown design is read as the text
that it shows. Times are printed without a year, often without a zone, and resolved as for the same
pages saved as text.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from confbrowse.errors import ProgrammeError
from confbrowse.model import Link
from confbrowse.readers import calendar_text, session_text
from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, Remark, build_reading
from confbrowse.readers.dates import PrintedEntry, resolve_times
from confbrowse.readers.naming import programme_name
from confbrowse.readers.parsing import COMMENTS, LEAD
from confbrowse.readers.session_text.lines import split_room
from confbrowse.readers.virtual_html.layouts import LAYOUTS, cards, kind_in_urls, parse_time
from confbrowse.readers.virtual_html.pages import (
    calendar_entries,
    paper_table,
    single_talk,
    title_list,
)
from confbrowse.readers.virtual_html.site import (
    PageSite,
    find_site,
    leaf_texts,
    parse_page,
    text_in,
    visible_text,
)
from confbrowse.text.links import make_link, resolve_url
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import printed_time

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_HEAD_BYTES = 262_144
_MARKUP = lazy_pattern(LEAD + COMMENTS + rb"<(?:!doctype\s++html|html|head|body)", re.I | re.S)
_SITE = lazy_pattern(
    rb"/virtual/\d{4}|/Conferences/\d{4}/|maincard|event-card|track-schedule-card|eventhosts", re.I
)
_LOGIN_PAGE = lazy_pattern(
    r"registration required|you must be\s*+<a[^<>]*+>\s*+logged in", re.IGNORECASE
)
_TITLES = ("h2.card-title.main-title", "h1.page-title", ".header-title", "h1", "title")


def _recognises(raw: bytes) -> bool:
    return bool(_MARKUP.match(raw[:4096])) and bool(_SITE.search(raw[:_HEAD_BYTES]))


def _read(raw: bytes, hints: Hints) -> Reading:
    page = parse_page(raw, hints.source)
    page_site = find_site(page, hints)
    entries, remarks = _entries(page, page_site, hints)
    if not entries or _is_schedule(page, entries):
        reading = _read_as_text(page, page_site, hints)
        if reading and len(reading.programme.talks) > len(entries):
            return reading
    if not entries:
        raise ProgrammeError(f"{hints.source} {_why_nothing(page.html or '')}")
    drafts, unsure = resolve_times(entries, hints, page_site.zone, page_site.years)
    name = programme_name(hints, page_site.series, _year(drafts, page_site, hints))
    return replace(build_reading(name, drafts, hints, [*remarks, *unsure]), is_whole=False)


READER = Reader("virtual site (HTML)", _recognises, _read)


def _entries(
    page: "LexborHTMLParser", page_site: PageSite, hints: Hints
) -> tuple[Sequence[PrintedEntry], Sequence[Remark]]:
    """Return the entries of *page* by the first design that matches, and remarks."""
    found, remarks = calendar_entries(page, page_site.base)
    if found:
        return found, remarks
    edition = (
        None
        if "/virtual/" in page_site.address
        else hints.year or next(iter(page_site.years), None)
    )
    listed = cards(page, page_site.base, edition)
    listed = listed or paper_table(page, page_site.base) or title_list(page, page_site.base)
    if listed:
        return _in_session(page, listed), remarks
    return single_talk(page, page_site), remarks


def _in_session(page: "LexborHTMLParser", listed: Sequence[PrintedEntry]) -> Sequence[PrintedEntry]:
    """Return *listed* in the session of *page*, at its time if no entry has its own."""
    title, printed, room = _session_title(page), "", ""
    if not any(entry.printed for entry in listed):
        first = next((card for row in LAYOUTS for card in page.css(row.card)), None)
        if page.body and first:
            stop = frozenset((first.mem_id,))
            printed = next((text for text in leaf_texts(page.body, stop) if parse_time(text)), "")
        room, _ = split_room(text_in(page.body, "h5.text-center.text-muted") if page.body else "")
    time = parse_time(printed)
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
    """Return the title of the page: its heading, or its title without the site's name."""
    for selector in _TITLES:
        found = page.css_first(selector)
        if heading := text_in(found) if found else "":
            heading = re.sub(r"^(?:(?:Track|Session):|[A-Z]\w+ \d{4}:?)\s+(?=\S)", "", heading)
            return re.sub(r"(?<!\s)\s++Events$", "s", heading)
    return ""


def _year(drafts: Sequence[Draft], page_site: PageSite, hints: Hints) -> int | None:
    """Return the year of the programme: of most talks, else from the page's URLs."""
    counted = Counter(draft.start.year for draft in drafts if draft.start)
    return next((year for year, _ in counted.most_common(1)), None) or next(
        iter(page_site.years), hints.year
    )


def _is_schedule(page: "LexborHTMLParser", entries: Sequence[PrintedEntry]) -> bool:
    """Return whether a page of one talk, such as a workshop, also contains rows of times."""
    if len(entries) > 1:
        return False
    times = (printed_time(line) for line in visible_text(page).split("\n"))
    return sum(time is not None for time in times) > 1


def _read_as_text(page: "LexborHTMLParser", page_site: PageSite, hints: Hints) -> Reading | None:
    """Read *page*, whose design is unknown, as text; None if that gives nothing."""
    text = visible_text(page)
    if _LOGIN_PAGE.search(page.html or "") or not text:
        return None
    name = programme_name(hints, page_site.series, next(iter(page_site.years), hints.year))
    zone = hints.timezone or page_site.zone
    known = replace(hints, name=name, timezone=zone)
    lines = f"{text}\n".encode()
    reader = next(one for one in _TEXT_READERS if one.recognises(lines))
    try:
        reading = reader.read(lines, known)
    except ProgrammeError:
        return None
    numbered = enumerate(reading.programme.talks, 1)
    addresses = _talk_links(page, page_site.base)
    talks = tuple(
        replace(
            talk,
            source=f"{hints.source}, entry {n}",
            links=(*addresses.get(talk.title, ()), *talk.links),
        )
        for n, talk in numbered
    )
    remarks = [replace(remark, line=None) for remark in reading.remarks]
    unknown_layout = Remark(None, "", "unknown page layout; read as plain text", False)
    return Reading(replace(reading.programme, talks=talks), (*remarks, unknown_layout))


def _talk_links(page: "LexborHTMLParser", base: str) -> dict[str, tuple[Link, ...]]:
    """Return the links to pages of talks, by link text."""
    found: dict[str, tuple[Link, ...]] = {}
    for anchor in page.css("a[href*='/virtual/']"):
        written = resolve_url(f"{base}/", anchor.attributes.get("href") or "")
        whole = make_link(written, "Conference page", "other")
        if whole and kind_in_urls([RawLink(written)]):
            found[text_in(anchor)] = (whole,)
    return found


_TEXT_READERS = (calendar_text.READER, session_text.READER)


def _why_nothing(text: str) -> str:
    if _LOGIN_PAGE.search(text):
        return (
            "is a login page: this session is shown to registered users only. "
            "Log in with a browser and save the page again."
        )
    return (
        "is a virtual site page on which no talks were found. "
        "Save the page of a session, or copy the text shown by the browser into a text file."
    )
