"""The commands that read: list, search, show, agenda, open."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from itertools import islice

from confbrowse import opening
from confbrowse.agenda import by_day, clashes
from confbrowse.cli.printing import as_json, count, talk_as_json, talk_line, talk_whole
from confbrowse.cli.shelf import find, talks
from confbrowse.cli.stores import agenda
from confbrowse.errors import NothingFoundError
from confbrowse.model import NO_MARK, Searchable, Session, Talk, by_time


def list_talks(args: Namespace) -> None:
    """Print the talks, or the sessions, of the sources or of the library."""
    if args.sessions:
        _list_sessions(args)
        return
    marks = agenda().marks()
    found = 0
    for talk in islice(talks(args), args.limit):
        mark = marks.get(talk.id, NO_MARK)
        print(talk_as_json(talk, mark) if args.json else talk_line(talk, mark))
        found += 1
    if not found:
        raise NothingFoundError("There is no talk.")


def _list_sessions(args: Namespace) -> None:
    """Print one line a session, in the order of their first talks."""
    sessions: dict[Session, list[Talk]] = {}
    for talk in talks(args):
        sessions.setdefault(talk.session, []).append(talk)
    for session, held in islice(sessions.items(), args.limit):
        timed = sorted((talk for talk in held if talk.start), key=by_time)
        start = timed[0].start.isoformat() if timed and timed[0].start else None
        if args.json:
            data = {"programme": session.programme, "session": session.title}
            more = {"chairs": list(session.chairs), "room": session.room, "start": start}
            print(as_json({**data, **more, "abstract": session.abstract, "talks": len(held)}))
        else:
            day = start[:16].replace("T", " ") if start else "no time given   "
            print(f"{day}  {session.programme}: {session.title} ({count(len(held), 'talk')})")


def search_talks(args: Namespace) -> None:
    """Print the talks that answer the query, best first."""
    from confbrowse.search import index  # rapidfuzz is for those who search

    pool = list(talks(args))
    hits = index(_searchable(pool)).search(args.query)
    if not hits:
        raise NothingFoundError(f"No talk matches “{args.query}”.")
    marks = agenda().marks()
    for hit in islice(hits, args.limit):
        talk = pool[hit.number]
        mark = marks.get(talk.id, NO_MARK)
        line = talk_as_json(talk, mark, score=hit.score) if args.json else talk_line(talk, mark)
        print(line)


def _searchable(pool: Iterable[Talk]) -> Iterator[Searchable]:
    for number, talk in enumerate(pool):
        yield Searchable(number, talk.title, "\n".join(talk.authors), talk.session.title)


def show_talk(args: Namespace) -> None:
    """Print one talk whole."""
    marked = agenda()
    (talk,) = find([args.id], marked)
    mark = marked.marks().get(talk.id, NO_MARK)
    if args.json:
        print(talk_as_json(talk, mark))
        return
    print("\n".join(line for line in talk_whole(talk, mark) if line))


def print_agenda(args: Namespace) -> None:
    """Print what is starred, day by day, with what clashes."""
    entries = {entry.talk.id: entry for entry in agenda().entries()}
    partners = clashes(entry.talk for entry in entries.values())
    chosen = [
        entry.talk
        for entry in entries.values()
        if (not args.clashes or entry.talk.id in partners)
        and (not args.day or (entry.talk.start and f"{entry.talk.start:%Y-%m-%d}" == args.day))
    ]
    if not chosen:
        raise NothingFoundError("Nothing on your agenda; star talks with s, or confbrowse star ID.")
    left = args.limit
    for day, held in by_day(chosen[:left]):
        if not args.json:
            print(f"{day:%A} {day.day} {day:%B %Y}" if day else "No time given")
        for talk in held:
            mark = entries[talk.id].mark
            against = partners.get(talk.id, ())
            if args.json:
                print(talk_as_json(talk, mark, clashes=list(against)))
            else:
                names = "; ".join(entries[partner].talk.title for partner in against)
                print(talk_line(talk, mark) + (f"  ! clashes with {names}" if names else ""))


def open_link(args: Namespace) -> None:
    """Open a talk's best link, or the one of a kind; or print its address."""
    (talk,) = find([args.id], agenda())
    links = [link for link in talk.links if args.kind in (None, link.kind)]
    link = talk.best_link if args.kind is None else next(iter(links), None)
    if link is None:
        what = f"{args.kind} link" if args.kind else "link"
        raise NothingFoundError(f"“{talk.title}” has no {what} in its source.")
    print(link.url if args.print else opening.open_link(link.url))
