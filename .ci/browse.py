"""Use an installed confbrowse on a pseudo-terminal, with the standard library alone.

Usage: ``python browse.py TITLE COMMAND...``: waits until a talk called TITLE is on the screen, moves
down, stars, quits; fails unless the program exits with 0 and restores the terminal.
"""

import os
import re
import select
import subprocess
import sys
import termios
import time
from functools import partial

ROWS, COLUMNS = 24, 80
PATIENCE = 60.0
WORDS = 3
"""Of the title; the rest may not fit on the line."""
SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")
MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
OFF = (b"1049", b"1000", b"1002", b"1003", b"1004", b"1006", b"1015", b"2004")
AT_REST = {b"25": b"h", b"7": b"h", **dict.fromkeys(OFF, b"l")}
"""What the last switch of a mode must be: cursor and wrapping on; alternate screen, mouse, focus,
pasting off."""


def main(title: str, command: list[str]) -> None:
    """Run *command* and use it; raises SystemExit with a sentence if it misbehaves."""
    screen, terminal = os.openpty()
    termios.tcsetwinsize(terminal, (ROWS, COLUMNS))
    before = termios.tcgetattr(screen)
    program = subprocess.Popen(  # noqa: S603 - what .ci/run has just installed
        command,
        preexec_fn=partial(os.login_tty, terminal),
        env={**os.environ, "TERM": "xterm-256color"},
    )
    os.close(terminal)
    try:
        seen = use(screen, title)
        code = program.wait(PATIENCE)
    finally:
        program.kill()
    switches = {mode: to for modes, to in MODE.findall(seen) for mode in modes.split(b";")}
    left_on = [mode for mode, to in AT_REST.items() if switches.get(mode, to) != to]
    expect(seen, f"it ended with {code}", code == 0)
    expect(seen, f"modes are left on: {left_on}", not left_on)
    expect(seen, "the line is not as it was", termios.tcgetattr(screen) == before)
    print(f"{' '.join(command)}: opened, moved, starred, quit; the terminal is as it was")


def use(screen: int, title: str) -> bytes:
    """Press the keys once *title* is to be seen; return all that came until the end."""
    words = re.compile(rb"\s+".join(re.escape(word.encode()) for word in title.split()[:WORDS]))
    deadline = time.monotonic() + PATIENCE
    seen, pressed = b"", False
    while more := read(screen, deadline, seen):
        seen += more
        if not pressed and words.search(SEQUENCE.sub(b"", seen)):
            os.write(screen, b"jsq")
            pressed = True
    expect(seen, f"{title} was never on the screen", pressed)
    return seen


def read(screen: int, deadline: float, seen: bytes) -> bytes:
    """Return what comes next, nothing at the end of the program."""
    ready, _, _ = select.select([screen], [], [], max(0.0, deadline - time.monotonic()))
    expect(seen, f"nothing more came within {PATIENCE:.0f} seconds", bool(ready))
    try:
        return os.read(screen, 1 << 16)
    except OSError:  # how Linux reports the end of a terminal
        return b""


def expect(seen: bytes, trouble: str, holds: bool) -> None:
    """Leave with *trouble*, and the end of what was *seen*, unless it *holds*."""
    if not holds:
        tail = SEQUENCE.sub(b"", seen).decode(errors="replace")[-2000:]
        sys.exit(f"confbrowse on a terminal: {trouble}\n{tail}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
