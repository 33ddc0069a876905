"""What an exporter is, and the values it is given.

An exporter is a pure function from talks, with what is said about them, to the text of a file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from confbrowse.agenda.clashes import NONE, Some
from confbrowse.model import NO_MARK, Mark, Talk

MOST_NAMED = 5
"""Talks that a clash hint names."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Which of its versions a talk has reached among those that were given to calendars."""

    number: int = 0
    """Grows by one with every version."""
    since: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    """When the version was first given out; aware."""


@dataclass(frozen=True, slots=True)
class Item:
    """A talk to take out, with all there is to say about it."""

    talk: Talk
    mark: Mark = NO_MARK
    clashes: Some = NONE
    """The talks of the agenda that it clashes with, weak clashes aside."""
    weak_clashes: Some = NONE
    """Those that it clashes with weakly."""
    cancelled: bool = False
    """Whether its programme holds it no more."""
    alarm: int | None = None
    """So many minutes before it begins a calendar is to ring; None for not at all."""
    revision: Revision = Revision()


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format that talks can be taken out in."""

    name: str
    """As it is asked for: ``ics``."""
    suffix: str
    """How the names of its files end: ``.ics``."""
    label: str
    """What it is to a reader: ``iCalendar``."""
    write: Callable[[Sequence[Item]], str]
    """Returns the text of the whole file, with the line ends that the format wants."""
    needs_time: bool = False
    """Whether a talk without a time has no place in it, and is to be left out."""
    fingerprint: Callable[[Item], str] | None = None
    """Returns what changes with each new version of an item; None where the format knows none."""
