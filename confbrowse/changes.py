"""What is different about a programme that came in again: what its readers want to be told."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from confbrowse.model import Programme, Talk

Kind = Literal["new", "gone", "moved", "renamed", "abstract"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one talk."""

    kind: Kind
    talk: Talk
    """As it is now; one that is gone, as it was."""
    before: Talk | None = None
    """None for a new talk."""


def changes(old: Programme, new: Programme) -> tuple[Change, ...]:
    """Return what differs between *old* and *new*, by kind, in the order of the programme.

    A talk that has changed in several ways is there once for each. One that only changed its people
    or links has not changed for this purpose.
    """
    earlier = {talk.id: talk for talk in old.talks}
    found = [change for talk in new.talks for change in _of(earlier.get(talk.id), talk)]
    there = {talk.id for talk in new.talks}
    found += [Change("gone", talk, talk) for talk in old.talks if talk.id not in there]
    order = ("gone", "moved", "renamed", "abstract", "new")
    return tuple(sorted(found, key=lambda change: order.index(change.kind)))


def _of(before: Talk | None, now: Talk) -> Iterator[Change]:
    """Yield what became of the talk that is *now*."""
    if before is None:
        yield Change("new", now)
        return
    if _place(before) != _place(now):
        yield Change("moved", now, before)
    if before.title != now.title:
        yield Change("renamed", now, before)
    if before.abstract != now.abstract:
        yield Change("abstract", now, before)


def _place(talk: Talk) -> tuple[object, ...]:
    """Return when and where *talk* is, and in which session."""
    return talk.start, talk.end, talk.room, talk.position, talk.session.title
