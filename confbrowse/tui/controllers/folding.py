"""Which headings of the list are closed: at first the long poster sessions, then as the user leaves them."""

from collections.abc import Iterable

from confbrowse.schedule.talk_groups import Group, TalkGroups, TalkLines, closed_groups
from confbrowse.tui.widgets.talk_list import TalkList


class FoldingController:
    """Closes and opens the groups of one list, and finds the lines of its talks.

    What the user has closed or opened in the programme is kept during a search, in whose results no group is
    closed at first.
    """

    def __init__(self, talk_list: TalkList) -> None:
        self._list = talk_list
        self._is_search = False
        self._changed: frozenset[Group] = frozenset()
        """The groups that the user has opened or closed, or that were opened to show a talk in them."""
        self._changed_in_search: frozenset[Group] = frozenset()
        """The same for the results of the query."""

    def new_query(self) -> None:
        """Open every group in the results of a new query."""
        self._changed_in_search = frozenset()

    def show(self, groups: TalkGroups, *, is_search: bool) -> None:
        """List the talks in *groups*, with those closed that the user wants closed."""
        self._is_search = is_search
        changed = self._changed_in_search if is_search else self._changed
        closed = closed_groups(groups, changed, at_first=not is_search)
        self._list.show_groups(TalkLines(groups, closed))

    def open_line_of(self, at: int) -> int:
        """Return the line of the talk with index *at*, after opening the group that hides it."""
        lines = self._list.talk_lines
        if not lines.groups or at >= lines.groups.talks:
            return at
        closed = lines.closed_group(lines.line_of(at))
        if closed is not None:
            self._change((closed,))
        return self._list.talk_lines.line_of(at)

    def fold(self, groups: Iterable[int], *, is_open: bool) -> None:
        """Open or close *groups*; the cursor stays on its talk, or goes to the closed group that contains it."""
        talk_list = self._list
        closed = frozenset(talk_list.talk_lines.closed)
        at = talk_list.talk_index(talk_list.cursor)
        self._change(one for one in groups if (one in closed) == is_open)
        talk_list.lines_changed(talk_list.talk_lines.line_of(at))

    @property
    def is_closed_at_cursor(self) -> bool:
        """Whether the cursor is on a closed group, and not on a talk."""
        return self._list.closed_group(self._list.cursor) is not None

    def _change(self, groups: Iterable[int]) -> None:
        """Open *groups* that are closed and close those that are open, without moving the cursor."""
        shown = self._list.talk_lines.groups
        changed = frozenset(shown.groups[at] for at in groups)
        if self._is_search:
            self._changed_in_search ^= changed
        else:
            self._changed ^= changed
        self.show(shown, is_search=self._is_search)
