"""Conditions of a query as boolean masks over talks: time, links, marks, clashes."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from confbrowse.search.index_builder import DROP_IN, EPOCH, HAS, NO_DAY, NO_TIME
from confbrowse.search.marks import MarkSets
from confbrowse.search.matcher import I64
from confbrowse.search.query import Condition

Mask = npt.NDArray[np.bool_]
_DAY = 24 * 60
_FIRST_WEEKDAY = 3
"""1970-01-01 was a Thursday, 3 days after Monday."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COMPARISONS: dict[str, Callable[[npt.NDArray[np.uint8], int], Mask]] = {
    ">=": np.greater_equal, "<=": np.less_equal, ">": np.greater, "<": np.less, "=": np.equal,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TalkArrays:
    """What conditions need to know about talks; the arrays are parallel."""

    numbers: I64
    """Talk numbers in the library; -1 for a talk that is outdated."""
    columns: Mapping[str, npt.NDArray[np.generic]]
    mark_sets: MarkSets
    now: datetime

    @property
    def starts(self) -> I64:
        """Minutes since 1970 (UTC)."""
        return self.columns["start"].astype(np.int64)

    @property
    def ends(self) -> I64:
        """Like ``starts``; a talk without an end lasts one minute."""
        return self.starts + np.maximum(self.columns["duration"].astype(np.int64), 1)

    @property
    def timed(self) -> Mask:
        """Which talks have a time."""
        found: Mask = self.columns["start"] != NO_TIME
        return found

    @property
    def drop_in(self) -> Mask:
        """Which talks can be visited at any time, and so never clash firmly."""
        return (self.columns["has"].astype(np.uint16) & DROP_IN).astype(np.bool_)

    def marked(self, numbers: Collection[int]) -> Mask:
        """Return which talks have one of *numbers*."""
        if not numbers:
            return np.zeros(len(self.numbers), np.bool_)
        found: Mask = np.isin(self.numbers, np.fromiter(numbers, np.int64, len(numbers)))
        return found

    @property
    def interest(self) -> npt.NDArray[np.uint8]:
        """Interest, 0 to 3."""
        found = np.zeros(len(self.numbers), np.uint8)
        for level in set(self.mark_sets.interest.values()):
            of_level = [talk for talk, one in self.mark_sets.interest.items() if one == level]
            found[self.marked(of_level)] = level
        return found


def mask(condition: Condition, talks: TalkArrays) -> Mask:
    """Return which of *talks* satisfy *condition*."""
    value = condition.value
    match condition.name:
        case "is":
            return _IS[value](talks)
        case "has" if value == "note":
            return talks.marked(talks.mark_sets.noted)
        case "has":
            return (talks.columns["has"].astype(np.uint16) & HAS[value]).astype(np.bool_)
        case "interest":
            return _COMPARISONS[value[:-1]](talks.interest, int(value[-1]))
        case "on":
            now = int(talks.now.timestamp() // 60)
            ends = talks.starts + talks.columns["duration"].astype(np.int64)
            return talks.timed & (talks.starts <= now) & (now < ends)
        case "day":
            return _on_day(value, talks)
        case name:
            after = _is_after(value, talks)
            return talks.timed & (after if name == "after" else ~after)


def _local(talks: TalkArrays) -> I64:
    """Return the start of each talk in its own time zone, in minutes since 1970."""
    return talks.starts + talks.columns["offset"].astype(np.int64)


def _on_day(value: str, talks: TalkArrays) -> Mask:
    """Return which talks are listed under the day, or one of the days, *value*."""
    days = talks.columns["day"].astype(np.int64)
    first, _, last = value.partition("..")
    found: Mask
    if first in _WEEKDAYS:
        begin, end = _WEEKDAYS.index(first), _WEEKDAYS.index(last or first)
        found = (days + _FIRST_WEEKDAY - begin) % 7 <= (end - begin) % 7  # fri..mon goes on
    else:
        found = (_day_number(first, talks) <= days) & (days <= _day_number(last or first, talks))
    found &= days != NO_DAY
    return found


def _is_after(value: str, talks: TalkArrays) -> Mask:
    local = _local(talks)
    if ":" not in value:
        return np.greater_equal(local // _DAY, _day_number(value, talks))
    hour, minute = value.split(":")
    return np.greater_equal(local % _DAY, int(hour) * 60 + int(minute))


def _day_number(value: str, talks: TalkArrays) -> int | I64:
    """Return the day *value* in days since 1970; today depends on the zone of each talk."""
    if value in ("today", "tomorrow"):
        now = int(talks.now.timestamp() // 60) + talks.columns["offset"].astype(np.int64)
        return now // _DAY + (value == "tomorrow")
    return (date.fromisoformat(value) - EPOCH).days


def _is_free(talks: TalkArrays) -> Mask:
    """Return which talks do not clash with a starred one, as ``confbrowse.schedule.clashes`` defines it."""
    begins, ends = _busy_spans(talks)
    candidates = talks.timed & ~talks.marked(talks.mark_sets.starred | talks.mark_sets.too_far)
    if not len(begins):
        return candidates
    following = np.minimum(np.searchsorted(ends, talks.starts, "right"), len(ends) - 1)
    overlaps = (ends[following] > talks.starts) & (begins[following] < talks.ends)
    return candidates & (talks.drop_in | ~overlaps)


def _busy_spans(talks: TalkArrays) -> tuple[I64, I64]:
    """Return starts and ends of the firm starred talks, overlapping ones merged."""
    order = _firm_starred(talks)
    begins, ends = talks.starts[order], np.maximum.accumulate(talks.ends[order])
    apart = begins[1:] >= ends[:-1]
    return begins[np.append(True, apart)[: len(begins)]], ends[np.append(apart, True)[: len(ends)]]


def _is_clash(talks: TalkArrays) -> Mask:
    """Return which starred talks have a firm clash with another, or no time to walk to it."""
    order = _firm_starred(talks)
    begins, ends = talks.starts[order], talks.ends[order]
    overlaps = begins[1:] < np.maximum.accumulate(ends)[:-1]
    is_clashing = np.append(False, overlaps) | np.append(begins[1:] < ends[:-1], False)
    found = np.zeros(len(talks.numbers), np.bool_)
    found[order[is_clashing[: len(order)]]] = True
    return found | talks.marked(talks.mark_sets.starred & talks.mark_sets.too_far)


def _firm_starred(talks: TalkArrays) -> npt.NDArray[np.intp]:
    """Return the indices of the starred talks that take a fixed time, in time order."""
    starred = talks.marked(talks.mark_sets.starred) & talks.timed & ~talks.drop_in
    indices = np.flatnonzero(starred)
    return indices[np.argsort(talks.starts[indices], kind="stable")]


def _is_new(talks: TalkArrays) -> Mask:
    sets = talks.mark_sets
    return ~talks.marked(sets.starred | sets.hidden | sets.seen)


_IS: dict[str, Callable[[TalkArrays], Mask]] = {
    "starred": lambda talks: talks.marked(talks.mark_sets.starred),
    "hidden": lambda talks: talks.marked(talks.mark_sets.hidden),
    "seen": lambda talks: talks.marked(talks.mark_sets.seen),
    "later": lambda talks: talks.marked(talks.mark_sets.later),
    "watched": lambda talks: talks.marked(talks.mark_sets.watched),
    "clash": _is_clash,
    "free": _is_free,
    "new": _is_new,
}
