"""What somebody asked for: the values of the query language, and how they are written down.

``str`` of each is its one right form, in which ``parse`` finds the same again. A colon without a
name before it (``:day:x``) says that what follows is a word and no field.
"""

import re
from dataclasses import dataclass
from typing import Literal

FieldName = Literal[
    "title", "author", "session", "kind", "track", "room", "programme", "link", "text"
]

NAME = re.compile(r"([^\W\d_]+):(?!//)")
"""What is a field, or would be if there were one of that name; ``http://`` is none."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed; folded it may be several, all of which must be met."""

    text: str
    """Without blank or bar, more than punctuation; no quote or ``-=:`` before it, no colon behind."""
    field: FieldName | None = None
    exact: bool = False

    def __str__(self) -> str:
        return str(Clause((self,)))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side."""

    text: str
    """Without quotes, with single spaces, and more than punctuation."""
    field: FieldName | None = None
    closed: bool = True
    """Whether the second quote is there; while it is not, the last word is a beginning, and
    nothing comes after the phrase."""

    def __str__(self) -> str:
        return str(Clause((self,)))


@dataclass(frozen=True, slots=True)
class Condition:
    """Something a talk is or has, other than words."""

    name: str
    value: str
    """In its one right form: ``tue``, ``2021-07-20``, ``14:00``, ``>=2``."""

    def __str__(self) -> str:
        return f"{self.name}:{self.value}"


Term = Word | Phrase | Condition


@dataclass(frozen=True, slots=True)
class Clause:
    """One demand: any of its terms, or none of them."""

    any_of: tuple[Term, ...]
    negated: bool = False

    def __str__(self) -> str:
        written: list[str] = []
        carried: str | None = None
        for term in self.any_of:
            name, bare = _name(term), _bare(term)
            # a name counts for all that follows, unless that has, or seems to have, one of its own
            spared = name == carried and not NAME.match(bare.lstrip("="))
            colon = "::" if bare.startswith("//") else ":"
            written.append(bare if spared else f"{name or ''}{colon}{bare}")
            carried = name
        return "-" * self.negated + "|".join(written)


@dataclass(frozen=True, slots=True)
class Fault:
    """A piece that could not be understood as it stands, in columns of the typed text."""

    start: int
    end: int
    sentence: str
    offer: str | None = None
    """What would be right in its place."""


@dataclass(frozen=True, slots=True)
class Query:
    """All demands together, in the order in which they were typed."""

    clauses: tuple[Clause, ...] = ()
    faults: tuple[Fault, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.clauses))


def _name(term: Term) -> str | None:
    return term.name if isinstance(term, Condition) else term.field


def _bare(term: Term) -> str:
    """Return *term* as it is written behind its name."""
    match term:
        case Word(text, _, exact):
            return "=" * exact + text
        case Phrase(text, _, closed):
            return f'"{text}' + '"' * closed
        case Condition(_, value):
            return value
