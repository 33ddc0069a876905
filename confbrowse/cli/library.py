"""The commands ``add``, ``update`` and ``remove``."""

from argparse import Namespace
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from confbrowse.cli.context import agenda, library, sync_files
from confbrowse.cli.inputs import (
    EMPTY_LIBRARY,
    find_programmes,
    http_client,
    import_options,
    print_warnings,
    read,
    source_progress,
    update_indexes,
)
from confbrowse.cli.output import as_json, print_result, report_stored, warn
from confbrowse.errors import AgendaChangedError, NothingFoundError, ProgrammeError, SourceError
from confbrowse.ingest import pipeline
from confbrowse.ingest.diff import CHANGE_KINDS, TalkChange, sentence, split_by_mark, summary
from confbrowse.ingest.pipeline import IngestResult, update_programme
from confbrowse.model import Mark, ProgrammeSummary
from confbrowse.paths import app_dirs
from confbrowse.storage.library import LibraryStore
from confbrowse.system.interrupts import interruptible_until_commit
from confbrowse.text.humanize import count

_MOST_LISTED = 10
"""Changes of one kind that are listed besides those to marked talks."""


def add(args: Namespace) -> None:
    """Import the programmes of the sources into the library."""
    gathered = read(args.sources, args)
    for source, why in gathered.skipped:
        warn(f"Skipped {source.name}: {why}")
    left_out = _left_out(gathered)
    with interruptible_until_commit() as begin_commit:
        stored = pipeline.add(gathered, library(), agenda(), before_commit=begin_commit)
        for added in stored:
            report_stored(added.programme.id, added.programme.name, first=added.first)
        for added in stored:
            if args.json:
                print_result(as_json(_added_as_json(added, left_out[added.programme.id])))
            else:
                print_result(_added_sentence(added))
    update_indexes(library())
    sync_files(agenda())


def _left_out(gathered: IngestResult) -> dict[str, Counter[str]]:
    """Return the number of lines left out of each programme, by its id and the reason."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in gathered.readings:
        reasons = (remark.reason for remark in one.reading.remarks if remark.left_out)
        found[one.reading.programme.id].update(reasons)
    return found


def _added_sentence(added: pipeline.AddedProgramme) -> str:
    programme = added.programme
    talks, sessions = len(programme.talks), len(programme.sessions)
    parts = [f"{count(talks, 'talk')} in {count(sessions, 'session')}"]
    parts += [f"{added.new} new"] if added.new and not added.first else []
    parts += [f"{added.gone} removed"] if added.gone else []
    verb = "Added" if added.first else "Updated"
    return f"{verb} {programme.name}: {', '.join(parts)}."


def _added_as_json(
    added: pipeline.AddedProgramme, left_out: Mapping[str, int]
) -> dict[str, object]:
    return {
        "programme": added.programme.name,
        "id": added.programme.id,
        "first": added.first,
        "talks": len(added.programme.talks),
        "sessions": len(added.programme.sessions),
        "new": added.new,
        "gone": added.gone,
        "left_out": left_out,
    }


def update(args: Namespace) -> None:
    """Import programmes again from their sources and print what changed, marked talks first.

    Raises AgendaChangedError if a marked talk changed; ProgrammeError, after all others were
    updated, if a programme lost too many talks.
    """
    store = library()
    wanted = find_programmes(args.names, store)
    if not args.names:
        wanted.reverse()  # the library lists the latest first: this keeps the order
    if not wanted:
        raise NothingFoundError(EMPTY_LIBRARY)
    marks, report_watched = agenda().marks(), _watch_report(store)
    changed = 0
    refused: list[ProgrammeError] = []
    for one in wanted:
        try:
            with interruptible_until_commit() as begin_commit:
                found = _update_one(one, args, begin_commit)
                changed += _print_changes(one, found, marks, as_data=args.json)
        except ProgrammeError as error:  # update the others first
            refused.append(error)
    update_indexes(store)
    report_watched(args.json)
    sync_files(agenda())
    if refused:
        raise ProgrammeError(" ".join(map(str, refused)))
    if changed:
        raise AgendaChangedError(f"{count(changed, 'change')} to talks you marked.")


def _watch_report(store: LibraryStore) -> Callable[[bool], None]:
    """Return what prints the talks that the watch list matches only since now."""
    marked = agenda()
    if not (marked.watched() or app_dirs().settings.exists()):
        return lambda _: None
    # loads numpy, which most updates do without
    from confbrowse.cli.discovery import watch_report

    return watch_report(marked, store)


def _update_one(
    programme: ProgrammeSummary, args: Namespace, begin_commit: Callable[[], None]
) -> Sequence[TalkChange] | None:
    """Update one programme; None, with a warning, if its source cannot be read.

    Raises SourceError instead if the user named the programme.
    """
    try:
        found, gathered = update_programme(
            programme,
            library(),
            agenda(),
            import_options(args),
            http_client(),
            may_shrink=args.force,
            progress=source_progress(),
            before_commit=begin_commit,
        )
    except SourceError as error:
        if args.names:
            raise
        warn(f"{programme.name} was not updated. {error}")
        return None
    report_stored(programme.id, programme.name, first=False)
    print_warnings(gathered)
    return found


def _print_changes(
    programme: ProgrammeSummary,
    found: Sequence[TalkChange] | None,
    marks: Mapping[str, Mark],
    *,
    as_data: bool,
) -> int:
    """Print the changes; return how many are to marked talks."""
    if found is None:
        return 0
    mine, others = split_by_mark(found, marks)
    if as_data:
        for change in (*mine, *others):
            print_result(as_json(_change_as_json(change, mine=change.talk.id in marks)))
        return len(mine)
    print_result(f"{programme.name}: {summary(found)}.")
    for change in mine:
        print_result(f"  ★ {sentence(change)}")
    for change in _first_of_each_kind(others):
        print_result(f"    {sentence(change)}")
    return len(mine)


def _first_of_each_kind(found: Iterable[TalkChange]) -> Iterable[TalkChange]:
    """Yield the first few changes of each kind."""
    seen = dict.fromkeys(CHANGE_KINDS, 0)
    for change in found:
        seen[change.kind] += 1
        if seen[change.kind] <= _MOST_LISTED:
            yield change


def _change_as_json(change: TalkChange, *, mine: bool) -> dict[str, object]:
    before = change.before
    return {
        "change": change.kind,
        "mine": mine,
        "id": change.talk.id,
        "programme": change.talk.session.programme,
        "title": change.talk.title,
        "title_before": before.title if before else None,
        "start": change.talk.start.isoformat() if change.talk.start else None,
        "start_before": before.start.isoformat() if before and before.start else None,
        "sentence": sentence(change),
        "room": change.talk.room,
        "room_before": before.room if before else None,
    }


def remove(args: Namespace) -> None:
    """Remove a programme, by name in any case or by id.

    The agenda keeps its entries. Raises NothingFoundError if the library has no such programme.
    """
    store, marked = library(), agenda()
    (found,) = find_programmes([args.name], store)
    with interruptible_until_commit() as begin_commit:
        begin_commit()
        store.remove(found.id)
        print_result(f"Removed {found.name} from the library. Your agenda keeps its starred talks.")
    update_indexes(store)
    sync_files(marked)
