"""The options of the attacks, and one table of the results of all workers."""

import os
from dataclasses import asdict
from typing import Any  # for a worker: pytest-xdist comes without types

import pytest
from faults.budget import Plan, Row, table

PLAN = pytest.StashKey[Plan]()
_SEED = "faults_seed"
_ROWS = "faults_rows"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that set how much ``-m faults`` attacks."""
    group = parser.getgroup("faults", "attacks on confbrowse, run by -m faults")
    group.addoption(
        "--faults",
        choices=["short", "long"],
        default="short",
        help="short: three minutes; long: about two hours",
    )
    group.addoption(
        "--faults-scale", type=float, help="share of the long form to run; 0 is the short form"
    )
    group.addoption("--faults-seed", type=int, help="seed of all random choices")


def pytest_configure(config: pytest.Config) -> None:
    """Draw the seed, if none is given; a worker takes that of the run."""
    seed = getattr(config, "workerinput", {}).get(_SEED, config.getoption(_SEED))
    if seed is None:
        seed = int.from_bytes(os.urandom(4), "big")
    scale = config.getoption("faults_scale")
    if scale is None:
        scale = 1.0 if config.getoption("faults") == "long" else 0.0
    config.stash[PLAN] = Plan(seed, scale)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Give a worker the seed of the run."""
    node.workerinput[_SEED] = node.config.stash[PLAN].seed


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Return the results of a worker."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_ROWS] = [asdict(row) for row in session.config.stash[PLAN].rows]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Collect the results of a worker; one that crashed has none."""
    rows = getattr(node, "workeroutput", {}).get(_ROWS, ())
    node.config.stash[PLAN].rows += [Row(**row) for row in rows]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the table, and how to reproduce the run."""
    plan = config.stash[PLAN]
    if not plan.rows:
        return
    terminalreporter.section("faults")
    for line in table(plan.rows):
        terminalreporter.write_line(line)
    terminalreporter.write_line(f"The same again: {plan.repeat}")
