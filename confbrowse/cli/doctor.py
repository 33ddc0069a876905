"""The command ``doctor``: what confbrowse depends on here, one line each, and what is wrong with it."""

import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from confbrowse import __version__
from confbrowse.cli.printing import as_json
from confbrowse.cli.telling import say
from confbrowse.errors import ConfbrowseError
from confbrowse.paths import places
from confbrowse.text.amounts import count
from confbrowse.text.clean import clean_line

_LEAST = (40, 12)
"""Columns and lines below which there is little to see."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    ok: bool
    says: str


class IllError(ConfbrowseError):
    """Something is wrong, and has been said."""


def examine(args: Namespace) -> None:
    """Print a line for each thing that confbrowse depends on. Raises IllError where one is wrong."""
    wrong = 0
    for found in _findings(args.network):
        wrong += not found.ok
        says = clean_line(found.says)
        line = f"{'ok' if found.ok else '!':<3}{found.what:<10} {says}"
        say(as_json(asdict(found) | {"says": says}) if args.json else line)
    if wrong:
        raise IllError(f"{count(wrong, 'thing')} to see to; each stands behind a !.")


def _findings(address: str | None) -> Iterator[Finding]:
    yield Finding(
        "versions",
        True,
        f"confbrowse {__version__}, Python {sys.version.split()[0]}, Textual {version('textual')}",
    )
    yield from _of_terminal()
    yield from _of_stores()
    yield from _of_settings()
    yield from _of_plugins()
    yield from _of_tools()
    if address:
        yield _of_network(address)


def _of_terminal() -> Iterator[Finding]:
    """Yield what the screen can be."""
    from confbrowse.tui.terminal import abilities  # loads what draws

    kind = os.environ.get("TERM", "")
    if not sys.stdout.isatty():
        yield Finding("terminal", True, "standard output is none; the browser would need one")
    else:
        named = kind not in ("", "dumb", "unknown")
        yield Finding("terminal", named, kind if named else "TERM names none that can be drawn on")
        columns, lines = os.get_terminal_size(sys.stdout.fileno())
        enough = columns >= _LEAST[0] and lines >= _LEAST[1]
        small = "" if enough else f"; {_LEAST[0]} by {_LEAST[1]} and more are comfortable"
        yield Finding("size", enough, f"{columns} columns by {lines} lines{small}")
    found = abilities(ascii_wanted=False)
    plain = found.encoding == "ascii"
    hint = "; signs are drawn in ASCII. A locale such as LANG=C.UTF-8 shows all" if plain else ""
    yield Finding("encoding", True, f"{found.encoding}{hint}")
    yield Finding("colours", True, _colours(kind) if found.colours else "none: NO_COLOR is set")


def _colours(kind: str) -> str:
    if os.environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        return "16 million"
    many = "256" if "256color" in kind else "16"
    return f"{many}, by TERM; where there are more, COLORTERM=truecolor says so"


def _of_stores() -> Iterator[Finding]:
    """Yield how the reader's files are; changes none of them."""
    here = places()
    for what, file in (("agenda", here.agenda), ("library", here.library)):
        yield _of_store(what, file)


def _of_store(what: str, file: Path) -> Finding:
    from confbrowse.stores.damage import is_sound  # sqlite is for who looks into stores

    if not file.exists():
        return Finding(what, True, f"none yet at {file}")
    if not os.access(file, os.R_OK):
        return Finding(what, False, f"{file} may not be read")
    if not is_sound(file):
        return Finding(
            what, False, f"{file} is damaged; the next start sets it aside and says where"
        )
    if not os.access(file, os.W_OK) or not os.access(file.parent, os.W_OK):
        return Finding(what, False, f"{file} is sound and may only be read: nothing can be kept")
    return Finding(what, True, f"sound, {file.stat().st_size // 1024:,} KiB at {file}")


def _of_settings() -> Iterator[Finding]:
    """Yield every fault of the settings, those of keys and theme too."""
    from confbrowse.settings import load  # most commands mind none
    from confbrowse.tui.key_table import commands  # loads every screen
    from confbrowse.tui.keymap import keymap  # as above
    from confbrowse.tui.themes import begun_with, theme_names  # as above

    file = places().settings
    loaded = load(file)
    _, theme_fault = begun_with(loaded.settings.screen.theme, "", theme_names())
    faults = (*loaded.faults, *keymap(loaded.settings.keys, commands()).faults, theme_fault)
    yield from _all_or(faults, "settings", f"{file} holds" if file.exists() else "all by default")


def _all_or(faults: Iterable[str], what: str, well: str) -> Iterator[Finding]:
    """Yield each of *faults*, or that *what* is *well* where there is none."""
    told = [fault for fault in faults if fault]
    yield from (Finding(what, False, fault) for fault in told)
    if not told:
        yield Finding(what, True, well)


def _of_plugins() -> Iterator[Finding]:
    from confbrowse.plugins import installed  # loads every reader

    found = installed()
    names = ", ".join(reader.name for reader in found.readers)
    yield from _all_or(found.faults, "plugins", names or "none")


def _of_tools() -> Iterator[Finding]:
    """Yield what copies and what opens links; nothing is started."""
    from confbrowse.clipboard import copy_command  # for who copies
    from confbrowse.opening import opening  # for who opens links

    copying = copy_command(os.environ, sys.platform, shutil.which)
    yield Finding(
        "clipboard", True, copying[0] if copying else "no tool: the terminal is asked to copy"
    )
    found = opening("https://example.org/", os.environ, sys.platform, shutil.which)
    chosen = bool(os.environ.get("CONFBROWSE_OPENER", "").strip())
    shown = f"shown and copied, because {found.reason}"
    yield Finding("links", bool(found.command) or not chosen, (found.command or (shown,))[0])


def _of_network(address: str) -> Finding:
    from confbrowse.cli.shelf import web  # only for who asks

    try:
        page = web().get(address)
    except ConfbrowseError as error:
        return Finding("network", False, str(error))
    return Finding("network", True, f"{address} answers with {len(page.raw):,} bytes")
