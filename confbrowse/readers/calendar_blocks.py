"""The calendars of the virtual sites: blocks below the heads of days and clocks.

    calendar := (day-head | clock-head | block)+
    block := kind? title clocks? people? end? child*

``[10:30]`` leaves out its half of the day: it is the first such time from the clock above it on,
so that it rolls over noon and midnight. A child has a start only; it ends when the next one begins,
or with its session.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from confbrowse.readers.draft import Draft
from confbrowse.readers.reader import Remark
from confbrowse.readers.timed import Entry
from confbrowse.text.times import Printed, printed_time

_CLOCKS = r"(\d{1,2}):(\d\d)(?:\s*[-–—]\s*(\d{1,2}):(\d\d))?"
_BARE = re.compile(rf"\[\s*{_CLOCKS}\s*\]")
_TITLED = re.compile(
    r"(?P<title>.*?)\s*(?P<clocks>\[\s*\d{1,2}(?::\d\d|\s*[ap]\.?m)[^\[\]]{0,25}\]|\d{1,2}:\d\d\s*[-–—]\s*\d{1,2}:\d\d)"
)
_CHILD = re.compile(r"(?P<clocks>\[\s*\d{1,2}:\d\d[^\[\]]{0,20}\])\s*(?P<title>.*)", re.DOTALL)
_ENDS = re.compile(r"\(\s*ends?\s+(?P<clock>[^()]{2,14}?)\s*\)", re.IGNORECASE)
_PLURAL = re.compile(r"(?<=\w) s$")
_OF_SESSION = re.compile(r"(?:Oral|Poster|Spotlight|Affinity Poster) Session\b")
_OF_ALL = re.compile(r"(Oral|Poster|Spotlight)s?\b")
"""What the title of a session says of the kind of all that is in it."""
_EARLY = 30
"""Minutes by which something may begin before the clock it stands under."""
_LAST_HOUR = 24
_HALF_DAY = 12 * 60


@dataclass(frozen=True, slots=True)
class Clock:
    """Where in a calendar a block stands: below a day and a clock."""

    day: str
    """As printed: ``TUE 7 JUL``."""
    clock: str = ""
    """As printed: ``10:30 a.m.``, ``noon``."""

    @property
    def time(self) -> Printed | None:
        """The start that the two heads give; None where they are none."""
        return printed_time(f"{self.day} {self.clock}") if self.day and self.clock else None

    def until(self, end: str) -> Printed | None:
        """Return the time that goes on to the clock in *end*: ``(ends 12:00 PM)``."""
        ends = _ENDS.search(end)
        whole = printed_time(f"{self.day} {self.clock} - {ends['clock']}") if ends else None
        return whole or self.time

    def bare(self, clocks: str, since: Printed | None = None) -> Printed | None:
        """Return what *clocks*, ``[10:30-1:00]``, mean from *since* on, else from this clock on."""
        anchor = since or self.time
        match = _BARE.fullmatch(clocks if clocks.startswith("[") else f"[{clocks}]")
        if match is None:
            return printed_time(f"{self.day} {clocks.strip('[] ')}")
        if anchor is None:
            return None
        hour, minute, end_hour, end_minute = match.groups("0")
        if max(int(hour), int(end_hour)) > _LAST_HOUR or max(int(minute), int(end_minute)) > 59:
            return None
        start = _first(int(hour), int(minute), anchor.start - _EARLY)
        end = _first(int(end_hour), int(end_minute), start + 1) if match[3] else None
        return replace(anchor, start=start, end=end)


@dataclass(frozen=True, slots=True)
class Block:
    """What a block of a calendar says; clocks and ends as they are printed."""

    draft: Draft
    at: Clock
    clocks: str = ""
    end: str = ""
    children: Sequence[Draft] = ()
    """Their titles begin with their clocks."""

    @property
    def time(self) -> Printed | None:
        """When it is."""
        bare = self.at.bare(self.clocks) if self.clocks else None
        if bare and bare.end is not None:
            return bare
        return self.at.until(self.end) or bare

    @property
    def printed(self) -> str:
        """When it is, as the page says."""
        parts = (self.at.day, self.at.clock, self.clocks, self.end)
        return " ".join(part for part in parts if part)


def titled(text: str) -> tuple[str, str]:
    """Return the title and the clocks of *text*: ``Oral Session 1A [10:30-12:00]``, ``Oral s 10:30-11:40``."""
    match = _TITLED.fullmatch(text) if len(text) <= 2_000 else None
    if match is None or not match["title"]:
        return text, ""
    return _PLURAL.sub("s", match["title"]), match["clocks"]


def is_child(text: str) -> bool:
    """Return whether *text* begins with a clock in brackets."""
    return _CHILD.fullmatch(text) is not None


def is_end(text: str) -> bool:
    """Return whether *text* is ``(ends 12:00 PM)``."""
    return _ENDS.fullmatch(text) is not None


def entries(blocks: Iterable[Block]) -> tuple[list[Entry], list[Remark]]:
    """Return the entries of *blocks*, and a warning where ends are taken from what follows."""
    found: list[Entry] = []
    inferred = 0
    for block in blocks:
        if block.children:
            inside = list(_inside(block))
            inferred += sum(bool(entry.time and entry.time.end is not None) for entry in inside)
            found += inside
        else:
            of_session = _OF_SESSION.match(block.draft.title)
            kind = block.draft.kind or (of_session[0] if of_session else "")
            found.append(Entry(replace(block.draft, kind=kind), block.time, block.printed))
    reason = (
        f"{inferred} talks end when the next one begins or with their session, "
        "as the calendar prints no end of theirs"
    )
    return found, [Remark(None, "", reason, left_out=False)] if inferred else []


def _inside(block: Block) -> Iterator[Entry]:
    """Yield the children of *block*, a session, in its room and within its time."""
    whole = block.time
    parts = [_CHILD.fullmatch(child.title) for child in block.children]
    times = [block.at.bare(part["clocks"], whole) if part else whole for part in parts]
    of_all = _OF_ALL.match(block.draft.title)
    starts = sorted({time.start for time in times if time})
    for child, part, time in zip(block.children, parts, times, strict=True):
        if time and part and time.end is None:
            later = bisect_right(starts, time.start)
            end = starts[later] if later < len(starts) else whole.end if whole else None
            time = replace(time, end=end if end and end > time.start else None)
        draft = replace(
            child,
            title=part["title"] if part else child.title,
            kind=child.kind or (of_all[1] if of_all else ""),
            session=block.draft.title,
            session_room=block.draft.room,
            room=child.room or block.draft.room,
        )
        yield Entry(draft, time, f"{block.printed} {part['clocks'] if part else ''}".strip())


def _first(hour: int, minute: int, earliest: int) -> int:
    """Return the first time the clock shows *hour* and *minute* from *earliest* on, in minutes."""
    step = _HALF_DAY if 1 <= hour <= 12 else 2 * _HALF_DAY
    found = hour * 60 + minute
    return found + -((found - earliest) // step) * step
