"""More like this: the talks of the whole library that share most with one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual import on, work
from textual.binding import Binding
from textual.message import Message

from confbrowse.errors import ConfbrowseError
from confbrowse.indexing import Indexes
from confbrowse.model import Talk
from confbrowse.text.cells import Drawn
from confbrowse.text.readable import readable_line
from confbrowse.tui.screens.listed import ListedScreen
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.agenda_list import AgendaLine
from confbrowse.tui.widgets.status import status_pieces

_MOST = 60


class LikeScreen(ListedScreen):
    """Lists the talks that are like one, the likest first."""

    BINDINGS = [
        Binding("q", "back", "Back", tooltip="Go back to where you came from.", id="like.back"),
    ]  # fmt: skip

    @dataclass
    class Found(Message):
        """The talks have been found."""

        talks: Sequence[Talk]

    def __init__(self, desk: Desk, like: Talk) -> None:
        """Find what is like the talk *like*."""
        super().__init__(desk, "like", "Looking ...", when="date")
        self._like = like

    def on_mount(self) -> None:
        """Look for them."""
        self._look_for()

    @work(thread=True, exclusive=True, group="like")
    def _look_for(self) -> None:
        try:
            found = Indexes(self.desk.library).like(self._like, _MOST)
        except ConfbrowseError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Found([talk for talk, _ in found]))

    @on(Found)
    def _show_found(self, event: Found) -> None:
        """List them below the talk that they are like."""
        heading = f"Like “{readable_line(self._like.title)}”"
        lines: tuple[AgendaLine, ...] = (heading, *event.talks) if event.talks else ()
        self.listed.empty_text = f"No talk shares a rare word with “{self._like.title}”."
        self.show_lines(lines)

    def status_pieces(self) -> tuple[Drawn, Drawn]:
        """Return what the talks are like, how many there are, and the zone of the one in view."""
        status = replace(
            self.talk_status(),
            where=("More like this", readable_line(self._like.title)),
            at=self.listed.cursor,  # the heading is the line before the first
            shown=sum(isinstance(line, Talk) for line in self.listed.lines),
        )
        return status_pieces(status, self.size.width)
