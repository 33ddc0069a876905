"""Shared fixtures: a separate home for each test, and confbrowse run on it."""

import gc
import os
import shutil
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any  # for what a stand-in passes on

import pytest
from command_line import BATS, MOTHS, OWLS, PAGE, Ran, Run, controls, written
from hostile_server import serving
from hypothesis import settings
from stories import ICML, Home, home_with
from sync_stores import Stores, stores_in
from textual import screen
from textual._compositor import (
    Compositor,
)  # private to Textual, but there is no other way not to draw
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from confbrowse.__main__ import main
from confbrowse.storage.marks import MarkStore
from confbrowse.tui.screens import browse, panes

# a busy machine is no fault of a talk; other examples come with every run, so half as many will do
settings.register_profile("at leisure", deadline=None, max_examples=50)
settings.load_profile("at leisure")

pytest_plugins = ["faults.reporting"]
_RENDER_UPDATE = Compositor.render_update
_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own there
_ROOM = 2 * 1024**3
"""Bytes that must be free there."""


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' files in memory, where there is room: no test waits for a disk then.

    Where Python is not to write bytecode beside the source, it goes into pytest's cache: compiling
    the tests takes longer than importing them.
    """
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
    cache = getattr(config, "cache", None)  # absent where its plugin is switched off
    if sys.dont_write_bytecode and cache:
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(cache.mkdir("bytecode"))
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Run named files or tests in this process: workers take longer to start than most files to run."""
    return 0 if config.args_source is pytest.Config.ArgsSource.ARGS else None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import the attacks only if they are wanted."""
    is_unwanted = "not faults" in str(config.getoption("markexpr"))
    return True if is_unwanted and collection_path.name == "faults" else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Spare the garbage collector what collection makes, which stays until the end."""
    gc.disable()
    found = yield
    gc.freeze()
    gc.enable()
    gc.set_threshold(10_000, 20, 20)
    return found


@pytest.fixture(autouse=True, scope="session")
def _no_home_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep a test that names no home away from the user's files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONFBROWSE_HOME", str(tmp_path_factory.mktemp("no-home")))
        patch.delenv("COLUMNS", raising=False)  # pytest-xdist sets it: lines would be wrapped
        yield


@pytest.fixture(autouse=True, scope="session")
def _many_apps_in_one_process() -> Iterator[None]:
    """Parse each stylesheet once, draw when ``settle`` does, and let what an app leaves behind be collected."""
    parse = Stylesheet._parse_rules  # private to Textual, but the only place
    parsed: dict[tuple[object, ...], list[RuleSet]] = {}

    def parse_once(sheet: Stylesheet, *given: Any, **named: Any) -> list[RuleSet]:
        key = (given, tuple(named.items()), tuple(sheet._variables.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, *given, **named)
        return parsed[key]

    def draw_later(compositor: Compositor, *_: Any, **__: Any) -> None:
        compositor._dirty_regions.clear()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        patch.setattr(Compositor, "render_update", draw_later)  # nobody sees these frames
        patch.setattr(screen, "UPDATE_PERIOD", 0.002)  # between two frames
        patch.setattr(panes, "_REST_SECONDS", 0.005)  # before the abstract follows the cursor
        patch.setattr(browse, "_PAUSE_SECONDS", 0.005)  # before other words are offered
        patch.setattr(gc, "freeze", lambda: None)  # each start would add a megabyte for good
        yield


@pytest.fixture
def every_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw every frame as it comes."""
    monkeypatch.setattr(Compositor, "render_update", _RENDER_UPDATE)


@pytest.fixture
def home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the command line's home, which does not exist yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("CONFBROWSE_HOME", str(folder))
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home for the screen whose library holds ICML, with nothing starred."""
    return home_with(tmp_path, ICML)


@pytest.fixture
def agenda(tmp_path: Path) -> MarkStore:
    """Return a store of marks that has no file yet."""
    return MarkStore.at(tmp_path / "agenda.db")


@pytest.fixture
def here(tmp_path: Path) -> Stores:
    """Return the empty stores of this machine."""
    return stores_in(tmp_path / "here")


@pytest.fixture
def there(tmp_path: Path) -> Stores:
    """Return the empty stores of another machine."""
    return stores_in(tmp_path / "there")


@pytest.fixture
def site() -> Iterator[str]:
    """Yield the address of a server on loopback that breaks every rule of a good site."""
    with serving() as address:
        yield address


@pytest.fixture
def run(home_folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that calls confbrowse, with an empty library at first."""
    assert not home_folder.exists()

    def run(*argv: str) -> Ran:
        code = main(argv)
        ran = Ran(code, *capsys.readouterr())
        assert not controls(ran.out + ran.err), "a terminal would obey this"
        assert all(line.startswith("confbrowse: ") for line in ran.err.splitlines())
        return ran

    return run


@pytest.fixture
def page(tmp_path: Path) -> str:
    """Return the name of a file with PAGE in it."""
    return written(tmp_path / "icml-2021-night.txt", PAGE)


@pytest.fixture
def filled(run: Run, page: str) -> Run:
    """Return a function that calls confbrowse on a library with PAGE in it."""
    assert run("add", page).code == 0
    return run


@pytest.fixture
def starred(filled: Run) -> Run:
    """Return a function that calls confbrowse on an agenda of three talks, two of which clash."""
    filled("star", MOTHS, OWLS, BATS)
    return filled
