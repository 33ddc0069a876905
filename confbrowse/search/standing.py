"""What the reader has said of talks, as a search needs it: by number, not by id."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
