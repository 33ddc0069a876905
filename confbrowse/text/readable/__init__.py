r"""Text as it is read, made from text as it was written: TeX, Markdown and leftovers of HTML.

A reader of a programme wants ``O(n²)``, not ``$O(n^{2})$``. No word is lost on the way, money stays
money, and what is not understood stays as it is written. What has been made readable is so already.
"""

import re
from functools import lru_cache

_MARKS = (*"\\$&<{~`*_#[´", "--", "''")
_LISTED = re.compile(r"(?:^|\n) *(?:[-+•‣◦]|\d{1,3}[.)]) ")


@lru_cache(maxsize=256)
def readable(text: str) -> str:
    """Return an abstract as it is read: paragraphs apart by a blank line, items on lines."""
    is_listed = _LISTED.search(text) if "\n" in text else _LISTED.match(text)
    return _reading(text, is_line=False) if is_listed or _is_marked(text) else text


@lru_cache(maxsize=8_192)
def readable_line(text: str) -> str:
    """Return a title or a name as it is read, on one line."""
    return _reading(text, is_line=True) if _is_marked(text) or "\n" in text else text


def _is_marked(text: str) -> bool:
    """Return whether *text* holds anything that may be a mark; most titles hold nothing."""
    return any(mark in text for mark in _MARKS)


def _reading(text: str, *, is_line: bool) -> str:
    # its many patterns take longer to make than a screenful of plain titles to read
    from confbrowse.text.readable.reading import reading

    return reading(text, is_line=is_line) or text  # a title of marks alone is still one
