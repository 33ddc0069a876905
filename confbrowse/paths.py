"""Where confbrowse keeps its files and finds those it ships. Creates nothing."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the directory *name* that ships with confbrowse.

    A wheel contains it inside the package; in a checkout it is beside the package. The package is
    searched first: beside an installed one, a directory of this name may belong to another program.
    """
    for home in (_PACKAGE, _PACKAGE.parent):
        if (home / name).is_dir():
            return home / name
    raise FileNotFoundError(f"confbrowse was installed without its {name} directory")


def expand_user(path: str) -> Path:
    """Return *path* with a leading ``~`` or ``~name`` replaced by that user's home directory.

    An unknown name is left as it is; Path.expanduser raises RuntimeError for it.
    """
    return Path(os.path.expanduser(path))  # noqa: PTH111 - see above


@dataclass(frozen=True, slots=True)
class AppDirs:
    """The four folders of one user; none need exist."""

    data: Path
    """The agenda, which cannot be rebuilt, and the library."""
    config: Path
    cache: Path
    state: Path
    """The view state, and the log."""

    @property
    def agenda(self) -> Path:
        """Return the file of all marks."""
        return self.data / "agenda.db"

    @property
    def library(self) -> Path:
        """Return the file of imported programmes."""
        return self.data / "library.db"

    @property
    def view_state(self) -> Path:
        """Return the file of the view state: scope, query, selection, sizes."""
        return self.state / "place.json"

    @property
    def log(self) -> Path:
        """Return the file with the traceback of the last crash."""
        return self.state / "log"

    @property
    def settings(self) -> Path:
        """Return the file of the user's settings."""
        return self.config / "config.toml"

    @property
    def splash(self) -> Path:
        """Return the file of the last frame of the main screen."""
        return self.state / "view"


def app_dirs() -> AppDirs:
    """Return the user's folders: all under ``CONFBROWSE_HOME`` if that is set, else the system's."""
    if home := os.environ.get("CONFBROWSE_HOME"):
        root = expand_user(home).absolute()
        return AppDirs(root / "data", root / "config", root / "cache", root / "state")
    dirs = platformdirs.PlatformDirs("confbrowse", appauthor=False)
    return AppDirs(
        dirs.user_data_path, dirs.user_config_path, dirs.user_cache_path, dirs.user_state_path
    )
