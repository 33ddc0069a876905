"""Folders and disks that cannot be written, also if root runs the tests: it drops its rights meanwhile."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

_NOBODY = 65534


@contextmanager
def folder() -> Iterator[Path]:
    """Yield an empty folder that the user nobody can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="confbrowse-test-") as name:
        made = Path(name).resolve()
        made.chmod(0o755)
        yield made


@contextmanager
def without_rights(place: Path, mode: int = 0o555) -> Iterator[None]:
    """Give *place* the *mode* and enforce it, even for root."""
    if sys.platform != "linux":
        pytest.skip("rights are taken away in the way of Linux")
    before = place.stat().st_mode
    is_root = os.geteuid() == 0
    place.chmod(mode)
    if is_root:
        _give(place, _NOBODY)  # private files stay private, whoever owns them
        os.setresuid(_NOBODY, _NOBODY, 0)
    try:
        yield
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
            _give(place, 0)
        place.chmod(before)


def _give(place: Path, user: int) -> None:
    """Make *user* the owner of *place* and everything in it.

    A database that another thread closes takes its `-shm` and `-wal` away between list and change.
    """
    for path in (place, *place.rglob("*")):
        with suppress(FileNotFoundError):
            os.chown(path, user, -1, follow_symlinks=False)


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Make the system refuse writes beyond the first *size* bytes of a file."""
    if sys.platform == "win32":
        pytest.skip("files are held small in the way of Unix")
    import resource  # not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
