"""What a terminal shows and answers after the bytes it was sent: pyte, fed what it understands.

pyte prints the end of a sequence it does not know (``CSI < u`` leaves a ``u`` on the screen), stops
with a TypeError at others, and has no alternate screen. The filter in here sees to all three.
"""

import re

import pyte

_SEQUENCE = re.compile(
    rb"\x1b(?:"
    rb"\[[0-?]*[ -/]*[@-~]"  # CSI
    rb"|[\]PX^_][^\x07\x18\x1a\x1b]*(?:\x07|\x1b\\)?"  # OSC, DCS, SOS, PM, APC
    rb"|[ -/]*[0-OQ-WYZ\\`-~]"  # two letters, or three
    rb")"
)
_UNDERSTOOD = re.compile(
    rb"\x1b(?:[78DEHMc]|#8|[%()].|\["
    rb"(?:\?[\d;]*[hl]|[\d;]*[hlm]|\d*(?:;\d*)?[Hfr]|\d*[@A-GJ-MPXadeg'])"
    rb")"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x18\x1a\x1b]*\x1b?|[ -/]*)?\Z")
_ALTERNATE = re.compile(rb"(\x1b\[\?1049[hl])")

QUERY = re.compile(rb"\x1b\[(?:[56]n|>?0?c|\?\d{1,5}\$p)")
"""What a program may ask its terminal: state, cursor, kind, whether it knows a mode."""
LONGEST_QUERY = len(b"\x1b[?12345$p")
_SYNCHRONISED_OUTPUT = b"2026"


class Emulator:
    """A screen of *rows* by *columns* cells, blank until it is fed."""

    def __init__(self, rows: int, columns: int) -> None:
        self._main = pyte.Screen(columns, rows)
        self._alternate = pyte.Screen(columns, rows)
        self._streams = {
            screen: pyte.ByteStream(screen) for screen in (self._main, self._alternate)
        }
        self._shown = self._main
        self._held = b""

    def feed(self, data: bytes) -> None:
        """Draw *data*; a sequence cut off at its end waits for the rest."""
        data = self._held + data
        unfinished = _UNFINISHED.search(data)
        end = unfinished.start() if unfinished else len(data)
        self._held = data[end:]
        for piece in _ALTERNATE.split(data[:end]):
            if _ALTERNATE.fullmatch(piece):
                self._show(alternate=piece.endswith(b"h"))
            else:
                self._streams[self._shown].feed(_SEQUENCE.sub(_what_pyte_knows, piece))

    def resize(self, rows: int, columns: int) -> None:
        """Change the size; what no longer fits is lost, as on a terminal."""
        self._main.resize(rows, columns)
        self._alternate.resize(rows, columns)

    @property
    def lines(self) -> tuple[str, ...]:
        """The rows from the top, without trailing blanks."""
        screen = self._shown
        return tuple(
            # Not Screen.display: it fails where half of a wide character was written over.
            "".join(screen.buffer[y][x].data for x in range(screen.columns)).rstrip()
            for y in range(screen.lines)
        )

    @property
    def cursor(self) -> tuple[int, int]:
        """The cursor's row and column, from 0."""
        return self._shown.cursor.y, self._shown.cursor.x

    def _show(self, *, alternate: bool) -> None:
        if alternate and self._shown is not self._alternate:
            self._alternate.reset()
        self._shown = self._alternate if alternate else self._main


def _what_pyte_knows(sequence: re.Match[bytes]) -> bytes:
    return sequence[0] if _UNDERSTOOD.fullmatch(sequence[0]) else b""


def answer(query: bytes, cursor: tuple[int, int]) -> bytes:
    """Return the answer to a QUERY of a terminal that knows synchronised output and no other mode."""
    if query.endswith(b"$p"):
        mode = query[3:-2]
        return b"\x1b[?%b;%d$y" % (mode, 2 if mode == _SYNCHRONISED_OUTPUT else 0)
    if query.endswith(b"6n"):
        return b"\x1b[%d;%dR" % (cursor[0] + 1, cursor[1] + 1)
    if query.endswith(b"5n"):
        return b"\x1b[0n"
    return b"\x1b[>1;10;0c" if query.startswith(b"\x1b[>") else b"\x1b[?62;22c"
