"""The parsed query, and what a search returns.

``str`` of each part of a query is its canonical form, which parses to the same value. A colon
without a name before it (``:day:x``) means that what follows is a word, not a field or an operator.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

from confbrowse.text.patterns import lazy_pattern

FieldName = Literal[
    "title", "author", "session", "kind", "track", "room", "programme", "lang", "link", "text"
]

NAME = lazy_pattern(r"([^\W\d_]+):(?!//)")
"""Something like a field name; ``http://`` is not."""
OPERATOR = lazy_pattern(r"(?:ANDNOT|AND|OR|NOT|&&)(?=[\s()]|$)")
"""A word in capitals, or a sign, that combines what is before and after it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed; folding may split it into several, all of which must match."""

    text: str
    """No space or bar, not only punctuation, every bracket closed, no leading bracket, quote or
    ``-=:!'``, no trailing colon or star; no comma in a field with lists."""
    field: FieldName | None = None
    exact: bool = False
    """Whether it is spelt so; then its beginnings and typos do not match."""
    prefix: bool = False
    """Whether words that begin so match, but no typos; not ``exact`` as well."""

    def __str__(self) -> str:
        return str(Clause((self,)))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other."""

    text: str
    """Without quotes, single-spaced, not only punctuation."""
    field: FieldName | None = None
    closed: bool = True
    """Whether the closing quote was typed; until then the last word is a prefix, and the phrase is the
    end of the query."""

    @property
    def ends_whole(self) -> bool:
        """Whether its last word is a whole word, not a prefix, as in ``"sparse att*"``."""
        return self.closed and not self.text.endswith("*")

    def __str__(self) -> str:
        return str(Clause((self,)))


@dataclass(frozen=True, slots=True)
class Condition:
    """Something a talk is or has, other than words."""

    name: str
    value: str
    """In canonical form: ``tue``, ``2021-07-20``, ``14:00``, ``>=2``."""

    def __str__(self) -> str:
        return f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class Conjunction:
    """Several clauses in brackets, as one alternative of a clause: all of them."""

    clauses: tuple["Clause", ...]
    """At least two, or one that is negated."""

    def __str__(self) -> str:
        inside = " ".join(map(str, self.clauses))
        return f"({inside}" + ")" * (not _ends_open(self.clauses[-1]))


Term = Word | Phrase | Condition | Conjunction


@dataclass(frozen=True, slots=True)
class Clause:
    """One requirement: any of its terms, or none of them if negated."""

    any_of: tuple[Term, ...]
    """A group is the only one only of a negated clause, and then has several clauses."""
    negated: bool = False

    @property
    def depth(self) -> int:
        """How many brackets are in each other."""
        groups = (term for term in self.any_of if isinstance(term, Conjunction))
        return max((1 + one.depth for group in groups for one in group.clauses), default=0)

    def __str__(self) -> str:
        written: list[str] = []
        last_name: str | None = None
        for term in self.any_of:
            name, bare = _name(term), _bare(term)
            # a field applies to the following terms, unless one has, or appears to have, its own
            is_inherited = name == last_name and not (
                NAME.match(bare.lstrip("=")) or OPERATOR.fullmatch(bare)
            )
            colon = "::" if bare.startswith("//") else ":"
            written.append(bare if is_inherited else f"{name or ''}{colon}{bare}")
            last_name = name
        return "-" * self.negated + "|".join(written)


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of the query that could not be understood, as columns of the typed text."""

    start: int
    end: int
    message: str
    suggestion: str | None = None
    """A correct replacement, if there is a likely one."""

    @property
    def sentence(self) -> str:
        """The message, and the offer of the replacement."""
        offer = f" Did you mean {self.suggestion}?" if self.suggestion else ""
        return f"{self.message}{offer}"


@dataclass(frozen=True, slots=True)
class Query:
    """All clauses, in the order typed; a talk must satisfy each."""

    clauses: tuple[Clause, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def has_free_words(self) -> bool:
        """Whether it requires words or phrases without a field, by which some talks match better than others.

        Fields and conditions alone (``room:janson day:sat``) select talks but do not rank them.
        """
        return any(
            is_text_only(clause)
            and any(term.field is None for term in wanted_terms((clause,))
                    if not isinstance(term, Condition))
            for clause in self.clauses
        )  # fmt: skip

    def __str__(self) -> str:
        return " ".join(map(str, self.clauses))


def is_text_only(clause: Clause) -> bool:
    """Return whether *clause* consists of words and phrases, also in brackets, and excludes nothing."""
    return not clause.negated and all(
        all(map(is_text_only, term.clauses))
        if isinstance(term, Conjunction)
        else isinstance(term, Word | Phrase)
        for term in clause.any_of
    )


def wanted_terms(
    clauses: Iterable[Clause], *, negated: bool = False
) -> Iterator[Word | Phrase | Condition]:
    """Yield the terms of *clauses* that a talk may match by: all but the excluded ones."""
    for clause in clauses:
        excluded = negated != clause.negated
        for term in clause.any_of:
            if isinstance(term, Conjunction):
                yield from wanted_terms(term.clauses, negated=excluded)
            elif not excluded:
                yield term


def asks_for_status(query: Query, values: Set[str]) -> bool:
    """Return whether *query* has the condition ``is:`` with one of *values*, wanted or excluded."""
    return any(
        isinstance(term, Condition) and term.name == "is" and term.value in values
        for negated in (False, True)
        for term in wanted_terms(query.clauses, negated=negated)
    )


def _ends_open(clause: Clause) -> bool:
    """Return whether *clause* ends in a phrase without its closing quote."""
    last = clause.any_of[-1]
    if isinstance(last, Conjunction):
        return _ends_open(last.clauses[-1])
    return isinstance(last, Phrase) and not last.closed


def _name(term: Term) -> str | None:
    match term:
        case Condition(name, _):
            return name
        case Conjunction():
            return None
        case _:
            return term.field


def _bare(term: Term) -> str:
    """Return *term* as written after its name."""
    match term:
        case Word(text, _, exact, prefix):
            return "=" * exact + text + "*" * prefix
        case Phrase(text, _, closed):
            return f'"{text}' + '"' * closed
        case Condition(_, value):
            return value
        case Conjunction():
            return str(term)


# What a search returns.

SOME_WORDS = "Some of your words"
"""The heading of ``SearchResult.soft``."""
MatchKind = Literal["whole", "beginning", "inflected", "joined", "one edit", "two edits"]
"""How a typed word matches a word of a talk, best first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A talk that matches a query."""

    number: int
    """Talk number in the library."""
    score: float
    """Higher is better; only comparable within one query."""


@dataclass(frozen=True, slots=True)
class WordForms:
    """What the index knows about the words of a query, all folded."""

    stop_words: frozenset[str] = frozenset()
    known: Set[str] = frozenset()
    """Words of the query that are not corrected."""
    inflections: Mapping[str, Set[str]] = field(default_factory=dict)
    """Other words with the same stem, by words of the query."""
    acronyms: tuple[str, ...] = ()
    """Acronyms of words of the query, and long forms of its acronyms, that count as well."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a query found, best first; the first page is ready, the rest is sorted on demand."""

    query: Query
    first: tuple[Hit, ...] = ()
    """The best hits, at most one page."""
    total: int = 0
    """How many talks match, hidden ones and ``soft`` excluded."""
    hidden: int = 0
    """How many matching talks were excluded because the user has hidden them."""
    forms: WordForms = field(default_factory=WordForms)
    is_fuzzy: bool = False
    """Whether typos were tolerated."""
    soft: tuple[Hit, ...] = ()
    """If few talks match: others with at least a third of the words of the query, best first."""
    suggestions: Callable[[], Sequence[str]] = field(default=tuple)
    """Return queries with similar known words if nothing was found; may take 100 ms."""
    ranked: Callable[[], tuple[Sequence[int], Sequence[float]]] = field(default=lambda: ((), ()))
    """Return the numbers of all matching talks, best first, and their scores; may take 50 ms."""

    @property
    def is_partial(self) -> bool:
        """Whether no talk matches, and ``soft`` is all there is."""
        return bool(self.soft) and not self.total
