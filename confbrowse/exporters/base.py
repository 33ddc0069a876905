"""What an export format provides, and what it is given.

An exporter is a pure function from talks, with their marks and clashes, to the text of a file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from confbrowse.model import NO_MARK, Mark, Talk
from confbrowse.schedule.clashes import NO_TALKS, TalkSample
from confbrowse.schedule.poster_walk import Stop

MOST_NAMED = 5
"""How many clashing talks an export names."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The version number of a talk in calendar files."""

    number: int = 0
    """Increases by one with each version."""
    since: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    """When the version was first exported; aware."""


@dataclass(frozen=True, slots=True)
class ExportItem:
    """A talk to export, with everything known about it."""

    talk: Talk
    mark: Mark = NO_MARK
    clashes: TalkSample = NO_TALKS
    """Starred talks that it clashes with (firmly)."""
    weak_clashes: TalkSample = NO_TALKS
    """Starred talks that it overlaps with (weak clashes)."""
    cancelled: bool = False
    """Whether its programme no longer contains it."""
    alarm: int | None = None
    """Minutes before the start at which a calendar reminds; None for no reminder."""
    revision: Revision = Revision()
    stop: Stop | None = None
    """Where it comes on a walk past posters; None if it is on none."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format that talks can be exported to."""

    name: str
    """Its name on the command line: ``ics``."""
    suffix: str
    """File name suffix: ``.ics``."""
    label: str
    """What the user sees: ``iCalendar``."""
    write: Callable[[Sequence[ExportItem]], str]
    """Returns the text of the whole file, with the line ends of the format."""
    needs_time: bool = False
    """Whether the format cannot contain talks without a time; they are left out."""
    names_stops: bool = False
    """Whether it says where a poster comes on a walk."""
    fingerprint: Callable[[ExportItem], str] | None = None
    """Returns a hash that changes with each new version of an item; None if the format has no versions."""
