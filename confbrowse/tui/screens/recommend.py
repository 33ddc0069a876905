"""For you: talks that the user may like, learned from the marks, each with the reason."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime

from textual import work

from confbrowse.discovery.recommend import (
    Recommendation,
    recommendations,
    to_come,
    undecided,
)
from confbrowse.discovery.triage import queue_for_you
from confbrowse.discovery.vector_store import VectorStore
from confbrowse.marks import NOTHING_LEARNED, is_liked
from confbrowse.model import Mark, Scope, Talk
from confbrowse.search.marks import mark_sets
from confbrowse.storage.library import LibraryStore
from confbrowse.text.cells import Drawn
from confbrowse.text.humanize import count
from confbrowse.text.latex import readable_line
from confbrowse.tui.background_read import read
from confbrowse.tui.commands import FOR_YOU, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.screens.grouped import GroupedScreen
from confbrowse.tui.widgets.agenda_list import AgendaLine, line_place
from confbrowse.tui.widgets.status_bar import status_pieces

_MOST = 60


class ForYouScreen(GroupedScreen):
    """Lists what is not decided yet, the most promising first.

    What the user decides here stays in the list, but for hidden talks, so that nothing jumps away.
    """

    view = "for-you"
    BINDINGS = bindings(FOR_YOU)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx, "for-you", "Searching ...", when="date")
        self._kept: frozenset[str] = frozenset()
        """The ids of all talks that were listed."""

    def marks_changed(self) -> None:
        """Show the new marks, and learn from them."""
        super().marks_changed()
        self._recommend()

    @work(exclusive=True, group="for you")
    async def _recommend(self) -> None:
        asked = _Asked(self.marks, self._kept, self.ctx.programme, self.ctx.now())
        found = await read(self, _recommendations, self.ctx.library, asked)
        self._kept |= {one.talk.id for one in found or ()}
        listed, cursor = self.listed, self.listed.cursor
        before = listed.lines[cursor] if cursor < len(listed.lines) else None
        lines: tuple[AgendaLine, ...] = ()
        if found:
            liked = sum(is_liked(mark) for mark in self.marks.values())
            lines = (
                f"Learned from {count(liked, 'talk')} that you like",
                *(one.talk for one in found),
            )
        listed.empty_text = (
            NOTHING_LEARNED if found is None else "No other talk is similar to those that you like."
        )
        listed.reasons = {
            one.talk.id: (f"because of “{readable_line(one.because.title)}”", one.terms)
            for one in found or ()
        }
        self.show_lines(lines, line_place(before, lines, cursor) if before else 0)

    @work(exclusive=True, group="triage")
    async def action_triage(self) -> None:
        """Go through the listed talks one at a time."""
        # not needed until the key is pressed
        from confbrowse.tui.screens.triage import TriageScreen

        ids = [line.id for line in self.listed.lines if isinstance(line, Talk)]
        numbers = await read(self, self.ctx.library.numbered, ids)
        if numbers:
            queue = queue_for_you(self.ctx.programme)
            self.app.push_screen(
                TriageScreen(self.ctx, ("For you",), queue, tuple(numbers.values()))
            )
        else:
            self.show_message("There are no talks to go through.")

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return the name of the view, and the place and time zone of the current talk."""
        status = replace(self.talk_status(), where=("For you",))
        return status_pieces(status, self.size.width)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What recommendations depend on."""

    marks: Mapping[str, Mark]
    kept: Set[str]
    """The ids of talks that are listed even if they are decided, unless they are hidden."""
    programme: str | None
    now: datetime


def _recommendations(library: LibraryStore, asked: _Asked) -> tuple[Recommendation, ...] | None:
    store = VectorStore(library)
    sets = mark_sets(asked.marks, library.numbered(asked.marks))
    numbers = (
        library.numbers(Scope(asked.programme)) if asked.programme else to_come(store, asked.now)
    )
    kept = frozenset(library.numbered(asked.kept).values()) - sets.hidden
    among = undecided(library, sets, numbers) | kept
    return recommendations(store, sets, among, _MOST)
