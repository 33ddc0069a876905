"""What a file says about talks: another agenda's JSON, a mirror, or a calendar of ours."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from confbrowse import talk_json
from confbrowse.errors import ProgrammeError
from confbrowse.exporters.calendar_file import PRIORITIES
from confbrowse.model import Mark, Session, Talk
from confbrowse.stores.agenda import Entry
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.links import link

if TYPE_CHECKING:
    from icalendar import Component

_CALENDAR = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*BEGIN\s*:\s*VCALENDAR", re.IGNORECASE)
_JSON = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*[\[{]")
HEAD = 200_000
"""Bytes of a file in which its first talk is to be found whole."""
_INTERESTS = {priority: interest for interest, priority in PRIORITIES.items()}
_TROUBLE = (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError)
"""What icalendar raises on calendars that are none."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What was understood of a file, and what was not."""

    entries: tuple[Entry, ...]
    left_out: tuple[str, ...] = ()
    """Why each record that is not among *entries* is not, and where it stands."""


def is_ours(head: bytes) -> bool:
    """Return whether what begins with *head* may be what ``read`` understands."""
    if _CALENDAR.match(head):
        return b"X-CONFBROWSE-ID" in head
    return bool(_JSON.match(head)) and b'"starred"' in head


def read(raw: bytes, name: str) -> Incoming:
    """Return what *raw*, the file called *name*, says about talks.

    Raises ProgrammeError where it is neither JSON as confbrowse writes it nor a calendar.
    """
    records = _events(raw, name) if _CALENDAR.match(raw) else _objects(raw, name)
    entries: dict[str, Entry] = {}
    left_out = []
    for where, record in records:
        if isinstance(record, Entry):
            entries[record.talk.id] = record
        else:
            left_out.append(f"{where}: {record}")
    if left_out and not entries:
        raise ProgrammeError(f"{name} holds no talk as confbrowse writes it; {left_out[0]}.")
    return Incoming(tuple(entries.values()), tuple(left_out))


def _objects(raw: bytes, name: str) -> Iterator[tuple[str, Entry | str]]:
    """Yield what each object of a JSON list, or on each line, is; or why it is nothing."""
    text = raw.decode("utf-8-sig", errors="replace")
    if text.lstrip().startswith("["):
        try:
            records = json.loads(text)
        except (ValueError, RecursionError) as error:
            at = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            raise ProgrammeError(f"{name} is no sound JSON: it is damaged{at}.") from error
        yield from ((f"entry {at}", _entry(one)) for at, one in enumerate(records, 1))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield f"line {number}", _entry(json.loads(line))
            except (ValueError, RecursionError):
                yield f"line {number}", "this is no JSON"


def _entry(record: object) -> Entry | str:
    try:
        return Entry(talk_json.read(record), talk_json.read_mark(record))
    except ProgrammeError as error:
        return str(error).rstrip(".")


def _events(raw: bytes, name: str) -> Iterator[tuple[str, Entry | str]]:
    """Yield what each event of a calendar is, or why it is nothing."""
    from icalendar import Calendar  # only for those who read calendars

    try:
        events = Calendar.from_ical(raw).walk("VEVENT")
    except _TROUBLE as error:
        raise ProgrammeError(f"{name} is no sound calendar.") from error
    for number, event in enumerate(events, 1):
        try:
            yield f"event {number}", _of_event(event)
        except _TROUBLE:
            yield f"event {number}", "it is no sound event"


def _of_event(event: "Component") -> Entry | str:
    """Return the talk that *event* is: starred, because it was put into a calendar."""
    talk_id, title = (clean_line(_said(event, key)) for key in ("X-CONFBROWSE-ID", "SUMMARY"))
    if not (talk_id and title):
        return "it is not confbrowse's; confbrowse add reads other calendars"
    start, end = (_time(event, key) for key in ("DTSTART", "DTEND"))
    page = link(_said(event, "URL"), None, None)
    talk = Talk(
        id=talk_id,
        session=Session(clean_line(_said(event, "CATEGORIES")), ""),
        title=title,
        start=start,
        end=end,
        timezone="UTC" if _zoned(event) else None,
        room=clean_line(_said(event, "LOCATION")) or None,
        links=(page,) if page else (),
    )
    priority = event.get("PRIORITY")
    interest = _INTERESTS.get(int(priority), 0) if priority is not None else 0
    note = clean_text(_said(event, "COMMENT")) or None
    return Entry(talk, Mark(starred=True, interest=interest, note=note))


def _said(event: "Component", key: str) -> str:
    value = event.get(key)
    value = value[0] if isinstance(value, list) and value else value
    parts = getattr(value, "cats", None)
    return ", ".join(map(str, parts)) if parts else str(value or "")


def _value(event: "Component", key: str) -> Any:  # the library's own: a date, a time, or nothing
    return getattr(event.get(key), "dt", None)


def _zoned(event: "Component") -> bool:
    return getattr(_value(event, "DTSTART"), "tzinfo", None) is not None


def _time(event: "Component", key: str) -> datetime | None:
    value = _value(event, key)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return None
