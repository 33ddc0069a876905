"""The texts of a talk that words are looked for in, and their words."""

import re
from collections.abc import Iterable, Iterator
from typing import get_args

from confbrowse.model import Talk
from confbrowse.search.query import FieldName
from confbrowse.text.readable import readable, readable_line
from confbrowse.text.readable.spelling import spelt
from confbrowse.text.slugs import folded, words

FIELDS: tuple[FieldName, ...] = get_args(FieldName)
"""Every field, in the order in which an index keeps them."""
ANYWHERE: tuple[FieldName, ...] = (
    "title", "author", "session", "track", "kind", "programme", "text",
)  # fmt: skip
"""Where a word is looked for that names no field."""

_APOSTROPHE = re.compile(rb"(?<=\w)'(?=\w)")
_SEPARATED = bytes(
    code if chr(code).isalnum() else 32 for code in (ord(chr(at).lower()) for at in range(128))
) + bytes(128)
"""ASCII in small letters, with a space for everything that belongs to no word."""


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


def encoded_words(text: str) -> list[bytes]:
    """Return the words of *text* as ``confbrowse.text.slugs.words`` does, in UTF-8, but faster."""
    if not text.isascii():
        text = folded(text)
        if not text.isascii():
            return [word.encode() for word in words(text)]
    plain = text.encode()
    if b"'" in plain:
        plain = _APOSTROPHE.sub(b"", plain)
    return plain.translate(_SEPARATED).split()
