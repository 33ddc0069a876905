"""The watch list: which talks its queries match, and which of them are new."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from confbrowse.model import EVERYTHING
from confbrowse.search.index_store import IndexStore
from confbrowse.search.query import (
    Clause,
    Conjunction,
    Term,
    Word,
)
from confbrowse.search.saved import SavedSearches, parse_with_saved
from confbrowse.search.searcher import Searcher
from confbrowse.storage.library import LibraryStore
from confbrowse.text.humanize import count

Hits = Mapping[str, tuple[str, ...]]
"""The queries that match a talk, by its id, in the order of the list."""


def find_hits(library: LibraryStore, watched: Sequence[str], searches: SavedSearches) -> Hits:
    """Return the talks of the library that match the *watched* queries, hidden ones too.

    Typos are not tolerated, and a talk must match all of a query: a wrong match would be news each time.
    """
    if not watched:
        return {}
    searcher = IndexStore(library).load().searcher
    found = matching_numbers(searcher, library.numbers(EVERYTHING), watched, searches)
    ids = library.ids_of(found)
    return {ids[number]: tuple(queries) for number, queries in found.items() if number in ids}


def matching_numbers(
    searcher: Searcher, within: Sequence[int], watched: Sequence[str], searches: SavedSearches
) -> Mapping[int, Sequence[str]]:
    """Return the talks among *within*, by number, with those of the *watched* queries that match each."""
    now = datetime.now(UTC)
    found: dict[int, list[str]] = {}
    for text in watched:
        query = parse_with_saved(text, searches, is_complete=True)
        answer = searcher.search(
            replace(query, clauses=_without_typos(query.clauses)), within, now=now
        )
        if query.clauses and not answer.is_partial:
            for number in answer.ranked()[0]:
                found.setdefault(int(number), []).append(text)
    return found


def _without_typos(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return *clauses* with words that match whole words and their beginnings only."""
    return tuple(
        replace(one, any_of=tuple(_term_without_typos(term) for term in one.any_of))
        for one in clauses
    )


def _term_without_typos(term: Term) -> Term:
    match term:
        case Word():
            return replace(term, prefix=not term.exact)
        case Conjunction():
            return replace(term, clauses=_without_typos(term.clauses))
    return term


def hits_first(talks: Iterable[str], hits: Hits) -> tuple[str, ...]:
    """Return *talks* with those that the watch list matches first, otherwise in the same order."""
    return tuple(sorted(talks, key=lambda talk: talk not in hits))


def new_hits(before: Hits, after: Hits) -> Mapping[str, Sequence[str]]:
    """Return the ids of the talks that a query matches now and did not match *before*, by query."""
    found: dict[str, list[str]] = {}
    for talk, queries in after.items():
        for query in queries:
            if query not in before.get(talk, ()):
                found.setdefault(query, []).append(talk)
    return found


def new_hits_sentence(query: str, talks: int) -> str:
    """Return how many new *talks* match *query*: ``3 new talks match author:"Grace Hopper"``."""
    return f"{count(talks, 'new talk')} {'matches' if talks == 1 else 'match'} {query}."
