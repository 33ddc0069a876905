"""Failing system calls: a command does what it reports, or changes nothing and says why."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from command_line import PAGE, written
from faults.budget import Plan, Row
from faults.failing_calls import NOBODY
from faults.forked import Zygote
from faults.homes import IDS, Home, made
from faults.marks_oracle import states

from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore

pytestmark = pytest.mark.faults

CALLS = [
    *(("write", error) for error in (errno.ENOSPC, errno.EIO, errno.EDQUOT)),
    *(("fsync", error) for error in (errno.EIO, errno.ENOSPC)),
    *(("open", error) for error in (errno.EMFILE, errno.EACCES, errno.EROFS, errno.ENOSPC)),
    *(("rename", error) for error in (errno.EACCES, errno.ENOSPC)),
    ("ftruncate", errno.EIO),
    ("unlink", errno.EACCES),
]
_LAST_CALL = 16
"""The most calls before the first one that fails."""
RIGHTS = [
    ("home/data", 0o555),
    ("home/data/*", 0o444),
    ("home/data/agenda.db", 0o444),
    ("home/data/agenda.db", 0o000),
    ("home/data/library.db", 0o000),
    ("home/data", 0o000),
    ("home/config/*", 0o000),
    ("home/cache", 0o555),
    ("home", 0o555),
    ("home-shared", 0o555),
    ("home-shared/*", 0o444),
    ("home-shared/*", 0o000),
]


@dataclass(slots=True)
class Attack:
    """Commands on copies of one home, each under a condition."""

    template: Home
    zygote: Zygote
    row: Row
    folder: Path
    uid: int = 0

    def strike(self, argv: Sequence[str], condition: str, *how: object) -> list[str]:
        """Run the command *argv* under the *condition*; return what it did wrong."""
        place = self.folder / "attacked"
        place.mkdir()
        home = self.template.copied(place / "home")
        words = [
            word.replace("SOURCE", str(self.source)).replace("OUT", str(place / "out.md"))
            for word in argv
        ]
        if self.uid:
            give_away(place, self.uid)
        found = self.zygote.call(
            "faults.failing_calls:attempt",
            home.env,
            folder=str(home.folder),
            condition=condition,
            how=how,
            argv=words,
            uid=self.uid,
        )
        shutil.rmtree(place)
        trouble = [f"a crash: {found.crash}"] if found.crash else wrong(found.result)
        if found.crash or found.result["bitten"]:
            self.row.tried += 1
            self.row.survived += not trouble
        return [f"{' '.join(words)} under {condition} {how}: {one}" for one in trouble]

    @property
    def source(self) -> Path:
        """A programme to add."""
        return self.folder / "icml-2021-night.txt"


def wrong(told: dict[str, Any]) -> list[str]:
    """Return what a command did wrong, given the report *told*."""
    ran, again = told["ran"], told["again"]
    trouble = [told["trouble"]] if told["trouble"] else []
    if ran["code"] == 2 and not told["unchanged"] and not ran["out"]:
        trouble.append(f"it failed ({ran['err']}) and changed {told['before']} to {told['after']}")
    if ran["code"] == 2 and again["code"] != 0:
        trouble.append(f"it does not work afterwards: {again}")
    return trouble


COMMANDS = (
    ("star", IDS[0], IDS[1]),
    ("note", IDS[2], "another note"),
    ("hide", IDS[3]),
    ("undo",),
    ("export", "md", "-o", "OUT"),
    ("add", "SOURCE"),
    ("remove", "icml-2021"),
)


@pytest.fixture
def template(zygote: Zygote, fast_folder: Path) -> Home:
    """Return a home with some marks and a sync file."""
    home = made(fast_folder / "template", sync_file=True, calendar=True)
    child = zygote.call(
        "faults.child_tasks:mark_on",
        home.env,
        folder=str(home.folder),
        seed=1,
        talks=IDS[2:],
        most=30,
    )
    assert not child.crash
    written(fast_folder / "icml-2021-night.txt", PAGE.replace("Session\n", "Session\n", 1))
    return home


def give_away(folder: Path, uid: int) -> None:
    """Make another user the owner of everything below *folder*."""
    for one in (folder, *folder.rglob("*")):
        os.chown(one, uid, uid)


@pytest.fixture(scope="session")
def failing_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the library that lets calls fail, built."""
    compiler = shutil.which("cc")
    if not compiler:
        pytest.skip("There is no C compiler to build what lets calls fail.")
    target = tmp_path_factory.mktemp("failing") / "failing_calls.so"
    source = Path(__file__).with_name("failing_calls.c")
    argv = [compiler, "-shared", "-fPIC", "-O1", "-o", str(target), str(source), "-ldl"]
    subprocess.run(argv, check=True)
    return target


def test_a_call_that_fails_changes_nothing(
    plan: Plan, failing_library: Path, template: Home, fast_folder: Path
) -> None:
    random, row = plan.random("calls"), plan.row("failing calls")
    trouble: list[str] = []
    with Zygote({"LD_PRELOAD": str(failing_library)}) as zygote:
        attack = Attack(template, zygote, row, fast_folder)
        for argv, name, error, nth, stays in calls(random, plan.amount(40, 3_000)):
            trouble += attack.strike(argv, "call", name, nth, error, stays)
    plan.judge(trouble)
    assert row.tried


def calls(random: Random, most: int) -> Iterator[tuple[Sequence[str], str, int, int, bool]]:
    """Yield commands, and the calls that fail in them."""
    for _ in range(most):
        name, error = random.choice(CALLS)
        yield (
            random.choice(COMMANDS),
            name,
            error,
            random.randint(1, _LAST_CALL),
            random.random() < 0.5,
        )


def test_small_files_and_few_handles_change_nothing(
    plan: Plan, zygote: Zygote, template: Home, fast_folder: Path
) -> None:
    random, row = plan.random("limits"), plan.row("small files, few handles")
    attack, trouble = Attack(template, zygote, row, fast_folder), []
    for _ in range(plan.amount(20, 1_000)):
        argv = random.choice(COMMANDS)
        trouble += attack.strike(argv, "small_files", random.randrange(100_000))
        trouble += attack.strike(argv, "few_handles", random.randrange(10))
    plan.judge(trouble)


def test_what_may_not_be_written_or_read_is_left_alone(
    plan: Plan, zygote: Zygote, template: Home, fast_folder: Path
) -> None:
    fast_folder.chmod(0o755)
    random, row = plan.random("rights"), plan.row("no rights")
    uid = NOBODY if os.geteuid() == 0 else os.geteuid()
    attack = Attack(template, zygote, row, fast_folder, uid)
    (fast_folder / "icml-2021-night.txt").chmod(0o644)
    trouble = []
    for below, mode in RIGHTS:
        for argv in random.sample(COMMANDS, min(len(COMMANDS), plan.amount(3, len(COMMANDS)))):
            trouble += attack.strike(argv, "rights", below, mode)
    plan.judge(trouble)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a disk of one MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    argv = [mount or "mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if not mount or os.geteuid() or subprocess.run(argv, check=False).returncode:
        pytest.skip("A small disk can be mounted only by root.")
    try:
        yield folder
    finally:
        subprocess.run([shutil.which("umount") or "umount", str(folder)], check=True)


def test_a_full_disk_changes_nothing(
    plan: Plan, zygote: Zygote, template: Home, small_disk: Path
) -> None:
    random, row = plan.random("disk"), plan.row("full disk")
    attack, trouble = Attack(template, zygote, row, small_disk), []
    written(attack.source, PAGE)
    for _ in range(plan.amount(30, 1_000)):
        left = random.choice((0, 0, 4096, 8192, random.randrange(200_000)))
        trouble += attack.strike(random.choice(COMMANDS), "full_disk", left)
    plan.judge(trouble)


def test_the_template_has_marks(template: Home) -> None:
    data = template.folder / "data"
    assert len(states(MarkStore.at(data / "agenda.db").marks())) > 10
    assert LibraryStore.at(data / "library.db").programmes()
