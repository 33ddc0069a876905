r"""Letters of words as TeX writes them: ``Erd\H{o}s``, ``Sch\"olkopf``, ``Stra\ss e``."""

import re
import unicodedata

from confbrowse.text.readable.letters import composed
from confbrowse.text.readable.names import LETTER_ACCENTS, LETTERS

_DOTLESS = r"\\[ij](?![A-Za-z])\s?|\{\s*\\[ij]\s*\}"
_ACCENT = re.compile(
    rf"""
    \{{\s*\\(?P<whole>["'`^~=.Hcvukrd])\s*(?P<whole_letter>[^\W\d_]|\{{[^\W\d_]\}}|{_DOTLESS})\s*\}}
  | \\(?P<sign>["'’`^~])"?\s?(?P<after>[^\W\d_]|\{{\s*(?:[^\W\d_]|\\[ij])\s*\}}|{_DOTLESS})
  | \\(?P<braced>[=.Hcvukrd])\s*\{{\s*(?P<inner>[^\W\d_]|\\[ij])\s*\}}
  | (?<=[^\W\d_])\\(?P<glued>[Hcvukrd])[ ](?P<letter>[^\W\d_])
    """,
    re.VERBOSE,
)
_NAMES = "|".join(sorted(LETTERS, key=len, reverse=True))
_LETTER = re.compile(
    rf"\{{\\(?P<whole>{_NAMES})\s*\}}"
    rf"|\\(?P<name>{_NAMES})(?![A-Za-z])(?:\{{\}}|\s(?=\w)|(?=[^\w\s\\+*?({{\[]|$))"
)
_ANY = re.compile(rf"\\(?:[\"'’`^~=.]|[Hcvukrd]\b|(?:{_NAMES})(?![A-Za-z]))")
_QUOTED = re.compile(r'(?<!\w)\\"(?=[\w(])([^"\\\n]{1,200})\\"(?!\w)')
r"""Quotes that a program escaped, no accent: ``\"so\"``."""


def with_letters(text: str) -> str:
    """Return *text* with the letters of its words as Unicode has them."""
    if not _ANY.search(text):
        return text
    text = _QUOTED.sub(r'"\1"', text) if r"\"" in text else text
    return _LETTER.sub(_plain_letter, _ACCENT.sub(_accented, text))


def _accented(match: re.Match[str]) -> str:
    found = {name: part for name, part in match.groupdict().items() if part}
    sign = next(found[name] for name in ("whole", "sign", "braced", "glued") if name in found)
    raw = next(
        found[name] for name in ("whole_letter", "after", "inner", "letter") if name in found
    )
    letter = raw.strip("{}\\ \n")[:1]
    made = composed(letter, LETTER_ACCENTS[sign.replace("’", "'")])
    is_letter = len(made) == 1 and unicodedata.category(made)[0] == "L"
    return made if is_letter else match[0]


def _plain_letter(match: re.Match[str]) -> str:
    return LETTERS[match["whole"] or match["name"]]
