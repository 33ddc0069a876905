"""Parse a typed query into clauses, with a fault for each part that was not understood.

From the strongest to the weakest: ``|`` between alternatives, ``-``, ``!`` and ``NOT``, ``AND``, ``OR``,
and a space, which is an and, too. Brackets hold anything together.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from confbrowse.search.fields import (
    SHORTEST_NAME,
    TEXT_FIELDS,
    Field,
    Values,
    closest_field,
    find_field,
    replacement,
)
from confbrowse.search.query import (
    NAME,
    OPERATOR,
    Clause,
    Condition,
    Conjunction,
    Fault,
    Phrase,
    Query,
    Term,
    Word,
)
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import words_with_signs

_SEPARATORS = lazy_pattern(r"[\s|]*")
_COMMAS = lazy_pattern(r"[\s|,]*")
_SPACES = lazy_pattern(r"\s*")
_SIGNS = lazy_pattern(r"[-=:!']*")
_VALUE_WORD = lazy_pattern(r"[^\s|,()]*")
_QUOTE_CHARS = '"“”„‟«»＂'
_QUOTED = lazy_pattern(rf"[{_QUOTE_CHARS}]([^{_QUOTE_CHARS}]*)([{_QUOTE_CHARS}]?)")
_SINGLE_QUOTED = lazy_pattern(rf"'([^'{_QUOTE_CHARS}]+)'(?=[\s|)]|$)")
"""A phrase if several words are between; ``'word`` is an exact one."""
_EXCLUDES, _EXACT = "-!", "='"
_FOREIGN_SIGNS = lazy_pattern(r"^\^+(?=\w)|(?<=\w)\$$|^\*+(?=\w)|(?<=\w)\*+(?=\w)")
"""Signs that other programs know around or in a word."""

MAX_QUERY_CHARS = 400
"""Longest query, both as typed and in canonical form."""
MAX_CLAUSES = 24
"""Most clauses of a query."""
MAX_DEPTH = 8
"""Most brackets in each other, as far as they change the meaning."""
_MAX_TYPED_DEPTH = 3 * MAX_DEPTH

Clauses = tuple[Clause, ...]
Lookup = Callable[[str, bool], tuple[Clauses, str | None] | None]
"""Given a word that begins with ``@``, and whether it is still being typed, returns what it stands for:
the clauses of a saved search, or a correction of its name; None if it is an ordinary word."""


@dataclass(frozen=True, slots=True)
class Token:
    """One alternative of a group: ``title:=gan``, ``"sparse attention"`` or the beginning of ``title:(``."""

    first: int
    """The column of the first of its signs; the other positions are columns, too."""
    start: int
    """After the signs before it."""
    value_start: int
    """After its name, if it has one."""
    text_start: int
    """After all its signs, and the opening quote if it has one."""
    end: int
    value: str
    """What follows name and signs, without quotes or a trailing colon."""
    signs: str = ""
    """Those before it and before its value: ``-``, ``!``, ``=``, ``'`` and ``:``."""
    quoted: bool = False
    closed: bool = False
    field: Field | None = None
    unknown: str = ""
    """The name and colon at its start if there is no such field; ``field`` may be a guess from it."""
    opens: bool = False
    """Whether it is followed by what is in brackets; it ends after the opening one."""

    @property
    def misspelt(self) -> bool:
        """Whether ``field`` is a guess from an unknown name."""
        return self.field is not None and bool(self.unknown)

    @property
    def is_named(self) -> bool:
        """Whether it has a field name of its own."""
        return self.value_start > self.start

    @property
    def excludes(self) -> bool:
        """Whether it has a minus or an exclamation mark."""
        return any(sign in _EXCLUDES for sign in self.signs)

    @property
    def is_exact(self) -> bool:
        """Whether it has a sign for exact spelling."""
        return any(sign in _EXACT for sign in self.signs)


@dataclass(frozen=True, slots=True)
class PlacedToken:
    """A token in its place in a query."""

    token: Token
    owner: Token
    """The token whose field applies to it: itself, one before it in its group, or one before a bracket."""
    is_first: bool
    """Whether it is the first alternative of its group."""


@dataclass(frozen=True, slots=True)
class _BracketScope:
    """What applies to all that is in the same brackets."""

    owner: Token | None = None
    """The token before the bracket whose field applies; None if there is none."""
    exact: bool = False
    depth: int = 0


def parse(text: str, saved: Lookup | None = None, *, is_complete: bool = False) -> Query:
    """Return the query in *text*, with a fault for each part that was not understood; never raises.

    Unless *is_complete*, the end of *text* is still being typed: what may become valid there is
    neither required nor a fault. *saved* looks up the saved searches.
    """
    return _QueryParser(text, saved, is_complete=is_complete).query()


def placed_tokens(text: str) -> Sequence[PlacedToken]:
    """Return the tokens of *text*, in order.

    At its end, and only there, is an empty one if another value of a field can follow: ``day:mon,``.
    """
    parser = _QueryParser(text, None, is_complete=False)
    parser.query()
    return parser.tokens


def value_end(text: str, position: int, *, is_list: bool) -> int:
    """Return the end of the word of *text* at *position*, which is in a list of values or not.

    Brackets that are closed in it are part of it.
    """
    ends = "|," if is_list else "|"
    opened: list[int] = []
    end = position
    while end < len(text) and text[end] not in ends and not text[end].isspace():
        if text[end] == "(":
            opened.append(end)
        elif text[end] == ")":
            if not opened:
                return end
            opened.pop()
        end += 1
    return opened[0] if opened else end


def end_of_match(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Return the end of the match of *pattern* at *position*; *position* itself if there is none."""
    found = pattern.match(text, position)
    return found.end() if found else position


class _QueryParser:
    """Reads one query from its beginning to its end."""

    def __init__(self, text: str, saved: Lookup | None, *, is_complete: bool) -> None:
        self._text = text[:MAX_QUERY_CHARS]
        self._typed_end = -1 if is_complete else len(text)
        """Where a token ends that is still being typed."""
        self._length = len(text)
        self._saved = saved
        self._at = 0
        self.faults: list[Fault] = []
        self.tokens: list[PlacedToken] = []

    def query(self) -> Query:
        """Return the whole query."""
        clauses: list[Clause] = []
        size = 0
        for start, part in self._parts(_BracketScope()):
            for clause in part:
                size += len(str(clause)) + 1
                if len(clauses) == MAX_CLAUSES or size > MAX_QUERY_CHARS + 1:
                    message = "The query is too long; the rest is ignored."
                    self._fault(start, self._length, message)
                    return self._query(clauses)
                if clause.depth > MAX_DEPTH:
                    self._fault(start, self._at, "Brackets are nested too deeply; this is ignored.")
                    continue
                clauses.append(clause)
        if self._length > MAX_QUERY_CHARS:
            message = f"Only the first {MAX_QUERY_CHARS} characters are used."
            self._fault(MAX_QUERY_CHARS, self._length, message)
        return self._query(clauses)

    def _query(self, clauses: Sequence[Clause]) -> Query:
        return Query(tuple(clauses), tuple(self.faults))

    def _fault(self, start: int, end: int, message: str, suggestion: str | None = None) -> None:
        self.faults.append(Fault(start, end, message, suggestion))

    def _skip(self, pattern: re.Pattern[str]) -> None:
        self._at = end_of_match(pattern, self._text, self._at)

    def _is_at(self, sign: str) -> bool:
        return self._text.startswith(sign, self._at)

    def _is_at_end(self) -> bool:
        return self._at == len(self._text)

    def _parts(self, scope: _BracketScope) -> Iterator[tuple[int, Clauses]]:
        """Yield the parts between spaces, each with its start, up to a closing bracket or the end."""
        while True:
            self._skip(_COMMAS if _is_list(scope.owner) else _SEPARATORS)
            start = self._at
            if self._is_at_end() or (scope.depth and self._is_at(")")):
                return
            if self._is_at(")"):
                self._at += 1
                self._fault(start, self._at, "This bracket closes none; it is ignored.")
            elif operator := self._operator("AND", "ANDNOT", "OR", "&&"):
                self._miss_word(operator)
            else:
                yield start, self._disjunction(scope)

    def _operator(self, *names: str) -> re.Match[str] | None:
        """Read the operator that comes next; None if it is not one of *names*."""
        found = OPERATOR.match(self._text, end_of_match(_SPACES, self._text, self._at))
        if not found or found[0] not in names:
            return None
        self._at = found.end()
        return found

    def _miss_word(self, operator: re.Match[str]) -> None:
        """Report that a word is missing beside *operator*, unless that may still be typed."""
        if self._typed_end < 0 or self._text[operator.end() :].strip():
            sides = "after" if operator[0] == "NOT" else "before and after"
            self._fault(*operator.span(), f"{operator[0]} needs a word {sides} it; it is ignored.")

    def _disjunction(self, scope: _BracketScope) -> Clauses:
        operands = [self._conjunction(scope, None)]
        while operator := self._operator("OR"):
            before = len(self.tokens)
            operands.append(self._conjunction(scope, operator))
            self._check_field(self.tokens[before - 1 :])
        return _any_of(operands)

    def _check_field(self, placed: Sequence[PlacedToken]) -> None:
        """Report ``tue`` in ``day:mon OR tue``: it is a word, but hardly meant as one."""
        if len(placed) != 2 or placed[1].owner is not placed[1].token:
            return
        field, token = placed[0].owner.field, placed[1].token
        is_plain = not (token.field or token.signs or token.quoted or placed[0].owner.misspelt)
        if field and field.values and is_plain and field.values.read(_typed(token)):
            message = f"{token.value} is searched as a word."
            self._fault(token.start, token.end, message, f"{field.name}:{token.value}")

    def _conjunction(self, scope: _BracketScope, operator: re.Match[str] | None) -> Clauses:
        found = [*self._factor(scope, operator)]
        while following := self._operator("AND", "ANDNOT", "&&"):
            found += self._factor(scope, following)
        return tuple(found)

    def _factor(self, scope: _BracketScope, operator: re.Match[str] | None) -> Clauses:
        """Read one group, possibly after ``NOT``; *operator* comes before it."""
        negated = operator is not None and operator[0] == "ANDNOT"
        while following := self._operator("NOT"):
            negated, operator = True, following
        self._skip(_SEPARATORS)
        if operator and (
            self._is_at_end() or self._is_at(")") or OPERATOR.match(self._text, self._at)
        ):
            self._miss_word(operator)
            return ()
        known = len(self.faults)
        found = self._group(scope)
        if operator and not found and len(self.faults) == known and not self._is_at_end():
            self._miss_word(operator)
        return _negated(found) if negated else found

    def _group(self, scope: _BracketScope) -> Clauses:
        """Read alternatives with bars between them; a minus before the first one excludes all."""
        alternatives: list[Clauses] = []
        owner, is_excluded = scope.owner, False
        while True:
            is_first = not alternatives
            token = self._token(owner)
            if owner is None or token.is_named or ":" in token.signs:
                owner = token
            self.tokens.append(PlacedToken(token, owner, is_first))
            self._at = token.end
            found = self._alternative(token, owner, scope)
            if is_first:
                is_excluded = token.excludes
            elif token.excludes:
                found = ()
                written = self._text[token.start : self._at]
                if token.value or token.opens:
                    message = (
                        f"A minus applies to the whole group; put it first, not before {written}."
                    )
                    self._fault(token.first, self._at, message)
            alternatives.append(found)
            if not self._has_alternative(owner, is_bracketed=owner is scope.owner):
                joined = _any_of(alternatives)
                return _negated(joined) if is_excluded else joined

    def _has_alternative(self, owner: Token, *, is_bracketed: bool) -> bool:
        """Go to the next alternative, if there is one; *owner* may be before brackets around it."""
        is_list = _is_list(owner)
        position = end_of_match(_SPACES, self._text, self._at)
        if self._text.startswith("|", position):
            position = end_of_match(_COMMAS if is_list else _SEPARATORS, self._text, position)
        elif is_list and self._text.startswith(",", position):
            comma, position = position, end_of_match(_COMMAS, self._text, position)
            has_space = bool(self._text[comma:position].strip(","))
            if has_space and not (is_bracketed or self._is_value(position, owner)):
                self._at = comma + 1
                return False
        else:
            return False
        self._at = position
        self._offer_value(owner)
        return not (self._is_at_end() or self._is_at(")"))

    def _is_value(self, position: int, owner: Token) -> bool:
        """Whether the word at *position*, after a comma and a space, continues the list of *owner*."""
        values = owner.field.values if owner.field else None
        word = self._text[position : end_of_match(_VALUE_WORD, self._text, position)]
        return bool(values and word and values.read(word.lower()))

    def _offer_value(self, owner: Token | None) -> None:
        """Note at the end of the text that another value of the field of *owner* can follow."""
        if owner and owner.field and self._is_at_end():
            end = self._at
            self.tokens.append(PlacedToken(Token(end, end, end, end, end, ""), owner, False))

    def _alternative(self, token: Token, owner: Token, scope: _BracketScope) -> Clauses:
        """Return what *token* stands for, after reading what is in its brackets."""
        if self._saved and (name := _saved_name(token)) and owner is token:
            is_typed = token.end == self._typed_end
            if (found := self._saved(name, is_typed)) is not None:
                clauses, correction = found
                if correction:
                    message = "No saved search has this name."
                    self._fault(token.start, token.end, message, correction)
                return clauses
        known = len(self.faults)
        self.faults += _faults(token, owner, token.end == self._typed_end)
        if token.opens:
            return self._in_brackets(token, owner, scope, known)
        term = _term(token, owner, scope.exact)
        if isinstance(term, Phrase) and not term.closed and self._typed_end < 0:
            term = Phrase(f"{term.text}*", term.field)  # something may follow the query
        if term is None and len(self.faults) == known and token.end != self._typed_end:
            self._check_signs(token)
        return (Clause((term,)),) if term else ()

    def _check_signs(self, token: Token) -> None:
        """Report signs of *token*, which is no word and has no fault yet."""
        if token.field and token.value:
            self._fault(token.start, token.end, f"Missing value after {token.field.name}.")
        elif (signs := token.signs.strip(":")) and not token.quoted:
            message = f"{signs} applies only to a word right after it; it is ignored."
            self._fault(token.first, token.end, message)

    def _in_brackets(self, token: Token, owner: Token, scope: _BracketScope, known: int) -> Clauses:
        """Read what is in the brackets that *token* opens, and the closing one, which may be missing."""
        depth = scope.depth + 1
        if depth > _MAX_TYPED_DEPTH:
            self._at = len(self._text)
            message = "Brackets are nested too deeply; the rest is ignored."
            self._fault(token.first, self._length, message)
            return ()
        inner_owner = owner if owner.field and not owner.misspelt else None
        inner = _BracketScope(inner_owner, scope.exact or token.is_exact, depth)
        self._offer_value(inner_owner)
        found = tuple(clause for _, part in self._parts(inner) for clause in part)
        if self._is_at(")"):
            self._at += 1
            if token.field and not found and len(self.faults) == known:
                self._fault(token.start, self._at, f"Missing value after {token.field.name}.")
        elif self._typed_end < 0 and self._length <= MAX_QUERY_CHARS:
            message = "This bracket is not closed; it holds all that follows."
            self._fault(token.end - 1, token.end, message)
        return found

    def _token(self, owner: Token | None) -> Token:
        """Return the token at the current position; *owner* gives its field unless it has its own."""
        text, first = self._text, self._at
        start = end_of_match(_SIGNS, text, first)
        signs = text[first:start]
        name = None if ":" in signs else NAME.match(text, start)
        field, unknown, begin = None, "", start
        if name:
            after = text[name.end() : name.end() + 1]
            if field := find_field(name[1]):
                begin = self._value_start(name.end()) if after.isspace() else name.end()
            # titles are pasted, too: "DAN: ..." is not a misspelling of day
            elif not after.isspace() and (field := closest_field(name[1])):
                begin, unknown = name.end(), name[0]
            elif len(name[1]) >= SHORTEST_NAME and (after.isalnum() or after == "("):
                unknown = name[0]
        value_start = begin
        if field:
            begin = end_of_match(_SIGNS, text, begin)
            signs += text[value_start:begin]
        if text.startswith("(", begin):
            return Token(
                first, start, value_start, begin, begin + 1, "", signs,
                field=field, unknown=unknown, opens=True,
            )  # fmt: skip
        quoted = _QUOTED.match(text, begin)
        is_closed = bool(quoted and quoted[2])
        if not quoted and signs.endswith("'"):
            single = _SINGLE_QUOTED.match(text, begin - 1)
            is_closed = bool(single and len(single[1].split()) > 1 and not single[1][0].isspace())
            quoted = single if is_closed else None
        if quoted:
            return Token(
                first, start, value_start, quoted.start(1), quoted.end(), quoted[1], signs,
                quoted=True, closed=is_closed, field=field, unknown=unknown,
            )  # fmt: skip
        if field or ":" in signs:
            is_list = not unknown and field is not None and field.takes_list
        else:
            is_list = _is_list(owner)
        end = value_end(text, begin, is_list=is_list)
        value = text[begin:end].rstrip(":")
        return Token(
            first, start, value_start, begin, end, value, signs, field=field, unknown=unknown
        )

    def _value_start(self, position: int) -> int:
        """Return where the value starts for a name that ends at *position*, possibly after spaces."""
        text = self._text
        next_position = end_of_match(_SPACES, text, position)
        name = NAME.match(text, end_of_match(_SIGNS, text, next_position))
        is_other = (
            next_position == len(text)
            or text[next_position] in "|)"
            or OPERATOR.match(text, next_position)
            or (name and find_field(name[1]))
        )
        return position if is_other else next_position


def _is_list(owner: Token | None) -> bool:
    """Return whether a comma separates the values after *owner*."""
    return bool(owner and owner.field and not owner.misspelt and owner.field.takes_list)


def _saved_name(token: Token) -> str | None:
    """Return the name in ``@name`` or ``-@name``; None for any other token."""
    is_plain = not (token.quoted or token.opens or token.field or token.signs.strip(_EXCLUDES))
    return token.value[1:] if is_plain and token.value.startswith("@") else None


def _any_of(operands: Sequence[Clauses]) -> Clauses:
    """Return the clauses of a query that asks for one of *operands*, without the empty ones."""
    found = [operand for operand in operands if operand]
    if len(found) < 2:
        return found[0] if found else ()
    return (Clause(tuple(term for operand in found for term in _alternatives(operand))),)


def _alternatives(clauses: Clauses) -> tuple[Term, ...]:
    """Return *clauses* as alternatives of a clause."""
    if len(clauses) == 1 and not clauses[0].negated:
        return clauses[0].any_of
    return (Conjunction(clauses),)


def _negated(clauses: Clauses) -> Clauses:
    """Return the clauses of a query that excludes what *clauses* ask for."""
    if len(clauses) != 1:
        return (Clause((Conjunction(clauses),), True),) if clauses else ()
    clause, alone = clauses[0], clauses[0].any_of[0]
    if clause.negated and len(clause.any_of) == 1 and isinstance(alone, Conjunction):
        return alone.clauses
    return (Clause(clause.any_of, not clause.negated),)


def _term(token: Token, owner: Token, exact: bool) -> Term | None:
    """Return the term of *token*; None if it has none, or none yet."""
    field = owner.field
    if field and field.values:
        value = None if owner.misspelt else _value(token, field.values)
        return Condition(field.name, value) if value else None
    name = TEXT_FIELDS[field.name] if field and not owner.misspelt else None
    if token.quoted:
        text = " ".join(token.value.split())
        return Phrase(text, name, token.closed) if words_with_signs(text) else None
    whole = token.value.removesuffix(_nearness(token.value))
    text = whole.rstrip(":*")
    if not words_with_signs(text):
        return None
    is_prefix = "*" in whole[len(text) :]
    return Word(text, name, (exact or token.is_exact) and not is_prefix, is_prefix)


def _value(token: Token, values: Values) -> str | None:
    """Return the value of a condition in canonical form; None if *token* has no valid one."""
    # the = of =word, but part of the value in interest:=>2
    with_sign = values.read(f"={_typed(token)}") if "=" in token.signs else None
    return with_sign or values.read(_typed(token))


def _faults(token: Token, owner: Token, is_last: bool) -> Iterator[Fault]:
    """Yield what is wrong with *token*, unless it may still become valid."""
    field = owner.field
    if token.unknown and not token.misspelt:
        message = f"{_no_field(token)} Its words are searched."
        yield Fault(token.start, token.start + len(token.unknown), message)
    if token.misspelt and field:
        offer = replacement(token.unknown[:-1], field)
        yield Fault(token.start, token.value_start, _no_field(token), offer)
    if token.opens or (owner.misspelt and field and field.values):
        return
    values = field.values if field and not owner.misspelt else None
    if values is None:
        yield from _foreign_signs(token, field)
    if not field or owner.misspelt:
        return
    if not _typed(token):
        if not is_last:
            yield Fault(token.start, token.end, f"Missing value after {field.name}.")
    elif values and not _value(token, values) and not (is_last and values.is_prefix(_typed(token))):
        yield _wrong_value(token, field.name, values)


def _foreign_signs(token: Token, field: Field | None) -> Iterator[Fault]:
    """Yield a fault for each sign around or in a word that means something elsewhere, but not here."""
    if token.quoted or (field and field.name == "link"):
        return
    found = [*_FOREIGN_SIGNS.finditer(token.value)]
    is_formula = token.value.count("$") > 1 or "://" in token.value
    for sign in () if is_formula else found:
        where = "has a meaning only at the end of a word" if "*" in sign[0] else "has no meaning"
        message = f"{sign[0]} {where}; it is ignored."
        yield Fault(token.text_start + sign.start(), token.text_start + sign.end(), message)
    if nearness := _nearness(token.value):
        begin = token.text_start + len(token.value) - len(nearness)
        message = f"{nearness} is not needed: typos are tolerated anyway."
        yield Fault(begin, begin + len(nearness), message)


def _nearness(value: str) -> str:
    """Return the ``~`` or ``~2`` at the end of *value*, which allows typos elsewhere."""
    before = value.rstrip("~.0123456789")
    tail = value[len(before) :]
    at = tail.find("~")
    return tail[at:] if at > 0 or (at == 0 and (not before or before[-1].isalnum())) else ""


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
