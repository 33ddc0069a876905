"""Folded words, slugs and talk ids: names for both people and programs."""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from confbrowse.text.patterns import lazy_pattern

_NOT_DECOMPOSED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_APOSTROPHE = lazy_pattern(r"['’](?<=\w['’])(?=\w)")
_WORD = lazy_pattern(r"[^\W_]+")
_SEARCHED_WORD = lazy_pattern(
    r"(?<![^\W_])(?<!\.)\.net(?![^\W_]|\+\+)|(?<![^\W_])[a-z]#(?![^\W_]|#)|[^\W_]+(?:\+\+)?"
)
_PLAIN_WORDS = {
    code: letter.lower() if letter.isalnum() else " "
    for code, letter in enumerate(map(chr, range(128)))
    if letter != "\n"
}
"""Folds letters of ASCII, and makes everything between words blank."""
_STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "how",
        "in",
        "into",
        "is",
        "it",
        "its",
        "not",
        "of",
        "on",
        "or",
        "the",
        "their",
        "to",
        "via",
        "what",
        "whats",
        "when",
        "with",
    ]
)
_SLUG_WORDS = 3
NET = "net."
"""The word ``.net`` in a search."""


def folded(text: str) -> str:
    """Return *text* without case and accents, for comparison."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded_letter, text))


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    """Return *letter* folded; decomposed, no letter depends on its neighbours."""
    decomposed = unicodedata.normalize("NFKD", _casefolded(letter))
    return _casefolded(
        "".join(part for part in decomposed if not unicodedata.combining(part))
    )  # 𝔼 becomes E, then e


def _casefolded(text: str) -> str:
    return text.casefold().translate(_NOT_DECOMPOSED)


def words(text: str) -> list[str]:
    """Return the folded words of *text* without punctuation; ``what's`` is one word."""
    return _WORD.findall(_without_apostrophes(folded(text)))


def _without_apostrophes(small: str) -> str:
    return _APOSTROPHE.sub("", small) if "'" in small or "’" in small else small


def words_with_signs(text: str) -> list[str]:
    """Return the words of *text* as a search knows them: like ``words``, but ``c++``, ``c#`` and ``.net`` are some.

    ``.net`` is ``net.``, so that ``net`` is its beginning. Ids are made of ``words``, which never change.
    """
    found = _SEARCHED_WORD.findall(_without_apostrophes(folded(text)))
    return [NET if word == ".net" else word for word in found] if ".net" in found else found


def words_of_lines(lines: Sequence[str]) -> list[str]:
    """Return the ``words_with_signs`` of each of *lines*, joined by blanks; quick for 100,000 of them."""
    is_plain = list(map(_has_plain_words, lines))
    text = "\n".join(line for line, plain in zip(lines, is_plain, strict=True) if plain)
    text = text.translate(_PLAIN_WORDS)
    while "  " in text:
        text = text.replace("  ", " ")
    plain_lines = iter(text.replace("\n ", "\n").replace(" \n", "\n").strip(" ").split("\n"))
    return [
        next(plain_lines) if plain else " ".join(words_with_signs(line))
        for line, plain in zip(lines, is_plain, strict=True)
    ]


def _has_plain_words(line: str) -> bool:
    """Whether the words of *line* are what is left without punctuation."""
    has_signs = "'" in line or "#" in line or "++" in line or ".net" in line.lower()
    return line.isascii() and line.isprintable() and not has_signs


def same_title_key(title: str) -> str:
    """Return a key that different spellings of one title share: its folded words."""
    return _key(title, words(title))


def _key(title: str, found: Iterable[str]) -> str:
    return " ".join(found) or title.strip()


def slug(text: str) -> str:
    """Return *text* as lower-case ASCII words joined by hyphens; ``untitled`` if there are none."""
    return "-".join(_ascii_words(words(text))) or "untitled"


def talk_slug(title: str) -> str:
    """Return a readable, stable name for a talk: three significant words and four hex digits.

    It depends on the words of the title alone, so that nothing else can change it.
    """
    all_words = words(title)
    usable = all_words if title.isascii() else _ascii_words(all_words)
    significant = [word for word in usable if word not in _STOP_WORDS]
    chosen = significant if len(significant) > 1 else usable
    key = _key(title, all_words).encode()
    digest = hashlib.sha1(key, usedforsecurity=False).hexdigest()[:4]
    return "-".join([*chosen[:_SLUG_WORDS], digest])


def _ascii_words(found: Iterable[str]) -> list[str]:
    stripped = (word.encode("ascii", "ignore").decode() for word in found)
    return [word for word in stripped if word]
