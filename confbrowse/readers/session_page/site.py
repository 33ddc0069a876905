"""What a page tells of the site it is from: its series, its years, its addresses."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from confbrowse.readers.naming import (
    base_of,
    page_years,
    printed,
    programme_name,
    series_of_site,
    site_of,
)
from confbrowse.readers.reader import Hints
from confbrowse.readers.session_page.blocks import MARKERS
from confbrowse.readers.session_page.lines import Form, Line
from confbrowse.text.times import years_in

_OWNER = re.compile(r"(?:\|\s*)?(?:The )?(\w{2,20}) (?:uses cookies|Logo above)")
_SELECTED = re.compile(r"Select Year: \((\d{4})\)")
_ADDRESS = re.compile(r"https?://[^\s)>\]]+")
_LINKED_WORDS = re.compile(r"\[([^\[\]]{1,200})\]\[(\d{1,6})\]")


@dataclass(frozen=True, slots=True)
class Site:
    """The site of a page."""

    name: str
    """The programme's name."""
    base: str | None
    """Scheme and host of relative addresses; None where nothing tells them."""
    years: tuple[int, ...]
    """Those that its addresses, its navigation and its texts name, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the brackets of a page lead."""

    references: Mapping[str, str]
    """The table at the page's end: numbers and addresses."""
    base: str | None

    def whole(self, target: str) -> str:
        """Return the address behind *target*, an address or a reference's number; complete if possible."""
        address = self.references.get(target, "" if target.isdecimal() else target)
        relative = address.startswith("/") and not address.startswith("//")
        return f"{self.base}{address}" if self.base and relative else address

    def spelled(self, text: str) -> str:
        """Return *text* with the whole addresses of ``[words][12]`` spelled out, for all to see."""

        def address(match: re.Match[str]) -> str:
            target = self.whole(match[2])
            return f"[{match[1]}]({target})" if target.startswith("http") else match[0]

        return _LINKED_WORDS.sub(address, text)

    def used_in(self, text: str) -> set[str]:
        """Return the numbers of the references that ``spelled`` finds in *text*."""
        numbers = {match[2] for match in _LINKED_WORDS.finditer(text)}
        return {number for number in numbers if self.whole(number).startswith("http")}


def read_site(lines: Sequence[Line], hints: Hints) -> Site:
    """Return what *lines*, a whole text, tell of its site; *hints* help where they do not."""
    addresses = [hints.location, *_addresses(lines)]
    years = [*page_years(addresses), *_selected(lines)]
    dated = [line.time.year for line in lines if line.time and line.time.year]
    series = series_of_site(addresses) or _owner(lines)
    name = programme_name(hints, series, next(iter((*dated, *years)), hints.year))
    # an abstract may speak of another edition: its year counts last, and not for the name
    mentioned = page_years(one for line in lines for one in _ADDRESS.findall(line.source))
    return Site(
        name,
        base_of(addresses) or site_of(series, hints),
        tuple(dict.fromkeys((*years, *mentioned))),
    )


def _selected(lines: Iterable[Line]) -> list[int]:
    """Return the year that the site's navigation says is selected."""
    found = (_SELECTED.search(ln.source) for ln in lines if ln.form in (Form.NAVIGATION, Form.TEXT))
    return [year for match in found if match for year in years_in(match[1])]


def _owner(lines: Iterable[Line]) -> str | None:
    """Return the series whose logo and cookies the foot of the page speaks of."""
    found = (_OWNER.match(line.source) for line in lines if line.form is Form.FOOTER)
    return next((printed(match[1]) for match in found if match), None)


def _addresses(lines: Sequence[Line]) -> list[str]:
    """Return the addresses of the site: in its navigation, its tables, its headings and labels."""
    first = next((at for at, line in enumerate(lines) if line.form in MARKERS), len(lines))
    found = [line.text for line in lines if line.form is Form.REFERENCE]
    found += [bracket.target for line in lines for bracket in line.brackets]
    for line in lines[:first]:
        found += _ADDRESS.findall(line.source)
    return found
