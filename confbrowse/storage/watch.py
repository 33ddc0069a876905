"""The watch list, in ``agenda.db``: queries whose matches are marked everywhere. Undo knows its changes."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime

from confbrowse.model import WatchChange
from confbrowse.storage.checksums import checksum
from confbrowse.storage.damage import damage
from confbrowse.text.clean import clean_line

TABLE = "CREATE TABLE watch (query TEXT PRIMARY KEY, since TEXT NOT NULL, checksum INTEGER)"
"""The migration of the agenda that adds it."""
JOURNAL_KEY = "watch "
"""What the journal has before the query, where it has the id of a talk for a mark."""
_STATES = {False: "false", True: "true"}
"""Of a query in the journal: whether it is on the list."""
Entry = tuple[str, str, str]
"""Key, state before and state after, as the journal has them."""


def read_watched(db: sqlite3.Connection) -> tuple[str, ...]:
    """Return the queries, in the order in which they were added."""
    found = []
    for query, since, stored in db.execute(
        "SELECT query, since, checksum FROM watch ORDER BY rowid"
    ):
        if stored not in (None, checksum(query, since)):
            raise damage("the watch list is damaged")
        found.append(clean_line(str(query)))
    return tuple(query for query in found if query)


def set_watched(db: sqlite3.Connection, wanted: Iterable[WatchChange]) -> tuple[WatchChange, ...]:
    """Add queries to the list or remove them; return what changed."""
    watched = set(read_watched(db))
    changes = []
    for one in wanted:
        if (one.query in watched) == one.is_watched:
            continue
        if one.is_watched:
            row = (one.query, datetime.now(UTC).isoformat())
            db.execute("INSERT OR REPLACE INTO watch VALUES (?, ?, ?)", (*row, checksum(*row)))
        else:
            db.execute("DELETE FROM watch WHERE query = ?", (one.query,))
        changes.append(one)
    return tuple(changes)


def journal_entry(change: WatchChange) -> Entry:
    """Return *change* as the journal has it."""
    return (
        f"{JOURNAL_KEY}{change.query}",
        _STATES[not change.is_watched],
        _STATES[change.is_watched],
    )


def replay_watched(
    db: sqlite3.Connection, step: int | None, *, undone: bool
) -> tuple[WatchChange, ...]:
    """Set the queries of *step* to what they were before it, or after it; return what changed."""
    query = "SELECT talk, before, after FROM journal WHERE step = ? AND substr(talk, 1, ?) = ?"
    rows = db.execute(query, (step, len(JOURNAL_KEY), JOURNAL_KEY)).fetchall()
    wanted = [
        WatchChange(
            clean_line(str(key).removeprefix(JOURNAL_KEY)),
            (before if undone else after) == _STATES[True],
        )
        for key, before, after in rows
    ]
    return set_watched(db, wanted)
