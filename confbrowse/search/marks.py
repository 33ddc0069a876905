"""The user's marks as sets of talk numbers, as a search needs them.

Apart from ``filters`` so that it loads at start without numpy.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from confbrowse.model import Mark


@dataclass(frozen=True, slots=True)
class MarkSets:
    """The numbers of the talks that carry each mark."""

    starred: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    seen: frozenset[int] = frozenset()
    noted: frozenset[int] = frozenset()
    interest: Mapping[int, int] = field(default_factory=dict)
    """1 to 3, for talks with an interest."""
    later: frozenset[int] = frozenset()
    watched: frozenset[int] = frozenset()
    """What the watch list matches, marked or not."""
    too_far: Set[int] = frozenset()
    """Talks, starred or not, that a starred one leaves no time to walk to; only for a query that asks for it."""


NO_MARK_SETS = MarkSets()


def mark_sets(
    marks: Mapping[str, Mark], numbers: Mapping[str, int], watched: Iterable[int] = ()
) -> MarkSets:
    """Return *marks* (by talk id) as sets of talk numbers; *numbers* maps ids to numbers.

    *watched* are the numbers of the talks that the watch list matches.
    """
    known = {number: marks[talk] for talk, number in numbers.items() if talk in marks}
    return MarkSets(
        frozenset(number for number, mark in known.items() if mark.starred),
        frozenset(number for number, mark in known.items() if mark.hidden),
        frozenset(number for number, mark in known.items() if mark.seen),
        frozenset(number for number, mark in known.items() if mark.note),
        {number: mark.interest for number, mark in known.items() if mark.interest},
        frozenset(number for number, mark in known.items() if mark.later),
        frozenset(watched),
    )
