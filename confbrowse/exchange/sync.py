"""Files kept in sync with the agenda: a sync file to share, a calendar to subscribe to.

``sync_mirror`` and ``sync_calendar`` can be called after every mark: a file that is up to date is
not touched. Every write happens under one lock, and is committed to the agenda before
(``storage.sync_state``), so that confbrowse always recognises its own files.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from confbrowse import files
from confbrowse.errors import ConfbrowseError, ProgrammeError, StoreError
from confbrowse.exchange.exporting import Export, export_talks
from confbrowse.exchange.importing import (
    HEAD,
    ImportOutcome,
    Incoming,
    apply,
    is_cut_off,
    is_ours,
    read,
)
from confbrowse.exchange.merge import Conflict, Prefer, merge_watched, watched_as_marks
from confbrowse.exchange.targets import is_stream, refuse_own
from confbrowse.exporters import EXPORTERS, Exporter, ExportItem
from confbrowse.exporters.icalendar import is_by_confbrowse
from confbrowse.exporters.json import write_sync_file
from confbrowse.files import ChangedMeanwhileError, Signature, signature
from confbrowse.marks import describe_changes
from confbrowse.model import NO_MARK, Mark, MarkChange, MarkedTalk, Talk
from confbrowse.storage.database import DamagedDatabaseError
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.storage.sync_state import LastWritten, SyncState
from confbrowse.sync_header import NewerFormatError
from confbrowse.text.latex import readable_line

_LARGEST = 256 * 1024 * 1024
_TRIES = 3
_READ_AGAIN = frozenset({"ics", "json", "mirror"})
"""The formats that ``importing`` reads."""
_KEPT_COPIES = 5
"""Copies of incomplete sync files that are kept."""
_COPY = ".incomplete-"
"""Part of the names of those copies before the time."""
MISSING: Signature = (0, 0, 0)
"""The signature of a missing file."""


def sync_key(path: Path) -> str:
    """Return the key for *path* in the tables of ``sync_state``."""
    return os.path.realpath(path)


@dataclass(frozen=True, slots=True)
class SharedAgenda:
    """An agenda in a file."""

    path: Path
    incoming: Incoming


def find_shared_agenda(path: Path) -> SharedAgenda | None:
    """Return the agenda in the file at *path*; None if there is none."""
    try:
        raw = _read(path).raw if is_ours(_read(path, HEAD).raw or b"") else None
        incoming = read(raw, str(path)) if raw else None
    except (ConfbrowseError, OSError):
        return None
    is_marked = incoming and any(entry.mark != NO_MARK for entry in incoming.entries)
    return SharedAgenda(path, incoming) if incoming and is_marked else None


@dataclass(frozen=True, slots=True)
class Synced:
    """The result of syncing the agenda with a file."""

    changes: tuple[MarkChange, ...]
    """Changes imported from the file."""
    conflicts: tuple[tuple[Talk, Conflict], ...]
    """What both sides changed differently; both versions were kept."""
    signature: Signature
    """Of the file after syncing."""
    notice: str = ""
    """A sentence for the user about the file itself."""


@dataclass(frozen=True, slots=True)
class _FileContent:
    """A file as it was read."""

    raw: bytes | None
    """None if there is no file."""
    signature: Signature = MISSING

    @property
    def is_empty(self) -> bool:
        return not (self.raw or b"").strip(b"\0 \t\r\n")

    @property
    def digest(self) -> str:
        return _digest(self.raw or b"")


def known_written(path: Path, agenda: MarkStore) -> tuple[LastWritten, ...]:
    """Return what confbrowse may have written to *path* last; empty if it never did."""
    return SyncState(agenda.database).known(sync_key(path))


def write_export(
    path: Path,
    exporter: Exporter,
    taken: Export,
    agenda: MarkStore,
    *,
    force: bool = False,
    advice: str = "Name another file",
) -> None:
    """Write *taken* to *path*, and record that.

    Raises StoreError if *path* is one of confbrowse's own files, or, without *force*, an existing
    file that confbrowse did not write; *advice* says what to do then.
    """
    refuse_own(path, agenda)
    if is_stream(path):
        files.write_atomic(path, taken.text.encode())
        return
    with SyncState(agenda.database).locked(path):
        _write_locked(path, exporter, taken, agenda, force=force, advice=advice)


def _write_locked(
    path: Path, exporter: Exporter, taken: Export, agenda: MarkStore, *, force: bool, advice: str
) -> None:
    """Write as ``write_export`` does, with the lock held."""
    sync_state = SyncState(agenda.database)
    is_read_again = exporter.name in _READ_AGAIN
    marks = {item.talk.id: _mark_read_back(item, exporter) for item in taken.items if is_read_again}
    files.delete_leftovers(path)
    for attempt in range(_TRIES):
        found = _read(path)
        known = sync_state.known(sync_key(path))
        if not force and not _may_replace(found, exporter, known):
            raise StoreError(
                f"{path} already exists and was not written by confbrowse. {advice}; it was not "
                "changed."
            )
        is_needed = is_read_again and bool(known)
        try:
            _write(path, found, taken.text.encode(), marks, sync_state, is_needed=is_needed)
        except ChangedMeanwhileError:
            if attempt == _TRIES - 1:
                raise
        else:
            return


def sync_calendar(path: Path, agenda: MarkStore, library: LibraryStore, now: datetime) -> None:
    """Update the calendar at *path*. Raises StoreError."""
    refuse_own(path, agenda)
    exporter = EXPORTERS["ics"]
    advice = "Move it away, or change agenda.calendar in the settings"
    with SyncState(agenda.database).locked(path):
        mine = agenda.entries()
        taken = export_talks(exporter, mine, agenda, library, now, mine=mine)
        _write_locked(path, exporter, taken, agenda, force=False, advice=advice)


def sync_mirror(path: Path, agenda: MarkStore, library: LibraryStore) -> Synced:
    """Sync the file at *path* and the *agenda* in both directions; return what was imported.

    Changes in the file are merged first, in one step; in a conflict both versions are kept. A file
    that is cut off is not merged but written again, and a copy of it is kept. Raises StoreError if
    it cannot be read or written, or if some of it is not understood: nothing is changed then.
    """
    refuse_own(path, agenda)
    sync_state = SyncState(agenda.database)
    imported, notice = ImportOutcome(), ""
    if is_stream(path):
        files.write_atomic(path, sync_text(agenda).encode())
        return Synced((), (), MISSING)
    with sync_state.locked(path):
        files.delete_leftovers(path)
        for attempt in range(_TRIES):
            found = _read(path)
            outcome, import_notice = _import_changes(path, found, agenda, library)
            imported = ImportOutcome(
                imported.changes + outcome.changes, imported.conflicts + outcome.conflicts
            )
            notice = notice or import_notice
            entries = agenda.marked()
            watched = agenda.watched()
            marks = {entry.talk.id: entry.mark for entry in entries} | watched_as_marks(watched)
            positions = agenda.triage_positions()
            raw = write_sync_file(_items(entries), watched, positions).encode()
            try:
                signature = _write(path, found, raw, marks, sync_state, is_needed=True)
            except ChangedMeanwhileError as error:
                if attempt == _TRIES - 1:
                    hint = " Its changes were imported; undo reverses that."
                    raise StoreError(f"{error}{hint if imported.changes else ''}") from error
            else:
                break
    return Synced(imported.changes, imported.conflicts, signature, notice)


def sync_text(agenda: MarkStore) -> str:
    """Return what a new sync file of *agenda* contains: its marks, its watch list, how far triages are."""
    return write_sync_file(_items(agenda.marked()), agenda.watched(), agenda.triage_positions())


def _items(entries: Sequence[MarkedTalk]) -> list[ExportItem]:
    return [ExportItem(entry.talk, entry.mark) for entry in entries]


def _import_changes(
    path: Path, found: _FileContent, agenda: MarkStore, library: LibraryStore
) -> tuple[ImportOutcome, str]:
    """Merge the changes in the sync file; return the outcome and a notice about the file.

    The same transaction records that the file was merged: it must not be merged twice.
    """
    sync_state = SyncState(agenda.database)
    known = sync_state.known(sync_key(path))
    if any(written.digest == found.digest for written in known):
        return ImportOutcome(), ""
    if found.raw is None or found.is_empty:
        is_lost = found.raw is not None and known
        return ImportOutcome(), f"{path} was empty and is written again." if is_lost else ""
    try:
        if is_cut_off(found.raw, str(path)):
            return ImportOutcome(), _copy_incomplete(path, found.raw, agenda, "it is cut off")
        incoming = read(found.raw, str(path))
    except NewerFormatError as error:
        raise StoreError(f"{error} Nothing was written.") from error
    except ProgrammeError as error:
        raise StoreError(f"{error} Fix or delete it; nothing was written.") from error
    if incoming.missing:
        why = f"{incoming.missing:,} of its talks are missing"
        return ImportOutcome(), _copy_incomplete(path, found.raw, agenda, why)
    if incoming.left_out:
        what = f"{path} contains something other than marks, {incoming.left_out[0]}"
        raise StoreError(f"{what}. Fix or delete it; nothing was written.")
    theirs = {entry.talk.id: entry.mark for entry in incoming.entries}
    theirs |= watched_as_marks(incoming.watched or ())
    also = sync_state.merged(
        sync_key(path),
        LastWritten(found.digest, theirs),
        merge_watched(agenda.watched(), incoming.watched, [one.marks for one in known]),
        incoming.positions,
    )
    return apply(incoming, agenda, library, known, Prefer.BOTH, also), ""


def _copy_incomplete(path: Path, raw: bytes, agenda: MarkStore, why: str) -> str:
    """Keep a copy of an incomplete file beside the agenda; return the notice."""
    folder = Path(os.path.realpath(agenda.database.path)).parent
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    copy = folder / f"{path.name[:50]}{_COPY}{stamp}"
    copies = sorted(folder.glob(f"*{_COPY}*"), key=lambda one: one.name.rpartition(_COPY)[2])
    if copies and _read(copies[-1]).raw == raw:
        copy = copies[-1]  # it was copied last time, when it could not be written again
    else:
        files.write_atomic(copy, raw)
        for old in copies[: 1 - _KEPT_COPIES]:
            with suppress(OSError):
                old.unlink()
    return f"{path} is incomplete: {why}. It is written again; a copy was saved as {copy}."


def _write(
    path: Path,
    found: _FileContent,
    raw: bytes,
    marks: dict[str, Mark],
    sync_state: SyncState,
    *,
    is_needed: bool,
) -> Signature:
    """Replace the file at *path*, read as *found*, by *raw*, which contains *marks*.

    The write is committed to the agenda before and confirmed after. Unless *is_needed*, a read-only
    agenda does not prevent it. A failed confirmation does no harm: the file is recognised as ours
    anyway, as after a kill. Raises ChangedMeanwhileError if the file is not as it was found.
    """
    key = sync_key(path)
    written = LastWritten(_digest(raw), marks)
    if found.raw == raw:
        _recorded(lambda: sync_state.record_written(key, written), is_needed=is_needed)
        return found.signature
    is_recorded = _recorded(
        lambda: sync_state.begin(key, found.digest, written), is_needed=is_needed
    )
    try:
        signature = files.write_atomic(path, raw, lambda: _read(path).raw == found.raw)
    except StoreError:
        if is_recorded:
            _recorded(lambda: sync_state.withdraw(key), is_needed=False)
        raise
    if is_recorded:
        _recorded(lambda: sync_state.finish(key), is_needed=False)
    return signature or MISSING


def _recorded(record: Callable[[], None], *, is_needed: bool) -> bool:
    """Call *record*, which writes to the agenda; return whether it succeeded.

    Raises its error if it *is_needed*.
    """
    try:
        record()
    except DamagedDatabaseError:
        raise
    except StoreError:
        if is_needed:
            raise
        return False
    return True


def _may_replace(found: _FileContent, exporter: Exporter, known: Sequence[LastWritten]) -> bool:
    """Whether confbrowse wrote the file *found*, so that replacing it loses nothing.

    A calendar is also recognised by its content: several machines may write the same one.
    """
    if found.raw is None or found.is_empty:
        return True
    if any(written.digest == found.digest for written in known):
        return True
    return exporter.name == "ics" and is_by_confbrowse(found.raw)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _mark_read_back(item: ExportItem, exporter: Exporter) -> Mark:
    """Return the mark of *item* as it will be read back: in a calendar, it is starred."""
    if exporter.name == "ics":
        return replace(NO_MARK, starred=True, interest=item.mark.interest, note=item.mark.note)
    return item.mark


def _read(path: Path, most: int = _LARGEST) -> _FileContent:
    """Return the first *most* bytes of the file at *path*. Raises StoreError."""
    try:
        if not path.is_file():
            return _FileContent(None)
        with path.open("rb") as file:
            signature = files.signature(os.fstat(file.fileno()))
            return _FileContent(file.read(most), signature)
    except FileNotFoundError:
        return _FileContent(None)
    except OSError as error:
        raise StoreError(f"Cannot read {path}: {error.strerror}.") from error


# The user's sync file and calendar: checked often, written seldom.

_RETRY_CHECKS = 30
"""Checks after a failure until the next try, if nothing has changed."""
_State = tuple[int, str, Signature]
"""Version of marks, version of library, signature of the sync file."""


@dataclass(frozen=True, slots=True)
class SyncFiles:
    """The files that are kept up to date."""

    mirror: Path | None = None
    calendar: Path | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence to show to the user once."""

    sentence: str
    failed: bool = False


class FileSync:
    """Keeps files up to date; call ``sync_if_changed`` periodically, never concurrently."""

    def __init__(self, agenda: MarkStore, library: LibraryStore, files: SyncFiles) -> None:
        self._agenda, self._library, self._files = agenda, library, files
        self._synced_state: _State | None = None
        """The state that the files were last brought up to date with."""
        self._last_state: _State | None = None
        """The state at the last check."""
        self._last_error = ""
        self._checks = 0

    def sync_if_changed(self, *, at_once: bool = False) -> tuple[Notice, ...]:
        """Update the files if anything changed; return notices for the user.

        While the state still changes between two checks, nothing is done, unless *at_once*.
        """
        try:
            state = self._current_state()
            is_stable, self._last_state = state == self._last_state, state
            if not self._is_due(state, at_once=at_once) or not (is_stable or at_once):
                return ()
            synced, failure = self._sync()
            # changes after this are by others: the next check finds them
            self._synced_state = (state[0], state[1], synced.signature if synced else state[2])
        except StoreError as error:
            return tuple(self._new_error(str(error)))
        return (*(self._import_notices(synced) if synced else ()), *self._new_error(failure))

    def _current_state(self) -> _State:
        return self._agenda.version(), self._library.version(), _signature(self._files.mirror)

    def _is_due(self, state: _State, *, at_once: bool) -> bool:
        """Whether anything changed; after a failure, also every _RETRY_CHECKS checks."""
        self._checks += 1
        is_due = state != self._synced_state or bool(
            self._last_error and (at_once or self._checks >= _RETRY_CHECKS)
        )
        self._checks = 0 if is_due else self._checks
        return is_due

    def _sync(self) -> tuple[Synced | None, str]:
        """Update both files, each even if the other fails; return what was imported and the errors."""
        mirror, calendar = self._files.mirror, self._files.calendar
        if mirror and calendar and _is_same(mirror, calendar):
            return (
                None,
                f"agenda.mirror and agenda.calendar name the same file, {mirror}. Name two.",
            )
        synced, errors = None, []
        try:
            if mirror and _require_file("mirror", mirror):
                synced = sync_mirror(mirror, self._agenda, self._library)
        except StoreError as error:
            errors.append(str(error))
        try:
            if calendar and _require_file("calendar", calendar):
                sync_calendar(calendar, self._agenda, self._library, datetime.now(UTC))
        except StoreError as error:
            errors.append(str(error))
        return synced, " ".join(errors)

    def _new_error(self, error: str) -> Iterator[Notice]:
        if error and error != self._last_error:
            yield Notice(error, failed=True)
        self._last_error = error

    def _import_notices(self, synced: Synced) -> Iterator[Notice]:
        name = self._files.mirror.name if self._files.mirror else ""
        if synced.notice:
            yield Notice(synced.notice)
        if synced.changes:
            yield Notice(
                f"Imported from {name}: {describe_changes(synced.changes)}. Undo reverses that."
            )
        for talk, conflict in synced.conflicts[:1]:
            others = len(synced.conflicts) - 1
            more = f", also for {others:,} more" if others else ""
            title = readable_line(talk.title)
            yield Notice(f"“{title}” has another {conflict.field} in {name}: kept both{more}.")


def _signature(path: Path | None) -> Signature:
    """Return the signature of the file at *path*."""
    try:
        return signature(path.stat()) if path else MISSING
    except OSError:
        return MISSING


def _is_same(one: Path, other: Path) -> bool:
    try:
        return sync_key(one) == sync_key(other) or one.samefile(other)
    except OSError:
        return False


def _require_file(setting: str, path: Path) -> bool:
    """Return True. Raises StoreError if *path* is a pipe or device, which might block for ever."""
    if is_stream(path):
        raise StoreError(f"agenda.{setting} names {path}, which is not a file. Name a file.")
    return True
