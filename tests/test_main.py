"""confbrowse as a program among others: exit codes, pipes, signals, encodings, terminals."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import CHECKOUT, MOTHS, PAGE, PATIENCE, Run, ended, started, written

if sys.platform == "win32":
    pytest.skip("pipes, signals and terminals as POSIX has them", allow_module_level=True)

from terminal import Terminal

from confbrowse.cli import parser

FULL = Path("/dev/full")


def test_without_a_terminal_the_listing_is_printed(filled: Run) -> None:
    assert filled() == filled("list")


def test_without_a_terminal_sources_are_listed(run: Run, page: str, home_folder: Path) -> None:
    assert run(page) == run("list", page)
    assert not home_folder.exists()


def test_a_source_that_cannot_be_read_is_an_error_without_a_terminal_too(run: Run) -> None:
    assert run("no-such-file").code == 2


def test_an_interrupt_ends_with_130_and_without_a_word(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_command: str) -> parser.Run:
        raise KeyboardInterrupt

    monkeypatch.setattr(parser, "load", interrupted)
    ran = run("list")
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_a_bug_is_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_command: str) -> parser.Run:
        raise RuntimeError("a bug")

    monkeypatch.setattr(parser, "load", broken)
    with pytest.raises(RuntimeError, match="a bug"):
        run("list")


@pytest.mark.usefixtures("home_folder")
def test_ctrl_c_ends_a_real_run_with_130() -> None:
    # a shell that runs the tests in the background has Ctrl-C ignored, and children inherit that
    with_signal = (
        "-c",
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from confbrowse.__main__ import main; sys.exit(main(sys.argv[1:]))",
    )
    program = started(["list", "-"], program=with_signal, stdin=subprocess.PIPE)
    assert program.stdin
    program.stdin.write(b"x" * 1_000_000)  # more than a pipe holds: it is reading by now
    program.stdin.flush()
    program.send_signal(signal.SIGINT)
    ran = ended(program)
    assert (ran.code, ran.out, ran.err) == (130, "", "")


@pytest.mark.usefixtures("home_folder")
@pytest.mark.parametrize(
    "argv", [["list"], ["list", "--json"], ["check", "sample_sessions"], ["--help"], ["--version"]]
)
def test_a_pipe_that_nobody_reads_ends_quietly(argv: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        ran = ended(started(argv, stdout=pipe))
    assert ran.code == 0
    assert "Traceback" not in ran.err
    assert "Broken" not in ran.err


@pytest.mark.usefixtures("home_folder")
def test_head_gets_its_line_and_nobody_complains(tmp_path: Path) -> None:
    page = written(tmp_path / "icml-2021.txt", PAGE)
    shell = (
        f'"{sys.executable}" -m confbrowse list --json "$1" | head -n 1; echo "${{PIPESTATUS[*]}}"'
    )
    ran = subprocess.run(
        ["bash", "-c", shell, "bash", page],  # noqa: S607 - wherever bash is
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    first, statuses = ran.stdout.splitlines()
    assert f'"id": "{MOTHS}"' in first
    assert statuses == "0 0"
    assert ran.stderr == ""


@pytest.mark.usefixtures("home_folder")
@pytest.mark.skipif(not FULL.exists(), reason="this system has no full device")
@pytest.mark.parametrize("argv", [["list"], ["--help"], ["--version"], ["paths", "--json"]])
def test_an_output_that_cannot_be_written_is_reported(argv: list[str]) -> None:
    with FULL.open("wb") as full:
        ran = ended(started(argv, stdout=full))
    assert ran.code == 2
    assert ran.err.splitlines()[-1] == (
        "confbrowse: Cannot write to standard output: No space left on device."
    )
    assert "Traceback" not in ran.err


@pytest.mark.usefixtures("home_folder")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("list >&-", 0),
        ("list 2>&-", 0),
        ("show none 2>&-", 1),
        ("show none 2>&- >&-", 1),
        ("list - <&-", 2),
        ("--version >&- 2>&- <&-", 0),
    ],
)
def test_closed_streams_change_no_exit_code(command: str, code: int) -> None:
    ran = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m confbrowse {command}'],  # noqa: S607 - any shell
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode == code
    assert "Traceback" not in ran.stderr
    assert code == 0 or ran.stdout == ""


@pytest.mark.parametrize(
    ("env", "written_as"),
    [
        ({"LC_ALL": "C", "PYTHONUTF8": "", "PYTHONIOENCODING": ""}, "Jürgen Groß"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "J?rgen Gro?"),
        ({"PYTHONIOENCODING": "latin-1"}, "J\ufffdrgen Gro\ufffd"),
        ({"PYTHONIOENCODING": "ascii"}, "J?rgen Gro?"),
    ],
)
@pytest.mark.usefixtures("home_folder")
def test_any_encoding_of_the_terminal_will_do(
    page: str, env: dict[str, str], written_as: str
) -> None:
    program = started(["list", page], env=env)
    out, err = program.communicate(timeout=PATIENCE)
    assert program.returncode == 0
    assert err == b""
    assert written_as in out.decode(errors="replace")


@pytest.mark.usefixtures("home_folder")
def test_json_loses_no_letter_in_any_encoding(page: str) -> None:
    ran = ended(started(["list", "--json", page], env={"PYTHONIOENCODING": "latin-1"}))
    assert ran.out.isascii()
    assert ran.objects[0]["authors"] == ["Grace Hopper", "Jürgen Groß"]


@pytest.mark.parametrize(
    "argv",
    [
        "- <page.txt",
        *(
            pytest.param(other, marks=pytest.mark.proof)
            for other in (
                "page.txt",
                "page.txt </dev/null",
                "page.txt 2>err.txt",
                "- <page.txt 2>&1",
            )
        ),
    ],
)
def test_the_browser_opens_on_the_terminal_wherever_the_other_streams_lead(
    home_folder: Path, tmp_path: Path, argv: str
) -> None:
    written(tmp_path / "page.txt", PAGE)
    shell = f'cd "{tmp_path}" && exec "{sys.executable}" -m confbrowse {argv}'
    env = {"CONFBROWSE_HOME": str(home_folder), "PYTHONPATH": str(CHECKOUT)}
    with Terminal(["sh", "-c", shell], env=env) as terminal:
        terminal.read_until("Moths and Lamps")
        terminal.send(b"q")
        assert terminal.wait() == 0
        assert terminal.restored()


def test_the_browser_says_that_it_needs_its_streams(filled: Run, home_folder: Path) -> None:
    assert filled("list").code == 0
    confbrowse = f'"{sys.executable}" -m confbrowse'
    shell = f'cd "{CHECKOUT}" && {confbrowse} && {confbrowse} <&-; echo "code $?"'
    with Terminal(["sh", "-c", shell], env={"CONFBROWSE_HOME": str(home_folder)}) as terminal:
        terminal.read_until("Moths and Lamps")
        terminal.send(b"q")
        terminal.read_until("code 2")
        assert "needs standard input" in re.sub(r"\s+", " ", terminal.text)
