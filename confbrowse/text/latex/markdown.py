"""Markdown: markup of headings, lists, emphasis and links is removed, the words stay.

Tables, quotes and code blocks are left as they are, as they are readable. Markup must touch its
words from outside: ``5*3``, ``snake_case`` and ``*.py`` contain none.
"""

import re
from collections.abc import Callable, Iterator

from confbrowse.text.latex.tokenizer import PLACEHOLDER_RANGE, Placeholders
from confbrowse.text.patterns import lazy_pattern

_FENCE = lazy_pattern(r" {0,3}(```+|~~~+)")
_HEADING = lazy_pattern(r" {0,3}#{1,6} +(?=[^\s#])")
_ITEM = lazy_pattern(r"( {0,12})(?:[-+*•‣◦]|(\d{1,3})[.)]) +(?=\S)")
_RULE = lazy_pattern(r"\s*(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_CODE = lazy_pattern(r"(?<![`\w])(`{1,2})(?=[^`\s])((?:(?!'')[^`\n]){1,200})(?<=\S)\1(?!`)")
_AMBIGUOUS = lazy_pattern(r"[\\$*<&{}~#\[\]^|]|(?<!\w)_|_(?!\w)|--")
_ADDRESS = lazy_pattern(rf"(?:mailto:|www\.|/|\.\.?/|#|[{PLACEHOLDER_RANGE}])[^\s()]*$")
_LINK = lazy_pattern(
    r"!?\[(?P<words>[^\[\]\n]{0,300})\]\(\s*<?(?P<address>[^\s()<>]{1,500})>?"
    r"(?:\s+[\"“][^\"”\n]{0,200}[\"”])?\s*\)"
)
_AUTOLINK = lazy_pattern(rf"<([{PLACEHOLDER_RANGE}])>")
_EMPHASIS = lazy_pattern(
    rf"(?<![^\s({{\[\"'“‘—–/-])(\*{{1,3}}|__?)(?=[\w\"'“‘(\[{PLACEHOLDER_RANGE}])"
    rf"((?:[^*_\n]|(?<=\w)_(?=\w)|(?<=[^\s*])\*(?=[^\s*])){{1,400}}?)"
    rf"(?<=[\w\"'”’)\].,;:!?%{PLACEHOLDER_RANGE}])\1(?![^\s)}}\]\"'”’.,;:!?—–/-])"
)
"""Words between two equal marks, which must touch the words."""
_EMPHASISED_LETTERS = lazy_pattern(r"\*\*(?<!\w\*\*)([A-Za-z]{1,12})\*\*(?=[A-Za-z])")
"""Letters that explain an acronym: ``**F**usion``."""
_NAME = lazy_pattern(r"\w+")


def strip_blocks(
    text: str, placeholders: Placeholders, convert_inline: Callable[[str], str]
) -> str:
    """Return *text* without block markup; *convert_inline* converts the inline text of whole paragraphs."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        row = line.strip()
        is_table = len(row) > 1 and row[0] == row[-1] == "|"
        if fence or mark or is_table or _RULE.match(line):
            lines.append(placeholders.add(line))
            if mark and (not fence or mark[1].startswith(fence)):
                fence = "" if fence else mark[1]
            continue
        lines += _convert_line(line, lines)
    return convert_inline("\n".join(lines))


def _convert_line(line: str, before: list[str]) -> Iterator[str]:
    """Yield the lines that *line* is converted to."""
    if heading := _HEADING.match(line):
        if before and before[-1].strip():
            yield ""
        words = line[heading.end() :].rstrip()
        without_hashes = words.rstrip("#")
        yield without_hashes.rstrip() if without_hashes.endswith(" ") else words
        yield ""
        return
    item = _ITEM.match(line)
    if item is None:
        yield line
        return
    mark = f"{item[2]}." if item[2] else "•"
    yield f"{item[1]}{mark}  {line[item.end() :]}"


def replace_code(text: str, placeholders: Placeholders) -> str:
    """Return *text* with its code replaced by placeholders; backticks stay if it could be misread."""

    def placeholder(code: re.Match[str]) -> str:
        return placeholders.add(code[0] if _AMBIGUOUS.search(code[2]) else code[2])

    return _CODE.sub(placeholder, text) if "`" in text else text


def strip_inline(text: str, placeholders: Placeholders) -> str:
    """Return *text* without the markup of links and emphasis."""
    if "](" in text:
        text = _LINK.sub(lambda link: _convert_link(link, placeholders), text)
    text = _AUTOLINK.sub(r"\1", text) if "<" in text else text
    text = _EMPHASISED_LETTERS.sub(r"\1", text) if "**" in text else text
    return _EMPHASIS.sub(_without_emphasis, text) if "*" in text or "_" in text else text


def _without_emphasis(match: re.Match[str]) -> str:
    """Return the emphasised words; names such as ``__init__`` are unchanged."""
    is_name = match[1] == "__" and _NAME.fullmatch(match[2])
    return match[0] if is_name else match[2]


def _convert_link(link: re.Match[str], placeholders: Placeholders) -> str:
    if not _ADDRESS.match(link["address"]):
        return link[0]
    words, address = link["words"].strip(), placeholders.restore(link["address"])
    if not words or placeholders.restore(words).strip() == address:
        return link["address"]
    return f"{words} ({link['address']})"
