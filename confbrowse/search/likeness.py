"""Which talks are most like one: those that share its rare words, title before keywords before abstract."""

from collections import Counter
from math import log

import numpy as np

from confbrowse.model import Talk
from confbrowse.search.answer import Hit
from confbrowse.search.together import Together
from confbrowse.text.readable import readable, readable_line
from confbrowse.text.slugs import words

_TITLE, _KEYWORD, _ABSTRACT = 3.0, 2.0, 0.5
"""How much a word counts for where it stands in the talk itself."""
_OFTEN = 3
"""So often a word counts at most."""
_COMMON = 0.1
"""A word that more than this share of many talks holds tells nothing of any of them."""
_MANY = 50
_FEW = 8
"""A word that fewer talks hold counts no more than one of so many: it is rare by chance."""
_MOST_WORDS = 40


def like(talks: Together, talk: Talk, most: int) -> tuple[Hit, ...]:
    """Return at most *most* of *talks* that share telling words with *talk*, the likest first.

    The talk itself is among them, if it is among the talks.
    """
    few = min(_FEW, 1 + talks.size // _MANY)
    rare = []
    for word, worth in _told(talk).items():
        found = talks.found(word, None, True, False)
        if 1 < found.talks <= max(_COMMON * talks.size, min(talks.size, _MANY)):
            rare.append((worth * log(1 + talks.size / max(found.talks, few)), found.points))
    rare.sort(key=lambda one: -one[0])
    score = np.zeros(talks.size)
    for weight, points in rare[:_MOST_WORDS]:
        score += weight * points
    score[talks.numbers < 0] = 0.0
    order = np.lexsort((np.arange(talks.size), -score))[:most]
    best = order[score[order] > 0]
    numbers = zip(talks.numbers[best].tolist(), score[best].tolist(), strict=True)
    return tuple(Hit(number, worth) for number, worth in numbers)


def _told(talk: Talk) -> dict[str, float]:
    """Return what each word of *talk* is worth."""
    told: dict[str, float] = {}
    for worth, text in (
        (_TITLE, readable_line(talk.title)),
        (_KEYWORD, " ".join(talk.keywords)),
        (_ABSTRACT, readable(talk.abstract)),
    ):
        for word, times in Counter(words(text)).items():
            told[word] = told.get(word, 0.0) + worth * (1 + log(min(times, _OFTEN)))
    return told
