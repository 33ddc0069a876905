"""Every field and condition of the query language: one table for parser, completion and help."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from confbrowse.search.query import FieldName
from confbrowse.text.patterns import lazy_pattern

# The values after a name such as ``day:``: how they are written, parsed and completed.

_CLOCK = lazy_pattern(r"([0-9]{1,2})(?:[:.h]([0-9]{2})?)?([ap]m)?")
_CLOCK_PREFIX = lazy_pattern(r"(?:[01]?[0-9]|2[0-3])(?:[:.h](?:[0-5]?|[0-5][0-9][ap])|[ap])")
_DATE = lazy_pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_PREFIX = lazy_pattern(r"[0-9]{1,4}(?:-[0-9]{0,2}(?:-[0-9]?)?)?")
_LEVEL = lazy_pattern(r"(>=|=>|≥|<=|=<|≤|[<>=]?)([0-9]+)")
_LEVEL_PREFIX = lazy_pattern(r"[<>=≥≤]{1,2}")
_CANONICAL_SIGNS = {"": "=", "=>": ">=", "≥": ">=", "=<": "<=", "≤": "<="}
_HIGHEST = 3
_NEVER_MATCHES = lazy_pattern(r"(?!)")


@dataclass(frozen=True, slots=True)
class Value:
    """A word that can follow a name."""

    text: str
    help: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Values:
    """All values of a name: words of a list, or anything of a certain form."""

    description: str
    """What they are, as a noun phrase for error messages and help."""
    listed: tuple[Value, ...] = ()
    forms: tuple[Callable[[str], str | None], ...] = ()
    """Each returns the canonical form of a value, or None if it is not valid."""
    prefix: re.Pattern[str] = _NEVER_MATCHES
    """Matches the beginning of a value with a form, while it is typed."""
    closest: Callable[[str], str | None] = lambda _typed: None
    """Returns the closest valid value with a form, or None."""
    ranges: bool = False
    """Whether two values with ``..`` between them are a value."""

    def read(self, typed: str) -> str | None:
        """Return the value that *typed*, in lower case, means; None if it is not one."""
        found = self._spellings().get(typed)
        return found or next(filter(None, (form(typed) for form in self.forms)), None)

    def is_prefix(self, typed: str) -> bool:
        """Return whether *typed* is not a value yet, but may become one."""
        written = any(spelling.startswith(typed) for spelling in self._spellings())
        return written or self.prefix.fullmatch(typed) is not None

    def completions(self, typed: str) -> tuple[Value, ...]:
        """Return the listed values, or ranges up to them, that begin with *typed* and are longer."""
        first, dots, last = typed.rpartition("..")
        if self.ranges and dots:
            ranges = (replace(one, text=f"{first}..{one.text}") for one in self.completions(last))
            return tuple(one for one in ranges if self.read(one.text))
        return tuple(
            value
            for value in self.listed
            if typed not in (spellings := (value.text, *value.spellings))
            and any(one.startswith(typed) for one in spellings)
        )

    def closest_value(self, typed: str) -> str | None:
        """Return the value that was most likely meant; None if there is none."""
        spellings = self._spellings()
        completions = (value.text for value in self.completions(typed))
        slipped = nearest(typed, spellings, max_edits=max(2, len(typed) // 2))
        return self.closest(typed) or next(completions, spellings[slipped] if slipped else None)

    def _spellings(self) -> Mapping[str, str]:
        return {
            spelling: value.text
            for value in self.listed
            for spelling in (value.text, *value.spellings)
        }


def nearest(word: str, known: Iterable[str], max_edits: int) -> str | None:
    """Return the closest of *known* to *word*, at most *max_edits* edits away; else None."""
    # late: only a misspelt word needs it
    from rapidfuzz import distance, process

    found = process.extractOne(
        word, list(known), scorer=distance.OSA.distance, score_cutoff=max_edits
    )
    return found[0] if found and found[1] < len(word) else None


def clock(typed: str) -> str | None:
    """Return ``2pm``, ``14`` or ``14.00`` as ``14:00``; None if it is not a time."""
    parts = _CLOCK.fullmatch(typed)
    if not parts:
        return None
    hour, minute = int(parts[1]), int(parts[2] or 0)
    if parts[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (parts[3] == "pm")
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def day(typed: str) -> str | None:
    """Return *typed* if it is a date such as 2021-07-20, else None."""
    try:
        return date.fromisoformat(typed).isoformat() if _DATE.fullmatch(typed) else None
    except ValueError:
        return None


def day_range(typed: str) -> str | None:
    """Return ``mon-wed`` as ``mon..wed``; None if it is not two weekdays or days in order."""
    parts = _DAY_RANGE.fullmatch(typed)
    if not parts:
        return None
    first, last = _SINGLE_DAYS.read(parts[1]), _SINGLE_DAYS.read(parts[2])
    if not (first and last) or (first in _WEEKDAYS) != (last in _WEEKDAYS):
        return None
    are_dates = first[0].isdigit() and last[0].isdigit()
    is_reversed = first > last if are_dates else (first, last) == ("tomorrow", "today")
    return None if is_reversed else first if first == last else f"{first}..{last}"


def _closest_day(typed: str) -> str | None:
    parts = _DAY_RANGE.fullmatch(typed)
    return day_range(f"{parts[2]}..{parts[1]}") if parts else None


def level(typed: str) -> str | None:
    """Return ``2`` as ``=2``, ``=>2`` as ``>=2``; None if it does not compare with an interest."""
    parts = _LEVEL.fullmatch(typed)
    if not parts or len(parts[2]) > 1 or int(parts[2]) > _HIGHEST:
        return None
    return _CANONICAL_SIGNS.get(parts[1], parts[1]) + parts[2]


def _closest_clock(typed: str) -> str | None:
    parts = _CLOCK.fullmatch(typed)
    return f"{min(int(parts[1]), 23):02}:{min(int(parts[2] or 0), 59):02}" if parts else None


def _closest_level(typed: str) -> str | None:
    parts = _LEVEL.fullmatch(typed)
    return f"{_CANONICAL_SIGNS.get(parts[1], parts[1])}{_HIGHEST}" if parts else None


def _weekday(name: str) -> Value:
    return Value(
        name[:3], f"on a {name.capitalize()}", tuple(name[:end] for end in range(4, len(name) + 1))
    )


_SINGLE_DAYS = Values(
    "a weekday, today, tomorrow or a date such as 2021-07-20",
    (
        Value("today", "takes place today"),
        Value("tomorrow", "takes place tomorrow"),
        *map(_weekday, ("monday", "tuesday", "wednesday", "thursday")),
        *map(_weekday, ("friday", "saturday", "sunday")),
    ),
    (day,),
)
_WEEKDAYS = frozenset(value.text for value in _SINGLE_DAYS.listed[2:])
_DAY_RANGE = lazy_pattern(
    r"([a-z]+|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.\.|[-–](?=[a-z]))([a-z]+|[0-9-]+)"
)
DAYS = Values(
    f"{_SINGLE_DAYS.description}, or a range such as mon..wed",
    _SINGLE_DAYS.listed,
    (day, day_range),
    lazy_pattern(
        rf"{_DATE_PREFIX.pattern}"
        rf"|(?:[a-z]{{3,9}}|{_DATE.pattern})(?:\.|\.\.(?:[a-z]*|{_DATE_PREFIX.pattern})|[-–][a-z]*)"
    ),
    _closest_day,
    ranges=True,
)
TIMES = Values(
    "a time such as 14:00 or 2pm, or a date such as 2021-07-20",
    forms=(clock, day),
    prefix=lazy_pattern(f"{_CLOCK_PREFIX.pattern}|{_DATE_PREFIX.pattern}"),
    closest=_closest_clock,
)
LEVELS = Values(
    "a number from 0 to 3, with >=, <=, > or < before it",
    (
        Value(">=1", "any interest set"),
        Value(">=2", "interest 2 or 3"),
        Value("=3", "highest interest"),
        Value("=0", "no interest set"),
    ),
    (level,),
    _LEVEL_PREFIX,
    _closest_level,
)


@dataclass(frozen=True, slots=True)
class Field:
    """A name that can come before a colon."""

    name: str
    help: str
    """What it matches."""
    example: str
    values: Values | None = None
    """What can follow the colon; None for any word or phrase."""
    aliases: tuple[str, ...] = ()
    has_lists: bool = False
    """Whether a comma separates alternatives, as in ``kind:oral,poster``."""

    @property
    def takes_list(self) -> bool:
        """Whether a comma separates alternatives; true of everything but the fields of prose."""
        return self.has_lists or self.values is not None


@dataclass(frozen=True, slots=True)
class QueryForm:
    """A way to write words, with or without a field."""

    example: str
    help: str
    meaning: str = ""
    """How the same query is written shorter, if it can be."""


FORMS = (
    QueryForm(
        "sparse attention", "both words, in any order; typos are tolerated if few talks match"
    ),
    QueryForm('"sparse attention"', "the words next to each other, spelt exactly"),
    QueryForm("=perceiver", "the word, spelt exactly; also `'perceiver`"),
    QueryForm("diff*", "words that begin so, without typos"),
    QueryForm("c++ c# .net", "names of languages, with their signs"),
    QueryForm(
        "-survey",
        "talks without the word; also works with a phrase, a field, a group or brackets; "
        "also `!survey` or `NOT survey`",
    ),
    QueryForm(
        "gan|diffusion",
        "either word; `title:gan|diffusion` searches titles only",
    ),
    QueryForm(
        "(deep nets)|gan -(survey review)",
        "brackets hold parts together, also within each other; `author:(bengio|hinton)` is "
        "`author:bengio|hinton`",
    ),
    QueryForm(
        "deep learning OR vision",
        "`OR` joins the words on both sides of it",
        "deep learning|vision",
    ),
    QueryForm(
        "graph AND neural OR gan",
        "`AND` goes before `OR`; between words it is not needed",
        "(graph neural)|gan",
    ),
    QueryForm("@mine", "the saved search of this name; `W` saves one"),
)
"""Ways to write words, the simplest first."""

_HAS_VALUES = (
    Value("code", "has a link to code"),
    Value("paper", "has a link to the paper"),
    Value("video", "has a link to a recording"),
    Value("slides", "has a link to slides"),
    Value("poster", "has a link to the poster"),
    Value("project", "has a link to a project page"),
    Value("note", "has a note"),
    Value("abstract", "has an abstract"),
)
_IS_VALUES = (
    Value("starred", "on your agenda"),
    Value("hidden", "hidden"),
    Value("seen", "marked as seen"),
    Value("later", "put off with L, or w in triage"),
    Value("watched", "matches your watch list"),
    Value("clash", "clashes with another starred talk"),
    Value("free", "clashes with no starred talk"),
    Value("new", "not starred, hidden or seen yet"),
)


def _one_of(values: tuple[Value, ...]) -> Values:
    *names, last = (value.text for value in values)
    return Values(f"{', '.join(names)} or {last}", values)


FIELDS = (
    Field("title", "words in the title", "title:transformer"),
    Field("author", "names of authors", 'author:"yoshua bengio"',
          aliases=("authors", "speaker", "speakers")),
    Field("session", "words in the session title", 'session:"deep learning"'),
    Field("kind", "the kind of talk", "kind:oral", aliases=("type",), has_lists=True),
    Field("track", "track or keyword", "track:vision", aliases=("keyword", "keywords"),
          has_lists=True),
    Field("room", "the room", "room:hall", has_lists=True),
    Field("lang", "the language, by its name or code", "lang:english", has_lists=True),
    Field("programme", "the programme", "programme:icml",
          aliases=("program", "conference", "conf"), has_lists=True),
    Field("link", "words in a link or its label", "link:github"),
    Field("text", "words in the abstract", "text:robust", aliases=("abstract",)),
    Field("day", "the day", "day:tue", DAYS, ("date",)),
    Field("after", "starts at this time or later", "after:14:00", TIMES),
    Field("before", "starts before this time", "before:2021-07-21", TIMES),
    Field("on", "takes place now", "on:now", Values("now", (Value("now", "takes place now"),))),
    Field("has", "has a link of this kind, a note or an abstract", "has:code", _one_of(_HAS_VALUES)),
    Field("is", "status: your marks and agenda", "is:starred", _one_of(_IS_VALUES)),
    Field("interest", "your interest, 0 to 3", "interest:>=2", LEVELS),
)  # fmt: skip
"""In the order in which they are suggested and documented."""

_BY_NAME = {name: field for field in FIELDS for name in (field.name, *field.aliases)}
TEXT_FIELDS: dict[str, FieldName] = {name: name for name in get_args(FieldName)}
"""The fields that contain words, by name."""


def find_field(name: str) -> Field | None:
    """Return the field called *name*, in any case; None if there is none."""
    return _BY_NAME.get(name.lower())


SHORTEST_NAME = 3
"""Letters from which on an unknown name with a colon is taken for a field that does not exist."""
_ELSEWHERE = {
    "venue": "room", "location": "room", "place": "room", "hall": "room",
    "who": "author", "name": "author", "presenter": "author", "people": "author",
    "au": "author", "inauthor": "author", "user": "author", "ti": "title", "intitle": "title",
    "allintitle": "title", "abs": "text", "intext": "text", "body": "text",
    "topic": "track", "tag": "track", "category": "track", "cat": "track", "label": "track",
    "event": "programme", "source": "programme", "language": "lang",
    "arxiv": "link", "doi": "link", "url": "link", "site": "link", "inurl": "link", "repo": "link",
    "format": "kind", "status": "is", "starred": "is", "when": "day", "no": "-has",
    "time": "after", "since": "after", "until": "before",
}  # fmt: skip
"""Names of fields in other programs, with ours; a minus says that it excludes there what ours finds."""


def closest_field(name: str) -> Field | None:
    """Return the field that *name* may be a misspelling or synonym of; None if there is none."""
    if ours := _ELSEWHERE.get(name.lower()):
        return _BY_NAME[ours.removeprefix("-")]
    if len(name) < SHORTEST_NAME or len(name) > 2 * max(map(len, _BY_NAME)):
        return None
    likely_name = nearest(name.lower(), _BY_NAME, max_edits=1 if len(name) < 6 else 2)
    return _BY_NAME[likely_name] if likely_name else None


def replacement(name: str, field: Field) -> str:
    """Return what to write for the unknown *name*, for which *field* is the closest: ``author:``."""
    return f"{_ELSEWHERE.get(name.lower(), field.name)}:"


def fields_beginning_with(prefix: str) -> tuple[Field, ...]:
    """Return the fields with a name or alias that begins with *prefix*, own names first."""
    lowered = prefix.lower()
    own = [field for field in FIELDS if field.name.startswith(lowered)]
    other = [field for field in FIELDS if any(name.startswith(lowered) for name in field.aliases)]
    return tuple(dict.fromkeys([*own, *other]))
