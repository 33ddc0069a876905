"""The ways from one view to another: 1 to 5, and the people of a talk. The application shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from confbrowse.model import Talk
from confbrowse.tui.screens.exporting import ExportingScreen


class ViewsScreen(ExportingScreen):
    """Says where the reader wants to go."""

    view = ""
    """What this view is called; empty for one that has no key of its own."""
    BINDINGS = [
        Binding("1", "view('programme')", "Programme", tooltip="Go to the programme.", id="view.programme", show=False),
        Binding("a,2", "view('agenda')", "Agenda", tooltip="Show what you starred, day by day; again to go back.", id="view.agenda"),
        Binding("t,3", "view('now')", "Now", tooltip="Show what is on, what comes next, and how soon; again to go back.", id="view.now", show=False),
        Binding("4", "view('timeline')", "Timeline", tooltip="Show a day as a drawing, its talks to scale; again to go back.", id="view.timeline", show=False),
        Binding("5", "view('people')", "People", tooltip="Show who gives the talks you starred, and all their talks.", id="view.people", show=False),
        Binding("p", "people", "Their talks", tooltip="Show all talks of this one's authors, across programmes.", id="talk.people", show=False),
        Binding("m", "like", "More like this", tooltip="Show the talks most like this one, of the whole library.", id="talk.like", show=False),
    ]  # fmt: skip

    @dataclass
    class ViewAsked(Message):
        """The reader wants to see another view."""

        view: str
        """``programme`` for the main screen."""

    @dataclass
    class PeopleAsked(Message):
        """The reader wants to see all talks of some people."""

        names: Sequence[str]

    @dataclass
    class LikeAsked(Message):
        """The reader wants to see more talks like one."""

        talk: Talk

    def action_like(self) -> None:
        """Show more talks like this one."""
        if self.talk:
            self.post_message(self.LikeAsked(self.talk))

    def action_view(self, view: str) -> None:
        """Go to *view*; from there, back to the programme."""
        self.post_message(self.ViewAsked("programme" if view == self.view else view))

    def action_people(self) -> None:
        """Show all talks of the authors of this one."""
        if self.talk and self.talk.authors:
            self.post_message(self.PeopleAsked(self.talk.authors))
        elif self.talk:
            self.say("This talk names nobody.")
