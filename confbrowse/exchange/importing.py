"""Imports marks: from another agenda's JSON, a sync file, or a calendar exported by confbrowse."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from confbrowse import talk_json
from confbrowse.errors import ProgrammeError
from confbrowse.exchange.merge import Conflict, Prefer, base_of, conflicts, merge
from confbrowse.exporters.icalendar import PRIORITIES
from confbrowse.model import (
    NO_MARK,
    Mark,
    MarkChange,
    MarkedTalk,
    Session,
    Talk,
    TriagePosition,
    start_key,
)
from confbrowse.readers.calendar_lines import PARSE_ERRORS, split_calendar
from confbrowse.readers.parsing import LEAD
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.storage.sync_state import InTransaction, LastWritten
from confbrowse.sync_header import counted_talks, triage_positions, watched_queries
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.links import make_link
from confbrowse.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from icalendar import Component

_CALENDAR = lazy_pattern(LEAD + rb"BEGIN\s*+:\s*+VCALENDAR", re.IGNORECASE)
_JSON = lazy_pattern(LEAD + rb"[\[{]")
_PADDING = "\0 \t\r\n"
"""May follow the text of a cut-off file: some file systems pad with zeros after a crash."""
_STARTS = ('{"confbrowse": "', '{"id": "')
"""The beginnings of lines in a sync file."""
HEAD = 200_000
"""Bytes of a file that contain its first talk."""
_INTERESTS = {priority: interest for interest, priority in PRIORITIES.items()}


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A talk in a record of an earlier confbrowse."""

    entry: MarkedTalk


@dataclass(frozen=True, slots=True)
class _Header:
    """What the header of a sync file says."""

    talks: int
    watched: tuple[str, ...] | None
    positions: tuple[TriagePosition, ...]


_Record = MarkedTalk | _Earlier | _Header | str
"""A talk, a header, or the reason why a record is invalid."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """The marks in a file."""

    entries: tuple[MarkedTalk, ...]
    left_out: tuple[str, ...] = ()
    """Position and reason of each record that could not be read."""
    missing: int = 0
    """How many talks fewer a sync file contains than its header announces; 0 for more, since a
    merge by Git adds lines."""
    without_later: frozenset[str] = frozenset()
    """The ids of talks in records of an earlier confbrowse, which did not know the mark *later*."""
    watched: tuple[str, ...] | None = None
    """The watch list; None if the file has none, as those of an earlier confbrowse."""
    positions: tuple[TriagePosition, ...] = ()
    """Of triages; empty as well in files of an earlier confbrowse."""


def is_ours(head: bytes) -> bool:
    """Whether *head*, the start of a file, may be something that ``read`` supports."""
    if _CALENDAR.match(head):
        return b"X-CONFBROWSE-ID" in head
    return bool(_JSON.match(head)) and b'"starred"' in head


def is_cut_off(raw: bytes, name: str) -> bool:
    """Whether *raw* is a sync file written by confbrowse, without its end.

    Every line but the last must be complete and valid: a file that was edited is damaged instead.
    Raises ProgrammeError if a newer confbrowse wrote it.
    """
    first, *lines = raw.decode("utf-8-sig", errors="replace").rstrip(_PADDING).split("\n")
    if first.strip() != "[" or (lines and lines[-1] == "]"):
        return False
    *whole, last = lines or [""]
    return all(_is_line(line.rstrip("\r"), name) for line in whole) and any(
        last.startswith(start) or start.startswith(last) for start in _STARTS
    )


def _is_line(line: str, name: str) -> bool:
    """Whether *line*, which is not the last one, is a line of a sync file."""
    try:
        record = json.loads(line.removesuffix(","))
    except (ValueError, RecursionError):
        return False
    is_known = counted_talks(record, name) is not None or not isinstance(_entry(record), str)
    return line.endswith(",") and is_known


def read(raw: bytes, name: str) -> Incoming:
    """Return the marks in *raw*, the file called *name*.

    Raises ProgrammeError if it is neither JSON exported by confbrowse nor a calendar, or if a newer
    confbrowse wrote it.
    """
    records = _events(raw, name) if _CALENDAR.match(raw) else _objects(raw, name)
    entries: dict[str, MarkedTalk] = {}
    left_out, counts, records_read = [], [], 0
    without_later, watched = set(), None
    positions: tuple[TriagePosition, ...] = ()
    for where, record in records:
        if isinstance(record, _Header):
            counts.append(record.talks)
            watched, positions = record.watched, record.positions
            continue
        records_read += 1
        if isinstance(record, MarkedTalk):
            entries[record.talk.id] = record
        elif isinstance(record, _Earlier):
            entries[record.entry.talk.id] = record.entry
            without_later.add(record.entry.talk.id)
        else:
            left_out.append(f"{where}: {record}")
    if left_out and not entries:
        raise ProgrammeError(f"{name} contains no talk exported by confbrowse; {left_out[0]}.")
    missing = max(min(counts, default=0) - records_read, 0)
    if missing:
        left_out.append(f"header: it announces {min(counts):,} talks, but {records_read:,} follow")
    return Incoming(
        tuple(entries.values()),
        tuple(left_out),
        missing,
        frozenset(without_later),
        watched,
        positions,
    )


def _objects(raw: bytes, name: str) -> Iterator[tuple[str, _Record]]:
    """Yield position and content of each JSON object; a string is the reason why it is invalid.

    A header yields the number of talks that it announces.
    """
    text = raw.decode("utf-8-sig", errors="replace")
    if text.lstrip().startswith("["):
        try:
            records = json.loads(text)
        except (ValueError, RecursionError) as error:
            at = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            raise ProgrammeError(f"{name} is not valid JSON: it is damaged{at}.") from error
        yield from ((f"entry {at}", _record(one, name)) for at, one in enumerate(records, 1))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield f"line {number}", _record(json.loads(line), name)
            except (ValueError, RecursionError):
                yield f"line {number}", "this is not JSON"


def _record(record: object, name: str) -> _Record:
    counted = counted_talks(record, name)
    if counted is None:
        return _entry(record)
    return _Header(counted, watched_queries(record), triage_positions(record))


def _entry(record: object) -> MarkedTalk | _Earlier | str:
    try:
        found = MarkedTalk(talk_json.read(record), talk_json.read_mark(record))
        return found if isinstance(record, Mapping) and "later" in record else _Earlier(found)
    except ProgrammeError as error:
        return str(error).rstrip(".")


def _events(raw: bytes, name: str) -> Iterator[tuple[str, _Record]]:
    """Yield position and content of each event; a string is the reason why it is invalid."""
    for number, lines in enumerate(split_calendar(raw, name).events(), 1):
        event = lines.parsed()
        try:
            yield f"event {number}", event if isinstance(event, str) else _of_event(event)
        except PARSE_ERRORS:
            yield f"event {number}", "it is not a valid event"


def _of_event(event: "Component") -> MarkedTalk | str:
    """Return the talk of *event*, starred, since it was in a calendar."""
    talk_id, title = (clean_line(_text(event, key)) for key in ("X-CONFBROWSE-ID", "SUMMARY"))
    if not (talk_id and title):
        return "it is not from confbrowse; to import other calendars: confbrowse add"
    start, end = (_time(event, key) for key in ("DTSTART", "DTEND"))
    page = make_link(_text(event, "URL"), None, None)
    talk = Talk(
        id=talk_id,
        session=Session(clean_line(_text(event, "CATEGORIES")), ""),
        title=title,
        start=start,
        end=end,
        timezone="UTC" if _zoned(event) else None,
        room=clean_line(_text(event, "LOCATION")) or None,
        links=(page,) if page else (),
    )
    priority = event.get("PRIORITY")
    interest = _INTERESTS.get(int(priority), 0) if priority is not None else 0
    note = clean_text(_text(event, "COMMENT")) or None
    return MarkedTalk(talk, Mark(starred=True, interest=interest, note=note))


def _text(event: "Component", key: str) -> str:
    value = event.get(key)
    value = value[0] if isinstance(value, list) and value else value
    parts = getattr(value, "cats", None)
    return ", ".join(map(str, parts)) if parts else str(value or "")


def _value(event: "Component", key: str) -> Any:  # the type of icalendar: a date, a time, or None
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


# Applying an import: a three-way merge in one step of undo.

_Side = tuple[Talk, Sequence[Mark], Mark]
"""A talk, its possible marks when the file was last written, and its mark in the file."""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import changed."""

    changes: tuple[MarkChange, ...] = ()
    conflicts: tuple[tuple[Talk, Conflict], ...] = ()
    """What both sides changed differently, however it was resolved."""


def apply(
    incoming: Incoming,
    agenda: MarkStore,
    library: LibraryStore,
    known: Sequence[LastWritten],
    prefer: Prefer = Prefer.OURS,
    also: InTransaction | None = None,
) -> ImportOutcome:
    """Merge *incoming* into the *agenda*, as one step of undo.

    *known* is what confbrowse may have written to that file last: a mark missing since then was
    removed there. If it never wrote it, or if some records could not be read, nothing counts as
    removed. *also* runs in the same transaction.
    """
    sides, found = _compared(incoming, agenda, library, known)
    wanted = [(talk, _change(bases, theirs, prefer)) for talk, bases, theirs in sides]
    return ImportOutcome(agenda.mark_each(wanted, also=also), found)


def preview(
    incoming: Incoming,
    agenda: MarkStore,
    library: LibraryStore,
    known: Sequence[LastWritten],
    prefer: Prefer = Prefer.OURS,
) -> ImportOutcome:
    """Return what ``apply`` would do, without changing anything."""
    sides, found = _compared(incoming, agenda, library, known)
    ours = agenda.marks()
    changes = (
        MarkChange(talk, mark, _merged(bases, theirs, prefer, mark))
        for talk, bases, theirs in sides
        for mark in (ours.get(talk.id, NO_MARK),)
    )
    return ImportOutcome(
        tuple(change for change in changes if change.before != change.after), found
    )


def _compared(
    incoming: Incoming, agenda: MarkStore, library: LibraryStore, known: Sequence[LastWritten]
) -> tuple[Sequence[_Side], tuple[tuple[Talk, Conflict], ...]]:
    """Return the marks of each talk in the file, in order of time, and the conflicts."""
    sides = sorted(_sides(incoming, agenda, library, known), key=lambda side: start_key(side[0]))
    ours = agenda.marks()
    found = (
        (talk, conflict)
        for talk, bases, theirs in sides
        for mark in (ours.get(talk.id, NO_MARK),)
        for conflict in conflicts(base_of(bases, mark, theirs), mark, theirs)
    )
    return sides, tuple(found)


def _sides(
    incoming: Incoming, agenda: MarkStore, library: LibraryStore, known: Sequence[LastWritten]
) -> Iterator[_Side]:
    """Yield each talk as this library knows it, its marks when last written, and in the file."""
    theirs = {entry.talk.id: entry for entry in incoming.entries}
    kept = {entry.talk.id: entry.talk for entry in agenda.marked()}
    in_library = {talk_id: talk for talk_id, (_, talk) in library.find(list(theirs)).items()}
    for talk_id, entry in theirs.items():
        talk = in_library.get(talk_id) or kept.get(talk_id) or entry.talk
        bases = _bases(known, talk_id)
        if talk_id in incoming.without_later:  # what is not known there has not been changed there
            bases = tuple(replace(base, later=entry.mark.later) for base in bases)
        yield talk, bases, entry.mark
    if not incoming.left_out:
        for talk_id in {talk_id for written in known for talk_id in written.marks}:
            if talk_id in kept and talk_id not in theirs:
                yield kept[talk_id], _bases(known, talk_id), NO_MARK


def _bases(known: Sequence[LastWritten], talk_id: str) -> Sequence[Mark]:
    return tuple(written.marks.get(talk_id, NO_MARK) for written in known) or (NO_MARK,)


def _change(bases: Sequence[Mark], theirs: Mark, prefer: Prefer) -> Callable[[Mark], Mark]:
    return partial(_merged, bases, theirs, prefer)


def _merged(bases: Sequence[Mark], theirs: Mark, prefer: Prefer, ours: Mark) -> Mark:
    return merge(base_of(bases, ours, theirs), ours, theirs, prefer)


# An import in words, for the command line and the screens.


def differences(change: MarkChange) -> Iterator[str]:
    """Yield what *change* does, in words."""
    before, after = change.before, change.after
    for name, words in (
        ("starred", "starred"),
        ("hidden", "hidden"),
        ("seen", "seen"),
        ("later", "for later"),
    ):
        if getattr(before, name) != getattr(after, name):
            yield words if getattr(after, name) else f"no longer {words}"
    if before.interest != after.interest:
        yield f"interest {after.interest}"
    if before.note != after.note:
        yield "note" if after.note else "no longer a note"


def both_sides(conflict: Conflict) -> tuple[str, str]:
    """Return our value and theirs, in words."""
    ours, theirs = (f"“{one}”" if one else "none" for one in (conflict.ours, conflict.theirs))
    return ours, theirs
