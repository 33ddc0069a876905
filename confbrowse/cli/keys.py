"""The command ``keys``: every key as it is now, the reader's own included. The screen knows them."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from itertools import groupby

from confbrowse.cli.printing import as_json
from confbrowse.cli.stores import settings
from confbrowse.cli.telling import say, tell
from confbrowse.tui.key_table import commands
from confbrowse.tui.keymap import Command, Keymap, keymap
from confbrowse.tui.keys import shown


def print_keys(args: Namespace) -> None:
    """Print every key, what it does and its id for ``[keys]`` of the settings."""
    own = told_keymap(settings().keys).keys
    for heading, group in groupby(commands(), key=lambda command: command.heading):
        if not args.json:
            say(heading)
        for command in group:
            keys = [shown(key) for key in own.get(command.id, command.keys)]
            say(_data(command, keys) if args.json else _line(command, keys))


def told_keymap(chosen: Iterable[tuple[str, Sequence[str]]]) -> Keymap:
    """Return what holds of *chosen* keys; what of them cannot be is told."""
    found = keymap(chosen, commands())
    for fault in found.faults:
        tell(fault)
    return found


def _data(command: Command, keys: Sequence[str]) -> str:
    return as_json(
        {
            "id": command.id,
            "keys": list(keys),
            "name": command.name,
            "help": command.help,
            "where": command.heading,
        }
    )


def _line(command: Command, keys: Sequence[str]) -> str:
    return f"  {' '.join(keys):<16} {command.id:<22} {command.help}"
