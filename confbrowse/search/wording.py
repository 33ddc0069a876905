"""Where in a text the words of a query stand: for highlighting, and for saying why a talk was found.

It looks at the text alone, not at an index; so it may mark a word that was too far down the list of
near ones to count for the search.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from confbrowse.model import Talk
from confbrowse.search.answer import MatchKind
from confbrowse.search.demands import Typed, are_neighbours, typed_words
from confbrowse.search.matching import SHORTEST_HALF
from confbrowse.search.query import FieldName, Phrase, Query, Word
from confbrowse.search.slips import LONGEST, allowed
from confbrowse.search.texts import ANYWHERE, FIELDS, parts
from confbrowse.text.slugs import folded, words

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_APOSTROPHES = str.maketrans("", "", "'’")
_BETTER: tuple[MatchKind, ...] = ("whole", "beginning", "joined", "one slip", "two slips")


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a text a typed word was met, as offsets of characters, end excluded."""

    start: int
    end: int
    kind: MatchKind
    typed: str
    """The typed word, folded."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A text of a talk that holds words of the query."""

    field: FieldName
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A folded word, and where in its text it stands."""

    word: str
    start: int
    end: int


class Wording:
    """The words of one query."""

    def __init__(self, query: Query, *, slips: bool) -> None:
        """*slips* tells whether words count that only nearly are what was typed."""
        self._slips = slips
        wanted = [(clause, term) for clause in query.clauses for term in clause.any_of]
        terms = [term for clause, term in wanted if not clause.negated]
        self._phrases = [term for term in terms if isinstance(term, Phrase)]
        self._typed = [
            Typed(one, term.field, term.exact, 0, False)
            for term in terms
            if isinstance(term, Word)
            for one in words(term.text)
        ]
        neighbours = pairwise(typed_words(query))
        self._split = [
            replace(one, text=one.text + other.text)
            for one, other in neighbours
            if are_neighbours(one, other)
        ]
        self._judged: dict[tuple[FieldName, str], tuple[MatchKind, str] | None] = {}

    def spans(self, text: str, field: FieldName) -> tuple[Span, ...]:
        """Return where *text*, of *field*, holds words of the query: in order, none over another."""
        found: dict[Stretch, tuple[MatchKind, str]] = {}
        stretches = stretches_of(text)
        for one in stretches:
            if judged := self._judge(field, one.word):
                found[one] = judged
        for ways in (self._of_phrases(stretches, field), self._joined(stretches, field)):
            for stretch, kind, typed in ways:
                if stretch not in found or _is_better(kind, found[stretch][0]):
                    found[stretch] = (kind, typed)
        return tuple(_span(one, *found[one]) for one in stretches if one in found)

    def reasons(self, talk: Talk) -> tuple[Reason, ...]:
        """Return every text of *talk* that holds words of the query."""
        return tuple(
            Reason(field, text, spans)
            for field, texts in zip(FIELDS, parts(talk), strict=True)
            for text in texts
            if (spans := self.spans(text, field))
        )

    def _judge(self, field: FieldName, word: str) -> tuple[MatchKind, str] | None:
        """Return how *word* is met best, and by which typed word; None where it is not."""
        key = (field, word)
        if key not in self._judged:
            met = [(kind, one.text) for one in self._typed if _looks_in(one.field, field)
                   if (kind := self._kind(one, word))]  # fmt: skip
            met += [
                ("joined", one.text)
                for one in self._split
                if _looks_in(one.field, field) and self._kind(one, word)
            ]
            self._judged[key] = min(met, key=lambda way: _BETTER.index(way[0]), default=None)
        return self._judged[key]

    def _kind(self, typed: Typed, word: str) -> MatchKind | None:
        if word == typed.text:
            return "whole"
        if typed.exact:
            return None
        if word.startswith(typed.text):
            return "beginning"
        slips = allowed(typed.text) if self._slips else 0
        least = _slips_between(typed.text[:LONGEST], word, slips) if slips else slips + 1
        return None if least > slips else "one slip" if least == 1 else "two slips"

    def _of_phrases(
        self, stretches: Sequence[Stretch], field: FieldName
    ) -> Iterator[tuple[Stretch, MatchKind, str]]:
        for phrase in self._phrases:
            wanted = words(phrase.text) if _looks_in(phrase.field, field) else []
            for at in range(len(stretches) - len(wanted) + 1) if wanted else ():
                run = stretches[at : at + len(wanted)]
                *before, last = (one.word for one in run)
                ends = last == wanted[-1] if phrase.closed else last.startswith(wanted[-1])
                if ends and before == wanted[:-1]:
                    for one, typed in zip(run, wanted, strict=True):
                        yield one, "whole" if one.word == typed else "beginning", typed

    def _joined(
        self, stretches: Sequence[Stretch], field: FieldName
    ) -> Iterator[tuple[Stretch, MatchKind, str]]:
        """Yield two words side by side that were typed as one."""
        long = [one for one in self._typed if len(one.text) >= 2 * SHORTEST_HALF and not one.exact]
        for typed in long if self._slips else ():
            for left, right in pairwise(stretches) if _looks_in(typed.field, field) else ():
                rest = typed.text[len(left.word) :]
                shortest = min(len(left.word), len(rest))
                begins = typed.text.startswith(left.word) and right.word.startswith(rest)
                if shortest >= SHORTEST_HALF and begins:
                    yield left, "joined", typed.text
                    yield right, "joined", typed.text


@lru_cache(maxsize=1024)
def stretches_of(text: str) -> tuple[Stretch, ...]:
    """Return the words of *text*, as ``confbrowse.text.slugs.words`` finds them, with their places."""
    plain, places = text.lower(), None
    if not text.isascii():
        letters = [_folded(letter) for letter in text]
        plain = "".join(letters)
        places = [at for at, letter in enumerate(letters) for _ in letter]
    found = []
    for match in _WORD.finditer(plain):
        start, end = match.span()
        if places:
            start, end = places[start], places[end - 1] + 1
        found.append(Stretch(match[0].translate(_APOSTROPHES), start, end))
    return tuple(found)


_folded = lru_cache(maxsize=4096)(folded)


def _looks_in(asked: FieldName | None, field: FieldName) -> bool:
    return field == asked if asked else field in ANYWHERE


def _is_better(kind: MatchKind, other: MatchKind) -> bool:
    return _BETTER.index(kind) < _BETTER.index(other)


def _slips_between(typed: str, word: str, most: int) -> int:
    """Return the least distance of *typed* from a beginning of *word*; more than *most* if it is more."""
    ends = range(max(len(typed) - most, 1), min(len(typed) + most, len(word)) + 1)
    distances = (OSA.distance(typed, word[:end], score_cutoff=most) for end in ends)
    return min(distances, default=most + 1)


def _span(stretch: Stretch, kind: MatchKind, typed: str) -> Span:
    """Return what is marked of a word: of one that is only begun, what was typed of it."""
    is_plain = stretch.end - stretch.start == len(stretch.word)
    end = stretch.start + len(typed) if kind == "beginning" and is_plain else stretch.end
    return Span(stretch.start, end, kind, typed)
