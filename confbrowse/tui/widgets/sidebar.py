"""The sidebar: programmes, their days and sessions, with counts of talks and stars."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var

from confbrowse.model import Block, Scope, Shelf, Talk, day_of
from confbrowse.text.cells import Drawn, fit
from confbrowse.text.readable import readable_line
from confbrowse.text.slugs import folded
from confbrowse.tui.widgets.line_list import LineList
from confbrowse.tui.widgets.matches import NOT_FOUND
from confbrowse.tui.widgets.signs import STAR

if TYPE_CHECKING:
    from confbrowse.tui.widgets.find_line import FindLine
    from confbrowse.tui.widgets.typed import Typed


_OPEN, _CLOSED = "▾", "▸"
_INDENT = 2


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the sidebar: a part of the library."""

    scope: Scope
    label: str
    depth: int
    talks: int
    stars: int = 0
    is_open: bool | None = None
    """None where there is nothing to open."""


def nodes_of(
    shelves: Sequence[Shelf],
    outlines: Mapping[str, Sequence[Block]],
    opened: frozenset[Scope],
    stars: Mapping[Scope, int],
) -> tuple[Node, ...]:
    """Return the lines of the sidebar: the library, programmes, and what is opened below them.

    *outlines* holds the sessions of the programmes that are known so far, by the programme's id.
    """

    def stars_in(scope: Scope) -> int:
        return stars.get(scope, 0)

    everything = Scope()
    total = sum(shelf.talks for shelf in shelves)
    nodes = [Node(everything, "All programmes", 0, total, stars_in(everything))]
    if len(shelves) == 1:
        nodes.clear()
    for shelf in shelves:
        scope = Scope(shelf.id)
        is_open = scope in opened
        nodes.append(Node(scope, shelf.name, 0, shelf.talks, stars_in(scope), is_open))
        if is_open:
            nodes.extend(_days(outlines.get(shelf.id, ()), opened, stars))
    return tuple(nodes)


def narrowed(nodes: Sequence[Node], words: str) -> tuple[Node, ...]:
    """Return those of *nodes* whose labels hold *words*, with what they are part of."""
    kept: dict[Scope, Node] = {}
    above: list[Node] = []
    for node in nodes:
        above = [*(one for one in above if one.depth < node.depth), node]
        if _holds(node, words):
            kept |= {one.scope: one for one in above}
    return tuple(node for node in nodes if node.scope in kept)


def _holds(node: Node, words: str) -> bool:
    label = folded(node.label)
    return all(word in label for word in folded(words).split())


def star_counts(starred: Iterable[Talk]) -> Counter[Scope]:
    """Return how many of *starred* each part of the library holds."""
    counts: Counter[Scope] = Counter()
    for talk in starred:
        programme, day = talk.id.partition("/")[0], day_of(talk)
        counts[Scope()] += 1
        counts[Scope(programme)] += 1
        counts[Scope(programme, day)] += 1
        counts[Scope(programme, day, talk.session.title)] += 1
    return counts


def _days(
    blocks: Sequence[Block], opened: frozenset[Scope], stars: Mapping[Scope, int]
) -> Iterator[Node]:
    for day in dict.fromkeys(block.day for block in blocks):
        sessions = [block for block in blocks if block.day == day]
        scope = Scope(sessions[0].programme, day)
        is_open = scope in opened
        talks = sum(block.talks for block in sessions)
        yield Node(scope, day_label(day), 1, talks, stars.get(scope, 0), is_open)
        if not is_open:
            continue
        for block in sessions:
            one = Scope(block.programme, day, block.session)
            yield Node(one, readable_line(block.session), 2, block.talks, stars.get(one, 0))


def day_label(day: str) -> str:
    """Return a day as people say it: ``Tue 20 Jul 2021``; ``No time given`` for an empty one."""
    if not day:
        return "No time given"
    found = date.fromisoformat(day)
    return f"{found:%a} {found.day} {found:%b %Y}"


def node_line(node: Node, width: int) -> Drawn:
    """Return *node* in exactly *width* cells: mark, label, stars, talks."""
    mark = {None: " ", True: _OPEN, False: _CLOSED}[node.is_open]
    stars = f" {STAR}{node.stars}" if node.stars else ""
    count = f" {node.talks:>4}"
    room = max(width - len(stars) - len(count), 0)
    label = fit(f"{' ' * (_INDENT * node.depth)}{mark} {node.label}", room)
    role = "line--heading" if node.depth == 0 else "line--title"
    pieces = ((label, role), (stars, "line--star"), (count, "line--faint"))
    return pieces if room else ((fit(stars + count, width), "line--faint"),)


class Sidebar(LineList):
    """Shows the parts of the library and says which one the reader stands on."""

    BINDINGS = [
        Binding("left", "fold(False)", "Close", tooltip="Close this part of the sidebar.", id="sidebar.close", show=False),
        Binding("right", "fold(True)", "Open", tooltip="Open this part of the sidebar.", id="sidebar.open", show=False),
        Binding("slash", "narrow", "Narrow", tooltip="Narrow the sidebar to what holds the words you type.", id="sidebar.narrow"),
        Binding("escape", "widen", "Show all", tooltip="Show the whole sidebar again, as it was.", id="sidebar.widen"),
    ]  # fmt: skip

    nodes: var[tuple[Node, ...]] = var(())

    @dataclass
    class Folded(Message):
        """The reader opened or closed a part of the library."""

        scope: Scope
        is_open: bool

    @dataclass
    class Narrowed(Message):
        """The reader typed what the sidebar is to show; nothing for all of it, as it was."""

        words: str

    _find_line: "FindLine | None" = None
    """Where the words are typed that narrow the sidebar; None while it is whole."""

    def line_count(self) -> int:
        """Return the number of lines."""
        return len(self.nodes)

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return the node on line *at*."""
        return node_line(self.nodes[at], width)

    def watch_nodes(self, old: Sequence[Node], new: Sequence[Node]) -> None:
        """Keep the cursor on the part it stands on, wherever that is now."""
        scope = old[self.cursor].scope if self.cursor < len(old) else None
        places = {node.scope: at for at, node in enumerate(new)}
        at = places.get(scope or Scope(), self.cursor)
        if self._find_line and not self.has_focus:  # what is typed leads to the first that holds it
            words = self._find_line.text
            at = next((at for at, node in enumerate(new) if _holds(node, words)), 0)
        self.lines_changed(at)
        if self._find_line:
            self._find_line.show(f"{len(new):,}" if new else NOT_FOUND)

    def place(self, scope: Scope) -> None:
        """Put the cursor on *scope*, or as near above it as is open."""
        places = {node.scope: at for at, node in enumerate(self.nodes)}
        for near in (scope, Scope(scope.programme, scope.day), Scope(scope.programme)):
            if near in places:
                self.cursor = places[near]
                return

    def on_click(self, event: events.Click) -> None:
        """Open or close a part by a click on its mark."""
        at = self.line_at(event.y)
        if at < len(self.nodes) and self.nodes[at].is_open is not None:
            node = self.nodes[at]
            if event.x <= _INDENT * node.depth + 1:
                event.prevent_default()
                self.post_message(self.Folded(node.scope, not node.is_open))

    def action_fold(self, is_open: bool) -> None:
        """Open or close the part under the cursor; closing a session closes its day."""
        if not self.nodes:
            return
        at = self.cursor
        if not is_open:
            depth = self.nodes[at].depth
            while at > 0 and not self.nodes[at].is_open and self.nodes[at].depth >= depth > 0:
                at -= 1
            self.cursor = at
        node = self.nodes[at]
        if node.is_open is not None and node.is_open is not is_open:
            self.post_message(self.Folded(node.scope, is_open))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Leave Esc to the screen while the sidebar is whole."""
        return action != "widen" or self._find_line is not None

    async def action_narrow(self) -> None:
        """Ask what to show."""
        # few look for anything before the first frame, and the line costs them a moment
        from confbrowse.tui.widgets.find_line import FindLine

        if self._find_line is None:
            self._find_line, self.covered = FindLine("", self._typed), 1
            await self.mount(self._find_line)
            self.refresh_bindings()
        self._find_line.focus()

    async def action_widen(self) -> None:
        """Show everything again."""
        self.focus()
        if self._find_line:
            line, self._find_line, self.covered = self._find_line, None, 0
            await line.remove()
            self.post_message(self.Narrowed(""))
            self.refresh_bindings()

    def _typed(self, typed: "Typed") -> None:
        self.post_message(self.Narrowed(typed.text))

    async def on_find_line_left(self, event: "FindLine.Left") -> None:
        """Go back to the parts that are left, or to all."""
        event.stop()
        if event.keeps and self.nodes:
            self.focus()
            self.call_after_refresh(self.post_message, self.Highlighted(self, self.cursor))
        else:
            await self.action_widen()

    def on_find_line_asked(self, event: "FindLine.Asked") -> None:
        """Move among what is left while typing."""
        event.stop()
        self.action_move(event.step)
