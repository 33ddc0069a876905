"""Sanitise every string from outside once, where it enters the program.

Textual and Rich pass escape sequences, bidi controls and invisible characters on to the terminal,
which obeys them. Strings from files, pages, servers and databases are cleaned here, so that no
other module has to.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import chain

from confbrowse.text.patterns import lazy_pattern

_PLAIN = frozenset(map(chr, range(0x20, 0x7F))) | {"\n"}
"""Characters that are always safe."""

_RAW_PER_KEPT = 8
"""How many raw characters are read per character that may be kept."""

_SEQUENCES = lazy_pattern(
    r"""
    (?: \x1b[\]PX^_] | {C1}[\x90\x98\x9d-\x9f] )  # OSC, DCS, SOS, PM, APC: a command with a body
    (?: [^\x00-\x1f\x7f-\x9f]{0,4096}+            # on one line, of limited length,
        (?: \x07 | \x1b\\ | \x9c ) )?+             # optional: without an end the body is text
  | (?: \x1b\[ | {C1}\x9b )                       # CSI: colours, cursor, erasing
    (?: [0-?]{0,64}+ [ -/]{0,8}+ [@-~] )?+
  | \x1b [ -/]{0,2}+ [0-~]                        # short ones: reset, character sets
    """.replace("{C1}", r"(?<![\x80-\xff])"),  # after such a byte it is UTF-8 read as Latin-1: “ě”
    re.VERBOSE,
)
"""Whole terminal commands, so that no ``[31m`` is left when the escape is removed."""

_LINE_ENDS = lazy_pattern("\r\n?|[\v\f\x85\u2028\u2029]")

_BEYOND_ASCII = lazy_pattern("[^\x00-\x7f]")

_OTHER_SPACES = frozenset({"\t", "\u2800"})
"""Shown as a space although not in category Zs: the tab, the empty Braille cell."""

_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Controls; format characters (bidi, zero-width, soft hyphen, tags); surrogates; private use."""

_UNSAFE_RANGES = (
    range(0x034F, 0x0350),  # filler: the grapheme joiner
    range(0x115F, 0x1161),  # fillers: Hangul, two cells wide or none
    range(0x17B4, 0x17B6),  # fillers: Khmer inherent vowels
    range(0x180B, 0x1810),  # variation selectors: Mongolian
    range(0x2065, 0x2066),  # reserved among the invisible operators
    range(0x3164, 0x3165),  # filler: Hangul
    range(0xFDD0, 0xFDF0),  # noncharacters
    range(0xFE00, 0xFE10),  # variation selectors: terminals disagree on the width they give
    range(0xFFA0, 0xFFA1),  # filler: Hangul, halfwidth
    range(0xFFF0, 0xFFF9),  # reserved, invisible
    range(0x1F3FB, 0x1F400),  # skin tones: terminals disagree on the width they give
    range(0xE0000, 0xE1000),  # tag characters and the other variation selectors
    *(range(plane + 0xFFFE, plane + 0x10000) for plane in range(0, 0x110000, 0x10000)),
)
"""Invisible, or rendered differently by different terminals, but not in the categories above."""

_UNSAFE = frozenset(map(chr, chain.from_iterable(_UNSAFE_RANGES)))

_JOINERS = "\u200c\u200d"
"""Non-joiner and joiner: part of the spelling in the scripts below, invisible tricks elsewhere."""

_JOINING_SCRIPTS = (
    range(0x0600, 0x0700),  # Arabic, Persian
    range(0x0750, 0x0780),  # Arabic supplement
    range(0x0870, 0x0900),  # Arabic extended
    range(0x0900, 0x0E00),  # Devanagari to Malayalam, and Sinhala
)

_MAX_MARKS = 3
"""Accents kept on one base character; more would cover neighbouring lines."""

_MARK_CATEGORIES = frozenset({"Mn", "Me", "Mc"})


def clean_line(text: str, limit: int = 2_000) -> str:
    """Return *text* as one line that is safe to show, of at most *limit* (1 or more) characters.

    White space of any kind becomes one space; a line that was cut ends with an ellipsis.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return " ".join(text.split())  # nearly all names and titles
    return _shorten(" ".join(_safe(text, limit).split()), text, limit)


def clean_text(text: str, limit: int = 100_000) -> str:
    r"""Return *text* as lines that are safe to show, of at most *limit* (1 or more) characters.

    Every line end becomes ``\n``, every tab a space. Trailing spaces, and blank lines at the start
    and end, are removed; indents and inner blank lines are kept. A text that was cut ends with an
    ellipsis.
    """
    safe = _safe(text, limit)
    if " \n" in safe:
        safe = "\n".join(line.rstrip(" ") for line in safe.split("\n"))
    return _shorten(safe.rstrip(" ").strip("\n"), text, limit)


def _shorten(cleaned: str, raw: str, limit: int) -> str:
    """Return *cleaned*, the cleaned start of *raw*, within *limit*."""
    unread = len(raw) > limit * _RAW_PER_KEPT
    if not cleaned or (len(cleaned) <= limit and not unread):
        return cleaned
    return cleaned[: limit - 1].rstrip(f" \n{_JOINERS}") + "…"


def _safe(text: str, limit: int) -> str:
    r"""Return the start of *text* in NFC, with ``\n`` as the only control and ``" "`` as the only other space."""
    text = text[: limit * _RAW_PER_KEPT]
    if text.replace("\n", "").isprintable() and (text.isascii() or _is_harmless_text(text)):
        return text  # nearly all texts
    text = _SEQUENCES.sub("", _LINE_ENDS.sub("\n", text))
    swaps = {ord(char): _replacement(char) for char in set(text) - _PLAIN}
    if any(chr(code) != shown for code, shown in swaps.items()):
        text = text.translate(swaps)
    # Limit marks first: the normaliser sorts them in quadratic time.
    text = unicodedata.normalize("NFC", _limit_marks(_remove_stray_joiners(text)))
    # Again: normalising may produce more marks, or remove the virama before a joiner.
    return _remove_stray_joiners(_limit_marks(text))


def _is_harmless_text(text: str) -> bool:
    """Return whether *text*, which is printable, is safe as it is."""
    unusual = set(_BEYOND_ASCII.findall(text))
    return all(map(_is_always_safe, unusual)) and unicodedata.is_normalized("NFC", text)


@lru_cache(maxsize=4096)
def _is_always_safe(char: str) -> bool:
    """Return whether *char* is shown unchanged in any context."""
    is_mark = unicodedata.category(char) in _MARK_CATEGORIES
    return _replacement(char) == char and char not in _JOINERS and not is_mark


def _replacement(char: str) -> str:
    """Return what is shown for *char*: itself, a space, or nothing."""
    category = unicodedata.category(char)
    if char in _JOINERS:
        return char
    if category == "Zs" or char in _OTHER_SPACES:
        return " "
    return "" if category in _UNSAFE_CATEGORIES or char in _UNSAFE else char


def _limit_marks(text: str) -> str:
    """Return *text* with at most three marks above or below each base, and three beside it."""
    if not any(unicodedata.category(char) in _MARK_CATEGORIES for char in set(text) - _PLAIN):
        return text
    kept = []
    stacked = beside = 0  # counted separately, as a Burmese syllable may have two of each
    for char in text:
        category = unicodedata.category(char)
        if category not in _MARK_CATEGORIES:
            stacked = beside = 0
        elif category == "Mc":
            beside += 1
        else:
            stacked += 1
        if max(stacked, beside) <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _remove_stray_joiners(text: str) -> str:
    """Return *text* without joiners that are not between two letters that need them."""
    if not any(joiner in text for joiner in _JOINERS):
        return text
    return _joiner_pattern().sub(r"\1", text)


@cache  # compiled on first use, as it takes longer than cleaning a screenful of talks
def _joiner_pattern() -> re.Pattern[str]:
    """Return a pattern for joiners whose group is the one to keep, if any.

    An Indic joiner follows a mark, the virama.
    """
    joining = [chr(code) for script in _JOINING_SCRIPTS for code in script]
    letters = "".join(char for char in joining if unicodedata.category(char)[0] == "L")
    marks = "".join(char for char in joining if unicodedata.category(char)[0] == "M")
    return re.compile(
        f"(?<=[{letters}{marks}])([{_JOINERS}])[{_JOINERS}]*(?=[{letters}])|[{_JOINERS}]+"
    )
