"""The harness that attacks confbrowse: ``python -m pytest -m faults``; ``--faults`` sets how much."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from faults.budget import Plan
from faults.forked import Zygote
from faults.reporting import PLAN

collect_ignore_glob = ["test_*"] if sys.platform == "win32" else []


@pytest.fixture(scope="session")
def plan(pytestconfig: pytest.Config) -> Plan:
    """Return how much is attacked, and with which seed."""
    return pytestconfig.stash[PLAN]


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """Yield the program that children are forked from."""
    with Zygote() as started:
        yield started


@pytest.fixture
def fast_folder(tmp_path: Path) -> Iterator[Path]:
    """Yield an empty folder, in memory if possible: a kill does not affect what waits for the disk."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder in it is our own
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(prefix="confbrowse-faults-", dir=memory) as name:
        yield Path(name)
