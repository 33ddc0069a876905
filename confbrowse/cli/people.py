"""The command about people: whose talks are where."""

from argparse import Namespace

from confbrowse.cli.printing import as_json, talk_line
from confbrowse.cli.stores import agenda, library
from confbrowse.cli.telling import say
from confbrowse.errors import NothingFoundError
from confbrowse.model import NO_MARK
from confbrowse.people import called, found
from confbrowse.text.amounts import count


def print_people(args: Namespace) -> None:
    """Print everybody with such a name, and all their talks across programmes.

    Raises NothingFoundError where nobody in the library is called so.
    """
    shelf, marks = library(), agenda().marks()
    people = found(called(args.name, shelf.authors(), args.limit or 40), shelf.authors())
    if not people:
        raise NothingFoundError(f"Nobody in the library is called {args.name}.")
    for person in people:
        talks = shelf.talks(person.talks)
        if args.json:
            ids = [talk.id for talk in talks.values()]
            say(as_json({"name": person.name, "forms": list(person.forms), "talks": ids}))
            continue
        also = f", also as {', '.join(person.forms)}" if person.forms else ""
        say(f"{person.name}: {count(len(talks), 'talk')}{also}")
        for talk in talks.values():
            say(f"  {talk_line(talk, marks.get(talk.id, NO_MARK), args.zone)}")
