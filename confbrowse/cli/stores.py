"""The reader's library, agenda and settings, as commands open them."""

from typing import TYPE_CHECKING

from confbrowse.cli.telling import tell
from confbrowse.paths import places
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library

if TYPE_CHECKING:
    from confbrowse.settings import Settings


def library() -> Library:
    """Return the reader's library; a damaged one is set aside, and that is told."""
    found = Library.at(places().library)
    if notice := found.prepare():
        tell(notice)
    return found


def agenda() -> Agenda:
    """Return the reader's agenda; a damaged one is set aside, and that is told."""
    found = Agenda.at(places().agenda)
    if notice := found.prepare():
        tell(notice)
    return found


def settings() -> "Settings":
    """Return what the reader has set; what of it cannot be is told."""
    from confbrowse.settings import load  # many commands mind none

    loaded = load(places().settings)
    for fault in loaded.faults:
        tell(fault)
    return loaded.settings
