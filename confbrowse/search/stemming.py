"""What the inflections of a word have in common: its stem, by Snowball's stemmer for English."""

from collections.abc import Callable
from functools import cache, lru_cache
from zlib import crc32

from confbrowse.text.patterns import lazy_pattern

_INFLECTED = lazy_pattern(rb"[a-z]{3,24}")
_BRITISH_S = lazy_pattern(rb"is(?=(?:e[drs]?|ers|ing|ations?)\Z)")
_BRITISH_OUR = lazy_pattern(rb"\A(..[a-z]{1,21})our(?=[a-z]*\Z)")
"""British and American spelling are one word: ``optimise``, ``behaviour``."""
NO_STEM = 0
"""Of what has no inflections, such as a number."""
SHARED_LETTERS = 2
"""The inflections of a word have at least this many first letters in common."""


@cache
def _stemmer() -> Callable[[str], str]:
    # late: it loads the stemmers of all languages
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord
    return stem


@lru_cache(maxsize=2**16)  # the segments of an index have most of their words in common
def stem_key(word: bytes) -> int:
    """Return a number of 32 bits that the inflections of the folded *word* share, and hardly any other word.

    It takes some 20 microseconds, the first time.
    """
    if not _INFLECTED.fullmatch(word):
        return NO_STEM
    spelt = _BRITISH_S.sub(rb"iz", _BRITISH_OUR.sub(rb"\1or", word))
    return crc32(_stemmer()(spelt.decode()).encode()) or 1
