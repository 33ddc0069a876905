"""What of a list keys act on: the talk in view, those selected, or all that are listed."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from confbrowse.model import Talk
from confbrowse.tui.screens.talk_screen import Desk
from confbrowse.tui.screens.views import ViewsScreen
from confbrowse.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from confbrowse.tui.screens.export import Portion

_MOST_EXPORTED = 10_000
"""Talks of a list that are taken out at once."""


class SelectingScreen(ViewsScreen):
    """Owns the list that talks are selected in; subclasses say which talks stand on its lines."""

    def __init__(self, desk: Desk, main_list: LineList) -> None:
        super().__init__(desk)
        self.main_list = main_list

    def talks_on(self, lines: range) -> Callable[[], Sequence[Talk]]:
        """Return what reads, in any thread, the talks on *lines* of the list."""
        raise NotImplementedError

    @property
    def is_selecting(self) -> bool:
        """Whether talks are selected."""
        return bool(self.main_list.selected)

    def portions(self) -> "Sequence[Portion]":
        """Return what can be taken out beside the agenda: what is selected, what is listed."""
        return tuple(self._portions())

    def _portions(self) -> "Iterator[Portion]":
        from confbrowse.tui.screens.export import Portion  # few keys need it

        if self.is_selecting:
            read = self.talks_on(self.main_list.selected)
            yield Portion("the selected talks", "selected", read)
        if (there := self.main_list.line_count()) and self.view != "agenda":
            most = min(there, _MOST_EXPORTED)
            first = f"the first {most:,} of " if most < there else ""
            yield Portion(f"{first}the talks in view", "talks", self.talks_on(range(most)))

    def acted_on(self) -> Callable[[], Sequence[Talk]]:
        """Return what reads the talks that are selected, else the one in view."""
        lines = self.main_list.selected
        return self.talks_on(lines) if lines else super().acted_on()
