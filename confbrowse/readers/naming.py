"""What to call a programme, which year it is of and where its site is, where nobody said so."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from confbrowse.readers.reader import Hints
from confbrowse.text.times import years_in

_SITES = {
    "ICML": "icml.cc",
    "NeurIPS": "neurips.cc",
    "ICLR": "iclr.cc",
    "MLSys": "mlsys.org",
    "COLM": "colm.cc",
    "AISTATS": "virtual.aistats.org",
    "CVPR": "cvpr.thecvf.com",
    "ICCV": "iccv.thecvf.com",
    "ECCV": "eccv.ecva.net",
}
"""The series whose sites are alike, with the hosts of their virtual pages."""
_PRINTED = {
    **{series.lower(): series for series in _SITES},
    "nips": "NeurIPS",
    "fosdem": "FOSDEM",
    "debconf": "DebConf",
    "europython": "EuroPython",
    "pycon": "PyCon",
    "kubecon": "KubeCon",
    "interspeech": "Interspeech",
}
"""How a series is written, where capitals alone are not it."""
_SHORT = 6
"""Letters of a series that is written in capitals: ICML, SIGIR."""
_EDITION = re.compile(r"(?P<series>[A-Za-z]{2,12})[-_ .]?(?P<year>(?:19|20)\d\d)(?!\d)")
_HOST = re.compile(r"https?://[\w.-]+", re.IGNORECASE | re.ASCII)
_PAGE_YEAR = re.compile(r"/virtual/(\d{4})\b", re.IGNORECASE)


def programme_name(hints: Hints, series: str | None = None, year: int | None = None) -> str:
    """Return the programme's name: as given, else *series* and *year* of the page, else the source.

    ``icml-2021-deep-learning-1.txt`` and a folder ``ICML 2021`` are both ``ICML 2021``.
    """
    if hints.name:
        return hints.name
    if series and year:
        return f"{series} {year}"
    for part in _parts(hints):
        if edition := _edition(part):
            return edition
    stem = next(_parts(hints), "")
    words = re.sub(r"[-_\s]+", " ", stem).strip()
    return words[:1].upper() + words[1:] or "Programme"


def page_years(addresses: Iterable[str]) -> list[int]:
    """Return the years of the virtual sites that *addresses* lead into, the most frequent first."""
    found = (year[1] for address in addresses if (year := _PAGE_YEAR.search(address)))
    return [int(year) for year, _ in Counter(found).most_common() if years_in(year)]


def named_years(hints: Hints) -> Iterator[int]:
    """Yield the years in the programme's name, the file's and the folder's, best first."""
    for text in (hints.name or "", *_parts(hints)):
        yield from years_in(text)


def series_of_site(addresses: Iterable[str]) -> str | None:
    """Return the series whose virtual site one of *addresses* leads into; None where none does."""
    base = base_of(addresses) or ""
    host = base.rpartition("/")[2].strip(".").split(".")
    known = (_PRINTED[part] for part in host if part in _PRINTED)
    return next(known, printed(host[-2]) if len(host) > 1 else None)


def base_of(addresses: Iterable[str]) -> str | None:
    """Return scheme and host of the virtual site that one of *addresses* leads into; None if none does."""
    for address in addresses:
        if (site := _HOST.match(address)) and _PAGE_YEAR.search(address):
            return site[0].lower()
    return None


def site_of(series: str | None, hints: Hints) -> str | None:
    """Return the address of the site of *series*, or of the one the source names; None if unknown."""
    named = (_edition(part) or "" for part in (hints.name or "", *_parts(hints)))
    known = (series or "", *(name.partition(" ")[0] for name in named))
    return next((f"https://{_SITES[name]}" for name in known if name in _SITES), None)


def printed(series: str) -> str:
    """Return *series* as it is written: ``NeurIPS`` for ``neurips``, ``ICML`` for ``icml``."""
    capitals = series.upper() if len(series) <= _SHORT else series.capitalize()
    return _PRINTED.get(series.lower()) or capitals


def _edition(text: str) -> str | None:
    """Return ``ICML 2021`` where *text* begins with an edition, or holds one of a known series."""
    for edition in _EDITION.finditer(text):
        if edition.start() == 0 or edition["series"].lower() in _PRINTED:
            return f"{printed(edition['series'])} {edition['year']}"
    return None


def _parts(hints: Hints) -> Iterator[str]:
    """Yield the source's file name without its ending, then its folder's name."""
    path = PurePath(hints.location or "")
    yield from (part for part in (path.stem, path.parent.name) if part)
