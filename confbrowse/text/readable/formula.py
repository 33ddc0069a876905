r"""A formula in TeX, as one line of Unicode: ``O(n^{2/3}\log n)`` is ``O(n^(2/3) log n)``.

It is read from left to right once. What stands deeper than ``DEEPEST`` pairs of braces is shown as
it is written.
"""

import re
from collections.abc import Callable

from confbrowse.text.readable import names
from confbrowse.text.readable.layout import Piece, fraction, root, set_line, with_scripts
from confbrowse.text.readable.letters import accented, composed, in_alphabet
from confbrowse.text.readable.tape import DEEPEST, Tape

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COLON_EQUALS = re.compile(r":\s*=|<=|>=|[:<>=]")
_SPAN = re.compile(r"\s*\d[\d.]*\s*-{1,2}\s*\d[\d.]*\s*(?:\\{0,2}%)?\s*")
"""From one number to another: no difference of the two."""
_DOUBLED = re.compile(r"\\\\([A-Za-z]{2,}|[%&#{}|])")
_KINDS: dict[str, names.Kind] = {
    **dict.fromkeys("=<>∼≤≥≠≈∈→", "rel"),
    **dict.fromkeys("+-−×·±*∪∩∨∧", "bin"),
    **dict.fromkeys("([⟨", "open"),
    **dict.fromkeys(")]⟩", "close"),
    **dict.fromkeys("|‖", "bar"),
    **dict.fromkeys(",;:", "punct"),
    **dict.fromkeys("∑∏∫", "big"),
}
_FENCES = {"Bmatrix": ("{", "}"), "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"), "cases": ("{", "")}
"""What stands round the rows of a matrix that has no square brackets."""
_MATRICES = frozenset(
    [
        *_FENCES,
        *("matrix", "pmatrix", "bmatrix", "array", "smallmatrix", "psmallmatrix", "bsmallmatrix"),
    ]
)


def formula(text: str) -> str:
    """Return *text*, what stood between two signs for a formula, as one line."""
    if span := _SPAN.fullmatch(text):
        return re.sub(r"[\s\\]", "", span[0])
    if "\\\\" in text and r"\begin" not in text:
        text = _DOUBLED.sub(_single, text)
    return _line(Tape(text), len(text), 0, tight=False)


def _single(doubled: re.Match[str]) -> str:
    """Return a command whose backslash a program doubled; a line's end stays one."""
    return f"\\{doubled[1]}" if doubled[1] in names.SYMBOLS or doubled[1] in _KNOWN else doubled[0]


def formula_at(tape: Tape, end: int) -> str:
    """Return the one command with its arguments and scripts that stands on *tape*, and pass it."""
    piece = _scripted(tape, end, 0, tight=False)
    return set_line([piece], tight=False) if piece else ""


def _line(tape: Tape, end: int, depth: int, *, tight: bool) -> str:
    """Return what stands on *tape* before *end* as one line, and pass it."""
    pieces: list[Piece] = []
    while tape.at < end:
        piece = _scripted(tape, end, depth, tight=tight)
        if piece:
            pieces.append(piece)
    return set_line(pieces, tight)


def _scripted(tape: Tape, end: int, depth: int, *, tight: bool) -> Piece | None:
    """Return the next piece with its scripts; None for what only changes the looks."""
    letter = tape.text[tape.at]
    nucleus = Piece("ord", "") if letter in "^_'" else _nucleus(tape, end, depth, tight=tight)
    if nucleus is None:
        return None
    lower = upper = None
    behind = tape.at
    while (sign := tape.past_blanks(end)) and sign in "^_'’":
        if (sign == "_" and lower is not None) or (sign == "^" and upper and upper.strip("′")):
            break
        tape.skip(1)
        if sign in "'’":
            upper = (upper or "") + "′"
        elif sign == "^":
            upper = (upper or "") + _argument(tape, end, depth, tight=True)
        else:
            lower = _argument(tape, end, depth, tight=True)
        behind = tape.at
    tape.at = behind
    if lower is None and upper is None:
        return nucleus
    return with_scripts(nucleus, lower, upper)


def _nucleus(tape: Tape, end: int, depth: int, *, tight: bool) -> Piece | None:
    letter = tape.text[tape.at]
    if letter == "\\":
        return _command(tape, end, depth, tight=tight)
    if letter == "{":
        return _group(tape, end, depth, tight=tight)
    if number := _NUMBER.match(tape.text, tape.at, end):
        tape.at = number.end()
        return Piece("ord", number[0])
    if letter in ":<>=" and (sign := _COLON_EQUALS.match(tape.text, tape.at, end)):
        tape.at = sign.end()
        return Piece("punct" if sign[0] == ":" else "rel", sign[0].replace(" ", ""))
    tape.skip(1)
    if letter == "~" or (letter == "&" and not tight):
        return Piece("space", " ")
    if letter.isspace() or letter in "}$&":
        return None
    return Piece(_KINDS.get(letter, "ord"), letter)


def _group(tape: Tape, end: int, depth: int, *, tight: bool) -> Piece | None:
    """Return what the braces at the head of *tape* hold, as one piece."""
    close = tape.close(end)
    if close is None:
        tape.skip(1)
        return None
    if depth >= DEEPEST:
        return Piece("ord", tape.raw(end))
    tape.skip(1)
    text = _line(tape, close, depth + 1, tight=tight)
    tape.at = close + 1
    kind: names.Kind = "word" if len(text) > 1 and text.isalpha() else "ord"
    return Piece(kind, text) if text else None


def _argument(tape: Tape, end: int, depth: int, *, tight: bool) -> str:
    """Return what the next command or sign applies to; empty where there is nothing left."""
    following = tape.past_blanks(end)
    if not following or following == "}" or depth >= DEEPEST:
        return tape.raw(end) if following == "{" else ""
    if following == "{":
        piece = _group(tape, end, depth, tight=tight)
    elif following in "^_'":
        return ""
    elif following.isdecimal():
        tape.skip(1)
        return following
    else:
        piece = _nucleus(tape, end, depth + 1, tight=tight)
    return piece.text if piece else ""


def _command(tape: Tape, end: int, depth: int, *, tight: bool) -> Piece | None:
    name = tape.command(end)
    if name in names.SYMBOLS:
        return Piece(*names.SYMBOLS[name])
    if name in names.FUNCTIONS:
        return Piece("op", name)
    if name in _SHAPES:
        return _SHAPES[name](tape, end, depth, tight, name)
    if name in names.UPRIGHT:
        return _upright(tape, end, depth, tight=tight)
    if name in names.ACCENTS:
        return Piece(
            "ord", accented(_argument(tape, end, depth, tight=tight), names.ACCENTS[name], name)
        )
    if name in names.ALPHABETS:
        return Piece(
            "ord", in_alphabet(_argument(tape, end, depth, tight=tight), names.ALPHABETS[name])
        )
    if name in names.SILENT:
        tape.skip(name in ("left", "right") and tape.text.startswith(".", tape.at))
        return None
    if name in names.SPARE_ARGUMENT:
        tape.raw(end)
        return None
    if name in names.WITH_ARGUMENT or name in names.PLAIN_FONTS or name == "ensuremath":
        text = _argument(tape, end, depth, tight=tight)
        return Piece("ord", text) if text else None
    return _unknown(tape, end, depth, name)  # fmt: skip


def _unknown(tape: Tape, end: int, depth: int, name: str) -> Piece | None:
    """Return the name of a command that is its author's own, with its argument in brackets."""
    if not name:
        return None
    kind: names.Kind = "word" if len(name) > 1 and name.isalpha() else "ord"
    if not tape.text.startswith("{", tape.at):
        return Piece(kind, name)
    inner = _argument(tape, end, depth, tight=False)
    return Piece(kind, f"{name}({inner})" if inner else name)


def _upright(tape: Tape, end: int, depth: int, *, tight: bool) -> Piece | None:
    r"""Return words in a formula; those of ``\text`` keep the blanks round them."""
    tape.skip(tape.text.startswith("*", tape.at))
    if tape.past_blanks(end) != "{" or depth >= DEEPEST:
        return Piece("ord", _argument(tape, end, depth, tight=tight))
    close = tape.close(end)
    inner = tape.text[tape.at + 1 : close] if close else ""
    if close is None or re.search(r"[\\{}$^_]", inner):
        return Piece("ord", _argument(tape, end, depth, tight=tight).replace("$", ""))
    tape.at = close + 1
    words = re.sub(r"\s+|~", " ", inner)
    return Piece("word" if len(words.strip()) > 1 else "ord", words) if words.strip() else None


def _fraction(tape: Tape, end: int, depth: int, tight: bool, _name: str) -> Piece:
    over = _argument(tape, end, depth, tight=tight)
    return fraction(over, _argument(tape, end, depth, tight=tight))


def _binomial(tape: Tape, end: int, depth: int, tight: bool, _name: str) -> Piece:
    above = _argument(tape, end, depth, tight=tight)
    return Piece("ord", f"C({above}, {_argument(tape, end, depth, tight=tight)})")


def _root(tape: Tape, end: int, depth: int, tight: bool, _name: str) -> Piece:
    degree = tape.option(end)
    return root(_argument(tape, end, depth, tight=tight), degree)


def _stacked(tape: Tape, end: int, depth: int, tight: bool, name: str) -> Piece:
    """Return one thing over another: ``=ᵈ``; what is meant stays, what is above follows it."""
    other = _argument(tape, end, depth, tight=True)
    main = _argument(tape, end, depth, tight=tight)
    kind: names.Kind = "op" if main in names.FUNCTIONS else _KINDS.get(main[:1], "ord")
    if name == "stackrel" or main in names.RELATION_SIGNS:
        kind = "rel"
    return with_scripts(
        Piece(kind, main), *((other, None) if name == "underset" else (None, other))
    )


def _negated(tape: Tape, end: int, depth: int, tight: bool, _name: str) -> Piece | None:
    denied = _argument(tape, end, depth, tight=tight)
    return Piece("rel", composed(denied[0], "\u0338") + denied[1:]) if denied else None


def _coloured(tape: Tape, end: int, depth: int, tight: bool, _name: str) -> Piece:
    tape.raw(end)
    return Piece("ord", _argument(tape, end, depth, tight=tight))


def _address(tape: Tape, end: int, depth: int, tight: bool, _name: str) -> Piece:
    address = tape.raw(end)
    return Piece("ord", f"{_argument(tape, end, depth, tight=tight)} ({address})")


def _cited(tape: Tape, end: int, _depth: int, _tight: bool, _name: str) -> Piece:
    option = tape.option(end)
    return Piece("ord", f"[{tape.raw(end)}{f', {option}' if option else ''}]")


def _new_line(tape: Tape, end: int, _depth: int, _tight: bool, _name: str) -> Piece:
    tape.option(end)
    return Piece("space", " ")


def _environment(tape: Tape, end: int, depth: int, tight: bool, name: str) -> Piece | None:
    """Return a matrix as its rows, ``[a b; c d]``; of other environments only the marks go."""
    kind = tape.raw(end).rstrip("*")
    if name == "end" or kind not in _MATRICES:
        return Piece("space", " ")
    close = tape.end_of(kind, end)
    if close is None or depth >= DEEPEST:
        return Piece("space", " ")
    if kind == "array":
        tape.raw(end)
    rows = [
        " ".join(filter(None, (_cell(tape, stop, depth, tight) for stop in stops)))
        for stops in tape.rows(close)
    ]
    tape.at = close
    tape.command(end)
    tape.raw(end)
    left, right = _FENCES.get(kind, ("[", "]"))
    return Piece("ord", left + "; ".join(row for row in rows if row) + right)


def _cell(tape: Tape, stop: int, depth: int, tight: bool) -> str:
    return _line(tape, stop, depth + 1, tight=tight)


_Shape = Callable[[Tape, int, int, bool, str], Piece | None]
_SHAPES: dict[str, _Shape] = {
    **dict.fromkeys(names.FRACTIONS, _fraction),
    **dict.fromkeys(names.BINOMIALS, _binomial),
    **dict.fromkeys(names.CITATIONS, _cited),
    **dict.fromkeys(("overset", "underset", "stackrel"), _stacked),
    **dict.fromkeys(("begin", "end"), _environment),
    **dict.fromkeys(("\\", "cr"), _new_line),
    "sqrt": _root,
    "not": _negated,
    "textcolor": _coloured,
    "href": _address,
}
_KNOWN = frozenset(
    [
        *_SHAPES,
        *names.FUNCTIONS,
        *names.ACCENTS,
        *names.ALPHABETS,
        *names.UPRIGHT,
        *names.PLAIN_FONTS,
    ]
)
