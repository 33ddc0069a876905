"""Dialogs that run a confbrowse command in a child process and show its progress, then its result."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar, Union

from textual import work
from textual.widgets import Input
from textual.worker import Worker

from confbrowse.errors import ChildCommandError, StoreError
from confbrowse.paths import app_dirs
from confbrowse.storage.library import LibraryStore
from confbrowse.system.child_command import ChildCommand, Stored
from confbrowse.text.cells import Drawn, wrap
from confbrowse.text.humanize import count
from confbrowse.tui.background_read import read, read_or_raise
from confbrowse.tui.commands import TASK, bindings
from confbrowse.tui.dialogs.base import MenuDialog, Rows
from confbrowse.tui.dialogs.prompt import ROWS, PromptDialog
from confbrowse.tui.widgets.glyphs import WATCHED

if TYPE_CHECKING:
    from confbrowse.exchange.sync import SharedAgenda

Result = TypeVar("Result")
JsonObject = Mapping[str, object]
"""A JSON object that a command prints, one a line."""
_TICK_SECONDS = 0.25
_BAR = 20
"""Cells of the progress bar."""
Added = Union[str, "SharedAgenda"]
FindAgenda = Callable[[str], "SharedAgenda | None"]
"""Returns the agenda in the file of that name; None if it holds none. Reads the file."""
Complete = Callable[[str], Sequence[str]]
"""Returns completions of the words typed so far, best first. May list folders."""
_HINT = "Enter add · Tab complete · ↑ ↓ move · Esc close"
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class CommandResult:
    """How a command ended."""

    printed: tuple[JsonObject, ...] = ()
    """What it printed, without progress."""
    stored: tuple[Stored, ...] = ()
    """The programmes it stored in the library."""
    error: str = ""
    """A sentence if it failed, or if it is unknown what it stored."""


class TaskDialog(MenuDialog[Result], Generic[Result]):
    """Runs a command; subclasses define which one and how its result is shown."""

    BINDINGS = bindings(TASK)

    def __init__(self, title: str, hint: str) -> None:
        super().__init__(title, (((" ", ""),),) * ROWS, hint)
        self._command: ChildCommand | None = None
        self.stored: tuple[Stored, ...] = ()
        """The programmes that the last command stored, once it has ended."""
        self._progress: JsonObject = {}
        self._began = 0.0
        self._was_stopped = False

    def on_mount(self) -> None:
        self.set_interval(_TICK_SECONDS, self._show_progress)

    def on_unmount(self) -> None:
        """Stop the command: its result would not be shown."""
        if self._command:
            self._command.stop()

    @property
    def is_working(self) -> bool:
        """Whether a command is running."""
        return self._command is not None

    def send(self, argv: Sequence[str]) -> None:
        """Start the confbrowse command with the arguments *argv*."""
        self._progress, self._was_stopped = {}, False
        self.stored = ()
        self._began = time.monotonic()
        try:
            self._command = ChildCommand(argv)
        except ChildCommandError as error:
            self.call_later(self._end, CommandResult(error=str(error)))
            return
        self.set_hint("Esc stop")
        self._show_progress()
        self._run(self._command)

    @work(group="command")
    async def _run(self, command: ChildCommand) -> None:
        show = partial(self.call_later, self._update_progress)
        self._end(await read_or_raise(self, run_to_end, command, show))

    def _update_progress(self, progress: JsonObject) -> None:
        self._progress = progress
        self._show_progress()

    def _end(self, result: CommandResult) -> None:
        self._command, self.stored = None, result.stored
        report = self._stopped_report(result) if self._was_stopped else self.report(result.printed)
        if result.error:
            report.append(((result.error, "line--warning"),))
        self.show(report)
        self.ended()

    def _stopped_report(self, result: CommandResult) -> list[Drawn]:
        if not self.stored:
            rest = "" if result.error else " Nothing was changed."
            return [((f"Stopped.{rest}", "line--title"),)]
        names = " and ".join(one.name for one in self.stored)
        report: list[Drawn] = [((f"Stopped after storing {names}.", "line--warning"),)]
        if result.printed:
            report += self.report(result.printed)
        report += [
            ((f"To remove it again, run: confbrowse remove {one.id}", "line--title"),)
            for one in self.stored
            if one.first
        ]
        return report

    def ended(self) -> None:
        """Let the user close the dialog; called when the command has ended."""
        self.set_hint("Enter or Esc close")
        self.query_one(Rows).focus()

    def report(self, printed: Sequence[JsonObject]) -> list[Drawn]:
        """Return the lines to show for what the command *printed*."""
        raise NotImplementedError

    def show(self, report: Sequence[Drawn]) -> None:
        """Show the lines of *report*, wrapped."""
        rows = self.query_one(Rows)
        width = max(rows.text_width - 2, 1)
        rows.rows = tuple(
            ((f" {part}", role),)
            for line in report
            for text, role in line
            for part in wrap(text, width)
        )

    def _show_progress(self) -> None:
        if self._command:
            seconds = int(time.monotonic() - self._began)
            self.show([((progress_line(self._progress, seconds), "line--title"),)])

    def action_stop_or_close(self) -> None:
        if self._command:
            self._was_stopped = True
            self._stop(self._command)
        else:
            self.close()

    @work(group="stop")
    async def _stop(self, command: ChildCommand) -> None:
        await read(self, command.stop)

    def close(self) -> None:
        """Close the dialog."""
        self.dismiss(None)

    def action_choose(self) -> None:
        if not self._command:
            self.close()


def run_to_end(
    command: ChildCommand, show_progress: Callable[[JsonObject], object]
) -> CommandResult:
    """Wait for the end of *command* and return its result; blocks. *show_progress* gets each progress object."""
    printed: list[JsonObject] = []
    stored: tuple[Stored, ...] = ()
    errors = []
    try:
        for one in command.lines():
            if "doing" in one:
                show_progress(one)
            else:
                printed.append(one)
    except ChildCommandError as error:
        errors.append(str(error))
    try:
        stored = command.stored(LibraryStore.at(app_dirs().library).programmes)
    except StoreError as error:
        errors.append(str(error))
    return CommandResult(tuple(printed), stored, " ".join(errors))


def progress_line(progress: JsonObject, seconds: int) -> str:
    """Return the line for the latest *progress* of a command that has run for *seconds*."""
    doing = str(progress.get("doing") or "working")
    done, of = progress.get("done"), progress.get("of")
    words = f"{doing[:1].upper()}{doing[1:]}"
    if isinstance(done, int):
        words += f" {done:,}"
    if isinstance(done, int) and isinstance(of, int) and of > 0:
        full = min(done, of) * _BAR // of
        words += f" of {of:,} {progress.get('unit') or ''}".rstrip()
        words += f"  [{'#' * full}{'.' * (_BAR - full)}]"
    elif isinstance(done, int):
        words += f" {progress.get('unit') or ''}".rstrip()
    return f"{words}  {seconds} s" if seconds else f"{words} ..."


class AddDialog(TaskDialog[Added], PromptDialog[Added]):
    """Asks for a source and adds it; returns the id of the added programme, or None.

    A file with another person's agenda is not added: the agenda is returned instead.
    """

    placeholder = "File, folder, URL or name such as fosdem-2026"

    def __init__(self, complete: Complete, find_agenda: FindAgenda) -> None:
        self._complete, self._find_agenda = complete, find_agenda
        self._recognising: Worker[None] | None = None
        """Checks whether the file holds an agenda; None when it is done."""
        super().__init__("Add a conference or import an agenda", _HINT)

    def propose(self, words: str) -> Sequence[str]:
        """Return the conferences and files that complete *words*."""
        return self._complete(words)

    def submit(self, words: str) -> None:
        """Add the source *words*; in an empty line, complete with the highlighted proposal."""
        if not words:
            self.action_complete()
            return
        self.query_one(Input).display = False
        self.set_hint("Esc stop")
        self._recognising = self._recognise(words)

    @work(group="recognise")
    async def _recognise(self, words: str) -> None:
        theirs = await read(self, self._find_agenda, words)
        self._recognising = None
        if theirs:
            self.dismiss(theirs)
        else:
            self.send(["add", "--json", "--", words])

    @property
    def is_working(self) -> bool:
        """Whether a command is running or about to run."""
        return self._recognising is not None or super().is_working

    def action_stop_or_close(self) -> None:
        if self._recognising:
            self._recognising.cancel()
            self._recognising, self._was_stopped = None, True
            self._end(CommandResult())
        else:
            super().action_stop_or_close()

    def report(self, printed: Sequence[JsonObject]) -> list[Drawn]:
        """Return what was added, what was left out and why, and all warnings."""
        lines: list[Drawn] = []
        for one in printed:
            if "programme" in one:
                lines += _added_lines(one)
            else:
                lines.append(((str(one.get("message", "")), "line--warning"),))
        return lines or [(("Nothing was added.", "line--warning"),)]

    def ended(self) -> None:
        """Close on the next key; if nothing was added, let the user correct the line."""
        if self.stored:
            super().ended()
            return
        line = self.query_one(Input)
        line.display = True
        line.focus()
        self.set_hint(_HINT)

    def close(self) -> None:
        """Close the dialog and return the id of the added programme."""
        self.dismiss(self.stored[0].id if self.stored else None)


def _added_lines(item: JsonObject) -> list[Drawn]:
    """Return a line about the added programme, and one about what was left out of it."""
    verb = "Added" if item.get("first") else "Updated"
    talks, sessions, new, gone = (
        number if isinstance(number := item.get(name), int) else 0
        for name in ("talks", "sessions", "new", "gone")
    )
    words = (
        f"{verb} {item.get('programme')}: {count(talks, 'talk')} in {count(sessions, 'session')}"
    )
    if not item.get("first"):
        words += f", {new:,} new, {gone:,} gone"
    lines: list[Drawn] = [((f"{words}.", "line--heading"),)]
    left_out = item.get("left_out")
    if isinstance(left_out, dict) and left_out:
        most = sorted(left_out.items(), key=lambda one: -one[1])[:_MOST_REASONS]
        why = "; ".join(f"{reason} ({number:,})" for reason, number in most)
        rest = "; ..." if len(left_out) > _MOST_REASONS else ""
        total = sum(left_out.values())
        lines.append(((f"Left out: {total:,}. {why}{rest}", "line--faint"),))
    return lines


class UpdateDialog(TaskDialog[None]):
    """Updates one programme, or all, and shows what changed, the user's talks first."""

    def __init__(self, programme: str | None, name: str) -> None:
        """*programme* is an id, or None for all programmes; *name* is shown in the title."""
        self._programme = programme
        super().__init__(f"Update {name}", "Esc stop")

    def on_mount(self) -> None:
        self.send(["update", "--json", "--", *([self._programme] if self._programme else [])])

    def report(self, printed: Sequence[JsonObject]) -> list[Drawn]:
        """Return a line for each change; those of the user's talks come first, marked ``*``."""
        changes = [one for one in printed if "change" in one]
        messages = [str(one["message"]) for one in printed if one.get("message")]
        mine = [one for one in changes if one.get("mine")]
        others = [one for one in changes if not one.get("mine")]
        lines: list[Drawn] = [((sentence, "line--warning"),) for sentence in messages]
        watched = [str(one.get("sentence")) for one in printed if "watched" in one]
        if not (changes or messages or watched):
            return [(("Nothing has changed.", "line--title"),)]
        if watched:
            lines.append((("Watch list", "line--heading"),))
            lines += [((f"{WATCHED} {sentence}", "line--star"),) for sentence in watched]
        if mine:
            lines.append((("Talks you marked", "line--heading"),))
            lines += [((f"* {one.get('sentence')}", "line--star"),) for one in mine]
        if others:
            lines.append(((f"Other talks ({len(others):,})", "line--heading"),))
            lines += [((str(one.get("sentence")), "line--title"),) for one in others]
        return lines
