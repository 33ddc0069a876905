"""The note editor: closing it saves the note."""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical
from textual.content import Content
from textual.events import Paste
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from confbrowse.errors import ConfbrowseError
from confbrowse.marks import MAX_NOTE_CHARS, clean_note, replace_note
from confbrowse.model import Talk
from confbrowse.paths import shipped
from confbrowse.storage.marks import MarkStore
from confbrowse.system.editor import edited
from confbrowse.text.humanize import count
from confbrowse.text.latex import readable_line
from confbrowse.tui.background_read import show_error
from confbrowse.tui.commands import NOTE, bindings
from confbrowse.tui.controllers.marks import MarksController
from confbrowse.tui.dismiss import DismissOnce
from confbrowse.tui.feedback import Changes

MOST_TALKS = 200
"""Talks that can get a note at once; they are read while the user waits."""
_HINT = "Esc save and close · F2 editor · Ctrl-g cancel"
_TOO_LONG = f"A note holds at most {MAX_NOTE_CHARS:,} characters; the rest was left out."
_ADDED = "The text is added to each note. " + _HINT


class NoteArea(TextArea):
    """Limits the text to what a note can hold; a longer paste would slow down every key."""

    def on_paste(self, event: Paste) -> None:
        """Cut the paste to the remaining length before it is inserted."""
        room = max(MAX_NOTE_CHARS - len(self.text), 0)
        if len(event.text) > room:
            event.text = event.text[:room]
            self.notify(_TOO_LONG, severity="warning", markup=False)


class NoteDialog(DismissOnce[Changes], ModalScreen[Changes]):
    """Edits the note of one or more talks; returns what changed."""

    CSS_PATH = shipped("styles") / "note.tcss"
    BINDINGS = bindings(NOTE)

    def __init__(
        self, marks: MarksController, talks: Sequence[Talk], notes: Sequence[str | None]
    ) -> None:
        """Edit the note that all *talks* share; where *notes* differ, the text is added to each."""
        super().__init__()
        self._marks, self._talks = marks, talks
        shared = set(notes)
        self._saved = (notes[0] or "") if len(shared) == 1 else ""
        self._hint = _HINT if len(shared) == 1 else _ADDED
        self.area = NoteArea(self._saved)
        self.area.cursor_blink = (
            False  # a blinking cursor writes to the terminal all the time, over SSH too
        )

    def compose(self) -> ComposeResult:
        many = count(len(self._talks), "talk")
        subject = f"“{readable_line(self._talks[0].title)}”" if len(self._talks) == 1 else many
        with Vertical(id="window"):
            yield Static(Content(f"Note on {subject}"), id="title", markup=False)
            yield self.area
            yield Static(Content(self._hint), id="hint", markup=False)

    def on_mount(self) -> None:
        """Put the cursor at the end. Until the dialog is closed, quitting the app also saves the note."""
        self.area.move_cursor(self.area.document.end)
        self._marks.unfinished = self._write

    def on_unmount(self) -> None:
        self._marks.unfinished = None

    async def _write(self) -> Changes:
        """Save the note if it changed, and return what changed. Raises ConfbrowseError."""
        text = clean_note(self.area.text)
        if text == self._saved:
            return ()
        transition = replace_note(self._saved, text)
        changes = await self._marks.write(
            lambda agenda: MarkStore.mark(agenda, self._talks, transition)
        )
        self._saved = text
        return changes

    @work(exclusive=True)
    async def action_keep(self) -> None:
        """Close once the note is on disk; stay open if it cannot be saved."""
        try:
            changes = await self._write()
        except ConfbrowseError as error:
            show_error(self, error)
        else:
            self.dismiss(changes)

    def action_leave(self) -> None:
        self.dismiss(())

    def action_editor(self) -> None:
        try:
            with self.app.suspend():
                self._edit()
        except SuspendNotSupported:
            self.notify("No editor can be started in this terminal.", markup=False)

    def _edit(self) -> None:
        try:
            self.area.text = edited(self.area.text)
            self.area.move_cursor(self.area.document.end)
        except ConfbrowseError as error:
            # handled here: an error must not pass through the context manager that restores the screen
            self.notify(str(error), severity="error", markup=False)
