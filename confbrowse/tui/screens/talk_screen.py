"""What every screen that shows talks can do with one: mark it, and take that back.

What a key needs that few press is loaded when it is pressed: a start must not wait for it.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial

from textual import on, work
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen

from confbrowse.agenda.clashes import Plan
from confbrowse.agenda.days import cancelled
from confbrowse.errors import ConfbrowseError
from confbrowse.marks import (
    Turn,
    turned,
    with_hidden,
    with_more_interest,
    with_seen,
    with_star,
)
from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.settings.fields import Settings
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library
from confbrowse.tui import sentences
from confbrowse.tui.bearings import Bearings
from confbrowse.tui.closing import ClosingOnce
from confbrowse.tui.marking import Changes, Marking
from confbrowse.tui.widgets.line_view import ROLES

_LOOK_SECONDS = 0.5
"""How often the stores are asked whether another confbrowse changed them."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the screens work with."""

    library: Library
    marking: Marking
    is_own: bool = True
    """Whether the library is the reader's own; otherwise samples, or sources looked at once."""
    bearings: Bearings = field(default_factory=Bearings)
    settings: Settings = field(default_factory=Settings)
    """What the reader has set."""


class TalkScreen(ClosingOnce[None], Screen[None]):
    """Owns the talk in view and the reader's marks; subclasses own their lists."""

    COMPONENT_CLASSES = ROLES

    BINDINGS = [
        Binding("s,space", "star", "Star", tooltip="Star the talk, or take its star away.", id="talk.star"),
        Binding("plus", "interest(1)", "More interest", tooltip="Say that the talk interests you more: from 0 to 3.", id="talk.more-interest", show=False),
        Binding("minus", "interest(-1)", "Less interest", tooltip="Say that the talk interests you less.", id="talk.less-interest", show=False),
        Binding("x", "hide", "Hide", tooltip="Hide the talk from lists, or show it again; is:hidden finds what you hid.", id="talk.hide", show=False),
        Binding("d", "seen", "Seen", tooltip="Call the talk seen, or not seen; one that you read on the whole screen is.", id="talk.seen", show=False),
        Binding("e", "note", "Note", tooltip="Write a note on the talk.", id="talk.note", show=False),
        Binding("u", "undo", "Undo", tooltip="Take back the last mark, also one of an earlier run.", id="marks.undo"),
        Binding("ctrl+r", "redo", "Redo", tooltip="Do the mark again that was undone last.", id="marks.redo", show=False),
        Binding("question_mark,f1", "help", "Help", tooltip="Search the keys that work here.", id="app.help", show=False),
        Binding("colon", "app.command_palette", "Palette", tooltip="Find a command by its name.", id="app.palette", show=False),
        Binding("C", "app.change_theme", "Theme", tooltip="Choose the colours: dark, light, of high contrast, the terminal's own.", id="app.theme", show=False),
        Binding("ctrl+l", "app.redraw", "Redraw", tooltip="Draw the whole screen anew.", id="app.redraw", show=False),
        Binding("ctrl+z", "app.suspend_process", "Suspend", tooltip="Go back to the shell; fg returns.", id="app.suspend", show=False),
        Binding("Q", "app.quit", "Quit now", tooltip="Quit at once; everything is kept.", id="app.quit-now", show=False),
    ]  # fmt: skip

    talk: var[Talk | None] = var(None)
    """The talk that keys act on."""
    marks: var[Mapping[str, Mark]] = var({})
    """Every mark, by the id of its talk."""
    starred: var[Mapping[str, Talk]] = var({})
    """The starred talks, as the agenda keeps them, by id."""
    plan: var[Plan] = var(Plan(()))
    """The starred talks, to ask what a talk clashes with."""
    cancelled: var[Set[str]] = var(frozenset())
    """The ids of the starred talks that their programmes hold no more."""

    @dataclass
    class MarksRead(Message):
        """The agenda has been read."""

        marks: Mapping[str, Mark]
        starred: Mapping[str, Talk]
        plan: Plan
        cancelled: Set[str]
        version: int

    @dataclass
    class LibraryChanged(Message):
        """Another confbrowse has imported or removed a programme."""

        version: str

    @dataclass
    class Failed(Message):
        """Something the reader asked for could not be done."""

        error: ConfbrowseError

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._versions: tuple[int, str] = (-1, "")
        self._trouble = ""
        """Why the stores could not be looked at, the last time."""

    def on_mount(self) -> None:
        """Read the marks, and go on watching for those of other programs."""
        self.set_interval(_LOOK_SECONDS, self._look)

    @property
    def is_current(self) -> bool:
        """Whether the screen draws itself: on top only.

        One below another would, in Textual's eyes, be drawn anew whenever anything reaches it, and
        all that is above it with it: the terminal would get tens of kilobytes a second for nothing.
        """
        return self.app.screen_stack[-1:] == [self]

    def on_screen_resume(self) -> None:
        """Read what has changed while another screen was on top."""
        self._look()

    def say(self, sentence: str, *, failed: bool = False) -> None:
        """Show *sentence* for a moment, as the text that it is."""
        if failed:
            self.notify(sentence, severity="error", markup=False, timeout=8)
        else:
            self.notify(sentence, markup=False, timeout=3)

    @work(thread=True, exclusive=True, group="look")
    def _look(self) -> None:
        """Ask the stores whether anything changed, and read it if so."""
        try:
            version = self.desk.marking.agenda.version()
            library = self.desk.library.version()
            if (version, library) != self._versions:
                self._read_marks(version)
        except ConfbrowseError as error:
            if str(error) != self._trouble:  # told once, however long it lasts
                self._trouble = str(error)
                self.post_message(self.Failed(error))
        else:
            self._trouble = ""
            if library != self._versions[1]:
                self.post_message(self.LibraryChanged(library))

    def _read_marks(self, version: int) -> None:
        agenda = self.desk.marking.agenda
        starred = {entry.talk.id: entry.talk for entry in agenda.entries()}
        plan = Plan(starred.values())
        library = self.desk.library
        shelves = {shelf.id for shelf in library.shelves()}
        off = cancelled(starred.values(), shelves, library.numbered(starred).keys())
        self.post_message(self.MarksRead(agenda.marks(), starred, plan, off, version))

    @on(MarksRead)
    def _show_marks(self, event: MarksRead) -> None:
        self._versions = (event.version, self._versions[1])
        self.marks, self.starred, self.plan = event.marks, event.starred, event.plan
        self.cancelled = event.cancelled
        self.marks_changed()

    @on(LibraryChanged)
    def _show_library(self, event: LibraryChanged) -> None:
        first = not self._versions[1]
        self._versions = (self._versions[0], event.version)
        if not first:
            self.library_changed()

    def marks_changed(self) -> None:
        """Show the new marks."""

    def library_changed(self) -> None:
        """Show the new library."""

    @on(Failed)
    def _explain(self, event: Failed) -> None:
        self.say(str(event.error), failed=True)

    def acted_on(self) -> Callable[[], Sequence[Talk]]:
        """Return what reads, in any thread, the talks that a mark goes to."""
        talks = (self.talk,) if self.talk else ()
        return lambda: talks

    def mark(
        self,
        turn: Callable[[Sequence[Mark]], Turn],
        sentence: Callable[[Changes], str],
    ) -> None:
        """Turn the marks of the talks acted on in one step; *turn* is told what they are."""
        read, known = self.acted_on(), self.marks

        def step(agenda: Agenda) -> Changes:
            talks = read()
            return agenda.mark(talks, turn([known.get(talk.id, NO_MARK) for talk in talks]))

        if self.talk:
            self.write(step, sentence)

    @work(group="marks")
    async def write(
        self, step: Callable[[Agenda], Changes], sentence: Callable[[Changes], str]
    ) -> None:
        """Take *step* and show what it changed, and say the *sentence* for it, if any."""
        try:
            changes = await self.desk.marking.write(step)
        except ConfbrowseError as error:
            self.post_message(self.Failed(error))
        else:
            self.show_changes(changes, sentence(changes))

    def show_changes(self, changes: Changes, sentence: str = "") -> None:
        """Show *changes*, which are on the disk."""
        if sentence:
            self.say(sentence)
        if changes:
            self.marks = {**self.marks, **{one.talk.id: one.after for one in changes}}
            self.marks_changed()
        self._look()

    def action_star(self) -> None:
        """Star the talk, or take its star away."""
        self.mark(partial(turned, "starred", with_star), sentences.how_many)

    def action_interest(self, step: int) -> None:
        """Change the interest by *step*."""
        self.mark(lambda _: partial(with_more_interest, step=step), sentences.interest)

    def action_hide(self) -> None:
        """Hide the talk from lists, or show it again."""
        self.mark(partial(turned, "hidden", with_hidden), sentences.hidden)

    def action_seen(self) -> None:
        """Call the talk seen, or not seen."""
        self.mark(partial(turned, "seen", with_seen), sentences.how_many)

    def see(self) -> None:
        """Call the talk seen because it was read: that is no step that undo would take back."""
        if self.talk and not self.marks.get(self.talk.id, NO_MARK).seen:
            seen = partial(with_seen, is_set=True)
            self.write(
                partial(Agenda.mark, talks=(self.talk,), change=seen, undoable=False),
                sentences.nothing,
            )

    def action_note(self) -> None:
        """Let the reader write a note."""
        from confbrowse.tui.screens.note import MOST_TALKS, NoteScreen  # see above

        if not self.talk:
            return
        talks = self.acted_on()()
        if len(talks) > MOST_TALKS:
            self.say(f"A note goes to at most {MOST_TALKS} talks at once.")
            return
        notes = [self.marks.get(talk.id, NO_MARK).note for talk in talks]
        self.app.push_screen(NoteScreen(self.desk.marking, talks, notes), self._show_noted)

    def _show_noted(self, changes: Changes | None) -> None:
        if changes:
            self.show_changes(changes, sentences.how_many(changes))

    def action_undo(self) -> None:
        """Take back the last mark."""
        self.write(Agenda.undo, sentences.undone)

    def action_redo(self) -> None:
        """Do the mark again that was undone last."""
        self.write(Agenda.redo, sentences.redone)

    def action_help(self) -> None:
        """Show the keys that work here."""
        from confbrowse.tui.screens.help import HelpScreen  # see above

        self.app.push_screen(HelpScreen(self.keys()))

    def keys(self) -> list[tuple[str, str, str, str]]:
        """Return keys, name, help and id of everything that works here, in the order of the bindings."""
        found: dict[str, tuple[list[str], Binding]] = {}
        for active in self.active_bindings.values():
            binding = active.binding
            if active.enabled and binding.id and binding.tooltip:
                found.setdefault(binding.id, ([], binding))[0].append(
                    self.app.get_key_display(binding)
                )
        return [
            (" ".join(keys), binding.description, binding.tooltip, command)
            for command, (keys, binding) in found.items()
        ]
