"""Files that are kept in step with the agenda: a mirror to share, a calendar to subscribe to.

``sync_mirror`` and ``sync_calendar`` may be called after every mark: a file that already says what
it should is not touched.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from confbrowse import whole_file
from confbrowse.errors import ConfbrowseError, ProgrammeError, StoreError
from confbrowse.exchange.bringing_in import Brought, bring_in
from confbrowse.exchange.incoming import HEAD, Incoming, is_ours, read
from confbrowse.exchange.merging import Prefer
from confbrowse.exchange.taking_out import TakenOut, take_out
from confbrowse.exporters import EXPORTERS, Exporter, Item
from confbrowse.model import NO_MARK, Mark
from confbrowse.stores.agenda import Agenda, Entry
from confbrowse.stores.exchange import Exchange, Written
from confbrowse.stores.library import Library

_LARGEST = 256 * 1024 * 1024
_TRIES = 3
_READ_AGAIN = frozenset({"ics", "json", "mirror"})
"""The formats that ``incoming`` understands."""


def place(path: Path) -> str:
    """Return the name under which what was written to *path* is remembered."""
    return os.path.realpath(path)


@dataclass(frozen=True, slots=True)
class Theirs:
    """Somebody's agenda, in a file."""

    path: Path
    incoming: Incoming


def agenda_at(path: Path) -> Theirs | None:
    """Return the agenda in the file at *path*; None where there is no file, or anything else in it."""
    try:
        raw = _bytes(path) if is_ours(_bytes(path, HEAD) or b"") else None
        incoming = read(raw, str(path)) if raw else None
    except (ConfbrowseError, OSError):
        return None
    is_marked = incoming and any(entry.mark != NO_MARK for entry in incoming.entries)
    return Theirs(path, incoming) if incoming and is_marked else None


def last_written(path: Path, agenda: Agenda) -> Written | None:
    """Return what confbrowse wrote to *path* last, if ever it did."""
    return Exchange(agenda.database).written(place(path))


def put(path: Path, exporter: Exporter, taken: TakenOut, agenda: Agenda) -> None:
    """Write what is *taken* out to *path*, and remember it where it may come in again."""
    raw = taken.text.encode()
    if _bytes(path) != raw:
        whole_file.write(path, raw)
    if exporter.name in _READ_AGAIN:
        marks = {item.talk.id: _carried(item, exporter) for item in taken.items}
        written = Written(hashlib.sha256(raw).hexdigest(), marks)
        exchange = Exchange(agenda.database)
        if exchange.written(place(path)) != written:
            exchange.remember(place(path), written)


def sync_calendar(
    path: Path,
    agenda: Agenda,
    library: Library,
    now: datetime,
    entries: Sequence[Entry] | None = None,
) -> None:
    """Bring the calendar at *path* up to date. Raises StoreError where that cannot be done.

    *entries* are the marks there are, where they have been read.
    """
    exporter = EXPORTERS["ics"]
    mine = agenda.entries() if entries is None else [one for one in entries if one.mark.starred]
    put(path, exporter, take_out(exporter, mine, agenda, library, now, mine=mine), agenda)


def sync_mirror(path: Path, agenda: Agenda, library: Library) -> Brought:
    """Bring the mirror at *path* and the *agenda* up to date with each other; return what came in.

    What was changed in the file by others is merged first, in one step; where both sides changed
    one thing, both are kept, since the file is about to be written anew. Raises StoreError where
    it cannot be read or written, or is not wholly understood: then neither is changed.
    """
    brought = Brought()
    for _ in range(_TRIES):
        before = _bytes(path)
        came = _merge(path, before, agenda, library)
        brought = Brought(brought.changes + came.changes, brought.conflicts + came.conflicts)
        entries = agenda.marked()
        held = tuple(Item(entry.talk, entry.mark) for entry in entries)
        exporter = EXPORTERS["mirror"]
        if _bytes(path) == before:
            put(path, exporter, TakenOut(exporter.write(held), held, ()), agenda)
            return replace(brought, entries=entries)
    raise StoreError(f"Cannot keep {path} up to date: another program keeps writing to it.")


def _merge(path: Path, raw: bytes | None, agenda: Agenda, library: Library) -> Brought:
    """Bring in what others changed in the mirror; an empty file is one that was not written yet."""
    written = last_written(path, agenda)
    digest = hashlib.sha256(raw or b"").hexdigest()
    if not (raw and raw.strip()) or (written and written.digest == digest):
        return Brought()
    try:
        incoming = read(raw, str(path))
    except ProgrammeError as error:
        raise StoreError(f"{error} Mend or remove it; nothing was written.") from error
    if incoming.left_out:
        what = f"{path} holds what is not confbrowse's, {incoming.left_out[0]}"
        raise StoreError(f"{what}. Mend or remove it; nothing was written.")
    return bring_in(incoming, agenda, library, written, Prefer.BOTH)


def _carried(item: Item, exporter: Exporter) -> Mark:
    """Return what will be read of the mark of *item*: what is in a calendar counts as starred."""
    if exporter.name == "ics":
        return replace(NO_MARK, starred=True, interest=item.mark.interest, note=item.mark.note)
    return item.mark


def _bytes(path: Path, most: int = _LARGEST) -> bytes | None:
    """Return what is in the file at *path*, the first *most* bytes; None where there is no file. Raises StoreError."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise StoreError(f"Cannot read {path}: {error.strerror}.") from error
