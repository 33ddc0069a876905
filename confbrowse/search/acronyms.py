"""Acronyms and their long forms, as abstracts define them: ``reinforcement learning (RL)``.

After A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text" (2003): the letters of the acronym are looked for in the words before it, from the last on.
"""

from collections.abc import Iterator

from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import words

_DEFINED = lazy_pattern(r"\(([A-Za-z][A-Za-z0-9]{1,9})\)")
_LETTERS_BEFORE = 160
"""Letters before an acronym in which its long form is looked for."""
_MORE_WORDS = 5
"""A long form has at most so many more words than its acronym has letters."""
_FEWEST_CAPITALS = 2


def defined(text: str) -> Iterator[tuple[str, str]]:
    """Yield the acronyms that *text* defines, and their long forms in several words.

    Both are folded and in the singular; a plural begins like it.
    """
    for match in _DEFINED.finditer(text):
        written = match[1]
        if sum(letter.isupper() for letter in written) < _FEWEST_CAPITALS:
            continue
        short = written.removesuffix("s").lower()
        before = words(text[max(match.start() - _LETTERS_BEFORE, 0) : match.start()])
        most = min(len(short) + _MORE_WORDS, 2 * len(short))
        if long := _long_form(short, before[-most:]):
            yield short, singular(long)


def singular(text: str) -> str:
    """Return *text* without the ``s`` or ``es`` of a plural, by which it is found in both forms."""
    return (
        text if text.endswith("ss") else text.removesuffix("es" if text.endswith("sses") else "s")
    )


def _long_form(short: str, before: list[str]) -> str:
    """Return the shortest end of the words *before* that has the letters of *short* in order; empty if none has.

    The first letter has to begin a word.
    """
    text = " ".join(before)
    at = len(text)
    for index in range(len(short) - 1, -1, -1):
        at = text.rfind(short[index], 0, at)
        while index == 0 and at > 0 and text[at - 1] != " ":
            at = text.rfind(short[0], 0, at)
        if at < 0:
            return ""
    long = text[at:]
    return long if " " in long and short not in long.split() else ""
