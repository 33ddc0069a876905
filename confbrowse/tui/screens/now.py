"""Now: the talks that are on and those that are next, updated every minute."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from textual import work

from confbrowse.model import Session, Talk, listed_day, start_key
from confbrowse.schedule.clock import Clock, by_clock
from confbrowse.schedule.now import (
    Now,
    Phase,
    at_instant,
    at_instant_of_slots,
    minutes_until,
    phase,
)
from confbrowse.schedule.rooms import room_of
from confbrowse.schedule.talk_groups import FEWEST_POSTERS
from confbrowse.schedule.timetable import Timetable, is_poster_kind
from confbrowse.storage.library import LibraryStore
from confbrowse.text.cells import Drawn
from confbrowse.text.humanize import count, length
from confbrowse.text.latex import readable_line
from confbrowse.tui.background_read import read
from confbrowse.tui.commands import NOW, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.current import countdowns, current_programmes, time_with_zone
from confbrowse.tui.screens.grouped import GroupedScreen
from confbrowse.tui.widgets.agenda_list import AgendaLine, line_place
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status_bar import status_pieces

_TICK_SECONDS = 1.0
"""How often the clock is read."""
_NO_TALKS = Timetable(())


@dataclass(frozen=True, slots=True)
class _Times:
    """When there are talks in the programmes that are shown."""

    names: str
    """Of the programmes."""
    slots: Mapping[Talk, Sequence[int]]
    """As ``LibraryStore.slots`` returns them."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is shown of the programmes at one minute."""

    times: _Times
    clock: Clock
    phase: Phase
    now: Now
    """Without starred talks."""
    first_day: tuple[Talk, ...] = ()
    """The talks of the first day by the clock; none while the programmes are on."""
    last_day: str = ""


class NowScreen(GroupedScreen):
    """Shows the programme in view, or all programmes in progress, at the present minute."""

    view = "now"
    BINDINGS = bindings(NOW)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx, "now", "Reading talks ...")
        self._times: _Times | None = None
        """None until they have been read."""
        self._reading: _Reading | None = None
        """None before the first."""
        self._shown_minute: datetime | None = None
        """The minute that is on the screen, or being read; None before the first."""

    def on_mount(self) -> None:
        """Read the talks, and start the timer."""
        self._load()
        self.set_interval(_TICK_SECONDS, self._tick)

    def library_changed(self) -> None:
        """Read the talks again."""
        self._times = None
        self._load()

    @work(exclusive=True, group="now")
    async def _load(self) -> None:
        ctx, at = self.ctx, self.ctx.now()
        self._shown_minute = _minute(at)
        if self._times is None:
            self._times = await read(self, _times_near, ctx.library, at, ctx.programme)
        known = self._reading
        self._reading = await read(self, _read_at, ctx.library, at, self._times, self.clock, known)
        self._show()

    def _tick(self) -> None:
        """Update the screen when a new minute has begun."""
        if _minute(self.ctx.now()) != self._shown_minute:
            self._load()

    def marks_changed(self) -> None:
        """Show what is starred now."""
        super().marks_changed()
        self._show()

    def clock_changed(self) -> None:
        """Show all times by the new clock."""
        super().clock_changed()
        self._load()

    def _show(self) -> None:
        shown, reading = self.listed, self._reading
        if reading is not None:
            mine = at_instant(reading.now.at, _NO_TALKS, self.clashes.timetable)
            found = replace(mine, running=reading.now.running, next=reading.now.next)
            lines = tuple(self._lines(found, reading))
            shown.words = countdowns(found)
            shown.empty_text = "No talk here has a time. Esc goes back."
            if lines != shown.lines:
                before = shown.lines[shown.cursor] if shown.lines else None
                shown.lines = lines
                shown.lines_changed(line_place(before, lines, shown.cursor))
        self.show_status()

    def _lines(self, found: Now, reading: _Reading) -> Iterator[AgendaLine]:
        """Yield headings and talks; before and after a programme, those of its first day."""
        if reading.phase == "without times":
            return
        if reading.phase == "on":
            yield from self._on(found)
            return
        first, name = reading.first_day[0], reading.times.names
        time = time_with_zone(found.at, first, self.clock)
        if reading.phase == "over":
            yield f"{name} ended on {day_label(reading.last_day, name)}."
            yield f"It is {time}."
        else:
            yield f"{name} begins in {length(minutes_until(first, found.at) or 0)}."
            yield f"It is {time}."
        if found.next_of_mine and reading.phase == "over":
            yield "Next of yours"
            yield from found.next_of_mine
        yield day_label(listed_day(by_clock(first, self.clock)))
        yield from reading.first_day

    def _on(self, found: Now) -> Iterator[AgendaLine]:
        """Yield the talks that are on, the next ones, and the next starred ones, each below a heading.

        Starred talks come before the others below the same heading.
        """
        listed = (*found.running, *found.next)
        time = time_with_zone(found.at, listed[0], self.clock) if listed else ""
        yield f"On now, {time}" if found.running else f"Nothing is on now, {time}"
        yield from mine_first(found.running, self.starred)
        for talks, what in ((found.next, "Next"), (found.next_of_mine, "Next of yours")):
            if talks:
                yield f"{what}, in {length(minutes_until(talks[0], found.at) or 0)}"
                yield from mine_first(talks, self.starred)
            else:
                yield f"{what}: none"

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return the programmes shown, and the time zone of the talk."""
        name = self._times.names if self._times else ""
        where = ("Now", name) if name else ("Now",)
        return status_pieces(replace(self.talk_status(), where=where), self.size.width)


def mine_first(talks: Sequence[Talk], starred: Container[str]) -> Sequence[AgendaLine]:
    """Return *talks* with the *starred* ones first; of a session, more than a few other posters are one line."""
    posters: dict[Session, list[Talk]] = defaultdict(list)
    for talk in talks:
        if is_poster_kind(talk.kind or "") and talk.id not in starred:
            posters[talk.session].append(talk)
    folded = {session: found for session, found in posters.items() if len(found) > FEWEST_POSTERS}
    left_out = {talk.id for found in folded.values() for talk in found}
    listed = (talk for talk in talks if talk.id not in left_out)
    return (
        *sorted(listed, key=lambda talk: talk.id not in starred),
        *(_folded_line(found) for found in folded.values()),
    )


def _folded_line(posters: Sequence[Talk]) -> str:
    """Return the name of the session of *posters*, their room and number."""
    first = posters[0]
    parts = (readable_line(first.session.title), room_of(first), count(len(posters), "poster"))
    return f"       {' · '.join(filter(None, parts))}"


def _times_near(library: LibraryStore, at: datetime, programme: str | None) -> _Times:
    """Return when there are talks in *programme*, or in those in progress *at* an instant."""
    found = current_programmes(library, at, programme)
    return _Times(", ".join(one.name for one in found), library.slots(one.id for one in found))


def _read_at(
    library: LibraryStore, at: datetime, times: _Times, clock: Clock, known: _Reading | None
) -> _Reading:
    """Read what is shown *at* an instant; the first day only if it is not *known*."""
    timetable = Timetable(times.slots)
    found = at_instant_of_slots(at, times.slots, _NO_TALKS, library.talks)
    progress = phase(timetable, at)
    if progress in ("on", "without times"):
        return _Reading(times, clock, progress, found)
    if known and (known.times, known.clock, known.phase) == (times, clock, progress):
        return replace(known, now=found)
    by_listed_day: dict[str, list[int]] = defaultdict(list)
    for slot, numbers in times.slots.items():
        by_listed_day[listed_day(by_clock(slot, clock))] += numbers
    days = sorted(by_listed_day)
    talks = library.talks(sorted(by_listed_day[days[0]])).values()
    return _Reading(times, clock, progress, found, tuple(sorted(talks, key=start_key)), days[-1])


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
