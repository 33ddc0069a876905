"""Every key there is, read off the bindings themselves: the table of the README and of ``keys``.

It loads every screen; nothing that has to start fast needs it.
"""

from collections.abc import Iterator

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from confbrowse.tui.keymap import Command, Place
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
from confbrowse.tui.widgets.detail_pane import DetailPane
from confbrowse.tui.widgets.find_line import FindLine
from confbrowse.tui.widgets.line_list import LineList
from confbrowse.tui.widgets.search_line import SearchLine
from confbrowse.tui.widgets.sidebar import Sidebar
from confbrowse.tui.widgets.talk_cards import TalkCards
from confbrowse.tui.widgets.talk_list import TalkList
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

_USUAL: tuple[type[Widget], ...] = (LineList, DetailPane)
_FOCUSED: dict[type[DOMNode], tuple[type[Widget], ...]] = {
    BrowseScreen: (TalkList, Sidebar, DetailPane),
    ClashScreen: (TalkCards,),
    NoteScreen: (),
    TextScreen: (),
    TimelineScreen: (DayDrawing, DetailPane),
}
"""What can have the focus on a screen, where that is more or less than a list and an abstract."""


def bindings(owner: type[DOMNode]) -> Iterator[Binding]:
    """Yield the bindings that *owner* itself declares."""
    for binding in owner.__dict__.get("BINDINGS", ()):
        if isinstance(binding, Binding):
            yield binding


def commands() -> tuple[Command, ...]:
    """Return every command with its keys as they are without the reader's own, in order of the table."""
    return tuple(
        Command(
            id=binding.id or "",
            name=binding.description,
            keys=tuple(binding.key.split(",")),
            help=binding.tooltip,
            heading=heading,
            places=_places(owner),
        )
        for heading, owners in OWNERS
        for owner in owners
        for binding in bindings(owner)
    )


def _places(owner: type[DOMNode]) -> frozenset[Place]:
    """Return where the keys of *owner*, a screen or something that can have the focus, work."""
    if issubclass(owner, TypingLine):  # it takes every other key as text
        lines = (SearchLine, FindLine)
        return frozenset(("", line.__name__) for line in lines if issubclass(line, owner))
    everywhere = (
        (screen, focused) for screen in _screens() for focused in _FOCUSED.get(screen, _USUAL)
    )
    alone = ((screen, screen) for screen in _screens() if not _FOCUSED.get(screen, _USUAL))
    return frozenset(
        (screen.__name__, focused.__name__)
        for screen, focused in (*everywhere, *alone)
        if issubclass(screen, owner) or issubclass(focused, owner)
    )


def _screens() -> tuple[type[DOMNode], ...]:
    """Return the screens of the table that others are not made from."""
    found = [one for _, owners in OWNERS for one in owners if issubclass(one, Screen)]
    return tuple(
        one
        for one in found
        if not any(other is not one and issubclass(other, one) for other in found)
    )


def table() -> str:
    """Return the table in Markdown; commands that do the same share a line."""
    lines = ["| key | what it does |", "|---|---|"]
    rows: dict[tuple[str, str], list[str]] = {}
    for command in commands():
        keys = [f"`{shown(key)}`" for key in command.keys]
        rows.setdefault((command.heading, command.help), []).extend(keys)
    told = ""
    for (heading, help_text), keys in rows.items():
        if heading != told:
            lines.append(f"| **{heading}** | |")
            told = heading
        lines.append(f"| {' '.join(dict.fromkeys(keys))} | {help_text} |")
    return "\n".join(lines)
