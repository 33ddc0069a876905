"""The window in which a note is written: what is in it when it closes is the note."""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from confbrowse.editor import edited
from confbrowse.errors import ConfbrowseError
from confbrowse.marks import noted, rewritten
from confbrowse.model import Talk
from confbrowse.paths import shipped
from confbrowse.stores.agenda import Agenda
from confbrowse.text.amounts import count
from confbrowse.text.readable import readable_line
from confbrowse.tui.closing import ClosingOnce
from confbrowse.tui.marking import Changes, Marking

MOST_TALKS = 200
"""So many talks can be given a note at once: they are read while the reader waits."""
_HINT = "Esc keeps it · F2 $EDITOR · Ctrl-g leaves it as it was"
_ADDED = "It is added to the notes there are. " + _HINT


class NoteScreen(ClosingOnce[Changes], ModalScreen[Changes]):
    """Lets the reader write the note of talks; returns what was changed."""

    CSS_PATH = shipped("styles") / "note.tcss"
    BINDINGS = [
        Binding("escape,ctrl+s", "keep", "Keep", tooltip="Keep the note and close; u takes that back.", id="note.keep"),
        Binding("f2", "editor", "Editor", tooltip="Write the note in $VISUAL or $EDITOR.", id="note.editor"),
        Binding("ctrl+g", "leave", "Leave", tooltip="Close and leave the note as it was.", id="note.leave"),
    ]  # fmt: skip

    def __init__(
        self, marking: Marking, talks: Sequence[Talk], notes: Sequence[str | None]
    ) -> None:
        """Take *talks* with their *notes*: one that all of them share is begun with."""
        super().__init__()
        self._marking, self._talks = marking, talks
        shared = set(notes)
        self._begun = (notes[0] or "") if len(shared) == 1 else ""
        self._hint = _HINT if len(shared) == 1 else _ADDED
        self.area = TextArea(self._begun)
        self.area.cursor_blink = False  # a cursor that blinks writes without end, over SSH as well

    def compose(self) -> ComposeResult:
        """Lay out whose note it is, the text and a hint."""
        many = count(len(self._talks), "talk")
        whose = f"“{readable_line(self._talks[0].title)}”" if len(self._talks) == 1 else many
        with Vertical(id="window"):
            yield Static(Content(f"Note on {whose}"), id="title", markup=False)
            yield self.area
            yield Static(Content(self._hint), id="hint", markup=False)

    def on_mount(self) -> None:
        """Begin at the end of what is there; quitting keeps it too."""
        self.area.move_cursor(self.area.document.end)
        self._marking.unfinished = self._write

    def on_unmount(self) -> None:
        """Have nothing left to keep."""
        self._marking.unfinished = None

    async def _write(self) -> Changes:
        """Write the note down if it is another one now. Raises ConfbrowseError."""
        text = noted(self.area.text)
        if text == self._begun:
            return ()
        turn = rewritten(self._begun, text)
        changes = await self._marking.write(lambda agenda: Agenda.mark(agenda, self._talks, turn))
        self._begun = text
        return changes

    @work(exclusive=True)
    async def action_keep(self) -> None:
        """Close once the note is on the disk; stay open where it cannot be."""
        try:
            changes = await self._write()
        except ConfbrowseError as error:
            self.notify(str(error), severity="error", markup=False, timeout=8)
        else:
            self.dismiss(changes)

    def action_leave(self) -> None:
        """Close and leave the note as it was."""
        self.dismiss(())

    def action_editor(self) -> None:
        """Write the note in the reader's own editor."""
        try:
            with self.app.suspend():
                self._edit()
        except SuspendNotSupported:
            self.notify("No other program can have this terminal.", markup=False)

    def _edit(self) -> None:
        try:
            self.area.text = edited(self.area.text)
            self.area.move_cursor(self.area.document.end)
        except (
            ConfbrowseError
        ) as error:  # an error must not pass through what gives us the screen back
            self.notify(str(error), severity="error", markup=False, timeout=10)
