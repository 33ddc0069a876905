"""Exports the agenda, or talks of a screen, to a file or the clipboard.

Modules that only a rare key needs are imported when it is pressed, so that the start is fast.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen

from confbrowse.errors import NothingFoundError
from confbrowse.model import NO_MARK
from confbrowse.text.clean import clean_line
from confbrowse.text.humanize import count
from confbrowse.tui.background_read import read, show_notice
from confbrowse.tui.context import AppContext

if TYPE_CHECKING:
    from confbrowse.exchange.exporting import Export
    from confbrowse.exporters import Exporter
    from confbrowse.tui.dialogs.export import ExportChoice, Portion

_MIRROR = "mirror"


class ExportController:
    """Lets the user export talks of the screen that owns it; has no state."""

    def __init__(
        self,
        screen: Screen[None],
        ctx: AppContext,
        copy: Callable[[str, str], None],
        on_done: Callable[[], None],
    ) -> None:
        """*copy* copies its first argument to the clipboard; the second names it in the notice.

        *on_done* is called after each export.
        """
        self._screen, self._ctx, self._copy, self._on_done = screen, ctx, copy, on_done

    def choose(self, portions: "Sequence[Portion]", *, is_selection: bool) -> None:
        """Let the user choose between the agenda and *portions*, and a format.

        The agenda is first, unless nothing is starred or *is_selection*: the first of *portions* is the
        user's selection.
        """
        from confbrowse.tui.dialogs.export import ExportDialog, Portion  # see above

        starred = len(self._ctx.marks.snapshot.starred)
        agenda = Portion(f"your agenda ({count(starred, 'talk')})", "agenda")
        is_first = not is_selection and (starred or not portions)
        choices = [agenda, *portions] if is_first else [*portions, agenda]
        self._screen.app.push_screen(ExportDialog(choices), self._export)

    def _export(self, choice: "ExportChoice | None") -> None:
        from confbrowse.exchange.targets import refuse_own  # see above
        from confbrowse.tui.dialogs.export import FileDialog  # as above

        if choice is None:
            return
        if choice.copy:
            self._screen.run_worker(self._copy_text(choice), group="copy")
            return
        exporter = choice.exporter
        is_mirror = exporter.name == _MIRROR
        again = (
            "Press Enter again to merge it with your marks."
            if is_mirror
            else "Press Enter again to overwrite it."
        )
        words = "your marks" if is_mirror else choice.portion.words
        title = f"Export {words} to a file in {_short(Path.cwd())}"
        name = f"{choice.portion.name}{exporter.suffix}"
        write = partial(self.write, choice)
        check = partial(refuse_own, agenda=self._ctx.marks.store)
        dialog = FileDialog(title, name, check, write, again)
        self._screen.app.push_screen(dialog, self._show_written)

    def _show_written(self, sentence: str | None) -> None:
        if sentence:
            show_notice(self._screen, sentence)
            self._on_done()

    def write(self, choice: "ExportChoice", path: Path, overwrite: bool) -> str:
        """Write *choice* to *path* and return a notice; blocks, and may be called in any thread.

        A file that confbrowse did not write is replaced only with *overwrite*. Raises ConfbrowseError, with
        nothing changed, if it cannot be written.
        """
        from confbrowse.exchange.sync import sync_mirror, write_export  # see above

        store = self._ctx.marks.store
        if choice.exporter.name == _MIRROR:
            synced = sync_mirror(path, store, self._ctx.library)
            imported = len(synced.changes)
            marked = count(len(store.marks()), "marked talk")
            more = f"; {count(imported, 'change')} imported, press u to undo" if imported else ""
            notice = f" {synced.notice}" if synced.notice else ""
            return f"Synced {marked} with {_short(path)}{more}.{notice}"
        export = self._read(choice)
        write_export(path, choice.exporter, export, store, force=overwrite)
        return f"Wrote {count(len(export.items), 'talk')} to {_short(path)}{_omissions(choice.exporter, export)}."

    def _read(self, choice: "ExportChoice") -> "Export":
        """Return the talks of *choice* in its format. Raises NothingFoundError if there are none."""
        from confbrowse.exchange.exporting import export_talks  # see above
        from confbrowse.model import MarkedTalk  # see above

        store, library = self._ctx.marks.store, self._ctx.library
        if choice.portion.read:
            marks = store.marks()
            talks = choice.portion.read()
            entries = [MarkedTalk(talk, marks.get(talk.id, NO_MARK)) for talk in talks]
        else:
            entries = list(store.entries())
        if not entries:
            raise NothingFoundError("Your agenda is empty. Press s to star a talk.")
        stops = None
        if choice.exporter.names_stops:
            from confbrowse.discovery.posters import read_stops  # see above

            starred = [entry.talk for entry in entries if entry.mark.starred]
            stops = read_stops(library, starred, store.marks())
        export = export_talks(
            choice.exporter, entries, store, library, datetime.now(UTC), stops=stops
        )
        if not export.items:
            raise NothingFoundError("None of the talks has a time, so the calendar would be empty.")
        return export

    async def _copy_text(self, choice: "ExportChoice") -> None:
        from confbrowse.system.clipboard import LONGEST  # see above

        text = (await read(self._screen, self._read, choice)).text
        if len(text) > LONGEST:
            words = f"The text is too long to copy ({len(text):,} characters). Export it to a file."
            show_notice(self._screen, words)
        else:
            label = choice.exporter.label.partition(",")[0].partition(" ")[0]
            self._copy(text, f"{label} of {choice.portion.words}")
            self._on_done()


def _omissions(exporter: "Exporter", export: "Export") -> str:
    """Return the end of a notice on talks whose time a calendar does not know; may be empty."""
    from confbrowse.schedule.clock import is_floating  # see above

    if not exporter.needs_time:
        return ""
    words = ""
    if without := len(export.left_out):
        are = "is" if without == 1 else "are"
        words += f"; {count(without, 'talk')} without a time {are} left out"
    if floating := sum(is_floating(item.talk) for item in export.items):
        words += f"; {floating:,} with an unknown time zone"
    return words


def _short(path: Path) -> str:
    """Return *path* with ``~`` for the home folder."""
    home = Path.home()
    return clean_line(f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path))
