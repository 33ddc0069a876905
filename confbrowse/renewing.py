"""A programme of the library, read again from where it came: the one path by which it is renewed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from confbrowse import ingest
from confbrowse.changes import Change, changes
from confbrowse.errors import SourceError
from confbrowse.fetch import sources
from confbrowse.ingest import Gathered, Progress, Wishes
from confbrowse.model import Origin, Shelf
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library
from confbrowse.web import Web


def renew(
    shelf: Shelf,
    library: Library,
    agenda: Agenda,
    wishes: Wishes,
    web: Web,
    *,
    may_shrink: bool = False,
    progress: Progress | None = None,
) -> tuple[tuple[Change, ...], Gathered]:
    """Read the programme on *shelf* again and store it; return what changed, and what was read.

    What was said of a source when it was added is minded again, where *wishes* say nothing else. Raises
    SourceError where it came from nowhere that can be read again, and as ``ingest.add`` does; nothing
    is changed then.
    """
    gathered = _gathered(_there(library.origins(shelf.id)), wishes, web, progress)
    if [one.id for one in gathered.programmes] != [shelf.id] and len(gathered.programmes) == 1:
        # its own page calls it something else by now
        named = replace(wishes, name=shelf.name)
        gathered = _gathered(_there(library.origins(shelf.id)), named, web, progress)
    mine = tuple(one for one in gathered.programmes if one.id == shelf.id)
    if not mine:
        raise SourceError(f"Where {shelf.name} came from, it is no more; add it anew.")
    added = ingest.add(replace(gathered, programmes=mine), library, agenda, may_shrink=may_shrink)
    found = (changes(one.before, one.programme) for one in added if one.before)
    return next(found, ()), gathered


def _there(origins: Sequence[Origin]) -> list[Origin]:
    """Return those of *origins* that can be read again. Raises SourceError where there is none."""
    found = [replace(one, source=place) for one in origins if (place := _place(one.source))]
    if not found:
        where = origins[0].source if origins else "standard input"
        raise SourceError(f"It came from {where}, which cannot be read again; add it anew.")
    return list({one.source: one for one in found}.values())


def _place(source: str) -> str:
    """Return *source* where it is an address or is there, or the archive that it is in; else nothing."""
    if "://" in source:
        return source
    path = Path(source)
    if path.exists():
        return source
    return next((str(one) for one in path.parents if one.is_file()), "")


def _gathered(
    origins: Iterable[Origin], wishes: Wishes, web: Web, progress: Progress | None
) -> Gathered:
    """Return what is at *origins*: those of which the same was said are read together."""
    parts = [
        ingest.gather(sources([one.source for one in group]), said, progress, web)
        for said, group in groupby(origins, key=lambda one: _said(one, wishes))
    ]
    return ingest.joined(parts)


def _said(origin: Origin, wishes: Wishes) -> Wishes:
    """Return *wishes* with what was said of *origin* where they leave something open."""
    return replace(
        wishes,
        name=wishes.name or origin.name,
        year=wishes.year or origin.year,
        timezone=wishes.timezone or origin.timezone,
    )
