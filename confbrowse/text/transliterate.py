"""Text for terminals with limited character sets: symbols in ASCII, letters that the encoding has.

Every replacement has the width of the original, so that nothing on the screen moves.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rich.cells import cell_len

from confbrowse.text.patterns import lazy_pattern

_CACHED = 1 << 16
_ASCII_FORMS = {
    **dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺╼╾‐‑‒–—―−▁▂▔⎯", "-"),
    **dict.fromkeys("│┆┇┊┋╎║╵╷╹╻╽╿▌▍▎▏▐▕", "|"),
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
    "◎": "o",
    "╏": ":",
    "🔎": "> ",
    "…": "~",
    "✎": "n",
    "×": "x",
    "✗": "x",
    "✕": "x",
    "\N{NO-BREAK SPACE}": " ",
}
_ASCII_LETTERS = {
    **dict.fromkeys("ßſ", "s"),
    **dict(zip("æÆøØłŁđĐðÐþÞıœŒ", "aAoOlLdDdDtTioO", strict=True)),
}
_SYMBOL_TABLE = str.maketrans(
    {chr(code): "+" for code in range(0x2500, 0x2580)}  # corners and crossings of lines
    | {chr(code): "#" for code in range(0x2580, 0x25A0)}
    | {chr(code): "*" for code in range(0x25A0, 0x2600)}
    | {chr(code): ":" for code in range(0x2800, 0x2900)}
    | _ASCII_FORMS
)
_BEYOND_ASCII = lazy_pattern(r"[^\x00-\x7f]")


def ascii_symbols(text: str) -> str:
    """Return *text* with lines, dots, arrows, quotes and similar symbols in ASCII; letters are kept."""
    return text if text.isascii() else text.translate(_SYMBOL_TABLE)


def encodable(text: str, encoding: str) -> str:
    """Return *text* with ASCII symbols, and letters that *encoding* lacks without accents or as ``?``."""
    if text.isascii():
        return text
    return _BEYOND_ASCII.sub(lambda found: _letter(found[0], encoding), ascii_symbols(text))


@lru_cache(_CACHED)
def _letter(letter: str, encoding: str) -> str:
    try:
        letter.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        cells = cell_len(letter)
        stripped = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
        stripped = _ASCII_LETTERS.get(letter, stripped)
        return stripped if stripped.isprintable() and len(stripped) == cells else "?" * cells
    return letter


def effective_encoding(environ: Mapping[str, str], chosen: str, *, is_coerced: bool) -> str:
    """Return the encoding that the terminal expects; *chosen* is what Python has chosen.

    Python treats the locale ``C`` as UTF-8 and sets ``LC_CTYPE`` to say so (*is_coerced*), but a
    user who sets ``C`` means ASCII. If no locale is set, UTF-8 is what terminals use today.
    """
    names = ("LC_ALL", "LANG") if is_coerced else ("LC_ALL", "LC_CTYPE", "LANG")
    named = next((environ[name] for name in names if environ.get(name)), "")
    return "ascii" if named in ("C", "POSIX") else chosen
