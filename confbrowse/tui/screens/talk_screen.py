"""What every screen that shows talks can do with one: star it, open its links, copy, undo.

What a key needs that few press is loaded when it is pressed: a start must not wait for it.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen

from confbrowse.agenda.clashes import Plan
from confbrowse.agenda.days import cancelled
from confbrowse.errors import ConfbrowseError, LinkError
from confbrowse.model import Link, Mark, Talk
from confbrowse.stores.agenda import Agenda, Change
from confbrowse.stores.library import Library
from confbrowse.tui.marking import Marking
from confbrowse.tui.widgets.line_view import ROLES

if TYPE_CHECKING:
    from confbrowse.tui.screens.links import LinkChoice

_LOOK_SECONDS = 0.5
"""How often the stores are asked whether another confbrowse changed them."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the screens work with."""

    library: Library
    marking: Marking
    is_own: bool = True
    """Whether the library is the reader's own; otherwise samples, or sources looked at once."""


class TalkScreen(Screen[None]):
    """Owns the talk in view and the reader's marks; subclasses own their lists."""

    COMPONENT_CLASSES = ROLES

    BINDINGS = [
        Binding("s,space", "star", "Star", tooltip="Star the talk, or take its star away.", id="talk.star"),
        Binding("o", "open", "Open", tooltip="Open the talk's best link: code, else paper, else the first.", id="talk.open"),
        Binding("O", "links", "Links", tooltip="Show the talk's links, to open or copy one by its number.", id="talk.links", show=False),
        Binding("y", "copy_citation", "Copy", tooltip="Copy the talk's title, authors, session and link.", id="talk.copy", show=False),
        Binding("Y", "copy_link", "Copy link", tooltip="Copy the talk's best link.", id="talk.copy-link", show=False),
        Binding("u", "undo", "Undo", tooltip="Take back the last mark, also one of an earlier run.", id="marks.undo"),
        Binding("ctrl+r", "redo", "Redo", tooltip="Do the mark again that was undone last.", id="marks.redo", show=False),
        Binding("question_mark,f1", "help", "Help", tooltip="Search the keys that work here.", id="app.help", show=False),
        Binding("colon", "app.command_palette", "Palette", tooltip="Find a command by its name.", id="app.palette", show=False),
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

    def on_screen_resume(self) -> None:
        """Read what has changed while another screen was on top."""
        self._look()

    def say(self, sentence: str, *, failed: bool = False) -> None:
        """Show *sentence* for a moment, as the text that it is."""
        if failed:
            self.notify(sentence, severity="error", markup=False, timeout=8)
        else:
            self.notify(sentence, markup=False, timeout=3)

    def clash_titles(self, talk: Talk | None) -> tuple[str, ...]:
        """Return the titles of the starred talks that *talk*, starred itself, clashes with."""
        found = self.plan.partners(talk) if talk and talk.id in self.starred else ()
        return tuple(clash.talk.title for clash in found if not clash.weak)

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
        off = cancelled(starred.values(), shelves, library.holds(starred))
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

    @work(group="marks")
    async def _mark(self, step: partial[tuple[Change, ...]], verb: str) -> None:
        """Take *step* and show what it changed; say so, with *verb*, where that is not plain to see."""
        try:
            changes = await self.desk.marking.write(step)
        except ConfbrowseError as error:
            self.post_message(self.Failed(error))
            return
        if verb:
            self.say(_in_words(changes, verb))
        self.marks = {**self.marks, **{change.talk.id: change.after for change in changes}}
        self.marks_changed()
        self._look()

    def action_star(self) -> None:
        """Star the talk, or take its star away."""
        if self.talk:
            self._mark(partial(Agenda.mark, talks=(self.talk,), change=_other_star), "")

    def action_undo(self) -> None:
        """Take back the last mark."""
        self._mark(partial(Agenda.undo), "Undone")

    def action_redo(self) -> None:
        """Do the mark again that was undone last."""
        self._mark(partial(Agenda.redo), "Done again")

    def action_open(self) -> None:
        """Open the best link of the talk."""
        if self.talk and (link := self.talk.best_link):
            self._open(link)
        elif self.talk:
            self.say("This talk has no link in its source.")

    def action_links(self) -> None:
        """Let the reader choose one of the links."""
        from confbrowse.tui.screens.links import LinksScreen  # see above

        if self.talk and self.talk.links:
            self.app.push_screen(LinksScreen(self.talk.links), self._use_link)
        elif self.talk:
            self.say("This talk has no link in its source.")

    def _use_link(self, choice: "LinkChoice | None") -> None:
        if choice and choice.copy:
            self._copy(choice.link.url, "link")
        elif choice:
            self._open(choice.link)

    @work(thread=True, group="open")
    def _open(self, link: Link) -> None:
        from confbrowse import opening  # see above

        try:
            sentence = opening.open_link(link.url)
        except LinkError as error:
            self.app.call_from_thread(self._show_link, link, str(error))
        else:
            self.app.call_from_thread(self.say, sentence)

    def _show_link(self, link: Link, why: str) -> None:
        """Show an address that cannot be opened here, and hand it to the terminal's clipboard."""
        self.app.copy_to_clipboard(link.url)
        self._show_text(why)

    def _show_text(self, text: str) -> None:
        from confbrowse.tui.screens.text import TextScreen  # see above

        self.app.push_screen(TextScreen("Sent to the terminal's clipboard", text))

    def action_copy_link(self) -> None:
        """Copy the best link of the talk."""
        if self.talk and (link := self.talk.best_link):
            self._copy(link.url, "link")
        elif self.talk:
            self.say("This talk has no link in its source.")

    def action_copy_citation(self) -> None:
        """Copy title, authors, session and link of the talk."""
        if talk := self.talk:
            lines = [
                talk.title,
                ", ".join(talk.authors),
                f"{talk.session.title}, {talk.session.programme}",
            ]
            lines += [talk.best_link.url] if talk.best_link else []
            self._copy("\n".join(line for line in lines if line), "talk")

    @work(thread=True, group="copy")
    def _copy(self, text: str, what: str) -> None:
        from confbrowse import clipboard  # see above

        if clipboard.copy(text):
            self.app.call_from_thread(self.say, f"Copied the {what}.")
            return
        self.app.call_from_thread(self.app.copy_to_clipboard, text)
        self.app.call_from_thread(self._show_text, text)

    def action_help(self) -> None:
        """Show the keys that work here."""
        from confbrowse.tui.screens.help import HelpScreen  # see above

        self.app.push_screen(HelpScreen(self.keys()))

    def keys(self) -> list[tuple[str, str, str]]:
        """Return keys, name and help of everything that works here, in the order of the bindings."""
        found: dict[str, tuple[list[str], Binding]] = {}
        for active in self.active_bindings.values():
            binding = active.binding
            if active.enabled and binding.id and binding.tooltip:
                found.setdefault(binding.id, ([], binding))[0].append(
                    self.app.get_key_display(binding)
                )
        return [
            (" ".join(keys), binding.description, binding.tooltip)
            for keys, binding in found.values()
        ]


def _other_star(mark: Mark) -> Mark:
    return replace(mark, starred=not mark.starred)


def _in_words(changes: tuple[Change, ...], verb: str) -> str:
    """Return what was undone or redone, in a sentence."""
    if not changes:
        return "There is nothing to undo." if verb == "Undone" else "There is nothing to do again."
    change = changes[0]
    what = "star" if change.after.starred else "no star"
    more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
    if replace(change.before, starred=change.after.starred) != change.after:
        what = "mark"
    return f"{verb}: {what} on “{change.talk.title}”{more}."
