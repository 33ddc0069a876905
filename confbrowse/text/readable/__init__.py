r"""Text as it is read, made from text as it was written: TeX, Markdown and leftovers of HTML.

A reader of a programme wants ``O(n²)``, not ``$O(n^{2})$``. No word is lost on the way, money stays
money, and what is not understood stays as it is written. What has been made readable is so already:
a text is read until it says the same, and one that does not come to rest is left as it was.
"""

import re
from functools import lru_cache

from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.markup import resolved
from confbrowse.text.readable.accents import with_letters
from confbrowse.text.readable.delimiters import formulas
from confbrowse.text.readable.formula import formula
from confbrowse.text.readable.held import Held, without_signs
from confbrowse.text.readable.markdown import blocks, inline, without_code_marks
from confbrowse.text.readable.prose import prose
from confbrowse.text.readable.tags import without_tags
from confbrowse.text.readable.typography import typographic

LONGEST = 100_000
"""Characters; a longer text is left as it is written."""
_READINGS = 6
_MARKED = re.compile(r"[\\$&<{~`*_#\[´]|--|''")
_LISTED = re.compile(r"^ *(?:[-+•‣◦]|\d{1,3}[.)]) ", re.MULTILINE)
_ADDRESS = re.compile(r"https?://(?:[^\s<>\"{}\\$()\[\]`*]|\([^\s()<>]*\)|\*(?=\w))+")
_GROUPED = re.compile(r"[^\s\\][_^]\{")
_LOOSE_DOLLAR = re.compile(r"(?<![\\$\w])\$(?=\\[A-Za-z]{2,}[ _^{\\])")


@lru_cache(maxsize=256)
def readable(text: str) -> str:
    """Return an abstract as it is read: paragraphs apart by a blank line, items on lines."""
    if not _MARKED.search(text) and not _LISTED.search(text):
        return text
    return _at_rest(text, is_line=False)


@lru_cache(maxsize=8_192)
def readable_line(text: str) -> str:
    """Return a title or a name as it is read, on one line."""
    return _at_rest(text, is_line=True) if _MARKED.search(text) or "\n" in text else text


def _at_rest(text: str, *, is_line: bool) -> str:
    if len(text) > LONGEST:
        return text
    read = text
    for _ in range(_READINGS):
        again = _read(read, is_line=is_line)
        if again == read:
            return read
        read = again
    return text


def _read(text: str, *, is_line: bool) -> str:
    """Return *text*, read once."""
    held = Held()
    text = resolved(without_signs(text))

    def inner(lines: str) -> str:
        return _inline(lines, held)

    shown = inner(text) if is_line else blocks(text, held, inner)
    shown = held.released(shown)
    if is_line:
        return clean_line(shown, max(len(shown), 1))
    return re.sub(r"\n{3,}", "\n\n", clean_text(shown, max(len(shown), 1)))


def _inline(text: str, held: Held) -> str:
    """Return *text* without marks within its lines."""
    text = without_code_marks(text, held)
    text = _ADDRESS.sub(lambda address: held.hold(address[0]), text) if "://" in text else text
    before = bool(held)
    text = _with_formulas(text, held) if "$" in text or "\\" in text else text
    is_tex = "\\" in text or (bool(held) and not before) or bool(_GROUPED.search(text))
    text = without_tags(text)
    text = typographic(with_letters(text), is_tex=is_tex)
    if is_tex:
        text = prose(_LOOSE_DOLLAR.sub("", text), held)
    return inline(text, held)


def _with_formulas(text: str, held: Held) -> str:
    """Return *text* with its formulas made readable and set aside."""
    pieces, at = [], 0
    for found in formulas(text):
        shown = held.hold(formula(found.body))
        before, behind = text[at : found.start], text[found.end : found.end + 1]
        if found.is_display:
            shown = (" " if before and not before[-1].isspace() else "") + shown
            shown += " " if behind.isalnum() or behind == "{" else ""
        pieces += [before, shown]
        at = found.end
    return "".join(pieces) + text[at:]
