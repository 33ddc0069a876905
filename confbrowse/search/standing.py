"""What the reader has said of talks, as a search needs it: by number, not by id."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from confbrowse.model import Mark


@dataclass(frozen=True, slots=True)
class Standing:
    """Numbers of the talks that carry a mark."""

    starred: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    seen: frozenset[int] = frozenset()
    noted: frozenset[int] = frozenset()
    interest: Mapping[int, int] = field(default_factory=dict)
    """1 to 3, for those of which the reader has said so."""


NOTHING_SAID = Standing()


def standing(marks: Mapping[str, Mark], numbers: Mapping[str, int]) -> Standing:
    """Return what *marks*, by id of talk, say of the talks that have *numbers*, by id as well."""
    known = {number: marks[talk] for talk, number in numbers.items() if talk in marks}
    return Standing(
        frozenset(number for number, mark in known.items() if mark.starred),
        frozenset(number for number, mark in known.items() if mark.hidden),
        frozenset(number for number, mark in known.items() if mark.seen),
        frozenset(number for number, mark in known.items() if mark.note),
        {number: mark.interest for number, mark in known.items() if mark.interest},
    )
