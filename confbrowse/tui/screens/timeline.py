"""The timeline: a day as a drawing, mine or all of a programme by its rooms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from textual import on, work
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var

from confbrowse.agenda.days import by_day
from confbrowse.agenda.now import opening_day
from confbrowse.agenda.zones import by_clock
from confbrowse.errors import ConfbrowseError
from confbrowse.model import Scope, Talk
from confbrowse.paths import shipped
from confbrowse.text.cells import Drawn
from confbrowse.text.readable import readable_line
from confbrowse.tui.screens.following import FollowingScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.day_drawing import DayDrawing
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status import status_pieces

_TICK_SECONDS = 10.0
"""How often the line of the present is moved."""
_NOTHING_MINE = "Nothing with a time is starred. w shows all talks of a day by room, Esc goes back."


class TimelineScreen(FollowingScreen):
    """Owns the day that is drawn, and whether it is mine or everybody's."""

    view = "timeline"
    list_share = var(65)
    AUTO_FOCUS = "DayDrawing"
    CSS_PATH = shipped("styles") / "timeline.tcss"
    COMPONENT_CLASSES = {
        *("timeline--now", "timeline--heading", "timeline--room", "timeline--clock"),
        *("timeline--cursor", "timeline--clash", "timeline--box"),
    }
    BINDINGS = [
        Binding("w", "whole", "All or mine", tooltip="Show all talks of the day by room, or only mine.", id="timeline.whole"),
        Binding("left_curly_bracket", "day(-1)", "Day before", tooltip="Draw the day before.", id="timeline.day-before", show=False),
        Binding("right_curly_bracket", "day(1)", "Next day", tooltip="Draw the next day.", id="timeline.day-next", show=False),
        Binding("q", "back", "Back", tooltip="Go back to the programme.", id="timeline.back"),
    ]  # fmt: skip

    @dataclass
    class Loaded(Message):
        """The talks of a programme have been read."""

        programme: str
        talks: Sequence[Talk]

    def __init__(self, desk: Desk) -> None:
        self.drawing = DayDrawing(id="drawing")
        super().__init__(desk, self.drawing)
        self._is_whole = False
        self._whole: tuple[Talk, ...] = ()
        self._days: Mapping[str, tuple[Talk, ...]] = {}
        """Talks by the clock that is chosen, by day."""
        self._day = ""
        self._own: Mapping[str, Talk] = {}
        """The same talks as they are, by id."""

    def on_mount(self) -> None:
        """Draw with the signs that the terminal has, and move the line of the present."""
        self.drawing.ascii_only = self.desk.bearings.ascii_only
        self._tick()
        self.set_interval(_TICK_SECONDS, self._tick)

    def _tick(self) -> None:
        self.drawing.now = self.desk.bearings.now()

    def marks_changed(self) -> None:
        """Draw what is starred now."""
        self.drawing.starred = frozenset(self.starred)
        self._arrange()
        self.show_marks_of_talk()
        self.show_status()

    def library_changed(self) -> None:
        """Draw what the programme holds now."""
        if self._is_whole:
            self._load(self._programme())

    def clock_changed(self) -> None:
        """Draw days by the clock that is chosen now."""
        super().clock_changed()
        self._arrange()

    def _programme(self) -> str:
        """Return the id of the programme to draw: the one in view, else that of the talk at the cursor."""
        talks = (self.talk, *self.starred.values())
        first = next((talk.id.partition("/")[0] for talk in talks if talk), "")
        return self.desk.bearings.programme or first

    @work(thread=True, exclusive=True, group="timeline")
    def _load(self, programme: str) -> None:
        library = self.desk.library
        try:
            wanted = programme or next((shelf.id for shelf in library.shelves()), "")
            talks = tuple(library.talks(library.numbers(Scope(wanted))).values()) if wanted else ()
        except ConfbrowseError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Loaded(wanted, talks))

    @on(Loaded)
    def _show_loaded(self, event: Loaded) -> None:
        self._whole = tuple(event.talks)
        self._arrange()

    def _arrange(self) -> None:
        """Sort the talks into days, and draw one: the one drawn before, else the one to open now."""
        talks = self._whole if self._is_whole else tuple(self.starred.values())
        shown = [
            replace(by_clock(talk, self._clock), title=readable_line(talk.title))
            for talk in talks
            if talk.start
        ]
        self._own = {talk.id: talk for talk in talks}
        self._days = {day.isoformat(): held for day, held in by_day(shown) if day}
        if self._day not in self._days:
            opening = opening_day(shown, self.desk.bearings.now())
            self._day = opening.isoformat() if opening else ""
        self._draw()

    def _draw(self) -> None:
        talks = self._days.get(self._day, ())
        drawing, pointed = self.drawing, self.drawing.pointed
        drawing.clashing = frozenset(
            talk.id for talk in talks if self.plan.strength(talk) == "firm"
        )
        drawing.empty_text = _NOTHING_MINE if not self._is_whole else "No talk here has a time."
        drawing.show(talks, pointed.id if pointed else None, by_room=self._is_whole)
        self._follow()
        self.show_status()

    def action_whole(self) -> None:
        """Show all talks of the day by room, or only mine."""
        self._is_whole = not self._is_whole
        if self._is_whole and not self._whole:
            self._load(self._programme())
        else:
            self._arrange()

    def action_day(self, step: int) -> None:
        """Draw the next day, or the one before; at the ends say so."""
        days = list(self._days)
        at = days.index(self._day) + step if self._day in days else -1
        if 0 <= at < len(days):
            self._day = days[at]
            self._draw()
        elif days:
            self.say("That is the last day." if step > 0 else "That is the first day.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what a drawing has not: lines to select."""
        return False if action == "select" else super().check_action(action, parameters)

    def pointed(self) -> Talk | None:
        """Return the talk under the cursor."""
        found = self.drawing.pointed
        return self._own.get(found.id) if found else None

    def line_of(self, talk: Talk) -> int | None:
        """Return the place of *talk* in the order that the cursor goes by."""
        ids = [drawn.id for drawn in self.drawing.talks]
        return ids.index(talk.id) if talk.id in ids else None

    def talks_on(self, lines: range) -> Callable[[], Sequence[Talk]]:
        """Return what reads all that is drawn: a drawing has no *lines* to select."""
        del lines
        talks = tuple(self._own[drawn.id] for drawn in self.drawing.talks)
        return lambda: talks

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return the day and whose it is, and the zone."""
        whose = "all rooms" if self._is_whole else "your talks"
        where = ("Timeline", day_label(self._day), whose) if self._day else ("Timeline", whose)
        return status_pieces(replace(self.talk_status(), where=where), self.size.width)

    def leave(self) -> None:
        """Go back to the programme."""
        self.dismiss()
