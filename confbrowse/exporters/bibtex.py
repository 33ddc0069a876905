r"""BibTeX for BibTeX and biber: LaTeX in titles is kept, and no entry can spoil the next one.

Titles and abstracts are LaTeX as their authors wrote it, or plain text with a stray ``%`` or ``$``;
names and notes are plain text. Braces balance in the way BibTeX counts them, which knows no ``\{``.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence

from confbrowse.exporters.item import Exporter, Item

_MATH = re.compile(r"(?<!\\)\$\$?(?=\S)(?:[^$\\]|\\.)*?(?<=\S)(?<!\\)\$\$?(?!\d)")
"""Between dollars, which sums of money are not: a blank stands inside one of theirs."""
_TEXT_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%#_$"},
}
_PARTICLE = re.compile(
    r"(?:af|al|av|bin|d[aeiu]|das|degli|dell?a?|de[nr]|dos|el|ibn|l[ae]|te[nr]?|v[ao][nm]|zum?|zur|d'|'t)\b"
    r"|(?:D[aei]|Del|Della|De[nr]|Dos|La|Von|Van(?= De)) "
)
"""What a family name begins with; with a capital, only what is no given name."""
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")
_GROUP = re.compile(
    r"[\d(@,]|\b(?:and|others|team|group|consortium|collaboration|committee|society|university)\b",
    re.IGNORECASE,
)
"""What the names of people do not hold."""


def _write(items: Sequence[Item]) -> str:
    return "\n".join(_entry(item) for item in items)


EXPORTER = Exporter("bib", ".bib", "BibTeX", _write)


def _entry(item: Item) -> str:
    kind = "inproceedings" if item.talk.authors else "misc"
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(item) if value)
    return f"@{kind}{{{_key(item.talk.id)},\n{fields}}}\n"


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    talk = item.talk
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", talk.session.programme)
    link = next((link for link in talk.links if link.kind == "paper"), talk.best_link)
    yield "title", _with_capitals_kept(_latex(talk.title))
    yield "author", " and ".join(map(_name, talk.authors))
    yield ("booktitle" if talk.authors else "howpublished"), _plain(talk.session.programme)
    yield "year", year[0] if year else f"{talk.start:%Y}" if talk.start else ""
    yield "url", re.sub(r"[{}\\\s]", lambda sign: f"%{ord(sign[0]):02X}", link.url if link else "")
    yield "keywords", _plain(", ".join(talk.keywords))
    yield "abstract", _latex(talk.abstract)
    yield "annote", _plain(item.mark.note or "")


def _key(talk_id: str) -> str:
    """Return what the talk is cited by: its id, which nothing else about it can change."""
    key = re.sub(r"[^a-z0-9:_-]", "-", talk_id.replace("/", ":", 1))
    if key.replace(":", "/", 1) == talk_id:
        return key
    return f"{key}-{hashlib.sha1(talk_id.encode(), usedforsecurity=False).hexdigest()[:8]}"


def _plain(text: str) -> str:
    """Return *text*, which is no LaTeX, so that LaTeX prints it."""
    return " ".join("".join(_TEXT_SIGNS.get(sign, sign) for sign in text).split())


def _latex(text: str) -> str:
    """Return *text*, LaTeX or nearly so, with what would break it mended."""
    text = " ".join(text.split())
    pieces, at = [], 0
    for math in _MATH.finditer(text):
        pieces += [_mended(text[at : math.start()]), _mended(math[0], in_math=True)]
        at = math.end()
    pieces.append(_mended(text[at:]))
    return _balanced("".join(pieces))


def _mended(text: str, *, in_math: bool = False) -> str:
    r"""Return *text* with the signs printed that command something there, and printed braces named.

    ``\&`` is printed already, and ``\^`` an accent: what follows a backslash stays.
    """
    commands = "&%#" if in_math else "&%#_^$"
    braces = {r"\{": r"\lbrace ", r"\}": r"\rbrace "}
    blank = "\\ "  # as one more letter, which nobody takes for the end of a word

    def mend(found: re.Match[str]) -> str:
        sign = found[0]
        if sign == blank:
            return "~"
        if sign in braces:
            return braces[sign] if in_math else _TEXT_SIGNS[sign[1]]
        return _TEXT_SIGNS[sign] if sign in commands or sign == "\\" else sign

    return re.sub(r"\\.|[\\&%#_^$]", mend, text)


def _balanced(text: str) -> str:
    """Return *text* without the braces that have no partner."""
    opened: list[int] = []
    lonely = set()
    for at, sign in enumerate(text):
        if sign == "{":
            opened.append(at)
        elif sign == "}" and opened:
            opened.pop()
        elif sign == "}":
            lonely.add(at)
    lonely.update(opened)
    return "".join(sign for at, sign in enumerate(text) if at not in lonely)


def _with_capitals_kept(title: str) -> str:
    """Return *title* with braces round the words and formulas that no style may make small."""
    first, *others = _words(title)
    is_plain = first.isalpha() and first[1:] == first[1:].lower()
    return " ".join([first if is_plain else _braced(first), *map(_braced, others)])


def _words(title: str) -> Iterator[str]:
    """Yield what blanks set apart in *title*, braces and formulas whole."""
    word, depth, in_math, before = "", 0, False, ""
    for sign in title:
        if sign == " " and not depth and not in_math:
            yield word
            word = ""
        else:
            word += sign
        depth += (sign == "{") - (sign == "}")
        in_math ^= sign == "$" and before != "\\"
        before = sign
    yield word


def _braced(word: str) -> str:
    """Return *word* in braces, the punctuation after it outside, where it has a capital."""
    if word == word.lower():
        return word
    kept = word.rstrip(",:;.?!")
    kept = word if kept.endswith("\\") else kept  # its sign is a command
    inner = f"{{{kept}}}" if kept.startswith("\\") else kept  # else it counts as one letter
    return f"{{{inner}}}{word[len(kept) :]}"


def _name(name: str) -> str:
    """Return *name* family name first, particles with it; that of a group whole, in braces."""
    words = _latex(name).split(" ")
    if _GROUP.search(name) or len(words) == 1:
        return f"{{{' '.join(words)}}}"
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    starts = (at for at in range(len(words)) if _PARTICLE.match(" ".join(words[at:])))
    start = next((at for at in starts if at or words[0].islower()), len(words) - 1)
    parts = [" ".join(words[start:]), suffix, " ".join(words[:start])]
    return ", ".join(part for part in parts if part)
