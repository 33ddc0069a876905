"""The grammar of the command line.

Each command is one function in a module beside this one, loaded when the command is given.
"""

from argparse import SUPPRESS, ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from confbrowse import __version__
from confbrowse.cli import arguments
from confbrowse.errors import ConfbrowseError
from confbrowse.model import LINK_KINDS

if TYPE_CHECKING:
    Commands = _SubParsersAction["_Parser"]


class UsageError(ConfbrowseError):
    """The command line does not say what to do."""


class _Parser(ArgumentParser):
    """A parser whose errors are sentences, like every other of ours."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError instead of printing the usage and leaving."""
        message = message.removeprefix("argument ")
        end = "" if message.endswith("?") else "."
        raise UsageError(f"{message[:1].upper()}{message[1:]}{end} See {self.prog} --help.")


Run = Callable[[Namespace], None]
_WORDS = ("ids", "programmes", "catalogue", "zones", "searches")
"""What a shell may ask for to complete."""
_ZONE_HELP = "show times by this clock: local, Europe/Paris, UTC+2 ...; event, the talks' own, if none is set"
_MOMENT_HELP = (
    "not now, but then: 14:00 or 2021-07-20T14:00, by --zone, else by this computer's clock"
)


def parse(argv: Sequence[str]) -> Namespace:
    """Return what *argv* asks for; ``run`` names its function for ``load``, None is the browser.

    What is no command and no option is taken as sources to browse. Raises UsageError, and
    SystemExit once ``--help`` or ``--version`` have been answered.
    """
    root, names = grammar()
    first = next((word for word in argv if not _is_option(word)), None)
    if first is None or first in names:
        args = root.parse_args(argv)
        if args.ascii and args.run:
            root.error("--ascii is for the browser; commands print what standard output can encode")
        if "zone" in args and args.zone is None:
            args.zone = arguments.usual_clock(for_programs=args.json)
        return args
    if option := next((word for word in argv if _is_option(word) and word != "--ascii"), None):
        root.error(f"{option} does not go with sources to browse")
    if (meant := _meant(first, names)) and not Path(first).exists():
        root.error(f"There is no command and no file {first}; did you mean {meant}?")
    sources = [word for word in argv if word != "--ascii"]
    return Namespace(run=None, sources=sources, ascii="--ascii" in argv)


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _meant(word: str, names: Iterable[str]) -> str | None:
    """Return the command that *word* may be a misprint of."""
    return next(iter(get_close_matches(word, names, 1)), None)


def grammar() -> tuple[ArgumentParser, frozenset[str]]:
    """Return the grammar and the names of its commands."""
    root = _Parser(
        "confbrowse",
        description="Find your way through a conference. Without a command, or with SOURCE..., "
        "the browser opens.",
        usage="confbrowse [SOURCE...] | confbrowse COMMAND ...",
    )
    root.add_argument("--version", action="version", version=f"confbrowse {__version__}")
    root.add_argument("--ascii", action="store_true", help="draw with plain ASCII in the browser")
    root.set_defaults(run=None, sources=[])
    commands = root.add_subparsers(
        title="commands", metavar="COMMAND WORDS...", prog="confbrowse", parser_class=_Parser
    )
    for add in (
        _reading_commands,
        _planning_commands,
        _opening_command,
        _changing_commands,
        _marking_commands,
        _exchanging_commands,
        _about_commands,
    ):
        add(commands)
    return root, frozenset(commands.choices)


def commands(root: ArgumentParser) -> Iterator[tuple[str, str, ArgumentParser]]:
    """Yield the name, the help and the parser of every command that *root* knows."""
    for action in root._actions:
        if isinstance(action, _SubParsersAction):
            for told in action._choices_actions:
                yield told.dest, told.help or "", action.choices[told.dest]


def _reading_commands(commands: "Commands") -> None:
    listing = _command(commands, "list", "reading.list_talks", "print talks, one a line")
    _sources(listing)
    listing.add_argument("--sessions", action="store_true", help="print sessions instead")
    _import_options(listing)
    search = _command(commands, "search", "reading.search_talks", "print the talks that match")
    search.add_argument("query", metavar="QUERY")
    _sources(search)
    _import_options(search)
    show = _command(commands, "show", "reading.show_talk", "print one talk whole")
    show.add_argument("id", metavar="ID")
    like = _command(commands, "like", "reading.print_like", "print the talks most like one")
    like.add_argument("id", metavar="ID")
    people = _command(commands, "people", "people.print_people", "print all talks of a person")
    people.add_argument("name", metavar="NAME", help="a name, or a part of it")
    _answer_options(listing, search, show, like, people)


def _planning_commands(commands: "Commands") -> None:
    agenda = _command(commands, "agenda", "planning.print_agenda", "print what you starred, by day")
    agenda.add_argument("--day", type=arguments.day, metavar="D", help="only this day: 2021-07-20")
    part = agenda.add_mutually_exclusive_group()
    part.add_argument("--clashes", action="store_true", help="only talks that clash")
    part.add_argument("--gaps", action="store_true", help="the free time instead, and what fits")
    agenda.add_argument("--compare", metavar="FILE", dest="file", help="with another agenda")
    now = _command(commands, "now", "planning.print_now", "print what is on and what comes next")
    now.add_argument("--at", type=arguments.moment, metavar="TIME", help=_MOMENT_HELP)
    now.set_defaults(sources=[])
    _answer_options(agenda, now)


def _opening_command(commands: "Commands") -> None:
    opened = _command(commands, "open", "reading.open_link", "open a talk's link")
    opened.add_argument("id", metavar="ID")
    opened.add_argument("--kind", choices=LINK_KINDS, help="not the best link, but this one")
    opened.add_argument("--print", action="store_true", help="print the address instead")


def _changing_commands(commands: "Commands") -> None:
    add = _command(commands, "add", "changing.add", "bring programmes into the library")
    what = "files, folders, addresses, names of the catalogue, - for stdin"
    add.add_argument("sources", nargs="+", metavar="SOURCE", help=what)
    add.add_argument("--json", action="store_true", help="one JSON object a line")
    _import_options(add)
    update = _command(commands, "update", "updating.update", "read programmes again, tell changes")
    update.add_argument("names", nargs="*", metavar="NAME", help="instead of all")
    update.add_argument("--force", action="store_true", help="even if many talks are gone")
    update.add_argument("--json", action="store_true", help="one JSON object a line")
    update.set_defaults(name=None)
    _time_options(update)
    remove = _command(commands, "remove", "changing.remove", "take a programme out of the library")
    remove.add_argument("name", metavar="NAME")


def _marking_commands(commands: "Commands") -> None:
    for name, run, is_set, help_text in (
        ("star", "star", True, "star talks"),
        ("unstar", "star", False, "take stars away"),
        ("hide", "hide", True, "leave talks out of lists and searches"),
        ("unhide", "hide", False, "show hidden talks again"),
        ("seen", "see", True, "call talks seen"),
        ("unseen", "see", False, "call talks not seen"),
    ):
        marking = _command(commands, name, f"marking.{run}", help_text)
        marking.add_argument("ids", nargs="+", metavar="ID")
        marking.set_defaults(is_set=is_set)
    interest = _command(commands, "interest", "marking.interest", "say how much a talk interests")
    interest.add_argument("id", metavar="ID")
    interest.add_argument("interest", type=arguments.interest, metavar="N", help="0 (none) to 3")
    note = _command(commands, "note", "marking.note", "write a note on a talk")
    note.add_argument("id", metavar="ID")
    note.add_argument("text", metavar="TEXT", help="- for stdin; an empty one takes the note away")
    _command(commands, "undo", "marking.undo", "take back the last mark")
    _command(commands, "redo", "marking.redo", "do the mark again that was undone last")


def _exchanging_commands(commands: "Commands") -> None:
    export = _command(commands, "export", "exchanging.export", "take talks out to a file")
    export.add_argument("format", metavar="FORMAT", help="ics, md, csv, json, bib or mirror")
    export.add_argument("query", nargs="?", metavar="QUERY", help="not your agenda, but these")
    export.add_argument("--all", action="store_true", help="not your agenda, but all talks")
    export.add_argument("--day", type=arguments.day, metavar="D", help="only this day: 2021-07-20")
    export.add_argument("--alarm", type=arguments.count, metavar="MIN", help="minutes before (ics)")
    export.add_argument("-o", "--output", metavar="FILE", help="instead of standard output")
    export.set_defaults(sources=[])
    bring = _command(commands, "import", "exchanging.bring", "merge a file into your agenda")
    prefer = bring.add_mutually_exclusive_group()
    for side, what in (("ours", "yours"), ("theirs", "the file's"), ("both", "both notes")):
        prefer.add_argument(
            f"--{side}",
            action="store_const",
            const=side,
            dest="prefer",
            help=f"where both differ, keep {what}",
        )
    compare = _command(commands, "compare", "exchanging.compare", "compare agendas")
    compare.add_argument("--json", action="store_true", help="one JSON object a line")
    for command in (bring, compare):
        command.add_argument("file", metavar="FILE", help="JSON or a calendar by confbrowse")


def _about_commands(commands: "Commands") -> None:
    check = _command(commands, "check", "about.check", "tell what of a source is understood")
    check.add_argument("sources", nargs="+", metavar="SOURCE")
    _import_options(check)
    known = _command(commands, "catalogue", "about.print_catalogue", "print known conferences")
    known.add_argument("query", nargs="?", metavar="QUERY", help="only those with a like name")
    _command(commands, "config", "about.print_config", "print your settings, to save and edit")
    keys = _command(commands, "keys", "keys.print_keys", "print every key and what it does")
    paths = _command(commands, "paths", "about.print_paths", "print where things are kept")
    doctor = _command(commands, "doctor", "doctor.examine", "tell what is wrong on this computer")
    doctor.add_argument("--network", metavar="URL", help="see whether this address answers, too")
    shell = _command(
        commands, "completion", "completion.complete", "print what completes words in a shell"
    )
    wanted = shell.add_mutually_exclusive_group(required=True)
    wanted.add_argument("shell", nargs="?", choices=("bash", "zsh", "fish"), metavar="SHELL")
    wanted.add_argument("--words", metavar="KIND", choices=_WORDS, help=SUPPRESS)
    shell.add_argument("--start", default="", help=SUPPRESS)
    for command in (check, known, keys, paths, doctor):
        command.add_argument("--json", action="store_true", help="one JSON object a line")


def load(command: str) -> Run:
    """Return the function called *command*, say ``reading.list_talks``, of a module beside this."""
    module, _, name = command.partition(".")
    run: Run = getattr(import_module(f"confbrowse.cli.{module}"), name)
    return run


def _command(commands: "Commands", name: str, run: str, help_text: str) -> ArgumentParser:
    """Add a command and return its parser; *run* names its function for ``load``."""
    sentence = f"{help_text[:1].upper()}{help_text[1:]}."
    parser: ArgumentParser = commands.add_parser(name, help=help_text, description=sentence)
    parser.set_defaults(run=run)
    return parser


def _answer_options(*parsers: ArgumentParser) -> None:
    for parser in parsers:
        parser.add_argument("--zone", type=arguments.clock, metavar="Z", help=_ZONE_HELP)
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--limit", type=arguments.count, metavar="N", help="at most N of them")


def _sources(parser: ArgumentParser) -> None:
    # the default keeps argparse from calling it a required argument
    parser.add_argument(
        "sources", nargs="*", default=[], metavar="SOURCE", help="instead of the library"
    )


def _import_options(parser: ArgumentParser) -> None:
    parser.add_argument("--name", metavar="N", help="the programme's name, say: ICML 2021")
    _time_options(parser)


def _time_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--year", type=arguments.count, metavar="Y", help="the year, where the source has none"
    )
    parser.add_argument("--timezone", metavar="Z", help="the zone, where the source has none")
