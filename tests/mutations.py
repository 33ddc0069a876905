"""Files damaged at random: bytes changed, cut, doubled, swapped between files."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any  # as in JSON

TOKENS = (
    *(
        b"\n",
        b"\r",
        b"\0",
        b"\x1b[31m",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xae",
        b"\xed\xa0\x80",
    ),
    *(b"<", b">", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#x0;", b"&amp;", b"</", b"<script>"),
    *(b"{", b"}", b"[", b"]", b'"', b"'", b",", b":", b";", b"|", b"\\", b"\\u0000", b"\\ud800"),
    *(
        b"null",
        b"true",
        b"-1",
        b"1e999",
        b"9" * 400,
        b"0001-01-01",
        b"9999-12-31T23:59:59Z",
        b"-" * 99,
    ),
    *(
        b"BEGIN:VEVENT\n",
        b"END:VEVENT\n",
        b"TZID=" + b"a" * 300,
        b"DTSTART:00010101T000000Z\n",
        b" \n ",
    ),
    *(
        b"$",
        b"$$",
        b"\\frac{",
        b"\\begin{matrix}",
        b"^",
        b"[x](",
        b"http://",
        b"https://[",
        b"www.",
        b"@",
    ),
    *(
        b"10:00 ",
        b"Monday ",
        b"#1 ",
        b"- ",
        b"---\n",
        b"# ",
        b"* ",
        b"&a ",
        b"*a ",
        b"!!python/object:os ",
    ),
)
INSTEAD: tuple[Any, ...] = (
    None,
    True,
    7,
    -1,
    10**400,
    1.5,
    "",
    "x",
    "\ud800",
    "2025-02-30",
    [],
    {},
    [[]],
    [None],
)
"""What a value in JSON is replaced with."""


def spoilt(random: Random, files: Sequence[bytes], largest: int = 200_000) -> bytes:
    """Return one of *files*, at most *largest* bytes of it, with one to eight mutations."""
    raw = bytearray(random.choice(files)[:largest])
    for _ in range(random.randint(1, 8)):
        random.choice(_CHANGES)(random, raw, files)
    return bytes(raw)


def _place(random: Random, raw: bytearray) -> int:
    return random.randrange(len(raw) + 1)


def _turn(random: Random, raw: bytearray, _files: Sequence[bytes]) -> None:
    if raw:
        raw[random.randrange(len(raw))] = random.randrange(256)


def _insert(random: Random, raw: bytearray, _files: Sequence[bytes]) -> None:
    at = _place(random, raw)
    raw[at:at] = random.choice(TOKENS) * random.choice((1, 1, 2, 3, 50, 1_000))


def _cut(random: Random, raw: bytearray, _files: Sequence[bytes]) -> None:
    at = _place(random, raw)
    del raw[at : at + random.choice((1, 10, 100, 10_000))]


def _end(random: Random, raw: bytearray, _files: Sequence[bytes]) -> None:
    del raw[_place(random, raw) :]


def _double(random: Random, raw: bytearray, _files: Sequence[bytes]) -> None:
    at = _place(random, raw)
    piece = raw[at : at + random.choice((5, 50, 500))]
    raw[at:at] = piece * random.choice((1, 2, 30))


def _graft(random: Random, raw: bytearray, files: Sequence[bytes]) -> None:
    other = random.choice(files)
    start = random.randrange(len(other) + 1)
    at = _place(random, raw)
    raw[at:at] = other[start : start + random.choice((20, 200, 2_000))]


def _replace(random: Random, raw: bytearray, _files: Sequence[bytes]) -> None:
    """Replace one token by another at a limited number of places."""
    old, new = random.choice(TOKENS), random.choice(TOKENS)
    raw[:] = raw.replace(old, new, random.choice((1, 3, 100)))


_CHANGES: tuple[Callable[[Random, bytearray, Sequence[bytes]], None], ...] = (
    *(_turn, _insert, _insert, _cut, _end, _double, _graft, _replace),
)
