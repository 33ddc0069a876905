"""Time to the first full frame, and memory, compared with a minimal app.

Usage: ``python tests/benchmarks/start.py --home DIR [--runs 20] [--json]``

Each run starts a program, waits until it is idle, and replays its output, piece by piece, on an emulated screen.
The first full frame is the moment at which nine of ten lines of the idle screen are shown for the first time. So
no text has to be known beforehand, the same rule applies to both programs, a frame that is filled in steps counts
when it is full, and a count or a clock that comes later does not matter.

confbrowse paints the last frame at once when it is started again. Both are measured: a start with a last frame,
and one without, as the very first.
"""

import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measure import (
    Comparison,
    Program,
    Target,
    come_to_rest,
    measured,
    read_arguments,
    report,
    screens,
    yardstick,
)

FULL = 0.9


@dataclass(frozen=True, slots=True)
class Start:
    """One start of one program."""

    frame_ms: float
    """From just before its start to the first full frame."""
    rss_mib: float
    """When idle after that frame."""
    rest: tuple[str, ...]
    """The idle screen."""


def main() -> None:
    arguments = read_arguments(__doc__, "runs", 20)
    ours, bare = measured(arguments), yardstick("bare_app.py")
    view = arguments.home / "state" / "view" if arguments.home else None
    ways = (partial(start, ours), partial(start_without, view, ours), partial(start, bare))
    if view:
        visit(ours)  # so that there is a last view
    warm = tuple(way() for way in ways)  # fills the caches of disk and bytecode
    runs = [tuple(way() for way in ways) for _ in range(arguments.runs)]
    for run in runs:
        for first, other in zip(warm, run, strict=True):
            assert is_full(other.rest, first.rest), "not the same screen at rest each time"
    report(compared(runs), (ours.name, bare.name), as_json=arguments.json)


def visit(program: Program) -> None:
    """Start *program* and quit it with its key."""
    with program.start() as terminal:
        come_to_rest(program, terminal)
        terminal.send(b"q")
        assert terminal.wait() == 0


def start(program: Program) -> Start:
    """Start *program*, measure, and kill it when it is idle."""
    with program.start() as terminal:
        come_to_rest(program, terminal)
        shown = screens(terminal)
        full = next(at for at, lines in enumerate(shown) if is_full(lines, shown[-1]))
        return Start(
            (terminal.arrivals[full].at - terminal.started) * 1000,
            terminal.rss_kib() / 1024,
            shown[-1],
        )


def start_without(view: Path | None, program: Program) -> Start:
    """Start *program* as ``start`` does, without the file *view*."""
    if view is None:
        return start(program)
    kept = view.read_bytes()
    view.unlink()
    try:
        return start(program)
    finally:
        view.write_bytes(kept)


def is_full(lines: tuple[str, ...], rest: tuple[str, ...]) -> bool:
    """Whether *lines* contains nine of ten lines that are not blank in *rest*."""
    pairs = [(line, last) for line, last in zip(lines, rest, strict=True) if last]
    assert pairs, "the screen at rest is blank"
    return sum(line == last for line, last in pairs) >= FULL * len(pairs)


def compared(runs: list[tuple[Start, ...]]) -> tuple[Comparison, ...]:
    """Return time, with and without a last frame, and memory, each compared with the bare app."""
    again, first, bare = zip(*runs, strict=True)
    frames = tuple(one.frame_ms for one in bare)
    return (
        Comparison(
            "start to first full frame",
            "ms",
            tuple(one.frame_ms for one in again),
            frames,
            Target("ratio", 1.15),
        ),
        Comparison(
            "the same, without a last view",
            "ms",
            tuple(one.frame_ms for one in first),
            frames,
        ),
        Comparison(
            "resident after the first frame",
            "MiB",
            tuple(one.rss_mib for one in first),
            tuple(one.rss_mib for one in bare),
            Target("difference", 12),
        ),
    )


if __name__ == "__main__":
    main()
