"""The sub-command ``keys``: every key, with the user's own keys in place of the defaults."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from itertools import groupby

from confbrowse.cli.context import settings
from confbrowse.cli.output import as_json, print_result, warn
from confbrowse.tui.commands import SCOPES, Command
from confbrowse.tui.keymap import Keymap, key_name, keymap


def print_keys(args: Namespace) -> None:
    """Print every key, what it does and its id for ``[keys]`` in config.toml."""
    own = checked_keymap(settings().keys).keys
    for heading, scopes in groupby(SCOPES, key=lambda scope: scope.heading):
        if not args.json:
            print_result(heading)
        for command in (one for scope in scopes for one in scope.commands):
            keys = [key_name(key) for key in own.get(command.id, command.default_keys)]
            print_result(_data(command, keys, heading) if args.json else _line(command, keys))


def checked_keymap(chosen: Iterable[tuple[str, Sequence[str]]]) -> Keymap:
    """Return the valid part of *chosen*, and print a warning for each other key."""
    found = keymap(chosen)
    for fault in found.faults:
        warn(fault)
    return found


def _data(command: Command, keys: Sequence[str], heading: str) -> str:
    return as_json(
        {
            "id": command.id,
            "keys": list(keys),
            "name": command.label,
            "help": command.help,
            "where": heading,
        }
    )


def _line(command: Command, keys: Sequence[str]) -> str:
    return f"  {' '.join(keys):<16} {command.id:<22} {command.help}"
