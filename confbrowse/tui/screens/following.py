"""From a talk to others: those before and after it in its session, what is on meanwhile."""

from dataclasses import dataclass

from textual import on, work
from textual.binding import Binding
from textual.message import Message

from confbrowse.errors import ConfbrowseError
from confbrowse.model import NOTHING_AROUND, Around, Link, Talk
from confbrowse.tui.screens.panes import PanesScreen
from confbrowse.tui.widgets.detail_pane import DetailPane


class FollowingScreen(PanesScreen):
    """Shows what stands around the talk in view, and goes there."""

    BINDINGS = [
        Binding("left_parenthesis", "beside(-1)", "Talk before", tooltip="Go to the talk before in its session.", id="talk.before", show=False),
        Binding("right_parenthesis", "beside(1)", "Talk after", tooltip="Go to the next talk of its session.", id="talk.after", show=False),
    ]  # fmt: skip

    @dataclass
    class AroundRead(Message):
        """What stands around a talk has been read."""

        talk: Talk
        around: Around

    @dataclass
    class BesideFound(Message):
        """The talk so many steps away in the session has been looked up."""

        talk: Talk
        steps: int
        found: Talk | None

    _steps = 0
    """How far in its session the reader wants to go from the talk in view; the answer is to come."""

    def show_talk(self) -> None:
        """Show the talk; what stands around it follows."""
        talk, before = self.talk, self.detail.talk
        super().show_talk()
        if talk is None or before is None or talk.id != before.id:
            self.detail.around = NOTHING_AROUND
        if talk:
            self._read_around(talk)

    def show_first_talk(self) -> None:
        """Show the talk with what stands around it in the first frame: what follows it comes late."""
        super().show_talk()
        try:
            self.detail.around = self.desk.library.neighbours(self.talk.id if self.talk else "")
        except ConfbrowseError as error:
            self.post_message(self.Failed(error))

    @work(thread=True, exclusive=True, group="around")
    def _read_around(self, talk: Talk) -> None:
        try:
            around = self.desk.library.neighbours(talk.id)
        except ConfbrowseError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.AroundRead(talk, around))

    @on(AroundRead)
    def _show_around(self, event: AroundRead) -> None:
        if self.detail.talk is event.talk:
            self.detail.around = event.around
            self.refresh_bindings()

    def line_of(self, talk: Talk) -> int | None:
        """Return the line of the list that *talk* is on; None where it is on none."""
        raise NotImplementedError

    def show_other(self, talk: Talk) -> None:
        """Go to *talk*, in the list if it is there; otherwise it is shown without."""
        at = self.line_of(talk)
        if at is not None:
            self.main_list.cursor = at
        self.talk = talk

    @on(DetailPane.Followed)
    def _follow_lead(self, event: DetailPane.Followed) -> None:
        if isinstance(event.lead, Link):
            self.open_link(event.lead)
        else:
            self.show_other(event.lead)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys out that lead nowhere."""
        if action == "beside" and self.detail.talk is self.talk:
            around = self.detail.around
            return (around.after if parameters[0] == 1 else around.before) is not None
        return super().check_action(action, parameters)

    def action_beside(self, step: int) -> None:
        """Go to the talk before or after in the session; as often as the key was pressed."""
        if self.talk:
            self._steps += step
            self._look_beside(self.talk, self._steps)

    @work(thread=True, exclusive=True, group="beside")
    def _look_beside(self, talk: Talk, steps: int) -> None:
        try:
            found = self.desk.library.beside(talk.id, steps) if steps else talk
        except ConfbrowseError as error:
            self.post_message(self.Failed(error))
            found = None
        self.post_message(self.BesideFound(talk, steps, found))

    @on(BesideFound)
    def _show_beside(self, event: BesideFound) -> None:
        if event.talk is self.talk and event.steps != self._steps:
            return  # the key was pressed again meanwhile
        self._steps = 0
        if event.found and event.talk is self.talk:
            self.show_other(event.found)
