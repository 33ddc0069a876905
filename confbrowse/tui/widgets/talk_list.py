"""The list of talks below headings, and how a talk is drawn in one line of other lists."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from textual import events
from textual.message import Message
from textual.reactive import var

from confbrowse.model import NO_MARK, Mark, Talk, listed_day
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.clock import EVENT, Clock, by_clock
from confbrowse.schedule.talk_groups import TalkGroups, TalkLines
from confbrowse.text.cells import Drawn, fit, wrap
from confbrowse.text.latex import readable_line
from confbrowse.tui.commands import FOLDING, bindings
from confbrowse.tui.widgets.glyphs import (
    CLASH,
    HIDDEN,
    INTEREST,
    LATER,
    NO_TIME,
    NOTE,
    SEEN,
    WATCHED,
    WEAK_CLASH,
    MatchSpans,
    no_matches,
)
from confbrowse.tui.widgets.lines import TallLineList
from confbrowse.tui.widgets.talk_rows import (
    MOST_ROWS,
    RowStyle,
    ShownDate,
    day_heading,
    group_heading,
    named_day,
    short_day,
    talk_rows,
)

_DATE_FROM, _END_FROM = 48, 40
"""The least width, in cells, that shows a date with a year, and the end of a talk."""
_DAY, _GROUP = -2, -1
"""The rows of the headings of a line: of its day, and of its session, start time or room."""
_LEAST_HEIGHT = 6
"""The least rows of a list whose first rows are headings that may be further up."""
_MOST_DRAWN = 1_000
"""Lines whose rows are cached."""

When = Literal["date", "day", "clock"]
"""``20 Jul 2021 07:25``, ``Tue 20 07:25``, ``07:25–07:30``."""
_DATES = {"date": ("{:2} %b %Y %H:%M", 17), "day": ("%a {:2} %H:%M", 12)}
"""Format, with a place for the day of the month, and width, in cells, of the first two."""


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How all lines of a list are formatted."""

    width: int
    """Cells."""
    when: When = "day"
    """How each line shows its time: shorter if the listed talks share the day."""
    raw: bool = False
    """Whether titles and names are shown as in their source."""


def clash_sign(talk: Talk, clashes: ClashIndex) -> str:
    """Return a sign of one cell: whether *talk*, starred or not, clashes with or overlaps any of *clashes*."""
    return {"firm": CLASH, "weak": WEAK_CLASH, None: " "}[clashes.strength(talk)]


def mark_signs(mark: Mark, *, is_watched: bool = False) -> str:
    """Return three cells: interest, note, and hidden, for later, seen or watched."""
    watched = WATCHED if is_watched else " "
    last = HIDDEN if mark.hidden else LATER if mark.later else SEEN if mark.seen else watched
    return INTEREST[mark.interest] + (NOTE if mark.note else " ") + last


def when_of(talk: Talk, style: LineStyle) -> str:
    """Return the time of *talk* and a blank; the width is the same for all talks of one style."""
    if style.when != "clock":
        pattern, width = _DATES[style.when if style.width >= _DATE_FROM else "day"]
        shown = talk.start.strftime(pattern.format(talk.start.day)) if talk.start else NO_TIME
        return fit(shown, width) + " "
    start = talk.start.strftime("%H:%M") if talk.start else NO_TIME
    if style.width < _END_FROM:
        return fit(start, 5) + " "
    return fit(start + (talk.end.strftime("–%H:%M") if talk.end else ""), 11) + " "


def authors_line(talk: Talk, *, raw: bool = False) -> str:
    """Return the authors in one line, readable, or as in the source if *raw*."""
    names = ", ".join(talk.authors)
    return names if raw else readable_line(names)


class TalkList(TallLineList):
    """Shows talks below their headings; None in the sequence is a talk that no longer exists.

    A line is a talk, or a closed group. Headings of open groups are no lines: the cursor passes them.
    """

    BINDINGS = bindings(FOLDING)

    talks: var[Sequence[Talk | None]] = var(())
    clock: var[Clock] = var(EVENT)
    """The time zone of the times shown."""
    has_years: var[bool] = var(False)
    """Whether dates have a year and the name of their programme: the list may hold several."""
    tail: tuple[int, str] | None = None
    """Without groups: the first of the last talks, which have a heading, and that heading."""
    expected = 0
    """Without groups: the number of talks, with those that are still to be listed."""
    empty_text: var[str] = var("")
    """Shown when there are no talks."""
    columns: Sequence[str] = ()
    """What is shown behind a title, as in the settings."""

    detailed: var[bool] = var(True)
    """Whether a title has as many rows as it needs; else one."""

    @dataclass
    class Folded(Message):
        """The user opened or closed groups."""

        groups: range
        """One group, all of a day, or all."""
        is_open: bool

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        self._drawn: dict[int, list[Drawn]] = {}
        """The rows of lines as last drawn, for ``_drawn_width``."""
        self._drawn_width = 0
        self.marks: Mapping[str, Mark] = {}
        """By the id of the talk; this and the next two are changed by ``show_marks``."""
        self.watched: Container[str] = ()
        """The ids of the talks that the watch list matches."""
        self.clashes = ClashIndex(())
        """The starred talks, to mark talks that clash with them."""
        self.hits: MatchSpans = no_matches
        """Finds the words of the search in a text; changed only before ``lines_changed``."""
        self.talk_lines = TalkLines()
        """Which talk is on which line; replaced by ``show_groups``."""
        super().__init__(id=id)

    def show_groups(self, talk_lines: TalkLines) -> None:
        """Show the talks in other groups, or with others of them closed; the cursor keeps its line."""
        had_groups, self.talk_lines = bool(self.groups), talk_lines
        if had_groups or self.groups:
            self._rows_changed()

    @property
    def groups(self) -> TalkGroups:
        """The groups that the talks are in; none in a list without headings."""
        return self.talk_lines.groups

    def line_count(self) -> int:
        return len(self.talk_lines) if self.groups else len(self.talks)

    def scrolled_lines(self) -> int:
        return self.line_count() if self.groups else max(len(self.talks), self.expected)

    def talk_index(self, line: int) -> int:
        """Return the index of the talk on *line*, or of the first one in the closed group there."""
        return self.talk_lines.first_talk(line) if self.groups else line

    def closed_group(self, line: int) -> int | None:
        """Return the closed group on *line*; None if a talk is there."""
        return self.talk_lines.closed_group(line) if self.groups else None

    def talks_on(self, lines: range) -> Sequence[int]:
        """Return the indices of the talks on *lines*, without those in closed groups."""
        return [*self.talk_lines.talks_on(lines)] if self.groups else lines

    def height_of(self, at: int) -> int:
        return len(self._rows_of_line(at))

    def headings_of(self, at: int) -> Sequence[int]:
        if not self.groups and self.tail and at == self.tail[0]:
            return (_GROUP,)
        if self.pane_size.height < _LEAST_HEIGHT:
            return ()
        if not self.groups:
            return (_GROUP,) if self.tail and at > self.tail[0] else ()
        group = self.groups.group_of(self.talk_index(at))
        return (_DAY, _GROUP) if self._has_heading(group, at) else (_DAY,)

    def _has_heading(self, group: int, at: int) -> bool:
        """Return whether *group* has a heading besides that of its day above its first line *at*."""
        return self.groups.groups[group].by is not None and self.closed_group(at) is None

    def headings_above(self, at: int) -> Sequence[int]:
        if not self.groups:
            return (_GROUP,) if self.tail and at == self.tail[0] else ()
        talk = self.talk_index(at)
        group = self.groups.group_of(talk)
        if talk != self.groups.starts[group]:
            return ()
        starts_day = not group or self._day_of(group) != self._day_of(group - 1)
        has_heading = self._has_heading(group, at)
        return (*((_DAY,) if starts_day else ()), *((_GROUP,) if has_heading else ()))

    def on_resize(self) -> None:
        self._drawn = {}
        super().on_resize()

    def draw_row(self, at: int, row: int, width: int) -> Drawn:
        if row >= 0:
            rows = self._rows_of_line(at)
            # until it is laid out for a new width, a line may have fewer rows than it had
            return rows[row] if row < len(rows) else ((" " * width, ""),)
        if not self.groups and self.tail:
            first, label = self.tail
            return day_heading(label, len(self.talks) - first, width)
        group = self.groups.group_of(self.talk_index(at))
        return self._draw_day(group, width) if row == _DAY else self._draw_group(group, width)

    def _rows_of_line(self, at: int) -> Sequence[Drawn]:
        found = self._drawn.get(at)
        if found is None:
            width = self.text_width
            if width != self._drawn_width or len(self._drawn) > _MOST_DRAWN:
                self._drawn, self._drawn_width = {}, width
            found = self._drawn[at] = self._draw_line(at, width)
        return found

    def _draw_line(self, at: int, width: int) -> list[Drawn]:
        closed = self.closed_group(at)
        if closed is not None:
            return [self._draw_group(closed, width, is_closed=True)]
        index = self.talk_index(at)
        talk = self.talks[index]
        if talk is None:
            return [((" " * width, ""),)]
        mark = self.marks.get(talk.id, NO_MARK)
        clash = clash_sign(talk, self.clashes)
        style = self._style(self.groups.group_of(index) if self.groups else None, width)
        shown, is_watched = by_clock(talk, self.clock), talk.id in self.watched
        return talk_rows(shown, mark, clash, style, self.hits, is_watched=is_watched)

    def _style(self, group: int | None, width: int) -> RowStyle:
        most_rows = MOST_ROWS if self.detailed else 1
        columns = self.columns
        if group is None:
            shown: ShownDate = "date" if self.has_years else "day"
            return RowStyle(width, most_rows, columns, has_time=False, date=shown, raw=self.raw)
        common = self.groups.groups[group]
        said = {
            name
            for name, text in (
                ("room", common.room),
                ("kind", common.kind),
                ("session", common.session),
            )
            if text and common.by
        }
        columns = [one for one in columns if one not in said]
        return RowStyle(width, most_rows, columns, has_time=common.by != "time", raw=self.raw)

    def _first_of(self, group: int) -> Talk | None:
        """Return the first talk of *group*; None if it no longer exists."""
        return self.talks[self.groups.starts[group]]

    def _day_of(self, group: int) -> tuple[str, str]:
        """Return the programme and the day of *group*, by the clock shown."""
        common = self.groups.groups[group]
        if self.clock == EVENT:
            return common.programme, common.day
        talk = self._first_of(group)
        day = listed_day(by_clock(talk, self.clock)) if talk else common.day
        return common.programme, day

    def _draw_day(self, group: int, width: int) -> Drawn:
        programme, day = self._day_of(group)
        label = short_day(day)
        if self.has_years:
            label = named_day(programme, day)
        groups = self.groups
        # by another clock, the talks of a day are others than those counted
        talks = groups.talks_of_day(groups.day_of(group)) if self.clock == EVENT else None
        return day_heading(label, talks, width)

    def _draw_group(self, group: int, width: int, *, is_closed: bool = False) -> Drawn:
        common, talk = self.groups.groups[group], self._first_of(group)
        ends = (common.start, common.end) if common.by != "room" else ()
        clock = (
            by_clock(replace(talk, start=one), self.clock).start for one in ends if talk and one
        )
        times = "–".join(f"{one:%H:%M}" for one in clock if one)
        if common.by == "time" and not times:
            times = NO_TIME
        count = len(self.groups.talks_of(group))
        return group_heading(common, times, count, width, is_closed=is_closed, raw=self.raw)

    def draw_empty(self, y: int, width: int) -> Drawn:
        lines = [] if self.talks else wrap(self.empty_text, max(width - 2, 1))
        text = lines[y - 1] if 1 <= y <= len(lines) else ""
        return ((fit(f" {text}", width), "line--faint"),)

    def lines_changed(self, cursor: int, *, scrolled: int = 0) -> None:
        """Show changed talks, as a list of other lines does."""
        self._drawn = {}
        super().lines_changed(cursor, scrolled=scrolled)

    def _rows_changed(self) -> None:
        """Draw the talks again; their heights may have changed."""
        self._drawn, self._layout = {}, None
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Open or close what a clicked heading is above."""
        at, row = self.row_at(event.y)
        if row < 0 and not self.is_edge(event.x):
            event.prevent_default()
            if not self.groups:
                return
            group = self.groups.group_of(self.talk_index(at))
            day = self.groups.groups_of_day(self.groups.day_of(group))
            groups = day if row == _DAY else range(group, group + 1)
            self.post_message(self.Folded(groups, is_open=False))
        elif (closed := self.closed_group(at)) is not None and not self.is_edge(event.x):
            event.prevent_default()
            self.post_message(self.Folded(range(closed, closed + 1), is_open=True))

    def action_fold(self, is_open: bool) -> None:
        """Open or close the group at the cursor."""
        if self.groups:
            group = self.groups.group_of(self.talk_index(self.cursor))
            self.post_message(self.Folded(range(group, group + 1), is_open))

    def action_fold_all(self) -> None:
        """Close all groups, or open them if they are closed."""
        every = range(len(self.groups.groups))
        self.post_message(self.Folded(every, is_open=len(self.talk_lines.closed) == len(every)))

    def watch_detailed(self) -> None:
        self._rows_changed()
        self.show_line(self.cursor)

    def watch_raw(self) -> None:
        self._rows_changed()
        self.show_line(self.cursor)

    def show_marks(
        self, marks: Mapping[str, Mark], watched: Container[str], clashes: ClashIndex
    ) -> None:
        """Show the marks of the talks, those that are watched, and clashes with the starred ones."""
        self.marks, self.watched, self.clashes = marks, watched, clashes
        self._drawn, self._layout = {}, None
        self.refresh_changes()

    def watch_clock(self) -> None:
        self._rows_changed()

    def watch_has_years(self) -> None:
        self._rows_changed()

    def watch_empty_text(self) -> None:
        self.refresh()
