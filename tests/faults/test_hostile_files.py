"""Any file: a reading or a sentence, in bounded time and memory."""

from collections import deque
from os import cpu_count
from pathlib import Path

import pytest
from faults.bombs import BOMBS
from faults.budget import Plan
from faults.forked import Child, Zygote
from sample_formats import NAMES, SAMPLES

from confbrowse.sources.files import LARGEST

pytestmark = pytest.mark.faults

_BATCH = 500
_PATIENCE = 40.0
"""Seconds that a bomb may take on a busy machine."""
_TIMES_PLAIN, _FREE = 25, 2.0
"""The allowed multiple of the time of a plain file of the same size, and additional seconds."""
_TIMES_LARGEST = 6
"""The memory limit as a multiple of the size of the largest file allowed."""


def test_a_mutated_file_is_read_or_refused(plan: Plan, zygote: Zygote, tmp_path: Path) -> None:
    assert set(NAMES) <= set(SAMPLES), "a format without a sample to mutate"
    row = plan.row("mutated files")
    numbers = deque(range(0, plan.amount(4_000, 1_000_000), _BATCH))
    has_time = plan.time_left(0.3, 45)
    running: deque[tuple[int, Child]] = deque()
    trouble = []
    while (numbers and has_time()) or running:
        while numbers and has_time() and len(running) < (cpu_count() or 1):
            first = numbers.popleft()
            child = zygote.fork(
                "faults.hostile_files:read_mutated",
                seed=plan.seed,
                first=first,
                count=_BATCH,
                folder=str(tmp_path),
            )
            running.append((first, child))
        first, child = running.popleft()
        found = child.outcome(600.0)
        row.used(found.memory)
        if found.crash:
            trouble.append(f"files {first} to {first + _BATCH - 1}: {found.crash}")
            continue
        row.tried += _BATCH
        row.survived += _BATCH - len(found.result["troubles"])
        row.took(found.result["slowest"][0], f"file {found.result['slowest'][1]}")
        trouble += found.result["troubles"]
        assert found.result["understood"], "the mutations leave nothing to be read"
    plan.judge(trouble)


@pytest.fixture
def bombed(fast_folder: Path) -> Path:
    """Return the folder of the bombs."""
    folder = fast_folder / "bombs"
    folder.mkdir()
    return folder


def test_a_bomb_costs_little_more_than_a_plain_file(
    plan: Plan, zygote: Zygote, bombed: Path
) -> None:
    row, trouble = plan.row("bombs"), []
    size = plan.amount(100_000, 2_000_000)
    patience = _PATIENCE * (1 + 3 * plan.scale)
    for name in BOMBS:
        found = zygote.call(
            "faults.hostile_files:read_bomb",
            seconds=patience,
            name=name,
            size=size,
            folder=str(bombed),
            is_plain=False,
        )
        row.tried += 1
        if found.crash:
            row.took(patience, f"{name}, which did not end")
            trouble.append(f"{name}, {size:,} bytes: {found.crash.splitlines()[-1]}")
            continue
        took = found.result["seconds"]
        plain = zygote.call(
            "faults.hostile_files:read_bomb",
            name=name,
            size=found.result["size"],
            folder=str(bombed),
            is_plain=True,
        )
        row.took(took, name)
        row.used(found.result["kib"])
        allowed = _FREE + _TIMES_PLAIN * plain.result["seconds"]
        if took > allowed:
            trouble.append(
                f"{name}, {size:,} bytes: {took:.1f} s, a plain file {plain.result['seconds']:.2f} s"
            )
        elif found.result["kib"] * 1024 > _TIMES_LARGEST * LARGEST:
            trouble.append(f"{name}, {size:,} bytes: {found.result['kib'] // 1024:,} MiB")
        else:
            row.survived += 1
    plan.judge(trouble)
