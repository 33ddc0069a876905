r"""TeX source under a reading head that only moves on: commands, groups in braces, options.

Where the braces close is found once for the whole text, so that reading costs a fixed time for
each character, however they are nested.
"""

import re
from collections.abc import Iterator

DEEPEST = 24
"""So many groups within each other are read; what is deeper is taken as it is written."""
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_NAME = re.compile(r"\\(?:([A-Za-z]+)|(.?))", re.DOTALL)
_OPTION = re.compile(r"\s*\[([^\[\]{}\n]{0,200})\]")
_CELL = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\.|[{}&]", re.DOTALL)
_LONGEST = 3_000
"""Characters of an environment within a formula."""


class Tape:
    """A text and where in it the reading has come to."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self._ends = _ends(text)

    def skip(self, count: int) -> None:
        """Pass *count* characters."""
        self.at += count

    def past_blanks(self, end: int) -> str:
        """Pass blanks; return the character behind them, empty at *end*."""
        while self.at < end and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at] if self.at < end else ""

    def close(self, end: int) -> int | None:
        """Return where the group closes that opens under the head; None where it does not."""
        found = self._ends.get(self.at)
        return found if found is not None and found < end else None

    def has_groups(self, count: int, end: int) -> bool:
        """Return whether the next *count* arguments under the head are groups that close, or none is one."""
        at = self.at
        for _ in range(count):
            if not self.text.startswith("{", at):
                return True
            close = self._ends.get(at)
            if close is None or close >= end:
                return False
            at = close + 1
        return True

    def command(self, end: int) -> str:
        """Return the name of the command under the head, and pass it."""
        match = _NAME.match(self.text, self.at, end)
        if match is None:
            return ""
        self.at = match.end()
        return match[1] or match[2]

    def option(self, end: int) -> str | None:
        """Return what stands in square brackets under the head, and pass it; None where none do."""
        match = _OPTION.match(self.text, self.at, end)
        if match is None:
            return None
        self.at = match.end()
        return match[1].strip()

    def raw(self, end: int) -> str:
        """Return the group under the head as it is written, and pass it; empty where there is none."""
        if self.past_blanks(end) != "{":
            return ""
        close = self.close(end)
        if close is None:
            return ""
        inner = self.text[self.at + 1 : close]
        self.at = close + 1
        return re.sub(r"\\([%_#&~$])(?:\{\})?", r"\1", inner).strip()

    def end_of(self, kind: str, end: int) -> int | None:
        """Return where the environment *kind* ends that has just begun; None where it does not."""
        mark = re.compile(rf"\\end\s*\{{{re.escape(kind)}\*?\}}")
        found = mark.search(self.text, self.at, min(end, self.at + _LONGEST))
        return found.start() if found else None

    def rows(self, end: int) -> Iterator[list[int]]:
        """Yield the ends of the cells of each row before *end*; read a cell before the next is asked for."""
        depth, row = 0, list[int]()
        for mark in _CELL.finditer(self.text, self.at, end):
            sign = mark[0]
            depth += sign == "{" or sign.startswith(r"\begin")
            depth -= sign == "}" or sign.startswith(r"\end")
            if depth <= 0 and sign in ("&", r"\\"):
                row.append(mark.start())
                if sign == r"\\":
                    yield row
                    row = []
        yield [*row, end]


def _ends(text: str) -> dict[int, int]:
    """Return where each brace that opens in *text* closes."""
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            waiting.append(brace.start())
        elif brace[0] == "}" and waiting:
            ends[waiting.pop()] = brace.start()
    return ends
