"""iCalendar: events that a calendar brings up to date, and never doubles.

A talk's UID is made of its id alone, and its version is remembered (``Revision``), so that the same
agenda is the same file to the letter, and a talk that moved is the same event with a higher number.
Times are instants in UTC, which need no table of zones and know no doubtful hour; a clock without a
zone stays one, to be read by the clock on the wall wherever the calendar is.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from confbrowse.agenda.zones import is_floating
from confbrowse.exporters.item import Exporter, Item
from confbrowse.model import Talk
from confbrowse.text.readable import readable

_HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//confbrowse//agenda//EN",
    "CALSCALE:GREGORIAN",
    "X-WR-CALNAME:confbrowse agenda",
    "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
    "X-PUBLISHED-TTL:PT15M",
)
_OCTETS = 75
"""Of a line, at most."""
_BLANKS = re.compile(r"[\x00-\x20\x7f]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
PRIORITIES = {3: 1, 2: 5, 1: 9}
"""Each interest as calendars have it, where 1 is the highest."""


def _write(items: Sequence[Item]) -> str:
    lines = [*_HEAD]
    for item in items:
        lines += _event(item)
    return "".join(map(_folded, [*lines, "END:VCALENDAR"]))


def _fingerprint(item: Item) -> str:
    """Return what changes when the event does; when it rings is the calendar's own affair."""
    return hashlib.sha1("\n".join(_told(item)).encode(), usedforsecurity=False).hexdigest()


EXPORTER = Exporter("ics", ".ics", "iCalendar", _write, needs_time=True, fingerprint=_fingerprint)


def event_uid(talk_id: str) -> str:
    """Return the name by which calendars know the talk with this id, for ever."""
    digest = hashlib.sha1(talk_id.encode(), usedforsecurity=False).hexdigest()
    return f"{digest}@confbrowse"


def is_whole_days(talk: Talk) -> bool:
    """Return whether *talk* lasts from a midnight to another by its own clock."""
    start, end = talk.start, talk.end
    midnights = (start and start.time(), end and end.time()) == (time(), time())
    return bool(midnights and start and end and end.date() > start.date())


def _event(item: Item) -> Iterator[str]:
    since = _utc(item.revision.since)
    yield "BEGIN:VEVENT"
    yield f"UID:{event_uid(item.talk.id)}"
    yield f"DTSTAMP:{since}"
    yield f"LAST-MODIFIED:{since}"
    yield f"SEQUENCE:{item.revision.number}"
    yield from _told(item)
    yield from _alarm(item)
    yield "END:VEVENT"


def _told(item: Item) -> Iterator[str]:
    """Yield the lines of an event that say something about the talk."""
    talk, mark = item.talk, item.mark
    yield from _times(talk)
    yield f"SUMMARY:{_escaped(talk.title)}"
    if where := ", ".join(part for part in (talk.room, talk.position) if part):
        yield f"LOCATION:{_escaped(where)}"
    if link := talk.best_link:
        yield f"URL:{_BLANKS.sub('', link.url)}"
    yield f"CATEGORIES:{_escaped(talk.session.programme)}"
    if mark.interest:
        yield f"PRIORITY:{PRIORITIES[mark.interest]}"
    yield f"STATUS:{'CANCELLED' if item.cancelled else 'CONFIRMED'}"
    yield f"DESCRIPTION:{_escaped(_description(item))}"
    if mark.note:
        yield f"COMMENT:{_escaped(mark.note)}"
    yield f"X-CONFBROWSE-ID:{_escaped(talk.id)}"


def _times(talk: Talk) -> Iterator[str]:
    start, end = talk.start, talk.end
    assert start is not None, "talks without a time are left out"  # noqa: S101 - for types
    if is_whole_days(talk) and end:
        yield f"DTSTART;VALUE=DATE:{_date(start)}"
        yield f"DTEND;VALUE=DATE:{_date(end)}"
        return
    shown = _local if is_floating(talk) else _utc
    yield f"DTSTART:{shown(start)}"
    if end and _utc(end) > _utc(start):  # their clocks may show the same hour twice
        yield f"DTEND:{shown(end)}"


def _description(item: Item) -> str:
    """Return what a person reads in the event, the reader's own words first."""
    talk = item.talk
    paragraphs = (
        "Cancelled: its programme holds it no more." if item.cancelled else "",
        item.mark.note or "",
        f"Clashes with: {item.clashes.named()}" if item.clashes.total else "",
        f"Clashes weakly with: {item.weak_clashes.named()}" if item.weak_clashes.total else "",
        ", ".join(talk.authors),
        ", ".join(part for part in (talk.kind, talk.session.title) if part),
        "The year is assumed: the source does not give one." if talk.year_assumed else "",
        "\n".join(f"{link.label or link.kind}: {link.url}" for link in talk.links),
        readable(talk.abstract),
    )
    return "\n\n".join(part for part in paragraphs if part)


def _alarm(item: Item) -> Iterator[str]:
    """Yield what makes a calendar ring before a talk that has an hour and will be."""
    if item.alarm is None or item.cancelled or is_whole_days(item.talk):
        return
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_escaped(item.talk.title)}"
    yield f"TRIGGER:-PT{item.alarm}M"
    yield "END:VALARM"


def _utc(moment: datetime) -> str:
    return f"{_local(moment.astimezone(UTC))}Z"


def _local(moment: datetime) -> str:
    return f"{_date(moment)}T{moment:%H%M%S}"


def _date(moment: datetime) -> str:
    return f"{moment.year:04}{moment:%m%d}"


def _escaped(text: str) -> str:
    """Return *text* as a value in which nothing can end the line or begin another."""
    text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text)
    text = _CONTROLS.sub("", text)
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return *line*, with its end, broken between letters so that no part is longer than allowed."""
    raw, parts = line.encode(), []
    start, room = 0, _OCTETS
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:  # in the middle of a letter
            end -= 1
        parts.append(raw[start:end])
        start, room = end, _OCTETS - 1  # the blank that a part begins with counts
    return b"\r\n ".join([*parts, raw[start:]]).decode() + "\r\n"
