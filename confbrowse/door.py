"""Where bytes come in: files and the web alike, with what lies beside them and what comes next."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from pathlib import PurePath
from urllib.parse import urljoin, urlsplit

from confbrowse import catalogue
from confbrowse.catalogue import Conferences, Series
from confbrowse.errors import SourceError
from confbrowse.fetch import LARGEST, Source, beside, fetch
from confbrowse.readers import Hints
from confbrowse.text.clean import clean_line
from confbrowse.text.markup import plain
from confbrowse.web import Page, Web

_MOST_PAGES = 200
"""Of one feed."""
_HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)", re.I
)
_TITLE = re.compile(rb"<title[^>]{0,200}>(.{1,500}?)</title>", re.I | re.S)


def no_conferences() -> Sequence[Series]:
    """Return no series: no site is known."""
    return ()


@dataclass(frozen=True, slots=True)
class Door:
    """The way in for a number of sources that were given together."""

    given: Sequence[Source]
    web: Web | None = None
    conferences: Conferences = no_conferences
    """Asked for what is known of a site only where that is of use."""
    used: set[str] = field(default_factory=set)
    """Where the files lie that were read with another."""
    notices: list[str] = field(default_factory=list)
    """Sentences on what people should know."""

    def raw(self, source: Source) -> bytes:
        """Return the bytes of *source*. Raises SourceError."""
        if not source.url:
            return fetch(source)
        if self.web is None:
            raise SourceError(f"{source.name} is on the web, where nothing is looked for here.")
        page = self.web.get(source.url)
        if page.is_old:
            self.notices.append(_of_old(source.name, page))
        if catalogue.is_data(source.url) and _HTML.match(page.raw[:4096]):
            raise SourceError(_page_instead(source.name, page.raw))
        return page.raw

    def better(self, source: Source) -> list[Source]:
        """Return where the whole programme may be that *source*, a page on the web, is a part of."""
        if not source.url or self.web is None:
            return []
        found = catalogue.siblings(source.url, self.conferences())
        return [replace(source, name=url, url=url) for url in found]

    def hints(self, source: Source, hints: Hints) -> Hints:
        """Return *hints* with what only *source* has."""
        return replace(
            hints,
            source=clean_line(source.name),
            location=clean_line(source.location),  # as the library gives it back, to be compared
            beside=_Beside(source, self),
            follow=_Follow(source, self),
            venue_zone=_VenueZone(source, self),
        )


@dataclass(frozen=True, slots=True)
class _Beside:
    """Finds the files that belong to a source, and notes that they were used."""

    source: Source
    door: Door

    def __call__(self, pattern: str) -> list[bytes]:
        """Return the files that match *pattern*: in the source's folder, else those given with it."""
        named = (one for one in self.door.given if fnmatch(PurePath(one.location).name, pattern))
        given = [one for one in named if one.location != self.source.location]
        near = [one for one in beside(self.source, pattern) if one.location != self.source.location]
        chosen = given if self.source.url and given else near or given
        self.door.used.update(one.location for one in chosen)
        found = []
        for one in chosen:
            try:
                found.append(self.door.raw(one))
            except SourceError:
                if not one.url:  # a site need not have it
                    raise
        return found


@dataclass(frozen=True, slots=True)
class _Follow:
    """Goes from page to page of a feed, as long as it stays on the site that was named."""

    source: Source
    door: Door
    seen: dict[str, int] = field(default_factory=dict)
    """The pages that were read, with their bytes."""

    def __call__(self, url: str) -> list[bytes]:
        """Return the page at *url*; nothing where it cannot be had or leads elsewhere."""
        here = self.source.url
        there = urljoin(here, url)
        if not here or _site(there) != _site(here):
            return []  # a file that names an address must not send us there
        if there in {here, *self.seen} or len(self.seen) >= _MOST_PAGES:
            return []
        if sum(self.seen.values()) > LARGEST:
            return []
        try:
            raw = self.door.raw(Source(there, None, url=there))
        except SourceError:
            return []
        self.seen[there] = len(raw)
        return [raw]


@dataclass(frozen=True, slots=True)
class _VenueZone:
    """Knows the time zone of the venue of a programme, by its name, else by where it comes from."""

    source: Source
    door: Door

    def __call__(self, programme: str) -> str | None:
        """Return the zone of *programme*; None where nobody knows it."""
        known = self.door.conferences()
        return catalogue.venue_zone(programme, known) or catalogue.venue_zone(
            self.source.url, known
        )


def _site(url: str) -> tuple[str, str]:
    """Return the scheme and the host of *url*; none where it is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme.lower(), parts.netloc.lower()


def _of_old(name: str, page: Page) -> str:
    old = age(datetime.now(UTC) - page.fetched)
    when = f"{page.fetched:%Y-%m-%d %H:%M} UTC"
    return f"{name} cannot be reached; this is its copy of {when}, {old} old."


def age(passed: timedelta) -> str:
    """Return in words how long *passed* is: ``3 hours``."""
    seconds = int(passed.total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if number := seconds // size:
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return "less than a minute"


def _page_instead(name: str, raw: bytes) -> str:
    """Return the sentence for a web page that came instead of data, with what it is called."""
    title = _TITLE.search(raw[:65_536])
    words = clean_line(plain(title[1].decode("utf-8", errors="replace")).text, 80) if title else ""
    called = f", “{words}”," if words else ""
    return (
        f"{name} gave a web page{called} instead of a programme. Open it in a browser: it may ask "
        "for a login, or whether you are human. Then save the programme and add the file."
    )
