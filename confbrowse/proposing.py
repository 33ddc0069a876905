"""What the name of a source may become while somebody types it: files and folders, known conferences."""

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from confbrowse import catalogue
from confbrowse.text.clean import clean_line
from confbrowse.text.slugs import slug

_MOST = 40


def proposals(words: str, today: date) -> list[str]:
    """Return what *words* may become: conferences of the catalogue, then files and folders.

    Looks into the folder that *words* lead to. Names that are not clean text are left out: they could
    not be typed either.
    """
    if words.startswith(("http://", "https://")):
        return []
    is_path = words.startswith(("/", "~", "."))
    conferences = [] if is_path else _conferences(words, today)
    return [*conferences, *_files(words)][:_MOST]


def _conferences(words: str, today: date) -> list[str]:
    name = words.rstrip("0123456789- ")
    found = catalogue.search(name, catalogue.shipped())
    known = (
        f"{slug(one.name)}-{year}"
        for one in found
        for year in (today.year + 1, today.year, today.year - 1)
    )
    return [one for one in known if one.startswith(slug(words)) or not words]


def _files(words: str) -> Sequence[str]:
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
