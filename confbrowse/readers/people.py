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

    Where ``;`` stands between them and a comma in each of them, they are family name first. Where
    most have something in brackets after them, that is where they are from, and no part of them.
    """
    separator = next((mark for mark in "|;" if any(mark in cell for cell in cells)), "")
    apart = [cell.split(separator) if separator else [cell] for cell in cells]
    if _share([bool(_AFFILIATION.search(name)) for names in apart for name in names if name]) > 0.5:
        return [
            _tidy((_AFFILIATION.sub("", name.strip()) for name in names), is_inverted=False)
            for names in apart
        ]
    several = [name for names in apart if len(names) > 1 for name in names if name.strip()]
    is_inverted = bool(several) and _share([name.count(",") == 1 for name in several]) >= 0.9
    return [_names(cell, separator, is_inverted) for cell in cells]


def _share(claims: Sequence[bool]) -> float:
    """Return how many of *claims* hold, of one."""
    return sum(claims) / len(claims) if claims else 0.0


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
