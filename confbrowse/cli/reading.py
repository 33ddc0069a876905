"""The commands that read: list, search, show, agenda, open."""

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from confbrowse import opening
from confbrowse.agenda import by_day, cancelled, clashes
from confbrowse.cli.printing import as_json, count, talk_as_json, talk_line, talk_whole
from confbrowse.cli.shelf import find, found_talks, talks
from confbrowse.cli.stores import agenda, library
from confbrowse.cli.telling import say
from confbrowse.errors import NothingFoundError
from confbrowse.model import NO_MARK, Mark, Session, Talk, day_of


def list_talks(args: Namespace) -> None:
    """Print the talks, or the sessions, of the sources or of the library."""
    if args.sessions:
        _list_sessions(args)
        return
    marks = agenda().marks()
    found = 0
    for talk in islice(talks(args), args.limit):
        mark = marks.get(talk.id, NO_MARK)
        say(talk_as_json(talk, mark) if args.json else talk_line(talk, mark))
        found += 1
    if not found:
        raise NothingFoundError("There is no talk.")


def _list_sessions(args: Namespace) -> None:
    """Print one line a session, in the order of their first talks."""
    starts: dict[Session, datetime | None] = {}
    held: Counter[Session] = Counter()
    for talk in talks(args):
        starts.setdefault(talk.session, talk.start)
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
    return f"{day}  {session.programme}: {session.title} ({count(held, 'talk')})"


def search_talks(args: Namespace) -> None:
    """Print the talks that answer the query, best first."""
    marks = agenda().marks()
    found = 0
    for talk, score in islice(found_talks(args), args.limit):
        mark = marks.get(talk.id, NO_MARK)
        say(talk_as_json(talk, mark, score=score) if args.json else talk_line(talk, mark))
        found += 1
    if not found:
        raise NothingFoundError(f"No talk matches “{args.query}”.")


def show_talk(args: Namespace) -> None:
    """Print one talk whole."""
    marked = agenda()
    (talk,) = find([args.id], marked)
    mark = marked.marks().get(talk.id, NO_MARK)
    if args.json:
        say(talk_as_json(talk, mark))
        return
    say("\n".join(line for line in talk_whole(talk, mark) if line))


def print_agenda(args: Namespace) -> None:
    """Print what is starred, day by day, with what clashes."""
    entries = {entry.talk.id: entry for entry in agenda().entries()}
    partners = clashes(entry.talk for entry in entries.values())
    off = _cancelled([entry.talk for entry in entries.values()])
    chosen = [
        entry.talk
        for entry in entries.values()
        if (not args.clashes or entry.talk.id in partners)
        and (not args.day or day_of(entry.talk) == args.day.isoformat())
    ]
    if not chosen:
        raise NothingFoundError(_why_nothing(args) if entries else _NOTHING_STARRED)
    for day, held in by_day(chosen[: args.limit]):
        if not args.json:
            say(f"{day:%A} {day.day} {day:%B %Y}" if day else "No time given")
        for talk in held:
            against = [entries[partner].talk for partner in partners.get(talk.id, ())]
            mark = entries[talk.id].mark
            if args.json:
                say(talk_as_json(talk, mark, clashes=[partner.id for partner in against]))
            else:
                say(_agenda_line(talk, mark, against, is_off=talk.id in off))


def _cancelled(talks: Sequence[Talk]) -> frozenset[str]:
    """Return the ids of *talks* that their programmes, as the library has them, hold no more."""
    shelf = library()
    programmes = {one.id for one in shelf.shelves()}
    return cancelled(talks, programmes, shelf.numbered(talk.id for talk in talks).keys())


_NOTHING_STARRED = (
    "Nothing is on your agenda; star talks with s in the browser, or with confbrowse star ID."
)


def _why_nothing(args: Namespace) -> str:
    """Return the sentence for an agenda that holds talks, but none that *args* ask for."""
    day = f" on {args.day}" if args.day else ""
    return f"Nothing on your agenda {'clashes' if args.clashes else 'is'}{day}."


def _agenda_line(talk: Talk, mark: Mark, against: Sequence[Talk], *, is_off: bool) -> str:
    names = "; ".join(partner.title for partner in against)
    off = "  (cancelled: its programme holds it no more)" if is_off else ""
    return talk_line(talk, mark) + off + (f"  ! clashes with {names}" if names else "")


def open_link(args: Namespace) -> None:
    """Open a talk's best link, or the one of a kind; or print its address."""
    (talk,) = find([args.id], agenda())
    links = [link for link in talk.links if args.kind in (None, link.kind)]
    link = talk.best_link if args.kind is None else next(iter(links), None)
    if link is None:
        what = f"{args.kind} link" if args.kind else "link"
        raise NothingFoundError(f"“{talk.title}” has no {what} in its source.")
    say(link.url if args.print else opening.open_link(link.url))
