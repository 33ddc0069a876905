"""Saved searches in a query: ``@name`` stands for all conditions of the search of that name, in brackets."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from confbrowse.search.fields import nearest
from confbrowse.search.parser import Clauses, parse
from confbrowse.search.query import Query

SavedSearches = Iterable[tuple[str, str]]
"""Pairs of name and query."""
_MAX_DEPTH = 8
"""How many saved searches that name each other are followed."""


_parse_alone = lru_cache(maxsize=16)(parse)
"""The search, its hints and its results need the same query with every letter."""


def saved_key(name: str) -> str:
    """Return *name* as it is written after ``@``, in any case: blanks become hyphens."""
    return "-".join(name.casefold().split())


def author_query(name: str) -> str:
    """Return the query for the talks of an author."""
    return f'author:"{name.replace(chr(34), " ")}"'


def parse_with_saved(text: str, searches: SavedSearches, *, is_complete: bool = False) -> Query:
    """Return the query in *text*, as ``parse`` does, with the clauses of the *searches* that it names.

    What may become a name at the end of *text* is ignored while it is typed.
    """
    saved = {saved_key(name): query for name, query in searches}
    return _SavedQueryParser(saved).query(text, is_complete=is_complete)


class _SavedQueryParser:
    """Parses queries that name saved searches, which may name others."""

    def __init__(self, queries: Mapping[str, str]) -> None:
        self._queries = queries
        self._clauses: dict[str, Clauses] = {}
        self._depth = 0

    def query(self, text: str, *, is_complete: bool) -> Query:
        """Return the query in *text*, each clause of which comes once if it names a saved search."""
        if "@" not in text or not self._queries:
            return _parse_alone(text, is_complete=is_complete)
        if text.lstrip().startswith("@") and saved_key(text)[1:] in self._queries:
            text = saved_key(text)  # a name with blanks that is the whole query
        found = parse(text, self._lookup, is_complete=is_complete)
        return Query(tuple(dict.fromkeys(found.clauses)), found.faults)

    def _lookup(self, written: str, is_typed: bool) -> tuple[Clauses, str | None] | None:
        """Return the clauses of the search called *written*; see ``parser.Lookup``."""
        name = saved_key(written)
        if self._depth > _MAX_DEPTH:
            return None
        if name in self._queries:
            return self._saved(name), None
        if is_typed and any(key.startswith(name) for key in self._queries):
            return (), None
        likely = nearest(name, self._queries, max_edits=1 if len(name) < 6 else 2)
        return ((), f"@{likely}") if likely else None

    def _saved(self, key: str) -> Clauses:
        """Return the clauses of a saved search; none for one within itself."""
        if key not in self._clauses:
            self._clauses[key] = ()
            self._depth += 1
            self._clauses[key] = self.query(self._queries[key], is_complete=True).clauses
            self._depth -= 1
        return self._clauses[key]
