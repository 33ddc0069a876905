"""The terminal driver: filters what is sent to a terminal by its capabilities, and checks its input.

All output, also that of Textual's own screens, passes through here as text and control sequences. So this is the
one place where signs are replaced by ASCII and colours are removed.
"""

import codecs
import os
import re
import selectors
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import IO, TYPE_CHECKING, Protocol, runtime_checkable

from textual import events
from textual.driver import Driver

from confbrowse.system import terminal_modes
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.transliterate import ascii_symbols, effective_encoding, encodable

if TYPE_CHECKING:
    from textual.message import Message

_SGR = lazy_pattern(r"\x1b\[([\d;]+)m")
_COLOUR = lazy_pattern(
    r"(?:^|;)(?:[345]8;(?:5;\d+|2;\d+;\d+;\d+)|[34][0-79]|59|9[0-7]|10[0-7])(?=;|$)"
)
_HYPERLINK = lazy_pattern(r"\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)")
"""The start or end of a hyperlink."""
_WITHOUT_HYPERLINKS = ("linux", "dumb", "vt", "ansi", "cons25", "eterm", "Eterm")
"""Beginnings of the names of terminals that would print the address, or do something else with it."""
_FIRST_VTE = 5000
"""The first version of the library of GNOME's terminals without faults in hyperlinks."""
_INPUT_SECONDS = 0.05
"""The longest wait for input before the parser checks whether a pending Escape is a key of its own."""
_REPORT_FOCUS = "\x1b[?1004h"
_TAKE_SCREEN = "\x1b[?1049h\x1b[?25l\x1b[?7l"
_TOO_LONG = "The pasted text is longer than 1 MiB; the rest was left out."
_MOST_BYTES = 1 << 12


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a terminal can show."""

    ascii: bool = False
    """Whether the user wants ASCII only."""
    encoding: str = "utf-8"
    """The encoding of the output."""
    colours: bool = True
    hyperlinks: bool = True
    """Whether links can be clicked (OSC 8)."""

    @property
    def is_plain(self) -> bool:
        """Whether drawings and signs must be ASCII."""
        return self.ascii or codecs.lookup(self.encoding).name != "utf-8"

    def shown(self, text: str) -> str:
        """Return *text*, which may hold control sequences, as this terminal can show it."""
        if codecs.lookup(self.encoding).name != "utf-8":
            text = encodable(text, self.encoding)
        elif self.ascii:
            text = ascii_symbols(text)
        if not self.hyperlinks:
            text = _HYPERLINK.sub("", text)
        return text if self.colours else _SGR.sub(_without_colour, text)


def capabilities(*, ascii_wanted: bool) -> Capabilities:
    """Return what the terminal can show, given the user's choice and the environment."""
    stream_encoding = getattr(sys.__stderr__, "encoding", None) or "utf-8"
    encoding = effective_encoding(os.environ, stream_encoding, is_coerced=bool(sys.flags.utf8_mode))
    colours = not os.environ.get("NO_COLOR")
    return Capabilities(ascii_wanted, encoding, colours, _has_hyperlinks(os.environ))


def _has_hyperlinks(environ: Mapping[str, str]) -> bool:
    """Return whether the terminal shows hyperlinks, or at least ignores them: most do by now."""
    version = environ.get("VTE_VERSION", "")
    is_old = version.isdecimal() and int(version) < _FIRST_VTE
    return not is_old and not environ.get("TERM", "").startswith(_WITHOUT_HYPERLINKS)


def _without_colour(sequence: re.Match[str]) -> str:
    kept = _COLOUR.sub("", sequence[1]).lstrip(";")
    return f"\x1b[{kept}m" if kept else ""


class FilteredStream:
    """Writes each text to *file*, converted by *shown*; a closed terminal is no error."""

    def __init__(self, file: IO[str], shown: Callable[[str], str]) -> None:
        self._file, self._shown = file, shown
        self.fileno = file.fileno

    def write(self, text: str) -> None:
        """Write *text*."""
        # an error means that the window was closed; the signal that ends the program follows
        with suppress(OSError):
            self._file.write(self._shown(text))

    def flush(self) -> None:
        """Flush the output."""
        with suppress(OSError):
            self._file.flush()


@runtime_checkable
class SendsModes(Protocol):
    """A driver that can switch the terminal modes on again."""

    def send_modes(self, *, focus: bool = True) -> None:
        """Switch on mouse, bracketed paste and, if *focus*, focus reports."""


def driver_for(found: Capabilities, usual: type[Driver]) -> type[Driver]:
    """Return the driver class for a terminal with such capabilities; *usual* if it is not a POSIX one."""
    if sys.platform == "win32":
        return usual
    from textual.drivers.linux_driver import LinuxDriver  # not available on Windows

    return _posix_driver(found) if usual is LinuxDriver else usual


def _posix_driver(found: Capabilities) -> type[Driver]:
    from textual.drivers.linux_driver import LinuxDriver  # not available on Windows

    from confbrowse.tui.terminal_input import Pasted, TerminalInput  # only needed by this driver
    from confbrowse.tui.terminal_parser import SequenceParser  # as above

    class TerminalDriver(LinuxDriver):
        """Textual's driver, with filtered output and checked input."""

        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)  # type: ignore[arg-type]  # Textual's to know
            self._parser = SequenceParser(self._debug)
            self._is_on = False
            """Whether the application has the terminal now."""
            self._attributes: terminal_modes.Attributes | None = None
            """The terminal's line settings while the application has it."""
            self._wake = (-1, -1)
            """A pipe; writing to it ends the wait for input."""
            self._is_suspending = False
            if self._file:
                self._file = FilteredStream(self._file, found.shown)  # type: ignore[assignment]  # Textual uses no more of it
            self._loop.add_signal_handler(signal.SIGCONT, self._resume)

        def start_application_mode(self) -> None:
            """Take over the terminal; the settings restored later are those from before the splash screen."""
            self._wake = os.pipe()
            try:
                super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's
            except BaseException:
                if self._writer_thread is not None:
                    # something was written, and Textual does not undo it
                    self.stop_application_mode()
                    self.close()
                raise
            self._is_on = self._key_thread is not None
            self._attributes = terminal_modes.attributes(self.fileno)
            self.attrs_before = terminal_modes.original() or self.attrs_before

        def stop_application_mode(self) -> None:
            """Release the terminal."""
            self._is_on = False
            super().stop_application_mode()

        def suspend_application_mode(self) -> None:
            """Hand the terminal to another program; input that is not read yet goes there."""
            self._is_suspending = True
            try:
                super().suspend_application_mode()
            finally:
                self._is_suspending = False

        def disable_input(self) -> None:
            """Stop reading. At the end, unread input is discarded, so that the shell does not run it."""
            if self._key_thread is None:
                return
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
            self._disable_mouse_support()
            self.exit_event.set()
            os.write(self._wake[1], b"!")
            self._key_thread.join()
            self._key_thread = None
            self.exit_event.clear()
            for end in self._wake:
                os.close(end)
            if not self._is_suspending:
                terminal_modes.forget_typed(self.fileno)

        def send_modes(self, *, focus: bool = True) -> None:
            """Switch on mouse, pastes and *focus* again; another program may have switched them off."""
            if self._is_on:
                self._enable_mouse_support()
                self._enable_bracketed_paste()
                if focus:
                    self.write(_REPORT_FOCUS)
                self.flush()

        def _resume(self) -> None:
            """Take over the terminal again after SIGCONT, whether or not it was released before."""
            if not self._auto_restart:
                return  # another program has it
            if not self._is_on:
                self.resume_application_mode()
                return
            if self._attributes:
                terminal_modes.set_attributes(self.fileno, self._attributes)
            self.write(_TAKE_SCREEN)
            self.send_modes()
            self.send_message(self.SignalResume())

        def process_message(self, message: "Message") -> None:
            """Process *message*; when the terminal gets the focus, switch its modes on again."""
            if isinstance(message, events.AppFocus):
                # some terminals answer with another focus report: that would never end
                self.send_modes(focus=False)
            super().process_message(message)

        def _run_input_thread(self) -> None:
            """Read the input; a bug there ends the application like any other."""
            try:
                self.run_input_thread()
            except Exception as bug:  # noqa: BLE001 - it would be lost in this thread
                self._loop.call_soon_threadsafe(self._app._handle_exception, bug)

        def run_input_thread(self) -> None:
            """Read the input until the end; bytes that are not UTF-8 are dropped."""
            tokens = TerminalInput(has_size_reports=lambda: self._in_band_window_resize)
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                selector.register(self._wake[0], selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    ready = selector.select(_INPUT_SECONDS)
                    if self.exit_event.is_set():
                        return
                    if ready:
                        data = _read_input(self.fileno)
                        if not data:
                            os.kill(os.getpid(), signal.SIGHUP)  # the terminal is gone
                            return
                        self._process_tokens(tokens.feed(data, monotonic()))
                    else:
                        self._process_tokens(tokens.tick(monotonic()))

        def _process_tokens(self, tokens: "Iterable[str | Pasted]") -> None:
            for token in tokens:
                if isinstance(token, str):
                    for message in self._parser.parsed(token):
                        self.process_message(message)
                    continue
                self.process_message(events.Paste(token.text))
                if token.left_out:
                    self._app.call_later(partial(self._app.notify, _TOO_LONG, markup=False))

    return TerminalDriver


def _read_input(fileno: int) -> bytes:
    """Return the bytes typed; empty if the terminal is gone."""
    try:
        return os.read(fileno, _MOST_BYTES)
    except OSError:
        return b""
