"""The agenda: starred talks day by day, their clashes, the free time between them and the talks that fit it."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Resize

from confbrowse.discovery.posters import read_stops
from confbrowse.model import Mark, Talk, listed_day
from confbrowse.schedule.clock import Clock, by_clock, utc_offset
from confbrowse.schedule.free_time import Gap, gaps, talks_that_fit
from confbrowse.schedule.poster_walk import Stop, board_label, in_walk_order
from confbrowse.schedule.rooms import Walks, walk_words
from confbrowse.schedule.timetable import Timetable, by_day
from confbrowse.storage.library import LibraryStore
from confbrowse.text.cells import Drawn
from confbrowse.text.humanize import count
from confbrowse.tui.background_read import ReadFailedError, read
from confbrowse.tui.commands import AGENDA, FREE_TIME, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.screens.grouped import GroupedScreen
from confbrowse.tui.widgets.agenda_list import agenda_lines, gap_line, line_place
from confbrowse.tui.widgets.day_map import DayMapView
from confbrowse.tui.widgets.lines import LineList
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status_bar import status_pieces

_NOTHING = "No starred talks yet. Press s on a talk to add it to your agenda, Esc to go back."
_LONG_BREAK = timedelta(minutes=30)
"""Free time that is listed even if no talk fits it."""
_LEAST_HEIGHT = 18
"""Lower windows have no map of the day."""
_TWO_LINES_FROM, _TWO_LINES_FROM_STACKED = 24, 30
"""Lower windows have it in one line; the second is for those with the list above the abstract."""


@dataclass(frozen=True, slots=True)
class Programmes:
    """When the talks of some programmes are."""

    ids: frozenset[str] = frozenset()
    slots: tuple[Talk, ...] = ()
    """Their times, each once."""
    talks: tuple[Talk, ...] | None = None
    """When and where each talk is; None until that has been read."""

    def gaps(self, starred: Sequence[Talk], clock: Clock, walks: Walks) -> tuple[Gap, ...]:
        """Return the free time on the days of the *starred* talks by *clock*, but no breaks that no talk fits."""
        mine = [by_clock(talk, clock) for talk in starred]
        days = {listed_day(talk) for talk in mine}
        slots = [
            slot
            for slot in (by_clock(slot, clock) for slot in self.slots)
            if listed_day(slot) in days
        ]
        offered = Timetable(slots)
        return tuple(
            gap
            for gap in gaps(mine, [*mine, *slots], walks=walks)
            if gap.length >= _LONG_BREAK or talks_that_fit(offered, gap)
        )

    def fitting(
        self, free: Sequence[Gap], marks: Mapping[str, Mark], clock: Clock
    ) -> Mapping[Gap, Sequence[str]]:
        """Return the ids of the unmarked talks that fit each gap in *free*, best first.

        Slow for a large programme; call it in a thread.
        """
        offered = Timetable(by_clock(talk, clock) for talk in self.talks or ())
        return {gap: [talk.id for talk in talks_that_fit(offered, gap, marks)] for gap in free}


def _days(talks: Iterable[Talk], clock: Clock) -> Mapping[str, Sequence[Talk]]:
    """Return the *talks* of each day by *clock*. Slow for a large programme, as well."""
    found = by_day(by_clock(talk, clock) for talk in talks)
    return {day.isoformat(): on_day for day, on_day in found if day}


def _with_slots(library: LibraryStore, ids: frozenset[str]) -> Programmes:
    return Programmes(ids, tuple(library.slots(ids)))


def _with_talks(library: LibraryStore, known: Programmes) -> Programmes:
    talks = (talk for one in sorted(known.ids) for talk in library.timed_talks(one))
    return replace(known, talks=tuple(talks))


class AgendaScreen(GroupedScreen):
    """Shows the starred talks as the mark store keeps them, even those no longer in the library."""

    view = "agenda"
    BINDINGS = bindings(AGENDA)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx, "agenda", "")
        self._programmes: Programmes | None = None
        """The programmes with starred talks; None until their times have been read."""
        self._days: Mapping[str, Sequence[Talk]] = {}
        """All their talks by day, as far as they are known."""
        self._mine: Mapping[str, Sequence[Talk]] = {}
        """The starred talks by day."""
        self._stops: Mapping[str, Stop] = {}
        """The stops of the walks past starred posters, by id."""
        self.day_map = DayMapView(id="day-map")

    def compose_above(self) -> ComposeResult:
        """Lay out the map of the day."""
        self._place_map(self.app.size.height)
        yield self.day_map

    def on_resize(self, event: Resize) -> None:
        """Show the map of the day where there is place for it."""
        self._place_map(event.size.height)

    def _place_map(self, height: int) -> None:
        self.day_map.set_class(height < _LEAST_HEIGHT, "-hidden")
        self.day_map.set_class(height < _TWO_LINES_FROM, "-one-line")
        self.day_map.set_class(height < _TWO_LINES_FROM_STACKED, "-one-line-if-stacked")

    def marks_changed(self) -> None:
        """Show the new stars, with the free time between them."""
        super().marks_changed()
        self.listed.cancelled = frozenset(self.cancelled)
        if self._programmes and self._ids() <= self._programmes.ids:
            self._show_lines(self._programmes)
        self._find_fitting()

    def library_changed(self) -> None:
        """Find the free time again: the programmes have changed."""
        self._programmes = None
        self._find_fitting()

    def clock_changed(self) -> None:
        """Show days and times by the new clock."""
        super().clock_changed()
        self._days = {}
        self.marks_changed()

    def _ids(self) -> frozenset[str]:
        """Return the ids of the programmes with starred talks."""
        return frozenset(talk.programme_id for talk in self.starred.values())

    @work(exclusive=True, group="free")
    async def _find_fitting(self) -> None:
        """Find what fits the free time. The list waits for the times of talks only, so that no line comes later."""
        known, ids, library = self._programmes, self._ids(), self.ctx.library
        await self._find_stops()
        if known is None or not ids <= known.ids:
            try:
                known = await read(self, _with_slots, library, ids)
            except ReadFailedError:
                self._show_lines(Programmes())
                raise
            self._programmes, self._days = known, {}
            self._show_lines(known)
        if known.talks is None:
            known = await read(self, _with_talks, library, known)
            self._programmes = known
        if not self._days:
            self._days = await read(self, _days, known.talks or (), self.clock)
            self._show_day()
        free = tuple(line for line in self.listed.lines if isinstance(line, Gap))
        self.listed.fits = await read(self, known.fitting, free, self.marks, self.clock)

    async def _find_stops(self) -> None:
        """Find the walks past the starred posters; without them, the posters are in no particular order."""
        stops: Mapping[str, Stop] = {}
        with suppress(ReadFailedError):  # the talks are shown all the same
            starred = tuple(self.starred.values())
            stops = await read(self, read_stops, self.ctx.library, starred, self.marks)
        is_new, self._stops = stops != self._stops, stops
        if is_new and self._programmes:
            self._show_lines(self._programmes)

    def _show_lines(self, programmes: Programmes) -> None:
        """List talks and free time, with the cursor where it was."""
        agenda, talks = self.listed, in_walk_order(self.starred.values(), self._stops)
        agenda.empty_text = _NOTHING
        free = programmes.gaps(talks, self.clock, self.clashes.walks)
        lines = agenda_lines(talks, free, self.clock, self.ctx.programme or "")
        self._mine = _days(talks, self.clock)
        walks = {talk.id: self.clashes.walk_to(talk) for talk in talks}
        agenda.words = {
            **{talk_id: walk_words(walk) for talk_id, walk in walks.items() if walk},
            **{
                one: f"{stop.number}. {board_label(stop.talk)}" for one, stop in self._stops.items()
            },
        }
        agenda.reasons = {
            one: (stop.passed_words, ()) for one, stop in self._stops.items() if stop.passed
        }
        if lines != agenda.lines:
            before = agenda.lines[agenda.cursor] if agenda.lines else self.talk
            agenda.lines = lines
            agenda.lines_changed(line_place(before, lines, agenda.cursor))
        agenda.refresh()
        self._show_day()

    def _follow(self) -> None:
        """Show the day of the line at the cursor as well."""
        super()._follow()
        self._show_day()

    def _show_day(self) -> None:
        day, shown = self._day_at_cursor(), self.day_map
        shown.label = day_label(day) if day else ""
        shown.talks = self._days.get(day, ())
        shown.starred = self._mine.get(day, ())
        shown.clashing = self.clashes.clashing

    def _day_at_cursor(self) -> str:
        """Return the day of the line at the cursor; empty without one."""
        line = self._line_at_cursor()
        if isinstance(line, Gap):
            return line.day.isoformat()
        return listed_day(by_clock(line, self.clock)) if isinstance(line, Talk) else ""

    def action_plan(self) -> None:
        """Propose a plan for the day at the cursor; for all days if there is none."""
        # loads numpy, which the agenda does without
        from confbrowse.tui.screens.plan import PlanScreen

        self.app.push_screen(PlanScreen(self.ctx, self._day_at_cursor()))

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return how many talks are starred, how many of them clash, and the time zone."""
        talks = len(self.starred)
        clashing = (
            f"{len(self.clashes.clashing)} of them clash"
            if self.clashes.clashing
            else "nothing clashes"
        )
        where = f"Agenda: {count(talks, 'talk')}, {clashing}" if talks else "Agenda"
        status = replace(self.talk_status(), where=(where,))
        if isinstance(gap := self._line_at_cursor(), Gap):
            status = replace(status, timezone=gap.timezone, offset=utc_offset(gap.start))
        return status_pieces(status, self.size.width)

    def key_label(self, binding: Binding) -> str:
        """Say that Enter lists what fits, on free time."""
        if binding.id == "panes.read" and isinstance(self._line_at_cursor(), Gap):
            return "What fits"
        return super().key_label(binding)

    def action_zoom(self, zoomed: bool | None = None) -> None:
        """Show the talk full screen; on free time, list what fits it."""
        if isinstance(self._line_at_cursor(), Gap):
            self.action_fitting()
        else:
            super().action_zoom(zoomed)

    @on(LineList.Chosen, "#agenda")
    def _fit_chosen(self) -> None:
        """List what fits free time when it is clicked a second time."""
        if isinstance(self._line_at_cursor(), Gap):
            self.action_fitting()

    def _line_at_cursor(self) -> object:
        lines = self.listed.lines
        return lines[self.listed.cursor] if lines else None

    def action_fitting(self) -> None:
        """List the talks that fit the free time at the cursor, else the next one, else the previous one."""
        lines = self.listed.lines
        order = (*lines[self.listed.cursor :], *reversed(lines[: self.listed.cursor]))
        gap = next((line for line in order if isinstance(line, Gap)), None)
        if gap is None:
            self.show_message("There is no free time on these days.")
        elif gap in self.listed.fits:
            self.app.push_screen(FreeSlotScreen(self.ctx, gap, self.listed.fits[gap]))


class FreeSlotScreen(GroupedScreen):
    """Lists the talks that fit one gap, the most interesting first.

    A talk starred here stays in the list, and the others show that they clash with it.
    """

    BINDINGS = bindings(FREE_TIME)

    def __init__(self, ctx: AppContext, gap: Gap, ids: Sequence[str]) -> None:
        """*ids* are the talks to list, best first."""
        super().__init__(ctx, "fitting", "" if ids else "No talk fits here. Esc goes back.")
        zone = f" {gap.timezone}" if gap.timezone else ""
        self._where = (day_label(gap.day.isoformat()), f"{gap.start:%H:%M}–{gap.end:%H:%M}{zone}")
        self._gap, self._ids = gap, ids

    def on_mount(self) -> None:
        """Read the talks."""
        self._load()

    @work(exclusive=True, group="fitting")
    async def _load(self) -> None:
        """List the talks with the walks to them, and the cursor on the best."""
        found = await read(self, self.ctx.library.find, self._ids)
        talks = [found[talk_id][1] for talk_id in self._ids if talk_id in found]
        if talks:
            walks = {talk.id: self._gap.walk_to(talk) for talk in talks}
            self.listed.words = {one: walk_words(walk) for one, walk in walks.items() if walk}
            heading = gap_line(self._gap, len(talks))
            self.show_lines((heading, *talks))

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return the free time, and the time zone of the talk."""
        status = replace(self.talk_status(), where=("Free time", *self._where))
        return status_pieces(status, self.size.width)
