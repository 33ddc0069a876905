"""How much the harness attacks, with which seed, and the table of results."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from time import monotonic

HEADINGS = (
    *("attack", "tried", "survived", "acknowledged", "lost", "slowest", "by", "largest MiB"),
    "bytes leaked",
)
_MOST_TOLD = 12


@dataclass(slots=True)
class Row:
    """The results of one kind of attack."""

    attack: str
    tried: int = 0
    survived: int = 0
    acknowledged: int = 0
    """Marks that were reported as saved."""
    lost: int = 0
    """Lost ones among these; must stay 0."""
    slowest: float = 0.0
    """Seconds that the slowest input took."""
    slowest_input: str = ""
    largest: int = 0
    """The most memory, in KiB."""
    leaked: int = 0
    """Bytes that would control a terminal; must stay 0."""

    def took(self, seconds: float, what: str) -> None:
        """Record that *what* took this many *seconds*."""
        if seconds > self.slowest:
            self.slowest, self.slowest_input = seconds, what

    def used(self, kib: int) -> None:
        """Record that this much memory was used at once."""
        self.largest = max(self.largest, kib)

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the row, in the order of HEADINGS."""
        return (
            self.attack,
            f"{self.tried:,}",
            f"{self.survived:,}",
            f"{self.acknowledged:,}",
            f"{self.lost:,}",
            f"{self.slowest:.2f} s" if self.slowest else "",
            self.slowest_input,
            f"{self.largest / 1024:,.0f}" if self.largest else "",
            f"{self.leaked:,}",
        )


@dataclass(slots=True)
class Plan:
    """What a run of the harness does; the same seed makes the same choices."""

    seed: int
    scale: float
    """How much of the long form is run; 0 is the short form."""
    rows: list[Row] = field(default_factory=list)

    def random(self, name: str) -> Random:
        """Return the random generator of the part called *name*."""
        return Random(f"{self.seed}/{name}")

    def amount(self, short: int, long: int) -> int:
        """Return how many of something to try."""
        return max(short, round(long * self.scale))

    def row(self, attack: str) -> Row:
        """Return a new row of the table."""
        made = Row(attack)
        self.rows.append(made)
        return made

    def time_left(self, short: float, long: float) -> Callable[[], bool]:
        """Return a function that says whether this many minutes from now have not passed yet."""
        end = monotonic() + 60 * max(short, long * self.scale)
        return lambda: monotonic() < end

    def judge(self, trouble: Sequence[str]) -> None:
        """Raise AssertionError with the first items of *trouble*, and how to reproduce them."""
        told = "\n".join(trouble[:_MOST_TOLD])
        assert not trouble, f"{len(trouble)} faults\n{told}\nThe same again: {self.repeat}"

    @property
    def repeat(self) -> str:
        """How to reproduce this run."""
        more = f" --faults-scale={self.scale:g}" if self.scale else ""
        return f"python -m pytest -m faults --faults-seed={self.seed}{more}"


def table(rows: Iterable[Row]) -> list[str]:
    """Return the lines of a table of *rows*."""
    cells = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(HEADINGS))]
    left = {0, HEADINGS.index("by")}
    return [
        "  ".join(
            text.ljust(width) if at in left else text.rjust(width)
            for at, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
