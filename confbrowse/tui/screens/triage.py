"""Triage: many talks, one at a time; each is starred, hidden or passed, and the progress is kept."""

from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.events import Resize

from confbrowse.discovery.triage import move, move_to, open_triage, pace, sort_rest
from confbrowse.errors import ConfbrowseError
from confbrowse.marks import (
    FEWEST_LIKED,
    NOTHING_LEARNED,
    FieldSetter,
    MarkUpdate,
    describe_changes,
    is_liked,
    with_hidden,
    with_later,
    with_star,
)
from confbrowse.model import (
    NO_MARK,
    NOTHING_AROUND,
    TRIAGE_ORDERS,
    Link,
    Neighbours,
    Talk,
    Triage,
    TriageOrder,
)
from confbrowse.paths import shipped
from confbrowse.storage.library import LibraryStore
from confbrowse.text.cells import Drawn, size_of
from confbrowse.text.humanize import count
from confbrowse.tui.background_read import read, show_error
from confbrowse.tui.commands import TRIAGE, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.controllers.links import checked_address
from confbrowse.tui.feedback import undone
from confbrowse.tui.screens.base import TalkScreen
from confbrowse.tui.widgets.detail import DetailPane
from confbrowse.tui.widgets.status_bar import LEAST_LEFT, Bar, BarKey, KeyBar, Progress, path

_MEASURE = 70
"""The most cells in a line of the abstract."""
_SHOWN_KEYS = (
    *("talk.star", "talk.hide", "triage.later", "triage.skip", "triage.back", "marks.undo"),
    "triage.quit",
    *("talk.more-interest", "talk.open", "triage.compare"),
)
"""The commands in the key bar, the most important first."""
_ORDERS: dict[TriageOrder, str] = {
    "list": "as listed",
    "time": "start time",
    "session": "session",
    "for-you": "for you",
    "shuffled": "shuffled",
}


class TriageScreen(TalkScreen):
    """Owns the triage; a mark and the step to the next talk are written together before they are shown."""

    CSS_PATH = shipped("styles") / "triage.tcss"
    BINDINGS = bindings(TRIAGE)

    def __init__(
        self, ctx: AppContext, where: Sequence[str], queue: str, numbers: Sequence[int]
    ) -> None:
        """*where* names the list that the talks are from, *queue* the progress; *numbers* are the talks."""
        super().__init__(ctx)
        self._where, self._queue, self._numbers = tuple(where), queue, numbers
        self._listed: tuple[str, ...] = ()
        """The ids of the talks in the order of the list."""
        self._triage = Triage(queue)
        self._queued: frozenset[str] = frozenset()
        """The ids of its talks."""
        self._began, self._moves = ctx.now(), 0
        self.status, self.progress, self.key_bar = Bar(id="status"), Progress(), KeyBar(id="keys")
        self.progress.is_plain = ctx.ascii_only
        self.detail = DetailPane()
        self.detail.measure, self.detail.address_of = _MEASURE, checked_address
        self.detail.can_focus = False  # its keys would move the text, not the triage
        self.detail.empty_text = "Reading talks ..."

    def compose(self) -> ComposeResult:
        """Lay out the bars and the talk between them."""
        yield self.status
        yield self.progress
        yield self.detail
        yield self.key_bar

    def on_mount(self) -> None:
        """Go on where the triage stopped."""
        self.bindings_updated_signal.subscribe(self, lambda _: self._show_keys())
        self._open()

    def on_resize(self, _event: Resize) -> None:
        """Draw the bars for the new width."""
        self._show_status()

    def marks_changed(self) -> None:
        """Show the new marks."""
        self.show_marks_in(self.detail, self.ctx.clock)
        self._show_status()

    def library_changed(self) -> None:
        """Read the talk again."""
        self._go_on()

    @work(group="triage")
    async def _open(self) -> None:
        ctx = self.ctx
        found = await read(self, ctx.library.ids_of, self._numbers)
        hits = ctx.marks.snapshot.hits
        self._listed = tuple(sorted(found.values(), key=lambda talk: talk not in hits))
        await self._show(
            await read(self, open_triage, self._queue, self._listed, ctx.marks.store, ctx.library)
        )

    @work(group="triage")
    async def _go_on(self) -> None:
        await self._show(self._triage)

    async def _show(self, triage: Triage) -> None:
        """Show *triage* at its talk, with all that is known about it."""
        if triage.talks is not self._triage.talks:
            self._queued = frozenset(triage.talks)
        self._triage = triage
        talk, around = None, NOTHING_AROUND
        if triage.talk:
            talk, around = await read(self, _talk_and_neighbours, self.ctx.library, triage.talk)
        self.talk = self.detail.talk = talk
        if talk:
            self.detail.show_neighbours(talk, around)
        self.detail.empty_text = self._empty_text()
        self.detail.rebuild_lines()
        self.marks_changed()

    def _empty_text(self) -> str:
        if self._triage.talk:
            return "This talk is no longer in the library. Press j for the next one."
        if not self._triage.talks:
            return "There are no talks here. Press q to go back."
        marks = [self.marks.get(talk, NO_MARK) for talk in self._queued]
        starred = count(sum(mark.starred for mark in marks), "starred talk")
        hidden, later = (sum(getattr(mark, name) for mark in marks) for name in ("hidden", "later"))
        put_off = f", {later:,} for later (search for is:later)" if later else ""
        return (
            f"You have been through all {len(marks):,} talks: {starred}, {hidden:,} hidden{put_off}. "
            "Press k to go back, g for the first talk, q for the list."
        )

    def _show_status(self) -> None:
        """Show where the talks are from, how many are done, and the pace, as far as there is room."""
        at, talks = self._triage.at, len(self._triage.talks)
        self.progress.share = at / talks if talks else 0.0
        starred = sum(talk in self._queued for talk in self.starred)
        seconds = (self.ctx.now() - self._began).total_seconds()
        parts = [
            f"{min(at + 1, talks):,} of {talks:,}",
            f"{starred:,} starred",
            pace(self._moves, seconds, talks - at),
        ]
        where = (*self._where, _ORDERS[self._triage.order])
        where = where if self._triage.order != "list" else self._where
        while (
            len(parts) > 1
            and len(" · ".join(filter(None, parts))) + 2 * LEAST_LEFT > self.size.width
        ):
            parts.pop()
        right: Drawn = ((f"{' · '.join(filter(None, parts))} ", "line--faint"),)
        self.status.right = right
        room = max(self.size.width - size_of(right) - 3, 1)
        self.status.left = ((f" {path(('Triage', *where), room)}", "line--heading"),)

    def _show_keys(self) -> None:
        """Show the keys of a decision."""
        shown = {
            one.binding.id: (key, one.binding)
            for key, one in reversed(self.active_bindings.items())
        }
        self.key_bar.keys = tuple(
            BarKey(self.app.get_key_display(binding), binding.description, key)
            for key, binding in (shown[name] for name in _SHOWN_KEYS if name in shown)
        )
        self.key_bar.help = BarKey("?", "Help", "question_mark")

    def _move(self, to: Triage) -> None:
        """Go to another place, unless that is where it is."""
        if to != self._triage:
            self._store(to)

    @work(group="marks")
    async def _store(self, to: Triage) -> None:
        try:
            await self.ctx.marks.write(lambda store: store.move_triage(to))
        except ConfbrowseError as error:
            show_error(self, error)
        else:
            self._moves += max(to.at - self._triage.at, 0)
            await self._show(to)

    def _decide(self, field: str, setting: FieldSetter) -> None:
        """Set the *field* of the mark and go to the next talk; where it is set, unset it and stay."""
        if self.talk:
            is_set = not getattr(self.marks.get(self.talk.id, NO_MARK), field)
            to = move(self._triage, 1) if is_set else self._triage
            self._mark_and_move(self.talk, lambda mark: setting(mark, is_set), to)

    @work(group="marks")
    async def _mark_and_move(self, talk: Talk, change: MarkUpdate, to: Triage) -> None:
        try:
            changes = await self.ctx.marks.write(
                lambda store: store.move_triage(to, [(talk, change)])
            )
        except ConfbrowseError as error:
            show_error(self, error)
            return
        self._moves += to.at - self._triage.at
        await self._show(to)
        if changes:
            self.show_message(f"{describe_changes(changes)}.")

    def action_star(self) -> None:
        """Star the talk and go to the next one, or unstar it."""
        self._decide("starred", with_star)

    def action_hide(self) -> None:
        """Hide the talk in lists and go to the next one, or show it again."""
        self._decide("hidden", with_hidden)

    def action_later(self) -> None:
        """Put the decision about the talk off and go to the next one, or no longer."""
        self._decide("later", with_later)

    def action_go(self, step: int) -> None:
        """Go to the next or previous talk."""
        self._move(move(self._triage, step))

    def action_go_to_first(self) -> None:
        """Go back to the first talk."""
        self._move(move(self._triage, -self._triage.at))

    def action_undo(self) -> None:
        """Undo the last mark, and go back to its talk."""
        self._undo()

    @work(group="marks")
    async def _undo(self) -> None:
        try:
            changes, watched = await self.ctx.marks.undo_step()
            to = move_to(self._triage, changes[0].talk.id) if changes else self._triage
            if to != self._triage:
                await self.ctx.marks.write(lambda store: store.move_triage(to))
        except ConfbrowseError as error:
            show_error(self, error)
            return
        await self._show(to)
        self.show_message(undone(changes, watched))

    def action_clash(self) -> None:
        """Show the talk next to the starred talks that it clashes with."""
        # not needed until the key is pressed
        from confbrowse.tui.screens.clash import show_clashes

        show_clashes(self)

    def action_sort(self) -> None:
        """Let the user choose the order of the talks that are left."""
        # not needed until the key is pressed
        from confbrowse.tui.dialogs.choice import Choice, ChoiceDialog

        choices = [
            Choice(order, label.capitalize(), is_set=order == self._triage.order)
            for order, label in _ORDERS.items()
            if order != "for-you" or self.ctx.settings.discovery.for_you
        ]
        hint = f"1-{len(choices)} or Enter select · Esc cancel"
        self.app.push_screen(ChoiceDialog("Sort what is left by", choices, hint), self._sort)

    def _sort(self, order: str | None) -> None:
        wanted = next((one for one in TRIAGE_ORDERS if one == order), self._triage.order)
        if wanted == "for-you" and sum(map(is_liked, self.marks.values())) < FEWEST_LIKED:
            self.show_message(NOTHING_LEARNED)
        elif wanted != self._triage.order:
            self._sort_rest(wanted)

    @work(group="triage")
    async def _sort_rest(self, order: TriageOrder) -> None:
        self._move(
            await read(
                self, sort_rest, self._triage, order, self._listed, self.ctx.library, self.marks
            )
        )

    def action_scroll_detail(self, pages: int) -> None:
        """Scroll the abstract by half a page."""
        self.detail.scroll_lines(pages * max(self.detail.size.height // 2, 1))

    @on(DetailPane.Followed)
    def _open_clicked(self, event: DetailPane.Followed) -> None:
        """Open the link that was clicked."""
        if isinstance(event.target, Link):
            self.links.open(event.target)

    def action_close(self) -> None:
        """Go back to the list."""
        self.dismiss()


def _talk_and_neighbours(library: LibraryStore, talk_id: str) -> tuple[Talk | None, Neighbours]:
    found = library.find((talk_id,))
    if talk_id not in found:
        return None, NOTHING_AROUND
    return found[talk_id][1], library.neighbours(talk_id)
