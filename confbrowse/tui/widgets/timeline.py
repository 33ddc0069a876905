"""The timetable of a day: rooms across, time down, with a cursor that moves from block to block.

Nothing is shown by colour alone: ``!`` marks a clash, a star and a heavy edge what is starred, a solid edge the
block at the cursor, and a line with a clock the current time.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var

from confbrowse.model import Talk, start_key
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.clock import EVENT, Clock, time_label
from confbrowse.schedule.grid import DayGrid, Direction, GridBlock, GridRows, pages
from confbrowse.schedule.rooms import room_of
from confbrowse.text.cells import (
    ELLIPSIS,
    Drawn,
    Piece,
    cut,
    cut_pieces,
    divided,
    fit,
    size_of,
    wrap,
)
from confbrowse.text.humanize import count
from confbrowse.text.latex import readable_line
from confbrowse.text.slugs import folded
from confbrowse.tui.commands import TIMELINE_VIEW, bindings
from confbrowse.tui.widgets.glyphs import CLASH, STAR
from confbrowse.tui.widgets.lines import LineList, LineView
from confbrowse.tui.widgets.text_view import FindLine, match_count

if TYPE_CHECKING:
    from confbrowse.tui.widgets.line_editor import LineBuffer

_CLOCK_WIDTH = 6
_LEAST_COLUMN = 14
"""The least cells of a column, with its edge; columns that do not fit are on other pages."""
_MOST_SIGNS = CLASH + STAR
"""What may stand before a title, so that it has its lines also when it is starred."""
_ROUND_MINUTES = 5
_HEADING_LINES = 2
"""The most lines of a room's name."""


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """The characters that blocks and lines are drawn with."""

    top: str
    """The edge of a block's first row; ``edge`` is that of the others."""
    edge: str
    starred: str
    cursor: str
    now: str
    ellipsis: str
    star: str
    less: str
    more: str
    dot: str


_UNICODE_GLYPHS = _Glyphs("╷", "│", "┃", "█", "╌", ELLIPSIS, STAR, "‹", "›", "·")
_ASCII_GLYPHS = _Glyphs(".", "|", "H", "#", "~", "...", "*", "<", ">", "-")


@dataclass(frozen=True, slots=True)
class _TimelineLayout:
    """What is on the screen, and where."""

    made_for: tuple[object, ...]
    """All that it depends on."""
    cells: Sequence[tuple[int, int]]
    """Each column with its width."""
    headings: int
    """The number of lines at the top with the names of the rooms; none without rooms."""
    rows: GridRows | None
    """None if there is nothing to show."""


def _glyphs(*, ascii_only: bool) -> _Glyphs:
    return _ASCII_GLYPHS if ascii_only else _UNICODE_GLYPHS


class TimelineView(LineList):
    """Shows the talks of a day; its lines are rows of time, and ``cursor`` is an index of ``talks``."""

    BINDINGS = bindings(TIMELINE_VIEW)

    has_edge = False
    local_actions = frozenset({"move", "page", "first", "last", "across", "turn"})

    grid: var[DayGrid | None] = var(None)
    """None if there is nothing to show."""
    starred: var[Set[str]] = var(frozenset())
    clashes: var[ClashIndex] = var(ClashIndex(()))
    now: var[datetime | None] = var(None)
    ascii_only: var[bool] = var(False)
    coarse: var[bool] = var(False, init=False)
    """Whether more of the day is shown, with less of the titles."""
    empty_text: var[str] = var("")

    @dataclass
    class NothingFound(Message):
        """The user looked for a room or a talk that is not drawn."""

        words: str

    page_at: var[int] = var(0)
    """The index of the page of columns on the screen."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.talks: tuple[Talk, ...] = ()
        """Block by block; the cursor counts them."""
        self._blocks: tuple[int, ...] = ()
        """The index of the block of each of ``talks``."""
        self._first_talks: tuple[int, ...] = ()
        """The index of the first talk of each block."""
        self._shaded: Set[int] = frozenset()
        """The indices of every second block of a column, so that blocks below each other can be told apart."""
        self._starred_blocks: Set[int] = frozenset()
        """The indices of the blocks with a starred talk."""
        self._at = datetime.min.replace(tzinfo=UTC)
        """The instant that moving left and right keeps to."""
        self._texts: dict[tuple[int, int], Sequence[Drawn]] = {}
        """The text of blocks at the current size, by block and cursor."""
        self._layout: _TimelineLayout | None = None
        """As last laid out."""
        self._find_line: FindLine | None = None
        """Where a room is typed; None while that line is closed."""
        self._found: Sequence[int] = ()
        """The indices of the talks that were found."""
        self._found_at = 0
        self._find_start = 0
        """The cursor when the user began to type."""

    def show(self, grid: DayGrid | None, talk: Talk | None) -> None:
        """Show *grid* with the cursor on *talk*, else on the one that starts at about the same time.

        Without *talk*, the cursor is on the first talk in the room where it was.
        """
        before, block = self.grid, self.block
        here = self.talk_at_cursor
        stays = bool(here and talk and here.id == talk.id)
        beside = self._others_of_block() if stays else ()
        room = ""
        if before and block is not None:
            room = before.columns[before.blocks[block].column]
        self.set_reactive(TimelineView.grid, grid)
        blocks = grid.blocks if grid else ()
        self.talks = tuple(one for block in blocks for one in block.talks)
        self._blocks = tuple(at for at, block in enumerate(blocks) for _ in block.talks)
        firsts = dict(reversed([(block, at) for at, block in enumerate(self._blocks)]))
        self._first_talks = tuple(firsts[at] for at in range(len(blocks)))
        by_column = grid.by_column if grid else ()
        self._shaded = frozenset(block for column in by_column for block in column[1::2])
        self._redraw()
        self.lines_changed(self._place_near(talk, beside) if talk else self._place_in(room))
        self._keep_time()
        if not stays:
            self._scroll_near()

    def _others_of_block(self) -> tuple[str, ...]:
        """Return the ids of the other talks of the block at the cursor, those after the one there first."""
        others = [at for at, block in enumerate(self._blocks) if block == self.block]
        others.sort(key=lambda at: (at < self.cursor, abs(at - self.cursor)))
        return tuple(self.talks[at].id for at in others)

    def _scroll_near(self) -> None:
        """Scroll so that the block at the cursor, and some of the day before it, is on the screen."""
        rows = self.rows
        if rows and self.block is not None and self.block in rows.spans:
            near = max(rows.spans[self.block].start - self.page // 4, 0)
            self.top = max(row for row in range(near + 1) if _is_half_hour(rows, row))
            self.scroll_lines(0)

    def _place_near(self, talk: Talk, beside: Sequence[str]) -> int:
        """Return the index of *talk* in ``talks``, else of the first of *beside*, ids, that is there.

        If none is, return that of the talk in its room whose start is nearest.
        """
        for talk_id in (talk.id, *beside):
            if (found := self.place_of(talk_id)) is not None:
                return found
        begin, room = start_key(talk)[1], room_of(talk)
        apart = [(room_of(one) != room, abs(start_key(one)[1] - begin)) for one in self.talks]
        return apart.index(min(apart)) if apart else 0

    def _place_in(self, room: str) -> int:
        """Return the index of the first talk in *room*; 0 if there is no such room."""
        columns = self.grid.columns if self.grid else ()
        if self.grid is None or not room or room not in columns:
            return 0
        return self._first_talks[self.grid.by_column[columns.index(room)][0]]

    def place_of(self, talk: str) -> int | None:
        """Return the index of the talk with id *talk* in ``talks``; None if it is not in the grid."""
        block = self.grid.places.get(talk) if self.grid else None
        if block is None or self.grid is None:
            return None
        ids = [one.id for one in self.grid.blocks[block].talks]
        return self._first_talks[block] + ids.index(talk)

    @property
    def block(self) -> int | None:
        """The index of the block at the cursor; None if there is nothing to show."""
        return self._blocks[self.cursor] if self.cursor < len(self._blocks) else None

    @property
    def is_on_several(self) -> bool:
        """Whether the block at the cursor has several talks."""
        return self.has_in_block(forward=True) or self.has_in_block(forward=False)

    def has_in_block(self, *, forward: bool) -> bool:
        """Return whether the block at the cursor has another talk after the one there, or before it."""
        at = self.cursor + (1 if forward else -1)
        return 0 <= at < len(self.talks) and self._blocks[at] == self.block

    @property
    def talk_at_cursor(self) -> Talk | None:
        """The talk at the cursor."""
        return self.talks[self.cursor] if self.cursor < len(self.talks) else None

    # Which columns and lines are on the screen.

    @property
    def pages(self) -> tuple[range, ...]:
        """The columns of each page at the current width."""
        space = self.text_width - _CLOCK_WIDTH
        return pages(len(self.grid.columns) if self.grid else 0, max(space // _LEAST_COLUMN, 1))

    @property
    def shown_columns(self) -> range:
        """The columns on the screen."""
        found = self.pages
        return found[min(self.page_at, len(found) - 1)] if found else range(0)

    def cells(self) -> Sequence[tuple[int, int]]:
        """Return each column on the screen with its width."""
        return self._laid_out().cells

    @property
    def headings(self) -> int:
        """The number of lines at the top with the names of the rooms; none without rooms."""
        return self._laid_out().headings

    @property
    def rows(self) -> GridRows | None:
        """The rows of the columns on the screen; None if there is nothing to show."""
        return self._laid_out().rows

    def _laid_out(self) -> _TimelineLayout:
        """Return what is on the screen, laid out again if anything that it depends on has changed."""
        grid, columns = self.grid, self.shown_columns
        made_for = (grid, columns, self.text_width, self.coarse, self.raw)
        if self._layout is None or self._layout.made_for != made_for:
            space = max(self.text_width - _CLOCK_WIDTH, len(columns))
            edges = [space * at // max(len(columns), 1) for at in range(len(columns) + 1)]
            cells = [(column, edges[at + 1] - edges[at]) for at, column in enumerate(columns)]
            names = [(grid.columns[column] if grid else "", width) for column, width in cells]
            lines = max((len(wrap(name, width - 1)) for name, width in names if name), default=0)
            lines_of = partial(self._lines_of, dict(cells))
            rows = grid.rows(columns, lines_of, coarse=self.coarse) if grid else None
            self._layout = _TimelineLayout(made_for, cells, min(lines, _HEADING_LINES), rows)
        return self._layout

    def _lines_of(self, cells: Mapping[int, int], at: int) -> int:
        """Return the lines that the block with index *at* needs, starred or not, in *cells*, widths by column."""
        block = self.grid.blocks[at] if self.grid else None
        if block is None:
            return 0
        width = cells[block.column] - 1
        name, *others = self._texts_of(block, block.start, (), is_cursor=False)
        of_cursor = bool(block.session)  # the name of one of its posters
        lines = len(_wrapped(f"{_MOST_SIGNS} {name}", width)) + of_cursor
        return lines + (len(_wrapped(others[0], width)) if self._room_below(block) else 0)

    @property
    def _has_no_rooms(self) -> bool:
        return self.grid is not None and not any(self.grid.columns)

    def line_count(self) -> int:
        rows = self.rows
        return len(rows.starts) + self.headings if rows else 0

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return line *at*; the first rows of the window always show the rooms."""
        grid, rows, headings = self.grid, self.rows, self.headings
        if grid is None or rows is None:
            return ((" " * width, ""),)
        line = at - self.top
        pieces = (
            self._heading(grid, line)
            if line < headings
            else self._row_pieces(grid, rows, at - headings)
        )
        drawn = cut_pieces(tuple(pieces), width)
        return (*drawn, (" " * (width - size_of(drawn)), ""))

    def _heading(self, grid: DayGrid, line: int) -> Iterator[Piece]:
        """Yield line *line* of the names of the rooms; the first one also says which page of them it is."""
        glyphs, found = _glyphs(ascii_only=self.ascii_only), self.pages
        place = ""
        if len(found) > 1 and line == 0:
            before = glyphs.less if self.page_at else " "
            after = glyphs.more if self.page_at < len(found) - 1 else " "
            place = f"{before}{self.page_at + 1}/{len(found)}{after}"
        yield fit(place, _CLOCK_WIDTH, ""), "timeline--room"
        for column, width in self.cells():
            is_same_room = column and grid.columns[column - 1] == grid.columns[column]
            name = "" if is_same_room and column != self.shown_columns[0] else grid.columns[column]
            lines = _shortened(wrap(name, width - 1), self.headings, width - 1, glyphs.ellipsis)
            text = lines[line] if line < len(lines) else ""
            yield fit(f" {text}", width, glyphs.ellipsis), "timeline--room"

    def _row_pieces(self, grid: DayGrid, rows: GridRows, row: int) -> Iterator[Piece]:
        """Yield the clock of *row*, and what is on then in each column on the screen."""
        glyphs = _glyphs(ascii_only=self.ascii_only)
        is_now = self.now is not None and rows.row_at(self.now) == row
        if is_now and self.now:
            yield f">{self.now.astimezone(rows.zone):%H:%M}", "timeline--now"
        else:
            yield self._clock(rows, row)
        for column, width in self.cells():
            block = rows.covered.get((row, column))
            if block is not None:
                yield from self._block_pieces(grid.blocks[block], block, rows, row, width)
            elif is_now:
                yield glyphs.now * width, "timeline--now"
            else:
                yield " " * width, ""

    def _clock(self, rows: GridRows, row: int) -> Piece:
        """Return the clock beside *row*: on the hour and half hour, and dimmed where a block begins in between."""
        clock = rows.clock_at(row)
        if row == self.top:
            # a row may begin at an odd minute: where it does, the clock is that of one before it
            earlier = (rows.clock_at(before) for before in range(row, -1, -1))
            clock = next((one for one in earlier if one.minute % _ROUND_MINUTES == 0), clock)
        if row == self.top or _is_half_hour(rows, row):
            return f"{clock:%H:%M} ", "timeline--clock"
        begins = any(
            row == rows.spans[block].start
            for column, _width in self.cells()
            if (block := rows.covered.get((row, column))) is not None
        )
        return (f"  :{clock:%M} " if begins else " " * _CLOCK_WIDTH), "timeline--details"

    def _block_pieces(
        self, block: GridBlock, at: int, rows: GridRows, row: int, width: int
    ) -> Iterator[Piece]:
        """Yield what *block*, with index *at*, shows on *row*: its edge and a line of its text."""
        glyphs = _glyphs(ascii_only=self.ascii_only)
        is_cursor, is_starred = at == self.block, at in self._starred_blocks
        span = rows.spans[at]
        edge = glyphs.top if row == span.start else glyphs.edge
        edge = glyphs.cursor if is_cursor else glyphs.starred if is_starred else edge
        look = "cursor" if is_cursor else "starred" if is_starred else ""
        role = f"timeline--{look}" if look else "timeline--shaded" if at in self._shaded else ""
        # reversed, a solid edge would be blank
        own = "" if is_cursor else role if is_starred else f"{role} timeline--edge".lstrip()
        yield edge, own
        key = at, self.cursor if is_cursor else -1
        if key not in self._texts:
            self._texts[key] = tuple(self._text(block, at, rows, width - 1, is_cursor=is_cursor))
        lines = self._texts[key]
        # the text of a block that begins above the window is moved down as far as there is place
        most = len(span) - len(lines)
        number = row - span.start - max(0, min(self.top - span.start, most))
        line = lines[number] if 0 <= number < len(lines) else ()
        yield from ((text, _with_details(role, own, is_dim=not look)) for text, own in line)
        yield " " * (width - 1 - size_of(line)), role

    def _role(self, role: str) -> Style:
        """Return the style of *role*, which may be several: that of a block, and that of a part of its text."""
        first, *others = role.split()
        return sum((super(TimelineView, self)._role(one) for one in others), super()._role(first))

    def _text(
        self, block: GridBlock, at: int, rows: GridRows, width: int, *, is_cursor: bool
    ) -> Iterator[Drawn]:
        """Yield the lines of text of *block*, with index *at*, at most as many as it has *rows*."""
        left, begin = len(rows.spans[at]), rows.starts[rows.spans[at].start]
        ellipsis = _glyphs(ascii_only=self.ascii_only).ellipsis
        own = [talk for talk in block.talks if talk.id in self.starred]
        signs = self._signs(block, len(own))
        head, *others = self._texts_of(block, begin, own[: left + 1], is_cursor=is_cursor)
        lines = _wrapped(f"{signs} {head}" if signs else head, width)
        if signs and lines[0] == signs:  # a long word: no line for the signs alone
            lines = _wrapped(signs + head, width)
        below = bool(self._room_below(block))  # it is never what is left out
        lines = _shortened(lines, max(left - below, 1), width, ellipsis)
        role = "timeline--clash" if signs and at in self._starred_blocks else "timeline--details"
        yield (lines[0][: len(signs)], role), (lines[0][len(signs) :], "")
        yield from (((line, ""),) for line in lines[1:])
        left -= len(lines)
        for text in others:
            lines = _shortened(_wrapped(text, width), left, width, ellipsis)
            yield from (((line, "timeline--details"),) for line in lines)
            left -= len(lines)

    def _signs(self, block: GridBlock, stars: int) -> str:
        """Return the signs of a clash, of a star and, with several talks, the number of *stars*."""
        talks = () if block.session else block.talks  # posters only overlap
        is_clash = any(self.clashes.strength(talk) == "firm" for talk in talks)
        star = _glyphs(ascii_only=self.ascii_only).star if stars else ""
        number = f"{stars:,}" if stars and len(block.talks) > 1 else ""
        return (CLASH if is_clash else "") + star + number

    def _texts_of(
        self, block: GridBlock, begin: datetime, own: Sequence[Talk], *, is_cursor: bool
    ) -> Iterator[str]:
        """Yield the texts of *block*: first its name, then what is shown in the rows that are left.

        *begin* is when its first row starts; *own* are the starred talks to name.
        """
        glyphs = _glyphs(ascii_only=self.ascii_only)
        talk = (self.talk_at_cursor if is_cursor else None) or block.talks[0]
        number = block.talks.index(talk) + 1
        if block.session:
            name = readable_line(block.session)
            yield f"{name} {glyphs.dot} {count(len(block.talks), _kind(block.talks))}"
            if room := self._room_below(block):
                yield room
            if is_cursor:
                yield f"{number:,}: {self._title(talk, begin)}"
            named = (one for one in own if one is not talk or not is_cursor)
            yield from (f"{glyphs.star} {self._title(one, begin)}" for one in named)
        elif len(block.talks) > 1:
            yield f"{number}/{len(block.talks)} {self._title(talk, begin)}"
        else:
            yield self._title(talk, begin)
            if room := self._room_below(block):
                yield room
            if talk.authors:
                others = f" +{len(talk.authors) - 1}" if len(talk.authors) > 1 else ""
                yield readable_line(talk.authors[0]) + others

    def _title(self, talk: Talk, begin: datetime) -> str:
        """Return the title, after the time of its start if that is not *begin*."""
        title = talk.title if self.raw else readable_line(talk.title)
        if self.grid is None or talk.start is None or talk.start == begin:
            return title
        start, before = (at.astimezone(self.grid.zone) for at in (talk.start, begin))
        return f"{start:%H:%M} {title}" if start.hour != before.hour else f":{start:%M} {title}"

    def _room_below(self, block: GridBlock) -> str:
        """Return the room to name in *block*: none if it is above its column."""
        return room_of(block.talks[0]) if self._has_no_rooms else ""

    def draw_empty(self, y: int, width: int) -> Drawn:
        lines = [] if self.talks else wrap(self.empty_text, max(width - 2, 1))
        return ((fit(f" {lines[y - 1]}" if 1 <= y <= len(lines) else "", width), "line--faint"),)

    def line_style(self, at: int) -> Style:  # noqa: ARG002 - the block shows the cursor
        """Return no style: a line is not one talk."""
        return Style()

    # The cursor.

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, len(self.talks) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the rows of both blocks, or all rows if the page or the scroll position changes."""
        self._keep_time()
        self.show_line(new)
        rows = self.rows
        for at in (old, new):
            span = rows and at < len(self._blocks) and rows.spans.get(self._blocks[at])
            if span:
                first = max(span.start - self.top, 0) + self.headings
                last = span.stop - 1 - self.top + self.headings
                if first <= last:
                    self.refresh(Region(0, first, self.size.width, last - first + 1))
        self.post_message(self.Highlighted(self, new))

    def _keep_time(self) -> None:
        if self.grid and self.block is not None:
            self._at = self.grid.blocks[self.block].start

    def show_line(self, at: int) -> None:
        """Turn to the page with the talk with index *at*, and scroll to it, below the headings."""
        if self.grid is None or not self.size.height or at >= len(self.talks):
            return
        block = self._blocks[at]
        column = self.grid.blocks[block].column
        if column not in self.shown_columns:
            found = [one for one, page in enumerate(self.pages) if column in page]
            self.page_at = min(found, key=lambda one: abs(one - self.page_at))
        if self.rows:
            span, height = self.rows.spans[block], max(self.page - self.headings, 1)
            last = min(span.stop - 1, span.start + height - 1)
            self.top = min(max(self.top, last - height + 1, 0), span.start)

    def watch_page_at(self) -> None:
        self._lay_out_again()

    def watch_coarse(self) -> None:
        self._lay_out_again()
        self.show_line(self.cursor)

    def watch_raw(self) -> None:
        self._lay_out_again()
        self.show_line(self.cursor)

    def _lay_out_again(self) -> None:
        """Show the same time of the day in other rows."""
        before = self._layout and self._layout.rows
        self._texts.clear()
        rows = self.rows
        if before and rows and before is not rows:
            top = before.starts[min(self.top, len(before.starts) - 1)]
            self.top = self.limited_top(rows.row_at(top) or 0)
        self.refresh()

    def on_resize(self) -> None:
        self.page_at = min(self.page_at, max(len(self.pages) - 1, 0))
        self._lay_out_again()
        super().on_resize()

    def on_click(self, event: events.Click) -> None:
        """Go to the block that is clicked, or show it if the cursor is there already."""
        grid, row = self.grid, self.top + event.y - self.headings
        left = _CLOCK_WIDTH
        for column, width in self.cells():
            if grid and left <= event.x < left + width:
                is_name = event.y < self.headings
                covered = self.rows.covered if self.rows else {}
                block = grid.nearest(column, self._at) if is_name else covered.get((row, column))
                if block is not None and block == self.block:
                    self.post_message(self.Chosen(self, self.cursor))
                elif block is not None:
                    self.cursor = self._first_talks[block]
            left += width

    def action_move(self, lines: int) -> None:
        """Go to the block below or above; at the end of a column without a room, to the next one in time."""
        if not self._go("down" if lines > 0 else "up") and self._has_no_rooms:
            block = (self.block or 0) + lines
            if 0 <= block < len(self._first_talks):
                self.cursor = self._first_talks[block]

    def action_across(self, step: int) -> None:
        """Go to the block on the left or right, at the same time of the day as far as possible."""
        at = self._at
        self._go("right" if step > 0 else "left")
        self._at = at

    def _go(self, direction: Direction) -> bool:
        """Go to the next block in *direction*; return whether there is one."""
        block = self.block
        if self.grid is None or block is None:
            return False
        found = self.grid.neighbour(block, direction, self._at)
        if found is not None:
            self.cursor = self._first_talks[found]
        return found is not None

    def action_turn(self, step: int) -> None:
        """Go to the next or previous page of rooms, at the same time of the day as far as possible."""
        grid, found = self.grid, self.pages
        page = max(0, min(self.page_at + step, len(found) - 1))
        if grid and page != self.page_at:
            at, column = self._at, found[page][0 if step > 0 else -1]
            self.page_at = page
            self.cursor = self._first_talks[grid.nearest(column, at)]
            self._at = at

    def action_page(self, pages: float) -> None:
        """Go to the block of this column that is nearest to a page further down or up."""
        rows = self.rows
        if self.grid and rows and self.block is not None:
            column = self.grid.blocks[self.block].column
            step = round(max(self.page - self.headings - 1, 1) * pages)
            row = max(0, min(rows.spans[self.block].start + step, len(rows.starts) - 1))
            self.cursor = self._first_talks[self.grid.nearest(column, rows.starts[row])]

    def step_in_block(self, step: int) -> bool:
        """Go to the next or previous talk of a block with several talks; return whether it has another."""
        if not self.has_in_block(forward=step > 0):
            return False
        kept = self._at
        self.cursor += step
        self._at = kept
        return True

    # Finding rooms and talks by name.

    async def action_find(self) -> None:
        """Open the line where a room or a title is typed."""
        self._find_start = self.cursor
        if self._find_line is None:
            self._find_line, self.covered = FindLine("", self._find), 1
            await self.mount(self._find_line)
            self.show_line(self.cursor)
        self._find_line.focus()

    def _find(self, buffer: "LineBuffer") -> None:
        self._found, self._found_at = self.matches(buffer.text), 0
        self._show_found(buffer.text)

    def matches(self, words: str) -> tuple[int, ...]:
        """Return the indices of talks to go to for *words*: one of each room so called, then talks by title.

        The room that is called just that comes first. Where columns are no rooms, talks are found by theirs.
        """
        wanted = folded(words).split()
        if not wanted or self.grid is None:
            return ()

        def fits(text: str) -> bool:
            found = folded(text)
            return all(word in found for word in wanted)

        grid = self.grid
        rooms = {name: at for at, name in reversed(tuple(enumerate(grid.columns))) if fits(name)}
        ordered = sorted(
            sorted(rooms, key=rooms.__getitem__),
            key=lambda name: (
                folded(name).split() != wanted,
                not folded(name).startswith(wanted[0]),
            ),
        )
        in_rooms = [self._first_talks[grid.nearest(rooms[name], self._at)] for name in ordered]
        titled = [
            at
            for at, talk in enumerate(self.talks)
            if fits(talk.title) or (self._has_no_rooms and fits(room_of(talk)))
        ]
        return tuple(dict.fromkeys([*in_rooms, *titled]))

    def _show_found(self, words: str) -> None:
        if self._find_line:
            self._find_line.show(match_count(self._found_at, len(self._found), words))
        at = self._at
        self.cursor = self._found[self._found_at] if self._found else self._find_start
        self._at = at

    def on_find_line_stepped(self, event: FindLine.Stepped) -> None:
        event.stop()
        if self._find_line and self._found:
            self._found_at = (self._found_at + event.step) % len(self._found)
            self._show_found(self._find_line.text)

    async def on_find_line_left(self, event: FindLine.Left) -> None:
        """Stay at what was found, or go back to where the user began to type."""
        event.stop()
        if not event.keep_matches:
            self.cursor = self._find_start
        elif self._find_line and self._find_line.text.strip() and not self._found:
            self.post_message(self.NothingFound(self._find_line.text.strip()))
        self._keep_time()
        self.focus()
        if self._find_line:
            line, self._find_line, self.covered = self._find_line, None, 0
            await line.remove()
            self.refresh()

    def watch_starred(self) -> None:
        self._redraw()

    def watch_clashes(self) -> None:
        self._redraw()

    def watch_now(self) -> None:
        self.refresh()

    def watch_ascii_only(self) -> None:
        self._redraw()

    def watch_empty_text(self) -> None:
        self.refresh()

    def _redraw(self) -> None:
        places = self.grid.places if self.grid else {}
        self._starred_blocks = {places[talk] for talk in self.starred if talk in places}
        self._texts.clear()
        self.refresh()


class TalkSummary(LineView, can_focus=False):
    """Two lines with the whole name of the talk at the cursor, its time, room and people."""

    has_edge = False

    _talk: Talk | None = None
    _clock: Clock = EVENT

    def show(self, talk: Talk | None, clock: Clock) -> None:
        """Show *talk* with its time by *clock*."""
        self._talk, self._clock = talk, clock
        self.refresh()

    def line_count(self) -> int:
        return 2

    def draw_line(self, at: int, width: int) -> Drawn:
        lines = self._lines(self._talk, width - 1) if self._talk else []
        text, role = lines[at] if at < len(lines) else ("", "")
        return ((fit(f" {text}", width), role),)

    def _lines(self, talk: Talk, width: int) -> list[Piece]:
        """Return the title in one line or two, and in the other one what else there is to know."""
        title = _shortened(wrap(readable_line(talk.title), width), 2, width, ELLIPSIS)
        room = room_of(talk)
        about = (time_label(talk, self._clock), room, talk.kind or "", ", ".join(talk.authors[:3]))
        return [
            *((line, "line--title") for line in title),
            (" · ".join(filter(None, about)), "line--faint"),
        ]


def _wrapped(text: str, width: int) -> list[str]:
    """Return *text* in lines of at most *width* cells; longer words are divided by hyphens."""
    return wrap(divided(text, width), width)


def _shortened(lines: Sequence[str], most: int, width: int, ellipsis: str) -> list[str]:
    """Return *lines*, which are parts of one text, in at most *most* lines of *width* cells."""
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])] if most else []
    return [cut(line, width, ellipsis) for line in lines]


def _is_half_hour(rows: GridRows, row: int) -> bool:
    """Return whether *row* is the first one, or begins on the hour or half hour."""
    clock = rows.clock_at(row)
    return row == 0 or (clock.minute % 30 == 0 and not clock.second)


def _with_details(role: str, own: str, *, is_dim: bool) -> str:
    """Return *role*, of a block, with *own*, of a part of its text; only *is_dim* dims details."""
    return role if own == "timeline--details" and not is_dim else f"{role} {own}".strip()


def _kind(talks: Sequence[Talk]) -> str:
    """Return what *talks* are called: posters if all of them are."""
    return (
        "poster"
        if all("poster" in (talk.kind or "poster").casefold() for talk in talks)
        else "talk"
    )
