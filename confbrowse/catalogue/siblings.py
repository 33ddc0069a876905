"""From a page of a known site to where the same site has its whole programme as data."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from confbrowse.catalogue.finding import EXPORT, FEED, at_address, host_of
from confbrowse.catalogue.series import Series

_DATA = re.compile(r"\.(?:xml|json|ics|xcal|csv|tsv|ya?ml|zip|pdf|txt|frab)$|/(?:xml|ical)$", re.I)
_OVERVIEW = re.compile(
    r"/virtual/(?P<year>\d{4})(?:/loc/[\w-]+)?(?:/(?:calendar|papers(?:\.html)?|index\.html)?)?/?$"
    r"|/Conferences/(?P<old>\d{4})/Schedule(?:Multitrack)?/?$",
    re.IGNORECASE,
)
"""The pages of a virtual site that stand for its whole programme."""
_PRETALX_HOST = re.compile(r"pretalx\.|cfp\.")
_PRETALX = re.compile(
    r"(?P<event>/(?:talk/)?[\w-]+)(?:/(?:schedule|talk|speaker|sneak|featured)\b.*)?/?$"
)
_INDICO = re.compile(r"(?P<before>.*)/event/(?P<id>\d+)(?:/.*)?$")
_FAHRPLAN = re.compile(r"(?P<folder>.*/congress/\d{4}/fahrplan)(?:/.*)?$", re.IGNORECASE)


def siblings(url: str, series: Sequence[Series]) -> tuple[str, ...]:
    """Return where the programme that the page at *url* belongs to may be had whole, best first.

    Empty for data, and for a page of a site that is not known.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    if is_data(url) or not parts.hostname or "@" in parts.netloc:
        return ()
    site = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
    found = (
        *_of_series(url, parts.path, series),
        *_of_program(site, parts.path, series),
    )
    return tuple(dict.fromkeys(one for one in found if one != url))


def is_data(url: str) -> bool:
    """Return whether *url* says by its end that it leads to data, not to a web page."""
    return bool(_DATA.search(url.partition("?")[0].partition("#")[0]))


def _of_series(url: str, path: str, series: Sequence[Series]) -> Iterator[str]:
    """Yield the programmes that the page at *url* belongs to, by what is known of series."""
    overview = _OVERVIEW.match(path)
    year = int(overview["year"] or overview["old"]) if overview else None
    for one, edition in at_address(url, series):
        there = one.address(edition) or ""
        if FEED not in there or edition == year:
            yield there


def _of_program(site: str, path: str, series: Sequence[Series]) -> Iterator[str]:
    """Yield what the program that runs the *site* is known to offer."""
    host = host_of(site)
    if fahrplan := _FAHRPLAN.match(path):
        yield f"{site}{fahrplan['folder']}/schedule.json"
    if host.endswith(".sched.com"):
        yield f"{site}/all.ics"
    if (indico := _INDICO.match(path)) and ("indico" in host or host in _hosts(series, "/event/")):
        yield f"{site}{indico['before']}/export/timetable/{indico['id']}.json"
        yield f"{site}{indico['before']}/event/{indico['id']}/event.ics?scope=contribution"
    if (pretalx := _PRETALX.match(path)) and (
        _PRETALX_HOST.match(host) or host in _hosts(series, EXPORT)
    ):
        yield f"{site}{pretalx['event']}{EXPORT}json"


def _hosts(series: Sequence[Series], shape: str) -> set[str]:
    """Return the hosts of addresses with *shape* in them."""
    addresses = (url for one in series for url in (one.url, *(text for _, text in one.editions)))
    return {host_of(url) for url in addresses if shape in url}
