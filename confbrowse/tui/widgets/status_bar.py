"""The bars above and below the panes: the status line, the keys, and rules between panes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import var

from confbrowse.schedule.clock import zone_city
from confbrowse.text.cells import ELLIPSIS, Drawn, cut, cut_pieces, size_of
from confbrowse.tui.widgets.glyphs import CLASH, WEAK_CLASH
from confbrowse.tui.widgets.lines import LineView

LEAST_LEFT = 12
"""The least cells of the left part."""
_LEAST_PART = 6
"""With fewer cells a part of the path is left out."""
_LEAST_QUERY = 14
"""The cells that a longer query keeps at least."""
_LEAST_WHERE = 9
"""With fewer cells the path is left out."""
_SHORT_BELOW = 70
"""A window with fewer columns gets the short form."""


class Bar(LineView, can_focus=False):
    """Shows one line, with a left and a right part."""

    has_edge = False

    left: var[Drawn] = var(())
    """Cut with an ellipsis if there is not enough room."""
    right: var[Drawn] = var(())
    """Shown in full, or not at all if it would leave too little for the left part."""

    def line_count(self) -> int:
        return 1

    def draw_line(self, at: int, width: int) -> Drawn:  # noqa: ARG002 - there is only one
        return bar_line(self.left, self.right, width)

    def watch_left(self) -> None:
        self.refresh()

    def watch_right(self) -> None:
        self.refresh()


class Progress(LineView, can_focus=False):
    """A bar over the whole width that shows how much is done."""

    has_edge = False
    share: var[float] = var(0.0)
    """From 0 to 1."""
    is_plain = False
    """Whether it is drawn for a terminal with ASCII only, which has one sign for all blocks."""

    def line_count(self) -> int:
        return 1

    def draw_line(self, at: int, width: int) -> Drawn:  # noqa: ARG002 - there is only one
        done = round(self.share * width)
        rest = "-" if self.is_plain else "░"
        return (("█" * done, "line--star"), (rest * (width - done), "line--faint"))

    def watch_share(self) -> None:
        self.refresh()


class Rule(LineView, can_focus=False):
    """A horizontal line between two stacked panes; dragging it resizes them.

    It is drawn heavy while the pane below has the focus.
    """

    has_edge = False
    is_heavy: var[bool] = var(False)

    def line_count(self) -> int:
        return 1

    def draw_line(self, at: int, width: int) -> Drawn:  # noqa: ARG002 - there is only one
        if self.is_heavy:
            return (("━" * width, "line--bar-thumb"),)
        return (("─" * width, "line--bar"),)

    def watch_is_heavy(self) -> None:
        self.refresh()

    def is_edge(self, x: int) -> bool:  # noqa: ARG002 - all of it is
        """Return True: the whole line can be dragged."""
        return True


def bar_line(left: Drawn, right: Drawn, width: int, least_left: int = LEAST_LEFT) -> Drawn:
    """Return *left* and *right* in exactly *width* cells with blanks between.

    *right* is left out unless it leaves *least_left* cells.
    """
    kept = right if size_of(right) + least_left <= width else ()
    room = width - size_of(kept)
    pieces = cut_pieces(left, room)
    return (*pieces, (" " * (room - size_of(pieces)), ""), *kept)


@dataclass(frozen=True, slots=True)
class BarKey:
    """A key in the key bar, and what it does."""

    key: str
    """As it is shown, such as ``Esc``."""
    label: str
    name: str = ""
    """Textual's name, such as ``escape``."""

    @property
    def pieces(self) -> Drawn:
        """The key and its label as the bar shows them."""
        return ((f" {self.key} ", "line--when"), (f"{self.label} ", "line--faint"))


class KeyBar(Bar):
    """Shows keys that work at the moment, each of which can be clicked."""

    keys: var[tuple[BarKey, ...]] = var(())
    """The most important first: as many as fit are shown."""
    help: var[BarKey | None] = var(None)
    """Shown at the right end."""

    @dataclass
    class Pressed(Message):
        """The user clicked on a key."""

        name: str
        """Textual's name of the key."""

    def draw_line(self, at: int, width: int) -> Drawn:  # noqa: ARG002 - there is only one
        right = self.help.pieces if self.help else ()
        shown = keys_that_fit(self.keys, width - size_of(right))
        return bar_line(tuple(piece for one in shown for piece in one.pieces), right, width, 0)

    def watch_keys(self) -> None:
        self.refresh()

    def watch_help(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Press the clicked key."""
        if found := self.key_at(event.x):
            self.post_message(self.Pressed(found.name))

    def key_at(self, x: int) -> BarKey | None:
        """Return the key that is shown at column *x*; None between keys."""
        begin = self.text_width - (size_of(self.help.pieces) if self.help else 0)
        if self.help and x >= begin:
            return self.help
        end = 0
        for one in keys_that_fit(self.keys, begin):
            end += size_of(one.pieces)
            if x < end:
                return one
        return None


def keys_that_fit(keys: Sequence[BarKey], width: int) -> Sequence[BarKey]:
    """Return as many of *keys*, from the first, as fit into *width* cells."""
    room = width
    for at, one in enumerate(keys):
        room -= size_of(one.pieces)
        if room < 0:
            return keys[:at]
    return keys


@dataclass(frozen=True, slots=True)
class Status:
    """The content of the status line."""

    where: tuple[str, ...]
    """The path to the part in view: programme, day, session."""
    at: int = 0
    """The position of the highlighted talk, counted from 1; 0 without one."""
    shown: int = 0
    """Talks in the list."""
    total: int = 0
    """Talks in the list without the search."""
    hidden: int = 0
    """Talks that are not listed because the user has hidden them."""
    selected: int = 0
    """Selected talks; 0 without a selection."""
    query: str = ""
    order: str = ""
    """The sort order; empty for the default."""
    searching: bool = False
    """Whether the search is still running, so that ``shown`` is not known yet."""
    clashes: int = 0
    """The user's talks that the highlighted one clashes with."""
    weak_clashes: int = 0
    """The user's talks that it only overlaps."""
    timezone: str | None = None
    """The time zone of the times shown; None if it is not given."""
    offset: str = ""
    """Its UTC offset at the highlighted talk, such as ``UTC+9``; empty if it is not known."""
    clock: str = ""
    """The time zone that the user chose; empty for the event's."""
    as_printed: bool = False
    """Whether the time zone of the highlighted talk is unknown, so that its times cannot be converted."""
    is_one_zone: bool = True
    """Whether all times shown are in that zone."""
    timed: bool = True
    """Whether any time is shown."""
    year_assumed: bool = False


def status_pieces(status: Status, width: int) -> tuple[Drawn, Drawn]:
    """Return the left and the right part of the status line of a window of *width* columns.

    The search, its result count, the position, the time zone and an assumed year are shown from 40 columns on; the
    path gives way first, then what other panes show too.
    """
    count = ""
    if status.query:
        at = f"{status.at:,}/" if status.shown else ""
        count = " searching…" if status.searching else f" {at}{status.shown:,} of {status.total:,}"
    whole = cell_len(" › ".join(filter(None, (*status.where, status.query)))) + len(count) + 2
    least = min(cell_len(status.query) + 2, _LEAST_QUERY) + len(count) if count else LEAST_LEFT
    words = _right_words(_right_forms(status, width), width, whole, least)
    right: Drawn = ((f"  {words} ", "line--faint"),)
    room = width - size_of(right)
    if not count:
        return ((" " + path(status.where, room - 1), "line--heading"),), right
    room = max(room - len(count) - 2, 1)
    whole = cell_len(" › ".join((*status.where, f"search: {status.query}")))
    query = _cut_words(f"search: {status.query}" if whole <= room else f"/{status.query}", room)
    left_over = room - cell_len(query) - 3
    where = f" {path(status.where, left_over)} › " if left_over >= _LEAST_WHERE else " "
    return ((where, "line--heading"), (query, "line--match"), (count, "line--faint")), right


def order_name(order: str, *, searching: bool) -> str:
    """Return sort order *order* as the status line shows it; empty for the default."""
    return "" if order in ("relevance", "relevance" if searching else "time") else order


def path(where: Sequence[str], width: int) -> str:
    """Return the path *where* in at most *width* cells, cut from the left: the user knows the programme best."""
    parts = list(where)
    while len(parts) > 1 and cell_len(" › ".join(parts)) > width:
        others = sum(cell_len(part) + 3 for part in parts[1:])
        if width - others >= _LEAST_PART:
            parts[0] = _cut_words(parts[0], width - others)
            break
        if len(parts) == 2 and width > 2 * _LEAST_PART + 3:
            # the programme keeps a third, the last part the rest
            parts[0] = _cut_words(parts[0], max(width // 3, 1))
            break
        del parts[0]
    return _cut_words(" › ".join(parts), width)


def _cut_words(text: str, width: int) -> str:
    """Return *text* in at most *width* cells, cut between words unless that leaves less than a quarter of them."""
    letters = cut(text, width)
    if letters == text or width <= 1:
        return letters
    kept = letters.removesuffix(ELLIPSIS)
    if not text[len(kept) :].startswith(" "):
        words = kept.rpartition(" ")[0].rstrip(" ›·,:")
        kept = words if words and 4 * (cell_len(words) + 1) >= width else kept
    return kept + ELLIPSIS


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of what the right side says."""

    words: str
    short: str
    rank: int = 0
    """The parts of the highest rank are left out first; those of rank 0 never."""
    shortest: str = ""
    """If ``short`` is not short enough for a part that is never left out."""


def _right_words(forms: Sequence[str], width: int, whole: int, least: int) -> str:
    """Return the longest of *forms* that leaves *whole* cells for the left side, else *least*, else the shortest.

    Nothing is left out for the sake of the path: it is only said in fewer words.
    """
    for candidates, cells in ((forms[:2], whole), (forms, least)):
        for form in candidates:
            if cell_len(form) + 3 + cells <= width:
                return form
    return forms[-1]


def _right_forms(status: Status, width: int) -> Sequence[str]:
    """Return the forms of the right side, the longest first; the last is short enough for 40 columns."""
    parts = tuple(_parts(status))
    ranks = sorted({part.rank for part in parts})
    forms = [[part.short for part in parts if part.rank <= rank] for rank in reversed(ranks)]
    if width >= _SHORT_BELOW:
        forms.insert(0, [part.words for part in parts])
    forms.append([part.shortest or part.short for part in parts if not part.rank])
    return [" · ".join(form) for form in forms]


def _parts(status: Status) -> Iterator[_Part]:
    """Yield selection, order, clashes, assumed year, time zone, hidden talks and position."""
    if status.selected:
        yield _Part(f"{status.selected:,} selected", f"{status.selected:,} selected")
    if status.order:
        yield _Part(f"by {status.order}", f"by {status.order}", 2)
    if status.clashes:
        words = f"{CLASH} clashes with {status.clashes} of yours"
        yield _Part(words, f"{CLASH}{status.clashes}", 3)
    if status.weak_clashes:
        words = f"{WEAK_CLASH} overlaps {status.weak_clashes}"
        yield _Part(words, f"{WEAK_CLASH}{status.weak_clashes}", 4)
    if status.timed and status.year_assumed:
        yield _Part("year assumed", "year?")
    yield from _zone(status)
    if status.hidden:
        yield _Part(f"{status.hidden:,} hidden", f"{status.hidden:,} hidden", 1)
    if status.shown and not status.query:
        yield _Part(f"{status.at:,} of {status.shown:,}", f"{status.at:,}/{status.shown:,}")


def _zone(status: Status) -> Iterator[_Part]:
    """Yield the time zone of the times shown; nothing for the event's zone where no talk has a time."""
    if not status.timed:
        if status.clock:
            city = zone_city(status.clock)
            words = f"{city} time" if city else f"times in {status.clock}"
            yield _Part(words, city or status.clock)
    elif status.clock and status.as_printed:
        yield _Part(f"clock as printed, not {status.clock}", "as printed")
    elif not status.timezone:
        yield _Part("time zone not given", "zone?")
    else:
        city = zone_city(status.timezone)
        offset = f" ({status.offset})" if city and status.offset else ""
        name = f"{city}{offset}" if city else status.timezone
        words = f"{city} time{offset}" if city else f"times in {name}"
        if not status.is_one_zone:
            words = f"event times, here {name}"
        yield _Part(words, name, shortest=city)
