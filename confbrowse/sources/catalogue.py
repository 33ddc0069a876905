"""The catalogue of conferences: series from ``series.toml`` and the user's settings.

An invalid entry is reported and ignored; the others are used.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from confbrowse.paths import app_dirs, expand_user
from confbrowse.settings import OwnSeries, load
from confbrowse.text.clean import clean_line
from confbrowse.text.links import make_link
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import slug
from confbrowse.text.times import find_zone

_SHIPPED = Path(__file__).with_name("series.toml")
_CENTURY = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Numbered:
    """How editions are numbered, if not by year."""

    last: int
    """The number of the last edition in the year *of*."""
    of: int
    a_year: int = 1
    """Editions in a year."""


@dataclass(frozen=True, slots=True)
class Series:
    """A conference series, and where its programmes are published."""

    name: str
    url: str = ""
    """Contains ``{year}``, ``{yy}`` or ``{number}``; empty if only *editions* are known."""
    since: int = 0
    """The first edition at *url*."""
    title: str = ""
    """Full name, if *name* is short."""
    format: str = ""
    """Name of the format, as the readers call it; empty if unknown."""
    zone: str = ""
    """Time zone of the venue, if it is the same every year."""
    zones: tuple[tuple[int, str], ...] = ()
    """Time zones of single editions."""
    editions: tuple[tuple[int, str], ...] = ()
    """URLs of single editions that are elsewhere."""
    hosts: tuple[str, ...] = ()
    """Other host names of its site."""
    numbered: Numbered | None = None
    every: int = 1
    """Years from one edition to the next."""

    def address(self, edition: int) -> str | None:
        """Return the URL of *edition*, a year or number; None if unknown."""
        if single := dict(self.editions).get(edition):
            return single
        if not self.url or edition < self.since or (edition - self.since) % self.every:
            return None
        return self.url.format(year=edition, yy=f"{edition % 100:02}", number=edition)

    def venue(self, edition: int) -> str | None:
        """Return the time zone of the venue of *edition*; None if unknown."""
        return dict(self.zones).get(edition) or self.zone or None

    def edition_name(self, edition: int) -> str:
        """Return the name of *edition* as its conference writes it: ``NeurIPS 2024``."""
        return f"{self.name} {edition}"

    def edition_word(self, edition: int) -> str:
        """Return the name of *edition* as one word, for shells and programs: ``neurips-2024``."""
        return f"{slug(self.name)}-{edition}"

    def until(self, year: int) -> list[int]:
        """Return the editions with a known URL up to *year*, latest first."""
        last = year
        if self.numbered:
            last = self.numbered.last + (year - self.numbered.of) * self.numbered.a_year
        elif "{number}" in self.url:
            last = self.since  # the number of editions is unknown
        regular = range(self.since, last + 1, self.every) if self.url else ()
        return sorted({*regular, *(edition for edition, _ in self.editions)}, reverse=True)

    def edition(self, number: int) -> int:
        """Return the edition meant by *number*: 25 is the year 2025, too."""
        by_year = not self.numbered and "{number}" not in self.url
        return number + _CENTURY.start if by_year and number < 100 else number


Conferences = Callable[[], Sequence[Series]]
"""Loads the known series when they are needed."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The known series, and a sentence on each invalid entry."""

    series: tuple[Series, ...]
    faults: tuple[str, ...] = ()


def known(own: Iterable[OwnSeries] = ()) -> Catalogue:
    """Return the user's *own* series and then the shipped ones.

    An own series replaces a shipped one of the same name.
    """
    import tomllib  # most sources are not names of the catalogue

    mine = [Series(one.name, one.url, one.since, one.title, zone=one.zone) for one in own]
    data = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    shipped = read(data["series"])
    names = {slug(one.name) for one in mine}
    others = (one for one in shipped.series if slug(one.name) not in names)
    return Catalogue((*mine, *others), shipped.faults)


def read(entries: Iterable[Mapping[str, object]]) -> Catalogue:
    """Return the series in *entries*, tables as in ``series.toml``."""
    series: list[Series] = []
    faults = []
    for number, entry in enumerate(entries, 1):
        try:
            series.append(_series(entry))
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            name = clean_line(str(entry.get("name") or f"entry {number}"), 80)
            faults.append(f"Ignored {name} in the catalogue: {clean_line(str(error), 200)}.")
    return Catalogue(tuple(series), tuple(faults))


def _series(entry: Mapping[str, object]) -> Series:
    """Return the series in *entry*. Raises ValueError or TypeError with the reason."""
    data = dict(entry)
    for name in ("zones", "editions"):
        data[name] = tuple(_by_edition(data.get(name, {})))
    data["hosts"] = tuple(map(str, _list(data.get("hosts", []))))
    if isinstance(numbered := data.get("numbered"), dict):
        data["numbered"] = Numbered(**numbered)
    made = Series(**data)  # type: ignore[arg-type]  # checked below
    for fault in _faults(made):
        raise ValueError(fault)
    return made


def _faults(one: Series) -> Iterator[str]:
    texts = (one.name, one.url, one.title, one.format, one.zone)
    if (
        not all(isinstance(text, str) for text in texts)
        or type(one.since) is not int
        or type(one.every) is not int
    ):
        yield "a field has the wrong type"
    if not slug(one.name) or not (one.url or one.editions):
        yield "it has no name or no URL"
    if one.every < 1:
        yield "every must be at least 1"
    tried = [*(text for _, text in one.editions), one.address(one.since) or one.editions[0][1]]
    yield from (f"{text} is not a valid URL" for text in tried if not make_link(text))
    named = [one.zone, *(text for _, text in one.zones)]
    yield from (
        f"{text} is not a known time zone" for text in named if text and find_zone(text) is None
    )


def _by_edition(table: object) -> Iterator[tuple[int, str]]:
    if not isinstance(table, dict):
        raise TypeError("zones and editions must be tables by year")
    for edition, text in table.items():
        yield int(edition), str(text)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("hosts must be a list")
    return value


# Looking up editions: by name and by URL.

_MIN_SIMILARITY = 0.6
"""Smallest similarity of a name to what was searched for."""
_MOST = 40
"""Suggestions for what was typed."""
FEED = "/static/virtual/data/"
"""Part of the URLs of virtual sites, each of which has its own host."""
EXPORT = "/schedule/export/schedule."
"""Follows the event in URLs of pretalx, where a host can have many events."""
_NUMBER = lazy_pattern(r"(?<!\d)\d{2,4}(?!\d)")
_EDITION = lazy_pattern(r"(?P<name>.*?)-?(?P<number>\d{1,4})")


def find(name: str, series: Sequence[Series]) -> tuple[Series, int] | None:
    """Return the series and edition called *name*, such as ``FOSDEM 2025``; None if unknown."""
    match = _EDITION.fullmatch(slug(name))
    if match is None:
        return None
    for one in series:
        if match["name"] == slug(one.name):
            return one, one.edition(int(match["number"]))
    return None


def address(name: str, series: Sequence[Series]) -> str | None:
    """Return the URL of the programme called *name*, such as ``fosdem-2025``; None if unknown."""
    found = find(name, series)
    return found[0].address(found[1]) if found else None


def search(query: str, series: Sequence[Series]) -> list[Series]:
    """Return the *series* whose names are similar to *query*, best first; all if it is empty."""
    wanted = slug(query)
    if not query.strip():
        return list(series)
    found = [(-_similarity(wanted, one), folder_path) for folder_path, one in enumerate(series)]
    return [
        series[folder_path] for unlike, folder_path in sorted(found) if -unlike >= _MIN_SIMILARITY
    ]


def complete(text: str, series: Sequence[Series], today: date) -> list[str]:
    """Return editions that *text* can be completed to, best series and latest year first.

    For an empty text, the latest edition of each series.
    """
    if not text.strip():
        newest = ((one, one.until(today.year)[:1]) for one in series)
        return [one.edition_name(edition) for one, editions in newest for edition in editions]
    typed = _EDITION.fullmatch(slug(text))
    wanted, digits = (typed["name"], typed["number"]) if typed else (slug(text), "")
    found = [
        one.edition_name(edition)
        for one in search(wanted, series)
        for edition in one.until(max(today.year, int(digits or 0)))
        if str(edition).startswith(digits) or one.edition(int(digits)) == edition
    ]
    return found[:_MOST]


def venue_zone(name_or_url: str, series: Sequence[Series]) -> str | None:
    """Return the time zone of a programme's venue, by its name or URL; None if unknown.

    ``ICML 2026`` and any page of ``https://icml.cc/virtual/2026`` are in Asia/Seoul.
    """
    found = (
        next(at_address(name_or_url, series), None)
        if "://" in name_or_url
        else find(name_or_url, series)
    )
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
    """Whether *page* is on the site, or in the folder, of the programme at *there*."""
    if FEED in there:
        return host_of(page) in {host_of(there), *one.hosts}
    folder = there.partition(EXPORT)[0] if EXPORT in there else there.rpartition("/")[0]
    return bool(urlsplit(folder).path) and page.startswith(f"{folder.lower()}/")


def host_of(url: str) -> str:
    """Return the host of *url* in lower case, without prefixes that do not distinguish sites."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    return re.sub(r"^(?:www|dev)\.", "", host)


def _similarity(wanted: str, one: Series) -> float:
    """Return the similarity of *wanted* to a name of *one*; at least 1 if it is a part of it."""
    from difflib import SequenceMatcher  # for searches of the catalogue only

    names = [slug(name) for name in (one.name, one.title) if name]
    if names[0].startswith(wanted):
        return 2.0 + len(wanted) / len(names[0])
    if any(f"-{wanted}" in f"-{name}" for name in names):
        return 1.5
    if any(wanted in name or name in wanted for name in names):
        return 1.0
    return max(SequenceMatcher(None, wanted, name, autojunk=False).ratio() for name in names)


# Siblings: from one page of a known site to the data of its whole programme.

_DATA = lazy_pattern(
    r"\.(?:xml|json|ics|xcal|csv|tsv|ya?ml|zip|pdf|txt|frab)$|/(?:xml|ical)$", re.I
)
_OVERVIEW = lazy_pattern(
    r"/virtual/(?P<year>\d{4})(?:/loc/[\w-]+)?(?:/(?:calendar|papers(?:\.html)?|index\.html)?)?/?$"
    r"|/Conferences/(?P<old>\d{4})/Schedule(?:Multitrack)?/?$",
    re.IGNORECASE,
)
"""The pages of a virtual site that stand for its whole programme."""
_PRETALX_HOST = lazy_pattern(r"pretalx\.|cfp\.")
_PRETALX = lazy_pattern(
    r"(?P<event>/(?:talk/)?[\w-]+)(?:/(?:schedule|talk|speaker|sneak|featured)\b.*)?/?$"
)
_INDICO = lazy_pattern(r"(?P<before>.*)/event/(?P<id>\d++)(?:/.*)?\Z", re.DOTALL)
_FAHRPLAN = lazy_pattern(r"(?P<folder>.*/congress/\d{4}/fahrplan)(?:/.*)?\Z", re.I | re.S)


def siblings(url: str, series: Sequence[Series]) -> tuple[str, ...]:
    """Return URLs of the whole programme that the page at *url* belongs to, best first.

    Empty for data, and for pages of unknown sites.
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
    """Whether *url* ends like data, not like a web page."""
    return bool(_DATA.search(url.partition("?")[0].partition("#")[0]))


def _of_series(url: str, path: str, series: Sequence[Series]) -> Iterator[str]:
    """Yield the programmes that the page at *url* belongs to, according to the known series."""
    overview = _OVERVIEW.match(path)
    year = int(overview["year"] or overview["old"]) if overview else None
    for one, edition in at_address(url, series):
        there = one.address(edition) or ""
        if FEED not in there or edition == year:
            yield there


def _of_program(site: str, path: str, series: Sequence[Series]) -> Iterator[str]:
    """Yield the data that the software of the *site* is known to offer."""
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
    """Return the hosts of URLs that contain *shape*."""
    addresses = (url for one in series for url in (one.url, *(text for _, text in one.editions)))
    return {host_of(url) for url in addresses if shape in url}


# Completion of a source while it is typed: files, folders and known conferences.

_MOST_SUGGESTIONS = 40
_MOST_EDITIONS = 20


def complete_source(words: str, today: date, known: Conferences) -> list[str]:
    """Return what *words* can be completed to: editions, then files and folders.

    Reads the folder that *words* name. Names that are not clean text are left out: they cannot be
    typed.
    """
    if words.startswith(("http://", "https://")):
        return []
    is_path = words.startswith(("/", "~", "."))
    editions = [] if is_path else complete(words, known(), today)
    return [*editions[:_MOST_EDITIONS], *files(words)][:_MOST_SUGGESTIONS]


def conferences() -> Sequence[Series]:
    """Return the known conferences, the user's own first."""
    loaded = load(app_dirs().settings)  # the commands report invalid settings
    return known(loaded.settings.catalogue).series


def files(words: str) -> Sequence[str]:
    """Return the files and folders that *words* can be completed to; hidden ones only after a dot."""
    folder, _, start = words.rpartition("/")
    written = f"{folder}/" if "/" in words else ""
    folder_path = expand_user(written or ".")
    found = []
    with suppress(OSError, ValueError):
        for entry in os.scandir(folder_path):
            if entry.name.startswith(start) and (start or not entry.name.startswith(".")):
                found.append(f"{written}{entry.name}{'/' if entry.is_dir() else ''}")
    return sorted(one for one in found if one == clean_line(one))
