"""Background tasks: reminders, sync files, the daily backup, and the poll for changes of other processes."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.app import App
from textual.notifications import SeverityLevel
from textual.worker import Worker

from confbrowse.errors import ConfbrowseError
from confbrowse.model import Talk
from confbrowse.schedule.clock import is_floating
from confbrowse.schedule.now import minutes_until
from confbrowse.schedule.rooms import room_of
from confbrowse.schedule.timetable import Timetable
from confbrowse.text.humanize import count
from confbrowse.text.latex import readable_line
from confbrowse.tui.context import AppContext

if TYPE_CHECKING:
    from confbrowse.exchange.sync import FileSync, Notice

OpenFileSync = Callable[[], "FileSync | None"]
"""Opens the sync of the user's files; None if there are none. May read files."""

UNASKED_SECONDS = 2.0
"""How long keys leave a message on the screen that no key asked for: the user may be typing."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Seconds between two runs of each task."""

    poll: float = 0.5
    """For changes of other processes."""
    reminders: float = 1.0
    file_sync: float = 1.0
    """Also how long marks have to stay unchanged before the files are written."""
    backup: float = 600.0
    """For users who never quit; only one backup a day is kept."""


class BackgroundTasks:
    """Runs the periodic tasks of the application."""

    def __init__(
        self,
        app: App[None],
        ctx: AppContext,
        open_file_sync: OpenFileSync | None,
        intervals: Intervals,
    ) -> None:
        self._app, self._ctx, self._intervals = app, ctx, intervals
        self._reminders = Reminders(ctx.settings.agenda.remind)
        self._file_sync = FileSyncRunner(open_file_sync) if open_file_sync else None

    def start(self) -> None:
        """Start every task."""
        app, intervals = self._app, self._intervals
        app.set_interval(intervals.poll, self.poll)
        app.set_interval(intervals.reminders, self._remind)
        app.set_interval(intervals.backup, self._back_up)
        if self._file_sync:
            self._file_timer = app.set_interval(intervals.file_sync, self._sync_files)

    def poll(self) -> Worker[None]:
        """Check for changes by other processes now."""
        return self._app.run_worker(self._poll, group="poll")

    async def _poll(self) -> None:
        try:
            await self._ctx.marks.poll()
        except ConfbrowseError as error:
            self._app.notify(str(error), severity="error", markup=False, timeout=UNASKED_SECONDS)

    def _remind(self) -> None:
        at = self._ctx.now()
        remind_by = self._ctx.settings.agenda.remind_by
        for talk in self._reminders.due(self._ctx.marks.snapshot.clashes.timetable, at):
            sentence = reminder(talk, at)
            self._app.notify(sentence, markup=False, timeout=UNASKED_SECONDS)
            if remind_by == "bell":
                self._app.bell()
            # Textual has no public way to send a sequence of its own
            elif remind_by == "osc9" and self._app._driver:
                self._app._driver.write(osc9(sentence))

    def _back_up(self) -> None:
        self._app.run_worker(self._make_backup, thread=True, group="backup", exclusive=True)

    def _make_backup(self) -> None:
        try:
            self._ctx.marks.store.back_up()
        except ConfbrowseError as error:
            self._app.call_later(self._app.notify, str(error), severity="error", markup=False)

    def sync_files_now(self) -> None:
        """Sync the user's files now, without waiting until marks stay unchanged."""
        if self._file_sync:
            self._app.run_worker(self._sync(self._file_sync, at_once=True), group="files")

    def _sync_files(self) -> None:
        if self._file_sync and self._file_sync.is_idle:
            self._file_timer.stop()
        elif self._file_sync and not self._file_sync.is_busy:
            self._app.run_worker(self._sync(self._file_sync), group="files")

    async def _sync(self, file_sync: "FileSyncRunner", *, at_once: bool = False) -> None:
        for notice in await file_sync.run(at_once=at_once):
            severity: SeverityLevel = "error" if notice.failed else "information"
            self._app.notify(
                notice.sentence, severity=severity, markup=False, timeout=UNASKED_SECONDS
            )

    async def finish(self) -> str:
        """Sync the user's files for the last time; return what to print about it, or an empty string."""
        notices = await self._file_sync.run(at_once=True) if self._file_sync else ()
        return "\n".join(one.sentence for one in notices)


class FileSyncRunner:
    """Runs the file sync in a thread, one run at a time; the first run opens it."""

    def __init__(self, open_file_sync: OpenFileSync) -> None:
        self._open: OpenFileSync | None = open_file_sync
        self._file_sync: FileSync | None = None
        self._running = asyncio.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether a run is in progress."""
        return self._running.locked()

    @property
    def is_idle(self) -> bool:
        """Whether there is no file to sync."""
        return self._open is None and self._file_sync is None

    async def run(self, *, at_once: bool = False) -> "Sequence[Notice]":
        """Sync files that are out of date; return the notices for the user.

        Unless *at_once*, marks that changed very recently are left for a later run.
        """
        async with self._running:
            return await asyncio.to_thread(self._run, at_once)

    def _run(self, at_once: bool) -> "Sequence[Notice]":
        if self._open:
            self._file_sync, self._open = self._open(), None
        return self._file_sync.sync_if_changed(at_once=at_once) if self._file_sync else ()


class Reminders:
    """Finds the starred talks that start soon, each once."""

    def __init__(self, minutes: int) -> None:
        """Make talks due *minutes* before their start; 0 switches reminders off."""
        self._before = timedelta(minutes=minutes)
        self._done: set[tuple[str, datetime]] = set()

    def due(self, starred: Timetable, at: datetime) -> Iterator[Talk]:
        """Yield the *starred* talks that start soon after *at*, each once; again if its start has changed.

        A talk whose time zone is unknown is never due: its instant would be a guess.
        """
        for talk in starred.starting(at, at + self._before):
            if talk.start is None or talk.start <= at or is_floating(talk):
                continue
            if (talk.id, talk.start) not in self._done:
                self._done.add((talk.id, talk.start))
                yield talk


def reminder(talk: Talk, at: datetime) -> str:
    """Return the reminder of *talk*, which starts after *at*."""
    room = room_of(talk)
    where = f" in {room}" if room else ""
    return f"In {count(minutes_until(talk, at) or 0, 'minute')}{where}: {readable_line(talk.title)}"


def osc9(sentence: str) -> str:
    """Return the OSC 9 sequence, which some terminals show as a desktop notification."""
    shown = "".join(one for one in sentence if one.isprintable())
    return f"\x1b]9;{shown}\x1b\\"
