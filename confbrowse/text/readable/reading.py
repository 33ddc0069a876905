"""The steps that make a text readable, and when they are done.

A text is read until it says the same; so what was read once never changes when it is read again.
"""

import re

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
_ADDRESS = re.compile(r"https?://(?:[^\s<>\"{}\\$()\[\]`*]|\([^\s()<>]*\)|\*(?=\w))+")
_BREAKS = re.compile(r"\n{3,}")
_PILED = re.compile("[\u0300-\u036f\u20d7]{2}")
_OPEN_SCRIPTS = ("_{", "^{")
_LOOSE_DOLLAR = re.compile(r"(?<![\\$\w])\$(?=\\[A-Za-z]{2,}[ _^{\\])")


def reading(text: str, *, is_line: bool) -> str:
    """Return *text* as it is read, on one line or as lines; itself where it never comes to rest."""
    if len(text) > LONGEST:
        return text
    read = text
    for _ in range(_READINGS):
        again = _read(read, is_line=is_line)
        if again == read:
            again = _safe(read, text, is_line=is_line)
            if again == read:
                return read if read.strip() else text
        read = again
    return text


def _safe(read: str, text: str, *, is_line: bool) -> str:
    """Return *read*, made of *text*, as safe to show as all that comes in: an entity may be anything."""
    if "&" not in text and read.replace("\n", "").isprintable() and not _PILED.search(read):
        return read
    return (clean_line if is_line else clean_text)(read, max(len(read), 1))


def _read(text: str, *, is_line: bool) -> str:
    """Return *text*, read once."""
    held = Held()
    text = resolved(without_signs(text))

    def inner(lines: str) -> str:
        return _inline(lines, held)

    if is_line:
        return " ".join(held.released(inner(text)).split())
    lines = held.released(blocks(text, held, inner)).split("\n")
    shown = "\n".join(line.rstrip() for line in lines).strip("\n")
    return _BREAKS.sub("\n\n", shown) if "\n\n\n" in shown else shown


def _inline(text: str, held: Held) -> str:
    """Return *text* without marks within its lines."""
    text = without_code_marks(text, held)
    text = _ADDRESS.sub(lambda address: held.hold(address[0]), text) if "://" in text else text
    before = bool(held)
    text = _with_formulas(text, held) if "$" in text or "\\" in text else text
    is_tex = (
        "\\" in text or (bool(held) and not before) or any(sign in text for sign in _OPEN_SCRIPTS)
    )
    text = without_tags(text)
    text = typographic(with_letters(text), is_tex=is_tex)
    if is_tex:
        text = prose(_LOOSE_DOLLAR.sub("", text) if "$" in text else text, held)
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
