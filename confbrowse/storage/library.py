"""The imported programmes, in ``library.db``, which can be rebuilt from its sources.

The talks of a programme are numbered consecutively in order of time, so that any slice of any list
is found without counting.
"""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import groupby, islice
from math import inf
from operator import itemgetter
from pathlib import Path
from typing import Literal

from confbrowse.errors import NothingFoundError
from confbrowse.model import (
    NOTHING_AROUND,
    Neighbours,
    Programme,
    ProgrammeSummary,
    Scope,
    Session,
    SessionSummary,
    SourceRef,
    Talk,
    facts,
    instant,
    listed_day,
    start_key,
    topics,
)
from confbrowse.schedule.presentations import id_stem, is_presentation
from confbrowse.schedule.talk_groups import (
    GroupedBy,
    GroupIndex,
    PlacedProgramme,
    PlacedSession,
    chained,
    group_index,
)
from confbrowse.schedule.timetable import cancelled
from confbrowse.storage import group_rows, rows, value_rows
from confbrowse.storage.database import Database
from confbrowse.text.facts import language_name
from confbrowse.text.slugs import folded

# Whole programmes, each read or written within the caller's transaction.


def read(db: sqlite3.Connection, programme: str) -> Programme | None:
    """Return the programme with this id, its talks in order of time; None if there is none."""
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


def delete(db: sqlite3.Connection, programme: str) -> bool:
    """Delete a programme with its sessions and talks; return whether it existed."""
    sessions = "SELECT id FROM session WHERE programme = ?"
    db.execute(f"DELETE FROM talk WHERE session IN ({sessions})", (programme,))  # noqa: S608
    db.execute("DELETE FROM session WHERE programme = ?", (programme,))
    db.execute("DELETE FROM origin WHERE programme = ?", (programme,))
    group_rows.delete_groups(db, programme)
    value_rows.delete_values(db, programme)
    return db.execute("DELETE FROM programme WHERE id = ?", (programme,)).rowcount > 0


def insert(db: sqlite3.Connection, programme: Programme) -> None:
    """Store *programme*, whose id must be new; its talks are numbered after all others."""
    query = "SELECT COALESCE(MAX(number), 0) FROM talk WHERE number BETWEEN 1 AND ?"
    (last,) = db.execute(query, (rows.LAST_NUMBER,)).fetchone()
    first = last + 1
    places = {session: at for at, session in enumerate(programme.sessions)}
    # those of one time by session, so that an update does not shuffle them
    talks = sorted(programme.talks, key=lambda talk: (start_key(talk), places[talk.session]))
    added = datetime.now(UTC).isoformat()
    row = (programme.id, programme.name, len(talks), first, added)
    db.execute("INSERT INTO programme VALUES (?, ?, ?, ?, ?)", row)
    db.executemany(
        rows.INSERT_ORIGIN,
        ((programme.id, *rows.of_origin(one)) for one in programme.origins),
    )
    ids: dict[Session, int | None] = {}
    for session in programme.sessions:
        cursor = db.execute(rows.INSERT_SESSION, rows.of_session(programme.id, session))
        ids[session] = cursor.lastrowid
    db.executemany(
        rows.INSERT_TALK,
        (
            (number, ids[talk.session], listed_day(talk), *rows.of_talk(talk))
            for number, talk in enumerate(talks, first)
        ),
    )
    summary = ProgrammeSummary(programme.id, programme.name, len(talks), first, added)
    group_rows.store_groups(db, summary, _placed(db, summary))
    value_rows.delete_values(db, programme.id)


# Neighbours of a talk: those before and after it in its session, and those at the same time.

_MOST_MEANWHILE = 5
_MOST_ALIKE = 50
"""Talks whose ids begin alike that are compared; ``Break`` may have hundreds."""
_REACH = 3_000
"""Talks further than this before or after one, in order of time, are not searched for overlaps."""


def read_neighbours(db: sqlite3.Connection, talk_id: str) -> Neighbours:
    """Return the neighbours of the talk with this id; empty if it is unknown."""
    query = "SELECT number, session, start, end FROM talk WHERE id = ?"
    row = db.execute(query, (talk_id,)).fetchone()
    if row is None:
        return NOTHING_AROUND
    number, session, start, end = row
    return Neighbours(
        read_neighbour(db, talk_id, -1),
        read_neighbour(db, talk_id, 1),
        tuple(_meanwhile(db, number, session, start, end or start)) if start else (),
        read_presentations(db, talk_id),
    )


def read_presentations(db: sqlite3.Connection, talk_id: str) -> tuple[Talk, ...]:
    """Return the other presentations of the talk with this id, by time; see ``is_presentation``.

    They are found by their ids, which begin alike.
    """
    stem = id_stem(talk_id)
    query = f"{rows.TALK} WHERE talk.id >= ? AND talk.id < ? ORDER BY talk.number LIMIT ?"
    alike = db.execute(query, (stem, f"{stem}\U0010ffff", _MOST_ALIKE)).fetchall()
    found = [talk for _, talk in map(rows.talk, alike)]
    of = next((talk for talk in found if talk.id == talk_id), None)
    return tuple(talk for talk in found if of and is_presentation(of, talk))


def read_neighbour(db: sqlite3.Connection, talk_id: str, steps: int) -> Talk | None:
    """Return the talk *steps* after this one in its session; before it if *steps* is negative.

    Stops at the first or last talk of the session; None if there is no other.
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
    """Return overlapping talks of other sessions, from as many sessions as possible, by time."""
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


# Groups of a list: sessions and days to jump between, and what talks can be filtered by.

GroupBy = Literal["session", "day"]
"""What ``jump`` can group talks by; also the names of the columns."""
CountBy = Literal["kind", "day", "room", "session", "track", "lang", "programme", "author"]
"""What talks can be counted by, named as the fields of a query."""
_COUNTED: Mapping[str, str] = {
    "kind": "talk.kind",
    "day": "talk.day",
    "room": "COALESCE(NULLIF(talk.room, ''), session.room)",
    "session": "session.title",
    "track": "COALESCE(talk.track, '') || char(10) || talk.keywords",
    "lang": "talk.keywords",
    "programme": "(SELECT name FROM programme WHERE id = session.programme)",
}
"""As SQL; a track and its keywords are one a line."""
_IN_SCOPE = """
    FROM session JOIN talk ON talk.session = session.id
    WHERE (:programme IS NULL OR session.programme = :programme)
    AND (:session IS NULL OR session.title = :session)
    AND (:day IS NULL OR talk.day = :day)
"""


def read_counts(
    db: sqlite3.Connection, scope: Scope, parts: Sequence[CountBy]
) -> dict[CountBy, dict[str, int]]:
    """Return for each of *parts* the number of talks in *scope* by each value."""
    found: dict[CountBy, dict[str, int]] = {}
    if "author" in parts:
        authors = db.execute(f"SELECT talk.authors {_IN_SCOPE}", asdict(scope))
        found["author"] = rows.line_counts(row[0] for row in authors)
    grouped = [part for part in parts if part != "author"]
    if grouped:
        found |= _grouped_counts(db, scope, grouped)
    return {part: found[part] for part in parts}


def _grouped_counts(
    db: sqlite3.Connection, scope: Scope, parts: Sequence[CountBy]
) -> dict[CountBy, dict[str, int]]:
    """Return the counts of *parts*; SQLite groups what is alike in a session, most of its talks."""
    selected = [_COUNTED[part] for part in parts]
    groups = ["talk.session", *(one for one in selected if "talk." in one)]
    query = f"""
        SELECT {", ".join(selected)}, COUNT(*) {_IN_SCOPE} GROUP BY {", ".join(groups)}
    """
    raw: list[Counter[object]] = [Counter() for _ in parts]
    for *values, talks in db.execute(query, asdict(scope)):
        for counter, value in zip(raw, values, strict=True):
            counter[value] += talks
    return {part: _by_value(part, counter) for part, counter in zip(parts, raw, strict=True)}


def _by_value(part: CountBy, raw: Mapping[object, int]) -> dict[str, int]:
    """Return the number of talks by each value of *part*, given those by what ``_COUNTED`` selects."""
    found: Counter[str] = Counter()
    for selected, talks in raw.items():
        for value in _values(part, selected):
            found[value] += talks
    found.pop("", None)
    return dict(found)


def _values(part: CountBy, value: object) -> set[str]:
    """Return the values of *part* in what ``_COUNTED`` selects of a talk."""
    match part:
        case "lang":
            return {
                language_name(text) for name, text in facts(rows.lines(value)) if name == "language"
            }
        case "track":
            return set(topics(rows.lines(value)))
        case _:
            return {rows.line(value)}


def end_of_group(
    db: sqlite3.Connection, part: GroupBy, numbers: Sequence[int], at: int, step: int
) -> int | None:
    """Return the first index from *at* on, in the direction of *step*, in another group.

    None if the rest of the list is in the same one.
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


_MIGRATIONS = (
    """
    CREATE TABLE programme (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, talks INTEGER NOT NULL, first INTEGER NOT NULL,
        added TEXT NOT NULL);
    CREATE TABLE session (
        id INTEGER PRIMARY KEY, programme TEXT NOT NULL REFERENCES programme (id),
        title TEXT NOT NULL, chairs TEXT NOT NULL, room TEXT, abstract TEXT NOT NULL,
        source TEXT NOT NULL);
    CREATE INDEX session_of_programme ON session (programme);
    CREATE TABLE talk (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, session INTEGER NOT NULL,
        day TEXT NOT NULL, start TEXT, end TEXT, title TEXT NOT NULL, kind TEXT,
        authors TEXT NOT NULL, timezone TEXT, year_assumed INTEGER NOT NULL, room TEXT,
        position TEXT, track TEXT, keywords TEXT NOT NULL, links TEXT NOT NULL,
        source TEXT NOT NULL, abstract TEXT NOT NULL);
    CREATE INDEX talk_of_session ON talk (session, number)
    """,
    """
    ALTER TABLE talk ADD COLUMN listed TEXT NOT NULL DEFAULT '';
    ALTER TABLE talk ADD COLUMN uid TEXT;
    CREATE TABLE origin (
        programme TEXT NOT NULL REFERENCES programme (id), source TEXT NOT NULL, name TEXT,
        year INTEGER, timezone TEXT, PRIMARY KEY (programme, source));
    INSERT INTO origin (programme, source)
        SELECT DISTINCT programme, source FROM session WHERE source != ''
    """,
    "ALTER TABLE origin ADD COLUMN options TEXT NOT NULL DEFAULT ''",
    group_rows.TABLE,
    value_rows.TABLE,
)


@dataclass(frozen=True, slots=True)
class LibraryStore:
    """A handle on the library."""

    database: Database

    @classmethod
    def at(cls, path: Path, *, empty_if_newer: bool = False) -> "LibraryStore":
        """Return the library at *path* without opening it.

        One of a newer confbrowse is refused, or read as empty with *empty_if_newer*.
        """
        database = Database(
            path, "library", _MIGRATIONS, durable=False, empty_if_newer=empty_if_newer
        )
        return cls(database)

    def prepare(self) -> str | None:
        """Check the file; return a sentence if it was damaged and set aside, or is newer."""
        return self.database.prepare()

    def is_newer(self) -> bool:
        """Whether a newer confbrowse wrote it, so that it is read as empty."""
        return self.database.is_newer()

    def version(self) -> str:
        """Return a text, never empty, that changes with every change to a programme."""
        with self.database.reading() as db:
            return _version(db)

    def programmes(self) -> tuple[ProgrammeSummary, ...]:
        """Return a summary of each programme, the latest added first."""
        with self.database.reading() as db:
            return _programmes(db)

    def zones(self) -> tuple[str, ...]:
        """Return a time zone of each programme that names one, the latest added first."""
        query = """
            SELECT DISTINCT (SELECT timezone FROM talk WHERE timezone IS NOT NULL
                AND number BETWEEN first AND first + talks - 1 LIMIT 1) AS zone
            FROM programme WHERE zone IS NOT NULL ORDER BY added DESC
        """
        with self.database.reading() as db:
            return tuple(rows.line(zone) for (zone,) in db.execute(query))

    def outline(self, programme: str) -> tuple[SessionSummary, ...]:
        """Return the sessions of *programme* day by day, by the start of their first talks, then by title."""
        query = """
            SELECT talk.day, session.title, COUNT(*), talk.start, MIN(talk.number) AS first FROM talk
            JOIN session ON session.id = talk.session WHERE session.programme = ?
            GROUP BY talk.day, session.title ORDER BY first
        """
        with self.database.reading() as db:
            found = [
                (SessionSummary(programme, *rows.session_summary(row)), instant(row[3]))
                for row in db.execute(query, (programme,))
            ]
        days = list(dict.fromkeys(session.day for session, _ in found))

        def place(one: tuple[SessionSummary, datetime | None]) -> tuple[int, float, str]:
            session, start = one
            begin = start.timestamp() if start else inf
            return days.index(session.day), begin, folded(session.session) if start else ""

        return tuple(session for session, _ in sorted(found, key=place))

    def session_talks(self, most: int | None) -> Iterator[tuple[Talk, ...]]:
        """Yield the talks of at most *most* sessions, without id, title, people and texts.

        The sessions come by programme, the latest added first, then by their first talks.
        """
        with self.database.reading() as db:
            found = db.execute(rows.SESSION_TALK, (-1 if most is None else most,))
            for _, of_session in groupby(found, itemgetter(-1)):
                yield tuple(rows.talk(row[:-1])[1] for row in of_session)

    def positions(self, programme: str, session: str) -> tuple[str, ...]:
        """Return the positions of the posters of the sessions called *session* in *programme*."""
        query = """
            SELECT DISTINCT talk.position FROM session JOIN talk ON session.id = talk.session
            WHERE session.programme = ? AND session.title = ? AND talk.position IS NOT NULL
        """
        with self.database.reading() as db:
            found = db.execute(query, (programme, session)).fetchall()
        return tuple(rows.line(position) for (position,) in found)

    def numbers(self, scope: Scope) -> Sequence[int]:
        """Return the numbers of the talks in *scope*: by programme, then by time."""
        with self.database.reading() as db:
            if scope.session is None and scope.day is None:
                return _consecutive(_programmes(db, scope.programme))
            query = """
                SELECT talk.number FROM session JOIN talk ON talk.session = session.id
                WHERE session.programme = :programme
                AND (:session IS NULL OR session.title = :session)
                AND (:day IS NULL OR talk.day = :day) ORDER BY talk.number
            """
            found = db.execute(query, asdict(scope))
            return array("q", (number for (number,) in found))

    def talks(self, numbers: Iterable[int]) -> dict[int, Talk]:
        """Return the talks with these *numbers*, in the given order; unknown numbers are left out."""
        with self.database.reading() as db:
            return dict(_by_number(db, numbers))

    def find(self, ids: Iterable[str]) -> dict[str, tuple[int, Talk]]:
        """Return number and talk of each of *ids* that is in the library, by id."""
        found: dict[str, tuple[int, Talk]] = {}
        with self.database.reading() as db:
            for talk_id in ids:
                row = db.execute(f"{rows.TALK} WHERE talk.id = ?", (talk_id,)).fetchone()
                if row:
                    found[talk_id] = rows.talk(row)
        return found

    def authors(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield number and authors of every talk that has authors, by programme."""
        with self.database.reading() as db:
            for number, written in db.execute(
                "SELECT number, authors FROM talk WHERE authors != ''"
            ):
                yield int(number), rows.lines(written)

    def uids(self) -> Iterator[tuple[int, str]]:
        """Yield number and uid of every talk whose source has uids."""
        with self.database.reading() as db:
            for number, uid in db.execute("SELECT number, uid FROM talk WHERE uid != ''"):
                yield int(number), rows.line(uid)

    def names(self) -> Iterator[tuple[int, str]]:
        """Yield number and title of every talk."""
        with self.database.reading() as db:
            for number, title in db.execute("SELECT number, title FROM talk"):
                yield int(number), rows.line(title)

    def groups(self, programme: str | None, by: GroupedBy | None) -> GroupIndex:
        """Return the groups of one programme, or of all, the latest added first; see ``group_index``."""
        with self.database.reading() as db:
            return chained(_groups(db, one, by) for one in _programmes(db, programme))

    def days(self) -> dict[str, tuple[str, ...]]:
        """Return the days of each programme by its id, in order; the groups say so, without a talk being read."""
        with self.database.reading() as db:
            groups = {one.id: _groups(db, one, "session").groups for one in _programmes(db)}
        return {
            programme: tuple(sorted({group.day for group in found if group.day}))
            for programme, found in groups.items()
        }

    def has_all_groups(self) -> bool:
        """Return whether the groups of every programme are stored; an earlier confbrowse did not do so."""
        with self.database.reading() as db:
            stored = group_rows.programmes_with_groups(db)
            return all(one.id in stored for one in _programmes(db))

    def store_groups(self) -> None:
        """Store the groups of every programme. Raises StoreError."""
        with self.database.writing() as db:
            for one in _programmes(db):
                group_rows.store_groups(db, one, _placed(db, one))

    def sessions_of_talks(self) -> Iterator[tuple[int, Scope]]:
        """Yield the number of every talk, and its session on its day as a part of the library."""
        query = """
            SELECT session.programme, talk.day, session.title, talk.number
            FROM session JOIN talk ON talk.session = session.id ORDER BY session.id
        """
        part, key = Scope(), None
        with self.database.reading() as db:
            for *of_session, number in db.execute(query):
                if of_session != key:
                    key = of_session
                    part = Scope(*map(rows.line, of_session))
                yield int(number), part

    def starts(self, programme: ProgrammeSummary) -> dict[tuple[str, int | None], int]:
        """Return how many talks of *programme* start in each hour of each day, by its own clock.

        The day is that of the programme, empty without one; the hour of a talk without a time is None.
        """
        query = """
            SELECT day, CAST(substr(start, 12, 2) AS INTEGER), COUNT(*) FROM talk
            WHERE number BETWEEN ? AND ? GROUP BY 1, 2 ORDER BY 1, 2
        """  # the start is in ISO 8601
        found: Counter[tuple[str, int | None]] = Counter()
        with self.database.reading() as db:
            for day, hour, talks in db.execute(
                query, (programme.first, programme.first + programme.talks - 1)
            ):
                found[rows.line(day), hour] += talks
        return dict(found)

    def counts(self, scope: Scope, parts: Sequence[CountBy]) -> dict[CountBy, dict[str, int]]:
        """Return the numbers of talks in *scope* by the values of *parts*; see ``read_counts``."""
        with self.database.reading() as db:
            return read_counts(db, scope, parts)

    def stored_values(
        self, programme: str, names: Sequence[CountBy]
    ) -> dict[CountBy, value_rows.FieldValues]:
        """Return the values of the fields *names* in *programme*, empty for the whole library, if they are stored."""
        with self.database.reading() as db:
            found = {name: value_rows.read_values(db, programme, name) for name in names}
        return {name: values for name, values in found.items() if values}

    def parts_with_values(self) -> frozenset[str]:
        """Return the ids of the programmes whose values are stored; an empty one is the whole library."""
        with self.database.reading() as db:
            return value_rows.parts_with_values(db)

    def store_values(
        self, programme: str, values: Mapping[CountBy, value_rows.FieldValues], version: str
    ) -> None:
        """Store *values* of *programme*, unless the library is no longer of this *version*."""
        with self.database.writing() as db:
            if _version(db) == version:
                for name, found in values.items():
                    value_rows.store_values(db, programme, name, found)

    def numbered(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the number of each of *ids* that is in the library, by id."""
        query = "SELECT number FROM talk WHERE id = ?"
        with self.database.reading() as db:
            found = {talk_id: db.execute(query, (talk_id,)).fetchone() for talk_id in ids}
        return {talk_id: int(row[0]) for talk_id, row in found.items() if row}

    def ids_of(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the id of each talk with these *numbers*, in the given order; unknown ones are left out."""
        query = "SELECT id FROM talk WHERE number = ?"
        with self.database.reading() as db:
            found = {number: db.execute(query, (number,)).fetchone() for number in numbers}
        return {number: rows.line(row[0]) for number, row in found.items() if row}

    def ids(self, beginning: str, most: int) -> tuple[str, ...]:
        """Return the ids of at most *most* talks that start with *beginning*, sorted."""
        query = "SELECT id FROM talk WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
        with self.database.reading() as db:
            rows = db.execute(query, (beginning, f"{beginning}\U0010ffff", most)).fetchall()
        return tuple(row[0] for row in rows)

    def jump(self, numbers: Sequence[int], at: int, part: GroupBy, step: int) -> int:
        """Return the index in *numbers* at which another session or day begins, from *at*.

        With *step* 1 that is the next group, or the last index of the list; with -1 the start of
        the group at *at*, or of the one before if *at* is a start itself. 0 for an empty list.
        """
        if not numbers:
            return 0
        at = max(0, min(at, len(numbers) - 1))
        with self.database.reading() as db:
            if step > 0:
                return end_of_group(db, part, numbers, at, 1) or len(numbers) - 1
            begin = end_of_group(db, part, numbers, at, -1)
            if begin == at - 1 >= 0:
                begin = end_of_group(db, part, numbers, begin, -1)
            return 0 if begin is None else begin + 1

    def neighbours(self, talk_id: str) -> Neighbours:
        """Return the neighbours of the talk with this id; empty if it is not in the library."""
        with self.database.reading() as db:
            return read_neighbours(db, talk_id)

    def presentations(self, talk_id: str) -> tuple[Talk, ...]:
        """Return the other presentations of the talk with this id, by time; see ``is_presentation``."""
        with self.database.reading() as db:
            return read_presentations(db, talk_id)

    def neighbour(self, talk_id: str, steps: int) -> Talk | None:
        """Return the talk *steps* after this one in its session; see ``read_neighbour``."""
        with self.database.reading() as db:
            return read_neighbour(db, talk_id, steps)

    def talk_headings(self, programme: str) -> tuple[Talk, ...]:
        """Return the headings of the talks of *programme*, uncleaned: not to be shown."""
        return self._unshown_talks(programme, rows.HEADING, rows.heading)

    def searchable_talks(self, programme: str) -> tuple[Talk, ...]:
        """Return what is searched of the talks of *programme*, uncleaned: not to be shown."""
        return self._unshown_talks(programme, rows.SEARCHED, rows.searched)

    def timed_talks(self, programme: str) -> tuple[Talk, ...]:
        """Return when and where each talk of *programme* is, uncleaned: not to be shown."""
        return self._unshown_talks(programme, rows.TIMED, rows.timed)

    def slots(self, programmes: Iterable[str]) -> dict[Talk, Sequence[int]]:
        """Return the times of the talks of *programmes*, each once, as talks that say nothing else.

        There are far fewer than talks. Each comes with the numbers of the talks then.
        """
        wanted = frozenset(programmes)
        found: dict[Talk, list[int]] = {}
        with self.database.reading() as db:
            for one in _programmes(db):
                if one.id in wanted:
                    read = db.execute(rows.SLOT, (one.first, one.first + one.talks - 1))
                    for slot, numbers in rows.slots(read).items():
                        found.setdefault(slot, []).extend(numbers)
        return dict(found)

    def _unshown_talks(
        self, programme: str, select: str, made: Callable[[str, rows.SqlRow], Talk]
    ) -> tuple[Talk, ...]:
        summary = "SELECT name, first, first + talks - 1 FROM programme WHERE id = ?"
        query = f"""
            {select} WHERE talk.number BETWEEN ? AND ? AND +session.programme = ?
            ORDER BY talk.number
        """  # by number, so that no text has to be sorted
        with self.database.reading() as db:
            about = db.execute(summary, (programme,)).fetchone()
            if about is None:
                return ()
            name, first, last = rows.line(about[0]), about[1], about[2]
            return tuple(made(name, row) for row in db.execute(query, (first, last, programme)))

    def origins(self, programme: str) -> tuple[SourceRef, ...]:
        """Return the sources that *programme* was read from, in order of import."""
        with self.database.reading() as db:
            return tuple(map(rows.origin, db.execute(rows.ORIGIN, (programme,))))

    def programme(self, programme: str) -> Programme:
        """Return the programme with this id, its talks in order of time.

        Raises NothingFoundError if it is not in the library.
        """
        with self.database.reading() as db:
            found = read(db, programme)
        if found is None:
            raise NothingFoundError(f"No programme {programme} is in the library.")
        return found

    def update(
        self,
        incoming: Iterable[Programme],
        change: Callable[[Programme | None, Programme], Programme],
        before_commit: Callable[[Sequence[Programme]], object] | None = None,
    ) -> tuple[Programme, ...]:
        """Store what *change* returns for each of *incoming*; return what was stored.

        *change* gets the stored programme with the same id, or None, and the new one; *before_commit*
        gets everything that was stored. All is one transaction: any error, also one of theirs,
        rolls it back, and two concurrent imports lose nothing.
        """
        changed = []
        with self.database.writing() as db:
            for new in incoming:
                programme = change(read(db, new.id), new)
                delete(db, programme.id)
                insert(db, programme)
                changed.append(programme)
            if before_commit:
                before_commit(changed)
        return tuple(changed)

    def put(self, programme: Programme) -> None:
        """Store *programme*, replacing one with the same id."""
        self.update((programme,), lambda _, new: new)

    def remove(self, programme: str) -> None:
        """Remove the programme with this id.

        Raises NothingFoundError if it is not in the library.
        """
        with self.database.writing() as db:
            if not delete(db, programme):
                raise NothingFoundError(f"No programme {programme} is in the library.")


def _version(db: sqlite3.Connection) -> str:
    query = """
        SELECT group_concat(id || ' ' || first || ' ' || talks || ' ' || added)
        FROM (SELECT id, first, talks, added FROM programme ORDER BY id)
    """
    return str(db.execute(query).fetchone())


def _programmes(
    db: sqlite3.Connection, programme: str | None = None
) -> tuple[ProgrammeSummary, ...]:
    """Return the summary of every programme, or of one, the latest added first."""
    query = """
        SELECT id, name, talks, first, added FROM programme WHERE :id IS NULL OR id = :id
        ORDER BY added DESC, first DESC
    """
    return tuple(rows.programme_summary(row) for row in db.execute(query, {"id": programme}))


def _groups(
    db: sqlite3.Connection, programme: ProgrammeSummary, by: GroupedBy | None
) -> GroupIndex:
    return group_rows.read_groups(db, programme, by) or group_index((_placed(db, programme),), by)


def _placed(db: sqlite3.Connection, programme: ProgrammeSummary) -> PlacedProgramme:
    """Return where and when the talks of *programme* are listed."""
    sessions = {
        int(row[0]): PlacedSession(rows.line(row[1]), rows.line(row[2]))
        for row in db.execute(
            "SELECT id, title, room FROM session WHERE programme = ?", (programme.id,)
        )
    }
    query = """
        SELECT number, session, day, start, end, room, kind FROM talk
        WHERE number BETWEEN ? AND ? ORDER BY number
    """
    found = db.execute(query, (programme.first, programme.first + programme.talks - 1))
    talks = [*rows.placings(row for row in found if row[1] in sessions)]
    return PlacedProgramme(programme.name, sessions, talks)


def _consecutive(programmes: Sequence[ProgrammeSummary]) -> Sequence[int]:
    """Return the numbers of all talks of these programmes, in order."""
    ranges = [range(one.first, one.first + one.talks) for one in programmes]
    if len(ranges) == 1:
        return ranges[0]
    numbers = array("q")
    for talks in ranges:
        numbers.extend(talks)
    return numbers


def _by_number(db: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[tuple[int, Talk]]:
    for number in numbers:
        if row := db.execute(f"{rows.TALK} WHERE talk.number = ?", (number,)).fetchone():
            yield rows.talk(row)


def cancelled_talks(talks: Sequence[Talk], library: LibraryStore) -> frozenset[str]:
    """Return the ids of *talks* whose programme is in the *library* but no longer contains them."""
    programmes = {one.id for one in library.programmes()}
    return cancelled(talks, programmes, library.numbered(talk.id for talk in talks).keys())
