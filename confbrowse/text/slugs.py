"""Names that people and programs can both use: folded words, slugs and talk ids."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LETTERS_NFKD_LEAVES = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_APOSTROPHE = re.compile(r"['’](?<=\w['’])(?=\w)")
_WORD = re.compile(r"[^\W_]+")
_SMALL_WORDS = frozenset(
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


def folded(text: str) -> str:
    """Return *text* without case and accents, for comparing what people wrote."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded, text))


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    """Return what *letter* folds to; none depends on its neighbours, once its accents are gone."""
    apart = unicodedata.normalize("NFKD", _small(letter))
    return _small("".join(part for part in apart if not unicodedata.combining(part)))  # 𝔼 is E is e


def _small(text: str) -> str:
    return text.casefold().translate(_LETTERS_NFKD_LEAVES)


def words(text: str) -> list[str]:
    """Return the folded words of *text*, punctuation left out; ``what's`` is one word."""
    small = folded(text)
    if "'" in small or "’" in small:
        small = _APOSTROPHE.sub("", small)
    return _WORD.findall(small)


def same_title_key(title: str) -> str:
    """Return what two printings of one title have in common: its words, folded."""
    return _key(title, words(title))


def _key(title: str, found: Iterable[str]) -> str:
    return " ".join(found) or title.strip()


def slug(text: str) -> str:
    """Return *text* as lower-case ASCII words joined by hyphens; ``untitled`` where none is left."""
    return "-".join(_ascii(words(text))) or "untitled"


def talk_slug(title: str) -> str:
    """Return a readable, stable name for a talk: three telling words and four hex digits.

    Only the words of the title count, so that nothing else about the talk can change it.
    """
    all_words = words(title)
    found = all_words if title.isascii() else _ascii(all_words)
    telling = [word for word in found if word not in _SMALL_WORDS]
    named = telling if len(telling) > 1 else found
    key = _key(title, all_words).encode()
    digest = hashlib.sha1(key, usedforsecurity=False).hexdigest()[:4]
    return "-".join([*named[:_SLUG_WORDS], digest])


def _ascii(found: Iterable[str]) -> list[str]:
    plain = (word.encode("ascii", "ignore").decode() for word in found)
    return [word for word in plain if word]
