"""The commands that read: ``list``, ``search``, ``show``, ``people`` and ``open``."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from confbrowse.cli.context import agenda, library
from confbrowse.cli.inputs import (
    ListedTalk,
    find_talks,
    input_sessions,
    input_talks,
    programme_talks,
    query_of,
    search_results,
    words_near,
)
from confbrowse.cli.output import as_json, line_width, print_result
from confbrowse.cli.talk_text import (
    Entry,
    ListingLayout,
    talk_as_json,
    talk_details,
)
from confbrowse.errors import NothingFoundError
from confbrowse.model import NO_MARK, Talk
from confbrowse.people import find_people, matching_names
from confbrowse.schedule.clock import Clock, by_clock
from confbrowse.schedule.presentations import counted_once
from confbrowse.search.query import SOME_WORDS
from confbrowse.system import browser
from confbrowse.text.humanize import count
from confbrowse.text.latex import readable_line


def list_talks(args: Namespace) -> None:
    """Print the talks, or the sessions, of the sources or of the library."""
    if args.sessions:
        _list_sessions(args)
        return
    if args.json:
        marks = agenda().marks()
        has_any = _print_all(
            talk_as_json(by_clock(talk, args.zone), marks.get(talk.id, NO_MARK))
            for talk in islice(input_talks(args), args.limit)
        )
    else:
        has_any = _print_by_day(islice(programme_talks(args), args.limit), args)
    if not has_any:
        raise NothingFoundError("There are no talks.")


def _print_by_day(listed: Iterable[ListedTalk], args: Namespace) -> bool:
    """Print the *listed* talks, which are in programme order; return whether there are any."""
    marks = agenda().marks()
    entries = (
        Entry(one.talk, marks.get(one.talk.id, NO_MARK), below_session=one.below_session)
        for one in listed
    )
    return _print_all(ListingLayout(args.zone, line_width()).by_day(entries, programme=True))


def _print_all(lines: Iterable[str]) -> bool:
    """Print *lines* as they come; return whether there are any."""
    has_any = False
    for line in lines:
        print_result(line)
        has_any = True
    return has_any


def _list_sessions(args: Namespace) -> None:
    """Print the sessions in the order of their first talks."""
    shown = islice(input_sessions(args), args.limit)
    if args.json:
        has_any = _print_all(_session_json(talks, args.zone) for talks in shown)
    else:
        has_any = _print_all(ListingLayout(args.zone, line_width()).sessions(shown))
    if not has_any:
        raise NothingFoundError("There are no sessions.")


def _session_json(talks: Sequence[Talk], clock: Clock) -> str:
    session, start = talks[0].session, by_clock(talks[0], clock).start
    return as_json(
        {
            "programme": session.programme,
            "session": session.title,
            "chairs": list(session.chairs),
            "room": session.room,
            "start": start.isoformat() if start else None,
            "abstract": session.abstract,
            "talks": len(talks),
        }
    )


def search_talks(args: Namespace) -> None:
    """Print the talks that match the query: best first, or by day if it has no words to rank them by."""
    found = islice(search_results(args), args.limit)
    also: tuple[str, ...] = ()
    if not query_of(args).has_free_words and not args.json:
        has_any = _print_by_day(found, args)
    else:
        also = words_near(args)
        has_any = _print_all(_ranked_lines(found, also, args))
    offer = f"Also: {', '.join(also)}" if also else ""
    if not has_any:
        raise NothingFoundError(" ".join((f"No talk matches “{args.query}”.", offer)).strip())
    if offer and not args.json:
        print_result(ListingLayout(args.zone, line_width()).heading(offer))


def _ranked_lines(
    found: Iterable[ListedTalk], also: Sequence[str], args: Namespace
) -> Iterator[str]:
    """Yield the talks *found*, as JSON with score, match and *also*, else with a heading above those with some words."""
    marks, layout = agenda().marks(), ListingLayout(args.zone, line_width())
    last: ListedTalk | None = None
    for one in found:
        mark = marks.get(one.talk.id, NO_MARK)
        if args.json:
            talk = by_clock(one.talk, args.zone)
            yield talk_as_json(talk, mark, score=one.score, match=one.match, also=also)
            continue
        if one.match == "some" and (last is None or last.match == "all"):
            yield layout.heading(SOME_WORDS, is_first=last is None)
        yield layout.entry(Entry(one.talk, mark))
        last = one


def show_talk(args: Namespace) -> None:
    """Print one talk in full."""
    marked = agenda()
    (talk,) = find_talks([args.id], marked)
    mark = marked.marks().get(talk.id, NO_MARK)
    if args.json:
        print_result(talk_as_json(by_clock(talk, args.zone), mark))
        return
    lines = talk_details(talk, mark, args.zone, library().presentations(talk.id))
    print_result("\n".join(filter(None, lines)))


def open_link(args: Namespace) -> None:
    """Open the best link of a talk, or the one of a kind; or print its URL."""
    (talk,) = find_talks([args.id], agenda())
    links = [link for link in talk.links if args.kind in (None, link.kind)]
    link = talk.best_link if args.kind is None else next(iter(links), None)
    if link is None:
        what = f"{args.kind} link" if args.kind else "link"
        raise NothingFoundError(f"“{readable_line(talk.title)}” has no {what}.")
    print_result(link.url if args.print else browser.open_link(link.url))


def print_people(args: Namespace) -> None:
    """Print every person with a matching name, and all their talks across programmes.

    Raises NothingFoundError if there is no such person in the library.
    """
    store, marks = library(), agenda().marks()
    people = find_people(
        matching_names(args.name, store.authors(), args.limit or 40), store.authors()
    )
    if not people:
        raise NothingFoundError(f"No person in the library is called {args.name}.")
    for person in people:
        talks = store.talks(person.talks)
        if args.json:
            ids = [talk.id for talk in talks.values()]
            print_result(as_json({"name": person.name, "forms": list(person.forms), "talks": ids}))
            continue
        also = f", also as {', '.join(person.forms)}" if person.forms else ""
        starred = {talk_id for talk_id, mark in marks.items() if mark.starred}
        once = counted_once(tuple(talks.values()), starred)
        print_result(f"{person.name}: {count(len(once), 'talk')}{also}")
        layout = ListingLayout(args.zone, line_width())
        for talk in once:
            print_result(layout.entry(Entry(talk, marks.get(talk.id, NO_MARK)), indent=2))
