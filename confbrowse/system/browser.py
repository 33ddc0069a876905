"""Opens a URL in the user's browser without freezing or garbling the screen.

The standard library's ``webbrowser`` does both: it waits for console browsers, lets any browser
print over the screen, and passes on any URL scheme. Here only http and https URLs are opened, by a
program in its own session without terminal input or output.
"""

import os
import re
import shlex
import shutil
import string
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from confbrowse.errors import LinkError
from confbrowse.text.ascii_url import ascii_host
from confbrowse.text.patterns import lazy_pattern

LONGEST = 2048
"""Longest URL that is opened, in characters."""

_ADDRESS = lazy_pattern(
    r"(https?)://([^/?#:\[\]]+|\[[0-9a-f:.]+\])(:[0-9]{0,5})?([/?#].*)?", re.IGNORECASE
)
_USER = lazy_pattern(r"https?://[^/?#]*@", re.IGNORECASE)
_HOST = lazy_pattern(r"([a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?|\[.*\]")
_LONGEST_HOST = 253
_PLAIN = frozenset(string.ascii_letters + string.digits + "-._~:/?#[]@!&()*+,;=%")
"""Characters that stay unescaped after the host. Quotes and $ are escaped: wslview puts the URL
into a line of PowerShell, which would run what is in $(...)."""
_LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Opening:
    """How a link would be opened on this machine."""

    command: tuple[str, ...] | None
    """The program and its arguments, the link last; None if there is no browser."""
    reason: str = ""
    """Why there is none, as a clause: ``there is no display``."""


def safe_url(url: str) -> str:
    """Return *url* in plain ASCII, safe to pass to a program.

    The host is in lower case and punycode, so that look-alikes are visible; the rest is
    percent-encoded. Raises LinkError unless *url* is a complete http or https URL of at most 2,048
    characters without user name, spaces, control, bidi or other invisible characters.
    """
    if len(url) > LONGEST:
        raise _refused(url, f"it is longer than {LONGEST:,} characters")
    if not url.isprintable() or " " in url:
        raise _refused(url, "it contains spaces or invisible characters")
    if _USER.match(url):
        raise _refused(url, "it contains a user name or password")
    address = _ADDRESS.fullmatch(url)
    if address is None:
        raise _refused(url, "it is not a complete http or https address")
    scheme, name, port, rest = address.groups(default="")
    host = ascii_host(name)
    if len(host) > _LONGEST_HOST or not _HOST.fullmatch(host):
        raise _refused(url, "its host is not a valid name")
    return f"{scheme.lower()}://{host}{port}{_percent_encoded(rest)}"


def opening(
    url: str, environ: Mapping[str, str], platform: str, which: Callable[[str], str | None]
) -> Opening:
    """Return how *url* would be opened on this machine; starts nothing.

    *platform* is a value of ``sys.platform``; *which* finds a program like ``shutil.which``.
    ``CONFBROWSE_OPENER`` has priority. ``BROWSER`` is ignored: it may name a browser that needs the
    terminal.
    """
    chosen = environ.get("CONFBROWSE_OPENER", "").strip()
    if chosen:
        return _chosen(url, chosen, which)
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return Opening(None, "you are connected over SSH")
    openers = _openers(environ, platform)
    if not openers:
        return Opening(None, "there is no display")
    for name, *arguments in openers:
        program = which(name)
        if program:
            return Opening((program, *arguments, url))
    return Opening(None, "no program to open links was found")


def open_link(url: str, patience: float = 0.5) -> str:
    """Open *url* in the user's browser; return the sentence to show.

    Blocks up to *patience* seconds to see whether the program fails at once. The program may
    outlive confbrowse, and leaves no zombie. Raises LinkError if *url* is refused or cannot be
    opened; the sentence ends with the whole URL, to copy.
    """
    address = safe_url(url)
    found = opening(address, os.environ, sys.platform, shutil.which)
    if found.command is None:
        raise _not_opened(address, found.reason)
    program = _shown(PurePath(found.command[0]).name)
    try:
        status = _started(found.command, patience)
    except OSError as error:
        raise _not_opened(address, f"{program} does not start ({error.strerror})") from error
    if status:
        raise _not_opened(address, f"{program} failed with status {status}")
    return f"Opened {address} in your browser."


def _openers(environ: Mapping[str, str], platform: str) -> tuple[tuple[str, ...], ...]:
    """Return the commands that open links on such a machine, best first."""
    if platform == "darwin":
        return (("open",),)
    if platform == "win32":  # by its full path: a search would start in the current directory
        system = environ.get("SystemRoot", r"C:\Windows")
        return ((rf"{system}\System32\rundll32.exe", "url.dll,FileProtocolHandler"),)
    windows = (("wslview",),) if environ.get("WSL_DISTRO_NAME") else ()
    has_display = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    return (*windows, ("xdg-open",), ("gio", "open")) if has_display else windows


def _chosen(url: str, words: str, which: Callable[[str], str | None]) -> Opening:
    try:
        name, *arguments = shlex.split(words)
    except ValueError:
        return Opening(None, "CONFBROWSE_OPENER is not a command (is a quotation mark missing?)")
    program = which(name)
    if program is None:
        return Opening(None, f"CONFBROWSE_OPENER names {_shown(name)}, which was not found")
    return Opening((program, *arguments, url))


def _started(command: tuple[str, ...], patience: float) -> int:
    """Start *command*; return its exit status, 0 if it still runs after *patience* seconds."""
    process = subprocess.Popen(  # noqa: S603 - no shell, and the address is a safe_url
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, name="browser", daemon=True).start()
        return 0


def _percent_encoded(text: str) -> str:
    return "".join(
        letter if letter in _PLAIN else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in text
    )


def _refused(url: str, reason: str) -> LinkError:
    return LinkError(f"Link not opened, because {reason}: {_shown(url)}")


def _not_opened(address: str, reason: str) -> LinkError:
    return LinkError(f"Link not opened: {reason}. Copy it from here: {address}")


def _shown(text: str) -> str:
    """Return *text* on one line of bounded length, with control characters escaped."""
    short = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return "".join(letter if letter.isprintable() else ascii(letter).strip("'") for letter in short)
