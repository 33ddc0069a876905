"""The base of views that list talks below headings, as the agenda does."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

from confbrowse.model import Talk
from confbrowse.schedule.clock import EVENT
from confbrowse.tui.context import AppContext
from confbrowse.tui.screens.panes import PanesScreen
from confbrowse.tui.widgets.agenda_list import AgendaLine, AgendaList
from confbrowse.tui.widgets.status_bar import Status
from confbrowse.tui.widgets.talk_list import When


class GroupedScreen(PanesScreen):
    """Keeps the marks, clashes and clock of its list up to date; subclasses say what is listed."""

    _counted: Sequence[AgendaLine] = ()
    """The lines that ``_places`` is about."""
    _places: Sequence[int] = ()
    """For each line, how many talks there are up to it."""
    _has_one_zone = True
    """Whether the times of all these talks are in one zone."""

    def __init__(self, ctx: AppContext, name: str, empty_text: str, when: When = "clock") -> None:
        self.listed = AgendaList(id=name)
        self.listed.empty_text = empty_text
        self.listed.when = when
        super().__init__(ctx, self.listed)

    def show_lines(self, lines: Sequence[AgendaLine], cursor: int = 0) -> None:
        """List *lines*, with the cursor on line *cursor*, and show the talk there."""
        self.listed.lines = tuple(lines)
        self.listed.lines_changed(cursor)
        self._follow()
        self.show_status()

    def marks_changed(self) -> None:
        """Show the new marks in list, abstract and status bar."""
        shown = self.listed
        shown.marks, shown.clashes, shown.clock = self.marks, self.clashes, self.clock
        shown.watched = self.snapshot.hits
        self.show_marks_of_talk()
        self.show_status()

    def clock_changed(self) -> None:
        """Show all times by the new clock."""
        super().clock_changed()
        self.listed.clock = self.clock

    def line_of(self, talk: Talk) -> int | None:
        """Return the line of *talk*; None if it is not listed."""
        return self.listed.line_of(talk)

    def talk_at_cursor(self) -> Talk | None:
        """Return the talk at the cursor; None on a heading."""
        return self.listed.talk_at(self.listed.cursor)

    def talk_reader(self, lines: range) -> Callable[[], Sequence[Talk]]:
        """Return a function that returns the talks on *lines*; they are in memory."""
        talks = self.listed.talks_on(lines)
        return lambda: talks

    def talk_status(self) -> Status:
        """Add the number of selected talks, the place of the current one, and whether all are in one zone."""
        lines, cursor = self.listed.lines, self.listed.cursor
        if lines is not self._counted:
            self._counted = lines
            self._places = tuple(accumulate(isinstance(line, Talk) for line in lines))
            timed = (line for line in lines if isinstance(line, Talk) and line.start)
            self._has_one_zone = len({talk.timezone for talk in timed}) <= 1
        at = self._places[cursor] if self.talk and cursor < len(lines) else 0
        return replace(
            super().talk_status(),
            selected=len(self.listed.talks_on(self.listed.selected)),
            at=at,
            shown=self._places[-1] if at else 0,
            is_one_zone=self._has_one_zone or self.clock != EVENT,
        )

    def leave(self) -> None:
        """Close the view."""
        self.dismiss()
