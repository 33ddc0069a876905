"""Parse a typed query: split it into tokens, then build clauses, with a fault for each error."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from confbrowse.search.fields import (
    SHORTEST_NAME,
    TEXT_FIELDS,
    Field,
    Values,
    closest_field,
    find_field,
)
from confbrowse.search.query import NAME, Clause, Condition, Fault, Phrase, Query, Term, Word
from confbrowse.text.slugs import searched_words

_SEPARATORS = re.compile(r"[\s|]*")
_SPACES = re.compile(r"\s*")
_SIGNS = re.compile(r"[-=:]*")
UNQUOTED = re.compile(r"[^\s|]*")
_QUOTE_CHARS = '"“”„‟«»＂'
_QUOTED = re.compile(rf"[{_QUOTE_CHARS}]([^{_QUOTE_CHARS}]*)([{_QUOTE_CHARS}]?)")


@dataclass(frozen=True, slots=True)
class Token:
    """One alternative of a group: ``title:=gan`` or ``"sparse attention"``."""

    start: int
    """Column after the signs before it; the other positions are columns, too."""
    value_start: int
    end: int
    value: str
    """What follows name and signs, without quotes or a trailing colon."""
    signs: str = ""
    """The ``-``, ``=`` and ``:`` before the token and before its value."""
    quoted: bool = False
    closed: bool = False
    field: Field | None = None
    unknown: str = ""
    """The name and colon at its start if there is no such field; ``field`` may be a guess from it."""

    @property
    def misspelt(self) -> bool:
        """Whether ``field`` is a guess from an unknown name."""
        return self.field is not None and bool(self.unknown)

    @property
    def is_named(self) -> bool:
        """Whether it has a field name of its own."""
        return self.value_start > self.start


def token_groups(text: str) -> Iterator[tuple[Token, ...]]:
    """Yield the groups of *text* between spaces, each as its alternatives, of which there may be one."""
    position = end_of_match(_SEPARATORS, text, 0)
    while position < len(text):
        tokens = [_token(text, position)]
        while text.startswith("|", end_of_match(_SPACES, text, tokens[-1].end)):
            position = end_of_match(_SEPARATORS, text, tokens[-1].end)
            if position == len(text):
                break
            tokens.append(_token(text, position))
        yield tuple(tokens)
        position = end_of_match(_SEPARATORS, text, tokens[-1].end)


def with_owners(group: tuple[Token, ...]) -> Iterator[tuple[Token, Token]]:
    """Yield each token of *group* with the one whose field applies to it: the last that has one."""
    owner = group[0]
    for token in group:
        if token.is_named or ":" in token.signs:
            owner = token
        yield token, owner


def _token(text: str, position: int) -> Token:
    start = end_of_match(_SIGNS, text, position)
    signs = text[position:start]
    name = None if ":" in signs else NAME.match(text, start)
    if not name:
        return _token_with_value(text, start, start, signs)
    begin = name.end()
    has_space = text[begin : begin + 1].isspace()
    if field := find_field(name[1]):
        return _token_with_value(
            text, start, _value_start(text, begin) if has_space else begin, signs, field
        )
    # titles are pasted, too: "DAN: ..." is not a misspelling of day
    if not has_space and (field := closest_field(name[1])):
        return _token_with_value(text, start, begin, signs, field, unknown=name[0])
    is_like_field = len(name[1]) >= SHORTEST_NAME and text[begin : begin + 1].isalnum()
    return _token_with_value(text, start, start, signs, unknown=name[0] if is_like_field else "")


def _value_start(text: str, position: int) -> int:
    """Return where the value starts for a name that ends at *position*, possibly after spaces."""
    next_position = end_of_match(_SPACES, text, position)
    name = NAME.match(text, end_of_match(_SIGNS, text, next_position))
    is_other = (
        next_position == len(text) or text[next_position] == "|" or (name and find_field(name[1]))
    )
    return position if is_other else next_position


def _token_with_value(
    text: str,
    start: int,
    position: int,
    signs: str,
    field: Field | None = None,
    *,
    unknown: str = "",
) -> Token:
    """Return the token whose name, if any, starts at *start* and whose value starts at *position*."""
    begin = end_of_match(_SIGNS, text, position) if field else position
    signs += text[position:begin]
    if quoted := _QUOTED.match(text, begin):
        end, closed = quoted.end(), bool(quoted[2])
        return Token(start, position, end, quoted[1], signs, True, closed, field, unknown)
    end = end_of_match(UNQUOTED, text, begin)
    value = text[begin:end].rstrip(":")
    return Token(start, position, end, value, signs, field=field, unknown=unknown)


def end_of_match(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Return the end of the match of *pattern* at *position*; *position* itself if there is none."""
    found = pattern.match(text, position)
    return found.end() if found else position


MAX_QUERY_CHARS = 400
"""Longest query, both as typed and in canonical form."""
MAX_CLAUSES = 24
"""Most clauses of a query."""


def parse(text: str) -> Query:
    """Return the query in *text*, with a fault for each part that was not understood; never raises.

    The end of *text* is still being typed: what may become valid there is neither required nor a
    fault. A space after it means that it is complete.
    """
    clauses: list[Clause] = []
    faults: list[Fault] = []
    size = 0
    for group in token_groups(text[:MAX_QUERY_CHARS]):
        clause, found = _clause(group, len(text))
        size += len(str(clause)) + 1 if clause else 0
        if clause and (len(clauses) == MAX_CLAUSES or size > MAX_QUERY_CHARS + 1):
            faults.append(
                Fault(group[0].start, len(text), "The query is too long; the rest is ignored.")
            )
            return Query(tuple(clauses), tuple(faults))
        clauses += [clause] if clause else []
        faults += found
    if len(text) > MAX_QUERY_CHARS:
        message = f"Only the first {MAX_QUERY_CHARS} characters are used."
        faults.append(Fault(MAX_QUERY_CHARS, len(text), message))
    return Query(tuple(clauses), tuple(faults))


def _clause(group: tuple[Token, ...], text_length: int) -> tuple[Clause | None, list[Fault]]:
    terms: list[Term] = []
    faults: list[Fault] = []
    for token, owner in with_owners(group):
        if "-" in token.signs and token is not group[0]:
            message = f"A minus applies to the whole group; put it first, not before {token.value}."
            faults += [Fault(token.start, token.end, message)] if token.value else []
            continue
        if fault := _fault(token, owner, token.end == text_length):
            faults.append(fault)
        if term := _term(token, owner):
            terms.append(term)
    return Clause(tuple(terms), "-" in group[0].signs) if terms else None, faults


def _term(token: Token, owner: Token) -> Term | None:
    """Return the term of *token*; None if it has none, or none yet."""
    field = owner.field
    if field and field.values:
        value = None if owner.misspelt else _value(token, field.values)
        return Condition(field.name, value) if value else None
    if not searched_words(token.value):
        return None
    name = TEXT_FIELDS[field.name] if field and not owner.misspelt else None
    if token.quoted:
        return Phrase(" ".join(token.value.split()), name, token.closed)
    return Word(token.value, name, "=" in token.signs)


def _value(token: Token, values: Values) -> str | None:
    """Return the value of a condition in canonical form; None if *token* has no valid one."""
    # the = of =word, but part of the value in interest:=>2
    with_sign = values.read(f"={_typed(token)}") if "=" in token.signs else None
    return with_sign or values.read(_typed(token))


def _fault(token: Token, owner: Token, is_last: bool) -> Fault | None:
    """Return what is wrong with *token*; None if nothing is, or it may still become valid."""
    field = owner.field
    if token.unknown and not token.misspelt:
        message = f"{_no_field(token)} Its words are searched."
        return Fault(token.start, token.start + len(token.unknown), message)
    if not field:
        return None
    if owner.misspelt:
        fault = Fault(token.start, token.value_start, _no_field(token), f"{field.name}:")
        return fault if token is owner else None
    if not _typed(token):
        missing = Fault(token.start, token.end, f"Missing value after {field.name}.")
        return None if is_last else missing
    values = field.values
    if not values or _value(token, values) or (is_last and values.is_prefix(_typed(token))):
        return None
    return _wrong_value(token, field.name, values)


def _wrong_value(token: Token, name: str, values: Values) -> Fault:
    """Return the fault of a *token* whose value is not one of *values*."""
    likely_value = values.closest_value(_typed(token))
    suggestion = f"{name}:{likely_value}" if token.is_named else likely_value
    return Fault(
        token.start,
        token.end,
        f"{name}: expects {values.description}.",
        likely_value and suggestion,
    )


def _no_field(token: Token) -> str:
    return f"No field {token.unknown}."


def _typed(token: Token) -> str:
    return token.value.strip().lower()
