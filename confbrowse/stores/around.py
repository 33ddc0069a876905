"""What stands around a talk: its session's talks before and after it, and what is on meanwhile."""

import sqlite3
from itertools import islice

from confbrowse.model import NOTHING_AROUND, Around, Talk
from confbrowse.stores import rows

_MOST_MEANWHILE = 5
_REACH = 3_000
"""So many talks before it, in the order of time, may still be on."""


def read(db: sqlite3.Connection, talk_id: str) -> Around:
    """Return what stands around the talk with this id; nothing where there is none."""
    query = "SELECT number, session, start, end FROM talk WHERE id = ?"
    row = db.execute(query, (talk_id,)).fetchone()
    if row is None:
        return NOTHING_AROUND
    number, session, start, end = row
    before = "WHERE talk.session = ? AND talk.number < ? ORDER BY talk.number DESC LIMIT 1"
    after = "WHERE talk.session = ? AND talk.number > ? ORDER BY talk.number LIMIT 1"
    return Around(
        _talk(db, before, (session, number)),
        _talk(db, after, (session, number)),
        tuple(_meanwhile(db, number, session, start, end or start)) if start else (),
    )


def _talk(db: sqlite3.Connection, which: str, values: tuple[object, ...]) -> Talk | None:
    row = db.execute(f"{rows.TALK} {which}", values).fetchone()
    return rows.talk(row)[1] if row else None


def _meanwhile(
    db: sqlite3.Connection, number: int, session: int, start: str, end: str
) -> list[Talk]:
    """Return talks of other sessions that overlap it, of as many sessions as there are, by time."""
    query = """
        SELECT other.number, other.session FROM talk AS other
        JOIN session ON session.id = other.session
        WHERE other.number BETWEEN :number - :reach AND :number + :reach
        AND other.session != :session
        AND session.programme = (SELECT programme FROM session WHERE id = :session)
        AND (strftime('%s', other.start) + 0 < strftime('%s', :end) + 0
             AND strftime('%s', other.end) + 0 > strftime('%s', :start) + 0
             OR strftime('%s', other.start) = strftime('%s', :start))
        ORDER BY other.number
    """
    given = {"number": number, "session": session, "start": start, "end": end, "reach": _REACH}
    found = db.execute(query, given).fetchall()
    firsts = {other: at for at, other in reversed(found)}  # the first of each session
    rest = (at for at, _ in found if at not in firsts.values())
    chosen = [*sorted(firsts.values()), *islice(rest, _MOST_MEANWHILE)][:_MOST_MEANWHILE]
    talks = (_talk(db, "WHERE talk.number = ?", (at,)) for at in sorted(chosen))
    return [one for one in talks if one]
