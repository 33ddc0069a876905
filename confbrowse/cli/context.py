"""The user's library, agenda, settings and synced files, as commands open them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from confbrowse.cli.output import warn
from confbrowse.errors import ConfbrowseError, StoreError
from confbrowse.paths import app_dirs, expand_user
from confbrowse.schedule.rooms import Walks
from confbrowse.settings import AgendaSettings
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore

if TYPE_CHECKING:
    from confbrowse.exchange.sync import FileSync
    from confbrowse.settings import Settings
    from confbrowse.storage.recovery import Record


def library(*, empty_if_newer: bool = False) -> LibraryStore:
    """Return the user's library; if it was damaged, warn that it was set aside.

    A library of a newer confbrowse is refused, or treated as empty with *empty_if_newer*.
    """
    found = LibraryStore.at(app_dirs().library, empty_if_newer=empty_if_newer)
    if notice := found.prepare():
        warn(notice)
    return found


def agenda() -> MarkStore:
    """Return the user's agenda; if it was damaged, repair it as far as possible and warn."""
    found = MarkStore.at(app_dirs().agenda, sync_file)
    if notice := found.prepare():
        warn(notice)
    return found


def settings() -> "Settings":
    """Return the user's settings, with a warning for each invalid one."""
    from confbrowse.settings import load  # many commands need no settings

    loaded = load(app_dirs().settings)
    for fault in loaded.faults:
        warn(fault)
    return loaded.settings


def walks() -> Walks:
    """Return the time to walk between rooms, by the settings."""
    planned = settings().agenda
    return Walks.of_minutes(planned.travel, planned.walk)


def sync_file() -> "Record | None":
    """Return the marks in the user's sync file; None if there is none, or it is incomplete."""
    from confbrowse.exchange.importing import read  # as above
    from confbrowse.exchange.sync import sync_key  # for damaged agendas only
    from confbrowse.settings import load  # as above
    from confbrowse.storage.recovery import record_of_sync_file  # as above

    name = load(app_dirs().settings).settings.agenda.mirror
    path = expand_user(name)
    if not name or not path.is_file():
        return None
    try:
        raw = path.read_bytes()
        incoming = read(raw, name)
        made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (ConfbrowseError, OSError):
        return None
    if incoming.left_out or incoming.missing or not incoming.entries:
        return None
    marks = [(entry.talk, entry.mark) for entry in incoming.entries]
    return record_of_sync_file(path.name, sync_key(path), made, raw, marks)


def make_file_sync(agenda: MarkStore, wanted: AgendaSettings) -> "FileSync | None":
    """Return the sync of the files *wanted* with *agenda*; None if there are none."""
    if not (wanted.mirror or wanted.calendar):
        return None
    from confbrowse.exchange.sync import FileSync, SyncFiles  # most users sync no files

    library = LibraryStore.at(app_dirs().library, empty_if_newer=True)
    return FileSync(agenda, library, SyncFiles(_path(wanted.mirror), _path(wanted.calendar)))


def sync_files(agenda: MarkStore) -> None:
    """Update sync file, calendar and backup after *agenda* changed; warn on failure."""
    back_up(agenda)
    if not app_dirs().settings.exists():
        return
    found = make_file_sync(agenda, settings().agenda)
    for notice in found.sync_if_changed(at_once=True) if found else ():
        warn(notice.sentence)


def back_up(agenda: MarkStore) -> None:
    """Make the daily backup if it is due; warn on failure."""
    try:
        agenda.back_up()
    except StoreError as error:
        warn(str(error))


def _path(name: str) -> Path | None:
    return expand_user(name) if name else None
