"""Brings what a file says into the agenda: one step, merged in three ways where that can be."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from confbrowse.exchange.incoming import Incoming
from confbrowse.exchange.merging import Conflict, Prefer, conflicts, merged
from confbrowse.model import NO_MARK, Mark, Talk, by_time
from confbrowse.stores.agenda import Agenda, Change, Entry
from confbrowse.stores.exchange import Written
from confbrowse.stores.library import Library

_Side = tuple[Talk, Mark, Mark]
"""A talk, its mark as it was written, and as the file has it."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of the agenda."""

    changes: tuple[Change, ...] = ()
    conflicts: tuple[tuple[Talk, Conflict], ...] = ()
    """What the agenda and the file say in two ways, whichever of them stands now."""
    entries: tuple[Entry, ...] | None = None
    """Every mark there is now, where that had to be read."""


def bring_in(
    incoming: Incoming,
    agenda: Agenda,
    library: Library,
    written: Written | None,
    prefer: Prefer = Prefer.OURS,
) -> Brought:
    """Merge what is *incoming* into the *agenda*, in one step that one undo takes back.

    *written* is what confbrowse wrote into that file last; a mark that is missing there by now was
    taken away. Where it never did, or not all of the file is understood, nothing is taken away.
    """
    sides, found = _compared(incoming, agenda, library, written)
    wanted = [(talk, _change(was, theirs, prefer)) for talk, was, theirs in sides]
    return Brought(agenda.mark_each(wanted), found)


def foreseen(
    incoming: Incoming,
    agenda: Agenda,
    library: Library,
    written: Written | None,
    prefer: Prefer = Prefer.OURS,
) -> Brought:
    """Return what ``bring_in`` would do; nothing is changed."""
    sides, found = _compared(incoming, agenda, library, written)
    ours = agenda.marks()
    changes = (
        Change(talk, mark, merged(was, mark, theirs, prefer))
        for talk, was, theirs in sides
        for mark in (ours.get(talk.id, NO_MARK),)
    )
    return Brought(tuple(change for change in changes if change.before != change.after), found)


def _compared(
    incoming: Incoming, agenda: Agenda, library: Library, written: Written | None
) -> tuple[Sequence[_Side], tuple[tuple[Talk, Conflict], ...]]:
    """Return each talk that the file has to do with, in the order of time, and what is said in two ways."""
    base = written.marks if written else {}
    sides = sorted(_sides(incoming, agenda, library, base), key=lambda side: by_time(side[0]))
    ours = agenda.marks()
    found = (
        (talk, conflict)
        for talk, was, theirs in sides
        for conflict in conflicts(was, ours.get(talk.id, NO_MARK), theirs)
    )
    return sides, tuple(found)


def _sides(
    incoming: Incoming, agenda: Agenda, library: Library, base: Mapping[str, Mark]
) -> Iterator[_Side]:
    """Yield each talk as this reader knows it, its mark as it was written, and as the file has it."""
    theirs = {entry.talk.id: entry for entry in incoming.entries}
    kept = {entry.talk.id: entry.talk for entry in agenda.marked()}
    here = {talk_id: talk for talk_id, (_, talk) in library.find(list(theirs)).items()}
    for talk_id, entry in theirs.items():
        talk = here.get(talk_id) or kept.get(talk_id) or entry.talk
        yield talk, base.get(talk_id, NO_MARK), entry.mark
    if not incoming.left_out:
        for talk_id in base:
            if talk_id in kept and talk_id not in theirs:
                yield kept[talk_id], base[talk_id], NO_MARK


def _change(was: Mark, theirs: Mark, prefer: Prefer) -> Callable[[Mark], Mark]:
    return partial(_merged, was, theirs, prefer)


def _merged(was: Mark, theirs: Mark, prefer: Prefer, ours: Mark) -> Mark:
    return merged(was, ours, theirs, prefer)
