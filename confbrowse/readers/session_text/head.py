"""The head of a session page: everything before its first entry.

    head := navigation* page-kind? title people? room? time? "Abstract:"? description

Lines before the title are site navigation. Other lines after it are the description of the session,
so that no line is lost.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from confbrowse.readers.base import Hints, Remark
from confbrowse.readers.naming import (
    programme_name,
    series_of_site,
    series_spelling,
    site_base,
    site_url,
    years_of_sites,
)
from confbrowse.readers.session_text.lines import (
    MARKERS,
    Form,
    Line,
    is_kind,
    is_link_word,
    is_people,
    is_place,
    looks_like_name,
    names,
    paragraphs,
    people_lines,
    prose,
)
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import years_in

_PAGE_KINDS = frozenset(("workshops", "tutorials", "posters", "orals", "spotlights", "events"))
_NO_CONTENT = (
    *(Form.BLANK, Form.PAGE_HEADER, Form.SITE_TEXT, Form.FOOTER, Form.NAVIGATION, Form.REFERENCE),
    Form.TIME,  # the session's time; times of talks are not in the head
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page says about its session."""

    title: str = ""
    """Empty if it has none, as on the page of a day."""
    chairs: tuple[str, ...] = ()
    room: str | None = None
    abstract: str = ""
    timezone: str | None = None
    time_line: int | None = None
    """The number of the line with the time of the session."""
    remarks: tuple[Remark, ...] = ()


def read_head(lines: Sequence[Line], titled: bool = True) -> Head:
    """Read *lines*, those before the first entry; *titled* if they contain the session's title."""
    content = [line for line in lines if line.form not in _NO_CONTENT and not _is_zone(line)]
    in_site = any(line.form is Form.NAVIGATION for line in lines)
    index = _title_index(content, in_site) if titled else None
    title, after = (content[index], content[index + 1 :]) if index is not None else (None, [])
    chairs = _chair_lines(after)
    room = _room(after, chairs)
    description_lines = {
        line for line in after if line not in (room, *chairs) and not _is_empty(line)
    }
    return Head(
        title=title.text if title else "",
        chairs=names(" ".join(line.text for line in chairs)),
        room=(room.brackets[0].words if room.brackets else room.text) if room else None,
        abstract=prose(
            paragraphs(ln for ln in lines if ln in description_lines or ln.form is Form.BLANK)
        ),
        timezone=next((line.text for line in lines if _is_zone(line) and line.text != "»"), None),
        time_line=next((line.number for line in lines if line.form is Form.TIME), None),
        remarks=(*_remarks(lines), *map(_navigation, content[:index])),
    )


def is_page_kind(line: Line) -> bool:
    """Return whether *line* is a heading above titles: ``Session``, ``Workshops``."""
    if line.form not in (Form.TEXT, Form.HEADING):
        return False
    return is_kind(line.text) or line.text.lower() in _PAGE_KINDS


def is_title(line: Line) -> bool:
    """Return whether *line* can be a title: not people, and no other form."""
    return line.form in (Form.TEXT, Form.HEADING) and not is_people(line.text)


def _title_index(content: Sequence[Line], in_site: bool) -> int | None:
    """Return the index of the session's title in *content*; None if it has none.

    It follows the first ``Session``, else the last other page kind before people, room or
    ``Abstract:``, else it is the first heading. On a page without site navigation it may also be
    the line before people, room or ``Abstract:``, else the first text.
    """
    ends = next(
        (index for index, line in enumerate(content) if index and not is_title(line)), len(content)
    )
    titled = [index for index, line in enumerate(content) if index and is_title(line)]
    kinds = [index for index in titled if is_page_kind(content[index - 1])]
    headings = [index for index in titled if content[index].form is Form.HEADING]
    if content and content[0].form is Form.HEADING:
        headings.insert(0, 0)
    session = next((index for index in kinds if content[index - 1].text.lower() == "session"), None)
    other = max((index for index in kinds if index < ends), default=None)
    for found in (session, other, next(iter(headings), None)):
        if found is not None:
            return found
    if content and content[-1].text.lower() in _PAGE_KINDS:
        return len(content) - 1
    if in_site or not content:
        return None
    if ends == len(content) or not is_title(content[ends - 1]):
        return _first_title(content)
    below_title = ends > 1 and is_place(content[ends - 1].text) and is_title(content[ends - 2])
    return ends - 2 if below_title else ends - 1


def _first_title(content: Sequence[Line]) -> int | None:
    return next((index for index, line in enumerate(content) if is_title(line)), None)


def _chair_lines(after: Sequence[Line]) -> Sequence[Line]:
    """Return the lines with the chairs: labelled, or right after the title."""
    for index, line in enumerate(after):
        if _is_chair_label(line):
            run = _adjacent(after[index:])
            count = people_lines([line.text for line in run])
            return (
                run[: max(count, 1)]
                if line.text
                else [line, *_unlabelled_people(after[index + 1 :])]
            )
    return _unlabelled_people(after)


def _unlabelled_people(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the first of *lines* if it contains people, with the lines over which the list is wrapped."""
    if not lines or lines[0].form is not Form.TEXT or is_place(lines[0].text):
        return ()
    run = _adjacent(lines)
    return run[: people_lines([ln.text for ln in run]) or int(looks_like_name(run[0].text))]


def _adjacent(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the first of *lines* and the text lines directly below it."""
    below = takewhile(
        lambda pair: pair[1].form is Form.TEXT and pair[1].number == lines[0].number + pair[0],
        enumerate(lines[1:], 1),
    )
    return [lines[0], *(line for _, line in below)]


def _room(after: Sequence[Line], chairs: Sequence[Line]) -> Line | None:
    """Return the line with the room: in brackets, or right after the people."""
    bracketed = (line for line in after if len(line.brackets) == 1)
    for line in bracketed:
        if not line.brackets[0].target and not is_link_word(line.brackets[0].words):
            return line
    bare = [line for line in after[:8] if line not in chairs][:1]
    return next((line for line in bare if line.form is Form.TEXT and is_place(line.text)), None)


def _is_zone(line: Line) -> bool:
    return line.form is Form.LABEL and line.label == "timezone" and bool(line.text)


def _is_chair_label(line: Line) -> bool:
    return line.form is Form.LABEL and line.label.startswith(("moderator", "chair", "session"))


def _is_empty(line: Line) -> bool:
    return line.form is Form.LABEL and not line.text


def _remarks(lines: Sequence[Line]) -> list[Remark]:
    """Return remarks for lines about the whole page, which are not part of a talk."""
    remarks = []
    for line in lines:
        if line.form is Form.NAVIGATION:
            remarks.append(_navigation(line))
        elif line.form is Form.TIME:
            remarks.append(Remark(line.number, line.source, "time of the session"))
        elif _is_zone(line):
            remarks.append(Remark(line.number, line.source, "time zone of the page"))
    return remarks


def _navigation(line: Line) -> Remark:
    what = "kind of the page" if is_page_kind(line) else "site navigation"
    return Remark(line.number, line.source, what)


# The site of a page: its series, years and URLs.

_OWNER = lazy_pattern(r"(?:\|\s*)?(?:The )?(\w{2,20}) (?:uses cookies|Logo above)")
_SELECTED = lazy_pattern(r"Select Year: \((\d{4})\)")
_ADDRESS = lazy_pattern(r"https?://[^\s)>\]]+")
_LINKED_WORDS = lazy_pattern(r"\[([^\[\]]{1,200})\]\[(\d{1,6})\]")


@dataclass(frozen=True, slots=True)
class Site:
    """The site of a page."""

    name: str
    """The name of the programme."""
    base: str | None
    """Scheme and host for relative URLs; None if unknown."""
    years: tuple[int, ...]
    """Years in its URLs, navigation and texts, the most likely first."""


@dataclass(frozen=True, slots=True)
class LinkResolver:
    """Resolves the links of a page."""

    references: Mapping[str, str]
    """The link table at the end of the page: URLs by number."""
    base: str | None

    def url_for(self, target: str) -> str:
        """Return the URL for *target*, a URL or the number of a reference; complete if possible."""
        address = self.references.get(target, "" if target.isdecimal() else target)
        relative = address.startswith("/") and not address.startswith("//")
        return f"{self.base}{address}" if self.base and relative else address

    def with_urls(self, text: str) -> str:
        """Return *text* with the URLs of ``[words][12]`` written out."""

        def address(match: re.Match[str]) -> str:
            target = self.url_for(match[2])
            return f"[{match[1]}]({target})" if target.startswith("http") else match[0]

        return _LINKED_WORDS.sub(address, text)

    def used_in(self, text: str) -> set[str]:
        """Return the numbers of the references that ``with_urls`` resolves in *text*."""
        numbers = {match[2] for match in _LINKED_WORDS.finditer(text)}
        return {number for number in numbers if self.url_for(number).startswith("http")}


def read_site(lines: Sequence[Line], hints: Hints) -> Site:
    """Return the site of *lines*, a whole text; *hints* are used for what they do not say."""
    addresses = [hints.location, *_site_urls(lines)]
    years = [*years_of_sites(addresses), *_selected_years(lines)]
    dated = [line.time.year for line in lines if line.time and line.time.year]
    series = series_of_site(addresses) or _series_in_footer(lines)
    name = programme_name(hints, series, next(iter((*dated, *years)), hints.year))
    # an abstract may mention another edition, so its year comes last and is not used for the name
    mentioned = years_of_sites(one for line in lines for one in _ADDRESS.findall(line.source))
    return Site(
        name,
        site_base(addresses) or site_url(series, hints),
        tuple(dict.fromkeys((*years, *mentioned))),
    )


def _selected_years(lines: Iterable[Line]) -> list[int]:
    """Return the year selected in the site's navigation."""
    found = (_SELECTED.search(ln.source) for ln in lines if ln.form in (Form.NAVIGATION, Form.TEXT))
    return [year for match in found if match for year in years_in(match[1])]


def _series_in_footer(lines: Iterable[Line]) -> str | None:
    """Return the series named in the page footer's logo and cookie notices."""
    found = (_OWNER.match(line.source) for line in lines if line.form is Form.FOOTER)
    return next((series_spelling(match[1]) for match in found if match), None)


def _site_urls(lines: Sequence[Line]) -> list[str]:
    """Return the URLs in navigation, link table, headings and labels."""
    first = next((index for index, line in enumerate(lines) if line.form in MARKERS), len(lines))
    found = [line.text for line in lines if line.form is Form.REFERENCE]
    found += [bracket.target for line in lines for bracket in line.brackets]
    for line in lines[:first]:
        found += _ADDRESS.findall(line.source)
    return found
