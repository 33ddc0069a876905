"""The commands that take the agenda out and bring others in: export, import, compare."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from confbrowse.agenda.zones import is_floating
from confbrowse.cli.grammar import UsageError
from confbrowse.cli.keeping import keep_up
from confbrowse.cli.planning import NOTHING_STARRED
from confbrowse.cli.printing import talk_as_json, talk_line
from confbrowse.cli.shelf import found_talks, talks
from confbrowse.cli.stores import agenda, library
from confbrowse.cli.telling import give, say, tell
from confbrowse.errors import NothingFoundError, SourceError
from confbrowse.exchange.bringing_in import Brought, bring_in
from confbrowse.exchange.comparing import compared
from confbrowse.exchange.files import last_written, put, sync_mirror
from confbrowse.exchange.incoming import Incoming, read
from confbrowse.exchange.merging import Prefer
from confbrowse.exchange.taking_out import TakenOut, take_out
from confbrowse.exchange.telling import both_sides, differences
from confbrowse.exporters import EXPORTERS
from confbrowse.fetch import fetch, sources
from confbrowse.model import NO_MARK, Mark, Talk, day_of
from confbrowse.stores.agenda import Agenda, Entry
from confbrowse.text.amounts import count

_KEEPS_IN_STEP = "mirror"


def export(args: Namespace) -> None:
    """Take talks out in a format: the agenda, or what is asked for, to standard output or a file."""
    if args.format not in EXPORTERS:
        raise UsageError(f"There is no format {args.format}; there are {', '.join(EXPORTERS)}.")
    _check_options(args)
    path = Path(args.output) if args.output not in (None, "-") else None
    marked = agenda()
    if args.format == _KEEPS_IN_STEP and path:
        _report(sync_mirror(path, marked, library()), args.output, Prefer.BOTH)
        say(f"{args.output} mirrors {count(len(marked.marks()), 'talk')} that you marked.")
        return
    taken = _taken(args, marked)
    if path is None:
        give(taken.text)
        return
    put(path, EXPORTERS[args.format], taken, marked)
    say(f"Wrote {count(len(taken.items), 'talk')} to {args.output}.")


def _taken(args: Namespace, marked: Agenda) -> TakenOut:
    """Return what *args* ask for; what a calendar cannot hold, or not for sure, is told.

    Raises NothingFoundError where nothing is left.
    """
    exporter = EXPORTERS[args.format]
    entries = [entry for entry in _entries(args, marked) if _is_on(entry.talk, args)]
    if not entries:
        raise NothingFoundError(_why_nothing(args))
    taken = take_out(exporter, entries, marked, library(), datetime.now(UTC), args.alarm)
    if taken.left_out:
        tell(f"Left out of the calendar: {count(len(taken.left_out), 'talk')} without a time.")
    if not taken.items:
        raise NothingFoundError("No talk is left for a calendar.")
    floating = sum(is_floating(item.talk) for item in taken.items)
    if floating and exporter.needs_time:
        tell(
            f"{count(floating, 'talk')} with a clock of no known zone: calendars show that hour "
            "wherever they are. confbrowse add --timezone mends it."
        )
    return taken


def _check_options(args: Namespace) -> None:
    """Raise UsageError where options do not go together."""
    if args.query is not None and args.all:
        raise UsageError("Give a QUERY or --all, not both.")
    if args.format == _KEEPS_IN_STEP and (args.query is not None or args.all or args.day):
        raise UsageError("A mirror holds whatever you marked; it takes no QUERY, --all or --day.")
    if args.output and args.output.endswith("/"):
        raise UsageError(f"{args.output} names a folder; name a file in it.")
    if args.alarm and args.format != "ics":
        raise UsageError("--alarm is for calendars: confbrowse export ics.")


def _entries(args: Namespace, marked: Agenda) -> Iterator[Entry]:
    """Yield what *args* ask for."""
    if args.format == _KEEPS_IN_STEP:
        yield from marked.marked()
    elif args.query is None and not args.all:
        yield from marked.entries()
    else:
        marks = marked.marks()
        found = talks(args) if args.all else (talk for talk, _ in found_talks(args))
        yield from (Entry(talk, marks.get(talk.id, NO_MARK)) for talk in found)


def _is_on(talk: Talk, args: Namespace) -> bool:
    return not args.day or day_of(talk) == args.day.isoformat()


def _why_nothing(args: Namespace) -> str:
    if args.query is not None:
        return f"No talk matches “{args.query}”" + (f" on {args.day}." if args.day else ".")
    if args.day:
        return f"Nothing {'' if args.all else 'on your agenda '}is on {args.day}."
    return NOTHING_STARRED


def bring(args: Namespace) -> None:
    """Merge what a file says about talks into the agenda, in one step that one undo takes back."""
    incoming, marked = _incoming(args.file), agenda()
    written = last_written(Path(args.file), marked) if args.file != "-" else None
    if not written and not any(entry.mark != NO_MARK for entry in incoming.entries):
        raise NothingFoundError(f"{args.file} holds no talk that anybody marked.")
    prefer = Prefer[(args.prefer or "ours").upper()]
    brought = bring_in(incoming, marked, library(), written, prefer)
    _report(brought, args.file, prefer, is_asked=args.prefer is not None)
    what = count(len(brought.changes), "talk")
    say(f"{what} changed." if brought.changes else f"Nothing in {args.file} is new.")
    keep_up(marked)


def _incoming(name: str) -> Incoming:
    """Return what the file called *name* says; what is not understood of it is told."""
    found = sources([name])
    if len(found) != 1 or found[0].url:
        raise SourceError(f"{name} is not one file; name the file of an agenda.")
    incoming = read(fetch(found[0]), name)
    for sentence in incoming.left_out:
        tell(f"{name}, {sentence}.")
    return incoming


def _report(brought: Brought, name: str, prefer: Prefer, *, is_asked: bool = False) -> None:
    """Tell what is different now, and what stands where both sides differ."""
    for change in brought.changes:
        say(f"{change.talk.title}: {', '.join(differences(change))}")
    for talk, conflict in brought.conflicts:
        stays = {Prefer.OURS: "yours stays", Prefer.THEIRS: "the file's stands now"}
        ours, theirs = both_sides(conflict)
        tell(
            f"“{talk.title}” has two {conflict.field}s: {ours} here, "
            f"{theirs} in {name}; {stays.get(prefer, 'both are kept')}."
        )
    if brought.conflicts and prefer is Prefer.OURS and not is_asked:
        tell(
            "--theirs takes what the file says, --both keeps both notes, --ours is as you are told."
        )


def compare(args: Namespace) -> None:
    """Print what both chose, what only one did, and what of that clashes."""
    if any(getattr(args, name, None) for name in ("day", "clashes", "gaps", "limit")):
        raise UsageError("--compare goes with --json alone.")
    theirs = [entry.talk for entry in _incoming(args.file).entries if entry.mark.starred]
    if not theirs:
        raise NothingFoundError(f"{args.file} holds no starred talk.")
    marks = {entry.talk.id: entry for entry in agenda().entries()}
    found = compared([entry.talk for entry in marks.values()], theirs)
    parts = (
        ("both", "You both chose", found.both),
        ("mine", "Only you chose", found.mine),
        ("theirs", f"Only {args.file} has", found.theirs),
    )
    if args.json:
        for who, _, held in parts:
            for talk in held:
                mark = marks[talk.id].mark if talk.id in marks else NO_MARK
                clashing = [other.id for other in found.against(talk)]
                say(talk_as_json(talk, mark, chosen_by=who, clashes=clashing))
        return
    for _, heading, held in parts:
        if held:
            say(f"{heading} {count(len(held), 'talk')}")
        for talk in held:
            say(talk_line(talk, Mark(starred=True)))
    for one, other in found.between:
        say(f"! Your “{one.title}” clashes with their “{other.title}”")
