"""The terminal harness: it shows, answers and reports as a terminal does."""

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("There is no pty on Windows.", allow_module_level=True)

from emulator import Emulator
from terminal import Terminal, leaked

BARE_APP = str(Path(__file__).parent / "benchmarks" / "bare_app.py")

ECHO = "for line in iter(input, 'end'): print('heard', line)"
SIZE = """
import os, signal
def show(*_): print("x".join(map(str, os.get_terminal_size())), flush=True)
signal.signal(signal.SIGWINCH, show)
show()
while True: signal.pause()
"""
ASK = """
import os, sys, tty
tty.setraw(0)
os.write(1, {question!r})
answer = b""
while not answer.endswith({last!r}): answer += os.read(0, 1)
print("told", answer[1:], end="")
"""
ASK_IN_PIECES = r"""
import os, tty
tty.setraw(0)
os.write(1, b"\x1b[")
os.read(0, 1)
os.write(1, b"5n\x1b[6n")
answer = b""
while not answer.endswith(b"R"): answer += os.read(0, 1)
print("told", answer, end="")
"""


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_what_is_typed_arrives_and_what_is_written_shows() -> None:
    with Terminal(python(ECHO)) as terminal:
        terminal.send("héllo\n".encode())
        terminal.read_until(lambda terminal: terminal.raw.endswith("heard héllo\r\n".encode()))
        terminal.send(b"end\n")
        assert terminal.wait() == 0
        assert terminal.line(1) == "heard héllo"
        assert terminal.arrivals[-1].end == len(terminal.raw)
        assert terminal.started < terminal.arrivals[0].at


def test_the_program_sees_the_size_it_was_given_and_every_change() -> None:
    with Terminal(python(SIZE), rows=12, columns=40) as terminal:
        terminal.read_until("40x12")
        terminal.resize(100, 30)
        terminal.read_until("100x30")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (b"\x1b[6n", b"[1;1R"),
        (b"ab\r\nc\x1b[6n", b"[2;2R"),
        (b"\x1b[5n", b"[0n"),
        (b"\x1b[c", b"[?62;22c"),
        (b"\x1b[>0c", b"[>1;10;0c"),
        (b"\x1b[?2026$p", b"[?2026;2$y"),
        (b"\x1b[?2048$p", b"[?2048;0$y"),
    ],
)
@pytest.mark.parametrize("screen", [True, False])
def test_a_query_is_answered(question: bytes, told: bytes, screen: bool) -> None:
    expected = b"[1;1R" if told.endswith(b"R") and not screen else told
    code = ASK.format(question=question, last=told[-1:])
    with Terminal(python(code), screen=screen) as terminal:
        terminal.read_until(f"told {expected!r}")


def test_a_query_in_pieces_is_answered_once() -> None:
    with Terminal(python(ASK_IN_PIECES)) as terminal:
        terminal.read_until(lambda terminal: bool(terminal.raw))
        terminal.send(b"!")
        terminal.read_until(r"told b'\x1b[0n\x1b[1;1R'")


def test_a_query_of_a_program_that_is_gone_is_no_trouble() -> None:
    with Terminal(python(r"import os; os.write(1, b'\x1b[6n')")) as terminal:
        assert terminal.wait() == 0


@pytest.mark.parametrize(
    ("code", "exit_code"), [("", 0), ("raise SystemExit(3)", 3), ("import os; os.abort()", -6)]
)
def test_wait_returns_how_it_ended(code: str, exit_code: int) -> None:
    with Terminal(python(code)) as terminal:
        assert terminal.wait() == exit_code
        assert terminal.wait() == exit_code


def test_kill_ends_a_program_that_would_not() -> None:
    with Terminal(python(f"print('here', flush=True)\n{SIZE}")) as terminal:
        terminal.read_until("here")
        terminal.kill()
        assert terminal.wait() == -9


def test_what_never_comes_fails_with_the_screen() -> None:
    with Terminal(python("print('only this'); input()")) as terminal:
        terminal.read_until("only this")
        with pytest.raises(AssertionError, match=r"(?s)waiting for 'that'.*only this"):
            terminal.read_until("that", seconds=0.1)


def test_what_can_no_longer_come_fails_at_once() -> None:
    with (
        Terminal(python("print('only this')")) as terminal,
        pytest.raises(AssertionError, match=r"(?s)it ended.*only this"),
    ):
        terminal.read_until("that")


def test_waiting_for_a_program_that_stays_fails() -> None:
    with Terminal(python("input()")) as terminal, pytest.raises(AssertionError, match="its end"):
        terminal.wait(seconds=0.2)


def test_settle_reads_to_the_end_when_there_is_one() -> None:
    with Terminal(python("print('x' * 70_000, 'last', sep='\\n')"), screen=False) as terminal:
        terminal.read_until("x")
        terminal.settle(10_000)
        assert terminal.raw.endswith(b"last\r\n")


def test_settle_returns_while_the_program_waits() -> None:
    with Terminal(python(ECHO)) as terminal:
        terminal.send(b"hello\n")
        terminal.read_until("heard hello")
        terminal.settle(20)
        assert not terminal.ended


def test_without_a_screen_there_are_bytes_but_no_text() -> None:
    with Terminal(python("print('words')"), screen=False) as terminal:
        terminal.read_until("words")
        assert b"words" in terminal.raw
        with pytest.raises(AssertionError, match="screen=False"):
            _ = terminal.text


def test_the_environment_is_laid_over_a_neutral_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "33")
    monkeypatch.setenv("TEXTUAL_FPS", "1")
    names = ["TERM", "COLUMNS", "TEXTUAL_FPS", "MINE"]
    code = f"import os; print(*(os.environ.get(name) for name in {names}))"
    with Terminal(python(code), env={"MINE": "yes"}) as terminal:
        terminal.wait()
        assert terminal.text == "xterm-256color None None yes"


@pytest.mark.skipif(sys.platform != "linux", reason="Memory is read from /proc.")
def test_memory_grows_with_what_the_program_holds() -> None:
    code = "import sys; held = b'x' * (int(sys.argv[1]) << 20); input('ready')"
    small, large = ([*python(code), mebibytes] for mebibytes in ("0", "64"))
    with Terminal(small) as one, Terminal(large) as other:
        one.read_until("ready")
        other.read_until("ready")
        assert 60 << 10 < other.rss_kib() - one.rss_kib() < 70 << 10


def test_a_textual_app_leaks_nothing_and_leaves_the_terminal_as_it_was() -> None:
    with Terminal([sys.executable, BARE_APP]) as terminal:
        terminal.read_until("A bare Textual app.")
        assert not terminal.restored()
        terminal.send(b"\x11")
        assert terminal.wait() == 0
        assert terminal.restored()
        assert leaked(terminal.raw) == []
        assert terminal.text == ""


@pytest.mark.parametrize(
    "left",
    [
        b"\x1b[?1049h",
        b"\x1b[?25l",
        b"\x1b[?7l",
        b"\x1b[?1000;1006h",
        b"\x1b[?2004h",
        b"\x1b[?1004h",
        b"\x1b[>25u",
    ],
)
def test_a_terminal_is_not_restored_while_anything_is_left_on(left: bytes) -> None:
    code = f"import os; os.write(1, b'\\x1b[?1000l\\x1b[?25h' + {left!r})"
    with Terminal(python(code)) as terminal:
        terminal.wait()
        assert not terminal.restored()


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (b"plain \xc3\xa9 \xe2\x80\x94\r\n", []),
        (b"\x1b[1;38;2;1;2;3mx\x1b[0m\x1b[3;4H\x1b[?25l\x1b[?2026$p\x1b[>25u\x1b[<u", []),
        (b"\x1b]22;default\x07", []),
        (b"a\x07b\x07", ["BEL"]),
        (b"\x00\x7f\t\x08\x0e\x02", ["NUL", "DEL", "HT", "BS", "SO", "C0 U+0002"]),
        (b"\x1b]0;title\x07\x1b]8;;http://x\x1b\\x\x1b]8;;\x1b\\", ["OSC 0", "OSC 8"]),
        (b"\x1b]52;c;eA==\x07", ["OSC 52"]),
        (b"\x1b]22;\x1b]0;x\x07", ["OSC 22", "OSC 0"]),
        (b"\x1bPq#0\x1b\\\x1b_x\x1b\\", ["DCS", "APC"]),
        (b"\x1b[2J\x1b[6n\x1bc\x1b7", ["CSI 2J", "CSI 6n", "ESC c", "ESC 7"]),
        ("\x9b31m \x85".encode(), ["C1 U+009B", "C1 U+0085"]),
        ("\u202e \u2066 \u061c".encode(), ["bidi U+202E", "bidi U+2066", "bidi U+061C"]),
        (b"\x9b31m", ["byte 0x9B"]),
    ],
)
def test_a_leak_is_found_by_name(raw: bytes, names: list[str]) -> None:
    assert leaked(raw) == names


@pytest.mark.parametrize("cut_off", [b"\x1b", b"\x1b[38;2", b"\xe2\x80"])
def test_an_end_cut_off_by_a_kill_is_no_leak(cut_off: bytes) -> None:
    assert leaked(b"text" + cut_off) == []


@pytest.mark.parametrize(
    "unknown",
    [
        b"\x1b[>1u",
        b"\x1b[<u",
        b"\x1b[=1;1u",
        b"\x1b[>q",
        b"\x1b[?u",
        b"\x1b[?6n",
        b"\x1b[4:3m",
        b"\x1b[1;2;3A",
        b"\x1b]0;title\x07",
        b"\x1b]8;;http://x\x1b\\",
        b"\x1bP>|name\x1b\\",
        b"\x1b F",
        b"\x1b[?2026$p",
    ],
)
def test_the_screen_shows_nothing_of_a_sequence_pyte_does_not_know(unknown: bytes) -> None:
    whole = Emulator(2, 20)
    whole.feed(b"ab" + unknown + b"cd")
    in_pieces = Emulator(2, 20)
    for byte in b"ab" + unknown + b"cd":
        in_pieces.feed(bytes([byte]))
    assert whole.lines == in_pieces.lines == ("abcd", "")


def test_a_string_nobody_ends_is_cut_by_the_next_sequence() -> None:
    emulator = Emulator(2, 20)
    emulator.feed(b"ab\x1b]0;title\x1b[1mcd")
    assert emulator.lines[0] == "abcd"


def test_half_a_wide_character_written_over_is_no_trouble() -> None:
    emulator = Emulator(1, 10)
    emulator.feed("世界\x1b[1;1Hx".encode())
    assert emulator.lines[0].endswith("界")


def test_leaving_the_alternate_screen_brings_back_the_lines_before_it() -> None:
    emulator = Emulator(3, 20)
    emulator.feed(b"before\r\n\x1b[?1049h\x1b[Hin the app\x1b[?1049lafter")
    assert emulator.lines == ("before", "after", "")
    emulator.feed(b"\x1b[?1049h")
    assert emulator.lines == ("", "", "")
