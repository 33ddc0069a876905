"""The agenda's screen: what the reader starred, day by day, and what clashes."""

from collections.abc import Callable, Sequence

from textual.binding import Binding

from confbrowse.model import Talk
from confbrowse.tui.screens.following import FollowingScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.agenda_list import AgendaList, agenda_lines
from confbrowse.tui.widgets.cells import Drawn
from confbrowse.tui.widgets.status import Status, status_pieces


class AgendaScreen(FollowingScreen):
    """Shows the starred talks; they come from the agenda itself, in or out of the library."""

    view = "agenda"
    BINDINGS = [
        Binding("q", "back", "Back", tooltip="Go back to the programme.", id="agenda.back", show=False),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        self.agenda_list = AgendaList(id="agenda")
        super().__init__(desk, self.agenda_list)

    def marks_changed(self) -> None:
        """Show what is starred now."""
        agenda = self.agenda_list
        agenda.marks, agenda.clashing = self.marks, self.plan.clashing
        agenda.cancelled = frozenset(self.cancelled)
        lines = agenda_lines(tuple(self.starred.values()))
        if lines != agenda.lines:
            agenda.lines = lines
            places = {line.id: at for at, line in enumerate(lines) if isinstance(line, Talk)}
            agenda.lines_changed(places.get(self.talk.id if self.talk else "", agenda.cursor))
        self.show_marks_of_talk()
        self.show_status()

    def line_of(self, talk: Talk) -> int | None:
        """Return the line that *talk* is on."""
        return self.agenda_list.line_of(talk)

    def pointed(self) -> Talk | None:
        """Return the talk under the cursor."""
        return self.agenda_list.talk_at(self.agenda_list.cursor)

    def talks_on(self, lines: range) -> Callable[[], Sequence[Talk]]:
        """Return what reads the talks on *lines*: they are there."""
        talks = self.agenda_list.talks_on(lines)
        return lambda: talks

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return how many talks are planned, how many of them clash, and the zone."""
        talk = self.talk
        talks = len(self.starred)
        clashing = (
            f"{len(self.plan.clashing)} of them clash" if self.plan.clashing else "nothing clashes"
        )
        words = f"Agenda: {talks} {'talk' if talks == 1 else 'talks'}, {clashing}"
        status = Status(
            where=(words if talks else "Agenda",),
            selected=len(self.agenda_list.talks_on(self.agenda_list.selected)),
            timezone=talk.timezone if talk else None,
            timed=bool(talk and talk.start),
            year_assumed=bool(talk and talk.year_assumed),
        )
        return status_pieces(status, self.size.width)

    def leave(self) -> None:
        """Go back to the programme."""
        self.dismiss_once()
