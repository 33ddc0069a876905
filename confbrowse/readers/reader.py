"""What every input format must provide, and what it is told and tells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from confbrowse.model import Programme

Beside = Callable[[str], Sequence[bytes]]
"""Returns the files beside a source, or given with it, whose names match a pattern of the shell."""


Follow = Callable[[str], Sequence[bytes]]
"""Returns the page at an address that a feed calls its next; nothing where that cannot be had."""
VenueZone = Callable[[str], str | None]
"""Returns the time zone of the venue of the programme with a name; None where nobody knows it."""


def _nothing(_asked: str) -> Sequence[bytes]:
    return ()


def _nobody_knows(_name: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Hints:
    """What a reader is told beside the bytes of a source."""

    today: date
    source: str = "standard input"
    """The source as people know it: the path or address they gave."""
    location: str = ""
    """Where it lies for good: an absolute path or an address; empty for standard input."""
    name: str | None = None
    """The programme's name, where the person importing it gives one."""
    year: int | None = None
    timezone: str | None = None
    beside: Beside = _nothing
    """What is asked for here counts as read, and is not read as a programme of its own."""
    follow: Follow = _nothing
    venue_zone: VenueZone = _nobody_knows
    """For sources whose clock is that of a host; what the person says in *timezone* goes first."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a source that its reader should tell."""

    line: int | None
    """Counted from 1; None where it is about the whole source."""
    text: str
    """The line itself, cleaned; empty where it is about the whole source."""
    reason: str
    """One clause: ``navigation of the site``; or a sentence, for a warning."""
    left_out: bool = True
    """False for a warning: nothing was lost, but something was assumed or does not fit."""


NO_ZONE = Remark(
    None,
    "",
    "it names no time zone; its clocks are shown as printed, as if in UTC. Give --timezone",
    left_out=False,
)
SOME_WITHOUT_ZONE = Remark(
    None,
    "",
    "some of its clocks name no zone; they are shown as printed, as if in UTC. Give --timezone",
    left_out=False,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a source, and what was not."""

    programme: Programme
    remarks: tuple[Remark, ...] = ()
    """Everything left out, in the order of the source, then the warnings."""
    more: tuple[Programme, ...] = ()
    """Further programmes, where a source holds several."""
    is_whole: bool = False
    """Whether what the source does not hold is gone: a feed, not one page of many."""

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """Return the remarks that people should see even when they did not ask."""
        return tuple(remark for remark in self.remarks if not remark.left_out)


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format."""

    name: str
    """As README and error messages call it."""
    recognises: Callable[[bytes], bool]
    """Cheap: by content alone, are these bytes our format?"""
    read: Callable[[bytes, Hints], Reading]
    """Raises ProgrammeError when the bytes are recognised but hold no programme."""
