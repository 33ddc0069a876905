"""Series of conferences, read from ``series.toml`` and from the reader's own settings.

An entry that is wrong is named and left out; the others hold.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from confbrowse.settings import OwnSeries
from confbrowse.text.clean import clean_line
from confbrowse.text.links import link
from confbrowse.text.slugs import slug
from confbrowse.text.zones import zone

_SHIPPED = Path(__file__).with_name("series.toml")
_CENTURY = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Numbered:
    """How editions are numbered that are not called by their year."""

    last: int
    """The number of the last edition of the year *of*."""
    of: int
    a_year: int = 1
    """How many there are in a year."""


@dataclass(frozen=True, slots=True)
class Series:
    """A conference that comes again, and where its programmes are published."""

    name: str
    url: str = ""
    """With ``{year}``, ``{yy}`` or ``{number}`` in it; empty where only *editions* are known."""
    since: int = 0
    """The first edition that is at *url*."""
    title: str = ""
    """In full, where the name is short."""
    format: str = ""
    """What is there, as the readers call it; empty where nobody said."""
    zone: str = ""
    """The time zone of the venue, where it is the same every year."""
    zones: tuple[tuple[int, str], ...] = ()
    """That of single editions."""
    editions: tuple[tuple[int, str], ...] = ()
    """Where single editions are that are somewhere else."""
    hosts: tuple[str, ...] = ()
    """Other names of its site."""
    numbered: Numbered | None = None
    every: int = 1
    """Years from one edition to the next."""

    def address(self, edition: int) -> str | None:
        """Return where the programme of *edition* is: a year, or its number; None if unknown."""
        if single := dict(self.editions).get(edition):
            return single
        if not self.url or edition < self.since or (edition - self.since) % self.every:
            return None
        return self.url.format(year=edition, yy=f"{edition % 100:02}", number=edition)

    def venue(self, edition: int) -> str | None:
        """Return the time zone of the venue of *edition*; None if unknown."""
        return dict(self.zones).get(edition) or self.zone or None

    def called(self, edition: int) -> str:
        """Return the name of *edition*: ``fosdem-2025``."""
        return f"{slug(self.name)}-{edition}"

    def until(self, year: int) -> list[int]:
        """Return the editions whose address is known up to those of *year*, the newest first."""
        last = year
        if self.numbered:
            last = self.numbered.last + (year - self.numbered.of) * self.numbered.a_year
        elif "{number}" in self.url:
            last = self.since  # nobody knows how many there have been
        regular = range(self.since, last + 1, self.every) if self.url else ()
        return sorted({*regular, *(edition for edition, _ in self.editions)}, reverse=True)

    def edition(self, number: int) -> int:
        """Return the edition that people mean by *number*: the year 2025 by 25, too."""
        by_year = not self.numbered and "{number}" not in self.url
        return number + _CENTURY.start if by_year and number < 100 else number


Conferences = Callable[[], Sequence[Series]]
"""What reads the series that are known, once that is needed."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The series that are known, and a sentence on each entry that is wrong."""

    series: tuple[Series, ...]
    faults: tuple[str, ...] = ()


def known(own: Iterable[OwnSeries] = ()) -> Catalogue:
    """Return the reader's *own* series and those that come with confbrowse, in this order.

    One of the reader's takes the place of a shipped one of the same name.
    """
    import tomllib  # few sources are named by the catalogue

    mine = [Series(one.name, one.url, one.since, one.title, zone=one.zone) for one in own]
    told = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    shipped = read(told["series"])
    names = {slug(one.name) for one in mine}
    others = (one for one in shipped.series if slug(one.name) not in names)
    return Catalogue((*mine, *others), shipped.faults)


def read(entries: Iterable[Mapping[str, object]]) -> Catalogue:
    """Return the series that *entries*, tables as in ``series.toml``, describe."""
    series: list[Series] = []
    faults = []
    for number, entry in enumerate(entries, 1):
        try:
            series.append(_series(entry))
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            name = clean_line(str(entry.get("name") or f"entry {number}"), 80)
            faults.append(f"The catalogue's {name} is left out: {clean_line(str(error), 200)}.")
    return Catalogue(tuple(series), tuple(faults))


def _series(entry: Mapping[str, object]) -> Series:
    """Return the series that *entry* describes. Raises ValueError or TypeError with the reason."""
    told = dict(entry)
    for name in ("zones", "editions"):
        told[name] = tuple(_by_edition(told.get(name, {})))
    told["hosts"] = tuple(map(str, _list(told.get("hosts", []))))
    if isinstance(numbered := told.get("numbered"), dict):
        told["numbered"] = Numbered(**numbered)
    made = Series(**told)  # type: ignore[arg-type]  # checked below
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
        yield "a field is not of its type"
    if not slug(one.name) or not (one.url or one.editions):
        yield "it has no name or no address"
    if one.every < 1:
        yield "it never comes again"
    tried = [*(text for _, text in one.editions), one.address(one.since) or one.editions[0][1]]
    yield from (f"{text} is no address" for text in tried if not link(text))
    named = [one.zone, *(text for _, text in one.zones)]
    yield from (f"{text} is no time zone" for text in named if text and zone(text) is None)


def _by_edition(table: object) -> Iterator[tuple[int, str]]:
    if not isinstance(table, dict):
        raise TypeError("zones and editions are tables by year")
    for edition, text in table.items():
        yield int(edition), str(text)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("hosts is a list")
    return value
