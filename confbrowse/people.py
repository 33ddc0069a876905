"""People under several spellings of their name: accents, initials, word order or capitals differ.

Two people with the same name cannot be distinguished. Names are joined when a human would take them
for one person, and every spelling stays visible.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from confbrowse.text.latex import readable_line, readable_lines
from confbrowse.text.patterns import lazy_pattern
from confbrowse.text.slugs import folded

_NOT_NAME = lazy_pattern(r"\([^()]*\)|\b\d{4}\b|[*†‡§¶]")
"""Not part of a name: a nickname or affiliation in brackets, a number that tells namesakes apart."""
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
_NAME_WORD = lazy_pattern(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?(?:-?[^\W\d_]+\.)*")
_ASCII_DIGRAPHS = lazy_pattern("([aou])e|aa")
"""How names are written without diacritics: Mueller for Müller, Aas for Ås."""


@dataclass(frozen=True, slots=True)
class Name:
    """A parsed name."""

    surname: str
    """Folded, with particles, without spaces and hyphens: ``vandermaten``."""
    given: tuple[str, ...]
    """Folded, in order; an initial is one letter."""
    key: str
    """The last word of the surname; it occurs in every spelling of the name."""


def parse_name(text: str) -> Name:
    """Parse ``Ada Lovelace``, ``LOVELACE, A.`` or ``Ada (Countess) Lovelace``."""
    stripped = _NOT_NAME.sub(" ", unicodedata.normalize("NFC", readable_line(text)))
    last, comma, first = stripped.partition(",")
    if comma and first.strip():
        words = _words(f"{first} {last}")
        surname_words = len(_words(last))
    else:
        words, surname_words = _words(last), 0
    index = len(words) - surname_words if surname_words else _surname_index(words)
    surname = re.sub("[-.]", "", "".join(words[index:]))
    given = tuple(part for word in words[:index] for part in _given_parts(word))
    key = re.split("[-.]", " ".join(words[index:]).rstrip("."))[-1].split(" ")[-1]
    return Name(surname, given, key)


def may_be_same_person(one: Name, other: Name) -> bool:
    """Return whether *one* and *other* may be the same person.

    Surnames must agree apart from accents. Each given name must agree with the other's or be its
    initial; middle names may be missing. A surname alone is not enough.
    """
    if not (one.given and other.given):
        return False
    if one.surname == other.surname:
        return _given_names_agree(one.given, other.given)
    # in some languages the surname comes first, and sources use either order
    return sorted((*one.given, one.surname)) == sorted((*other.given, other.surname))


@dataclass(frozen=True, slots=True)
class Person:
    """A person and the talks they are an author of."""

    name: str
    """The requested spelling."""
    forms: tuple[str, ...]
    """Other spellings, each once, in the order of the talks."""
    talks: tuple[int, ...]
    """Talk numbers, in the order given."""


def find_people(
    names: Iterable[str], listed: Iterable[tuple[int, Sequence[str]]]
) -> tuple[Person, ...]:
    """Return the people *names*, with their talks among *listed*: pairs of talk number and authors.

    Only names that contain the key of a requested name are parsed.
    """
    wanted = {name: parse_name(name) for name in dict.fromkeys(names)}
    has_key = re.compile("|".join(re.escape(known.key) for known in wanted.values())).search
    every = [(number, author) for number, authors in listed for author in authors]
    spellings = tuple(dict.fromkeys(author for _, author in every))
    same: dict[str, list[str]] = {}
    for author, plain in zip(spellings, _ascii_forms(spellings), strict=True):
        if has_key(plain) or author in wanted:
            parsed = parse_name(author)
            same[author] = [
                name
                for name, known in wanted.items()
                if author == name or (known.key in plain and may_be_same_person(known, parsed))
            ]
    forms: dict[str, dict[str, None]] = {name: {name: None} for name in wanted}
    talks: dict[str, list[int]] = {name: [] for name in wanted}
    for number, author in every:
        for name in same.get(author, ()):
            forms[name][author] = None
            talks[name].append(number)
    return tuple(
        Person(name, tuple(forms[name])[1:], tuple(dict.fromkeys(talks[name]))) for name in wanted
    )


def matching_names(
    words: str, listed: Iterable[tuple[int, Sequence[str]]], limit: int = 40
) -> tuple[str, ...]:
    """Return the names in *listed* that have, for each of *words*, a word beginning with it.

    Most talks first, at most *limit*; none if *words* is empty.
    """
    wanted = _words(words)
    counts = Counter(author for _, authors in listed for author in authors if wanted)
    likely = {
        author
        for author, plain in zip(counts, _ascii_forms(counts), strict=True)
        if all(word in plain for word in wanted)
    }
    matches = (
        name
        for name, _ in counts.most_common()
        if name in likely and _has_words_beginning(name, wanted)
    )
    return tuple(islice(matches, limit))


def _has_words_beginning(name: str, wanted: Sequence[str]) -> bool:
    parts = [part for word in _words(name) for part in re.split("[-.]", word)]
    return all(any(part.startswith(word) for part in parts) for word in wanted)


def _given_names_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    fewer, more = sorted((one, other), key=len)
    if not _name_or_initial_agrees(fewer[0], more[0]):
        return False
    rest = list(more[1:])
    for name in fewer[1:]:
        index = next(
            (
                position
                for position, found in enumerate(rest)
                if _name_or_initial_agrees(name, found)
            ),
            None,
        )
        if index is None:
            return False
        del rest[: index + 1]
    return True


def _name_or_initial_agrees(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))


def _words(text: str) -> list[str]:
    all_words = _NAME_WORD.findall(_ascii_form(text))
    kept = [word for word in all_words if word.strip(".") not in _SUFFIXES]
    return kept or all_words


def _ascii_form(text: str) -> str:
    """Return *text* folded and written without diacritics."""
    return _ascii_forms((text,))[0]


def _ascii_forms(texts: Iterable[str]) -> list[str]:
    """Return each of *texts* in its ``_ascii_form``; quick for 100,000 of them."""
    lines = readable_lines(texts)
    stripped = re.sub("['’]", "", folded("\n".join(lines)))
    plain = _ASCII_DIGRAPHS.sub(lambda pair: pair[1] or "a", stripped)
    return plain.split("\n") if lines else []


def _surname_index(words: list[str]) -> int:
    """Return the index in *words* where the surname begins: its first particle, else the last word."""
    index = max(len(words) - 1, 0)
    while index > 1 and words[index - 1] in _PARTICLES:
        index -= 1
    return index


def _given_parts(word: str) -> list[str]:
    """Return the given names in *word*: ``j.r.`` and ``jean-luc`` are two each."""
    return [part for part in re.split(r"[.-]", word) if part]
