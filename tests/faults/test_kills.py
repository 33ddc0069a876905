"""Killed at any moment: every mark that was reported as saved is in the agenda and the sync file."""

from pathlib import Path
from random import Random
from time import monotonic

import pytest
from faults.budget import Plan
from faults.forked import PATIENCE, Zygote
from faults.homes import IDS, Home, made
from faults.marks_oracle import Oracle

pytestmark = pytest.mark.faults

_MOST_MARKS = 6
"""The most marks acknowledged before a child is killed."""
_STARTING, _MARKING = 0.04, 0.008
"""Seconds in which a child starts, and in which it makes a mark and shares it, or about that."""


@pytest.mark.parametrize(
    ("sync_file", "calendar"),
    [(False, False), (True, False), (False, True), (True, True)],
    ids=["alone", "sync file", "calendar", "both"],
)
def test_no_acknowledged_mark_is_lost_by_a_kill(
    sync_file: bool, calendar: bool, plan: Plan, zygote: Zygote, fast_folder: Path
) -> None:
    name = f"kills, {'sync file' if sync_file else 'no sync file'}{', calendar' * calendar}"
    random, row = plan.random(name), plan.row(name)
    home = made(fast_folder / "home", sync_file=sync_file, calendar=calendar)
    oracle = Oracle(IDS, row, keeps_file=sync_file)

    for _ in range(plan.amount(40, 2_500)):
        row.tried += 1
        before = len(oracle.trouble)
        strike(home, oracle, zygote, random)
        row.survived += len(oracle.trouble) == before
    last = zygote.fork("faults.child_tasks:look", home.env, folder=str(home.folder))
    oracle.hear_all(last)

    plan.judge(oracle.trouble)
    assert not sync_file or home.sync_file.exists()
    assert not calendar or home.calendar.exists()


def strike(home: Home, oracle: Oracle, zygote: Zygote, random: Random) -> None:
    """Let a child mark, and kill it at a random moment."""
    child = zygote.fork(
        "faults.child_tasks:mark_on",
        home.env,
        folder=str(home.folder),
        seed=random.randrange(2**32),
        talks=IDS,
        most=10_000,
    )
    marks = random.randrange(_MOST_MARKS + 1)
    wait = random.uniform(0, _MARKING if marks else _STARTING)
    enough = oracle.acknowledged + marks
    while oracle.acknowledged < enough and not child.ended:
        if said := child.next(PATIENCE):
            oracle.hear(said)
    moment = monotonic() + wait
    while not child.ended and (left := moment - monotonic()) > 0:
        if said := child.next(left):
            oracle.hear(said)
    child.kill()
    oracle.hear_all(child)
