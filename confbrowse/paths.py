"""Where confbrowse keeps its files and finds the ones it ships. Creates nothing: the writer does."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the directory *name* that ships with confbrowse.

    A wheel carries it inside the package; a checkout keeps it beside the package. The package is
    looked at first: beside an installed one, a directory of this name may be somebody else's.
    """
    for home in (_PACKAGE, _PACKAGE.parent):
        if (home / name).is_dir():
            return home / name
    raise FileNotFoundError(f"confbrowse was installed without its {name} directory")


@dataclass(frozen=True, slots=True)
class Places:
    """The four folders of one reader; none need exist."""

    data: Path
    """The agenda, which is precious, and the library."""
    config: Path
    cache: Path
    state: Path
    """The last place on screen, and the log."""

    @property
    def agenda(self) -> Path:
        """Return the file of stars, notes and other marks."""
        return self.data / "agenda.db"

    @property
    def library(self) -> Path:
        """Return the file of programmes as imported."""
        return self.data / "library.db"

    @property
    def place(self) -> Path:
        """Return the file of the last place on screen."""
        return self.state / "place.json"

    @property
    def log(self) -> Path:
        """Return the file that tells of the last crash."""
        return self.state / "log"

    @property
    def settings(self) -> Path:
        """Return the file of the reader's settings."""
        return self.config / "config.toml"

    @property
    def view(self) -> Path:
        """Return the file of the last view of the main screen."""
        return self.state / "view"


def places() -> Places:
    """Return the reader's folders: all under ``CONFBROWSE_HOME`` if that is set, else the system's."""
    if home := os.environ.get("CONFBROWSE_HOME"):
        root = Path(os.path.expanduser(home)).absolute()  # noqa: PTH111 - pathlib's fails for ~nobody
        return Places(root / "data", root / "config", root / "cache", root / "state")
    dirs = platformdirs.PlatformDirs("confbrowse", appauthor=False)
    return Places(
        dirs.user_data_path, dirs.user_config_path, dirs.user_cache_path, dirs.user_state_path
    )
