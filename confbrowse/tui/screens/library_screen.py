"""What is above the list: which part of the library is looked at, and the sidebar that shows it."""

import os
from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from confbrowse.errors import ConfbrowseError
from confbrowse.model import Block, Scope, Shelf
from confbrowse.place import SIDEBAR_WIDTHS
from confbrowse.tui import sentences
from confbrowse.tui.screens.following import FollowingScreen
from confbrowse.tui.screens.panes import SIDE_BY_SIDE
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.widgets.line_list import LineList
from confbrowse.tui.widgets.line_view import LineView
from confbrowse.tui.widgets.sidebar import Sidebar, narrowed, nodes_of, star_counts

if TYPE_CHECKING:
    from confbrowse.exchange.files import Theirs
    from confbrowse.exchange.merging import Prefer
    from confbrowse.tui.screens.add import Added

_SIDEBAR_STEP = 2
_FEW = 3
"""So many programmes are shown with their days, where the reader has not said otherwise."""


class LibraryScreen(FollowingScreen):
    """Owns the part of the library in view; its subclass owns the list of that part's talks."""

    BINDINGS = [
        Binding(
            "b", "sidebar", "Sidebar", tooltip="Show or hide the sidebar.", id="browse.sidebar"
        ),
        Binding("A", "add", "Add", tooltip="Bring a programme in: its address, its file, or its name.", id="browse.add", show=False),
        Binding("R", "renew", "Update", tooltip="Read the programme in view again from where it came; tell what changed.", id="browse.update", show=False),
    ]  # fmt: skip

    scope: var[Scope] = var(Scope(), init=False)
    shelves: var[tuple[Shelf, ...]] = var((), init=False)
    opened: var[frozenset[Scope]] = var(frozenset(), init=False)
    """The parts of the library that are open in the sidebar."""
    with_sidebar: var[bool | None] = var(None, init=False)
    """Whether the sidebar is shown; None leaves it to the width of the window."""
    sidebar_width: var[int] = var(30)

    @dataclass
    class Outlined(Message):
        """The sessions of a programme have been read."""

        programme: str
        blocks: tuple[Block, ...]

    @dataclass
    class Reloaded(Message):
        """The reader wants to see what others have changed."""

    @dataclass
    class CameIn(Message):
        """A programme has come into the reader's own library, while another one is in view."""

        programme: str

    @dataclass
    class OnNow(Message):
        """A talk that is on has been found."""

        number: int

    def __init__(self, desk: Desk, main_list: LineList) -> None:
        super().__init__(desk, main_list)
        self.sidebar = Sidebar()
        self._narrowed_to = ""
        """What the parts in the sidebar hold; empty while it shows all."""
        self._outlines: dict[str, tuple[Block, ...]] = {}

    def compose_left(self) -> ComposeResult:
        """Lay out the sidebar."""
        yield self.sidebar

    def fail(self, error: ConfbrowseError) -> None:
        """Tell the reader of *error*, from any thread."""
        self.post_message(self.Failed(error))

    @work(thread=True, group="opening")
    def look_for_now(self, at: datetime) -> None:
        """Find the talk that is on, for a reader who has no place to come back to."""
        from confbrowse.tui import presence  # those who come back need none

        library = self.desk.library
        try:
            talks = presence.talks_of(library, presence.around(library, at))
            opening = presence.talk_at(talks, at)
            number = library.numbered((opening.id,)).get(opening.id) if opening else None
        except ConfbrowseError as error:
            self.fail(error)
        else:
            if number is not None:
                self.post_message(self.OnNow(number))

    @work(thread=True, exclusive=True, group="outline")
    def outline(self) -> None:
        """Read the sessions of every programme that is open in the sidebar."""
        try:
            for programme in self._outlined():
                self.post_message(self.Outlined(programme, self.desk.library.outline(programme)))
        except ConfbrowseError as error:
            self.fail(error)

    def _outlined(self) -> Set[str]:
        """Return the programmes whose sessions the sidebar may show."""
        if self._narrowed_to:
            return {shelf.id for shelf in self.shelves}
        return {scope.programme for scope in self.opened if scope.programme}

    @on(Outlined)
    def _show_outlined(self, event: Outlined) -> None:
        self._outlines[event.programme] = event.blocks
        self.show_nodes()

    def show_nodes(self) -> None:
        """Show the parts of the library with their stars."""
        stars = star_counts(self.starred.values())
        opened = self._all_parts() if self._narrowed_to else self.opened
        nodes = nodes_of(self.shelves, self._outlines, opened, stars)
        self.sidebar.nodes = narrowed(nodes, self._narrowed_to) if self._narrowed_to else nodes

    def _all_parts(self) -> frozenset[Scope]:
        """Return every part of the library that can be opened, as far as it is known yet."""
        days = (
            Scope(block.programme, block.day)
            for blocks in self._outlines.values()
            for block in blocks
        )
        return frozenset((*(Scope(shelf.id) for shelf in self.shelves), *days))

    @on(Sidebar.Narrowed)
    def _narrow(self, event: Sidebar.Narrowed) -> None:
        """Show the parts that hold what was typed; afterwards what was open is open, and in sight."""
        before, self._narrowed_to = self._narrowed_to, event.words.strip()
        self.show_nodes()
        if self._narrowed_to and not before:
            self.outline()
        elif before and not self._narrowed_to:
            self.sidebar.place(self.scope)

    def watch_shelves(self) -> None:
        """Show the programmes; a few are open from the start."""
        if len(self.shelves) <= _FEW and not self.opened:
            self.opened = frozenset(Scope(shelf.id) for shelf in self.shelves)
        self.show_nodes()
        self.sidebar.place(self.scope)

    def watch_opened(self) -> None:
        """Show what was opened or closed."""
        self.show_nodes()
        self.outline()

    @on(Sidebar.Folded)
    def _fold(self, event: Sidebar.Folded) -> None:
        if self._narrowed_to:
            return  # all that is left is open
        self.opened = self.opened | {event.scope} if event.is_open else self.opened - {event.scope}

    @on(LineList.Highlighted, "Sidebar")
    def _show_scope(self, event: LineList.Highlighted) -> None:
        if self.sidebar.has_focus and event.at < len(self.sidebar.nodes):
            self.scope = self.sidebar.nodes[event.at].scope

    @on(LineList.Chosen, "Sidebar")
    def _enter_scope(self) -> None:
        node = self.sidebar.nodes[self.sidebar.cursor]
        if node.is_open is not None:
            self._fold(Sidebar.Folded(node.scope, not node.is_open))
        else:
            self.go_to(self.main_list)

    def go_to(self, pane: Widget) -> None:
        """Focus *pane* once it is on screen; in a narrow window the sidebar makes room for it."""
        if pane is not self.sidebar and self.has_class("-narrow"):
            self.with_sidebar = None
        super().go_to(pane)

    def watch_with_sidebar(self, shown: bool | None) -> None:
        """Show or hide the sidebar."""
        self.set_class(shown is True, "-with-sidebar")
        self.set_class(shown is False, "-without-sidebar")

    def watch_sidebar_width(self, width: int) -> None:
        """Give the sidebar its width; in a narrow window it takes it all."""
        self.sidebar.styles.width = width

    def panes(self) -> list[Widget]:
        """Return the panes that can be gone to, from left to right."""
        return [self.sidebar, *super().panes()] if self.sidebar.display else super().panes()

    def action_sidebar(self) -> None:
        """Show the sidebar and go there, or hide it."""
        if self.sidebar.display:
            self.with_sidebar = False
            self.go_to(self.main_list)
        else:
            self.zoomed = False
            self.with_sidebar = None if self.size.width >= SIDE_BY_SIDE else True
            self.go_to(self.sidebar)

    def action_add(self) -> None:
        """Ask for a source, and bring its programme in."""
        from confbrowse.exchange.files import agenda_at  # few keys need it
        from confbrowse.proposing import conferences, proposals  # as above
        from confbrowse.tui.screens.add import AddScreen  # as above

        today = datetime.now(UTC).date()
        complete = partial(proposals, today=today, known=cache(conferences))

        def look(words: str) -> "Theirs | None":
            return agenda_at(Path(os.path.expanduser(words)))  # noqa: PTH111 - pathlib's fails for ~nobody

        self.app.push_screen(AddScreen(complete, look), self._show_added)

    def _show_added(self, came: "Added | None") -> None:
        """Go to the programme that came in, or offer somebody's agenda."""
        if not came:
            return
        if not isinstance(came, str):
            self._offer(came)
        elif not self.desk.is_own:
            self.post_message(self.CameIn(came))
        else:
            self.library_changed()
            self.opened = self.opened | {Scope(came)}
            self.scope = Scope(came)
            self.sidebar.place(self.scope)

    def _offer(self, theirs: "Theirs") -> None:
        """Let the reader merge an agenda into the marks, or compare it with them first."""
        from confbrowse.tui.screens.compare import CompareScreen  # few keys need it
        from confbrowse.tui.screens.importing import ImportScreen, bringing_in  # as above

        def act(wish: "Prefer | Literal['compare'] | None") -> None:
            if wish == "compare":
                self.app.push_screen(
                    CompareScreen(self.desk, theirs), lambda _: self._offer(theirs)
                )
            elif wish:
                self.write(bringing_in(theirs, self.desk.library, wish), sentences.brought_in)

        self.app.push_screen(ImportScreen(self.desk, theirs), act)

    def action_renew(self) -> None:
        """Read the programme in view again, or all where none is."""
        from confbrowse.tui.screens.renewal import RenewalScreen  # few keys need it

        if not self.desk.is_own:
            self.say("What is in view is not in your library. A brings a programme in.")
            return
        names = {shelf.id: shelf.name for shelf in self.shelves}
        programme = self.scope.programme or (self.shelves[0].id if len(names) == 1 else None)
        name = names.get(programme or "", "all programmes")
        self.app.push_screen(RenewalScreen(programme, name), lambda _: self.library_changed())

    def action_resize(self, step: int) -> None:
        """Make the focused pane larger or smaller."""
        if not self.sidebar.has_focus:
            super().action_resize(step)
            return
        self._widen_sidebar(self.sidebar_width + step * _SIDEBAR_STEP)

    def _widen_sidebar(self, width: int) -> None:
        self.sidebar_width = max(SIDEBAR_WIDTHS[0], min(SIDEBAR_WIDTHS[-1], width))

    @on(LineView.EdgeDragged)
    def _drag_sidebar(self, event: LineView.EdgeDragged) -> None:
        if event.view is self.sidebar and not self.has_class("-narrow"):
            self._widen_sidebar(event.x + 1 - self.sidebar.region.x)

    def action_zoom(self, zoomed: bool | None = None) -> None:
        """Read the talk; in the sidebar, open or close the part under the cursor."""
        if self.sidebar.has_focus and zoomed:
            self._enter_scope()
        else:
            super().action_zoom(zoomed)
