"""Splits an iCalendar file into events in one pass over its lines.

icalendar builds one tree of a whole file: nested components are visited once per level above, and
one bad line spoils everything. Splitting first avoids that. Components nested in an event (alarms)
are dropped, as no talk needs them, so depth costs nothing. The number of events, lines per event
and length of lines are limited.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from confbrowse.errors import ProgrammeError
from confbrowse.readers.base import Remark
from confbrowse.readers.parsing import detect_encoding

if TYPE_CHECKING:
    from icalendar import Event

MAX_EVENTS = 50_000
_MAX_EVENT_LINES = 5_000
"""Per event, or per definition of a time zone."""
_MAX_ZONES = 50
_MAX_LINES = 2_000_000
_MAX_LINE_BYTES = 200_000
PARSE_ERRORS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError),
    *(OSError, RecursionError, TypeError, ValueError),
)
"""Exceptions that icalendar raises on invalid lines and values."""
_BEGIN = re.compile(rb"BEGIN[ \t]*+:[ \t]*+([A-Za-z0-9-]{1,40}+)[ \t]*+\n?\Z", re.IGNORECASE)
_END = re.compile(rb"END[ \t]*+:[ \t]*+([A-Za-z0-9-]{1,40}+)[ \t]*+\n?\Z", re.IGNORECASE)
_PROPERTY = re.compile(
    r"(X-WR-[\w-]++|PRODID|NAME|TIMEZONE-ID|VTIMEZONE)(?:;[^:]*+)?+:(.*)", re.IGNORECASE | re.DOTALL
)
_NAME = re.compile(r"[A-Za-z0-9-]++(?=[;:])")
_USED_PROPERTIES = frozenset(
    [
        *(
            "UID",
            "SUMMARY",
            "DTSTART",
            "DTEND",
            "DURATION",
            "DESCRIPTION",
            "X-ALT-DESC",
            "LOCATION",
        ),
        *("URL", "CATEGORIES", "STATUS", "RRULE", "RDATE", "ATTENDEE", "ORGANIZER", "ATTACH"),
        *("CONFERENCE", "COMMENT", "PRIORITY", "X-CONFBROWSE-ID"),
    ]
)
"""Properties of an event that are used for a talk; others are not parsed."""
_KNOWN = _USED_PROPERTIES | {
    "BEGIN",
    "END",
    "CLASS",
    "SEQUENCE",
    "TRANSP",
    "CREATED",
    "GEO",
    "CONTACT",
}
_TEXTS = frozenset({"DESCRIPTION", "X-ALT-DESC", "COMMENT"})
"""Properties that may contain line breaks, which some programs forget to escape."""
_STRAY_CR = re.compile(rb"(?<!\r)\r++\n")
_CR_ENDING_LINE = re.compile(rb"\r(?=[A-Z][A-Z0-9-]{1,40}[;:])")
_ZONE = re.compile(r';TZID=(?:"[^"]*+"|[^;:"]*+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EventLines:
    """The lines of one event, unfolded."""

    line: int
    """The line on which it begins, counted from 1."""
    lines: tuple[str, ...]
    """Without nested components and unused properties."""
    fault: str = ""
    """Why it is invalid, if that is clear from its lines."""

    @property
    def title(self) -> str:
        """The SUMMARY as written; empty if there is none."""
        found = (line for line in self.lines if line[:7].upper() == "SUMMARY")
        return next(found, "").partition(":")[2]

    def parsed(self) -> "Event | str":
        """Return the event parsed by icalendar, or the reason why it is invalid."""
        if self.fault:
            return self.fault
        without_zones = (_ZONE.sub("", line) for line in self.lines)
        for lines in (self.lines, without_zones):  # the zone of a time may be invalid
            try:
                return _event(lines)
            except PARSE_ERRORS:
                continue
        return "not a valid event"


@dataclass(frozen=True, slots=True)
class CalendarLines:
    """A calendar, split into events."""

    properties: Mapping[str, str]
    """The properties of the calendar, by name in capitals."""
    remarks: tuple[Remark, ...]
    """Warnings about undecodable characters."""
    _raw: bytes
    _encoding: str

    def events(self) -> Iterator[EventLines]:
        """Yield the events, in order."""
        event: _EventBuilder | None = None
        for number, line in _unfolded(self._raw):
            opened = _BEGIN.match(line)
            name = opened[1].upper() if opened else b""
            if name == b"VEVENT":
                if event:
                    yield event.closed("its end is missing")
                event = _EventBuilder(number)
            elif event is None:
                continue
            elif name:
                event.depth += 1
            elif closed := _END.match(line):
                if closed[1].upper() == b"VEVENT":
                    yield event.closed()
                    event = None
                else:
                    event.depth = max(0, event.depth - 1)
            else:
                event.add(line, self._encoding)
        if event:
            yield event.closed("the file ends in the middle of the event")


class _EventBuilder:
    """An event whose end has not been read yet."""

    def __init__(self, line: int) -> None:
        self.depth = 0
        self._line = line
        self._lines: list[str] = []
        self._has_text = False
        self._fault = ""

    def add(self, raw: bytes, encoding: str) -> None:
        """Add the line *raw*, unless it is nested or not used."""
        if self.depth:
            return
        if len(raw) > _MAX_LINE_BYTES:
            self._fault = "one of its lines is too long"
            raw = raw[:_MAX_LINE_BYTES]
        line = raw.decode(encoding, errors="replace").removesuffix("\n")
        name = _NAME.match(line)
        is_text = name is None or (name[0] != name[0].upper() and name[0].upper() not in _KNOWN)
        if is_text and self._has_text:  # of the property before it, broken without being folded
            self._lines[-1] += f"\\n{line}"[: _MAX_LINE_BYTES - len(self._lines[-1])]
            return
        self._has_text = name is not None and name[0].upper() in _TEXTS
        if not line or (name and name[0].upper() not in _USED_PROPERTIES):
            return
        if len(self._lines) < _MAX_EVENT_LINES:
            self._lines.append(line)
        else:
            self._fault = "too many lines"

    def closed(self, fault: str = "") -> EventLines:
        return EventLines(self._line, tuple(self._lines), self._fault or fault)


def split_calendar(raw: bytes, source: str) -> CalendarLines:
    """Return the calendar *raw*, split; icalendar learns the time zones that it defines.

    Raises ProgrammeError, naming *source*, if it has more events than any programme.
    """
    raw = _with_line_feeds(raw.replace(b"\0", b""))
    if raw.count(b"\n") > _MAX_LINES:
        raise ProgrammeError(
            f"{source} has more than {_MAX_LINES:,} lines, which is too many for a programme."
        )
    encoding, remarks = detect_encoding(raw.replace(b"\n ", b"").replace(b"\n\t", b""))
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    events, zones, is_inside = 0, 0, False
    zone: list[str] | None = None
    for _number, line in _unfolded(raw):
        opened = _BEGIN.match(line)
        closed = None if opened else _END.match(line)
        name = opened[1].upper() if opened else closed[1].upper() if closed else b""
        if name == b"VEVENT":
            is_inside, zone = bool(opened), None
            events += is_inside
        elif not is_inside:
            if name == b"VTIMEZONE" and opened and zones < _MAX_ZONES:
                zone, zones = [], zones + 1
            if zone is not None and len(zone) < _MAX_EVENT_LINES:
                zone.append(line[:_MAX_LINE_BYTES].decode(encoding, errors="replace").rstrip("\n"))
            if name == b"VTIMEZONE" and closed and zone is not None:
                _learn_zone(zone)
                zone = None
            if not name and (
                match := _PROPERTY.match(line[:_MAX_LINE_BYTES].decode(encoding, errors="replace"))
            ):
                (after if events else before)[match[1].upper()] = match[2].strip()
        if events > MAX_EVENTS:
            raise ProgrammeError(
                f"{source} contains more than {MAX_EVENTS:,} events, which is too many for a programme."
            )
    return CalendarLines({**after, **before}, tuple(remarks), raw, encoding)


def _with_line_feeds(raw: bytes) -> bytes:
    r"""Return *raw* with ``\n`` as the only line end.

    Any number of ``\r`` may stand before it. In a file with such lines, another ``\r`` is a line
    break within a value, unless a property follows.
    """
    raw = _STRAY_CR.sub(b"\n", raw)
    if b"\n" in raw.strip():
        raw = _CR_ENDING_LINE.sub(b"\n", raw).replace(b"\r", b"\\n")
    return raw.replace(b"\r", b"\n")


def _unfolded(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the unfolded lines of *raw* with the number of their first part.

    This works on bytes, as a fold may split a character.
    """
    parts: list[bytes] = []
    start, size = 1, 0
    for number, line in enumerate(BytesIO(raw), 1):
        if parts and line[:1] in (b" ", b"\t"):
            if size <= _MAX_LINE_BYTES:  # longer lines are left out anyway
                parts[-1] = parts[-1].removesuffix(b"\n")
                parts.append(line[1:])
                size += len(line)
            continue
        if parts:
            yield start, b"".join(parts)
        parts, start, size = [line], number, len(line)
    if parts:
        yield start, b"".join(parts)


def _event(lines: Iterable[str]) -> "Event | str":
    from icalendar import Event  # late: only needed for calendars

    text = "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", ""))
    with warnings.catch_warnings(action="ignore"):  # about guessed zones
        event = Event.from_ical(text)
    return event if isinstance(event, Event) else "not an event"


def _learn_zone(lines: Iterable[str]) -> None:
    """Let icalendar learn the time zone that *lines* define, so that events can use it."""
    from icalendar import Component  # late: only needed for calendars

    try:
        with warnings.catch_warnings(action="ignore"):
            Component.from_ical("\r\n".join((*lines, "")))
    except PARSE_ERRORS:
        return  # its name may be known anyway
