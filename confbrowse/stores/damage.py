"""What to do about a database that is damaged: make sure that it is, and set it aside whole."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from confbrowse.stores.connection import DAMAGED, beside, connected, kind

_BESIDE = ("-wal", "-journal", "-shm")
"""Endings of the files that belong to a database and must never be taken for another one's."""


def check(db: sqlite3.Connection, pragma: Literal["quick_check", "integrity_check"]) -> None:
    """Raise sqlite3.DatabaseError, of a kind in DAMAGED, where SQLite's own check finds a fault."""
    (answer,) = db.execute(f"PRAGMA {pragma}(1)").fetchone()
    if answer != "ok":
        error = sqlite3.DatabaseError(str(answer))
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def is_sound(file: Path) -> bool:
    """Whether *file* is whole, or not there: another process may have set aside the damaged one."""
    if not file.exists():
        return True
    try:
        with connected(file) as db:
            check(db, "integrity_check")
    except sqlite3.DatabaseError as error:
        return kind(error) not in DAMAGED
    return True


def set_aside(file: Path) -> Path:
    """Rename *file* and those that belong to it; return its new name.

    The file itself goes last: where this ends half-way, nothing is left that a new file could take
    for its own. Nobody else may have it open.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = beside(file, f".damaged-{stamp}")
    for ending in _BESIDE:
        if beside(file, ending).exists():
            beside(file, ending).rename(beside(aside, ending))
    return file.rename(aside)
