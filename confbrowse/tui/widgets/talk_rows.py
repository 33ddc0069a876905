"""The rows of a talk in a list that reads like a printed programme, and the headings above them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rich.cells import cell_len

from confbrowse.model import Mark, Talk
from confbrowse.schedule.rooms import room_of
from confbrowse.schedule.talk_groups import Group
from confbrowse.text.cells import Drawn, cut, cut_pieces, short_room, size_of, wrap
from confbrowse.text.humanize import count
from confbrowse.text.latex import readable_line
from confbrowse.tui.widgets.glyphs import (
    CLASH,
    CLOSED,
    HIDDEN,
    INTEREST,
    LATER,
    NO_TIME,
    NOTE,
    OPEN,
    SEEN,
    STAR,
    WATCHED,
    MatchSpans,
    highlighted,
    no_matches,
    over_lines,
)

MOST_ROWS = 3
"""The most rows of a talk."""
_GAP = " · "
_LEAST_TITLE = 12
"""The least cells that what stands behind a title leaves for it in one row."""

ShownDate = Literal["", "day", "date"]
"""Whether a talk shows no date, ``Tue 20 Jul 07:25`` or ``Tue 20 Jul 2021 07:25``."""
_DATE_FORMATS = {"day": "%a {} %b %H:%M", "date": "%a {} %b %Y %H:%M"}


@dataclass(frozen=True, slots=True)
class RowStyle:
    """How the talks below one heading are formatted."""

    width: int
    """Cells."""
    most_rows: int = MOST_ROWS
    columns: Sequence[str] = ()
    """What is shown behind the title, in this order; headings may have said some of it."""
    has_time: bool = True
    """Whether the start time is shown in front, where no heading says it."""
    date: ShownDate = ""
    """What is shown behind the title in a list without headings."""
    raw: bool = False
    """Whether titles and names are shown as in their source."""


def signs(mark: Mark, clash: str, *, is_watched: bool = False) -> Drawn:
    """Return the marks of a talk in at least three cells: star, clash, and one for each other mark.

    A clash of a talk that is not starred is dimmed: nothing has to be decided yet.
    """
    others = INTEREST[mark.interest].strip() + (NOTE if mark.note else "")
    others += (WATCHED if is_watched else "") + (LATER if mark.later else "")
    others += HIDDEN if mark.hidden else SEEN if mark.seen else ""
    return (
        (STAR if mark.starred else " ", "line--star"),
        (clash, "line--warning" if mark.starred and clash == CLASH else "line--faint"),
        (others or " ", "line--star"),
    )


def talk_rows(
    talk: Talk,
    mark: Mark,
    clash: str,
    style: RowStyle,
    hits: MatchSpans = no_matches,
    *,
    is_watched: bool = False,
) -> list[Drawn]:
    """Return *talk* in one or more rows of exactly ``style.width`` cells.

    Its title has as many as it needs, up to ``style.most_rows``. Its place is never left out, its authors and
    kind are shown as far as there is room. *clash* is its clash sign, one cell.
    """
    time = (talk.start.strftime("%H:%M") if talk.start else NO_TIME).rjust(5) + " "
    front = ((" ", ""), *(((time, "line--when"),) if style.has_time else ()))
    front = (*front, *signs(mark, clash, is_watched=is_watched), (" ", ""))
    indent = size_of(front)
    width = max(style.width - indent, 1)
    title = talk.title if style.raw else readable_line(talk.title)
    role = "line--seen" if mark.seen else "line--title"
    tail = _Tail(talk, style, hits)
    lines = wrap(title, width)
    found = over_lines(title, lines, hits(title, "title"))
    spans = [list(one) for one in found]
    is_cut = len(lines) > style.most_rows
    if is_cut:
        rest = " ".join(line.strip() for line in lines[style.most_rows - 1 :])
        lines = [*lines[: style.most_rows - 1], rest]
    tail_room = max(width - _LEAST_TITLE, 0)
    needed = min(tail.needed, tail_room)
    last = cell_len(lines[-1])
    if tail.needed and last + tail.needed > width and len(lines) < style.most_rows:
        lines.append("")
        spans.append([])
        needed, last = min(tail.needed - len(_GAP), width), 0
    elif last + needed > width:
        lines[-1] = cut(lines[-1], width - needed)
        last = cell_len(lines[-1])
    rows = [
        highlighted(line, role, here) for line, here in zip(lines, spans[: len(lines)], strict=True)
    ]
    rows[-1] = cut_pieces((*rows[-1], *tail.drawn(width - last, is_first=not last)), width)
    blank = ((" " * indent, ""),)
    return [_padded((*(blank if at else front), *row), style.width) for at, row in enumerate(rows)]


def _padded(pieces: Drawn, width: int) -> Drawn:
    """Return *pieces* in exactly *width* cells."""
    missing = width - size_of(pieces)
    if missing < 0:
        pieces = cut_pieces(pieces, width)  # before a wide letter it is shorter
        missing = width - size_of(pieces)
    return (*pieces, (" " * missing, "")) if missing else pieces


class _Tail:
    """What is shown behind the title of a talk: some of it always, the rest as far as there is room."""

    def __init__(self, talk: Talk, style: RowStyle, hits: MatchSpans) -> None:
        self._hits = hits
        self._parts = [*_parts(talk, style, hits)]
        self.needed = sum(
            len(_GAP) + cell_len(forms[-1]) for forms, *_, is_needed in self._parts if is_needed
        )
        """The cells of what is always shown, with the gaps."""

    def drawn(self, room: int, *, is_first: bool) -> Drawn:
        """Return as much of it as fits in *room* cells; the first part in a row has no gap in front."""
        reserved = self.needed
        pieces: Drawn = ()
        for forms, role, field, is_needed in self._parts:
            gap = "" if is_first and not pieces else _GAP
            reserved -= len(_GAP) + cell_len(forms[-1]) if is_needed else 0
            left = room - size_of(pieces) - len(gap) - reserved
            text = next((form for form in forms if cell_len(form) <= left), "")
            if is_needed and not text:
                text = short_room(forms[-1], left)
            if text:
                spans = self._hits(text, field) if field else ()
                pieces = (*pieces, (gap, "line--faint"), *highlighted(text, role, spans))
        return pieces


_Part = tuple[Sequence[str], str, str, bool]
"""The forms of a text, the longest first, its role, the searched field, and whether it is always shown."""


def _parts(talk: Talk, style: RowStyle, hits: MatchSpans) -> Iterator[_Part]:
    if style.date and talk.start:
        pattern = _DATE_FORMATS[style.date].format(talk.start.day)
        yield (talk.start.strftime(pattern),), "line--when", "", True
    session = talk.session.title if style.raw else readable_line(talk.session.title)
    for column in style.columns:
        if column == "room" and (room := room_of(talk)):
            yield _room_forms(room), "line--when", "", True
        elif column == "kind" and talk.kind:
            yield (talk.kind,), "line--kind", "", False
        elif column == "session" and session:
            yield (session,), "line--faint", "session", False
        elif column == "track" and talk.track:
            yield (talk.track,), "line--faint", "", False
        elif column == "authors" and talk.authors:
            yield _author_forms(talk, hits, raw=style.raw), "line--authors", "author", False
    if "session" not in style.columns and hits(session, "session"):
        yield (session,), "line--faint", "session", False


def _room_forms(room: str) -> Sequence[str]:
    """Return *room*, and without the second name in brackets that it may have."""
    return (room, short_room(room, cell_len(room) - 1)) if room.endswith(")") else (room,)


def _author_forms(talk: Talk, hits: MatchSpans, *, raw: bool) -> Sequence[str]:
    """Return the first author, or the first that is searched for, and how many more there are."""
    names = [name if raw else readable_line(name) for name in talk.authors]
    name = next((one for one in names if hits(one, "author")), names[0])
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return name + more, name.rpartition(" ")[2] + more


# Headings.


def short_day(day: str) -> str:
    """Return a day, such as ``2021-07-20``, as ``Tue 20 July``; ``No time given`` for an empty one."""
    if not day:
        return "No time given"
    found = date.fromisoformat(day)
    return f"{found:%a} {found.day} {found:%B}"


def named_day(programme: str, day: str) -> str:
    """Return *day* with the name of its programme, and with its year if the name does not say it."""
    label, year = f"{programme}{_GAP}{short_day(day)}", day[:4]
    return label if year in programme else f"{label} {year}"


def day_heading(label: str, talks: int | None, width: int) -> Drawn:
    """Return the heading of a day in exactly *width* cells, with its number of talks if that is known."""
    end = f" {count(talks, 'talk')}" if talks is not None else ""
    start = cut(f" {label} ", max(width - cell_len(end), 0))
    line = "─" * max(width - cell_len(start) - cell_len(end), 0)
    return _padded(((start, "line--day"), (line, "line--bar"), (end, "line--faint")), width)


def group_heading(
    group: Group, times: str, talks: int, width: int, *, is_closed: bool, raw: bool = False
) -> Drawn:
    """Return the heading of *group* in exactly *width* cells: times, session, room and number of talks."""
    sign = f"{CLOSED if is_closed else OPEN} "
    name = group.room if group.by == "room" else group.session
    name = name if raw else readable_line(name)
    if group.kind and name and group.kind.casefold() not in name.casefold():
        name += f"{_GAP}{group.kind}"
    if is_closed and group.posters:
        number = count(talks, "poster")
    else:
        number = f"{talks:,}" if name else count(talks, "talk")
    room = group.room if group.by != "room" else ""
    end = short_room(room, max(width // 2 - cell_len(number) - len(_GAP), 0))
    end = f" {end}{_GAP if end else ''}{number}"
    # without a band of its own, a closed group shows the cursor
    role, when, faint = (
        ("line--heading", "line--when", "line--faint")
        if is_closed
        else ("line--group", "line--group-when", "line--group-faint")
    )
    start = ((sign, role), (times + ("  " if times and name else ""), when), (name, role))
    kept = cut_pieces(start, max(width - cell_len(end), 0))
    gap = " " * max(width - size_of(kept) - cell_len(end), 0)
    return _padded((*kept, (gap, role), (end, faint)), width)
