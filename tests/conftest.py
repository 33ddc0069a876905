"""What tests are given: a home of their own, and confbrowse called on it."""

from pathlib import Path

import pytest
from command_line import BATS, MOTHS, OWLS, PAGE, Ran, Run, controls, written
from hypothesis import settings

from confbrowse.__main__ import main

# a busy machine is no fault of a talk; other examples come with every run, so half as many will do
settings.register_profile("at leisure", deadline=None, max_examples=50)
settings.load_profile("at leisure")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the reader's folder, which does not exist yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("CONFBROWSE_HOME", str(folder))
    return folder


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what calls confbrowse, with an empty library to begin with."""
    assert not home.exists()

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
    """Return what calls confbrowse on a library with PAGE in it."""
    assert run("add", page).code == 0
    return run


@pytest.fixture
def starred(filled: Run) -> Run:
    """Return what calls confbrowse on an agenda of three talks, two of which clash."""
    filled("star", MOTHS, OWLS, BATS)
    return filled
