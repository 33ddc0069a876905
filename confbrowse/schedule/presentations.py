"""Presentations of one piece of work: an oral and its poster, a workshop that is given twice."""

from collections.abc import Collection, Sequence

from confbrowse.model import Talk, start_key
from confbrowse.schedule.clock import EVENT, Clock, by_clock
from confbrowse.schedule.rooms import room_of
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import folded, same_title_key

_NUMBER = lazy_pattern(r"-\d{1,3}\Z")
"""At the end of the ids of talks with the same title, but for the first."""


def id_stem(talk_id: str) -> str:
    """Return the beginning that the ids of all talks of one title share."""
    return _NUMBER.sub("", talk_id)


def is_presentation(one: Talk, other: Talk) -> bool:
    """Return whether *other* is another presentation of *one*.

    It is in the same programme, under the same title and by at least one of the same authors, but of
    another kind or in another session.
    """
    return (
        one.id != other.id
        and one.programme_id == other.programme_id
        and (one.kind, one.session.title) != (other.kind, other.session.title)
        and same_title_key(one.title) == same_title_key(other.title)
        and not set(map(folded, one.authors)).isdisjoint(map(folded, other.authors))
    )


def next_presentation(talk: Talk, others: Sequence[Talk]) -> Talk | None:
    """Return the one of *others* that comes after *talk*, else the first of them; None if there is none."""
    ordered = sorted(others, key=start_key)
    later = (one for one in ordered if start_key(one) > start_key(talk))
    return next(later, ordered[0] if ordered else None)


def counted_once(talks: Sequence[Talk], preferred: Collection[str] = ()) -> tuple[Talk, ...]:
    """Return *talks* with only one presentation of each.

    That is one whose id is *preferred*, else one that is not a poster, else the first; it stands where the first stood.
    """
    groups: dict[str, list[list[Talk]]] = {}
    in_order: list[list[Talk]] = []
    for talk in talks:
        same_stem = groups.setdefault(id_stem(talk.id), [])
        group = next((one for one in same_stem if is_presentation(one[0], talk)), None)
        if group is None:
            same_stem.append([talk])
            in_order.append(same_stem[-1])
        else:
            group.append(talk)

    def rank(talk: Talk) -> tuple[bool, bool]:
        return talk.id not in preferred, "poster" in (talk.kind or "").casefold()

    return tuple(min(group, key=rank) for group in in_order)


def as_what(one: Talk, other: Talk) -> str:
    """Return how *other* presents the same as *one*: ``as poster``; ``again`` if its kind is the same."""
    return f"as {other.kind.lower()}" if other.kind and other.kind != one.kind else "again"


def time_and_place(talk: Talk, clock: Clock = EVENT) -> str:
    """Return day, time, room and position of *talk*, as far as they are known: ``Wed 11:00 · Hall A · #512``."""
    start = by_clock(talk, clock).start
    when = f"{start:%a %H:%M}" if start else ""
    return " · ".join(part for part in (when, room_of(talk), talk.position) if part)
