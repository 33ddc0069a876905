r"""TeX that is the encoding of a file, as in BibTeX: ``Sch{\"o}lkopf`` is written for ``Schölkopf``."""

from confbrowse.text.latex.prose import convert_letters, convert_prose, convert_typography
from confbrowse.text.latex.tokenizer import Placeholders, formulas, remove_placeholders
from confbrowse.text.patterns import lazy_pattern

_PRINTED_BRACE = lazy_pattern(r"\\([{}])")
_PRINTED_BACKSLASH = lazy_pattern(r"\\textbackslash(?:\{\}|(?![A-Za-z])\s?)")
_NAMED_SIGN = lazy_pattern(
    r"\\text(?P<name>braceleft|braceright|asciitilde|asciicircum|quotesingle|quotedbl|less|greater|bar"
    r"|underscore|dollar)(?:\{\}|(?![A-Za-z])\s?)"
)
_SIGNS = {
    "braceleft": "{",
    "braceright": "}",
    "asciitilde": "~",
    "asciicircum": "^",
    "quotesingle": "'",
    "quotedbl": '"',
    "less": "<",
    "greater": ">",
    "bar": "|",
    "underscore": "_",
    "dollar": "$",
}
_DOLLAR = r"\$"
_BRACES = str.maketrans("", "", "{}")


def decode_tex(text: str) -> str:
    r"""Return TeX source *text* as it is printed: letters, signs, dashes, without commands and braces.

    Formulas between dollars stay TeX, as abstracts have them everywhere; so does ``\$`` if a formula
    could begin there.
    """
    if not any(sign in text for sign in "\\{}~`$") and "--" not in text and "''" not in text:
        return text
    placeholders = Placeholders()
    text = _without_formulas(remove_placeholders(text), placeholders)
    text = _PRINTED_BACKSLASH.sub(lambda _: placeholders.add("\\"), text)
    text = _NAMED_SIGN.sub(lambda sign: placeholders.add(_SIGNS[sign["name"]]), text)
    text = _PRINTED_BRACE.sub(lambda brace: placeholders.add(brace[1]), text)
    text = text.replace(_DOLLAR, placeholders.add(_DOLLAR if "$" in text else "$"))
    text = convert_letters(convert_letters(text))  # twice, for two accents: Nguy{\~{\^e}}n
    text = convert_typography(text, is_tex=True)
    text = convert_prose(text, placeholders)
    return placeholders.restore(text.translate(_BRACES))


def _without_formulas(text: str, placeholders: Placeholders) -> str:
    """Return *text* with placeholders for its formulas."""
    pieces, end = [], 0
    for found in formulas(text):
        pieces += [text[end : found.start], placeholders.add(text[found.start : found.end])]
        end = found.end
    return "".join([*pieces, text[end:]])
