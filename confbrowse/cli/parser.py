"""The parser of the command line.

Each command is a function in a module of this package, imported when the command runs.
"""

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from confbrowse import __version__
from confbrowse.errors import ConfbrowseError
from confbrowse.model import LINK_KINDS, MAX_INTEREST, TRIAGE_ORDERS

if TYPE_CHECKING:
    from confbrowse.schedule.clock import Clock


def count_argument(text: str) -> int:
    """Return *text* as a number of at least 1. Raises ArgumentTypeError, which argparse reports."""
    if not (text.isdecimal() and text.isascii() and int(text)):
        raise ArgumentTypeError(f"{text} is not a whole number of at least 1")
    return int(text)


def interest_argument(text: str) -> int:
    """Return *text* as an interest. Raises ArgumentTypeError."""
    if text not in map(str, range(MAX_INTEREST + 1)):
        raise ArgumentTypeError(f"{text} is not a number from 0 to {MAX_INTEREST}")
    return int(text)


def usual_clock(*, for_programs: bool) -> "Clock":
    """Return the time zone in the settings; for programs always the event's."""
    from confbrowse.paths import app_dirs  # kept off the start of other commands

    # time zones are for commands that print times
    from confbrowse.schedule.clock import EVENT, find_clock

    if for_programs or not app_dirs().settings.exists():
        return EVENT
    from confbrowse.cli.context import settings  # most users have no settings

    return find_clock(settings().screen.zone) or EVENT


def clock_argument(name: str) -> "Clock":
    """Return the clock of a time zone. Raises ArgumentTypeError."""
    # time zones are for commands that print times
    from confbrowse.schedule.clock import find_clock, zone_choices

    found = find_clock(name)
    if found is None:
        meant = next(iter(zone_choices(name)), None)
        offer = f"; did you mean {meant}?" if meant else "; examples: Europe/Paris, UTC+2"
        raise ArgumentTypeError(f"{name} is not a known or unambiguous time zone{offer}")
    return found


def moment_argument(text: str) -> datetime | time:
    """Return *text* as an instant, or as a time of today. Raises ArgumentTypeError."""
    with suppress(ValueError):
        return time.fromisoformat(text)
    with suppress(ValueError):
        found = datetime.fromisoformat(text)
        if (
            MINYEAR < found.year < MAXYEAR
        ):  # the first and last year would overflow in other time zones
            return found
    raise ArgumentTypeError(f"{text} is not a time such as 14:00 or 2021-07-20T14:00")


def day_argument(text: str) -> date:
    """Return *text* as a day. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a day such as 2021-07-20") from error


if TYPE_CHECKING:
    Commands = _SubParsersAction["_CommandParser"]


class UsageError(ConfbrowseError):
    """The command line is invalid."""


class _CommandParser(ArgumentParser):
    """A parser whose errors are sentences."""

    has_query = False
    """Whether words that begin with a single ``-`` are part of a query, such as ``-video``, except ``-h``."""

    def _parse_optional(self, arg_string: str) -> Any:  # of another type in each version of Python
        # argparse has no public way to take such words for no options
        is_query = self.has_query and not arg_string.startswith("--") and arg_string != "-h"
        return None if is_query else super()._parse_optional(arg_string)

    def error(self, message: str) -> NoReturn:
        """Raise UsageError instead of printing the usage and exiting."""
        message = message.removeprefix("argument ")
        end = "" if message.endswith("?") else "."
        raise UsageError(f"{message[:1].upper()}{message[1:]}{end} See {self.prog} --help.")


Run = Callable[[Namespace], None]
_WORDS = ("ids", "programmes", "catalogue", "zones", "searches")
"""Kinds of words that shell completion asks for."""
_ID_HELP = "id of a talk, as printed by list and search"
_SOURCE_HELP = "a file, folder, URL or catalogue name; - for stdin"
_ZONE_HELP = "show times in this time zone: local, Europe/Paris, UTC+2 ...; default: the event's"
_MOMENT_HELP = (
    "show what is on at this time: 14:00 or 2021-07-20T14:00, in --zone or the local time zone"
)


def parse(argv: Sequence[str]) -> Namespace:
    """Return what *argv* asks for; ``run`` names its function for ``load``, None is the browser.

    Words that are neither command nor option are sources to browse. Raises UsageError, and
    SystemExit after ``--help`` or ``--version``.
    """
    first = next((word for word in argv if not _is_option(word)), None)
    # the options of an earlier word, such as --help, concern all commands
    root, names = build_parser(first if [*argv[:1]] == [first] else None)
    if first is None or first in names:
        args = root.parse_args(argv)
        if args.ascii and args.run:
            root.error("--ascii is for the browser only")
        if "zone" in args and args.zone is None:
            args.zone = usual_clock(for_programs=args.json)
        return args
    if option := next((word for word in argv if _is_option(word) and word != "--ascii"), None):
        root.error(f"{option} cannot be combined with sources to browse")
    if (meant := _likely_command(first, names)) and not Path(first).exists():
        root.error(f"No command or file is called {first}; did you mean {meant}?")
    sources = [word for word in argv if word != "--ascii"]
    return Namespace(run=None, sources=sources, ascii="--ascii" in argv)


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _likely_command(word: str, names: Iterable[str]) -> str | None:
    """Return the command that *word* may be a misspelling of."""
    from difflib import get_close_matches  # for misspellings only

    return next(iter(get_close_matches(word, names, 1)), None)


def build_parser(wanted: str | None = None) -> tuple[ArgumentParser, frozenset[str]]:
    """Return the parser and the names of its commands.

    If *wanted* is a command, those after its group may be missing, which saves time.
    """
    root = _CommandParser(
        "confbrowse",
        description="Browse conference programmes. Without a command, or with SOURCE..., the browser opens.",
        usage="confbrowse [SOURCE...] | confbrowse COMMAND ...",
    )
    root.add_argument("--version", action="version", version=f"confbrowse {__version__}")
    root.add_argument("--ascii", action="store_true", help="draw the browser in plain ASCII")
    root.set_defaults(run=None, sources=[])
    commands = root.add_subparsers(
        title="commands", metavar="COMMAND WORDS...", prog="confbrowse", parser_class=_CommandParser
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
        if wanted in commands.choices:
            break
    return root, frozenset(commands.choices)


def commands(root: ArgumentParser) -> Iterator[tuple[str, str, ArgumentParser]]:
    """Yield name, help and parser of every command that *root* knows."""
    for action in root._actions:
        if isinstance(action, _SubParsersAction):
            for listed in action._choices_actions:
                yield listed.dest, listed.help or "", action.choices[listed.dest]


def _reading_commands(commands: "Commands") -> None:
    listing = _command(commands, "list", "talks.list_talks", "print talks by day")
    _sources(listing)
    listing.add_argument("--sessions", action="store_true", help="print sessions instead")
    _import_options(listing)
    search = _command(commands, "search", "talks.search_talks", "print the talks that match")
    search.add_argument("query", metavar="QUERY", help="words and fields, e.g. sparse author:lee")
    _sources(search)
    _import_options(search)
    show = _command(commands, "show", "talks.show_talk", "print one talk in full")
    show.add_argument("id", metavar="ID", help=_ID_HELP)
    like = _command(commands, "like", "recommend.print_like", "print similar talks")
    like.add_argument("id", metavar="ID", help=f"{_ID_HELP}; a text file, or - for stdin")
    recommend = _command(
        commands, "recommend", "recommend.recommend", "print talks that you may like, by your marks"
    )
    recommend.add_argument(
        "names", nargs="*", metavar="NAME", help="programme to choose from; default: all to come"
    )
    triage = _command(
        commands, "triage", "discovery.triage", "go through talks one at a time and mark each"
    )
    triage.add_argument(
        "query", nargs="?", default="", metavar="QUERY", help="only talks that match; default: all"
    )
    triage.add_argument(
        "--order", choices=TRIAGE_ORDERS, help="sort what is left; default: as it is"
    )
    triage.add_argument("--again", action="store_true", help="begin with the first talk again")
    triage.add_argument("--zone", type=clock_argument, metavar="Z", help=_ZONE_HELP)
    triage.set_defaults(sources=[], json=False)
    watch = _command(
        commands, "watch", "discovery.watch", "list the queries that you watch, or add one"
    )
    watch.add_argument(
        "query", nargs="?", metavar="QUERY", help='e.g. author:"Grace Hopper", or @name'
    )
    watch.add_argument("--json", action="store_true", help="print JSON, one object a line")
    unwatch = _command(commands, "unwatch", "discovery.unwatch", "no longer watch a query")
    unwatch.add_argument("query", metavar="QUERY", help="as watch lists it")
    overview = _command(
        commands, "overview", "overview.print_overview", "print a programme in numbers"
    )
    overview.add_argument(
        "name", nargs="?", metavar="NAME", help="name or id of a programme; default: the last added"
    )
    overview.add_argument("--json", action="store_true", help="print JSON, one object a line")
    overview.add_argument(
        "--limit", type=count_argument, metavar="N", help="print at most N of each; default: 10"
    )
    people = _command(commands, "people", "talks.print_people", "print a person's talks")
    people.add_argument("name", metavar="NAME", help="a name or part of one")
    for one in (search, triage, watch, unwatch):
        one.has_query = True
    _answer_options(listing, search, show, like, recommend, people)


def _planning_commands(commands: "Commands") -> None:
    agenda = _command(commands, "agenda", "agenda.print_agenda", "print your starred talks, by day")
    agenda.add_argument("--day", type=day_argument, metavar="D", help="only this day: 2021-07-20")
    part = agenda.add_mutually_exclusive_group()
    part.add_argument("--clashes", action="store_true", help="only talks that clash")
    part.add_argument(
        "--gaps", action="store_true", help="free time between talks, and talks that fit it"
    )
    agenda.add_argument(
        "--compare", metavar="FILE", dest="file", help="compare with the agenda in FILE"
    )
    plan = _command(
        commands, "plan", "plan.print_plan", "print the best plan without clashes, by your marks"
    )
    plan.add_argument("--day", type=day_argument, metavar="D", help="only this day: 2021-07-20")
    plan.add_argument(
        "--apply", action="store_true", help="star what it has, unstar what it leaves out"
    )
    now = _command(
        commands, "now", "agenda.print_now", "print where to go, what is on and what is next"
    )
    now.add_argument("--at", type=moment_argument, metavar="TIME", help=_MOMENT_HELP)
    now.set_defaults(sources=[])
    _answer_options(agenda, plan, now)


def _opening_command(commands: "Commands") -> None:
    opened = _command(commands, "open", "talks.open_link", "open a talk's link")
    opened.add_argument("id", metavar="ID", help=_ID_HELP)
    opened.add_argument("--kind", choices=LINK_KINDS, help="kind of link; default: the best one")
    opened.add_argument("--print", action="store_true", help="print the address instead")


def _changing_commands(commands: "Commands") -> None:
    add = _command(commands, "add", "library.add", "import programmes into the library")
    add.add_argument("sources", nargs="+", metavar="SOURCE", help=_SOURCE_HELP)
    add.add_argument("--json", action="store_true", help="print JSON, one object a line")
    _import_options(add)
    update = _command(
        commands, "update", "library.update", "import programmes again and report changes"
    )
    update.add_argument(
        "names", nargs="*", metavar="NAME", help="programme to update; default: all"
    )
    update.add_argument("--force", action="store_true", help="apply even if many talks vanished")
    update.add_argument("--json", action="store_true", help="print JSON, one object a line")
    update.set_defaults(name=None)
    _reading_options(update)
    remove = _command(commands, "remove", "library.remove", "remove a programme from the library")
    remove.add_argument("name", metavar="NAME", help="name or id of a programme")


def _marking_commands(commands: "Commands") -> None:
    for name, run, is_set, help_text in (
        ("star", "star", True, "star talks"),
        ("unstar", "star", False, "unstar talks"),
        ("hide", "hide", True, "hide talks from lists and searches"),
        ("unhide", "hide", False, "show hidden talks again"),
        ("seen", "mark_seen", True, "mark talks as seen"),
        ("unseen", "mark_seen", False, "mark talks as unseen"),
        ("later", "put_off", True, "put the decision about talks off"),
        ("unlater", "put_off", False, "take talks off those for later"),
    ):
        marking = _command(commands, name, f"marks.{run}", help_text)
        marking.add_argument("ids", nargs="+", metavar="ID", help=_ID_HELP)
        marking.set_defaults(is_set=is_set)
    interest = _command(commands, "interest", "marks.interest", "set your interest in a talk")
    interest.add_argument("id", metavar="ID", help=_ID_HELP)
    interest.add_argument("interest", type=interest_argument, metavar="N", help="0 (none) to 3")
    note = _command(commands, "note", "marks.note", "set the note on a talk")
    note.add_argument("id", metavar="ID", help=_ID_HELP)
    note.add_argument("text", metavar="TEXT", help="- for stdin; empty to delete the note")
    _command(commands, "undo", "marks.undo", "undo the last mark, also across sessions")
    _command(commands, "redo", "marks.redo", "redo the mark that was undone last")


def _exchanging_commands(commands: "Commands") -> None:
    export = _command(commands, "export", "exchange.export", "export the agenda or other talks")
    export.add_argument("format", metavar="FORMAT", help="ics, md, csv, json, bib or mirror")
    export.add_argument(
        "query", nargs="?", metavar="QUERY", help="export matches instead of the agenda"
    )
    export.add_argument("--all", action="store_true", help="export all talks instead of the agenda")
    export.add_argument("--day", type=day_argument, metavar="D", help="only this day: 2021-07-20")
    export.add_argument(
        "--alarm",
        type=count_argument,
        metavar="MIN",
        help="remind MIN minutes before each talk (ics)",
    )
    export.add_argument(
        "-o", "--output", metavar="FILE", help="write to FILE instead of standard output"
    )
    export.add_argument(
        "--force", action="store_true", help="overwrite a file that confbrowse did not write"
    )
    export.set_defaults(sources=[])
    import_ = _command(commands, "import", "exchange.import_file", "import marks from a file")
    prefer = import_.add_mutually_exclusive_group()
    for side, what in (("ours", "your version"), ("theirs", "the file's"), ("both", "both notes")):
        prefer.add_argument(
            f"--{side}",
            action="store_const",
            const=side,
            dest="prefer",
            help=f"on conflict, keep {what}",
        )
    compare = _command(commands, "compare", "exchange.compare", "compare your agenda with another")
    compare.add_argument("--json", action="store_true", help="print JSON, one object a line")
    for command in (import_, compare):
        command.add_argument(
            "file", metavar="FILE", help="an exported JSON file or calendar, or an agenda.db"
        )
    restore = _command(
        commands, "restore", "restore.restore", "list backups, or restore the marks in one"
    )
    restore.add_argument(
        "file", nargs="?", metavar="FILE", help="a backup, a damaged file or a copy of agenda.db"
    )
    restore.add_argument(
        "--json", action="store_true", help="print the list as JSON, one object a line"
    )
    restore.epilog = "Example: confbrowse restore agenda-20261129-101500-000000.db"


def _about_commands(commands: "Commands") -> None:
    check = _command(
        commands,
        "check",
        "info.check",
        "preview an import, with every line that was not understood",
    )
    check.add_argument("sources", nargs="+", metavar="SOURCE", help=_SOURCE_HELP)
    _import_options(check)
    known = _command(commands, "catalogue", "info.print_catalogue", "list known conferences")
    known.add_argument("query", nargs="?", metavar="QUERY", help="only those with a similar name")
    _command(
        commands, "config", "info.print_config", "print your settings in the format of config.toml"
    )
    guide = _command(commands, "help", "guide.print_guide", "show a topic of the guide")
    guide.add_argument("topic", nargs="?", metavar="TOPIC", help="default: list the topics")
    guide.epilog = "Example: confbrowse help searching"
    keys = _command(commands, "keys", "keys.print_keys", "print every key and what it does")
    paths = _command(commands, "paths", "info.print_paths", "print where files are stored")
    doctor = _command(commands, "doctor", "doctor.examine", "diagnose the setup")
    doctor.add_argument("--network", metavar="URL", help="also check that URL answers")
    shell = _command(
        commands, "completion", "completion.complete", "print the shell completion script"
    )
    wanted = shell.add_mutually_exclusive_group(required=True)
    wanted.add_argument(
        "shell",
        nargs="?",
        choices=("bash", "zsh", "fish"),
        metavar="SHELL",
        help="bash, zsh or fish",
    )
    wanted.add_argument("--words", metavar="KIND", choices=_WORDS, help=SUPPRESS)
    shell.add_argument("--start", default="", help=SUPPRESS)
    for command in (check, known, keys, paths, doctor):
        command.add_argument("--json", action="store_true", help="print JSON, one object a line")


def load(command: str) -> Run:
    """Return the function *command*, such as ``talks.list_talks``, of this package."""
    module, _, name = command.partition(".")
    run: Run = getattr(import_module(f"confbrowse.cli.{module}"), name)
    return run


def _command(commands: "Commands", name: str, run: str, help_text: str) -> _CommandParser:
    """Add a command and return its parser; *run* names its function for ``load``."""
    sentence = f"{help_text[:1].upper()}{help_text[1:]}."
    parser = commands.add_parser(name, help=help_text, description=sentence)
    parser.set_defaults(run=run)
    return parser


def _answer_options(*parsers: ArgumentParser) -> None:
    for parser in parsers:
        parser.add_argument("--zone", type=clock_argument, metavar="Z", help=_ZONE_HELP)
        parser.add_argument("--json", action="store_true", help="print JSON, one object a line")
        parser.add_argument("--limit", type=count_argument, metavar="N", help="print at most N")


def _sources(parser: ArgumentParser) -> None:
    # without a default, argparse calls it a required argument
    parser.add_argument(
        "sources",
        nargs="*",
        default=[],
        metavar="SOURCE",
        help="read this file, folder or URL instead of the library",
    )


def _import_options(parser: ArgumentParser) -> None:
    parser.add_argument("--name", metavar="N", help="name of the programme, e.g. ICML 2021")
    _reading_options(parser)


def _reading_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--year", type=count_argument, metavar="Y", help="year, if the source has none"
    )
    parser.add_argument("--timezone", metavar="Z", help="time zone, if the source has none")
    parser.add_argument(
        "--all-decisions", action="store_true", help="import rejected and withdrawn papers too"
    )
    parser.add_argument(
        "--map",
        action="append",
        type=_column_argument,
        default=[],
        metavar="FIELD=NAME,...",
        help="what a table or JSON calls its fields, e.g. title=name,start=begin",
    )


def _column_argument(text: str) -> tuple[tuple[str, str], ...]:
    """Return fields and names in *text*, ``title=name,start=begin``."""
    pairs = [
        (field.strip(), name.strip())
        for field, _, name in (one.partition("=") for one in text.split(","))
    ]
    if not all(field and name for field, name in pairs):
        raise ArgumentTypeError(f"{text} is not FIELD=NAME, such as title=name,start=begin")
    return tuple(pairs)
