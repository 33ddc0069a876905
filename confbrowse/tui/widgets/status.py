"""What is always visible: where we are, which filter is on and what it leaves, the zone, guesses."""

from dataclasses import dataclass

from confbrowse.tui.widgets.cells import Drawn


@dataclass(frozen=True, slots=True)
class Status:
    """The facts of the status line."""

    where: tuple[str, ...]
    """From the whole to the part: programme, day, session."""
    at: int = 0
    """The highlighted talk, counted from 1; 0 where there is none."""
    shown: int = 0
    """Talks in the list."""
    total: int = 0
    """Talks the list would have without the filter."""
    query: str = ""
    timezone: str | None = None
    timed: bool = True
    """Whether the highlighted talk has a time."""
    year_assumed: bool = False


_SHORT_BELOW = 70
"""Columns of a window in which the right part is told in fewer words."""


def status_pieces(status: Status, width: int) -> tuple[Drawn, Drawn]:
    """Return the left and the right part of the status line of a window of *width* columns."""
    left: list[tuple[str, str]] = [(" " + " › ".join(status.where), "line--heading")]
    if status.query:
        left.append((f"  filter: {status.query}", "line--match"))
        left.append((f"  {status.shown:,} of {status.total:,}", "line--faint"))
    short = width < _SHORT_BELOW
    right = [_zone(status, short=short)] if status.timed else []
    if status.year_assumed and status.timed:
        right.insert(0, "year?" if short else "year assumed")
    right += [f"{status.at:,}/{status.shown:,}"] if status.shown else []
    return tuple(left), ((f"  {' · '.join(right)} ", "line--faint"),)


def _zone(status: Status, *, short: bool) -> str:
    if short:
        return status.timezone or "zone?"
    return f"times in {status.timezone}" if status.timezone else "time zone not given"
