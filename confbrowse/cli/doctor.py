"""The command ``doctor``: checks what confbrowse depends on, a line for each."""

import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from confbrowse import __version__
from confbrowse.cli.output import as_json, print_result
from confbrowse.errors import ConfbrowseError
from confbrowse.paths import app_dirs
from confbrowse.text.clean import clean_line
from confbrowse.text.humanize import count

if TYPE_CHECKING:
    from confbrowse.storage.database import Database

_LEAST = (40, 12)
"""Smallest useful terminal, in columns and lines."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    what: str
    ok: bool
    says: str


class ProblemsFoundError(ConfbrowseError):
    """At least one check failed; the findings are printed already."""


def examine(args: Namespace) -> None:
    """Print a line for each check. Raises ProblemsFoundError if one failed."""
    wrong = 0
    for found in _findings(args.network):
        wrong += not found.ok
        says = clean_line(found.says)
        line = f"{'ok' if found.ok else '!':<3}{found.what:<10} {says}"
        print_result(as_json(asdict(found) | {"says": says}) if args.json else line)
    if wrong:
        raise ProblemsFoundError(f"{count(wrong, 'problem')} (marked !).")


def _findings(address: str | None) -> Iterator[Finding]:
    yield Finding(
        "versions",
        True,
        f"confbrowse {__version__}, Python {sys.version.split()[0]}, Textual {version('textual')}",
    )
    yield from _check_terminal()
    yield from _check_databases()
    yield from _check_settings()
    yield from _check_plugins()
    yield from _check_tools()
    if address:
        yield _check_network(address)


def _check_terminal() -> Iterator[Finding]:
    from confbrowse.tui.driver import capabilities  # loads the terminal driver

    kind = os.environ.get("TERM", "")
    if not sys.stdout.isatty():
        yield Finding("terminal", True, "standard output is not a terminal; the browser needs one")
    else:
        named = kind not in ("", "dumb", "unknown")
        yield Finding(
            "terminal",
            named,
            kind if named else "TERM names no terminal that confbrowse can draw on",
        )
        columns, lines = os.get_terminal_size(sys.stdout.fileno())
        enough = columns >= _LEAST[0] and lines >= _LEAST[1]
        small = "" if enough else f"; recommended: at least {_LEAST[0]} by {_LEAST[1]}"
        yield Finding("size", enough, f"{columns} columns by {lines} lines{small}")
    found = capabilities(ascii_wanted=False)
    plain = found.encoding == "ascii"
    hint = (
        "; drawing in ASCII. For all characters, set a locale such as LANG=C.UTF-8" if plain else ""
    )
    yield Finding("encoding", True, f"{found.encoding}{hint}")
    yield Finding("colours", True, _colours(kind) if found.colours else "none: NO_COLOR is set")


def _colours(kind: str) -> str:
    if os.environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        return "16 million"
    many = "256" if "256color" in kind else "16"
    return f"{many}, by TERM; if the terminal has more, set COLORTERM=truecolor"


def _check_databases() -> Iterator[Finding]:
    """Check the user's databases without changing them."""
    from confbrowse.storage.library import LibraryStore  # as above
    from confbrowse.storage.marks import MarkStore  # sqlite is for commands that open a database

    dirs = app_dirs()
    yield _check_database("agenda", MarkStore.at(dirs.agenda).database)
    yield from _check_backups(dirs.agenda)
    yield _check_database("library", LibraryStore.at(dirs.library).database)


def _check_database(what: str, database: "Database") -> Finding:
    file = database.path
    if not file.exists():
        return Finding(what, True, f"not created yet: {file}")
    if not os.access(file, os.R_OK):
        return Finding(what, False, f"no permission to read {file}")
    if not database.is_sound():
        ending = "repairs it and keeps a copy" if database.durable else "moves it aside"
        return Finding(what, False, f"{file} is damaged; the next start {ending}")
    if not os.access(file, os.W_OK) or not os.access(file.parent, os.W_OK):
        return Finding(what, False, f"{file} is read-only: changes cannot be saved")
    return Finding(what, True, f"intact, {file.stat().st_size // 1024:,} KiB, {file}")


def _check_backups(agenda: Path) -> Iterator[Finding]:
    """Yield the backups, and each damaged file."""
    from confbrowse.cli.restore import mark_backups  # as above

    try:
        found = list(mark_backups(agenda))
    except ConfbrowseError as error:
        yield Finding("backups", False, str(error))
        return
    daily = [one for one in found if one.kind == "backup"]
    others = [one for one in found if one.kind == "before migration"]
    parts = [f"{len(daily)} daily, latest {_moment(daily[0].made)}"] if daily else []
    parts += (
        [f"{len(others)} before migrations, latest {_moment(others[0].made)}"] if others else []
    )
    folder = f" in {daily[0].path.parent}" if daily else ""
    yield Finding("backups", True, f"{'; '.join(parts)}{folder}" if parts else "none yet")
    for one in found:
        if one.kind == "damaged":
            says = (
                f"{one.path}, damaged on {_moment(one.made)}; to restore: confbrowse restore FILE"
            )
            yield Finding("set aside", True, says)


def _moment(made: datetime) -> str:
    return f"{made.astimezone():%Y-%m-%d %H:%M}"


def _check_settings() -> Iterator[Finding]:
    """Yield every invalid setting, including keys and theme."""
    from confbrowse.settings import load  # most commands need no settings
    from confbrowse.tui.keymap import keymap  # loads parts of Textual
    from confbrowse.tui.themes import initial_theme, theme_names  # as above

    file = app_dirs().settings
    loaded = load(file)
    _, theme_fault = initial_theme(loaded.settings.screen.theme, "", theme_names())
    faults = (*loaded.faults, *keymap(loaded.settings.keys).faults, theme_fault)
    yield from _faults_or_ok(
        faults, "settings", f"{file} is valid" if file.exists() else "defaults"
    )


def _faults_or_ok(faults: Iterable[str], what: str, ok_message: str) -> Iterator[Finding]:
    """Yield a failed finding for each fault, else one that *what* is fine."""
    faults_found = [fault for fault in faults if fault]
    yield from (Finding(what, False, fault) for fault in faults_found)
    if not faults_found:
        yield Finding(what, True, ok_message)


def _check_plugins() -> Iterator[Finding]:
    from confbrowse.readers.plugins import installed  # loads every reader

    found = installed()
    names = ", ".join(reader.name for reader in found.readers)
    yield from _faults_or_ok(found.faults, "plugins", names or "none")


def _check_tools() -> Iterator[Finding]:
    """Yield the tools that copy text and open links; none is started."""
    from confbrowse.system.browser import opening  # for opening links only
    from confbrowse.system.clipboard import copy_command  # for copying only

    copying = copy_command(os.environ, sys.platform, shutil.which)
    yield Finding(
        "clipboard",
        True,
        copying[0] if copying else "through the terminal (OSC 52); no clipboard tool found",
    )
    found = opening("https://example.org/", os.environ, sys.platform, shutil.which)
    chosen = bool(os.environ.get("CONFBROWSE_OPENER", "").strip())
    shown = f"shown and copied instead of opened: {found.reason}"
    yield Finding("links", bool(found.command) or not chosen, (found.command or (shown,))[0])


def _check_network(address: str) -> Finding:
    from confbrowse.cli.inputs import http_client  # for --network only

    try:
        page = http_client().get(address)
    except ConfbrowseError as error:
        return Finding("network", False, str(error))
    return Finding("network", True, f"{address} answered with {len(page.raw):,} bytes")
