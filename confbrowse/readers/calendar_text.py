"""The calendar of a virtual site saved as text: ``THU 23 APR``, ``10:30 a.m.``, ``[10:30] Title``.

    calendar := navigation* (day-head | clock-head | block)+ foot*
    block := kind? title clocks? people* child* "(ends 12:00 PM)"?

Lines before the first day are site navigation. Every other line is part of a talk or reported.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NoReturn

from confbrowse.errors import ProgrammeError
from confbrowse.readers.base import Draft, Hints, RawLink, Reader, Reading, Remark, build_reading
from confbrowse.readers.calendar_blocks import (
    CalendarBlock,
    HeadingClock,
    entries,
    is_child,
    is_end,
    split_clocks,
)
from confbrowse.readers.dates import resolve_times
from confbrowse.readers.session_text.head import Site, read_site
from confbrowse.readers.session_text.lines import (
    Form,
    Line,
    is_kind,
    is_people,
    is_place,
    looks_like_name,
    names,
    scan,
)
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import printed_time

_DAY = lazy_pattern(
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+(?:\d{1,2}\s+[a-z]{3,9}\.?|[a-z]{3,9}\.?\s+\d{1,2})"
    r"(?:,?\s+\d{4})?",
    re.IGNORECASE,
)
_CLOCK = lazy_pattern(r"noon|midnight|\d{1,2}(?::\d\d)?\s*[ap]\.?\s?m\.?", re.IGNORECASE)
_LINK = lazy_pattern(
    r"\[(?P<words>[^\[\]]{2,500})\](?:\((?P<url>[^()\s]{1,2000})\)|\[(?P<n>\d{1,6})\])"
)
_HEAD_BYTES = 1_000_000
"""The first day of a calendar begins within this many bytes, after the navigation."""
_MAX_BYTES = 10_000_000
_DAYS = lazy_pattern(
    rb"^[ \t#*]*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? [\w ,.]{4,20}[ \t*\r]*$", re.I | re.M
)
_LEFT_OUT_REASONS = {
    Form.PAGE_HEADER: "page header",
    Form.SITE_TEXT: "site navigation",
    Form.FOOTER: "page footer",
    Form.NAVIGATION: "site navigation",
}


def _recognises(raw: bytes) -> bool:
    """Return whether a line with a day is soon followed by a line with a clock time."""
    day = next(
        (m for m in _DAYS.finditer(raw[:_HEAD_BYTES]) if _is_day(m[0].decode("latin-1"))), None
    )
    if day is None or b"\0" in raw[:4096]:
        return False
    following_lines = raw[day.end() : day.end() + 400].decode("utf-8", errors="replace").split("\n")
    texts = [_without_markers(line) for line in following_lines if line.strip()][:6]
    return any(_CLOCK.fullmatch(line) for line in texts)


def _read(raw: bytes, hints: Hints) -> Reading:
    if len(raw) > _MAX_BYTES:
        raise ProgrammeError(f"{hints.source} is too long for a calendar.")
    lines = scan(raw.decode("utf-8-sig", errors="replace"), hints)
    site = read_site(lines, hints)
    calendar = _CalendarParser(site, _references(lines))
    for line in lines:
        calendar.take(line)
    found, inferred = entries(calendar.blocks())
    if not found:
        _give_up(hints)
    drafts, unsure = resolve_times(found, hints, calendar.zone, site.years)
    reading = build_reading(site.name, drafts, hints, [*calendar.remarks, *inferred, *unsure])
    return replace(reading, is_whole=False)


READER = Reader("calendar page (text)", _recognises, _read)


def _give_up(hints: Hints) -> NoReturn:
    raise ProgrammeError(f"{hints.source} is a calendar without talks.")


@dataclass(slots=True)
class _BlockBuilder:
    """A block that is being read."""

    at: HeadingClock
    line: int
    kind: str = ""
    """As printed, with its colon."""
    title: str = ""
    clocks: str = ""
    end: str = ""
    room: str = ""
    authors: list[str] = field(default_factory=list)
    links: list[RawLink] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)

    @property
    def awaits_title(self) -> bool:
        """Whether only its kind is known yet."""
        return bool(self.kind) and not (self.title or self.end or self.authors)

    @property
    def is_event(self) -> bool:
        """Whether it has a kind and a title, but no speakers and no end yet."""
        return bool(self.kind and self.title) and not (self.end or self.authors)

    def block(self) -> CalendarBlock:
        """Return the finished block; without a title, its kind is the title."""
        kind = self.kind.rstrip(": ")
        draft = Draft(
            title=self.title or kind,
            where=f"line {self.line}",
            kind=kind,
            authors=self.authors,
            room=self.room,
            links=self.links,
        )
        return CalendarBlock(draft, self.at, self.clocks, self.end, self.children)


@dataclass(slots=True)
class _CalendarParser:
    """Parser of a calendar, line by line."""

    site: Site
    references: dict[str, str]
    zone: str | None = None
    remarks: list[Remark] = field(default_factory=list)
    at: HeadingClock = field(default_factory=lambda: HeadingClock(""))
    done: list[_BlockBuilder] = field(default_factory=list)
    is_over: bool = False

    def blocks(self) -> Iterator[CalendarBlock]:
        """Yield the blocks in page order."""
        return (one.block() for one in self.done)

    def take(self, line: Line) -> None:
        """Process the next line of the page."""
        text = _without_markers(line.source)
        if line.form in (Form.BLANK, Form.REFERENCE):
            return
        if line.label == "timezone" and line.form is Form.LABEL:
            self.zone = line.text if "/" in line.text else self.zone
            self._leave_out(line, "time zone of the page")
        elif _is_day(text):
            self.at = HeadingClock(text)
        elif line.form in _LEFT_OUT_REASONS:
            self.is_over |= line.form is Form.FOOTER
            self._leave_out(line, _LEFT_OUT_REASONS[line.form])
        elif not self.at.day or self.is_over:
            self._leave_out(line, "page footer" if self.is_over else "site navigation")
        elif _CLOCK.fullmatch(text):
            self.at = HeadingClock(self.at.day, text)
        else:
            self._content(line, text)

    def _content(self, line: Line, text: str) -> None:
        """Process a line that is in a block, or begins one."""
        last = self.done[-1] if self.done and self.done[-1].at == self.at else None
        words, links = self._linked(text)
        kind, colon, title = words.partition(": ")
        if is_end(words) and last and not last.end:
            self._end(last, words)
        elif is_child(words) and last and (last.clocks or last.children or not last.end):
            last.children.append(Draft(words, f"line {line.number}", links=links))
        elif last and last.awaits_title and (last.kind.endswith(":") or _is_title(words)):
            last.title, last.clocks = split_clocks(words)
            last.links += links
        elif is_kind(words.rstrip(": ")):
            self.done.append(_BlockBuilder(self.at, line.number, words, links=links))
        elif colon and is_kind(kind):
            self.done.append(_BlockBuilder(self.at, line.number, kind, title.strip(), links=links))
        elif last and not last.end and _is_detail(words):
            self._detail(last, words)
        else:
            title, clocks = split_clocks(words)
            self.done.append(_BlockBuilder(self.at, line.number, "", title, clocks, links=links))

    def _end(self, last: _BlockBuilder, words: str) -> None:
        """End *last*; if it is just a name below an event without an end, it is a speaker of that event."""
        before = self.done[-2] if len(self.done) > 1 and self.done[-2].at == self.at else None
        if before and before.is_event and not (last.kind or last.clocks or last.children):
            before.authors += names(last.title)
            self.done.pop()
            last = before
        last.end = words

    def _detail(self, last: _BlockBuilder, words: str) -> None:
        if is_place(words) and not is_people(words):
            last.room = words.strip("[] ")
        elif last.children:
            child = last.children[-1]
            last.children[-1] = replace(child, authors=[*child.authors, *names(words)])
        else:
            last.authors += names(words)

    def _linked(self, text: str) -> tuple[str, list[RawLink]]:
        """Return *text* without link markup, and the link targets."""
        found = []
        for link in _LINK.finditer(text):
            target = link["url"] or self.references.get(link["n"] or "", "")
            whole = f"{self.site.base or ''}{target}" if target.startswith("/") else target
            if whole:
                found.append(RawLink(whole, "Conference page", "other"))
        return _LINK.sub(lambda link: link["words"].strip(), text).strip(), found

    def _leave_out(self, line: Line, reason: str) -> None:
        self.remarks.append(Remark(line.number, line.source, reason))


def _references(lines: Iterable[Line]) -> dict[str, str]:
    """Return the table of link addresses at the end of the page."""
    return {line.label: line.text for line in lines if line.form is Form.REFERENCE}


def _is_title(words: str) -> bool:
    """Return whether *words* can be the title after a kind on its own line."""
    return not (is_kind(words) or split_clocks(words)[1])


def _is_detail(words: str) -> bool:
    """Return whether *words* are speakers or a place of the current block."""
    if split_clocks(words)[1]:
        return False
    return is_people(words) or is_place(words) or looks_like_name(words)


def _is_day(text: str) -> bool:
    """Return whether *text* is a day heading."""
    bare = _without_markers(text)
    return _DAY.fullmatch(bare) is not None and printed_time(f"{bare} 0:00") is not None


def _without_markers(text: str) -> str:
    """Return *text* without heading or list markers."""
    return text.strip().lstrip("#*+• ").strip().removesuffix("**").strip()
