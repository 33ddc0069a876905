"""Lines of people: how a session page prints authors, speakers and moderators."""

import re
from collections.abc import Sequence

SEPARATORS = "·⋅"
"""U+00B7 on pages up to 2024, U+22C5 since."""
_SPLIT = re.compile(rf"[{SEPARATORS}]")
_ORNAMENTS = " |🔗,;\t"
_NAME_WORD = re.compile(r"(?:[^\W\d_]|[.'’()-])+,?")
_PARTICLES = frozenset(
    (
        *("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "la", "le"),
        *("bin", "ibn", "al", "el", "ten", "ter", "y"),
    )
)


def is_people(text: str) -> bool:
    """Return whether *text* is surely a list of people, by its separators.

    Between them stand people only: each of at most eight words, one of them with a capital or all
    of them few. A formula such as ``the product a · b of two vectors`` is none.
    """
    parts = [part.strip(_ORNAMENTS) for part in _SPLIT.split(text)]
    return len(parts) > 1 and any(parts) and all(_may_be_one(part) for part in parts if part)


def names(text: str) -> tuple[str, ...]:
    """Return the people in *text*, in order; separated by middle dots, else by commas, else one."""
    parts = _SPLIT.split(text)
    if len(parts) == 1:
        parts = text.split(",")
    return tuple(name for part in parts if (name := part.strip(_ORNAMENTS)))


def looks_like_name(text: str, fewest_words: int = 2) -> bool:
    """Return whether *text*, alone on its line, may well be one person.

    Two to six words of letters, each with a capital, or none of them; no sentence, no address.
    """
    found = text[:200].strip(_ORNAMENTS).split()
    if not fewest_words <= len(found) <= 6 or not all(map(_NAME_WORD.fullmatch, found)):
        return False
    sentence = found[-1].endswith(".") and len(found[-1].rstrip(".")) > 2
    if sentence or found[0].startswith("("):
        return False
    bare = [word.strip("().'’") for word in found if word.lower() not in _PARTICLES]
    capital = [word[:1].isupper() for word in bare if word]
    return all(capital) or (len(found) <= 3 and (capital[:1] == [True] or not any(capital)))


def looks_like_name_list(text: str) -> bool:
    """Return whether *text* may well be several people with commas between them."""
    parts = [part.strip() for part in text.split(",")] if len(text) <= 2_000 else []
    return len(parts) > 1 and all(looks_like_name(part) for part in parts)


def people_lines(paragraph: Sequence[str]) -> int:
    """Return how many of the first lines of *paragraph* are one list of people, wrapped or not.

    The list goes on behind a separator and on lines that hold some; a last line without one
    belongs to it when it closes the paragraph and is no longer than half a name.
    """
    if not paragraph or not is_people(paragraph[0]):
        return 0
    taken = 1
    while taken < len(paragraph):
        before, line = paragraph[taken - 1], paragraph[taken]
        open_end = before.rstrip(_ORNAMENTS).endswith(tuple(SEPARATORS)) and _may_be_one(line)
        last_words = taken == len(paragraph) - 1 and len(line.split()) <= 2
        closing = last_words and looks_like_name(line, fewest_words=1)
        if not (open_end or is_people(line) or closing):
            break
        taken += 1
    return taken


def _may_be_one(text: str) -> bool:
    words = text[:200].split()
    capital = any(letter.isupper() for letter in text) or not text.islower()
    return len(text) <= 90 and len(words) <= 8 and (capital or len(words) <= 3)
