"""Tables of TeX: symbols by name, and what other commands do.

A command that is not in a table is shown by its name.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from confbrowse.text.patterns import lazy_pattern

Kind = Literal[
    "ord", "word", "op", "big", "rel", "bin", "open", "close", "bar", "punct", "sign", "space"
]
"""The class of a piece of a formula, which determines the space around it."""


def _pairs(table: str) -> dict[str, str]:
    """Return *table*, alternating names and symbols, as a dictionary."""
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _set(table: str) -> frozenset[str]:
    """Return the names in *table*."""
    return frozenset(table.split())


GREEK = _pairs(
    """
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
    kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ
    upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω digamma ϝ varkappa ϰ
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    eps ε
    """
)
_RELATIONS = _pairs(
    """
    leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅
    propto ∝ ll ≪ gg ≫ lll ⋘ ggg ⋙ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ subsetneq ⊊ supsetneq ⊋
    sqsubseteq ⊑ sqsupseteq ⊒ in ∈ notin ∉ ni ∋ to → rightarrow → leftarrow ← gets ← longrightarrow →
    longleftarrow ← xrightarrow → xleftarrow ← nrightarrow ↛ Rightarrow ⇒ Longrightarrow ⇒ Leftarrow ⇐
    leftrightarrow ↔ longleftrightarrow ↔ Leftrightarrow ⇔ Longleftrightarrow ⇔ iff ⇔ implies ⇒
    impliedby ⇐ mapsto ↦ longmapsto ↦ uparrow ↑ downarrow ↓ updownarrow ↕ nearrow ↗ searrow ↘
    hookrightarrow ↪ hookleftarrow ↩ twoheadrightarrow ↠ rightsquigarrow ⇝ leadsto ⇝
    rightleftharpoons ⇌ mid | lesssim ≲ gtrsim ≳ preceq ⪯ succeq ⪰ prec ≺ succ ≻ preccurlyeq ≼
    succcurlyeq ≽ triangleq ≜ coloneqq ≔ coloneq ≔ eqqcolon ≕ models ⊨ vDash ⊨ vdash ⊢ dashv ⊣
    perp ⊥ parallel ∥ nparallel ∦ asymp ≍ doteq ≐ approxeq ≊ backsim ∽ trianglelefteq ⊴ trianglerighteq ⊵
    nmid ∤ lessgtr ≶ gtrless ≷ lt < gt > bowtie ⋈
    """
)
_OPERATORS = _pairs(
    """
    times × cdot · pm ± mp ∓ div ÷ ast * circ ∘ bullet • cup ∪ cap ∩ vee ∨ lor ∨ wedge ∧
    land ∧ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ setminus ∖ smallsetminus ∖ sqcup ⊔ sqcap ⊓ uplus ⊎
    amalg ⨿ bmod mod diamond ⋄ ltimes ⋉ rtimes ⋊ boxplus ⊞ boxtimes ⊠ triangleright ▷ triangleleft ◁
    """
)
_BIG = _pairs(
    """
    sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂
    bigvee ⋁ bigwedge ⋀ bigsqcup ⨆ biguplus ⨄ bigodot ⨀
    """
)
_OPEN = _pairs("langle ⟨ lfloor ⌊ lceil ⌈ lbrace { lbrack [ lparen ( llbracket ⟦")
_CLOSE = _pairs("rangle ⟩ rfloor ⌋ rceil ⌉ rbrace } rbrack ] rparen ) rrbracket ⟧")
_BARS = _pairs("lvert | rvert | vert | Vert ‖ lVert ‖ rVert ‖")
_ORDINARY = _pairs(
    """
    infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ neg ¬ lnot ¬ top ⊤
    bot ⊥ star ⋆ bigstar ★ ell ℓ hbar ℏ hslash ℏ Re ℜ Im ℑ aleph ℵ beth ℶ wp ℘ angle ∠ triangle △
    prime ′ dagger † ddagger ‡ dag † ddag ‡ S § P ¶ ldots … dots … dotsc … dotsb ⋯ dotsm ⋯ cdots ⋯
    textellipsis … vdots ⋮ ddots ⋱ degree ° checkmark ✓ cmark ✓ xmark ✗ square □ Box □ Diamond ◇
    blacksquare ■ qed □ lozenge ◊ copyright © pounds £ euro € texteuro € textdegree ° surd √
    textasciitilde ~ textendash – textemdash — textquoteright ’ textquoteleft ‘ textquotedblleft “
    textquotedblright ” textquotesingle ' textregistered ® texttrademark ™ textbullet • textpm ±
    texttimes × textmu µ textbar | textless < textgreater > textasciicircum ^ textunderscore _
    textdollar $ flat ♭ sharp ♯ natural ♮ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ TeX TeX
    LaTeX LaTeX slash / imath ı jmath ȷ mho ℧ eth ð complement ∁ therefore ∴ because ∵ backslash \\
    textbackslash \\
    """
)
AUTHOR_COMMANDS = _pairs(
    """
    R ℝ N ℕ Z ℤ Q ℚ C ℂ E 𝔼 RR ℝ NN ℕ ZZ ℤ EE 𝔼 PP ℙ reals ℝ Otilde Õ tO Õ
    cA 𝒜 cB ℬ cC 𝒞 cD 𝒟 cE ℰ cF ℱ cG 𝒢 cH ℋ cI ℐ cL ℒ cM ℳ cN 𝒩 cO 𝒪 cP 𝒫 cR ℛ cS 𝒮 cT 𝒯 cU 𝒰 cX 𝒳 cY 𝒴 cZ 𝒵
    """
)
"""Common commands that authors define themselves; in formulas only."""
LETTERS = _pairs(
    "ss ß ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł aa å AA Å i ı j ȷ dh ð DH Ð dj đ DJ Đ th þ TH Þ ng ŋ NG Ŋ"
)
"""Letters in words; TeX removes the space after them."""
SYMBOLS: dict[str, tuple[Kind, str]] = {
    **{name: ("ord", sign) for name, sign in (GREEK | _ORDINARY | AUTHOR_COMMANDS).items()},
    **{name: ("rel", sign) for name, sign in _RELATIONS.items()},
    **{name: ("bin", sign) for name, sign in _OPERATORS.items()},
    **{name: ("big", sign) for name, sign in _BIG.items()},
    **{name: ("open", sign) for name, sign in _OPEN.items()},
    **{name: ("close", sign) for name, sign in _CLOSE.items()},
    **{name: ("bar", sign) for name, sign in (_BARS | {"|": "‖"}).items()},
    **dict.fromkeys([*",;:> \n\t", "quad", "qquad", "thinspace", "enspace", "space"], ("space", " ")),
    **{name: ("open" if name == "{" else "close" if name == "}" else "ord", name) for name in "{}$%&#_"},
    "colon": ("punct", ":"),
}  # fmt: skip
RELATION_SIGNS = frozenset(["=", *_RELATIONS.values()])
FUNCTIONS = _set(
    """
    log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan min max inf sup
    lim limsup liminf argmin argmax arg det dim ker gcd Pr deg hom mod sgn sign tr Tr rank polylog
    diag softmax
    """
)
SILENT = _set(
    """
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm
    displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits noindent indent centering
    raggedright small large Large LARGE huge Huge footnotesize scriptsize normalsize tiny bf it em rm
    sc tt sf sl cal bfseries itshape scshape ttfamily sffamily rmfamily upshape mdseries normalfont
    boldmath unboldmath mathstrut protect xspace nonumber notag hfill vfill newline smallskip
    medskip bigskip relax allowbreak hline null strut clearpage newpage maketitle leavevmode
    selectfont nobreak
    ! / - @
    """
)
"""Commands that only change the appearance."""
HIDDEN_ARGUMENT = _set(
    "label vspace hspace phantom vphantom hphantom color index bibliographystyle bibliography"
)
"""Commands whose argument is not shown."""
WITH_ARGUMENT = _set(
    """
    emph textit textbf textrm textsf texttt textsc textsl textup textmd textnormal underline uline
    mbox hbox fbox framebox makebox text boxed title author section subsection subsubsection
    paragraph subparagraph chapter enquote textquote uppercase lowercase centerline substack intertext
    ensuremath smash mathord mathbin mathrel mathop mathclose mathopen mathpunct mathclap overbrace
    underbrace operatornamewithlimits sout hl tag thanks caption textmath vcenter underbar cancel
    mathnormal b
    """
)
"""Commands that show their argument unchanged."""
UPRIGHT = _set(
    """
    text textrm textit textbf textsf texttt textsc textup textnormal mbox hbox emph mathrm mathsf
    mathtt mathit operatorname fbox
    """
)
"""Commands whose argument is text, even in a formula."""
PLAIN_FONTS = _set("mathbf mathnormal boldsymbol bm pmb mathbold bold")
ALPHABETS: dict[str, Literal["double", "script", "fraktur"]] = {
    **dict.fromkeys(("mathbb", "mathbbm", "mathds", "Bbb"), "double"),
    **dict.fromkeys(("mathcal", "mathscr", "cal"), "script"),
    "mathfrak": "fraktur",
}
ACCENTS = {
    **dict.fromkeys(("hat", "widehat", "Hat"), "\u0302"),
    **dict.fromkeys(("tilde", "widetilde", "Tilde"), "\u0303"),
    **dict.fromkeys(("bar", "Bar"), "\u0304"),
    **dict.fromkeys(("vec", "overrightarrow"), "\u20d7"),
    **dict.fromkeys(("check", "widecheck"), "\u030c"),
    "overline": "\u0305",
    "dot": "\u0307", "ddot": "\u0308", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300",
    "mathring": "\u030a", "utilde": "\u0330",
}  # fmt: skip
"""Accents over letters in formulas."""
LETTER_ACCENTS = {
    "'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328",
    "r": "\u030a", "d": "\u0323",
}  # fmt: skip
"""Accents over or under letters in words."""
FRACTIONS = _set("frac tfrac dfrac nicefrac sfrac cfrac")
BINOMIALS = _set("binom tbinom dbinom")
CITATIONS = _set(
    """
    cite citep citet citealp citealt citeauthor citeyear citeyearpar parencite textcite autocite
    footcite Cite Citep Citet nocite ref eqref autoref cref Cref pageref nameref
    """
)
MATH_ENVIRONMENTS = _set(
    "equation align gather multline eqnarray displaymath math flalign alignat dmath"
)


# Letters in other forms, if Unicode has them: superscripts, subscripts, accents, other alphabets.

_SUPERSCRIPTS = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθϕφχ′*∗∘⊤†‡⋆",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵠᵡ′**°ᵀ†‡⋆",
)
_SUBSCRIPTS = str.maketrans(
    "0123456789+-−=()aehijklmnoprstuvxβγρϕφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵩᵪ"
)
_SCRIPT_CHARS = frozenset(map(chr, [*_SUPERSCRIPTS.values(), *_SUBSCRIPTS.values()])) - frozenset(
    "*⋆†‡′"
)
_MAX_SCRIPT_CHARS = 12
"""A longer script would not be readable in small characters."""
_BRACKETS = ("()", "[]", "{}", "⟨⟩")
_DOTLESS = str.maketrans("ıȷ", "ij")
_FIRST_CODES = {"double": (0x1D538, 0x1D552), "script": (0x1D49C, 0), "fraktur": (0x1D504, 0x1D51E)}
"""The codes of A and a; 0 if the small letters are hard to read and stay unchanged."""
_IRREGULAR_CODES = {
    "double": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    "script": dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
}


def script(text: str, sign: str) -> str:
    """Return *text* as a superscript (*sign* ``^``) or subscript (``_``).

    If Unicode lacks a character, the sign is kept, with brackets round anything but a single name.
    """
    tight = text.replace(" ", "") if len(text) <= 2 * _MAX_SCRIPT_CHARS else text
    shapes = _SUPERSCRIPTS if sign == "^" else _SUBSCRIPTS
    if tight and len(tight) <= _MAX_SCRIPT_CHARS and all(ord(letter) in shapes for letter in tight):
        return tight.translate(shapes)
    if is_bracketed(text):
        return f"{sign}({text[1:-1].strip()})" if text[0] == "{" else sign + text
    if len(text) == 1 or (sign == "_" and text.isalnum() and _SCRIPT_CHARS.isdisjoint(text)):
        return sign + text
    return f"{sign}({text})" if text else ""


def is_bracketed(text: str) -> bool:
    """Return whether one pair of brackets encloses all of *text*."""
    if len(text) < 2 or text[0] + text[-1] not in _BRACKETS:
        return False
    depth = 0
    for index, letter in enumerate(text):
        depth += (letter == text[0]) - (letter == text[-1])
        if not depth:
            return index == len(text) - 1
    return False


def with_accent(text: str, mark: str, name: str) -> str:
    """Return *text* with the combining *mark* of the accent *name*.

    An overline covers all of it; another accent goes on a single letter, with any scripts. Anything
    longer is written as a function: ``hat(KL)``.
    """
    text = text.strip()
    if not text:
        return ""
    if name == "overline":
        return "".join(compose(letter, mark) if letter.isalnum() else letter for letter in text)
    rest = text[1:]
    if all(not letter.isalnum() or unicodedata.category(letter) in ("No", "Lm") for letter in rest):
        return compose(text[0], mark) + rest
    return f"{name.removeprefix('wide').lower()}({text})"


def compose(letter: str, mark: str) -> str:
    """Return *letter*, which may be a dotless i, with *mark*, as one character if there is one."""
    return unicodedata.normalize("NFC", letter.translate(_DOTLESS) + mark)


def in_alphabet(text: str, alphabet: Literal["double", "script", "fraktur"]) -> str:
    """Return *text* with its Latin letters from *alphabet*; accents are kept."""
    plain = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(_in_alphabet(letter, alphabet) for letter in plain))


def _in_alphabet(letter: str, alphabet: str) -> str:
    capital, small = _FIRST_CODES[alphabet]
    if letter in _IRREGULAR_CODES[alphabet]:
        return _IRREGULAR_CODES[alphabet][letter]
    if "A" <= letter <= "Z":
        return chr(capital + ord(letter) - ord("A"))
    if small and "a" <= letter <= "z":
        return chr(small + ord(letter) - ord("a"))
    if alphabet == "double" and "0" <= letter <= "9":
        return chr(0x1D7D8 + int(letter))
    return letter


# What people type for symbols: ``epsilon-greedy`` for ``ε-greedy``, ``n 2`` for ``n²``.

_RAISED_OR_LOWERED = "⁰¹²³⁴-⁹₀-₉ᵃ-ᶿᴬ-ᵂⁱⁿⱼᵢ-ᵪₐ-ₜⱽ"
_SCRIPT_RUN = lazy_pattern(f"[{_RAISED_OR_LOWERED}]+")
_LETTER = lazy_pattern(r"(?<![\u0370-\u03ff])[\u0391-\u03f5](?![\u0370-\u03ff])")
"""A single Greek letter; Greek words are typed as they are."""
_SIGN = lazy_pattern(f"[{_RAISED_OR_LOWERED}\u0391-\u03f5]")
_NAMES = {sign: name.removeprefix("var") for name, sign in GREEK.items() if len(name) > 1}
_NAMES |= dict.fromkeys("ϵε", "epsilon")


def typed_forms(text: str) -> Iterator[str]:
    """Yield the typed forms of those words of *text* that are typed differently."""
    for piece in text.split() if _SIGN.search(text) else ():
        if not piece.isascii() and (typed := _typed_form(piece)) != piece:
            yield typed


def _typed_form(piece: str) -> str:
    return _LETTER.sub(_greek_name, _SCRIPT_RUN.sub(_script_as_typed, piece))


def _greek_name(letter: re.Match[str]) -> str:
    return f" {_NAMES.get(letter[0], letter[0])} "


def _script_as_typed(script: re.Match[str]) -> str:
    return f" {unicodedata.normalize('NFKC', script[0])} "
