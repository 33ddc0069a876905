"""The timetable of a day: all rooms of a programme, or the starred talks."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Resize
from textual.reactive import var

from confbrowse.model import Scope, Talk, listed_day
from confbrowse.paths import shipped
from confbrowse.schedule.clock import EVENT, Clock, by_clock
from confbrowse.schedule.grid import DayGrid, day_grid
from confbrowse.schedule.now import opening_day
from confbrowse.schedule.timetable import by_day
from confbrowse.storage.library import LibraryStore
from confbrowse.text.cells import Drawn
from confbrowse.tui.background_read import ReadFailedError, read
from confbrowse.tui.commands import TIMELINE, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.screens.panes import PanesScreen
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status_bar import status_pieces
from confbrowse.tui.widgets.timeline import TalkSummary, TimelineView

_TICK_SECONDS = 10.0
"""How often the line of the current time is moved."""
_NARROW_BELOW = 80
"""With fewer columns, one pane is on the screen at a time."""
_PREVIEW_FROM = 160
"""The least columns of a window with the abstract beside the timetable, unless the user asks for it."""
_READING = "Reading talks ..."
_NOTHING_MINE = (
    "No starred talk has a time. Press w for all talks of the day by room, Esc to go back."
)
_NOT_READ = "The talks could not be read. Esc goes back."
_NOTHING = "No talk of this programme has a time. Esc goes back."
_ALL_HIDDEN = "Every talk of this day is hidden. Search for is:hidden to find them, or press u to undo the last mark."
_FIRST_LABELS = ("Back", "Next talk", "Previous talk", "All or mine", "Preview", "Find")
"""What the key bar shows first; the talks are those of one block."""
_BESIDE = ("talk.before", "talk.after")


@dataclass(frozen=True, slots=True)
class _Day:
    """What is drawn, with times by the chosen clock."""

    day: str = ""
    """As in ``Scope``; empty if no talk has a time."""
    days: tuple[str, ...] = ()
    """All days that can be drawn, in order."""
    grid: DayGrid | None = None
    originals: Mapping[str, Talk] = field(default_factory=dict)
    """The talks of the day with times by the event's clock, by id."""
    is_whole: bool = False
    """Whether these are all talks, by room, without those that the user has hidden."""
    hidden: int = 0
    """How many talks of the day are left out as hidden."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be drawn."""

    day: str
    """Empty for the one to open now."""
    step: int
    """1 or -1 if a later or an earlier day is preferred to a nearer one; else 0."""
    clock: Clock
    at: datetime
    """The current time."""
    is_whole: bool
    """Whether all talks are drawn, by room; otherwise the starred ones."""
    hidden: Set[str]
    """The ids of talks to leave out."""

    def nearest(self, days: Iterable[str]) -> list[str]:
        """Return *days* with the one to draw first."""
        own = date.fromisoformat(self.day)
        apart = {one: (date.fromisoformat(one) - own).days for one in days}
        return sorted(apart, key=lambda one: (apart[one] * self.step < 0, abs(apart[one])))


class TimelineScreen(PanesScreen):
    """Owns the day that is drawn, and the choice between all its talks and the starred ones."""

    view = "timeline"
    list_share = var(65)
    stacked_share = var(65)
    AUTO_FOCUS = "TimelineView"
    CSS_PATH = shipped("styles") / "timeline.tcss"
    COMPONENT_CLASSES = {
        *("timeline--now", "timeline--room", "timeline--clock", "timeline--edge"),
        *("timeline--cursor", "timeline--starred", "timeline--shaded"),
        *("timeline--clash", "timeline--details"),
    }
    BINDINGS = bindings(TIMELINE)

    def __init__(self, ctx: AppContext) -> None:
        self.drawing = TimelineView(id="drawing")
        self.lines = TalkSummary()
        super().__init__(ctx, self.drawing)
        self._shows_all: bool | None = None
        """None until the marks are known."""
        self._programme = ""
        """The id of the programme whose rooms are drawn; empty for the first one in the library."""
        self._shown = _Day()
        self._hidden: Set[str] = frozenset()
        """The ids of the hidden talks: they are not among all talks."""

    def compose_left(self) -> ComposeResult:
        """Lay out the lines that show the talk at the cursor while the abstract is hidden."""
        yield self.lines

    def on_mount(self) -> None:
        """Choose ASCII or Unicode, and start to move the line of the current time."""
        self.drawing.ascii_only = self.ctx.ascii_only
        self.drawing.coarse = self.ctx.coarse_timetable
        self.drawing.empty_text = _READING
        self._tick()
        self.set_interval(_TICK_SECONDS, self._tick)
        self._show_preview(self.app.size.width)

    def on_resize(self, event: Resize) -> None:
        """Show or hide the abstract for the new width."""
        self._show_preview(event.size.width)

    def _tick(self) -> None:
        self.drawing.now = self.ctx.now().replace(second=0, microsecond=0)

    def marks_changed(self) -> None:
        """Draw the starred talks and their clashes; at first, decide which talks and which day to open."""
        self.drawing.starred, self.drawing.clashes = frozenset(self.starred), self.clashes
        before, self._hidden = (
            self._hidden,
            {one for one, mark in self.marks.items() if mark.hidden},
        )
        if self._shows_all is None:
            self._open(self.ctx.talk_in_view)
        elif not self._shows_all or before != self._hidden:
            self._arrange(self._shown.day)
        self.show_marks_of_talk()
        self.show_status()

    def library_changed(self) -> None:
        """Read the programme again, if all its talks are drawn."""
        if self._shows_all:
            self._arrange(self._shown.day)

    def clock_changed(self) -> None:
        """Draw the day of the talk by the new clock."""
        super().clock_changed()
        self._arrange(listed_day(by_clock(self.talk, self.clock)) if self.talk else "")

    def _open(self, talk: Talk | None) -> None:
        """Draw the day of *talk*: the starred talks if there are any on that day, else all rooms."""
        day = listed_day(by_clock(talk, self.clock)) if talk else ""
        mine = (by_clock(one, self.clock) for one in self.starred.values() if one.start)
        days = {listed_day(one) for one in mine}
        self._shows_all = day not in days if talk else not days
        self._programme = _programme_of(talk) or self.ctx.programme or ""
        if talk and not day:
            self.show_message("The talk has no time, so this is another day of its programme.")
        self._arrange(day, talk)

    @work(exclusive=True, group="timeline")
    async def _arrange(self, day: str, talk: Talk | None = None, step: int = 0) -> None:
        """Draw *day*, else the nearest one with times, with the cursor on *talk*, else where it was.

        With *step* 1 or -1, a day further in that direction is preferred.
        """
        ctx, is_whole = self.ctx, bool(self._shows_all)
        hidden = self._hidden if is_whole else frozenset()
        wanted = _Wanted(day, step, self.clock, ctx.now(), is_whole, hidden)
        try:
            if is_whole:
                found = await read(self, _whole_day, ctx.library, self._programme, wanted)
            else:
                found = await read(self, _day_of, tuple(self.starred.values()), wanted)
        except ReadFailedError:
            self._shows_all, self.drawing.empty_text = self._shown.is_whole, _NOT_READ
            raise
        self._show(found, day, talk or self.talk)

    def _show(self, found: _Day, wanted: str, talk: Talk | None) -> None:
        drawing, self._shown = self.drawing, replace(found, day=found.day or wanted)
        drawing.empty_text = _NOTHING if found.is_whole else _NOTHING_MINE
        if found.hidden:
            drawing.empty_text = _ALL_HIDDEN
        is_of_day = talk and listed_day(by_clock(talk, self.clock)) == found.day
        drawing.show(found.grid, talk if is_of_day else None)
        self._follow()
        self.show_status()
        if wanted and found.day and wanted != found.day:
            what = "No talk" if found.is_whole else "No starred talk"
            nearest = day_label(found.day)
            self.show_message(f"{what} has a time on {day_label(wanted)}. This is {nearest}.")

    def action_whole(self) -> None:
        """Switch between all talks of the day by room and the starred ones."""
        if self._shows_all and not any(talk.start for talk in self.starred.values()):
            self.show_message("No starred talk has a time.")
            return
        self._programme = _programme_of(self.talk) or self._programme
        self._shows_all = not self._shows_all
        self._arrange(self._shown.day)

    @on(TimelineView.NothingFound)
    def _say_nothing_found(self, event: TimelineView.NothingFound) -> None:
        if self._shown.is_whole:
            self.show_message(f"No room or talk on this day matches “{event.words}”.")
        else:
            self.show_message(f"None of your talks matches “{event.words}”; w shows all rooms.")

    def action_day(self, step: int) -> None:
        """Draw the next or previous day; on the last or first one, show a notice."""
        days, day = self._shown.days, self._shown.day
        at = days.index(day) + step if day in days else -1
        if 0 <= at < len(days):
            self._arrange(days[at], step=step)
        elif days:
            self.show_message("That is the last day." if step > 0 else "That is the first day.")

    def action_rows(self) -> None:
        """Show more of the day, or the titles whole again."""
        self.drawing.coarse = self.ctx.coarse_timetable = not self.ctx.coarse_timetable

    def action_preview(self) -> None:
        """Show or hide the abstract."""
        self.ctx.timetable_preview = not self.has_class("-with-preview")
        self._show_preview(self.size.width)
        if self.focused is self.detail:
            self.focus_pane(self.main_list)

    def _show_preview(self, width: int) -> None:
        """Show the abstract as the user chose; before a choice, if that leaves enough place for rooms."""
        chosen, is_narrow = self.ctx.timetable_preview, width < _NARROW_BELOW
        is_shown = not is_narrow and (width >= _PREVIEW_FROM if chosen is None else chosen)
        self.set_class(is_shown, "-with-preview")
        self.set_class(not is_shown, "-without-preview")

    def action_pane(self, step: int) -> None:
        """Go to the other pane; while the abstract is hidden, show it full screen."""
        if not self.zoomed and self.has_class("-without-preview"):
            self.action_zoom(True)
        else:
            super().action_pane(step)

    def action_beside(self, step: int) -> None:
        """Go to the next or previous talk of the block, else of the session."""
        if not self.drawing.step_in_block(step):
            super().action_beside(step)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable selecting, as a grid has no lines, and the preview where there is no place for one."""
        if action == "preview":
            return self.size.width >= _NARROW_BELOW and not self.zoomed
        if action == "beside" and self.drawing.has_in_block(forward=parameters[0] == 1):
            return True
        return False if action == "select" else super().check_action(action, parameters)

    def key_label(self, binding: Binding) -> str:
        """Name the keys that go through the talks of a block with several, and what Enter does while typing."""
        if binding.id in _BESIDE and self.drawing.is_on_several and not self.zoomed:
            return binding.description
        return "Go" if binding.id == "find.keep" else super().key_label(binding)

    def first_labels(self) -> Sequence[str]:
        """Return the keys of the block and of the view before those of talks."""
        return super().first_labels() if self.zoomed else _FIRST_LABELS

    def _key_state(self) -> tuple[bool, ...]:
        return (*super()._key_state(), self.drawing.is_on_several)

    def show_talk_alone(self) -> None:
        """Show the talk below the grid as well."""
        super().show_talk_alone()
        self.lines.show(self.talk, self.clock)

    def talk_at_cursor(self) -> Talk | None:
        """Return the talk at the cursor."""
        found = self.drawing.talk_at_cursor
        return self._shown.originals.get(found.id) if found else None

    def line_of(self, talk: Talk) -> int | None:
        """Return the index of *talk* among the drawn talks; None if it is not drawn."""
        return self.drawing.place_of(talk.id)

    def talk_reader(self, lines: range) -> Callable[[], Sequence[Talk]]:
        """Return a function that returns all drawn talks: a grid has no *lines* to select."""
        del lines
        talks = tuple(self._shown.originals[drawn.id] for drawn in self.drawing.talks)
        return lambda: talks

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return the day, which talks are drawn, and the time zone of the talk."""
        rooms = len(set(self._shown.grid.columns)) if self._shown.grid else 0
        whose = f"all {rooms} rooms" if rooms > 1 else "all talks"
        where = ["Timetable", *([day_label(self._shown.day)] if self._shown.day else [])]
        where.append(whose if self._shown.is_whole else "your talks")
        status = replace(self.talk_status(), where=tuple(where), hidden=self._shown.hidden)
        return status_pieces(status, self.size.width)

    def leave(self) -> None:
        """Go back to the programme."""
        self.dismiss()


def _programme_of(talk: Talk | None) -> str:
    return talk.id.partition("/")[0] if talk else ""


def _whole_day(library: LibraryStore, programme: str, wanted: _Wanted) -> _Day:
    """Return all talks of a day of *programme*; if that is empty, of the first programme in the library."""
    programme = programme or next((one.id for one in library.programmes()), "")
    if wanted.clock != EVENT or not wanted.day:  # the days by that clock are not known before
        return _day_of(library.talks(library.numbers(Scope(programme))).values(), wanted)
    days = library.days().get(programme, ())
    for day in wanted.nearest(days):
        talks = library.talks(library.numbers(Scope(programme, day))).values()
        if any(talk.start for talk in talks):
            return replace(_day_of(talks, wanted), days=days)
    return _Day(is_whole=True)


def _day_of(talks: Iterable[Talk], wanted: _Wanted) -> _Day:
    """Return those of *talks* that are on the day that is wanted, else on the nearest day with times."""
    originals = {talk.id: talk for talk in talks if talk.start}
    shown = [by_clock(talk, wanted.clock) for talk in originals.values()]
    days = {on.isoformat(): on_day for on, on_day in by_day(shown) if on}
    if not days:
        return _Day(is_whole=wanted.is_whole)
    opening = None if wanted.day else opening_day(shown, wanted.at)
    day = opening.isoformat() if opening else wanted.nearest(days)[0]
    listed = [talk for talk in days[day] if talk.id not in wanted.hidden]
    grid = day_grid(listed, by_room=wanted.is_whole)
    own = {talk.id: originals[talk.id] for talk in listed}
    hidden = len(days[day]) - len(listed)
    return _Day(day, tuple(sorted(days)), grid, own, wanted.is_whole, hidden)
