"""The timetable of a day: rooms across, time down, with a cursor that moves from block to block.

Nothing is shown by colour alone: ``!`` marks a clash, a star and a heavy edge what is starred, a solid edge the
block at the cursor, and a line with a clock the current time.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.reactive import var

from confbrowse.model import Talk, start_key
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.clock import EVENT, Clock, time_label
from confbrowse.schedule.grid import DayGrid, Direction, GridBlock, pages
from confbrowse.text.cells import ELLIPSIS, Drawn, Piece, cut, cut_pieces, fit, size_of, wrap
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


_Layout = tuple[tuple[DayGrid | None, range, int], tuple[Sequence[tuple[int, int]], int]]


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
    empty_text: var[str] = var("")

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
        self._row = 0
        """The row that moving left and right keeps to."""
        self._texts: dict[tuple[int, int], Sequence[Drawn]] = {}
        """The text of blocks at the current size, by block and cursor."""
        self._layout: _Layout | None = None
        """The columns and headings as last laid out, with what that depends on."""
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
        self.lines_changed(self._place_near(talk) if talk else self._place_in(room))
        self._keep_row()
        if grid:
            near = max(self._row - self.page // 4, 0)
            self.top = max(row for row in range(near + 1) if _has_clock(grid, row))
            self.scroll_lines(0)

    def _place_near(self, talk: Talk) -> int:
        """Return the index of *talk* in ``talks``, else of the one whose start is nearest."""
        found = self.place_of(talk.id)
        if found is not None:
            return found
        begin = start_key(talk)[1]
        apart = [abs(start_key(one)[1] - begin) for one in self.talks]
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
        return self._laid_out()[0]

    @property
    def headings(self) -> int:
        """The number of lines at the top with the names of the rooms; none without rooms."""
        return self._laid_out()[1]

    def _laid_out(self) -> tuple[Sequence[tuple[int, int]], int]:
        """Return the columns on the screen with their widths, and the lines of headings."""
        grid, columns = self.grid, self.shown_columns
        if self._layout is None or self._layout[0] != (grid, columns, self.text_width):
            space = max(self.text_width - _CLOCK_WIDTH, len(columns))
            edges = [space * at // max(len(columns), 1) for at in range(len(columns) + 1)]
            cells = [(column, edges[at + 1] - edges[at]) for at, column in enumerate(columns)]
            names = [(grid.columns[column] if grid else "", width) for column, width in cells]
            lines = max((len(wrap(name, width - 1)) for name, width in names if name), default=0)
            found = cells, min(lines, _HEADING_LINES)
            self._layout = (grid, columns, self.text_width), found
        return self._layout[1]

    def line_count(self) -> int:
        return len(self.grid.starts) + self.headings if self.grid else 0

    def draw_line(self, at: int, width: int) -> Drawn:
        """Return line *at*; the first rows of the window always show the rooms."""
        grid, headings = self.grid, self.headings
        if grid is None:
            return ((" " * width, ""),)
        line = at - self.top
        pieces = (
            self._heading(grid, line) if line < headings else self._row_pieces(grid, at - headings)
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

    def _row_pieces(self, grid: DayGrid, row: int) -> Iterator[Piece]:
        """Yield the clock of *row*, and what is on then in each column on the screen."""
        glyphs = _glyphs(ascii_only=self.ascii_only)
        is_now = self.now is not None and grid.row_at(self.now) == row
        if is_now and self.now:
            yield f">{self.now.astimezone(grid.zone):%H:%M}", "timeline--now"
        else:
            is_shown = row == self.top or _has_clock(grid, row)
            clock = f"{grid.clock_at(row):%H:%M} " if is_shown else " " * _CLOCK_WIDTH
            yield clock, "timeline--clock"
        for column, width in self.cells():
            block = grid.block_at(row, column)
            if block is not None:
                yield from self._block_pieces(grid.blocks[block], block, row, width)
            elif is_now:
                yield glyphs.now * width, "timeline--now"
            else:
                yield " " * width, ""

    def _block_pieces(self, block: GridBlock, at: int, row: int, width: int) -> Iterator[Piece]:
        """Yield what *block*, with index *at*, shows on *row*: its edge and a line of its text."""
        glyphs = _glyphs(ascii_only=self.ascii_only)
        is_cursor, is_starred = at == self.block, at in self._starred_blocks
        edge = glyphs.top if row == block.first else glyphs.edge
        edge = glyphs.cursor if is_cursor else glyphs.starred if is_starred else edge
        look = "cursor" if is_cursor else "starred" if is_starred else ""
        role = f"timeline--{look}" if look else "timeline--shaded" if at in self._shaded else ""
        # reversed, a solid edge would be blank
        own = "" if is_cursor else role if is_starred else f"{role} timeline--edge".lstrip()
        yield edge, own
        key = at, self.cursor if is_cursor else -1
        if key not in self._texts:
            self._texts[key] = tuple(self._text(block, at, width - 1, is_cursor=is_cursor))
        lines = self._texts[key]
        # the text of a block that begins above the window is moved down as far as there is place
        most = block.last - block.first + 1 - len(lines)
        number = row - block.first - max(0, min(self.top - block.first, most))
        line = lines[number] if 0 <= number < len(lines) else ()
        yield from ((text, _with_details(role, own, is_dim=not look)) for text, own in line)
        yield " " * (width - 1 - size_of(line)), role

    def _role(self, role: str) -> Style:
        """Return the style of *role*, which may be several: that of a block, and that of a part of its text."""
        first, *others = role.split()
        return sum((super(TimelineView, self)._role(one) for one in others), super()._role(first))

    def _text(self, block: GridBlock, at: int, width: int, *, is_cursor: bool) -> Iterator[Drawn]:
        """Yield the lines of text of *block*, with index *at*, at most as many as it has rows."""
        ellipsis = _glyphs(ascii_only=self.ascii_only).ellipsis
        left = block.last - block.first + 1
        own = [talk for talk in block.talks if talk.id in self.starred]
        signs = self._signs(block, len(own))
        head, *others = self._texts_of(block, own[: left + 1], is_cursor=is_cursor)
        lines = wrap(f"{signs} {head}" if signs else head, width)
        if signs and lines[0] == signs:  # a long word: no line for the signs alone
            lines = wrap(signs + head, width)
        lines = _shortened(lines, left, width, ellipsis)
        role = "timeline--clash" if signs and at in self._starred_blocks else "timeline--details"
        yield (lines[0][: len(signs)], role), (lines[0][len(signs) :], "")
        yield from (((line, ""),) for line in lines[1:])
        left -= len(lines)
        for text in others:
            lines = _shortened(wrap(text, width), left, width, ellipsis)
            yield from (((line, "timeline--details"),) for line in lines)
            left -= len(lines)

    def _signs(self, block: GridBlock, stars: int) -> str:
        """Return the signs of a clash, of a star and, with several talks, the number of *stars*."""
        talks = () if block.session else block.talks  # posters only overlap
        is_clash = any(self.clashes.strength(talk) == "firm" for talk in talks)
        star = _glyphs(ascii_only=self.ascii_only).star if stars else ""
        number = f"{stars:,}" if stars and len(block.talks) > 1 else ""
        return (CLASH if is_clash else "") + star + number

    def _texts_of(self, block: GridBlock, own: Sequence[Talk], *, is_cursor: bool) -> Iterator[str]:
        """Yield the texts of *block*: first its name, then what is shown in the rows that are left.

        *own* are the starred talks to name.
        """
        glyphs = _glyphs(ascii_only=self.ascii_only)
        talk = (self.talk_at_cursor if is_cursor else None) or block.talks[0]
        number = block.talks.index(talk) + 1
        if block.session:
            name = readable_line(block.session)
            yield f"{name} {glyphs.dot} {count(len(block.talks), _kind(block.talks))}"
            if is_cursor:
                yield f"{number:,}: {self._title(talk)}"
            others = (one for one in own if one is not talk or not is_cursor)
            yield from (f"{glyphs.star} {self._title(one)}" for one in others)
        elif len(block.talks) > 1:
            yield f"{number}/{len(block.talks)} {self._title(talk)}"
        else:
            yield self._title(talk)
            yield from self._details(talk)

    def _title(self, talk: Talk) -> str:
        """Return the title, after the minute of its start if it does not begin with its row."""
        grid = self.grid
        title = talk.title if self.raw else readable_line(talk.title)
        row = grid.row_at(talk.start) if grid and talk.start else None
        if grid is None or row is None or talk.start is None:
            return title
        start = talk.start.astimezone(grid.zone)
        return title if start == grid.clock_at(row) else f":{start:%M} {title}"

    def _details(self, talk: Talk) -> Iterator[str]:
        """Yield what is shown below the title where there is room: the room, unless it is above, and people."""
        room = talk.room or talk.session.room
        if room and self.grid and not any(self.grid.columns):
            yield room
        if talk.authors:
            others = f" +{len(talk.authors) - 1}" if len(talk.authors) > 1 else ""
            yield readable_line(talk.authors[0]) + others

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
        self._keep_row()
        self.show_line(new)
        for at in (old, new):
            if self.grid and at < len(self._blocks):
                block = self.grid.blocks[self._blocks[at]]
                first = max(block.first - self.top, 0) + self.headings
                last = block.last - self.top + self.headings
                if first <= last:
                    self.refresh(Region(0, first, self.size.width, last - first + 1))
        self.post_message(self.Highlighted(self, new))

    def _keep_row(self) -> None:
        if self.grid and self.block is not None:
            self._row = self.grid.blocks[self.block].first

    def show_line(self, at: int) -> None:
        """Turn to the page with the talk with index *at*, and scroll to it, below the headings."""
        if self.grid is None or not self.size.height or at >= len(self.talks):
            return
        block = self.grid.blocks[self._blocks[at]]
        if block.column not in self.shown_columns:
            found = [one for one, page in enumerate(self.pages) if block.column in page]
            self.page_at = min(found, key=lambda one: abs(one - self.page_at))
        rows = max(self.page - self.headings, 1)
        last = min(block.last, block.first + rows - 1)
        self.top = min(max(self.top, last - rows + 1, 0), block.first)

    def watch_page_at(self) -> None:
        self._texts.clear()
        self.refresh()

    def on_resize(self) -> None:
        self._texts.clear()
        self.page_at = min(self.page_at, max(len(self.pages) - 1, 0))
        super().on_resize()

    def on_click(self, event: events.Click) -> None:
        """Go to the block that is clicked, or show it if the cursor is there already."""
        grid, row = self.grid, self.top + event.y - self.headings
        left = _CLOCK_WIDTH
        for column, width in self.cells():
            if grid and left <= event.x < left + width:
                is_name = event.y < self.headings
                block = grid.nearest(column, self._row) if is_name else grid.block_at(row, column)
                if block is not None and block == self.block:
                    self.post_message(self.Chosen(self, self.cursor))
                elif block is not None:
                    self.cursor = self._first_talks[block]
            left += width

    def action_move(self, lines: int) -> None:
        """Go to the block below or above; at the end of a column without a room, to the next one in time."""
        if not self._go("down" if lines > 0 else "up") and self.grid and not any(self.grid.columns):
            block = (self.block or 0) + lines
            if 0 <= block < len(self._first_talks):
                self.cursor = self._first_talks[block]

    def action_across(self, step: int) -> None:
        """Go to the block on the left or right, at the same time of the day as far as possible."""
        row = self._row
        self._go("right" if step > 0 else "left")
        self._row = row

    def _go(self, direction: Direction) -> bool:
        """Go to the next block in *direction*; return whether there is one."""
        block = self.block
        if self.grid is None or block is None:
            return False
        found = self.grid.neighbour(block, direction, self._row)
        if found is not None:
            self.cursor = self._first_talks[found]
        return found is not None

    def action_turn(self, step: int) -> None:
        """Go to the next or previous page of rooms, at the same time of the day as far as possible."""
        grid, found = self.grid, self.pages
        page = max(0, min(self.page_at + step, len(found) - 1))
        if grid and page != self.page_at:
            row, column = self._row, found[page][0 if step > 0 else -1]
            self.page_at = page
            self.cursor = self._first_talks[grid.nearest(column, row)]
            self._row = row

    def action_page(self, pages: float) -> None:
        """Go to the block of this column that is nearest to a page further down or up."""
        if self.grid and self.block is not None:
            here = self.grid.blocks[self.block]
            row = here.first + round(max(self.page - self.headings - 1, 1) * pages)
            self.cursor = self._first_talks[self.grid.nearest(here.column, row)]

    def step_in_block(self, step: int) -> bool:
        """Go to the next or previous talk of a block with several talks; return whether it has another."""
        at = self.cursor + step
        if self.block is None or not 0 <= at < len(self.talks) or self._blocks[at] != self.block:
            return False
        row = self._row
        self.cursor = at
        self._row = row
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
        """Return the indices of talks to go to for *words*: one of each room so called, then talks by title."""
        wanted = folded(words).split()
        if not wanted or self.grid is None:
            return ()

        def fits(text: str) -> bool:
            found = folded(text)
            return all(word in found for word in wanted)

        grid = self.grid
        rooms = {name: at for at, name in reversed(tuple(enumerate(grid.columns))) if fits(name)}
        ordered = sorted(rooms, key=lambda name: not folded(name).startswith(wanted[0]))
        in_rooms = [self._first_talks[grid.nearest(rooms[name], self._row)] for name in ordered]
        titled = [at for at, talk in enumerate(self.talks) if fits(talk.title)]
        return tuple(dict.fromkeys([*in_rooms, *titled]))

    def _show_found(self, words: str) -> None:
        if self._find_line:
            self._find_line.show(match_count(self._found_at, len(self._found), words))
        row = self._row
        self.cursor = self._found[self._found_at] if self._found else self._find_start
        self._row = row

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
        self._keep_row()
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

    def watch_raw(self) -> None:
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
        room = talk.room or talk.session.room or ""
        about = (time_label(talk, self._clock), room, talk.kind or "", ", ".join(talk.authors[:3]))
        return [
            *((line, "line--title") for line in title),
            (" · ".join(filter(None, about)), "line--faint"),
        ]


def _shortened(lines: Sequence[str], most: int, width: int, ellipsis: str) -> list[str]:
    """Return *lines*, which are parts of one text, in at most *most* lines of *width* cells."""
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])] if most else []
    return [cut(line, width, ellipsis) for line in lines]


def _has_clock(grid: DayGrid, row: int) -> bool:
    """Return whether the clock is shown beside *row*: on the hour and half hour."""
    return row == 0 or grid.clock_at(row).minute % 30 == 0


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
