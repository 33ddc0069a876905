"""From sources to programmes, and from there to the library: the one path by which they come in."""

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from confbrowse import plugins, readers
from confbrowse.catalogue import Conferences
from confbrowse.door import Door, no_conferences
from confbrowse.errors import ConfbrowseError, ProgrammeError, SourceError
from confbrowse.fetch import Source
from confbrowse.garbage import uncollected
from confbrowse.merge import merge
from confbrowse.model import Origin, Programme
from confbrowse.readers import Hints, Reader, Reading, Remark
from confbrowse.stores.agenda import Agenda
from confbrowse.stores.library import Library
from confbrowse.text.clean import clean_line
from confbrowse.text.zones import zone
from confbrowse.web import Web

_LEFT = 0.9
"""The share of its talks with which a programme that is updated is trusted."""

Progress = Callable[[int, int], None]
"""Told after each source: how many are read, of how many."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person importing says about the sources; None leaves it to them."""

    today: date
    name: str | None = None
    year: int | None = None
    timezone: str | None = None
    conferences: Conferences = no_conferences
    """What is known of conferences: where else a site has its programme, whose clock a venue has."""


@dataclass(frozen=True, slots=True)
class SourceReading:
    """One source and what was understood of it."""

    source: Source
    reading: Reading


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a number of sources hold together."""

    programmes: tuple[Programme, ...]
    """One for each name, in the order in which they were met; pages of one name are merged."""
    readings: tuple[SourceReading, ...]
    passed_over: tuple[tuple[Source, str], ...] = ()
    """Files found in folders that hold no programme, and why."""
    notices: tuple[str, ...] = ()
    """Sentences on what else people should know: of plugins, of old copies of pages."""

    @property
    def whole(self) -> frozenset[str]:
        """Where the sources lie that hold all there is of their part."""
        found = (one.source for one in self.readings if one.reading.is_whole)
        return frozenset(location for one in found if (location := clean_line(one.location)))

    @property
    def warnings(self) -> tuple[tuple[Source, Remark], ...]:
        """Return what people should see even when they did not ask, by source."""
        return tuple(
            (found.source, remark) for found in self.readings for remark in found.reading.warnings
        )


@uncollected()
def gather(
    sources: Sequence[Source],
    wishes: Wishes,
    progress: Progress | None = None,
    web: Web | None = None,
) -> Gathered:
    """Return what *sources* hold, those on the web by way of *web*. Nothing is stored.

    Raises SourceError or ProgrammeError where a source that was named cannot be read, or where
    none of those found in folders is a programme.
    """
    hints = _hints(wishes)
    brought = plugins.installed()
    found: list[SourceReading] = []
    failed: list[tuple[Source, ConfbrowseError]] = []
    door = Door(sources, web, wishes.conferences)
    for done, source in enumerate(sources, 1):
        try:
            if source.location not in door.used:  # several files may hold one programme
                found.append(_read(source, hints, door, brought.readers))
        except (SourceError, ProgrammeError) as error:
            failed.append((source, error))
        if progress:
            progress(done, len(sources))
    found, passed_over = _settled(found, failed, door.used)
    programmes = _together(
        replace(one, origins=_origins(item.source, wishes))
        for item in found
        for one in (item.reading.programme, *item.reading.more)
    )
    return Gathered(programmes, tuple(found), passed_over, (*brought.faults, *door.notices))


def _read(source: Source, hints: Hints, door: Door, others: Sequence[Reader]) -> SourceReading:
    """Return what is understood of *source*, or of where its site has the whole programme.

    Raises SourceError or ProgrammeError where it cannot be read.
    """

    def read(one: Source) -> SourceReading:
        return SourceReading(one, readers.read(door.raw(one), door.hints(one, hints), others))

    refused = []
    for better in door.better(source):
        try:
            found = read(better)
        except (SourceError, ProgrammeError) as error:
            refused.append(str(error))
        else:
            door.notices.append(
                f"{source.name} is a page of a programme; all of it is {better.url}."
            )
            return found
    found = read(source)
    if refused:
        door.notices.append(f"{' '.join(refused)} So only the page {source.name} is read.")
    return found


def joined(parts: Sequence[Gathered]) -> Gathered:
    """Return what *parts*, one after another, hold together."""
    return Gathered(
        _together(one for part in parts for one in part.programmes),
        tuple(one for part in parts for one in part.readings),
        tuple(one for part in parts for one in part.passed_over),
        tuple(dict.fromkeys(one for part in parts for one in part.notices)),
    )


def _origins(source: Source, wishes: Wishes) -> tuple[Origin, ...]:
    """Return what is remembered of *source*, so that it can be read again; not of standard input."""
    place = clean_line(source.origin)
    return (Origin(place, wishes.name, wishes.year, wishes.timezone),) if place else ()


def _settled(
    found: list[SourceReading], failed: Sequence[tuple[Source, ConfbrowseError]], used: Set[str]
) -> tuple[list[SourceReading], tuple[tuple[Source, str], ...]]:
    """Return what counts of *found* and what was passed over, less what was *used* with another.

    Raises the first error of a source that was named, or one where there is nothing else.
    """
    failed = [(source, error) for source, error in failed if source.location not in used]
    for source, error in failed:
        if source.named:
            raise error
    if failed and not found:
        raise ProgrammeError(f"No programme was found. {failed[0][1]}")
    whole = [one for one in found if one.source.location not in used]
    return whole, tuple((source, str(error)) for source, error in failed)


@dataclass(frozen=True, slots=True)
class Added:
    """A programme as it is in the library now, and what became of it."""

    programme: Programme
    first: bool
    """Whether the library had nothing of it before."""
    new: int
    """Talks that were not there before."""
    gone: int
    """Talks that are there no more."""
    before: Programme | None = None
    """As the library had it."""


@uncollected()
def add(
    gathered: Gathered, library: Library, agenda: Agenda, *, may_shrink: bool = True
) -> tuple[Added, ...]:
    """Merge what was *gathered* into the library, all or nothing; return what became of each.

    The copies that the agenda keeps of its talks are brought up to date; every mark stays. Raises
    StoreError where library or agenda cannot be written, ProgrammeError where a programme that is not
    *may_shrink* lost more than a tenth of its talks; neither is changed then.
    """
    before: dict[str, Programme | None] = {}

    def change(old: Programme | None, new: Programme) -> Programme:
        before[new.id] = old
        merged = merge(old, new, gathered.whole)
        if old and not may_shrink and len(merged.talks) < _LEFT * len(old.talks):
            raise ProgrammeError(_shrunk(old, merged))
        return merged

    def refresh(stored: Iterable[Programme]) -> None:
        agenda.refresh(talk for programme in stored for talk in programme.talks)

    stored = library.update(gathered.programmes, change, at_last=refresh)
    return tuple(_added(before[programme.id], programme) for programme in stored)


def _shrunk(old: Programme, new: Programme) -> str:
    return (
        f"{old.name} would have {len(new.talks)} talks instead of {len(old.talks)}, so it is as it "
        "was. If the organisers mean it: confbrowse update --force."
    )


def _added(old: Programme | None, new: Programme) -> Added:
    ids = {talk.id for talk in new.talks}
    earlier = {talk.id for talk in old.talks} if old else set()
    return Added(new, old is None, len(ids - earlier), len(earlier - ids), old)


def _together(programmes: Iterable[Programme]) -> tuple[Programme, ...]:
    together: dict[str, Programme] = {}
    for programme in programmes:
        together[programme.id] = merge(together.get(programme.id), programme)
    return tuple(together.values())


def _hints(wishes: Wishes) -> Hints:
    """Return the hints for every source. Raises SourceError where a wish cannot be granted."""
    if wishes.timezone and zone(wishes.timezone) is None:
        raise SourceError(
            f"{wishes.timezone} is not a time zone I know for sure. "
            "Give a name such as Europe/Vienna, PDT or UTC+2."
        )
    if wishes.year is not None and not 1990 <= wishes.year < 2100:
        raise SourceError(
            f"{wishes.year} is not a year of a conference; give one from 1990 to 2099."
        )
    name = clean_line(wishes.name or "") or None
    return Hints(wishes.today, name=name, year=wishes.year, timezone=wishes.timezone)
