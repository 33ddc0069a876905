"""Folders and disks that cannot be written, for whoever runs the tests: root is nobody meanwhile."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_NOBODY = 65534


@contextmanager
def folder() -> Iterator[Path]:
    """Yield an empty folder that nobody can reach too, which pytest's own cannot."""
    with tempfile.TemporaryDirectory(prefix="confbrowse-test-") as name:
        made = Path(name).resolve()
        made.chmod(0o755)
        yield made


@contextmanager
def without_rights(place: Path, mode: int = 0o555) -> Iterator[None]:
    """Give *place* the *mode* and hold us to it, though we may be root."""
    if sys.platform != "linux":
        pytest.skip("rights are taken away in the way of Linux")
    before = place.stat().st_mode
    is_root = os.geteuid() == 0
    place.chmod(mode)
    if is_root:
        os.setresuid(_NOBODY, _NOBODY, 0)
    try:
        yield
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
        place.chmod(before)


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Make the system refuse whatever would lie behind the first *size* bytes of a file."""
    if sys.platform == "win32":
        pytest.skip("files are held small in the way of Unix")
    import resource  # not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
