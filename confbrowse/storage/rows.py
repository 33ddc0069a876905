"""Rows of the library's tables to values of the model and back.

Values read back are cleaned again and have the right type: other programs can write the file.
"""

import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import MAXYEAR
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from confbrowse.model import (
    Link,
    ProgrammeSummary,
    Session,
    SourceRef,
    Talk,
    day,
    instant,
)
from confbrowse.schedule.talk_groups import Placing
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.links import known_kind, make_link

SqlRow = tuple[Any, ...]  # as SQLite returns it; the functions below give it types

SESSION = "SELECT id, title, chairs, room, abstract, source FROM session"
INSERT_SESSION = """
    INSERT INTO session (programme, title, chairs, room, abstract, source)
    VALUES (?, ?, ?, ?, ?, ?)
"""
TALK = """
    SELECT talk.number, talk.id, talk.start, talk.end, talk.title, talk.kind, talk.authors,
        talk.timezone, talk.year_assumed, talk.room, talk.position, talk.track, talk.keywords,
        talk.links, talk.source, talk.abstract, talk.listed, talk.uid,
        programme.name, session.title, session.chairs, session.room, session.abstract, session.source
    FROM talk JOIN session ON session.id = talk.session
    JOIN programme ON programme.id = session.programme
"""
SESSION_TALK = """
    WITH found AS (
        SELECT session.id, programme.name, programme.added, programme.first,
            (SELECT MIN(number) FROM talk WHERE talk.session = session.id) AS opening
        FROM session JOIN programme ON programme.id = session.programme
        WHERE opening IS NOT NULL ORDER BY added DESC, first DESC, opening LIMIT ?)
    SELECT talk.number, '', talk.start, talk.end, '', talk.kind, '',
        talk.timezone, talk.year_assumed, talk.room, NULL, NULL, '', '', '', '', talk.listed, NULL,
        found.name, session.title, session.chairs, session.room, session.abstract, session.source,
        session.id
    FROM found CROSS JOIN session ON session.id = found.id
    CROSS JOIN talk ON talk.session = found.id
    ORDER BY found.added DESC, found.first DESC, found.opening, talk.number
"""
"""The talks of at most so many sessions, -1 for all, as ``TALK`` but without their texts; then the row of the session."""
ORIGIN = """
    SELECT source, name, year, timezone, options FROM origin WHERE programme = ? ORDER BY rowid
"""
INSERT_ORIGIN = """
    INSERT INTO origin (programme, source, name, year, timezone, options) VALUES (?, ?, ?, ?, ?, ?)
"""
_ALL_DECISIONS = "all_decisions"
"""An option of a source; options are stored as words, and unknown ones are ignored."""
_COLUMN = "column:"
"""Before the field and the name of a column, percent-encoded."""
HEADING = """
    SELECT talk.title, talk.authors, session.title, talk.kind, talk.start, talk.end, talk.listed
    FROM talk JOIN session ON session.id = talk.session
"""
SEARCHED = """
    SELECT talk.title, talk.authors, session.title, talk.kind, talk.start, talk.end, talk.listed,
        talk.track, talk.keywords, talk.room, session.room, talk.position, talk.abstract, talk.links
    FROM talk JOIN session ON session.id = talk.session
"""
TIMED = """
    SELECT talk.id, session.title, talk.kind, talk.room, session.room, talk.position, talk.start,
        talk.end, talk.timezone, talk.listed
    FROM talk JOIN session ON session.id = talk.session
"""
SLOT = """
    SELECT number, start, end, timezone, listed FROM talk
    WHERE start IS NOT NULL AND number BETWEEN ? AND ? ORDER BY number
"""
INSERT_TALK = """
    INSERT INTO talk (number, session, day, id, start, end, title, kind, authors, timezone,
        year_assumed, room, position, track, keywords, links, source, abstract, listed, uid)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


_MOST_TALKS = 1_000_000
"""Of one programme; a larger count is invalid."""
_NO_SESSION = Session("", "")
LAST_NUMBER = 1 << 60
"""Of a talk; other programs may use numbers above it."""
_MOST_LINKS = 200
_LONGEST_SEARCHED = 4_000
"""Characters of a column that a quick search looks at."""
_LONGEST_TEXT = 100_000


def line(value: object) -> str:
    """Return a value of a text column, cleaned."""
    text = _string(value)
    return _often(text) if len(text) < 80 else clean_line(text)


def programme_summary(row: SqlRow) -> ProgrammeSummary:
    """Return the programme in a row of id, name, talks, first, added."""
    talks, first = _count(row[2], _MOST_TALKS), _count(row[3])
    return ProgrammeSummary(line(row[0]), line(row[1]), talks, first, line(row[4]))


def session_summary(row: SqlRow) -> tuple[str, str, int]:
    """Return day, session and count in a row of these."""
    return day(row[0]), line(row[1]), _count(row[2])


def placings(found: Iterable[SqlRow]) -> Iterator[Placing]:
    """Yield the placing in each row of number, session, day, start, end, room and kind."""
    clean, dated = lru_cache(maxsize=None)(line), lru_cache(maxsize=None)(day)
    for number, session_row, on, start, end, room, kind in found:
        yield Placing(
            number, session_row, dated(on), start or "", end or "", clean(room), clean(kind)
        )


def heading(programme: str, row: SqlRow) -> Talk:
    """Return the talk of *programme* in a row of ``HEADING``, uncleaned: never shown."""
    title, authors, session_title, kind, start, end, listed = (
        _string(value)[:_LONGEST_SEARCHED] for value in row
    )
    return Talk(
        "",
        Session(programme, session_title),
        title,
        kind=kind or None,
        authors=tuple(authors.split("\n")),
        start=instant(start),
        end=instant(end),
        day=day(listed) if listed else "",
    )


def timed(programme: str, row: SqlRow) -> Talk:
    """Return the talk of *programme* in a row of ``TIMED``, uncleaned: never shown."""
    cut = (_string(value)[:_LONGEST_SEARCHED] for value in row)
    talk_id, title, kind, room, hall, position, start, end, zone, listed = cut
    return Talk(
        talk_id,
        Session(programme, title, room=hall or None),
        "",
        kind=kind or None,
        room=room or None,
        position=position or None,
        start=instant(start),
        end=instant(end),
        timezone=line(zone) or None,
        day=day(listed) if listed else "",
    )


def slots(found: Iterable[SqlRow]) -> dict[Talk, list[int]]:
    """Return each time in rows of ``SLOT`` once, as a talk that says nothing else, with its numbers."""
    numbers: dict[tuple[object, ...], list[int]] = {}
    for number, *when in found:
        numbers.setdefault(tuple(when), []).append(int(number))
    made: dict[Talk, list[int]] = {}
    for (start, end, zone, listed), own in numbers.items():
        begin = instant(start)
        if begin:
            slot = Talk(
                "",
                _NO_SESSION,
                "",
                start=begin,
                end=instant(end),
                timezone=_optional(zone),
                day=day(listed),
            )
            made.setdefault(slot, []).extend(own)
    return made


def searched(programme: str, row: SqlRow) -> Talk:
    """Return the talk of *programme* in a row of ``SEARCHED``, uncleaned: never shown."""
    cut = (_string(value)[:_LONGEST_TEXT] for value in row[:-1])
    (
        title,
        authors,
        heading,
        kind,
        start,
        end,
        listed,
        track,
        keywords,
        room,
        hall,
        position,
        text,
    ) = cut
    return Talk(
        "",
        Session(programme, heading, room=hall),
        title,
        kind=kind or None,
        authors=tuple(authors.split("\n")),
        start=instant(start),
        end=instant(end),
        day=day(listed) if listed else "",
        track=track,
        keywords=tuple(keywords.split("\n")),
        room=room,
        position=position or None,
        abstract=text,
        links=tuple(
            Link(known_kind(kind, url, label) or "other", url, label)
            for kind, url, label in _parts_of_links(row[-1])
        ),
    )


def session(programme: str, row: SqlRow) -> Session:
    """Return the session of *programme* in a row of ``SESSION``."""
    return _session(programme, *row[1:])


def of_session(programme: str, value: Session) -> SqlRow:
    """Return the values of ``INSERT_SESSION``."""
    return (
        programme,
        value.title,
        "\n".join(value.chairs),
        value.room,
        value.abstract,
        value.source,
    )


def origin(row: SqlRow) -> SourceRef:
    """Return the source in a row of ``ORIGIN``."""
    year = _count(row[2], MAXYEAR) or None
    options = line(row[4]).split()
    columns = (one.removeprefix(_COLUMN) for one in options if one.startswith(_COLUMN))
    pairs = (one.partition("=") for one in columns)
    return SourceRef(
        line(row[0]),
        _optional(row[1]),
        year,
        _optional(row[3]),
        _ALL_DECISIONS in options,
        tuple((field, line(unquote(name))) for field, _, name in pairs),
    )


def of_origin(value: SourceRef) -> tuple[object, ...]:
    """Return the values of ``INSERT_ORIGIN`` after the programme."""
    options = [_ALL_DECISIONS] if value.all_decisions else []
    options += [f"{_COLUMN}{field}={quote(name, safe='')}" for field, name in value.columns]
    return value.source, value.name, value.year, value.timezone, " ".join(options)


def talk(row: SqlRow) -> tuple[int, Talk]:
    """Return number and talk in a row of ``TALK``."""
    value = Talk(
        id=line(row[1]),
        start=instant(row[2]),
        end=instant(row[3]),
        title=line(row[4]),
        kind=_optional(row[5]),
        authors=lines(row[6]),
        timezone=_optional(row[7]),
        year_assumed=bool(row[8]),
        room=_optional(row[9]),
        position=_optional(row[10]),
        track=_optional(row[11]),
        keywords=lines(row[12]),
        links=_links(row[13]),
        source=line(row[14]),
        abstract=clean_text(_string(row[15])),
        day=day(row[16]),
        uid=_optional(row[17]),
        session=_session(*row[18:]),
    )
    return int(row[0]), value


def of_talk(value: Talk) -> SqlRow:
    """Return the values of ``INSERT_TALK`` from the id on."""
    return (
        value.id,
        value.start.isoformat() if value.start else None,
        value.end.isoformat() if value.end else None,
        value.title,
        value.kind,
        "\n".join(value.authors),
        value.timezone,
        value.year_assumed,
        value.room,
        value.position,
        value.track,
        "\n".join(value.keywords),
        "\n".join(f"{found.kind}\t{found.url}\t{found.label or ''}" for found in value.links),
        value.source,
        value.abstract,
        value.day,
        value.uid,
    )


_often = lru_cache(maxsize=4096)(clean_line)
"""Caches short texts: rooms, kinds and names are repeated often."""


@lru_cache(maxsize=256)
def _session(
    programme: str, title: object, chairs: object, room: object, abstract: object, source: object
) -> Session:
    """Return a session; the talks of one session share one object."""
    return Session(
        line(programme),
        line(title),
        lines(chairs),
        _optional(room),
        clean_text(_string(abstract)),
        line(source),
    )


def lines(value: object) -> tuple[str, ...]:
    """Return the lines of *value*, cut to the length limit of a text."""
    parts = clean_text(_string(value)).split("\n")
    return tuple(found for part in parts if (found := part.strip()))


def line_counts(values: Iterable[object]) -> dict[str, int]:
    """Return how often each line occurs in *values*, as ``lines`` returns them; quick for 100,000."""
    text = "\n".join(_string(value)[:_LONGEST_TEXT] for value in values)
    found = Counter(text.split("\n"))
    unusual = [
        raw for raw in found if not (raw.isascii() and raw.isprintable() and raw.strip() == raw)
    ]
    for raw in unusual:
        times = found.pop(raw)
        for one in lines(raw):
            found[one] += times
    found.pop("", None)
    return found


def _optional(value: object) -> str | None:
    return line(value) or None if value is not None else None


def _links(value: object) -> tuple[Link, ...]:
    return tuple(
        made for kind, url, label in _parts_of_links(value) if (made := make_link(url, label, kind))
    )


def _parts_of_links(value: object) -> Iterator[list[str]]:
    """Yield kind, URL and label of each link."""
    written = _string(value).split("\n", _MOST_LINKS)[:_MOST_LINKS]
    return (part.split("\t", 2) for part in written if part.count("\t") >= 2)


def _string(value: object) -> str:
    """Return *value* if it is text; a column can hold any type."""
    return value if isinstance(value, str) else ""


def _count(value: object, most: int = LAST_NUMBER) -> int:
    return max(0, min(value, most)) if isinstance(value, int) else 0


def of_integers(numbers: Iterable[int]) -> bytes:
    """Return *numbers* as they are stored: eight bytes each, the lowest first."""
    found = array("q", numbers)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


def integers(blob: bytes) -> "array[int]":
    """Return the numbers in *blob*, which ``of_integers`` made; what is left of a damaged one is ignored."""
    numbers = array("q")
    numbers.frombytes(blob[: len(blob) // numbers.itemsize * numbers.itemsize])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
