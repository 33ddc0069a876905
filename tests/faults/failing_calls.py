"""Conditions under which system calls fail, and what a child process does under them."""

import ctypes
import os
import resource
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from faults.fork_server import Say
from faults.homes import run
from faults.marks_oracle import states

from confbrowse.paths import app_dirs
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore

NOBODY = 65534


@contextmanager
def call(folder: str, name: str, nth: int, error: int, stays: bool) -> Iterator[Callable[[], int]]:
    """Let the *nth* call of this *name* on a file below *folder* fail with *error*."""
    library = ctypes.CDLL(None)
    library.fault_arm(name.encode(), folder.encode(), ctypes.c_long(nth), error, int(stays))
    failed = 0
    try:
        yield lambda: failed
    finally:
        failed = library.fault_disarm()


@contextmanager
def small_files(folder: str, size: int) -> Iterator[Callable[[], int]]:
    """Let no file grow beyond *size* bytes."""
    del folder
    with _limited(resource.RLIMIT_FSIZE, size):
        yield lambda: 1


@contextmanager
def few_handles(folder: str, left: int) -> Iterator[Callable[[], int]]:
    """Leave this many file descriptors."""
    del folder
    used = max(int(one) for one in os.listdir("/proc/self/fd")) + 1  # noqa: PTH208 - numbers
    with _limited(resource.RLIMIT_NOFILE, used + left):
        yield lambda: 1


@contextmanager
def _limited(what: int, limit: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(what)
    resource.setrlimit(what, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(what, (soft, hard))


@contextmanager
def rights(folder: str, below: str, mode: int) -> Iterator[Callable[[], int]]:
    """Give what is at *below*, seen from above *folder*, the *mode*; who runs this is not root."""
    found = sorted(Path(folder).parent.glob(below))
    before = {one: one.stat().st_mode for one in found}
    for one in found:
        one.chmod(mode)
    try:
        yield lambda: len(found)
    finally:
        for one, its in before.items():
            if one.exists():
                one.chmod(its)


@contextmanager
def full_disk(folder: str, left: int) -> Iterator[Callable[[], int]]:
    """Fill the small disk that *folder* is on, except for this many bytes."""
    ballast = Path(folder).parent / "ballast"
    disk = os.statvfs(folder)
    size = max(0, disk.f_bavail * disk.f_frsize - left)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, size))
    try:
        yield lambda: 1
    finally:
        ballast.unlink()


CONDITIONS: Mapping[str, Callable[..., Any]] = {
    one.__name__: one for one in (call, small_files, few_handles, rights, full_disk)
}


def attempt(
    _: Say, *, folder: str, condition: str, how: Sequence[Any], argv: Sequence[str], uid: int
) -> dict[str, object]:
    """Run confbrowse with *argv* under a *condition*, then once more without it; return all about it."""
    if uid:
        os.setresuid(uid, uid, uid)
    run(*argv[:1], "--help")  # what is imported late is imported by now
    before = state(argv)
    with CONDITIONS[condition](folder, *how) as failed:
        ran = run(*argv)
    bitten = failed()
    after = state(argv)
    again = run(*argv)
    return {
        "bitten": bitten,
        "ran": asdict(ran),
        "trouble": ran.trouble,
        "unchanged": after == before,
        "before": repr(before),
        "after": repr(after),
        "again": asdict(again),
    }


def state(argv: Sequence[str]) -> tuple[object, ...]:
    """Return everything that a user would miss: marks, programmes, the file to be written."""
    marks = states(MarkStore.at(app_dirs().agenda).marks())
    shelves = [(one.id, one.talks) for one in LibraryStore.at(app_dirs().library).programmes()]
    target = Path(argv[-1])
    is_export = argv[0] == "export" and target.is_file()
    return marks, shelves, target.read_bytes() if is_export else None
