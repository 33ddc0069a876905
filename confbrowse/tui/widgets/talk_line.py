"""One talk as one line of a list: pure formatting, from a talk to pieces of text with roles."""

from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len

from confbrowse.agenda.clashes import Plan
from confbrowse.model import Mark, Talk
from confbrowse.text.cells import Drawn, cut, cut_pieces, fit
from confbrowse.text.readable import readable_line
from confbrowse.tui.widgets.hits import Hits, no_hits, with_hits
from confbrowse.tui.widgets.signs import (
    CLASH,
    HIDDEN,
    INTEREST,
    NO_TIME,
    NOTE,
    SEEN,
    STAR,
    WEAK_CLASH,
)

_KIND_WIDTH = 10
_AUTHORS_FROM, _KIND_FROM, _SAID_FROM, _DATE_FROM, _END_FROM = 84, 56, 52, 48, 40
"""The least width, in cells, at which a column is shown whole: they leave in this order."""
_AUTHORS_SHARE = 0.34
_INDENT = 6
"""Cells before the second line of a talk."""


When = Literal["date", "day", "clock"]
"""``20 Jul 2021 07:25``, ``Tue 20 07:25``, ``07:25–07:30``."""
_DATES = {"date": ("%d %b %Y %H:%M", 17), "day": ("%a %d %H:%M", 12)}
"""Format and width, in cells, of the first two."""


@dataclass(frozen=True, slots=True)
class LineStyle:
    """What a list knows about all its lines."""

    width: int
    """Cells."""
    when: When = "day"
    """What each line names of its time: the less, the more alike the talks listed are."""
    raw: bool = False
    """Whether titles and names are shown as their source has them."""
    with_authors: bool = True
    """Whether the authors stand in the line, where there is room."""


def talk_line(talk: Talk, mark: Mark, clash: str, style: LineStyle, hits: Hits = no_hits) -> Drawn:
    """Return *talk* in exactly ``style.width`` cells: marks, when, kind, title, authors.

    *clash* is the sign for what it clashes with.
    """
    state = (STAR if mark.starred else " ") + clash
    state += said_of(mark) + " " if style.width >= _SAID_FROM else ""
    when = when_of(talk, style)
    pieces = [(state, "line--star"), (when, "line--when")]
    left = style.width - len(state) - cell_len(when)
    if style.width >= _KIND_FROM:
        pieces.append((fit(talk.kind or "", _KIND_WIDTH) + " ", "line--kind"))
        left -= _KIND_WIDTH + 1
    authors = 0
    if style.with_authors and talk.authors and style.width >= _AUTHORS_FROM:
        authors = int(left * _AUTHORS_SHARE)
    role = "line--seen" if mark.seen else "line--title"
    title = talk.title if style.raw else readable_line(talk.title)
    pieces += with_hits(fit(title, max(left - authors, 0)), role, hits(title, "title"))
    if authors:
        names = authors_line(talk, raw=style.raw)
        pieces.append(("  ", "line--authors"))
        pieces += with_hits(fit(names, authors - 2), "line--authors", hits(names, "author"))
    return _exactly(tuple(pieces), style.width)


def second_line(talk: Talk, style: LineStyle, hits: Hits = no_hits) -> Drawn:
    """Return authors and session of *talk* in exactly ``style.width`` cells, under its time."""
    indent = " " * min(_INDENT, style.width)
    session = talk.session.title if style.raw else readable_line(talk.session.title)
    names = authors_line(talk, raw=style.raw)
    room = max(style.width - len(indent), 0)
    kept = max(room - cell_len(session) - 3, room // 2) if names else 0
    shown = cut(names, kept)
    gap = " · " if names else ""
    pieces = [
        (indent, ""),
        *with_hits(shown, "line--authors", hits(names, "author")),
        (gap, "line--faint"),
        *with_hits(session, "line--faint", hits(session, "session")),
    ]
    short = cut_pieces(tuple(pieces), style.width)
    return _exactly(short, style.width)


def clash_sign(talk: Talk, plan: Plan) -> str:
    """Return in one cell whether *talk*, starred or not, clashes with anything of *plan*."""
    return {"firm": CLASH, "weak": WEAK_CLASH, None: " "}[plan.strength(talk)]


def said_of(mark: Mark) -> str:
    """Return in three cells the interest, whether there is a note, and whether hidden or seen."""
    last = HIDDEN if mark.hidden else SEEN if mark.seen else " "
    return INTEREST[mark.interest] + (NOTE if mark.note else " ") + last


def when_of(talk: Talk, style: LineStyle) -> str:
    """Return when *talk* is, with a blank behind it; all talks of one style take the same width."""
    if style.when != "clock":
        pattern, width = _DATES[style.when if style.width >= _DATE_FROM else "day"]
        return fit(talk.start.strftime(pattern) if talk.start else NO_TIME, width) + " "
    start = talk.start.strftime("%H:%M") if talk.start else NO_TIME
    if style.width < _END_FROM:
        return fit(start, 5) + " "
    return fit(start + (talk.end.strftime("–%H:%M") if talk.end else ""), 11) + " "


def authors_line(talk: Talk, *, raw: bool = False) -> str:
    """Return the authors in one line, as lists show them, or *raw*, as their source has them."""
    names = ", ".join(talk.authors)
    return names if raw else readable_line(names)


def _exactly(pieces: Drawn, width: int) -> Drawn:
    """Return *pieces* cut to *width* cells, for windows narrower than the columns that never leave."""
    room = width
    kept = []
    for text, role in pieces:
        short = text if cell_len(text) <= room else cut(text, room)
        kept.append((short, role))
        room -= cell_len(short)
    return (*kept, (" " * room, "")) if room > 0 else tuple(kept)
