"""What the agenda remembers of its dealings with other programs, in ``agenda.db``.

Which version of a talk calendars have been given, and what confbrowse wrote into a file of marks
last: what differs from that by now was changed by somebody else.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from confbrowse.model import Mark, instant
from confbrowse.stores.database import Database

TABLES = """
    CREATE TABLE revision (
        talk TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, number INTEGER NOT NULL,
        since TEXT NOT NULL);
    CREATE TABLE written (place TEXT PRIMARY KEY, digest TEXT NOT NULL, marks TEXT NOT NULL)
    """
"""The migration of the agenda that makes room for it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What confbrowse wrote into a file last."""

    digest: str
    """Of the whole file."""
    marks: Mapping[str, Mark]
    """The marks it held, by the ids of their talks."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A handle on what is remembered in the agenda's *database*."""

    database: Database

    def revisions(
        self, fingerprints: Mapping[str, str], now: datetime
    ) -> dict[str, tuple[int, datetime]]:
        """Return, by the ids of talks, the number of each one's version and since when it is out.

        A talk whose fingerprint is another than it was has a new version, from *now* on.
        """
        with self.database.reading() as db:
            rows = db.execute("SELECT talk, fingerprint, number, since FROM revision").fetchall()
        known = {row[0]: row for row in rows if row[0] in fingerprints}
        found, new = {}, []
        for talk_id, fingerprint in fingerprints.items():
            _, before, number, since = known.get(talk_id, (talk_id, None, -1, None))
            out_since = instant(since)
            if before != fingerprint or out_since is None:
                number, out_since = number + 1 if isinstance(number, int) else 0, now
                new.append((talk_id, fingerprint, number, now.isoformat()))
            found[talk_id] = (number, out_since)
        if new:
            with self.database.writing() as db:
                db.executemany("INSERT OR REPLACE INTO revision VALUES (?, ?, ?, ?)", new)
        return found

    def written(self, place: str) -> Written | None:
        """Return what was written to *place* last; None where nothing was, or nobody knows."""
        with self.database.reading() as db:
            query = "SELECT digest, marks FROM written WHERE place = ?"
            row = db.execute(query, (place,)).fetchone()
        try:
            marks = {talk_id: Mark(**told) for talk_id, told in json.loads(row[1]).items()}
            return Written(str(row[0]), marks)
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None

    def remember(self, place: str, written: Written) -> None:
        """Remember what was *written* to *place*."""
        told = json.dumps({talk_id: asdict(mark) for talk_id, mark in written.marks.items()})
        with self.database.writing() as db:
            row = (place, written.digest, told)
            db.execute("INSERT OR REPLACE INTO written VALUES (?, ?, ?)", row)
