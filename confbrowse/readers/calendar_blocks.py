"""Calendars of virtual sites: blocks under headings with days and clock times.

    calendar := (day-head | clock-head | block)+
    block := kind? title clocks? people? end? child*

``[10:30]`` has no am or pm: it is the first such time after the heading above it, so it may be past
noon or midnight. A child has a start only; it ends when the next one begins, or with its session.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from confbrowse.readers.base import Draft, Remark
from confbrowse.readers.dates import PrintedEntry
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.times import PrintedTime, printed_time

_CLOCKS = r"(\d{1,2}):(\d\d)(?:\s*[-–—]\s*(\d{1,2}):(\d\d))?"
_CLOCK_ONLY = lazy_pattern(rf"\[\s*{_CLOCKS}\s*\]")
_TITLED = lazy_pattern(
    r"(?P<title>(?:.*?\S)?)\s*+(?P<clocks>\[\s*+\d{1,2}(?::\d\d|\s*+[ap]\.?m)[^\[\]]{0,25}\]"
    r"|\d{1,2}:\d\d\s*+[-–—]\s*+\d{1,2}:\d\d)"
)
_CHILD = lazy_pattern(r"(?P<clocks>\[\s*\d{1,2}:\d\d[^\[\]]{0,20}\])\s*(?P<title>.*)", re.DOTALL)
_ENDS = lazy_pattern(r"\(\s*+ends?\s++(?P<clock>[^()\s][^()]{0,12}[^()\s])\s*+\)", re.IGNORECASE)
_PLURAL = lazy_pattern(r"(?<=\w) s$")
_SESSION_KIND = lazy_pattern(r"(?:Oral|Poster|Spotlight|Affinity Poster) Session\b")
_KIND_OF_ALL = lazy_pattern(r"(Oral|Poster|Spotlight)s?\b")
"""The kind of all talks of a session, from its title."""
_MAX_EARLY = 30
"""How many minutes before its heading an entry may begin."""
_LAST_HOUR = 24
_HALF_DAY = 12 * 60


@dataclass(frozen=True, slots=True)
class HeadingClock:
    """The headings above a block: day and clock time."""

    day: str
    """As printed: ``TUE 7 JUL``."""
    clock: str = ""
    """As printed: ``10:30 a.m.``, ``noon``."""

    @property
    def time(self) -> PrintedTime | None:
        """The start given by the headings; None if they are incomplete."""
        return printed_time(f"{self.day} {self.clock}") if self.day and self.clock else None

    def until(self, end: str) -> PrintedTime | None:
        """Return the time that ends at the clock in *end*: ``(ends 12:00 PM)``."""
        ends = _ENDS.search(end)
        whole = printed_time(f"{self.day} {self.clock} - {ends['clock']}") if ends else None
        return whole or self.time

    def without_half_day(self, clocks: str, since: PrintedTime | None = None) -> PrintedTime | None:
        """Return *clocks*, ``[10:30-1:00]``, as a time after *since*, else after this heading."""
        anchor = since or self.time
        match = _CLOCK_ONLY.fullmatch(clocks if clocks.startswith("[") else f"[{clocks}]")
        if match is None:
            return printed_time(f"{self.day} {clocks.strip('[] ')}")
        if anchor is None:
            return None
        hour, minute, end_hour, end_minute = match.groups("0")
        if max(int(hour), int(end_hour)) > _LAST_HOUR or max(int(minute), int(end_minute)) > 59:
            return None
        start = _next_occurrence(int(hour), int(minute), anchor.start - _MAX_EARLY)
        end = _next_occurrence(int(end_hour), int(end_minute), start + 1) if match[3] else None
        return replace(anchor, start=start, end=end)


@dataclass(frozen=True, slots=True)
class CalendarBlock:
    """A block of a calendar; clocks and ends as printed."""

    draft: Draft
    at: HeadingClock
    clocks: str = ""
    end: str = ""
    children: Sequence[Draft] = ()
    """Their titles begin with clock times."""

    @property
    def time(self) -> PrintedTime | None:
        """The time of the block."""
        clock_time = self.at.without_half_day(self.clocks) if self.clocks else None
        if clock_time and clock_time.end is not None:
            return clock_time
        return self.at.until(self.end) or clock_time

    @property
    def printed(self) -> str:
        """The time as printed."""
        parts = (self.at.day, self.at.clock, self.clocks, self.end)
        return " ".join(part for part in parts if part)


def split_clocks(text: str) -> tuple[str, str]:
    """Split *text* into title and clocks: ``Oral Session 1A [10:30-12:00]``, ``Oral s 10:30-11:40``."""
    match = _TITLED.fullmatch(text) if len(text) <= 2_000 else None
    if match is None or not match["title"]:
        return text, ""
    return _PLURAL.sub("s", match["title"]), match["clocks"]


def is_child(text: str) -> bool:
    """Return whether *text* begins with a clock time in brackets."""
    return _CHILD.fullmatch(text) is not None


def is_end(text: str) -> bool:
    """Return whether *text* is ``(ends 12:00 PM)``."""
    return _ENDS.fullmatch(text) is not None


def entries(blocks: Iterable[CalendarBlock]) -> tuple[list[PrintedEntry], list[Remark]]:
    """Return the entries of *blocks*, and a warning if ends were inferred."""
    found: list[PrintedEntry] = []
    inferred = 0
    for block in blocks:
        if block.children:
            inside = list(_children_entries(block))
            inferred += sum(bool(entry.time and entry.time.end is not None) for entry in inside)
            found += inside
        else:
            session_kind = _SESSION_KIND.match(block.draft.title)
            kind = block.draft.kind or (session_kind[0] if session_kind else "")
            found.append(PrintedEntry(replace(block.draft, kind=kind), block.time, block.printed))
    reason = (
        f"{inferred} talks have no printed end; "
        "they end when the next one begins, or with their session"
    )
    return found, [Remark(None, "", reason, left_out=False)] if inferred else []


def _children_entries(block: CalendarBlock) -> Iterator[PrintedEntry]:
    """Yield the children of *block*, a session, in its room and within its time."""
    session_time = block.time
    parts = [_CHILD.fullmatch(child.title) for child in block.children]
    times = [
        block.at.without_half_day(part["clocks"], session_time) if part else session_time
        for part in parts
    ]
    kind_of_all = _KIND_OF_ALL.match(block.draft.title)
    starts = sorted({time.start for time in times if time})
    for child, part, time in zip(block.children, parts, times, strict=True):
        if time and part and time.end is None:
            index = bisect_right(starts, time.start)
            end = (
                starts[index] if index < len(starts) else session_time.end if session_time else None
            )
            time = replace(time, end=end if end and end > time.start else None)
        draft = replace(
            child,
            title=part["title"] if part else child.title,
            kind=child.kind or (kind_of_all[1] if kind_of_all else ""),
            session=block.draft.title,
            session_room=block.draft.room,
            room=child.room or block.draft.room,
        )
        yield PrintedEntry(draft, time, f"{block.printed} {part['clocks'] if part else ''}".strip())


def _next_occurrence(hour: int, minute: int, earliest: int) -> int:
    """Return the first time from *earliest* on at which a clock shows *hour* and *minute*, in minutes."""
    step = _HALF_DAY if 1 <= hour <= 12 else 2 * _HALF_DAY
    found = hour * 60 + minute
    return found + -((found - earliest) // step) * step
