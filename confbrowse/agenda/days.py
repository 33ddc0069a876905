"""What falls on which day, and what its programme holds no more."""

from collections import defaultdict
from collections.abc import Iterable, Set
from datetime import date

from confbrowse.model import Talk, by_time, day_of


def by_day(talks: Iterable[Talk]) -> list[tuple[date | None, tuple[Talk, ...]]]:
    """Return *talks* day by day in the order of time, each under the day it is listed under.

    Talks without a time come last, under None.
    """
    days: dict[str, list[Talk]] = defaultdict(list)
    for talk in sorted(talks, key=by_time):
        days[day_of(talk)].append(talk)
    return [(date.fromisoformat(day) if day else None, tuple(held)) for day, held in days.items()]


def cancelled(talks: Iterable[Talk], programmes: Set[str], there: Set[str]) -> frozenset[str]:
    """Return the ids of those of *talks* that are in their programme no more.

    *programmes* are the ids of the programmes that are known at all, *there* those of their talks: a
    talk whose whole programme is gone is not cancelled.
    """
    ids = (talk.id for talk in talks)
    return frozenset(one for one in ids if one not in there and one.partition("/")[0] in programmes)
