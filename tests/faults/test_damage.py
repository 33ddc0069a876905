"""Any damaged block of any file: what can still be read is kept, and damage is reported."""

import shutil
from pathlib import Path

import pytest
from faults.budget import Plan
from faults.damage import BLOCK, DAMAGE
from faults.forked import Zygote
from faults.homes import IDS, Home, made
from faults.marks_oracle import State, states

from confbrowse.storage.marks import MarkStore

pytestmark = pytest.mark.faults

COMMANDS = (
    ("agenda", "--json"),
    ("search", "number"),
    ("doctor",),
)
NOTE = ("note", IDS[0], "after the damage")


@pytest.fixture
def template(zygote: Zygote, fast_folder: Path) -> Home:
    """Return a home with every kind of file, including a log of the agenda that is not yet checkpointed."""
    home = made(fast_folder / "template", sync_file=True, calendar=True)
    child = zygote.fork(
        "faults.child_tasks:mark_on", home.env, folder=str(home.folder), seed=7, talks=IDS, most=60
    )
    assert not child.outcome().crash
    assert not zygote.call(
        "faults.child_tasks:run_commands", home.env, commands=[("search", "talk")]
    ).crash
    state = home.folder / "state"
    state.mkdir(exist_ok=True)
    (state / "place.json").write_text('{"programme": "icml-2021"}', encoding="utf-8")
    child = zygote.fork("faults.child_tasks:mark_and_wait", home.env, talk=IDS[1])
    assert child.next(60.0)  # its last mark is in the log alone
    kept = home.copied(fast_folder / "kept")
    child.kill()
    assert child.outcome().crash
    return kept


def files(home: Home) -> list[Path]:
    """Return every file with something in it."""
    found = [*home.folder.rglob("*"), *home.sync_file.parent.iterdir()]
    return sorted(one for one in found if one.is_file() and one.stat().st_size)


def test_a_spoiled_block_costs_nothing_that_can_be_read(
    plan: Plan, zygote: Zygote, template: Home, fast_folder: Path
) -> None:
    assert {"agenda.db", "agenda.db-wal", "library.db", "marks.jsonl", "config.toml"} <= {
        one.name for one in files(template)
    }
    marks = states(
        MarkStore.at(template.copied(fast_folder / "read").folder / "data" / "agenda.db").marks()
    )
    cases = [
        (file, at, damage)
        for file in files(template)
        for at in range(0, file.stat().st_size, BLOCK)
        for damage in DAMAGE
    ]
    random, row = plan.random("damage"), plan.row("spoiled blocks")
    few = plan.amount(30, len(cases))
    agendas = [case for case in cases if case[0].name.startswith("agenda.db")]
    trouble = []
    # half of them where marks are: they are a small part of all blocks
    some = (
        cases
        if few >= len(cases)
        else [*random.sample(agendas, few // 2), *random.sample(cases, few // 2)]
    )
    for file, at, damage in some:
        found = strike(zygote, template, fast_folder / "attacked", file, at, damage, marks)
        row.tried += 1
        row.survived += not found
        row.acknowledged += len(marks)
        row.lost += sum(one.startswith("lost") for one in found)
        trouble += [f"{file.name}, block at {at} {damage}: {'; '.join(found)}"] if found else []
    plan.judge(trouble)


def strike(
    zygote: Zygote,
    template: Home,
    place: Path,
    file: Path,
    at: int,
    damage: str,
    marks: dict[str, State],
) -> list[str]:
    """Damage *file* in a copy of *template*, use it, and return what is wrong then."""
    place.mkdir()
    home = template.copied(place / "home")
    if file.is_relative_to(template.folder):
        spoiled = home.folder / file.relative_to(template.folder)
    else:
        spoiled = home.sync_file.parent / file.name
    found = zygote.call(
        "faults.damage:live_with_damage",
        home.env,
        file=str(spoiled),
        damage=damage,
        at=at,
        marks=marks,
        commands=COMMANDS,
        note=NOTE,
    )
    shutil.rmtree(place)
    if found.crash:
        return [f"a crash: {found.crash}"]
    told = found.result
    trouble = [f"trouble: {one}" for one in told["trouble"]]
    trouble += [f"lost: {talk}" for talk in told["lost"]]
    return trouble + [f"wrong and not told: {talk}" for talk in told["untold"]]
