"""One talk as one line of a list: pure formatting, from a talk to pieces of text with roles."""

from dataclasses import dataclass

from rich.cells import cell_len

from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.tui.widgets.cells import Drawn, cut, fit

STAR, CLASH, NO_TIME = "★", "!", "·"
_KIND_WIDTH = 10
_KIND_FROM, _AUTHORS_FROM, _END_FROM = 56, 84, 40
"""The least width, in cells, at which a column is shown; authors leave first, then kind, then ends."""
_AUTHORS_SHARE = 0.34


@dataclass(frozen=True, slots=True)
class LineStyle:
    """What a list knows about all its lines."""

    width: int
    """Cells."""
    with_day: bool = True
    """Whether talks of several days are listed, so that each line names its own."""


def talk_line(talk: Talk, mark: Mark, clashing: bool, style: LineStyle) -> Drawn:
    """Return *talk* in exactly ``style.width`` cells: star, clash, when, kind, title, authors."""
    state = (STAR if mark.starred else " ") + (CLASH if clashing and mark.starred else " ")
    when = when_of(talk, style)
    pieces = [(state, "line--star"), (when, "line--when")]
    left = style.width - len(state) - cell_len(when)
    if style.width >= _KIND_FROM:
        pieces.append((fit(talk.kind or "", _KIND_WIDTH) + " ", "line--kind"))
        left -= _KIND_WIDTH + 1
    authors = int(left * _AUTHORS_SHARE) if style.width >= _AUTHORS_FROM and talk.authors else 0
    title = "line--seen" if mark.seen else "line--title"
    pieces.append((fit(talk.title, max(left - authors, 0)), title))
    if authors:
        pieces.append((fit("  " + authors_line(talk), authors), "line--authors"))
    return _exactly(tuple(pieces), style.width)


def when_of(talk: Talk, style: LineStyle) -> str:
    """Return when *talk* is, with a blank behind it; all talks of one style take the same width."""
    if style.with_day:
        text = talk.start.strftime("%a %d %H:%M") if talk.start else NO_TIME
        return fit(text, 12) + " "
    start = talk.start.strftime("%H:%M") if talk.start else NO_TIME
    if style.width < _END_FROM:
        return fit(start, 5) + " "
    return fit(start + (talk.end.strftime("–%H:%M") if talk.end else ""), 11) + " "


def authors_line(talk: Talk) -> str:
    """Return the authors in one line, as lists show them."""
    return ", ".join(talk.authors)


def _exactly(pieces: Drawn, width: int) -> Drawn:
    """Return *pieces* cut to *width* cells, for windows narrower than the columns that never leave."""
    room = width
    kept = []
    for text, role in pieces:
        short = text if cell_len(text) <= room else cut(text, room)
        kept.append((short, role))
        room -= cell_len(short)
    return (*kept, (" " * room, "")) if room > 0 else tuple(kept)


__all__ = ["CLASH", "NO_MARK", "STAR", "LineStyle", "authors_line", "talk_line", "when_of"]
