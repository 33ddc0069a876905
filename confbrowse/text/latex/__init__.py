"""Readable text from TeX, Markdown and leftovers of HTML: ``O(n²)`` for ``$O(n^{2})$``.

No word is lost, amounts of money are left alone, and what is not understood stays as written. Text
that has been converted does not change again.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.html import unescape
from confbrowse.text.latex.formula import convert_formula
from confbrowse.text.latex.markdown import replace_code, strip_blocks, strip_inline
from confbrowse.text.latex.prose import (
    convert_letters,
    convert_prose,
    convert_typography,
    strip_tags,
)
from confbrowse.text.latex.tokenizer import Placeholders, formulas, remove_placeholders
from confbrowse.text.patterns import lazy_pattern

MAX_CHARS = 100_000
"""A longer text is left as it is."""
_MAX_PASSES = 6
_ADDRESS = lazy_pattern(r"https?://(?:[^\s<>\"{}\\$()\[\]`*]|\([^\s()<>]*\)|\*(?=\w))+")
_BLANK_LINES = lazy_pattern(r"\n{3,}")
_STACKED_MARKS = lazy_pattern("[\u0300-\u036f\u20d7]{2}")
_SCRIPT_STARTS = ("_{", "^{")
_STRAY_DOLLAR = lazy_pattern(r"(?<![\\$\w])\$(?=\\[A-Za-z]{2,}[ _^{\\])")
_MARKS = (*"\\$&<{~`*_#[´", "--", "''")
_MARK = lazy_pattern("|".join(map(re.escape, _MARKS)))
_LISTED = lazy_pattern(r"(?:^|\n) *(?:[-+•‣◦]|\d{1,3}[.)]) ")


@lru_cache(maxsize=256)
def readable(text: str) -> str:
    """Return an abstract in readable form: paragraphs separated by blank lines, list items on lines."""
    is_listed = _LISTED.search(text) if "\n" in text else _LISTED.match(text)
    return _convert_or_keep(text, is_line=False) if is_listed or _is_marked(text) else text


@lru_cache(maxsize=8_192)
def readable_line(text: str) -> str:
    """Return a title or a name in readable form, on one line."""
    return _convert_or_keep(text, is_line=True) if _is_marked(text) or "\n" in text else text


def readable_lines(texts: Iterable[str]) -> list[str]:
    """Return titles or names in readable form, each as ``readable_line`` does; quick for 100,000 of them."""
    return [readable_line(text) if _MARK.search(text) or "\n" in text else text for text in texts]


def _is_marked(text: str) -> bool:
    """Return whether *text* may contain markup; most titles do not."""
    return any(mark in text for mark in _MARKS)


def _convert_or_keep(text: str, *, is_line: bool) -> str:
    return convert(text, is_line=is_line) or text  # a title of markup alone is still a title


def convert(text: str, *, is_line: bool) -> str:
    """Return *text* in readable form, on one line or as lines; unchanged if it never becomes stable."""
    if len(text) > MAX_CHARS:
        return text
    current = text
    for _ in range(_MAX_PASSES):
        converted = _convert_once(current, is_line=is_line)
        if converted == current:
            converted = _cleaned_again(current, text, is_line=is_line)
            if converted == current:
                return current if current.strip() else text
        current = converted
    return text


def _cleaned_again(converted: str, text: str, *, is_line: bool) -> str:
    """Return *converted*, converted from *text*, sanitised: a resolved entity may be any character."""
    if (
        "&" not in text
        and converted.replace("\n", "").isprintable()
        and not _STACKED_MARKS.search(converted)
    ):
        return converted
    return (clean_line if is_line else clean_text)(converted, max(len(converted), 1))


def _convert_once(text: str, *, is_line: bool) -> str:
    """Return *text* after one pass of conversion."""
    placeholders = Placeholders()
    text = unescape(remove_placeholders(text))

    def inline_of(lines: str) -> str:
        return _convert_inline(lines, placeholders)

    if is_line:
        return " ".join(placeholders.restore(inline_of(text)).split())
    lines = placeholders.restore(strip_blocks(text, placeholders, inline_of)).split("\n")
    shown = "\n".join(line.rstrip() for line in lines).strip("\n")
    return _BLANK_LINES.sub("\n\n", shown) if "\n\n\n" in shown else shown


def _convert_inline(text: str, placeholders: Placeholders) -> str:
    """Return *text* without inline markup."""
    text = replace_code(text, placeholders)
    text = (
        _ADDRESS.sub(lambda address: placeholders.add(address[0]), text) if "://" in text else text
    )
    had_placeholders = bool(placeholders)
    text = _convert_formulas(text, placeholders) if "$" in text or "\\" in text else text
    is_tex = (
        "\\" in text
        or (bool(placeholders) and not had_placeholders)
        or any(start in text for start in _SCRIPT_STARTS)
    )
    text = strip_tags(text)
    text = convert_typography(convert_letters(text), is_tex=is_tex)
    if is_tex:
        text = convert_prose(_STRAY_DOLLAR.sub("", text) if "$" in text else text, placeholders)
    return strip_inline(text, placeholders)


def _convert_formulas(text: str, placeholders: Placeholders) -> str:
    """Return *text* with its formulas converted and replaced by placeholders."""
    pieces, end = [], 0
    for found in formulas(text):
        shown = placeholders.add(convert_formula(found.body))
        before, after = text[end : found.start], text[found.end : found.end + 1]
        if found.is_display:
            shown = (" " if before and not before[-1].isspace() else "") + shown
            shown += " " if after.isalnum() or after == "{" else ""
        pieces += [before, shown]
        end = found.end
    return "".join(pieces) + text[end:]
