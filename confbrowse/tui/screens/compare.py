"""Two agendas side by side, day by day: what both of us chose, what only one did."""

from collections.abc import Iterator, Sequence
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
from confbrowse.tui.screens.listed import ListedScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.agenda_list import AgendaLine
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status import status_pieces

_NOTHING = Comparison((), (), (), ())


class CompareScreen(ListedScreen):
    """Compares the starred talks with those of somebody else; a star moves a talk to where it belongs."""

    BINDINGS = [
        Binding("q", "back", "Back", tooltip="Go back to where you came from.", id="compare.back"),
    ]  # fmt: skip

    @dataclass
    class Compared(Message):
        """The two agendas have been compared."""

        comparison: Comparison

    def __init__(self, desk: Desk, theirs: Theirs) -> None:
        super().__init__(desk, "compare", "Comparing ...")
        self._name = clean_line(theirs.path.name)
        self._theirs = tuple(entry.talk for entry in theirs.incoming.entries if entry.mark.starred)
        self._comparison = _NOTHING

    def marks_changed(self) -> None:
        """Compare anew with what is starred now."""
        super().marks_changed()
        self._compare(tuple(self.starred.values()))

    @work(thread=True, exclusive=True, group="compare")
    def _compare(self, mine: Sequence[Talk]) -> None:
        self.post_message(self.Compared(compared(mine, self._theirs)))

    @on(Compared)
    def _show_compared(self, event: Compared) -> None:
        self._comparison = event.comparison
        self.listed.empty_text = f"Neither you nor {self._name} has starred a talk. Esc goes back."
        lines = compare_lines(event.comparison)
        places = {line.id: at for at, line in enumerate(lines) if isinstance(line, Talk)}
        at = places.get(self.talk.id if self.talk else "", self.listed.cursor)
        self.show_lines(lines, at)

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return how many talks both chose, how many one did, and the zone of the talk."""
        found = self._comparison
        counts = f"{len(found.both)} both, {len(found.mine)} mine, {len(found.theirs)} theirs"
        return status_pieces(replace(self.talk_status(), where=(counts,)), self.size.width)


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
