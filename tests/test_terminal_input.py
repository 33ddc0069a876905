"""Terminal input, hostile or in pieces: keys stay keys, text stays text, and nothing fails."""

import random
import sys
from collections.abc import Iterator, Sequence

import pytest

if sys.platform == "win32":
    pytest.skip("Textual's driver for Windows has its own keys.", allow_module_level=True)

from textual import events
from textual.message import Message

from confbrowse.tui.terminal_input import LONGEST_PASTE, Pasted, TerminalInput, Token
from confbrowse.tui.terminal_parser import SequenceParser

LATER = 10.0
"""Seconds after which nothing is pending any more."""
START, END = b"\x1b[200~", b"\x1b[201~"


def tokens(*pieces: bytes, sizes: bool = False) -> list[Token]:
    """Return the tokens of *pieces* that arrive at once, one after another, followed by silence."""
    typed = TerminalInput(has_size_reports=lambda: sizes)
    found = [token for piece in pieces for token in typed.feed(piece, 0.0)]
    return [*found, *typed.tick(LATER)]


def messages(found: Sequence[Token], parser: SequenceParser | None = None) -> Iterator[Message]:
    """Yield the events that Textual makes of tokens."""
    parser = parser or SequenceParser()
    for token in found:
        if isinstance(token, Pasted):
            yield events.Paste(token.text)
        else:
            yield from parser.parsed(token)


def keys(*pieces: bytes) -> list[str]:
    """Return the names of the keys in *pieces*."""
    return [one.key for one in messages(tokens(*pieces)) if isinstance(one, events.Key)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (b"aZ\xc3\xa9", ["a", "Z", "é"]),
        (b"\r\n\t\x7f\x03", ["enter", "enter", "tab", "backspace", "ctrl+c"]),
        (b"\x1b", ["escape"]),
        (b"\x1b\x1b", ["escape", "escape"]),
        (b"\x1b[A\x1b[1;5C\x1bOP\x1b[[A\x1b[3$", ["up", "ctrl+right", "f1", "f1", "shift+delete"]),
        (b"\x1bx\x1b\xc3\xa9j", ["alt+x", "alt+é", "j"]),
        (b"\x1b[", []),
        (b"\x1bO", ["alt+shift+o"]),
        (b"\x1b[27u\x1b[97;5u\x1b[57441u", ["escape", "ctrl+a", "left_shift"]),
        (b"\x1b[97:65;5:1u\x1b[97;5:3u", ["ctrl+a"]),
        (b"\x1b[97;;97u", ["a"]),
        (b"\x9b31m\xffj", ["3", "1", "m", "j"]),
    ],
)
def test_keys_are_keys_whole_or_in_pieces(typed: bytes, expected: list[str]) -> None:
    assert keys(typed) == expected
    assert keys(*(bytes([byte]) for byte in typed)) == expected


@pytest.mark.parametrize(
    "reply",
    [
        b"\x1b[99999999999u",
        b"\x1b[1114112u",
        b"\x1b[55296u",
        b"\x1b[97;;1114112u",
        b"\x1b[97;;27u",
        b"\x1b[97;99999u",
        b"\x1b[99~",
        b"\x1b[48;99999999999;5;5;5t",
        b"\x1b[48;24;80;0;0t",
        b"\x1b[<0;99999999999;1M",
        b"\x1b[<0;0;0M",
        b"\x1b[12;40R",
        b"\x1b[?1;2c",
        b"\x1b[>1;10;0c",
        b"\x1b[0n",
        b"\x1b[?2026;99999999999$y",
        b"\x1b[M abc"[:6],
        b"\x1b[" + b"1;" * 5000 + b"m",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1b]52;c;c3M=\x07",
        b"\x1bP>|xterm\x1b\\",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\x1b^private\x1b\\",
        b"\x1b]0;" + b"dexa" * 50_000 + b"\x07",
        b"\x1bOz",
    ],
)
def test_replies_out_of_range_or_unknown_are_no_keys(reply: bytes) -> None:
    assert keys(reply + b"j") == ["j"]
    half = len(reply) // 2
    assert keys(reply[:half], reply[half:], b"j") == ["j"]


def test_size_is_taken_from_a_terminal_that_was_asked_for_it() -> None:
    reported = b"\x1b[48;24:1;80;480;640t"
    assert tokens(reported) == []
    assert tokens(reported, sizes=True) == ["\x1b[48;24;80;480;640t"]
    assert tokens(b"\x1b[48;24;80;0;0t", sizes=True) == ["\x1b[48;24;80;24;80t"]
    assert tokens(b"\x1b[48;9999;9999;5;5t\x1b[48;0;80;5;5t", sizes=True) == []


@pytest.mark.parametrize("start", [b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b[48;5"])
def test_what_never_ends_does_not_swallow_the_keyboard(start: bytes) -> None:
    typed = TerminalInput()
    assert list(typed.feed(start + b"1", 0.0)) == []
    assert list(typed.tick(LATER)) == []
    assert list(typed.feed(b"j", LATER)) == ["j"]


def test_string_without_end_or_pause_ends_after_some_time() -> None:
    typed = TerminalInput()
    found = [*typed.feed(b"\x1b]0;", 0.0)]
    for step in range(100):
        found += typed.feed(b"x", step / 10)
    assert found
    assert len(found) < 100


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        (b"dexa", "dexa"),
        (b"a \x1b[31m s", "a [31m s"),
        (b"a\r\nb\rc\nd\te", "a\nb\nc\nd\te"),
        (b"\x00\x07\x7f\xc2\x9b\xff", ""),
        (b"\x1b[200~x\x1b]0;y\x07", "[200~x]0;y"),
        ("Jürgen 世界".encode(), "Jürgen 世界"),
    ],
)
def test_everything_to_the_end_of_a_paste_is_text(pasted: bytes, text: str) -> None:
    whole = b"/" + START + pasted + END + b"\rj"
    expected: list[Token] = ["/", Pasted(text), "\rj"]
    assert tokens(whole) == expected
    assert joined(tokens(*(bytes([byte]) for byte in whole))) == joined(expected)


def joined(found: Sequence[Token]) -> list[Token]:
    """Return *found* with consecutive letters joined."""
    result: list[Token] = []
    for token in found:
        if isinstance(token, str) and result and isinstance(result[-1], str):
            result[-1] += token
        else:
            result.append(token)
    return result


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 4096])
def test_paste_is_bounded_and_says_how_much_is_left_out(size: int) -> None:
    typed = TerminalInput()
    data = START + b"x" * (LONGEST_PASTE + 1000) + END + b"j"
    if size < 100:  # the middle in one piece: bytes one by one are slow
        pieces = [
            data[:10],
            data[10:-20],
            *(data[-20:][at : at + size] for at in range(0, 20, size)),
        ]
    else:
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
    found = [token for piece in pieces for token in typed.feed(piece, 0.0)]
    assert found == [Pasted("x" * LONGEST_PASTE, 1000), "j"]


def test_paste_without_end_is_shown_and_ended_by_the_next_key() -> None:
    typed = TerminalInput()
    assert list(typed.feed(START + b"dexa", 0.0)) == []
    assert list(typed.tick(LATER)) == [Pasted("dexa")]
    assert list(typed.feed(b"j", LATER)) == ["j"]


def test_paste_goes_on_after_a_pause_of_the_line() -> None:
    typed = TerminalInput()
    assert list(typed.feed(START + b"dexa", 0.0)) == []
    assert list(typed.tick(LATER)) == [Pasted("dexa")]
    assert list(typed.feed(b"ssss" + END + b"j", LATER)) == [Pasted("ssss"), "j"]


def test_time_and_memory_grow_with_the_length_alone() -> None:
    def steps(count: int) -> int:
        """Return how many lines of Python run for a flood of *count* replies, keys and pastes."""
        data = (b"\x1b[1114112u\x1b]0;x\x07" + START + b"dexa" * 100 + END + b"j") * count
        ran = 0

        def trace(*_: object) -> object:
            nonlocal ran
            ran += 1
            return trace

        pieces = [data[at : at + 4096] for at in range(0, len(data), 4096)]
        typed = TerminalInput()
        sys.settrace(trace)  # type: ignore[arg-type]  # it traces everything
        try:
            for piece in pieces:
                for _ in typed.feed(piece, 0.0):
                    pass
        finally:
            sys.settrace(None)
        return ran

    assert steps(400) < 11 * steps(40)


PARTS = (
    b"\x1b", b"\x1b[", b"\x1bO", b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b\\", b"\x07", b"\x18", START, END,
    b"\x1b[<", b"\x1b[?", b"\x1b[48;", b"\x1b[M", b"0", b"1", b"5", b"99999999999", b"1114112", b"55296",
    b";", b":", b"-", b"$", b" ", b"u", b"~", b"t", b"m", b"M", b"R", b"y", b"A", b"c", b"\r", b"\x00",
    b"\x9b", b"\xff", "é".encode(), b"\xe4\xb8", "\udcff".encode("utf-8", "surrogatepass"), b"j", b"dexa",
)  # fmt: skip


def attack(times: int, seed: int) -> None:
    """Feed *times* sequences generated by *seed*. Raises AssertionError if a key is not understood afterwards."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    typed, parser = TerminalInput(has_size_reports=lambda: True), SequenceParser()
    now = 0.0
    for number in range(times):
        data = b"".join(dice.choices(PARTS, k=dice.randint(1, 8)))
        if dice.random() < 0.2:
            data += dice.randbytes(dice.randint(1, 20))
        for _ in messages(list(typed.feed(data, now)), parser):
            pass
        now += dice.choice((0.0, 0.01, 0.2, 3.0))
        for _ in messages(list(typed.tick(now)), parser):
            pass
        if number % 20 == 0:
            now += LATER
            for _ in messages(list(typed.tick(now)), parser):
                pass
            heard = list(messages(list(typed.feed(b"j", now)), parser))
            assert [one.key for one in heard if isinstance(one, events.Key)] == ["j"], data


@pytest.mark.parametrize("seed", range(4))
def test_no_sequence_breaks_or_deafens_the_parser(seed: int) -> None:
    attack(5_000, seed)


@pytest.mark.proof
def test_two_hundred_thousand_sequences_break_nothing() -> None:
    attack(200_000, seed=9)
