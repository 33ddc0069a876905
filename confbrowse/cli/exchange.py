"""The commands ``export``, ``import`` and ``compare``."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from confbrowse.cli.agenda import NOTHING_STARRED
from confbrowse.cli.context import agenda, library, sync_files
from confbrowse.cli.inputs import input_talks, search_results
from confbrowse.cli.output import line_width, print_result, warn, write_raw
from confbrowse.cli.parser import UsageError
from confbrowse.cli.talk_text import Entry, ListingLayout, talk_as_json
from confbrowse.discovery.posters import read_stops
from confbrowse.errors import NothingFoundError, SourceError
from confbrowse.exchange.compare import compare_agendas
from confbrowse.exchange.elsewhere import is_from_elsewhere, read_elsewhere
from confbrowse.exchange.exporting import Export, export_talks
from confbrowse.exchange.importing import (
    ImportOutcome,
    Incoming,
    apply,
    both_sides,
    differences,
    read,
)
from confbrowse.exchange.merge import Prefer
from confbrowse.exchange.sync import known_written, sync_mirror, sync_text, write_export
from confbrowse.exporters import EXPORTERS
from confbrowse.model import NO_MARK, Mark, MarkedTalk, Talk, listed_day
from confbrowse.schedule.clock import is_floating
from confbrowse.sources.files import fetch, sources
from confbrowse.storage.marks import MarkStore, read_marks
from confbrowse.storage.recovery import is_database
from confbrowse.text.clean import clean_line
from confbrowse.text.humanize import count

_MIRROR = "mirror"
_ADVICE = "--force overwrites it"


def export(args: Namespace) -> None:
    """Export the agenda, matching talks or all talks, to standard output or a file."""
    if args.format not in EXPORTERS:
        raise UsageError(f"Unknown format {args.format}. Supported: {', '.join(EXPORTERS)}.")
    _check_options(args)
    path = Path(args.output) if args.output not in (None, "-") else None
    marked = agenda()
    if args.format == _MIRROR and path:
        synced = sync_mirror(path, marked, library(empty_if_newer=True))
        if synced.notice:
            warn(synced.notice)
        report_outcome(ImportOutcome(synced.changes, synced.conflicts), args.output, Prefer.BOTH)
        print_result(
            f"Synced {count(len(marked.marks()), 'marked talk')} with {clean_line(args.output)}."
        )
        return
    taken = _taken(args, marked)
    if path is None:
        write_raw(sync_text(marked) if args.format == _MIRROR else taken.text)
        return
    write_export(path, EXPORTERS[args.format], taken, marked, force=args.force, advice=_ADVICE)
    print_result(f"Wrote {count(len(taken.items), 'talk')} to {clean_line(args.output)}.")


def _taken(args: Namespace, marked: MarkStore) -> Export:
    """Return the export; warn of talks that a calendar cannot hold or whose time zone is unknown.

    Raises NothingFoundError if no talk is left.
    """
    exporter = EXPORTERS[args.format]
    entries = [entry for entry in _entries(args, marked) if _is_on(entry.talk, args)]
    if not entries:
        raise NothingFoundError(_why_nothing(args))
    store, starred = library(empty_if_newer=True), [one.talk for one in entries if one.mark.starred]
    stops = read_stops(store, starred, marked.marks()) if exporter.names_stops else None
    taken = export_talks(
        exporter, entries, marked, store, datetime.now(UTC), args.alarm, stops=stops
    )
    if taken.left_out:
        warn(f"Left out {count(len(taken.left_out), 'talk')} without a time.")
    if not taken.items:
        raise NothingFoundError("No talk to export has a time.")
    floating = sum(is_floating(item.talk) for item in taken.items)
    if floating and exporter.needs_time:
        warn(
            f"{count(floating, 'talk')} without a known time zone: every calendar shows the printed "
            "time as local time. To fix it: confbrowse add --timezone"
        )
    return taken


def _check_options(args: Namespace) -> None:
    """Raise UsageError if options cannot be combined."""
    if args.query is not None and args.all:
        raise UsageError("Give QUERY or --all, not both.")
    if args.format == _MIRROR and (args.query is not None or args.all or args.day):
        raise UsageError("mirror exports everything you marked; it takes no QUERY, --all or --day.")
    if args.force and args.format == _MIRROR:
        raise UsageError("mirror merges with the file; it takes no --force.")
    if args.force and args.output in (None, "-"):
        raise UsageError("--force requires -o FILE.")
    if args.output and args.output.endswith("/"):
        raise UsageError(f"{args.output} is a folder. Name a file in it.")
    if args.alarm and args.format != "ics":
        raise UsageError("--alarm works with the format ics only.")


def _entries(args: Namespace, marked: MarkStore) -> Iterator[MarkedTalk]:
    if args.format == _MIRROR:
        yield from marked.marked()
    elif args.query is None and not args.all:
        yield from marked.entries()
    else:
        marks = marked.marks()
        results = () if args.all else search_results(args)
        found = input_talks(args) if args.all else (r.talk for r in results if r.match == "all")
        yield from (MarkedTalk(talk, marks.get(talk.id, NO_MARK)) for talk in found)


def _is_on(talk: Talk, args: Namespace) -> bool:
    return not args.day or listed_day(talk) == args.day.isoformat()


def _why_nothing(args: Namespace) -> str:
    if args.query is not None:
        return f"No talk matches “{args.query}”" + (f" on {args.day}." if args.day else ".")
    if args.day:
        return f"No talk {'' if args.all else 'on your agenda '}is on {args.day}."
    return NOTHING_STARRED


def import_file(args: Namespace) -> None:
    """Import the marks of a file into the agenda, as one step of undo."""
    incoming, marked = _incoming(args.file), agenda()
    known = known_written(Path(args.file), marked) if args.file != "-" else ()
    is_marked = any(entry.mark != NO_MARK for entry in incoming.entries)
    if not is_marked and not any(written.marks for written in known):
        raise NothingFoundError(f"{args.file} contains no marked talk.")
    prefer = Prefer[(args.prefer or "ours").upper()]
    outcome = apply(incoming, marked, library(empty_if_newer=True), known, prefer)
    report_outcome(outcome, args.file, prefer, is_chosen=args.prefer is not None)
    what = count(len(outcome.changes), "talk")
    print_result(
        f"{what} changed." if outcome.changes else f"{clean_line(args.file)} contains nothing new."
    )
    sync_files(marked)


def _incoming(name: str) -> Incoming:
    """Return the marks in the file called *name*; warn of each record that cannot be read."""
    found = sources([name])
    if len(found) != 1 or found[0].url:
        raise SourceError(f"{name} is not a single file. Name the file of an agenda.")
    path = found[0].path
    if path and is_database(path):
        return Incoming(read_marks(path))
    raw = fetch(found[0])
    if is_from_elsewhere(raw):
        incoming = Incoming(*read_elsewhere(raw, name, library(empty_if_newer=True)))
    else:
        incoming = read(raw, name)
    for sentence in incoming.left_out:
        warn(f"{name}, {sentence}.")
    return incoming


def report_outcome(
    outcome: ImportOutcome, name: str, prefer: Prefer, *, is_chosen: bool = False
) -> None:
    """Print the changes of an import, and warn of each conflict and how it was resolved."""
    for change in outcome.changes:
        print_result(f"{change.talk.title}: {', '.join(differences(change))}")
    for talk, conflict in outcome.conflicts:
        kept = {Prefer.OURS: "kept yours", Prefer.THEIRS: "took the file's"}
        ours, theirs = both_sides(conflict)
        warn(
            f"Conflict in the {conflict.field} of “{talk.title}”: {ours} here, "
            f"{theirs} in {name}; {kept.get(prefer, 'kept both')}."
        )
    if outcome.conflicts and prefer is Prefer.OURS and not is_chosen:
        warn(
            "--theirs takes the file's version, --both keeps both notes, --ours silences this hint."
        )


def compare(args: Namespace) -> None:
    """Print what both agendas star, what only one does, and which of those talks clash."""
    if any(getattr(args, name, None) for name in ("day", "clashes", "gaps", "limit")):
        raise UsageError("--compare can only be combined with --json.")
    theirs = [entry.talk for entry in _incoming(args.file).entries if entry.mark.starred]
    if not theirs:
        raise NothingFoundError(f"{args.file} contains no starred talk.")
    marks = {entry.talk.id: entry for entry in agenda().entries()}
    found = compare_agendas([entry.talk for entry in marks.values()], theirs)
    parts = (
        ("both", "Both starred", found.both),
        ("mine", "Only you starred", found.mine),
        ("theirs", f"Only {clean_line(args.file)} starred", found.theirs),
    )
    if args.json:
        for who, _, part in parts:
            for talk in part:
                mark = marks[talk.id].mark if talk.id in marks else NO_MARK
                clashing = [other.id for other in found.against(talk)]
                print_result(talk_as_json(talk, mark, chosen_by=who, clashes=clashing))
        return
    layout = ListingLayout(width=line_width())
    for _, heading, part in parts:
        if part:
            print_result(f"{heading} {count(len(part), 'talk')}")
        for talk in part:
            print_result(layout.entry(Entry(talk, Mark(starred=True))))
    for one, other in found.between:
        print_result(f"! Your “{one.title}” clashes with their “{other.title}”")
