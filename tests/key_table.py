"""The key table of the README, made from the bindings themselves.

``python tests/key_table.py`` prints it, where confbrowse is installed; a test asks that the README holds it.
"""

import sys
from collections.abc import Iterator

from textual.binding import Binding
from textual.dom import DOMNode

from confbrowse.tui.keys import shown
from confbrowse.tui.screens.agenda import AgendaScreen
from confbrowse.tui.screens.arranging import ArrangingScreen
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.clash import ClashScreen
from confbrowse.tui.screens.compare import CompareScreen
from confbrowse.tui.screens.errands import ErrandScreen
from confbrowse.tui.screens.export import ExportScreen
from confbrowse.tui.screens.exporting import ExportingScreen
from confbrowse.tui.screens.fitting import FittingScreen
from confbrowse.tui.screens.following import FollowingScreen
from confbrowse.tui.screens.help import HelpScreen
from confbrowse.tui.screens.importing import ImportScreen
from confbrowse.tui.screens.library_screen import LibraryScreen
from confbrowse.tui.screens.like import LikeScreen
from confbrowse.tui.screens.linking import LinkingScreen
from confbrowse.tui.screens.links import LinksScreen
from confbrowse.tui.screens.menu import MenuScreen
from confbrowse.tui.screens.note import NoteScreen
from confbrowse.tui.screens.now import NowScreen
from confbrowse.tui.screens.panes import PanesScreen
from confbrowse.tui.screens.people import PeopleScreen
from confbrowse.tui.screens.planning import PlanningScreen
from confbrowse.tui.screens.proposing import ProposingScreen
from confbrowse.tui.screens.searching import SearchingScreen
from confbrowse.tui.screens.talk_screen import TalkScreen
from confbrowse.tui.screens.text import TextScreen
from confbrowse.tui.screens.timeline import TimelineScreen
from confbrowse.tui.screens.views import ViewsScreen
from confbrowse.tui.widgets.day_drawing import DayDrawing
from confbrowse.tui.widgets.find_line import FindLine
from confbrowse.tui.widgets.line_list import LineList
from confbrowse.tui.widgets.search_line import SearchLine
from confbrowse.tui.widgets.sidebar import Sidebar
from confbrowse.tui.widgets.text_view import TextView
from confbrowse.tui.widgets.typing_line import TypingLine

OWNERS: tuple[tuple[str, tuple[type[DOMNode], ...]], ...] = (
    ("Move in a list", (LineList,)),
    ("Act on a talk", (TalkScreen, LinkingScreen, PlanningScreen, ExportingScreen)),
    (
        "Go between panes and views",
        (
            ViewsScreen,
            PanesScreen,
            FollowingScreen,
            LibraryScreen,
            SearchingScreen,
            ArrangingScreen,
            BrowseScreen,
        ),
    ),
    ("While you type a search", (SearchLine, TypingLine)),
    ("In the sidebar", (Sidebar,)),
    ("In the abstract", (TextView,)),
    ("While you find something in the abstract", (FindLine,)),
    ("In the agenda, and in what fits free time", (AgendaScreen, FittingScreen)),
    ("Among talks that clash", (ClashScreen,)),
    ("Now", (NowScreen,)),
    ("In the timeline", (TimelineScreen, DayDrawing)),
    ("Among people", (PeopleScreen,)),
    ("Among talks like one", (LikeScreen,)),
    ("Compared with another agenda", (CompareScreen,)),
    ("While you write a note", (NoteScreen,)),
    ("In small windows", (MenuScreen, LinksScreen, ExportScreen, HelpScreen, TextScreen)),
    ("While an agenda comes in", (ImportScreen,)),
    ("While a programme comes in", (ErrandScreen, ProposingScreen)),
)
"""Every class with keys of its own, under the heading its keys have in the README."""


def bindings(owner: type[DOMNode]) -> Iterator[Binding]:
    """Yield the bindings that *owner* itself declares."""
    for binding in owner.__dict__.get("BINDINGS", ()):
        assert isinstance(binding, Binding)
        yield binding


def table() -> str:
    """Return the table in Markdown; bindings that do the same share a line."""
    lines = ["| key | what it does |", "|---|---|"]
    for heading, owners in OWNERS:
        lines.append(f"| **{heading}** | |")
        rows: dict[str, list[str]] = {}
        for owner in owners:
            for binding in bindings(owner):
                keys = [f"`{shown(key)}`" for key in binding.key.split(",")]
                rows.setdefault(binding.tooltip, []).extend(keys)
        lines += [f"| {' '.join(keys)} | {tooltip} |" for tooltip, keys in rows.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
