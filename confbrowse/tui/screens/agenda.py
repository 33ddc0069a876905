"""The agenda's screen: what the reader starred, day by day, what clashes, and what time is left free."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from textual import on, work
from textual.binding import Binding
from textual.message import Message

from confbrowse.agenda.clashes import Plan
from confbrowse.agenda.zones import Clock
from confbrowse.errors import ConfbrowseError
from confbrowse.model import Mark
from confbrowse.text.amounts import count
from confbrowse.text.cells import Drawn
from confbrowse.tui.free_time import FreeTimes, Held, held
from confbrowse.tui.screens.listed import ListedScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.agenda_list import FreeTime, agenda_lines, line_place
from confbrowse.tui.widgets.line_list import LineList
from confbrowse.tui.widgets.status import status_pieces

_NOTHING = "Nothing is starred yet. Press s on a talk, here comes the plan. Esc goes back."


class AgendaScreen(ListedScreen):
    """Shows the starred talks; they come from the agenda itself, in or out of the library."""

    view = "agenda"
    BINDINGS = [
        Binding("f", "fitting", "What fits", tooltip="List the talks that fit the free time here: at the cursor, else the next.", id="agenda.fitting"),
        Binding("q", "back", "Back", tooltip="Go back to the programme.", id="agenda.back"),
    ]  # fmt: skip

    @dataclass
    class Freed(Message):
        """The free time of a plan has been worked out."""

        plan: Plan
        clock: Clock
        free: FreeTimes

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "agenda", _NOTHING)
        self._free = FreeTimes()
        self._held: Held | None = None
        """The programmes that anything is starred of, once they are read."""

    def marks_changed(self) -> None:
        """Show what is starred now."""
        super().marks_changed()
        self.listed.cancelled = frozenset(self.cancelled)
        self._show_lines()
        self._find_free(self.plan, self.marks, self._clock)

    def library_changed(self) -> None:
        """Work the free time out by what the programmes hold now."""
        self._held = None
        self._find_free(self.plan, self.marks, self._clock)

    def clock_changed(self) -> None:
        """Show days and times by the clock that is chosen now."""
        self._free = FreeTimes()
        self.marks_changed()

    @work(thread=True, exclusive=True, group="free")
    def _find_free(self, plan: Plan, marks: Mapping[str, Mark], clock: Clock) -> None:
        known = self._held
        try:
            there = held(self.desk.library, plan.timetable.talks, known)
        except ConfbrowseError as error:
            self.post_message(self.Failed(error))
        else:
            self._held = there
            travel = timedelta(minutes=self.desk.settings.agenda.travel)
            self.post_message(self.Freed(plan, clock, there.free(plan, marks, clock, travel)))

    @on(Freed)
    def _show_freed(self, event: Freed) -> None:
        if event.plan is self.plan and event.clock == self._clock:
            self._free = event.free
            self._show_lines()

    def _show_lines(self) -> None:
        """List talks and free time, the cursor on what it was on."""
        agenda = self.listed
        lines = agenda_lines(tuple(self.starred.values()), self._free.lines, self._clock)
        if lines == agenda.lines:
            return
        before = agenda.lines[agenda.cursor] if agenda.lines else self.talk
        agenda.lines = lines
        agenda.lines_changed(line_place(before, lines, agenda.cursor))

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return how many talks are planned, how many of them clash, and the zone."""
        talks = len(self.starred)
        clashing = (
            f"{len(self.plan.clashing)} of them clash" if self.plan.clashing else "nothing clashes"
        )
        where = f"Agenda: {count(talks, 'talk')}, {clashing}" if talks else "Agenda"
        return status_pieces(replace(self.talk_status(), where=(where,)), self.size.width)

    def action_zoom(self, zoomed: bool | None = None) -> None:
        """Read the talk; on free time, list what fits it."""
        if isinstance(self._line_at_cursor(), FreeTime):
            self.action_fitting()
        else:
            super().action_zoom(zoomed)

    @on(LineList.Chosen, "#agenda")
    def _fit_chosen(self) -> None:
        """List what fits free time that was clicked a second time."""
        if isinstance(self._line_at_cursor(), FreeTime):
            self.action_fitting()

    def _line_at_cursor(self) -> object:
        lines = self.listed.lines
        return lines[self.listed.cursor] if lines else None

    def action_fitting(self) -> None:
        """List the talks that fit the free time at the cursor, else the next, else the last."""
        from confbrowse.tui.screens.fitting import FittingScreen  # few keys need it

        lines = self.listed.lines
        order = (*lines[self.listed.cursor :], *reversed(lines[: self.listed.cursor]))
        one = next((line for line in order if isinstance(line, FreeTime)), None)
        if one:
            self.app.push_screen(FittingScreen(self.desk, one, self._free.fitting(one)))
        else:
            self.say("There is no free time on these days.")
