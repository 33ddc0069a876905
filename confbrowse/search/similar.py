"""Similar talks: those that share rare words with a talk; title counts more than keywords and abstract."""

from collections import Counter
from math import log

import numpy as np

from confbrowse.model import Talk, topics
from confbrowse.search.evaluator import MultiIndex
from confbrowse.search.query import Hit
from confbrowse.text.latex import readable, readable_line
from confbrowse.text.slugs import searched_words

_TITLE, _KEYWORD, _ABSTRACT = 3.0, 2.0, 0.5
"""Weight of a word by where it occurs in the talk."""
_MAX_REPEATS = 3
"""Most times that one word counts."""
_MAX_SHARE = 0.1
"""Words in more than this share of the talks are ignored, unless the library is small."""
_SMALL_LIBRARY = 50
_MIN_FREQUENCY = 8
"""Words in fewer talks than this are not weighted any higher: they may be rare by chance."""
_MAX_WORDS = 40


def similar_talks(talks: MultiIndex, talk: Talk, limit: int) -> tuple[Hit, ...]:
    """Return at most *limit* of *talks* that share rare words with *talk*, the most similar first.

    The result includes *talk* itself if it is among *talks*.
    """
    min_frequency = min(_MIN_FREQUENCY, 1 + talks.size // _SMALL_LIBRARY)
    weighted = []
    for word, worth in _word_weights(talk).items():
        found = talks.match_word(word, None, True, False)
        if 1 < found.talks <= max(_MAX_SHARE * talks.size, min(talks.size, _SMALL_LIBRARY)):
            weighted.append(
                (worth * log(1 + talks.size / max(found.talks, min_frequency)), found.points)
            )
    weighted.sort(key=lambda pair: -pair[0])
    score = np.zeros(talks.size)
    for weight, points in weighted[:_MAX_WORDS]:
        score += weight * points
    score[talks.numbers < 0] = 0.0
    order = np.lexsort((np.arange(talks.size), -score))[:limit]
    best = order[score[order] > 0]
    numbers = zip(talks.numbers[best].tolist(), score[best].tolist(), strict=True)
    return tuple(Hit(number, worth) for number, worth in numbers)


def _word_weights(talk: Talk) -> dict[str, float]:
    """Return the weight of each word of *talk*."""
    weights: dict[str, float] = {}
    for worth, text in (
        (_TITLE, readable_line(talk.title)),
        (_KEYWORD, " ".join(topics(talk.keywords))),
        (_ABSTRACT, readable(talk.abstract)),
    ):
        for word, times in Counter(searched_words(text)).items():
            weights[word] = weights.get(word, 0.0) + worth * (1 + log(min(times, _MAX_REPEATS)))
    return weights
