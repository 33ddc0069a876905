"""iCalendar: what every calendar program writes, and what many conferences publish.

Real files break its rules: a UID stands for the whole file (so nothing is keyed on it), a zone is
named but not defined, a property has no name that is one. A calendar that the library refuses as a
whole is read event by event, and an event that it refuses is left out and remarked upon.
"""

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from confbrowse.readers.calendar_event import Calendar, draft, floats, text_of
from confbrowse.readers.draft import Draft, assembled
from confbrowse.readers.encodings import decoded
from confbrowse.readers.naming import named_years, programme_name
from confbrowse.readers.reader import Hints, Reader, Reading, Remark
from confbrowse.text.clean import clean_line
from confbrowse.text.times import years_in
from confbrowse.text.zones import zone

if TYPE_CHECKING:
    from icalendar import Event

_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*BEGIN\s*:\s*VCALENDAR", re.IGNORECASE)
_BEGIN = re.compile(r"^BEGIN:VEVENT", re.MULTILINE | re.IGNORECASE)
_EVENT = re.compile(r"^BEGIN:VEVENT[ \t]*\n.*?^END:VEVENT[ \t]*$", re.M | re.S | re.I)
_PROPERTY = re.compile(r"^(X-WR-\w+|PRODID|NAME|TIMEZONE-ID|VTIMEZONE)[^:\n]*:(.*)$", re.M | re.I)
_FLOATING = (
    "some of its times name no zone; they are shown as printed, as if in UTC. Give --timezone"
)
_LONGEST_LINE = 200_000


def _recognises(raw: bytes) -> bool:
    return bool(_START.match(raw))


def _read(raw: bytes, hints: Hints) -> Reading:
    raw = raw.replace(b"\0", b"")
    text, remarks = decoded(_unfolded(raw))
    calendar = _calendar(text, hints)
    drafts: list[Draft] = []
    is_floating = False
    lines = _lines(raw, text)
    for match in _EVENT.finditer(text):
        line = lines[match.start()]
        event = _event(match[0])
        if isinstance(event, str):
            remarks.append(Remark(line, _summary(match[0]), event))
            continue
        why_not = _why_not(event)
        if why_not:
            remarks.append(Remark(line, _summary(match[0]), why_not))
            continue
        is_floating |= calendar.zone is None and floats(event)
        remarks += _shortcomings(event, line)
        drafts.append(draft(event, line, calendar))
    remarks += _cut_off(text, lines)
    if is_floating:
        remarks.append(Remark(None, "", _FLOATING, left_out=False))
    return assembled(calendar.name, _with_lasting_names(drafts), hints, remarks)


READER = Reader("iCalendar", _recognises, _read)


def _unfolded(raw: bytes) -> bytes:
    """Return *raw* with folded lines whole again; folds may cut a letter in two."""
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return raw.replace(b"\n ", b"").replace(b"\n\t", b"")


def _lines(raw: bytes, text: str) -> dict[int, int]:
    """Return the line of *raw*, counted from 1, on which each event of *text* begins."""
    starts = (found.start() for found in _BEGIN.finditer(text))
    lines = re.split(rb"\r\n|\r|\n", raw.removeprefix(b"\xef\xbb\xbf"))
    found = (at for at, line in enumerate(lines, 1) if line[:12].upper() == b"BEGIN:VEVENT")
    return dict(zip(starts, found, strict=True))


def _with_lasting_names(drafts: Sequence[Draft]) -> list[Draft]:
    """Return *drafts* with the names that are theirs alone: a UID may stand for a whole file."""
    times = Counter(draft.uid for draft in drafts)
    return [draft if times[draft.uid] == 1 else replace(draft, uid="") for draft in drafts]


def _calendar(text: str, hints: Hints) -> Calendar:
    """Return what stands before the first event, and register the zones that are defined there."""
    head = _BEGIN.split(text, maxsplit=1)[0]
    said = {
        key.upper(): value.strip() for key, value in _PROPERTY.findall(text[: len(head) + 4000])
    }
    _register_zones(text)
    named = (
        hints.timezone
        or said.get("X-WR-TIMEZONE")
        or said.get("TIMEZONE-ID")
        or said.get("VTIMEZONE")
    )
    here = zone(named)
    title = said.get("X-WR-CALNAME") or said.get("NAME") or said.get("X-WR-CALDESC", "")
    return Calendar(_name(_unescaped(title), hints), named if here else None, here)


def _register_zones(text: str) -> None:
    from icalendar import Component  # only for those who read calendars

    for block in re.findall(r"^BEGIN:VTIMEZONE\n.*?^END:VTIMEZONE", text, re.M | re.S | re.I)[:50]:
        try:
            Component.from_ical(block)
        except (ValueError, KeyError, IndexError, AttributeError):
            continue  # its name may be one that is known anyway


def _name(title: str, hints: Hints) -> str:
    title = clean_line(title)
    if hints.name or not title or title.lower() in ("calendar", "schedule", "untitled"):
        return programme_name(hints)
    year = next(named_years(hints), None)
    return title if years_in(title) or not year else f"{title} {year}"


def _event(block: str) -> "Event | str":
    """Return the event that *block* is, or why it is none."""
    from icalendar import Event  # only for those who read calendars

    if max(map(len, block.split("\n"))) > _LONGEST_LINE:
        return "one of its lines is far too long"
    try:
        with warnings.catch_warnings(action="ignore"):  # on zones that it guesses
            event = Event.from_ical(block.replace("\n", "\r\n") + "\r\n")
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError):
        return "it is no sound event"
    return event if isinstance(event, Event) else "it is no event"


def _why_not(event: "Event") -> str:
    """Return why *event* is to be left out; empty where it is not."""
    if text_of(event, "STATUS").upper() == "CANCELLED":
        return "it is cancelled"
    return "" if text_of(event, "SUMMARY") else "it has no title"


def _shortcomings(event: "Event", line: int) -> Iterator[Remark]:
    """Yield warnings about what *event* says and is not minded."""
    title = clean_line(text_of(event, "SUMMARY"))
    for name, _ in event.errors:
        what = f"its {clean_line(name)}" if name else "one of its lines"
        yield Remark(line, title, f"{what} cannot be read", left_out=False)
    if event.get("RRULE") or event.get("RDATE"):
        why = "it is repeated, and only its first time is shown"
        yield Remark(line, title, why, left_out=False)


def _cut_off(text: str, lines: Mapping[int, int]) -> Iterator[Remark]:
    """Yield a remark on an event that the end of the file cuts off."""
    last = max(lines, default=None)
    if last is not None and "END:VEVENT" not in text[last:].upper():
        why = "the file ends in the middle of it"
        yield Remark(lines[last], _summary(text[last : last + 20_000]), why)


def _summary(block: str) -> str:
    found = re.search(r"^SUMMARY[^:\n]*:(.*)$", block, re.MULTILINE)
    return clean_line(_unescaped(found[1])) if found else ""


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\,;nN])", lambda found: "\n" if found[1] in "nN" else found[1], text)
