"""Three-way merge of marks, of two people or of two machines.

A change that only one side made since the common base is taken over. Without a known base, the base
is empty, so the result is the union of both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import Enum, auto

from confbrowse.model import Mark, WatchChange

_FIELDS = tuple(field.name for field in fields(Mark))


class Prefer(Enum):
    """Which side wins if both changed one field differently."""

    OURS = auto()
    THEIRS = auto()
    BOTH = auto()
    """Both notes, one below the other, and the greater interest."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of a mark that both sides changed differently."""

    field: str
    """``note`` or ``interest``; a flag cannot be changed in two ways."""
    ours: object
    theirs: object


def base_of(bases: Sequence[Mark], ours: Mark, theirs: Mark) -> Mark:
    """Return the common base of *ours* and *theirs*, which is an unknown one of *bases*.

    A field equal to that of any base counts as unchanged, on their side first: only one that
    differs from all of them was certainly changed there.
    """
    found = {
        name: next(
            (
                getattr(side, name)
                for side in (theirs, ours)
                if any(getattr(base, name) == getattr(side, name) for base in bases)
            ),
            getattr(bases[-1], name),
        )
        for name in _FIELDS
    }
    return Mark(**found)


def merge(base: Mark, ours: Mark, theirs: Mark, prefer: Prefer = Prefer.OURS) -> Mark:
    """Return *ours* and *theirs* merged, given their common *base*."""
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
    """Return the fields that both sides changed since *base*, each differently."""
    return tuple(
        Conflict(name, mine, other)
        for name in _FIELDS
        if (was := getattr(base, name)) != (mine := getattr(ours, name))
        and was != (other := getattr(theirs, name))
        and mine != other
    )


def _both(conflict: Conflict) -> object:
    """Return both sides of *conflict* combined, whichever side is ours."""
    one, other = conflict.ours, conflict.theirs
    if isinstance(one, int) and isinstance(other, int):
        return max(one, other)
    notes = [note for note in (one, other) if isinstance(note, str)]
    longest = max(notes, key=len)
    return longest if all(note in longest for note in notes) else "\n\n".join(sorted(notes))


# The watch list. What was written to a file last has its queries beside the marks of talks.

_WATCHED = "watch "


def watched_as_marks(queries: Sequence[str]) -> dict[str, Mark]:
    """Return *queries* as entries of what was written to a file last."""
    return {f"{_WATCHED}{query}": Mark(starred=True) for query in queries}


def merge_watched(
    ours: Sequence[str], theirs: Sequence[str] | None, bases: Sequence[Mapping[str, Mark]]
) -> tuple[WatchChange, ...]:
    """Return the changes that only *theirs* made since the common base, which is an unknown one of *bases*.

    None for *theirs* is a file without a watch list: it changes nothing.
    """
    if theirs is None:
        return ()
    before = [[f"{_WATCHED}{query}" in base for base in bases] for query in (*theirs, *ours)]
    was = dict(zip((*theirs, *ours), before, strict=True))
    added = [query for query in theirs if query not in ours and not any(was[query])]
    removed = [query for query in ours if query not in theirs and was[query] and all(was[query])]
    return (
        *(WatchChange(query, is_watched=True) for query in added),
        *(WatchChange(query, is_watched=False) for query in removed),
    )
