"""The drawing of a day: what ``timeline`` placed, in lines of pieces as a screen shows them.

Nothing is told by colour alone: ``!`` stands for a clash, ``*`` for a star, the talk under the cursor
has a double frame, and the present moment a line with its clock.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime

from confbrowse.agenda.timeline import Box, Timeline
from confbrowse.agenda.zones import zone_words
from confbrowse.text.cells import ELLIPSIS, Drawn, Piece, cut, fit, size_of, wrap

_CLOCK_WIDTH = 6
_NARROWEST = 10
"""Cells that a lane takes at least; where there is no room for all lanes, some are left out."""
_FOR_CLOCKS = 16
"""From so many cells on, a box has room for clocks that a narrower one leaves out."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """What boxes and lines are made of."""

    single: str
    """Corners from the upper left by rows, then the line across and the one down."""
    double: str
    now: str
    ellipsis: str
    star: str
    less: str
    more: str
    dash: str


_SIGNS = _Signs("┌┐└┘─│", "╔╗╚╝═║", "╌", ELLIPSIS, "★", "‹", "›", "–")
_ASCII = _Signs("++++-|", "####=#", "~", "...", "*", "<", ">", "-")


@dataclass(frozen=True, slots=True)
class Look:
    """How a day is to be drawn."""

    width: int
    """Cells, at least 8."""
    cursor: str | None = None
    """The id of a talk."""
    now: datetime | None = None
    starred: Set[str] = frozenset()
    """Ids of talks, as are those that are ``clashing``."""
    clashing: Set[str] = frozenset()
    ascii_only: bool = False
    """Whether to draw with ASCII alone; titles stay as they are."""

    @property
    def signs(self) -> _Signs:
        """What to draw with."""
        return _ASCII if self.ascii_only else _SIGNS


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a talk is drawn."""

    first: int
    """Its first line, and its last."""
    last: int
    left: int
    """Its first cell, and how many it takes."""
    width: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A day as it is shown."""

    lines: tuple[Drawn, ...]
    headings: int
    """So many lines at the top are to stay in view while the others scroll: 2 by room, else 1."""
    frames: Mapping[str, Frame]
    """Of each talk that is drawn, by its id."""


def draw(day: Timeline, look: Look) -> Drawing:
    """Return *day* in lines of exactly ``look.width`` cells.

    Where there are more lanes than fit, those around the cursor are drawn, and the others counted.
    """
    columns = _columns(day, look)
    lines = [*_headings(day, look, columns)]
    headings = len(lines)
    shown = {
        box.talk.id: (box, Frame(box.first + headings, box.last + headings, *cells))
        for box in day.boxes
        if (cells := _cells(box, columns))
    }
    now = day.row_at(look.now) if look.now else None
    for row in range(day.rows):
        line = headings + row
        here = [(box, frame) for box, frame in shown.values() if frame.first <= line <= frame.last]
        pieces = [_clock(day, row, look.now if row == now else None)]
        lines.append((*pieces, *_row(day, row, here, look, is_now=row == now)))
    return Drawing(tuple(lines), headings, {one: frame for one, (_box, frame) in shown.items()})


def _row(
    day: Timeline, row: int, here: list[tuple[Box, Frame]], look: Look, *, is_now: bool
) -> Iterator[Piece]:
    """Yield what *row* shows behind its clock: the boxes that are *here*, and what is between."""
    blank, role = (look.signs.now, "timeline--now") if is_now else (" ", "")
    at = _CLOCK_WIDTH
    for box, frame in sorted(here, key=lambda one: one[1].left):
        if frame.left > at:
            yield blank * (frame.left - at), role
        yield _part(day, box, row, frame.width, look)
        at = frame.left + frame.width
    if look.width > at:
        yield blank * (look.width - at), role


def _cells(box: Box, columns: list[tuple[int, int, int]]) -> tuple[int, int] | None:
    """Return the first cell of *box* in *columns*, and its width; None where it is in none of them."""
    own = [one for one in columns if box.lane <= one[0] < box.lane + box.across]
    return (own[0][1], sum(width for _lane, _left, width in own)) if own else None


def _columns(day: Timeline, look: Look) -> list[tuple[int, int, int]]:
    """Return the lanes to draw, each with its first cell and its width."""
    room = look.width - _CLOCK_WIDTH
    many = min(len(day.lanes), max(room // _NARROWEST, 1))
    box = day.places.get(look.cursor or "")
    first = min(max((box.lane if box else 0) - many // 2, 0), len(day.lanes) - many)
    edges = [_CLOCK_WIDTH + room * place // many for place in range(many + 1)]
    return [(first + place, edges[place], edges[place + 1] - edges[place]) for place in range(many)]


def _headings(day: Timeline, look: Look, columns: list[tuple[int, int, int]]) -> Iterator[Drawn]:
    """Yield the line with day, zone and what is left out on either side, and that of the rooms, if any."""
    signs = look.signs
    first = day.boxes[0].talk
    zone = zone_words(replace(first, start=day.origin))
    before, after = columns[0][0], len(day.lanes) - 1 - columns[-1][0]
    left = f"{signs.less} {before} more  " if before else ""
    right = f"  {after} more {signs.more}" if after else ""
    title = f"{day.origin:%a} {day.origin.day} {day.origin:%b %Y}, {zone}"
    room = max(look.width - len(left) - len(right), 0)
    heading = left + fit(title, room, signs.ellipsis) + right
    yield ((fit(heading, look.width, signs.ellipsis), "timeline--heading"),)
    if not any(day.lanes):
        return
    names = [(" " * _CLOCK_WIDTH, "")]
    for lane, _left, width in columns:
        is_new = lane == columns[0][0] or day.lanes[lane] != day.lanes[lane - 1]
        name = day.lanes[lane] if is_new else ""
        names.append((fit(cut(name, width - 1, signs.ellipsis), width), "timeline--room"))
    yield tuple(names)


def _clock(day: Timeline, row: int, now: datetime | None) -> Piece:
    """Return what stands at the left of *row*: its clock on the hour and half past, or the present."""
    if now:
        return f">{now.astimezone(day.clock):%H:%M}", "timeline--now"
    at = day.clock_at(row)
    is_told = row == 0 or at.minute % 30 == 0
    return (f"{at:%H:%M} " if is_told else " " * _CLOCK_WIDTH), "timeline--clock"


def _part(day: Timeline, box: Box, row: int, width: int, look: Look) -> Piece:
    """Return the part of *box* on *row*."""
    signs = look.signs
    is_here, clash = box.talk.id == look.cursor, box.talk.id in look.clashing
    role = "timeline--cursor" if is_here else "timeline--clash" if clash else "timeline--box"
    marks = ("!" if clash else "") + (signs.star if box.talk.id in look.starred else "")
    frame, inner = (signs.double if is_here else signs.single), width - 2
    if box.rows == 1:
        ends = "><" if is_here else "[]"
        return ends[0] + fit(marks + _title(day, box, inner), inner, signs.ellipsis) + ends[1], role
    if row == box.last:
        return frame[2] + frame[4] * inner + frame[3], role
    if row == box.first:
        words = _times(day, box, inner, signs) if box.rows > 2 else _title(day, box, inner)
        lead = cut(marks + words, inner, signs.ellipsis)
        return frame[0] + lead + frame[4] * (inner - size_of(((lead, ""),))) + frame[1], role
    lines = _inside(box, inner, signs.ellipsis, with_room=not any(day.lanes))
    place = row - box.first - 1
    return frame[5] + fit(lines[place] if place < len(lines) else "", inner) + frame[5], role


def _title(day: Timeline, box: Box, width: int) -> str:
    """Return the title, behind its clock where the talk does not begin with its row."""
    start = box.talk.start
    if start is None or width < _FOR_CLOCKS or start == day.clock_at(box.first):
        return box.talk.title
    return f"{start.astimezone(day.clock):%H:%M} {box.talk.title}"


def _times(day: Timeline, box: Box, width: int, signs: _Signs) -> str:
    """Return when the talk begins and, where there is room, ends."""
    times = [at.astimezone(day.clock) for at in (box.talk.start, box.talk.end) if at]
    many = 2 if width >= _FOR_CLOCKS else 1
    return signs.dash.join(f"{at:%H:%M}" for at in times[:many])


def _inside(box: Box, width: int, ellipsis: str, *, with_room: bool) -> list[str]:
    """Return what stands between the upper and the lower line of a frame: the title, then the room, if asked for."""
    rows = box.rows - 2
    lines = wrap(box.talk.title, width)
    if len(lines) > rows:
        return [*lines[: rows - 1], cut(" ".join(lines[rows - 1 :]), width, ellipsis)]
    where = box.talk.room or box.talk.session.room
    return [*lines, cut(where, width, ellipsis)] if where and with_room else lines
