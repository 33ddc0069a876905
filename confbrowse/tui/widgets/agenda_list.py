"""The agenda: starred talks under their days, clashes marked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.reactive import var

from confbrowse.agenda.days import by_day
from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.tui.widgets.cells import Drawn, fit, wrap
from confbrowse.tui.widgets.line_list import LineList
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.talk_line import LineStyle, When, talk_line

AgendaLine = Talk | str
"""A talk, or the heading of a day."""


def agenda_lines(talks: Sequence[Talk]) -> tuple[AgendaLine, ...]:
    """Return *talks* in the order of time, each day under its heading."""
    lines: list[AgendaLine] = []
    for day, found in by_day(talks):
        lines.append(day_label(day.isoformat() if day else ""))
        lines.extend(found)
    return tuple(lines)


class AgendaList(LineList):
    """Shows the agenda; the cursor passes over the headings."""

    when: When = "clock"
    empty_text = "Nothing is starred yet. Press s on a talk, here comes the plan. Esc goes back."
    lines: var[tuple[AgendaLine, ...]] = var(())
    marks: var[Mapping[str, Mark]] = var({})
    clashing: var[frozenset[str]] = var(frozenset())
    """The ids of the talks that overlap another one."""
    cancelled: var[frozenset[str]] = var(frozenset())
    """The ids of the talks that their programmes hold no more."""

    def line_count(self) -> int:
        """Return the number of headings and talks."""
        return len(self.lines)

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return the heading or the talk on line *at*."""
        line = self.lines[at]
        if isinstance(line, str):
            return ((fit(line, width), "line--heading"),)
        style = LineStyle(width, self.when, self.raw)
        if line.id in self.cancelled:
            line = replace(line, title=f"(cancelled) {line.title}")
        return talk_line(line, self.marks.get(line.id, NO_MARK), line.id in self.clashing, style)

    def draw_empty(self, y: int, width: int) -> Drawn:
        """Say how a talk comes here, while there is none."""
        lines = wrap(self.empty_text, max(width - 2, 1)) if not self.lines else []
        return ((fit(f" {lines[y - 1]}" if 1 <= y <= len(lines) else "", width), "line--faint"),)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on talks: a heading sends it on in the direction it came from."""
        at = super().validate_cursor(cursor)
        if self.lines and isinstance(self.lines[at], str):
            at = at - 1 if 0 < at < self.cursor else at + 1
        return super().validate_cursor(at)

    def show_line(self, at: int) -> None:
        """Show the heading above the first talk of a day as well."""
        super().show_line(at)
        if at > 0 and at == self.top and isinstance(self.lines[at - 1], str):
            self.top = at - 1

    def talk_at(self, at: int) -> Talk | None:
        """Return the talk on line *at*; None where there is none."""
        line = self.lines[at] if at < len(self.lines) else None
        return line if isinstance(line, Talk) else None

    def line_of(self, talk: Talk) -> int | None:
        """Return the first line that *talk* is on; None where it is on none."""
        ids = (line.id if isinstance(line, Talk) else "" for line in self.lines)
        return next((at for at, one in enumerate(ids) if one == talk.id), None)

    def talks_on(self, lines: range) -> tuple[Talk, ...]:
        """Return the talks on *lines*, without the headings."""
        return tuple(
            line for line in self.lines[lines.start : lines.stop] if isinstance(line, Talk)
        )

    def watch_marks(self) -> None:
        """Draw the stars anew."""
        self.refresh()

    def watch_cancelled(self) -> None:
        """Draw what is cancelled anew."""
        self.refresh()

    def watch_clashing(self) -> None:
        """Draw the clashes anew."""
        self.refresh()
