"""The searchable texts of a talk, and their words as tokens."""

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import get_args

import numpy as np
import numpy.typing as npt

from confbrowse.model import Talk, facts, topics
from confbrowse.schedule.rooms import room_of
from confbrowse.search.query import FieldName
from confbrowse.text.facts import language_name
from confbrowse.text.latex import readable, readable_line
from confbrowse.text.latex.symbols import typed_forms
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import NET, folded

FIELDS: tuple[FieldName, ...] = get_args(FieldName)
"""Every field, in the order of the index."""
ANYWHERE: tuple[FieldName, ...] = (
    "title", "author", "session", "track", "kind", "programme", "text",
)  # fmt: skip
"""The fields in which a word without a field is searched."""
INFLECTED: frozenset[FieldName] = frozenset(("title", "session", "track", "text"))
"""The fields in which inflections of a word are searched: names have none."""

# the apostrophe comes before the lookbehind, as the regex engine then finds it faster
_APOSTROPHE = lazy_pattern(rb"'(?<=[\w\x80-\xff]')(?=[\w\x80-\xff])")
_SEPARATED = bytes(
    code if chr(code).isalnum() else 32 for code in (ord(chr(byte).lower()) for byte in range(128))
) + bytes(range(128, 256))
"""Translation table: ASCII in lower case, a space for what is not part of a word, other bytes unchanged."""
_SIGNS = lazy_pattern(
    rb"\+\+(?<=[A-Za-z0-9\x80-\xff]\+\+)"
    rb"|#(?<=[A-Za-z]#)(?<![A-Za-z0-9\x80-\xff].#)(?![A-Za-z0-9\x80-\xff#])"
    rb"|\.[Nn][Ee][Tt](?<![A-Za-z0-9\x80-\xff.]....)(?![A-Za-z0-9\x80-\xff]|\+\+)",
    re.DOTALL,
)
"""The signs of ``c++`` and ``c#``, and ``.net``; see ``confbrowse.text.slugs.words_with_signs``."""
_HAS_SIGNS = lazy_pattern(rb"\+\+|#|\.[Nn][Ee][Tt]")
_NET = NET.encode()


def parts(talk: Talk) -> Iterator[Iterable[str]]:
    """Yield the texts of each of FIELDS; a phrase never crosses from one text into the next."""
    yield _with_spelt(readable_line(talk.title))
    yield map(readable_line, talk.authors)
    yield _with_spelt(readable_line(talk.session.title))
    yield (talk.kind or "",)
    yield (talk.track or "", *map(readable_line, topics(talk.keywords)))
    yield (room_of(talk),)
    yield (talk.session.programme,)
    yield _languages(talk.keywords)
    yield (f"{link.kind} {link.label or ''} {link.url}" for link in talk.links)
    yield _with_spelt(readable(talk.abstract))


def _languages(keywords: Iterable[str]) -> Iterator[str]:
    """Yield code and name of each language among *keywords*."""
    for name, value in facts(keywords):
        if name == "language":
            yield from (value, language_name(value))


def _with_spelt(text: str) -> Iterator[str]:
    """Yield *text*, then its pieces that people type differently: ``n²`` as ``n 2``."""
    yield text
    if not text.isascii():
        yield from typed_forms(text)


def encoded(text: str) -> bytes:
    """Return *text* in UTF-8, ready for ``separated``: ASCII as it is, everything else folded.

    Beyond ASCII only letters and digits remain, and the signs of ``c++``, ``c#`` and ``.net``.
    """
    return text.encode("ascii", "confbrowse.folded")


def separated(raw: bytes) -> bytes:
    """Return the words in *raw*, the result of ``encoded``, separated by spaces only.

    The words are those of ``confbrowse.text.slugs.words_with_signs``, but found faster.
    """
    if b"'" in raw:
        raw = _APOSTROPHE.sub(b"", raw)
    found = raw.translate(_SEPARATED)
    if not _HAS_SIGNS.search(raw):
        return found
    pieces, end = [], 0
    for sign in _SIGNS.finditer(raw):  # *found* is as long as *raw*
        word = _NET if sign[0].startswith(b".") else sign[0]
        pieces += [found[end : sign.start()], word, b" "]
        end = sign.end()
    return b"".join((*pieces, found[end:]))


def _beyond_ascii(error: UnicodeError) -> tuple[bytes, int]:
    """Codec error handler: return the folded non-ASCII letters, and where encoding continues."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return b"".join(map(_letter, error.object[error.start : error.end])), error.end


@lru_cache(maxsize=4096)
def _letter(letter: str) -> bytes:
    """Return *letter* folded, with a space for what is not part of a word."""
    folded_parts = (
        "'" if part in "'’" else part if part.isalnum() or part in "_+#." else " "
        for part in folded(letter)
    )
    return "".join(folded_parts).encode()


codecs.register_error(
    "confbrowse.folded", _beyond_ascii
)  # calls back for non-ASCII letters only, which is the fastest way


# Numbering the distinct words of a long text with array operations.
#
# Words are processed eight bytes at a time: eight bytes are one integer, all words are numbered at
# once, and a longer word continues as the pair of its number and its next eight bytes.

U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]
_WIDTH = 8
_SPACE = 32
_MASKS = np.array([(1 << 8 * width) - 1 for width in range(_WIDTH + 1)], np.uint64)
"""Masks that keep 0 to 8 of eight bytes."""
_SLOT_BITS = 16
_HASH_FACTOR = 0x9E3779B97F4A7C15
"""Odd, with well mixed bits: the upper bits of a product depend on the whole key."""
_UINT64_MAX = (1 << 64) - 1


def numbered(raw: bytes) -> tuple[U32, list[bytes]]:
    """Return the words of *raw*, separated by spaces, as indices into a list of distinct words."""
    raw = b" " + raw + b" " * _WIDTH
    is_space = np.frombuffer(raw, np.uint8) == _SPACE
    edges = np.flatnonzero(is_space[1:] != is_space[:-1]) + 1
    begins, ends = edges[::2], edges[1::2]
    ids, count = _word_ids(raw, begins, ends)
    last_use = np.full(count, -1)
    last_use[ids] = np.arange(len(ids))
    is_word = last_use >= 0  # the other ids are prefixes of longer words
    word_index = np.cumsum(is_word, dtype=np.uint32) - np.uint32(1)
    first_uses = last_use[is_word]
    spans = zip(begins[first_uses].tolist(), ends[first_uses].tolist(), strict=True)
    return word_index[ids], [raw[begin:end] for begin, end in spans]


def _word_ids(raw: bytes, begins: I64, ends: I64) -> tuple[I64, int]:
    """Return an id for each word of *raw*, equal for equal words, and an upper bound of the ids."""
    eight: U64 = np.ndarray(
        (len(raw) - _WIDTH + 1,), "<u8", raw, strides=(1,)
    )  # eight bytes from every offset
    ids, count, done = np.zeros(len(begins), np.int64), 0, 0
    longer = np.arange(len(begins))
    while len(longer):
        offsets = begins[longer] + done
        remaining = ends[longer] - offsets
        keys = eight[offsets] & _MASKS[np.minimum(remaining, _WIDTH)]
        if done:
            keys = (ids[longer].astype(np.uint64) << np.uint64(32)) | _number_keys(keys)[0]
        numbers, distinct = _number_keys(keys)
        ids[longer] = numbers + count
        count, done = count + distinct, done + _WIDTH
        longer = longer[remaining > _WIDTH]
    return ids, count


def _number_keys(keys: U64) -> tuple[U32, int]:
    """Return a number for each of *keys*, equal for equal keys, and how many numbers there are.

    Each key is hashed to a slot, where the last one wins; keys that lost are tried again with
    another hash.
    """
    found, count = np.empty(len(keys), np.uint32), 0
    slots = np.empty(1 << _SLOT_BITS, np.uint64)
    rank = np.empty(1 << _SLOT_BITS, np.uint32)
    waiting, factor = np.arange(len(keys)), _HASH_FACTOR
    while len(waiting):
        pending = keys[waiting]
        slot = ((pending * np.uint64(factor)) >> np.uint64(64 - _SLOT_BITS)).view(np.int64)
        taken = np.zeros(1 << _SLOT_BITS, bool)
        slots[slot] = pending
        taken[slot] = True
        used = np.flatnonzero(taken)
        rank[used] = np.arange(count, count + len(used))
        won = slots[slot] == pending
        found[waiting[won]] = rank[slot[won]]
        waiting, count = waiting[~won], count + len(used)
        factor = factor * _HASH_FACTOR & _UINT64_MAX
    return found, count
