"""The sidebar: programmes, their days and sessions, with counts of talks and stars."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.reactive import var

from confbrowse.model import ProgrammeSummary, Scope, SessionSummary, Talk, listed_day
from confbrowse.text.cells import Drawn, fit
from confbrowse.text.latex import readable_line
from confbrowse.text.slugs import folded
from confbrowse.tui.commands import SIDEBAR, bindings
from confbrowse.tui.widgets.glyphs import CLOSED, OPEN, STAR
from confbrowse.tui.widgets.lines import LineList
from confbrowse.tui.widgets.text_view import NOT_FOUND

if TYPE_CHECKING:
    from confbrowse.tui.widgets.line_editor import LineBuffer
    from confbrowse.tui.widgets.text_view import FindLine


_INDENT = 2
_COUNT_WIDTH = 4
"""Digits that there is always room for."""


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the sidebar: the library, a programme, a day, a session or a saved search."""

    scope: Scope
    """Of a saved search, one that contains nothing and only tells the lines apart."""
    label: str
    depth: int
    talks: int | None
    """None if they are not counted yet, for a saved search."""
    stars: int = 0
    is_open: bool | None = None
    """None for a part that cannot be expanded."""
    query: str = ""
    """What a saved search is called by, such as ``@mine``; empty for a part of the library."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The results of one query, counted in the parts of the library that were searched for it so far."""

    query: str = ""
    """Empty while nothing is searched."""
    scopes: frozenset[Scope] = frozenset()
    """The parts that were searched."""
    counts: Mapping[Scope, int] = field(default_factory=dict)
    """Without parts that have no results."""

    def of(self, part: Scope) -> int | None:
        """Return how many results are in *part*; None if it has not been searched."""
        is_known = any(scope.contains(part) for scope in self.scopes)
        return self.counts.get(part, 0) if is_known else None

    def with_counts(self, query: str, scope: Scope, counts: Mapping[Scope, int]) -> "Hits":
        """Return the hits after *scope* was searched for *query*, with the results that it has."""
        if query != self.query:
            return Hits(query, frozenset((scope,)), counts)
        others = {part: n for part, n in self.counts.items() if not scope.contains(part)}
        return Hits(query, self.scopes | {scope}, {**others, **counts})


NO_HITS = Hits()


def nodes_of(
    programmes: Sequence[ProgrammeSummary],
    outlines: Mapping[str, Sequence[SessionSummary]],
    expanded: frozenset[Scope],
    stars: Mapping[Scope, int],
    searches: Mapping[str, int | None] | None = None,
) -> tuple[Node, ...]:
    """Return the lines of the sidebar: the library, its programmes, and what is expanded below them.

    Last come the saved *searches*, such as ``@mine``, with their numbers of results. *outlines* has the sessions of the programmes that have been read so far, by the programme's id.
    """

    def stars_in(scope: Scope) -> int:
        return stars.get(scope, 0)

    everything = Scope()
    total = sum(programme.talks for programme in programmes)
    nodes = [Node(everything, "All programmes", 0, total, stars_in(everything))]
    if len(programmes) == 1:
        nodes.clear()
    for programme in programmes:
        scope = Scope(programme.id)
        is_open = scope in expanded
        nodes.append(Node(scope, programme.name, 0, programme.talks, stars_in(scope), is_open))
        if is_open:
            nodes.extend(_days(outlines.get(programme.id, ()), expanded, stars))
    for name, results in (searches or {}).items():
        nodes.append(Node(Scope(name), name, 0, results, query=name))
    return tuple(nodes)


def filtered(nodes: Sequence[Node], words: str) -> tuple[Node, ...]:
    """Return those of *nodes* whose labels contain *words*, with the nodes that they are part of."""
    kept: dict[Scope, Node] = {}
    above: list[Node] = []
    for node in nodes:
        above = [*(one for one in above if one.depth < node.depth), node]
        if _contains(node, words):
            kept |= {one.scope: one for one in above}
    return tuple(node for node in nodes if node.scope in kept)


def _contains(node: Node, words: str) -> bool:
    label = folded(node.label)
    return all(word in label for word in folded(words).split())


def star_counts(starred: Iterable[Talk]) -> Counter[Scope]:
    """Return how many of *starred* are in each part of the library."""
    counts: Counter[Scope] = Counter()
    for talk in starred:
        programme, day = talk.id.partition("/")[0], listed_day(talk)
        counts[Scope()] += 1
        counts[Scope(programme)] += 1
        counts[Scope(programme, day)] += 1
        counts[Scope(programme, day, talk.session.title)] += 1
    return counts


def _days(
    outline: Sequence[SessionSummary], expanded: frozenset[Scope], stars: Mapping[Scope, int]
) -> Iterator[Node]:
    for day in dict.fromkeys(session.day for session in outline):
        sessions = [session for session in outline if session.day == day]
        scope = Scope(sessions[0].programme, day)
        is_open = scope in expanded
        talks = sum(session.talks for session in sessions)
        yield Node(scope, _short_label(day), 1, talks, stars.get(scope, 0), is_open)
        if not is_open:
            continue
        for session in sessions:
            part = Scope(session.programme, day, session.session)
            label = readable_line(session.session)
            yield Node(part, label, 2, session.talks, stars.get(part, 0))


def day_label(day: str, *beside: str) -> str:
    """Return a day, such as ``2021-07-20``, as ``Tue 20 Jul 2021``; ``No time given`` for an empty one.

    It has no year if there are names of programmes *beside* it that all say it.
    """
    if not day:
        return "No time given"
    found = date.fromisoformat(day)
    year = "" if beside and all(day[:4] in name for name in beside) else f" {found.year}"
    return f"{found:%a} {found.day} {found:%b}{year}"


def _short_label(day: str) -> str:
    """Return a day as ``Tue 20 Jul``: its programme, above it, has a year."""
    return day_label(day)[:-5] if day else day_label(day)


def node_line(node: Node, width: int, hits: Hits = NO_HITS) -> Drawn:
    """Return *node* in exactly *width* cells: arrow, label, stars, talks.

    During a search *hits* are shown instead of the talks.
    """
    arrow = {None: " ", True: OPEN, False: CLOSED}[node.is_open]
    stars = f" {STAR}{node.stars}" if node.stars else ""
    talks = hits.of(node.scope) if hits.query and not node.query else node.talks
    digits = "" if talks is None else str(talks)
    gap = " " * (max(_COUNT_WIDTH - len(digits), 0) + 1)
    room = max(width - len(stars) - len(gap) - len(digits), 0)
    label = fit(f"{' ' * (_INDENT * node.depth)}{arrow} {node.label}", room)
    role = "line--heading" if node.depth == 0 and not node.query else "line--title"
    count_role = "line--hit" if hits.query and talks and not node.query else "line--faint"
    if not room:
        return ((fit(f"{stars}{gap}{digits}", width), "line--faint"),)
    return ((label, role), (stars, "line--star"), (gap, "line--faint"), (digits, count_role))


class Sidebar(LineList):
    """Shows the parts of the library, with the cursor on one of them.

    The screen passes in the parts and which of them are expanded; the sidebar itself owns the filter.
    """

    BINDINGS = bindings(SIDEBAR)

    programmes: var[tuple[ProgrammeSummary, ...]] = var(())
    outlines: var[Mapping[str, Sequence[SessionSummary]]] = var(dict)
    """The sessions of the programmes that have been read so far, by the programme's id."""
    expanded: var[frozenset[Scope]] = var(frozenset())
    """The parts that are expanded while nothing is filtered."""
    stars: var[Mapping[Scope, int]] = var(dict)
    """How many starred talks are in each part; none may be left out."""
    searches: var[Mapping[str, int | None]] = var(dict)
    """The saved searches, such as ``@mine``, with their numbers of results; None if not counted yet."""
    hits: var[Hits] = var(NO_HITS)
    """The results of the search in each part."""
    scope = Scope()
    """The part that the screen shows; scrolled into view when the programmes change or the filter ends."""
    nodes: var[tuple[Node, ...]] = var(())
    """The lines, made from the values above."""

    @dataclass
    class Expanded(Message):
        """The user expanded or collapsed a part of the library."""

        scope: Scope
        is_open: bool

    class Filtered(Message):
        """The user began to type a filter: the sessions of all programmes are needed."""

    _filter = ""
    """The words by which the parts are filtered; empty while all are shown."""
    _find_line: "FindLine | None" = None
    """Where the filter is typed; None while all parts are shown."""

    @property
    def outlined(self) -> frozenset[str]:
        """The programmes whose sessions may be shown, by their ids."""
        if self._filter:
            return frozenset(programme.id for programme in self.programmes)
        return frozenset(scope.programme for scope in self.expanded if scope.programme)

    def watch_programmes(self) -> None:
        """Show the programmes, with the cursor on the part that the screen shows."""
        self._update_nodes()
        self.place(self.scope)

    def watch_outlines(self) -> None:
        """Show the sessions."""
        self._update_nodes()

    def watch_expanded(self) -> None:
        """Show what is expanded."""
        self._update_nodes()

    def watch_stars(self) -> None:
        """Show the stars."""
        self._update_nodes()

    def watch_searches(self) -> None:
        """Show the saved searches."""
        self._update_nodes()

    def watch_hits(self) -> None:
        """Show the results of the search."""
        self.refresh()

    def _update_nodes(self) -> None:
        expanded = self._all_parts() if self._filter else self.expanded
        nodes = nodes_of(self.programmes, self.outlines, expanded, self.stars, self.searches)
        self.nodes = filtered(nodes, self._filter) if self._filter else nodes

    def _all_parts(self) -> frozenset[Scope]:
        """Return every part that can be expanded, as far as it has been read."""
        days = (
            Scope(block.programme, block.day)
            for blocks in self.outlines.values()
            for block in blocks
        )
        return frozenset((*(Scope(programme.id) for programme in self.programmes), *days))

    def line_count(self) -> int:
        return len(self.nodes)

    def draw_line(self, at: int, width: int) -> Drawn:
        return node_line(self.nodes[at], width, self.hits)

    def watch_nodes(self, old: Sequence[Node], new: Sequence[Node]) -> None:
        """Keep the cursor on its part; while a filter is typed, go to the first part that matches."""
        scope = old[self.cursor].scope if self.cursor < len(old) else None
        places = {node.scope: at for at, node in enumerate(new)}
        at = places.get(scope or Scope(), self.cursor)
        if self._find_line and not self.has_focus:
            words = self._find_line.text
            at = next((at for at, node in enumerate(new) if _contains(node, words)), 0)
        self.lines_changed(at)
        if self._find_line:
            self._find_line.show(f"{len(new):,}" if new else NOT_FOUND)

    def place(self, scope: Scope) -> None:
        """Put the cursor on *scope*, else on the nearest part above it that is shown."""
        places = {node.scope: at for at, node in enumerate(self.nodes)}
        for near in (scope, Scope(scope.programme, scope.day), Scope(scope.programme)):
            if near in places:
                self.cursor = places[near]
                return

    def on_click(self, event: events.Click) -> None:
        """Expand or collapse the part whose arrow is clicked."""
        at = self.line_at(event.y)
        if at < len(self.nodes) and self.nodes[at].is_open is not None:
            node = self.nodes[at]
            if event.x <= _INDENT * node.depth + 1:
                event.prevent_default()
                self._expand(node, not node.is_open)

    def _expand(self, node: Node, is_open: bool) -> None:
        if not self._filter:  # what a filter leaves is expanded
            self.post_message(self.Expanded(node.scope, is_open))

    @property
    def is_open(self) -> bool | None:
        """Whether the part at the cursor is expanded; None if it cannot be."""
        return self.nodes[self.cursor].is_open if self.nodes else None

    @property
    def saved_search(self) -> str:
        """The saved search at the cursor; empty on a part of the library."""
        return self.nodes[self.cursor].query if self.nodes else ""

    def toggle(self) -> bool:
        """Expand or collapse the part at the cursor; return False for one that cannot be expanded."""
        node = self.nodes[self.cursor]
        if node.is_open is not None:
            self._expand(node, not node.is_open)
        return node.is_open is not None

    def action_fold(self, is_open: bool) -> None:
        """Expand or collapse the part at the cursor; collapsing a session collapses its day."""
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
            self._expand(node, is_open)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Leave Esc to the screen while nothing is filtered."""
        return action != "widen" or self._find_line is not None

    async def action_narrow(self) -> None:
        """Open the line for the filter, or go to it."""
        # not needed before the first frame
        from confbrowse.tui.widgets.text_view import FindLine

        if self._find_line is None:
            self._find_line, self.covered = FindLine("", self._typed), 1
            await self.mount(self._find_line)
            self.refresh_bindings()
        self._find_line.select_all()
        self._find_line.focus()

    async def action_widen(self) -> None:
        """Clear the filter."""
        self.focus()
        if self._find_line:
            line, self._find_line, self.covered = self._find_line, None, 0
            await line.remove()
            self._filter_by("")
            self.refresh_bindings()

    def _typed(self, buffer: "LineBuffer") -> None:
        self._filter_by(buffer.text.strip())

    def _filter_by(self, words: str) -> None:
        """Show the parts that contain *words*; without any, what is expanded and the part in view."""
        before, self._filter = self._filter, words
        self._update_nodes()
        if words and not before:
            self.post_message(self.Filtered())
        elif before and not words:
            self.place(self.scope)

    async def on_find_line_left(self, event: "FindLine.Left") -> None:
        """Go to the parts that are left, or clear the filter."""
        event.stop()
        if event.keep_matches and self.nodes:
            self.focus()
            self.call_after_refresh(self.post_message, self.Highlighted(self, self.cursor))
        else:
            await self.action_widen()

    def on_find_line_stepped(self, event: "FindLine.Stepped") -> None:
        event.stop()
        self.action_move(event.step)
