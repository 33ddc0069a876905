"""The plan: what clashes and what falls on which day. Pure functions over talks."""

from collections import defaultdict
from collections.abc import Iterable, Set
from datetime import date, datetime

from confbrowse.model import Talk, by_time, day_of


def clashes(talks: Iterable[Talk]) -> dict[str, tuple[str, ...]]:
    """Return, for each of *talks* that overlaps others, their ids in the order of time.

    Talks that only touch do not clash, those that begin at the same moment do. One without an end is
    a moment; one without a start clashes with nothing.
    """
    partners: dict[str, list[str]] = defaultdict(list)
    running: list[Talk] = []
    for talk in sorted((talk for talk in talks if talk.start), key=by_time):
        start = _start(talk)
        running = [other for other in running if _end(other) > start or _start(other) == start]
        for other in running:
            partners[talk.id].append(other.id)
            partners[other.id].append(talk.id)
        running.append(talk)
    return {talk_id: tuple(others) for talk_id, others in partners.items()}


def cancelled(talks: Iterable[Talk], programmes: Set[str], there: Set[str]) -> frozenset[str]:
    """Return the ids of those of *talks* that are in their programme no more.

    *programmes* are the ids of the programmes that are known at all, *there* those of their talks: a
    talk whose whole programme is gone is not cancelled.
    """
    ids = (talk.id for talk in talks)
    return frozenset(one for one in ids if one not in there and one.partition("/")[0] in programmes)


def by_day(talks: Iterable[Talk]) -> list[tuple[date | None, tuple[Talk, ...]]]:
    """Return *talks* day by day in the order of time, each under the day it is listed under.

    Talks without a time come last, under None.
    """
    days: dict[str, list[Talk]] = defaultdict(list)
    for talk in sorted(talks, key=by_time):
        days[day_of(talk)].append(talk)
    return [(date.fromisoformat(day) if day else None, tuple(held)) for day, held in days.items()]


def _start(talk: Talk) -> datetime:
    assert talk.start is not None, "only talks with a time are compared"  # noqa: S101 - for types
    return talk.start


def _end(talk: Talk) -> datetime:
    return talk.end or _start(talk)
