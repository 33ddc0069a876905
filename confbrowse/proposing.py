"""What the name of a source may become while somebody types it: files and folders, known conferences."""

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from confbrowse import catalogue
from confbrowse.catalogue import Conferences, Series
from confbrowse.paths import places
from confbrowse.settings import load
from confbrowse.text.clean import clean_line

_MOST = 40
_MOST_EDITIONS = 20


def proposals(words: str, today: date, known: Conferences) -> list[str]:
    """Return what *words* may become: editions of the *known* conferences, then files and folders.

    Looks into the folder that *words* lead to. Names that are not clean text are left out: they could
    not be typed either.
    """
    if words.startswith(("http://", "https://")):
        return []
    is_path = words.startswith(("/", "~", "."))
    editions = [] if is_path else catalogue.complete(words, known(), today)
    return [*editions[:_MOST_EDITIONS], *files(words)][:_MOST]


def conferences() -> Sequence[Series]:
    """Return the conferences that are known, the reader's own first."""
    loaded = load(places().settings)  # what is wrong there, the command tells
    return catalogue.known(loaded.settings.catalogue).series


def files(words: str) -> Sequence[str]:
    """Return the files and folders whose names begin as *words* end; hidden ones only if asked for."""
    folder, _, start = words.rpartition("/")
    written = f"{folder}/" if "/" in words else ""
    place = Path(os.path.expanduser(written or "."))  # noqa: PTH111 - pathlib's fails for ~nobody
    found = []
    with suppress(OSError, ValueError):
        for entry in os.scandir(place):
            if entry.name.startswith(start) and (start or not entry.name.startswith(".")):
                found.append(f"{written}{entry.name}{'/' if entry.is_dir() else ''}")
    return sorted(one for one in found if one == clean_line(one))
