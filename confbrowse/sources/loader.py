"""Loads sources: their bytes, files published with them, next pages of feeds, venue time zones."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from pathlib import PurePath
from urllib.parse import urlsplit

from confbrowse.errors import SourceError
from confbrowse.readers import Hints
from confbrowse.readers.parsing import COMMENTS, LEAD
from confbrowse.sources import catalogue
from confbrowse.sources.catalogue import Conferences, Series
from confbrowse.sources.files import LARGEST, Source, beside, fetch
from confbrowse.sources.http import HttpClient, Response
from confbrowse.text.clean import clean_line
from confbrowse.text.html import html_to_text
from confbrowse.text.links import resolve_url
from confbrowse.text.patterns import lazy_pattern

_MOST_PAGES = 200
"""Of one feed."""
_HTML = lazy_pattern(LEAD + COMMENTS + rb"<(?:!doctype\s++html|html)", re.I | re.S)
_TITLE = lazy_pattern(rb"<title[^<>]{0,200}+>([^<]{1,500}+)</title>", re.I)


def no_conferences() -> Sequence[Series]:
    """Return no series, for callers without a catalogue."""
    return ()


@dataclass(frozen=True, slots=True)
class SourceLoader:
    """Loads a number of sources that were named together."""

    given: Sequence[Source]
    web: HttpClient | None = None
    conferences: Conferences = no_conferences
    """Called only when knowledge about a site is of use."""
    used: set[str] = field(default_factory=set)
    """Locations of files that were read as part of another source."""
    started: dict[str, float] = field(default_factory=dict)
    """When fetching each URL began, as a ``time.monotonic`` value."""
    notices: list[str] = field(default_factory=list)
    """Sentences for the user."""

    def raw(self, source: Source) -> bytes:
        """Return the bytes of *source*. Raises SourceError."""
        if not source.url:
            return fetch(source)
        if self.web is None:
            raise SourceError(f"{source.name} is on the web, which is not available here.")
        self.started.setdefault(source.url, time.monotonic())
        page = self.web.get(source.url)
        if page.is_old:
            self.notices.append(_of_old(source.name, page))
        if catalogue.is_data(source.url) and _HTML.match(page.raw[:4096]):
            raise SourceError(_page_instead(source.name, page.raw))
        return page.raw

    def better(self, source: Source) -> list[Source]:
        """Return where the whole programme may be that *source*, a web page, is part of."""
        if not source.url or self.web is None:
            return []
        found = catalogue.siblings(source.url, self.conferences())
        return [replace(source, name=url, url=url) for url in found]

    def hints(self, source: Source, hints: Hints) -> Hints:
        """Return *hints* with what is specific to *source*."""
        return replace(
            hints,
            source=clean_line(source.name),
            location=clean_line(source.location),  # as the library returns it, to be compared
            beside=_Beside(source, self),
            follow=_Follow(source, self),
            check_time=_CheckTime(source, self),
            venue_zone=_VenueZone(source, self),
        )


@dataclass(frozen=True, slots=True)
class _Beside:
    """Finds the files that belong to a source, and records that they were used."""

    source: Source
    loader: SourceLoader

    def __call__(self, pattern: str) -> list[bytes]:
        """Return the files that match *pattern*: in the source's folder, else among the named ones."""
        named = (one for one in self.loader.given if fnmatch(PurePath(one.location).name, pattern))
        given = [one for one in named if one.location != self.source.location]
        near = [one for one in beside(self.source, pattern) if one.location != self.source.location]
        chosen = given if self.source.url and given else near or given
        self.loader.used.update(one.location for one in chosen)
        found = []
        for one in chosen:
            try:
                found.append(self.loader.raw(one))
            except SourceError:
                if not one.url:  # a site need not have it
                    raise
        return found


@dataclass(frozen=True, slots=True)
class _Follow:
    """Follows the pages of a feed as long as they are on the site that the user named."""

    source: Source
    loader: SourceLoader
    seen: dict[str, int] = field(default_factory=dict)
    """The pages that were read, and their bytes."""

    def __call__(self, url: str) -> list[bytes]:
        """Return the page at *url*; empty if it cannot be fetched or is on another site."""
        here = self.source.url
        there = resolve_url(here, url)
        if not here or _site(there) != _site(here):
            return []  # a local file must not make us fetch URLs
        if there in {here, *self.seen} or len(self.seen) >= _MOST_PAGES:
            return []
        if sum(self.seen.values()) > LARGEST:
            return []
        try:
            raw = self.loader.raw(Source(there, None, url=there))
        except SourceError:
            return []
        self.seen[there] = len(raw)
        _CheckTime(self.source, self.loader)()
        return [raw]


@dataclass(frozen=True, slots=True)
class _CheckTime:
    """Ends the reading of a web page if fetching and reading take too long together.

    It is called between two records, so it cannot interrupt one call of a parser (JSON, XML, HTML),
    whose time is bounded by the size of the page. Local files have no limit.
    """

    source: Source
    loader: SourceLoader

    def __call__(self) -> None:
        """Raise SourceError or InterruptedError if reading must end."""
        started = self.loader.started.get(self.source.url)
        if self.loader.web and started is not None:
            self.loader.web.check_time(self.source.name, started)


@dataclass(frozen=True, slots=True)
class _VenueZone:
    """Knows the time zone of a programme's venue, by its name or the URL of the source."""

    source: Source
    loader: SourceLoader

    def __call__(self, programme: str) -> str | None:
        """Return the time zone of *programme*; None if unknown."""
        known = self.loader.conferences()
        return catalogue.venue_zone(programme, known) or catalogue.venue_zone(
            self.source.url, known
        )


def _site(url: str) -> tuple[str, str]:
    """Return scheme and host of *url*; empty strings if it is invalid."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme.lower(), parts.netloc.lower()


def _of_old(name: str, page: Response) -> str:
    old = age(datetime.now(UTC) - page.fetched)
    when = f"{page.fetched:%Y-%m-%d %H:%M} UTC"
    return f"{name} cannot be reached; using the copy of {when}, {old} old."


def age(passed: timedelta) -> str:
    """Return *passed* in words: ``3 hours``."""
    seconds = int(passed.total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if number := seconds // size:
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return "less than a minute"


def _page_instead(name: str, raw: bytes) -> str:
    """Return the sentence for a web page that was returned instead of data, with its title."""
    title = _TITLE.search(raw[:65_536])
    words = (
        clean_line(html_to_text(title[1].decode("utf-8", errors="replace")).text, 80)
        if title
        else ""
    )
    called = f", “{words}”," if words else ""
    return (
        f"{name} returned a web page{called} instead of a programme. Open it in a browser: it may ask "
        "for a login or a captcha. Then save the programme and add the file."
    )
