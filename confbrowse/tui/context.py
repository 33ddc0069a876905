"""What every screen works with: library, marks, settings and time zone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from confbrowse.model import Talk
from confbrowse.paths import app_dirs
from confbrowse.schedule.clock import EVENT, Clock
from confbrowse.settings import Settings
from confbrowse.storage.library import LibraryStore
from confbrowse.tui.controllers.marks import MarksController

if TYPE_CHECKING:
    from confbrowse.discovery.overview import Cell


def utc_now() -> datetime:
    """Return the current time, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class AppContext:
    """Shared by all screens of an application; some fields change while it runs."""

    library: LibraryStore
    marks: MarksController
    settings: Settings = field(default_factory=Settings)
    is_own: bool = True
    """Whether the library is the user's own; otherwise samples, or sources that are opened once."""
    now: Callable[[], datetime] = utc_now
    clock: Clock = EVENT
    programme: str | None = None
    """The id of the programme that the main screen shows; None if it shows all."""
    settings_file: Path = field(default_factory=lambda: app_dirs().settings)
    """Where searches are saved."""
    ascii_only: bool = False
    """Whether drawings are limited to ASCII."""
    talk_in_view: Talk | None = None
    """The talk at the cursor when the user last asked for another view."""
    timetable_preview: bool | None = None
    """As in ``ViewState``, like ``coarse_timetable``."""
    coarse_timetable: bool = False
    overview_cell: "Cell | None" = None
    """What of the overview was listed last."""
