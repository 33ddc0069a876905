"""Every command has help, matches the class that has it, and uses no key that a terminal needs."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from pkgutil import walk_packages

from textual.binding import Binding
from textual.dom import DOMNode

import confbrowse.tui
from confbrowse.tui.app import ConfbrowseApp
from confbrowse.tui.commands import COMMANDS, SCOPES, KeyScope, bindings
from confbrowse.tui.dialogs.base import MessageDialog
from confbrowse.tui.dialogs.choice import ChoiceDialog
from confbrowse.tui.dialogs.copy import CopyMenu
from confbrowse.tui.dialogs.export import _TARGETS, ExportDialog
from confbrowse.tui.dialogs.guide import GuideDialog
from confbrowse.tui.dialogs.help import HelpDialog
from confbrowse.tui.dialogs.import_ import ImportDialog
from confbrowse.tui.dialogs.links import LinksDialog
from confbrowse.tui.dialogs.note import NoteDialog
from confbrowse.tui.dialogs.palette import Palette
from confbrowse.tui.dialogs.prompt import PromptDialog
from confbrowse.tui.dialogs.task import TaskDialog
from confbrowse.tui.screens.agenda import AgendaScreen, FreeSlotScreen
from confbrowse.tui.screens.browse import BrowseScreen
from confbrowse.tui.screens.clash import _MOST, ClashScreen
from confbrowse.tui.screens.compare import CompareScreen
from confbrowse.tui.screens.now import NowScreen
from confbrowse.tui.screens.overview import OverviewScreen
from confbrowse.tui.screens.people import PeopleScreen
from confbrowse.tui.screens.plan import PlanScreen
from confbrowse.tui.screens.recommend import ForYouScreen
from confbrowse.tui.screens.similar import SimilarScreen
from confbrowse.tui.screens.timeline import TimelineScreen
from confbrowse.tui.screens.triage import TriageScreen
from confbrowse.tui.widgets.cards import TalkCards
from confbrowse.tui.widgets.cell_grid import CellGrid
from confbrowse.tui.widgets.detail import DetailPane
from confbrowse.tui.widgets.lines import LineList
from confbrowse.tui.widgets.search_bar import SearchBar
from confbrowse.tui.widgets.sidebar import Sidebar
from confbrowse.tui.widgets.talk_list import TalkList
from confbrowse.tui.widgets.text_view import FindLine
from confbrowse.tui.widgets.timeline import TimelineView

CHECKOUT = Path(__file__).parents[1]
NEVER = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"}
"""Backspace, Tab and Enter in disguise."""
GROUPED: dict[str, type[DOMNode]] = {
    "agenda": AgendaScreen,
    "plan": PlanScreen,
    "free time": FreeSlotScreen,
    "now": NowScreen,
    "people": PeopleScreen,
    "similar": SimilarScreen,
    "for you": ForYouScreen,
    "compare": CompareScreen,
}
MENUS: dict[str, type[DOMNode]] = {
    "links": LinksDialog,
    "export": ExportDialog,
    "help": HelpDialog,
    "palette": Palette,
    "choice": ChoiceDialog,
    "import": ImportDialog,
    "task": TaskDialog,
    "prompt": PromptDialog,
}
PLACES: dict[str, tuple[type[DOMNode], ...]] = {
    "browse/list": (BrowseScreen, TalkList),
    "browse/sidebar": (BrowseScreen, Sidebar),
    "browse/abstract": (BrowseScreen, DetailPane),
    "timeline/drawing": (TimelineScreen, TimelineView),
    "timeline/abstract": (TimelineScreen, DetailPane),
    "overview/cells": (OverviewScreen, CellGrid),
    **{f"{name}/list": (screen, LineList) for name, screen in GROUPED.items()},
    **{f"{name}/abstract": (screen, DetailPane) for name, screen in GROUPED.items()},
    **{name: (screen, LineList) for name, screen in MENUS.items()},
    "clash": (ClashScreen, TalkCards),
    "triage": (TriageScreen,),
    "message": (MessageDialog,),
    "guide": (GuideDialog,),
    "note": (NoteDialog,),
    "copy": (CopyMenu,),
    "search bar": (SearchBar,),  # a line takes every key before its screen does
    "find line": (FindLine,),
}
"""The classes whose keys work in a place that ``active_in`` names."""


def subclasses(owner: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for found in owner.__subclasses__():
        yield found
        yield from subclasses(found)


def classes_with_keys() -> dict[type[DOMNode], tuple[KeyScope, ...]]:
    """Return every class of ours that declares keys, with the scopes that they are in."""
    for module in walk_packages(confbrowse.tui.__path__, "confbrowse.tui."):
        import_module(module.name)
    found: dict[type[DOMNode], tuple[KeyScope, ...]] = {}
    for owner in subclasses(DOMNode):
        if owner.__module__.startswith("confbrowse.") and owner.__dict__.get("BINDINGS"):
            ids = {one.id for one in owner.BINDINGS if isinstance(one, Binding)}
            found[owner] = tuple(
                scope for scope in SCOPES if ids & {one.id for one in scope.commands}
            )
    return found


CLASSES = classes_with_keys()


def test_every_command_explains_itself() -> None:
    assert [
        one.id
        for one in COMMANDS.values()
        if not (one.label and one.help.endswith(".")) or one.label.endswith(".")
    ] == []


def test_ids_are_unique() -> None:
    assert len(COMMANDS) == sum(len(scope.commands) for scope in SCOPES)


def test_scopes_of_one_heading_stand_together() -> None:
    headings = [scope.heading for scope in SCOPES]
    changes = sum(one != other for one, other in pairwise(headings))
    assert changes + 1 == len(set(headings))


def test_no_key_is_one_that_terminals_confuse() -> None:
    assert [one.id for one in COMMANDS.values() if NEVER.intersection(one.default_keys)] == []


def test_the_digits_are_as_many_as_what_they_choose() -> None:
    def digits(start: str) -> list[str]:
        return [one.keys for one in COMMANDS.values() if one.id.startswith(start)]

    assert digits("export.take-") == [str(n) for n in range(1, len(_TARGETS) + 1)]
    assert digits("clash.keep-") == [str(n) for n in range(1, _MOST + 1)]


def test_every_key_of_a_class_comes_from_a_scope_and_every_scope_has_one_class() -> None:
    for owner, scopes in CLASSES.items():
        assert bindings(*scopes) == owner.BINDINGS, owner
    carried = [scope for scopes in CLASSES.values() for scope in scopes]
    assert sorted(map(SCOPES.index, carried)) == list(range(len(SCOPES)))


def test_every_action_exists_on_the_class_that_has_its_key() -> None:
    missing = []
    for owner, scopes in CLASSES.items():
        for command in (one for scope in scopes for one in scope.commands):
            namespace, _, action = command.action.partition("(")[0].rpartition(".")
            target = ConfbrowseApp if namespace == "app" else owner
            if not hasattr(target, f"action_{action}"):
                missing.append(command.id)
    assert missing == []


def test_a_scope_is_active_where_its_class_takes_keys() -> None:
    for owner, scopes in CLASSES.items():
        places = {
            name
            for name, classes in PLACES.items()
            if any(issubclass(one, owner) for one in classes)
        }
        for scope in scopes:
            assert scope.active_in == places, owner


def test_printing_the_keys_loads_no_screen() -> None:
    script = "import sys; import confbrowse.cli.keys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=CHECKOUT
    )
    modules = done.stdout.split()
    assert "confbrowse.tui.commands" in modules
    heavy = ("textual.app", "textual.screen", "textual.widget", "confbrowse.tui.screens")
    assert [one for one in modules if one.startswith(heavy)] == []
