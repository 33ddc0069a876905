"""A typed query cut into its pieces, before anybody asks what they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from confbrowse.search.fields import Field, named, near
from confbrowse.search.query import NAME

_BETWEEN = re.compile(r"[\s|]*")
_BLANKS = re.compile(r"\s*")
_SIGNS = re.compile(r"[-=:]*")
BARE = re.compile(r"[^\s|]*")
_QUOTES = '"“”„‟«»＂'
_QUOTED = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)([{_QUOTES}]?)")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the alternatives of a piece: ``title:=gan`` or ``"sparse attention"``."""

    start: int
    """Behind the signs before it, as a column of the text; so are the others."""
    value_start: int
    end: int
    value: str
    """What is behind name and signs, without quotes, or without a colon at its end."""
    signs: str = ""
    """The ``-``, ``=`` and ``:`` before the part and before its value."""
    quoted: bool = False
    closed: bool = False
    field: Field | None = None
    misspelt: bool = False
    """Whether ``field`` is only near to what is written."""

    @property
    def is_named(self) -> bool:
        """Whether it begins with a name of its own."""
        return self.value_start > self.start


def pieces(text: str) -> Iterator[tuple[Part, ...]]:
    """Yield what stands between blanks in *text*, each as its alternatives, of which there is one."""
    at = after(_BETWEEN, text, 0)
    while at < len(text):
        parts = [_part(text, at)]
        while text.startswith("|", after(_BLANKS, text, parts[-1].end)):
            at = after(_BETWEEN, text, parts[-1].end)
            if at == len(text):
                break
            parts.append(_part(text, at))
        yield tuple(parts)
        at = after(_BETWEEN, text, parts[-1].end)


def owned(piece: tuple[Part, ...]) -> Iterator[tuple[Part, Part]]:
    """Yield each of *piece* with the one whose name counts for it: the last that has one."""
    owner = piece[0]
    for part in piece:
        if part.is_named or ":" in part.signs:
            owner = part
        yield part, owner


def _part(text: str, at: int) -> Part:
    start = after(_SIGNS, text, at)
    signs = text[at:start]
    name = None if ":" in signs else NAME.match(text, start)
    if not name:
        return _valued(text, start, start, signs)
    begin = name.end()
    apart = text[begin : begin + 1].isspace()
    if field := named(name[1]):
        return _valued(text, start, _beyond_blanks(text, begin) if apart else begin, signs, field)
    # titles are pasted, too: "DAN: ..." is no misprint of day
    if not apart and (field := near(name[1])):
        return _valued(text, start, begin, signs, field, misspelt=True)
    return _valued(text, start, start, signs)


def _beyond_blanks(text: str, at: int) -> int:
    """Return where the value is that belongs to a name before *at*, which may be right there."""
    ahead = after(_BLANKS, text, at)
    name = NAME.match(text, after(_SIGNS, text, ahead))
    is_other = ahead == len(text) or text[ahead] == "|" or (name and named(name[1]))
    return at if is_other else ahead


def _valued(
    text: str,
    start: int,
    at: int,
    signs: str,
    field: Field | None = None,
    *,
    misspelt: bool = False,
) -> Part:
    """Return the part with the name from *start*, if any, and the value from *at* on."""
    begin = after(_SIGNS, text, at) if field else at
    signs += text[at:begin]
    if quoted := _QUOTED.match(text, begin):
        end, closed = quoted.end(), bool(quoted[2])
        return Part(start, at, end, quoted[1], signs, True, closed, field, misspelt)
    end = after(BARE, text, begin)
    value = text[begin:end].rstrip(":")
    return Part(start, at, end, value, signs, field=field, misspelt=misspelt)


def after(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Return where that ends which *pattern*, which may be nothing, finds at *at*."""
    found = pattern.match(text, at)
    return found.end() if found else at
