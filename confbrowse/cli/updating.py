"""The command that reads programmes again and tells what has changed: update."""

from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence

from confbrowse.changes import KINDS, Change, mine_first, sentence, summary
from confbrowse.cli.keeping import keep_up
from confbrowse.cli.printing import as_json
from confbrowse.cli.shelf import (
    bring_indexes_up_to_date,
    progress_of,
    shelves_called,
    tell_of,
    web,
    wishes,
)
from confbrowse.cli.stores import agenda, library
from confbrowse.cli.telling import say, tell
from confbrowse.errors import AgendaTouchedError, NothingFoundError, ProgrammeError, SourceError
from confbrowse.model import Mark, Shelf
from confbrowse.renewing import renew
from confbrowse.text.amounts import count

_MOST_LISTED = 10
"""Changes of one kind that are listed, beside those of my own talks."""


def update(args: Namespace) -> None:
    """Read programmes again from where they came from; print what changed, my talks first.

    Raises AgendaTouchedError where a talk that I have marked has changed, ProgrammeError, once all is
    done, where a programme is not to be trusted.
    """
    shelf = library()
    wanted = shelves_called(args.names, shelf)
    if not args.names:
        wanted.reverse()  # what is stored last stands first: this leaves the order as it was
    if not wanted:
        raise NothingFoundError("The library is empty. Bring a programme in with: confbrowse add")
    marks = agenda().marks()
    touched = 0
    refused: list[ProgrammeError] = []
    for one in wanted:
        try:
            touched += _tell(one, _again(one, args), marks, as_data=args.json)
        except ProgrammeError as error:  # the others are renewed all the same
            refused.append(error)
    bring_indexes_up_to_date(shelf)
    keep_up(agenda())
    if refused:
        raise ProgrammeError(" ".join(map(str, refused)))
    if touched:
        raise AgendaTouchedError(f"{count(touched, 'change')} of talks that you have marked.")


def _again(shelf: Shelf, args: Namespace) -> Sequence[Change] | None:
    """Read the programme on *shelf* again; among all, one that cannot be is passed over and told."""
    try:
        found, gathered = renew(
            shelf,
            library(),
            agenda(),
            wishes(args),
            web(),
            may_shrink=args.force,
            progress=progress_of(),
        )
    except SourceError as error:
        if args.names:
            raise
        tell(f"{shelf.name} is as it was. {error}")
        return None
    tell_of(gathered)
    return found


def _tell(
    shelf: Shelf, found: Sequence[Change] | None, marks: Mapping[str, Mark], *, as_data: bool
) -> int:
    """Print what was *found*, and return how many changes are of talks with a mark."""
    if found is None:
        return 0
    mine, others = mine_first(found, marks)
    if as_data:
        for change in (*mine, *others):
            say(as_json(_data(change, mine=change.talk.id in marks)))
        return len(mine)
    say(f"{shelf.name}: {summary(found)}.")
    for change in mine:
        say(f"  ★ {sentence(change)}")
    for change in _some(others):
        say(f"    {sentence(change)}")
    return len(mine)


def _some(found: Iterable[Change]) -> Iterable[Change]:
    """Yield the first few of each kind."""
    seen = dict.fromkeys(KINDS, 0)
    for change in found:
        seen[change.kind] += 1
        if seen[change.kind] <= _MOST_LISTED:
            yield change


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
        "sentence": sentence(change),
        "room": change.talk.room,
        "room_before": before.room if before else None,
    }
