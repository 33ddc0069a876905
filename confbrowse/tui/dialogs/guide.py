"""The guide that ships with the program, read on the screen."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Markdown, Static

from confbrowse.guide_topics import Topic, topics
from confbrowse.paths import shipped
from confbrowse.tui.commands import GUIDE, bindings
from confbrowse.tui.dialogs.base import HEIGHTS
from confbrowse.tui.dialogs.choice import Choice, ChoiceDialog
from confbrowse.tui.dismiss import DismissOnce

_HINT = "j k Space scroll · Esc close"


def topic_choice() -> ChoiceDialog:
    """Return a dialog that chooses a topic by its name."""
    choices = [Choice(one.name, one.name, one.title) for one in topics()]
    return ChoiceDialog("Guide", choices, "Enter read · Esc cancel")


class GuideDialog(DismissOnce[None], ModalScreen[None]):
    """Shows a topic of the guide."""

    CSS_PATH = shipped("styles") / "menu.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS = bindings(GUIDE)

    def __init__(self, topic: Topic) -> None:
        super().__init__()
        self._topic = topic

    def compose(self) -> ComposeResult:
        with Vertical(id="window"):
            yield Static(Content(f"Guide: {self._topic.name}"), id="title", markup=False)
            with VerticalScroll():
                yield Markdown(self._topic.text, open_links=False)
            yield Static(Content(_HINT), id="hint", markup=False)

    def action_scroll(self, where: str) -> None:
        """Scroll by a line or a page, or to an end: ``down``, ``page_up``, ``home`` and so on."""
        getattr(self.query_one(VerticalScroll), f"scroll_{where}")(animate=False)
