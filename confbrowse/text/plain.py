"""Text for terminals that show less than everything: signs in ASCII, letters that an encoding has.

Every replacement takes as many cells as what it stands for, so that nothing on a screen moves.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rich.cells import cell_len

_BESIDE = 1 << 16
_PLAIN = {
    **dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺╼╾‐‑‒–—―−▁▂▔⎯", "-"),
    **dict.fromkeys("│┆┇┊┋╎╏║╵╷╹╻╽╿▌▍▎▏▐▕", "|"),
    **dict.fromkeys("▀▄▃▅▆", "="),
    **dict.fromkeys("┃█▇▉▊▋▓▒░", "#"),
    **dict.fromkeys("▸▶►›»→⏵", ">"),
    **dict.fromkeys("◂◀◄‹«←⏴", "<"),
    **dict.fromkeys("▾▼↓⏷✓✔", "v"),
    **dict.fromkeys("▴▲↑⏶", "^"),
    **dict.fromkeys("★☆•◦‣●○◉■□▪▫◆◇⬤", "*"),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("“”„″", '"'),
    "·": "-",
    "🔎": "> ",
    "…": "~",
    "✎": "n",
    "×": "x",
    "✗": "x",
    "✕": "x",
    "\N{NO-BREAK SPACE}": " ",
}
_LETTERS = {
    **dict.fromkeys("ßſ", "s"),
    **dict(zip("æÆøØłŁđĐðÐþÞıœŒ", "aAoOlLdDdDtTioO", strict=True)),
}
_SIGNS = str.maketrans(
    {chr(code): "+" for code in range(0x2500, 0x2580)}  # corners and crossings of lines
    | {chr(code): "#" for code in range(0x2580, 0x25A0)}
    | {chr(code): "*" for code in range(0x25A0, 0x2600)}
    | {chr(code): ":" for code in range(0x2800, 0x2900)}
    | _PLAIN
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def with_plain_signs(text: str) -> str:
    """Return *text* with lines, dots, arrows, quotes and the like in ASCII; its letters stay."""
    return text if text.isascii() else text.translate(_SIGNS)


def encodable(text: str, encoding: str) -> str:
    """Return *text* in plain signs, and every letter as *encoding* has it: bare, or a question mark."""
    if text.isascii():
        return text
    return _BEYOND_ASCII.sub(lambda found: _letter(found[0], encoding), with_plain_signs(text))


@lru_cache(_BESIDE)
def _letter(letter: str, encoding: str) -> str:
    try:
        letter.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        cells = cell_len(letter)
        bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
        bare = _LETTERS.get(letter, bare)
        return bare if bare.isprintable() and len(bare) == cells else "?" * cells
    return letter


def terminal_encoding(environ: Mapping[str, str], told: str, *, is_coerced: bool) -> str:
    """Return what a terminal is to be sent, which a program is *told* by its environment.

    Python takes the locale ``C`` for UTF-8 and changes ``LC_CTYPE`` to say so (*is_coerced*); who
    names ``C`` means ASCII. Where nothing is named, UTF-8 is what terminals speak today.
    """
    names = ("LC_ALL", "LANG") if is_coerced else ("LC_ALL", "LC_CTYPE", "LANG")
    named = next((environ[name] for name in names if environ.get(name)), "")
    return "ascii" if named in ("C", "POSIX") else told
