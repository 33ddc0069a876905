"""Rows of the library's tables to values of the model and back.

What is read back is cleaned again: the file is one that other programs can write.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any

from confbrowse.model import Link, Session, Shelf, Talk
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.links import link

Row = tuple[Any, ...]  # what SQLite gives; the functions below turn it into values

SESSION = "SELECT id, title, chairs, room, abstract, source FROM session"
INSERT_SESSION = """
    INSERT INTO session (programme, title, chairs, room, abstract, source)
    VALUES (?, ?, ?, ?, ?, ?)
"""
TALK = """
    SELECT talk.number, talk.id, talk.start, talk.end, talk.title, talk.kind, talk.authors,
        talk.timezone, talk.year_assumed, talk.room, talk.position, talk.track, talk.keywords,
        talk.links, talk.source, talk.abstract,
        programme.name, session.title, session.chairs, session.room, session.abstract, session.source
    FROM talk JOIN session ON session.id = talk.session
    JOIN programme ON programme.id = session.programme
"""
INSERT_TALK = """
    INSERT INTO talk (number, session, day, id, start, end, title, kind, authors, timezone,
        year_assumed, room, position, track, keywords, links, source, abstract)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def line(value: object) -> str:
    """Return a value of a text column, cleaned."""
    return clean_line(str(value))


def shelf(row: Row) -> Shelf:
    """Return the shelf in a row of id, name, talks, first."""
    return Shelf(line(row[0]), line(row[1]), int(row[2]), int(row[3]))


def block(row: Row) -> tuple[str, str, int]:
    """Return day, session and count in a row of these."""
    return line(row[0]), line(row[1]), int(row[2])


def session(programme: str, row: Row) -> Session:
    """Return the session of *programme* in a row of ``SESSION``."""
    return _session(programme, *row[1:])


def of_session(programme: str, value: Session) -> Row:
    """Return the values of ``INSERT_SESSION``."""
    return (
        programme,
        value.title,
        "\n".join(value.chairs),
        value.room,
        value.abstract,
        value.source,
    )


def talk(row: Row) -> tuple[int, Talk]:
    """Return number and talk in a row of ``TALK``."""
    value = Talk(
        id=line(row[1]),
        start=_instant(row[2]),
        end=_instant(row[3]),
        title=line(row[4]),
        kind=_optional(row[5]),
        authors=_lines(row[6]),
        timezone=_optional(row[7]),
        year_assumed=bool(row[8]),
        room=_optional(row[9]),
        position=_optional(row[10]),
        track=_optional(row[11]),
        keywords=_lines(row[12]),
        links=_links(row[13]),
        source=line(row[14]),
        abstract=clean_text(str(row[15])),
        session=_session(*row[16:]),
    )
    return int(row[0]), value


def of_talk(value: Talk) -> Row:
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
    )


@lru_cache(maxsize=256)
def _session(
    programme: str, title: str, chairs: str, room: str | None, abstract: str, source: str
) -> Session:
    """Return a session; talks of one session share one value."""
    return Session(
        line(programme),
        line(title),
        _lines(chairs),
        _optional(room),
        clean_text(abstract),
        line(source),
    )


def _lines(value: str) -> tuple[str, ...]:
    return tuple(line(part) for part in value.split("\n") if part)


def _optional(value: str | None) -> str | None:
    return line(value) if value is not None else None


def _instant(value: str | None) -> datetime | None:
    """Return the instant in *value*; None where there is none, or what stands there is none."""
    try:
        instant = datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
    return instant if instant and instant.tzinfo else None


def _links(value: str) -> tuple[Link, ...]:
    parts = (part.split("\t", 2) for part in value.split("\n") if part.count("\t") >= 2)
    return tuple(made for kind, url, label in parts if (made := link(url, label, kind)))
