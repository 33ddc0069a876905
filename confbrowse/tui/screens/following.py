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
        Binding("left_parenthesis", "beside('before')", "Talk before", tooltip="Go to the talk before in its session.", id="talk.before", show=False),
        Binding("right_parenthesis", "beside('after')", "Talk after", tooltip="Go to the next talk of its session.", id="talk.after", show=False),
    ]  # fmt: skip

    @dataclass
    class AroundRead(Message):
        """What stands around a talk has been read."""

        talk: Talk
        around: Around

    def show_talk(self) -> None:
        """Show the talk; what stands around it follows."""
        talk, before = self.talk, self.detail.talk
        super().show_talk()
        if talk is None or before is None or talk.id != before.id:
            self.detail.around = NOTHING_AROUND
        if talk:
            self._read_around(talk)

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
        if action == "beside":
            return getattr(self.detail.around, str(parameters[0])) is not None
        return super().check_action(action, parameters)

    def action_beside(self, which: str) -> None:
        """Go to the talk *which* is ``before`` or ``after`` in its session."""
        talk = getattr(self.detail.around, which)
        if talk:
            self.show_other(talk)
