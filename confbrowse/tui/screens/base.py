"""The base of every screen that shows talks: the current talk, the actions that mark it, and its links.

Modules that the first frame does not need are loaded when their key is pressed.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.events import Key
from textual.keys import key_to_character
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen

from confbrowse.errors import ConfbrowseError
from confbrowse.model import LONGEST_WATCHED, MOST_WATCHED, NO_MARK, Mark, Talk
from confbrowse.schedule.clashes import ClashIndex, Partners
from confbrowse.schedule.clock import Clock
from confbrowse.search.saved import author_query
from confbrowse.tui import feedback
from confbrowse.tui.background_read import show_error, show_notice
from confbrowse.tui.commands import EVERYWHERE, LINKS, TALK, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.controllers.links import LinkController
from confbrowse.tui.controllers.marks import NO_MARKS, MarksSnapshot, TalkReader
from confbrowse.tui.dismiss import DismissOnce
from confbrowse.tui.feedback import Changes
from confbrowse.tui.widgets.detail import DetailPane
from confbrowse.tui.widgets.glyphs import WATCHED
from confbrowse.tui.widgets.lines import ROLES
from confbrowse.tui.widgets.status_bar import KeyBar

if TYPE_CHECKING:
    from confbrowse.tui.command_search import CommandLine

_MOST_PARTNERS = 20
"""Clashes of a talk that are named, and as many overlaps; of more only the number is shown."""


class TalkScreen(DismissOnce[None], Screen[None]):
    """Owns the current talk and shows the user's marks; subclasses own their lists."""

    COMPONENT_CLASSES = ROLES

    BINDINGS = bindings(TALK, LINKS, EVERYWHERE)

    talk: var[Talk | None] = var(None)
    """The talk that keys act on."""
    snapshot: var[MarksSnapshot] = var(NO_MARKS)
    """The user's marks, as this screen shows them."""

    class Resumed(Message):
        """The screen is on top, for the first time or again: other processes may have changed something."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.links = LinkController(self, ctx.settings.links.search)
        self._library_version = ctx.marks.library_version
        """Of the library as this screen shows it; empty before it is known."""

    @property
    def marks(self) -> Mapping[str, Mark]:
        """Every mark, by the id of its talk."""
        return self.snapshot.marks

    @property
    def starred(self) -> Mapping[str, Talk]:
        """The starred talks, as the mark store keeps them, by id."""
        return self.snapshot.starred

    @property
    def clashes(self) -> ClashIndex:
        """The starred talks, to ask what a talk clashes with."""
        return self.snapshot.clashes

    @property
    def cancelled(self) -> Set[str]:
        """The ids of the starred talks that their programmes no longer contain."""
        return self.snapshot.cancelled

    @property
    def is_current(self) -> bool:
        """Whether the screen draws itself: on top only.

        Textual would otherwise repaint a screen below another, and everything above it, with each
        message it gets: tens of kilobytes a second, all of it invisible.
        """
        return self.app.screen_stack[-1:] == [self]

    @property
    def is_answering(self) -> bool:
        """Whether keys have to wait: until the marks have been read, or reading them has failed."""
        return not self.ctx.marks.is_ready

    def on_screen_resume(self) -> None:
        """Show what has changed while another screen was on top."""
        self.catch_up()
        self.post_message(self.Resumed())

    def catch_up(self) -> None:
        """Show marks and library as they are now, if they changed.

        A screen below another does nothing: it catches up when it is resumed.
        """
        if not (self.is_current and self.is_mounted):
            return
        marks = self.ctx.marks
        if marks.snapshot.version >= 0 and marks.snapshot is not self.snapshot:
            self.snapshot = marks.snapshot
            self.marks_changed()
        known, self._library_version = self._library_version, marks.library_version
        if known not in ("", marks.library_version):
            self.library_changed()

    def show_message(self, sentence: str) -> None:
        """Show *sentence* as a notification."""
        show_notice(self, sentence)

    def marks_changed(self) -> None:
        """Show a new snapshot; subclasses update their widgets."""

    def partners(self) -> Partners:
        """Return the starred talks that clash or overlap with the current talk, starred or not."""
        return self.clashes.partners(self.talk, _MOST_PARTNERS) if self.talk else Partners()

    def show_marks_in(self, detail: DetailPane, clock: Clock) -> None:
        """Show the marks and clashes of the talk in *detail*, with its time by *clock*."""
        talk = self.talk
        detail.mark = self.marks.get(talk.id, NO_MARK) if talk else NO_MARK
        detail.partners = self.partners()
        detail.clock = clock
        queries = self.snapshot.hits.get(talk.id, ()) if talk else ()
        detail.why = f"{WATCHED} Watched: {', '.join(queries)}" if queries else ""
        detail.is_cancelled = bool(talk and talk.id in self.cancelled)

    def library_changed(self) -> None:
        """Show what changed in the library; subclasses read it again."""

    def target_talks(self) -> TalkReader:
        """Return a function that reads the talks that an action applies to."""
        talks = (self.talk,) if self.talk else ()
        return lambda: talks

    def mark(self, change: Callable[[TalkReader], Awaitable[str]]) -> None:
        """Do *change* to the marks of the selected talks, else of the current one."""
        if self.talk:
            self.write(partial(change, self.target_talks()))

    @work(group="marks")
    async def write(self, change: Callable[[], Awaitable[str | None]]) -> None:
        """Do *change*, and show the sentence that it returns; an empty one takes away an earlier one."""
        try:
            sentence = await change()
        except ConfbrowseError as error:
            show_error(self, error)
        else:
            if sentence is not None:
                self.show_message(sentence)

    def action_star(self) -> None:
        """Star the talk, or unstar it; name what a newly starred talk clashes with."""
        self.mark(partial(self.ctx.marks.star, clock=self.ctx.clock))

    def action_interest(self, step: int) -> None:
        """Change the interest by *step*."""
        self.mark(partial(self.ctx.marks.change_interest, step=step))

    def action_hide(self) -> None:
        """Hide the talk in lists, or show it again."""
        self.mark(self.ctx.marks.hide)

    def action_later(self) -> None:
        """Put the decision about the talk off, or no longer."""
        self.mark(self.ctx.marks.put_off)

    def watchable(self) -> Sequence[str]:
        """Return the queries that the user may want to watch here: the talk's authors, a search."""
        return [author_query(name) for name in self.talk.authors] if self.talk else []

    def action_watch(self) -> None:
        """Let the user add an author or the search to the watch list, or remove what is on it."""
        # see above
        from confbrowse.tui.dialogs.choice import Choice, ChoiceDialog

        watched = self.snapshot.watched
        queries = tuple(dict.fromkeys((*self.watchable(), *watched)))
        if not queries:
            self.show_message("Go to a talk, or search, to watch its authors or the search.")
            return
        choices = [Choice(query, query, is_set=query in watched) for query in queries]
        hint = "Enter adds it to the watch list or removes it · Esc close"
        self.app.push_screen(ChoiceDialog("Watch list", choices, hint), self._watch)

    def _watch(self, query: str | None) -> None:
        if query and (query in self.snapshot.watched or self._is_room_to_watch(query)):
            is_set = query not in self.snapshot.watched
            self.write(partial(self.ctx.marks.watch, query, is_set=is_set))

    def _is_room_to_watch(self, query: str) -> bool:
        """Return whether *query* fits on the watch list; say so if it does not."""
        fits = len(self.snapshot.watched) < MOST_WATCHED and len(query) <= LONGEST_WATCHED
        if not fits:
            self.show_message(
                f"The watch list holds {MOST_WATCHED} queries of at most {LONGEST_WATCHED} characters."
            )
        return fits

    def action_seen(self) -> None:
        """Mark the talk as seen, or as unseen."""
        self.mark(self.ctx.marks.toggle_seen)

    def mark_seen(self) -> None:
        """Mark the talk as seen because it was read; undo skips this."""
        if (talk := self.talk) and not self.marks.get(talk.id, NO_MARK).seen:
            self.write(partial(self.ctx.marks.see, lambda: (talk,)))

    def action_note(self) -> None:
        """Open the dialog for a note on the talk."""
        from confbrowse.tui.dialogs.note import MOST_TALKS, NoteDialog  # see above

        if not self.talk:
            return
        talks = self.target_talks()()
        if len(talks) > MOST_TALKS:
            self.show_message(f"A note can be added to at most {MOST_TALKS} talks at once.")
            return
        notes = [self.marks.get(talk.id, NO_MARK).note for talk in talks]
        self.app.push_screen(NoteDialog(self.ctx.marks, talks, notes), self.note_written)

    def note_written(self, changes: Changes | None) -> None:
        """Say what the dialog changed; None if it was cancelled."""
        if changes and (sentence := feedback.how_many(changes)):
            self.show_message(sentence)

    def action_open(self) -> None:
        """Open the best link of the talk."""
        if self.talk:
            self.links.open_best(self.talk)

    def action_links(self) -> None:
        """Open the dialog with the links of the talk."""
        if self.talk:
            self.links.choose(self.talk)

    def action_copy_link(self) -> None:
        """Copy the best link of the talk."""
        if self.talk:
            self.links.copy_best(self.talk)

    def action_copy_citation(self) -> None:
        """Copy title, authors, session and best link of the talk."""
        if self.talk:
            self.links.copy_citation(self.talk)

    def action_copy(self) -> None:
        """Let the user choose what of the talk to copy."""
        if self.talk:
            names_keys = self.ctx.settings.screen.which_key
            last_row = self.last_row_of_talk()
            self.links.choose_copy(self.talk, names_keys=names_keys, last_row=last_row)

    def last_row_of_talk(self) -> int:
        """Return the last row of the screen that shows the talk in a list; 0 if there is none."""
        return 0

    def action_undo(self) -> None:
        """Undo the last mark."""
        self.write(self.ctx.marks.undo)

    def action_redo(self) -> None:
        """Redo the mark that was undone last."""
        self.write(self.ctx.marks.redo)

    @on(KeyBar.Pressed)
    def _press(self, event: KeyBar.Pressed) -> None:
        """Press the key that was clicked, after everything before it is done."""
        key = Key(event.name, key_to_character(event.name))
        key.set_sender(self.app)  # an event of this screen would not bubble up to it
        self.app.post_message(key)

    async def know_commands(self) -> None:
        """Return when it is known which commands work here."""

    @work(exclusive=True, group="help")
    async def action_help(self) -> None:
        """Show the keys that work here."""
        await self.know_commands()
        # see above
        from confbrowse.tui.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog(self.commands()))

    def commands(self) -> "Sequence[CommandLine]":
        """Return every command, those that work here first."""
        # see above
        from confbrowse.tui.command_search import command_lines

        keys = self.ctx.settings.keys
        return command_lines(self.active_bindings, keys, ascii_only=self.ctx.ascii_only)
