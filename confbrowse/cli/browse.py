"""What the browser opens with: the library, the samples if it is empty, or other sources."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from confbrowse.cli.context import back_up, sync_file
from confbrowse.errors import StoreError
from confbrowse.paths import app_dirs
from confbrowse.settings import Settings
from confbrowse.settings import load as load_settings
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.system.terminal_modes import take_terminal
from confbrowse.tui.view_state import DEFAULT_VIEW, ViewState, load

_PREFIX = "confbrowse-sources-"
_LOCK = "in-use"
"""Name of a file that is locked for as long as the process that made the folder lives."""


@contextmanager
def temporary_library() -> Iterator[Path]:
    """Yield a temporary folder. Raises StoreError if it cannot be created."""
    try:
        folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        lock = (Path(folder.name) / "new").open("w")
        _is_locked(lock)
        (Path(folder.name) / "new").rename(
            Path(folder.name) / _LOCK
        )  # under its final name, delete_abandoned() of another process would delete it before it is locked
    except OSError as error:
        raise StoreError(f"Cannot make a temporary folder: {error.strerror}.") from error
    with folder as name, lock:
        yield Path(name)


def delete_abandoned() -> None:
    """Delete the temporary folders of killed processes."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError):  # locked by a live process, or gone already
            if lock.parent.is_symlink() or lock.is_symlink():
                continue
            with lock.open("r+") as opened:
                if _is_locked(opened):
                    shutil.rmtree(lock.parent)


def _is_locked(lock: IO[str]) -> bool:
    """Lock *lock*; return False if another process has locked it."""
    if sys.platform == "win32":
        return False  # Windows deletes no open file, so needs no lock
    import fcntl  # not available on Windows

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Opened:
    """What the browser is opened with."""

    library: LibraryStore
    agenda: MarkStore
    state: ViewState = DEFAULT_VIEW
    place_file: Path | None = None
    splash_file: Path | None = None
    title: str = "All programmes"
    notices: tuple[str, ...] = ()
    """Sentences to show after the first frame."""
    own: LibraryStore | None = None
    """The user's library, if *library* is a temporary one."""
    settings: Settings = field(default_factory=Settings)


@contextmanager
def opened(names: list[str]) -> Iterator[Opened]:
    """Yield what to browse: the sources called *names*, else the library, else the samples.

    After a programme was read from standard input, keys are read from the terminal. The agenda is
    backed up when the browser has closed.
    """
    dirs = app_dirs()
    agenda = MarkStore.at(dirs.agenda, sync_file)
    library = LibraryStore.at(dirs.library, empty_if_newer=True)
    wanted = load_settings(dirs.settings)
    about_stores = tuple(notice for store in (agenda, library) if (notice := store.prepare()))
    notices = (*about_stores, *wanted.faults)
    if not names and (library.programmes() or library.is_newer()):
        yield Opened(
            library,
            agenda,
            load(dirs.view_state),
            dirs.view_state,
            dirs.splash,
            notices=notices,
            settings=wanted.settings,
        )
        back_up(agenda)
        return
    delete_abandoned()
    with temporary_library() as folder:
        temporary = LibraryStore.at(folder / "library.db")
        title, import_notices = _fill(temporary, names)
        yield Opened(
            temporary,
            agenda,
            place_file=dirs.view_state,
            splash_file=dirs.splash,
            title=title,
            notices=(*notices, *import_notices),
            own=library,
            settings=wanted.settings,
        )
    back_up(agenda)


def _fill(temporary: LibraryStore, names: list[str]) -> tuple[str, tuple[str, ...]]:
    """Import the sources called *names*, or the samples; return title and notices."""
    # loads every reader, which a browser of the library does not need
    from confbrowse.cli import inputs

    gathered = inputs.read(names) if names else inputs.samples()
    for programme in reversed(gathered.programmes):  # a library lists the latest programme first
        temporary.put(programme)
    if "-" in names:
        take_terminal()
    if names:
        return "Sources", ()
    return "Samples", ("These are samples: A adds a conference, ? shows the keys.",)
