"""A view of talks below headings, in a list such as the agenda's."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from confbrowse.model import Talk
from confbrowse.tui.screens.following import FollowingScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.agenda_list import AgendaLine, AgendaList
from confbrowse.tui.widgets.status import Status
from confbrowse.tui.widgets.talk_line import When


class ListedScreen(FollowingScreen):
    """Keeps marks, clashes and clock of its list up to date; subclasses say what is listed."""

    def __init__(self, desk: Desk, name: str, empty_text: str, when: When = "clock") -> None:
        self.listed = AgendaList(id=name)
        self.listed.empty_text = empty_text
        self.listed.when = when
        super().__init__(desk, self.listed)

    def show_lines(self, lines: Sequence[AgendaLine], cursor: int = 0) -> None:
        """List *lines* with the cursor there, and the talk under it in view."""
        self.listed.lines = tuple(lines)
        self.listed.lines_changed(cursor)
        self._follow()
        self.show_status()

    def marks_changed(self) -> None:
        """Show what is starred now."""
        shown = self.listed
        shown.marks, shown.plan, shown.clock = self.marks, self.plan, self._clock
        self.show_marks_of_talk()
        self.show_status()

    def clock_changed(self) -> None:
        """Show all times by the clock that is chosen now."""
        super().clock_changed()
        self.listed.clock = self._clock

    def line_of(self, talk: Talk) -> int | None:
        """Return the line that *talk* is on."""
        return self.listed.line_of(talk)

    def pointed(self) -> Talk | None:
        """Return the talk under the cursor."""
        return self.listed.talk_at(self.listed.cursor)

    def talks_on(self, lines: range) -> Callable[[], Sequence[Talk]]:
        """Return what reads the talks on *lines*: they are there."""
        talks = self.listed.talks_on(lines)
        return lambda: talks

    def talk_status(self) -> Status:
        """Return what the status line says of the talk in view, and how many talks are selected."""
        selected = self.listed.talks_on(self.listed.selected)
        return replace(super().talk_status(), selected=len(selected))

    def leave(self) -> None:
        """Go back to where the reader came from."""
        self.dismiss()
