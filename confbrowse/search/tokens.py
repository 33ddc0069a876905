"""The words of a long text, each with a number, found by arithmetic on arrays.

A word is taken eight bytes at a time. Eight bytes are one integer; all of them are numbered at once,
and a longer word goes on as the pair of a number and its next eight bytes.
"""

import numpy as np
import numpy.typing as npt

U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]
_WIDTH = 8
_BLANK = 32
_MASKS = np.array([(1 << 8 * width) - 1 for width in range(_WIDTH + 1)], np.uint64)
"""What leaves so many bytes of eight."""
_SLOT_BITS = 16
_FACTOR = 0x9E3779B97F4A7C15
"""Odd, and its bits are well mixed: the upper bits of a product depend on all of a key."""
_ALL = (1 << 64) - 1


def numbered(raw: bytes) -> tuple[U32, list[bytes]]:
    """Return the words of *raw*, which blanks part, as numbers in their order, and each word once.

    A number is the place of its word in the list.
    """
    raw = b" " + raw + b" " * _WIDTH
    is_blank = np.frombuffer(raw, np.uint8) == _BLANK
    edges = np.flatnonzero(is_blank[1:] != is_blank[:-1]) + 1
    begins, ends = edges[::2], edges[1::2]
    found, count = _told_apart(raw, begins, ends)
    holder = np.full(count, -1)
    holder[found] = np.arange(len(found))
    is_word = holder >= 0  # others are the first bytes of longer ones only
    place = np.cumsum(is_word, dtype=np.uint32) - np.uint32(1)
    chosen = holder[is_word]
    spans = zip(begins[chosen].tolist(), ends[chosen].tolist(), strict=True)
    return place[found], [raw[begin:end] for begin, end in spans]


def _told_apart(raw: bytes, begins: I64, ends: I64) -> tuple[I64, int]:
    """Return a number below the second one for each word of *raw*: the same for the same words."""
    eight: U64 = np.ndarray((len(raw) - _WIDTH + 1,), "<u8", raw, strides=(1,))  # from every byte
    found, count, done = np.zeros(len(begins), np.int64), 0, 0
    longer = np.arange(len(begins))
    while len(longer):
        here = begins[longer] + done
        left = ends[longer] - here
        keys = eight[here] & _MASKS[np.minimum(left, _WIDTH)]
        if done:
            keys = (found[longer].astype(np.uint64) << np.uint64(32)) | _numbers(keys)[0]
        numbers, met = _numbers(keys)
        found[longer] = numbers + count
        count, done = count + met, done + _WIDTH
        longer = longer[left > _WIDTH]
    return found, count


def _numbers(keys: U64) -> tuple[U32, int]:
    """Return a number for each of *keys*, the same for the same, and how many numbers there are.

    Every key is put in a slot, where the last one stays; those that do not find themselves there try
    again elsewhere.
    """
    found, count = np.empty(len(keys), np.uint32), 0
    slots = np.empty(1 << _SLOT_BITS, np.uint64)
    rank = np.empty(1 << _SLOT_BITS, np.uint32)
    waiting, factor = np.arange(len(keys)), _FACTOR
    while len(waiting):
        mine = keys[waiting]
        slot = ((mine * np.uint64(factor)) >> np.uint64(64 - _SLOT_BITS)).view(np.int64)
        taken = np.zeros(1 << _SLOT_BITS, bool)
        slots[slot] = mine
        taken[slot] = True
        held = np.flatnonzero(taken)
        rank[held] = np.arange(count, count + len(held))
        stays = slots[slot] == mine
        found[waiting[stays]] = rank[slot[stays]]
        waiting, count = waiting[~stays], count + len(held)
        factor = factor * _FACTOR & _ALL
    return found, count
