"""The files that the settings want kept up to date with the agenda, after a command and on the screen."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from confbrowse.cli.telling import tell
from confbrowse.paths import places
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library

if TYPE_CHECKING:
    from confbrowse.exchange.keeping import Keeping


def keeping(agenda: Agenda) -> "tuple[Keeping | None, tuple[str, ...]]":
    """Return what keeps files up to date with *agenda*, if the reader wants any; what is set wrongly."""
    config = places().config / "config.toml"
    if not config.exists():
        return None, ()
    from confbrowse.exchange.keeping import Keeping, Kept  # most readers keep no such file
    from confbrowse.settings import load  # as above

    loaded = load(config)
    files = Kept(_path(loaded.settings.agenda.mirror), _path(loaded.settings.agenda.calendar))
    library = Library.at(places().library)
    return Keeping(agenda, library, files) if files != Kept() else None, loaded.faults


def keep_up(agenda: Agenda) -> None:
    """Bring the reader's files up to date with *agenda*, which has changed; tell what failed."""
    found, faults = keeping(agenda)
    for fault in faults:
        tell(fault)
    for notice in found.look(at_once=True) if found else ():
        tell(notice.sentence)


def _path(name: str) -> Path | None:
    return Path(os.path.expanduser(name)) if name else None  # noqa: PTH111 - pathlib's fails for ~nobody
