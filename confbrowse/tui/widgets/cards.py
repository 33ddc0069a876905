"""Talks as cards, side by side or stacked: the pure layout, and the view that shows it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from textual import events
from textual.message import Message
from textual.reactive import var

from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.schedule.clock import EVENT, Clock
from confbrowse.schedule.rooms import walk_words
from confbrowse.text.cells import Drawn, cut, fit, wrap
from confbrowse.text.latex import readable, readable_line
from confbrowse.tui.widgets.detail import when_and_where
from confbrowse.tui.widgets.glyphs import CLASH, STAR, WEAK_CLASH
from confbrowse.tui.widgets.lines import LineView
from confbrowse.tui.widgets.talk_list import authors_line

BESIDE_FROM = 118
"""The least width, in cells, for cards side by side."""
_NARROWEST = 36
_ABSTRACT_LINES = 4
"""Lines of an abstract in stacked cards."""


@dataclass(frozen=True, slots=True)
class Cards:
    """The talks to show, and their state."""

    talks: tuple[Talk, ...] = ()
    weak: frozenset[str] = frozenset()
    """The ids of the talks that only overlap the first."""
    walks: Mapping[str, timedelta] = field(default_factory=dict)
    """The walks between those that clash with the first for that reason, and the first, by id."""
    at: int = 0
    """The index of the talk at the cursor."""
    marks: Mapping[str, Mark] = field(default_factory=dict)
    clock: Clock = EVENT


@dataclass(frozen=True, slots=True)
class CardLayout:
    """Cards in lines of one width."""

    lines: tuple[Drawn, ...]
    spots: tuple[tuple[range, range], ...]
    """The lines and cells of each talk; empty ranges for talks that are not shown."""


def lay_out_cards(cards: Cards, width: int, height: int) -> CardLayout:
    """Return *cards* in lines of exactly *width* cells: in columns of *height* lines, or stacked.

    If not all columns fit, those near the cursor are shown; the first line of a card counts them all.
    """
    if width >= BESIDE_FROM:
        return _side_by_side(cards, width, height)
    lines: list[Drawn] = []
    spots = []
    for at in range(len(cards.talks)):
        card = list(_card(cards, at, width, _ABSTRACT_LINES))
        spots.append((range(len(lines), len(lines) + len(card)), range(width)))
        lines += [*card, ((" " * width, ""),)]
    return CardLayout(tuple(lines), tuple(spots))


def _side_by_side(cards: Cards, width: int, height: int) -> CardLayout:
    talks = len(cards.talks)
    columns_shown = min(talks, max(width // _NARROWEST, 1))
    first = min(max(cards.at - columns_shown // 2, 0), talks - columns_shown)
    edges = [width * column // columns_shown for column in range(columns_shown + 1)]
    columns, spots = [], [(range(0), range(0))] * talks
    for column in range(columns_shown):
        left, right = edges[column], edges[column + 1]
        card = list(_card(cards, first + column, right - left - 1, height))[:height]
        columns.append(card + [((" " * (right - left - 1), ""),)] * (height - len(card)))
        spots[first + column] = (range(height), range(left, right))
    rows = zip(*columns, strict=True)
    lines = [tuple(piece for part in row for piece in (*part, (" ", ""))) for row in rows]
    return CardLayout(tuple(lines), tuple(spots))


def _card(cards: Cards, at: int, width: int, abstract: int) -> Iterator[Drawn]:
    """Yield one talk in lines of *width* cells, with at most *abstract* lines of its abstract."""
    edge, role = ("┃ ", "line--star") if at == cards.at else ("│ ", "line--bar")
    room = max(width - 2, 1)
    for text, text_role in _parts(cards, at, room, abstract):
        yield ((edge[:width], role), (fit(text, max(width - 2, 0)), text_role))


def _parts(cards: Cards, at: int, room: int, abstract: int) -> Iterator[tuple[str, str]]:
    talk = cards.talks[at]
    mark = cards.marks.get(talk.id, NO_MARK)
    star = f" {STAR} on your agenda" if mark.starred else ""
    walk = cards.walks.get(talk.id)
    sign = WEAK_CLASH + " overlaps" if talk.id in cards.weak else CLASH
    sign += f" {walk_words(walk)}" if walk else ""
    clash = f" {sign}" if at else ""
    of = f" of {len(cards.talks)}"
    yield f"{at + 1}{of}{clash}{star}", "line--star" if mark.starred else "line--faint"
    yield from ((line, "line--heading") for line in wrap(readable_line(talk.title), room))
    about = " · ".join(part for part in (talk.kind, when_and_where(talk, cards.clock)) if part)
    yield from ((line, "line--when") for line in wrap(about, room))
    yield from ((line, "line--authors") for line in wrap(authors_line(talk), room)[:3])
    yield "", ""
    lines = wrap(readable(talk.abstract), room) if talk.abstract else ["No abstract in the source."]
    shown = lines[:abstract]
    if len(lines) > abstract:
        shown[-1] = cut(shown[-1] + "…", room)
    yield from ((line, "line--title") for line in shown)


class TalkCards(LineView):
    """Shows cards; the one at the cursor is always on screen."""

    has_edge = False

    cards: var[Cards] = var(Cards())

    @dataclass
    class Clicked(Message):
        """The user clicked a talk."""

        at: int

    _card_layout: CardLayout | None = None

    @property
    def card_layout(self) -> CardLayout:
        """The cards laid out for the current size."""
        if self._card_layout is None:
            self._card_layout = lay_out_cards(self.cards, self.text_width, max(self.size.height, 1))
        return self._card_layout

    def line_count(self) -> int:
        return len(self.card_layout.lines)

    def draw_line(self, at: int, width: int) -> Drawn:  # noqa: ARG002 - laid out for this width
        return self.card_layout.lines[at]

    def watch_cards(self) -> None:
        self.on_resize()

    def on_resize(self) -> None:
        self._card_layout = None
        self.refresh()
        self.scroll_lines(0)
        if self.cards.talks and self.size.height:
            lines = self.card_layout.spots[self.cards.at][0]
            last = max(lines.stop - self.size.height, 0)
            self.top = min(max(self.top, last), lines.start)

    def on_click(self, event: events.Click) -> None:
        spots: Sequence[tuple[range, range]] = self.card_layout.spots
        for at, (lines, cells) in enumerate(spots):
            if self.top + event.y in lines and event.x in cells:
                self.post_message(self.Clicked(at))
