"""Talks as text on standard output: for readers, under headings or alone, or as JSON.

Apart from ``output``, which every start loads before the screen is painted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from confbrowse import talk_json
from confbrowse.cli.output import as_json
from confbrowse.model import NO_MARK, Mark, Session, Talk, listed_day, topics
from confbrowse.schedule.clock import EVENT, Clock, by_clock, day_offset, is_floating, zone_label
from confbrowse.schedule.presentations import as_what, time_and_place
from confbrowse.schedule.rooms import room_of
from confbrowse.text.facts import fact_lines
from confbrowse.text.humanize import count
from confbrowse.text.latex import readable, readable_line

_TIME_WIDTH = 11
"""Cells of ``10:00-10:50``."""
_FACTS_INDENT = 4
"""Cells by which facts are indented below a title without a time before it."""
_MOST_ROOMS = 3
"""The most rooms named of a session."""
_MOST_AUTHORS = 6
"""The most authors named where lines are wrapped."""


def talk_as_json(talk: Talk, mark: Mark = NO_MARK, **more: object) -> str:
    """Return *talk* as one line of JSON, with the keys in *more* at the end."""
    return as_json({**talk_json.write(talk, mark), **more})


@dataclass(frozen=True, slots=True)
class Heading:
    """What the lines below a heading need not repeat."""

    day: str
    """In ISO 8601, as in ``listed_day``; empty for talks without a time."""
    zone: str = ""
    programme: str = ""
    """Empty if the heading does not name it."""
    year_assumed: bool = False

    def __str__(self) -> str:
        day = day_heading(date.fromisoformat(self.day) if self.day else None)
        assumed = " (year assumed)" if self.year_assumed else ""
        return " · ".join(filter(None, (self.programme, f"{day}{assumed}", self.zone)))

    @property
    def short(self) -> str:
        """Day and zone for the end of another heading: ``Tue 7 Jul 2026 · Asia/Seoul``."""
        if not self.day:
            return str(self)
        day = date.fromisoformat(self.day)
        return " · ".join(filter(None, (f"{day:%a} {day.day} {day:%b %Y}", self.zone)))


def heading_of(talk: Talk, clock: Clock = EVENT, *, programme: bool = False) -> Heading:
    """Return the heading for *talk*, with its time in *clock*; with the name of its *programme* if asked."""
    shown = by_clock(talk, clock)
    name = talk.session.programme if programme else ""
    return Heading(
        listed_day(shown), _zone(shown, clock) if shown.start else "", name, talk.year_assumed
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A talk to print, with its mark."""

    talk: Talk
    mark: Mark = NO_MARK
    notes: tuple[str, ...] = ()
    """Printed after it."""
    below_session: bool = False
    """Whether it is printed below the title of its session."""
    left: str = ""
    """The time left of a talk that is on; printed before its room."""


@dataclass(frozen=True, slots=True)
class ListingLayout:
    """How talks are printed for a reader: in which time zone, and how wide."""

    clock: Clock = EVENT
    width: int | None = None
    """The most cells in a line; None prints each talk in one line, however long."""

    def by_day(self, entries: Iterable[Entry], *, programme: bool = False) -> Iterator[str]:
        """Yield *entries* in their order, with a heading wherever the day, or with *programme* that, changes.

        Below it is a heading for each session of the entries that need one.
        """
        heading: Heading | None = None
        session: Session | None = None
        for entry in entries:
            talk = entry.talk
            own = heading_of(talk, self.clock, programme=programme)
            if heading is None or (own.day, own.programme) != (heading.day, heading.programme):
                yield self.heading(own, is_first=heading is None)
                heading, session = own, None
            if entry.below_session and talk.session != session:
                title, session = readable_line(talk.session.title), talk.session
                yield self.heading(" · ".join(filter(None, (title, room_of(talk)))))
            yield self.entry(entry, heading)

    def sessions(self, sessions: Iterable[Sequence[Talk]]) -> Iterator[str]:
        """Yield the *sessions* in their order, with a heading wherever day or programme changes.

        Each is given by its talks in order of time.
        """
        heading: Heading | None = None
        for talks in sessions:
            own = heading_of(talks[0], self.clock, programme=True)
            if heading is None or (own.day, own.programme) != (heading.day, heading.programme):
                yield self.heading(own, is_first=heading is None)
                heading = own
            yield self.session(talks, heading)

    def session(self, talks: Sequence[Talk], below: Heading, what: str = "talk") -> str:
        """Return the session of *talks*: its time on its first day, title, rooms, and how many of *what* it has."""
        first = by_clock(talks[0], self.clock)
        ends = [
            shown.end
            for shown in (by_clock(talk, self.clock) for talk in talks)
            if shown.end and listed_day(shown) == listed_day(first)
        ]
        time = _time(replace(first, end=max(ends, default=None)))
        rooms = list(dict.fromkeys(filter(None, map(room_of, talks))))
        facts = (
            _beyond(below, talks[0], self.clock),
            ", ".join(rooms[:_MOST_ROOMS]) + ", …" * (len(rooms) > _MOST_ROOMS),
            count(len(talks), what),
        )
        return self.wrapped(
            f"  {time:<{_TIME_WIDTH}}", readable_line(talks[0].session.title), facts
        )

    def heading(self, what: object, *, is_first: bool = False) -> str:
        """Return *what* as a heading, after a blank line on a terminal unless it *is_first*."""
        if self.width is None:
            return str(what)
        # loads rich, which output without a width does not need
        from confbrowse.text.cells import wrap

        return "\n".join([*([] if is_first else [""]), *wrap(str(what), self.width)])

    def entry(self, entry: Entry, below: Heading | None = None, indent: int = 0) -> str:
        """Return a talk: star, time, title, room, kind, authors, id, other marks, notes.

        Day and zone are left out as far as the heading *below* which it is printed gives them.
        """
        talk, mark = entry.talk, entry.mark
        place = " ".join(filter(None, (room_of(talk), talk.position)))
        facts = [entry.left, place, talk.kind, self._authors(talk)]
        more = [f"[{talk.id}]", *_mark_words(mark), *entry.notes]
        star = " " * indent + ("*" if mark.starred else " ")
        time = _time(by_clock(talk, self.clock))
        if below:
            facts.insert(0, _beyond(below, talk, self.clock))
        elif self.width is None:
            time = when(talk, self.clock)
        else:
            time = ""
            facts.insert(0, when(talk, self.clock).strip())
        start = f"{star} {time:<{_TIME_WIDTH if below else 0}}"
        return self.wrapped(start, readable_line(talk.title), facts, more)

    def wrapped(
        self, start: str, title: str, facts: Iterable[str | None], more: Iterable[str] = ()
    ) -> str:
        """Return *title* after *start*, then *facts* and *more*, indented below the title where wrapped."""
        pieces = [" · ".join(filter(None, facts)), *more]
        if self.width is None:
            return "  ".join(filter(None, [start, title, *pieces]))
        # loads rich, as in ``heading``
        from confbrowse.text.cells import fill, wrap

        is_column = bool(start.strip(" *"))
        start += "  " * is_column
        indent = min(len(start) + _FACTS_INDENT * (not is_column), self.width // 2)
        first, *rest = wrap(title, self.width - len(start))
        below = [*(" " * len(start) + line for line in rest)]
        below += [" " * indent + line for line in fill(pieces, self.width - indent)]
        return "\n".join([start + first, *below])

    def _authors(self, talk: Talk) -> str:
        """Return the authors; where lines are wrapped, at most _MOST_AUTHORS."""
        names = talk.authors
        if self.width is not None and len(names) > _MOST_AUTHORS:
            named, others = names[: _MOST_AUTHORS - 1], len(names) - _MOST_AUTHORS + 1
            return f"{readable_line(', '.join(named))} and {others} more"
        return readable_line(", ".join(names))


def _mark_words(mark: Mark) -> Iterator[str]:
    """Yield the marks other than the star."""
    if mark.interest:
        yield f"interest {mark.interest}"
    yield from (name for name in ("hidden", "seen", "later") if getattr(mark, name))
    if mark.note:
        yield "note"


def _time(shown: Talk) -> str:
    """Return the time of day of *shown*, a talk by the clock; empty if it has none."""
    if shown.start is None:
        return ""
    return f"{shown.start:%H:%M}" + (shown.end.strftime("-%H:%M") if shown.end else "")


def _zone(shown: Talk, clock: Clock) -> str:
    """Return the zone of *shown*, a talk by *clock*."""
    if is_floating(shown):
        return (shown.timezone or "zone?") + (" (as printed)" if clock != EVENT else "")
    return zone_label(shown)


def _day(shown: Talk) -> str:
    return (
        f"{shown.start:%Y}{'?' if shown.year_assumed else ''}{shown.start:-%m-%d}"
        if shown.start
        else ""
    )


def _offset(talk: Talk, clock: Clock) -> str:
    """Return how many days later than by the event's clock *talk* is: ``+1``; empty for the same day."""
    off = day_offset(talk, clock)
    return f"{off:+d}" if off else ""


def _beyond(heading: Heading, talk: Talk, clock: Clock) -> str:
    """Return what *heading* does not tell of the time of *talk*: another day or zone, a shift of the day."""
    shown = by_clock(talk, clock)
    if shown.start is None:
        return ""
    day = "" if listed_day(shown) == heading.day else _day(shown)
    zone = _zone(shown, clock)
    return " ".join(filter(None, (day, _offset(talk, clock), "" if zone == heading.zone else zone)))


def when(talk: Talk, clock: Clock = EVENT) -> str:
    """Return day, time and zone of *talk*, padded so that lines are aligned.

    If the day in *clock* differs from the event's, ``+1`` or ``-1`` shows it.
    """
    shown = by_clock(talk, clock)
    if shown.start is None:
        return f"{'no time given':<26}"
    parts = (_day(shown), _time(shown), _offset(talk, clock), _zone(shown, clock))
    return f"{' '.join(filter(None, parts)):<26}"


def talk_details(
    talk: Talk, mark: Mark, clock: Clock = EVENT, presentations: Sequence[Talk] = ()
) -> Iterator[str]:
    """Yield everything about *talk*, in lines; *presentations* are its other ones, such as its poster."""
    yield readable_line(talk.title)
    yield readable_line(", ".join(talk.authors))
    yield f"{talk.kind or 'Talk'}, {when(talk, clock).strip()}"
    if talk.year_assumed:
        yield "The year is assumed: the source does not state it."
    yield ", ".join(part for part in (room_of(talk), talk.position) if part)
    for one in presentations:
        yield f"Also {as_what(talk, one)}: {time_and_place(one, clock)} ({one.id})"
    chairs = f" (chairs: {', '.join(talk.session.chairs)})" if talk.session.chairs else ""
    yield readable_line(f"{talk.session.title}{chairs}, {talk.session.programme}")
    yield from fact_lines(talk)
    yield readable_line(", ".join(topics(talk.keywords)))
    words = [
        "starred" if mark.starred else "",
        *(one for one in _mark_words(mark) if one != "note"),
    ]
    yield ", ".join(filter(None, words)).capitalize()
    yield f"Note: {mark.note}" if mark.note else ""
    yield f"\n{readable(talk.abstract) or 'No abstract in the source.'}\n"
    for link in talk.links:
        yield f"{link.kind}: {link.url}" + (f" ({link.label})" if link.label else "")
    yield f"{talk.id}, from {talk.source}"


def day_heading(day: date | None) -> str:
    """Return *day* in words; None is talks without a time."""
    return f"{day:%A} {day.day} {day:%B %Y}" if day else "No time given"
