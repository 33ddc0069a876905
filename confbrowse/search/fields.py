"""Every field and condition of the query language: the one table behind parser, completion and help."""

from dataclasses import dataclass
from typing import get_args

from confbrowse.search.query import FieldName
from confbrowse.search.values import DAYS, LEVELS, TIMES, Value, Values, nearest


@dataclass(frozen=True, slots=True)
class Field:
    """A name that may stand before a colon."""

    name: str
    help: str
    """What a talk must have to be found by it: a sentence without its subject."""
    example: str
    values: Values | None = None
    """What may stand behind the colon; None where it is any word or phrase."""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write words, with or without a field."""

    example: str
    help: str


FORMS = (
    Form("sparse attention", "holds both words, in any order; where few do, slips are forgiven"),
    Form('"sparse attention"', "holds the words side by side, as they are spelt"),
    Form("=perceiver", "holds the word as it is spelt"),
    Form("-survey", "does not hold the word; it may be a phrase, a field or a group, too"),
    Form(
        "gan|diffusion",
        "holds one of the two; `title:gan|diffusion` looks for either in titles",
    ),
)
"""How words are written, the simplest first."""

_LINKED = (
    Value("code", "has a link to code"),
    Value("paper", "has a link to the paper"),
    Value("video", "has a link to a recording"),
    Value("slides", "has a link to slides"),
    Value("poster", "has a link to the poster"),
    Value("project", "has a link to a project page"),
    Value("note", "you wrote a note to it"),
    Value("abstract", "has an abstract"),
)
_STANDING = (
    Value("starred", "is on your agenda"),
    Value("hidden", "you hid it"),
    Value("seen", "you saw it"),
    Value("clash", "clashes with another talk on your agenda"),
    Value("free", "clashes with nothing on your agenda"),
    Value("new", "you have not starred, hidden or seen it yet"),
)


def _listed(values: tuple[Value, ...]) -> Values:
    *names, last = (value.text for value in values)
    return Values(f"{', '.join(names)} or {last}", values)


FIELDS = (
    Field("title", "holds it in the title", "title:transformer"),
    Field("author", "has such a name among its authors", 'author:"yoshua bengio"',
          aliases=("authors", "speaker", "speakers")),
    Field("session", "stands in such a session", 'session:"deep learning"'),
    Field("kind", "is of such a kind", "kind:oral", aliases=("type",)),
    Field("track", "has such a track or keyword", "track:vision", aliases=("keyword", "keywords")),
    Field("room", "is in such a room", "room:hall"),
    Field("programme", "belongs to such a programme", "programme:icml",
          aliases=("program", "conference", "conf")),
    Field("link", "has it in a link or its label", "link:github"),
    Field("text", "holds it in the abstract", "text:robust", aliases=("abstract",)),
    Field("day", "is on this day", "day:tue", DAYS, ("date",)),
    Field("after", "starts then or later", "after:14:00", TIMES),
    Field("before", "starts earlier", "before:2021-07-21", TIMES),
    Field("on", "is on at that moment", "on:now", Values("now", (Value("now", "is on now"),))),
    Field("has", "has such a link, or a note or abstract", "has:code", _listed(_LINKED)),
    Field("is", "is so by your marks and your agenda", "is:starred", _listed(_STANDING)),
    Field("interest", "interests you so much", "interest:>=2", LEVELS),
)  # fmt: skip
"""In the order in which they are offered and explained."""

_BY_NAME = {name: field for field in FIELDS for name in (field.name, *field.aliases)}
TEXT_FIELDS: dict[str, FieldName] = {name: name for name in get_args(FieldName)}
"""The fields that hold words, by their names."""


def named(name: str) -> Field | None:
    """Return the field that is called *name*, in any case; None where none is."""
    return _BY_NAME.get(name.lower())


def near(name: str) -> Field | None:
    """Return the field that *name* may be a misprint of; None where none is near."""
    if len(name) < 3 or len(name) > 2 * max(map(len, _BY_NAME)):
        return None
    meant = nearest(name.lower(), _BY_NAME, most=1 if len(name) < 6 else 2)
    return _BY_NAME[meant] if meant else None


def beginning(begun: str) -> tuple[Field, ...]:
    """Return the fields with a name that begins with *begun*, those first whose own name does."""
    low = begun.lower()
    own = [field for field in FIELDS if field.name.startswith(low)]
    other = [field for field in FIELDS if any(name.startswith(low) for name in field.aliases)]
    return tuple(dict.fromkeys([*own, *other]))
