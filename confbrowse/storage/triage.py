"""How far each triage is, in ``agenda.db``: written in the same transaction as the marks."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from confbrowse.model import (
    MOST_POSITIONS,
    TRIAGE_ORDERS,
    Triage,
    TriageOrder,
    TriagePosition,
    instant,
)
from confbrowse.text.clean import clean_line

TABLES = """
    CREATE TABLE triage (
        queue TEXT PRIMARY KEY, talk TEXT NOT NULL, sorted TEXT NOT NULL, at TEXT NOT NULL);
    CREATE TABLE triage_talks (queue TEXT PRIMARY KEY, talks TEXT NOT NULL)
    """
"""The migration of the agenda that adds these tables. The long lists of talks are in a table of their
own, so that a move does not write them again."""
_JOURNAL_KEY = "triage "
"""What the journal has before the queue, where it has the id of a talk for a mark."""
_STORE = "INSERT OR REPLACE INTO triage VALUES (?, ?, ?, ?)"
_MOST_LISTS = 20
"""Lists of talks that are kept; where an older triage stopped is never forgotten."""


def read_triage(db: sqlite3.Connection, queue: str) -> Triage | None:
    """Return how far the triage of *queue* is; None if it was never begun.

    If its list of talks is gone, only the talk at which it stopped is known.
    """
    row = db.execute("SELECT talk, sorted FROM triage WHERE queue = ?", (queue,)).fetchone()
    if row is None:
        return None
    talk = clean_line(str(row[0]))
    order: TriageOrder = next((one for one in TRIAGE_ORDERS if one == row[1]), "list")
    found = db.execute("SELECT talks FROM triage_talks WHERE queue = ?", (queue,)).fetchone()
    talks = _talks(found[0]) if found else ()
    is_partial = not found or bool(talk and talk not in talks)
    if is_partial:
        talks = (talk,) if talk else ()
    return Triage(queue, talks, talks.index(talk) if talk else len(talks), order, is_partial)


def store_triage(db: sqlite3.Connection, triage: Triage) -> None:
    """Store how far *triage* is; its list of talks only if it is another one."""
    _store_position(db, triage.queue, triage.talk or "", triage.order)
    talks = json.dumps(triage.talks, ensure_ascii=False)
    db.execute(
        "INSERT INTO triage_talks VALUES (?, ?) ON CONFLICT (queue) DO UPDATE SET talks = excluded.talks "
        "WHERE talks != excluded.talks",
        (triage.queue, talks),
    )
    db.execute(
        "DELETE FROM triage_talks WHERE queue NOT IN (SELECT queue FROM triage ORDER BY at DESC LIMIT ?)",
        (_MOST_LISTS,),
    )


def _store_position(db: sqlite3.Connection, queue: str, talk: str, order: str) -> None:
    """Store a move of this machine, later than any known one: the clock of another machine may be ahead."""
    row = db.execute("SELECT at FROM triage WHERE queue = ?", (queue,)).fetchone()
    known = instant(row[0]) if row else None
    now = datetime.now(UTC)
    at = max(now, known.astimezone(UTC) + timedelta(microseconds=1)) if known else now
    db.execute(_STORE, (queue, talk, order, at.isoformat()))


def read_positions(db: sqlite3.Connection) -> tuple[TriagePosition, ...]:
    """Return how far the triages that moved last are, by queue."""
    query = "SELECT queue, talk, sorted, at FROM triage"
    found = [
        TriagePosition(clean_line(str(queue)), clean_line(str(talk)), order, at.astimezone(UTC))
        for queue, talk, stored, written in db.execute(query)
        if (order := next((one for one in TRIAGE_ORDERS if one == stored), None))
        and (at := instant(written))
    ]
    latest = sorted(found, key=lambda one: (one.at, one.queue), reverse=True)[:MOST_POSITIONS]
    return tuple(sorted(latest, key=lambda one: one.queue))


def merge_positions(db: sqlite3.Connection, theirs: Iterable[TriagePosition]) -> bool:
    """Store those of *theirs* that are later than ours; return whether there are any."""
    is_changed = False
    for one in theirs:
        query = "SELECT at, sorted FROM triage WHERE queue = ?"
        at, order = db.execute(query, (one.queue,)).fetchone() or (None, None)
        ours = instant(at)
        if ours is None or ours < one.at:
            db.execute(_STORE, (one.queue, one.talk, one.order, one.at.isoformat()))
            if order != one.order or order == "for-you":  # our talks are in another order
                db.execute("DELETE FROM triage_talks WHERE queue = ?", (one.queue,))
            is_changed = True
    return is_changed


def journal_entry(queue: str, before: str, after: str) -> tuple[str, str, str]:
    """Return as an entry of the journal that the triage of *queue* moved between two talks, by id."""
    return f"{_JOURNAL_KEY}{queue}", json.dumps(before), json.dumps(after)


def replay_moves(db: sqlite3.Connection, step: int | None, *, undone: bool) -> None:
    """Move the triages of *step* back to where they were before it, or forth, unless they have moved since."""
    query = "SELECT talk, before, after FROM journal WHERE step = ? AND substr(talk, 1, ?) = ?"
    for key, *talks in db.execute(query, (step, len(_JOURNAL_KEY), _JOURNAL_KEY)).fetchall():
        try:
            before, after = (clean_line(str(json.loads(one))) for one in talks)
        except (ValueError, TypeError, RecursionError):
            continue  # a damaged entry changes nothing
        here, there = (after, before) if undone else (before, after)
        queue = str(key).removeprefix(_JOURNAL_KEY)
        found = db.execute("SELECT talk, sorted FROM triage WHERE queue = ?", (queue,)).fetchone()
        if found and found[0] == here:
            _store_position(db, queue, there, str(found[1]))


def _talks(stored: object) -> tuple[str, ...]:
    try:
        found = json.loads(str(stored))
    except (ValueError, RecursionError):
        return ()
    return tuple(clean_line(str(one)) for one in found) if isinstance(found, list) else ()
