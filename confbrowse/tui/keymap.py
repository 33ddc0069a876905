"""Names of keys, and the user's own keys over the defaults.

Keys have two spellings: as people write them (``Ctrl-d``, ``?``, ``PgDn``) and Textual's (``ctrl+d``,
``question_mark``, ``pagedown``).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from string import ascii_letters

from textual.keys import KEY_NAME_REPLACEMENTS, REPLACED_KEYS, key_to_character

from confbrowse.text.patterns import lazy_pattern
from confbrowse.tui.commands import COMMANDS, SCOPES, Command

_NAMES = {
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "home": "Home",
    "end": "End",
    "insert": "Insert",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}
_IN_WORDS = {"↓": "Down", "↑": "Up", "←": "Left", "→": "Right"}
_ARROWS = lazy_pattern("[↓↑←→]")
_PLAIN = {"backspace", "delete"}
"""Keys that people spell as Textual does."""
_MODIFIERS = ("ctrl", "shift", "alt")
_MODIFIED = lazy_pattern(r"(?:(ctrl|shift|alt)[-+]|(\^))(.+)", re.IGNORECASE | re.DOTALL)
_ALIASES = {
    **{key: key for key in (*_NAMES, *_PLAIN)},
    **{name.lower(): key for key, name in _NAMES.items()},
    "pgdown": "pagedown",
    "page_down": "pagedown",
    "page_up": "pageup",
    "esc": "escape",
    "return": "enter",
    "ins": "insert",
    "del": "delete",
    "comma": "comma",
}
_DISGUISED = {
    "h": "Backspace",
    "i": "Tab",
    "j": "Enter",
    "m": "Enter",
    "left_square_bracket": "Esc",
}
"""The key that a terminal sends for Ctrl with one of these."""
QUIT = "app.quit-now"
"""The command that keeps its default key, so that there is always a way out."""
_FILE = "config.toml"
"""The settings file, as error messages name it."""
_RESERVED = {"Q": QUIT, "ctrl+q": "", "ctrl+c": ""}
"""The keys that quit, with the command that has them; no other command can take them."""


def key_name(key: str) -> str:
    """Return Textual's *key* as people write it."""
    modifier, plus, rest = key.partition("+")
    if plus and modifier in _MODIFIERS:
        return f"{modifier.capitalize()}-{key_name(rest)}"
    return _NAMES.get(key) or _printable(key) or key


def ascii_key_name(key: str) -> str:
    """Return Textual's *key* as people write it, with words such as ``Down`` for the arrows."""
    return _ARROWS.sub(lambda found: _IN_WORDS[found[0]], key_name(key))


def is_letter(key: str) -> bool:
    """Return whether Textual's *key* types a printable character."""
    return key == "space" or len(key) == 1 or bool(_printable(key))


def parse_key(text: str) -> str | None:
    """Return Textual's name of the key that people write as *text*; None if there is no such key."""
    if len(text) == 1 and text not in _ALIASES:
        return _character(text)
    if modified := _MODIFIED.fullmatch(text):
        modifier = (modified[1] or "ctrl").lower()
        rest = parse_key(modified[3])
        return f"{modifier}+{rest.lower() if modifier == 'ctrl' else rest}" if rest else None
    name = text.lower()
    if name in _ALIASES:
        return _ALIASES[name]
    return name if _printable(name) else None  # such as question_mark


def unreliable_reason(key: str) -> str:
    """Return why some terminals do not send Textual's *key*, to follow its name; empty if all send it."""
    modifier, plus, rest = key.partition("+")
    if not plus:
        return ""
    if modifier == "ctrl" and rest in _DISGUISED:
        return f"is the same as {_DISGUISED[rest]} in a terminal"
    is_named = rest in _NAMES and rest != "escape"
    if modifier == "shift" and len(rest) == 1:
        return f"is written {rest.upper()}"
    if modifier == "ctrl" and (is_named or (len(rest) == 1 and rest.isascii() and rest.isalpha())):
        return "" if rest not in ("enter", "tab") else "is not sent by every terminal"
    if modifier == "alt" and "+" not in rest:
        return ""
    if modifier == "shift" and is_named and rest not in ("enter", "space"):
        return ""
    return "is not sent by every terminal"


def _printable(key: str) -> str:
    character = key_to_character(REPLACED_KEYS.get(key, key)) or ""
    return character if character.isprintable() else ""


def _character(text: str) -> str | None:
    if not text.isprintable() or text == " ":
        return "space" if text == " " else None
    if text.isalnum():
        return text
    name = unicodedata.name(text, "").lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name) or None


@dataclass(frozen=True, slots=True)
class Keymap:
    """The valid part of the user's own keys."""

    keys: Mapping[str, tuple[str, ...]]
    """By command id: Textual's names of the keys that replace its defaults."""
    faults: tuple[str, ...] = ()
    """A sentence for the user on each key that was left out."""


def keymap(chosen: Iterable[tuple[str, Sequence[str]]]) -> Keymap:
    """Return the valid part of *chosen*: command ids with keys as people write them in config.toml.

    A key is left out if no such command or key exists, if terminals do not send it, or if another command
    has it where this one is active.
    """
    new: dict[str, list[str]] = {}
    faults: list[str] = []
    for command_id, keys in chosen:
        where = f"{_FILE}: keys.{command_id}"
        command = COMMANDS.get(command_id)
        if command is None:
            similar = get_close_matches(command_id, COMMANDS, 1)
            advice = f"did you mean {similar[0]}?" if similar else "confbrowse keys lists them all."
            faults.append(f"{where} is not a command; {advice}")
            continue
        valid = list(_valid_keys(command_id, keys, where, _free_key(command, new), faults))
        if valid:
            new[command_id] = valid
        elif not keys:
            faults.append(
                f"{where} is empty; the default stays: {_key_names(command.default_keys)}."
            )
    faults.extend(_without_clashes(new))
    if QUIT in new:
        new[QUIT] += [key for key in COMMANDS[QUIT].default_keys if key not in new[QUIT]]
    return Keymap({one: tuple(keys) for one, keys in new.items()}, tuple(faults))


def _valid_keys(
    command_id: str, keys: Iterable[str], where: str, free: str, faults: list[str]
) -> Iterator[str]:
    """Yield the *keys* that terminals send and that are not reserved; append a fault for each other."""
    for text in keys:
        key = parse_key(text)
        if key is None:
            faults.append(f"{where}: {text} is not a key; use one such as {free}.")
        elif reason := unreliable_reason(key):
            faults.append(f"{where}: {key_name(key)} {reason}; use a key such as {free}.")
        elif _RESERVED.get(key, command_id) != command_id:
            faults.append(f"{where}: {key_name(key)} always quits; use a key such as {free}.")
        else:
            yield key


def _without_clashes(new: dict[str, list[str]]) -> Iterator[str]:
    """Remove from *new* every key that another command has in the same place; yield a fault for each.

    A command that gives way gets a free key instead.
    """
    while clash := _clash(new):
        mine, key, other = clash
        if other.gives_way and other.id not in new:
            new[other.id] = [parse_key(_free_key(other, new)) or ""]
            continue
        new[mine.id].remove(key)
        if not new[mine.id]:
            del new[mine.id]
        yield (
            f"{_FILE}: keys.{mine.id}: {key_name(key)} is already used by {other.label} ({other.id}); "
            f"give that another key, or use a free one such as {_free_key(mine, new)}."
        )


def _clash(new: Mapping[str, Sequence[str]]) -> tuple[Command, str, Command] | None:
    """Return a command of *new*, its key, and another command that has the key in the same place.

    Two commands may share a key that both have by default: the inner one wins on purpose.
    """
    for mine in COMMANDS.values():
        for key in new.get(mine.id, ()):
            for other in _active_with(mine):
                theirs = new.get(other.id, other.default_keys)
                by_default = key in mine.default_keys and key in other.default_keys
                if other.id != mine.id and key in theirs and not by_default:
                    return mine, key, other
    return None


def _active_with(mine: Command) -> Iterator[Command]:
    """Yield the commands, *mine* included, that are active in any place where *mine* is."""
    (active_in,) = (scope.active_in for scope in SCOPES if mine in scope.commands)
    for scope in SCOPES:
        if scope.active_in & active_in:
            yield from scope.commands


def _free_key(mine: Command, new: Mapping[str, Sequence[str]]) -> str:
    """Return a key that is free wherever *mine* is active, also in *new*, if possible its initial."""
    taken = {
        key for other in _active_with(mine) for key in (*other.default_keys, *new.get(other.id, ()))
    }
    preferred = (*mine.label[:1].lower(), *mine.label[:1].upper(), *ascii_letters)
    functions = (f"f{number}" for number in range(3, 13))
    return key_name(next((key for key in (*preferred, *functions) if key not in taken), "Alt-x"))


def _key_names(keys: Iterable[str]) -> str:
    return ", ".join(map(key_name, keys))
