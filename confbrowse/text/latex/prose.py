r"""TeX between formulas: ``\textbf{words}``, ``Eq.~\ref{sum}``, lists, accents, typography, stray tags.

A backslash that does not begin a command stays, as in paths; so does a command whose argument is
not closed.
"""

import re
import unicodedata
from collections.abc import Callable

from confbrowse.text.latex import symbols
from confbrowse.text.latex.formula import convert_formula, convert_formula_at
from confbrowse.text.latex.symbols import LETTER_ACCENTS, LETTERS, compose, script
from confbrowse.text.latex.tokenizer import (
    MAX_DEPTH,
    PLACEHOLDER_RANGE,
    Placeholders,
    TokenReader,
    is_placeholder,
)
from confbrowse.text.patterns import lazy_pattern

_SPECIAL = lazy_pattern(r"[\\{}^_]")
_PATH = lazy_pattern(r"(?<!\w)(?:[A-Za-z]:\\|\\\\(?=\w+\\))[^\s\"'<>|,;()]*")
_LITERAL = frozenset("$%&#_{}*<>()")
_TEXT_COMMANDS = symbols.WITH_ARGUMENT | symbols.UPRIGHT
_SHORT_AUTHOR_COMMANDS = frozenset(name for name in symbols.AUTHOR_COMMANDS if len(name) == 1)
_FORMULA_COMMANDS = frozenset(
    [
        *(
            name
            for name in symbols.SYMBOLS
            if name.isalpha() and name not in _SHORT_AUTHOR_COMMANDS
        ),
        *symbols.FUNCTIONS,
        *symbols.ACCENTS,
        *symbols.ALPHABETS,
        *symbols.PLAIN_FONTS,
        *symbols.FRACTIONS,
        *symbols.BINOMIALS,
        *("sqrt", "overset", "underset", "stackrel", "ensuremath", "not", "mathrm", "mathsf"),
        "|",
    ]
) - {"space", "quad", "qquad", "thinspace", "enspace"}
_SPACE_COMMANDS = frozenset([*",;: \n\t", "quad", "qquad", "thinspace", "enspace", "space"])
_SECTION_COMMANDS = frozenset(
    ["section", "subsection", "subsubsection", "paragraph", "subparagraph", "chapter"]
)


def convert_prose(text: str, placeholders: Placeholders) -> str:
    """Return *text* without TeX commands; finished pieces are added to *placeholders*."""
    if ":\\" in text or r"\\" in text:
        text = _PATH.sub(lambda path: placeholders.add(path[0]), text)
    reader = TokenReader(text)
    return _ProseReader(reader, placeholders).read(len(text), 0)


class _ProseReader:
    """Converts one text, and keeps track of the lists it is in."""

    def __init__(self, reader: TokenReader, placeholders: Placeholders) -> None:
        self.reader, self.placeholders = reader, placeholders
        self.lists: list[int] = []
        """For each open list, the number of its last item; -1 for a list without numbers."""

    def read(self, end: int, depth: int) -> str:
        """Convert everything before *end*."""
        reader, shown = self.reader, list[str]()
        while reader.position < end:
            mark = _SPECIAL.search(reader.text, reader.position, end)
            stop = mark.start() if mark else end
            shown.append(reader.text[reader.position : stop])
            reader.position = stop
            if mark:
                shown.append(self._special(mark[0], end, depth, _last_char(shown)))
        return "".join(shown)

    def _special(self, sign: str, end: int, depth: int, before: str) -> str:
        if sign == "\\":
            return self._command(end, depth, before)
        if sign == "{":
            return self._group(end, depth, before)
        self.reader.skip(1)
        close = self.reader.close(end)
        if sign == "}" or close is None or not before.strip():
            return sign
        body = self.reader.text[self.reader.position + 1 : close]
        self.reader.position = close + 1
        return script(convert_formula(body), sign)

    def _group(self, end: int, depth: int, before: str) -> str:
        """Convert the group at the cursor; keep its braces if they are not TeX."""
        reader = self.reader
        close = reader.close(end)
        inner = reader.text[reader.position + 1 : close] if close else ""
        if close is None or inner[:1].isspace() or ("," in inner and "\\" not in inner):
            reader.skip(1)
            return "{"
        text = self._inner(end, depth)
        needs_space = (
            re.match(f"[{PLACEHOLDER_RANGE}]", before) and text[:2].isalpha() and len(text) > 1
        )
        return f" {text}" if needs_space else text

    def _inner(self, end: int, depth: int) -> str:
        """Convert the content of the group at the cursor; empty if there is none."""
        reader = self.reader
        close = reader.close(end)
        if close is None:
            return ""
        if depth >= MAX_DEPTH:
            inner = reader.text[reader.position : close + 1]
            reader.position = close + 1
            return inner
        reader.skip(1)
        text = self.read(close, depth + 1)
        reader.position = close + 1
        return text

    def _command(self, end: int, depth: int, before: str) -> str:
        reader, start = self.reader, self.reader.position
        name = reader.command(end)
        if name in _LITERAL:
            return name
        if name in _SPACE_COMMANDS or name == "\\":
            reader.option(end) if name == "\\" else None
            return " "
        needed = 2 if name in symbols.FRACTIONS | symbols.BINOMIALS | {"textcolor", "href"} else 1
        if not reader.has_groups(needed, end):
            for _ in range(needed):
                self._skip_group(end)
            return reader.text[start : reader.position]
        if name in _HANDLERS:
            return _HANDLERS[name](self, end, depth)
        if name in _TEXT_COMMANDS and reader.skip_spaces(end) == "{":
            return self._heading(name, self._inner(end, depth))
        if name in symbols.SILENT:
            reader.skip_spaces(end)
            return ""
        if name in _FORMULA_COMMANDS:
            reader.position = start
            return convert_formula_at(reader, end)
        return self._unknown(name, start, end, depth, before)

    @staticmethod
    def _heading(name: str, text: str) -> str:
        """Return *text*; a section heading becomes a paragraph."""
        return f"\n\n{text.strip()}\n\n" if name in _SECTION_COMMANDS else text

    def _unknown(self, name: str, start: int, end: int, depth: int, before: str) -> str:
        """Return the name of an author's own command; anything else stays as written."""
        reader = self.reader
        is_group = reader.text.startswith("{", reader.position)
        is_own_command = (
            len(name) > 1 and name.isalpha() and not (before.isalnum() or before in tuple(":\\"))
        )
        if not is_own_command or reader.text.startswith("\\", reader.position):
            self._skip_group(end)
            return reader.text[start : reader.position]
        inner = self._inner(end, depth) if is_group else ""
        return f"{name}({inner})" if inner else name

    def _skip_group(self, end: int) -> None:
        """Skip the group at the cursor, if any."""
        close = self.reader.close(end)
        self.reader.position = self.reader.position if close is None else close + 1

    def skip_argument(self, end: int, _depth: int) -> str:
        """Skip an argument that is not shown."""
        self.reader.raw(end)
        return ""

    def citation(self, end: int, _depth: int) -> str:
        """Return a citation in square brackets, followed by its options."""
        options: list[str] = []
        while (option := self.reader.option(end)) is not None and len(options) < 2:
            options.append(option.replace("~", " "))
        key = self.reader.raw(end)
        return f"[{', '.join(filter(None, [key, *options]))}]"

    def url(self, end: int, _depth: int) -> str:
        """Return a URL, whatever characters it contains."""
        return self.placeholders.add(self.reader.raw(end))

    def link(self, end: int, depth: int) -> str:
        """Return the text of a link, and its URL if the text does not show it."""
        url = self.placeholders.restore(self.reader.raw(end))
        label = self._argument(end, depth)
        if not label or self.placeholders.restore(label) == url:
            return self.placeholders.add(url)
        return f"{label} ({self.placeholders.add(url)})" if url else label

    def coloured(self, end: int, depth: int) -> str:
        """Return coloured text."""
        self.reader.raw(end)
        return self._argument(end, depth)

    def footnote(self, end: int, depth: int) -> str:
        """Return a footnote in square brackets."""
        text = self._argument(end, depth).strip()
        return f" [{text}]" if text else ""

    def superscript(self, end: int, depth: int) -> str:
        """Return a superscript."""
        return script(self._argument(end, depth), "^")

    def subscript(self, end: int, depth: int) -> str:
        """Return a subscript."""
        return script(self._argument(end, depth), "_")

    def begin_environment(self, end: int, _depth: int) -> str:
        """Begin an environment; a list starts counting its items."""
        kind = self.reader.raw(end)
        self.reader.option(end)
        if kind in ("itemize", "enumerate", "description"):
            self.lists.append(0 if kind == "enumerate" else -1)
            return "\n"
        return " "

    def end_environment(self, end: int, _depth: int) -> str:
        """End an environment."""
        kind = self.reader.raw(end)
        if kind in ("itemize", "enumerate", "description"):
            self.lists = self.lists[:-1]
            self.reader.skip_spaces(end)
            return "\n\n"
        return " "

    def item(self, end: int, _depth: int) -> str:
        """Begin a list item on a new line."""
        label = self.reader.option(end)
        self.reader.skip_spaces(end)
        if label:
            return f"\n•  {label} "
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            return f"\n{self.lists[-1]}.  "
        return "\n•  "

    def paragraph(self, end: int, _depth: int) -> str:
        """Begin a paragraph."""
        self.reader.skip_spaces(end)
        return "\n\n"

    def verbatim(self, end: int, _depth: int) -> str:
        """Return the text between two equal delimiters as it is."""
        reader = self.reader
        sign = reader.text[reader.position : reader.position + 1]
        close = (
            reader.text.find(sign, reader.position + 1, min(end, reader.position + 200))
            if sign.strip()
            else -1
        )
        if close < 0:
            return r"\verb"
        inner = reader.text[reader.position + 1 : close]
        reader.position = close + 1
        return self.placeholders.add(inner)

    def _argument(self, end: int, depth: int) -> str:
        return self._inner(end, depth) if self.reader.skip_spaces(end) == "{" else ""


def _last_char(shown: list[str]) -> str:
    return next((part[-1] for part in reversed(shown[-4:]) if part), "")


_HANDLERS: dict[str, Callable[[_ProseReader, int, int], str]] = {
    **dict.fromkeys(symbols.HIDDEN_ARGUMENT, _ProseReader.skip_argument),
    **dict.fromkeys(symbols.CITATIONS, _ProseReader.citation),
    **dict.fromkeys(("url", "nolinkurl", "path"), _ProseReader.url),
    **dict.fromkeys(("footnote", "footnotetext"), _ProseReader.footnote),
    **dict.fromkeys(("textcolor", "colorbox"), _ProseReader.coloured),
    "href": _ProseReader.link,
    "textsuperscript": _ProseReader.superscript,
    "textsubscript": _ProseReader.subscript,
    "begin": _ProseReader.begin_environment,
    "end": _ProseReader.end_environment,
    "item": _ProseReader.item,
    "par": _ProseReader.paragraph,
    "verb": _ProseReader.verbatim,
}


# Accents and special letters in words: ``Erd\H{o}s``, ``Sch\"olkopf``, ``Stra\ss e``.

_DOTLESS = r"\\[ij](?![A-Za-z])\s?|\{\s*\\[ij]\s*\}"
_ACCENT = lazy_pattern(
    rf"""
    \{{\s*\\(?P<whole>["'`^~=.Hcvukrd])\s*(?P<whole_letter>[^\W\d_]|\{{[^\W\d_]\}}|{_DOTLESS})\s*\}}
  | \\(?P<sign>["'’`^~])"?\s?(?P<after>[^\W\d_]|\{{\s*(?:[^\W\d_]|\\[ij])\s*\}}|{_DOTLESS})
  | \\(?P<braced>[=.Hcvukrd])\s*\{{\s*(?P<inner>[^\W\d_]|\\[ij])\s*\}}
  | (?<=[^\W\d_])\\(?P<glued>[Hcvukrd])[ ](?P<letter>[^\W\d_])
    """,
    re.VERBOSE,
)
_NAMES = "|".join(sorted(LETTERS, key=len, reverse=True))
_LETTER = lazy_pattern(
    rf"\{{\\(?P<whole>{_NAMES})\s*\}}"
    rf"|\\(?P<name>{_NAMES})(?![A-Za-z])(?:\{{\}}|\s(?=\w)|(?=[^\w\s\\+*?({{\[]|$))"
)
_ANY_LETTER_COMMAND = lazy_pattern(rf"\\(?:[\"'’`^~=.]|[Hcvukrd]\b|(?:{_NAMES})(?![A-Za-z]))")
_QUOTED = lazy_pattern(r'(?<!\w)\\"(?=[\w(])([^"\\\n]{1,200})\\"(?!\w)')
r"""Quotation marks escaped by a program, not accents: ``\"so\"``."""


def convert_letters(text: str) -> str:
    """Return *text* with accented and special letters in Unicode."""
    if not _ANY_LETTER_COMMAND.search(text):
        return text
    text = _QUOTED.sub(r'"\1"', text) if r"\"" in text else text
    return _LETTER.sub(_special_letter, _ACCENT.sub(_accented_letter, text))


def _accented_letter(match: re.Match[str]) -> str:
    parts = {name: part for name, part in match.groupdict().items() if part}
    sign = next(parts[name] for name in ("whole", "sign", "braced", "glued") if name in parts)
    raw_letter = next(
        parts[name] for name in ("whole_letter", "after", "inner", "letter") if name in parts
    )
    letter = raw_letter.strip("{}\\ \n")[:1]
    accented_letter = compose(letter, LETTER_ACCENTS[sign.replace("’", "'")])
    is_letter = len(accented_letter) == 1 and unicodedata.category(accented_letter)[0] == "L"
    return accented_letter if is_letter else match[0]


def _special_letter(match: re.Match[str]) -> str:
    return LETTERS[match["whole"] or match["name"]]


# Leftover HTML: known tags are removed, never the words between them.
#
# Other text with ``<``, such as ``x < y`` or ``List<int>``, is not HTML and stays as it is.

_TAG = lazy_pattern(
    r"<(?P<close>/?)(?P<name>p|br|hr|div|span|a|b|i|u|em|strong|small|su[bp]|ul|ol|li|dl|dt|dd|h[1-6]"
    r"|pre|code|tt|img|font|center|mark|del|ins|inf|italic|bold|scp|blockquote|section"
    r"|jats:[a-z]{1,20})(?P<rest>\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_SCRIPT = lazy_pattern(r"<(su[bp])>([^<>\s]{1,20})</\1>", re.IGNORECASE)
_ATTRIBUTE = lazy_pattern(r"""\b(?:href|alt)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_PARAGRAPHS = frozenset(
    [
        *("p", "div", "ul", "ol", "dl", "hr", "pre", "blockquote", "section"),
        *(f"h{n}" for n in range(1, 7)),
    ]
)
_LINES = frozenset(["br", "dt", "dd"])


def strip_tags(text: str) -> str:
    """Return *text* without tags: paragraphs separated, list items on lines, URLs after their text."""
    if "<" not in text:
        return text
    text = _SCRIPT.sub(lambda tag: script(tag[2], "^" if tag[1].lower() == "sup" else "_"), text)
    urls: list[str] = []
    return _TAG.sub(lambda tag: _tag_replacement(tag, urls), text)


def _tag_replacement(tag: re.Match[str], urls: list[str]) -> str:
    """Return what is shown for *tag*; *urls* is the stack of open links."""
    name, is_end = tag["name"].lower().removeprefix("jats:"), bool(tag["close"])
    if name in _PARAGRAPHS or name == "title":
        return "\n\n"
    if name in _LINES:
        return "\n"
    if name == "li":
        return "" if is_end else "\n•  "
    if name == "a" and is_end:
        return f" ({urls.pop()})" if urls and urls[-1] else ""
    if name in ("a", "img"):
        attribute = _ATTRIBUTE.search(tag["rest"] or "")
        value = (attribute[1] or attribute[2] or "") if attribute else ""
        if name == "img":
            return f"[{value}]" if value else ""
        urls.append(value if is_placeholder(value[:1]) or value.startswith("http") else "")
    return ""


# TeX notation for quotation marks, dashes and ties.

_QUOTES = lazy_pattern(r"``|´´|''")
_HALF_QUOTES = lazy_pattern(r"``(?=\S)([^`\"\n]{1,200})\"")
_SINGLE = lazy_pattern(r"(?<![\w`])`(?=\w)([^`'\n]{1,80})'(?![\w'])")
_LONG_DASH = lazy_pattern(r"(?<=[^\s-])---(?=[^\s-])|(?<=\s)---(?=\s+\S)(?<!\n---)")
_DASH = lazy_pattern(r"(?<=[^\W_])--(?=[^\W_])|(?<=[^\s|:-] )--(?= [^\s|:-])")
_TIE = lazy_pattern(
    rf"(?<=[^\W\d_])~(?=[A-Z\d({PLACEHOLDER_RANGE}])|(?<=[.)\]{PLACEHOLDER_RANGE}])~(?=[\w({PLACEHOLDER_RANGE}])|(?<=\S)~(?=\\)"
)
_MISTYPED_TIE = lazy_pattern(r"(?<=[\d.])\\~(?=[A-Z])")
_ANY_TIE = lazy_pattern(
    rf"(?<=[\w.,;:)\]}}{PLACEHOLDER_RANGE}])~(?=[\w({{\\{PLACEHOLDER_RANGE}])(?<!\d~(?=\d))"
)


def convert_typography(text: str, *, is_tex: bool) -> str:
    """Return *text* with typographic quotes and dashes.

    A tie becomes a space; in TeX between any two words, otherwise only where it is clearly one.
    """
    if "``" in text or "´´" in text or "''" in text:
        text = _HALF_QUOTES.sub(_in_quotation_marks, text) if '"' in text else text
        text = _QUOTES.sub(lambda sign: "”" if sign[0] == "''" else "“", text)
    if "`" in text:
        text = _SINGLE.sub(r"‘\1’", text)
    if "--" in text:
        text = _DASH.sub("–", _LONG_DASH.sub("—", text))
    text = _MISTYPED_TIE.sub(" ", text) if r"\~" in text else text
    return (_ANY_TIE if is_tex else _TIE).sub(" ", text) if "~" in text else text


def _in_quotation_marks(words: re.Match[str]) -> str:
    """Return words that TeX's opening quotes begin and a straight quote ends, in quotation marks."""
    return words[0] if "''" in words[1] else f"“{words[1]}”"
