"""Evaluate the clauses of a query over all index segments at once.

Talks have one row number across all segments.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from confbrowse.search.filters import Mask
from confbrowse.search.index import U8, Cover, IndexSegment, acronyms_of
from confbrowse.search.index_builder import COLUMNS, Acronyms
from confbrowse.search.matcher import I64, Matcher, TermMatch, VocabularyHit, phrase_matches
from confbrowse.search.query import (
    Clause,
    Condition,
    Conjunction,
    FieldName,
    Phrase,
    Query,
    Term,
    Word,
    is_text_only,
    wanted_terms,
)
from confbrowse.search.stop_words import stop_words
from confbrowse.search.tokenizer import ANYWHERE
from confbrowse.text.slugs import words_with_signs

_CACHED = 64
_KNOWN, _KNOWN_SHARE = 3, 1e-4
"""A word in so many talks, and in more than this share of them, is not corrected."""
_USUAL = 0.2
"""A long form counts if it is at least this often meant by its acronym as the most frequent one."""
_LANGUAGE_SHARE = 0.01
"""A language is present if its words occur in more than this share of the talks."""
_SPLIT_SHARE = 0.8
"""Share of the points for a word that was typed as two."""


@dataclass(frozen=True, slots=True)
class IndexPart:
    """One segment, and the talk numbers of its rows."""

    segment: IndexSegment
    numbers: I64
    """The number of each talk; -1 if the talk has changed since it was indexed."""


def index_part(segment: IndexSegment, firsts: Mapping[str, int]) -> IndexPart:
    """Return *segment* with the numbers of its talks.

    *firsts* maps each programme that the segment covers in its current state to the number of its
    first talk. Talks of other programmes are outdated.
    """
    return IndexPart(segment, numbers_of(segment.covers, firsts))


def numbers_of(covers: Iterable[Cover], firsts: Mapping[str, int]) -> I64:
    """Return the numbers of the talks of *covers*; see ``index_part``."""
    numbers = [np.empty(0, np.int64)]
    for cover in covers:
        first = firsts.get(cover.programme)
        numbers.append(
            np.full(cover.talks, -1) if first is None else np.arange(cover.talks) + first
        )
    return np.concatenate(numbers)


@dataclass(frozen=True, slots=True)
class WordMatches:
    """How the talks of all segments match one typed word."""

    points: U8
    """Per talk; 0 if it does not contain the word."""
    talks: int
    """How many talks contain it."""
    parts: tuple[TermMatch, ...]
    """The matching words of each segment."""


class MultiIndex:
    """All segments as one: row 0 is the first talk of the first segment."""

    def __init__(self, parts: Sequence[IndexPart]) -> None:
        self.parts = tuple(parts)
        self.numbers = np.concatenate([np.empty(0, np.int64), *(part.numbers for part in parts)])
        self.edges = np.cumsum([0, *(part.segment.size for part in parts)])
        self.columns = {name: self._column(name) for name in COLUMNS}
        self._matchers = tuple(Matcher(part.segment) for part in parts)
        self.match_word = lru_cache(_CACHED)(self._match_word)
        self.match_fuzzy = lru_cache(_CACHED)(self._match_fuzzy)
        self.match_phrase = lru_cache(_CACHED)(self._match_phrase)
        self.inflections = lru_cache(_CACHED)(self._inflections)
        self.is_known = lru_cache(_CACHED)(self._is_known)

    @property
    def size(self) -> int:
        """The number of rows, outdated talks included."""
        return len(self.numbers)

    def _column(self, name: str) -> npt.NDArray[np.generic]:
        columns = [part.segment.columns[name] for part in self.parts]
        if len(columns) == 1:
            return columns[0]
        return np.concatenate([np.empty(0, COLUMNS[name]), *columns])

    def _match_word(
        self,
        word: str,
        field: FieldName | None,
        exact: bool,
        fuzzy: bool,
        inflected: bool = True,
    ) -> WordMatches:
        """Return how the talks match *word*, which is folded; see ``Matcher._match``."""
        corrected = fuzzy and not exact and not self.is_known(word, field)
        return _concatenate(
            [
                matcher.match(word, field, exact, fuzzy, corrected, inflected)
                for matcher in self._matchers
            ]
        )

    def _is_known(self, word: str, field: FieldName | None) -> bool:
        """Return whether so many talks contain *word*, which is folded, that it is hardly a typo."""
        fields = (field,) if field else ANYWHERE
        return sum(matcher.talks_with(word, fields) for matcher in self._matchers) >= max(
            _KNOWN, _KNOWN_SHARE * self.size
        )

    def match_stem(self, word: str) -> WordMatches:
        """Return how the talks match *word* or one of its inflections, not as a prefix, in ANYWHERE."""
        return _concatenate([matcher.match_stem(word) for matcher in self._matchers])

    def _inflections(self, word: str) -> frozenset[str]:
        """Return the other words with the same stem as *word*."""
        return frozenset(one for matcher in self._matchers for one in matcher.inflected_words(word))

    @cached_property
    def acronyms(self) -> Acronyms:
        """The acronyms of all segments, each with the long forms that it usually has."""
        found = sum((acronyms_of(part.segment) for part in self.parts), Acronyms())
        most: dict[str, int] = {}
        for (short, _), times in found.most_common():
            most.setdefault(short, times)
        return Acronyms(
            {pair: times for pair, times in found.items() if times >= _USUAL * most[pair[0]]}
        )

    @cached_property
    def long_forms(self) -> Mapping[str, Sequence[str]]:
        """The long forms of each acronym."""
        return _grouped(self.acronyms)

    @cached_property
    def short_forms(self) -> Mapping[str, Sequence[str]]:
        """The acronyms of each long form."""
        return _grouped((long, short) for short, long in self.acronyms)

    @cached_property
    def stop_words(self) -> frozenset[str]:
        """The common words of the languages of the talks."""
        least = _LANGUAGE_SHARE * self.size

        def is_frequent(word: str) -> bool:
            return sum(matcher.talks_with(word, ANYWHERE) for matcher in self._matchers) > least

        return stop_words(is_frequent)

    def _match_phrase(
        self, words: tuple[str, ...], field: FieldName | None, closed: bool
    ) -> tuple[WordMatches, ...]:
        """Return how the talks with *words* next to each other match each of them."""
        last = len(words) - 1
        matches = [
            [
                matcher.match(word, field, closed or index < last, False, False)
                for index, word in enumerate(words)
            ]
            for matcher in self._matchers
        ]
        masks = [
            phrase_matches(part.segment, segment_matches, field)
            for part, segment_matches in zip(self.parts, matches, strict=True)
        ]
        masked = [
            [replace(match, points=match.points * mask) for match in segment_matches]
            for segment_matches, mask in zip(matches, masks, strict=True)
        ]
        return tuple(
            _concatenate([segment_matches[index] for segment_matches in masked])
            for index in range(len(words))
        )

    def with_split(
        self, found: WordMatches, word: str, field: FieldName | None, fuzzy: bool
    ) -> WordMatches:
        """Return *found*, plus the talks that contain the longer *word* of which it was typed as a part."""
        if not fuzzy and not any(first < last for first, last in self._prefix_ranges(word)):
            return found
        whole = (
            self.match_fuzzy(word, field)
            if fuzzy
            else self.match_word(word, field, False, False, False)
        )
        if not whole.talks:
            return found
        reduced = (whole.points * np.float32(_SPLIT_SHARE)).astype(np.uint8)
        parts = tuple(
            replace(
                part,
                others=(
                    *part.others,
                    VocabularyHit("joined", np.arange(whole_part.first, whole_part.last)),
                    *whole_part.others,
                ),
            )
            for part, whole_part in zip(found.parts, whole.parts, strict=True)
        )
        points = np.maximum(found.points, reduced)
        return WordMatches(points, int(np.count_nonzero(points)), parts)

    def _match_fuzzy(self, word: str, field: FieldName | None) -> WordMatches:
        """Return how the talks match *word* as one word: whole, as a prefix or with typos."""
        corrected = not self.is_known(word, field)
        return _concatenate(
            [matcher.match_as_one_word(word, field, corrected, False) for matcher in self._matchers]
        )

    def _prefix_ranges(self, word: str) -> list[tuple[int, int]]:
        return [matcher.prefix_range(word.encode()) for matcher in self._matchers]

    def no_matches(self) -> WordMatches:
        """Return the matches of a word that occurs nowhere."""
        empty = tuple(
            TermMatch(np.zeros(part.segment.size, np.uint8), 0, 0, 0) for part in self.parts
        )
        return _concatenate(empty)

    @cached_property
    def later(self) -> npt.NDArray[np.float64]:
        """The position of each talk in time order, from 0 for the first to below 1 for the last."""
        order = np.argsort(self.columns["start"], kind="stable")
        rank = np.empty(self.size)
        rank[order] = np.arange(self.size) / max(self.size, 1)
        return rank

    def title_of(self, row: int) -> tuple[bytes, ...]:
        """Return the words of the title of the talk in *row*."""
        segment = int(np.searchsorted(self.edges, row, "right")) - 1
        return self._matchers[segment].title_of(row - int(self.edges[segment]))

    def nearest_words(self, word: str, limit: int) -> list[str]:
        """Return the known words most similar to *word*, best first, at most *limit*."""
        found = {
            each: 0 for matcher in self._matchers for each in matcher.most_similar(word, limit)
        }
        return list(found)[:limit]

    def warm(self) -> None:
        """Load lazily read data now, so that the first search is fast."""
        for word in ("warming", "warmingupp"):
            self._match_word(word, None, False, True)
        _ = self.later


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def match_any(found: Sequence[WordMatches]) -> WordMatches:
    """Return how the talks match at least one of the words of *found*."""
    return _combine(found, np.maximum.reduce([word.points for word in found]))


def match_all(found: Sequence[WordMatches]) -> WordMatches:
    """Return how the talks match all words of *found*."""
    return _combine(found, np.minimum.reduce([word.points for word in found]))


def _combine(found: Sequence[WordMatches], points: U8) -> WordMatches:
    if len(found) == 1:
        return found[0]
    parts = []
    for segment_matches in zip(*(each.parts for each in found), strict=True):
        others = [
            VocabularyHit("whole", np.arange(each.first, each.last)) for each in segment_matches[1:]
        ]
        others += [hit for each in segment_matches for hit in each.others]
        parts.append(replace(segment_matches[0], others=tuple(others)))
    return WordMatches(points, int(np.count_nonzero(points)), tuple(parts))


def _concatenate(matches: Sequence[TermMatch]) -> WordMatches:
    if len(matches) == 1:
        return WordMatches(matches[0].points, matches[0].talks, tuple(matches))
    points = np.concatenate([np.empty(0, np.uint8), *(match.points for match in matches)])
    return WordMatches(points, sum(match.talks for match in matches), tuple(matches))


# The text clauses of a query, exact or fuzzy.

SHORTEST_SPLIT_PART = 2
"""Shortest word, in letters, that is joined with its neighbour."""
LONGEST_SPLIT = 16
"""Longest joined word, in letters, for which typos are tolerated."""


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One folded word of a query."""

    text: str
    field: FieldName | None
    exact: bool
    prefix: bool
    """Whether no typos are tolerated in it; see ``query.Word``."""
    clause: int
    """Index of its clause."""
    is_alone: bool
    """Whether it is the only word of its clause."""
    is_common: bool = False
    """Whether it is a stop word that is not required."""


@dataclass(frozen=True, slots=True)
class ClauseMatch:
    """How the talks match one clause."""

    words: tuple[WordMatches, ...]
    """A talk must contain all of them."""
    is_required: bool = True
    """Whether a talk must match it; else it only ranks talks."""

    @property
    def points(self) -> U8:
        """Per talk, the points of its worst matching word; 0 if it does not match the clause."""
        return minimum([word.points for word in self.words])


def minimum(points: Sequence[U8]) -> U8:
    """Return the minimum of *points* per talk."""
    if len(points) == 1:
        return points[0]
    found = np.minimum(points[0], points[1])
    for more in points[2:]:
        np.minimum(found, more, out=found)
    return found


def text_clauses(query: Query) -> list[int]:
    """Return the indices of the clauses of *query* that ``clause_matches`` returns matches of."""
    return [index for index, clause in enumerate(query.clauses) if is_text_only(clause)]


def wanted_words(query: Query, stop_words: frozenset[str] = frozenset()) -> list[QueryWord]:
    """Return the folded words of all words of *query* that are not excluded; *stop_words* only if required."""
    common = common_clauses(query, stop_words)
    return [
        word
        for index, clause in enumerate(query.clauses)
        for term in wanted_terms((clause,))
        if isinstance(term, Word) and index not in common
        for word in folded_words(term, index)
    ]


@lru_cache(maxsize=_CACHED)
def typed_words(query: Query, stop_words: frozenset[str] = frozenset()) -> tuple[QueryWord, ...]:
    """Return the folded words of those clauses of *query* that are a single typed word.

    ``is_common`` is set of those *stop_words* that are not required.
    """
    common = common_clauses(query, stop_words) if stop_words else ()
    found: list[QueryWord] = []
    for index, clause in enumerate(query.clauses):
        term = clause.any_of[0]
        if is_text_only(clause) and len(clause.any_of) == 1 and isinstance(term, Word):
            typed = folded_words(term, index)
            is_common = index in common
            found += [replace(word, is_common=True) for word in typed] if is_common else typed
    return tuple(found)


@lru_cache(maxsize=_CACHED)
def folded_words(word: Word, clause: int = 0) -> tuple[QueryWord, ...]:
    """Return the words that *word* of this clause is folded into; all but the last of ``self-sup*`` are whole."""
    parts = words_with_signs(word.text)
    *before, _ = [word.exact or word.prefix] * len(parts)
    return tuple(
        QueryWord(part, word.field, exact, word.prefix, clause, len(parts) == 1)
        for part, exact in zip(parts, [*before, word.exact], strict=True)
    )


def clause_matches(query: Query, talks: MultiIndex, fuzzy: bool) -> list[ClauseMatch]:
    """Return the matches of the text clauses of *query*; with *fuzzy*, also with typos and joined words."""
    by_clause: dict[int, list[WordMatches]] = {}
    common = common_clauses(query, talks.stop_words)
    typed = typed_words(query, talks.stop_words)
    for word, found in zip(typed, _match_words(typed, talks, fuzzy), strict=True):
        by_clause.setdefault(word.clause, []).append(found)
    return [
        ClauseMatch(tuple(by_clause[index]), index not in common)
        if index in by_clause
        else _match_clause(clause, talks, fuzzy)
        for index, clause in enumerate(query.clauses)
        if is_text_only(clause)
    ]


@lru_cache(maxsize=_CACHED)
def common_clauses(query: Query, stop_words: frozenset[str]) -> frozenset[int]:
    """Return the indices of the clauses of *query* that are not required: each is a stop word.

    There are none in a query that has no other words or phrases to find.
    """
    common = frozenset(
        word.clause
        for word in typed_words(query)
        if word.is_alone
        and not (word.field or word.exact or word.prefix)
        and word.text in stop_words
    )
    return common if len(common) < len(text_clauses(query)) else frozenset()


def _match_words(
    typed: Sequence[QueryWord], talks: MultiIndex, fuzzy: bool, inflected: bool = True
) -> list[WordMatches]:
    """Return how the talks match each word; neighbours also count as one joined word."""
    found = [
        talks.match_word(
            word.text,
            word.field,
            word.exact or word.is_common,
            fuzzy and not word.prefix,
            inflected and not word.prefix,
        )
        for word in typed
    ]
    for index, (left, right) in enumerate(pairwise(typed)):
        if are_neighbours(left, right):
            joined = left.text + right.text
            joined_fuzzy = (
                fuzzy and len(joined) <= LONGEST_SPLIT and not _both_known(left, right, talks)
            )
            for each in (index, index + 1):
                found[each] = talks.with_split(found[each], joined, left.field, joined_fuzzy)
    return found


def _both_known(left: QueryWord, right: QueryWord, talks: MultiIndex) -> bool:
    """Return whether both words occur exactly as typed; then they are not one word split by a typo."""
    return all(talks.match_word(word.text, word.field, True, False).talks for word in (left, right))


def are_neighbours(left: QueryWord, right: QueryWord) -> bool:
    """Return whether the two, typed next to each other, may be one word."""
    same_clause = left.clause == right.clause
    adjacent_clauses = left.is_alone and right.is_alone and right.clause == left.clause + 1
    lengths = len(left.text), len(right.text)
    compatible = left.field == right.field and not (
        left.exact or right.exact or left.prefix or right.prefix
    )
    return (same_clause or adjacent_clauses) and compatible and min(lengths) >= SHORTEST_SPLIT_PART


def _match_clause(
    clause: Clause, talks: MultiIndex, fuzzy: bool, inflected: bool = True
) -> ClauseMatch:
    """Return the matches of a text clause of any form."""
    if len(clause.any_of) == 1 and isinstance(clause.any_of[0], Phrase):
        return ClauseMatch(_match_phrase(clause.any_of[0], talks))
    terms = [
        match_all(found)
        for term in clause.any_of
        for found in _match_term(term, talks, fuzzy, inflected)
    ]
    return ClauseMatch((match_any(terms),))


def _match_term(
    term: Term, talks: MultiIndex, fuzzy: bool, inflected: bool
) -> Iterator[Sequence[WordMatches]]:
    match term:
        case Word():
            yield _match_words(folded_words(term), talks, fuzzy, inflected)
        case Phrase():
            yield _match_phrase(term, talks)
        case Conjunction(clauses):
            yield [match_all(_match_clause(one, talks, fuzzy, inflected).words) for one in clauses]
        case Condition():
            pass


def _match_phrase(phrase: Phrase, talks: MultiIndex) -> tuple[WordMatches, ...]:
    return talks.match_phrase(tuple(words_with_signs(phrase.text)), phrase.field, phrase.ends_whole)


def matching_mask(
    clause: Clause,
    talks: MultiIndex,
    condition_mask: Callable[[Condition], Mask],
    fuzzy: bool,
    inflected: bool = True,
) -> Mask:
    """Return which talks satisfy *clause*, in which no excluded word is *fuzzy* or *inflected*."""
    fuzzy, inflected = fuzzy and not clause.negated, inflected and not clause.negated
    found = np.zeros(talks.size, np.bool_)
    for term in clause.any_of:
        match term:
            case Condition():
                found |= condition_mask(term)
            case Conjunction(clauses):
                masks = [
                    matching_mask(one, talks, condition_mask, fuzzy, inflected) for one in clauses
                ]
                found |= np.logical_and.reduce(masks)
            case _:
                found |= _match_clause(Clause((term,)), talks, fuzzy, inflected).points > 0
    return ~found if clause.negated else found
