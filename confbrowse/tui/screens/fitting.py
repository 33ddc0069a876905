"""What fits the free time between two talks of mine: the most interesting first."""

from collections.abc import Sequence
from dataclasses import replace

from textual.binding import Binding

from confbrowse.model import Talk
from confbrowse.text.cells import Drawn
from confbrowse.tui.screens.listed import ListedScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.agenda_list import AgendaLine, FreeTime
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status import status_pieces


class FittingScreen(ListedScreen):
    """Shows talks that fit a gap; what is starred here stays in the list, and marks what clashes with it."""

    BINDINGS = [
        Binding("q", "back", "Back", tooltip="Go back to the agenda.", id="fitting.back"),
    ]  # fmt: skip

    def __init__(self, desk: Desk, free: FreeTime, talks: Sequence[Talk]) -> None:
        super().__init__(desk, "fitting", "No talk fits here. Esc goes back.")
        gap = free.gap
        zone = f" {gap.timezone}" if gap.timezone else ""
        self._where = (day_label(gap.day.isoformat()), f"{gap.start:%H:%M}–{gap.end:%H:%M}{zone}")
        heading = free.words.partition(": f ")[0]
        self._lines: tuple[AgendaLine, ...] = (
            (f"{self._where[0]}  {heading}", *talks) if talks else ()
        )

    def on_mount(self) -> None:
        """Put the cursor on the best."""
        self.show_lines(self._lines)

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return which time is free, and the zone of the talk."""
        status = replace(self.talk_status(), where=("What fits", *self._where))
        return status_pieces(status, self.size.width)
