"""Marks of two people, or of one person on two machines, made one: pure, and in three ways.

What only one side changed since both were alike is as that side has it. Where nobody knows what
they had in common it counts as nothing, and the merged marks are all that either side says.
"""

from dataclasses import dataclass, fields, replace
from enum import Enum, auto

from confbrowse.model import Mark

_FIELDS = tuple(field.name for field in fields(Mark))


class Prefer(Enum):
    """What stands where both sides changed one thing, each in its own way."""

    OURS = auto()
    THEIRS = auto()
    BOTH = auto()
    """The two notes, one below the other, and the greater interest."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing of a mark that both sides changed, each in its own way."""

    field: str
    """``note`` or ``interest``; what is or is not so cannot be changed in two ways."""
    ours: object
    theirs: object


def merged(base: Mark, ours: Mark, theirs: Mark, prefer: Prefer = Prefer.OURS) -> Mark:
    """Return what is left of both marks, which were once as *base*."""
    changed = {
        name: getattr(theirs, name)
        for name in _FIELDS
        if getattr(ours, name) == getattr(base, name)
    }
    for conflict in conflicts(base, ours, theirs):
        if prefer is Prefer.THEIRS:
            changed[conflict.field] = conflict.theirs
        elif prefer is Prefer.BOTH:
            changed[conflict.field] = _both(conflict)
    return replace(ours, **changed)


def conflicts(base: Mark, ours: Mark, theirs: Mark) -> tuple[Conflict, ...]:
    """Return what both sides changed since *base*, each in its own way."""
    return tuple(
        Conflict(name, mine, other)
        for name in _FIELDS
        if (was := getattr(base, name)) != (mine := getattr(ours, name))
        and was != (other := getattr(theirs, name))
        and mine != other
    )


def _both(conflict: Conflict) -> object:
    """Return both sides of *conflict* at once, the same from whichever side it is looked at."""
    one, other = conflict.ours, conflict.theirs
    if isinstance(one, int) and isinstance(other, int):
        return max(one, other)
    notes = [note for note in (one, other) if isinstance(note, str)]
    longest = max(notes, key=len)
    return longest if all(note in longest for note in notes) else "\n\n".join(sorted(notes))
