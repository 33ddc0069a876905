"""Temporary libraries leave nothing behind, and delete nothing that is in use."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from confbrowse.cli.browse import delete_abandoned, temporary_library

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Nothing is swept on Windows.")

WAITING = """
import sys
from confbrowse.cli.browse import temporary_library
with temporary_library() as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the system's folder for temporary files, which is private to this test."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@contextmanager
def another() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Yield another process that has a temporary library, and its folder."""
    command = [sys.executable, "-c", WAITING]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        yield process, Path(process.stdout.readline().strip())


def test_the_folder_is_there_and_then_gone(temporary: Path) -> None:
    with temporary_library() as folder:
        assert folder.is_dir()
        assert folder.parent == temporary
    assert not list(temporary.iterdir())


def test_the_folder_of_one_who_was_killed_is_swept() -> None:
    with another() as (process, folder):
        assert folder.is_dir()
        os.kill(process.pid, signal.SIGKILL)
    delete_abandoned()
    assert not folder.exists()


def test_the_folder_of_one_who_lives_stays() -> None:
    with another() as (_process, folder):
        delete_abandoned()
        assert folder.is_dir()
    assert not folder.exists()


def test_what_is_not_ours_stays(temporary: Path) -> None:
    (temporary / "confbrowse-x1y2").mkdir()
    (temporary / "confbrowse-x1y2" / "note.md").write_text("a note in an editor")
    (temporary / "elsewhere").mkdir()
    (temporary / "elsewhere" / "in-use").touch()
    (temporary / "confbrowse-sources-link").symlink_to(temporary / "elsewhere")
    delete_abandoned()
    assert (temporary / "confbrowse-x1y2" / "note.md").exists()
    assert (temporary / "elsewhere" / "in-use").exists()
