"""Hostile texts everywhere: only confbrowse's own control sequences reach a terminal."""

from pathlib import Path

import pytest
from faults import hostile_texts
from faults.budget import Plan
from faults.forked import Zygote
from faults.homes import Home
from terminal import leaked
from terminal_stories import browsing

from confbrowse.__main__ import main

pytestmark = pytest.mark.faults

_KEYS = (
    *(
        b"j",
        b"\r",
        b"=",
        b"k",
        b"s",
        b"v",
        b"c",
        b"a",
        b"t",
        b"4",
        b"p",
        b"m",
        b"l",
        b"?",
        b"S",
        b"f",
        b"D",
    ),
    *(b"/moths\r", b":", b"b", b"\t", b"o", b"x", b"u", b"E", b"T", b"C", b"(", b"e"),
)
_ESC = b"\x1b[27u"
"""As sent by terminals that mark it as a complete key."""
_COPYING = "OSC 52"
"""What a key asks for."""


def test_no_output_of_a_command_commands_a_terminal(
    plan: Plan, zygote: Zygote, fast_folder: Path
) -> None:
    row, trouble = plan.row("hostile texts, commands"), []
    for number in range(plan.amount(6, 500)):
        home = Home(fast_folder / f"home-{number}")
        found = zygote.call(
            "faults.hostile_texts:leaks",
            home.env,
            seed=f"{plan.seed}/leaks/{number}",
            folder=str(fast_folder / f"files-{number}"),
        )
        if found.crash:
            row.tried += 1
            trouble.append(f"case {number}: {found.crash}")
            continue
        told = found.result
        row.tried += told["tried"]
        row.survived += told["tried"] - len(told["leaks"]) - len(told["troubles"])
        row.leaked += told["bytes"]
        trouble += [f"case {number}: {one}" for one in (*told["leaks"], *told["troubles"])]
    plan.judge(trouble)


def test_no_text_on_the_screen_commands_a_terminal(
    plan: Plan, fast_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random, row, trouble = plan.random("screen"), plan.row("hostile texts, screen"), []
    keys = min(len(_KEYS), plan.amount(12, len(_KEYS)))
    for number in range(plan.amount(1, 60)):
        home = fast_folder / f"home-{number}"
        monkeypatch.setenv("CONFBROWSE_HOME", str(home))
        source = fast_folder / f"moths-{number}.jsonl"
        source.write_bytes(hostile_texts.programme(random))
        assert main(["add", str(source)]) == 0
        with browsing(home, random.choice([(160, 45), (80, 24), (40, 12)])) as terminal:
            for key in random.sample(_KEYS, keys):
                terminal.send(key)
                terminal.settle()
                terminal.send(_ESC * 4)
                terminal.settle()
                row.tried += 1
                assert not terminal.ended, (plan.repeat, key, terminal.raw[-500:])
            terminal.kill()
            found = [one for one in leaked(terminal.raw) if one != _COPYING]
            row.survived += keys * (not found)
            row.leaked += len(found)
            trouble += [f"case {number}: {one}" for one in found]
    plan.judge(trouble)
