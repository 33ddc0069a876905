"""Checks the input of the terminal before Textual parses it: keys, mouse, pasted text and replies.

Textual's parser relies on the end mark of a paste, accepts numbers of any size and types unknown sequences as
keys. So pastes are separated here, sequences are checked as a whole, and only those that Textual knows and
handles safely are passed on. Any input takes linear time and bounded memory, and cannot block the keyboard for good.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from textual import constants
from textual._ansi_sequences import (
    ANSI_SEQUENCES_KEYS,  # Textual's parser looks keys up in these two
)
from textual._keyboard_protocol import FUNCTIONAL_KEYS

from confbrowse.text.patterns import lazy_pattern

LONGEST_PASTE = 1 << 20
"""The most bytes of a paste that are kept."""
_LONGEST_SEQUENCE = 64
"""The most bytes of a control sequence: a key, or a reply with a few numbers."""
_KEY_SECONDS = constants.ESCAPE_DELAY
"""How long after Escape, or Alt with a letter, further bytes may still belong to it."""
_REPLY_SECONDS = 1.0
"""The longest time for a control sequence to arrive."""
_STRING_SECONDS = 2.0
"""The longest time for a string of the terminal (OSC, DCS, APC ...) to arrive."""
_STRING_PAUSE_SECONDS = 0.5
_PASTE_PAUSE_SECONDS = 2.0
"""After such a pause a paste is shown, and the next key ends it even without an end mark."""

_ESC = 0x1B
_PASTE_START, _PASTE_END = b"\x1b[200~", b"\x1b[201~"
_BODY = lazy_pattern(rb"[0-?]*+[ -/]*+")
_STRING_START = b"]P_^X"
_STRING_END = lazy_pattern(rb"[\x07\x18\x1a\x1b]")
_SS3 = lazy_pattern(rb"[0-9;]{0,8}+")
_KEYS_WITHOUT_FINAL = {key.encode() for key in ANSI_SEQUENCES_KEYS if key.endswith("$")}
"""Keys of rxvt, which end in a character that never ends any other sequence."""

_FOCUS = {"\x1b[I", "\x1b[O"}
_MOUSE = lazy_pattern(r"\x1b\[<\d{1,4};[1-9]\d{0,4};[1-9]\d{0,4}[Mm]")
_MODE = lazy_pattern(r"\x1b\[\?(?:2026|2048);[0-4]\$y")
_SIZE = lazy_pattern(
    r"\x1b\[48;([1-9]\d{0,3})(?::\d*)*;([1-9]\d{0,3})(?::\d*)*;(\d{1,5})(?::\d*)*;(\d{1,5})(?::\d*)*t"
)
_MOST_CELLS = 500_000
_KITTY = lazy_pattern(
    r"\x1b\[(\d{0,7})(?::\d{0,7}){0,2}(?:;(\d{0,3})(?::(\d{0,2}))?(?:;([\d:]{0,40}))?)?([u~A-FHPQRS])"
)
_RELEASED = "3"
_PRIVATE = range(0xE000, 0xF900)
"""Code points of the keyboard protocol for keys without a letter."""
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))
_NOT_IN_TEXT = {code: None for code in _CONTROLS if chr(code) not in "\t\n"}
_C1 = dict.fromkeys(range(0x80, 0xA0))
_KEYS: dict[int, str | None] = {**_C1, ord("\n"): "\r"}
"""Enter arrives as a newline if it was typed before the terminal was in raw mode."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """Pasted text."""

    text: str
    """Without control characters except tabs and newlines."""
    left_out: int = 0
    """The number of bytes beyond LONGEST_PASTE, which were dropped."""


Token = str | Pasted
"""Letters or one complete sequence, for Textual to parse at once; or pasted text."""


class TerminalInput:
    """Splits bytes into tokens, in whatever chunks they arrive; *now* is from any clock in seconds."""

    def __init__(self, *, has_size_reports: Callable[[], bool] = lambda: False) -> None:
        """*has_size_reports* returns whether the terminal was asked to report its size."""
        self._has_size_reports = has_size_reports
        self._state: Literal["keys", "sequence", "string", "paste"] = "keys"
        """What the next byte belongs to; a ``sequence`` is one that is dropped."""
        self._pending = b""
        """The bytes of an incomplete sequence, letter or end mark."""
        self._began = self._last = 0.0
        """When the incomplete input began, and when the last byte arrived."""
        self._paste = bytearray()
        self._left_out = 0
        self._decode = codecs.getincrementaldecoder("utf-8")("ignore").decode

    def feed(self, data: bytes, now: float) -> Iterator[Token]:
        """Yield the tokens that *data* completes."""
        if self._state == "paste" and now - self._last >= _PASTE_PAUSE_SECONDS:
            if _PASTE_END not in self._pending + data and _is_one_key(data):
                yield from self._end_paste()
        elif self._state == "string" and now - self._began >= _STRING_SECONDS:
            self._state, self._pending = "keys", b""
        self._last = now
        data, self._pending = self._pending + data, b""
        at = 0
        while at < len(data):
            if self._state == "paste":
                end = self._read_paste(data, at)
                if end is None:
                    return
                at = end
                yield from self._end_paste()
            elif self._state == "string":
                at = self._skip_string(data, at)
            elif self._state == "sequence":
                at = self._skip_sequence(data, at)
            else:
                escape = data.find(_ESC, at)
                if text := self._text(data[at : escape if escape >= 0 else len(data)]):
                    yield text
                if escape < 0:
                    return
                end = _end_of(data, escape)
                if end is None:
                    self._keep_pending(data[escape:], now)
                    return
                at = end
                if token := self._sequence(data, escape, end, now):
                    yield token

    def tick(self, now: float) -> Iterator[Token]:
        """Yield the tokens that are complete because nothing more has arrived until *now*; call it regularly."""
        paused = now - self._last
        if self._state == "paste":
            if paused >= _PASTE_PAUSE_SECONDS and self._paste:
                yield self._pasted()
        elif self._state == "string":
            if paused >= _STRING_PAUSE_SECONDS or now - self._began >= _STRING_SECONDS:
                self._state, self._pending = "keys", b""
        elif self._state == "sequence":
            if paused >= _REPLY_SECONDS:
                self._state = "keys"
        elif self._pending:
            # Escape, or Alt with a letter that may be incomplete; Textual reads Alt-[ as a plain [
            is_key = len(self._pending) <= 2 or self._pending[1] >= 0x80
            is_key = is_key and self._pending != b"\x1b["
            if now - self._began >= (_KEY_SECONDS if is_key else _REPLY_SECONDS):
                pending, self._pending = self._pending, b""
                if is_key and (key := pending.decode("utf-8", "ignore")):
                    yield key

    def _keep_pending(self, data: bytes, now: float) -> None:
        self._pending, self._began = data, now

    def _text(self, data: bytes) -> str:
        return self._decode(data).translate(_KEYS)

    def _sequence(self, data: bytes, at: int, end: int, now: float) -> str:
        """Return the part of *data* from *at* to *end* for Textual; start a string or paste if it begins one."""
        if data[at + 1 : at + 2] and data[at + 1] in _STRING_START and end == at + 2:
            self._state, self._began = "string", now
            return ""
        sequence = data[at:end]
        if sequence == _PASTE_START:
            self._state, self._left_out = "paste", 0
            return ""
        if len(sequence) > _LONGEST_SEQUENCE and not _is_final(sequence[-1]):
            self._state = "sequence"
            return ""
        return _checked(
            sequence.decode("utf-8", "ignore"), has_size_reports=self._has_size_reports()
        )

    def _skip_string(self, data: bytes, at: int) -> int:
        """Return where in *data* the string ends; strings are dropped."""
        found = _STRING_END.search(data, at)
        if not found:
            return len(data)
        if data[found.start()] == _ESC and found.end() == len(data):
            self._pending = b"\x1b"  # the string ends here if a backslash follows
            return len(data)
        self._state = "keys"
        if data[found.start()] != _ESC:
            return found.end()
        return found.end() + 1 if data[found.end()] == ord("\\") else found.start()

    def _skip_sequence(self, data: bytes, at: int) -> int:
        """Return where in *data* an overlong sequence ends; it is dropped."""
        body = _BODY.match(data, at)
        end = body.end() if body else at
        if end == len(data):
            return end
        self._state = "keys"
        return end + 1 if _is_final(data[end]) else end

    def _read_paste(self, data: bytes, at: int) -> int | None:
        """Keep the paste in *data* from *at* on; return where it ends, or None if it goes on."""
        found = data.find(_PASTE_END, at)
        end = found if found >= 0 else len(data)
        if found < 0:  # the last bytes may be the start of the end mark
            end -= next(size for size in range(5, -1, -1) if data.endswith(_PASTE_END[:size], at))
        kept = data[at : min(end, at + LONGEST_PASTE - len(self._paste))]
        self._paste += kept
        self._left_out += end - at - len(kept)
        if found >= 0:
            return found + len(_PASTE_END)
        self._pending = data[end:]
        return None

    def _end_paste(self) -> Iterator[Token]:
        self._paste += self._pending.partition(b"\x1b")[0]
        self._pending, self._state = b"", "keys"
        if self._paste or self._left_out:
            yield self._pasted()

    def _pasted(self) -> Pasted:
        """Return the paste kept so far, and clear it."""
        text = self._paste.decode("utf-8", "ignore")
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NOT_IN_TEXT)
        pasted = Pasted(text, self._left_out)
        self._paste.clear()
        self._left_out = 0
        return pasted


def _end_of(data: bytes, at: int) -> int | None:
    """Return where in *data* the sequence that begins with the Escape at *at* ends; None if it is incomplete.

    For a string, that is the end of its introducer; for an overlong sequence, the length limit.
    """
    if at + 1 == len(data):
        return None
    first = data[at + 1]
    if first == _ESC:
        return at + 1
    if first == ord("["):
        return _end_of_csi(data, at)
    if first == ord("O"):
        body = _SS3.match(data, at + 2)
        end = body.end() if body else at + 2
        if end == len(data):
            return None
        return end + 1 if _is_final(data[end]) else end
    if first in _STRING_START:
        return at + 2 if at + 2 < len(data) else None
    return _end_of_letter(data, at + 1)


def _end_of_letter(data: bytes, at: int) -> int | None:
    """Return where in *data* the UTF-8 letter that begins at *at* ends; None if it is incomplete."""
    byte = data[at]
    size = 1 if byte < 0xC0 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
    end = at + 1
    while end < at + size:
        if end == len(data):
            return None
        if data[end] & 0xC0 != 0x80:
            break
        end += 1
    return end


def _end_of_csi(data: bytes, at: int) -> int | None:
    start = at + 2
    if data[start : start + 1] in (
        b"[",
        b"M",
    ):  # a key of the Linux console; the old mouse protocol
        end = start + (2 if data[start] == ord("[") else 4)
        return end if end <= len(data) else None
    body = _BODY.match(data, start, start + _LONGEST_SEQUENCE)
    end = body.end() if body else start
    if data[at:end] in _KEYS_WITHOUT_FINAL or end - start == _LONGEST_SEQUENCE:
        return end
    if end == len(data):
        return None
    return end + 1 if _is_final(data[end]) else end


def _is_final(byte: int) -> bool:
    return 0x40 <= byte <= 0x7E


def _is_one_key(data: bytes) -> bool:
    """Return whether *data* is one key, complete or not."""
    end = _end_of(data, 0) if data[0] == _ESC else _end_of_letter(data, 0)
    return end is None or end == len(data)


def _checked(sequence: str, *, has_size_reports: bool) -> str:
    """Return *sequence* if Textual handles it safely; empty if it is unknown or out of range."""
    if sequence in ANSI_SEQUENCES_KEYS or sequence in _FOCUS:
        return sequence
    if sequence[1:2] not in ("[", "O"):
        return sequence.translate(_C1)  # Alt with a letter
    if sequence == "\x1bO":
        return sequence  # likewise; Textual reads Alt-[ as a plain [
    if _MOUSE.fullmatch(sequence) or _MODE.fullmatch(sequence):
        return sequence
    if size := _SIZE.fullmatch(sequence):
        return _checked_size(size) if has_size_reports else ""
    key = _KITTY.fullmatch(sequence)
    return _checked_key(key) if key else ""


def _checked_size(size: re.Match[str]) -> str:
    rows, columns, *pixels = map(int, size.groups())
    if rows * columns > _MOST_CELLS:
        return ""
    # some terminals report no pixels; Textual divides by them, so count one per cell
    height, width = pixels if all(pixels) else (rows, columns)
    return f"\x1b[48;{rows};{columns};{height};{width}t"


def _checked_key(key: re.Match[str]) -> str:
    """Return a key of the kitty protocol without the parts that Textual rejects."""
    code, modifiers, event, text, final = key.groups(default="")
    if event == _RELEASED or (modifiers and not 1 <= int(modifiers) <= 256):
        return ""
    is_letter = final == "u" and bool(code) and _is_letter(int(code))
    if not is_letter and f"{code or 1}{final}" not in FUNCTIONAL_KEYS:
        return ""
    letters = [part for part in text.split(":") if part]
    if not all(_is_letter(int(part)) for part in letters):
        return ""
    rest = ";".join((modifiers, ":".join(letters))).rstrip(";")
    return f"\x1b[{code};{rest}{final}" if rest else f"\x1b[{code}{final}"


def _is_letter(code: int) -> bool:
    """Return whether *code* is the code point of a character that can be typed."""
    is_surrogate = 0xD800 <= code <= 0xDFFF
    return code <= 0x10FFFF and not is_surrogate and code not in _CONTROLS and code not in _PRIVATE
