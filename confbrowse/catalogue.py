"""Known conferences: series whose programmes are where the year says, read from ``catalogue.toml``."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from confbrowse.text.slugs import slug
from confbrowse.text.times import years_in

_SHIPPED = Path(__file__).with_name("catalogue.toml")
_ALIKE = 0.6
"""How alike a name is at least to one that is asked for."""


@dataclass(frozen=True, slots=True)
class Series:
    """A conference that comes again and publishes its programme in the same way."""

    name: str
    url: str
    """With ``{year}`` or ``{yy}`` in it."""
    since: int
    """The first year whose programme is there."""
    title: str = ""
    """In full, where the name is short."""

    def address(self, year: int) -> str:
        """Return where the programme of *year* is."""
        return self.url.format(year=year, yy=f"{year % 100:02}")


def shipped() -> tuple[Series, ...]:
    """Return the series that come with confbrowse, in the order of the file."""
    import tomllib  # few sources are named by the catalogue

    told = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    return tuple(Series(**entry) for entry in told["series"])


def address(name: str, series: Sequence[Series]) -> str | None:
    """Return where the programme called *name* is, say ``fosdem-2025``; None where nobody knows."""
    wanted = slug(name)
    for one in series:
        for year in years_in(name):
            if wanted == f"{slug(one.name)}-{year}" and year >= one.since:
                return one.address(year)
    return None


def search(query: str, series: Sequence[Series]) -> list[Series]:
    """Return the *series* whose names are like *query*, the likest first; all for an empty one."""
    wanted = slug(query)
    if not query.strip():
        return list(series)
    found = [(-_likeness(wanted, one), place) for place, one in enumerate(series)]
    return [series[place] for unlike, place in sorted(found) if -unlike >= _ALIKE]


def _likeness(wanted: str, one: Series) -> float:
    """Return how alike *wanted* is to a name of *one*: 1 where it is a part of it."""
    from difflib import SequenceMatcher  # only for those who look into the catalogue

    names = [slug(name) for name in (one.name, one.title) if name]
    if any(wanted in name or name in wanted for name in names):
        return 1.0
    return max(SequenceMatcher(None, wanted, name, autojunk=False).ratio() for name in names)
