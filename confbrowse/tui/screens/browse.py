"""The main screen: the parts of the library, the talks in one of them, the talk itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var
from textual.worker import get_current_worker

from confbrowse.errors import ConfbrowseError
from confbrowse.model import EVERYTHING, Scope, Shelf, Talk
from confbrowse.place import Place
from confbrowse.stores.library import Part
from confbrowse.tui.finder import Finder
from confbrowse.tui.listing import Listing
from confbrowse.tui.screens.library_screen import LibraryScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.cells import Drawn
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status import Status, status_pieces
from confbrowse.tui.widgets.talk_list import TalkList

if TYPE_CHECKING:
    from confbrowse.tui.widgets.filter_box import FilterBox


class BrowseScreen(LibraryScreen):
    """Owns what part of the library is shown, and the filter on it."""

    BINDINGS = [
        Binding("slash", "filter", "Filter", tooltip="Filter the talks as you type, over titles, authors and sessions.", id="browse.filter"),
        Binding("F", "clear_filter", "Clear", tooltip="Take the filter away.", id="browse.clear", show=False),
        Binding("a,2", "agenda", "Agenda", tooltip="Show what you starred, day by day.", id="browse.agenda"),
        Binding("left_square_bracket", "jump('session', -1)", "Session before", tooltip="Go to the session before.", id="browse.session-before", show=False),
        Binding("right_square_bracket", "jump('session', 1)", "Next session", tooltip="Go to the next session.", id="browse.session-next", show=False),
        Binding("left_curly_bracket", "jump('day', -1)", "Day before", tooltip="Go to the day before.", id="browse.day-before", show=False),
        Binding("right_curly_bracket", "jump('day', 1)", "Next day", tooltip="Go to the next day.", id="browse.day-next", show=False),
        Binding("r", "reload", "Reload", tooltip="Read the library anew.", id="browse.reload", show=False),
        Binding("q", "leave_or_quit", "Quit", tooltip="Go back, or quit; everything is kept.", id="browse.quit"),
    ]  # fmt: skip

    query_text: var[str] = var("", init=False)

    @dataclass
    class Listed(Message):
        """The talks of a scope that answer a query have been found."""

        scope: Scope
        query: str
        numbers: Sequence[int]
        total: int

    @dataclass
    class Jumped(Message):
        """The first talk of another session or day has been looked up."""

        listing: Listing
        at: int

    def __init__(self, desk: Desk, place: Place, title: str) -> None:
        """*title* is what the whole library is called: ``Samples`` when it holds those."""
        self.talk_list = TalkList(id="talks")
        super().__init__(desk, self.talk_list)
        self._place, self._library_title = place, title
        self._finder = Finder(desk.library)
        self._total = 0
        self._listed_query = place.query
        self._listing = Listing(desk.library, (), self.fail)

    def compose(self) -> ComposeResult:
        """Lay out the screen as the reader left it; the first screenful is read before it is drawn."""
        place = self._place
        self.set_reactive(BrowseScreen.scope, place.scope)
        self.set_reactive(BrowseScreen.query_text, place.query)
        self.set_reactive(BrowseScreen.opened, place.opened)
        self.set_reactive(BrowseScreen.list_share, place.list_share)
        self.with_sidebar, self.sidebar_width = place.sidebar, place.sidebar_width
        yield from super().compose()

    def on_mount(self) -> None:
        """Show the first screenful; the rest is read after it."""
        try:
            self.shelves = self.desk.library.shelves()
            if self.scope.programme not in (None, *(shelf.id for shelf in self.shelves)):
                self.set_reactive(BrowseScreen.scope, EVERYTHING)
            self._show_numbers(self.desk.library.numbers(self.scope))
        except ConfbrowseError as error:
            self.fail(error)
        self.talk = self.pointed()
        self.show_talk()
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """Read what the first screenful did not need."""
        self.outline()
        if self.query_text:
            self._list(self.scope, self.query_text)

    def place(self) -> Place:
        """Return where the reader is."""
        return Place(
            scope=self.scope,
            talk=self.talk.id if self.talk else None,
            query=self.query_text,
            opened=self.opened,
            sidebar=self.with_sidebar,
            sidebar_width=self.sidebar_width,
            list_share=self.list_share,
        )

    def watch_scope(self, scope: Scope) -> None:
        """List the talks of the new scope."""
        self._list(scope, self.query_text)

    def watch_query_text(self, query: str) -> None:
        """List the talks that answer the new query."""
        self.show_status()
        self._list(self.scope, query)

    @work(thread=True, exclusive=True, group="list")
    def _list(self, scope: Scope, query: str) -> None:
        given_up = partial(getattr, get_current_worker(), "is_cancelled")
        try:
            numbers = self._finder.find(scope, query, given_up)
            if numbers is None:
                return
            total = len(self.desk.library.numbers(scope)) if query else len(numbers)
        except ConfbrowseError as error:
            self.fail(error)
        else:
            self.post_message(self.Listed(scope, query, numbers, total))

    @on(Listed)
    def _show_listed(self, event: Listed) -> None:
        if (event.scope, event.query) != (self.scope, self.query_text):
            return  # a slower, older answer
        typed = bool(event.query) and event.query != self._listed_query
        self._listed_query = event.query
        self._show_numbers(event.numbers, event.total, from_top=typed)

    def _show_numbers(
        self, numbers: Sequence[int], total: int | None = None, *, from_top: bool = False
    ) -> None:
        """Show the talks with *numbers*, the cursor on the talk it was on if that is among them.

        *from_top* puts it on the first instead: the best answer to what is being typed.
        """
        self._listing = Listing(self.desk.library, numbers, self.fail)
        self._total = len(numbers) if total is None else total
        self.talk_list.empty_text = self._why_empty()
        alone = len(self.shelves) == 1 or self.scope.programme
        self.talk_list.when = "clock" if self.scope.day else "day" if alone else "date"
        self.talk_list.talks = self._listing
        self.talk_list.lines_changed(0 if from_top else self._place_of_talk())
        self.show_status()

    def _place_of_talk(self) -> int:
        """Return where the talk that was in view, now or when the reader left, stands in the list."""
        wanted = self.talk.id if self.talk else self._place.talk
        if not wanted:
            return 0
        found = self.desk.library.find((wanted,)).get(wanted)
        return (self._listing.place_of(found[0]) or 0) if found else 0

    def _why_empty(self) -> str:
        if not self.shelves:
            return "The library is empty. Quit with q, then: confbrowse add FILE..."
        if self.query_text:
            return f"No talk here matches “{self.query_text}”. F takes the filter away; b shows other programmes."
        return "No talk here."

    def pointed(self) -> Talk | None:
        """Return the talk under the cursor."""
        at = self.talk_list.cursor
        return self._listing[at] if at < len(self._listing) else None

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return where we are, what the filter leaves, the zone of the talk."""
        names = {shelf.id: shelf.name for shelf in self.shelves}
        scope, talk = self.scope, self.talk
        where = [names.get(scope.programme or "", self._library_title)]
        where += [day_label(scope.day)] if scope.day is not None else []
        where += [scope.session] if scope.session else []
        status = Status(
            where=tuple(where),
            at=self.talk_list.cursor + 1,
            shown=len(self._listing),
            total=self._total,
            query=self.query_text,
            searching=self.query_text != self._listed_query,
            timezone=talk.timezone if talk else None,
            timed=bool(talk and talk.start),
            year_assumed=bool(talk and talk.year_assumed),
        )
        return status_pieces(status, self.size.width)

    def marks_changed(self) -> None:
        """Show the stars and clashes in every pane."""
        self.talk_list.marks = self.marks
        self.talk_list.clashing = frozenset(self.clashing)
        self.show_marks_of_talk()
        self.show_nodes()

    def library_changed(self) -> None:
        """Show the library that another confbrowse has changed."""
        self.action_reload()

    async def action_filter(self) -> None:
        """Open the box for the filter."""
        # letters count only while somebody types them, and so does what the box costs
        from confbrowse.tui.widgets.filter_box import FilterBox

        self.zoomed = False
        for box in self.query(FilterBox):
            self.go_to(box)
            return
        box = FilterBox(self.query_text)
        await self.mount(box, after=self.status)
        self.go_to(box)

    async def action_clear_filter(self) -> None:
        """Take the filter away, and its box."""
        await self.query("FilterBox").remove()
        self.query_text = ""
        self.go_to(self.main_list)

    def on_filter_box_left(self) -> None:
        """Go to the list; an empty box closes."""
        if not self.query_text:
            self.query("FilterBox").remove()
        self.go_to(self.main_list)

    def on_filter_box_moved(self, event: "FilterBox.Moved") -> None:
        """Move the cursor of the list while the reader types."""
        if event.pages:
            self.talk_list.action_page(event.pages)
        self.talk_list.action_move(event.lines)

    def on_input_changed(self, event: "FilterBox.Changed") -> None:
        """Filter by what is typed, best first; so the cursor goes to the first."""
        self.query_text = " ".join(event.value.split())

    def leave(self) -> None:
        """Take the filter away, if there is one; the main screen is never left by Esc."""
        if self.query_text:
            self.run_worker(self.action_clear_filter())

    def action_leave_or_quit(self) -> None:
        """Go back to all panes, or quit."""
        if self.zoomed:
            self.zoomed = False
        else:
            self.run_worker(self.app.action_quit())

    def action_agenda(self) -> None:
        """Show the agenda."""
        from confbrowse.tui.screens.agenda import AgendaScreen  # a start must not wait for it

        self.app.push_screen(AgendaScreen(self.desk))

    @work(thread=True, exclusive=True, group="list")
    def action_reload(self) -> None:
        """Read the library anew."""
        try:
            shelves = self.desk.library.shelves()
        except ConfbrowseError as error:
            self.fail(error)
        else:
            self.app.call_from_thread(self._show_reloaded, shelves)

    def _show_reloaded(self, shelves: tuple[Shelf, ...]) -> None:
        self.shelves = shelves
        self.outline()
        self._list(self.scope, self.query_text)

    def action_jump(self, part: Part, step: int) -> None:
        """Go to the first talk of the next session or day in the list, or of the one before."""
        self._jump(self._listing, self.talk_list.cursor, part, step)

    @work(thread=True, exclusive=True, group="jump")
    def _jump(self, listing: Listing, at: int, part: Part, step: int) -> None:
        try:
            found = self.desk.library.jump(listing.numbers, at, part, step)
        except ConfbrowseError as error:
            self.fail(error)
        else:
            self.post_message(self.Jumped(listing, found))

    @on(Jumped)
    def _show_jumped(self, event: Jumped) -> None:
        if event.listing is self._listing:
            self.talk_list.cursor = event.at
