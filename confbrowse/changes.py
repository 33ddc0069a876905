"""What is different about a programme that came in again: what its readers want to be told."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from confbrowse.model import Programme, Talk
from confbrowse.text.readable import readable_line

Kind = Literal["gone", "moved", "renamed", "abstract", "new"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which changes are told."""
_SAID = {
    "gone": "Gone",
    "moved": "Moved",
    "renamed": "Renamed",
    "abstract": "New abstract",
    "new": "New",
}


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
    return tuple(sorted(found, key=lambda change: KINDS.index(change.kind)))


def mine_first(
    found: Sequence[Change], marked: Container[str]
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Return the changes of talks whose ids are *marked*, and the others, each in their order."""
    mine = tuple(change for change in found if change.talk.id in marked)
    return mine, tuple(change for change in found if change.talk.id not in marked)


def summary(found: Sequence[Change]) -> str:
    """Return how many changes there are of each kind: ``1 gone, 2 moved``."""
    numbers = {kind: sum(change.kind == kind for change in found) for kind in KINDS}
    parts = [f"{number} {_SAID[kind].lower()}" for kind, number in numbers.items() if number]
    return ", ".join(parts) or "nothing has changed"


def sentence(change: Change) -> str:
    """Return *change* on a line: ``Moved: Of Moths: Tue 20 Jul 07:00, Hall 1 → Hall 2``."""
    talk, before = change.talk, change.before
    said = f"{_SAID[change.kind]}: {readable_line(talk.title)}"
    if change.kind == "moved" and before:
        here, there = _whereabouts(before), _whereabouts(talk)
        old = ", ".join(one for one, other in zip(here, there, strict=True) if one != other and one)
        new = ", ".join(
            other for one, other in zip(here, there, strict=True) if one != other and other
        )
        return f"{said}: {old or 'nowhere'} → {new or 'nowhere'}"
    if change.kind == "renamed" and before:
        return f"{_SAID[change.kind]}: {readable_line(before.title)} → {readable_line(talk.title)}"
    return said


def _whereabouts(talk: Talk) -> tuple[str, ...]:
    """Return time, room, position and session of *talk* in words, empty where it has none."""
    when = f"{talk.start:%a %d %b %H:%M}" if talk.start else "no time"
    until = f"–{talk.end:%H:%M}" if talk.start and talk.end else ""
    return f"{when}{until}", talk.room or "", talk.position or "", talk.session.title


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
