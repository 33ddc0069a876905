"""Overview of a programme: when its talks are, who gives them and where, and which words set it apart.

Counts come from the library's tables and from its index: no abstract is read.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from math import log
from operator import itemgetter
from typing import Literal, get_args

import numpy as np

from confbrowse.model import ProgrammeSummary, Scope
from confbrowse.search.evaluator import IndexPart
from confbrowse.search.index_store import IndexStore
from confbrowse.search.known_values import condition, quoted
from confbrowse.search.stemming import stem_key
from confbrowse.search.stop_words import stop_words
from confbrowse.search.tokenizer import FIELDS
from confbrowse.storage.library import LibraryStore
from confbrowse.text.latex import readable_line
from confbrowse.text.slugs import folded

Counted = Literal["session", "kind", "room", "author"]
"""What the talks of a programme are counted by."""
COUNTED: tuple[Counted, ...] = get_args(Counted)
_LAST_HOUR = 23
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MOST_COMPARED = 50_000
"""Values of which other spellings are found; of 100,000 talks there may be 200,000 authors."""
_SHORTEST_TERM = 2
_FEWEST_TALKS = 3
"""Talks that a term is in at least."""
_LEAST_SURE = 6.6
"""A term with a lower likelihood ratio may be more frequent by chance: one word in a hundred is."""
_NO_TERMS = stop_words(lambda _sign: True) | frozenset(
    [
        "all",
        "aware",
        "based",
        "beyond",
        "cross",
        "few",
        "free",
        "high",
        "large",
        "low",
        "multi",
        "more",
        "new",
        "non",
        "not",
        "one",
        "pre",
        "self",
        "time",
        "toward",
        "towards",
        "two",
        "up",
        "vs",
    ]
)
"""Words of any title, which say nothing of its subject."""
_TITLE = FIELDS.index("title")


@dataclass(frozen=True, slots=True)
class Cell:
    """Some talks of a programme: what they have in common, how many there are, how they are listed."""

    value: str
    talks: int
    scope: Scope
    query: str = ""
    """Of the talks within ``scope``; empty for all of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """The talks of a programme by one of their properties."""

    cells: tuple[Cell, ...] = ()
    """The largest ones."""
    total: int = 0
    """How many there are."""


@dataclass(frozen=True, slots=True)
class Overview:
    """A programme in numbers."""

    programme: ProgrammeSummary
    starts: Mapping[tuple[str, int | None], int]
    """How many talks start on each day in each hour, as ``LibraryStore.starts`` has them."""
    parts: Mapping[Counted, Part]

    @property
    def days(self) -> tuple[str, ...]:
        """The days with talks, in order."""
        return tuple(sorted({day for day, _ in self.starts if day}))

    @property
    def hours(self) -> range:
        """From the first to the last hour in which a talk starts, on any day."""
        hours = [hour for day, hour in self.starts if day and hour is not None]
        return range(min(hours), max(hours) + 1) if hours else range(0)

    def hour_columns(self, most: int) -> list[range]:
        """Return the hours in at most *most* columns, at least 1, each of as few hours as possible."""
        hours = self.hours
        columns = [
            [
                range(first, first + step)
                for first in range(hours.start // step * step, hours.stop, step)
            ]
            for step in (1, 2, 3, 4, 6, 12, 24)
        ]
        return next(one for one in columns if len(one) <= most)

    def of_day(self, day: str) -> Cell:
        """Return the talks of *day*, as in ``Scope``: empty for those without a time."""
        talks = sum(talks for (on, _), talks in self.starts.items() if on == day)
        return Cell(day, talks, Scope(self.programme.id, day))

    def of_hours(self, day: str, hours: range) -> Cell:
        """Return the talks that start on *day* in one of these consecutive *hours*."""
        talks = sum(self.starts.get((day, hour), 0) for hour in hours)
        query = f"after:{hours[0]:02}:00"
        if hours[-1] < _LAST_HOUR:
            query += f" before:{hours[-1] + 1:02}:00"
        return Cell(f"{hours[0]:02}:00", talks, Scope(self.programme.id, day), query)


@dataclass(frozen=True, slots=True)
class DistinctiveTerms:
    """The words that are more frequent in a programme than elsewhere."""

    cells: tuple[Cell, ...] = ()
    compared_with: str = ""
    """The name of the edition before; ``other programmes``; empty if there is nothing to compare with."""

    @property
    def heading(self) -> str:
        """What is above them."""
        return f"Terms, vs. {self.compared_with}" if self.compared_with else "Frequent terms"


def day_name(day: str) -> str:
    """Return *day*, such as ``2021-07-20``, as ``Tue 20 Jul``."""
    found = date.fromisoformat(day)
    return f"{found:%a} {found.day} {found:%b}"


def complete_query(cell: Cell, programme: str) -> str:
    """Return the query that finds the talks of *cell* in the whole library, of the *programme* of this name."""
    parts = [condition("programme", programme)]
    if cell.scope.session is not None:
        parts.append(condition("session", cell.scope.session))
    if cell.scope.day:
        parts.append(f"day:{cell.scope.day}")
    elif cell.scope.day is not None:
        parts.append("-after:00:00")
    return " ".join((*parts, *filter(None, [cell.query])))


def read_overview(library: LibraryStore, programme: ProgrammeSummary, most: int) -> Overview:
    """Return *programme* in numbers, with at most *most* cells in each part. Raises StoreError."""
    scope = Scope(programme.id)
    counts = library.counts(scope, COUNTED)
    return Overview(
        programme,
        library.starts(programme),
        {name: _part(scope, name, counts[name], most) for name in COUNTED},
    )


def _part(scope: Scope, name: Counted, counts: Mapping[str, int], most: int) -> Part:
    """Return the largest cells; values that a search does not tell apart, such as names in capitals, are one."""
    spellings: dict[str, Counter[str]] = {}
    for value, talks in nlargest(_MOST_COMPARED, counts.items(), key=itemgetter(1)):
        key = value if name == "session" else folded(value)
        spellings.setdefault(key, Counter())[value] = talks
    sizes = {key: spelt.total() for key, spelt in spellings.items()}
    largest = sorted(sizes, key=lambda key: (-sizes[key], key))[:most]
    cells = (_cell(scope, name, spellings[key].most_common(1)[0][0], sizes[key]) for key in largest)
    return Part(tuple(cells), len(sizes) + max(len(counts) - _MOST_COMPARED, 0))


def _cell(scope: Scope, name: Counted, value: str, talks: int) -> Cell:
    """Return *talks* with their query: in quotes, so that it tolerates no typos; it also finds longer values."""
    label = readable_line(value)
    if name == "session":
        return Cell(label, talks, Scope(scope.programme, session=value))
    text = quoted(name, label).strip('"')
    return Cell(label, talks, scope, f'{name}:"{text}"')


def edition_before(
    programme: ProgrammeSummary, others: Sequence[ProgrammeSummary]
) -> ProgrammeSummary | None:
    """Return the latest earlier edition of *programme* among *others*: that of the same name but for the year."""
    series, year = _edition(programme)
    editions = [(_edition(one), one) for one in others]
    earlier = [(found[1], one.id, one) for found, one in editions if found[0] == series]
    return max((one for one in earlier if one[0] < year), default=("", "", None))[2]


def _edition(programme: ProgrammeSummary) -> tuple[str, str]:
    """Return the name of *programme* without its year, folded, and the year; empty without one."""
    year = _YEAR.search(programme.name)
    return folded(_YEAR.sub("", programme.name, 1)), year[0] if year else ""


def read_terms(library: LibraryStore, programme: ProgrammeSummary, most: int) -> DistinctiveTerms:
    """Return at most *most* words of titles that set *programme* apart from the edition before, else from all others.

    Without other programmes, they are the most frequent ones. Raises StoreError.
    """
    others = [one for one in library.programmes() if one.id != programme.id]
    before = edition_before(programme, others)
    parts = IndexStore(library).parts_with_titles()
    own = _words_of(parts, [programme])
    elsewhere = _words_of(parts, [before] if before else others)
    found = distinctive_words(own, elsewhere, most)
    scope = Scope(programme.id)
    cells = tuple(Cell(word, own.talks[word], scope, f"title:={word}") for word in found)
    compared_with = before.name if before else "other programmes" if elsewhere.size else ""
    return DistinctiveTerms(cells, compared_with)


@dataclass(frozen=True, slots=True)
class WordCounts:
    """In how many titles of some talks each word is."""

    talks: Mapping[str, int]
    """By word, folded."""
    size: int
    """The number of talks."""


def _words_of(parts: Sequence[IndexPart], programmes: Sequence[ProgrammeSummary]) -> WordCounts:
    """Return how many titles of *programmes* have each word."""
    counts: Counter[str] = Counter()
    size = 0
    for part in parts:
        mask = np.zeros(len(part.numbers), np.bool_)
        for one in programmes:
            mask |= (one.first <= part.numbers) & (part.numbers < one.first + one.talks)
        if not mask.any():
            continue
        size += int(mask.sum())
        segment = part.segment
        field = segment.fields[_TITLE]
        talks = field.talks_a_word(mask)
        letters, offsets = segment.letters.tobytes(), segment.offsets.tolist()
        for at in np.flatnonzero(talks).tolist():
            word = int(field.words[at])
            counts[letters[offsets[word] : offsets[word + 1]].decode()] += int(talks[at])
    return WordCounts(counts, size)


def distinctive_words(own: WordCounts, elsewhere: WordCounts, most: int) -> list[str]:
    """Return at most *most* words that more talks have here than *elsewhere*, by proportion, the clearest first.

    If there are no talks elsewhere, the most frequent words.
    """
    scores = {
        word: _likelihood(talks, own.size, elsewhere.talks.get(word, 0), elsewhere.size)
        if elsewhere.size
        else float(talks)
        for word, talks in own.talks.items()
        if talks >= _FEWEST_TALKS and _is_term(word)
    }
    least = _LEAST_SURE if elsewhere.size else 0.0
    found: dict[int | str, str] = {}
    for word in sorted(scores, key=lambda one: (-scores[one], one)):
        if len(found) == most or scores[word] < least:
            break
        found.setdefault(stem_key(word.removesuffix("s").encode()) or word, word)
    return [*found.values()]


def _is_term(word: str) -> bool:
    return len(word) >= _SHORTEST_TERM and not word[0].isdecimal() and word not in _NO_TERMS


def _likelihood(talks: int, size: int, others: int, other_size: int) -> float:
    """Return how sure it is that a word is likelier in a talk here than elsewhere: the log-likelihood ratio.

    It also compares with a word that is nowhere else, where odds have no ratio. Negative if the word is less likely.
    """
    share = (talks + others) / (size + other_size)
    found = sum(
        count * log(count / expected)
        for total, with_word in ((size, talks), (other_size, others))
        for count, expected in (
            (with_word, total * share),
            (total - with_word, total * (1 - share)),
        )
        if count
    )
    return 2 * found if talks * other_size > others * size else -2 * found
