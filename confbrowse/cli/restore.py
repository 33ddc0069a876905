"""The command ``restore``: lists backups of the agenda and restores their marks."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from confbrowse.cli.context import agenda, library, sync_files
from confbrowse.cli.exchange import report_outcome
from confbrowse.cli.output import as_json, print_result
from confbrowse.cli.parser import UsageError
from confbrowse.errors import NothingFoundError, SourceError, StoreError
from confbrowse.exchange.importing import Incoming, apply
from confbrowse.exchange.merge import Prefer
from confbrowse.paths import app_dirs, expand_user
from confbrowse.storage.backups import backups
from confbrowse.storage.damage import files_set_aside
from confbrowse.storage.marks import read_marks
from confbrowse.text.humanize import count


@dataclass(frozen=True, slots=True)
class MarkBackup:
    """A file from which marks can be restored."""

    path: Path
    kind: str
    """``backup``, ``before migration`` or ``damaged``: part of the JSON output."""
    made: datetime


def mark_backups(file: Path) -> Iterator[MarkBackup]:
    """Yield the backups and damaged files of the agenda in *file*, the latest of each kind first.

    Raises StoreError if the folder cannot be read.
    """
    try:
        for one in backups(file):
            yield MarkBackup(one.path, "backup" if one.is_daily else "before migration", one.made)
        for path, made in files_set_aside(file):
            yield MarkBackup(path, "damaged", made)
    except OSError as error:
        raise StoreError(f"Cannot read {file.parent}: {error.strerror}.") from error


def restore(args: Namespace) -> None:
    """List the backups, or restore the marks in one, as one step of undo.

    Existing marks stay as they are. Raises NothingFoundError if there is nothing to restore.
    """
    if args.file is None:
        _print_backups(args)
        return
    if args.json:
        raise UsageError("--json is for the list; it takes no FILE.")
    path = _find_file(args.file)
    entries = read_marks(path)
    if not entries:
        raise NothingFoundError(f"{path} contains no readable mark.")
    marked = agenda()
    outcome = apply(Incoming(entries), marked, library(empty_if_newer=True), (), Prefer.OURS)
    report_outcome(outcome, path.name, Prefer.OURS, is_chosen=True)
    what = count(len(outcome.changes), "talk")
    print_result(
        f"Restored {what} from {path}. To reverse: confbrowse undo"
        if outcome.changes
        else f"Nothing to restore: your agenda has all {count(len(entries), 'talk')} in {path}."
    )
    sync_files(marked)


def _print_backups(args: Namespace) -> None:
    found = list(mark_backups(app_dirs().agenda))
    if not found:
        raise NothingFoundError("There are no backups yet.")
    for one in found:
        marks = len(read_marks(one.path))
        made = one.made.astimezone()
        if args.json:
            data = {
                "file": str(one.path),
                "kind": one.kind,
                "made": made.isoformat(),
                "marks": marks,
            }
            print_result(as_json(data))
        else:
            print_result(
                f"{made:%Y-%m-%d %H:%M}  {one.kind:<17} {count(marks, 'mark'):>10}  {one.path}"
            )


def _find_file(name: str) -> Path:
    """Return the file called *name*: a path, or a name from the list of backups."""
    path = expand_user(name)
    if path.is_file():
        return path
    for one in mark_backups(app_dirs().agenda):
        if one.path.name == name:
            return one.path
    raise SourceError(f"There is no file {name}. To list the backups: confbrowse restore")
