"""Two agendas compared, day by day: the talks that both have starred, and those that only one has."""

from collections.abc import Iterator
from dataclasses import replace

from textual import work

from confbrowse.exchange.compare import Comparison, compare_agendas
from confbrowse.exchange.sync import SharedAgenda
from confbrowse.model import Talk
from confbrowse.schedule.timetable import by_day
from confbrowse.text.cells import Drawn
from confbrowse.text.clean import clean_line
from confbrowse.tui.background_read import read
from confbrowse.tui.commands import COMPARE, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.screens.grouped import GroupedScreen
from confbrowse.tui.widgets.agenda_list import AgendaLine
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status_bar import status_pieces

_NOTHING = Comparison((), (), (), ())


class CompareScreen(GroupedScreen):
    """Compares the starred talks with those of another person, again after each change of a star."""

    BINDINGS = bindings(COMPARE)

    def __init__(self, ctx: AppContext, theirs: SharedAgenda) -> None:
        super().__init__(ctx, "compare", "Comparing ...")
        self._name = clean_line(theirs.path.name)
        self._theirs = tuple(entry.talk for entry in theirs.incoming.entries if entry.mark.starred)
        self._comparison = _NOTHING

    def marks_changed(self) -> None:
        """Compare again."""
        super().marks_changed()
        self._compare()

    @work(exclusive=True, group="compare")
    async def _compare(self) -> None:
        mine = tuple(self.starred.values())
        self._comparison = await read(self, compare_agendas, mine, self._theirs)
        self.listed.empty_text = f"Neither you nor {self._name} has starred a talk. Esc goes back."
        lines = compare_lines(self._comparison)
        places = {line.id: at for at, line in enumerate(lines) if isinstance(line, Talk)}
        at = places.get(self.talk.id if self.talk else "", self.listed.cursor)
        self.show_lines(lines, at)

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return how many talks both have starred, how many only one has, and the time zone of the talk."""
        found = self._comparison
        counts = f"{len(found.both)} both, {len(found.mine)} mine, {len(found.theirs)} theirs"
        where = (f"Compare: {counts}",)
        return status_pieces(replace(self.talk_status(), where=where), self.size.width)


def compare_lines(found: Comparison) -> tuple[AgendaLine, ...]:
    """Return the talks of each day below the headings Both, Only mine and Only theirs."""
    return tuple(_lines(found))


def _lines(found: Comparison) -> Iterator[AgendaLine]:
    parts = {
        talk.id: part
        for part, talks in (
            ("Both", found.both),
            ("Only mine", found.mine),
            ("Only theirs", found.theirs),
        )
        for talk in talks
    }
    for day, talks in by_day((*found.both, *found.mine, *found.theirs)):
        label = day_label(day.isoformat() if day else "")
        for part in ("Both", "Only mine", "Only theirs"):
            found_here = [talk for talk in talks if parts[talk.id] == part]
            if found_here:
                yield f"{label} · {part}"
                yield from found_here
