"""What the browser opens on: the library, the samples where it is empty, or other sources."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from confbrowse.cli.passing import passing_folder, sweep
from confbrowse.cli.terminal import take_terminal
from confbrowse.paths import places
from confbrowse.place import NOWHERE, Place, load
from confbrowse.settings import Settings
from confbrowse.settings import load as load_settings
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library


@dataclass(frozen=True, slots=True)
class Opened:
    """What the browser is given."""

    library: Library
    agenda: Agenda
    place: Place = NOWHERE
    place_file: Path | None = None
    view_file: Path | None = None
    title: str = "All programmes"
    notices: tuple[str, ...] = ()
    """Sentences to show once the screen stands."""
    own: Library | None = None
    """The reader's library, where *library* is another one."""
    settings: Settings = field(default_factory=Settings)


@contextmanager
def opened(names: list[str]) -> Iterator[Opened]:
    """Yield what to browse: the sources called *names*, else the library, else the samples.

    Once a programme has come in by standard input, keys come from the terminal.
    """
    here = places()
    agenda, library = Agenda.at(here.agenda), Library.at(here.library)
    wanted = load_settings(here.settings)
    damages = (notice for store in (agenda, library) if (notice := store.prepare()))
    notices = (*damages, *wanted.faults)
    if not names and library.shelves():
        yield Opened(
            library,
            agenda,
            load(here.place),
            here.place,
            here.view,
            notices=notices,
            settings=wanted.settings,
        )
        return
    sweep()
    with passing_folder() as folder:
        passing = Library.at(folder / "library.db")
        title, told = _fill(passing, names)
        yield Opened(
            passing,
            agenda,
            place_file=here.place,
            view_file=here.view,
            title=title,
            notices=(*notices, *told),
            own=library,
            settings=wanted.settings,
        )


def _fill(passing: Library, names: list[str]) -> tuple[str, tuple[str, ...]]:
    """Put the sources called *names*, or the samples, into a library; return its title, what to say."""
    from confbrowse.cli import shelf  # reading sources costs more than a browser needs to start

    gathered = shelf.read(names) if names else shelf.samples()
    for programme in reversed(gathered.programmes):  # a library shows the one added last first
        passing.put(programme)
    if "-" in names:
        take_terminal()
    if names:
        return "Sources", ()
    return "Samples", (f"{shelf.SAMPLES_NOTE} A brings your own in.",)
