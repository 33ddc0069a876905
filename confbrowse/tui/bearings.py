"""What every screen goes by: what time it is, by whose clock talks are shown, which programme is in view."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from confbrowse.agenda.zones import EVENT, Clock


def present() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Bearings:
    """One for all screens; what the reader changes on one of them, the others go by when they are shown."""

    now: Callable[[], datetime] = present
    clock: Clock = EVENT
    programme: str | None = None
    """The id of the programme that the main screen shows; None where it shows all."""
    ascii_only: bool = False
    """Whether drawings are to be made of ASCII alone."""
