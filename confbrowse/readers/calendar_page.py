"""The calendar of a virtual site saved as text: ``THU 23 APR``, ``10:30 a.m.``, ``[10:30] Title``.

    calendar := navigation* (day-head | clock-head | block)+ foot*
    block := kind? title clocks? people* child* "(ends 12:00 PM)"?

What comes before the first day is the site's navigation. Every other line is in a talk, or told.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NoReturn

from confbrowse.errors import ProgrammeError
from confbrowse.readers.calendar_blocks import Block, Clock, entries, is_child, is_end, titled
from confbrowse.readers.draft import Address, Draft, assembled
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.readers.session_page.kinds import is_kind, is_place
from confbrowse.readers.session_page.lines import Form, Line, scan
from confbrowse.readers.session_page.people import is_people, looks_like_name, names
from confbrowse.readers.session_page.site import Site, read_site
from confbrowse.readers.timed import settled
from confbrowse.text.times import printed_time

_DAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+(?:\d{1,2}\s+[a-z]{3,9}\.?|[a-z]{3,9}\.?\s+\d{1,2})"
    r"(?:,?\s+\d{4})?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"noon|midnight|\d{1,2}(?::\d\d)?\s*[ap]\.?\s?m\.?", re.IGNORECASE)
_LINK = re.compile(
    r"\[(?P<words>[^\[\]]{2,500})\](?:\((?P<url>[^()\s]{1,2000})\)|\[(?P<n>\d{1,6})\])"
)
_LOOKED_AT = 1_000_000
"""Bytes in which the first day of a calendar begins, behind all the navigation."""
_LONGEST = 10_000_000
_DAYS = re.compile(
    rb"^[ \t#*]*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? [\w ,.]{4,20}[ \t*\r]*$", re.I | re.M
)
_LEFT_OUT = {
    Form.FRAME: "frame of the page",
    Form.FURNITURE: "furniture of the page",
    Form.FOOTER: "foot of the page",
    Form.NAVIGATION: "navigation of the site",
}


def _recognises(raw: bytes) -> bool:
    """Return whether a day of its own is followed by a clock of its own."""
    day = next(
        (m for m in _DAYS.finditer(raw[:_LOOKED_AT]) if _is_day(m[0].decode("latin-1"))), None
    )
    if day is None or b"\0" in raw[:4096]:
        return False
    behind = raw[day.end() : day.end() + 400].decode("utf-8", errors="replace").split("\n")
    said = [_bare(line) for line in behind if line.strip()][:6]
    return any(_CLOCK.fullmatch(line) for line in said)


def _read(raw: bytes, hints: Hints) -> Reading:
    if len(raw) > _LONGEST:
        raise ProgrammeError(f"{hints.source} is far too long to be a calendar.")
    lines = scan(raw.decode("utf-8-sig", errors="replace"))
    about = read_site(lines, hints)
    calendar = _Calendar(about, _references(lines))
    for line in lines:
        calendar.take(line)
    found, inferred = entries(calendar.blocks())
    if not found:
        _give_up(hints)
    drafts, unsure = settled(found, hints, calendar.zone, about.years)
    reading = assembled(about.name, drafts, hints, [*calendar.told, *inferred, *unsure])
    return replace(reading, is_whole=False)


READER = Reader("calendar page (text)", _recognises, _read)


def _give_up(hints: Hints) -> NoReturn:
    raise ProgrammeError(f"{hints.source} is a calendar with no talk below any of its clocks.")


@dataclass(slots=True)
class _Open:
    """A block under way."""

    at: Clock
    line: int
    kind: str = ""
    """As it stands, with its colon."""
    title: str = ""
    clocks: str = ""
    end: str = ""
    room: str = ""
    authors: list[str] = field(default_factory=list)
    links: list[Address] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)

    @property
    def awaits_title(self) -> bool:
        """Whether it has nothing but a kind yet."""
        return bool(self.kind) and not (self.title or self.end or self.authors)

    @property
    def is_event(self) -> bool:
        """Whether it has a kind and a title, nobody who speaks yet, and no end."""
        return bool(self.kind and self.title) and not (self.end or self.authors)

    def block(self) -> Block:
        """Return it, finished; where it has no title, its kind is that."""
        kind = self.kind.rstrip(": ")
        draft = Draft(
            title=self.title or kind,
            where=f"line {self.line}",
            kind=kind,
            authors=self.authors,
            room=self.room,
            links=self.links,
        )
        return Block(draft, self.at, self.clocks, self.end, self.children)


@dataclass(slots=True)
class _Calendar:
    """A calendar under way, line by line."""

    about: Site
    references: dict[str, str]
    zone: str | None = None
    told: list[Remark] = field(default_factory=list)
    at: Clock = field(default_factory=lambda: Clock(""))
    done: list[_Open] = field(default_factory=list)
    is_over: bool = False

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks, in the order of the page."""
        return (one.block() for one in self.done)

    def take(self, line: Line) -> None:
        """Take the next line of the page."""
        text = _bare(line.source)
        if line.form in (Form.BLANK, Form.REFERENCE):
            return
        if line.label == "timezone" and line.form is Form.LABEL:
            self.zone = line.text if "/" in line.text else self.zone
            self._tell(line, "time zone of the page")
        elif _is_day(text):
            self.at = Clock(text)
        elif line.form in _LEFT_OUT:
            self.is_over |= line.form is Form.FOOTER
            self._tell(line, _LEFT_OUT[line.form])
        elif not self.at.day or self.is_over:
            self._tell(line, "foot of the page" if self.is_over else "navigation of the site")
        elif _CLOCK.fullmatch(text):
            self.at = Clock(self.at.day, text)
        else:
            self._content(line, text)

    def _content(self, line: Line, text: str) -> None:
        """Take a line that is in a block, or begins one."""
        last = self.done[-1] if self.done and self.done[-1].at == self.at else None
        words, links = self._linked(text)
        kind, colon, title = words.partition(": ")
        if is_end(words) and last and not last.end:
            self._end(last, words)
        elif is_child(words) and last and (last.clocks or last.children or not last.end):
            last.children.append(Draft(words, f"line {line.number}", links=links))
        elif last and last.awaits_title and (last.kind.endswith(":") or _is_title(words)):
            last.title, last.clocks = titled(words)
            last.links += links
        elif is_kind(words.rstrip(": ")):
            self.done.append(_Open(self.at, line.number, words, links=links))
        elif colon and is_kind(kind):
            self.done.append(_Open(self.at, line.number, kind, title.strip(), links=links))
        elif last and not last.end and _is_detail(words):
            self._detail(last, words)
        else:
            title, clocks = titled(words)
            self.done.append(_Open(self.at, line.number, "", title, clocks, links=links))

    def _end(self, last: _Open, words: str) -> None:
        """End *last*; where it is but a word below an event that has not ended, that was a name."""
        before = self.done[-2] if len(self.done) > 1 and self.done[-2].at == self.at else None
        if before and before.is_event and not (last.kind or last.clocks or last.children):
            before.authors += names(last.title)
            self.done.pop()
            last = before
        last.end = words

    def _detail(self, last: _Open, words: str) -> None:
        if is_place(words) and not is_people(words):
            last.room = words.strip("[] ")
        elif last.children:
            child = last.children[-1]
            last.children[-1] = replace(child, authors=[*child.authors, *names(words)])
        else:
            last.authors += names(words)

    def _linked(self, text: str) -> tuple[str, list[Address]]:
        """Return *text* without the marks of its links, and where they lead."""
        found = []
        for link in _LINK.finditer(text):
            target = link["url"] or self.references.get(link["n"] or "", "")
            whole = f"{self.about.base or ''}{target}" if target.startswith("/") else target
            if whole:
                found.append(Address(whole, "Conference page", "other"))
        return _LINK.sub(lambda link: link["words"].strip(), text).strip(), found

    def _tell(self, line: Line, reason: str) -> None:
        self.told.append(Remark(line.number, line.source, reason))


def _references(lines: Iterable[Line]) -> dict[str, str]:
    """Return the table of addresses at the foot of the page."""
    return {line.label: line.text for line in lines if line.form is Form.REFERENCE}


def _is_title(words: str) -> bool:
    """Return whether *words* can be the title of a kind that stood without its colon."""
    return not (is_kind(words) or titled(words)[1])


def _is_detail(words: str) -> bool:
    """Return whether *words* say who speaks, or where, in the block under way."""
    if titled(words)[1]:
        return False
    return is_people(words) or is_place(words) or looks_like_name(words)


def _is_day(text: str) -> bool:
    """Return whether *text* is the head of a day."""
    bare = _bare(text)
    return _DAY.fullmatch(bare) is not None and printed_time(f"{bare} 0:00") is not None


def _bare(text: str) -> str:
    """Return *text* without the marks of a heading or a list."""
    return text.strip().lstrip("#*+• ").strip().removesuffix("**").strip()
