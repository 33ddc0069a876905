"""Which talks answer a query, best first, over titles, authors and sessions.

The screen and the command line know two names of this module: ``index`` and ``Index.search``.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from confbrowse.model import Searchable
from confbrowse.text.slugs import folded

_NEAR = 80.0
"""How alike (of 100) a misspelt word and a stretch of text must be."""
_SHORTEST_MISSPELT = 4
"""A shorter word, in letters, is taken as it stands."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A talk that answers a query."""

    number: int
    score: float
    """The higher, the better; comparable within one query only."""


@dataclass(frozen=True, slots=True)
class Index:
    """Talks made ready for searching, in the order of the library."""

    numbers: Sequence[int]
    titles: Sequence[str]
    texts: Sequence[str]
    """Title, authors and session of each talk, folded, apart by newlines."""

    def search(self, query: str, within: Container[int] | None = None) -> list[Hit]:
        """Return the talks that hold every word of *query*, best first.

        Words found as they are in titles come before those found elsewhere, those before words
        that are only near; ties stay in the order of the library. *within* limits the search to
        some numbers. An empty query finds every talk.
        """
        scores = dict.fromkeys(range(len(self.numbers)), 0.0)
        for word in folded(query).split():
            found = self._holding(word)
            scores = {at: scores[at] + found[at] for at in found if at in scores}
        return [
            Hit(self.numbers[at], scores[at])
            for at in sorted(scores, key=lambda at: (-scores[at], at))
            if within is None or self.numbers[at] in within
        ]

    def _holding(self, word: str) -> dict[int, float]:
        """Return the places of the texts that hold *word*, or failing that one near it, scored."""
        exact = {at: 200.0 for at, title in enumerate(self.titles) if word in title}
        for at, text in enumerate(self.texts):
            if word in text:
                exact.setdefault(at, 150.0)
        if exact or len(word) < _SHORTEST_MISSPELT:
            return exact
        near = process.extract(
            word, self.texts, scorer=fuzz.partial_ratio, score_cutoff=_NEAR, limit=None
        )
        return {at: score for _text, score, at in near}


def index(talks: Iterable[Searchable]) -> Index:
    """Return an index over *talks*."""
    numbers, titles, texts = [], [], []
    for talk in talks:
        title = folded(talk.title)
        numbers.append(talk.number)
        titles.append(title)
        texts.append(f"{title}\n{folded(talk.authors)}\n{folded(talk.session)}")
    return Index(numbers, titles, texts)
