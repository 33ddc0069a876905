"""What changed between two imports of a programme."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from confbrowse.model import Programme, Talk
from confbrowse.text.latex import readable_line

ChangeKind = Literal["gone", "moved", "renamed", "abstract", "new"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
"""In the order in which changes are listed."""
_LABELS = {
    "gone": "Removed",
    "moved": "Moved",
    "renamed": "Renamed",
    "abstract": "New abstract",
    "new": "New",
}


@dataclass(frozen=True, slots=True)
class TalkChange:
    """One change to one talk."""

    kind: ChangeKind
    talk: Talk
    """As it is now; a removed one as it was."""
    before: Talk | None = None
    """None for a new talk."""


def changes(old: Programme, new: Programme) -> tuple[TalkChange, ...]:
    """Return what differs between *old* and *new*, by kind, in the order of the programme.

    A talk with several kinds of change is listed once for each. Changed authors and links do not
    count.
    """
    earlier = {talk.id: talk for talk in old.talks}
    found = [change for talk in new.talks for change in _changes_of(earlier.get(talk.id), talk)]
    there = {talk.id for talk in new.talks}
    found += [TalkChange("gone", talk, talk) for talk in old.talks if talk.id not in there]
    return tuple(sorted(found, key=lambda change: CHANGE_KINDS.index(change.kind)))


def split_by_mark(
    found: Sequence[TalkChange], marked: Container[str]
) -> tuple[tuple[TalkChange, ...], tuple[TalkChange, ...]]:
    """Return the changes to talks whose ids are *marked*, and the others."""
    mine = tuple(change for change in found if change.talk.id in marked)
    return mine, tuple(change for change in found if change.talk.id not in marked)


def summary(found: Sequence[TalkChange]) -> str:
    """Return the number of changes of each kind: ``1 removed, 2 moved``."""
    numbers = {kind: sum(change.kind == kind for change in found) for kind in CHANGE_KINDS}
    parts = [f"{number} {_LABELS[kind].lower()}" for kind, number in numbers.items() if number]
    return ", ".join(parts) or "no changes"


def sentence(change: TalkChange) -> str:
    """Return *change* on a line: ``Moved: Of Moths: Tue 20 Jul 07:00, Hall 1 → Hall 2``."""
    talk, before = change.talk, change.before
    label = f"{_LABELS[change.kind]}: {readable_line(talk.title)}"
    if change.kind == "moved" and before:
        here, there = _whereabouts(before), _whereabouts(talk)
        old = ", ".join(one for one, other in zip(here, there, strict=True) if one != other and one)
        new = ", ".join(
            other for one, other in zip(here, there, strict=True) if one != other and other
        )
        return f"{label}: {old or 'nowhere'} → {new or 'nowhere'}"
    if change.kind == "renamed" and before:
        return (
            f"{_LABELS[change.kind]}: {readable_line(before.title)} → {readable_line(talk.title)}"
        )
    return label


def _whereabouts(talk: Talk) -> tuple[str, ...]:
    """Return time, room, position and session of *talk* in words; empty if it has none."""
    when = f"{talk.start:%a %d %b %H:%M}" if talk.start else "no time"
    until = f"–{talk.end:%H:%M}" if talk.start and talk.end else ""
    return f"{when}{until}", talk.room or "", talk.position or "", talk.session.title


def _changes_of(before: Talk | None, now: Talk) -> Iterator[TalkChange]:
    """Yield the changes to the talk *now*."""
    if before is None:
        yield TalkChange("new", now)
        return
    if _time_and_place(before) != _time_and_place(now):
        yield TalkChange("moved", now, before)
    if before.title != now.title:
        yield TalkChange("renamed", now, before)
    if before.abstract != now.abstract:
        yield TalkChange("abstract", now, before)


def _time_and_place(talk: Talk) -> tuple[object, ...]:
    """Return time, place and session of *talk*."""
    return talk.start, talk.end, talk.room, talk.position, talk.session.title
