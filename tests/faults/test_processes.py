"""Eight processes on one home, some of them killed: none reverts the marks of another."""

import select
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from faults.budget import Plan
from faults.forked import PATIENCE, Child, Zygote
from faults.homes import IDS, Home, made
from faults.marks_oracle import Oracle

pytestmark = pytest.mark.faults

_PROCESSES = 8
_MARKS = 15
"""The marks that each makes before another one takes its place."""


@dataclass(slots=True)
class Worker:
    """Marks some talks, which no other worker marks, with one child after another."""

    home: Home
    zygote: Zygote
    oracle: Oracle
    random: Random
    child: Child | None = None

    def start(self) -> None:
        """Let a child go on where the last one ended."""
        self.child = self.zygote.fork(
            "faults.child_tasks:mark_beside_others",
            self.home.env,
            seed=self.random.randrange(2**32),
            talks=self.oracle.talks,
            most=_MARKS,
        )

    def end(self) -> None:
        """Wait until the child is done."""
        if self.child:
            self.oracle.hear_all(self.child)


@pytest.mark.parametrize("with_kills", [False, True], ids=["in peace", "killed"])
def test_eight_processes_take_back_nothing_of_each_other(
    with_kills: bool, plan: Plan, zygote: Zygote, fast_folder: Path
) -> None:
    name = f"eight processes{', killed' * with_kills}"
    random, row = plan.random(name), plan.row(name)
    home = made(fast_folder / "home", sync_file=True, calendar=True)
    workers = [
        Worker(home, zygote, Oracle(IDS[at::_PROCESSES], row), random) for at in range(_PROCESSES)
    ]

    for worker in workers:
        worker.start()
    for _ in range(plan.amount(12, 500)):
        worker = one_that_spoke(workers)
        row.tried += 1
        if with_kills:
            listen(worker, random.randrange(_MARKS))
            assert worker.child
            worker.child.kill()
        before = len(worker.oracle.trouble)
        worker.end()
        row.survived += len(worker.oracle.trouble) == before
        worker.start()
    for worker in workers:
        worker.end()

    together = Oracle(IDS, row, keeps_file=True)
    look(home, zygote, together, workers)
    undone = zygote.call("faults.child_tasks:undo_and_redo_all", home.env)
    look(home, zygote, together, workers)
    trouble = [
        one for each in (*(worker.oracle for worker in workers), together) for one in each.trouble
    ]
    plan.judge([*trouble, *filter(None, [undone.crash])])
    assert undone.result


def one_that_spoke(workers: list[Worker]) -> Worker:
    """Return a worker whose child has reported something, or ended."""
    children = {worker.child.handle: worker for worker in workers if worker.child}
    ready, _, _ = select.select(list(children), [], [], PATIENCE)
    assert ready, "no child says anything any more"
    return children[ready[0]]


def listen(worker: Worker, marks: int) -> None:
    """Process the reports of the child of *worker* until it has made this many *marks*, or ended."""
    enough = worker.oracle.acknowledged + marks
    while worker.child and not worker.child.ended and worker.oracle.acknowledged < enough:
        if said := worker.child.next(PATIENCE):
            worker.oracle.hear(said)


def look(home: Home, zygote: Zygote, together: Oracle, workers: list[Worker]) -> None:
    """Compare all marks, here and in the sync file, with the acknowledged ones of each worker."""
    for worker in workers:
        together.adopt(worker.oracle)
    together.hear_all(zygote.fork("faults.child_tasks:look", home.env, folder=str(home.folder)))
    for worker in workers:
        worker.oracle.adopt(together)
