"""Keys as people write them, ``Ctrl-d``, ``?``, ``PgDn``, and as Textual names them, ``ctrl+d``."""

import re
import unicodedata

from textual.keys import KEY_NAME_REPLACEMENTS, REPLACED_KEYS, key_to_character

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
_ARROWS = re.compile("[↓↑←→]")
_PLAIN = {"backspace", "delete"}
"""Keys whose names are their own."""
_MODIFIERS = ("ctrl", "shift", "alt")
_MODIFIED = re.compile(r"(?:(ctrl|shift|alt)[-+]|(\^))(.+)", re.IGNORECASE | re.DOTALL)
_CALLED = {
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
"""What a terminal takes Ctrl and such a key for."""


def shown(key: str) -> str:
    """Return *key*, one in Textual's words, as people write it."""
    modifier, plus, rest = key.partition("+")
    if plus and modifier in _MODIFIERS:
        return f"{modifier.capitalize()}-{shown(rest)}"
    return _NAMES.get(key) or _sign(key) or key


def shown_in_ascii(key: str) -> str:
    """Return *key* as people write it without arrows: ``Down``, where ``v`` would be another key."""
    return _ARROWS.sub(lambda found: _IN_WORDS[found[0]], shown(key))


def is_letter(key: str) -> bool:
    """Return whether *key*, one in Textual's words, puts a letter or a sign into a line."""
    return key == "space" or len(key) == 1 or bool(_sign(key))


def called(text: str) -> str | None:
    """Return in Textual's words the key that people write as *text*; None where there is none such."""
    if len(text) == 1 and text not in _CALLED:
        return _character(text)
    if modified := _MODIFIED.fullmatch(text):
        modifier = (modified[1] or "ctrl").lower()
        rest = called(modified[3])
        return f"{modifier}+{rest.lower() if modifier == 'ctrl' else rest}" if rest else None
    name = text.lower()
    if name in _CALLED:
        return _CALLED[name]
    return name if _sign(name) else None  # such as question_mark


def why_not(key: str) -> str:
    """Return why no terminal can be trusted to send *key*, one in Textual's words; empty if one can."""
    modifier, plus, rest = key.partition("+")
    if not plus:
        return ""
    if modifier == "ctrl" and rest in _DISGUISED:
        return f"is {_DISGUISED[rest]} to a terminal"
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


def _sign(key: str) -> str:
    """Return the sign that *key* types, where it is one; else nothing."""
    sign = key_to_character(REPLACED_KEYS.get(key, key)) or ""
    return sign if sign.isprintable() else ""


def _character(text: str) -> str | None:
    if not text.isprintable() or text == " ":
        return "space" if text == " " else None
    if text.isalnum():
        return text
    name = unicodedata.name(text, "").lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name) or None
