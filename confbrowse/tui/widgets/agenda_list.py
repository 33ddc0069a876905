"""The agenda: starred talks under their days, clashes marked, and the free time between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from textual.reactive import var

from confbrowse.agenda.clashes import Plan
from confbrowse.agenda.days import by_day
from confbrowse.agenda.gaps import Gap
from confbrowse.agenda.zones import EVENT, Clock, by_clock
from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.text.cells import Drawn, cut, fit, size_of, wrap
from confbrowse.tui.widgets.line_list import LineList
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.talk_line import LineStyle, When, clash_sign, talk_line

_LEAST_TITLE = 20
"""Cells that the words behind a talk leave to it at least."""


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A gap between talks, and what is said of it."""

    gap: Gap
    words: str


AgendaLine = Talk | FreeTime | str
"""A talk, the free time before it, or the heading of a day."""


def agenda_lines(
    talks: Sequence[Talk], free: Sequence[FreeTime] = (), clock: Clock = EVENT
) -> tuple[AgendaLine, ...]:
    """Return *talks* in the order of time, each day of *clock* under its heading.

    What is *free* on a day stands before the talks that begin when it ends.
    """
    lines: list[AgendaLine] = []
    own = {talk.id: talk for talk in talks}
    for day, found in by_day(by_clock(talk, clock) for talk in talks):
        lines.append(day_label(day.isoformat() if day else ""))
        waiting = [one for one in free if one.gap.day == day]
        for talk in found:
            while waiting and talk.start and waiting[0].gap.end <= talk.start:
                lines.append(waiting.pop(0))
            lines.append(own[talk.id])
        lines += waiting
    return tuple(lines)


def line_place(line: AgendaLine | None, lines: Sequence[AgendaLine], at: int) -> int:
    """Return where *line*, which was the one *at* the cursor, stands among *lines*.

    Where it does not any more, that is where the next talk does, else the last.
    """
    key = line.id if isinstance(line, Talk) else line
    keys = [other.id if isinstance(other, Talk) else other for other in lines]
    if key in keys:
        return at if keys[at : at + 1] == [key] else keys.index(key)
    talks = [place for place, other in enumerate(lines) if isinstance(other, Talk)]
    return next((place for place in talks if place >= at), talks[-1] if talks else 0)


class AgendaList(LineList):
    """Shows the agenda; the cursor passes over the headings, and rests on free time."""

    when: When = "clock"
    empty_text = ""
    """What to say where there is no talk."""
    lines: var[tuple[AgendaLine, ...]] = var(())
    marks: var[Mapping[str, Mark]] = var({})
    plan: var[Plan] = var(Plan(()))
    """The starred talks, to mark what clashes with them."""
    clock: var[Clock] = var(EVENT)
    """By which times are shown."""
    words: var[Mapping[str, str]] = var({})
    """What stands behind talks, by their ids."""
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
        if isinstance(line, FreeTime):
            return ((fit(f"  {line.words}", width), "line--faint"),)
        behind = self.words.get(line.id, "")
        tail = ((cut(f" {behind}", max(width - _LEAST_TITLE, 0)), "line--when"),) if behind else ()
        style = LineStyle(width - size_of(tail), self.when, self.raw)
        mark, clash = self.marks.get(line.id, NO_MARK), clash_sign(line, self.plan)
        shown = by_clock(line, self.clock)
        if line.id in self.cancelled:
            shown = replace(shown, title=f"(cancelled) {line.title}")
        return (*talk_line(shown, mark, clash, style), *tail)

    def draw_empty(self, y: int, width: int) -> Drawn:
        """Say how a talk comes here, while there is none."""
        lines = wrap(self.empty_text, max(width - 2, 1)) if not self.lines else []
        return ((fit(f" {lines[y - 1]}" if 1 <= y <= len(lines) else "", width), "line--faint"),)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on talks: a heading sends it on in the direction it came from."""
        at = super().validate_cursor(cursor)
        if not self.lines:
            return at
        onward, back = range(at, len(self.lines)), range(at, -1, -1)
        ways = (back, onward) if at < self.cursor else (onward, back)
        places = (one for way in ways for one in way if not isinstance(self.lines[one], str))
        return next(places, at)

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
        """Return the talks on *lines*, without headings and free time."""
        return tuple(
            line for line in self.lines[lines.start : lines.stop] if isinstance(line, Talk)
        )

    def watch_marks(self) -> None:
        """Draw the stars anew."""
        self.refresh()

    def watch_cancelled(self) -> None:
        """Draw what is cancelled anew."""
        self.refresh()

    def watch_plan(self) -> None:
        """Draw the clashes anew."""
        self.refresh()

    def watch_clock(self) -> None:
        """Draw the times anew."""
        self.refresh()

    def watch_words(self) -> None:
        """Draw anew what stands behind talks."""
        self.refresh()
