"""The command that reads programmes again and tells what has changed: update."""

from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from confbrowse import ingest
from confbrowse.changes import Change, changes
from confbrowse.cli.printing import as_json, count
from confbrowse.cli.shelf import bring_indexes_up_to_date, shelves_called, web, wishes
from confbrowse.cli.stores import agenda, library
from confbrowse.cli.telling import say, tell
from confbrowse.errors import AgendaTouchedError, NothingFoundError, SourceError
from confbrowse.fetch import sources
from confbrowse.model import Mark, Programme, Shelf, Talk

_MOST_LISTED = 10
"""Changes of one kind that are listed, beside those of my own talks."""
_SAID = {
    "gone": "Gone",
    "moved": "Moved",
    "renamed": "Renamed",
    "abstract": "New abstract",
    "new": "New",
}


def update(args: Namespace) -> None:
    """Read programmes again from where they came from; print what changed, my talks first.

    Raises AgendaTouchedError where a talk that I have marked has changed.
    """
    shelf = library()
    wanted = shelves_called(args.names, shelf)
    if not wanted:
        raise NothingFoundError("The library is empty. Bring a programme in with: confbrowse add")
    marks = agenda().marks()
    touched = 0
    for one in wanted:
        for added in _again(one, args):
            found = changes(added.before, added.programme) if added.before else ()
            touched += _tell(added.programme, found, marks, as_data=args.json)
    bring_indexes_up_to_date(shelf)
    if touched:
        raise AgendaTouchedError(f"{count(touched, 'change')} of talks that you have marked.")


def _again(shelf: Shelf, args: Namespace) -> Sequence[ingest.Added]:
    """Read the programme on *shelf* again; among all, one that cannot be is passed over and told."""
    try:
        found = sources(_files(library().programme(shelf.id)))
    except SourceError as error:
        if args.names:
            raise
        tell(f"{shelf.name} is as it was. {error}")
        return ()
    asked = wishes(args)
    gathered = ingest.gather(found, asked, web=web())
    if [one.id for one in gathered.programmes] != [shelf.id] and len(gathered.programmes) == 1:
        gathered = ingest.gather(
            found, replace(asked, name=shelf.name)
        )  # it was added under a name
    return ingest.add(gathered, library(), agenda(), may_shrink=args.force)


def _files(programme: Programme) -> list[str]:
    """Return the files that *programme* came from. Raises SourceError where there is none."""
    came_from = dict.fromkeys(session.source for session in programme.sessions if session.source)
    found = (place if "://" in place else _file(Path(place)) for place in came_from)
    there = dict.fromkeys(place for place in found if place)
    if not there:
        where = next(iter(came_from), "standard input")
        raise SourceError(f"It came from {where}, which cannot be read again; add it anew.")
    return list(there)


def _file(path: Path) -> str | None:
    """Return *path*, or the archive that it is in; None where there is no such file."""
    found = (str(one) for one in (path, *path.parents) if one.is_file())
    return next(found, None)


def _tell(
    programme: Programme, found: Sequence[Change], marks: Mapping[str, Mark], *, as_data: bool
) -> int:
    """Print what was *found*, and return how many changes are of talks with a mark."""
    mine = [change for change in found if change.talk.id in marks]
    others = [change for change in found if change.talk.id not in marks]
    if as_data:
        for change in (*mine, *others):
            say(as_json(_data(change, mine=change.talk.id in marks)))
        return len(mine)
    say(f"{programme.name}: {_summary(found)}.")
    for change in mine:
        say(f"  ★ {_line(change)}")
    for change in _some(others):
        say(f"    {_line(change)}")
    return len(mine)


def _summary(found: Sequence[Change]) -> str:
    numbers = {kind: sum(change.kind == kind for change in found) for kind in _SAID}
    parts = [f"{number} {_SAID[kind].lower()}" for kind, number in numbers.items() if number]
    return ", ".join(parts) or "nothing has changed"


def _some(found: Iterable[Change]) -> Iterable[Change]:
    """Yield the first few of each kind."""
    seen = dict.fromkeys(_SAID, 0)
    for change in found:
        seen[change.kind] += 1
        if seen[change.kind] <= _MOST_LISTED:
            yield change


def _line(change: Change) -> str:
    talk, before = change.talk, change.before
    if change.kind == "moved" and before:
        return f"{_SAID[change.kind]}: {talk.title}: {_place(before)} → {_place(talk)}"
    if change.kind == "renamed" and before:
        return f"{_SAID[change.kind]}: {before.title} → {talk.title}"
    return f"{_SAID[change.kind]}: {talk.title}"


def _place(talk: Talk) -> str:
    when = f"{talk.start:%a %d %b %H:%M}" if talk.start else "no time"
    return ", ".join(part for part in (when, talk.room, talk.position, talk.session.title) if part)


def _data(change: Change, *, mine: bool) -> dict[str, object]:
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
        "room": change.talk.room,
        "room_before": before.room if before else None,
    }
