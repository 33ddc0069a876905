"""Deriving the name, year and site of a programme, and splitting lists of people."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from confbrowse.readers.base import UNNAMED, Hints
from confbrowse.text.patterns import lazy_pattern
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
"""Series with the same kind of site, and the hosts of their virtual pages."""
_SPELLING = {
    **{series.lower(): series for series in _SITES},
    "nips": "NeurIPS",
    "fosdem": "FOSDEM",
    "debconf": "DebConf",
    "europython": "EuroPython",
    "pycon": "PyCon",
    "kubecon": "KubeCon",
    "interspeech": "Interspeech",
}
"""Spelling of series that are not written in capitals only."""
_MAX_CAPITALS = 6
"""Names of up to this length are written in capitals: ICML, SIGIR."""
_EDITION = lazy_pattern(r"(?P<series>[A-Za-z]{2,12})[-_ .]?(?P<year>(?:19|20)\d\d)(?!\d)")
_HOST = lazy_pattern(r"https?://[\w.-]+", re.IGNORECASE | re.ASCII)
_PAGE_YEAR = lazy_pattern(r"/virtual/(\d{4})\b", re.IGNORECASE)


def programme_name(hints: Hints, series: str | None = None, year: int | None = None) -> str:
    """Return the name of the programme: as given, else *series* and *year*, else from the source.

    ``icml-2021-deep-learning-1.txt`` and a folder ``ICML 2021`` both give ``ICML 2021``.
    """
    if hints.name:
        return hints.name
    if series and year:
        return f"{series} {year}"
    for part in _path_names(hints):
        if edition := _find_edition(part):
            return edition
    stem = next(filter(is_name, _path_names(hints)), "")
    words = re.sub(r"[-_\s]+", " ", stem).strip()
    return words[:1].upper() + words[1:] or UNNAMED


_NO_NAMES = frozenset(
    [
        "calendar",
        "contents",
        "conference",
        "data",
        "desktop",
        "document",
        "documents",
        "download",
        "downloads",
        "events",
        "export",
        "feed",
        "file",
        "full",
        "home",
        "index",
        "input",
        "items",
        "list",
        "main",
        "new",
        "output",
        "page",
        "papers",
        "program",
        "programme",
        "response",
        "result",
        "results",
        "sample",
        "schedule",
        "session",
        "sessions",
        "source",
        "talks",
        "temp",
        "test",
        "text",
        "tmp",
        "unknown",
        "untitled",
        "unnamed",
    ]
)
"""Words that say what a file is, or where from, but not of which conference."""
_COPY = lazy_pattern(r"[(\[]?\d{1,4}[)\]]?$|[-_ ]?cop(?:y|ie)$", re.IGNORECASE)


def is_name(stem: str) -> bool:
    """Return whether *stem* of a file may name a programme: no number, hash, or word such as ``download``."""
    plain = _COPY.sub("", stem.strip()).strip(" -_.").lower()
    words = [word for word in re.split(r"[\W_]+", plain) if word]
    is_hash = re.fullmatch(r"[0-9a-f-]{8,}", plain) is not None and any(map(str.isdigit, plain))
    has_letters = any(len(word) > 1 and not word.isdigit() for word in words)
    return has_letters and not is_hash and not _NO_NAMES.issuperset(words)


def years_of_sites(addresses: Iterable[str]) -> list[int]:
    """Return the years of the virtual sites in *addresses*, the most frequent first."""
    found = (year[1] for address in addresses if (year := _PAGE_YEAR.search(address)))
    return [int(year) for year, _ in Counter(found).most_common() if years_in(year)]


def years_in_names(hints: Hints) -> Iterator[int]:
    """Yield the years in the names of programme, file and folder, best first."""
    for text in (hints.name or "", *_path_names(hints)):
        yield from years_in(text)


def series_of_site(addresses: Iterable[str]) -> str | None:
    """Return the series of the virtual site in *addresses*; None if there is none."""
    base = site_base(addresses) or ""
    host = base.rpartition("/")[2].strip(".").split(".")
    known = (_SPELLING[part] for part in host if part in _SPELLING)
    return next(known, series_spelling(host[-2]) if len(host) > 1 else None)


def site_base(addresses: Iterable[str]) -> str | None:
    """Return scheme and host of the virtual site in *addresses*; None if there is none."""
    for address in addresses:
        if (site := _HOST.match(address)) and _PAGE_YEAR.search(address):
            return site[0].lower()
    return None


def site_url(series: str | None, hints: Hints) -> str | None:
    """Return the URL of the site of *series*, or of the one that the source names; None if unknown."""
    split_names = (_find_edition(part) or "" for part in (hints.name or "", *_path_names(hints)))
    known = (series or "", *(name.partition(" ")[0] for name in split_names))
    return next((f"https://{_SITES[name]}" for name in known if name in _SITES), None)


def series_spelling(series: str) -> str:
    """Return the usual spelling of *series*: ``NeurIPS`` for ``neurips``, ``ICML`` for ``icml``.

    An unknown one with capitals within, such as ``MothCon``, stays as it is.
    """
    if known := _SPELLING.get(series.lower()):
        return known
    if not series.isupper() and any(map(str.isupper, series[1:])):
        return series
    return series.upper() if len(series) <= _MAX_CAPITALS else series.capitalize()


def _find_edition(text: str) -> str | None:
    """Return ``ICML 2021`` if *text* begins with an edition, or contains one of a known series."""
    for edition in _EDITION.finditer(text):
        if edition.start() == 0 or edition["series"].lower() in _SPELLING:
            return f"{series_spelling(edition['series'])} {edition['year']}"
    return None


def _path_names(hints: Hints) -> Iterator[str]:
    """Yield the source's file name without suffix, then the name of its folder."""
    path = PurePath(hints.location or "")
    yield from (part for part in (path.stem, path.parent.name) if part)


# People in one field: ``A, B and C``, ``Byron, Ada*; Ångström, Bo``.

_NAME_SEPARATORS = lazy_pattern(r",\s++(?:and|und|&)\s++|(?<!\s)\s++(?:and|und|&)\s++|[,;|]\s*+")


def split_list(text: str, separators: str = "|;,") -> list[str]:
    """Return the parts of *text*, split at the first of *separators* that occurs."""
    separator = next((mark for mark in separators if mark in text), None)
    return [part.strip() for part in text.split(separator)] if separator else [text] if text else []


def split_names(text: str) -> list[str]:
    """Return the names in *text*, a list as in a sentence: ``A, B and C``."""
    return [name.strip() for name in _NAME_SEPARATORS.split(text) if name.strip()]
