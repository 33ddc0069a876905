"""The people in the cells of one column, which is judged as a whole.

People write lists of names in many ways: ``Ada Byron, Bo Lund and Cy``, ``Byron, A., Lund, B.``,
``Byron, Ada; Lund, Bo``, ``Ada Byron (MIT, USA) · Bo Lund (ETH)``, ``['Ada Byron', 'Bo Lund']``. One
cell is often ambiguous, a whole column seldom. Affiliations and marks of presenters are removed.
"""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from warnings import catch_warnings

from confbrowse.text.patterns import lazy_pattern

_MAX_LIST_CHARS = 100_000
_MOST = 0.8
_MANY = 0.3
_MIN_CELLS = 5
"""Cells with several names from which a column of single words may be family names and given names."""

_MARKS = "*†‡§¶‖∗⁎⋆★☆✉🔗#^¹²³⁰⁴⁵⁶⁷⁸⁹"
"""Signs after a name: of affiliations, presenters and equal contribution."""
_MARK_UP = lazy_pattern(
    r"<sup>[^<>]*</sup>|\\textsuperscript\{[^{}]*\}|\$?\^\{[^{}]*\}\$?|\$\^[^$]{1,20}\$"
    r"|\$\\(?:dagger|ddagger|ast)\$|<[^<>\s@]*@[^<>]*>|\([^()\s@]*@[^()]*\)"
    r"|(?<![^\s,;|])[^\s,;|<>()@]++@[\w.-]++",
    re.IGNORECASE,
)
"""Superscripts, and e-mail addresses."""
_OTHERS = lazy_pattern(r"\bet\.?\s+al\b\.?|\band others\b", re.IGNORECASE)
_ROLE = lazy_pattern(
    r"(?:present|correspond|speak|contact|moderat|organi[sz]|remote|online|virtual|in[ -]person"
    r"|equal|lead|first|he/|she/|they/|he,|she,|they,).*+",
    re.IGNORECASE | re.DOTALL,
)
"""In brackets after a name, and never an affiliation or another name."""
_SUFFIX = lazy_pattern(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_DEGREE = lazy_pattern(r"Ph\.?\s?D\.?|M\.?D\.|MD|M\.?Sc\.?|B\.?Sc\.?|MBA|MPH|Dr\.|Prof\.|[\d\s*]+")
_INITIALS = lazy_pattern(r"(?:[^\W\d_a-z]\.?[\s-]?){1,4}")
_INSTITUTION = lazy_pattern(
    r"universi|institut|\blabs?\b|laborator|college|school|research|\binc\b|\bltd\b|gmbh|corp|"
    r"google|microsoft|\bmeta\b|amazon|\bibm\b|nvidia|\beth\b|epfl|\bmit\b|cnrs|inria|academ|"
    r"cent(?:er|re)\b|department|\btech|hospital|foundation|facult",
    re.IGNORECASE,
)
_NUMBER_AFTER = lazy_pattern(r"(?<=[^\W\d_.)])\s?\d{1,2}\Z")

_STRONG = tuple(
    map(re.compile, (r"\|", "[;；]", r"(?<=\s)[⋅·•∙]|[⋅·•∙](?=\s)", r"\n", r"(?<=\s)/(?=\s)"))
)
"""Separators that stand between names only; a comma may stand within one."""
_AND = lazy_pattern(r"(?<=\s)(?:and|AND|und|et|&)(?=\s)")
_COMMA = lazy_pattern(rf"[,，、]|{_AND.pattern}")
_LEADING_AND = lazy_pattern(r"\A(?:(?:and|und|&)\s)++")
_OPEN, _CLOSED = "([{（", ")]}）"


def split_name_columns(cells: Sequence[str]) -> list[list[str]]:
    """Return the names in each of *cells*, a column of a table, the given name first."""
    listed = _listed(cells)
    parts = _apart([_plain(cell) for cell in cells]) if listed is None else listed
    affiliated = _has_affiliations(parts)
    bare = (name.rstrip(_MARKS) for name in chain(*parts))
    numbered = _share(bool(_NUMBER_AFTER.search(name)) for name in bare) >= _MANY
    cleaned = [
        [_clean(name, affiliated=affiliated, numbered=numbered) for name in names]
        for names in parts
    ]
    return [list(filter(None, names)) for names in cleaned]


def _share(values: Iterable[bool]) -> float:
    """Return the share of true values."""
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _plain(text: str) -> str:
    """Return *text* without superscripts, e-mail addresses and the words ``et al.`` in it."""
    return _OTHERS.sub(" ", _MARK_UP.sub("", text)).strip()


# Lists as programs write them: JSON, and the lists of Python and numpy.

_QUOTED = lazy_pattern(r"'([^']*)'|\"([^\"]*)\"")
_ADJACENT = lazy_pattern(r"['\"]\s+['\"]")
_NAME_KEYS = ("name", "fullname", "full_name", "author", "display_name", "public_name")
_PART_KEYS = (("first", "last"), ("first_name", "last_name"), ("given", "family"))


def _listed(cells: Sequence[str]) -> list[list[str]] | None:
    """Return the names in *cells* if most of them are lists of a program, else None."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if _share(cell[0] in "[{(" and cell[-1] in "]})" for cell in filled) < _MOST:
        return None
    found = [_items(cell.strip()) for cell in cells]
    if _share(names is not None for names, cell in zip(found, cells, strict=True) if cell) < _MOST:
        return None
    return [
        _apart([_plain(cell)])[0] if names is None else [_plain(name) for name in names]
        for names, cell in zip(found, cells, strict=True)
    ]


def _items(cell: str) -> list[str] | None:
    """Return the names in *cell*, a list in the notation of a program; None if it is not one."""
    if not cell or len(cell) > _MAX_LIST_CHARS or cell[0] not in "[{(":
        return None
    if _ADJACENT.search(cell):  # numpy writes no commas
        return [first or second for first, second in _QUOTED.findall(cell)]
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        try:
            with catch_warnings(action="ignore"):  # Python warns of TeX's backslashes
                value = ast.literal_eval(cell)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return None
    values = [value] if isinstance(value, dict) else value
    if not isinstance(values, list | tuple | set):
        return None
    return [name for one in values if (name := _name_in(one))]


def _name_in(value: object) -> str:
    if isinstance(value, dict):
        whole = next((value[key] for key in _NAME_KEYS if isinstance(value.get(key), str)), "")
        parts = ([value.get(key) for key in keys] for keys in _PART_KEYS)
        return whole or next(
            (" ".join(map(str, filter(None, two))) for two in parts if any(two)), ""
        )
    return value.strip() if isinstance(value, str) else ""


# Lists as people write them.


def _apart(cells: Sequence[str]) -> list[list[str]]:
    """Return the names in *cells*, with what follows them, the given name first."""
    masked = [_masked(cell) for cell in cells]
    counts = Counter(mark for cell in masked for mark in _STRONG if mark.search(cell))
    common = [mark for mark, _ in counts.most_common()]
    found: list[list[str] | None] = []
    for cell, hidden in zip(cells, masked, strict=True):
        mark = next((mark for mark in common if mark.search(hidden)), None)
        found.append(_cut(cell, hidden, mark) if mark else None)
    strong = [name for names in found for name in names or ()]
    weak = [index for index, names in enumerate(found) if names is None]
    notation = _notation_of_strong(strong) if len(strong) > len(weak) * _MANY else None
    if notation is None:
        texts = [(cells[index], masked[index]) for index in weak]
        for index, names in zip(weak, _by_commas(texts), strict=True):
            found[index] = names
        return [names or [] for names in found]
    for index in weak:
        cell = cells[index]
        is_one = _commas(cell) <= 1
        found[index] = [cell] if is_one else _joined(_cut(cell, masked[index], _COMMA))
    turned = _given_name_first if notation == "inverted" else _before_comma
    return [[turned(name) for name in names or ()] for names in found]


def _notation_of_strong(names: Sequence[str]) -> str | None:
    """Return how *names*, which other signs than commas separate, use commas: None if they do not."""
    if _share(_commas(name) == 1 for name in names) < _MOST:
        return None
    pairs = [name.split(",", 1) for name in names if _commas(name) == 1]
    is_whole = _share(len(before.split()) > 1 for before, _ in pairs) >= _MOST
    named = _share(bool(_INSTITUTION.search(after)) for _, after in pairs)
    return "affiliated" if named >= _MANY or (is_whole and named > 0) else "inverted"


def _by_commas(cells: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return the names in *cells* (and what they are without brackets), apart by commas and ``and``."""
    by_and = [_cut(cell, hidden, _AND) for cell, hidden in cells]
    if (
        any(len(names) > 1 for names in by_and)
        and _share(_commas(name) == 1 for names in by_and if len(names) > 1 for name in names)
        >= _MOST
    ):
        return [[_given_name_first(name) for name in names] for names in by_and]
    pieces = [_cut(cell, hidden, _COMMA) for cell, hidden in cells]
    if _is_in_pairs([names for names in pieces if len(names) > 1]):
        return [_paired(names) for names in pieces]
    return [
        [_given_name_first(cell)]
        if cell.endswith("*") and _commas(cell) == 1 and len(names) == 2
        else _joined(names)
        for (cell, _), names in zip(cells, pieces, strict=True)
    ]


def _is_in_pairs(cells: Sequence[Sequence[str]]) -> bool:
    """Return whether *cells* alternate between family names and given names."""
    plain = [
        [name.rstrip(_MARKS) for name in cell if not _SUFFIX.fullmatch(name)] for cell in cells
    ]
    if _share(_has_initials(cell) for cell in plain) > 0.6:
        return True
    is_even = _share(len(cell) % 2 == 0 for cell in plain)
    words = _share(" " not in name for cell in plain for name in cell[::2])
    longer = any(len(cell) > 2 for cell in plain)
    return (
        len(plain) >= _MIN_CELLS and longer and is_even >= 0.95 and words >= 0.9 and _given(plain)
    )


def _given(cells: Sequence[Sequence[str]]) -> bool:
    """Return whether few of *cells* have a blank in their second names either."""
    return _share(len(name.split()) <= 2 for cell in cells for name in cell[1::2]) >= 0.9


def _has_initials(cell: Sequence[str]) -> bool:
    given = cell[1::2]
    return len(cell) % 2 == 0 and all(map(_INITIALS.fullmatch, given))


def _paired(pieces: Sequence[str]) -> list[str]:
    """Return the names in *pieces*, family names and given names in turn; as they are if one is missing."""
    pieces = _joined(pieces)
    if len(pieces) % 2:
        return pieces
    return [f"{given} {family}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]


def _joined(pieces: Iterable[str]) -> list[str]:
    """Return *pieces* with ``Jr.`` joined to the name before it, and without degrees."""
    found: list[str] = []
    for piece in pieces:
        if found and _SUFFIX.fullmatch(piece):
            found[-1] = f"{found[-1]} {piece}"
        elif not (found and _DEGREE.fullmatch(piece)):
            found.append(piece)
    return found


def _commas(text: str) -> int:
    """Return the number of commas in *text* outside brackets, but for those before a ``Jr.`` in it."""
    return sum(not _SUFFIX.fullmatch(part.strip()) for part in _masked(text).split(",")[1:])


def _given_name_first(name: str) -> str:
    """Return *name*, ``Family, Given`` or ``Family, Given, Jr.``, with the given name first."""
    parts = [part.rstrip(_MARKS) for part in _cut(name, _masked(name), _COMMA)]
    suffixes = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
    parts = [part for part in parts if part not in suffixes]
    if len(parts) != 2:
        return name
    family, given = parts
    brackets = given.find("(") if "(" in given else len(given)
    names = (given[:brackets].rstrip(), family, *suffixes)
    return " ".join(filter(None, (*names, given[brackets:])))


def _before_comma(name: str) -> str:
    return name[: _masked(name).find(",")] if _commas(name) else name


def _masked(text: str) -> str:
    """Return *text* with everything in brackets replaced, so that no separator is found there."""
    if not any(sign in text for sign in _OPEN):
        return text
    shown = []
    depth = 0
    for letter in text:
        depth += letter in _OPEN
        shown.append("\0" if depth else letter)
        depth -= bool(depth) and letter in _CLOSED
    return text if depth else "".join(shown)


def _cut(text: str, masked: str, separator: re.Pattern[str]) -> list[str]:
    """Return the parts of *text*, cut where *separator* is found in *masked*, which is as long."""
    parts, start = [], 0
    for found in separator.finditer(masked):
        parts.append(text[start : found.start()])
        start = found.end()
    stripped = (_LEADING_AND.sub("", part.strip(), count=1) for part in (*parts, text[start:]))
    return [part for part in map(str.strip, stripped) if part]


# One name, and what follows it.


def _has_affiliations(cells: Sequence[Sequence[str]]) -> bool:
    """Return whether brackets after names contain affiliations: at most names, or at most last ones."""
    by_name = _share(bool(_in_brackets(name)) for names in cells for name in names)
    by_cell = _share(bool(_in_brackets(names[-1])) for names in cells if names)
    return max(by_name, by_cell) > 0.5


def _in_brackets(name: str) -> str:
    """Return what is in the brackets at the end of *name*, after another word; empty if there are none."""
    name = name.rstrip(f"{_MARKS} ")
    if not name or name[-1] not in _CLOSED:
        return ""
    masked = _masked(name)
    start = len(masked.rstrip("\0"))
    inside = name[start + 1 : -1].strip()
    return "" if start == 0 or _ROLE.fullmatch(inside) else inside or " "


def _clean(name: str, *, affiliated: bool, numbered: bool) -> str:
    """Return *name* without marks, roles and affiliations."""
    name = name.strip()
    while name:
        before = name
        name = name.rstrip(f"{_MARKS} ,;")
        start = len(_masked(name).rstrip("\0"))
        if 0 < start < len(name) and (affiliated or _ROLE.fullmatch(name[start + 1 : -1])):
            name = name[:start]
        if numbered:
            name = _NUMBER_AFTER.sub("", name)
        if name == before:
            break
    return name
