"""The commands ``triage``, one talk at a time in plain lines, ``watch`` and ``unwatch``."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from confbrowse.cli.context import agenda, library, settings, sync_files, walks
from confbrowse.cli.inputs import (
    EMPTY_LIBRARY,
    query_of,
    search_results,
    update_indexes,
    warn_of_faults,
    watched_queries,
)
from confbrowse.cli.output import as_json, print_result
from confbrowse.cli.talk_text import talk_details
from confbrowse.discovery.triage import move, move_to, open_triage, queue_of, sort_rest
from confbrowse.discovery.watch import find_hits, hits_first, new_hits, new_hits_sentence
from confbrowse.errors import NothingFoundError, WatchError
from confbrowse.marks import (
    describe_changes,
    describe_watched,
    with_hidden,
    with_later,
    with_more_interest,
    with_star,
)
from confbrowse.model import EVERYTHING, LONGEST_WATCHED, MOST_WATCHED, NO_MARK, Talk, Triage
from confbrowse.schedule.clashes import ClashIndex
from confbrowse.schedule.clock import Clock
from confbrowse.storage.library import LibraryStore
from confbrowse.storage.marks import MarkStore
from confbrowse.text.clean import clean_line
from confbrowse.text.humanize import count
from confbrowse.text.latex import readable_line

_ANSWERS = "s star, x hide, w later, j skip, k back, + or - interest, u undo, q quit"
_FLAGS = {
    "s": ("starred", with_star),
    "x": ("hidden", with_hidden),
    "w": ("later", with_later),
}
"""By answer, the field of the mark that it sets, and how."""
_STEPS = {"j": 1, "": 1, "k": -1}
_INTEREST = {"+": 1, "-": -1}
_MOST_NAMED = 3
"""Clashes that are named."""


def triage(args: Namespace) -> None:
    """Show talk after talk and do what the user answers, until the last one, ``q`` or the end of input."""
    marked, store = agenda(), library()
    if not store.programmes():
        raise NothingFoundError(EMPTY_LIBRARY)
    listed = _listed(args, marked, store)
    queue = queue_of(EVERYTHING, args.query)
    listed = hits_first(listed, find_hits(store, watched_queries(marked), settings().searches))
    found = open_triage(queue, listed, marked, store)
    if not found.talks:
        raise NothingFoundError(
            f"No talk matches “{args.query}”." if args.query else "There are no talks."
        )
    if args.again:
        found = replace(found, at=0)
    if args.order:
        found = sort_rest(found, args.order, listed, store, marked.marks())
    print_result(f"For each talk type a letter and Enter: {_ANSWERS}.")
    try:
        _ask_for_each(found, marked, store, args.zone)
    finally:
        sync_files(marked)


def watch(args: Namespace) -> None:
    """Print the watched queries with the number of talks that match each, or add one."""
    marked, store = agenda(), library()
    if args.query:
        warn_of_faults(query_of(args))
        _add_watched(args.query, marked)
    queries = watched_queries(marked)
    if not queries:
        raise NothingFoundError("You watch nothing yet. Example: confbrowse watch 'author:hopper'")
    hits = find_hits(store, queries, settings().searches)
    for query in queries if not args.query else (clean_line(args.query),):
        talks = [talk for talk, matching in hits.items() if query in matching]
        line = f"{count(len(talks), 'talk')}: {query}"
        print_result(as_json({"query": query, "talks": talks}) if args.json else line)


def _add_watched(text: str, marked: MarkStore) -> None:
    """Add a query. Raises WatchError if it is empty, too long or one too many."""
    query = clean_line(text)
    if not query or len(query) > LONGEST_WATCHED or len(marked.watched()) >= MOST_WATCHED:
        raise WatchError(
            f"The watch list holds {MOST_WATCHED} queries of 1 to {LONGEST_WATCHED} characters."
        )
    marked.watch(query, is_set=True)
    sync_files(marked)


def unwatch(args: Namespace) -> None:
    """Remove a query from the watch list. Raises NothingFoundError if it is not there."""
    marked, query = agenda(), clean_line(args.query)
    if not marked.watch(query, is_set=False):
        raise NothingFoundError(f"The watch list has no query {query}.")
    print_result(f"No longer watched: {query}")
    sync_files(marked)


def watch_report(marked: MarkStore, store: LibraryStore) -> Callable[[bool], None]:
    """Return a function that prints which talks the watch list matches only since now."""
    queries, searches = watched_queries(marked), settings().searches
    if queries:
        update_indexes(store)  # what is only indexed later is not new
    before = find_hits(store, queries, searches)

    def report(as_data: bool) -> None:
        for query, talks in new_hits(before, find_hits(store, queries, searches)).items():
            sentence = new_hits_sentence(query, len(talks))
            data = {"watched": query, "talks": talks, "sentence": sentence}
            print_result(as_json(data) if as_data else f"  ◎ {sentence}")

    return report


def _listed(args: Namespace, marked: MarkStore, store: LibraryStore) -> Sequence[str]:
    """Return the ids of the talks that match, else of all that are not hidden."""
    if args.query:
        return [one.talk.id for one in search_results(args) if one.match == "all"]
    hidden = set(marked.hidden())
    return [one for one in store.ids_of(store.numbers(EVERYTHING)).values() if one not in hidden]


def _ask_for_each(found: Triage, marked: MarkStore, store: LibraryStore, clock: Clock) -> None:
    """Do what the user answers for the talk of *found* and those after it."""
    while talk_id := found.talk:
        known = store.find([talk_id])
        if talk_id not in known:  # another process has removed it
            found = move(found, 1)
            continue
        talk = known[talk_id][1]
        print_result("\n".join(_shown(found, talk, marked, store, clock)))
        answer = _answer()
        if answer is None or answer == "q":
            print_result("The progress is saved.")
            return
        found = _obey(answer, found, talk, marked)
    print_result(f"You have been through all {len(found.talks):,} talks. To begin again: --again.")


def _shown(
    found: Triage, talk: Talk, marked: MarkStore, store: LibraryStore, clock: Clock
) -> Iterator[str]:
    """Yield the place of *talk*, all about it, and what it clashes with, in lines."""
    mark = marked.marks().get(talk.id, NO_MARK)
    starred = [entry.talk for entry in marked.entries()]
    yield f"\n{found.at + 1:,} of {len(found.talks):,}, {len(starred):,} on your agenda"
    yield from filter(None, talk_details(talk, mark, clock, store.presentations(talk.id)))
    clashes = ClashIndex(starred, walks()).firm(talk, _MOST_NAMED)
    if clashes.total:
        yield f"Clashes with {clashes.total:,} of yours: {clashes.named(readable_line)}"


def _answer() -> str | None:
    """Return a line of standard input; None at its end."""
    line = sys.stdin.readline() if sys.stdin else ""
    return line.strip().lower() if line else None


def _obey(answer: str, found: Triage, talk: Talk, marked: MarkStore) -> Triage:
    """Do what *answer* says about *talk*; return where the triage is then."""
    if answer in _STEPS:
        to = move(found, _STEPS[answer])
        marked.move_triage(to)
        return to
    if answer == "u":
        undone = marked.undo_step()
        to = move_to(found, undone.marks[0].talk.id) if undone.marks else found
        marked.move_triage(to)
        said = [describe_changes(undone.marks)] if undone.marks else []
        said += map(describe_watched, undone.watched)
        print_result(f"Undone: {', '.join(said)}." if said else "There is nothing to undo.")
        return to
    to, change = found, partial(with_more_interest, step=_INTEREST.get(answer, 0))
    if answer in _FLAGS:
        field, setting = _FLAGS[answer]
        is_set = not getattr(marked.marks().get(talk.id, NO_MARK), field)
        to, change = move(found, int(is_set)), partial(setting, is_set=is_set)
    elif answer not in _INTEREST:
        print_result(f"“{clean_line(answer)[:20]}” is no answer. For each talk: {_ANSWERS}.")
        return found
    changes = marked.move_triage(to, [(talk, change)])
    if changes:
        print_result(f"{describe_changes(changes)}.")
    return to
