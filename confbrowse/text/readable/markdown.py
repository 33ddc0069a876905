"""Markdown: the marks of headings, lists, stress and links go, their words stay.

Tables, quotes and code in blocks are left as they are: they are readable so. A mark is one only
where it touches its words from outside: ``5*3``, ``snake_case`` and ``*.py`` have none.
"""

import re
from collections.abc import Callable, Iterator

from confbrowse.text.readable.held import SIGNS, Held

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_HEADING = re.compile(r" {0,3}#{1,6} +(?=[^\s#])")
_ITEM = re.compile(r"( {0,12})(?:[-+*•‣◦]|(\d{1,3})[.)]) +(?=\S)")
_RULE = re.compile(r"\s*(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_CODE = re.compile(r"(?<![`\w])(`{1,2})(?=[^`\s])((?:(?!'')[^`\n]){1,200})(?<=\S)\1(?!`)")
_AMBIGUOUS = re.compile(r"[\\$*<&{}~#\[\]^|]|(?<!\w)_|_(?!\w)|--")
_ADDRESS = re.compile(rf"(?:mailto:|www\.|/|\.\.?/|#|[{SIGNS}])[^\s()]*$")
_LINK = re.compile(
    r"!?\[(?P<words>[^\[\]\n]{0,300})\]\(\s*<?(?P<address>[^\s()<>]{1,500})>?"
    r"(?:\s+[\"“][^\"”\n]{0,200}[\"”])?\s*\)"
)
_BARE = re.compile(rf"<([{SIGNS}])>")
_STRESS = re.compile(
    rf"(?<![^\s({{\[\"'“‘—–/-])(\*{{1,3}}|__?)(?=[\w\"'“‘(\[{SIGNS}])"
    rf"((?:[^*_\n]|(?<=\w)_(?=\w)|(?<=[^\s*])\*(?=[^\s*])){{1,400}}?)"
    rf"(?<=[\w\"'”’)\].,;:!?%{SIGNS}])\1(?![^\s)}}\]\"'”’.,;:!?—–/-])"
)
"""Words between two marks of a kind, which must touch them, and nothing else."""
_STRESSED_PART = re.compile(r"\*\*(?<!\w\*\*)([A-Za-z]{1,12})\*\*(?=[A-Za-z])")
"""The letters of a name that its words are known by: ``**F**usion``."""
_NAME = re.compile(r"\w+")


def blocks(text: str, held: Held, inner: Callable[[str], str]) -> str:
    """Return *text* with its blocks as lines; *inner* reads what stands in them, whole paragraphs."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        row = line.strip()
        is_table = len(row) > 1 and row[0] == row[-1] == "|"
        if fence or mark or is_table or _RULE.match(line):
            lines.append(held.hold(line))
            if mark and (not fence or mark[1].startswith(fence)):
                fence = "" if fence else mark[1]
            continue
        lines += _lines(line, lines)
    return inner("\n".join(lines))


def _lines(line: str, before: list[str]) -> Iterator[str]:
    """Yield what *line* is in a text that is read and not written."""
    if heading := _HEADING.match(line):
        if before and before[-1].strip():
            yield ""
        words = line[heading.end() :].rstrip()
        bare = words.rstrip("#")
        yield bare.rstrip() if bare.endswith(" ") else words
        yield ""
        return
    item = _ITEM.match(line)
    if item is None:
        yield line
        return
    mark = f"{item[2]}." if item[2] else "•"
    yield f"{item[1]}{mark}  {line[item.end() :]}"


def without_code_marks(text: str, held: Held) -> str:
    """Return *text* with its code set aside; it keeps its marks where it could be misread."""

    def shown(code: re.Match[str]) -> str:
        return held.hold(code[0] if _AMBIGUOUS.search(code[2]) else code[2])

    return _CODE.sub(shown, text) if "`" in text else text


def inline(text: str, held: Held) -> str:
    """Return *text* without the marks of links and of stress."""
    if "](" in text:
        text = _LINK.sub(lambda link: _link(link, held), text)
    text = _BARE.sub(r"\1", text) if "<" in text else text
    text = _STRESSED_PART.sub(r"\1", text) if "**" in text else text
    return _STRESS.sub(_words, text) if "*" in text or "_" in text else text


def _words(stress: re.Match[str]) -> str:
    """Return the words under stress; names such as ``__init__`` are as they are."""
    is_name = stress[1] == "__" and _NAME.fullmatch(stress[2])
    return stress[0] if is_name else stress[2]


def _link(link: re.Match[str], held: Held) -> str:
    if not _ADDRESS.match(link["address"]):
        return link[0]
    words, address = link["words"].strip(), held.released(link["address"])
    if not words or held.released(words).strip() == address:
        return link["address"]
    return f"{words} ({link['address']})"
