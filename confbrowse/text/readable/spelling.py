"""What people type for the signs of a readable text: ``ε-greedy`` as ``epsilon-greedy``, ``n²`` as ``n 2``."""

import re
import unicodedata
from collections.abc import Iterator

from confbrowse.text.readable.names import GREEK

_RAISED_OR_LOWERED = "⁰¹²³⁴-⁹₀-₉ᵃ-ᶿᴬ-ᵂⁱⁿⱼᵢ-ᵪₐ-ₜⱽ"
_SCRIPTS = re.compile(f"[{_RAISED_OR_LOWERED}]+")
_LETTER = re.compile(r"(?<![\u0370-\u03ff])[\u0391-\u03f5](?![\u0370-\u03ff])")
"""A Greek letter that stands alone: Greek words are typed as they are."""
_SIGN = re.compile(f"[{_RAISED_OR_LOWERED}\u0391-\u03f5]")
_NAMES = {sign: name.removeprefix("var") for name, sign in GREEK.items() if len(name) > 1}
_NAMES |= dict.fromkeys("ϵε", "epsilon")


def spelt(text: str) -> Iterator[str]:
    """Yield the pieces between blanks of *text* that are typed otherwise, as they are typed."""
    for piece in text.split() if _SIGN.search(text) else ():
        if not piece.isascii() and (typed := _typed(piece)) != piece:
            yield typed


def _typed(piece: str) -> str:
    return _LETTER.sub(_named, _SCRIPTS.sub(_plain, piece))


def _named(letter: re.Match[str]) -> str:
    return f" {_NAMES.get(letter[0], letter[0])} "


def _plain(script: re.Match[str]) -> str:
    return f" {unicodedata.normalize('NFKC', script[0])} "
