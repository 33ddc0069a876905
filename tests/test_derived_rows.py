"""What follows from the talks is stored with them: groups of every order, and the values of fields in large parts."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import get_args

import pytest
from factories import at, programme, talk
from stories import ICML, TINY, home_with, opened, picture, until

from confbrowse.model import EVERYTHING, Scope, Session
from confbrowse.schedule.talk_groups import GroupedBy
from confbrowse.search import value_store
from confbrowse.search.known_values import known_values
from confbrowse.storage.library import CountBy, LibraryStore
from confbrowse.storage.value_rows import FieldValues

ORDERS: tuple[GroupedBy | None, ...] = ("session", "time", "room", None)
FIELDS = get_args(CountBy)
POSTERS = programme(
    *(
        talk(f"Poster {n}", session=Session("UAI 2021", "Posters"), kind="Poster", start=at(9))
        for n in range(30)
    ),
    talk("Zebras", session=Session("UAI 2021", "Talks", room="Aula"), start=at(8)),
    talk("Apes", session=Session("UAI 2021", "Talks"), start=at(9), authors=("Ada Œrsted",)),
    talk("Whenever", session=Session("UAI 2021", "Posters"), start=None),
    name="UAI 2021",
)


@pytest.fixture
def library(tmp_path: Path) -> LibraryStore:
    """Return a library of three programmes."""
    made = LibraryStore.at(tmp_path / "library.db")
    for one in (ICML, POSTERS, TINY):
        made.put(one)
    return made


def groups(library: LibraryStore) -> list[tuple[list[object], list[int], list[int]]]:
    """Return groups, starts and numbers in every order, of all programmes and of one."""
    found = [library.groups(scope, by) for scope in (None, "uai-2021") for by in ORDERS]
    return [([*one.groups], [*one.starts], [*one.numbers]) for one in found]


def values(library: LibraryStore, scope: Scope) -> list[tuple[object, ...]]:
    """Return the values of every field in *scope*."""
    found = value_store.values_in(library, scope, FIELDS)
    return [
        (name, [*one.labels], [*one.talks], one.lines, [*one.starts], [*one.texts])
        for name, one in ((name, found[name]) for name in FIELDS)
    ]


def execute(library: LibraryStore, statement: str, *values: object) -> None:
    """Change the file of *library* as another program could."""
    with closing(sqlite3.connect(library.database.path)) as db, db:
        db.execute(statement, values)


@contextmanager
def statements(library: LibraryStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Yield a list that gets every statement by which *library* is read."""
    read: list[str] = []
    reading = type(library.database).reading

    @contextmanager
    def counted(_: object) -> Iterator[sqlite3.Connection]:
        with reading(library.database) as db:
            db.set_trace_callback(read.append)
            yield db

    with monkeypatch.context() as patch:
        patch.setattr(type(library.database), "reading", counted)
        yield read


def test_groups_are_read_without_a_talk(
    library: LibraryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with statements(library, monkeypatch) as read:
        stored, days = groups(library), library.days()
    assert days["icml-2021"] == ("2021-07-20", "2021-07-21", "2021-07-22")
    assert read
    assert not [one for one in read if "FROM talk " in one]
    execute(library, "DELETE FROM talk_groups")
    assert not library.has_all_groups()
    assert groups(library) == stored
    library.store_groups()
    assert library.has_all_groups()
    assert groups(library) == stored


@pytest.mark.parametrize("column", ["groups", "numbers", "grouped_by"])
@pytest.mark.parametrize(
    "value",
    ["", "[]", "{}", "[[1], [2]]", "nonsense", 7, b"\xff", "[" * 50_000, f"[[{9**40}]]"],
)
def test_damaged_groups_are_found_again(library: LibraryStore, column: str, value: object) -> None:
    stored = groups(library)
    execute(library, f"UPDATE OR REPLACE talk_groups SET {column} = ?", value)  # noqa: S608 - a column
    assert groups(library) == stored


def test_groups_of_another_programs_text_are_cleaned(library: LibraryStore) -> None:
    execute(library, "UPDATE talk_groups SET groups = replace(groups, 'Aula', 'A\\u001b[31mula')")
    assert {one.room for one in library.groups("uai-2021", "room").groups} == {"", "Aula"}


def test_values_of_large_parts_are_stored_and_those_of_others_counted(
    library: LibraryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(value_store, "_MANY", 20)
    scopes = (EVERYTHING, Scope("uai-2021"), Scope("icml-2021"), Scope("uai-2021", "2021-07-20"))
    counted = [values(library, scope) for scope in scopes]
    assert not value_store.is_current(library)
    value_store.catch_up(library)
    assert value_store.is_current(library)
    assert library.parts_with_values() == {"", "uai-2021"}
    assert [values(library, scope) for scope in scopes] == counted
    with statements(library, monkeypatch) as read:
        values(library, EVERYTHING)
        values(library, Scope("uai-2021"))
    assert len(read) > len(FIELDS)
    assert not [one for one in read if "JOIN talk" in one]


def test_values_are_counted_again_after_a_change_or_damage(
    library: LibraryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(value_store, "_MANY", 20)
    value_store.catch_up(library)
    library.remove("icml-2021")
    assert library.parts_with_values() == {"uai-2021"}
    names = known_values("programme", library.counts(EVERYTHING, ("programme",))["programme"])
    assert "ICML 2021" not in names.labels
    value_store.catch_up(library)
    counted = values(library, EVERYTHING)
    for column, value in (
        ("labels", "x\n" * 50),
        ("labels", "UAI\x1b[31m 2021"),
        ("texts", "x\n" * 50),
        ("words", "\n" * 50),
        ("talks", b"\x01"),
        ("starts", 5),
    ):
        execute(library, f"UPDATE field_values SET {column} = ?", value)  # noqa: S608 - as above
        assert values(library, EVERYTHING) == counted
        execute(library, "DELETE FROM field_values")
        value_store.catch_up(library)


def test_values_of_an_older_library_are_not_stored(library: LibraryStore) -> None:
    version = library.version()
    library.remove("icml-2021")
    one = FieldValues(["A"], [], "\n a", [1], [0])
    library.store_values("", {"room": one}, version)
    assert library.stored_values("", FIELDS) == {}
    library.store_values("", {"room": one}, library.version())
    assert [*library.stored_values("", FIELDS)["room"].labels] == ["A"]


async def test_what_an_earlier_confbrowse_did_not_store_is_stored_while_the_screen_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(value_store, "_MANY", 20)
    home = home_with(tmp_path, POSTERS)
    execute(home.library, "DELETE FROM talk_groups")
    async with opened(home) as pilot:
        assert "Tue 20 July" in picture(pilot)
        await until(pilot, lambda: value_store.is_current(home.library))
        assert home.library.has_all_groups()
