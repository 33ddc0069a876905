"""Now: what is on, what comes next and how soon, by the clock; it follows the clock while it is open."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from textual import on, work
from textual.binding import Binding
from textual.message import Message

from confbrowse.agenda.days import by_day
from confbrowse.agenda.now import Now, at_instant, minutes_until, phase
from confbrowse.agenda.timetable import Timetable
from confbrowse.agenda.zones import by_clock
from confbrowse.errors import ConfbrowseError
from confbrowse.text.amounts import length
from confbrowse.text.cells import Drawn
from confbrowse.tui.presence import clock_says, near, talks_of, words_of
from confbrowse.tui.screens.listed import ListedScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.agenda_list import AgendaLine, line_place
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status import status_pieces

_TICK_SECONDS = 1.0
"""How often the clock is looked at."""


class NowScreen(ListedScreen):
    """Owns the instant that is shown: of the programme in view, or of those that are on."""

    view = "now"
    BINDINGS = [
        Binding("q", "back", "Back", tooltip="Go back to the programme.", id="now.back"),
    ]  # fmt: skip

    @dataclass
    class Loaded(Message):
        """The talks have been read."""

        name: str
        talks: Timetable

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "now", "Looking ...")
        self._name = ""
        self._programme: Timetable | None = None
        self._told: datetime | None = None
        """The minute that is on the screen."""

    def on_mount(self) -> None:
        """Read the talks, and follow the clock."""
        self._load(self.desk.bearings.programme, self.desk.bearings.now())
        self.set_interval(_TICK_SECONDS, self._tick)

    def library_changed(self) -> None:
        """Read the talks anew."""
        self._load(self.desk.bearings.programme, self.desk.bearings.now())

    @work(thread=True, exclusive=True, group="now")
    def _load(self, programme: str | None, at: datetime) -> None:
        try:
            shelves = near(self.desk.library, at, programme)
            talks = Timetable(talks_of(self.desk.library, shelves))
        except ConfbrowseError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Loaded(", ".join(shelf.name for shelf in shelves), talks))

    @on(Loaded)
    def _show_loaded(self, event: Loaded) -> None:
        self._name, self._programme = event.name, event.talks
        self._show()

    def _tick(self) -> None:
        """Show the next minute once it has begun."""
        if _minute(self.desk.bearings.now()) != self._told:
            self._show()

    def marks_changed(self) -> None:
        """Show what is starred now."""
        super().marks_changed()
        self._show()

    def clock_changed(self) -> None:
        """Show all times by the clock that is chosen now."""
        super().clock_changed()
        self._show()

    def _show(self) -> None:
        shown = self.listed
        if self._programme is not None:
            at = self.desk.bearings.now()
            self._told = _minute(at)
            found = at_instant(at, self._programme, self.plan.timetable)
            lines = tuple(self._lines(found, self._programme))
            shown.words = words_of(found)
            shown.empty_text = "No talk here has a time. Esc goes back."
            if lines != shown.lines:
                before = shown.lines[shown.cursor] if shown.lines else None
                shown.lines = lines
                shown.lines_changed(line_place(before, lines, shown.cursor))
        self.show_status()

    def _lines(self, found: Now, programme: Timetable) -> Iterator[AgendaLine]:
        """Yield headings and talks; before a programme and after it, those of its first day."""
        if not programme.talks:
            return
        phases = phase(programme, found.at)
        if phases == "on":
            yield from self._on(found)
            return
        first = programme.talks[0]
        says = clock_says(found.at, first, self._clock)
        days = by_day(by_clock(talk, self._clock) for talk in programme.talks)
        if phases == "over":
            ended = day_label(days[-1][0].isoformat() if days[-1][0] else "")
            yield f"{self._name} is over."
            yield f"It is {says}; the last day was {ended}."
        else:
            yield f"{self._name} begins in {length(minutes_until(first, found.at) or 0)}."
            yield f"It is {says}."
        if found.next_of_mine and phases == "over":
            yield "Next of yours"
            yield from found.next_of_mine
        own = {talk.id: talk for talk in programme.talks}
        yield day_label(days[0][0].isoformat() if days[0][0] else "")
        yield from (own[talk.id] for talk in days[0][1])

    def _on(self, found: Now) -> Iterator[AgendaLine]:
        """Yield what is on, what comes next, and what comes next of mine, each below its heading."""
        told = (*found.running, *found.next)
        says = clock_says(found.at, told[0], self._clock) if told else ""
        yield f"On now, {says}" if found.running else f"Nothing is on now, {says}"
        yield from found.running
        for talks, what in ((found.next, "Next"), (found.next_of_mine, "Next of yours")):
            if talks:
                yield f"{what}, in {length(minutes_until(talks[0], found.at) or 0)}"
                yield from talks
            else:
                yield f"{what}: nothing any more"

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return what is told of, and the zone."""
        where = ("Now", self._name) if self._name else ("Now",)
        return status_pieces(replace(self.talk_status(), where=where), self.size.width)


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
