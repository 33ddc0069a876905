"""The texts of a talk that words are looked for in, and their words."""

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import get_args

from confbrowse.model import Talk
from confbrowse.search.query import FieldName
from confbrowse.text.readable import readable, readable_line
from confbrowse.text.readable.spelling import spelt
from confbrowse.text.slugs import folded

FIELDS: tuple[FieldName, ...] = get_args(FieldName)
"""Every field, in the order in which an index keeps them."""
ANYWHERE: tuple[FieldName, ...] = (
    "title", "author", "session", "track", "kind", "programme", "text",
)  # fmt: skip
"""Where a word is looked for that names no field."""

_APOSTROPHE = re.compile(
    rb"'(?<=[\w\x80-\xff]')(?=[\w\x80-\xff])"
)  # it first: that is sought faster
_SEPARATED = bytes(
    code if chr(code).isalnum() else 32 for code in (ord(chr(at).lower()) for at in range(128))
) + bytes(range(128, 256))
"""ASCII in small letters, with a blank for everything that belongs to no word; other bytes as they are."""


def parts(talk: Talk) -> Iterator[Iterable[str]]:
    """Yield the texts of each of FIELDS; a phrase never runs from one text into the next."""
    yield _with_spelt(readable_line(talk.title))
    yield map(readable_line, talk.authors)
    yield _with_spelt(readable_line(talk.session.title))
    yield (talk.kind or "",)
    yield (talk.track or "", *map(readable_line, talk.keywords))
    yield (talk.room or talk.session.room or "",)
    yield (talk.session.programme,)
    yield (f"{link.kind} {link.label or ''} {link.url}" for link in talk.links)
    yield _with_spelt(readable(talk.abstract))


def _with_spelt(text: str) -> Iterator[str]:
    """Yield *text*, and the pieces of it that people type otherwise: ``n²`` as ``n 2``."""
    yield text
    if not text.isascii():
        yield from spelt(text)


def encoded(text: str) -> bytes:
    """Return *text*, to be ``separated``: what is ASCII as it is, all else folded, in UTF-8.

    Beyond ASCII there are only letters and digits then, and no byte that UTF-8 never has.
    """
    return text.encode("ascii", "confbrowse.folded")


def separated(raw: bytes) -> bytes:
    """Return the words in *raw*, which was ``encoded``, with nothing but blanks between them.

    They are those of ``confbrowse.text.slugs.words``, in UTF-8, but found faster.
    """
    if b"'" in raw:
        raw = _APOSTROPHE.sub(b"", raw)
    return raw.translate(_SEPARATED)


def _beyond_ascii(error: UnicodeError) -> tuple[bytes, int]:
    """Return what stands for the letters that ASCII lacks, and where the others go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return b"".join(map(_letter, error.object[error.start : error.end])), error.end


@lru_cache(maxsize=4096)
def _letter(letter: str) -> bytes:
    """Return *letter* folded, with a blank for what belongs to no word."""
    apart = (
        "'" if part in "'’" else part if part.isalnum() or part == "_" else " "
        for part in folded(letter)
    )
    return "".join(apart).encode()


codecs.register_error("confbrowse.folded", _beyond_ascii)  # the one way to meet only those letters
