r"""BibTeX for BibTeX and biber: LaTeX in titles is kept, and no entry can break the next or run commands.

Titles and abstracts are LaTeX as written by the authors, or plain text with a stray ``%`` or ``$``;
names and notes are plain text. Braces are balanced as BibTeX counts them, which ignores ``\{``.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence

from confbrowse.exporters.base import Exporter, ExportItem
from confbrowse.model import facts, topics
from confbrowse.text.ascii_url import ascii_url
from confbrowse.text.facts import language_name
from confbrowse.text.latex import symbols
from confbrowse.text.patterns import lazy_pattern

_MATH = lazy_pattern(r"(?<!\\)\$\$?(?=\S)(?:[^$\\]|\\.)*?(?<=\S)(?<!\\)\$\$?(?!\d)")
"""Dollars around a formula; sums of money do not match, as a space follows or precedes one dollar."""
_COMMAND = r"\\(?P<name>(?:begin|end)\s*+\{(?P<kind>[A-Za-z]*+)\*?\}|[A-Za-z]++)"
_SPECIAL = lazy_pattern(rf"{_COMMAND}|\\.|[\\&%#_^$]", re.DOTALL)
_SPECIAL_IN_MATH = lazy_pattern(rf"{_COMMAND}|\\?\^++|\\.|[\\&%#]", re.DOTALL)
_URL_UNSAFE = lazy_pattern(r"[{}\\^\s]")
_BRACES = lazy_pattern(r"\\.|[{}]", re.DOTALL)
_ENDS_WITH_COMMAND = lazy_pattern(r"(?:\\[A-Za-z]++|[\^\\])\Z")
"""A command or sign that would merge with the text after it if a brace were removed."""
_LONGEST_NAME = 40
_ALLOWED = frozenset(
    [
        *(name for name in symbols.SYMBOLS if name.isalpha()),
        *(name for name in symbols.LETTER_ACCENTS if name.isalpha()),
        *(
            *symbols.LETTERS,
            *symbols.FUNCTIONS,
            *symbols.SILENT,
            *symbols.WITH_ARGUMENT,
            *symbols.UPRIGHT,
        ),
        *(
            *symbols.PLAIN_FONTS,
            *symbols.ALPHABETS,
            *symbols.ACCENTS,
            *symbols.FRACTIONS,
            *symbols.BINOMIALS,
        ),
        *symbols.CITATIONS,
        *("sqrt", "overset", "underset", "stackrel", "not", "url", "href", "item", "textcolor"),
        *(
            "textsuperscript",
            "textsubscript",
            "mathit",
            "mathbf",
            "tfrac",
            "underbrace",
            "substack",
        ),
        *("phantom", "hphantom", "vphantom", "hspace", "vspace", "color", "cr", "over", "choose"),
    ]
) - frozenset(
    [
        *("title", "author", "thanks", "section", "subsection", "subsubsection", "paragraph"),
        *("subparagraph", "chapter", "maketitle", "clearpage", "newpage", "nocite"),
    ]
)
"""Commands that only typeset text or formulas: no files, no macros, no shell."""
_ENVIRONMENTS = frozenset(
    [
        *(*symbols.MATH_ENVIRONMENTS, "aligned", "gathered", "split", "cases", "matrix", "pmatrix"),
        *(
            "bmatrix",
            "vmatrix",
            "Vmatrix",
            "Bmatrix",
            "array",
            "smallmatrix",
            "itemize",
            "enumerate",
        ),
        *("description", "quote", "quotation", "center"),
    ]
)
_TEXT_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%#_$"},
}
_PARTICLE = lazy_pattern(
    r"(?:af|al|av|bin|d[aeiu]|das|degli|dell?a?|de[nr]|dos|el|ibn|l[ae]|te[nr]?|v[ao][nm]|zum?|zur|d'|'t)\b"
    r"|(?:D[aei]|Del|Della|De[nr]|Dos|La|Von|Van(?= De)) "
)
"""Particles that begin a family name; capitalised ones only if they are not given names."""
_SUFFIX = lazy_pattern(r"(?:Jr|Sr)\.?|I{2,3}|IV")
_GROUP = lazy_pattern(
    r"[\d(@,]|\b(?:and|others|team|group|consortium|collaboration|committee|society|university)\b",
    re.IGNORECASE,
)
"""Marks the name of a group, as it does not occur in the names of people."""


def _write(items: Sequence[ExportItem]) -> str:
    return "\n".join(_entry(item) for item in items)


EXPORTER = Exporter("bib", ".bib", "BibTeX", _write)


def _entry(item: ExportItem) -> str:
    kind = "inproceedings" if item.talk.authors else "misc"
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(item) if value)
    return f"@{kind}{{{_key(item.talk.id)},\n{fields}}}\n"


def _fields(item: ExportItem) -> Iterator[tuple[str, str]]:
    talk = item.talk
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", talk.session.programme)
    link = next((link for link in talk.links if link.kind == "paper"), talk.best_link)
    yield "title", _protect_capitals(_clean_latex(talk.title))
    yield "author", " and ".join(map(_format_name, talk.authors))
    yield ("booktitle" if talk.authors else "howpublished"), _escape_text(talk.session.programme)
    yield "year", year[0] if year else f"{talk.start:%Y}" if talk.start else ""
    yield (
        "url",
        _URL_UNSAFE.sub(lambda sign: f"%{ord(sign[0]):02X}", ascii_url(link.url if link else "")),
    )
    yield "language", _escape_text(language_name(dict(facts(talk.keywords)).get("language", "")))
    yield "keywords", _escape_text(", ".join(topics(talk.keywords)))
    yield "abstract", _clean_latex(talk.abstract)
    yield "annote", _escape_text(item.mark.note or "")


def _key(talk_id: str) -> str:
    """Return the citation key: from the id alone, so that it never changes."""
    key = re.sub(r"[^a-z0-9:_-]", "-", talk_id.replace("/", ":", 1))
    if key.replace(":", "/", 1) == talk_id:
        return key
    return f"{key}-{hashlib.sha1(talk_id.encode(), usedforsecurity=False).hexdigest()[:8]}"


def _escape_text(text: str) -> str:
    """Return plain *text* escaped, so that LaTeX prints it as it is."""
    return " ".join("".join(_TEXT_ESCAPES.get(sign, sign) for sign in text).split())


def _clean_latex(text: str) -> str:
    """Return *text*, LaTeX or close to it, with errors repaired and unsafe commands disabled."""
    text = _balance_braces(" ".join(text.split()))
    parts, end = [], 0
    for math in _MATH.finditer(text):
        parts += [_escape_latex(text[end : math.start()]), _escape_latex(math[0], in_math=True)]
        end = math.end()
    parts.append(_escape_latex(text[end:]))
    return "".join(parts)


def _escape_latex(text: str, *, in_math: bool = False) -> str:
    r"""Return *text* with special characters escaped and printed braces as commands.

    ``\&`` is already escaped and ``\^`` is an accent, so what follows a backslash stays. A command
    that is not in ``_ALLOWED`` is printed as text: typesetting the bibliography must not run what a
    conference or an author wrote (``\input``, ``\write18``).
    """
    commands = "&%#" if in_math else "&%#_^$"
    braces = {r"\{": r"\lbrace ", r"\}": r"\rbrace "}
    escaped_space = "\\ "  # written as a tie, so that it does not end a word
    backslash = r"\backslash " if in_math else _TEXT_ESCAPES["\\"]

    def escape(match: re.Match[str]) -> str:
        sign = match[0]
        if name := match["name"]:
            kind = match["kind"]
            return sign if name in _ALLOWED or kind in _ENVIRONMENTS else backslash + sign[1:]
        if sign == escaped_space:
            return "~"
        if sign in braces:
            return braces[sign] if in_math else _TEXT_ESCAPES[sign[1]]
        if in_math and sign.strip("\\") == "^" * len(sign.strip("\\")):
            # two carets start a character code anywhere: \^^69nput is \input
            return r"\wedge " if sign[0] == "\\" else "^"
        return _TEXT_ESCAPES[sign] if sign in commands or sign == "\\" else sign

    return (_SPECIAL_IN_MATH if in_math else _SPECIAL).sub(escape, text)


def _balance_braces(text: str) -> str:
    r"""Return *text* without braces that have no partner.

    If a brace separated a command from what follows, as in ``\in}put``, an empty group replaces it.
    """
    opened: list[int] = []
    unmatched = set()
    for brace in _BRACES.finditer(text):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened:
            opened.pop()
        elif brace[0] == "}":
            unmatched.add(brace.start())
    unmatched.update(opened)
    parts, end = [], 0
    for index in sorted(unmatched):
        before = text[end:index]
        parts += [before, "{}" if _ENDS_WITH_COMMAND.search(before[-_LONGEST_NAME:]) else ""]
        end = index + 1
    return "".join([*parts, text[end:]])


def _protect_capitals(title: str) -> str:
    """Return *title* with braces round words and formulas whose case a style must not change."""
    first, *others = _split_words(title)
    is_plain = first.isalpha() and first[1:] == first[1:].lower()
    return " ".join([first if is_plain else _in_braces(first), *map(_in_braces, others)])


def _split_words(title: str) -> Iterator[str]:
    """Yield the space-separated parts of *title*; braces and formulas stay whole."""
    word, depth, in_math, before = "", 0, False, ""
    for char in title:
        if char == " " and not depth and not in_math:
            yield word
            word = ""
        else:
            word += char
        depth += (char == "{") - (char == "}")
        in_math ^= char == "$" and before != "\\"
        before = char
    yield word


def _in_braces(word: str) -> str:
    """Return *word* in braces, trailing punctuation outside, if it contains a capital."""
    if word == word.lower():
        return word
    kept = word.rstrip(",:;.?!")
    kept = word if kept.endswith("\\") else kept  # with the backslash, the punctuation is a command
    inner = (
        f"{{{kept}}}" if kept.startswith("\\") else kept
    )  # a bare command in braces counts as one letter
    return f"{{{inner}}}{word[len(kept) :]}"


def _format_name(name: str) -> str:
    """Return *name* with the family name first, particles included; a group's name whole, in braces."""
    words = _clean_latex(name).split(" ")
    if _GROUP.search(name) or len(words) == 1:
        return f"{{{' '.join(words)}}}"
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    starts = (index for index in range(len(words)) if _PARTICLE.match(" ".join(words[index:])))
    start = next((index for index in starts if index or words[0].islower()), len(words) - 1)
    parts = [" ".join(words[start:]), suffix, " ".join(words[:start])]
    return ", ".join(part for part in parts if part)
