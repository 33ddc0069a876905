"""The files that the settings want kept up to date with the agenda, after a command and on the screen."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from confbrowse.cli.stores import settings
from confbrowse.cli.telling import tell
from confbrowse.paths import places
from confbrowse.settings.fields import Agenda as Wanted
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library

if TYPE_CHECKING:
    from confbrowse.exchange.keeping import Keeping


def keeping(agenda: Agenda, wanted: Wanted) -> "Keeping | None":
    """Return what keeps the files *wanted* up to date with *agenda*; None where none is."""
    if not (wanted.mirror or wanted.calendar):
        return None
    from confbrowse.exchange.keeping import Keeping, Kept  # most readers keep no such file

    library = Library.at(places().library)
    return Keeping(agenda, library, Kept(_path(wanted.mirror), _path(wanted.calendar)))


def keep_up(agenda: Agenda) -> None:
    """Bring the reader's files up to date with *agenda*, which has changed; tell what failed."""
    if not places().settings.exists():
        return
    found = keeping(agenda, settings().agenda)
    for notice in found.look(at_once=True) if found else ():
        tell(notice.sentence)


def _path(name: str) -> Path | None:
    return Path(os.path.expanduser(name)) if name else None  # noqa: PTH111 - pathlib's fails for ~nobody
