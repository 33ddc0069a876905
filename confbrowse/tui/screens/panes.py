"""The base of screens with a list and an abstract: layout, selection, time zone, clashes, export, views.

Modules that the first frame does not need are loaded when their key is pressed.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Resize
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget
from textual.worker import WorkerError

from confbrowse.model import NOTHING_AROUND, Link, Scope, Talk
from confbrowse.schedule.clock import (
    EVENT,
    LOCAL,
    by_clock,
    find_clock,
    is_floating,
    utc_offset,
    zone_choices,
    zone_label,
)
from confbrowse.schedule.presentations import next_presentation
from confbrowse.text.cells import Drawn
from confbrowse.tui.background_read import ReadFailedError, read
from confbrowse.tui.commands import (
    CLASHES_AND_CLOCK,
    EXPORT,
    PANES,
    SESSION_NEIGHBOURS,
    VIEWS,
    bindings,
)
from confbrowse.tui.context import AppContext
from confbrowse.tui.controllers.export import ExportController
from confbrowse.tui.controllers.links import checked_address
from confbrowse.tui.controllers.marks import TalkReader
from confbrowse.tui.feedback import Changes
from confbrowse.tui.keymap import is_letter
from confbrowse.tui.screens.base import TalkScreen
from confbrowse.tui.view_state import DEFAULT_VIEW, LIST_SHARES
from confbrowse.tui.widgets.detail import DetailPane
from confbrowse.tui.widgets.line_editor import LineEditor
from confbrowse.tui.widgets.lines import LineList, LineView
from confbrowse.tui.widgets.status_bar import Bar, BarKey, KeyBar, Rule, Status

if TYPE_CHECKING:
    from confbrowse.tui.dialogs.export import Portion

SIDE_BY_SIDE = 120
"""The width of a window, in columns, from which on the abstract is next to its list."""
_NARROW_BELOW = 80
"""A window with fewer columns shows one pane at a time."""
_WIDTHS = [(0, "-narrow"), (_NARROW_BELOW, "-medium"), (SIDE_BY_SIDE, "-wide")]
_SHARE_STEP = 5
_REST_SECONDS = 0.03
"""How long the cursor rests on a talk before its abstract is shown."""
_MOST_EXPORTED = 10_000
"""Talks of a list that can be exported at once."""
_SELECTION_LABELS: Mapping[str, str] = {
    "talk.star": "Star",
    "talk.hide": "Hide",
    "talk.seen": "Seen",
    "browse.export": "Export",
    "panes.back": "End",
    "talk.more-interest": "Interest",
    "talk.note": "Note",
}
"""What the key bar says of a selection, by command, the most important first."""
_PRESENTATION_ACTIONS = ("presentation", "star_presentation")


class _Panes(Widget):
    """Contains the panes, and draws nothing itself."""

    BLANK = True


class PanesScreen(TalkScreen):
    """Owns layout, selection and clock; subclasses say which talks are on the lines of the list.

    From 120 columns on, the panes are side by side; from 80 on, the abstract is below its list;
    below 80 one pane is on screen at a time.
    """

    AUTO_FOCUS = "TalkList, AgendaList"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS = bindings(CLASHES_AND_CLOCK, EXPORT, VIEWS, PANES, SESSION_NEIGHBOURS)

    view = ""
    """The name of this view; empty if no key opens it."""

    zoomed: var[bool] = var(False)
    """Whether the talk is shown full screen."""
    list_share: var[int] = var(45)
    """The share of list and abstract that the list has of their width, in per cent."""
    stacked_share: var[int] = var(DEFAULT_VIEW.stacked_share)
    """The share that it has of their height where it is above the abstract."""

    raw: var[bool] = var(False)
    """Whether texts are shown as in their source, with TeX and markup, and not rendered."""

    _zone: tuple[str, str, str] | None = None
    """The last programme, by its id, whose times were shown in a known zone, that zone and its UTC offset."""
    _keys_are_for: tuple[bool, ...] | None = None
    """The ``_key_state`` that the key bar shows; None before the first."""
    _is_reading = False
    """Whether the user asked to read the talk that is full screen, so that it counts as seen."""
    _steps = 0
    """How many talks forward or back in the session the user has asked to go, while that talk is looked up."""
    _steps_from: Talk | None = None
    """The talk that the steps are counted from."""

    @dataclass
    class ViewRequested(Message):
        """The user asked for another view."""

        view: str
        """``programme`` for the main screen."""

    @dataclass
    class PeopleRequested(Message):
        """The user asked for all talks of some people."""

        names: Sequence[str]

    @dataclass
    class TalksRequested(Message):
        """The user asked for the talks behind a number of the overview."""

        scope: Scope
        query: str
        """Within that part of the library; empty for all of it."""

    @dataclass
    class SimilarRequested(Message):
        """The user asked for talks similar to one."""

        talk: Talk

    def __init__(self, ctx: AppContext, main_list: LineList) -> None:
        super().__init__(ctx)
        self.export = ExportController(self, ctx, self.links.copy, self._end_selection)
        self.clock = ctx.clock
        """The clock by which this screen shows times; that of the context may have changed since."""
        self.main_list = main_list
        self.detail = DetailPane()
        self.detail.measure = ctx.settings.screen.measure
        self.detail.address_of = checked_address
        self.status, self.key_bar = Bar(id="status"), KeyBar(id="keys")
        self._rule = Rule()

    def compose(self) -> ComposeResult:
        """Lay out the bars and, between them, the panes, for the width of the window."""
        self._rest_timer = self.set_interval(_REST_SECONDS, self.show_talk, pause=True)
        width = self.app.size.width
        self.add_class(next(name for least, name in reversed(_WIDTHS) if width >= least))
        self._divide_space(width)
        yield self.status
        yield from self.compose_above()
        with _Panes():
            yield from self.compose_left()
            yield self.main_list
            yield self._rule
            yield self.detail
        yield from self.compose_below()
        yield self.key_bar

    def compose_above(self) -> ComposeResult:
        """Lay out what is between the status bar and the panes."""
        yield from ()

    def compose_below(self) -> ComposeResult:
        """Lay out what is between the panes and the key bar."""
        yield from ()

    def compose_left(self) -> ComposeResult:
        """Lay out the panes to the left of the list."""
        yield from ()

    def on_mount(self) -> None:
        """Follow the cursor, and show the keys that work in the key bar."""
        self.watch(self.main_list, "cursor", self._follow, init=False)
        self.bindings_updated_signal.subscribe(self, lambda _: self._show_focus())

    def on_resize(self, event: Resize) -> None:
        """Lay out the panes for the new size, and show as many keys as fit."""
        self._divide_space(event.size.width)
        if self.zoomed and not self._is_reading and event.size.width >= _NARROW_BELOW:
            self.zoomed = False  # there is room for the list again
        self.show_keys()
        self.show_status()

    def on_screen_resume(self) -> None:
        """Show times by the clock that was chosen on another screen."""
        if self.clock != self.ctx.clock:
            self._show_clock()

    def talk_at_cursor(self) -> Talk | None:
        """Return the talk at the cursor of the list; None if there is none."""
        raise NotImplementedError

    def line_of(self, talk: Talk) -> int | None:
        """Return the line of *talk* in the list; None if it is not listed."""
        raise NotImplementedError

    def talk_reader(self, lines: range) -> Callable[[], Sequence[Talk]]:
        """Return a function that reads the talks on *lines* of the list; any thread may call it."""
        raise NotImplementedError

    def _follow(self) -> None:
        """Make the talk at the cursor the current one, before the next key is handled."""
        self.talk = self.talk_at_cursor()

    @on(LineList.Highlighted)
    def _follow_lines(self, event: LineList.Highlighted) -> None:
        """Do so as well when the line at the cursor has changed."""
        if event.list is self.main_list:
            self._follow()

    def watch_talk(self) -> None:
        """Show the talk once the cursor rests.

        The cursor moves at once; the abstract follows unless another key arrives first, so that holding
        down a key does not paint every abstract.
        """
        self._rest_timer.reset()
        self._rest_timer.resume()

    def show_talk_now(self) -> None:
        """Show the talk without waiting for the cursor to rest, for a key that acts on the abstract."""
        if self.detail.talk is not self.talk:
            self.show_talk()

    def show_talk(self) -> None:
        """Show the talk in the detail pane and the status bar; its neighbours follow."""
        self.show_talk_alone()
        self._load_neighbours(self.talk)

    def show_talk_alone(self) -> None:
        """Show the talk without reading its neighbours."""
        self._rest_timer.pause()
        self.detail.talk = self.talk
        self.show_marks_of_talk()
        self.show_status()
        if self._keys_are_for != self._key_state():
            self.show_keys()
        self._mark_read()

    def _mark_read(self) -> None:
        """Mark the talk as seen if the user reads it full screen."""
        if self.zoomed and self._is_reading:
            self.mark_seen()

    @work(exclusive=True, group="neighbours", description="load neighbours")  # not the whole talk
    async def _load_neighbours(self, talk: Talk | None) -> None:
        if talk is None:
            return  # starting this worker has cancelled the previous one
        found = NOTHING_AROUND
        with suppress(ReadFailedError):  # keys must not wait for it any more
            found = await read(self, self.ctx.library.neighbours, talk.id)
        self.detail.show_neighbours(talk, found)
        self.refresh_bindings()
        if not self.is_current:
            self.app.screen.refresh()  # the dialog on top, with what is around it

    def on_screen_suspend(self) -> None:
        """Show the talk that a dialog is about beside it."""
        self.show_talk_now()

    async def know_commands(self) -> None:
        """Return when the neighbours of the talk are known: some commands lead to them."""
        self.show_talk_now()
        for worker in [one for one in self.workers if one.group == "neighbours"]:
            with suppress(WorkerError):  # of another talk by now
                await worker.wait()

    @property
    def is_answering(self) -> bool:
        """Whether keys have to wait: also for the neighbours of the talk, while its pane has the focus."""
        is_incomplete = self.focused is self.detail and not self.detail.is_complete
        return is_incomplete or super().is_answering

    def show_other(self, talk: Talk) -> None:
        """Show *talk*, and move the cursor to it if it is listed."""
        at = self.line_of(talk)
        if at is not None:
            self.main_list.cursor = at
        self.talk = talk

    @on(DetailPane.Followed)
    def _follow_reference(self, event: DetailPane.Followed) -> None:
        if isinstance(event.target, Link):
            self.links.open(event.target)
        else:
            self.show_other(event.target)

    def show_marks_of_talk(self) -> None:
        """Show the marks and clashes of the talk in the detail pane."""
        self.show_marks_in(self.detail, self.clock)

    def _show_clock(self) -> None:
        self.clock = self.ctx.clock
        self.clock_changed()

    def clock_changed(self) -> None:
        """Show the time of the talk by the new clock; subclasses update their lists."""
        self.show_marks_of_talk()
        self.show_status()

    def talk_status(self) -> Status:
        """Return what the status bar shows of the current talk: clashes, time zone, assumptions.

        A heading, or a talk without a time, keeps the zone that the programme named last.
        """
        talk, clock, partners = self.talk, self.clock, self.partners()
        programme = talk.programme_id if talk else ""
        has_time = bool(talk and talk.start)
        zone, offset = None, ""
        if self._zone and programme not in ("", self._zone[0]):
            self._zone = None
        if talk and talk.start:
            zone, shown = talk.timezone, by_clock(talk, clock)
            if clock != EVENT and not is_floating(talk):
                zone = zone_label(shown)
            offset = utc_offset(shown.start or talk.start)
            if zone:
                self._zone = (programme, zone, offset)
        elif self._zone:
            _, zone, offset = self._zone
        is_timed = has_time or bool(self._zone and (talk or self.main_list.line_count()))
        return Status(
            where=(),
            clashes=partners.firm.total,
            weak_clashes=partners.weak.total,
            timezone=zone,
            offset=offset,
            clock=clock.name if clock != EVENT else "",
            as_printed=bool(talk and talk.start and is_floating(talk)),
            timed=is_timed,
            year_assumed=bool(talk and talk.start and talk.year_assumed),
        )

    def show_status(self) -> None:
        """Update the status bar."""
        self.status.left, self.status.right = self.status_pieces()

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return the left and right part of the status bar."""
        raise NotImplementedError

    def _show_focus(self) -> None:
        """Draw the edges around the pane with the focus heavy, and show its keys."""
        panes = self.panes()
        focused = [pane.has_focus_within for pane in panes]
        for at, pane in enumerate(panes):
            is_left_of_focus = self.has_class("-wide") and focused[at + 1 : at + 2] == [True]
            pane.is_edge_heavy = focused[at] or is_left_of_focus
        self._rule.is_heavy = focused[-1]
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys that do something where the focus is."""
        self._keys_are_for = self._key_state()
        typing = isinstance(self.focused, LineEditor)
        shown: dict[str, BarKey] = {}
        for key, active in self.active_bindings.items():
            binding = active.binding
            label = self.key_label(binding) if active.enabled else ""
            if label and not (typing and is_letter(key)):
                shown.setdefault(label, BarKey(self.app.get_key_display(binding), label, key))
        first = [shown[label] for label in self.first_labels() if label in shown]
        self.key_bar.keys = tuple(dict.fromkeys((*first, *shown.values())))
        help_key = "f1" if typing else "question_mark"
        self.key_bar.help = BarKey("F1" if typing else "?", "Help", help_key)

    def _key_state(self) -> tuple[bool, ...]:
        """Return what the labels depend on that no binding tells: whether there is a talk, and a selection."""
        return self.talk is not None, bool(self.main_list.selected)

    def key_label(self, binding: Binding) -> str:
        """Return what the key bar says that *binding* does here; empty if the bar leaves it out."""
        name = binding.id or ""
        if self.main_list.selected:
            return _SELECTION_LABELS.get(name, "")
        if name == "panes.back":
            return "Back" if self.zoomed or self.focused is self.detail else ""
        does_nothing = name.startswith(("talk.", "panes.read")) and not self.talk
        opens_itself = name == f"view.{self.view}"
        return binding.description if binding.show and not (does_nothing or opens_itself) else ""

    def first_labels(self) -> Sequence[str]:
        """Return the labels that the key bar shows before all others: the way back, where there is one."""
        return tuple(_SELECTION_LABELS.values()) if self.main_list.selected else ("Back",)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable zooming while zoomed, and going to a neighbour that does not exist."""
        if action == "zoom" and parameters == (True,) and self.zoomed:
            return False
        if action == "view" and parameters == ("for-you",):
            return self.ctx.settings.discovery.for_you
        if action in _PRESENTATION_ACTIONS and self.talk:
            around = self.detail.neighbours_of(self.talk)
            return around is None or bool(around.presentations)
        if action == "beside" and self.talk and (found := self.detail.neighbours_of(self.talk)):
            return (found.after if parameters[0] == 1 else found.before) is not None
        return super().check_action(action, parameters)

    def panes(self) -> list[LineView]:
        """Return the panes that can have the focus, from left to right."""
        return [self.main_list, self.detail]

    def watch_zoomed(self, zoomed: bool) -> None:
        """Show the talk full screen, or all panes again."""
        self.set_class(zoomed, "-zoomed")
        self._divide_space(self.size.width)
        self.refresh_bindings()
        if zoomed:
            self._end_selection()
        self._mark_read()
        self.focus_pane(self.detail if zoomed else self.main_list)

    def watch_list_share(self) -> None:
        """Lay out list and abstract with the new share."""
        self._divide_space(self.size.width)

    def watch_stacked_share(self) -> None:
        """Lay out list and abstract with the new share."""
        self._divide_space(self.size.width)

    def watch_raw(self, raw: bool) -> None:
        """Show list and abstract rendered, or as in the source."""
        self.main_list.raw = self.detail.raw = raw

    def _divide_space(self, width: int) -> None:
        """Divide the width between list and abstract if they are side by side, else the height.

        The abstract gets no more width than its lines can have; the list has the rest.
        """
        side_by_side = width >= SIDE_BY_SIDE
        of_list = self.list_share if side_by_side else self.stacked_share
        for pane, share in ((self.main_list, of_list), (self.detail, 100 - of_list)):
            pane.styles.width = f"{share}fr" if side_by_side else "100%"
            pane.styles.height = "100%" if side_by_side else f"{share}fr"
        is_beside_list = side_by_side and not self.zoomed
        self.detail.styles.max_width = self.detail.most_width if is_beside_list else None

    @on(LineView.EdgeDragged)
    def _drag_edge(self, event: LineView.EdgeDragged) -> None:
        if self.has_class("-wide") and event.view is self.main_list:
            total = self.main_list.region.width + self.detail.region.width
            self.list_share = _share(event.x + 1 - self.main_list.region.x, total)
        elif isinstance(event.view, Rule):
            total = self.main_list.region.height + self.detail.region.height
            self.stacked_share = _share(event.y - self.main_list.region.y, total)

    def focus_pane(self, pane: Widget) -> None:
        """Focus *pane* once it is on screen."""
        if pane is self.detail:
            self.show_talk_now()
        self.call_after_refresh(pane.focus)

    @on(LineList.Chosen)
    def _zoom_chosen(self, event: LineList.Chosen) -> None:
        """Show a talk full screen when it is clicked a second time."""
        if event.list is self.main_list:
            self._fill_screen(reads=True)

    def _fill_screen(self, *, reads: bool) -> None:
        """Show the talk full screen; if the user *reads* it there, it counts as seen."""
        self._is_reading = reads
        self.zoomed = True

    def action_raw(self) -> None:
        """Show texts as in their source, or rendered again."""
        self.raw = not self.raw

    def action_zoom(self, zoomed: bool | None = None) -> None:
        """Show the talk full screen, or all panes again."""
        if self.talk and (not self.zoomed if zoomed is None else zoomed):
            self._fill_screen(reads=True)
        else:
            self.zoomed = False

    def action_back(self) -> None:
        """Go one step back."""
        if self.main_list.selected:
            self._end_selection()
        elif self.zoomed:
            self.zoomed = False
        elif self.focused is not self.main_list:
            self.focus_pane(self.main_list)
        else:
            self.leave()

    def target_talks(self) -> Callable[[], Sequence[Talk]]:
        """Return a function that reads the selected talks, else the current one."""
        lines = self.main_list.selected
        return self.talk_reader(lines) if lines else super().target_talks()

    def action_copy(self) -> None:
        """Open the copy menu; above it the abstract is that of the talk."""
        self.show_talk_now()
        super().action_copy()

    def last_row_of_talk(self) -> int:
        """Return the last row of the screen at the cursor of the list."""
        pane = self.main_list
        rows = pane.rows_of(pane.cursor) if pane.display else range(0)
        return pane.region.y + rows[-1] if rows else 0

    def action_clash(self) -> None:
        """Show the talk next to the starred talks that it clashes with."""
        from confbrowse.tui.screens.clash import show_clashes  # see above

        show_clashes(self)

    def action_clock(self) -> None:
        """Let the user choose a time zone; the event's is first, unless it is the current one."""
        from confbrowse.tui.dialogs.prompt import PickDialog  # see above

        def choices(words: str) -> Sequence[str]:
            found = zone_choices(words, self.ctx.library.zones())
            first = LOCAL if self.clock == EVENT else EVENT
            return found if words.strip() else tuple(dict.fromkeys((first.name, *found)))

        self.app.push_screen(
            PickDialog("Time zone", "event, local, a city or a time zone", choices),
            self._set_clock,
        )

    def _set_clock(self, name: str | None) -> None:
        clock = find_clock(name) if name else None
        if clock:
            self.ctx.clock = clock
            self._show_clock()

    def talk_in_view(self) -> Talk | None:
        """Return a talk of the day that is on the screen, for a view that opens at that day."""
        return self.talk

    def action_view(self, view: str) -> None:
        """Ask for *view*, or for the programme if *view* is shown already."""
        self.ctx.talk_in_view = self.talk_in_view()
        self.post_message(self.ViewRequested("programme" if view == self.view else view))

    def action_people(self) -> None:
        """Ask for all talks by the authors of this one."""
        if self.talk and self.talk.authors:
            self.post_message(self.PeopleRequested(self.talk.authors))
        elif self.talk:
            self.show_message("This talk lists no people.")

    def action_like(self) -> None:
        """Ask for talks similar to this one."""
        if self.talk:
            self.post_message(self.SimilarRequested(self.talk))

    def action_export(self) -> None:
        """Let the user choose what to export, and how."""
        is_selection = bool(self.main_list.selected)
        self.export.choose(tuple(self._portions()), is_selection=is_selection)

    def _portions(self) -> "Iterator[Portion]":
        """Yield what can be exported apart from the agenda: the selected talks, the listed talks."""
        from confbrowse.tui.dialogs.export import Portion  # see above

        if self.main_list.selected:
            read_selected = self.talk_reader(self.main_list.selected)
            yield Portion("the selected talks", "selected", read_selected)
        if (listed := self.listed_count()) and self.view != "agenda":
            most = min(listed, _MOST_EXPORTED)
            first = f"the first {most:,} of " if most < listed else ""
            yield Portion(f"{first}the talks in view", "talks", self.listed_reader(most))

    def listed_count(self) -> int:
        """Return the number of lines that can be exported."""
        return self.main_list.line_count()

    def listed_reader(self, most: int) -> Callable[[], Sequence[Talk]]:
        """Return a function that reads the talks on the first *most* lines; any thread may call it."""
        return self.talk_reader(range(most))

    def action_select(self) -> None:
        """Start a selection at the cursor, or end it."""
        if self.main_list.selected or self.zoomed or not self.talk:
            self._end_selection()
        else:
            self.main_list.selection_start = self.main_list.cursor
            self.focus_pane(self.main_list)
            self._selection_changed()

    def _end_selection(self) -> None:
        if self.main_list.selection_start is not None:
            self.main_list.selection_start = None
            self._selection_changed()

    def _selection_changed(self) -> None:
        self.show_status()
        self.show_keys()

    def mark(self, change: Callable[[TalkReader], Awaitable[str]]) -> None:
        """Do *change* to the marks of the selected talks, else of the current one; that ends the selection."""
        super().mark(change)
        self._end_selection()

    def action_interest(self, step: int) -> None:
        """Change the interest; a selection stays, as it often takes several steps."""
        super().mark(partial(self.ctx.marks.change_interest, step=step))

    def note_written(self, changes: Changes | None) -> None:
        """End the selection once a note is written."""
        super().note_written(changes)
        if changes is not None:
            self._end_selection()

    def leave(self) -> None:
        """Close the view, when Esc is pressed in the list."""

    def action_pane(self, step: int) -> None:
        """Go to the next or previous pane, wrapping around."""
        panes = self.panes()
        at = panes.index(self.focused) if self.focused in panes else 0
        pane = panes[(at + step) % len(panes)]
        if self.zoomed:
            self.zoomed = False
        elif pane is self.detail and self.has_class("-narrow"):
            if self.talk:
                self._fill_screen(reads=False)
        else:
            self.focus_pane(pane)

    def action_scroll_detail(self, pages: int) -> None:
        """Scroll the abstract by half a page."""
        self.show_talk_now()
        self.detail.scroll_lines(pages * max(self.detail.size.height // 2, 1))

    def action_resize(self, step: int) -> None:
        """Make the list or the abstract larger or smaller."""
        added = (-1 if self.focused is self.detail else 1) * step * _SHARE_STEP
        if self.has_class("-wide"):
            total = self.main_list.region.width + self.detail.region.width
            is_widest = self.detail.region.width == self.detail.most_width
            share = _share(self.main_list.region.width, total) if is_widest else self.list_share
            self.list_share = _share(share + added, 100)
        else:
            self.stacked_share = _share(self.stacked_share + added, 100)

    def action_beside(self, step: int) -> None:
        """Go to the previous or next talk in the session; quick presses add up."""
        if self.talk:
            if self.talk is not self._steps_from:
                self._steps_from, self._steps = self.talk, 0
            self._steps += step
            self._go_to_neighbour(self.talk, self._steps)

    @work(exclusive=True, group="beside")
    async def action_presentation(self) -> None:
        """Go to the other presentation of the talk: from an oral to its poster and back."""
        if talk := self.talk:
            others = await read(self, self.ctx.library.presentations, talk.id)
            found = next_presentation(talk, others)
            if found and talk is self.talk:
                self.show_other(found)

    def action_star_presentation(self) -> None:
        """Star the other presentations of the talk too, or unstar them."""
        if self.talk:
            self.write(partial(self.ctx.marks.star_presentations, self.talk, self.clock))

    @work(exclusive=True, group="beside")
    async def _go_to_neighbour(self, talk: Talk, steps: int) -> None:
        found = None
        with suppress(ReadFailedError):
            found = await read(self, self.ctx.library.neighbour, talk.id, steps) if steps else talk
        self._steps = 0
        if found and talk is self.talk:
            self.show_other(found)


def _share(list_cells: int, total_cells: int) -> int:
    """Return the share of a list that gets about *list_cells* of *total_cells*, in per cent, within LIST_SHARES."""
    share = round(100 * list_cells / max(total_cells, 1))
    return max(LIST_SHARES[0], min(LIST_SHARES[-1], share))
