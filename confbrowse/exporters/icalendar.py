"""iCalendar: events that a calendar updates and never duplicates.

The UID of a talk depends on its id alone and its version is stored (``Revision``): the same agenda
gives the same file, and a talk that moved is the same event with a higher sequence number. Times
are instants in UTC, which need no time zone table and are never ambiguous. A time whose zone is
unknown is written as a floating time.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from confbrowse.exporters.base import Exporter, ExportItem
from confbrowse.model import Talk
from confbrowse.schedule.clock import is_floating
from confbrowse.schedule.rooms import room_of
from confbrowse.text.ascii_url import ascii_url, with_printed_form
from confbrowse.text.latex import readable
from confbrowse.text.patterns import lazy_pattern

_PRODUCT = "PRODID:-//confbrowse//agenda//EN"
_UID_END = "@confbrowse"
_HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    _PRODUCT,
    "CALSCALE:GREGORIAN",
    "X-WR-CALNAME:confbrowse agenda",
    "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
    "X-PUBLISHED-TTL:PT15M",
)
_MOST_OCTETS = 75
"""Longest line, in bytes (RFC 5545)."""
_FOLD = lazy_pattern(r"\r?\n[ \t]")
_BLANKS = lazy_pattern(r"[\x00-\x20\x7f]")
_CONTROLS = lazy_pattern(r"[\x00-\x08\x0b-\x1f\x7f]")
PRIORITIES = {3: 1, 2: 5, 1: 9}
"""Interest to iCalendar priority, where 1 is the highest."""


def _write(items: Sequence[ExportItem]) -> str:
    lines = [*_HEAD]
    for item in items:
        lines += _event(item)
    return "".join(map(_fold, [*lines, "END:VCALENDAR"]))


def _fingerprint(item: ExportItem) -> str:
    """Return a hash that changes when the event does; reminders are up to the calendar."""
    return hashlib.sha1("\n".join(_talk_lines(item)).encode(), usedforsecurity=False).hexdigest()


EXPORTER = Exporter("ics", ".ics", "iCalendar", _write, needs_time=True, fingerprint=_fingerprint)


def event_uid(talk_id: str) -> str:
    """Return the UID of the talk with this id; it never changes."""
    digest = hashlib.sha1(talk_id.encode(), usedforsecurity=False).hexdigest()
    return f"{digest}{_UID_END}"


def is_by_confbrowse(raw: bytes) -> bool:
    """Return whether *raw* is a complete calendar by confbrowse with only our events in it.

    Calendars by other programs that contain our events, and ours with foreign events, are not.
    """
    text = _FOLD.sub("", raw.decode("utf-8-sig", errors="replace"))
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if lines[:1] != ["BEGIN:VCALENDAR"] or lines[-1] != "END:VCALENDAR":
        return False
    components = [line.partition(":")[2] for line in lines if line.startswith("BEGIN:")]
    products = [line for line in lines if line.startswith("PRODID")]
    events = components.count("VEVENT")
    uids = sum(line.startswith("UID:") and line.endswith(_UID_END) for line in lines)
    ids = sum(line.startswith("X-CONFBROWSE-ID:") for line in lines)
    return (
        products == [_PRODUCT]
        and components.count("VCALENDAR") == 1
        and set(components) <= {"VCALENDAR", "VEVENT", "VALARM"}
        and events == uids == ids
    )


def is_whole_days(talk: Talk) -> bool:
    """Return whether *talk* lasts from one midnight to another in its own time zone."""
    start, end = talk.start, talk.end
    midnights = (start and start.time(), end and end.time()) == (time(), time())
    return bool(midnights and start and end and end.date() > start.date())


def _event(item: ExportItem) -> Iterator[str]:
    since = _utc(item.revision.since)
    yield "BEGIN:VEVENT"
    yield f"UID:{event_uid(item.talk.id)}"
    yield f"DTSTAMP:{since}"
    yield f"LAST-MODIFIED:{since}"
    yield f"SEQUENCE:{item.revision.number}"
    yield from _talk_lines(item)
    yield from _alarm(item)
    yield "END:VEVENT"


def _talk_lines(item: ExportItem) -> Iterator[str]:
    """Yield the lines of an event that describe the talk."""
    talk, mark = item.talk, item.mark
    yield from _times(talk)
    yield f"SUMMARY:{_escape(talk.title)}"
    if where := ", ".join(part for part in (room_of(talk), talk.position) if part):
        yield f"LOCATION:{_escape(where)}"
    if link := talk.best_link:
        yield f"URL:{_BLANKS.sub('', ascii_url(link.url))}"
    yield f"CATEGORIES:{_escape(talk.session.programme)}"
    if mark.interest:
        yield f"PRIORITY:{PRIORITIES[mark.interest]}"
    yield f"STATUS:{'CANCELLED' if item.cancelled else 'CONFIRMED'}"
    yield f"DESCRIPTION:{_escape(_description(item))}"
    if mark.note:
        yield f"COMMENT:{_escape(mark.note)}"
    yield f"X-CONFBROWSE-ID:{_escape(talk.id)}"


def _times(talk: Talk) -> Iterator[str]:
    start, end = talk.start, talk.end
    assert start is not None, "talks without a time are left out"  # noqa: S101 - for types
    if is_whole_days(talk) and end:
        yield f"DTSTART;VALUE=DATE:{_date(start)}"
        yield f"DTEND;VALUE=DATE:{_date(end)}"
        return
    formatted = _local if is_floating(talk) else _utc
    yield f"DTSTART:{formatted(start)}"
    if end and _utc(end) > _utc(start):  # in UTC, as local hours may repeat
        yield f"DTEND:{formatted(end)}"


def _description(item: ExportItem) -> str:
    """Return the text of the event, the user's note first."""
    talk = item.talk
    paragraphs = (
        "Cancelled: no longer in the programme." if item.cancelled else "",
        item.mark.note or "",
        f"Clashes with: {item.clashes.named()}" if item.clashes.total else "",
        f"Overlaps with: {item.weak_clashes.named()}" if item.weak_clashes.total else "",
        ", ".join(talk.authors),
        ", ".join(part for part in (talk.kind, talk.session.title) if part),
        "The year is assumed: the source does not give one." if talk.year_assumed else "",
        "\n".join(
            f"{link.label or link.kind}: {with_printed_form(link.url)}" for link in talk.links
        ),
        readable(talk.abstract),
    )
    return "\n\n".join(part for part in paragraphs if part)


def _alarm(item: ExportItem) -> Iterator[str]:
    """Yield the reminder before a talk, unless it lasts whole days or is cancelled."""
    if item.alarm is None or item.cancelled or is_whole_days(item.talk):
        return
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_escape(item.talk.title)}"
    yield f"TRIGGER:-PT{item.alarm}M"
    yield "END:VALARM"


def _utc(moment: datetime) -> str:
    return f"{_local(moment.astimezone(UTC))}Z"


def _local(moment: datetime) -> str:
    return f"{_date(moment)}T{moment:%H%M%S}"


def _date(moment: datetime) -> str:
    return f"{moment.year:04}{moment:%m%d}"


def _escape(text: str) -> str:
    """Return *text* as a value that cannot end its line or start another."""
    text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text)
    text = _CONTROLS.sub("", text)
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def _fold(line: str) -> str:
    """Return *line* and its line end, folded between characters at the longest length allowed."""
    raw, parts = line.encode(), []
    start, size = 0, _MOST_OCTETS
    while len(raw) - start > size:
        end = start + size
        while raw[end] & 0xC0 == 0x80:  # inside a UTF-8 character
            end -= 1
        parts.append(raw[start:end])
        start, size = end, _MOST_OCTETS - 1  # the leading space of a continuation counts
    return b"\r\n ".join([*parts, raw[start:]]).decode() + "\r\n"
