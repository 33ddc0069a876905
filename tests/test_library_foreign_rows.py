"""Other programs can write the library: whatever they store, values read back are clean and typed."""

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest
from factories import at, programme, talk

from confbrowse.model import Link, Scope, Talk
from confbrowse.storage.library import LibraryStore

VALUES = {
    "escape sequences": "up\x1b]0;owned\x07\x1b[2J\u202edown",
    "controls": "\x00\x07\t\v\f\r\x85\u2028",
    "nothing but blanks": " \u3000\n\n ",
    "empty": "",
    "bytes": b"\xff\x1b[2J\x00",
    "bytes as text": "CAST(x'ff411b5b324a' AS TEXT)",
    "a whole number": 42,
    "a negative number": -7,
    "the largest number": 2**63 - 1,
    "a broken number": 1e308,
    "a number that is none": float("inf"),
    "a long text": "long " * 50_000,
    "many lines": "line\n" * 50_000,
    "many links": "code\thttps://example.org\tx\n" * 5_000,
    "half a link": "code\thttps://example.org",
    "a wicked link": "code\tjavascript:alert(1)\tclick\nnone\thttps://example.org/\x1b[2J\tclick",
    "a time without a zone": "2021-07-20T07:00:00",
    "the first time there is": "0001-01-01T00:00:00+14:00",
    "the last time there is": "9999-12-31T23:59:59-14:00",
    "no day": "2021-02-30",
    "SQL": "'; DROP TABLE talk; --",
}
COLUMNS = {
    "programme": ("id", "name", "talks", "first", "added"),
    "session": ("title", "chairs", "room", "abstract", "source"),
    "talk": (
        *("day", "id", "start", "end", "title", "kind", "authors", "timezone", "year_assumed"),
        *("room", "position", "track", "keywords", "links", "source", "abstract"),
    ),
}


TALKS = [
    talk(title, start=at(9), links=(Link("code", "https://example.org"),))
    for title in ("A talk", *(f"Talk {number}" for number in range(1, len(VALUES))))
]
"""One for each of VALUES."""


def texts(value: object) -> Iterator[str]:
    """Yield every string in *value*, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    elif hasattr(value, "__dataclass_fields__"):
        for field in fields(value):  # type: ignore[arg-type]  # it has just been seen to be one
            yield from texts(getattr(value, field.name))


def is_clean(text: str) -> bool:
    return not any(unicodedata.category(char) in ("Cc", "Cf") for char in text.replace("\n", ""))


@pytest.fixture
def library(tmp_path: Path) -> LibraryStore:
    """Return a library of one talk."""
    library = LibraryStore.at(tmp_path / "library.db")
    library.put(programme(TALKS[0]))
    return library


def spoil(library: LibraryStore, table: str, column: str, value: object, where: str = "") -> None:
    """Store *value* as another program might, in all rows or in those that *where* names."""
    cast = isinstance(value, str) and value.startswith("CAST(")
    with closing(sqlite3.connect(library.database.path)) as db, db:
        statement = f"UPDATE {table} SET {column} = {value if cast else '?'} {where}"  # noqa: S608 - ours
        db.execute(statement, () if cast else (value,))


def everything(library: LibraryStore) -> list[object]:
    """Return everything that is shown of the only programme, through every method."""
    return [
        *library.programmes(),
        *library.outline("icml-2021"),
        *library.talks(range(1, 2 * len(TALKS))).values(),
        *(one for _, one in library.find([one.id for one in TALKS]).values()),
    ]


def assert_clean_and_small(library: LibraryStore, what: str) -> None:
    """Assert that whatever is read of the only programme can be shown."""
    assert library.prepare() is None
    read = everything(library)
    found = [text for one in read for text in texts(one)]
    assert all(is_clean(text) for text in found), what
    assert max(map(len, found), default=0) <= 100_000, what
    assert all(len(one.links) <= 200 for one in read if isinstance(one, Talk)), what
    assert all(len(one.title) < 5_000 for one in library.talk_headings("icml-2021")), what
    assert len(library.numbers(Scope("icml-2021"))) <= 1_000_000, what


@pytest.mark.parametrize(
    ("table", "column"),
    [(table, column) for table in ("programme", "session") for column in COLUMNS[table]],
)
def test_whatever_stands_in_the_file_what_is_read_is_clean_and_small(
    library: LibraryStore, table: str, column: str
) -> None:
    for what, value in VALUES.items():
        spoil(library, table, column, value)
        assert_clean_and_small(library, what)


@pytest.mark.parametrize("column", COLUMNS["talk"])
def test_whatever_stands_in_its_talks_what_is_read_is_clean_and_small(
    library: LibraryStore, column: str
) -> None:
    library.put(programme(*TALKS))
    for number, value in zip(library.numbers(Scope("icml-2021")), VALUES.values(), strict=True):
        spoil(library, "talk", column, value, f"WHERE number = {number}")
    assert_clean_and_small(library, column)


@pytest.mark.parametrize("column", ["start", "end"])
def test_what_is_no_time_is_none(library: LibraryStore, column: str) -> None:
    for what, value in VALUES.items():
        spoil(library, "talk", column, value)
        (read,) = library.talks([1]).values()
        assert (read.start, read.end)[column == "end"] is None, what


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("table", COLUMNS)
def test_adding_and_removing_mend_what_others_spoiled(
    library: LibraryStore, table: str, value: object
) -> None:
    for column in set(COLUMNS[table]) - {"id"}:
        spoil(library, table, column, value)
    good = programme(talk("Good", start=at(9)))
    library.update([good], lambda _, new: new)
    assert library.programme("icml-2021") == good
    assert [shelf.name for shelf in library.programmes()] == ["ICML 2021"]
    library.remove("icml-2021")
    assert library.programmes() == ()


@pytest.mark.parametrize("count", [-1, 2**40, 10**15])
def test_a_shelf_that_promises_too_much_takes_no_memory(library: LibraryStore, count: int) -> None:
    spoil(library, "programme", "talks", count)
    library.put(programme(talk(), name="ICML 2022"))
    assert len(library.numbers(Scope())) <= 1_000_001
    assert "icml-2022/a-talk" in library.find(["icml-2022/a-talk"])


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)])
def test_numbers_go_on_beside_those_of_others(library: LibraryStore, number: int) -> None:
    spoil(library, "talk", "number", number)
    library.put(programme(talk(), name="ICML 2022"))
    assert [one.id for one in library.talks(library.numbers(Scope("icml-2022"))).values()] == [
        "icml-2022/a-talk"
    ]


def test_a_talk_that_lost_its_session_is_passed_over(library: LibraryStore) -> None:
    spoil(library, "talk", "session", 99)
    assert (library.talks([1]), library.find(["icml-2021/a-talk"])) == ({}, {})
    assert library.talk_headings("icml-2021") == ()
    library.put(programme(talk("New"), name="ICML 2022"))
    assert len(library.programme("icml-2022").talks) == 1
