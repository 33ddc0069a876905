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
    return Around(
        beside(db, talk_id, -1),
        beside(db, talk_id, 1),
        tuple(_meanwhile(db, number, session, start, end or start)) if start else (),
    )


def beside(db: sqlite3.Connection, talk_id: str, steps: int) -> Talk | None:
    """Return the talk that comes *steps* after this one in its session, or before it with fewer than 0.

    Where the session ends earlier, that is its last or its first; None where there is no other.
    """
    way, order = (">", "") if steps > 0 else ("<", "DESC")
    query = f"""
        SELECT other.number FROM talk JOIN talk AS other ON other.session = talk.session
        WHERE talk.id = ? AND other.number {way} talk.number ORDER BY other.number {order} LIMIT ?
    """  # noqa: S608 - one of two signs, one of two words
    found = db.execute(query, (talk_id, abs(steps))).fetchall()
    return _talk(db, found[-1][0]) if found else None


def _talk(db: sqlite3.Connection, number: int) -> Talk | None:
    row = db.execute(f"{rows.TALK} WHERE talk.number = ?", (number,)).fetchone()
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
    talks = (_talk(db, at) for at in sorted(chosen))
    return [one for one in talks if one]
