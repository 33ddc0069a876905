"""Pieces of a text that are finished: set aside under a sign, so that no later step reads them."""

import re

_FIRST, _LAST = 0xF0000, 0xFFFFD
"""Characters for private use: a cleaned text has none, and a text that is not cleaned loses them."""
SIGNS = f"{chr(_FIRST)}-{chr(_LAST)}"
"""Every sign, for a pattern's brackets."""
_SIGN = re.compile(f"[{SIGNS}]")


class Held:
    """What was set aside from one text."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def hold(self, text: str) -> str:
        """Return the sign that *text* stands under from now on; the text itself when signs run out."""
        if not text or _FIRST + len(self._pieces) > _LAST:
            return text
        self._pieces.append(self.released(text))
        return chr(_FIRST + len(self._pieces) - 1)

    def released(self, text: str) -> str:
        """Return *text* with everything in its place again."""
        if not self._pieces:
            return text
        return _SIGN.sub(lambda sign: self._pieces[ord(sign[0]) - _FIRST], text)

    def __bool__(self) -> bool:
        return bool(self._pieces)


def is_sign(character: str) -> bool:
    """Return whether *character* stands for something that was set aside."""
    return bool(_SIGN.match(character))


def without_signs(text: str) -> str:
    """Return *text* without characters that would be taken for signs."""
    return text if text.isascii() or text.replace("\n", "").isprintable() else _SIGN.sub("", text)
