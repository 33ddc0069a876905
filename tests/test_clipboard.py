"""The system's clipboard tool gets the text, or copying reports failure; the screen is never disturbed."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from confbrowse.system.clipboard import LONGEST, copy, copy_command

PATIENT = 30.0
"""More seconds than any tool of these tests needs, unless it is meant never to end."""

Tool = Callable[[str, str], None]


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """Return a function that makes a shell script the only clipboard tool; it runs in tmp_path."""
    if sys.platform != "linux":
        pytest.skip("the stand-ins are called as the tools of a Linux desktop are")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("SSH_CONNECTION", "SSH_TTY", "TMUX", "DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.chdir(tmp_path)

    def make(name: str, lines: str) -> None:
        script = programs / name
        script.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{lines}\n", encoding="utf-8")
        script.chmod(0o755)

    return make


X11 = {"DISPLAY": ":0"}
WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}
WSL = {"WSL_DISTRO_NAME": "Debian"}
TMUX = {"TMUX": "/tmp/tmux-1000/default,1,0"}  # noqa: S108 - a value, not a file
SSH = {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}
TO_TMUX = "/bin/tmux load-buffer -w -"


@pytest.mark.parametrize(
    ("platform", "environ", "programs", "command"),
    [
        ("darwin", {}, "pbcopy", "/bin/pbcopy"),
        ("linux", WSL, "clip.exe", "/bin/clip.exe"),
        ("linux", {**WAYLAND, **X11}, "wl-copy xclip xsel", "/bin/wl-copy"),
        ("linux", {**WAYLAND, **X11}, "xclip xsel", "/bin/xclip -selection clipboard"),
        ("linux", X11, "wl-copy xsel", "/bin/xsel --clipboard --input"),
        ("linux", {**X11, **TMUX}, "xclip tmux", "/bin/xclip -selection clipboard"),
        ("linux", TMUX, "xclip tmux", TO_TMUX),
        ("darwin", TMUX, "tmux", TO_TMUX),
        ("linux", {**TMUX, **X11, **SSH}, "xclip tmux", TO_TMUX),
        ("darwin", {**TMUX, "SSH_TTY": "/dev/ttys1"}, "pbcopy tmux", TO_TMUX),
    ],
)
def test_each_machine_has_its_tool(
    platform: str, environ: dict[str, str], programs: str, command: str
) -> None:
    there = {name: f"/bin/{name}" for name in programs.split()}
    assert copy_command(environ, platform, there.get) == tuple(command.split())


def test_windows_copies_by_the_full_path_of_its_own_program() -> None:
    clip = r"D:\Win\System32\clip.exe"
    assert copy_command({"SystemRoot": r"D:\Win"}, "win32", {clip: clip}.get) == (clip,)


@pytest.mark.parametrize(
    ("platform", "environ", "programs"),
    [
        ("linux", {}, "wl-copy xclip xsel tmux clip.exe pbcopy"),
        ("linux", {**WAYLAND, **X11, **TMUX, **WSL}, ""),
        ("linux", {**WAYLAND, **X11, **WSL, **SSH}, "wl-copy xclip xsel clip.exe"),
        ("darwin", SSH, "pbcopy"),
        ("win32", SSH, "clip.exe"),
    ],
)
def test_no_tool_is_guessed(platform: str, environ: dict[str, str], programs: str) -> None:
    there = {name: f"/bin/{name}" for name in programs.split()}
    assert copy_command(environ, platform, there.get) is None


def test_tool_reads_the_text(tool: Tool, tmp_path: Path) -> None:
    tool("wl-copy", "cat > copied")
    assert copy("“Ångström” ∑\nüber $(zwei)\n", PATIENT)
    assert (tmp_path / "copied").read_text(encoding="utf-8") == "“Ångström” ∑\nüber $(zwei)\n"


def test_windows_tool_reads_utf_16_without_a_mark(
    tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSL_DISTRO_NAME", "Debian")
    tool("clip.exe", "cat > copied")
    assert copy("é∑", PATIENT)
    assert (tmp_path / "copied").read_bytes() == "é∑".encode("utf-16-le")


def test_tool_that_depends_on_the_locale_gets_utf_8(
    tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    tool("wl-copy", 'cat > copied; echo "$LC_ALL" > locale')
    assert copy("é", PATIENT)
    assert (tmp_path / "locale").read_text() == "en_US.UTF-8\n"


def test_endless_text_is_cut(tool: Tool, tmp_path: Path) -> None:
    tool("wl-copy", "cat > copied")
    assert copy("é" * LONGEST + "z", PATIENT)
    assert (tmp_path / "copied").read_text(encoding="utf-8") == "é" * LONGEST


def test_half_a_character_does_not_stop_the_copy(tool: Tool, tmp_path: Path) -> None:
    tool("wl-copy", "cat > copied")
    assert copy("a\ud800b", PATIENT)
    assert (tmp_path / "copied").read_text(encoding="utf-8") == "a?b"


def test_without_a_tool_the_answer_is_no(tool: Tool) -> None:
    tool("some-other-tool", "cat > copied")
    assert not copy("text", PATIENT)


def test_tool_that_fails_has_not_copied(tool: Tool) -> None:
    tool("wl-copy", "cat > copied; exit 1")
    assert not copy("text", PATIENT)


def test_tool_that_does_not_start_has_not_copied(tool: Tool, tmp_path: Path) -> None:
    tool("wl-copy", "")
    (tmp_path / "bin" / "wl-copy").write_text("#!/no/such/shell\n", encoding="utf-8")
    assert not copy("text", PATIENT)


def test_tool_that_never_reads_is_given_up(tool: Tool) -> None:
    tool("wl-copy", "exec sleep 30")
    assert not copy("é" * LONGEST, patience=0.05)


def test_tool_that_stays_to_serve_the_text_is_left_to_it(tool: Tool, tmp_path: Path) -> None:
    tool("wl-copy", f"cat > copied; sleep {2 * PATIENT} & echo $! > serving")
    took = copy("text", PATIENT)
    os.kill(int((tmp_path / "serving").read_text()), signal.SIGKILL)
    assert took


def test_tool_cannot_reach_the_terminal(tool: Tool, tmp_path: Path) -> None:
    tool("wl-copy", "cat > copied; echo $$ $(cut -d ' ' -f 6 /proc/$$/stat) > process_and_session")
    assert copy("text", PATIENT)
    process, session = (tmp_path / "process_and_session").read_text().split()
    assert process == session


def test_what_the_tool_prints_never_shows(
    tool: Tool, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    tool("wl-copy", "cat > copied; printf '\\033[2Jgarbage'; printf '\\033c' >&2")
    assert copy("text", PATIENT)
    assert (tmp_path / "copied").exists()
    assert capfd.readouterr() == ("", "")
