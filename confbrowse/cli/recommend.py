"""The commands that find talks by likeness: ``like``, and ``recommend`` for those like what the user has marked."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from confbrowse.cli.context import agenda, library, settings
from confbrowse.cli.inputs import find_programmes, find_talks, update_indexes
from confbrowse.cli.output import line_width, print_result, warn
from confbrowse.cli.talk_text import Entry, ListingLayout, talk_as_json
from confbrowse.errors import ConfbrowseError, NothingFoundError, SourceError, StoreError
from confbrowse.marks import NOTHING_LEARNED
from confbrowse.model import NO_MARK, Scope, Session, Talk
from confbrowse.schedule.clock import by_clock
from confbrowse.search.marks import mark_sets
from confbrowse.text.clean import clean_line, clean_text
from confbrowse.text.latex import readable_line

if TYPE_CHECKING:
    from confbrowse.discovery.vector_store import VectorStore

_MOST = 20
"""Talks printed unless ``--limit`` says otherwise."""
_MOST_BYTES = 400_000
"""Of a text that talks are compared with."""


class SwitchedOffError(ConfbrowseError):
    """The settings forbid what was asked for."""


class Discovered(NamedTuple):
    """A talk to print."""

    talk: Talk
    note: str
    """Why it is printed; may be empty."""
    more: Mapping[str, object]
    """The same for programs, with the score: keys of the talk as JSON."""


def print_like(args: Namespace) -> None:
    """Print the talks of the library that are most similar to one, or to a text, best first."""
    # numpy is for searching only
    from confbrowse.discovery.similar import similar_talks

    talk, name = _wanted(args.id)
    found = similar_talks(library_vectors(), talk, args.limit or _MOST)
    discovered = (
        Discovered(
            one.talk,
            f"terms {', '.join(one.terms)}" if one.terms else "",
            {"score": round(one.score, 4), "terms": list(one.terms)},
        )
        for one in found
    )
    if not _print(discovered, args):
        raise NothingFoundError(f"No talk in the library is similar to {name}.")


def _wanted(word: str) -> tuple[Talk, str]:
    """Return the talk with the id *word*, or a made-up one with the text of the file *word*, and what it is called.

    Raises SourceError, NothingFoundError.
    """
    if word == "-":
        return _of_text(_read(None, "standard input"), "the text on standard input")
    try:
        (talk,) = find_talks([word], agenda())
    except NothingFoundError:
        name = clean_line(word)
        if not Path(word).is_file():
            raise
        return _of_text(_read(Path(word), name), f"the text in {name}")
    return talk, f"“{readable_line(talk.title)}”"


def _of_text(text: str, name: str) -> tuple[Talk, str]:
    return Talk("", Session("", ""), "", abstract=clean_text(text)), name


def _read(path: Path | None, name: str) -> str:
    """Return the text in a file or on standard input. Raises SourceError."""
    try:
        if path:
            with path.open("rb") as file:
                raw = file.read(_MOST_BYTES + 1)
        elif sys.stdin is None:
            raise SourceError("Standard input is closed.")
        else:
            raw = sys.stdin.buffer.read(_MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(f"Cannot read {name}: {error.strerror or error}.") from error
    if len(raw) > _MOST_BYTES:
        raise SourceError(
            f"The text in {name} is longer than {_MOST_BYTES // 1000} kB. Shorten it."
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{name[:1].upper()}{name[1:]} is not text in UTF-8.") from error


def recommend(args: Namespace) -> None:
    """Print the talks that the user may like, by their marks, best first, each with the reason."""
    # numpy is for searching only
    from confbrowse.discovery import recommend as for_you

    if not settings().discovery.for_you:
        raise SwitchedOffError(
            "Recommendations are switched off: set for_you = true under [discovery] in config.toml."
        )
    store, marks = library(), agenda().marks()
    named = find_programmes(args.names, store) if args.names else ()
    vectors = library_vectors()
    sets = mark_sets(marks, store.numbered(marks))
    numbers = [number for one in named for number in store.numbers(Scope(one.id))]
    among = for_you.undecided(store, sets, numbers or for_you.to_come(vectors, datetime.now(UTC)))
    found = for_you.recommendations(vectors, sets, among, args.limit or _MOST)
    if found is None:
        raise NothingFoundError(NOTHING_LEARNED)
    discovered = (
        Discovered(
            one.talk,
            f"because of “{readable_line(one.because.title)}”"
            + (f", terms {', '.join(one.terms)}" if one.terms else ""),
            {"score": round(one.score, 4), "terms": list(one.terms), "because": one.because.id},
        )
        for one in found
    )
    if not _print(discovered, args):
        raise NothingFoundError("No other talk is similar to those that you like.")


def library_vectors() -> "VectorStore":
    """Return the vectors of the library, complete; warn if they cannot be saved."""
    # numpy is for searching only
    from confbrowse.discovery.vector_store import VectorStore

    store = VectorStore(library())
    update_indexes(store.library)
    try:
        store.catch_up()
    except StoreError as error:
        warn(str(error))
    return store


def _print(found: Iterable[Discovered], args: Namespace) -> bool:
    """Print the talks *found* with the reasons; return whether there are any."""
    marks, layout = agenda().marks(), ListingLayout(args.zone, line_width())
    has_any = False
    for one in found:
        mark = marks.get(one.talk.id, NO_MARK)
        print_result(
            talk_as_json(by_clock(one.talk, args.zone), mark, **one.more)
            if args.json
            else layout.entry(Entry(one.talk, mark, (one.note,) if one.note else ()))
        )
        has_any = True
    return has_any
