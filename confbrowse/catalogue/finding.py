"""Editions found: by their name, as it is typed, and by the address of a page."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from confbrowse.catalogue.series import Series
from confbrowse.text.slugs import slug

_ALIKE = 0.6
"""How alike a name is at least to one that is asked for."""
_MOST = 40
"""Proposals for what is typed."""
FEED = "/static/virtual/data/"
"""In the addresses of virtual sites, each of which has a host of its own."""
EXPORT = "/schedule/export/schedule."
"""What comes after the event in the addresses of a pretalx, which may hold many."""
_NUMBER = re.compile(r"(?<!\d)\d{2,4}(?!\d)")
_EDITION = re.compile(r"(?P<name>.*?)-?(?P<number>\d{1,4})")


def find(name: str, series: Sequence[Series]) -> tuple[Series, int] | None:
    """Return the series and the edition that *name* means, say ``FOSDEM 2025``; None for nothing."""
    match = _EDITION.fullmatch(slug(name))
    if match is None:
        return None
    for one in series:
        if match["name"] == slug(one.name):
            return one, one.edition(int(match["number"]))
    return None


def address(name: str, series: Sequence[Series]) -> str | None:
    """Return where the programme called *name* is, say ``fosdem-2025``; None where nobody knows."""
    found = find(name, series)
    return found[0].address(found[1]) if found else None


def search(query: str, series: Sequence[Series]) -> list[Series]:
    """Return the *series* whose names are like *query*, the likest first; all for an empty one."""
    wanted = slug(query)
    if not query.strip():
        return list(series)
    found = [(-_likeness(wanted, one), place) for place, one in enumerate(series)]
    return [series[place] for unlike, place in sorted(found) if -unlike >= _ALIKE]


def complete(text: str, series: Sequence[Series], today: date) -> list[str]:
    """Return names of editions that *text* may become, the likest series and newest year first.

    For an empty text it is the newest edition of each series.
    """
    if not text.strip():
        newest = ((one, one.until(today.year)[:1]) for one in series)
        return [one.called(edition) for one, editions in newest for edition in editions]
    typed = _EDITION.fullmatch(slug(text))
    wanted, begun = (typed["name"], typed["number"]) if typed else (slug(text), "")
    found = [
        one.called(edition)
        for one in search(wanted, series)
        for edition in one.until(max(today.year, int(begun or 0)))
        if str(edition).startswith(begun) or one.edition(int(begun)) == edition
    ]
    return found[:_MOST]


def venue_zone(told: str, series: Sequence[Series]) -> str | None:
    """Return the time zone of the venue of a programme, by its name or its address; None if unknown.

    ``ICML 2026`` and any page of ``https://icml.cc/virtual/2026`` are in Asia/Seoul.
    """
    found = next(at_address(told, series), None) if "://" in told else find(told, series)
    return found[0].venue(found[1]) if found else None


def at_address(url: str, series: Sequence[Series]) -> Iterator[tuple[Series, int]]:
    """Yield the editions whose programme is at *url*, or that have a page there."""
    bare = url.partition("?")[0].partition("#")[0].rstrip("/").lower()
    numbers = [int(number) for number in _NUMBER.findall(url)]
    for one in series:
        for edition in dict.fromkeys(map(one.edition, numbers)):
            there = one.address(edition)
            if there and (there == url or _is_below(f"{bare}/", there, one)):
                yield one, edition


def _is_below(page: str, there: str, one: Series) -> bool:
    """Return whether *page* is one of the site, or in the folder, whose programme is *there*."""
    if FEED in there:
        return host_of(page) in {host_of(there), *one.hosts}
    folder = there.partition(EXPORT)[0] if EXPORT in there else there.rpartition("/")[0]
    return bool(urlsplit(folder).path) and page.startswith(f"{folder.lower()}/")


def host_of(url: str) -> str:
    """Return the host of *url* in small letters, without what does not tell sites apart."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    return re.sub(r"^(?:www|dev)\.", "", host)


def _likeness(wanted: str, one: Series) -> float:
    """Return how alike *wanted* is to a name of *one*: 1 and more where it is a part of it."""
    from difflib import SequenceMatcher  # only for those who look into the catalogue

    names = [slug(name) for name in (one.name, one.title) if name]
    if names[0].startswith(wanted):
        return 2.0 + len(wanted) / len(names[0])
    if any(f"-{wanted}" in f"-{name}" for name in names):
        return 1.5
    if any(wanted in name or name in wanted for name in names):
        return 1.0
    return max(SequenceMatcher(None, wanted, name, autojunk=False).ratio() for name in names)
