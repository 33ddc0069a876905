"""How far each triage is, in ``agenda.db``: written in the same transaction as the marks."""

import json
import sqlite3
from datetime import UTC, datetime

from confbrowse.model import TRIAGE_ORDERS, Triage, TriageOrder
from confbrowse.text.clean import clean_line

TABLES = """
    CREATE TABLE triage (
        queue TEXT PRIMARY KEY, talk TEXT NOT NULL, sorted TEXT NOT NULL, at TEXT NOT NULL);
    CREATE TABLE triage_talks (queue TEXT PRIMARY KEY, talks TEXT NOT NULL)
    """
"""The migration of the agenda that adds these tables. The long lists of talks are in a table of their
own, so that a move does not write them again."""
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
    if talk and talk not in talks:
        talks = (talk,)
    return Triage(queue, talks, talks.index(talk) if talk else len(talks), order)


def store_triage(db: sqlite3.Connection, triage: Triage) -> None:
    """Store how far *triage* is; its list of talks only if it is another one."""
    row = (triage.queue, triage.talk or "", triage.order, datetime.now(UTC).isoformat())
    db.execute("INSERT OR REPLACE INTO triage VALUES (?, ?, ?, ?)", row)
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


def _talks(stored: object) -> tuple[str, ...]:
    try:
        found = json.loads(str(stored))
    except (ValueError, RecursionError):
        return ()
    return tuple(clean_line(str(one)) for one in found) if isinstance(found, list) else ()
