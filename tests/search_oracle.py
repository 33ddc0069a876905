"""What a search has to find, slow and obvious: no index, every talk is looked at for every word.

It answers from the promise alone and shares no code with the engine but the values and ``words``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise

import snowballstemmer
from filters_oracle import Conditions
from rapidfuzz.distance import OSA

from confbrowse.model import Talk
from confbrowse.search.marks import MarkSets
from confbrowse.search.query import (
    Clause,
    Condition,
    Conjunction,
    FieldName,
    Phrase,
    Query,
    Term,
    Word,
)
from confbrowse.search.stop_words import stop_words
from confbrowse.text.latex import readable, readable_line
from confbrowse.text.latex.symbols import typed_forms
from confbrowse.text.slugs import words_with_signs as words

ANYWHERE: tuple[FieldName, ...] = (
    "title", "author", "session", "track", "kind", "programme", "text",
)  # fmt: skip
INFLECTED_FIELDS = ("title", "session", "track", "text")
STOP_WORDS = stop_words(lambda _: False)
TYPED, INFLECTED, LOOSE = 0, 1, 2
"""What counts as a word: what begins like it, inflections too, typos and joined words too."""
FAMILIAR = 3
"""A word with so many uses in a small library is not corrected."""
FEW = 10
NEAREST = 64
LOOKED_AT = 14
"""Letters of a typed word that are compared."""
SHORTEST_HALF = 3
"""Letters of the shorter half of a word that matches as two."""
LONGEST_SPLIT = 16
"""Letters of the longest word that, typed as two, may have typos."""
SHORTEST_PART = 2
"""Letters of the shorter of two words that match as one."""

STEMMER = snowballstemmer.stemmer("english")
Texts = tuple[tuple[str, ...], ...]


def answers(
    talks: Mapping[int, Talk], query: Query, mark_sets: MarkSets, now: datetime, few: int
) -> set[int]:
    """Return the numbers of the *talks* that match *query*, without hidden ones."""
    return Oracle(talks, mark_sets, now).answers(query, few)


def distance(typed: str, word: str) -> int:
    """Return by how many edits *typed*, its first letters, differs from some prefix of *word*."""
    begun = typed[:LOOKED_AT]
    return min(OSA.distance(begun, word[:end]) for end in range(len(word) + 1))


def stem(word: str) -> str | None:
    """Return the stem of *word*; None if it has no inflections."""
    return STEMMER.stemWord(word) if re.fullmatch("[a-z]{3,24}", word) else None


def allowed(typed: str) -> int:
    """Return how many edits *typed* may have."""
    if typed.isdigit() or len(typed.rstrip("+#.")) < 4:
        return 0
    return 1 if len(typed) < 8 else 2


def slipped(typed: str, holders: Mapping[str, int]) -> set[str]:
    """Return the words near *typed* that count; *holders* gives the number of talks with each word."""
    near = sorted(
        (slips, OSA.distance(typed, word) != slips, typed[0] != word[0], -holders[word], word)
        for word in holders
        if 0 < (slips := distance(typed, word)) <= allowed(typed)
    )
    return {word for *_, word in near[:NEAREST]}


def shown(title: str) -> tuple[str, ...]:
    """Return *title* in readable form, and the parts that are typed differently."""
    return (readable_line(title), *typed_forms(readable_line(title)))


def texts_of(talk: Talk) -> dict[FieldName, Texts]:
    """Return the words of each text of each field of *talk*."""
    session = talk.session
    fields: dict[FieldName, tuple[str, ...]] = {
        "title": shown(talk.title),
        "author": tuple(map(readable_line, talk.authors)),
        "session": shown(session.title),
        "track": (talk.track or "", *map(readable_line, talk.keywords)),
        "kind": (talk.kind or "",),
        "room": (talk.room or session.room or "",),
        "programme": (session.programme,),
        "link": tuple(f"{link.kind} {link.label or ''} {link.url}" for link in talk.links),
        "text": (readable(talk.abstract), *typed_forms(readable(talk.abstract))),
    }
    return {name: tuple(tuple(words(text)) for text in texts) for name, texts in fields.items()}


@dataclass(frozen=True)
class Typed:
    """One folded word of a query."""

    text: str
    field: FieldName | None
    exact: bool
    prefix: bool


def typed_words(word: Word) -> list[Typed]:
    """Return the folded words of *word*, all of which must match."""
    parts = words(word.text)
    return [
        Typed(one, word.field, word.exact or (word.prefix and at < len(parts)), word.prefix)
        for at, one in enumerate(parts, 1)
    ]


def wanted(clauses: tuple[Clause, ...], excluded: bool = False) -> set[Term]:
    """Return the terms that an even number of exclusions is around."""
    found: set[Term] = set()
    for clause in clauses:
        for term in clause.any_of:
            if isinstance(term, Conjunction):
                found |= wanted(term.clauses, excluded ^ clause.negated)
            elif excluded == clause.negated:
                found.add(term)
    return found


def is_wordy(clause: Clause) -> bool:
    """Whether *clause* asks for words alone: a talk may match some of such clauses only."""
    return not clause.negated and all(
        all(map(is_wordy, term.clauses))
        if isinstance(term, Conjunction)
        else not isinstance(term, Condition)
        for term in clause.any_of
    )


@dataclass(frozen=True)
class Oracle:
    """Everything that is needed to answer queries."""

    talks: Mapping[int, Talk]
    mark_sets: MarkSets
    now: datetime

    @cached_property
    def conditions(self) -> Conditions:
        """The properties other than words."""
        return Conditions(self.talks, self.mark_sets, self.now)

    @cached_property
    def texts(self) -> dict[int, dict[FieldName, Texts]]:
        """The words of every talk."""
        return {number: texts_of(talk) for number, talk in self.talks.items()}

    def answers(self, query: Query, few: int) -> set[int]:
        """Return the numbers of the talks that match *query*."""
        asked = Condition("is", "hidden") in wanted(query.clauses)
        open_to = {number for number in self.talks if asked or number not in self.mark_sets.hidden}
        found = {number for number in open_to if self._all_met(number, query, INFLECTED)}
        if len(found) < few:
            found |= {number for number in open_to if self._all_met(number, query, LOOSE)}
        return found

    def soft_answers(self, query: Query, few: int) -> set[int]:
        """Return the numbers of the other talks that have at least a third of the words, if few match."""
        found = self.answers(query, few)
        if len(found) >= FEW or not query.has_free_words:
            return set()
        asked = Condition("is", "hidden") in wanted(query.clauses)
        open_to = {number for number in self.talks if asked or number not in self.mark_sets.hidden}
        as_typed = {number for number in open_to if self._all_met(number, query, INFLECTED)}
        loose = LOOSE if len(as_typed) < few else INFLECTED
        common, relaxed = self._common(query), list[Typed]()
        others = []
        for at, clause in enumerate(query.clauses):
            term = clause.any_of[0]
            if (
                not (len(clause.any_of) == 1 and isinstance(term, Word) and is_wordy(clause))
                or term.field
                or term.exact
                or term.prefix
            ):
                others.append(clause)
            elif at not in common:
                relaxed += typed_words(term)
        rest = Query(tuple(others))
        return {
            number
            for number in open_to - found
            if self._all_met(number, rest, loose)
            and (held := sum(self._is_soft(number, word) for word in relaxed)) > 0
            and 3 * held >= len(relaxed)
        }

    def _is_soft(self, number: int, typed: Typed) -> bool:
        """Whether the talk has *typed*, or if that is known, it or an inflection of it."""
        if not self._is_familiar(typed.text, None):
            return self._word_met(number, typed, LOOSE)
        held = {word for text in self._texts(number, None) for word in text}
        return typed.text in held or self._is_inflected(number, typed)

    def _common(self, query: Query) -> set[int]:
        """Return the places of the stop words that need not be there."""
        found = {
            at
            for at, clause in enumerate(query.clauses)
            if (typed := self._alone(clause))
            and not (typed.field or typed.exact or typed.prefix)
            and typed.text in STOP_WORDS
        }
        return found if len(found) < sum(map(is_wordy, query.clauses)) else set()

    def _all_met(self, number: int, query: Query, loose: int) -> bool:
        split, common = self._split(number, query, loose), self._common(query)
        return all(
            at in split or at in common or self._clause_met(number, clause, loose)
            for at, clause in enumerate(query.clauses)
        )

    def _clause_met(self, number: int, clause: Clause, loose: int) -> bool:
        loosely = TYPED if clause.negated else loose
        met = any(self._term_met(number, term, loosely) for term in clause.any_of)
        return met != clause.negated

    def _term_met(self, number: int, term: Term, loose: int) -> bool:
        match term:
            case Word():
                typed = typed_words(term)
                split = self._split_in(number, typed, loose)
                return all(
                    at in split or self._word_met(number, one, loose)
                    for at, one in enumerate(typed)
                )
            case Phrase():
                return self._phrase_met(number, term)
            case Condition():
                return self.conditions.are_met(number, term)
            case Conjunction(clauses):
                return all(self._clause_met(number, one, loose) for one in clauses)

    def _fields(self, field: FieldName | None) -> tuple[FieldName, ...]:
        return (field,) if field else ANYWHERE

    def _texts(self, number: int, field: FieldName | None) -> Iterator[tuple[str, ...]]:
        for name in self._fields(field):
            yield from self.texts[number][name]

    def _word_met(self, number: int, typed: Typed, loose: int) -> bool:
        texts = list(self._texts(number, typed.field))
        held = {word for text in texts for word in text}
        if typed.exact:
            return typed.text in held
        if any(word.startswith(typed.text) for word in held):
            return True
        if typed.prefix or loose == TYPED:
            return False
        if self._is_inflected(number, typed):
            return True
        return loose == LOOSE and (
            (
                not self._is_familiar(typed.text, typed.field)
                and not held.isdisjoint(slipped(typed.text, self._holders(typed.field)))
            )
            or any(_is_joined(typed.text, text) for text in texts)
        )

    def _is_inflected(self, number: int, typed: Typed) -> bool:
        """Whether the talk has an inflection of *typed* where words have some."""
        return any(
            word != typed.text and stem(word) == stem(typed.text) is not None
            for name in self._fields(typed.field)
            if name in INFLECTED_FIELDS
            for text in self.texts[number][name]
            for word in text
        )

    def _is_familiar(self, word: str, field: FieldName | None) -> bool:
        """Whether *word* is too frequent in *field* to be a typo."""
        uses = (
            any(word in text for text in self.texts[number][name])
            for number in self.talks
            for name in self._fields(field)
        )
        return sum(uses) >= FAMILIAR

    def _holders(self, field: FieldName | None) -> Counter[str]:
        """Return the number of talks with each word that is searched in *field*."""
        return Counter(
            word
            for number in self.talks
            for word in {word for text in self._texts(number, field) for word in text}
        )

    def _phrase_met(self, number: int, phrase: Phrase) -> bool:
        typed = words(phrase.text)
        return any(
            _runs(typed, text[at : at + len(typed)], phrase.closed and phrase.text[-1] != "*")
            for text in self._texts(number, phrase.field)
            for at in range(len(text) - len(typed) + 1)
        )

    def _split(self, number: int, query: Query, loose: int) -> set[int]:
        """Return the places of single words that the talk contains joined with a neighbour."""
        alone = [self._alone(clause) for clause in query.clauses]
        found: set[int] = set()
        for at, pair in enumerate(pairwise(alone)):
            left, right = pair
            if left and right and self._is_split(number, left, right, loose):
                found |= {at, at + 1}
        return found

    def _split_in(self, number: int, typed: list[Typed], loose: int) -> set[int]:
        """Return the places of neighbours among *typed* that the talk has as one word."""
        found: set[int] = set()
        for at, (left, right) in enumerate(pairwise(typed)):
            if self._is_split(number, left, right, loose):
                found |= {at, at + 1}
        return found

    def _is_split(self, number: int, left: Typed, right: Typed, loose: int) -> bool:
        both = left.text + right.text
        if left.exact or right.exact or left.prefix or right.prefix or left.field != right.field:
            return False
        if min(len(left.text), len(right.text)) < SHORTEST_PART:
            return False
        held = {word for text in self._texts(number, left.field) for word in text}
        if any(word.startswith(both) for word in held):
            return True
        holders = self._holders(left.field)
        known = left.text in holders and right.text in holders
        slips = loose == LOOSE and len(both) <= LONGEST_SPLIT and not known
        slips = slips and not self._is_familiar(both, left.field)
        return slips and not held.isdisjoint(slipped(both, holders))

    @staticmethod
    def _alone(clause: Clause) -> Typed | None:
        """Return the only word of *clause*."""
        term = clause.any_of[0]
        if clause.negated or len(clause.any_of) > 1 or not isinstance(term, Word):
            return None
        typed = typed_words(term)
        return typed[0] if len(typed) == 1 else None

    def is_known(self, typed: Typed) -> bool:
        """Whether some talk contains *typed*, possibly with typos or joined."""
        return any(self._word_met(number, typed, LOOSE) for number in self.talks)


def _is_joined(typed: str, text: tuple[str, ...]) -> bool:
    """Whether *typed* stands in *text* as two words side by side, the second perhaps not all typed."""
    return any(
        typed.startswith(left)
        and min(len(left), len(typed) - len(left)) >= SHORTEST_HALF
        and right.startswith(typed[len(left) :])
        for left, right in pairwise(text)
    )


def _runs(typed: list[str], text: tuple[str, ...], closed: bool) -> bool:
    """Whether *text* is *typed*; if that is not *closed*, its last word is a prefix."""
    *before, last = typed
    return [*text[:-1]] == before and (text[-1] == last if closed else text[-1].startswith(last))
