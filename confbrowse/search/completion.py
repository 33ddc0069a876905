"""Completions of the token being typed: fields, values, and corrections of mistakes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from confbrowse.search.fields import Field, fields_beginning_with
from confbrowse.search.known_values import KnownValues
from confbrowse.search.parser import (
    MAX_QUERY_CHARS,
    Token,
    end_of_match,
    parse,
    placed_tokens,
    value_end,
)
from confbrowse.search.saved import SavedSearches, saved_key
from confbrowse.text.patterns import lazy_pattern

MAX_COMPLETIONS = 8
"""Most completions offered."""
_NAME_AND_COLON = lazy_pattern(r"[^\s|:()]*:?")
_SAVED = lazy_pattern(r"(?<![^\s(|])[-!]?(?=@)([^\s()|]*)\Z")


@dataclass(frozen=True, slots=True)
class Completion:
    """A replacement for a range of the typed text, as columns, end excluded."""

    start: int
    end: int
    text: str
    help: str
    """What it means; of a value of the talks in view, the number of those."""
    label: str = ""
    """How to show such a value, or a saved search; empty for anything else."""


def complete(
    text: str,
    cursor: int,
    known: Mapping[str, KnownValues] | None = None,
    most: int = MAX_COMPLETIONS,
) -> tuple[Completion, ...]:
    """Return the completions of the token of *text* before the cursor, the most likely first, at most *most*.

    *known* has the values of fields in the talks in view, by the name of the field.
    """
    cursor = min(cursor, len(text))
    if not (at_cursor := _at_cursor(text, cursor)):
        return ()
    token, owner = at_cursor
    found = [*_values(token, owner, text, cursor, known or {}, most)]
    if not token.quoted:
        found += (*_corrections(token, text, cursor), *_names(token, text, cursor))
    return _different(text, found, most)


def complete_value(
    text: str, cursor: int, known: Mapping[str, KnownValues]
) -> tuple[Completion, ...]:
    """Return the completions of the value before the cursor; empty if it is in no field with values."""
    if not (at_cursor := _at_cursor(text, cursor)):
        return ()
    return _different(text, _values(*at_cursor, text, cursor, known, MAX_COMPLETIONS))


def field_at(text: str, cursor: int) -> Field | None:
    """Return the field whose value is being typed before the cursor; None if there is none."""
    if not (at_cursor := _at_cursor(text, cursor)):
        return None
    token, owner = at_cursor
    is_value = not owner.misspelt and (token is owner or not token.signs)
    return owner.field if is_value else None


def _at_cursor(text: str, cursor: int) -> tuple[Token, Token] | None:
    """Return the token of *text* that can be completed at the cursor, and the token with its field."""
    before = text[: min(max(cursor, 0), MAX_QUERY_CHARS)]
    *_, last = (None, *placed_tokens(before))
    if last is None:
        return None
    token = last.token
    is_typed = token.end == cursor or (token.is_named and not (token.value or token.opens))
    is_faulty = token.excludes and not last.is_first
    return (token, last.owner) if is_typed and not is_faulty and not token.closed else None


def _different(
    text: str, found: Iterable[Completion], most: int = MAX_COMPLETIONS
) -> tuple[Completion, ...]:
    """Return those of *found* that change *text*, each once, at most *most*."""
    by_text: dict[str, Completion] = {}
    for one in found:
        if text[one.start : one.end] != one.text:
            by_text.setdefault(one.text, one)
            if len(by_text) == most:
                break
    return tuple(by_text.values())


def complete_saved(
    text: str, cursor: int, searches: SavedSearches, results: Mapping[str, int | None]
) -> tuple[Completion, ...]:
    """Return the names of saved *searches*, pairs of name and query, that match ``@`` before the cursor.

    *results* has their numbers of results, as far as they are known, by ``@name``.
    """
    word = _SAVED.search(text[: min(max(cursor, 0), MAX_QUERY_CHARS)])
    if word is None:
        return ()
    end = value_end(text, cursor, is_list=False)
    named = ((f"@{saved_key(name)}", query) for name, query in searches)
    found = (
        Completion(word.start(1), end, name, _saved_help(query, results.get(name)), name)
        for name, query in named
        if name.startswith(saved_key(word[1]))
    )
    return _different(text, found)


def _saved_help(query: str, results: int | None) -> str:
    return query if results is None else f"{results:,}  {query}"


def _values(
    token: Token,
    owner: Token,
    text: str,
    cursor: int,
    known: Mapping[str, KnownValues],
    most: int,
) -> Iterator[Completion]:
    """Yield the values that match *token*: those of its field, and at most *most* of the talks in view."""
    field = owner.field
    if not field or owner.misspelt or (token is not owner and token.signs):
        return
    name = f"{field.name}:" if token.is_named else ""
    end = cursor if token.quoted else value_end(text, cursor, is_list=field.takes_list)
    if field.name in known:
        for one in known[field.name].matching(token.value, most):
            talks = f"{one.talks:,}"
            yield Completion(token.start, end, f"{name}{one.text}", talks, one.label)
    if field.values and not token.quoted:
        for value in field.values.completions(token.value.lower()):
            yield Completion(token.start, end, f"{name}{value.text}", value.help)


def _corrections(token: Token, text: str, cursor: int) -> Iterator[Completion]:
    """Yield corrections of the faults of *token*."""
    for fault in parse(text).faults:
        if fault.suggestion and token.start <= fault.start < cursor:
            yield Completion(fault.start, fault.end, fault.suggestion, fault.message)


def _names(token: Token, text: str, cursor: int) -> Iterator[Completion]:
    """Yield the fields whose name begins like *token*."""
    if token.is_named or ":" in token.signs or not token.value:
        return
    end = end_of_match(_NAME_AND_COLON, text, cursor)
    for field in fields_beginning_with(token.value):
        yield Completion(token.start, end, f"{field.name}:", field.help)
