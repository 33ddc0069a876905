"""What a search returns: which talks, why, and what to say where it found too few."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from confbrowse.search.query import Query

MatchKind = Literal["whole", "beginning", "joined", "one slip", "two slips"]
"""How a typed word meets a word of a talk, the better first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A talk that answers a query."""

    number: int
    """The talk's number in the library."""
    score: float
    """The higher, the better; comparable within one query only."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found, best first; the first page is there, the rest is put in order on demand."""

    query: Query
    first: tuple[Hit, ...] = ()
    """The best, at most a page of them."""
    total: int = 0
    """How many talks answer, hidden ones left out."""
    hidden: int = 0
    """Talks that answer and were left out because the reader has hidden them."""
    is_loose: bool = False
    """Whether words count that only nearly are what was typed."""
    nearly: bool = False
    """Whether no talk holds every word, and these hold most of them."""
    offers: Callable[[], Sequence[str]] = field(default=tuple)
    """Return queries with the nearest known words, where nothing was found; may take 100 ms."""
    ranked: Callable[[], tuple[Sequence[int], Sequence[float]]] = field(default=lambda: ((), ()))
    """Return the numbers of all that answer, best first, beginning with ``first``, and their scores;
    may take 50 ms."""
