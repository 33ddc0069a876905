"""Copies text with the desktop's clipboard tool, for terminals that do not support OSC 52.

The screen asks the terminal first; this is the fallback. It prints nothing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping

LONGEST = 50_000
"""Most characters that are copied."""


def copy_command(
    environ: Mapping[str, str], platform: str, which: Callable[[str], str | None]
) -> tuple[str, ...] | None:
    """Return the command that copies its standard input; None if there is none.

    *platform* is a value of ``sys.platform``; *which* finds a program like ``shutil.which``. Over
    SSH only tmux is used, which passes the text on to the user's terminal.
    """
    for name, *arguments in _tools(environ, platform):
        program = which(name)
        if program:
            return (program, *arguments)
    return None


def copy(text: str, patience: float = 2.0) -> bool:
    """Copy the first 50,000 characters of *text*; return whether a tool accepted them.

    False if there is no tool, or if it fails or takes more than *patience* seconds, for which this
    may block. Output of the tool is discarded.
    """
    command = copy_command(os.environ, sys.platform, shutil.which)
    return command is not None and _taken(command, text[:LONGEST], patience)


def _tools(environ: Mapping[str, str], platform: str) -> tuple[tuple[str, ...], ...]:
    """Return the commands that copy on such a machine, best first."""
    tmux = (("tmux", "load-buffer", "-w", "-"),) if environ.get("TMUX") else ()
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return tmux
    if platform == "darwin":
        return (("pbcopy",), *tmux)
    if platform == "win32":  # by its full path: a search would start in the current directory
        system = environ.get("SystemRoot", r"C:\Windows")
        return ((rf"{system}\System32\clip.exe",),)
    windows = (("clip.exe",),) if environ.get("WSL_DISTRO_NAME") else ()
    wayland = (("wl-copy",),) if environ.get("WAYLAND_DISPLAY") else ()
    x11 = (("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input"))
    return (*windows, *wayland, *(x11 if environ.get("DISPLAY") else ()), *tmux)


def _taken(command: tuple[str, ...], text: str, patience: float) -> bool:
    """Whether *command* succeeded within *patience* seconds, given *text* as input."""
    # clip.exe takes anything else for the console's code page, and would copy a byte order mark
    encoding = "utf-16-le" if command[0].endswith("clip.exe") else "utf-8"
    try:
        ended = subprocess.run(  # noqa: S603 - no shell; the text is only ever read
            command,
            input=text.encode(encoding, "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "en_US.UTF-8"},  # pbcopy depends on the locale
            timeout=patience,
            start_new_session=True,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0
