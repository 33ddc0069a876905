"""The entries of a session page: how the page is split, and what one entry says.

    page  := head entry*
    entry := marker+ award? kind? title people? labels? abstract
    marker := time | number | linked heading

The second half of the page's grammar. A page is split at its markers only, never at words such as
``Poster``: a paragraph of an abstract can be any word. Whatever an entry holds beyond its named
parts is kept in its abstract.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from confbrowse.readers.session_page.kinds import is_kind
from confbrowse.readers.session_page.lines import Bracket, Form, Line
from confbrowse.readers.session_page.people import (
    is_people,
    looks_like_name,
    looks_like_name_list,
    names,
    people_lines,
)
from confbrowse.readers.session_page.prose import Paragraph, paragraphs, prose

MARKERS = (Form.TIME, Form.NUMBER, Form.LINKED_HEADING)
_AWARD = re.compile(
    r"award|honou?rable mention|best paper|runner[- ]?up|outstanding", re.IGNORECASE
)
_KIND_BEHIND = re.compile(r"^(?P<title>.*?)\s*\(\s*(?P<kind>[^()]{3,25}?)\s*\)$")
_WRAPPED = 50
"""A title line at least this long, in characters, may go on in the next line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry of a page says, before its day and zone are settled."""

    line: int
    """Where it begins on the page."""
    title: str = ""
    kind: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str = ""
    time_line: int | None = None
    """The number of the line that says when it is."""
    room: str | None = None
    position: str | None = None
    award: str | None = None
    brackets: tuple[Bracket, ...] = ()
    """The links of the heading and of the label line: words and target."""


def split(lines: Sequence[Line]) -> tuple[Sequence[Line], list[Sequence[Line]]]:
    """Return the head of the page and its entries, each a run of lines that starts with a marker.

    The first marker's form leads: it always starts an entry. A marker of another form belongs to
    the entry under way, unless that already has one of this form.
    """
    starts: list[int] = []
    seen: set[Form] = set()
    for at, line in enumerate(lines):
        if line.form not in MARKERS or (not starts and _dates_the_session(lines, at)):
            continue
        leader = lines[starts[0]].form if starts else line.form
        if line.form is leader or line.form in seen:
            starts.append(at)
            seen = set()
        seen.add(line.form)
    if not starts:
        return lines, []
    return lines[: starts[0]], [lines[start:end] for start, end in pairwise((*starts, len(lines)))]


def _dates_the_session(lines: Sequence[Line], at: int) -> bool:
    """Return whether a time is the session's own: a dated start before rows with weekdays only."""
    times = [line.time for line in lines[at:] if line.time]
    if not lines[at].time or len(times) < 2:
        return False
    first, second = times[0], times[1]
    return first.dated and first.end is None and not first.title and not second.dated


def read_entry(block: Sequence[Line]) -> Entry:
    """Return what *block* says; *block* starts with a marker and holds at most one of each form."""
    draft = _Draft(block)
    draft.take_award()
    draft.take_kind()
    draft.take_title()
    draft.take_people()
    draft.take_labels()
    return draft.entry()


@dataclass(slots=True)
class _Draft:
    """An entry under way: what is left of it, in paragraphs, and what has been found."""

    block: Sequence[Line]
    left: list[Paragraph] = field(default_factory=list)
    title: str = ""
    kind: str | None = None
    award: str | None = None
    authors: tuple[str, ...] = ()
    brackets: tuple[Bracket, ...] = ()

    def __post_init__(self) -> None:
        plain = (line for line in self.block if line.form not in MARKERS)
        self.left = paragraphs(plain)
        self.kind = next((line.kind for line in self.block if line.kind), None)
        for line in self.block:
            if line.form is Form.LINKED_HEADING:
                self.title, self.brackets = line.text, line.brackets
            elif line.form is Form.TIME and line.text:
                self._split_day_line(line.text)

    def take_award(self) -> None:
        """Take an award that stands on a line of its own before kind and title."""
        first = self._first_line()
        follows = len(self.left) > 1 or (self.left and len(self.left[0]) > 1) or self.title
        short = len(first.split()) <= 6 and not is_kind(first)
        if follows and short and _AWARD.search(first):
            self.award = self._take_line()

    def take_kind(self) -> None:
        """Take the type line: right above the title, or alone where a title follows."""
        first = self._first_line()
        if not first or not is_kind(first) or self.kind:
            return
        glued = len(self.left[0]) > 1
        apart = len(self.left) > 1 and len(self.left[1]) <= 2 and not self._is_people_next(1)
        if glued or apart or self.title:
            self.kind = self._take_line()

    def take_title(self) -> None:
        """Take the title, wrapped or not; a kind in brackets behind it is its kind."""
        if not self.title and self.left:
            lines = self.left[0]
            count = self._title_lines([line.source for line in lines])
            self.title = " ".join(
                line.text if line.form is Form.HEADING else line.source for line in lines[:count]
            )
            self._drop_lines(count)
        elif not self.title:
            self.title = self.kind or ""
        first = self._first_line()
        behind = _KIND_BEHIND.match(first) if first else None
        if behind and not behind["title"] and is_kind(behind["kind"]) and not self.kind:
            self.kind = behind["kind"]
            self._drop_lines(1)
        within = _KIND_BEHIND.match(self.title)
        if within and within["title"] and is_kind(within["kind"]) and not self.kind:
            self.title, self.kind = within["title"], within["kind"]

    def take_people(self) -> None:
        """Take the people: by their separators, or one name or a list between title and abstract."""
        if not self.left:
            return
        sources = [line.source for line in self.left[0]]
        count = people_lines(sources)
        if not count and len(sources) == 1 and self.left[0][0].form is Form.TEXT:
            fewest = 1 if len(self.left) > 1 and len(self.left[1][0].source) > 150 else 2
            one = looks_like_name(sources[0], fewest) and not is_kind(sources[0])
            count = 1 if one or looks_like_name_list(sources[0]) else 0
        if count:
            self.authors = names(" ".join(sources[:count]))
            self._drop_lines(count)
        if not self.kind and self.left and len(self.left[0]) == 1 and self._beside_a_number():
            self.take_kind_after_people()

    def take_kind_after_people(self) -> None:
        """Take a type line that pages with linked headings print after the people."""
        if is_kind(self.left[0][0].source):
            self.kind = self._take_line()

    def take_labels(self) -> None:
        """Take the lines of link labels that stand before or behind the abstract."""
        for place in (0, -1):
            if self.left and all(line.form is Form.BRACKETS for line in self.left[place]):
                for line in self.left.pop(place):
                    self.brackets += line.brackets

    def entry(self) -> Entry:
        """Return the finished entry; what is left is its abstract."""
        timed = next((line for line in self.block if line.time), None)
        place = timed.time.room if timed and timed.time else ""
        number = next((line for line in self.block if line.form is Form.NUMBER), None)
        return Entry(
            line=self.block[0].number,
            title=self.title,
            kind=self.kind,
            authors=self.authors,
            abstract=prose(self.left),
            time_line=timed.number if timed else None,
            room=(number.text if number else "") or place or None,
            position=number.label if number else None,
            award=self.award,
            brackets=self.brackets,
        )

    def _split_day_line(self, text: str) -> None:
        """Split ``TYPE: TITLE``, ``TYPE`` or ``TITLE``, as day pages print before the time."""
        kind, colon, title = text.partition(": ")
        if colon and is_kind(kind):
            self.kind, self.title = kind, title
        else:
            self.kind, self.title = (text if is_kind(text) else None), text

    def _title_lines(self, sources: Sequence[str]) -> int:
        """Return how many of the first lines of a paragraph are the title."""
        people = next((at for at, text in enumerate(sources) if is_people(text)), 0)
        if 1 <= people <= 3:
            return people
        whole = len(sources) in (2, 3) and all(len(text) >= _WRAPPED for text in sources[:-1])
        alone = len(self.left) == 1 and not sources[-1].endswith(".")
        return len(sources) if whole and (alone or self._is_people_next(1)) else 1

    def _is_people_next(self, at: int) -> bool:
        """Return whether the paragraph *at* is one of people."""
        return len(self.left) > at and people_lines([line.source for line in self.left[at]]) > 0

    def _beside_a_number(self) -> bool:
        return any(line.form in (Form.NUMBER, Form.LINKED_HEADING) for line in self.block)

    def _first_line(self) -> str:
        return self.left[0][0].text or self.left[0][0].source if self.left else ""

    def _take_line(self) -> str:
        text = self._first_line()
        self._drop_lines(1)
        return text

    def _drop_lines(self, count: int) -> None:
        rest = self.left[0][count:]
        self.left[:1] = [rest] if rest else []
