"""What to call a programme, and which year it is of, where nobody said so."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from urllib.parse import urlsplit

from confbrowse.readers.reader import Hints
from confbrowse.text.times import years_in

_PRINTED = {
    "neurips": "NeurIPS",
    "nips": "NeurIPS",
    "mlsys": "MLSys",
    "fosdem": "FOSDEM",
    "debconf": "DebConf",
    "europython": "EuroPython",
    "pycon": "PyCon",
    "kubecon": "KubeCon",
    "aistats": "AISTATS",
    "interspeech": "Interspeech",
}
"""How a series is written, where capitals alone (ICML, CVPR) are not it."""
_EDITION = re.compile(r"(?P<series>[A-Za-z]{2,12})[-_ .]?(?P<year>(?:19|20)\d\d)(?!\d)")
_ADDRESS_YEAR = re.compile(r"/(?:virtual|Conferences)/(\d{4})\b", re.IGNORECASE)


def programme_name(hints: Hints, addresses: Iterable[str] = ()) -> str:
    """Return the programme's name: as given, else from the page's *addresses*, else from the source.

    ``icml-2021-deep-learning-1.txt`` and ``https://icml.cc/virtual/2021/...`` are both ``ICML 2021``.
    """
    if hints.name:
        return hints.name
    for address in addresses:
        if year := _ADDRESS_YEAR.search(address):
            host = (urlsplit(address).hostname or "").split(".")
            if len(host) > 1:
                return f"{_printed(host[-2])} {year[1]}"
    for part in _parts(hints):
        if edition := _EDITION.match(part):
            return f"{_printed(edition['series'])} {edition['year']}"
    stem = next(_parts(hints), "")
    words = re.sub(r"[-_]+", " ", stem).strip()
    return words[:1].upper() + words[1:] or "Programme"


def year_hints(hints: Hints, addresses: Iterable[str]) -> Iterator[int]:
    """Yield the years that the addresses on the page, the name and the source suggest, best first."""
    for address in addresses:
        if year := _ADDRESS_YEAR.search(address):
            yield int(year[1])
    for text in (hints.name or "", *_parts(hints)):
        yield from years_in(text)


def _parts(hints: Hints) -> Iterator[str]:
    """Yield the source's file name without its ending, then its folder's name."""
    path = PurePath(hints.location or "")
    yield from (part for part in (path.stem, path.parent.name) if part)


def _printed(series: str) -> str:
    lower = series.lower()
    return _PRINTED.get(lower) or (series.upper() if len(series) <= 6 else series.capitalize())
