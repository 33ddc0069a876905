"""Backups of a database: one a day when something changed, and one before each migration.

They are in the folder ``backups`` beside it: ``agenda-20261129-101500-000000.db`` is a daily one,
of which the last seven are kept; ``agenda-before-4-20261129-101500-000000.db`` was made before a
migration and is never deleted. Times are in UTC. The backup of a day is replaced during that day,
so that it is at most an hour old.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from confbrowse import files
from confbrowse.storage.connection import connect, in_memory
from confbrowse.storage.permissions import make_private_folder
from confbrowse.text.patterns import lazy_pattern

MOST_DAILY = 7
_FRESH = timedelta(hours=1)
"""Age from which a changed database is backed up again."""
_STAMP = "%Y%m%d-%H%M%S-%f"
_NAME = lazy_pattern(r"-(before-\d+-)?(\d{8}-\d{6}-\d{6})\.db")
_OLD_NAME = lazy_pattern(r"\.before-\d+")
"""Backups of early versions, made before a migration, beside the file itself."""
_MODE = slice(18, 20)
"""Bytes of the header that say whether the database has a log (WAL mode)."""
_ONE_FILE = b"\x01\x01"
"""No log: the copy is one file, readable on a read-only disk."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a database at one time."""

    path: Path
    made: datetime
    is_daily: bool
    """False for one made before a migration."""


def folder_of(file: Path) -> Path:
    """Return the folder of the backups of *file*."""
    return file.parent / "backups"


def backups(file: Path) -> list[Backup]:
    """Return the backups of *file*, latest first. Raises OSError."""
    found = []
    folder = folder_of(file)
    for path in folder.iterdir() if folder.is_dir() else ():
        named = _NAME.fullmatch(path.name.removeprefix(file.stem))
        if path.name.startswith(file.stem) and named:
            with suppress(ValueError):  # digits that are not a date
                made = datetime.strptime(named[2], _STAMP).replace(tzinfo=UTC)
                found.append(Backup(path, made, is_daily=not named[1]))
    for path in file.parent.glob(f"{file.name}.before-*") if file.parent.is_dir() else ():
        if _OLD_NAME.fullmatch(path.name.removeprefix(file.name)):
            made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            found.append(Backup(path, made, is_daily=False))
    return sorted(found, key=lambda one: one.made, reverse=True)


def has_fresh_backup(file: Path) -> bool:
    """Whether a daily backup was made within the last hour; one from the future does not count."""
    daily = next((one for one in backups(file) if one.is_daily), None)
    return daily is not None and timedelta() <= datetime.now(UTC) - daily.made < _FRESH


def answer_of_last_backup(file: Path, query: str) -> object:
    """Return the first row of *query* in the last daily backup; None if there is none."""
    daily = next((one for one in backups(file) if one.is_daily), None)
    if daily is None:
        return None
    try:
        with connect(daily.path, "?immutable=1") as db:
            return db.execute(query).fetchone()
    except sqlite3.DatabaseError:
        return None  # a damaged backup: make another


def back_up_today(
    file: Path, db: sqlite3.Connection, check: Callable[[sqlite3.Connection], None]
) -> None:
    """Back up *db*, which is *file*, and keep the latest backup of each of the last seven days.

    *check* raises if the copy is damaged; then there is no backup, and none is deleted.
    """
    _write(db, folder_of(file) / f"{file.stem}-{_now()}.db", check)
    kept: set[date] = set()
    for one in backups(file):
        day = one.made.astimezone().date()  # the user's day, not the UTC day
        if one.is_daily and (day in kept or len(kept) == MOST_DAILY):
            with suppress(OSError):  # deleted by another process, or not deletable
                one.path.unlink()
        elif one.is_daily:
            kept.add(day)


def back_up_before(
    migration: int, file: Path, db: sqlite3.Connection, check: Callable[[sqlite3.Connection], None]
) -> None:
    """Back up *db*, which is *file*, before it is migrated to version *migration*.

    A copy identical to an existing one, as after a failed migration, is deleted.
    """
    made = folder_of(file) / f"{file.stem}-before-{migration}-{_now()}.db"
    raw = _write(db, made, check)
    others = folder_of(file).glob(f"{file.stem}-before-{migration}-*.db")
    if any(other != made and other.read_bytes() == raw for other in others):
        made.unlink()


def _now() -> str:
    return datetime.now(UTC).strftime(_STAMP)


def _write(
    db: sqlite3.Connection, target: Path, check: Callable[[sqlite3.Connection], None]
) -> bytes:
    make_private_folder(target.parent)
    files.delete_leftovers_in(target.parent)
    with in_memory() as copy:
        db.backup(copy)
        check(copy)
        raw = copy.serialize()
    raw = raw[: _MODE.start] + _ONE_FILE + raw[_MODE.stop :]
    files.write_new(target, raw, 0o600)
    return raw


def remove_unfinished(file: Path) -> None:
    """Delete the backups of *file* that killed processes left incomplete."""
    files.delete_leftovers_in(folder_of(file))
