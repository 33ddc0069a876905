r"""Where in a text the formulas are: between dollar signs, ``\(``, ``\[`` and in environments.

A dollar sign is money unless what follows it up to the next one is clearly a formula; a pair that
is none leaves its second sign for another.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from confbrowse.text.readable.names import MATH_ENVIRONMENTS

_SIGN = re.compile(r"\\(?:(?P<mark>begin|end)\s*\{(?P<kind>[a-z]{4,12})\*?\}|.)|\$\$?", re.DOTALL)
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_LONGEST_INLINE, _LONGEST = 800, 3_000
"""Characters of a formula."""
_TEX = re.compile(r"\\[A-Za-z|{},]|[\^_]")
_SIGNS = re.compile(r"\s*(?:[<>=~≤≥≈±×+∼→−-]+|(?P<blank>\s)?[A-Za-z](?(blank)\s))\s*")
"""Signs alone, and a letter that has a blank on both sides or none."""
_FIGURES = re.compile(r"\s*[-+±<>=~≈]?\s*\d[\d.,]*\s*(?:\\?%|[kKMB]|×\s*\d+)?\s*")
_UPRIGHT = re.compile(r"\\[A-Za-z]+\s*(?:\{[^{}]*\})?|[_^]\s*\{[^{}]*\}")
"""Commands with an argument and scripts: words in there are no prose."""
_WORDS = re.compile(r"(?<![\\\w])[A-Za-z]{2,}(?:[\s,]+[A-Za-z]+)*[\s,]+[A-Za-z]{2,}(?!\w)")
_MONEY = re.compile(r"\d[\d,.]*(?:[kKmMbB]|bn)?(?=[\s).;,/-]|$)")


@dataclass(frozen=True, slots=True)
class Found:
    """A formula in a text, from ``start`` to ``end`` with its marks."""

    start: int
    end: int
    body: str
    is_display: bool
    """Whether TeX sets it on a line of its own."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """What may begin a formula, end one, or both."""

    sign: str
    start: int
    end: int


def formulas(text: str) -> Iterator[Found]:
    """Yield the formulas of *text*, in order."""
    marks = list(_marks(text))
    places: dict[str, list[int]] = {}
    for at, mark in enumerate(marks):
        places.setdefault(mark.sign, []).append(at)
    breaks = [gap.start() for gap in _PARAGRAPH.finditer(text)]
    at = 0
    while at < len(marks):
        last = _closing(marks, places, at)
        found = _found(text, marks[at], marks[last], breaks) if last is not None else None
        if found and last is not None:
            yield found
            at = last
        at += 1


def _marks(text: str) -> Iterator[_Mark]:
    for match in _SIGN.finditer(text):
        sign = match[0]
        if match["kind"] in MATH_ENVIRONMENTS:
            sign = f"{match['mark']} {match['kind']}"
        if sign in _CLOSING or sign in (r"\)", r"\]") or " " in sign:
            yield _Mark(sign, match.start(), match.end())


_CLOSING = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}


def _closing(marks: list[_Mark], places: dict[str, list[int]], at: int) -> int | None:
    """Return the place of the mark that closes the one at *at*; None where it opens nothing."""
    sign = marks[at].sign
    wanted = _CLOSING.get(sign) or (sign.replace("begin", "end") if "begin" in sign else None)
    after = places.get(wanted, []) if wanted else []
    place = bisect_left(after, at + 1)
    return after[place] if place < len(after) else None


def _found(text: str, first: _Mark, last: _Mark, breaks: list[int]) -> Found | None:
    """Return the formula between two marks; None where it is none."""
    start, end = first.end, last.start
    is_inline = first.sign == "$"
    if not start < end <= start + (_LONGEST_INLINE if is_inline else _LONGEST):
        return None
    gap = bisect_left(breaks, start)
    if gap < len(breaks) and breaks[gap] < end:
        return None
    body = text[start:end]
    if not body.strip() or (is_inline and not _is_formula(body, text[last.end : last.end + 1])):
        return None
    return Found(first.start, last.end, body, first.sign not in ("$", r"\("))


def _is_formula(body: str, behind: str) -> bool:
    """Return whether *body*, between two dollar signs with *behind* after them, is a formula."""
    if _SIGNS.fullmatch(body):
        return True
    is_tight = not (body[0].isspace() or body[-1].isspace() or behind.isdecimal())
    if _FIGURES.fullmatch(body):
        return is_tight or (body[0].isspace() and not behind.isdecimal())
    prose = _WORDS.search(_UPRIGHT.sub(" ", body))
    if _TEX.search(body):
        return prose is None or not (_MONEY.match(body) or body[0] in ",.;: \\" or _is_long(prose))
    return is_tight and prose is None and not _is_price(body)


def _is_long(prose: re.Match[str]) -> bool:
    return len(re.findall(r"[A-Za-z]+", prose[0])) > 3


def _is_price(body: str) -> bool:
    """Return whether *body* begins as a price does, and goes on in words."""
    return bool(_MONEY.match(body) and re.search(r"[A-Za-z]{2,}", body))
