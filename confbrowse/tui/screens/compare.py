"""Two agendas side by side, day by day: what both of us chose, what only one did."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from textual import on, work
from textual.binding import Binding
from textual.message import Message

from confbrowse.agenda.days import by_day
from confbrowse.exchange.comparing import Comparison, compared
from confbrowse.exchange.files import Theirs
from confbrowse.model import Talk
from confbrowse.text.cells import Drawn
from confbrowse.text.clean import clean_line
from confbrowse.tui.screens.panes import PanesScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.agenda_list import AgendaLine, AgendaList
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status import status_pieces

_NOTHING = Comparison((), (), (), ())


class CompareScreen(PanesScreen):
    """Compares the starred talks with those of somebody else; a star moves a talk to where it belongs."""

    BINDINGS = [
        Binding("q", "back", "Back", tooltip="Go back to where you came from.", id="compare.back", show=False),
    ]  # fmt: skip

    @dataclass
    class Compared(Message):
        """The two agendas have been compared."""

        comparison: Comparison

    def __init__(self, desk: Desk, theirs: Theirs) -> None:
        self.compare_list = AgendaList(id="compare")
        self.compare_list.empty_text = "Comparing ..."
        super().__init__(desk, self.compare_list)
        self._name = clean_line(theirs.path.name)
        self._theirs = tuple(entry.talk for entry in theirs.incoming.entries if entry.mark.starred)
        self._comparison = _NOTHING

    def marks_changed(self) -> None:
        """Compare anew with what is starred now."""
        shown = self.compare_list
        shown.marks, shown.plan, shown.clock = self.marks, self.plan, self._clock
        self._compare(tuple(self.starred.values()))
        self.show_marks_of_talk()

    @work(thread=True, exclusive=True, group="compare")
    def _compare(self, mine: Sequence[Talk]) -> None:
        self.post_message(self.Compared(compared(mine, self._theirs)))

    @on(Compared)
    def _show_compared(self, event: Compared) -> None:
        self._comparison = event.comparison
        shown = self.compare_list
        shown.empty_text = f"Neither you nor {self._name} has starred a talk. Esc goes back."
        shown.lines = compare_lines(event.comparison)
        places = {line.id: at for at, line in enumerate(shown.lines) if isinstance(line, Talk)}
        shown.lines_changed(places.get(self.talk.id if self.talk else "", shown.cursor))
        self._follow()
        self.show_status()

    def pointed(self) -> Talk | None:
        """Return the talk under the cursor."""
        return self.compare_list.talk_at(self.compare_list.cursor)

    def talks_on(self, lines: range) -> Callable[[], Sequence[Talk]]:
        """Return what reads the talks on *lines*: they are there."""
        talks = self.compare_list.talks_on(lines)
        return lambda: talks

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return how many talks both chose, how many one did, and the zone of the talk."""
        found = self._comparison
        counts = f"{len(found.both)} both, {len(found.mine)} mine, {len(found.theirs)} theirs"
        selected = len(self.compare_list.talks_on(self.compare_list.selected))
        where = (counts,)
        status = replace(self.talk_status(), where=where, selected=selected)
        return status_pieces(status, self.size.width)

    def clock_changed(self) -> None:
        """Show all times by the clock that is chosen now."""
        super().clock_changed()
        self.compare_list.clock = self._clock

    def leave(self) -> None:
        """Go back to where the reader came from."""
        self.dismiss()


def compare_lines(found: Comparison) -> tuple[AgendaLine, ...]:
    """Return the talks of each day under whose they are: both, only mine, only theirs."""
    return tuple(_lines(found))


def _lines(found: Comparison) -> Iterator[AgendaLine]:
    parts = {
        talk.id: part
        for part, held in (
            ("Both", found.both),
            ("Only mine", found.mine),
            ("Only theirs", found.theirs),
        )
        for talk in held
    }
    for day, talks in by_day((*found.both, *found.mine, *found.theirs)):
        label = day_label(day.isoformat() if day else "")
        for part in ("Both", "Only mine", "Only theirs"):
            held = [talk for talk in talks if parts[talk.id] == part]
            if held:
                yield f"{label} · {part}"
                yield from held
