"""Shared by the benchmarks: the programs to measure, statistics and output."""

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from emulator import Emulator
from terminal import Terminal

ROWS, COLUMNS = 40, 120
"""The size of every terminal here: a common one, wide enough for all panes."""
START_QUIET_MS = 500
"""After its start, a program that has written nothing for this long is ready."""
SHARES = (0.5, 0.9, 0.99)

_HERE = Path(__file__).resolve().parent
_CHECKOUT = _HERE.parents[1]


@dataclass(frozen=True, slots=True)
class Program:
    """Something to measure."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> Terminal:
        """Start it on a terminal that costs almost no time to read from."""
        # An empty value unsets it: what is compiled again at each start measures the compiler.
        env = {"PYTHONPATH": str(_CHECKOUT), "PYTHONDONTWRITEBYTECODE": "", **self.env}
        return Terminal(self.command, rows=ROWS, columns=COLUMNS, env=env, screen=False)


def yardstick(script: str) -> Program:
    """Return one of the bare programs beside this module, by the name of its file."""
    return Program(script.removesuffix(".py"), (sys.executable, str(_HERE / script)))


def confbrowse(home: Path) -> Program:
    """Return the confbrowse of this checkout, with all its files under *home*."""
    command = (sys.executable, "-m", "confbrowse")
    return Program("confbrowse", command, {"CONFBROWSE_HOME": str(home.absolute())})


@dataclass(frozen=True, slots=True)
class Target:
    """The target: the greatest distance of the median from that of the baseline."""

    by: Literal["ratio", "difference"]
    at_most: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One quantity of two programs, measured in turns in one run."""

    what: str
    unit: str
    ours: tuple[float, ...]
    yardstick: tuple[float, ...]
    target: Target | None = None

    def apart(self, share: float) -> float:
        """Return the ratio, or the difference, of the two at the percentile *share*."""
        ours, theirs = percentile(self.ours, share), percentile(self.yardstick, share)
        difference = self.target is not None and self.target.by == "difference"
        return ours - theirs if difference else ours / theirs

    @property
    def is_met(self) -> bool:
        """Whether the target is met; True if there is none."""
        return self.target is None or self.apart(0.5) <= self.target.at_most


def percentile(values: Iterable[float], share: float) -> float:
    """Return the smallest of *values* that is not less than *share* (0 to 1) of them."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def come_to_rest(program: Program, terminal: Terminal) -> None:
    """Wait until *program* has shown on *terminal* all that it shows by itself.

    AssertionError, with the last it wrote, where it ends instead.
    """
    terminal.read_until(lambda terminal: bool(terminal.arrivals), seconds=60)
    terminal.settle(START_QUIET_MS)
    assert not terminal.ended, (
        f"{program.name} ended: {terminal.raw[-2000:].decode(errors='replace')}"
    )


def screens(terminal: Terminal) -> list[tuple[str, ...]]:
    """Return the lines on the screen after each read from *terminal*, one by one."""
    emulator = Emulator(ROWS, COLUMNS)
    raw, begin, found = terminal.raw, 0, []
    for arrival in terminal.arrivals:
        emulator.feed(raw[begin : arrival.end])
        found.append(emulator.lines)
        begin = arrival.end
    return found


def read_arguments(doc: str | None, count: str, default: int, **words: str) -> argparse.Namespace:
    """Return ``home``, ``json``, ``stand_in``, the number of times, ``--`` *count*, and *words*."""
    parser = argparse.ArgumentParser(description=(doc or "").partition("\n")[0])
    parser.add_argument("--home", type=Path, help="what make_library.py has filled")
    parser.add_argument("--stand-in", metavar="SCRIPT", help="a bare program to measure instead")
    parser.add_argument(f"--{count}", type=int, default=default)
    parser.add_argument("--json", action="store_true")
    for name, word in words.items():
        parser.add_argument(f"--{name}", default=word)
    arguments = parser.parse_args()
    if not (arguments.home or arguments.stand_in):
        parser.error("say --home DIR, or --stand-in SCRIPT to see how fair the measuring is")
    return arguments


def measured(arguments: argparse.Namespace) -> Program:
    """Return the program to compare with the baseline."""
    return yardstick(arguments.stand_in) if arguments.stand_in else confbrowse(arguments.home)


def report(comparisons: Sequence[Comparison], names: tuple[str, str], *, as_json: bool) -> None:
    """Print the figures of both programs, their difference, and the target."""
    for comparison in comparisons:
        print(json.dumps(_record(comparison)) if as_json else _table(comparison, names))


def _record(comparison: Comparison) -> dict[str, object]:
    target = comparison.target
    return {
        "what": comparison.what,
        "unit": comparison.unit,
        "times": len(comparison.ours),
        "ours": {_label(share): percentile(comparison.ours, share) for share in SHARES},
        "yardstick": {_label(share): percentile(comparison.yardstick, share) for share in SHARES},
        "by": target.by if target else "ratio",
        "apart": {_label(share): comparison.apart(share) for share in SHARES},
        "target": target.at_most if target else None,
        "met": comparison.is_met,
    }


def _table(comparison: Comparison, names: tuple[str, str]) -> str:
    target = comparison.target
    rows = [
        _row(f"{comparison.what}, {comparison.unit}", map(_label, SHARES)),
        *(
            _row(f"  {name}", (f"{percentile(values, share):.2f}" for share in SHARES))
            for name, values in zip(names, (comparison.ours, comparison.yardstick), strict=True)
        ),
        _row(
            f"  {target.by if target else 'ratio'}",
            (f"{comparison.apart(share):.2f}" for share in SHARES),
        ),
    ]
    if target:
        verdict = "met" if comparison.is_met else "MISSED"
        rows[-1] += f"   target at p50 <= {target.at_most:g}: {verdict}"
    return "\n".join([*rows, ""])


def _row(name: str, cells: Iterable[str]) -> str:
    return f"{name:<44}" + "".join(f"{cell:>10}" for cell in cells)


def _label(share: float) -> str:
    return f"p{share * 100:g}"
