"""Bursts of keys, pastes and hostile replies on a terminal: the same result as keys one by one."""

import json
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from faults.budget import Plan
from faults.marks_oracle import State, states
from stories import picture, press, settle, words
from terminal import Terminal
from terminal_stories import browsing, ends_well, filled
from textual.keys import _character_to_key  # what its own driver calls keys by

from confbrowse.storage.marks import MarkStore

pytestmark = pytest.mark.faults

_ESC = b"\x1b[27u"
"""As sent by terminals that mark it as a complete key."""
_CURSOR = b"\x1b[B"
BURSTS: tuple[tuple[bytes, ...], ...] = (
    (b"/", b"d", b"e", b"x", b"a"),
    (b"/", b"m", b"o", b"t", b"h", b"\r", b"s"),
    (b"/", b"b", b"a", b"t", b"\r", b"\r", b"j", b"j", b"k"),
    (b"\r", b"j", b"j", b"s"),
    (b"j", b"s", b"j", b"s", b"u", b"j", b"x"),
    (b"j", b"d", b"k", b"+", b"+", b"-"),
    (b"e", b"n", b"o", b"t", b"e", b" ", b"x", b"\x13"),
    (b":", b"h", b"e", b"l", b"p"),
    (b"A", b"s", b"x", b"e", b"d"),
    (b"E", b"j", b"s", b"x"),
    (b"f", b"s", b"x"),
    (b"?", b"s", b"x"),
    (b"a", b"j", b"s"),
    (b"v", b"j", b"j", b"s"),
    (b"m", b"j", _ESC, b"j", b"s"),
    (b"b", b"j", b"\r", b"s"),
    (b"T", b"s", b"e", b"x"),
    (b"S", b"j", b"\r", b"s"),
    (_CURSOR, _CURSOR, b"s", b"/", b"o", b"w", b"l", _ESC, b"j", b"s"),
)
"""Keys that open an input or a menu, followed by keys that have another effect elsewhere."""
PASTES = (
    b"a \x1b[31m s x e d",
    b"\x1b[<0;5;5M s",
    b"line one\nline two\rs\x03\x04\x1a",
    b"\x9b31m s \x00 \x7f",
    b"\x1b[27u s x",
    b"s" * 20_000,
)
_NAMES = {b"\r": "enter", b" ": "space", b"\x13": "ctrl+s", _ESC: "escape", _CURSOR: "down"}
_REPLIES = 20
"""To one program, one after another."""
_PASTED = b"\x1b[200~%b\x1b[201~"


def start(folder: Path) -> Path:
    """Return a new home in *folder* with a programme."""
    filled(folder)
    return folder


def marks(folder: Path) -> dict[str, State]:
    """Return the marks in the home in *folder*."""
    return states(MarkStore.at(folder / "data" / "agenda.db").marks())


def quit_from(terminal: Terminal) -> None:
    """Close everything and quit; the terminal must be restored."""
    terminal.send(_ESC * 5)
    terminal.settle()
    ends_well(terminal, b"\x11")


async def one_by_one(folder: Path, keys: Iterable[bytes]) -> tuple[str, dict[str, State]]:
    """Return the screen and the marks after *keys*, each pressed when everything is idle."""
    home = filled(folder)
    async with home.app().run_test(size=(80, 24), notifications=False) as pilot:
        await settle(pilot)
        for key in keys:
            await press(pilot, _NAMES.get(key) or _character_to_key(key.decode()))
        return content(picture(pilot)), states(home.agenda.marks())


def content(screen: str) -> str:
    """Return the words on the *screen*, without the key bar."""
    return words("\n".join(screen.splitlines()[:23]))


async def test_a_burst_does_what_its_keys_do_one_by_one(plan: Plan, fast_folder: Path) -> None:
    random, row, trouble = plan.random("bursts"), plan.row("bursts of keys"), []
    bursts = random.sample(BURSTS, min(len(BURSTS), plan.amount(4, len(BURSTS))))
    for number, keys in enumerate(bursts):
        shown, marked = await one_by_one(fast_folder / f"alone-{number}", keys)
        home = start(fast_folder / f"at-once-{number}")
        row.tried += 1
        with browsing(home) as terminal:
            terminal.send(b"".join(keys))
            try:
                terminal.read_until(
                    lambda now, shown=shown, marked=marked, home=home: (  # type: ignore[misc]
                        content(now.text) == shown and marks(home) == marked
                    )
                )
            except AssertionError as error:
                trouble.append(
                    f"{keys}: {marks(home)} instead of {marked}, on the screen {error}\n{shown}"
                )
            else:
                row.survived += 1
                quit_from(terminal)
    plan.judge(trouble)


@pytest.mark.parametrize("opener", [b"", b"/", b"A"], ids=["on the list", "searching", "adding"])
def test_a_paste_marks_nothing(opener: bytes, plan: Plan, fast_folder: Path) -> None:
    random, row = (
        plan.random("pastes"),
        plan.row(f"pastes behind {opener!r}" if opener else "pastes"),
    )
    home = start(fast_folder / "home")
    with browsing(home) as terminal:
        for paste in random.sample(PASTES, min(len(PASTES), plan.amount(3, len(PASTES)))):
            terminal.send(opener)
            terminal.settle()
            terminal.send(_PASTED % paste)
            terminal.settle()
            row.tried += 1
            assert not terminal.ended, (plan.repeat, paste)
            assert marks(home) == {}, (plan.repeat, paste)
            row.survived += 1
            terminal.send(_ESC * 4)
            terminal.settle()
        quit_from(terminal)
    assert marks(home) == {}


def replies(random: Random) -> bytes:
    """Return an unrequested or impossible reply of a terminal that contains no key."""
    number = random.choice((0, 1, 7, 255, 65_536, 1_114_112, 99_999_999_999, 10**40))
    some = b";".join(
        b"%d" % random.choice((number, 0, 5, 10**12)) for _ in range(random.randint(1, 6))
    )
    text = bytes(random.choices(b"abc;:?=/#0123456789", k=random.choice((0, 5, 3_000))))
    return random.choice(
        (
            b"\x1b[%du" % random.choice((1_114_112, 99_999_999_999, 0xD800, 10**40)),
            b"\x1b[%d;%du" % (1_114_112 + number, number),
            b"\x1b[48;%d;5;5;5t" % number,
            b"\x1b[48;%bt" % some,
            b"\x1b[%bR" % some,
            b"\x1b[?%bc" % some,
            b"\x1b[>%bc" % some,
            b"\x1b[?%b$y" % some,
            b"\x1b[?%bu" % some,
            b"\x1b[%bn" % some,
            b"\x1b]%b;%b\x07" % (some, text),
            b"\x1b]%b;%b\x1b\\" % (some, text),
            b"\x1bP%b\x1b\\" % text,
            b"\x1bP1+r%b\x1b\\" % text,
            b"\x1b_G%b\x1b\\" % text,
            b"\x1b^%b\x1b\\" % text,
            b"\x1b[<%bM" % b";".join(b"%d" % (10**12) for _ in range(random.randint(1, 5))),
            b"\x1b[201~",
            b"\x1b[I",
            b"\x1b[O",
            b"\x1b[?2026;%d$y" % number,
            b"\x1b[%b~" % (b"9" * 30),
        )
    )


def test_no_reply_of_a_terminal_ends_it_or_makes_it_deaf(plan: Plan, fast_folder: Path) -> None:
    random, row = plan.random("replies"), plan.row("terminal replies")
    for number in range(plan.amount(2, 100)):
        home = start(fast_folder / f"home-{number}")
        with browsing(home) as terminal:
            for _ in range(_REPLIES):
                sent = b"".join(replies(random) for _ in range(random.choice((1, 1, 5))))
                terminal.send(sent)
                terminal.settle()
                row.tried += 1
                assert not terminal.ended, (plan.repeat, sent, terminal.raw[-800:])
                row.survived += 1
            terminal.resize(100, 30)
            terminal.settle()
            terminal.send(_ESC * 3 + b"\x1b[H")
            terminal.settle()
            terminal.send(b"s")
            terminal.settle()
            assert len(marks(home)) == 1, (plan.repeat, "deaf to a key", json.dumps(marks(home)))
            quit_from(terminal)
