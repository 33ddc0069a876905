"""The talks that commands work with: of the library, of the samples, of other sources."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from confbrowse.cli.stores import library
from confbrowse.cli.telling import is_watched, show_progress, tell
from confbrowse.errors import NothingFoundError
from confbrowse.fetch import sources
from confbrowse.ingest import Gathered, Wishes, gather
from confbrowse.model import EVERYTHING, Searchable, Talk, by_time
from confbrowse.paths import shipped
from confbrowse.stores.agenda import Agenda

SAMPLES_NOTE = "The library is empty; these are the samples that ship with confbrowse."
_CHUNK = 500
"""Talks read from the library at once."""
_MANY = 20
"""From so many sources on, people want to see how far it is."""


def wishes(args: Namespace | None = None) -> Wishes:
    """Return what *args* say about sources."""
    today = datetime.now(UTC).date()
    if args is None:
        return Wishes(today)
    return Wishes(today, args.name, args.year, args.timezone)


def read(names: Sequence[str], args: Namespace | None = None) -> Gathered:
    """Return what the sources called *names* hold; their warnings are told, and how far it is."""
    found = sources(names)
    show = is_watched() and len(found) > _MANY
    gathered = gather(found, wishes(args), show_progress if show else None)
    for source, remark in gathered.warnings:
        where = f"{source.name}, line {remark.line}" if remark.line else source.name
        tell(f"{where}: {remark.reason}.")
    return gathered


def samples() -> Gathered:
    """Return the programmes that ship with confbrowse."""
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


def found_talks(args: Namespace) -> Iterator[tuple[Talk, float]]:
    """Yield the talks that answer the query of *args*, best first, each with its score.

    They are looked for where ``talks`` finds them. Of the library only what a search looks at is
    read before the first talk comes.
    """
    from confbrowse.search import index  # rapidfuzz is for those who search

    here = library()
    if args.sources or not here.shelves():
        pool = list(talks(args))
        for hit in index(map(_searchable, range(len(pool)), pool)).search(args.query):
            yield pool[hit.number], hit.score
        return
    hits = index(here.searchable()).search(args.query)
    for start in range(0, len(hits), _CHUNK):
        scores = {hit.number: hit.score for hit in hits[start : start + _CHUNK]}
        yield from ((talk, scores[number]) for number, talk in here.talks(scores).items())


def _searchable(number: int, talk: Talk) -> Searchable:
    return Searchable(number, talk.title, "\n".join(talk.authors), talk.session.title)


def _in_order(gathered: Gathered) -> Iterator[Talk]:
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
