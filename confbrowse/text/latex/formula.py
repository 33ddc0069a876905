r"""A formula in TeX as one line of Unicode: ``O(n^{2/3}\log n)`` becomes ``O(n^(2/3) log n)``.

It is read once from left to right. What is nested deeper than ``MAX_DEPTH`` stays as written.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from confbrowse.text.latex import symbols
from confbrowse.text.latex.symbols import (
    Kind,
    compose,
    in_alphabet,
    is_bracketed,
    script,
    with_accent,
)
from confbrowse.text.latex.tokenizer import MAX_DEPTH, TokenReader
from confbrowse.text.patterns import lazy_pattern

# Layout: the pieces of a formula on one line, with spaces where TeX would leave space.
#
# Relations and operators between two operands are spaced, except in scripts.


@dataclass(frozen=True, slots=True)
class MathPiece:
    """Part of a formula, with its TeX class."""

    kind: Kind
    text: str
    is_fraction: bool = False
    """Whether it is a fraction, which needs brackets in a product."""


_OPERANDS = frozenset(["ord", "word", "close"])
_BEFORE_UNARY = frozenset(["rel", "bin", "open", "punct", "op", "big"])
"""After one of these, a minus is a sign, not an operator."""
_SINGLE_FACTOR = lazy_pattern(
    r"(?:[^\W\d_]|\d+(?:\.\d+)?|[∞∂∇])[\u0300-\u036f\u20d7]*(?:[⁰¹²³⁴-⁹₀-₉ᵀ′*ᵃ-ᶿⱼᵢ-ᵪₐ-ₜ]|_\w++)*+|√\w++"
)
"""A letter or number with its scripts, or a root of one."""
_SCRIPTS = lazy_pattern(r"(?<![⁰¹²³⁴-⁹₀-₉ᵢⱼᵏᵀ′*])[⁰¹²³⁴-⁹₀-₉ᵢⱼᵏᵀ′*]++$")
_ENDS_WITH_SCRIPT = lazy_pattern(r"(?:\^[\w⋆]++|(?<![\w⋆])(?:[^\W_]|⋆)*+_[\w⋆]++|√\w++)$")
"""An end that would merge with a following letter or digit."""


def set_line(pieces: Sequence[MathPiece], tight: bool) -> str:
    """Return *pieces* as one line; *tight* leaves out spaces, as in scripts."""
    line, last = "", None
    for piece in _bracket_fractions(_classify(pieces)):
        if piece.kind == "space":
            line += "" if line.endswith(" ") else " "
            continue
        line = line.rstrip() if piece.kind == "punct" or piece.text == "." else line
        line += _space_between(last, piece, line, tight) + piece.text
        last = piece
    return line.strip()


def _classify(pieces: Iterable[MathPiece]) -> list[MathPiece]:
    """Return *pieces* with every bar as opening or closing, and signs distinguished from operators."""
    classified: list[MathPiece] = []
    open_bars: set[str] = set()
    all_pieces = list(pieces)
    for index, piece in enumerate(all_pieces):
        before = next((other for other in reversed(classified[-2:]) if other.kind != "space"), None)
        if piece.kind == "bar":
            bar = piece.text[:1]
            open_bars ^= {bar}
            piece = replace(piece, kind="open" if bar in open_bars else "close")
        elif piece.kind == "bin" and (
            before is None
            or before.kind in _BEFORE_UNARY
            or _no_operand_follows(all_pieces, index + 1)
        ):
            piece = replace(piece, kind="sign")
        classified.append(piece)
    return classified


def _no_operand_follows(pieces: Sequence[MathPiece], index: int) -> bool:
    """Return whether there is no operand at *index*, or after the space there."""
    following = [piece.kind for piece in pieces[index : index + 2] if piece.kind != "space"][:1]
    return following in ([], ["rel"], ["close"], ["punct"])


def _bracket_fractions(pieces: Sequence[MathPiece]) -> list[MathPiece]:
    """Return *pieces* with brackets round the fractions in products."""
    bracketed: list[MathPiece] = []
    for index, piece in enumerate(pieces):
        if piece.is_fraction:
            before = pieces[index - 1].kind if index else ""
            after = pieces[index + 1].kind if index + 1 < len(pieces) else ""
            if before in _OPERANDS | {"op"} or after in ("ord", "word", "open", "big", "op"):
                piece = MathPiece("ord", f"({piece.text})")
        bracketed.append(piece)
    return bracketed


def _space_between(left: MathPiece | None, right: MathPiece, line: str, tight: bool) -> str:
    """Return the space, if any, between *left*, which ends *line*, and *right*."""
    if left is None or line.endswith(" "):
        return ""
    if _would_merge(left, right, line):
        return " "
    kinds = (left.kind, right.kind)
    if "rel" in kinds or "bin" in kinds:
        return "" if tight or kinds == ("rel", "rel") else " "
    if left.kind == "punct":
        is_number = line[-2:-1].isdecimal() and right.text.isdecimal()
        is_number &= left.text == ":" or (left.text == "," and len(right.text) == 3)
        return "" if tight or is_number else " "
    if right.kind in ("op", "big"):
        return "" if left.kind == "open" else " "
    if left.kind == "op":
        is_applied = right.text[:1] in "([{|‖⟨" and not left.text.endswith(")")
        return "" if is_applied or right.kind in ("close", "punct") else " "
    return " " if left.kind == "big" and right.kind not in ("close", "punct") else ""


def _would_merge(left: MathPiece, right: MathPiece, line: str) -> bool:
    """Return whether *left*, which ends *line*, and *right* would be read as one name."""
    if left.kind == "op" or not right.text[:1].isalnum():
        return False
    if _ENDS_WITH_SCRIPT.search(line[-40:]):
        return True
    return "word" in (left.kind, right.kind) and line[-1].isalpha() and right.text[0].isalpha()


def with_scripts(nucleus: MathPiece, lower: str | None, upper: str | None) -> MathPiece:
    """Return *nucleus* with its sub- and superscript."""
    text = nucleus.text
    if (lower or upper) and nucleus.is_fraction:
        text = f"({text})"
    below = script(lower, "_") if lower else ""
    above = script(upper, "^") if upper else ""
    is_named = below.startswith("_") and below[-1].isalnum() and not above.startswith("^")
    text += above + below if is_named else below + above
    return MathPiece(nucleus.kind, text)


def make_fraction(numerator: str, denominator: str) -> MathPiece:
    """Return a fraction, with brackets round numerator and denominator where needed."""
    numerator, denominator = numerator.strip(), denominator.strip()
    if not denominator:
        return MathPiece("ord", numerator)
    if (
        is_bracketed(denominator)
        or _is_single_factor(denominator)
        or _is_derivative(numerator, denominator)
    ):
        return MathPiece("ord", f"{_numerator(numerator)}/{denominator}", is_fraction=True)
    return MathPiece("ord", f"{_numerator(numerator)}/({denominator})", is_fraction=True)


def make_root(radicand: str, degree: str | None) -> MathPiece:
    """Return a root: ``√2``, ``√(nt)``, ``∛x``."""
    sign = {None: "√", "3": "∛", "4": "∜"}.get(degree)
    if sign is None:
        sign = f"{script(degree or '', '^')}√"
    radicand = radicand.strip()
    is_plain = len(radicand) == 1 or radicand.isdecimal() or is_bracketed(radicand)
    return MathPiece("ord", sign + (radicand if is_plain else f"({radicand})"))


def _numerator(text: str) -> str:
    """Return *text*, in brackets if a slash would split it."""
    outside_brackets = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", text))
    is_whole = is_bracketed(text) or not re.search(r"[\s/+]|(?<=.)-", outside_brackets)
    return text if is_whole else f"({text})"


def _is_single_factor(text: str) -> bool:
    """Return whether *text* needs no brackets as a denominator."""
    if _SINGLE_FACTOR.fullmatch(text) or (text.isalpha() and text.isascii() and text.isupper()):
        return True
    without_scripts = _SCRIPTS.sub("", text)
    if (without_scripts[:1].isalpha() or without_scripts[:1] in "√∛") and is_bracketed(
        without_scripts[1:]
    ):
        return True
    return is_bracketed(without_scripts) or (
        len(without_scripts) > 2
        and without_scripts[0] == without_scripts[-1]
        and without_scripts[0] in "|‖"
        and without_scripts.count(without_scripts[0]) == 2
    )


def _is_derivative(numerator: str, denominator: str) -> bool:
    return (
        numerator[:1] in "∂d"
        and numerator[:1] == denominator[:1]
        and len(denominator) <= 3
        and denominator[1:].isalnum()
    )


_NUMBER = lazy_pattern(r"\d+(?:\.\d+)?")
_COLON_EQUALS = lazy_pattern(r":\s*=|<=|>=|[:<>=]")
_NUMBER_RANGE = lazy_pattern(r"\s*+\d[\d.]*+\s*+-{1,2}+\s*+\d[\d.]*+\s*+(?:\\{0,2}%)?+\s*+")
"""A range of numbers, not a difference."""
_DOUBLED_BACKSLASH = lazy_pattern(r"\\\\([A-Za-z]{2,}|[%&#{}|])")
_KINDS: dict[str, symbols.Kind] = {
    **dict.fromkeys("=<>∼≤≥≠≈∈→", "rel"),
    **dict.fromkeys("+-−×·±*∪∩∨∧", "bin"),
    **dict.fromkeys("([⟨", "open"),
    **dict.fromkeys(")]⟩", "close"),
    **dict.fromkeys("|‖", "bar"),
    **dict.fromkeys(",;:", "punct"),
    **dict.fromkeys("∑∏∫", "big"),
}
_MATRIX_BRACKETS = {
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "cases": ("{", ""),
}
"""Brackets of matrices that do not have square ones."""
_MATRICES = frozenset(
    [
        *_MATRIX_BRACKETS,
        *("matrix", "pmatrix", "bmatrix", "array", "smallmatrix", "psmallmatrix", "bsmallmatrix"),
    ]
)


def convert_formula(text: str) -> str:
    """Return *text*, the body of a formula, as one line."""
    if span := _NUMBER_RANGE.fullmatch(text):
        return re.sub(r"[\s\\]", "", span[0])
    if "\\\\" in text and r"\begin" not in text:
        text = _DOUBLED_BACKSLASH.sub(_single_backslash, text)
    return _read_line(TokenReader(text), len(text), 0, tight=False)


def _single_backslash(doubled: re.Match[str]) -> str:
    """Return a command whose backslash was doubled by a program; a line end stays a line end."""
    return (
        f"\\{doubled[1]}"
        if doubled[1] in symbols.SYMBOLS or doubled[1] in _KNOWN_COMMANDS
        else doubled[0]
    )


def convert_formula_at(reader: TokenReader, end: int) -> str:
    """Read one command with its arguments and scripts, and return it converted."""
    piece = _read_piece(reader, end, 0, tight=False)
    return set_line([piece], tight=False) if piece else ""


def _read_line(reader: TokenReader, end: int, depth: int, *, tight: bool) -> str:
    """Read everything before *end*, and return it as one line."""
    pieces: list[MathPiece] = []
    while reader.position < end:
        piece = _read_piece(reader, end, depth, tight=tight)
        if piece:
            pieces.append(piece)
    return set_line(pieces, tight)


def _read_piece(reader: TokenReader, end: int, depth: int, *, tight: bool) -> MathPiece | None:
    """Read the next piece with its scripts; None if it shows nothing."""
    letter = reader.text[reader.position]
    nucleus = (
        MathPiece("ord", "") if letter in "^_'" else _read_nucleus(reader, end, depth, tight=tight)
    )
    if nucleus is None:
        return None
    lower = upper = None
    after_scripts = reader.position
    while (sign := reader.skip_spaces(end)) and sign in "^_'’":
        if (sign == "_" and lower is not None) or (sign == "^" and upper and upper.strip("′")):
            break
        reader.skip(1)
        if sign in "'’":
            upper = (upper or "") + "′"
        elif sign == "^":
            upper = (upper or "") + _read_argument(reader, end, depth, tight=True)
        else:
            lower = _read_argument(reader, end, depth, tight=True)
        after_scripts = reader.position
    reader.position = after_scripts
    if lower is None and upper is None:
        return nucleus
    return with_scripts(nucleus, lower, upper)


def _read_nucleus(reader: TokenReader, end: int, depth: int, *, tight: bool) -> MathPiece | None:
    letter = reader.text[reader.position]
    if letter == "\\":
        return _read_command(reader, end, depth, tight=tight)
    if letter == "{":
        return _read_group(reader, end, depth, tight=tight)
    if number := _NUMBER.match(reader.text, reader.position, end):
        reader.position = number.end()
        return MathPiece("ord", number[0])
    if letter in ":<>=" and (sign := _COLON_EQUALS.match(reader.text, reader.position, end)):
        reader.position = sign.end()
        return MathPiece("punct" if sign[0] == ":" else "rel", sign[0].replace(" ", ""))
    reader.skip(1)
    if letter == "~" or (letter == "&" and not tight):
        return MathPiece("space", " ")
    if letter.isspace() or letter in "}$&":
        return None
    return MathPiece(_KINDS.get(letter, "ord"), letter)


def _read_group(reader: TokenReader, end: int, depth: int, *, tight: bool) -> MathPiece | None:
    """Read the group at the cursor as one piece."""
    close = reader.close(end)
    if close is None:
        reader.skip(1)
        return None
    if depth >= MAX_DEPTH:
        return MathPiece("ord", reader.raw(end))
    reader.skip(1)
    text = _read_line(reader, close, depth + 1, tight=tight)
    reader.position = close + 1
    kind: symbols.Kind = "word" if len(text) > 1 and text.isalpha() else "ord"
    return MathPiece(kind, text) if text else None


def _read_argument(reader: TokenReader, end: int, depth: int, *, tight: bool) -> str:
    """Read the argument of a command or script; empty if there is none."""
    following = reader.skip_spaces(end)
    if not following or following == "}" or depth >= MAX_DEPTH:
        return reader.raw(end) if following == "{" else ""
    if following == "{":
        piece = _read_group(reader, end, depth, tight=tight)
    elif following in "^_'":
        return ""
    elif following.isdecimal():
        reader.skip(1)
        return following
    else:
        piece = _read_nucleus(reader, end, depth + 1, tight=tight)
    return piece.text if piece else ""


def _read_command(reader: TokenReader, end: int, depth: int, *, tight: bool) -> MathPiece | None:
    name = reader.command(end)
    if name in symbols.SYMBOLS:
        return MathPiece(*symbols.SYMBOLS[name])
    if name in symbols.FUNCTIONS:
        return MathPiece("op", name)
    if name in _HANDLERS:
        return _HANDLERS[name](reader, end, depth, tight, name)
    if name in symbols.UPRIGHT:
        return _upright_text(reader, end, depth, tight=tight)
    if name in symbols.ACCENTS:
        return MathPiece(
            "ord",
            with_accent(
                _read_argument(reader, end, depth, tight=tight), symbols.ACCENTS[name], name
            ),
        )
    if name in symbols.ALPHABETS:
        return MathPiece(
            "ord",
            in_alphabet(_read_argument(reader, end, depth, tight=tight), symbols.ALPHABETS[name]),
        )
    if name in symbols.SILENT:
        reader.skip(name in ("left", "right") and reader.text.startswith(".", reader.position))
        return None
    if name in symbols.HIDDEN_ARGUMENT:
        reader.raw(end)
        return None
    if name in symbols.WITH_ARGUMENT or name in symbols.PLAIN_FONTS or name == "ensuremath":
        text = _read_argument(reader, end, depth, tight=tight)
        return MathPiece("ord", text) if text else None
    return _unknown_command(reader, end, depth, name)


def _unknown_command(reader: TokenReader, end: int, depth: int, name: str) -> MathPiece | None:
    """Return the name of an author's own command, with its argument in brackets."""
    if not name:
        return None
    kind: symbols.Kind = "word" if len(name) > 1 and name.isalpha() else "ord"
    if not reader.text.startswith("{", reader.position):
        return MathPiece(kind, name)
    inner = _read_argument(reader, end, depth, tight=False)
    return MathPiece(kind, f"{name}({inner})" if inner else name)


def _upright_text(reader: TokenReader, end: int, depth: int, *, tight: bool) -> MathPiece | None:
    r"""Return words in a formula; those of ``\text`` keep the spaces around them."""
    reader.skip(reader.text.startswith("*", reader.position))
    if reader.skip_spaces(end) != "{" or depth >= MAX_DEPTH:
        return MathPiece("ord", _read_argument(reader, end, depth, tight=tight))
    close = reader.close(end)
    inner = reader.text[reader.position + 1 : close] if close else ""
    if close is None or re.search(r"[\\{}$^_]", inner):
        return MathPiece("ord", _read_argument(reader, end, depth, tight=tight).replace("$", ""))
    reader.position = close + 1
    words = re.sub(r"\s+|~", " ", inner)
    return MathPiece("word" if len(words.strip()) > 1 else "ord", words) if words.strip() else None


def _fraction(reader: TokenReader, end: int, depth: int, tight: bool, _name: str) -> MathPiece:
    over = _read_argument(reader, end, depth, tight=tight)
    return make_fraction(over, _read_argument(reader, end, depth, tight=tight))


def _binomial(reader: TokenReader, end: int, depth: int, tight: bool, _name: str) -> MathPiece:
    above = _read_argument(reader, end, depth, tight=tight)
    return MathPiece("ord", f"C({above}, {_read_argument(reader, end, depth, tight=tight)})")


def _root(reader: TokenReader, end: int, depth: int, tight: bool, _name: str) -> MathPiece:
    degree = reader.option(end)
    return make_root(_read_argument(reader, end, depth, tight=tight), degree)


def _stacked(reader: TokenReader, end: int, depth: int, tight: bool, name: str) -> MathPiece:
    """Return one piece over or under another, as a script: ``=ᵈ``."""
    other = _read_argument(reader, end, depth, tight=True)
    main = _read_argument(reader, end, depth, tight=tight)
    kind: symbols.Kind = "op" if main in symbols.FUNCTIONS else _KINDS.get(main[:1], "ord")
    if name == "stackrel" or main in symbols.RELATION_SIGNS:
        kind = "rel"
    return with_scripts(
        MathPiece(kind, main), *((other, None) if name == "underset" else (None, other))
    )


def _negated(
    reader: TokenReader, end: int, depth: int, tight: bool, _name: str
) -> MathPiece | None:
    negated = _read_argument(reader, end, depth, tight=tight)
    return MathPiece("rel", compose(negated[0], "\u0338") + negated[1:]) if negated else None


def _coloured(reader: TokenReader, end: int, depth: int, tight: bool, _name: str) -> MathPiece:
    reader.raw(end)
    return MathPiece("ord", _read_argument(reader, end, depth, tight=tight))


def _link(reader: TokenReader, end: int, depth: int, tight: bool, _name: str) -> MathPiece:
    url = reader.raw(end)
    return MathPiece("ord", f"{_read_argument(reader, end, depth, tight=tight)} ({url})")


def _citation(reader: TokenReader, end: int, _depth: int, _tight: bool, _name: str) -> MathPiece:
    option = reader.option(end)
    return MathPiece("ord", f"[{reader.raw(end)}{f', {option}' if option else ''}]")


def _new_line(reader: TokenReader, end: int, _depth: int, _tight: bool, _name: str) -> MathPiece:
    reader.option(end)
    return MathPiece("space", " ")


def _environment(
    reader: TokenReader, end: int, depth: int, tight: bool, name: str
) -> MathPiece | None:
    """Return a matrix as rows, ``[a b; c d]``; other environments lose only their delimiters."""
    kind = reader.raw(end).rstrip("*")
    if name == "end" or kind not in _MATRICES:
        return MathPiece("space", " ")
    close = reader.end_of(kind, end)
    if close is None or depth >= MAX_DEPTH:
        return MathPiece("space", " ")
    if kind == "array":
        reader.raw(end)
    rows = [
        " ".join(filter(None, (_cell(reader, stop, depth, tight) for stop in stops)))
        for stops in reader.rows(close)
    ]
    reader.position = close
    reader.command(end)
    reader.raw(end)
    left, right = _MATRIX_BRACKETS.get(kind, ("[", "]"))
    return MathPiece("ord", left + "; ".join(row for row in rows if row) + right)


def _cell(reader: TokenReader, stop: int, depth: int, tight: bool) -> str:
    return _read_line(reader, stop, depth + 1, tight=tight)


_Handler = Callable[[TokenReader, int, int, bool, str], MathPiece | None]
_HANDLERS: dict[str, _Handler] = {
    **dict.fromkeys(symbols.FRACTIONS, _fraction),
    **dict.fromkeys(symbols.BINOMIALS, _binomial),
    **dict.fromkeys(symbols.CITATIONS, _citation),
    **dict.fromkeys(("overset", "underset", "stackrel"), _stacked),
    **dict.fromkeys(("begin", "end"), _environment),
    **dict.fromkeys(("\\", "cr"), _new_line),
    "sqrt": _root,
    "not": _negated,
    "textcolor": _coloured,
    "href": _link,
}
_KNOWN_COMMANDS = frozenset(
    [
        *_HANDLERS,
        *symbols.FUNCTIONS,
        *symbols.ACCENTS,
        *symbols.ALPHABETS,
        *symbols.UPRIGHT,
        *symbols.PLAIN_FONTS,
    ]
)
