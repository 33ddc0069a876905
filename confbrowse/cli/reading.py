"""The commands that read: list, search, show, open."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from confbrowse import opening
from confbrowse.agenda.zones import by_clock
from confbrowse.cli.printing import as_json, talk_as_json, talk_line, talk_whole
from confbrowse.cli.shelf import bring_indexes_up_to_date, find, found_talks, talks
from confbrowse.cli.stores import agenda, library
from confbrowse.cli.telling import say
from confbrowse.errors import NothingFoundError
from confbrowse.model import NO_MARK, Session, Talk
from confbrowse.text.amounts import count
from confbrowse.text.readable import readable_line

_MOST_LIKE = 20
"""Talks that are printed as being like one, where the reader does not say how many."""


def list_talks(args: Namespace) -> None:
    """Print the talks, or the sessions, of the sources or of the library."""
    if args.sessions:
        _list_sessions(args)
        return
    marks = agenda().marks()
    found = 0
    for talk in islice(talks(args), args.limit):
        mark = marks.get(talk.id, NO_MARK)
        if args.json:
            say(talk_as_json(by_clock(talk, args.zone), mark))
        else:
            say(talk_line(talk, mark, args.zone))
        found += 1
    if not found:
        raise NothingFoundError("There is no talk.")


def _list_sessions(args: Namespace) -> None:
    """Print one line a session, in the order of their first talks."""
    starts: dict[Session, datetime | None] = {}
    held: Counter[Session] = Counter()
    for talk in talks(args):
        starts.setdefault(talk.session, by_clock(talk, args.zone).start)
        held[talk.session] += 1
    if not held:
        raise NothingFoundError("There is no session.")
    for session, start in islice(starts.items(), args.limit):
        say((_session_json if args.json else _session_line)(session, start, held[session]))


def _session_json(session: Session, start: datetime | None, held: int) -> str:
    return as_json(
        {
            "programme": session.programme,
            "session": session.title,
            "chairs": list(session.chairs),
            "room": session.room,
            "start": start.isoformat() if start else None,
            "abstract": session.abstract,
            "talks": held,
        }
    )


def _session_line(session: Session, start: datetime | None, held: int) -> str:
    day = f"{start:%Y-%m-%d %H:%M}" if start else f"{'no time given':<16}"
    return f"{day}  {session.programme}: {readable_line(session.title)} ({count(held, 'talk')})"


def search_talks(args: Namespace) -> None:
    """Print the talks that answer the query, best first."""
    if not _print_scored(islice(found_talks(args), args.limit), args):
        raise NothingFoundError(f"No talk matches “{args.query}”.")


def print_like(args: Namespace) -> None:
    """Print the talks of the library that are most like one, the likest first."""
    from confbrowse.indexing import Indexes  # numpy is for those who search

    (talk,) = find([args.id], agenda())
    bring_indexes_up_to_date(library())
    found = Indexes(library()).like(talk, args.limit or _MOST_LIKE)
    if not _print_scored(found, args):
        raise NothingFoundError(f"No talk in the library is like “{readable_line(talk.title)}”.")


def _print_scored(found: Iterable[tuple[Talk, float]], args: Namespace) -> int:
    """Print the talks *found*, which have scores; return how many there are."""
    marks, printed = agenda().marks(), 0
    for talk, score in found:
        mark = marks.get(talk.id, NO_MARK)
        if args.json:
            say(talk_as_json(by_clock(talk, args.zone), mark, score=score))
        else:
            say(talk_line(talk, mark, args.zone))
        printed += 1
    return printed


def show_talk(args: Namespace) -> None:
    """Print one talk whole."""
    marked = agenda()
    (talk,) = find([args.id], marked)
    mark = marked.marks().get(talk.id, NO_MARK)
    if args.json:
        say(talk_as_json(by_clock(talk, args.zone), mark))
        return
    say("\n".join(line for line in talk_whole(talk, mark, args.zone) if line))


def open_link(args: Namespace) -> None:
    """Open a talk's best link, or the one of a kind; or print its address."""
    (talk,) = find([args.id], agenda())
    links = [link for link in talk.links if args.kind in (None, link.kind)]
    link = talk.best_link if args.kind is None else next(iter(links), None)
    if link is None:
        what = f"{args.kind} link" if args.kind else "link"
        raise NothingFoundError(f"“{readable_line(talk.title)}” has no {what} in its source.")
    say(link.url if args.print else opening.open_link(link.url))
