"""TeX source: find formulas, set converted pieces aside, and read commands and groups.

A dollar sign is an amount of money unless the text up to the next one is clearly a formula. If a
pair is not a formula, its second sign may begin another.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from confbrowse.text.latex.symbols import MATH_ENVIRONMENTS
from confbrowse.text.patterns import lazy_pattern

_DELIMITER = lazy_pattern(
    r"\\(?:(?P<mark>begin|end)\s*\{(?P<kind>[a-z]{4,12})\*?\}|.)|\$\$?", re.DOTALL
)
_PARAGRAPH = lazy_pattern(r"\n[ \t]*\n")
_MAX_INLINE_CHARS, _MAX_FORMULA_CHARS = 800, 3_000
"""Longest inline formula, and longest formula of any kind."""
_TEX = lazy_pattern(r"\\[A-Za-z|{},]|[\^_]")
_SIGNS_ONLY = lazy_pattern(r"\s*(?:[<>=~≤≥≈±×+∼→−-]+|(?P<blank>\s)?[A-Za-z](?(blank)\s))\s*")
"""Signs only, or one letter with a space on both sides or on neither."""
_FIGURES = lazy_pattern(r"\s*+[-+±<>=~≈]?+\s*+\d[\d.,]*+\s*+(?:\\?%|[kKMB]|×\s*+\d++)?+\s*+")
_NOT_PROSE = lazy_pattern(r"\\[A-Za-z]+\s*(?:\{[^{}]*\})?|[_^]\s*\{[^{}]*\}")
"""Commands with an argument, and scripts: words in them are not prose."""
_WORDS = lazy_pattern(r"(?<![\\\w])[A-Za-z]{2,}(?:[\s,]+[A-Za-z]+)*[\s,]+[A-Za-z]{2,}(?!\w)")
_MONEY = lazy_pattern(r"\d[\d,.]*(?:[kKmMbB]|bn)?(?=[\s).;,/-]|$)")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a text, from ``start`` to ``end`` including its delimiters."""

    start: int
    end: int
    body: str
    is_display: bool
    """Whether TeX sets it on a separate line."""


@dataclass(frozen=True, slots=True)
class _Delimiter:
    """A possible start or end of a formula."""

    sign: str
    start: int
    end: int


def formulas(text: str) -> Iterator[Formula]:
    r"""Yield the formulas of *text*, in order: between ``$``, ``\(``, ``\[`` and in environments."""
    delimiters = list(_delimiters(text))
    places: dict[str, list[int]] = {}
    for index, delimiter in enumerate(delimiters):
        places.setdefault(delimiter.sign, []).append(index)
    breaks = [gap.start() for gap in _PARAGRAPH.finditer(text)]
    index = 0
    while index < len(delimiters):
        last = _closing(delimiters, places, index)
        formula = (
            _formula_between(text, delimiters[index], delimiters[last], breaks)
            if last is not None
            else None
        )
        if formula and last is not None:
            yield formula
            index = last
        index += 1


def _delimiters(text: str) -> Iterator[_Delimiter]:
    for match in _DELIMITER.finditer(text):
        sign = match[0]
        if match["kind"] in MATH_ENVIRONMENTS:
            sign = f"{match['mark']} {match['kind']}"
        if sign in _CLOSING or sign in (r"\)", r"\]") or " " in sign:
            yield _Delimiter(sign, match.start(), match.end())


_CLOSING = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}


def _closing(delimiters: list[_Delimiter], places: dict[str, list[int]], index: int) -> int | None:
    """Return the index of the delimiter that closes the one at *index*; None if it opens nothing."""
    sign = delimiters[index].sign
    wanted = _CLOSING.get(sign) or (sign.replace("begin", "end") if "begin" in sign else None)
    candidates = places.get(wanted, []) if wanted else []
    position = bisect_left(candidates, index + 1)
    return candidates[position] if position < len(candidates) else None


def _formula_between(
    text: str, first: _Delimiter, last: _Delimiter, breaks: list[int]
) -> Formula | None:
    """Return the formula between two delimiters; None if it is not one."""
    start, end = first.end, last.start
    is_inline = first.sign == "$"
    if not start < end <= start + (_MAX_INLINE_CHARS if is_inline else _MAX_FORMULA_CHARS):
        return None
    gap = bisect_left(breaks, start)
    if gap < len(breaks) and breaks[gap] < end:
        return None
    body = text[start:end]
    if not body.strip() or (is_inline and not _is_formula(body, text[last.end : last.end + 1])):
        return None
    return Formula(first.start, last.end, body, first.sign not in ("$", r"\("))


def _is_formula(body: str, following: str) -> bool:
    """Return whether *body*, between two dollar signs and followed by *following*, is a formula."""
    if _SIGNS_ONLY.fullmatch(body):
        return True
    is_tight = not (body[0].isspace() or body[-1].isspace() or following.isdecimal())
    if _FIGURES.fullmatch(body):
        return is_tight or (body[0].isspace() and not following.isdecimal())
    prose = _WORDS.search(_NOT_PROSE.sub(" ", body))
    if _TEX.search(body):
        return prose is None or not (_MONEY.match(body) or body[0] in ",.;: \\" or _is_long(prose))
    return is_tight and prose is None and not _is_price(body)


def _is_long(prose: re.Match[str]) -> bool:
    return len(re.findall(r"[A-Za-z]+", prose[0])) > 3


def _is_price(body: str) -> bool:
    """Return whether *body* begins like a price and continues in words."""
    return bool(_MONEY.match(body) and re.search(r"[A-Za-z]{2,}", body))


# Converted pieces are replaced by a placeholder character, so that no later step changes them.

_FIRST, _LAST = 0xF0000, 0xFFFFD
"""Private-use characters: cleaned text has none, and others are removed beforehand."""
PLACEHOLDER_RANGE = f"{chr(_FIRST)}-{chr(_LAST)}"
"""All placeholders, for a character class of a pattern."""
_PLACEHOLDER = lazy_pattern(f"[{PLACEHOLDER_RANGE}]")


class Placeholders:
    """The pieces of one text that were set aside."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def add(self, text: str) -> str:
        """Return the placeholder for *text*; *text* itself if there are no more placeholders."""
        if not text or _FIRST + len(self._pieces) > _LAST:
            return text
        self._pieces.append(self.restore(text))
        return chr(_FIRST + len(self._pieces) - 1)

    def restore(self, text: str) -> str:
        """Return *text* with all placeholders replaced by their pieces."""
        if not self._pieces:
            return text
        return _PLACEHOLDER.sub(
            lambda placeholder: self._pieces[ord(placeholder[0]) - _FIRST], text
        )

    def __bool__(self) -> bool:
        return bool(self._pieces)


def is_placeholder(character: str) -> bool:
    """Return whether *character* is a placeholder."""
    return bool(_PLACEHOLDER.match(character))


def remove_placeholders(text: str) -> str:
    """Return *text* without characters that would be taken for placeholders."""
    return (
        text
        if text.isascii() or text.replace("\n", "").isprintable()
        else _PLACEHOLDER.sub("", text)
    )


# A cursor over TeX source that only moves forward: commands, groups in braces, options.
#
# Matching braces are found once for the whole text, so that reading takes linear time however deeply
# they are nested.

MAX_DEPTH = 24
"""Deepest nesting of groups that is converted; deeper ones stay as written."""
_BRACE = lazy_pattern(r"\\.|[{}]", re.DOTALL)
_NAME = lazy_pattern(r"\\(?:([A-Za-z]+)|(.?))", re.DOTALL)
_OPTION = lazy_pattern(r"\s*\[([^\[\]{}\n]{0,200})\]")
_CELL = lazy_pattern(r"\\(?:begin|end)\s*\{[^{}]*\}|\\.|[{}&]", re.DOTALL)
_MAX_ENVIRONMENT_CHARS = 3_000
"""Longest environment within a formula."""


class TokenReader:
    """A TeX source and the current position in it."""

    def __init__(self, text: str) -> None:
        self.text, self.position = text, 0
        self._closing = _closing_braces(text)

    def skip(self, count: int) -> None:
        """Move *count* characters forward."""
        self.position += count

    def skip_spaces(self, end: int) -> str:
        """Skip white space; return the next character, empty at *end*."""
        while self.position < end and self.text[self.position].isspace():
            self.position += 1
        return self.text[self.position] if self.position < end else ""

    def close(self, end: int) -> int | None:
        """Return where the group at the cursor closes; None if there is none, or it does not close."""
        found = self._closing.get(self.position)
        return found if found is not None and found < end else None

    def has_groups(self, count: int, end: int) -> bool:
        """Return whether each of the next *count* arguments that is a group closes before *end*."""
        position = self.position
        for _ in range(count):
            if not self.text.startswith("{", position):
                return True
            close = self._closing.get(position)
            if close is None or close >= end:
                return False
            position = close + 1
        return True

    def command(self, end: int) -> str:
        """Read the command at the cursor and return its name."""
        match = _NAME.match(self.text, self.position, end)
        if match is None:
            return ""
        self.position = match.end()
        return match[1] or match[2]

    def option(self, end: int) -> str | None:
        """Read the option in square brackets at the cursor; None if there is none."""
        match = _OPTION.match(self.text, self.position, end)
        if match is None:
            return None
        self.position = match.end()
        return match[1].strip()

    def raw(self, end: int) -> str:
        """Read the group at the cursor as written; empty if there is none."""
        if self.skip_spaces(end) != "{":
            return ""
        close = self.close(end)
        if close is None:
            return ""
        body = self.text[self.position + 1 : close]
        self.position = close + 1
        return re.sub(r"\\([%_#&~$])(?:\{\})?", r"\1", body).strip()

    def end_of(self, kind: str, end: int) -> int | None:
        """Return where the environment *kind* that has just begun ends; None if it does not."""
        mark = re.compile(rf"\\end\s*\{{{re.escape(kind)}\*?\}}")
        found = mark.search(
            self.text, self.position, min(end, self.position + _MAX_ENVIRONMENT_CHARS)
        )
        return found.start() if found else None

    def rows(self, end: int) -> Iterator[list[int]]:
        """Yield the ends of the cells of each row before *end*.

        The caller must read each row before it asks for the next.
        """
        depth, row = 0, list[int]()
        for mark in _CELL.finditer(self.text, self.position, end):
            sign = mark[0]
            depth += sign == "{" or sign.startswith(r"\begin")
            depth -= sign == "}" or sign.startswith(r"\end")
            if depth <= 0 and sign in ("&", r"\\"):
                row.append(mark.start())
                if sign == r"\\":
                    yield row
                    row = []
        yield [*row, end]


def _closing_braces(text: str) -> dict[int, int]:
    """Return where each opening brace of *text* is closed."""
    ends: dict[int, int] = {}
    open_braces: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            open_braces.append(brace.start())
        elif brace[0] == "}" and open_braces:
            ends[open_braces.pop()] = brace.start()
    return ends
