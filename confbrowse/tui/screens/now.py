"""Now: the talks that are on and those that are next, updated every minute."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from textual import work

from confbrowse.schedule.clock import by_clock
from confbrowse.schedule.now import Now, at_instant, minutes_until, phase
from confbrowse.schedule.timetable import Timetable, by_day
from confbrowse.storage.library import LibraryStore
from confbrowse.text.cells import Drawn
from confbrowse.text.humanize import length
from confbrowse.tui.background_read import read
from confbrowse.tui.commands import NOW, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.current import countdowns, current_programmes, talks_of, time_with_zone
from confbrowse.tui.screens.grouped import GroupedScreen
from confbrowse.tui.widgets.agenda_list import AgendaLine, line_place
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status_bar import status_pieces

_TICK_SECONDS = 1.0
"""How often the clock is read."""


class NowScreen(GroupedScreen):
    """Shows the programme in view, or all programmes in progress, at the present minute."""

    view = "now"
    BINDINGS = bindings(NOW)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx, "now", "Reading talks ...")
        self._programmes = ""
        self._programme: Timetable | None = None
        self._shown_minute: datetime | None = None
        """The minute that is on the screen; None before the first."""

    def on_mount(self) -> None:
        """Read the talks, and start the timer."""
        self._load()
        self.set_interval(_TICK_SECONDS, self._tick)

    def library_changed(self) -> None:
        """Read the talks again."""
        self._load()

    @work(exclusive=True, group="now")
    async def _load(self) -> None:
        ctx = self.ctx
        found = await read(self, _talks_near, ctx.library, ctx.now(), ctx.programme)
        self._programmes, self._programme = found
        self._show()

    def _tick(self) -> None:
        """Update the screen when a new minute has begun."""
        if _minute(self.ctx.now()) != self._shown_minute:
            self._show()

    def marks_changed(self) -> None:
        """Show what is starred now."""
        super().marks_changed()
        self._show()

    def clock_changed(self) -> None:
        """Show all times by the new clock."""
        super().clock_changed()
        self._show()

    def _show(self) -> None:
        shown = self.listed
        if self._programme is not None:
            at = self.ctx.now()
            self._shown_minute = _minute(at)
            found = at_instant(at, self._programme, self.clashes.timetable)
            lines = tuple(self._lines(found, self._programme))
            shown.words = countdowns(found)
            shown.empty_text = "No talk here has a time. Esc goes back."
            if lines != shown.lines:
                before = shown.lines[shown.cursor] if shown.lines else None
                shown.lines = lines
                shown.lines_changed(line_place(before, lines, shown.cursor))
        self.show_status()

    def _lines(self, found: Now, programme: Timetable) -> Iterator[AgendaLine]:
        """Yield headings and talks; before and after a programme, those of its first day."""
        if not programme.talks:
            return
        progress = phase(programme, found.at)
        if progress == "on":
            yield from self._on(found)
            return
        first = programme.talks[0]
        time = time_with_zone(found.at, first, self.clock)
        days = by_day(by_clock(talk, self.clock) for talk in programme.talks)
        if progress == "over":
            last = max(day.isoformat() for day, _talks in days if day)
            yield f"{self._programmes} ended on {day_label(last, self._programmes)}."
            yield f"It is {time}."
        else:
            yield f"{self._programmes} begins in {length(minutes_until(first, found.at) or 0)}."
            yield f"It is {time}."
        if found.next_of_mine and progress == "over":
            yield "Next of yours"
            yield from found.next_of_mine
        own = {talk.id: talk for talk in programme.talks}
        yield day_label(days[0][0].isoformat() if days[0][0] else "")
        yield from (own[talk.id] for talk in days[0][1])

    def _on(self, found: Now) -> Iterator[AgendaLine]:
        """Yield the talks that are on, the next ones, and the next starred ones, each below a heading."""
        listed = (*found.running, *found.next)
        time = time_with_zone(found.at, listed[0], self.clock) if listed else ""
        yield f"On now, {time}" if found.running else f"Nothing is on now, {time}"
        yield from found.running
        for talks, what in ((found.next, "Next"), (found.next_of_mine, "Next of yours")):
            if talks:
                yield f"{what}, in {length(minutes_until(talks[0], found.at) or 0)}"
                yield from talks
            else:
                yield f"{what}: none"

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return the programmes shown, and the time zone of the talk."""
        where = ("Now", self._programmes) if self._programmes else ("Now",)
        return status_pieces(replace(self.talk_status(), where=where), self.size.width)


def _talks_near(
    library: LibraryStore, at: datetime, programme: str | None
) -> tuple[str, Timetable]:
    """Return the names and talks of *programme*, or of those in progress *at* an instant."""
    found = current_programmes(library, at, programme)
    return ", ".join(one.name for one in found), Timetable(talks_of(library, found))


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
