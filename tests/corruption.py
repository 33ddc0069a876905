"""Corrupts files block by block, and builds an agenda for that."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal, get_args

from factories import talk

from confbrowse.model import Mark
from confbrowse.storage.marks import MarkStore

BLOCK = 512
How = Literal["flipped", "zeroed", "cut"]
HOWS: tuple[How, ...] = get_args(How)


def corruptions(size: int) -> Iterator[tuple[int, How]]:
    """Yield where a file of *size* bytes can be corrupted, a block at a time, and how."""
    for offset in range(0, size, BLOCK):
        for how in HOWS:
            yield offset, how


def corrupted(raw: bytes, offset: int, how: How) -> bytes:
    """Return *raw* with the block at *offset* flipped or zeroed, or cut off there."""
    block = raw[offset : offset + BLOCK]
    if how == "cut":
        return raw[:offset]
    new = bytes(len(block)) if how == "zeroed" else bytes(byte ^ 0xFF for byte in block)
    return raw[:offset] + new + raw[offset + BLOCK :]


def agenda_of(path: Path, talks: int) -> MarkStore:
    """Return an agenda of this many talks, with notes, removed stars and a journal."""
    agenda = MarkStore.at(path)
    made = [
        talk(f"Talk {number}", abstract=f"Word {number}. " * (number * 37 % 150))
        for number in range(talks)
    ]
    agenda.mark(made, lambda mark: replace(mark, starred=True))
    agenda.mark(made[::7], lambda mark: replace(mark, starred=False))
    for number in range(110):
        note = f"Note {number}: " + "to be read " * (number * 13 % 60)
        agenda.mark([made[number * 3 % talks]], partial(_noted, note))
    agenda.mark(made[::9], lambda mark: replace(mark, interest=2))
    agenda.undo()
    agenda.mark(made[:3], lambda mark: replace(mark, seen=True), undoable=False)
    return agenda


def _noted(note: str, mark: Mark) -> Mark:
    return replace(mark, note=note)
