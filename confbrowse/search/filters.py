"""Which talks meet the conditions of a query: when they are, what they have, what the reader said."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from confbrowse.search.building import HAS, LOOSE, NO_TIME
from confbrowse.search.giving import I64
from confbrowse.search.query import Condition
from confbrowse.search.standing import Standing

Mask = npt.NDArray[np.bool_]
_DAY = 24 * 60
_FIRST_WEEKDAY = 3
"""The first day that is counted, 1970-01-01, was a Thursday: 3 from Monday."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COMPARED: dict[str, Callable[[npt.NDArray[np.uint8], int], Mask]] = {
    ">=": np.greater_equal, "<=": np.less_equal, ">": np.greater, "<": np.less, "=": np.equal,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Talks:
    """All that conditions ask of talks; the arrays go together."""

    numbers: I64
    """In the library, -1 for none."""
    columns: Mapping[str, npt.NDArray[np.generic]]
    standing: Standing
    now: datetime

    @property
    def starts(self) -> I64:
        """Minutes since 1970, UTC."""
        return self.columns["start"].astype(np.int64)

    @property
    def ends(self) -> I64:
        """As ``starts``; a talk without an end is a moment."""
        return self.starts + np.maximum(self.columns["duration"].astype(np.int64), 1)

    @property
    def timed(self) -> Mask:
        """Whether each has a time."""
        found: Mask = self.columns["start"] != NO_TIME
        return found

    @property
    def loose(self) -> Mask:
        """Whether one may come to each at any moment of it: it clashes weakly at most."""
        return (self.columns["has"].astype(np.uint16) & LOOSE).astype(np.bool_)

    def marked(self, numbers: Collection[int]) -> Mask:
        """Return which of the talks have one of *numbers*."""
        if not numbers:
            return np.zeros(len(self.numbers), np.bool_)
        found: Mask = np.isin(self.numbers, np.fromiter(numbers, np.int64, len(numbers)))
        return found

    @property
    def interest(self) -> npt.NDArray[np.uint8]:
        """From 0 to 3."""
        found = np.zeros(len(self.numbers), np.uint8)
        for level in set(self.standing.interest.values()):
            of_level = [talk for talk, one in self.standing.interest.items() if one == level]
            found[self.marked(of_level)] = level
        return found


def mask(condition: Condition, talks: Talks) -> Mask:
    """Return which of *talks* meet *condition*."""
    value = condition.value
    match condition.name:
        case "is":
            return _IS[value](talks)
        case "has" if value == "note":
            return talks.marked(talks.standing.noted)
        case "has":
            return (talks.columns["has"].astype(np.uint16) & HAS[value]).astype(np.bool_)
        case "interest":
            return _COMPARED[value[:-1]](talks.interest, int(value[-1]))
        case "on":
            now = int(talks.now.timestamp() // 60)
            lasting = talks.starts + talks.columns["duration"].astype(np.int64)
            return talks.timed & (talks.starts <= now) & (now < lasting)
        case "day":
            return talks.timed & _on_day(value, talks)
        case name:
            after = _is_after(value, talks)
            return talks.timed & (after if name == "after" else ~after)


def _local(talks: Talks) -> I64:
    """Return the start of each by its own clock, in minutes since 1970."""
    return talks.starts + talks.columns["offset"].astype(np.int64)


def _on_day(value: str, talks: Talks) -> Mask:
    days = _local(talks) // _DAY
    if value in _WEEKDAYS:
        return np.equal((days + _FIRST_WEEKDAY) % 7, _WEEKDAYS.index(value))
    if value in ("today", "tomorrow"):
        now = int(talks.now.timestamp() // 60) + talks.columns["offset"].astype(np.int64)
        return np.equal(days, now // _DAY + (value == "tomorrow"))
    return np.equal(days, _days_to(value))


def _is_after(value: str, talks: Talks) -> Mask:
    local = _local(talks)
    if ":" not in value:
        return np.greater_equal(local // _DAY, _days_to(value))
    hour, minute = value.split(":")
    return np.greater_equal(local % _DAY, int(hour) * 60 + int(minute))


def _days_to(value: str) -> int:
    return (date.fromisoformat(value) - datetime.fromtimestamp(0, UTC).date()) // timedelta(days=1)


def _is_free(talks: Talks) -> Mask:
    """Return which talks can be had beside all starred ones, as ``agenda.clashes`` has it."""
    begins, ends = _taken(talks)
    could = talks.timed & ~talks.marked(talks.standing.starred)
    if not len(begins):
        return could
    following = np.minimum(np.searchsorted(ends, talks.starts, "right"), len(ends) - 1)
    overlaps = (ends[following] > talks.starts) & (begins[following] < talks.ends)
    return could & (talks.loose | ~overlaps)


def _taken(talks: Talks) -> tuple[I64, I64]:
    """Return when firm starred talks begin and end, those that overlap taken together."""
    order = _firm_starred(talks)
    begins, ends = talks.starts[order], np.maximum.accumulate(talks.ends[order])
    apart = begins[1:] >= ends[:-1]
    return begins[np.append(True, apart)[: len(begins)]], ends[np.append(apart, True)[: len(ends)]]


def _is_clash(talks: Talks) -> Mask:
    """Return which starred talks clash with another, weak clashes aside."""
    order = _firm_starred(talks)
    begins, ends = talks.starts[order], talks.ends[order]
    overlaps = begins[1:] < np.maximum.accumulate(ends)[:-1]
    clashing = np.append(False, overlaps) | np.append(begins[1:] < ends[:-1], False)
    found = np.zeros(len(talks.numbers), np.bool_)
    found[order[clashing[: len(order)]]] = True
    return found


def _firm_starred(talks: Talks) -> npt.NDArray[np.intp]:
    """Return the places of the starred talks that bind one to their time, in its order."""
    starred = talks.marked(talks.standing.starred) & talks.timed & ~talks.loose
    places = np.flatnonzero(starred)
    return places[np.argsort(talks.starts[places], kind="stable")]


def _is_new(talks: Talks) -> Mask:
    said = talks.standing
    return ~talks.marked(said.starred | said.hidden | said.seen)


_IS: dict[str, Callable[[Talks], Mask]] = {
    "starred": lambda talks: talks.marked(talks.standing.starred),
    "hidden": lambda talks: talks.marked(talks.standing.hidden),
    "seen": lambda talks: talks.marked(talks.standing.seen),
    "clash": _is_clash,
    "free": _is_free,
    "new": _is_new,
}
