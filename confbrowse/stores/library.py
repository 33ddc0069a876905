"""The programmes as imported, in ``library.db``. It can be rebuilt from its sources.

A programme's talks have consecutive numbers in the order of time, so that any part of any list is
found without counting, however long the list is.
"""

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from confbrowse.errors import NothingFoundError
from confbrowse.model import (
    Around,
    Block,
    Origin,
    Programme,
    Scope,
    Shelf,
    Talk,
)
from confbrowse.stores import around, parts, programmes, rows
from confbrowse.stores.database import Database
from confbrowse.stores.parts import Counted, Part

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
)


@dataclass(frozen=True, slots=True)
class Library:
    """A handle on the reader's programmes."""

    database: Database

    @classmethod
    def at(cls, path: Path) -> "Library":
        """Return the library at *path*; nothing is read or made yet."""
        return cls(Database(path, "library", _MIGRATIONS, precious=False))

    def prepare(self) -> str | None:
        """Check the file; return a sentence for the reader if it was damaged and is set aside."""
        return self.database.prepare()

    def version(self) -> str:
        """Return a text, never empty, that changes whenever a programme comes, changes or goes."""
        query = """
            SELECT group_concat(id || ' ' || first || ' ' || talks || ' ' || added)
            FROM (SELECT id, first, talks, added FROM programme ORDER BY id)
        """
        with self.database.reading() as db:
            return str(db.execute(query).fetchone())

    def shelves(self) -> tuple[Shelf, ...]:
        """Return every programme without its talks, the one added last first."""
        with self.database.reading() as db:
            return _shelves(db)

    def outline(self, programme: str) -> tuple[Block, ...]:
        """Return the sessions of *programme* day by day, in the order of their first talks."""
        query = """
            SELECT talk.day, session.title, COUNT(*) FROM talk
            JOIN session ON session.id = talk.session WHERE session.programme = ?
            GROUP BY talk.day, session.title ORDER BY MIN(talk.number)
        """
        with self.database.reading() as db:
            found = db.execute(query, (programme,)).fetchall()
        return tuple(Block(programme, *rows.block(row)) for row in found)

    def numbers(self, scope: Scope) -> Sequence[int]:
        """Return the numbers of the talks in *scope*: by programme, within it by time."""
        with self.database.reading() as db:
            if scope.session is None and scope.day is None:
                return _consecutive(_shelves(db, scope.programme))
            query = """
                SELECT talk.number FROM session JOIN talk ON talk.session = session.id
                WHERE session.programme = :programme
                AND (:session IS NULL OR session.title = :session)
                AND (:day IS NULL OR talk.day = :day) ORDER BY talk.number
            """
            found = db.execute(query, asdict(scope))
            return array("q", (number for (number,) in found))

    def talks(self, numbers: Iterable[int]) -> dict[int, Talk]:
        """Return the talks with these *numbers* by number, in their order, without those that are gone."""
        with self.database.reading() as db:
            return dict(_by_number(db, numbers))

    def find(self, ids: Iterable[str]) -> dict[str, tuple[int, Talk]]:
        """Return number and talk of each of *ids* that the library holds, by id."""
        found: dict[str, tuple[int, Talk]] = {}
        with self.database.reading() as db:
            for talk_id in ids:
                row = db.execute(f"{rows.TALK} WHERE talk.id = ?", (talk_id,)).fetchone()
                if row:
                    found[talk_id] = rows.talk(row)
        return found

    def authors(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield number and authors of every talk that has any, by programme."""
        with self.database.reading() as db:
            for number, written in db.execute(
                "SELECT number, authors FROM talk WHERE authors != ''"
            ):
                yield int(number), rows.lines(written)

    def names(self) -> Iterator[tuple[int, str, str]]:
        """Yield number, title and session of every talk."""
        query = "SELECT number, talk.title, session.title FROM talk JOIN session ON session.id = talk.session"
        with self.database.reading() as db:
            for number, title, session in db.execute(query):
                yield int(number), rows.line(title), rows.line(session)

    def parts(self, scope: Scope, part: Counted) -> dict[str, int]:
        """Return the kinds or the days of the talks in *scope*, with how many there are of each."""
        with self.database.reading() as db:
            return parts.counts(db, scope, part)

    def numbered(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the number of each of *ids* that the library holds, by id."""
        query = "SELECT number FROM talk WHERE id = ?"
        with self.database.reading() as db:
            found = {talk_id: db.execute(query, (talk_id,)).fetchone() for talk_id in ids}
        return {talk_id: int(row[0]) for talk_id, row in found.items() if row}

    def ids(self, beginning: str, most: int) -> tuple[str, ...]:
        """Return the ids of at most *most* talks that begin so, in their order."""
        query = "SELECT id FROM talk WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
        with self.database.reading() as db:
            rows = db.execute(query, (beginning, f"{beginning}\U0010ffff", most)).fetchall()
        return tuple(row[0] for row in rows)

    def jump(self, numbers: Sequence[int], at: int, part: Part, step: int) -> int:
        """Return where in the list *numbers*, seen from place *at*, another session or day begins.

        With *step* 1 that is the next one, or the last place of the list; with -1 the beginning of
        the one at *at*, or of the one before where *at* is a beginning itself. In an empty list it
        is 0.
        """
        if not numbers:
            return 0
        at = max(0, min(at, len(numbers) - 1))
        with self.database.reading() as db:
            if step > 0:
                return parts.end_of_run(db, part, numbers, at, 1) or len(numbers) - 1
            begin = parts.end_of_run(db, part, numbers, at, -1)
            if begin == at - 1 >= 0:
                begin = parts.end_of_run(db, part, numbers, begin, -1)
            return 0 if begin is None else begin + 1

    def neighbours(self, talk_id: str) -> Around:
        """Return what stands around the talk with this id; nothing where the library has it not."""
        with self.database.reading() as db:
            return around.read(db, talk_id)

    def beside(self, talk_id: str, steps: int) -> Talk | None:
        """Return the talk *steps* after this one in its session, or before it; see ``around``."""
        with self.database.reading() as db:
            return around.beside(db, talk_id, steps)

    def headings(self, programme: str) -> tuple[Talk, ...]:
        """Return what is quickly read of the talks of *programme*, by number; none is to be shown."""
        return self._unseen(programme, rows.HEADING, rows.heading)

    def searched(self, programme: str) -> tuple[Talk, ...]:
        """Return what is searched of the talks of *programme*, by number; none is to be shown."""
        return self._unseen(programme, rows.SEARCHED, rows.searched)

    def _unseen(
        self, programme: str, select: str, made: Callable[[str, rows.Row], Talk]
    ) -> tuple[Talk, ...]:
        shelf = "SELECT name, first, first + talks - 1 FROM programme WHERE id = ?"
        query = f"""
            {select} WHERE talk.number BETWEEN ? AND ? AND +session.programme = ?
            ORDER BY talk.number
        """  # by number, so that no text has to be sorted
        with self.database.reading() as db:
            about = db.execute(shelf, (programme,)).fetchone()
            if about is None:
                return ()
            name, first, last = rows.line(about[0]), about[1], about[2]
            return tuple(made(name, row) for row in db.execute(query, (first, last, programme)))

    def origins(self, programme: str) -> tuple[Origin, ...]:
        """Return what *programme* was read from, in the order in which that came."""
        with self.database.reading() as db:
            return tuple(map(rows.origin, db.execute(rows.ORIGIN, (programme,))))

    def programme(self, programme: str) -> Programme:
        """Return the whole programme whose id is *programme*, its talks in the order of time.

        Raises NothingFoundError where the library has none.
        """
        with self.database.reading() as db:
            found = programmes.read(db, programme)
        if found is None:
            raise NothingFoundError(f"No programme {programme} is in the library.")
        return found

    def update(
        self,
        coming: Iterable[Programme],
        change: Callable[[Programme | None, Programme], Programme],
        at_last: Callable[[Sequence[Programme]], object] | None = None,
    ) -> tuple[Programme, ...]:
        """Store what *change* makes of each that is *coming*, one after another, and return it.

        *change* gets the programme that the library holds under the same id, or None, and the one
        coming in; *at_last* gets everything that was stored. All is one transaction: an error, of
        theirs as well, changes nothing, and two imports at once lose nothing.
        """
        changed = []
        with self.database.writing() as db:
            for new in coming:
                programme = change(programmes.read(db, new.id), new)
                programmes.take_out(db, programme.id)
                programmes.put_in(db, programme)
                changed.append(programme)
            if at_last:
                at_last(changed)
        return tuple(changed)

    def put(self, programme: Programme) -> None:
        """Store *programme* in place of the one with its id, if there is one."""
        self.update((programme,), lambda _, new: new)

    def remove(self, programme: str) -> None:
        """Take the programme whose id is *programme* out of the library.

        Raises NothingFoundError where the library has none.
        """
        with self.database.writing() as db:
            if not programmes.take_out(db, programme):
                raise NothingFoundError(f"No programme {programme} is in the library.")


def _shelves(db: sqlite3.Connection, programme: str | None = None) -> tuple[Shelf, ...]:
    """Return all shelves, or the one of *programme*, the one added last first."""
    query = """
        SELECT id, name, talks, first, added FROM programme WHERE :id IS NULL OR id = :id
        ORDER BY added DESC, first DESC
    """
    return tuple(rows.shelf(row) for row in db.execute(query, {"id": programme}))


def _consecutive(shelves: Sequence[Shelf]) -> Sequence[int]:
    """Return the numbers of all talks on *shelves*, one after another."""
    ranges = [range(shelf.first, shelf.first + shelf.talks) for shelf in shelves]
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
