"""The pieces of a formula set on a line, with blanks where TeX would leave room.

Relations and operators between two operands stand apart, but not where all is small: in scripts.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from confbrowse.text.readable.letters import is_bracketed, script
from confbrowse.text.readable.names import Kind


@dataclass(frozen=True, slots=True)
class Piece:
    """Something in a formula, and what it is to its neighbours."""

    kind: Kind
    text: str
    is_fraction: bool = False
    """Whether it is a quotient that needs brackets as part of a product."""


_OPERANDS = frozenset(["ord", "word", "close"])
_BEFORE_SIGN = frozenset(["rel", "bin", "open", "punct", "op", "big"])
"""Behind one of these, a minus is a sign."""
_ONE = re.compile(
    r"(?:[^\W\d_]|\d+(?:\.\d+)?|[∞∂∇])[\u0300-\u036f\u20d7]*(?:[⁰¹²³⁴-⁹₀-₉ᵀ′*ᵃ-ᶿⱼᵢ-ᵪₐ-ₜ]|_\w+)*|√\w+"
)
"""A letter or a number with its scripts, or a root of one."""
_SCRIPTS = re.compile(r"[⁰¹²³⁴-⁹₀-₉ᵢⱼᵏᵀ′*]+$")
_SCRIPT_NAMED = re.compile(r"(?:[_^][\w⋆]+|√\w+)$")
"""An end that would run into a letter or figure behind it."""


def set_line(pieces: Sequence[Piece], tight: bool) -> str:
    """Return *pieces* as one line; *tight* is how scripts are set."""
    line, last = "", None
    for piece in _parted(_settled(pieces)):
        if piece.kind == "space":
            line += "" if line.endswith(" ") else " "
            continue
        line = line.rstrip() if piece.kind == "punct" or piece.text == "." else line
        line += _gap(last, piece, line, tight) + piece.text
        last = piece
    return line.strip()


def _settled(pieces: Iterable[Piece]) -> list[Piece]:
    """Return *pieces* with every bar opening or closing, and signs told from operators."""
    settled: list[Piece] = []
    waiting: set[str] = set()
    given = list(pieces)
    for at, piece in enumerate(given):
        before = next((one for one in reversed(settled[-2:]) if one.kind != "space"), None)
        if piece.kind == "bar":
            bar = piece.text[:1]
            waiting ^= {bar}
            piece = replace(piece, kind="open" if bar in waiting else "close")
        elif piece.kind == "bin" and (
            before is None or before.kind in _BEFORE_SIGN or _ends_here(given, at + 1)
        ):
            piece = replace(piece, kind="sign")
        settled.append(piece)
    return settled


def _ends_here(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether no operand stands at *at*, or behind the blank there."""
    following = [piece.kind for piece in pieces[at : at + 2] if piece.kind != "space"][:1]
    return following in ([], ["rel"], ["close"], ["punct"])


def _parted(pieces: Sequence[Piece]) -> list[Piece]:
    """Return *pieces* with brackets round the fractions that stand in a product."""
    parted: list[Piece] = []
    for at, piece in enumerate(pieces):
        if piece.is_fraction:
            before = pieces[at - 1].kind if at else ""
            after = pieces[at + 1].kind if at + 1 < len(pieces) else ""
            if before in _OPERANDS | {"op"} or after in ("ord", "word", "open", "big", "op"):
                piece = Piece("ord", f"({piece.text})")
        parted.append(piece)
    return parted


def _gap(left: Piece | None, right: Piece, line: str, tight: bool) -> str:
    """Return the blank, if any, between *left*, which ends *line*, and *right*."""
    if left is None or line.endswith(" "):
        return ""
    if _runs_on(left, right, line):
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


def _runs_on(left: Piece, right: Piece, line: str) -> bool:
    """Return whether *left*, which ends *line*, and *right* would be read as one name."""
    if left.kind == "op" or not right.text[:1].isalnum():
        return False
    if _SCRIPT_NAMED.search(line[-40:]):
        return True
    return "word" in (left.kind, right.kind) and line[-1].isalpha() and right.text[0].isalpha()


def with_scripts(nucleus: Piece, lower: str | None, upper: str | None) -> Piece:
    """Return *nucleus* with what stands below and above it."""
    text = nucleus.text
    if (lower or upper) and nucleus.is_fraction:
        text = f"({text})"
    below = script(lower, "_") if lower else ""
    above = script(upper, "^") if upper else ""
    is_named = below.startswith("_") and below[-1].isalnum() and not above.startswith("^")
    text += above + below if is_named else below + above
    return Piece(nucleus.kind, text)


def fraction(over: str, under: str) -> Piece:
    """Return a quotient, with brackets where its parts would fall apart without them."""
    over, under = over.strip(), under.strip()
    if not under:
        return Piece("ord", over)
    if is_bracketed(under) or _is_one(under) or _is_derivative(over, under):
        return Piece("ord", f"{_numerator(over)}/{under}", is_fraction=True)
    return Piece("ord", f"{_numerator(over)}/({under})", is_fraction=True)


def root(under: str, degree: str | None) -> Piece:
    """Return a root: ``√2``, ``√(nt)``, ``∛x``."""
    sign = {None: "√", "3": "∛", "4": "∜"}.get(degree)
    if sign is None:
        sign = f"{script(degree or '', '^')}√"
    under = under.strip()
    is_plain = len(under) == 1 or under.isdecimal() or is_bracketed(under)
    return Piece("ord", sign + (under if is_plain else f"({under})"))


def _numerator(text: str) -> str:
    """Return *text* in brackets where it has parts that a stroke would draw apart."""
    bare = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", text))
    is_whole = is_bracketed(text) or not re.search(r"[\s/+]|(?<=.)-", bare)
    return text if is_whole else f"({text})"


def _is_one(text: str) -> bool:
    """Return whether *text* stays together below a stroke."""
    if _ONE.fullmatch(text) or (text.isalpha() and text.isascii() and text.isupper()):
        return True
    bare = _SCRIPTS.sub("", text)
    if (bare[:1].isalpha() or bare[:1] in "√∛") and is_bracketed(bare[1:]):
        return True
    return is_bracketed(bare) or (
        len(bare) > 2 and bare[0] == bare[-1] and bare[0] in "|‖" and bare.count(bare[0]) == 2
    )


def _is_derivative(over: str, under: str) -> bool:
    return over[:1] in "∂d" and over[:1] == under[:1] and len(under) <= 3 and under[1:].isalnum()
