"""What an import does, in words: both front ends say it through here."""

from collections.abc import Iterator

from confbrowse.exchange.merging import Conflict
from confbrowse.stores.agenda import Change


def differences(change: Change) -> Iterator[str]:
    """Yield what *change* does, in words."""
    before, after = change.before, change.after
    for name in ("starred", "hidden", "seen"):
        if getattr(before, name) != getattr(after, name):
            yield name if getattr(after, name) else f"not {name} any more"
    if before.interest != after.interest:
        yield f"interest {after.interest}"
    if before.note != after.note:
        yield "note" if after.note else "no note any more"


def both_sides(conflict: Conflict) -> tuple[str, str]:
    """Return what we say, and what they do."""
    ours, theirs = (f"“{one}”" if one else "none" for one in (conflict.ours, conflict.theirs))
    return ours, theirs
