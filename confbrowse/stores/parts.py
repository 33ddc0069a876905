"""What lists of talks fall into: sessions and days to jump through, kinds and days to choose from."""

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from typing import Literal

from confbrowse.model import Scope
from confbrowse.stores import rows

Part = Literal["session", "day"]
"""What a list of talks can be jumped through by; also the names of the columns."""
Counted = Literal["kind", "day"]
"""What talks can be counted by; also the names of the columns."""


def counts(db: sqlite3.Connection, scope: Scope, part: Counted) -> dict[str, int]:
    """Return the values of *part* that talks in *scope* have, the first talk's first, and how many."""
    query = f"""
        SELECT talk.{part}, COUNT(*) FROM session JOIN talk ON talk.session = session.id
        WHERE (:programme IS NULL OR session.programme = :programme)
        AND (:session IS NULL OR session.title = :session)
        AND (:day IS NULL OR talk.day = :day) GROUP BY 1 ORDER BY MIN(talk.number)
    """  # noqa: S608 - one of two names
    found = db.execute(query, asdict(scope)).fetchall()
    return {rows.line(value): int(count) for value, count in found if value}


def end_of_run(
    db: sqlite3.Connection, part: Part, numbers: Sequence[int], at: int, step: int
) -> int | None:
    """Return the first place from *at* on, in the direction of *step*, that is in another part.

    None where all the rest of the list is in the same one.
    """
    query = f"SELECT {part} FROM talk WHERE number = ?"  # noqa: S608 - one of two names
    here = None
    places = range(at, len(numbers)) if step > 0 else range(at, -1, -1)
    for place in places:
        value = db.execute(query, (numbers[place],)).fetchone()
        here = value if here is None else here
        if value != here:
            return place
    return None
