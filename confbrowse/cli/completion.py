"""The command ``completion``: a script for a shell, made from the grammar, and the words it asks for."""

from argparse import SUPPRESS, Action, ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from confbrowse.cli.grammar import commands, grammar
from confbrowse.cli.scripts import FILES, SCRIPTS, Command, Option
from confbrowse.cli.telling import say
from confbrowse.text.clean import clean_line

_MOST = 200
"""So many words are offered; whoever wants others types on."""
_KINDS = {"SOURCE": FILES, "FILE": FILES, "ID": "ids", "Z": "zones", "QUERY": "searches"}
_KINDS_OF = {
    "add": {"SOURCE": "sources"},
    "update": {"NAME": "programmes"},
    "remove": {"NAME": "programmes"},
    "catalogue": {"QUERY": "catalogue"},
}
"""What a word of the grammar stands for; in some commands, another thing."""


def complete(args: Namespace) -> None:
    """Print the script of a shell; or the words of a kind that begin as the reader's does."""
    if args.words:
        for word in islice(_words(args.words, args.start), _MOST):
            say(word)
    else:
        say(SCRIPTS[args.shell](told()))


def told() -> tuple[Command, ...]:
    """Return the browser, which has no name, and every command of the grammar."""
    root, _names = grammar()
    browser = Command("", "", _options(root), kind=FILES)
    return (browser, *(_told(name, text, parser) for name, text, parser in commands(root)))


def _told(name: str, help_text: str, parser: ArgumentParser) -> Command:
    kinds = _KINDS | _KINDS_OF.get(name, {})
    places = [one for one in parser._actions if not one.option_strings]
    choices = next((_choices(one) for one in places if one.choices), ())
    kind = next((kinds[one.metavar] for one in places if str(one.metavar) in kinds), "")  # type: ignore[index]
    return Command(name, help_text, _options(parser), choices, kind)


def _options(parser: ArgumentParser) -> tuple[Option, ...]:
    return tuple(
        Option(
            tuple(one.option_strings),
            one.help or "",
            one.nargs != 0,
            _choices(one),
            _KINDS.get(str(one.metavar), ""),
        )
        for one in parser._actions
        if one.option_strings and one.help != SUPPRESS
    )


def _choices(action: Action) -> tuple[str, ...]:
    return tuple(map(str, action.choices or ()))


def _words(kind: str, start: str) -> Iterator[str]:
    """Yield words of *kind*, whole, that begin with *start* in any case."""
    wanted = start.casefold()
    every = {"ids": _ids, "programmes": _programmes, "catalogue": _catalogue, "zones": _zones}
    found = every.get(kind, _searches)(start)
    return (word for word in found if word.casefold().startswith(wanted) and " " not in word)


def _ids(start: str) -> Iterator[str]:
    from confbrowse.cli.stores import library  # each kind loads what it needs, and no more

    yield from library().ids(start, _MOST)


def _programmes(_start: str) -> Iterator[str]:
    from confbrowse.cli.stores import library  # as above

    yield from (shelf.id for shelf in library().shelves())


def _catalogue(_start: str) -> Iterator[str]:
    from confbrowse.cli.shelf import conferences  # as above

    this_year = datetime.now(UTC).year
    for one in conferences():
        yield from (one.called(edition) for edition in one.until(this_year))


def _zones(_start: str) -> Iterator[str]:
    from confbrowse.agenda.zones import zone_names  # as above

    yield from ("event", "local", *zone_names())


def _searches(_start: str) -> Iterator[str]:
    from confbrowse.cli.stores import settings  # as above

    yield from (f"@{clean_line(name)}" for name, _query in settings().searches)
