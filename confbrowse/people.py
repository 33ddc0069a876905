"""Who is who: the same person under names that differ in accents, initials, order or capitals.

Names alone cannot tell two people of one name apart, and nothing here pretends to: what is joined is
what one reader would take for one person, and every form of the name stays to be seen.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from confbrowse.text.readable import readable_line
from confbrowse.text.slugs import folded

_ASIDE = re.compile(r"\([^()]*\)|\b\d{4}\b|[*†‡§¶]")
"""What is no part of a name: a nickname or an affiliation, a number that keeps namesakes apart."""
_PARTICLES = frozenset(
    [
        "al",
        "bin",
        "da",
        "das",
        "de",
        "degli",
        "dei",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "la",
        "las",
        "le",
        "lo",
        "los",
        "ten",
        "ter",
        "van",
        "von",
        "y",
        "zu",
        "zur",
    ]
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd"})
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?(?:-?[^\W\d_]+\.)*")
_DIGRAPHS = re.compile("([aou])e|aa")
"""How names are written where there are no dots and rings: Mueller for Müller, Aas for Ås."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, taken apart."""

    surname: str
    """Plain, with its particles, without blanks and hyphens: ``vandermaten``."""
    given: tuple[str, ...]
    """Plain, in order; an initial is a letter."""
    key: str
    """The last word of the surname, which stands in every form of the name."""


def name_of(text: str) -> Name:
    """Return *text* taken apart, be it ``Ada Lovelace``, ``LOVELACE, A.`` or ``Ada (Countess) Lovelace``."""
    bare = _ASIDE.sub(" ", unicodedata.normalize("NFC", readable_line(text)))
    last, comma, first = bare.partition(",")
    if comma and first.strip():
        bare = f"{first} {last}"
        length = len(_words(last))
    else:
        bare, length = last, 0
    words = _words(bare)
    at = len(words) - length if length else _surname_from(words)
    surname = re.sub("[-.]", "", "".join(words[at:]))
    given = tuple(part for word in words[:at] for part in _initials(word))
    return Name(
        surname, given, re.split("[-.]", " ".join(words[at:]).rstrip("."))[-1].split(" ")[-1]
    )


def is_same(one: Name, other: Name) -> bool:
    """Return whether *one* and *other* may well name the same person.

    Surnames agree through accents; of the given names, each agrees with the one in its place, or is its
    initial; those in the middle may be missing. A surname alone names nobody.
    """
    if not (one.given and other.given):
        return False
    if one.surname == other.surname:
        return _agree(one.given, other.given)
    # in some languages the surname comes first, and sources write it either way
    return sorted((*one.given, one.surname)) == sorted((*other.given, other.surname))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, and what they are the author of."""

    name: str
    """As it was asked for."""
    forms: tuple[str, ...]
    """How else the name is written, each once, in the order of the talks."""
    talks: tuple[int, ...]
    """The numbers of the talks, as they were listed."""


def found(names: Iterable[str], listed: Iterable[tuple[int, Sequence[str]]]) -> tuple[Person, ...]:
    """Return the people called *names* with their talks among those *listed*: numbers and authors.

    It is one pass; of the many names listed, only those with a word of one that is asked for are taken apart.
    """
    wanted = {name: name_of(name) for name in dict.fromkeys(names)}
    forms: dict[str, dict[str, None]] = {name: {name: None} for name in wanted}
    talks: dict[str, list[int]] = {name: [] for name in wanted}
    for number, authors in listed:
        for author in authors:
            plain = _plain(author)
            for name, known in wanted.items():
                if author == name or (known.key in plain and is_same(known, name_of(author))):
                    forms[name][author] = None
                    talks[name].append(number)
    return tuple(
        Person(name, tuple(forms[name])[1:], tuple(dict.fromkeys(talks[name]))) for name in wanted
    )


def called(
    words: str, listed: Iterable[tuple[int, Sequence[str]]], most: int = 40
) -> tuple[str, ...]:
    """Return the names among those *listed* that have a word beginning with each of *words*.

    Those with the most talks come first, *most* of them at most; none for no words.
    """
    wanted = _words(words)
    counts = Counter(
        author
        for _, authors in listed
        for author in authors
        if wanted and all(word in _plain(author) for word in wanted)
    )
    fitting = (name for name, _ in counts.most_common() if _begin(name, wanted))
    return tuple(islice(fitting, most))


def _begin(name: str, wanted: Sequence[str]) -> bool:
    parts = [part for word in _words(name) for part in re.split("[-.]", word)]
    return all(any(part.startswith(word) for part in parts) for word in wanted)


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    fewer, more = sorted((one, other), key=len)
    if not _agree_in(fewer[0], more[0]):
        return False
    rest = list(more[1:])
    for name in fewer[1:]:
        at = next((place for place, found in enumerate(rest) if _agree_in(name, found)), None)
        if at is None:
            return False
        del rest[: at + 1]
    return True


def _agree_in(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))


def _words(text: str) -> list[str]:
    every = _WORD.findall(_plain(text))
    kept = [word for word in every if word.strip(".") not in _SUFFIXES]
    return kept or every


def _plain(text: str) -> str:
    """Return *text* folded, and as it would be written without letters for it."""
    bare = re.sub("['’]", "", folded(readable_line(text)))
    return _DIGRAPHS.sub(lambda pair: pair[1] or "a", bare)


def _surname_from(words: list[str]) -> int:
    """Return where among *words* the surname begins: at its first particle, else the last word."""
    at = max(len(words) - 1, 0)
    while at > 1 and words[at - 1] in _PARTICLES:
        at -= 1
    return at


def _initials(word: str) -> list[str]:
    """Return the given names in *word*: ``j.r.`` and ``jean-luc`` are two."""
    return [part for part in re.split(r"[.-]", word) if part]
