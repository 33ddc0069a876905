"""The reader's own keys laid over ours: those that cannot be are named in a sentence, the rest holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from string import ascii_letters

from confbrowse.tui.keys import called, shown, why_not

QUIT = "app.quit-now"
"""The command whose key stays what it is, so that there is always a way out."""
_FILE = "config.toml"
"""As sentences call the file that the reader's keys stand in."""
_KEPT = {"Q": QUIT, "ctrl+q": "", "ctrl+c": ""}
"""The keys that quit, and whose they are; no other command can have them."""

Place = tuple[str, str]
"""A screen, and what has the focus there."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something a key does."""

    id: str
    name: str
    keys: tuple[str, ...]
    """In Textual's words."""
    help: str
    heading: str
    """Under what the table of keys has it."""
    places: frozenset[Place]
    """Where its keys work; two commands that share one cannot share a key there."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """What holds of the reader's own keys."""

    keys: Mapping[str, tuple[str, ...]]
    """The keys of each command that has others than ours."""
    faults: tuple[str, ...] = ()
    """A sentence on everything that does not hold."""


def keymap(chosen: Iterable[tuple[str, Sequence[str]]], commands: Sequence[Command]) -> Keymap:
    """Return what of *chosen*, ids with keys as people write them in their settings, can be."""
    known = {command.id: command for command in commands}
    new: dict[str, list[str]] = {}
    faults: list[str] = []
    for command_id, keys in chosen:
        where = f"{_FILE}: keys.{command_id}"
        if command_id not in known:
            near = get_close_matches(command_id, known, 1)
            meant = f"did you mean {near[0]}?" if near else "confbrowse keys lists them all."
            faults.append(f"{where} is no command; {meant}")
            continue
        free = _free(known[command_id], commands)
        possible = list(_possible(command_id, keys, where, free, faults))
        if possible:
            new[command_id] = possible
        elif not keys:
            faults.append(f"{where} names no key; it keeps {_said(known[command_id].keys)}.")
    faults.extend(_without_clashes(new, commands))
    if QUIT in new:
        new[QUIT] = [*new[QUIT], *(key for key in known[QUIT].keys if key not in new[QUIT])]
    return Keymap({one: tuple(keys) for one, keys in new.items()}, tuple(faults))


def _possible(
    command_id: str, keys: Iterable[str], where: str, free: str, faults: list[str]
) -> Iterator[str]:
    """Yield those of *keys* that a terminal can send and that are not kept for quitting."""
    for text in keys:
        key = called(text)
        if key is None:
            faults.append(f"{where}: {text} is no key; take one such as {free}.")
        elif reason := why_not(key):
            faults.append(f"{where}: {shown(key)} {reason}; take a key such as {free}.")
        elif _KEPT.get(key, command_id) != command_id:
            faults.append(f"{where}: {shown(key)} always quits; take a key such as {free}.")
        else:
            yield key


def _without_clashes(new: dict[str, list[str]], commands: Sequence[Command]) -> Iterator[str]:
    """Take out of *new* every key that another command has in the same place; yield a sentence each."""
    while clash := _clash(new, commands):
        mine, key, other = clash
        new[mine.id].remove(key)
        if not new[mine.id]:
            del new[mine.id]
        yield (
            f"{_FILE}: keys.{mine.id}: {shown(key)} is {other.name} ({other.id}) there already; "
            f"give that another key, or take one that is free, such as {_free(mine, commands)}."
        )


def _clash(
    new: Mapping[str, Sequence[str]], commands: Sequence[Command]
) -> tuple[Command, str, Command] | None:
    """Return a command of *new*, its key, and the command that has the key where this one works."""
    for mine in commands:
        for key in new.get(mine.id, ()):
            for other in commands:
                theirs = new.get(other.id, other.keys)
                if (
                    other.id != mine.id
                    and key in theirs
                    and mine.places & other.places
                    and not (key in mine.keys and key in other.keys)  # so by default, for a reason
                ):
                    return mine, key, other
    return None


def _free(mine: Command, commands: Sequence[Command]) -> str:
    """Return a key that nothing has where *mine* works, best one like its name."""
    taken = {key for other in commands if mine.places & other.places for key in other.keys}
    wished = (*mine.name[:1].lower(), *mine.name[:1].upper(), *ascii_letters)
    functions = (f"f{number}" for number in range(3, 13))
    return shown(next((key for key in (*wished, *functions) if key not in taken), "Alt-x"))


def _said(keys: Iterable[str]) -> str:
    return ", ".join(map(shown, keys))
