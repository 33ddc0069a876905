"""More like this: the talks of the whole library that are most similar to one."""

from collections.abc import Sequence
from dataclasses import replace

from textual import work

from confbrowse.discovery.similar import SimilarTalk, similar_talks
from confbrowse.discovery.vector_store import VectorStore
from confbrowse.model import Talk
from confbrowse.storage.library import LibraryStore
from confbrowse.text.cells import Drawn
from confbrowse.text.latex import readable_line
from confbrowse.tui.background_read import read
from confbrowse.tui.commands import SIMILAR, bindings
from confbrowse.tui.context import AppContext
from confbrowse.tui.screens.grouped import GroupedScreen
from confbrowse.tui.widgets.agenda_list import AgendaLine
from confbrowse.tui.widgets.status_bar import status_pieces

_MOST = 60


class SimilarScreen(GroupedScreen):
    """Lists the talks that are similar to one, the most similar first."""

    BINDINGS = bindings(SIMILAR)

    def __init__(self, ctx: AppContext, talk: Talk) -> None:
        """*talk* is the one to compare with."""
        super().__init__(ctx, "like", "Searching ...", when="date")
        self._talk = talk

    def on_mount(self) -> None:
        """Search for the talks."""
        self._find_similar()

    @work(exclusive=True, group="like")
    async def _find_similar(self) -> None:
        found = await read(self, _similar_talks, self.ctx.library, self._talk)
        talks = [one.talk for one in found]
        heading = f"Like “{readable_line(self._talk.title)}”"
        lines: tuple[AgendaLine, ...] = (heading, *talks) if talks else ()
        self.listed.empty_text = f"No talk is similar to “{self._talk.title}”."
        self.listed.reasons = {one.talk.id: ("", one.terms) for one in found}
        self.show_lines(lines)

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return the title, how many talks are similar, and the time zone of the current one."""
        status = replace(
            self.talk_status(),
            where=("More like this", readable_line(self._talk.title)),
        )
        return status_pieces(status, self.size.width)


def _similar_talks(library: LibraryStore, talk: Talk) -> Sequence[SimilarTalk]:
    return similar_talks(VectorStore(library), talk, _MOST)
