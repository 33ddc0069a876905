"""The list of talks."""

from collections.abc import Mapping, Sequence

from textual.reactive import var

from confbrowse.agenda.clashes import Plan
from confbrowse.agenda.zones import EVENT, Clock, by_clock
from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.text.cells import Drawn, fit, wrap
from confbrowse.tui.widgets.hits import Hits, no_hits
from confbrowse.tui.widgets.line_list import LineList
from confbrowse.tui.widgets.talk_line import (
    LineStyle,
    When,
    clash_sign,
    second_line,
    talk_line,
)


class TalkList(LineList):
    """Shows talks, one a line, as their sequence yields them; None is a talk that is gone."""

    talks: var[Sequence[Talk | None]] = var(())
    marks: var[Mapping[str, Mark]] = var({})
    """By the id of the talk."""
    plan: var[Plan] = var(Plan(()))
    """The starred talks, to mark what clashes with them."""
    clock: var[Clock] = var(EVENT)
    """By which times are shown."""
    when: var[When] = var("day")
    """What each line names of its time."""
    hits: var[Hits] = var(lambda: no_hits)
    """Where the words stand that are searched for."""
    empty_text: var[str] = var("")
    """What to say where there is no talk."""

    detailed: var[bool] = var(False)
    """Whether each talk has a second row, with authors and session."""

    def watch_detailed(self, detailed: bool) -> None:
        """Give each talk one row or two, with the cursor in sight."""
        self.rows_each = 2 if detailed else 1
        self.scroll_lines(0)
        self.show_line(self.cursor)
        self.refresh()

    def draw_more(self, at: int, width: int) -> Drawn:
        """Return authors and session of the talk on line *at*."""
        talk = self.talks[at]
        return second_line(talk, self._style(width), self.hits) if talk else ((" " * width, ""),)

    def _style(self, width: int) -> LineStyle:
        return LineStyle(width, self.when, self.raw, with_authors=not self.detailed)

    def line_count(self) -> int:
        """Return the number of talks."""
        return len(self.talks)

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return the talk on line *at*."""
        talk = self.talks[at]
        if talk is None:
            return ((" " * width, ""),)
        mark = self.marks.get(talk.id, NO_MARK)
        clash = clash_sign(talk, self.plan)
        return talk_line(by_clock(talk, self.clock), mark, clash, self._style(width), self.hits)

    def draw_empty(self, y: int, width: int) -> Drawn:
        """Say why there is no talk."""
        lines = [] if self.talks else wrap(self.empty_text, max(width - 2, 1))
        text = lines[y - 1] if 1 <= y <= len(lines) else ""
        return ((fit(f" {text}", width), "line--faint"),)

    def watch_marks(self) -> None:
        """Draw the stars anew."""
        self.refresh()

    def watch_plan(self) -> None:
        """Draw the clashes anew."""
        self.refresh()

    def watch_clock(self) -> None:
        """Draw the times anew."""
        self.refresh()

    def watch_hits(self) -> None:
        """Draw anew what was found."""
        self.refresh()

    def watch_when(self) -> None:
        """Draw the times anew."""
        self.refresh()

    def watch_empty_text(self) -> None:
        """Draw the reason anew."""
        self.refresh()
