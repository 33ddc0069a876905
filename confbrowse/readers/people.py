"""Names as people type them into one field: ``A, B and C``, ``Byron, Ada*; Ångström, Bo``."""

import re
from collections.abc import Iterable, Sequence

_BETWEEN = re.compile(r",\s+(?:and|und|&)\s+|\s+(?:and|und|&)\s+|[,;|]\s*")
_INVERTED = re.compile(r"(?P<family>[^,]+),\s*(?P<given>[^,]+)")
_AFFILIATION = re.compile(r"\s*\([^()]*\)\s*\*?$")
_STAR = "*"
"""Marks who presents."""


def split(text: str, separators: str = "|;,") -> list[str]:
    """Return the parts of *text*, apart by the first of *separators* that is in it."""
    separator = next((mark for mark in separators if mark in text), None)
    return [part.strip() for part in text.split(separator)] if separator else [text] if text else []


def named(text: str) -> list[str]:
    """Return the names in *text*, a list as in a sentence: ``A, B and C``."""
    return [name.strip() for name in _BETWEEN.split(text) if name.strip()]


def columns(cells: Sequence[str]) -> list[list[str]]:
    """Return the names in each of *cells*, one column of a table: all of it is written in one way.

    Where ``;`` stands between them and a comma in each of them, they are family name first.
    """
    separator = next((mark for mark in "|;" if any(mark in cell for cell in cells)), "")
    apart = [cell.split(separator) for cell in cells if separator and separator in cell]
    is_inverted = _are_inverted([name for names in apart for name in names])
    return [_names(cell, separator, is_inverted) for cell in cells]


def without_affiliation(name: str) -> str:
    """Return *name* without what stands in brackets after it."""
    return _AFFILIATION.sub("", name)


def _are_inverted(names: Sequence[str]) -> bool:
    """Return whether nearly all of *names* have one comma."""
    filled = [name for name in names if name.strip()]
    commas = sum(name.count(",") == 1 for name in filled)
    return bool(filled) and commas >= 0.9 * len(filled)


def _names(cell: str, separator: str, is_inverted: bool) -> list[str]:
    if separator and separator in cell:
        return _tidy(cell.split(separator), is_inverted)
    if is_inverted or (cell.rstrip().endswith(_STAR) and cell.count(",") == 1):
        return _tidy([cell], is_inverted=True)
    return _tidy(named(cell), is_inverted=False)


def _tidy(names: Iterable[str], is_inverted: bool) -> list[str]:
    """Return *names* without stars, the given name first."""
    plain = (name.strip().rstrip(_STAR).strip() for name in names)
    return [_turned(name) if is_inverted else name for name in plain if name]


def _turned(name: str) -> str:
    parts = _INVERTED.fullmatch(name)
    return f"{parts['given'].strip()} {parts['family'].strip()}" if parts else name
