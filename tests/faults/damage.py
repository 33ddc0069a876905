"""Damage to one block of one file, and what a simple parser still finds in it."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from faults.fork_server import Say
from faults.homes import run
from faults.marks_oracle import NOTHING, State, states

from confbrowse.errors import StoreError
from confbrowse.paths import app_dirs
from confbrowse.storage.marks import MarkStore

BLOCK = 512
DAMAGE: Mapping[str, Callable[[bytes, int], bytes]] = {
    "flipped": lambda raw, at: (
        raw[:at] + bytes(255 - one for one in raw[at : at + BLOCK]) + raw[at + BLOCK :]
    ),
    "one bit flipped": lambda raw, at: _with_bit(raw, at),
    "zeroed": lambda raw, at: raw[:at] + bytes(len(raw[at : at + BLOCK])) + raw[at + BLOCK :],
    "cut off": lambda raw, at: raw[:at],
}
_COLUMNS = ("starred", "interest", "hidden", "seen", "note", "later")
_MARKS = "SELECT talk, starred, interest, hidden, seen, note, later FROM mark"


def _with_bit(raw: bytes, at: int) -> bytes:
    """Return *raw* with one bit flipped in the middle of the bytes that are not 0 in the block at *at*."""
    block = bytearray(raw[at : at + BLOCK])
    used = [place for place, one in enumerate(block) if one] or [0]
    block[used[len(used) // 2]] ^= 1
    return raw[:at] + bytes(block) + raw[at + BLOCK :]


def live_with_damage(
    _: Say,
    *,
    file: str,
    damage: str,
    at: int,
    marks: Mapping[str, State],
    commands: Sequence[Sequence[str]],
    note: Sequence[str],
) -> dict[str, Any]:
    """Damage *file*, run *commands*, and return what they did and which of *marks* are lost.

    The *note* is written, too, and taken back, so that the marks are as they were.
    """
    path = Path(file)
    path.write_bytes(DAMAGE[damage](path.read_bytes(), at))
    left = recoverable(path.parent, marks) if path.name.startswith("agenda.db") else set(marks)
    ran = [*(run(*argv) for argv in commands), run(*note)]
    if ran[-1].code == 0:
        ran.append(run("undo"))
    told = "".join(one.err for one in ran)
    agenda = MarkStore.at(app_dirs().agenda)
    try:
        found = states(agenda.marks())
    except StoreError as error:
        found, told = {}, f"{told}{error}"
    wrong = [
        talk for talk in {*found, *marks} if found.get(talk, NOTHING) != marks.get(talk, NOTHING)
    ]
    return {
        "ran": [asdict(one) for one in ran],
        "trouble": [one.trouble for one in ran if one.trouble],
        "lost": sorted(talk for talk in left if talk in wrong),
        "untold": sorted(wrong) if not told else [],
    }


def recoverable(folder: Path, marks: Mapping[str, State]) -> set[str]:
    """Return which of *marks* a plain search finds in the agenda at *folder*, or in one next to it."""
    files = [one for one in folder.glob("**/agenda.db*") if not one.name.endswith(("-wal", "-shm"))]
    return {talk for file in files for talk, state in _selected(file) if marks.get(talk) == state}


def _selected(file: Path) -> Iterable[tuple[str, State]]:
    """Yield the rows of a plain SELECT, up to its first error."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as db:
        db.text_factory = lambda raw: raw.decode(errors="replace")
        with suppress(sqlite3.Error, OverflowError):
            for talk, *row in db.execute(_MARKS):
                values = dict(zip(_COLUMNS, row, strict=True))
                yield (
                    talk,
                    {
                        **values,
                        **{
                            name: bool(values[name])
                            for name in ("starred", "hidden", "seen", "later")
                        },
                    },
                )
