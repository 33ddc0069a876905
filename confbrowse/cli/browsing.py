"""What the browser opens on: the library, the samples where it is empty, or other sources."""

import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from confbrowse.errors import NothingFoundError
from confbrowse.paths import places
from confbrowse.place import NOWHERE, Place, load
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library


@dataclass(frozen=True, slots=True)
class Opened:
    """What the browser is given."""

    library: Library
    agenda: Agenda
    place: Place = NOWHERE
    place_file: Path | None = None
    """None where the reader does not come back to this library."""
    title: str = "All programmes"
    notices: tuple[str, ...] = ()
    """Sentences to show once the screen stands."""


@contextmanager
def opened(names: list[str]) -> Iterator[Opened]:
    """Yield what to browse: the sources called *names*, else the library, else the samples."""
    here = places()
    agenda, library = Agenda.at(here.agenda), Library.at(here.library)
    notices = tuple(notice for store in (agenda, library) if (notice := store.prepare()))
    if not names and library.shelves():
        yield Opened(library, agenda, load(here.place), here.place, notices=notices)
        return
    with tempfile.TemporaryDirectory(prefix="confbrowse-") as folder:
        passing = Library.at(Path(folder) / "library.db")
        title, told = _fill(passing, names)
        yield Opened(passing, agenda, title=title, notices=(*notices, *told))


def list_instead(names: list[str]) -> None:
    """Print the listing, for a standard output that is no terminal."""
    from confbrowse.cli import reading  # reading sources costs more than a browser needs to start

    args = Namespace(sources=names, name=None, year=None, timezone=None)
    with suppress(NothingFoundError):
        reading.list_talks(Namespace(**vars(args), sessions=False, json=False, limit=None))


def _fill(passing: Library, names: list[str]) -> tuple[str, tuple[str, ...]]:
    """Put the sources called *names*, or the samples, into a library; return its title, what to say."""
    from confbrowse.cli import shelf  # as above: only where there is something to read

    gathered = shelf.read(names) if names else shelf.samples()
    for programme in gathered.programmes:
        passing.put(programme)
    if "-" in names:
        _listen_to_the_terminal()
    if names:
        return "Sources", ()
    return "Samples", (f"{shelf.SAMPLES_NOTE} Bring your own in with: confbrowse add FILE...",)


def _listen_to_the_terminal() -> None:
    """Take keys from the terminal again, after a programme came in by standard input."""
    if not sys.stdin.isatty():
        os.dup2(os.open("/dev/tty", os.O_RDWR), 0)
