"""The main screen: the library in the sidebar, the talks of one part of it, the current talk."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var
from textual.widget import AwaitMount, Widget

from confbrowse.discovery.triage import queue_of, queue_of_group
from confbrowse.errors import ConfbrowseError
from confbrowse.marks import FEWEST_LIKED, NOTHING_LEARNED, is_liked
from confbrowse.model import EVERYTHING, Mark, ProgrammeSummary, Scope, Talk
from confbrowse.schedule.clock import EVENT
from confbrowse.schedule.talk_groups import TalkGroups
from confbrowse.search.saved import saved_key
from confbrowse.storage.library import GroupBy, LibraryStore
from confbrowse.text.cells import Drawn
from confbrowse.text.latex import readable_line
from confbrowse.tui.background_read import read, show_error
from confbrowse.tui.commands import BROWSE, FILTER_AND_SORT, LIBRARY, SEARCH, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.controllers.folding import FoldingController
from confbrowse.tui.controllers.library import LibraryController
from confbrowse.tui.controllers.marks import MarksSnapshot, TalkReader
from confbrowse.tui.controllers.query import QueryController
from confbrowse.tui.controllers.search import SearchController
from confbrowse.tui.feedback import empty_list_message
from confbrowse.tui.hit_counter import HitCounter
from confbrowse.tui.screens.panes import SIDE_BY_SIDE, PanesScreen
from confbrowse.tui.search_worker import Counts, PagedTalks, Question, SearchResults
from confbrowse.tui.view_state import ORDERS, SIDEBAR_WIDTHS, Order, ViewState
from confbrowse.tui.widgets.also_line import AlsoLine
from confbrowse.tui.widgets.line_editor import LineEditor
from confbrowse.tui.widgets.lines import LineList, LineView
from confbrowse.tui.widgets.sidebar import NO_HITS, Sidebar, day_label, star_counts
from confbrowse.tui.widgets.status_bar import order_name, status_pieces
from confbrowse.tui.widgets.talk_list import TalkList

if TYPE_CHECKING:
    from confbrowse.discovery.also import AlsoWord
    from confbrowse.exchange.sync import SharedAgenda
    from confbrowse.tui.widgets.search_bar import SearchBar

_SIDEBAR_STEP = 2
_PAUSE_SECONDS = 0.25
"""How long a query stays as it is before words near in meaning are looked for."""
_SIDEBAR_LABELS = {"panes.back": "Back", "browse.sidebar": "Hide sidebar"}
"""What the key bar says of these commands while the sidebar has the focus."""
_FEW = 3
"""The most programmes that are expanded in the sidebar by default."""


class BrowseScreen(PanesScreen):
    """Owns the view state, and shows the talks of one part of the library."""

    view = "programme"
    BINDINGS = bindings(SEARCH, FILTER_AND_SORT, LIBRARY, BROWSE)

    state: var[ViewState] = var(ViewState(), init=False)
    """The part in view, query, history, order, sidebar and rows: replaced as a whole.

    Its other fields are out of date here; ``view_state`` fills them in.
    """
    programmes: var[tuple[ProgrammeSummary, ...]] = var((), init=False)

    class Reloaded(Message):
        """The user asked to read again what other programs may have changed."""

    @dataclass
    class ProgrammeAdded(Message):
        """A programme was added to the user's own library while another library is shown."""

        programme: str

    def __init__(self, ctx: AppContext, state: ViewState, title: str) -> None:
        """*title* is the name of the whole library, such as ``Samples``."""
        self.talk_list = TalkList(id="talks")
        self.talk_list.columns = ctx.settings.screen.columns
        super().__init__(ctx, self.talk_list)
        if state.order == "for you" and not ctx.settings.discovery.for_you:
            state = replace(state, order="relevance")
        self.set_reactive(BrowseScreen.state, state)
        self.set_reactive(BrowseScreen.list_share, state.list_share)
        self.set_reactive(BrowseScreen.stacked_share, state.stacked_share)
        self.sidebar, self.also_line = Sidebar(), AlsoLine()
        self._also: Sequence[AlsoWord] = ()
        """What is offered below the results."""
        self.search = SearchController(ctx, state.query, self._deliver, self._fail)
        self.query_line = QueryController(self, ctx, self.search)
        self.library = LibraryController(self, ctx)
        self.folding = FoldingController(self.talk_list)
        self._hit_counter = HitCounter(ctx.library)
        self._library_title = title
        self._total = self._shown_count = self._hidden_count = 0
        self._is_whole = False
        """Whether the list of the first frame is complete, so that no search has to follow."""
        self._listed: tuple[Scope, str, Order] | None = None
        """The part of the library, the query and the order by which the list was made."""
        self._talks = PagedTalks(ctx.library, (), self._fail)
        self._part: tuple[Scope, str] | None = None
        """The part of the library and the query that the overview led to last; None after going back there."""
        self._before_part = (state.scope, state.query)
        """What was listed before that."""

    def compose(self) -> ComposeResult:
        """Lay out the screen as the user left it."""
        self.watch_state(self.state)
        yield from super().compose()

    def compose_left(self) -> ComposeResult:
        """Lay out the sidebar."""
        yield self.sidebar

    def compose_below(self) -> ComposeResult:
        """Lay out the line below the results."""
        yield self.also_line

    def on_mount(self) -> None:
        """Show the first frame; the rest is read after it."""
        hidden = dict.fromkeys(self._hidden_ids(), Mark(hidden=True))
        self.search.listed_marks = hidden
        self.set_reactive(BrowseScreen.snapshot, MarksSnapshot(marks=hidden))
        try:
            self._set_programmes(self.ctx.library.programmes())
            known = {None, *(programme.id for programme in self.programmes)}
            if self.state.scope.programme not in known:
                self._set_scope(EVERYTHING)
            scope, order, talk = self.state.scope, self.state.order, self.state.talk
            library = self.ctx.library
            left_out = set(library.numbered(hidden).values())
            number = library.numbered((talk,)).get(talk) if talk else None
            lines = self.app.size.height
            first = self.search.first_list(scope, order, left_out, self.programmes, number, lines)
            self._is_whole = first.is_whole
            self._hidden_count = first.total - len(first.numbers)
            self._listed, self._shown_count = (scope, "", order), len(first.numbers)
            self._show_numbers(first.numbers, first.groups, first.total)
        except ConfbrowseError as error:
            show_error(self, error)
        self.searches_changed()
        self.talk = self.talk_at_cursor()
        self.show_first_talk()
        self.call_after_refresh(self._load_rest)

    def _hidden_ids(self) -> Sequence[str]:
        """Return the ids of the hidden talks; all other marks are read after the first frame."""
        try:
            return self.ctx.marks.store.hidden()
        except ConfbrowseError as error:
            show_error(self, error)
            return ()

    def show_first_talk(self) -> None:
        """Show the talk with its neighbours in the first frame; a thread would take longer."""
        self.show_talk_alone()
        if self.talk:
            try:
                found = self.ctx.library.neighbours(self.talk.id)
                self.detail.show_neighbours(self.talk, found)
            except ConfbrowseError as error:
                show_error(self, error)

    def _load_rest(self) -> None:
        """Read what the first frame did not need."""
        self._load_outlines()
        if self.state.query or not self._is_whole:
            self.ask()  # before the index is loaded: most lists do not need it
        self.search.warm()
        if not self.state.query and self.state.talk is None and self.state.scope == EVERYTHING:
            self._open_at_now(self.ctx.now())

    @work(group="opening")
    async def _open_at_now(self, now: datetime) -> None:
        """Go to the talk that is on, unless the user has moved meanwhile."""
        number = await read(self, _number_of_talk_on, self.ctx.library, now)
        at = None if number is None else self._talks.place_of(number)
        if at is not None and not self.talk_list.cursor and self.state.scope == EVERYTHING:
            self.talk_list.cursor = self.folding.open_line_of(at)

    def on_unmount(self) -> None:
        """Stop the search."""
        self.search.close()

    def _fail(self, error: ConfbrowseError) -> None:
        """Show *error*; any thread may call this."""
        self.call_later(show_error, self, error)

    # The view state.

    @property
    def view_state(self) -> ViewState:
        """The complete state, with the current talk, the share of the list and the clock."""
        return replace(
            self.state,
            talk=self.talk.id if self.talk else None,
            list_share=self.list_share,
            stacked_share=self.stacked_share,
            clock=self.ctx.clock.name,
            timetable_preview=self.ctx.timetable_preview,
            coarse_timetable=self.ctx.coarse_timetable,
        )

    def watch_state(self, state: ViewState) -> None:
        """Update sidebar and list."""
        self.set_class(state.sidebar is True, "-with-sidebar")
        self.set_class(state.sidebar is False, "-without-sidebar")
        self.sidebar.styles.width = state.sidebar_width
        self.sidebar.scope, self.sidebar.expanded = state.scope, state.expanded
        self.talk_list.detailed = self._is_detailed(state)

    def _set_scope(self, scope: Scope) -> None:
        self.state = replace(self.state, scope=scope)
        self.ctx.programme = scope.programme

    # The library and its parts.

    def _set_programmes(self, found: tuple[ProgrammeSummary, ...]) -> None:
        """Show the programmes; a few are expanded unless the user has expanded any."""
        if len(found) <= _FEW and not self.state.expanded:
            self.state = replace(
                self.state, expanded=frozenset(Scope(programme.id) for programme in found)
            )
        self.programmes = found

    def watch_programmes(self, programmes: tuple[ProgrammeSummary, ...]) -> None:
        """Show them in the sidebar."""
        self.sidebar.programmes = programmes

    @work(exclusive=True, group="outline")
    async def _load_outlines(self) -> None:
        """Read and show the sessions of every programme that may be expanded in the sidebar."""
        for programme in self.sidebar.outlined:
            found = await read(self, self.ctx.library.outline, programme)
            self.sidebar.outlines = {**self.sidebar.outlines, programme: found}
        if not self.sidebar.has_focus_within:
            self.sidebar.place(self.state.scope)

    @on(Sidebar.Filtered)
    def _load_all_outlines(self) -> None:
        self._load_outlines()

    @on(Sidebar.Expanded)
    def _expand(self, event: Sidebar.Expanded) -> None:
        part = frozenset({event.scope})
        before = self.state.expanded
        self.state = replace(self.state, expanded=before | part if event.is_open else before - part)
        self._load_outlines()

    @on(LineList.Highlighted, "Sidebar")
    def _show_part(self, event: LineList.Highlighted) -> None:
        if self.sidebar.has_focus and event.at < len(self.sidebar.nodes):
            node = self.sidebar.nodes[event.at]
            if not node.query:
                self._show_scope(node.scope)
            self.show_keys()

    def _show_scope(self, scope: Scope) -> None:
        if scope != self.state.scope:
            self._set_scope(scope)
            self.ask()

    @on(LineList.Chosen, "Sidebar")
    def _enter_part(self) -> None:
        """Expand or collapse the part at the cursor; if it has no parts, go to the list.

        A saved search is run in the whole library.
        """
        if self.sidebar.toggle():
            return
        if query := self.sidebar.saved_search:
            self._set_scope(EVERYTHING)
            self.query_line.search_for(query)
        self.focus_pane(self.main_list)

    @property
    def results_of_searches(self) -> Mapping[str, int | None]:
        """The number of results of each saved search, by ``@name``; None if it is not known yet."""
        return self.sidebar.searches

    def searches_changed(self) -> None:
        """Show the saved searches in the sidebar."""
        names = [f"@{saved_key(name)}" for name, _ in self.ctx.settings.searches]
        self.sidebar.searches = {name: self.sidebar.searches.get(name) for name in names}
        self._count_searches()

    def _count_searches(self) -> None:
        """Count the results of the saved searches, which marks and the library may have changed."""
        if self.sidebar.searches and self.ctx.marks.is_ready:
            searches = self.ctx.settings.searches
            self.search.count(
                [
                    Question(
                        EVERYTHING,
                        name,
                        self.marks,
                        searches=searches,
                        watched=self.snapshot.hits,
                        clashes=self.clashes,
                    )
                    for name in self.sidebar.searches
                ],
                partial(self.call_later, self._show_counts),
            )

    def _show_counts(self, counts: Counts) -> None:
        """Show in the sidebar how many results the saved searches have."""
        names = self.sidebar.searches
        self.sidebar.searches = {name: counts.get(name, names[name]) for name in names}
        self.query_line.show_hint()

    def library_changed(self) -> None:
        """Read the library again: another process has changed it."""
        self.action_reload()

    @work(exclusive=True, group="list")
    async def action_reload(self) -> None:
        """Read the library again."""
        self.post_message(self.Reloaded())
        self._set_programmes(await read(self, self.ctx.library.programmes))
        self._talks = PagedTalks(self.ctx.library, (), self._fail)
        self._load_outlines()
        self.search.library_changed()
        self.query_line.library_changed()
        self._hit_counter.forget()
        self._count_searches()
        self.ask()

    def action_add(self) -> None:
        """Open the dialog that adds a conference or imports an agenda."""
        self.library.add()

    def action_renew(self) -> None:
        """Update the programme in view, or all programmes."""
        self.library.update(self.programmes, self.state.scope)

    def show_programme(self, programme: str) -> None:
        """Show the programme with this id, which has just been added to the user's own library."""
        if not self.ctx.is_own:
            self.post_message(self.ProgrammeAdded(programme))
            return
        scope = Scope(programme)
        self.library_changed()
        self.state = replace(self.state, expanded=self.state.expanded | {scope})
        self._load_outlines()
        self._show_scope(scope)
        self.sidebar.place(scope)

    def compare_with(self, theirs: "SharedAgenda", then: Callable[[], None]) -> None:
        """Show *theirs* next to the user's agenda; call *then* once that is closed."""
        from confbrowse.tui.screens.compare import CompareScreen  # see panes.py

        self.app.push_screen(CompareScreen(self.ctx, theirs), lambda _: then())

    # Panes.

    def panes(self) -> list[LineView]:
        """Return the panes that can have the focus, from left to right."""
        return [self.sidebar, *super().panes()] if self.sidebar.display else super().panes()

    def action_pane(self, step: int) -> None:
        """Go to the next or previous pane; to the left of the list is the sidebar, also where it is hidden."""
        if step < 0 and self.main_list.has_focus and not self.sidebar.display:
            self._open_drawer()
        else:
            super().action_pane(step)

    def _open_drawer(self) -> None:
        """Show the sidebar until another pane gets the focus, and go there."""
        self._end_selection()
        self.add_class("-drawer")
        self.focus_pane(self.sidebar)

    def focus_pane(self, pane: Widget) -> None:
        """Focus *pane* once it is on screen; a sidebar that was opened as a drawer is closed."""
        if pane is not self.sidebar:
            self.remove_class("-drawer")
        super().focus_pane(pane)

    def on_descendant_focus(self) -> None:
        """Close the drawer also when another pane is clicked."""
        if self.has_class("-drawer") and not self.sidebar.has_focus_within:
            self.remove_class("-drawer")

    def action_sidebar(self) -> None:
        """Show the sidebar and go there, or hide it; where one pane is shown at a time, it is a drawer."""
        if self.has_class("-drawer"):
            self.focus_pane(self.main_list)
        elif self.sidebar.display:
            self.state = replace(self.state, sidebar=False)
            self.focus_pane(self.main_list)
        else:
            self.zoomed = False
            if self.has_class("-narrow"):
                self._open_drawer()
            else:
                is_default = self.size.width >= SIDE_BY_SIDE
                self.state = replace(self.state, sidebar=None if is_default else True)
                self.focus_pane(self.sidebar)

    def action_resize(self, step: int) -> None:
        """Make the focused pane larger or smaller."""
        if self.sidebar.has_focus:
            self._widen_sidebar(self.state.sidebar_width + step * _SIDEBAR_STEP)
        else:
            super().action_resize(step)

    def _widen_sidebar(self, width: int) -> None:
        self.state = replace(
            self.state, sidebar_width=max(SIDEBAR_WIDTHS[0], min(SIDEBAR_WIDTHS[-1], width))
        )

    @on(LineView.EdgeDragged)
    def _drag_sidebar(self, event: LineView.EdgeDragged) -> None:
        if event.view is self.sidebar and not self.has_class("-narrow"):
            self._widen_sidebar(event.x + 1 - self.sidebar.region.x)

    def action_zoom(self, zoomed: bool | None = None) -> None:
        """Show the talk full screen; in the sidebar, expand or collapse the part at the cursor."""
        if self.sidebar.has_focus and zoomed:
            self._enter_part()
        elif not self.zoomed and self.folding.is_closed_at_cursor:
            self.talk_list.action_fold(True)
        else:
            super().action_zoom(zoomed)

    def watch_zoomed(self, zoomed: bool) -> None:
        """Show the talk full screen, or all panes with an up-to-date list."""
        super().watch_zoomed(zoomed)
        self._refresh_list_for_marks()

    def leave(self) -> None:
        """Go back to the overview, if it led here, or clear the search; Esc never leaves the main screen."""
        if self._is_part_of_overview:
            self._part = None
            self.action_view("overview")
            self._list_part(*self._before_part)
        elif self.state.query:
            self.run_worker(self.action_clear_search())

    @property
    def _is_part_of_overview(self) -> bool:
        return self._part == (self.state.scope, self.state.query)

    def show_part_of_overview(self, scope: Scope, query: str) -> None:
        """List the talks of *scope* that match *query*; Esc then goes back to the overview."""
        if not self._is_part_of_overview:
            self._before_part = (self.state.scope, self.state.query)
        self._part = (scope, query)
        self.zoomed = False
        self._list_part(scope, query)

    def _list_part(self, scope: Scope, query: str) -> None:
        self._set_scope(scope)
        self.sidebar.place(scope)
        if query:
            self.query_line.search_for(query)
        else:
            self.run_worker(self.action_clear_search())

    def key_label(self, binding: Binding) -> str:
        """Say what Enter, Esc and ``b`` do in the sidebar, and that ``q`` goes back where it does not quit."""
        name = binding.id or ""
        if self.sidebar.has_focus:
            if name == "panes.read":
                if self.sidebar.saved_search:
                    return "Run"
                return {None: "Talks", True: "Collapse", False: "Expand"}[self.sidebar.is_open]
            if name.startswith("talk."):
                return ""  # it is about a talk of another pane
            if name in _SIDEBAR_LABELS:
                return _SIDEBAR_LABELS[name]
        if name == "browse.quit" and (self.zoomed or self._is_part_of_overview):
            return "Back"
        return super().key_label(binding)

    def first_labels(self) -> Sequence[str]:
        """Return the labels that the key bar shows first; in the sidebar those of its own keys."""
        if self.sidebar.has_focus:
            return ("Run", "Talks", "Collapse", "Expand", "Show all", "Back", "Find")
        return super().first_labels()

    def action_leave_or_quit(self) -> None:
        """Go back to all panes, or quit."""
        if self.zoomed or self.talk_list.selected or self._is_part_of_overview:
            self.action_back()
        else:
            self.run_worker(self.app.action_quit())

    # The search.

    @property
    def is_answering(self) -> bool:
        """Whether keys have to wait: also for the results of the query, and for a completion."""
        return self.search.is_busy or self.query_line.is_completing or super().is_answering

    def ask(self, *, at_once: bool = False) -> bool:
        """Search and list the results; with *at_once* now, if they arrive within 4 ms. Return whether they did."""
        if results := self.search.ask(self._question(), at_once=at_once):
            self._show_results(results)
        return results is not None

    def _question(self) -> Question:
        state, searches = self.state, self.ctx.settings.searches
        return Question(
            state.scope,
            state.query,
            self.marks,
            state.order,
            searches,
            self.snapshot.hits,
            self.clashes,
        )

    def _deliver(self, results: SearchResults) -> None:
        """Show *results* unless they are out of date; called from the search thread."""
        self.call_later(self._show_delivered, results)

    def _show_delivered(self, results: SearchResults) -> None:
        state = self.state
        if results.question.criteria == (state.scope, state.query, state.order):
            self._show_results(results)

    def _show_results(self, results: SearchResults) -> None:
        """List *results*, unless they are listed already; for a new query, or for you, the cursor goes to the best."""
        if results is self.search.results:
            return
        if self.search.completes(results):
            self._extend_list(results)
            return
        is_new_query = self.search.show(results)
        criteria = results.question.criteria
        is_same_list = criteria == self._listed
        is_for_you = criteria[2] == "for you" != (self._listed or criteria)[2]
        at = self.talk_list.talk_index(self.talk_list.cursor)
        after: Sequence[int] | None = self._talks.numbers[at:] if is_same_list else ()
        self._listed, self._hidden_count = criteria, results.answer.hidden
        self.talk_list.hits = self.search.match_spans
        self._shown_count = self.talk_list.expected = results.listed
        self.talk_list.tail = results.tail
        if is_new_query:
            self.folding.new_query()
        cursor = self.talk_list.cursor if is_same_list else None
        if is_new_query or is_for_you:
            after = None
        self._show_numbers(results.numbers, results.groups, results.total, after, cursor)
        self.watch_talk()  # even for the same talk, the highlighted words may be others
        self.query_line.show_hint()
        self._find_also(results.question.text)
        self._show_hits(results)

    def _extend_list(self, results: SearchResults) -> None:
        """List *results*, which begin like those that are listed: what is on the screen stays as it is."""
        self.search.results = results
        self._talks = self._talks.of(results.numbers)
        self.talk_list.talks = self._talks
        self._show_hits(results)

    def _show_hits(self, results: SearchResults) -> None:
        """Show in the sidebar how many of *results* are in each part, once they are complete."""
        if not results.question.text:
            self.sidebar.hits = NO_HITS
        elif results.is_complete or not results.listed:
            self._count_hits(results)

    # described, because Textual else writes out all the numbers of the results
    @work(exclusive=True, group="hits", description="count hits")
    async def _count_hits(self, results: SearchResults) -> None:
        """Show in the sidebar how many of *results*, which are complete, are in each part."""
        text, scope = results.question.text, results.question.scope
        found = await read(self, self._hit_counter.count, results.numbers, scope)
        if text == self.state.query:
            self.sidebar.hits = self.sidebar.hits.with_counts(text, scope, found)

    @work(exclusive=True, group="also")
    async def _find_also(self, query: str) -> None:
        """Show below the results what *query* could ask for as well."""
        if query:
            await asyncio.sleep(_PAUSE_SECONDS)  # the next letter cancels it here
        self._offer_also(await read(self, self.search.also, query) if query else ())

    def _offer_also(self, words: "Sequence[AlsoWord]") -> None:
        if words or self._also:
            self._also = words
            self.also_line.words = tuple(one.text for one in words)
            self._show_also_key()

    def show_keys(self) -> None:
        """Show the keys that do something where the focus is, also in the line below the results."""
        super().show_keys()
        self._show_also_key()

    def _show_also_key(self) -> None:
        """Name the key that adds one of the words offered, unless it would be typed into the search bar."""
        if not self._also or isinstance(self.focused, LineEditor):
            self.also_line.hint = ""
            return
        active = (one.binding for one in self.active_bindings.values() if one.enabled)
        keys = (self.app.get_key_display(one) for one in active if one.id == "browse.also")
        self.also_line.hint = next((f"{key} adds one" for key in keys), "")

    @on(AlsoLine.WordClicked)
    def _add_clicked(self, event: AlsoLine.WordClicked) -> None:
        self.query_line.search_for(self._also[event.at].query)

    @work(exclusive=True, group="choose also")
    async def action_also(self) -> None:
        """Let the user choose what to add to the search."""
        from confbrowse.tui.dialogs.choice import Choice, ChoiceDialog  # see panes.py

        found = await read(self, self.search.also, self.state.query)
        if not found:
            self.show_message("No word of the library is near in meaning to these.")
            return
        choices = [Choice(one.query, one.text, one.query) for one in found]
        hint = f"1-{len(choices)} or Enter add · Esc cancel"
        self.app.push_screen(ChoiceDialog("Also search for", choices, hint), self._add_also)

    def _add_also(self, query: str | None) -> None:
        if query:
            self.query_line.search_for(query)

    async def action_search(self) -> None:
        """Open the search bar, or go to it."""
        self.zoomed = False
        await self.query_line.open()

    def show_bar(self, bar: Widget) -> AwaitMount:
        """Show *bar* above the panes."""
        return self.mount(bar, after=self.status)

    async def action_clear_search(self) -> None:
        """Clear the search, and close its bar."""
        await self.query_line.clear()

    def on_search_bar_left(self) -> None:
        """Go to the list; an empty bar is closed."""
        self.query_line.close()

    def on_search_bar_moved(self, event: "SearchBar.Moved") -> None:
        """Move the cursor of the list while the bar has the focus."""
        if event.pages:
            self.main_list.action_page(event.pages)
        self.main_list.action_move(event.lines)

    def on_search_bar_completing(self, event: "SearchBar.Completing") -> None:
        """Insert a completion."""
        self.query_line.complete(back=event.back)

    # The list and the current talk.

    def _show_numbers(
        self,
        numbers: Sequence[int],
        groups: TalkGroups,
        total: int,
        after: Sequence[int] | None = (),
        cursor: int | None = None,
    ) -> None:
        """List the talks with *numbers* in *groups*, of *total* in this part; the cursor stays on its talk.

        If that talk is not listed, the cursor goes to the first talk of *after* that is, else to the first
        line. With None it goes to the first line in any case: to the best result of a new query. The talk that was on
        line *cursor* of the same list stays on its rows of the screen.
        """
        self._talks = self._talks.of(numbers)
        self._total = total
        if not numbers:
            self.talk_list.empty_text = empty_list_message(
                self.state.query,
                self.search.results,
                has_library=bool(self.programmes),
                left_out=self._hidden_count,
            )
        self.talk_list.has_years = len(self.programmes) > 1 and not self.state.scope.programme
        self.talk_list.clock = self.clock
        self.talk_list.talks = self._talks
        self.folding.show(groups, is_search=bool(self.state.query))
        at = 0 if after is None else self._index_of_talk(after)
        line = self.folding.open_line_of(at) if at else 0
        self.talk_list.lines_changed(line, scrolled=line - cursor if cursor is not None else 0)
        self.show_status()

    def clock_changed(self) -> None:
        """Show all times by the new clock."""
        super().clock_changed()
        self.talk_list.clock = self.clock

    def _index_of_talk(self, after: Sequence[int]) -> int:
        """Return the index of the current talk, or of the one restored at the start; else as in ``_show_numbers``."""
        wanted = self.talk.id if self.talk else self.state.talk
        found = self.ctx.library.numbered((wanted,)) if wanted else {}
        at = self._talks.place_of(found[wanted]) if wanted in found else None
        if at is not None or not len(after):
            return at or 0
        listed = set(self._talks.numbers)
        found_after = next((number for number in after if number in listed), None)
        return len(listed) if found_after is None else self._talks.place_of(found_after) or 0

    @on(TalkList.Folded)
    def _fold(self, event: TalkList.Folded) -> None:
        """Open or close the groups that the user chose."""
        self.folding.fold(event.groups, is_open=event.is_open)
        self.show_status()

    def _is_closed_at_cursor(self) -> bool:
        """Return whether the cursor is on a closed group, and say that its talks cannot be acted on."""
        if is_closed := self.folding.is_closed_at_cursor:
            self.show_message("These talks are folded; Enter opens them.")
        return is_closed

    def mark(self, change: Callable[[TalkReader], Awaitable[str]]) -> None:
        """Do *change* to the marks of the selected talks, else of the current one; not to a closed group."""
        if not self._is_closed_at_cursor():
            super().mark(change)

    def action_interest(self, step: int) -> None:
        """Change the interest by *step*."""
        if not self._is_closed_at_cursor():
            super().action_interest(step)

    def action_note(self) -> None:
        """Open the dialog for a note on the talk."""
        if not self._is_closed_at_cursor():
            super().action_note()

    def action_select(self) -> None:
        """Start a selection at the cursor, or end it."""
        if self.talk_list.selected or not self._is_closed_at_cursor():
            super().action_select()

    def listed_count(self) -> int:
        """Return the number of talks in the list, with those in closed groups."""
        return len(self._talks)

    def listed_reader(self, most: int) -> Callable[[], Sequence[Talk]]:
        """Return a function that reads the first *most* talks of the list, with those in closed groups."""
        return self._talks.reader(range(most))

    def talk_reader(self, lines: range) -> Callable[[], Sequence[Talk]]:
        """Return a function that reads the talks on *lines* of the list; any thread may call it."""
        return self._talks.reader(self.talk_list.talks_on(lines))

    def line_of(self, talk: Talk) -> int | None:
        """Return the line of *talk* in the list, opening its group; None if it is not listed."""
        number = self.ctx.library.numbered((talk.id,)).get(talk.id)
        at = None if number is None else self._talks.place_of(number)
        return None if at is None else self.folding.open_line_of(at)

    def talk_at_cursor(self) -> Talk | None:
        """Return the talk at the cursor; None on a closed group."""
        at = self.talk_list.talk_index(self.talk_list.cursor)
        if at >= len(self._talks) or self.folding.is_closed_at_cursor:
            return None
        return self._talks[at]

    def talk_in_view(self) -> Talk | None:
        """Return the current talk; on a closed group, the first one in it."""
        at = self.talk_list.talk_index(self.talk_list.cursor)
        return self.talk or (self._talks[at] if at < len(self._talks) else None)

    def show_talk(self) -> None:
        """Show the talk, with the words of the query highlighted."""
        super().show_talk()
        self.detail.hits = self.search.match_spans

    def _where(self) -> tuple[str, ...]:
        """Return the names of the part in view: of its programme, day and session."""
        names = {programme.id: programme.name for programme in self.programmes}
        scope = self.state.scope
        only = next(iter(names), "") if len(names) == 1 else ""
        where = [names.get(scope.programme or only, self._library_title)]
        where += [day_label(scope.day, *where)] if scope.day is not None else []
        where += [readable_line(scope.session)] if scope.session else []
        return tuple(where)

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return the part in view, how much of it the search found, and the time zone of its talks."""
        state = self.state
        is_one_programme = state.scope.programme or len(self.programmes) == 1
        status = replace(
            self.talk_status(),
            where=self._where(),
            is_one_zone=bool(is_one_programme or self.clock != EVENT),
            at=self.talk_list.talk_index(self.talk_list.cursor) + 1,
            shown=self._shown_count,
            total=self._total,
            hidden=self._hidden_count,
            selected=len(self.talk_list.talks_on(self.talk_list.selected)),
            query=state.query,
            order=order_name(state.order, searching=bool(state.query)),
            searching=self.search.is_searching(state.query),
        )
        return status_pieces(status, self.size.width)

    def marks_changed(self) -> None:
        """Show the stars and clashes in every pane."""
        self.talk_list.show_marks(self.marks, self.snapshot.hits, self.clashes)
        self.show_marks_of_talk()
        self.show_status()
        self.sidebar.stars = star_counts(self.starred.values())
        self._count_searches()
        self._refresh_list_for_marks()

    def _refresh_list_for_marks(self) -> None:
        """List again if the marks may change the list, but not while a talk is shown full screen."""
        query = str(self._question().query)
        if not self.zoomed and self.search.list_depends_on(query, self.state.order, self.marks):
            self.ask(at_once=True)

    def action_jump(self, part: GroupBy, step: int) -> None:
        """Go to the first talk of the next or previous group or day, or in a list without them, session."""
        lines, cursor = self.talk_list.talk_lines, self.talk_list.cursor
        if lines.groups and (part == "day" or lines.has_headings(cursor)):
            self.talk_list.cursor = lines.jump(cursor, part, step)
        else:
            self._jump(part, step)

    @work(exclusive=True, group="jump")
    async def _jump(self, part: GroupBy, step: int) -> None:
        talks, at = self._talks, self.talk_list.talk_index(self.talk_list.cursor)
        found = await read(self, self.ctx.library.jump, talks.numbers, at, part, step)
        if talks is self._talks:  # a search may have replaced it meanwhile
            self.talk_list.cursor = self.folding.open_line_of(found)

    def action_sort(self) -> None:
        """Let the user choose an order."""
        from confbrowse.tui.dialogs.choice import ChoiceDialog, orders  # see panes.py

        has_words = self._question().query.has_free_words
        for_you = self.ctx.settings.discovery.for_you
        choices = orders(self.state.order, has_words=has_words, for_you=for_you)
        hint = f"1-{len(choices)} or Enter select · Esc cancel"
        dialog = ChoiceDialog("Sort by", choices, hint)
        self.app.push_screen(dialog, self._sort)

    def _sort(self, order: str | None) -> None:
        if order in ORDERS and order != self.state.order:
            self.state = replace(self.state, order=order)
            self.ask()
            if order == "for you" and sum(map(is_liked, self.marks.values())) < FEWEST_LIKED:
                self.show_message(NOTHING_LEARNED)

    def watchable(self) -> Sequence[str]:
        """Return the search and the authors of the talk."""
        query = " ".join(self.state.query.split())
        return (*((query,) if query else ()), *super().watchable())

    def action_triage(self) -> None:
        """Go through the listed talks one at a time, on a closed heading through those below it."""
        from confbrowse.tui.screens.triage import TriageScreen  # see panes.py

        if not self._talks:
            self.show_message("There are no talks to go through.")
            return
        state, numbers = self.state, self._talks.numbers
        where = (*self._where(), *((state.query,) if state.query else ()))
        queue = queue_of(state.scope, state.query)
        closed = self.talk_list.closed_group(self.talk_list.cursor)
        first = self.talk_in_view()
        if closed is not None and first:
            group, talks = (
                self.talk_list.groups.groups[closed],
                self.talk_list.groups.talks_of(closed),
            )
            numbers = numbers[talks.start : talks.stop]
            start = f"{group.start:%H:%M}" if group.start else ""
            where = (*where, readable_line(group.session or group.room) or start)
            queue = queue_of_group(first, group, state.query)
        self.app.push_screen(TriageScreen(self.ctx, where, queue, numbers))

    def action_detail(self) -> None:
        """Switch between one row for each title and as many as it needs."""
        self.state = replace(self.state, detailed=not self._is_detailed(self.state))

    def _is_detailed(self, state: ViewState) -> bool:
        """Return whether titles have as many rows as they need: as chosen, else as set."""
        is_set = self.ctx.settings.screen.rows == "detailed"
        return is_set if state.detailed is None else state.detailed

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is done with a search only while there is one."""
        if action in ("save_search", "also") and not self.state.query:
            return False
        return super().check_action(action, parameters)

    def action_save_search(self) -> None:
        """Save the search under a name."""
        self.query_line.save()

    def action_filter(self) -> None:
        """Let the user choose a condition of the query."""
        self.query_line.filter()


def _number_of_talk_on(library: LibraryStore, now: datetime) -> int | None:
    """Return the number of the talk to open at *now*; None if no programme is on."""
    from confbrowse.tui import current  # not needed if a talk is restored

    programmes = current.programmes_in_progress(library, now)
    slots = library.slots(one.id for one in programmes)
    slot = current.current_talk(tuple(slots), now)
    return slots[slot][0] if slot else None
