"""The terminal as it is: what it cannot show is left out on the way there, what no key sends on the way back.

The one place where signs become ASCII and colours go: whatever draws, Textual's own windows too,
passes here as text and orders.
"""

import codecs
import os
import re
import selectors
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from textual.driver import Driver

from confbrowse.text.plain import encodable, terminal_encoding, with_plain_signs

if TYPE_CHECKING:
    from textual.message import Message

_SGR = re.compile(r"\x1b\[([\d;]+)m")
_COLOUR = re.compile(
    r"(?:^|;)(?:[345]8;(?:5;\d+|2;\d+;\d+;\d+)|[34][0-79]|59|9[0-7]|10[0-7])(?=;|$)"
)
_LOOK_SECONDS = 0.1
"""How long a key is waited for before it is seen to whether an Escape was all there is."""
_MOST_BYTES = 1 << 12


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a terminal can show."""

    ascii: bool = False
    """Whether signs are to be ASCII."""
    encoding: str = "utf-8"
    """What its letters are sent in."""
    colours: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether signs will be ASCII."""
        return self.ascii or codecs.lookup(self.encoding).name != "utf-8"

    def shown(self, text: str) -> str:
        """Return *text*, with the orders to a terminal in it, as this one can show it."""
        if codecs.lookup(self.encoding).name != "utf-8":
            text = encodable(text, self.encoding)
        elif self.ascii:
            text = with_plain_signs(text)
        return text if self.colours else _SGR.sub(_without_colour, text)


def abilities(*, ascii_wanted: bool) -> Abilities:
    """Return what the terminal can show by all that is known: the reader's word and the environment."""
    told = getattr(sys.__stderr__, "encoding", None) or "utf-8"
    encoding = terminal_encoding(os.environ, told, is_coerced=bool(sys.flags.utf8_mode))
    return Abilities(ascii_wanted, encoding, not os.environ.get("NO_COLOR"))


def _without_colour(order: re.Match[str]) -> str:
    left = _COLOUR.sub("", order[1]).lstrip(";")
    return f"\x1b[{left}m" if left else ""


class Wire:
    """A terminal's *file*, to which goes what *shown* makes of a text; where nobody listens, nothing."""

    def __init__(self, file: IO[str], shown: Callable[[str], str]) -> None:
        self._file, self._shown = file, shown
        self.fileno = file.fileno

    def write(self, text: str) -> None:
        """Send *text*."""
        with suppress(OSError):  # the window was closed: what ends us is on its way
            self._file.write(self._shown(text))

    def flush(self) -> None:
        """Send what waits."""
        with suppress(OSError):
            self._file.flush()


def driver_for(found: Abilities, usual: type[Driver]) -> type[Driver]:
    """Return what drives a terminal of such abilities: the *usual* driver where there is no other."""
    if sys.platform == "win32":
        return usual
    from textual.drivers.linux_driver import LinuxDriver  # not there on Windows

    return _posix_driver(found) if usual is LinuxDriver else usual


def _posix_driver(found: Abilities) -> type[Driver]:
    from textual._xterm_parser import XTermParser  # Textual's drivers have their keys from it
    from textual.drivers.linux_driver import LinuxDriver  # as above

    class TerminalDriver(LinuxDriver):
        """Textual's, with a wire of ours, and with ears for every byte."""

        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)  # type: ignore[arg-type]  # Textual's to know
            if self._file:
                self._file = Wire(self._file, found.shown)  # type: ignore[assignment]  # it is all that is used

        def run_input_thread(self) -> None:
            """Take in what is typed to the end; bytes that are no UTF-8 are no keys."""
            parser = XTermParser(self._debug)
            decode = codecs.getincrementaldecoder("utf-8")("ignore").decode
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    if selector.select(_LOOK_SECONDS):
                        typed = _typed(self.fileno)
                        if not typed:
                            os.kill(os.getpid(), signal.SIGHUP)  # so it is: there is nobody
                            return
                        self._take(parser.feed(decode(typed)))
                    self._take(parser.tick())

        def _take(self, messages: "Iterable[Message]") -> None:
            for message in messages:
                self.process_message(message)

    return TerminalDriver


def _typed(fileno: int) -> bytes:
    """Return what was typed; nothing where the terminal is gone."""
    try:
        return os.read(fileno, _MOST_BYTES)
    except OSError:
        return b""
