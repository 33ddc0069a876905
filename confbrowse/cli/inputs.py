"""The talks and programmes that commands work with: from the library, the samples or other sources."""

import re
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from confbrowse.cli.context import agenda, library, settings, walks
from confbrowse.cli.output import show_progress, shows_progress, warn
from confbrowse.discovery.walking_time import asks_for_walks, too_far
from confbrowse.errors import NothingFoundError, SourceError, StoreError
from confbrowse.model import EVERYTHING, ProgrammeSummary, Session, Talk, start_key
from confbrowse.paths import app_dirs, shipped
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.search.marks import mark_sets
from confbrowse.search.query import Query, SearchResult, asks_for_status
from confbrowse.search.saved import parse_with_saved
from confbrowse.sources.files import sources
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.text.clean import clean_line
from confbrowse.text.humanize import count
from confbrowse.text.slugs import folded

if TYPE_CHECKING:
    from confbrowse.ingest.pipeline import ImportOptions, IngestResult, SourceProgress
    from confbrowse.search.searcher import Searcher
    from confbrowse.sources.catalogue import Conferences, Series
    from confbrowse.sources.http import HttpClient

EMPTY_LIBRARY = "The library is empty. Import a programme with: confbrowse add SOURCE"
SAMPLES_NOTE = "The library is empty; showing the sample programmes."
_CHUNK = 500
"""The most talks read from the library at once."""
_FIRST_CHUNK = 8
_MOST_WORDS = 4
"""Words in the name of an edition: ``Capitole du Libre 2024``."""
_SHOW_INDEXING = 2_000
"""From this many talks on, indexing shows its progress."""
_SHOW_READING = 20
"""From this many sources on, reading shows its progress."""


def import_options(args: Namespace | None = None) -> "ImportOptions":
    """Return the import options in *args*."""
    # loads every reader, which commands on the library do not need
    from confbrowse.ingest.pipeline import ImportOptions

    today = datetime.now(UTC).date()
    if args is None:
        return ImportOptions(today, conferences=cache(conferences))
    return ImportOptions(
        today,
        args.name,
        args.year,
        args.timezone,
        args.all_decisions,
        tuple(pair for pairs in args.map for pair in pairs),
        cache(conferences),
    )


def conferences() -> tuple["Series", ...]:
    """Return the known conferences, the user's own first; warn of invalid ones."""
    from confbrowse.sources import catalogue  # most sources are not names of the catalogue

    found = catalogue.known(settings().catalogue)
    for fault in found.faults:
        warn(fault)
    return found.series


def http_client() -> "HttpClient":
    """Return an HTTP client that shows the progress of a fetch."""
    from confbrowse.sources.http import HttpClient  # see import_options
    from confbrowse.sources.http_cache import HttpCache  # see import_options

    shown: tuple[int, int | None] = (-1, None)

    def show_bytes(done: int, of: int | None) -> None:
        nonlocal shown
        kib = (-(-done // 1024), of and -(-of // 1024))
        if shows_progress() and kib != shown:  # called many times a second
            show_progress(*kib, "fetching", "KiB")
            shown = kib

    return HttpClient(HttpCache(app_dirs().cache), progress=show_bytes)


def resolve_editions(names: Sequence[str], known: "Conferences") -> list[str]:
    """Return *names*, with editions of known conferences replaced by their URLs.

    An edition may be several of *names*: ``NeurIPS 2024``. Existing files go first. Raises SourceError
    for a misspelt edition, with suggestions.
    """
    joined = _with_joined_editions(names, known)
    return [_address(name, known()) if _may_be_edition(name) else name for name in joined]


def _with_joined_editions(names: Sequence[str], known: "Conferences") -> list[str]:
    """Return *names*, with those that together are an edition joined: a year and the words before it."""
    joined: list[str] = []
    for name in names:
        joined.append(name)
        if not name.isdecimal() or Path(name).exists():
            continue
        for words in range(2, min(len(joined), _MOST_WORDS) + 1):
            edition = " ".join(joined[-words:])
            if _is_edition(edition, known()) and not any(
                Path(one).exists() for one in joined[-words:]
            ):
                joined[-words:] = [edition]
                break
    return joined


def _is_edition(name: str, known: Sequence["Series"]) -> bool:
    from confbrowse.sources import catalogue  # see conferences

    return catalogue.address(name, known) is not None


def _may_be_edition(name: str) -> bool:
    """Whether *name* is no file, but may be a conference and its year."""
    return bool(re.fullmatch(r"[^\W\d_][\w !.-]{1,60}\d{1,4}", name)) and not Path(name).exists()


def _address(name: str, known: Sequence["Series"]) -> str:
    """Return the URL of the edition *name*, else *name* itself."""
    from confbrowse.sources import catalogue  # see conferences

    if found := catalogue.address(name, known):
        return found
    today = datetime.now(UTC).date()
    words = name.rstrip("0123456789-_ ")
    likely = catalogue.complete(name, known, today) or catalogue.complete(words, known, today)
    if likely:
        offers = " or ".join(likely[:2])
        raise SourceError(f"No file or known conference is called {name}; did you mean {offers}?")
    return name


def read(names: Sequence[str], args: Namespace | None = None) -> "IngestResult":
    """Return what the sources called *names* contain; show progress and warnings."""
    from confbrowse.ingest.pipeline import gather  # see import_options

    options = import_options(args)
    found = sources(resolve_editions(names, options.conferences))
    gathered = gather(found, options, source_progress(), http_client())
    print_warnings(gathered)
    return gathered


def source_progress() -> "SourceProgress":
    """Return a callback that shows how many sources are read, if there are many."""

    def show(done: int, of: int) -> None:
        if shows_progress() and of > _SHOW_READING:
            show_progress(done, of)

    return show


def print_warnings(gathered: "IngestResult") -> None:
    """Print the notices and warnings of *gathered*."""
    for notice in gathered.notices:
        warn(notice)
    for source, remark in gathered.warnings:
        where = f"{source.name}, line {remark.line}" if remark.line else source.name
        warn(f"{where}: {remark.reason}.")


def samples() -> "IngestResult":
    """Return the programmes that ship with confbrowse."""
    from confbrowse.ingest.pipeline import gather  # see import_options

    return gather(sources([str(shipped("sample_sessions"))]), import_options())


def input_talks(args: Namespace) -> Iterator[Talk]:
    """Yield the talks of the sources in *args*, else of the library, else of the samples.

    They come in order of time within each programme.
    """
    if args.sources:
        yield from _in_order(read(args.sources, args))
        return
    found = library()
    numbers = found.numbers(EVERYTHING)
    if not numbers:
        warn(SAMPLES_NOTE)
        yield from _in_order(samples())
    for some in _chunks(numbers):
        yield from found.talks(some).values()


def input_sessions(args: Namespace) -> Iterator[Sequence[Talk]]:
    """Yield the talks of each session of ``input_talks``; see ``LibraryStore.session_talks`` for the library's."""
    store = library()
    if not args.sources and store.programmes():
        yield from store.session_talks(args.limit)
        return
    sessions: dict[Session, list[Talk]] = {}
    for talk in input_talks(args):
        sessions.setdefault(talk.session, []).append(talk)
    yield from sessions.values()


def query_of(args: Namespace) -> Query:
    """Return the query of *args*, parsed; ``@name`` stands for a saved search."""
    searches = settings().searches if "@" in args.query else ()
    return parse_with_saved(args.query, searches, is_complete=True)


def warn_of_faults(query: Query) -> None:
    """Warn of each part of *query* that is not understood."""
    for fault in query.faults:
        warn(fault.sentence)


class ListedTalk(NamedTuple):
    """A talk in its place of a listing."""

    talk: Talk
    score: float = 0.0
    """How well it matches a query with free words."""
    below_session: bool = False
    """Whether its programme is listed session by session."""
    match: Literal["all", "some"] = "all"
    """Whether it has all words of the query, or some of them."""


def programme_talks(args: Namespace) -> Iterator[ListedTalk]:
    """Yield the talks of ``input_talks``, those of the library in the order that suits each programme."""
    store = library()
    if args.sources or not store.programmes():
        yield from map(ListedTalk, input_talks(args))
    else:
        for one in store.programmes():  # each is arranged when its turn comes
            numbers = range(one.first, one.first + one.talks)
            yield from _in_programme_order(store, numbers, one.id)


def _in_programme_order(
    store: LibraryStore, numbers: Sequence[int], programme: str | None = None
) -> Iterator[ListedTalk]:
    """Yield the talks with these *numbers*, of one *programme* or of any.

    The numbers are in order of time within each programme.
    """
    arranged, groups = store.groups(programme, None).arranged(numbers)
    for at, group in enumerate(groups.groups):
        of_group = groups.talks_of(at)
        for some in _chunks(arranged[of_group.start : of_group.stop]):
            for talk in store.talks(some).values():
                yield ListedTalk(talk, below_session=bool(group.session))


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield *numbers* in parts that grow, so that few talks cost little and many need few reads."""
    start, size = 0, _FIRST_CHUNK
    while start < len(numbers):
        yield numbers[start : start + size]
        start, size = start + size, min(2 * size, _CHUNK)


def watched_queries(marked: MarkStore) -> tuple[str, ...]:
    """Return the queries on the watch list and in the settings."""
    return tuple(dict.fromkeys((*marked.watched(), *settings().agenda.watch)))


def _watched_numbers(query: Query, searcher: "Searcher", within: Sequence[int]) -> Iterable[int]:
    """Return the talks among *within* that the watch list matches, if *query* depends on it."""
    # numpy is for searching only
    from confbrowse.discovery.watch import matching_numbers

    if not asks_for_status(query, {"watched"}):
        return ()
    return matching_numbers(searcher, within, watched_queries(agenda()), settings().searches)


def _walked_clashes(query: Query) -> ClashIndex | None:
    """Return the starred talks with the walks between rooms, if *query* depends on these."""
    if not asks_for_walks(query, walks()):
        return None
    return ClashIndex((entry.talk for entry in agenda().entries()), walks())


def search_results(args: Namespace) -> Iterator[ListedTalk]:
    """Yield the talks that match the query of *args*: the best first, or in programme order without free words.

    If few match, those with some of the words follow. The talks are those of ``input_talks``. Warns of faults in
    the query and of hidden matches, and suggests other spellings.
    """
    # numpy is for searching only
    from confbrowse.search.index_store import IndexStore, index_talks

    store, query = library(), query_of(args)
    warn_of_faults(query)
    if args.sources or not store.programmes():
        pool = list(input_talks(args))
        numbers, searcher = {talk.id: at for at, talk in enumerate(pool)}, index_talks(pool)
        watched = _watched_numbers(query, searcher, range(len(pool)))
        sets = mark_sets(agenda().marks(), numbers, watched)
        clashes = _walked_clashes(query)
        far = (at for at, talk in enumerate(pool) if clashes and clashes.is_too_far(talk))
        answer = searcher.search(query, None, replace(sets, too_far=frozenset(far)))
        _warn_of_matches(answer)
        ranked = zip(*answer.ranked(), strict=True)
        yield from (ListedTalk(pool[number], score) for number, score in ranked)
        yield from (ListedTalk(pool[hit.number], hit.score, match="some") for hit in answer.soft)
        return
    marks = agenda().marks()
    update_indexes(store)
    everything, searcher = store.numbers(EVERYTHING), IndexStore(store).load().searcher
    watched = _watched_numbers(query, searcher, everything)
    sets, clashes = mark_sets(marks, store.numbered(marks), watched), _walked_clashes(query)
    if clashes:
        sets = replace(sets, too_far=too_far(store, clashes))
    answer = searcher.search(query, everything, sets)
    _warn_of_matches(answer)
    found, scores = answer.ranked()
    if not query.has_free_words:
        yield from _in_programme_order(store, found)
        return
    worth = zip(found, scores, strict=True)
    for some in _chunks(found):
        talks, of_some = store.talks(some), islice(worth, len(some))
        yield from (ListedTalk(talks[at], score) for at, score in of_some if at in talks)
    others = store.talks(hit.number for hit in answer.soft)
    yield from (
        ListedTalk(others[hit.number], hit.score, match="some")
        for hit in answer.soft
        if hit.number in others
    )


def words_near(args: Namespace) -> tuple[str, ...]:
    """Return what the query of *args* could ask for as well, as learned from the library; nothing for sources."""
    # numpy is for searching only
    from confbrowse.discovery.also import also_words
    from confbrowse.discovery.vector_store import VectorStore  # as above
    from confbrowse.search.index_store import IndexStore  # as above

    store = library()
    if args.sources or not store.programmes():
        return ()
    update_indexes(store)
    learned, index = VectorStore(store).load(), IndexStore(store).load().searcher.index
    found = also_words(args.query, learned.vectors if learned else None, index)
    return tuple(one.text for one in found)


def find_programmes(names: Sequence[str], store: LibraryStore) -> list[ProgrammeSummary]:
    """Return the programmes in *store* with these *names* or ids, in any case; all if none.

    Raises NothingFoundError for an unknown one, with the known names.
    """
    programmes = store.programmes()
    if not names:
        return list(programmes)
    by_name = {key: one for one in programmes for key in (one.id, folded(one.name))}
    found = [(name, by_name.get(name) or by_name.get(folded(clean_line(name)))) for name in names]
    unknown = next((name for name, one in found if one is None), None)
    if unknown is not None:
        known = ", ".join(one.name for one in programmes) or "nothing"
        raise NothingFoundError(f"No programme is called {unknown}. The library contains: {known}.")
    return [one for _, one in found if one]


def update_indexes(store: LibraryStore) -> None:
    """Build the search indexes that *store* lacks; warn if they cannot be saved."""
    from confbrowse.search import value_store  # as below
    from confbrowse.search.index_store import IndexStore  # numpy is for searching and adding only

    def should_continue(done: int, of: int) -> bool:
        if shows_progress() and of > _SHOW_INDEXING:
            show_progress(done, of, "indexing", "talks")
        return True

    try:
        IndexStore(store).catch_up(should_continue)
        value_store.catch_up(store)
    except StoreError as error:
        warn(f"{error} For some talks, only titles, people and sessions are searched.")


def _warn_of_matches(answer: SearchResult) -> None:
    """Warn of hidden matches, and suggest other spellings."""
    if answer.hidden:
        warn(f"{count(answer.hidden, 'hidden talk')} left out; search for is:hidden to see them.")
    if offers := answer.suggestions():
        warn(f"No talk matches. Did you mean {' or '.join(offers)}?")


def _in_order(gathered: "IngestResult") -> Iterator[Talk]:
    for programme in gathered.programmes:
        yield from sorted(programme.talks, key=start_key)


def find_talks(ids: Sequence[str], marked: MarkStore) -> list[Talk]:
    """Return the talks with *ids*: from the library, the samples or the agenda's own copies.

    Raises NothingFoundError for the first unknown id.
    """
    store = library(empty_if_newer=True)
    known = {talk_id: talk for talk_id, (_, talk) in store.find(ids).items()}
    if not store.programmes():
        known |= {talk.id: talk for talk in _in_order(samples())}
    found = []
    for talk_id in ids:
        talk = known.get(talk_id) or marked.snapshot(talk_id)
        if talk is None:
            raise NothingFoundError(
                f"No talk has the id {talk_id}. confbrowse list and confbrowse search print ids."
            )
        found.append(talk)
    return found
