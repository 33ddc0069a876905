"""Keys as people write them: ``Ctrl-d``, ``?``, ``PgDn``."""

_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "equals_sign": "=",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "colon": ":",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "plus": "+",
    "minus": "-",
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
    "f1": "F1",
    "f2": "F2",
}
_MODIFIERS = ("ctrl", "shift", "alt")


def shown(key: str) -> str:
    """Return *key*, one in Textual's words, as people write it."""
    modifier, plus, rest = key.partition("+")
    if plus and modifier in _MODIFIERS:
        return f"{modifier.capitalize()}-{shown(rest)}"
    return _NAMES.get(key, key)
