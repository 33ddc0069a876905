"""The talks that commands work with: of the library, of the samples, of other sources."""

import re
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from confbrowse.cli.stores import agenda, library, settings
from confbrowse.cli.telling import is_watched, show_progress, tell
from confbrowse.errors import NothingFoundError, SourceError, StoreError
from confbrowse.fetch import sources
from confbrowse.model import EVERYTHING, Shelf, Talk, by_time
from confbrowse.paths import places, shipped
from confbrowse.search.parse import parse
from confbrowse.search.standing import standing
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library
from confbrowse.text.amounts import count
from confbrowse.text.clean import clean_line
from confbrowse.text.slugs import folded

if TYPE_CHECKING:
    from confbrowse.catalogue import Conferences, Series
    from confbrowse.ingest import Gathered, Progress, Wishes
    from confbrowse.search.answer import Answer
    from confbrowse.web import Web

SAMPLES_NOTE = "The library is empty; these are the samples that ship with confbrowse."
_CHUNK = 500
"""Talks read from the library at once."""
_LONG = 2_000
"""Talks from which on making their index takes so long that people want to see it."""
_MANY = 20
"""From so many sources on, people want to see how far it is."""


def wishes(args: Namespace | None = None) -> "Wishes":
    """Return what *args* say about sources."""
    # it loads every reader there is, which is nothing to those who look into the library
    from confbrowse.ingest import Wishes

    today = datetime.now(UTC).date()
    if args is None:
        return Wishes(today, conferences=cache(conferences))
    return Wishes(today, args.name, args.year, args.timezone, cache(conferences))


def conferences() -> tuple["Series", ...]:
    """Return the conferences that are known, the reader's own first; what is wrong there is told."""
    from confbrowse import catalogue  # few sources are named by it

    found = catalogue.known(settings().catalogue)
    for fault in found.faults:
        tell(fault)
    return found.series


def web() -> "Web":
    """Return the way to the web; how far a fetch is can be seen where somebody watches."""
    from confbrowse.web import Web  # as for wishes
    from confbrowse.web_cache import WebCache  # as for wishes

    shown: tuple[int, int | None] = (-1, None)

    def show_bytes(done: int, of: int | None) -> None:
        nonlocal shown
        kib = (-(-done // 1024), of and -(-of // 1024))
        if is_watched() and kib != shown:  # it is told many times a second
            show_progress(*kib, "fetching", "KiB")
            shown = kib

    return Web(WebCache(places().cache), progress=show_bytes)


def addressed(names: Sequence[str], known: "Conferences") -> list[str]:
    """Return *names* with those of *known* conferences, where no file is called so, as addresses.

    Raises SourceError for one that is almost the name of an edition, with what may be meant.
    """
    return [_address(name, known()) if _may_be_edition(name) else name for name in names]


def _may_be_edition(name: str) -> bool:
    """Return whether *name* is that of no file, but may be one of a conference and its year."""
    return bool(re.fullmatch(r"[^\W\d_][\w !.-]{1,60}\d{1,4}", name)) and not Path(name).exists()


def _address(name: str, known: Sequence["Series"]) -> str:
    """Return the address of the edition *name*, else *name* itself."""
    from confbrowse import catalogue  # few sources are named by it

    if found := catalogue.address(name, known):
        return found
    today = datetime.now(UTC).date()
    words = name.rstrip("0123456789-_ ")
    likely = catalogue.complete(name, known, today) or catalogue.complete(words, known, today)
    if likely:
        offers = " or ".join(likely[:2])
        raise SourceError(f"There is no file and no conference {name}; did you mean {offers}?")
    return name


def read(names: Sequence[str], args: Namespace | None = None) -> "Gathered":
    """Return what the sources called *names* hold; their warnings are told, and how far it is."""
    from confbrowse.ingest import gather  # as for wishes

    said = wishes(args)
    found = sources(addressed(names, said.conferences))
    gathered = gather(found, said, progress_of(), web())
    tell_of(gathered)
    return gathered


def progress_of() -> "Progress":
    """Return what shows how many sources are read, where somebody watches and they are many."""

    def show(done: int, of: int) -> None:
        if is_watched() and of > _MANY:
            show_progress(done, of)

    return show


def tell_of(gathered: "Gathered") -> None:
    """Tell what people should know of what was *gathered*, though they did not ask."""
    for notice in gathered.notices:
        tell(notice)
    for source, remark in gathered.warnings:
        where = f"{source.name}, line {remark.line}" if remark.line else source.name
        tell(f"{where}: {remark.reason}.")


def samples() -> "Gathered":
    """Return the programmes that ship with confbrowse."""
    from confbrowse.ingest import gather  # as for wishes

    return gather(sources([str(shipped("sample_sessions"))]), wishes())


def talks(args: Namespace) -> Iterator[Talk]:
    """Yield the talks of the sources that *args* name, else of the library, else of the samples.

    In the order of time within each programme.
    """
    if args.sources:
        yield from _in_order(read(args.sources, args))
        return
    found = library()
    numbers = found.numbers(EVERYTHING)
    if not numbers:
        tell(SAMPLES_NOTE)
        yield from _in_order(samples())
    for start in range(0, len(numbers), _CHUNK):
        yield from found.talks(numbers[start : start + _CHUNK]).values()


def _meant(query: str) -> str:
    """Return the saved search that ``@name`` means, else *query* as it is."""
    saved = dict(settings().searches) if query.startswith("@") else {}
    return saved.get(query[1:], query)


def found_talks(args: Namespace) -> Iterator[tuple[Talk, float]]:
    """Yield the talks that answer the query of *args*, best first, each with its score.

    They are looked for where ``talks`` finds them. What could not be understood of the query, what
    was left out, and what else may have been meant, is told.
    """
    # numpy is for those who search
    from confbrowse.indexing import Indexes, index_of

    here, text = library(), _meant(args.query)
    query = parse(text)
    for fault in query.faults:
        offer = f" Did you mean {fault.offer}" + "?" if fault.offer else ""
        tell(f"{text[fault.start : fault.end]}: {fault.sentence}{offer}")
    if args.sources or not here.shelves():
        pool = list(talks(args))
        numbers = {talk.id: number for number, talk in enumerate(pool)}
        answer = index_of(pool).search(query, None, standing(agenda().marks(), numbers))
        _explain(answer)
        yield from ((pool[number], score) for number, score in zip(*answer.ranked(), strict=True))
        return
    marks = agenda().marks()
    bring_indexes_up_to_date(here)
    everything, said = here.numbers(EVERYTHING), standing(marks, here.numbered(marks))
    answer = Indexes(here).searched().index.search(query, everything, said)
    _explain(answer)
    found, scores = answer.ranked()
    for start in range(0, len(found), _CHUNK):
        some = here.talks(found[start : start + _CHUNK])
        worth = dict(
            zip(found[start : start + _CHUNK], scores[start : start + _CHUNK], strict=True)
        )
        yield from ((talk, worth[number]) for number, talk in some.items())


def shelves_called(names: Sequence[str], shelf: Library) -> list[Shelf]:
    """Return the programmes of *shelf* with these *names*, in any case, or ids; all where none is given.

    Raises NothingFoundError that tells what there is, where one is not known.
    """
    programmes = shelf.shelves()
    if not names:
        return list(programmes)
    called = {key: one for one in programmes for key in (one.id, folded(one.name))}
    found = [(name, called.get(name) or called.get(folded(clean_line(name)))) for name in names]
    unknown = next((name for name, one in found if one is None), None)
    if unknown is not None:
        held = ", ".join(one.name for one in programmes) or "no programme"
        raise NothingFoundError(f"No programme is called {unknown}. The library holds {held}.")
    return [one for _, one in found if one]


def bring_indexes_up_to_date(shelf: Library) -> None:
    """Make the search indexes that *shelf* lacks; what cannot be kept is told, and no error."""
    from confbrowse.indexing import Indexes  # numpy is for those who search or add

    def goes_on(done: int, of: int) -> bool:
        if is_watched() and of > _LONG:
            show_progress(done, of, "indexing", "talks")
        return True

    try:
        Indexes(shelf).catch_up(goes_on)
    except StoreError as error:
        tell(f"{error} Only titles, people and sessions of some talks are searched.")


def _explain(answer: "Answer") -> None:
    """Tell what the answer does not show."""
    if answer.nearly:
        tell("No talk holds all of these words; here is what holds most of them.")
    if answer.hidden:
        tell(f"{count(answer.hidden, 'hidden talk')} left out; is:hidden finds what you hid.")
    if offers := answer.offers():
        tell(f"No talk matches. Did you mean {' or '.join(offers)}?")


def _in_order(gathered: "Gathered") -> Iterator[Talk]:
    for programme in gathered.programmes:
        yield from sorted(programme.talks, key=by_time)


def find(ids: Sequence[str], marked: Agenda) -> list[Talk]:
    """Return the talks with *ids*, from the library, the samples or the agenda's own copies.

    Raises NothingFoundError that names the first id nobody knows.
    """
    shelf = library()
    known = {talk_id: talk for talk_id, (_, talk) in shelf.find(ids).items()}
    if not shelf.shelves():
        known |= {talk.id: talk for talk in _in_order(samples())}
    found = []
    for talk_id in ids:
        talk = known.get(talk_id) or marked.snapshot(talk_id)
        if talk is None:
            raise NothingFoundError(
                f"No talk has the id {talk_id}. confbrowse list and search print ids."
            )
        found.append(talk)
    return found
