"""Which talks satisfy a condition, slow and obvious: the oracle for the conditions of a query."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from confbrowse.model import Talk, listed_day
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.search.marks import MarkSets
from confbrowse.search.query import Condition

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Conditions:
    """Everything that is needed to answer queries."""

    talks: Mapping[int, Talk]
    mark_sets: MarkSets
    now: datetime

    def are_met(self, number: int, condition: Condition) -> bool:
        """Return whether the talk with *number* meets *condition*."""
        talk, value, mark_sets = self.talks[number], condition.value, self.mark_sets
        match condition.name:
            case "is":
                return self._is(number, value)
            case "has" if value == "abstract":
                return bool(talk.abstract)
            case "has" if value == "note":
                return number in mark_sets.noted
            case "has":
                return value in [link.kind for link in talk.links]
            case "interest":
                return _compares(mark_sets.interest.get(number, 0), value)
            case "day":
                return bool(listed := listed_day(talk)) and _is_on(value, listed, talk, self.now)
            case name:
                return talk.start is not None and _timely(name, value, talk, self.now)

    def _is(self, number: int, value: str) -> bool:
        said = self.mark_sets
        plan = ClashIndex(self._known(other) for other in said.starred)
        match value:
            case "free":
                is_timed = self.talks[number].start is not None
                clashes = plan.strength(self._known(number)) == "firm"
                return is_timed and number not in said.starred and not clashes
            case "clash":
                return str(number) in plan.clashing
            case "new":
                return number not in said.starred | said.hidden | said.seen
            case _:
                return number in {"starred": said.starred, "hidden": said.hidden, "seen": said.seen, "later": said.later, "watched": said.watched}[value]  # fmt: skip

    def _known(self, number: int) -> Talk:
        """Return the talk with *number*, under an id of its own."""
        return replace(self.talks[number], id=str(number))


def _is_on(value: str, listed: str, talk: Talk, now: datetime) -> bool:
    """Whether a talk that is listed under the day *listed* is on the day or days *value*."""
    today = now.astimezone(talk.start.tzinfo if talk.start else UTC).date()
    days = {"today": today, "tomorrow": today + timedelta(days=1)}
    first, _, last = value.partition("..")
    day = date.fromisoformat(listed)
    if first in WEEKDAYS:
        twice = WEEKDAYS * 2
        start = twice.index(first)
        return WEEKDAYS[day.weekday()] in twice[start : twice.index(last or first, start) + 1]
    begin, end = (days.get(one) or date.fromisoformat(one) for one in (first, last or first))
    return begin <= day <= end


def _timely(name: str, value: str, talk: Talk, now: datetime) -> bool:
    start = talk.start or datetime.min.replace(tzinfo=UTC)
    if name == "on":
        return start <= now < start + (talk.duration or timedelta())
    if ":" in value:
        is_after = start.time() >= time.fromisoformat(value)
    else:
        is_after = start.date() >= date.fromisoformat(value)
    return is_after == (name == "after")


def _compares(level: int, value: str) -> bool:
    sign, wanted = value[:-1], int(value[-1])
    return {">=": level >= wanted, "<=": level <= wanted, ">": level > wanted, "<": level < wanted}.get(
        sign, level == wanted
    )  # fmt: skip
