"""Quotation marks, dashes and ties as TeX types them, in the signs that readers know."""

import re

from confbrowse.text.readable.held import SIGNS

_QUOTES = re.compile(r"``|´´|''")
_HALF_QUOTES = re.compile(r"``(?=\S)([^`\"\n]{1,200})\"")
_SINGLE = re.compile(r"(?<![\w`])`(?=\w)([^`'\n]{1,80})'(?![\w'])")
_LONG_DASH = re.compile(r"(?<=[^\s-])---(?=[^\s-])|(?<=\s)---(?=\s+\S)(?<!\n---)")
_DASH = re.compile(r"(?<=[^\W_])--(?=[^\W_])|(?<=[^\s|:-] )--(?= [^\s|:-])")
_TIE = re.compile(
    rf"(?<=[^\W\d_])~(?=[A-Z\d({SIGNS}])|(?<=[.)\]{SIGNS}])~(?=[\w({SIGNS}])|(?<=\S)~(?=\\)"
)
_SLIPPED_TIE = re.compile(r"(?<=[\d.])\\~(?=[A-Z])")
_ANY_TIE = re.compile(rf"(?<=[\w.,;:)\]}}{SIGNS}])~(?=[\w({{\\{SIGNS}])(?<!\d~(?=\d))")


def typographic(text: str, *, is_tex: bool) -> str:
    """Return *text* with its quotes and dashes; a tie is a blank, of TeX between any two words."""
    if "``" in text or "´´" in text or "''" in text:
        text = _HALF_QUOTES.sub(_in_quotes, text) if '"' in text else text
        text = _QUOTES.sub(lambda sign: "”" if sign[0] == "''" else "“", text)
    if "`" in text:
        text = _SINGLE.sub(r"‘\1’", text)
    if "--" in text:
        text = _DASH.sub("–", _LONG_DASH.sub("—", text))
    text = _SLIPPED_TIE.sub(" ", text) if r"\~" in text else text
    return (_ANY_TIE if is_tex else _TIE).sub(" ", text) if "~" in text else text


def _in_quotes(words: re.Match[str]) -> str:
    """Return the words that TeX's sign begins and a typewriter's ends, in quotation marks."""
    return words[0] if "''" in words[1] else f"“{words[1]}”"
