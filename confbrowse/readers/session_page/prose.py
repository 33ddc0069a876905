"""Paragraphs out of lines: what an abstract looks like once the page's own marks are gone."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from confbrowse.readers.session_page.lines import Form, Line

Paragraph = tuple[Line, ...]

SILENT = (Form.FRAME, Form.FURNITURE, Form.FOOTER, Form.REFERENCE)
"""Forms that stand between an entry's lines and are no part of it."""
_OWN_LINE = re.compile(
    r"(?:[-*•–‣◦]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+\S|[A-Z][\w ]{0,20}:\s*\S+$|#{1,6}\s"
)
"""How a line starts that stays a line of its own: a list item, or ``Website: https://...``."""
_WRAPPED = 160
"""No page is wrapped as wide as this, in characters: a longer line is a paragraph."""


def paragraphs(lines: Iterable[Line]) -> list[Paragraph]:
    """Return *lines* in groups with no blank line inside; the page's furniture ends no group."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        if line.form is Form.BLANK:
            groups.append([])
        elif line.form not in SILENT:
            groups[-1].append(line)
    return [tuple(group) for group in groups if group]


def prose(found: Sequence[Paragraph]) -> str:
    """Return *found* as text: a blank line between paragraphs, wrapped lines joined, lists kept."""
    return "\n\n".join(text for paragraph in found if (text := _joined(paragraph)))


def _joined(paragraph: Paragraph) -> str:
    parts = [words(paragraph[0])]
    for before, line in pairwise(paragraph):
        apart = _OWN_LINE.match(line.source[:_WRAPPED]) or len(before.source) > _WRAPPED
        parts.append(("\n" if apart else " ") + words(line))
    return "".join(parts).strip()


def words(line: Line) -> str:
    """Return what *line* says inside a text: a heading without its marks, all else as it stands."""
    if line.form is Form.HEADING or (line.form is Form.LABEL and line.label == "abstract"):
        return line.text
    return line.source
