"""A program on a terminal of its own, for tests and benchmarks that need the real thing.

``run_test`` of Textual has neither driver nor bytes: what is sent to a terminal, how soon, and what
state the terminal is left in can be seen only from the other end of a pty. POSIX only.
"""

import codecs
import errno
import os
import re
import select
import signal
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from emulator import LONGEST_QUERY, QUERY, Emulator, answer

_NOT_INHERITED = {
    *("LINES", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM_PROGRAM", "LANG", "LC_ALL", "LC_CTYPE")
}
_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_OFF_AT_EXIT = {b"1049", b"1000", b"1002", b"1003", b"1006", b"1015", b"1004", b"2004"}
_ON_AT_EXIT = {b"7", b"25"}
_PATIENCE = 60.0

_OF_TEXTUAL = re.compile(
    rb"\x1b\[(?:[\d;]*[mH]|\?[\d;]+[hl]|\?\d+\$p|>\d+u|<u)"
    rb"|\x1b\]22;[a-z-]*\x07"  # the shape of the mouse pointer
    rb"|\x1b\]8;(?:id=[\d-]+;https?://[!-~]+|;)\x1b\\"  # a hyperlink to a checked address
)
_CUT_OFF = re.compile(rb"\x1b(?:\[[0-?]*)?\Z")
_FOREIGN = re.compile(
    r"\x1b\[(?P<CSI>[0-?]*[ -/]*[@-~])"
    r"|\x1b\](?P<OSC>\d*)[^\x07\x1b]*(?:\x07|\x1b\\)?"
    r"|\x1b(?P<string>[PX^_])[^\x1b]*(?:\x1b\\)?"
    r"|\x1b(?P<ESC>[ -/]*[0-~]?)"
    r"|(?P<C0>[\x00-\x09\x0b\x0c\x0e-\x1f\x7f])"
    r"|(?P<C1>[\x80-\x9f])"
    r"|(?P<bidi>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])"
    r"|(?P<byte>[\udc80-\udcff])"
)
_STRINGS = {"P": "DCS", "X": "SOS", "^": "PM", "_": "APC"}
_NAMES = "NUL", "BEL", "BS", "HT", "VT", "FF", "SO", "SI", "DEL"
_CONTROLS = dict(zip((0, 7, 8, 9, 11, 12, 14, 15, 127), _NAMES, strict=True))


@dataclass(frozen=True, slots=True)
class Arrival:
    """One read from the program."""

    at: float
    """``time.perf_counter()`` after the read."""
    end: int
    """The number of bytes so far, including these."""


class Terminal:
    """*command* running on a pty; killed, if it still runs, at the end of the ``with`` block.

    *env* is laid over the environment of the tests less what would bend the output. With
    ``screen=False`` nothing is emulated, so that reading costs a benchmark next to no time.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        rows: int = 24,
        columns: int = 80,
        env: Mapping[str, str] | None = None,
        screen: bool = True,
    ) -> None:
        self._emulator = Emulator(rows, columns) if screen else None
        self._raw = bytearray()
        self._looked_at = 0
        self.ended = False
        """Whether the program has closed its end, so that no more output can arrive."""
        self._exit_code: int | None = None
        self.arrivals: list[Arrival] = []
        """Every read so far, in order."""
        self._fd, child_end = os.openpty()
        os.set_blocking(self._fd, False)
        self.started = time.perf_counter()
        """``time.perf_counter()`` just before the program was started."""
        try:
            termios.tcsetwinsize(child_end, (rows, columns))
            self.pid = _spawn(command, os.ttyname(child_end), env or {})
        finally:
            os.close(child_end)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.kill()
        os.close(self._fd)

    @property
    def raw(self) -> bytes:
        """Every byte the program has written so far."""
        return bytes(self._raw)

    @property
    def text(self) -> str:
        """The screen, without trailing blanks and blank lines."""
        return "\n".join(self._screen.lines).rstrip("\n")

    def line(self, number: int) -> str:
        """Return one row of the screen, from 0; negative numbers count from the bottom."""
        return self._screen.lines[number]

    @property
    def _screen(self) -> Emulator:
        assert self._emulator, "this terminal was started with screen=False"
        return self._emulator

    def send(self, keys: bytes) -> None:
        """Type *keys*. Raises AssertionError if the program does not read them."""
        deadline = time.perf_counter() + _PATIENCE
        while keys:
            left = deadline - time.perf_counter()
            assert left > 0, self._report("it takes no more keys")
            readable, writable, _ = select.select([self._fd], [self._fd], [], left)
            if writable:
                with suppress(BlockingIOError):  # there is room, but not for this many
                    keys = keys[os.write(self._fd, keys) :]
            if readable and not self._read(0):
                return  # it has ended

    def read_until(
        self, condition: "Callable[[Terminal], bool] | str", seconds: float = _PATIENCE
    ) -> None:
        """Read until *condition* holds, a string meaning that it can be seen.

        Without a screen a string is looked for in all of the output. AssertionError, with the
        screen in it, if that does not come true in *seconds* or before the program ends.
        """
        deadline = time.perf_counter() + seconds
        while not (self._sees(condition) if isinstance(condition, str) else condition(self)):
            self._read_or_fail(deadline, f"waiting for {condition!r}")
            assert not self.ended, self._report(f"it ended, waiting for {condition!r}")

    def settle(self, quiet_ms: int = 60) -> None:
        """Read until there is no output for *quiet_ms*. Raises AssertionError if that never happens."""
        settle_all([self], quiet_ms)

    def wait(self, seconds: float = _PATIENCE) -> int:
        """Read to the end; return the exit code, or minus the number of the signal that ended it."""
        deadline = time.perf_counter() + seconds
        while not self.ended:
            self._read_or_fail(deadline, "waiting for its end")
        return self._reap()

    def resize(self, columns: int, rows: int) -> None:
        """Change the size and notify the program."""
        if self._emulator:
            self._emulator.resize(rows, columns)
        termios.tcsetwinsize(self._fd, (rows, columns))  # the system sends SIGWINCH by itself

    def kill(self) -> None:
        """Kill the program with SIGKILL, if it still runs, and read the rest of its output."""
        if self._exit_code is None:
            os.kill(self.pid, signal.SIGKILL)
            self._reap()
        while self._read(0):
            pass

    def rss_kib(self) -> int:
        """Return the resident memory of the program, in KiB, without its children. Linux only."""
        rollup = Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Rss:"))

    def restored(self) -> bool:
        """Whether the terminal has been left as it was found.

        That is: alternate screen left, cursor shown, lines wrapping, no report of mouse, focus or
        pasting, and as many keyboard modes taken back as were asked for.
        """
        state = {
            mode: switch[2] == b"h"
            for switch in _MODE.finditer(self._raw)
            for mode in switch[1].split(b";")
        }
        keyboards = len(re.findall(rb"\x1b\[>\d*u", self._raw)) - self._raw.count(b"\x1b[<u")
        return (
            not any(state.get(mode, False) for mode in _OFF_AT_EXIT)
            and all(state.get(mode, True) for mode in _ON_AT_EXIT)
            and keyboards == 0
        )

    def _sees(self, wanted: str) -> bool:
        return wanted in self.text if self._emulator else wanted.encode() in self._raw

    def _read_or_fail(self, deadline: float, what_for: str) -> None:
        left = deadline - time.perf_counter()
        assert self._read(left) or self.ended, self._report(f"nothing more came, {what_for}")

    def _read(self, seconds: float) -> bool:
        """Read output for *seconds*; return whether there was any."""
        if self.ended or not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return False
        data = _read_end(self._fd)
        now = time.perf_counter()
        self.ended = not data
        if data:
            self._raw += data
            self.arrivals.append(Arrival(now, len(self._raw)))
            if self._emulator:
                self._emulator.feed(data)
            self._answer()
        return bool(data)

    def _answer(self) -> None:
        cursor = self._emulator.cursor if self._emulator else (0, 0)
        for query in list(QUERY.finditer(self._raw, self._looked_at)):
            self.send(answer(query[0], cursor))
            self._looked_at = query.end()
        self._looked_at = max(self._looked_at, len(self._raw) - LONGEST_QUERY)

    def _reap(self) -> int:
        if self._exit_code is None:
            self._exit_code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._exit_code

    def _report(self, trouble: str) -> str:
        seen = self.text if self._emulator else repr(bytes(self._raw[-2000:]))
        return f"{trouble}\n--- the terminal ---\n{seen}\n--- end ---"


def settle_all(terminals: Sequence[Terminal], quiet_ms: int) -> None:
    """Settle all *terminals* at once: none of them has written anything for *quiet_ms* then."""
    deadline = time.perf_counter() + _PATIENCE
    quiet = False
    while not quiet:
        select.select([one._fd for one in terminals if not one.ended], [], [], quiet_ms / 1000)
        read = [terminal for terminal in terminals if terminal._read(0)]
        quiet = not read
        for terminal in read:
            assert time.perf_counter() < deadline, terminal._report("it never stops writing")


def _spawn(command: Sequence[str], tty: str, env: Mapping[str, str]) -> int:
    # A session leader that opens a terminal gets it as its own: no code need run between fork and
    # exec, so this is as safe with threads about, and as fast, as starting a program can be.
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in _NOT_INHERITED and not name.startswith("TEXTUAL")
    }
    return os.posix_spawnp(
        command[0],
        tuple(command),
        {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", **env},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, tty, os.O_RDWR, 0),
            (os.POSIX_SPAWN_DUP2, 0, 1),
            (os.POSIX_SPAWN_DUP2, 0, 2),
        ],
        setsid=True,
        setsigdef=(signal.SIGINT, signal.SIGHUP, signal.SIGPIPE),  # an ignored signal is inherited
    )


def _read_end(fd: int) -> bytes:
    try:
        return os.read(fd, 1 << 16)
    except OSError as error:
        if error.errno != errno.EIO:  # how Linux reports the end of a pty
            raise
        return b""


def leaked(raw: bytes) -> list[str]:
    """Name what no Textual driver writes by itself, each once, in the order of appearance.

    ``BEL``, ``CSI 2J``, ``OSC 0``, ``DCS``, ``ESC c``, ``C1 U+009B``, ``bidi U+202E``, ``byte 0x9B``
    (one that is not UTF-8) ... Copying to the clipboard is ``OSC 52``: expected only after such a key.
    """
    rest = _OF_TEXTUAL.sub(b"\n", _CUT_OFF.sub(b"", raw))
    # Not final: a program that was killed may have left half a character.
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(rest)
    return list(dict.fromkeys(_name(found) for found in _FOREIGN.finditer(text)))


def _name(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    value = found[kind]
    match kind:
        case "string":
            return _STRINGS[value]
        case "C0":
            return _CONTROLS.get(ord(value), f"C0 U+{ord(value):04X}")
        case "C1" | "bidi":
            return f"{kind} U+{ord(value):04X}"
        case "byte":
            return f"byte 0x{ord(value) - 0xDC00:02X}"
    return f"{kind} {value}".rstrip()
