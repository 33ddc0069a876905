"""Finds damage in a database: its pages, its schema, its log; and moves a damaged file aside."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from confbrowse.storage.connection import in_memory, sibling

_BESIDE = ("-wal", "-journal", "-shm")
"""Endings of files that belong to a database and must never be paired with another one."""
_STAMP = "%Y%m%d-%H%M%S-%f"
_Columns = tuple[tuple[object, ...], ...]
Schema = dict[str, _Columns]
"""The columns of each table, and the SQL of each index and trigger, by name."""


def damage(what: str) -> sqlite3.DatabaseError:
    """Return the error that SQLite itself raises for a damaged file; *what* is its message."""
    error = sqlite3.DatabaseError(what)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def check_pages(db: sqlite3.Connection, pragma: Literal["quick_check", "integrity_check"]) -> None:
    """Raise ``damage`` if SQLite's own check fails."""
    (answer,) = db.execute(f"PRAGMA {pragma}(1)").fetchone()
    if answer != "ok":
        raise damage(str(answer))


def check_schema(db: sqlite3.Connection, migrations: tuple[str, ...], version: int) -> None:
    """Raise ``damage`` if the schema is not that of *version*, the version that the file states."""
    found, expected = _schema(db), _schema_of(migrations, version)
    if {name: columns for name, columns in found.items() if name in expected} != expected:
        if not _has(found, expected):
            raise damage("its schema is not what it should be")
    elif version == len(migrations):
        return
    for later in range(version + 1, len(migrations) + 1):
        other = _schema_of(migrations, later)
        if other != expected and _has(found, other):
            raise damage("its version is not that of its schema")


def holds_columns(db: sqlite3.Connection, migrations: tuple[str, ...]) -> bool:
    """Whether *db*, of a newer version, has every table and column that this version reads."""
    with in_memory() as ours:
        migrate(ours, migrations)
        known = _tables(ours)
    found = _tables(db)
    return all(
        {column[0] for column in columns} <= {column[0] for column in found.get(name, ())}
        for name, columns in known.items()
    )


def _has(found: Schema, expected: Schema) -> bool:
    """Whether *found* contains all that is *expected*; other programs may add to it."""
    return all(found.get(name, ())[: len(columns)] == columns for name, columns in expected.items())


def migrate(db: sqlite3.Connection, migrations: Sequence[str], version: int = 0) -> None:
    """Apply the *migrations* after number *version*, within the caller's transaction."""
    for script in migrations[version:]:
        statement = ""
        for part in script.split(";"):
            statement += f"{part};"
            if sqlite3.complete_statement(statement):  # a trigger contains semicolons itself
                db.execute(statement)
                statement = ""
    db.execute(f"PRAGMA user_version = {len(migrations)}")


@lru_cache(maxsize=8)
def _schema_of(migrations: tuple[str, ...], version: int) -> Schema:
    """Return the schema of a version; 0 is an empty file."""
    with in_memory() as db:
        migrate(db, migrations[:version])
        return _schema(db)


def _schema(db: sqlite3.Connection) -> Schema:
    query = (
        "SELECT name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql NOT NULL"
    )
    return _tables(db) | {str(name): ((sql,),) for name, sql in db.execute(query)}


def _tables(db: sqlite3.Connection) -> Schema:
    query = """
        SELECT item.name, info.name, info.type, info."notnull", info.pk
        FROM sqlite_schema AS item, pragma_table_info(item.name) AS info
        WHERE item.type = 'table' AND item.name NOT LIKE 'sqlite%' ORDER BY item.name, info.cid
    """
    found: dict[str, list[tuple[object, ...]]] = {}
    for name, *column in db.execute(query):
        found.setdefault(str(name), []).append(tuple(column))
    return {name: tuple(columns) for name, columns in found.items()}


def aside_name(file: Path) -> Path:
    """Return the name under which *file* is set aside now."""
    return sibling(file, f".damaged-{datetime.now(UTC).strftime(_STAMP)}")


def quarantine(file: Path, aside: Path) -> None:
    """Rename *file* and the files that belong to it.

    The database itself goes last: if this is interrupted, no log is left that a new database would
    take for its own. No other process may have it open.
    """
    for ending in _BESIDE:
        if sibling(file, ending).exists():
            sibling(file, ending).rename(sibling(aside, ending))
    if file.exists():
        file.rename(aside)


def files_set_aside(file: Path) -> list[tuple[Path, datetime]]:
    """Return the files set aside for *file*, and when, latest first. Raises OSError."""
    found = []
    for path in file.parent.glob(f"{file.name}.damaged-*") if file.parent.is_dir() else ():
        stamp = path.name.removeprefix(f"{file.name}.damaged-")
        try:
            found.append((path, datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)))
        except ValueError:
            continue  # a log that was set aside
    return sorted(found, key=lambda one: one[1], reverse=True)
