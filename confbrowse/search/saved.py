"""Saved searches in a query: ``@name`` stands for all conditions of the search of that name."""

from collections.abc import Iterable, Mapping

from confbrowse.search.fields import nearest
from confbrowse.search.parser import MAX_CLAUSES, MAX_QUERY_CHARS, Token, parse, token_groups
from confbrowse.search.query import Clause, Fault, Query

SavedSearches = Iterable[tuple[str, str]]
"""Pairs of name and query."""


def saved_key(name: str) -> str:
    """Return *name* as it is written after ``@``, in any case: blanks become hyphens."""
    return "-".join(name.casefold().split())


def author_query(name: str) -> str:
    """Return the query for the talks of an author."""
    return f'author:"{name.replace(chr(34), " ")}"'


def parse_with_saved(text: str, searches: SavedSearches) -> Query:
    """Return the query in *text*, as ``parse`` does, with the clauses of the *searches* that it names.

    What may become a name at the end of *text* is ignored while it is typed.
    """
    return _SavedQueryParser({saved_key(name): query for name, query in searches}).query(text)


class _SavedQueryParser:
    """Parses queries that name saved searches, which may name others."""

    def __init__(self, queries: Mapping[str, str]) -> None:
        self._queries = queries
        self._clauses: dict[str, tuple[Clause, ...]] = {}

    def query(self, text: str) -> Query:
        """Return the query in *text*."""
        if "@" not in text or not self._queries:
            return parse(text)
        if text.lstrip().startswith("@") and saved_key(text)[1:] in self._queries:
            text = saved_key(text)  # a name with blanks that is the whole query
        clauses: dict[Clause, None] = {}
        faults: list[Fault] = []
        rest = text
        for group in token_groups(text[:MAX_QUERY_CHARS]):
            for token in group:
                name, start = _name(token), token.start - len(token.signs)
                is_last = token.end == len(text)
                key = self._key(name, is_last) if name is not None else None
                if name is None or key is None:
                    continue
                rest = f"{rest[:start]}{' ' * (token.end - start)}{rest[token.end :]}"
                found = self._saved(key) if key == name else ()
                message, offer = "", None
                if key != name and not (is_last and key.startswith(name)):
                    message, offer = "No saved search has this name.", f"@{key}"
                elif len(group) > 1:
                    message = "A saved search cannot be one of several alternatives."
                elif token.signs and len(found) > 1:
                    message = "A saved search of several conditions cannot be excluded."
                if message:
                    faults.append(Fault(start, token.end, message, offer))
                else:
                    clauses |= dict.fromkeys(_negated(found) if token.signs else found)
        query = parse(rest)
        clauses |= dict.fromkeys(query.clauses)
        if len(clauses) > MAX_CLAUSES:
            message = "The query is too long; the rest is ignored."
            faults.append(Fault(0, len(text), message))
        return Query(tuple(clauses)[:MAX_CLAUSES], (*faults, *query.faults))

    def _saved(self, key: str) -> tuple[Clause, ...]:
        """Return the clauses of a saved search; none for one within itself."""
        if key not in self._clauses:
            self._clauses[key] = ()
            self._clauses[key] = self.query(self._queries[key]).clauses
        return self._clauses[key]

    def _key(self, name: str, is_last: bool) -> str | None:
        """Return the saved search that *name* is, may become or is likely to mean; None for another word."""
        if name in self._queries:
            return name
        starting = (key for key in self._queries if key.startswith(name))
        if is_last and (key := next(starting, None)):
            return key
        return nearest(name, self._queries, max_edits=1 if len(name) < 6 else 2)


def _name(token: Token) -> str | None:
    """Return the name in ``@name`` or ``-@name``; None for any other token."""
    is_plain = not token.quoted and token.field is None and token.signs in ("", "-")
    return saved_key(token.value[1:]) if is_plain and token.value.startswith("@") else None


def _negated(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    return tuple(Clause(clause.any_of, not clause.negated) for clause in clauses)
