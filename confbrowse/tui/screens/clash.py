"""Talks that clash, side by side; one key keeps one of them and unstars the others."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.events import Resize

from confbrowse.errors import ConfbrowseError
from confbrowse.model import Talk
from confbrowse.paths import shipped
from confbrowse.schedule.clashes import ClashIndex, Partners
from confbrowse.text.latex import readable_line
from confbrowse.tui.background_read import show_error
from confbrowse.tui.commands import CLASH, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.screens.base import TalkScreen
from confbrowse.tui.widgets.cards import Cards, TalkCards
from confbrowse.tui.widgets.status_bar import Bar

_MOST = 9
"""The most talks that are shown: a digit chooses one."""


class ClashScreen(TalkScreen):
    """Owns the cursor over the talks; keeping one of them is one step, which one undo reverts."""

    CSS_PATH = shipped("styles") / "clash.tcss"
    BINDINGS = bindings(CLASH)

    def __init__(self, ctx: AppContext, talk: Talk, partners: Partners) -> None:
        super().__init__(ctx)
        shown = (*partners.firm.first, *partners.weak.first)[: _MOST - 1]
        weak = frozenset(other.id for other in shown[len(partners.firm.first) :])
        self._left_out = partners.total - len(shown)
        self._cards = Cards((talk, *shown), weak, partners.firm.walks)
        self.cards, self.status, self.hint = TalkCards(), Bar(id="status"), Bar(id="keys")

    def compose(self) -> ComposeResult:
        """Lay out the title, the talks and the keys."""
        yield self.status
        yield self.cards
        yield self.hint

    def on_mount(self) -> None:
        """Show the talks, with the cursor on the first."""
        self.hint.left = ((" 1-9 or Enter keep · s star · u undo · Esc close", "line--faint"),)
        self._select(0)

    def on_resize(self, _event: Resize) -> None:
        """Draw the title for the new width."""
        self._show()

    def marks_changed(self) -> None:
        """Show the new stars."""
        self._show()

    def _select(self, at: int) -> None:
        self._cards = replace(self._cards, at=at)
        self.talk = self._cards.talks[at]
        self._show()

    def _show(self) -> None:
        self._cards = replace(self._cards, marks=dict(self.marks), clock=self.ctx.clock)
        self.cards.cards = self._cards
        more = f", {self._left_out:,} more are not shown" if self._left_out else ""
        title = readable_line(self._cards.talks[0].title)
        self.status.left = ((f" Clashes with “{title}”{more}", "line--heading"),)

    @on(TalkCards.Clicked)
    def _select_clicked(self, event: TalkCards.Clicked) -> None:
        self._select(event.at)

    def action_star(self) -> None:
        """Star the talk, or unstar it; its clashes are on the screen already."""
        self.mark(partial(self.ctx.marks.star, names_clashes=False))

    def action_move(self, step: int) -> None:
        """Go to the next or previous talk, wrapping around."""
        self._select((self._cards.at + step) % len(self._cards.talks))

    def action_keep(self, number: int | None = None) -> None:
        """Keep the talk with *number*, counted from 1, or the one at the cursor."""
        talks = self._cards.talks
        at = self._cards.at if number is None else number - 1
        if at < len(talks):
            self._keep(talks[at], talks)

    @work(group="marks")
    async def _keep(self, talk: Talk, talks: Sequence[Talk]) -> None:
        """Star *talk*, unstar those of *talks* that it clashes with, and go back."""
        others = ClashIndex(talks, self.clashes.walks).firm(talk, len(talks)).first
        try:
            sentence = await self.ctx.marks.keep(talk, others)
        except ConfbrowseError as error:
            show_error(self, error)
        else:
            self.show_message(sentence)
            self.dismiss()

    def action_close(self) -> None:
        """Go back without a change."""
        self.dismiss()


def show_clashes(screen: TalkScreen) -> None:
    """Show the current talk of *screen* next to the starred talks that it clashes with."""
    talk, partners = screen.talk, screen.partners()
    if talk and partners.total:
        screen.app.push_screen(ClashScreen(screen.ctx, talk, partners))
    elif talk:
        screen.show_message("This talk clashes with none of yours.")
