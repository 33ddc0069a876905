"""Talks side by side, or one below the other: pure formatting of cards, and the view that shows them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textual import events
from textual.message import Message
from textual.reactive import var

from confbrowse.agenda.zones import EVENT, Clock
from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.text.cells import Drawn, cut, fit, wrap
from confbrowse.text.readable import readable, readable_line
from confbrowse.tui.widgets.detail_pane import when_and_where
from confbrowse.tui.widgets.line_view import LineView
from confbrowse.tui.widgets.signs import CLASH, STAR, WEAK_CLASH
from confbrowse.tui.widgets.talk_line import authors_line

BESIDE_FROM = 118
"""The least width, in cells, at which cards stand side by side."""
_NARROWEST = 36
_ABSTRACT_LINES = 4
"""Lines of an abstract in a card that stands below another."""


@dataclass(frozen=True, slots=True)
class Cards:
    """What is shown, and how."""

    talks: tuple[Talk, ...] = ()
    weak: frozenset[str] = frozenset()
    """The ids of those that clash with the first weakly."""
    at: int = 0
    """The talk at the cursor."""
    marks: Mapping[str, Mark] = field(default_factory=dict)
    clock: Clock = EVENT


@dataclass(frozen=True, slots=True)
class Laid:
    """Cards in lines of one width."""

    lines: tuple[Drawn, ...]
    spots: tuple[tuple[range, range], ...]
    """Lines and cells that each talk takes; none of those that are left out."""


def laid(cards: Cards, width: int, height: int) -> Laid:
    """Return *cards* in lines of exactly *width* cells: in columns of *height* lines, or stacked.

    Where not all columns fit, those around the cursor are shown, and the first line counts the others.
    """
    if width >= BESIDE_FROM:
        return _beside(cards, width, height)
    lines: list[Drawn] = []
    spots = []
    for at in range(len(cards.talks)):
        card = list(_card(cards, at, width, _ABSTRACT_LINES))
        spots.append((range(len(lines), len(lines) + len(card)), range(width)))
        lines += [*card, ((" " * width, ""),)]
    return Laid(tuple(lines), tuple(spots))


def _beside(cards: Cards, width: int, height: int) -> Laid:
    talks = len(cards.talks)
    many = min(talks, max(width // _NARROWEST, 1))
    first = min(max(cards.at - many // 2, 0), talks - many)
    edges = [width * place // many for place in range(many + 1)]
    columns, spots = [], [(range(0), range(0))] * talks
    for place in range(many):
        left, right = edges[place], edges[place + 1]
        card = list(_card(cards, first + place, right - left - 1, height))[:height]
        columns.append(card + [((" " * (right - left - 1), ""),)] * (height - len(card)))
        spots[first + place] = (range(height), range(left, right))
    rows = zip(*columns, strict=True)
    lines = [tuple(piece for part in row for piece in (*part, (" ", ""))) for row in rows]
    return Laid(tuple(lines), tuple(spots))


def _card(cards: Cards, at: int, width: int, abstract: int) -> Iterator[Drawn]:
    """Yield one talk in lines of *width* cells, with at most so many lines of its *abstract*."""
    edge, role = ("┃ ", "line--star") if at == cards.at else ("│ ", "line--bar")
    room = max(width - 2, 1)
    for text, looks in _parts(cards, at, room, abstract):
        yield ((edge[:width], role), (fit(text, max(width - 2, 0)), looks))


def _parts(cards: Cards, at: int, room: int, abstract: int) -> Iterator[tuple[str, str]]:
    talk = cards.talks[at]
    mark = cards.marks.get(talk.id, NO_MARK)
    said = f" {STAR} on your agenda" if mark.starred else ""
    sign = WEAK_CLASH + " weakly" if talk.id in cards.weak else CLASH
    against = f" {sign}" if at else ""
    of = f" of {len(cards.talks)}"
    yield f"{at + 1}{of}{against}{said}", "line--star" if mark.starred else "line--faint"
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
    """Shows cards, that at the cursor always."""

    has_edge = False

    cards: var[Cards] = var(Cards())

    @dataclass
    class Clicked(Message):
        """The reader clicked a talk."""

        at: int

    _laid: Laid | None = None

    @property
    def laid(self) -> Laid:
        """The cards as they are on the screen."""
        if self._laid is None:
            self._laid = laid(self.cards, self.text_width, max(self.size.height, 1))
        return self._laid

    def line_count(self) -> int:
        """Return the number of lines that the cards take."""
        return len(self.laid.lines)

    def draw_line(self, at: int, width: int) -> Drawn:  # noqa: ARG002 - they are laid for it
        """Return line *at*, which is laid already."""
        return self.laid.lines[at]

    def watch_cards(self) -> None:
        """Lay the cards anew."""
        self.on_resize()

    def on_resize(self) -> None:
        """Lay the cards for the new size, and show the one at the cursor."""
        self._laid = None
        self.refresh()
        self.scroll_lines(0)
        if self.cards.talks and self.size.height:
            lines = self.laid.spots[self.cards.at][0]
            last = max(lines.stop - self.size.height, 0)
            self.top = min(max(self.top, last), lines.start)

    def on_click(self, event: events.Click) -> None:
        """Say which talk was clicked."""
        spots: Sequence[tuple[range, range]] = self.laid.spots
        for at, (lines, cells) in enumerate(spots):
            if self.top + event.y in lines and event.x in cells:
                self.post_message(self.Clicked(at))
