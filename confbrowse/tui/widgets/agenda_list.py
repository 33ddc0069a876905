"""The agenda: starred talks under their days, clashes marked, and the free time between them."""

from collections import deque
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Self

from rich.cells import cell_len
from textual.geometry import Region
from textual.reactive import var

from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.clock import EVENT, Clock, by_clock
from confbrowse.schedule.free_time import Gap
from confbrowse.schedule.rooms import room_of
from confbrowse.schedule.timetable import by_day
from confbrowse.text.cells import Drawn, cut, cut_pieces, fit, short_room, size_of, wrap
from confbrowse.text.humanize import count, length
from confbrowse.text.latex import readable_line
from confbrowse.tui.widgets.glyphs import STAR
from confbrowse.tui.widgets.lines import TallLineList
from confbrowse.tui.widgets.sidebar import day_label
from confbrowse.tui.widgets.talk_list import (
    LineStyle,
    When,
    authors_line,
    clash_sign,
    mark_signs,
    when_of,
)

_LEAST_TITLE = 20
"""The least cells that the text after a talk leaves for its title."""
_ROOM_SHARE = 5
"""The rooms have at most one of so many parts of a line."""
_LEAST_ROOM = 8
"""Cells that the rooms have at least, if they need them: ``UB2.252A``."""
_ROOM_BESIDE_FROM = 72
"""The least width, in cells, with the rooms beside the times and not below them."""
_END_FROM = 40
"""Narrower lines say only when a talk begins, which is too short to have a room below."""
_MOST_ROWS = 3
"""The most rows of a talk."""
_LEAST_HEIGHT = 6
"""The least rows of a list whose first row is a heading that may be further up."""
_HEADING = -1
_LEAST_ABOUT = 14
"""With fewer cells after a title, neither kind nor authors follow."""
_DOT = " · "
_REASON_INDENT = "      "
_MINUTE = timedelta(minutes=1)


AgendaLine = Talk | Gap | str
"""A talk, the free time before it, or the heading of a day."""


Reason = tuple[str, Sequence[str]]
"""Why a talk is listed: in words, which may be empty, and by terms."""


def agenda_lines(
    talks: Sequence[Talk], free: Sequence[Gap] = (), clock: Clock = EVENT, programme: str = ""
) -> tuple[AgendaLine, ...]:
    """Return *talks* by start time, each day of *clock* under its heading.

    Each of the gaps in *free* comes before the first talk that begins when it ends or later. The days with
    talks of *programme*, an id, come before the others; the headings name the programmes if there are several.
    """
    own = {talk.id: talk for talk in talks}
    days = by_day(by_clock(talk, clock) for talk in talks)
    if programme:
        days.sort(key=lambda one: all(talk.programme_id != programme for talk in one[1]))
    several = len({talk.session.programme for talk in talks}) > 1
    lines: list[AgendaLine] = []
    for day, found in days:
        names = dict.fromkeys(talk.session.programme for talk in found) if several else ()
        lines.append(_DOT.join((day_label(day.isoformat() if day else "", *names), *names)))
        lines += _day_lines(day, found, own, free)
    return tuple(lines)


def _day_lines(
    day: date | None, found: Sequence[Talk], own: Mapping[str, Talk], free: Sequence[Gap]
) -> Iterator[AgendaLine]:
    waiting = deque(gap for gap in free if gap.day == day)
    for talk in found:
        while waiting and talk.start and waiting[0].end <= talk.start:
            yield waiting.popleft()
        yield own[talk.id]
    yield from waiting


def gap_line(gap: Gap, fitting: int | None) -> str:
    """Return ``10:10–12:20  2 h 10 min free · 14 talks fit``; without the last part if *fitting* is None."""
    free = f"{gap.start:%H:%M}–{gap.end:%H:%M}  {length(gap.length // _MINUTE)} free"
    if fitting is None:
        return free
    if not fitting:
        return f"{free}{_DOT}nothing fits"
    return f"{free}{_DOT}{count(fitting, 'talk')} {'fits' if fitting == 1 else 'fit'}"


def line_place(line: AgendaLine | None, lines: Sequence[AgendaLine], cursor: int) -> int:
    """Return the index of *line*, which was at *cursor*, in *lines*.

    If it is gone, return the index of the next talk, else of the last.
    """
    key = line.id if isinstance(line, Talk) else line
    keys = [other.id if isinstance(other, Talk) else other for other in lines]
    if key in keys:
        return cursor if keys[cursor : cursor + 1] == [key] else keys.index(key)
    talks = [index for index, other in enumerate(lines) if isinstance(other, Talk)]
    return next((index for index in talks if index >= cursor), talks[-1] if talks else 0)


def agenda_rows(
    talk: Talk,
    mark: Mark,
    clash: str,
    style: LineStyle,
    room_cells: int,
    note: str = "",
    *,
    is_watched: bool = False,
) -> list[Drawn]:
    """Return *talk* in one to three rows of exactly ``style.width`` cells: marks, when, room, title, kind, authors.

    Its title has the rows that it needs; kind and authors follow as far as there is place. The room has
    *room_cells*, none for a list without rooms, and is below the time where that leaves more for the title.
    *clash* is the clash sign, one cell, and *note* comes at the end of the first row.
    """
    signs = f"{STAR if mark.starred else ' '}{clash}{mark_signs(mark, is_watched=is_watched)} "
    when = when_of(talk, style)
    is_below = bool(room_cells) and _END_FROM <= style.width < _ROOM_BESIDE_FROM
    room = short_room(room_of(talk), len(when) - 1 if is_below else room_cells)
    beside = "" if is_below or not room_cells else f"{fit(room, room_cells)} "
    front = ((signs, "line--star"), (when, "line--when"), (beside, "line--kind"))
    indent = size_of(front)
    end = cut(f" {note}", max(style.width - _LEAST_TITLE, 0)) if note else ""
    room_for_title = max(style.width - indent - cell_len(end), 1)
    title = talk.title if style.raw else readable_line(talk.title)
    texts = wrap(title, room_for_title)
    if len(texts) > _MOST_ROWS:
        rest = " ".join(text.strip() for text in texts[_MOST_ROWS - 1 :])
        texts = [*texts[: _MOST_ROWS - 1], cut(rest, room_for_title)]
    if is_below and room and len(texts) == 1:
        texts.append("")
    role = "line--seen" if mark.seen else "line--title"
    rows: list[Drawn] = [((text, role),) for text in texts]
    rows[-1] = _with_about(rows[-1], talk, room_for_title, raw=style.raw)
    below = f"{' ' * cell_len(signs)}{room}" if is_below else ""
    fronts: list[Drawn] = [front, ((fit(below, indent), "line--kind"),)]
    return [
        _in_width((*fronts[min(at, 1)], *row), style.width, end if at == 0 else "")
        if at < 2
        else _in_width(((" " * indent, ""), *row), style.width, "")
        for at, row in enumerate(rows)
    ]


def _with_about(row: Drawn, talk: Talk, width: int, *, raw: bool) -> Drawn:
    """Return *row* with kind and authors of *talk* behind it, as far as there is place in *width* cells."""
    for about in (talk.kind or "", authors_line(talk, raw=raw)):
        gap = _DOT if size_of(row) else ""
        left = width - size_of(row)
        if about and left >= _LEAST_ABOUT:
            row = (*row, (f"{gap}{cut(about, left - len(gap))}", "line--faint"))
    return row


def _reason_line(reason: Reason, width: int) -> str:
    """Return *reason* in one line, with its terms whole where that leaves enough for the rest."""
    because, terms = reason[0], ", ".join(reason[1])
    gap = _DOT if because and terms else ""
    left = width - cell_len(f"{_REASON_INDENT}{gap}{terms} ")
    return f"{_REASON_INDENT}{cut(because, max(left, _LEAST_TITLE))}{gap}{terms}"


def _in_width(pieces: Drawn, width: int, end: str) -> Drawn:
    """Return *pieces* and *end* at the right in exactly *width* cells."""
    kept = cut_pieces(pieces, max(width - cell_len(end), 0))
    gap = width - size_of(kept) - cell_len(end)
    return (*kept, (" " * gap, ""), (end, "line--when"))


class AgendaList(TallLineList):
    """Shows the agenda; the cursor skips headings but stops on free time."""

    when: When = "clock"
    empty_text = ""
    """Shown when there are no talks."""
    lines: var[tuple[AgendaLine, ...]] = var(())
    marks: var[Mapping[str, Mark]] = var({})
    watched: var[Container[str]] = var(())
    """The ids of the talks that the watch list matches."""
    clashes: var[ClashIndex] = var(ClashIndex(()))
    """The starred talks, to mark talks that clash with them."""
    clock: var[Clock] = var(EVENT)
    """The time zone of the times shown."""
    reasons: var[Mapping[str, Reason]] = var({})
    """Why talks are listed, by id: shown below them."""
    words: var[Mapping[str, str]] = var({})
    """Text after talks, by talk id."""
    fits: var[Mapping[Gap, Sequence[str]]] = var({})
    """The ids of the talks that fit each gap, as far as they are known."""
    cancelled: var[frozenset[str]] = var(frozenset())
    """The ids of the talks that are no longer in their programmes."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        self._drawn: dict[tuple[int, int], list[Drawn]] = {}
        """The rows of lines that have been drawn, by line and width."""
        self._known: tuple[AgendaLine, ...] = ()
        """The lines that the next two are about."""
        self._rooms: frozenset[str] = frozenset()
        self._headings: Sequence[int] = ()
        """For each line, that of its heading; -1 for none."""
        super().__init__(id=id)

    def refresh(self, *regions: Region, **how: bool) -> Self:
        """Draw the rows of *regions*, or all rows, again."""
        if not regions:
            self._drawn.clear()
            self._layout = None
        return super().refresh(*regions, **how)

    def lines_changed(self, cursor: int, *, scrolled: int = 0) -> None:
        """Show changed lines, none of them as it was drawn before."""
        self._drawn.clear()
        super().lines_changed(cursor, scrolled=scrolled)

    def line_count(self) -> int:
        return len(self.lines)

    def height_of(self, at: int) -> int:
        return len(self._rows_of_line(at, self.text_width))

    def headings_above(self, at: int) -> Sequence[int]:  # noqa: ARG002 - headings are lines here
        return ()

    def headings_of(self, at: int) -> Sequence[int]:
        """Return the row of the heading above line *at*, which stays in view where there is place."""
        self._learn_lines()
        has_place = self.pane_size.height >= _LEAST_HEIGHT
        return (_HEADING,) if has_place and 0 <= self._headings[at] < at else ()

    def draw_line(self, at: int, width: int) -> Drawn:
        return self._rows_of_line(at, width)[0]

    def draw_row(self, at: int, row: int, width: int) -> Drawn:
        if row == _HEADING:
            return self.draw_line(self._headings[at], width)
        rows = self._rows_of_line(at, width)
        return rows[row] if row < len(rows) else ((" " * width, ""),)

    def _rows_of_line(self, at: int, width: int) -> list[Drawn]:
        if (at, width) not in self._drawn:
            self._drawn[at, width] = self._draw(self.lines[at], width)
        return self._drawn[at, width]

    def _draw(self, line: AgendaLine, width: int) -> list[Drawn]:
        if isinstance(line, str):
            return [((fit(line, width), "line--heading"),)]
        if isinstance(line, Gap):
            fitting = len(self.fits[line]) if line in self.fits else None
            words = f"  {gap_line(line, fitting)}"
            key = f": f shows {'it' if fitting == 1 else 'them'}" if fitting else ""
            has_place = len(words) + len(key) <= width
            return [((fit(words + key if has_place else words, width), "line--faint"),)]
        mark, clash = self.marks.get(line.id, NO_MARK), clash_sign(line, self.clashes)
        shown = by_clock(line, self.clock)
        if line.id in self.cancelled:
            shown = replace(shown, title=f"(cancelled) {line.title}")
        style = LineStyle(width, self.when, self.raw)
        note = self.words.get(line.id, "")
        is_watched = line.id in self.watched
        rows = agenda_rows(
            shown, mark, clash, style, self._room_cells(width), note, is_watched=is_watched
        )
        if reason := self.reasons.get(line.id):
            rows.append(((fit(_reason_line(reason, width), width), "line--faint"),))
        return rows

    def _room_cells(self, width: int) -> int:
        """Return the cells of the column of rooms in lines of *width* cells: those of the longest name that fits."""
        self._learn_lines()
        most = max(width // _ROOM_SHARE, _LEAST_ROOM)
        return max((cell_len(short_room(room, most)) for room in self._rooms), default=0)

    def _learn_lines(self) -> None:
        """Find rooms and headings, if the lines have changed."""
        if self._known is self.lines:
            return
        self._known = self.lines
        self._rooms = frozenset(room_of(line) for line in self.lines if isinstance(line, Talk))
        found = (at if isinstance(line, str) else -1 for at, line in enumerate(self.lines))
        self._headings = tuple(accumulate(found, max))

    def draw_empty(self, y: int, width: int) -> Drawn:
        lines = wrap(self.empty_text, max(width - 2, 1)) if not self.lines else []
        return ((fit(f" {lines[y - 1]}" if 1 <= y <= len(lines) else "", width), "line--faint"),)

    def validate_cursor(self, cursor: int) -> int:
        """Move a cursor on a heading on to the next talk in the direction it came from."""
        at = super().validate_cursor(cursor)
        if not self.lines:
            return at
        onward, back = range(at, len(self.lines)), range(at, -1, -1)
        ranges = (back, onward) if at < self.cursor else (onward, back)
        places = (
            index for one in ranges for index in one if not isinstance(self.lines[index], str)
        )
        return next(places, at)

    def show_line(self, at: int) -> None:
        """Scroll to line *at*, and show the heading above the first talk of a day too."""
        super().show_line(at)
        if at > 0 and at == self.top and isinstance(self.lines[at - 1], str):
            self.top = at - 1

    def talk_at(self, at: int) -> Talk | None:
        """Return the talk on line *at*; None for headings and free time."""
        line = self.lines[at] if at < len(self.lines) else None
        return line if isinstance(line, Talk) else None

    def line_of(self, talk: Talk) -> int | None:
        """Return the first line with *talk*; None if it is not listed."""
        ids = (line.id if isinstance(line, Talk) else "" for line in self.lines)
        return next((at for at, one in enumerate(ids) if one == talk.id), None)

    def talks_on(self, lines: range) -> tuple[Talk, ...]:
        """Return the talks on *lines*, without headings and free time."""
        return tuple(
            line for line in self.lines[lines.start : lines.stop] if isinstance(line, Talk)
        )

    def watch_marks(self) -> None:
        self.refresh()

    def watch_watched(self) -> None:
        self.refresh()

    def watch_cancelled(self) -> None:
        self.refresh()

    def watch_clashes(self) -> None:
        self.refresh()

    def watch_clock(self) -> None:
        self.refresh()

    def watch_reasons(self) -> None:
        self.refresh()

    def watch_words(self) -> None:
        self.refresh()

    def watch_fits(self) -> None:
        self.refresh()
