"""The latency of results after a letter, compared with fzf and with the bare echo of a letter.

Usage: ``python tests/benchmarks/search_key.py --home DIR [--keys 200] [--json]``

confbrowse (abstracts included), fzf over one line per talk (title, authors, session) and a bare Textual Input run
side by side; the same words are typed into each, one word in turns. A frame ends with the last byte before 4 ms of
silence; the output of a key ends with the last byte before 250 ms of it. The first frame is the echo of the
letter; the first one that is as large as rows of a list is our list, and the number of all hits follows. fzf lists
last: its list is the end of its output. At the end a word is typed at ten letters a second, without waiting for
the screen, and must be shown completely.
"""

import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

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
from terminal import Terminal

from confbrowse.storage.library import LibraryStore

WORDS = (
    "perciever", "graph neural", "transfomer attention", "bengio deep", "reinforcement lerning",
    "diffusion model", "robot grasp", "multi modal",
)  # fmt: skip
BLIND = "variational inference"
ERASE = b"\x15"
PLACE_KEPT_MS = 1_500
FRAME_QUIET = 0.004
LIST_BYTES = 1_500
"""An echo takes less, a screenful of talks takes more."""
KEY_QUIET_MS = 250


@dataclass(frozen=True, slots=True)
class Press:
    """One key and its output, in milliseconds after it was written."""

    echo_ms: float
    """To the first byte."""
    list_ms: float
    """To the end of the first frame as large as a list, else of the first frame."""
    rest_ms: float


def main() -> None:
    arguments = read_arguments(__doc__, "keys", 200)
    with tempfile.TemporaryDirectory() as folder:
        programs = [measured(arguments), yardstick("bare_input.py")]
        lines = Path(folder) / "lines"
        if shutil.which("fzf") and arguments.home:
            write_lines(arguments.home, lines)
            programs.append(Program("fzf", ("sh", "-c", f"exec fzf < {lines}")))
        else:
            print("There is no fzf here: it is left out.", file=sys.stderr)
        pressed = typed(programs, arguments.keys)
    for comparison, names in compared(pressed, [program.name for program in programs]):
        report((comparison,), names, as_json=arguments.json)


def write_lines(home: Path, path: Path) -> None:
    """Write a line for every talk in the library of *home*."""
    library = LibraryStore.at(home / "data" / "library.db")
    with path.open("w", encoding="utf-8") as file:
        for shelf in library.programmes():
            for talk in library.talk_headings(shelf.id):
                names = ", ".join(talk.authors)
                file.write(f"{talk.title} · {names} · {talk.session.title}\n")


def typed(programs: list[Program], keys: int) -> list[list[Press]]:
    """Return for each of *programs* the output of every key, after a first word to warm up."""
    terminals = [program.start() for program in programs]
    try:
        for program, terminal in zip(programs, terminals, strict=True):
            come_to_rest(program, terminal)
            if program.name == "confbrowse":
                press(terminal, b"/")
            for letter in "warming up":
                press(terminal, letter.encode())
            press(terminal, ERASE)
        pressed: list[list[Press]] = [[] for _ in programs]
        turn = 0
        while min(map(len, pressed)) < keys:
            for terminal, presses in zip(terminals, pressed, strict=True):
                presses += [press(terminal, one.encode()) for one in WORDS[turn % len(WORDS)]]
                press(terminal, ERASE)
            turn += 1
        type_blind(terminals[0])
    finally:
        for terminal in terminals:
            terminal.kill()
    return pressed


def type_blind(terminal: Terminal) -> None:
    """Type a word at ten letters a second. Raises AssertionError if a letter is lost."""
    for letter in BLIND:
        terminal.send(letter.encode())
        time.sleep(0.1)
    terminal.settle(KEY_QUIET_MS)
    shown = "\n".join(screens(terminal)[-1])
    assert BLIND in shown, f"not all of {BLIND!r} came"
    terminal.send(ERASE)  # the next start of anything in this home begins without a search
    terminal.settle(PLACE_KEPT_MS)


def press(terminal: Terminal, key: bytes) -> Press:
    """Press *key* once and time its output."""
    seen = len(terminal.arrivals)
    began = time.perf_counter()
    terminal.send(key)
    terminal.read_until(lambda terminal: len(terminal.arrivals) > seen)
    terminal.settle(KEY_QUIET_MS)
    came = [
        (after.at, after.end - before.end)
        for before, after in pairwise(terminal.arrivals[seen - 1 :])
    ]
    times = [at for at, _ in came]
    ends = [early for early, late in pairwise(times) if late - early >= FRAME_QUIET] + times[-1:]
    sizes = [sum(size for at, size in came if at <= end) for end in ends]
    large = (
        end
        for end, before, size in zip(ends, [0, *sizes], sizes, strict=False)
        if size - before >= LIST_BYTES
    )
    listed = next(large, ends[0])
    return Press(*((at - began) * 1000 for at in (ends[0], listed, times[-1])))


def compared(
    pressed: list[list[Press]], names: list[str]
) -> list[tuple[Comparison, tuple[str, str]]]:
    """Return our frames compared with the bare input, and the whole output of a key compared with fzf."""
    echoes = [tuple(one.echo_ms for one in presses) for presses in pressed]
    lists = [tuple(one.list_ms for one in presses) for presses in pressed]
    rests = [tuple(one.rest_ms for one in presses) for presses in pressed]
    bare = (names[0], names[1])
    echo = Comparison("letter to its echo", "ms", echoes[0], echoes[1], Target("ratio", 2.0))
    found = [
        (echo, bare),
        (Comparison("letter to the list, against an echo", "ms", lists[0], echoes[1]), bare),
    ]
    if len(names) > 2:
        what = "letter to the list that it brings"
        listed = Comparison(what, "ms", lists[0], rests[2], Target("ratio", 0.05))
        what = f"letter to {KEY_QUIET_MS} ms of silence"
        rest = Comparison(what, "ms", rests[0], rests[2], Target("ratio", 1.0))
        found += [(one, (names[0], names[2])) for one in (listed, rest)]
    return found


if __name__ == "__main__":
    main()
