"""Whole programmes: read from the library's tables, put in, taken out, each within a transaction."""

import sqlite3
from datetime import UTC, datetime

from confbrowse.model import Programme, Session, by_time, day_of
from confbrowse.stores import rows


def read(db: sqlite3.Connection, programme: str) -> Programme | None:
    """Return the programme with this id, its talks in the order of time; None where there is none."""
    row = db.execute("SELECT name FROM programme WHERE id = ?", (programme,)).fetchone()
    if row is None:
        return None
    name = rows.line(row[0])
    sessions = db.execute(f"{rows.SESSION} WHERE programme = ? ORDER BY id", (programme,))
    talks = db.execute(f"{rows.TALK} WHERE session.programme = ? ORDER BY number", (programme,))
    origins = db.execute(rows.ORIGIN, (programme,))
    return Programme(
        programme,
        name,
        tuple(rows.session(name, session) for session in sessions),
        tuple(talk for _, talk in map(rows.talk, talks)),
        tuple(map(rows.origin, origins)),
    )


def take_out(db: sqlite3.Connection, programme: str) -> bool:
    """Delete a programme with its sessions and talks; return whether there was one."""
    sessions = "SELECT id FROM session WHERE programme = ?"
    db.execute(f"DELETE FROM talk WHERE session IN ({sessions})", (programme,))  # noqa: S608
    db.execute("DELETE FROM session WHERE programme = ?", (programme,))
    db.execute("DELETE FROM origin WHERE programme = ?", (programme,))
    return db.execute("DELETE FROM programme WHERE id = ?", (programme,)).rowcount > 0


def put_in(db: sqlite3.Connection, programme: Programme) -> None:
    """Store *programme*, of whose id there is none; its talks get the numbers after all others."""
    query = "SELECT COALESCE(MAX(number), 0) FROM talk WHERE number BETWEEN 1 AND ?"
    (last,) = db.execute(query, (rows.LAST_NUMBER,)).fetchone()
    first = last + 1
    talks = sorted(programme.talks, key=by_time)
    added = datetime.now(UTC).isoformat()
    shelf = (programme.id, programme.name, len(talks), first, added)
    db.execute("INSERT INTO programme VALUES (?, ?, ?, ?, ?)", shelf)
    db.executemany(
        "INSERT INTO origin VALUES (?, ?, ?, ?, ?)",
        ((programme.id, one.source, one.name, one.year, one.timezone) for one in programme.origins),
    )
    ids: dict[Session, int | None] = {}
    for session in programme.sessions:
        cursor = db.execute(rows.INSERT_SESSION, rows.of_session(programme.id, session))
        ids[session] = cursor.lastrowid
    db.executemany(
        rows.INSERT_TALK,
        (
            (number, ids[talk.session], day_of(talk), *rows.of_talk(talk))
            for number, talk in enumerate(talks, first)
        ),
    )
