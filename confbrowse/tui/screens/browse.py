"""The main screen: the parts of the library, the talks in one of them, the talk itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message

from confbrowse.agenda.zones import EVENT
from confbrowse.errors import ConfbrowseError
from confbrowse.model import EVERYTHING, Mark, Scope, Shelf, Talk
from confbrowse.place import Order, Place
from confbrowse.stores.parts import Part
from confbrowse.text.cells import Drawn
from confbrowse.text.readable import readable_line
from confbrowse.tui.emptiness import why_empty
from confbrowse.tui.finder import Reply, without
from confbrowse.tui.heeding import heeds
from confbrowse.tui.listing import Listing
from confbrowse.tui.screens.arranging import ArrangingScreen
from confbrowse.tui.screens.library_screen import LibraryScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.status import order_name, status_pieces
from confbrowse.tui.widgets.talk_list import TalkList


class BrowseScreen(ArrangingScreen):
    """Owns the list of talks."""

    view = "programme"
    BINDINGS = [
        Binding("left_square_bracket", "jump('session', -1)", "Session before", tooltip="Go to the session before.", id="browse.session-before", show=False),
        Binding("right_square_bracket", "jump('session', 1)", "Next session", tooltip="Go to the next session.", id="browse.session-next", show=False),
        Binding("left_curly_bracket", "jump('day', -1)", "Day before", tooltip="Go to the day before.", id="browse.day-before", show=False),
        Binding("right_curly_bracket", "jump('day', 1)", "Next day", tooltip="Go to the next day.", id="browse.day-next", show=False),
        Binding("r", "reload", "Reload", tooltip="Read the library anew.", id="browse.reload", show=False),
        Binding("q", "leave_or_quit", "Quit", tooltip="Go back, or quit; everything is kept.", id="browse.quit"),
    ]  # fmt: skip

    @dataclass
    class Jumped(Message):
        """The first talk of another session or day has been looked up."""

        listing: Listing
        at: int

    def __init__(self, desk: Desk, place: Place, title: str) -> None:
        """*title* is what the whole library is called: ``Samples`` when it holds those."""
        self.talk_list = TalkList(id="talks")
        super().__init__(desk, self.talk_list, place.searches)
        self._place, self._library_title = place, title
        self._total = self._shown_count = self._left_out = 0
        self._asked: tuple[Scope, str, Order] | None = None
        """The part of the library, the query and the order that the list answers."""
        self._heeded: Mapping[str, Mark] = {}
        """The marks that the list was asked for with."""
        self._listing = Listing(desk.library, (), self.fail)

    def compose(self) -> ComposeResult:
        """Lay out the screen as the reader left it; the first screenful is read before it is drawn."""
        place = self._place
        self.set_reactive(BrowseScreen.scope, place.scope)
        self.set_reactive(BrowseScreen.query_text, place.query)
        self.listed_text = place.query
        self.set_reactive(BrowseScreen.opened, place.opened)
        self.set_reactive(BrowseScreen.list_share, place.list_share)
        self.set_reactive(BrowseScreen.order, place.order)
        self.detailed = bool(place.detailed)
        self.with_sidebar, self.sidebar_width = place.sidebar, place.sidebar_width
        yield from super().compose()

    def on_mount(self) -> None:
        """Show the first screenful; the rest is read after it."""
        self._heeded = dict.fromkeys(self._hidden_ids(), Mark(hidden=True))
        self.set_reactive(BrowseScreen.marks, self._heeded)
        try:
            self.shelves = self.desk.library.shelves()
            if self.scope.programme not in (None, *(shelf.id for shelf in self.shelves)):
                self.set_reactive(BrowseScreen.scope, EVERYTHING)
            numbers = self.desk.library.numbers(self.scope)
            shown = without(numbers, set(self.desk.library.numbered(self._heeded).values()))
            self._left_out = len(numbers) - len(shown)
            self._asked, self._shown_count = (self.scope, "", self.order), len(shown)
            self._show_numbers(shown, len(numbers))
        except ConfbrowseError as error:
            self.fail(error)
        self.talk = self.pointed()
        self.show_first_talk()
        self.call_after_refresh(self._settle)

    def _hidden_ids(self) -> Sequence[str]:
        """Return what the first screenful leaves out; all other marks are read after it."""
        try:
            return self.desk.marking.agenda.hidden()
        except ConfbrowseError as error:
            self.fail(error)
            return ()

    def _settle(self) -> None:
        """Read what the first screenful did not need."""
        self.outline()
        self.warm_search()
        if self.query_text or self.order != "relevance":
            self.ask()
        elif self._place.talk is None and self.scope == EVERYTHING:
            self.look_for_now(self.desk.bearings.now())

    def watch_detailed(self, detailed: bool) -> None:
        """Show one row for each talk, or two."""
        self.talk_list.detailed = detailed

    def place(self) -> Place:
        """Return where the reader is."""
        return Place(
            scope=self.scope,
            talk=self.talk.id if self.talk else None,
            query=self.query_text,
            searches=self.searches,
            opened=self.opened,
            sidebar=self.with_sidebar,
            sidebar_width=self.sidebar_width,
            list_share=self.list_share,
            order=self.order,
            detailed=self.detailed,
            clock=self.desk.bearings.clock.name,
        )

    @on(LibraryScreen.OnNow)
    def _open_at_now(self, event: LibraryScreen.OnNow) -> None:
        """Go to the talk that is on, unless the reader has gone somewhere meanwhile."""
        at = self._listing.place_of(event.number)
        if at is not None and not self.talk_list.cursor and self.scope == EVERYTHING:
            self.talk_list.cursor = at

    def show_reply(self, reply: Reply, *, from_top: bool) -> None:
        """List what was found."""
        question = reply.question
        asked = (question.scope, question.text, question.order)
        goes_on = self._listing.numbers[self.talk_list.cursor :] if asked == self._asked else ()
        self._asked, self._left_out = asked, reply.answer.hidden
        self.talk_list.hits = self.hits
        self._shown_count = reply.answer.total if asked[1] else len(reply.numbers)
        self._show_numbers(reply.numbers, reply.total, None if from_top else goes_on)

    def _show_numbers(
        self, numbers: Sequence[int], total: int, goes_on: Sequence[int] | None = ()
    ) -> None:
        """Show the talks with *numbers*, of *total* there are, the cursor on the talk it was on.

        Where that is not among them, it goes to the first of *goes_on* that is, else to the first of
        all; there it goes at once, to the best answer to what is being typed, with None.
        """
        self._listing = self._listing.of(numbers)
        self._total = total
        self.talk_list.empty_text = why_empty(
            self.query_text, self.reply, has_library=bool(self.shelves), left_out=self._left_out
        )
        self._show_times()
        self.talk_list.talks = self._listing
        self.talk_list.lines_changed(0 if goes_on is None else self._place_of_talk(goes_on))
        self.show_status()

    def _show_times(self) -> None:
        """Show in each line as much of its time as the part in view leaves open, by the chosen clock."""
        alone = len(self.shelves) == 1 or self.scope.programme
        is_own_day = self.scope.day and self._clock == EVENT
        self.talk_list.when = "clock" if is_own_day else "day" if alone else "date"
        self.talk_list.clock = self._clock

    def clock_changed(self) -> None:
        """Show all times by the clock that is chosen now."""
        super().clock_changed()
        self._show_times()

    def watch_scope(self, scope: Scope) -> None:
        """List the talks of the new scope, whose programme is in view then."""
        self.desk.bearings.programme = scope.programme
        super().watch_scope(scope)

    def _place_of_talk(self, goes_on: Sequence[int]) -> int:
        """Return where the talk that was in view, now or when the reader left, stands in the list."""
        wanted = self.talk.id if self.talk else self._place.talk
        found = self.desk.library.numbered((wanted,)) if wanted else {}
        place = self._listing.place_of(found[wanted]) if wanted in found else None
        if place is not None or not len(goes_on):
            return place or 0
        there = set(self._listing.numbers)
        after = next((number for number in goes_on if number in there), None)
        return len(there) if after is None else self._listing.place_of(after) or 0

    def talks_on(self, lines: range) -> Callable[[], Sequence[Talk]]:
        """Return what reads, in any thread, the talks on *lines* of the list."""
        return self._listing.reader(lines)

    def line_of(self, talk: Talk) -> int | None:
        """Return the line that *talk* is on."""
        number = self.desk.library.numbered((talk.id,)).get(talk.id)
        return None if number is None else self._listing.place_of(number)

    def pointed(self) -> Talk | None:
        """Return the talk under the cursor."""
        at = self.talk_list.cursor
        return self._listing[at] if at < len(self._listing) else None

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return where we are, what the filter leaves, the zone of the talk."""
        names = {shelf.id: shelf.name for shelf in self.shelves}
        scope, talk = self.scope, self.talk
        session = talk.session if talk else None
        where = [names.get(scope.programme or "", self._library_title)]
        if session and not scope.programme and len(names) > 1:
            where.append(session.programme)
        where += [day_label(scope.day)] if scope.day is not None else []
        if title := session.title if session else scope.session:
            where.append(readable_line(title))
        status = replace(
            self.talk_status(),
            where=tuple(where),
            at=self.talk_list.cursor + 1,
            shown=self._shown_count,
            total=self._total,
            hidden=self._left_out,
            selected=len(self.talk_list.selected),
            query=self.query_text,
            order=order_name(self.order, searching=bool(self.query_text)),
            searching=self.is_searching,
        )
        return status_pieces(status, self.size.width)

    def marks_changed(self) -> None:
        """Show the stars and clashes in every pane."""
        self.talk_list.marks = self.marks
        self.talk_list.plan = self.plan
        self.show_marks_of_talk()
        self.show_status()
        self.show_nodes()
        self._heed_marks()

    def _heed_marks(self) -> None:
        """List what is to be listed by the marks as they are now; not while a talk is read."""
        before, now = self._heeded, self.marks
        if self.zoomed or before is now:
            return
        self._heeded = now
        if heeds(self.query_text, self.order, before, now):
            self.ask(at_once=True)

    def watch_zoomed(self, zoomed: bool) -> None:
        """Give the talk the whole screen, or take it back and list what has changed meanwhile."""
        super().watch_zoomed(zoomed)
        self._heed_marks()

    def library_changed(self) -> None:
        """Show the library that another confbrowse has changed."""
        self.action_reload()

    def action_leave_or_quit(self) -> None:
        """Go back to all panes, or quit."""
        if self.zoomed or self.talk_list.selected:
            self.action_back()
        else:
            self.run_worker(self.app.action_quit())

    @work(thread=True, exclusive=True, group="list")
    def action_reload(self) -> None:
        """Read the library anew."""
        self.post_message(self.Reloaded())
        try:
            shelves = self.desk.library.shelves()
        except ConfbrowseError as error:
            self.fail(error)
        else:
            self.app.call_from_thread(self._show_reloaded, shelves)

    def _show_reloaded(self, shelves: tuple[Shelf, ...]) -> None:
        self.shelves = shelves
        self._listing = Listing(self.desk.library, (), self.fail)
        self.outline()
        self.search_anew()

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
