"""What is always visible: where we are, which filter is on and what it leaves, the zone, guesses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from confbrowse.text.cells import Drawn, cut
from confbrowse.tui.widgets.ribbon import LEAST_LEFT
from confbrowse.tui.widgets.signs import CLASH, WEAK_CLASH


@dataclass(frozen=True, slots=True)
class Status:
    """The facts of the status line."""

    where: tuple[str, ...]
    """From the whole to the part: programme, day, session."""
    at: int = 0
    """The highlighted talk, counted from 1; 0 where there is none."""
    shown: int = 0
    """Talks in the list."""
    total: int = 0
    """Talks the list would have without the filter."""
    hidden: int = 0
    """Talks that are left out of the list because the reader has hidden them."""
    selected: int = 0
    """Talks that the next mark goes to; 0 where that is the highlighted one alone."""
    query: str = ""
    order: str = ""
    """What the list is ordered by; empty where that goes without saying."""
    searching: bool = False
    """Whether the answer to the query is still to come, so that nobody can count it."""
    clashes: int = 0
    """Talks of mine that the highlighted one clashes with, and those that it does so weakly."""
    weak_clashes: int = 0
    timezone: str | None = None
    """That of the time shown."""
    clock: str = ""
    """The clock that the reader chose; empty for the event's."""
    as_printed: bool = False
    """Whether nobody knows the zone of the highlighted talk, so that no other clock can show it."""
    timed: bool = True
    """Whether the highlighted talk has a time."""
    year_assumed: bool = False


_LEAST_PART = 6
"""Cells below which a part of where we are is left out."""
_LEAST_WHERE = 9
"""Cells below which it is no use to say where we are."""
_SHORT_BELOW = 70
"""Columns of a window in which the rest is told in fewer words."""


def status_pieces(status: Status, width: int) -> tuple[Drawn, Drawn]:
    """Return the left and the right part of the status line of a window of *width* columns.

    The filter, what it leaves, the zone and the guess are there at every size from 40 columns on;
    where we are takes what room they leave.
    """
    short = width < _SHORT_BELOW
    words = " · ".join(filter(None, _right(status, short=short)))
    if cell_len(words) + 3 + LEAST_LEFT > width:  # rows and abstract tell of clashes, too
        calm = replace(status, clashes=0, weak_clashes=0)
        words = " · ".join(filter(None, _right(calm, short=short)))
    right: Drawn = ((f"  {words} ", "line--faint"),)
    if not status.query:
        room = width - cell_len(words) - 3
        return ((" " + path(status.where, room), "line--heading"),), right
    at = f"{status.at:,}/" if short and status.shown else ""
    count = " searching…" if status.searching else f" {at}{status.shown:,} of {status.total:,}"
    room = max(width - cell_len(words) - len(count) - 6, 1)
    query = cut(status.query if short else f"search: {status.query}", room)
    left_over = room - cell_len(query) - 2
    where = path(status.where, left_over) if left_over >= _LEAST_WHERE else ""
    filtered = (("/" if short else "") + query, "line--match")
    place = (f" {where}  ", "line--heading") if where else (" ", "line--heading")
    return (place, filtered, (count, "line--faint")), right


def order_name(order: str, *, searching: bool) -> str:
    """Return *order*, one of those of a place, as the status line names it; empty for the usual one."""
    return "" if order in ("relevance", "relevance" if searching else "time") else order


def path(where: Sequence[str], width: int) -> str:
    """Return *where* from the whole to the part in at most *width* cells.

    What there is no room for is cut, the whole before the part: it is what the reader knows best.
    """
    parts = list(where)
    while len(parts) > 1 and cell_len(" › ".join(parts)) > width:
        others = sum(cell_len(part) + 3 for part in parts[1:])
        if width - others >= _LEAST_PART:
            parts[0] = cut(parts[0], width - others)
            break
        if (
            len(parts) == 2 and width > 2 * _LEAST_PART + 3
        ):  # the whole keeps its start, the part what is left
            parts[0] = cut(parts[0], max(width // 3, 1))
            break
        del parts[0]
    return cut(" › ".join(parts), width)


def _right(status: Status, *, short: bool) -> Iterator[str]:
    """Yield what is selected, clashes, the guess, the zone, what is hidden, the place in the list.

    As far as there is room for them.
    """
    if status.selected:
        yield f"{status.selected:,} selected"
    if status.order:
        yield f"by {status.order}"
    if status.clashes:
        yield (
            f"{CLASH}{status.clashes}"
            if short
            else f"{CLASH} clashes with {status.clashes} of yours"
        )
    if status.weak_clashes:
        yield (
            f"{WEAK_CLASH}{status.weak_clashes}"
            if short
            else f"{WEAK_CLASH} weakly with {status.weak_clashes}"
        )
    if status.timed and status.year_assumed:
        yield "year?" if short else "year assumed"
    yield _zone(status, short=short)
    if status.hidden and not (short and status.query):
        yield f"{status.hidden:,} hidden"
    if status.shown and not (short and status.query):
        yield f"{status.at:,}{'/' if short else ' of '}{status.shown:,}"


def _zone(status: Status, *, short: bool) -> str:
    """Return in which zone times are shown; empty where that is the event's and no talk has one."""
    if not status.timed:
        return (status.clock if short else f"times in {status.clock}") if status.clock else ""
    if status.clock and status.as_printed:
        return "as printed" if short else f"clock as printed, not {status.clock}"
    if short:
        return status.timezone or "zone?"
    return f"times in {status.timezone}" if status.timezone else "time zone not given"
