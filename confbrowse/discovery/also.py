"""Also: what a search could ask for as well, words that are near in meaning, and acronyms or their long forms.

They are learned from the library itself, and only offered: no talk is found by them before the user adds one.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice

from confbrowse.discovery.vectors import Vectors
from confbrowse.search.evaluator import MultiIndex, QueryWord, typed_words
from confbrowse.search.parser import parse
from confbrowse.search.query import Clause, Conjunction, Phrase, Query, Word
from confbrowse.search.soft import acronym_runs, is_relaxed
from confbrowse.search.stemming import NO_STEM, stem_key
from confbrowse.text.slugs import words

MOST_ALSO = 6
_MOST_ACRONYMS = 2
_LEAST_COSINE = 0.5
_FEWEST_TALKS = 50
"""A smaller library says too little of what words mean."""
_SHORTEST = 3
"""Letters of the shortest word that is offered; an acronym may be shorter."""


@dataclass(frozen=True, slots=True)
class AlsoWord:
    """A word, or a long form in several, that is near in meaning to some of a query."""

    text: str
    """Folded."""
    query: str
    """The query with it as an alternative."""


def also_words(text: str, vectors: Vectors | None, talks: MultiIndex) -> tuple[AlsoWord, ...]:
    """Return what the query *text* could ask for as well, acronyms first, then the nearest words.

    Without *vectors* only acronyms are known. It takes some 30 ms.
    """
    query = parse(text, is_complete=True)
    typed = [
        word
        for word in typed_words(query, talks.stop_words)
        if is_relaxed(word) and not word.is_common
    ]
    offers = [*islice(_acronyms(query, typed, talks), _MOST_ACRONYMS)]
    if vectors and vectors.size >= _FEWEST_TALKS:
        known = {*words(text), *(word for offer in offers for word in words(offer.text))}
        offers += _near_words(query, typed, known, vectors, talks)
    distinct = {one.text: one for one in reversed(offers)}
    return tuple(reversed(distinct.values()))[:MOST_ALSO]


def _acronyms(query: Query, typed: Sequence[QueryWord], talks: MultiIndex) -> Iterator[AlsoWord]:
    """Yield long forms of acronyms in *query*, and acronyms of long forms, the most frequent first."""
    runs = list(acronym_runs(typed, talks))

    def times(found: tuple[range, str]) -> int:
        run, other = found
        return talks.acronyms[typed[run.start].text, other] if len(run) == 1 else 0

    for run, other in sorted(runs, key=times, reverse=True):
        clauses = sorted({typed[at].clause for at in run})
        if clauses[-1] - clauses[0] == len(clauses) - 1:
            yield AlsoWord(other, _with_alternative(query, clauses, other))


def _near_words(
    query: Query,
    typed: Sequence[QueryWord],
    known: Set[str],
    vectors: Vectors,
    talks: MultiIndex,
) -> Iterator[AlsoWord]:
    """Yield words in whose company the *typed* ones occur, one of each stem, not of the *known*; the nearest first."""
    learned = [word for word in typed if word.text in vectors.known]
    if not learned:
        return
    stems = {stem_key(word.encode()) for word in known} - {NO_STEM}
    indices = [vectors.known[word.text] for word in learned]
    for index, nearest, cosine in vectors.neighbours_of_words(indices):
        word = vectors.word(index)
        stem = stem_key(word.encode())
        is_new = stem not in stems and not any(word.startswith(one.text) for one in typed)
        if cosine < _LEAST_COSINE:
            return
        if is_new and len(word) >= _SHORTEST and word.isalpha() and word not in talks.stop_words:
            stems.add(stem)
            yield AlsoWord(word, _with_alternative(query, [learned[nearest].clause], word))


def _with_alternative(query: Query, clauses: Sequence[int], other: str) -> str:
    """Return *query* with *other* as an alternative to these neighbouring *clauses*."""
    term = Phrase(other) if " " in other else Word(other)
    first, end = clauses[0], clauses[-1] + 1
    replaced = query.clauses[first:end]
    before = replaced[0].any_of if len(replaced) == 1 else (Conjunction(replaced),)
    changed = Clause((*before, term))
    return str(replace(query, clauses=(*query.clauses[:first], changed, *query.clauses[end:])))
