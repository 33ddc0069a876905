"""Any site: a page or a sentence, at the latest when the time limit of a fetch is reached."""

from pathlib import Path

import pytest
from command_line import controls
from faults.budget import Plan
from faults.forked import Zygote
from faults.hostile_sites import ANSWERS, LIMITS

pytestmark = pytest.mark.faults

_BUSY = 5.0
"""Seconds that a busy machine may add."""
_TLS = "no TLS"


def test_a_hostile_site_gives_a_page_or_a_sentence(
    plan: Plan, zygote: Zygote, tmp_path: Path
) -> None:
    row, trouble = plan.row("hostile sites"), []
    for number in range(plan.amount(1, 30)):
        found = zygote.call(
            "faults.hostile_sites:fetch_all",
            seed=plan.seed + number,
            folder=str(tmp_path / str(number)),
        )
        assert not found.crash, found.crash
        row.used(found.memory)
        for name, told in found.result.items():
            row.tried += 1
            row.took(told["seconds"], name)
            wrong = what_is_wrong(name, told)
            row.survived += not wrong
            trouble += [f"{name}: {one}" for one in wrong]
    assert row.tried >= len(ANSWERS)
    plan.judge(trouble)


def what_is_wrong(name: str, told: dict[str, object]) -> list[str]:
    """Return what is wrong with the result of fetching the answer of this *name*."""
    said, seconds, size = str(told["said"]), told["seconds"], told["size"]
    assert isinstance(seconds, float)
    assert isinstance(size, int)
    wrong = [str(told["crash"])] if told["crash"] else []
    if said and (not said.endswith(".") or controls(said)):
        wrong.append(f"this is no sentence: {said!r}")
    if seconds > LIMITS.seconds + _BUSY:
        wrong.append(f"it took {seconds:.1f} seconds")
    if size > LIMITS.bytes:
        wrong.append(f"{size:,} bytes were taken in")
    if name == _TLS and "certificate" in said:
        wrong.append(f"a plain port has no certificate: {said}")
    return wrong
