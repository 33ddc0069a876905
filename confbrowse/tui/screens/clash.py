"""Talks that clash, side by side, so that one of them is kept by a key."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Resize

from confbrowse.agenda.clashes import Partners, Plan
from confbrowse.errors import ConfbrowseError
from confbrowse.marks import with_star
from confbrowse.model import Talk
from confbrowse.paths import shipped
from confbrowse.stores.agenda import Agenda
from confbrowse.text.readable import readable_line
from confbrowse.tui import sentences
from confbrowse.tui.marking import Changes
from confbrowse.tui.screens.linking import LinkingScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.ribbon import Ribbon
from confbrowse.tui.widgets.talk_cards import Cards, TalkCards

_MOST = 9
"""Talks: each has its digit."""


class ClashScreen(LinkingScreen):
    """Owns which of the talks is at the cursor; keeping one is one step that one undo takes back."""

    CSS_PATH = shipped("styles") / "clash.tcss"
    BINDINGS = [
        *(
            Binding(str(n), f"keep({n})", "Keep", tooltip="Keep the talk with this number: star it, and take the stars of those it clashes with.", id=f"clash.keep-{n}", show=False)
            for n in range(1, _MOST + 1)
        ),
        Binding("enter", "keep", "Keep", tooltip="Keep the talk at the cursor: star it, and take the stars of those it clashes with.", id="clash.keep"),
        Binding("l,j,right,down,tab", "move(1)", "Next", tooltip="Next talk of those that clash.", id="clash.next", show=False),
        Binding("h,k,left,up,shift+tab", "move(-1)", "Before", tooltip="Talk before, of those that clash.", id="clash.before", show=False),
        Binding("escape,q,c", "close", "Close", tooltip="Close, and leave every star as it is.", id="clash.close", show=False),
    ]  # fmt: skip

    def __init__(self, desk: Desk, talk: Talk, partners: Partners) -> None:
        super().__init__(desk)
        shown = (*partners.firm.first, *partners.weak.first)[: _MOST - 1]
        weak = frozenset(other.id for other in shown[len(partners.firm.first) :])
        self._left_out = partners.total - len(shown)
        self._cards = Cards((talk, *shown), weak)
        self.cards, self.status, self.hint = TalkCards(), Ribbon(id="status"), Ribbon(id="keys")

    def compose(self) -> ComposeResult:
        """Lay out what this is about, the talks, and the keys."""
        yield self.status
        yield self.cards
        yield self.hint

    def on_mount(self) -> None:
        """Show the talks, the first at the cursor."""
        self.hint.left = (
            (" 1-9 or Enter keep one · s star · u undo · Esc leave as it is", "line--faint"),
        )
        self._go_to(0)

    def on_resize(self, _event: Resize) -> None:
        """Show as much of what this is about as fits now."""
        self._show()

    def marks_changed(self) -> None:
        """Show what is starred now."""
        self._show()

    def _go_to(self, at: int) -> None:
        self._cards = replace(self._cards, at=at)
        self.talk = self._cards.talks[at]
        self._show()

    def _show(self) -> None:
        bearings = self.desk.bearings
        self._cards = replace(self._cards, marks=dict(self.marks), clock=bearings.clock)
        self.cards.cards = self._cards
        more = f", {self._left_out:,} more are not shown" if self._left_out else ""
        title = readable_line(self._cards.talks[0].title)
        self.status.left = ((f" Clashes with “{title}”{more}", "line--heading"),)

    @on(TalkCards.Clicked)
    def _go_to_clicked(self, event: TalkCards.Clicked) -> None:
        self._go_to(event.at)

    def action_move(self, step: int) -> None:
        """Go to the next talk, or the one before; round the corner at the ends."""
        self._go_to((self._cards.at + step) % len(self._cards.talks))

    def action_keep(self, number: int | None = None) -> None:
        """Keep the talk with *number*, or that at the cursor."""
        talks = self._cards.talks
        at = self._cards.at if number is None else number - 1
        if at < len(talks):
            self._keep(talks[at], talks)

    @work(group="marks")
    async def _keep(self, talk: Talk, talks: Sequence[Talk]) -> None:
        """Star *talk*, take the stars of those of *talks* that it clashes with, and go back."""

        def step(agenda: Agenda) -> Changes:
            return agenda.mark_each([(talk, given), *((other, taken) for other in others)])

        others = Plan(talks).firm(talk, len(talks)).first
        given, taken = partial(with_star, is_set=True), partial(with_star, is_set=False)
        try:
            changes = await self.desk.marking.write(step)
        except ConfbrowseError as error:
            self.post_message(self.Failed(error))
        else:
            self.say(sentences.kept(changes) or "That is how it is already.")
            self.dismiss()

    def action_close(self) -> None:
        """Go back; no star is another one."""
        self.dismiss()
