"""Where the words of a query occur in a text: for highlighting, and for explaining a result.

This looks at the text alone, not at an index, so it may mark a word that was not among the
candidates of the search.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import get_args

from rapidfuzz.distance import OSA

from confbrowse.model import Talk
from confbrowse.search.evaluator import QueryWord, are_neighbours, typed_words, wanted_words
from confbrowse.search.fuzzy import MAX_LETTERS, allowed_edits
from confbrowse.search.matcher import SHORTEST_HALF
from confbrowse.search.query import (
    FieldName,
    MatchKind,
    Phrase,
    Query,
    WordForms,
    wanted_terms,
)
from confbrowse.search.tokenizer import ANYWHERE, FIELDS, INFLECTED, parts
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import NET, folded, words_with_signs

_WORD = lazy_pattern(
    r"(?<![^\W_])(?<!\.)\.net(?![^\W_]|\+\+)|(?<![^\W_])[a-z]#(?![^\W_]|#)"
    r"|[^\W_]+(?:['’][^\W_]+)*(?:\+\+)?"
)
_APOSTROPHES = str.maketrans("", "", "'’")
_BEST_FIRST: tuple[MatchKind, ...] = get_args(MatchKind)
NO_FORMS = WordForms()
"""Without an index."""


@dataclass(frozen=True, slots=True)
class MatchSpan:
    """A match of a typed word in a text, as character offsets, end excluded."""

    start: int
    end: int
    kind: MatchKind
    typed: str
    """The typed word, folded."""


@dataclass(frozen=True, slots=True)
class MatchedText:
    """A text of a talk that contains words of the query."""

    field: FieldName
    text: str
    spans: tuple[MatchSpan, ...]


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """A folded word and its position in the text."""

    word: str
    start: int
    end: int


_Best = tuple[MatchKind, str] | None


class _Cached(dict[str, _Best]):
    """The results of a function, kept."""

    def __init__(self, function: Callable[[str], _Best]) -> None:
        self._function = function

    def __missing__(self, word: str) -> _Best:
        found = self[word] = self._function(word)
        return found


class Highlighter:
    """Finds the words of one query in texts."""

    def __init__(self, query: Query, *, fuzzy: bool, forms: WordForms = NO_FORMS) -> None:
        """*fuzzy* also marks words that match with typos, or as two words."""
        self._fuzzy, self._forms = fuzzy, forms
        terms = wanted_terms(query.clauses)
        self._phrases = [term for term in terms if isinstance(term, Phrase)]
        self._phrases += [Phrase(one, closed=" " not in one) for one in forms.acronyms]
        self._typed = wanted_words(query, forms.stop_words)
        self._long = [
            one
            for one in (self._typed if fuzzy else ())
            if len(one.text) >= 2 * SHORTEST_HALF and not (one.exact or one.prefix)
        ]
        """The words that may be two in a text."""
        neighbours = pairwise(typed_words(query))
        self._split = [
            replace(one, text=one.text + other.text)
            for one, other in neighbours
            if are_neighbours(one, other)
        ]
        self._kinds = {
            name: _Cached(partial(self._best_kind, name)) for name in get_args(FieldName)
        }
        """By field and word: how the word matches best, and which typed word; None if it does not match."""

        self._parts = self._necessary_parts()

    def _necessary_parts(self) -> Sequence[str] | None:
        """Return what a text must contain one of, or it has no matches; None if that cannot be said.

        Most texts of a list have no match, and a look for a few letters tells so in a tenth of the time.
        """
        if self._fuzzy:
            return None
        found = [one.text for one in (*self._typed, *self._split)]
        found += [word for one in self._typed for word in self._forms.inflections.get(one.text, ())]
        found += [word for one in self._phrases for word in words_with_signs(one.text)[-1:]]
        return found if all(one.isascii() and one.isalnum() for one in found) else None

    def spans(self, text: str, field: FieldName) -> tuple[MatchSpan, ...]:
        """Return the matches in *text*, a text of *field*, in order, without overlaps."""
        if self._parts is not None and text.isascii() and "'" not in text:  # else it is folded
            lowered = text.lower()
            if not any(part in lowered for part in self._parts):
                return ()
        tokens = token_spans(text)
        kinds = self._kinds[field]
        best = [kinds[token.word] for token in tokens]
        if not (self._phrases or self._long or any(best)):
            return ()
        found = {token: one for token, one in zip(tokens, best, strict=True) if one}
        for matches in (self._phrase_matches(tokens, field), self._joined_matches(tokens, field)):
            for match_token, kind, typed in matches:
                if match_token not in found or _is_better(kind, found[match_token][0]):
                    found[match_token] = (kind, typed)
        return tuple(_marked_span(token, *found[token]) for token in tokens if token in found)

    def reasons(self, talk: Talk) -> tuple[MatchedText, ...]:
        """Return every text of *talk* that contains words of the query."""
        return tuple(
            MatchedText(field, text, spans)
            for field, texts in zip(FIELDS, parts(talk), strict=True)
            for text in texts
            if (spans := self.spans(text, field))
        )

    def _best_kind(self, field: FieldName, word: str) -> _Best:
        matches: list[tuple[MatchKind, str]] = [
            (kind, typed.text)
            for typed in self._typed
            if _is_searched(typed.field, field) and (kind := self._kind(typed, field, word))
        ]
        matches += [
            ("joined", typed.text)
            for typed in self._split
            if _is_searched(typed.field, field) and self._kind(typed, field, word)
        ]
        return min(matches, key=lambda match: _BEST_FIRST.index(match[0]), default=None)

    def _kind(self, typed: QueryWord, field: FieldName, word: str) -> MatchKind | None:
        if word == typed.text:
            return "whole"
        if typed.exact:
            return None
        if word.startswith(typed.text):
            return "beginning"
        is_inflected = field in INFLECTED and not typed.prefix
        if is_inflected and word in self._forms.inflections.get(typed.text, ()):
            return "inflected"
        is_corrected = self._fuzzy and not typed.prefix and typed.text not in self._forms.known
        edits = allowed_edits(typed.text) if is_corrected else 0
        distance = prefix_distance(typed.text[:MAX_LETTERS], word, edits) if edits else edits + 1
        return None if distance > edits else "one edit" if distance == 1 else "two edits"

    def _phrase_matches(
        self, tokens: Sequence[TokenSpan], field: FieldName
    ) -> Iterator[tuple[TokenSpan, MatchKind, str]]:
        for phrase in self._phrases:
            wanted = words_with_signs(phrase.text) if _is_searched(phrase.field, field) else []
            for index in range(len(tokens) - len(wanted) + 1) if wanted else ():
                run = tokens[index : index + len(wanted)]
                *preceding, last = (token.word for token in run)
                ends = last == wanted[-1] if phrase.ends_whole else last.startswith(wanted[-1])
                if ends and preceding == wanted[:-1]:
                    for token, typed in zip(run, wanted, strict=True):
                        yield token, "whole" if token.word == typed else "beginning", typed

    def _joined_matches(
        self, tokens: Sequence[TokenSpan], field: FieldName
    ) -> Iterator[tuple[TokenSpan, MatchKind, str]]:
        """Yield two adjacent words that were typed as one."""
        for typed in self._long:
            for left, right in pairwise(tokens) if _is_searched(typed.field, field) else ():
                rest = typed.text[len(left.word) :]
                shortest = min(len(left.word), len(rest))
                begins = typed.text.startswith(left.word) and right.word.startswith(rest)
                if shortest >= SHORTEST_HALF and begins:
                    yield left, "joined", typed.text
                    yield right, "joined", typed.text


@lru_cache(maxsize=1024)
def token_spans(text: str) -> tuple[TokenSpan, ...]:
    """Return the words of *text* as ``confbrowse.text.slugs.words_with_signs`` finds them, with their positions."""
    folded_text, positions = text.lower(), None
    if not text.isascii():
        letters = [_folded(letter) for letter in text]
        folded_text = "".join(letters)
        positions = [index for index, letter in enumerate(letters) for _ in letter]
    found = []
    for match in _WORD.finditer(folded_text):
        start, end = match.span()
        if positions:
            start, end = positions[start], positions[end - 1] + 1
        word = NET if match[0] == ".net" else match[0].translate(_APOSTROPHES)
        found.append(TokenSpan(word, start, end))
    return tuple(found)


_folded = lru_cache(maxsize=4096)(folded)


def _is_searched(searched_field: FieldName | None, field: FieldName) -> bool:
    return field == searched_field if searched_field else field in ANYWHERE


def _is_better(kind: MatchKind, other: MatchKind) -> bool:
    return _BEST_FIRST.index(kind) < _BEST_FIRST.index(other)


@lru_cache(maxsize=64)
def _letters(word: str) -> frozenset[str]:
    return frozenset(word)


def prefix_distance(typed: str, word: str, max_edits: int) -> int:
    """Return the least distance of *typed* from a prefix of *word*, or more than *max_edits*."""
    if len(_letters(typed).difference(word)) > max_edits:  # most words; in a tenth of the time
        return max_edits + 1
    ends = range(max(len(typed) - max_edits, 1), min(len(typed) + max_edits, len(word)) + 1)
    distances = (OSA.distance(typed, word[:end], score_cutoff=max_edits) for end in ends)
    return min(distances, default=max_edits + 1)


def _marked_span(token: TokenSpan, kind: MatchKind, typed: str) -> MatchSpan:
    """Return the range to mark; for a prefix match only the typed part."""
    same_length = token.end - token.start == len(token.word) and token.word != NET
    end = token.start + len(typed) if kind == "beginning" and same_length else token.end
    return MatchSpan(token.start, end, kind, typed)
