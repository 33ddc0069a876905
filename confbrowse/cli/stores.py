"""The reader's library and agenda, as commands open them."""

from confbrowse.cli.telling import tell
from confbrowse.paths import places
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library


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
