"""What fits the free time between two talks of mine: the most interesting first."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual.binding import Binding

from confbrowse.model import Talk
from confbrowse.tui.screens.panes import PanesScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.agenda_list import AgendaList, FreeTime
from confbrowse.tui.widgets.cells import Drawn
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status import status_pieces


class FittingScreen(PanesScreen):
    """Shows talks that fit a gap; what is starred here stays in the list, and marks what clashes with it."""

    BINDINGS = [
        Binding("q", "back", "Back", tooltip="Go back to the agenda.", id="fitting.back", show=False),
    ]  # fmt: skip

    def __init__(self, desk: Desk, free: FreeTime, talks: Sequence[Talk]) -> None:
        self.talk_list = AgendaList(id="fitting")
        self.talk_list.empty_text = "No talk fits here. Esc goes back."
        super().__init__(desk, self.talk_list)
        gap = free.gap
        zone = f" {gap.timezone}" if gap.timezone else ""
        self._where = (day_label(gap.day.isoformat()), f"{gap.start:%H:%M}–{gap.end:%H:%M}{zone}")
        heading = free.words.partition(": f ")[0]
        self.talk_list.lines = (f"{self._where[0]}  {heading}", *talks) if talks else ()

    def on_mount(self) -> None:
        """Put the cursor on the best."""
        self.talk_list.lines_changed(0)
        self._follow()

    def marks_changed(self) -> None:
        """Show what is starred now."""
        shown = self.talk_list
        shown.marks, shown.plan, shown.clock = self.marks, self.plan, self._clock
        self.show_marks_of_talk()
        self.show_status()

    def clock_changed(self) -> None:
        """Show all times by the clock that is chosen now."""
        super().clock_changed()
        self.talk_list.clock = self._clock

    def pointed(self) -> Talk | None:
        """Return the talk under the cursor."""
        return self.talk_list.talk_at(self.talk_list.cursor)

    def talks_on(self, lines: range) -> Callable[[], Sequence[Talk]]:
        """Return what reads the talks on *lines*: they are there."""
        talks = self.talk_list.talks_on(lines)
        return lambda: talks

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return which time is free, and the zone of the talk."""
        status = replace(self.talk_status(), where=("What fits", *self._where))
        return status_pieces(status, self.size.width)

    def leave(self) -> None:
        """Go back to the agenda."""
        self.dismiss()
