"""The latency of a cursor key in the talk list, compared with a minimal list.

Usage: ``python tests/benchmarks/cursor_key.py --home DIR [--view 2] [--keys 300] [--json]``

Both programs run side by side and get ``j`` in turns of 30. A frame ends with the last byte before 15 ms of
silence. Programs that draw in several steps, each one tick of the screen apart, may be silent for longer in
between; so the next key waits for a longer silence, and the last byte before that is printed too, without a
target. ``--view`` is the key of another view than the programme: ``2`` for the agenda; the time to open it is
printed then.
"""

import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measure import (
    Comparison,
    Target,
    come_to_rest,
    measured,
    read_arguments,
    report,
    screens,
    yardstick,
)
from terminal import Terminal

KEY = b"j"
TURN = 30
FRAME_QUIET = 0.015
KEY_QUIET_MS = 60


@dataclass(frozen=True, slots=True)
class Press:
    """One key and its output, in milliseconds after it was written."""

    frame_ms: float
    rest_ms: float


def main() -> None:
    arguments = read_arguments(__doc__, "keys", 300, view="")
    programs = (measured(arguments), yardstick("bare_list.py"))
    with programs[0].start() as ours, programs[1].start() as bare:
        terminals = (ours, bare)
        for program, terminal in zip(programs, terminals, strict=True):
            come_to_rest(program, terminal)
        opened = [press(ours, arguments.view.encode()).rest_ms] if arguments.view else []
        before = [screens(terminal)[-1] for terminal in terminals]
        pressed: tuple[list[Press], list[Press]] = ([], [])
        for begin in range(0, arguments.keys, TURN):
            turn = min(TURN, arguments.keys - begin)
            for terminal, presses in zip(terminals, pressed, strict=True):
                presses += [press(terminal, KEY) for _ in range(turn)]
        for program, terminal, screen in zip(programs, terminals, before, strict=True):
            assert screens(terminal)[-1] != screen, f"{KEY!r} moves nothing in {program.name}"
    if opened:
        print(f"view {arguments.view} opened, to {KEY_QUIET_MS} ms of silence: {opened[0]:.0f} ms")
    report(compared(*pressed), (programs[0].name, programs[1].name), as_json=arguments.json)


def press(terminal: Terminal, key: bytes) -> Press:
    """Press *key* once and time its output."""
    seen = len(terminal.arrivals)
    began = time.perf_counter()
    terminal.send(key)
    terminal.read_until(lambda terminal: len(terminal.arrivals) > seen)
    terminal.settle(KEY_QUIET_MS)
    times = [arrival.at for arrival in terminal.arrivals[seen:]]
    gaps = pairwise(times)
    frame_end = next((early for early, late in gaps if late - early >= FRAME_QUIET), times[-1])
    return Press((frame_end - began) * 1000, (times[-1] - began) * 1000)


def compared(ours: list[Press], bare: list[Press]) -> tuple[Comparison, Comparison]:
    """Return the times to the frame, and to the end of the key's output."""
    return (
        Comparison(
            "cursor key to its frame",
            "ms",
            tuple(one.frame_ms for one in ours),
            tuple(one.frame_ms for one in bare),
            Target("ratio", 1.3),
        ),
        Comparison(
            f"cursor key to {KEY_QUIET_MS} ms of silence",
            "ms",
            tuple(one.rest_ms for one in ours),
            tuple(one.rest_ms for one in bare),
        ),
    )


if __name__ == "__main__":
    main()
