"""Letters in other shapes: raised, lowered, accented, or of another alphabet, where Unicode has them."""

import unicodedata
from typing import Literal

_RAISED = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθϕφχ′*∗∘⊤†‡⋆",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵠᵡ′**°ᵀ†‡⋆",
)
_LOWERED = str.maketrans(
    "0123456789+-−=()aehijklmnoprstuvxβγρϕφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵩᵪ"
)
_SMALL = frozenset(map(chr, [*_RAISED.values(), *_LOWERED.values()])) - frozenset("*⋆†‡′")
_LONGEST = 12
"""A longer script is not read any more where it is so small."""
_BRACKETS = ("()", "[]", "{}", "⟨⟩")
_DOTLESS = str.maketrans("ıȷ", "ij")
_FIRST = {"double": (0x1D538, 0x1D552), "script": (0x1D49C, 0), "fraktur": (0x1D504, 0x1D51E)}
"""The code of A and of a; 0 where the small letters are hard to read, and stay."""
_ELSEWHERE = {
    "double": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    "script": dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
}


def script(text: str, sign: str) -> str:
    """Return *text* raised or lowered, as *sign*, ``^`` or ``_``, says.

    Where Unicode has not all of it, the sign stays, with brackets round more than a name.
    """
    tight = text.replace(" ", "") if len(text) <= 2 * _LONGEST else text
    shapes = _RAISED if sign == "^" else _LOWERED
    if tight and len(tight) <= _LONGEST and all(ord(letter) in shapes for letter in tight):
        return tight.translate(shapes)
    if is_bracketed(text):
        return f"{sign}({text[1:-1].strip()})" if text[0] == "{" else sign + text
    if len(text) == 1 or (sign == "_" and text.isalnum() and _SMALL.isdisjoint(text)):
        return sign + text
    return f"{sign}({text})" if text else ""


def is_bracketed(text: str) -> bool:
    """Return whether one pair of brackets holds all of *text*."""
    if len(text) < 2 or text[0] + text[-1] not in _BRACKETS:
        return False
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter == text[0]) - (letter == text[-1])
        if not depth:
            return at == len(text) - 1
    return False


def accented(text: str, mark: str, name: str) -> str:
    """Return *text* with the combining *mark* of an accent called *name*.

    A line goes over all of it; another accent over its only letter, whatever stands below that;
    over more, its name says so: ``hat(KL)``.
    """
    text = text.strip()
    if not text:
        return ""
    if name == "overline":
        return "".join(composed(letter, mark) if letter.isalnum() else letter for letter in text)
    rest = text[1:]
    if all(not letter.isalnum() or unicodedata.category(letter) in ("No", "Lm") for letter in rest):
        return composed(text[0], mark) + rest
    return f"{name.removeprefix('wide').lower()}({text})"


def composed(letter: str, mark: str) -> str:
    """Return *letter*, which may be a dotless i, under *mark*, as one character where there is one."""
    return unicodedata.normalize("NFC", letter.translate(_DOTLESS) + mark)


def in_alphabet(text: str, alphabet: Literal["double", "script", "fraktur"]) -> str:
    """Return *text* with its Latin letters from *alphabet*; accents stay on them."""
    plain = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(_shaped(letter, alphabet) for letter in plain))


def _shaped(letter: str, alphabet: str) -> str:
    capital, small = _FIRST[alphabet]
    if letter in _ELSEWHERE[alphabet]:
        return _ELSEWHERE[alphabet][letter]
    if "A" <= letter <= "Z":
        return chr(capital + ord(letter) - ord("A"))
    if small and "a" <= letter <= "z":
        return chr(small + ord(letter) - ord("a"))
    if alphabet == "double" and "0" <= letter <= "9":
        return chr(0x1D7D8 + int(letter))
    return letter
